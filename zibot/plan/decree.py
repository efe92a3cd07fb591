"""The decree that adopts a plan: number, date, office, year and title from the paragraphs around the table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from zibot.plan.document import one_line
from zibot.when import MONTH_WORDS, calendar_date, mend, month_of


@dataclass(frozen=True, slots=True)
class Decree:
    """What the decree says of itself; what it does not say is None. `year` is the plan's."""

    number: str | None = None
    date: Date | None = None
    office: str | None = None
    year: int | None = None
    title: str | None = None
    other_numbers: tuple[str, ...] = ()
    """Numbers elsewhere in the document (in its Lampiran) that differ from `number`."""

    def as_json(self) -> dict[str, Any]:
        """The decree in the shape that scripts rely on."""
        return {
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            "office": self.office,
            "year": self.year,
            "title": self.title,
        }


_NUMBER_LINE = re.compile(r"^\W*NOMOR\s*:?\s*(?P<number>\S.*)$", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(
    r"(\d{1,4}\s*TAHUN\s*\d{4}|\d{1,4}\s*(?:/\s*[\w.\-]+(?:(?<=-)\s+[\w.\-]+)?\s*)+)(?=$|\W|TENTANG)", re.IGNORECASE
)
_DAY = rf"(?P<day>\d{{1,2}})\s+(?P<month>{MONTH_WORDS})\s+(?P<year>\d{{4}})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"ditetapkan\s+di\b[^\n]{{0,60}}?\s*pada\s+tanggal\s*[:,]?\s*{_DAY}",
        rf"^\W*(?:pada\s+)?tanggal\s*[:,]?\s*{_DAY}\s*$",
        rf"^\W*[a-z][a-z .'\-]{{2,40}},\s*(?:tanggal\s*)?{_DAY}\s*$",
    )
)
_OFFICE = re.compile(
    r"KOMISI (?P<kind>(?:INDEPENDEN )?PEMILIHAN(?: UMUM)?)\s+(?P<level>KABUPATEN|KOTA|PROVINSI)\s+"
    r"(?P<name>[A-Z][A-Z'.\- ]*?)\s*(?=[,;:.]?\s*$|[,;]|\s(?:TAHUN|NOMOR|TENTANG|MENUJU|DAN|UNTUK)\b)",
    re.MULTILINE,
)
_SHORT_OFFICE = re.compile(
    r"\bKPU\s+(?P<level>KABUPATEN|KOTA|PROVINSI|Kabupaten|Kota|Provinsi)\s+(?P<name>[A-Z][\w'\-]*(?: [A-Z][\w'\-]*)*)"
)
_TITLE_ENDS = re.compile(
    r"^(?:DENGAN RAHMAT|KETUA\b|SEKRETARIS|KEPALA\b|MENIMBANG|MENGINGAT|MEMUTUSKAN|LAMPIRAN\b|NO\b|[IVX]+\.\s|\d+\.\s"
    r"|[A-Z]\.\s)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"TAHUN(?:\s+ANGGARAN)?\s+(20\d\d)(?!\s*-\s*20)", re.IGNORECASE)
_STOP = re.compile(r"\b(?:TAHUN|NOMOR|TENTANG|MENUJU)\b.*", re.IGNORECASE)
_LONGEST_TITLE = 12


def read_decree(text: str) -> Decree:
    """Read a decree from the document's paragraphs (one a line); never raises, what is not found is None."""
    lines = [one_line(line).strip("*# ") for line in text.splitlines()]
    plain = mend("\n".join(lines))
    number, others = _numbers(plain)
    day = _date(plain)
    title = _title(lines)
    return Decree(number, day, _office(plain), _year(title, day, number), title, others)


def _numbers(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The number of the decree, and those that its Lampiran gives where they differ."""
    found = []
    for line in _NUMBER_LINE.finditer(text):
        match = _NUMBER.match(line["number"])
        if match:
            tidy = re.sub(r"\s*/\s*|(?<=-)\s+", lambda gap: gap[0].strip(), one_line(match[1]))
            found.append(re.sub("tahun", "TAHUN", tidy, flags=re.IGNORECASE).rstrip(".-"))
    others = dict.fromkeys(number for number in found[1:] if number != found[0])
    return (found[0], tuple(others)) if found else (None, ())


def _date(text: str) -> Date | None:
    """The date of adoption: after "Ditetapkan di", else a line of its own, else the closing "Kota, 10 Januari 2022"."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            found = calendar_date(int(match["year"]), month_of(match["month"]) or 0, int(match["day"]))
            if found:
                return found
    return None


def _office(text: str) -> str | None:
    """The office in its short form, "KPU Kabupaten Kudus"; None for an office that zibot has no form for."""
    match = _OFFICE.search(text)
    if match:
        short = "KIP" if "INDEPENDEN" in match["kind"] else "KPU"
        return f"{short} {match['level'].title()} {_proper(match['name'])}"
    brief = _SHORT_OFFICE.search(text)
    if brief:
        return f"KPU {brief['level'].title()} {_proper(_STOP.sub('', brief['name']))}"
    return "KPU Republik Indonesia" if "KOMISI PEMILIHAN UMUM REPUBLIK INDONESIA" in text else None


def _proper(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split())


def _title(lines: Iterable[str]) -> str | None:
    """What stands under TENTANG, in one line; without a decree, the heading that calls the document a plan."""
    lines = [line for line in lines if line]
    start = next((at for at, line in enumerate(lines) if re.match(r"TENTANG\b", line)), None)
    if start is None:
        heads = (at for at, line in enumerate(lines) if re.match(r"RENCANA (?:KERJA|AKSI)\b", line, re.IGNORECASE))
        start = next(heads, None)
        wanted = lines[start:][:4] if start is not None else []
    else:
        wanted = [lines[start].removeprefix("TENTANG").strip(" :"), *lines[start + 1 :]][:_LONGEST_TITLE]
    title: list[str] = []
    for line in wanted:
        if _TITLE_ENDS.match(line) or (title and line[:1].islower()):
            break
        title.append(line)
        if line.endswith((",", ".", ";")) or re.search(r"TAHUN 20\d\d\W*$", line, re.IGNORECASE):
            break
    return one_line(" ".join(title)).rstrip(" ,.;") or None


def _year(title: str | None, day: Date | None, number: str | None) -> int | None:
    """The plan's year: from the title, else from the date, else from the number."""
    named = _YEAR.findall((title or "").replace("–", "-"))
    if named:
        return int(named[-1])
    if day:
        return day.year
    tail = re.search(r"(20\d\d)$", number or "")
    return int(tail[1]) if tail else None

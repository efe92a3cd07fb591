"""The decree that adopts a plan: number, date, office, year and title from the paragraphs around the table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from zibot.plan.document import one_line
from zibot.plan.office import office_of
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


_NUMBER_LINE = re.compile(
    r"^\W*(?:(?P<decree>(?:SURAT )?(?:KEPUTUSAN|LAMPIRAN|SALINAN|SURAT PERINTAH|SK)\b[^\n]{0,200}?)\s)?NO(?:MOR|\.)"
    r"\s*[:;.]?\s*(?P<number>\S.*)$",
    re.IGNORECASE,
)
_LAW = re.compile(r"\b(?:UNDANG|PERATURAN|PERMEN\w*|PERPRES|INSTRUKSI|SURAT EDARAN|UU|PP)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<number>[A-Z0-9][\w.\-]*(?:(?<=-)\s+[\w.\-]+)?(?:\s*/\s*[\w.\-]+(?:(?<=-)\s+[\w.\-]+)?)*(?:\s*TAHUN\s*\d{4})?)",
    re.IGNORECASE,
)
_DAY = (
    rf"(?P<day>\d{{1,2}})\s*[-.\s]\s*(?P<month>{MONTH_WORDS})\.?\s*[-.\s]?\s*(?P<year>\d{{4}})",
    r"(?P<day>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})",
)
_WEEKDAY = "senin|selasa|rabu|kamis|jum|sabtu|minggu|hari"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for day in _DAY
    for pattern in (
        rf"\bditetapkan\b(?:(?!tanggal|tgl|\d)[\s\S]){{0,120}}?(?:(?:tanggal|tgl)\.?)?\s*[:,]?\s*{day}(?!\d)",
        rf"^\W*(?:pada\s+)?(?:tanggal|tgl)\.?\s*[:,]?\s*{day}\s*\.?$",
        rf"^\W*(?!{_WEEKDAY})[a-z][a-z .'\-]{{2,40}},\s*(?:(?:tanggal|tgl)\.?\s*)?{day}\W*$",
    )
)
_BASIS = re.compile(r"^\W*(?:MENIMBANG|MENGINGAT|MEMPERHATIKAN|MEMBACA|DASAR HUKUM)\b", re.IGNORECASE)
_BASIS_ENDS = re.compile(
    r"^\W*(?:M\s*E\s*M\s*U\s*T\s*U\s*S\s*K\s*A\s*N|MENETAPKAN|KESATU|PERTAMA|DITETAPKAN DI|LAMPIRAN)\b", re.IGNORECASE
)
_PLAN_HEADING = re.compile(
    r"^(?:\W|[A-Z]\s?\.\s)*(?:(?:LAMPIRAN|DOKUMEN|MATRIKS?|TABEL|JADWAL|FORM(?:AT)?|DRAFT?|LAPORAN)\s+)*"
    r"(?:RENCANA (?:KERJA|AKSI|TINDAK|KEGIATAN|PEMBANGUNAN|PELAKSANAAN)|PROGRAM KERJA|(?:MATRIKS?|TABEL|JADWAL) \w+"
    r"|PETA JALAN|ROAD\s?MAP|TIME\s?(?:LINE|SCHEDULE)|PEMBANGUNAN ZONA INTEGRITAS|ZONA INTEGRITAS|LEMBAR KERJA)\b",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(
    r"^(?:DENGAN RAHMAT|KETUA\b|SEKRETARIS|KEPALA\b|DIREKTUR\b|MENIMBANG|MENGINGAT|MEMUTUSKAN|LAMPIRAN\b|NO\b|NOMOR\b"
    r"|TANGGAL\b|AREA\b|POKJA\b|BAB\b|PILAR\b|PENDAHULUAN|LATAR BELAKANG|DITETAPKAN|MANAJEMEN PERUBAHAN|SALINAN\b"
    r"|[IVX]+\.?\s|\d{1,2}\.?\s|[A-Z]\.\s)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?:\b(?:TAHUN|THN)\.?(?:\s+(?:ANGGARAN|AKADEMIK|PELAJARAN))?|\bT\.?\s?A\.?)\s*:?\s*(20\d\d)(?!\d)", re.IGNORECASE
)
_BARE_YEAR = re.compile(r"(?<![\w/.\-])(20\d\d)(?![\w/]|-\w|\.\d)")
_SPAN_OF_YEARS = re.compile(
    r"20\d\d\s*(?:[-–/]|S\.?\s?[/]?\s?D\.?|SAMPAI(?: DENGAN)?|DAN)\s*(?:TAHUN\s*)?20\d\d", re.IGNORECASE
)
_SIGNER = re.compile(r"(?:A\.?N\.?\s+)?(?:KETUA|KEPALA|DIREKTUR|DEKAN|REKTOR|SEKRETARIS|KOMISI)\b")
_LONGEST_TITLE = 12
_HEADING_LINES = 6
_TOP = 6
_MOST_LINES = 20_000
_LONGEST_LINE = 2_000
_HEAD = 60
"""How many lines before the table may name the office and the year."""


def read_decree(text: str) -> Decree:
    """Read a decree from the document's paragraphs (one a line); never raises, what is not found is None."""
    raw = text.splitlines()
    if len(raw) > _MOST_LINES:  # a decree stands before or behind its table
        raw = raw[: _MOST_LINES - 500] + raw[-500:]
    every = (one_line(mend(line[:_LONGEST_LINE])).strip("*# ") for line in raw)
    lines = _without_basis([line for line in every if line])
    number, others = _numbers(lines)
    day = _date("\n".join(lines))
    title = _title(lines)
    head = lines[:_HEAD] + [line for line in lines[_HEAD:] if len(line) < 120 and _SIGNER.match(line)]
    return Decree(number, day, office_of(head), _year(title, lines, day, number), title, others)


def _without_basis(lines: Sequence[str]) -> list[str]:
    """The lines without Menimbang and Mengingat, whose laws have numbers, years and dates of their own."""
    kept = []
    inside = False
    for line in lines:
        if _BASIS.match(line):
            inside = True
        elif inside and _BASIS_ENDS.match(line):
            inside = False
        if not inside:
            kept.append(line)
    return kept


def _numbers(lines: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The number of the decree, and those that its Lampiran gives where they differ."""
    found = []
    for at, line in enumerate(lines):
        if re.fullmatch(r"\W*NOMOR\W*", line, re.IGNORECASE) and at + 1 < len(lines):
            line = f"{line} {lines[at + 1]}"  # noqa: PLW2901 - the number stands on the next line
        match = _NUMBER_LINE.match(line[:400])
        if match is None or _LAW.search(match["decree"] or "") or (at and _quotes_law(lines[at - 1])):
            continue
        number = _tidy_number(re.split(r"TENTANG", match["number"])[0])
        if number:
            found.append(number)
    others = dict.fromkeys(number for number in found[1:] if number != found[0])
    return (found[0], tuple(others)) if found else (None, ())


def _quotes_law(line: str) -> bool:
    """Whether a line breaks off before the number of a law that it quotes."""
    return bool(_LAW.search(line)) and line[-1:].isalpha() and not line.isupper()


def _tidy_number(text: str) -> str | None:
    """A number without the spaces around its strokes; None for what cannot be one, such as dots to be filled in."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    tidy = re.sub(r"\s*/\s*|(?<=-)\s+", lambda gap: gap[0].strip(), one_line(match["number"]))
    tidy = re.sub(r"\s*tahun\s*", " TAHUN ", tidy, flags=re.IGNORECASE).strip(".- ")
    parted = "/" in tidy or " TAHUN " in tidy or tidy.count(".") >= 3
    return tidy if parted and any(letter.isdecimal() for letter in tidy) else None


def _date(text: str) -> Date | None:
    """The date of adoption: after "Ditetapkan", else a line of its own, else the closing "Kota, 10 Januari 2022"."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = int(match["month"]) if match["month"].isdecimal() else month_of(match["month"]) or 0
            found = calendar_date(int(match["year"]), month, int(match["day"]))
            if found:
                return found
    return None


def _title(lines: Sequence[str]) -> str | None:
    """What stands under TENTANG, in one line; without a decree, the heading that calls the document a plan."""
    start, first = _title_start(lines)
    if start is None:
        return None
    wanted = [first, *lines[start + 1 :][:_LONGEST_TITLE]] if first is not None else lines[start:][:_HEADING_LINES]
    title: list[str] = []
    for line in wanted:
        if title and (_TITLE_ENDS.match(line) or line[:1].islower() or (len(line) > 160 and not line.isupper())):
            break
        title.append(line)
        if line.endswith((",", ".", ";")) or re.search(r"20\d\d\W*$", line):
            break
    return one_line(" ".join(title)).rstrip(" ,.;")[:500] or None


def _title_start(lines: Sequence[str]) -> tuple[int | None, str | None]:
    """Where the title begins: the line of TENTANG and what stands behind it, or the line of a heading."""
    for at, line in enumerate(lines):
        match = re.match(r"(?:(?:KEPUTUSAN|NOMOR|Nomor)\b.{0,200}?\s)?TENTANG\b[\s:]*", line) or re.fullmatch(
            "TENTANG[ :]*", line, re.IGNORECASE
        )
        if match:
            return at, line[match.end() :].strip()
    return next(((at, None) for at, line in enumerate(lines) if _PLAN_HEADING.match(line)), (None, None))


def _year(title: str | None, lines: Sequence[str], day: Date | None, number: str | None) -> int | None:
    """The plan's year: from the title, else from the headings, else from the date, else from the number.

    A plan for two years has no one year, whatever the date says.
    """
    if title:
        if _SPAN_OF_YEARS.search(title):
            return None
        named = _YEAR.findall(title) or _BARE_YEAR.findall(title)
        if named:
            return int(named[-1])
    headed = _heading_year(lines[:_HEAD])
    if headed is not None:
        return headed or None
    if day:
        return day.year
    tail = re.search(r"(20\d\d)$", number or "")
    return int(tail[1]) if tail else None


def _heading_year(lines: Iterable[str]) -> int | None:
    """The year of a short line above the table that names no law, number or date; 0 where it names two years."""
    for at, line in enumerate(lines):
        if len(line) > 160 or _LAW.search(line) or re.search(r"\bNOMOR\b|\bditetapkan\b", line, re.IGNORECASE):
            continue
        plan = re.search(r"RENCANA|ZONA INTEGRITAS|PROGRAM KERJA|WBK|WBBM|REFORMASI BIROKRASI", line, re.IGNORECASE)
        if plan and _SPAN_OF_YEARS.search(line):
            return 0
        last = re.search(rf"{_YEAR.pattern}\W*$", line, re.IGNORECASE) if at < _TOP else None
        whole = re.fullmatch(rf"\W*{_YEAR.pattern}\W*", line, re.IGNORECASE)
        named = ([whole[1]] if whole else []) or (
            _YEAR.findall(line) or _BARE_YEAR.findall(line) if plan else [last[1]] if last else []
        )
        if named:
            return int(named[-1])
    return None

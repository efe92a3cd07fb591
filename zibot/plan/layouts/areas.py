"""Rows that begin an area of change: its Roman numeral, and the usual name where the document says it otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zibot.plan.document import one_line
from zibot.plan.layouts.columns import normal

ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NAMES = (
    "Manajemen Perubahan",
    "Penataan Tatalaksana",
    "Penataan Sistem Manajemen SDM",
    "Penguatan Akuntabilitas",
    "Penguatan Pengawasan",
    "Peningkatan Kualitas Pelayanan Publik",
)
# Synonyms are whole names: a component such as "Pengelolaan Akuntabilitas Kinerja" must not become an area.
_SYNONYMS = tuple(
    re.compile(rf"(?:{pattern})(?: (?:KPU|PADA|DI|KOMISI|TAHUN|LANJUTAN|BOBOT)\b.*)?")
    for pattern in (
        r"MANAJEMEN PERUBAHAN|PEMBANGUNAN UNIT KERJA UNTUK MEMPEROLEH PREDIKAT\b.*",
        r"(?:PENATAAN |PENGUATAN )?(?:TATA ?LAKSANA|KETATALAKSANAAN)",
        r"(?:(?:PENATAAN |PENGUATAN )?(?:SISTEM )?MANAJEMEN (?:SDM|SUMBER DAYA MANUSIA)|PENATAAN SDM)"
        r"(?: APARATUR| ASN)?",
        r"(?:PENGUATAN )?AKUNTABILITAS(?: KINERJA)?",
        r"(?:PENGUATAN )?(?:SISTEM )?PENGAWASAN(?: INTERN(?:AL)?)?",
        r"(?:PENINGKATAN|PENGUATAN) (?:KUALITAS )?PELAYANAN(?: PUBLIK)?",
    )
)
_PREFIX = (
    r"(?:(?:AREA|PILAR|ASPEK|POKJA|KELOMPOK\s+KERJA|PROGRAM|BIDANG|TIM)(?:\s+(?:PERUBAHAN|KERJA))?(?:\s+KE)?"
    r"\s*[-:]?\s*)"
)
_MARK = r"(?P<mark>[IVX]{1,4}|[A-H]|\d{1,2})"
_MARKED = re.compile(rf"(?P<prefix>{_PREFIX})?{_MARK}\s*(?:[.):\-–]+\s*|\s+)(?P<name>[^\W\d].*)", re.IGNORECASE)
_INNER = re.compile(r"\b(?:AREA|PILAR)(?:\s+PERUBAHAN)?\s+(?:[IVX]{1,4}|\d)\b.+", re.IGNORECASE)
_MARK_ONLY = re.compile(rf"(?P<prefix>{_PREFIX})?{_MARK}\s*[.):]?", re.IGNORECASE)
_SMALL_WORDS = frozenset(("dan", "di", "ke", "dari", "untuk", "yang", "dalam", "pada", "dengan", "atau"))


@dataclass(frozen=True, slots=True)
class AreaMark:
    """What a row says of an area: its number where it is written, the usual number of its name, the name itself."""

    number: int | None
    known: int | None
    name: str
    style: str
    """How it is numbered: roman, letter, digit or none."""


_SQUEEZED = {
    "".join(name.upper().split()): number
    for number, names in enumerate(
        (
            ("Manajemen Perubahan",),
            ("Penataan Tatalaksana", "Tatalaksana"),
            ("Penataan Sistem Manajemen SDM", "Penataan Sistem Manajemen SDM Aparatur", "Manajemen SDM", "SDM"),
            ("Penguatan Akuntabilitas", "Penguatan Akuntabilitas Kinerja", "Akuntabilitas"),
            ("Penguatan Pengawasan", "Pengawasan"),
            ("Peningkatan Kualitas Pelayanan Publik", "Penguatan Kualitas Pelayanan Publik", "Pelayanan Publik"),
        ),
        1,
    )
    for name in names
}
"""The usual names without spaces: narrow columns break words anywhere ("Akuntabilita s")."""


_LEAD = re.compile(
    r"(?:KOMPONEN PENGUNGKIT|PROGRAM|BIDANG|AREA(?: PERUBAHAN)?|PILAR|POKJA|KELOMPOK KERJA) (?=[A-Z]{3})"
)
_PART = re.compile(
    r"(?:(?:KOMPONEN|ASPEK|BAGIAN|[A-Z]|[IVX]+|\d) )*"
    r"(?:PENGUNGKIT|PEMENUHAN|REFORM|HASIL)(?: (?:\d+|PENGUNGKIT|HASIL))*"
)
_OF_REFORM = (r"DEREGULASI\b.*", r"(?:PENATAAN |PENGUATAN |DAN )*(?:ORGANISASI|KELEMBAGAAN)\b.*")
_AMONG_EIGHT = {1: 1, 2: 4, 3: 5, 4: 6, 5: 7, 6: 8}


def is_part(text: str) -> bool:
    """Whether a label names a part of the evaluation (Pengungkit, Pemenuhan, Reform, Hasil), which is no area."""
    return bool(_PART.fullmatch(normal(text)))


def of_reform(name: str) -> int | None:
    """The number, 2 or 3, of an area that only the eight of a reformasi birokrasi have; None for every other name."""
    words = _LEAD.sub("", normal(name))
    return next((number for number, pattern in enumerate(_OF_REFORM, 2) if re.fullmatch(pattern, words)), None)


def among_eight(name: str) -> int | None:
    """The number of an area among the eight of a reformasi birokrasi."""
    known = known_area(name)
    return of_reform(name) or (_AMONG_EIGHT[known] if known else None)


def known_area(name: str) -> int | None:
    """The usual number (1 to 6) of an area by its name, or None for another name."""
    words = _LEAD.sub("", normal(name))
    known = next((number for number, pattern in enumerate(_SYNONYMS, 1) if pattern.fullmatch(words)), None)
    return known or _SQUEEZED.get(words.replace(" ", ""))


def _nearly(name: str) -> int | None:
    """The area whose name differs by a letter or two: a slip of the typist, or of whoever read a picture."""
    squeezed = normal(name).replace(" ", "")
    if not 15 <= len(squeezed) <= 40:
        return None
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - loaded only where an area has a strange name

    best = process.extractOne(squeezed, _SQUEEZED.keys(), scorer=fuzz.ratio, score_cutoff=92)
    return _SQUEEZED[best[0]] if best else None


def area_name(number: int, name: str) -> str:
    """The name to keep: the usual one where the number and the name agree on it, else the document's own."""
    if known_area(name) == number:
        return NAMES[number - 1]
    name = re.sub(r"\s*\((?:lanjutan|lanj\.?)\)", "", one_line(name), flags=re.IGNORECASE).strip(" .:")
    return _titled(name) if name.isupper() else name


def area_mark(cells: Sequence[str], *, style: str = "") -> AreaMark | None:
    """What a row of one or two filled cells says of an area; None for every other row.

    A Roman numeral in capitals makes an area of any name, a letter or a figure only of a known one, since components
    are numbered so too; after areas A and B (`style` "letter") a C with a name in capitals is one as well.
    """
    filled = [one_line(cell) for cell in cells if cell.strip()]
    if len(filled) == 1 and (alone := _of_text(filled[0], style)):
        return alone
    inner = _INNER.search(filled[-1]) if 1 <= len(filled) <= 2 else None
    if inner and (mark := _of_text(inner[0])) and mark.known:
        return mark  # "B | AREA II. PENATAAN TATALAKSANA"
    if len(filled) == 2 and _MARK_ONLY.fullmatch(filled[0]) and re.match(r"[^\W\d]", filled[1]):
        return _of_text(f"{filled[0].rstrip('.):')}. {filled[1]}", style)
    return None


def _of_text(text: str, expected: str = "") -> AreaMark | None:
    alone = _MARK_ONLY.fullmatch(text)
    if alone and alone["prefix"]:  # "POKJA 2"
        number, style = _number(alone["mark"])
        return AreaMark(number, None, text, style) if number else None
    match = _MARKED.fullmatch(text)
    if match is None or known_area(text):
        known = known_area(text) or _nearly(text)
        return AreaMark(None, known, text, "none") if known else None
    mark, name = match["mark"], match["name"]
    known = known_area(name) or _nearly(name)
    number, style = _number(mark)
    by_style = (style == "roman" and mark.isupper()) or (style == expected == "letter" and name.isupper())
    if number is None or not (known or match["prefix"] or by_style):
        return None
    return AreaMark(number, known, name, style)


def mark_of_cell(text: str) -> AreaMark:
    """What a cell of the area column says; it always names an area, numbered or not."""
    return _of_text(one_line(text)) or AreaMark(None, known_area(text) or _nearly(text), one_line(text), "none")


def _number(mark: str) -> tuple[int | None, str]:
    if mark.upper() in ROMANS:
        return ROMANS.index(mark.upper()) + 1, "roman"
    if mark.isdigit():
        return int(mark) or None, "digit"
    return ("ABCDEFGH".index(mark.upper()) + 1, "letter") if len(mark) == 1 else (None, "none")


def _titled(name: str) -> str:
    """A name in capitals as a title: short words small, abbreviations as they are."""
    words = name.split()
    return " ".join(
        word.lower()
        if word.lower() in _SMALL_WORDS and at
        else word
        if re.fullmatch(r"\W*(?:SDM|SOP|KPU|ZI|WBK|WBBM|SPIP|SPBE|WBS|IT|TI|RB|ASN|\w+/\w+)\W*", word)
        else word.capitalize()
        for at, word in enumerate(words)
    )

"""Rows within a table that name the component of the rows beneath them, instead of holding an item."""

import re
from collections.abc import Mapping

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.headings import Heading

_MARK = re.compile(r"\(?(?P<mark>\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[IVX]{1,5}|[a-zA-Z])[.)](?=\s|$|[^\W\d])")
_END = re.compile(
    r"(?:Keterangan|KETERANGAN|Ket|Catatan|CATATAN|Legenda)\s*[:=]|(?:Mengetahui|MENGETAHUI|Menyetujui|Disetujui)\b"
    r"|(?:Dibuat|Disusun|Ditetapkan) (?:di|oleh)\b|(?:Ketua|Kepala|Sekretaris|Plt\.|a\.n\.)\b[^.]{0,60},$"
    r"|(?:KETUA|KEPALA|SEKRETARIS|PLT\.|A\.N\.)\b[^a-z]*$|(?:ttd|TTD|NIP)\b"
    r"|[A-Z][\w .]{2,30}, +(?:tanggal +)?\d{1,2} +\w+ +\d{4}\b"
)
_TEXTS = ("component", "indicator", "action", "area")


def is_section(row: Row, cells: Mapping[str, str], heading: Heading, following: Row | None, *, numbered: bool) -> bool:
    """Whether a row only names a component: one text across the table, or one text that numbers the rows beneath it.

    `numbered` says that the table numbers its items, so that a row without a number is none.
    """
    texts = [role for role in _TEXTS if cells[role]]
    others = [role for role in ("evidence", "target", "note") if cells[role]]
    strange = re.search(r"[^\W\d]{3,}", cells["no"]) is not None
    if others or len(texts) + strange != 1 or (not texts and not strange):
        return False
    if any(row.cells[at].strip() for at in heading.periods if at < len(row.cells)):
        return False
    if _spans(row):
        return True
    if following is None or following.is_prose or "component" in heading.roles or strange:
        return False
    below = heading.cells(following)
    if not any(below[role] for role in ("evidence", "target")) and not heading.periods:
        return False
    if numbered and not cells["no"] and below["no"] and cells[texts[0]][:1].isupper():
        return True
    return _begins_again(_mark_of(cells), _mark_of(below))


def ends_table(row: Row) -> bool:
    """Whether a row is no more of the plan: the legend beneath it, or the place for signatures."""
    texts = [one_line(cell) for at, cell in enumerate(row.cells) if cell.strip() and at not in row.carried]
    return (
        0 < len(texts) <= 2
        and not row.is_prose
        and all(len(text) < 120 for text in texts)
        and bool(_END.match(texts[0]))
    )


def is_total(row: Row) -> bool:
    """Whether a row sums up others."""
    return len(row.filled) <= 3 and bool(
        re.match(r"(?:SUB ?)?(?:JUMLAH|TOTAL)\b(?!.*\b(?:PEGAWAI|LAYANAN)\b)", row.filled[0].upper())
    )


def _spans(row: Row) -> bool:
    """Whether the row's one text stands in a cell merged over most of the table's width."""
    return len(row.filled) <= 2 and len(row.joined) * 2 >= len(row.cells)


def _mark_of(cells: Mapping[str, str]) -> str:
    """How a row is numbered: in the column of numbers, or before its text."""
    if cells["no"].strip():
        return cells["no"].strip(" .)(")
    text = next((one_line(cells[role]) for role in ("indicator", "action", "component") if cells[role]), "")
    match = _MARK.match(text)
    return match["mark"] if match else ""


def _begins_again(over: str, under: str) -> bool:
    """Whether the row beneath begins a numbering of another kind: "a" then "1", "1" then "a" or "1.1"."""
    first = under.lower() in ("1", "a", "i") or under.endswith(".1")
    return bool(over) and first and _style(over) != _style(under)


def _style(mark: str) -> str:
    if "." in mark:
        return f"nested {mark.count('.')}"
    if mark.isdigit():
        return "digit"
    if re.fullmatch(r"[ivx]+", mark.lower()) and mark.lower() != "c":
        return "roman"
    return "letter"

"""The grid of a Word table: cells that span columns, cells merged downwards, shading, borders that are a hair apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from zibot.plan.document import Row
from zibot.plan.formats.blocks import Block, laid_out
from zibot.plan.formats.docx_text import Element, W, is_on, value_of

HAIR = 85
"""Borders of different rows that are no farther apart are one border (twentieths of a point; 1.5 mm)."""
_WIDEST = 200
_WHITE = ("FFFFFF", "AUTO")


@dataclass(slots=True)
class Cell:
    """A cell as it is stored; `first` and `end` are grid columns."""

    element: Element
    text: str = ""
    first: int = 0
    end: int = 0
    merge: str | None = field(init=False)
    """Downwards: "restart" where it begins, "continue" where it goes on, None for a cell of its own."""
    joins: bool = field(init=False)
    """Whether it is merged with the one to its left, as older programs store it."""

    def __post_init__(self) -> None:
        found = self.element.find(f"{W}tcPr/{W}vMerge")
        self.merge = None if found is None else found.get(f"{W}val") or "continue"
        found = self.element.find(f"{W}tcPr/{W}hMerge")
        self.joins = found is not None and found.get(f"{W}val") != "restart"

    @property
    def continues(self) -> bool:
        """Whether another cell covers it."""
        return self.merge == "continue" or self.joins


def is_gone(row: Element) -> bool:
    """Whether a tracked change takes the row out of the table."""
    properties = row.find(f"{W}trPr")
    return properties is not None and is_on(properties, "del")


def table_rows(table: Element, rows: Sequence[Sequence[Cell]], *, number: int, pages: Mapping[int, int]) -> list[Row]:
    """The rows of a table, which is the one with this number in the document."""
    for row in rows:
        _place(row)
    width = max((row[-1].end + _gap(row[-1].element, "gridAfter") for row in rows if row), default=0)
    column = _columns(table, rows, width)
    blocks: list[Block] = []
    above: dict[int, Block] = {}
    for at, row in enumerate(rows, 1):
        below: dict[int, Block] = {}
        for cell in row:
            first, end = column[cell.first], column[cell.end]
            over = above.get(first) if cell.merge == "continue" else None
            if cell.joins and not over and blocks and blocks[-1].row == at:
                blocks[-1].columns = end - blocks[-1].column
            elif over:
                over.rows = at - over.row + 1
            elif first < end:
                blocks.append(Block(at, first, cell.text, columns=end - first, coloured=_is_shaded(cell.element)))
            if cell.merge and (over or blocks):
                below.update(dict.fromkeys(range(first, end), over or blocks[-1]))
        above = below
    numbers = range(1, len(rows) + 1)
    return laid_out(blocks, numbers, width=column[-1], place=f"table {number}", table=number, pages=pages)


def _place(row: Sequence[Cell]) -> None:
    """Give each cell of a row its grid columns."""
    at = _gap(row[0].element, "gridBefore") if row else 0
    for cell in row:
        span = int(value_of(cell.element, "tcPr/gridSpan") or 1)
        cell.first, cell.end = at, at + min(max(span, 1), _WIDEST)
        at = cell.end


def _gap(cell: Element, name: str) -> int:
    """How many grid columns a row leaves out before its first or after its last cell."""
    row = cell.getparent()
    while row is not None and row.tag != f"{W}tr":
        row = row.getparent()
    return min(max(int(value_of(row, f"trPr/{name}") or 0), 0), _WIDEST)


def _columns(table: Element, rows: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """The column of each border of the grid, where borders that are a hair apart count as one."""
    # Word stores a grid column for every border of any row: one that was drawn by hand slips by a hair.
    widths = [int(float(found.get(f"{W}w") or 0)) for found in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    plain = list(range(width + 1))
    if len(widths) < width or min(widths[:width], default=0) < 0 or not any(widths):
        return plain
    edges = [0, *accumulate(widths[:width])]
    columns, kept = [0], edges[0]
    for edge in edges[1:]:
        further = edge - kept > HAIR
        columns.append(columns[-1] + further)
        kept = edge if further else kept
    lost = any(columns[cell.first] == columns[cell.end] for row in rows for cell in row)
    return plain if lost else columns


def _is_shaded(cell: Element) -> bool:
    shading = cell.find(f"{W}tcPr/{W}shd")
    if shading is None:
        return False
    pattern = shading.get(f"{W}val") or "clear"
    fill = _is_colour(shading.get(f"{W}fill"), shading.get(f"{W}themeFill"))
    ink = (shading.get(f"{W}color") or "auto").upper()
    if pattern in ("clear", "nil"):
        return fill and pattern == "clear"
    if pattern == "solid":
        return ink != "FFFFFF"
    return fill or ink != "FFFFFF"  # a pattern is drawn in black where it names no colour


def _is_colour(fill: str | None, theme: str | None) -> bool:
    if fill and fill.upper() not in _WHITE:
        return True
    return not fill and theme is not None and theme not in ("background1", "light1", "none")

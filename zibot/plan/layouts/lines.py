"""The rows of a document's tables, each with the heading it stands under."""

from collections.abc import Sequence
from dataclasses import dataclass

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.headings import Heading, heading_at, is_column_numbers, is_foreign_heading
from zibot.plan.layouts.sections import ends_table, is_total
from zibot.plan.problem import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the document with the heading it stands under; `begins` where it is the first under it."""

    row: Row
    heading: Heading | None
    begins: bool = False


def lines_of(rows: Sequence[Row], mapped: Heading | None) -> tuple[list[Line], Problem | None]:
    """Every row that is no heading, with the heading above it; and the first table that cannot be read, if any."""
    lines: list[Line] = []
    failure: Problem | None = None
    heading: Heading | None = None
    begins, at, table = True, 0, 0
    block: Sequence[Row] = ()
    while at < len(rows):
        row = rows[at]
        if not row.is_prose and row.table != table:
            table = row.table
            if heading and not _goes_on_in(row, heading):
                heading = None
        if heading and block and _repeats(rows[at : at + len(block)], block):
            begins, at = True, at + len(block)
            continue
        found = heading_at(rows, at)
        if found:
            heading, begins, block = found[0], True, rows[at : at + found[1]]
            if mapped is None and not heading.works:
                failure = failure or Problem("no-action-column", row.where)
            at += found[1]
            continue
        if is_foreign_heading(row) and not mapped:
            heading, failure = None, failure or Problem("no-heading", row.where)
        elif heading and ends_table(row):
            heading = None
        elif not is_column_numbers(row) and not (heading and row.filled and is_total(row)):
            under = None if row.is_prose else mapped or heading
            if mapped and begins and _may_be_heading(row):
                under = None
            lines.append(Line(row, under, begins and under is not None))
            begins = begins and under is None
        at += 1
    return lines, failure


def _repeats(rows: Sequence[Row], block: Sequence[Row]) -> bool:
    """Whether rows are a heading once more, though a page may have cut words of it."""
    return len(rows) == len(block) and all(_alike(row, above) for row, above in zip(rows, block, strict=True))


def _alike(row: Row, above: Row) -> bool:
    pairs = list(zip(row.cells, above.cells, strict=False))
    filled = [(one_line(cell), one_line(other)) for cell, other in pairs if cell.strip() or other.strip()]
    same = sum(cell == other for cell, other in filled)
    return len(row.cells) == len(above.cells) and len(filled) > 2 and same * 5 >= len(filled) * 4


def _goes_on_in(row: Row, heading: Heading) -> bool:
    """Whether a table without heading of its own goes on with the one before: as wide, and not on a new sheet."""
    return len(row.cells) == len(heading.names) and not row.place.startswith("sheet ")


def no_heading(rows: Sequence[Row]) -> Problem:
    """Why nothing can be read of a document in which no heading is known."""
    table = next((row for row in rows if len(row.filled) > 1), None)
    return Problem("no-heading", table.where) if table else Problem("no-table")


def _may_be_heading(row: Row) -> bool:
    """Whether the first row of a table whose columns a person named may be its heading: short words, no figures."""
    return len(row.filled) > 2 and all(len(cell) < 40 and not any(map(str.isdigit, cell)) for cell in row.filled)

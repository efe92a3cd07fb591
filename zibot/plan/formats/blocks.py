"""Merged cells laid out in rows: which column of which row a cell covers, whatever the format calls merging."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zibot.plan.document import Row
from zibot.plan.problem import PlanError, Problem

MOST = 5_000_000
"""Cells that a table may cover; a plan has some thousands."""

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def tidied(text: str) -> str:
    """The text of a cell with single spaces, without blank lines and without signs that nobody sees."""
    lines = (" ".join(line.split()) for line in text.translate(_UNSEEN).replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class Block:
    """A cell: its first row as the table counts rows, its first column from 0, how far it reaches, what it holds."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    coloured: bool = False


@dataclass(slots=True)
class _Line:
    cells: list[str]
    carried: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    coloured: set[int] = field(default_factory=set)


def laid_out(
    blocks: Iterable[Block],
    numbers: Sequence[int],
    *,
    width: int,
    place: str,
    table: int,
    pages: Mapping[int, int] | None = None,
) -> list[Row]:
    """The rows with these numbers (ascending) of a table; one in which no cell begins is left out."""
    if len(numbers) * width > MOST:
        raise PlanError(Problem("too-large-inside"))
    lines = {number: _Line([""] * width) for number in numbers}
    left = MOST
    for block in blocks:
        columns = range(block.column, min(block.column + block.columns, width))
        covered = numbers[bisect_left(numbers, block.row) : bisect_left(numbers, block.row + block.rows)]
        left -= len(columns) * len(covered)
        if left < 0:  # merged cells that lie upon each other
            raise PlanError(Problem("too-large-inside"))
        if columns:
            _cover(block, columns, [lines[number] for number in covered])
    return [
        Row(
            tuple(line.cells),
            number,
            page=(pages or {}).get(number),
            place=place,
            table=table,
            carried=frozenset(line.carried),
            joined=frozenset(line.joined),
            coloured=frozenset(line.coloured),
        )
        for number, line in lines.items()
        if len(line.carried) < width
    ]


def _cover(block: Block, columns: range, lines: Iterable[_Line]) -> None:
    """Write a cell into each row that it reaches, over what was there: its text first, its colour in all columns."""
    for at, line in enumerate(lines):
        line.cells[columns.start : columns.stop] = [block.text] + [""] * (len(columns) - 1)
        line.coloured.difference_update(columns)
        line.joined.update(columns[1:])
        if at:
            line.carried.update(columns)
        if block.coloured:
            line.coloured.update(columns)

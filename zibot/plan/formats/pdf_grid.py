"""A lattice to a grid of cells: merged by the walls between them, with their letters and colours."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zibot.plan.document import Row
from zibot.plan.formats.pdf_lines import text_of
from zibot.plan.formats.pdf_page import Fill, Glyph, Ruling
from zibot.plan.formats.pdf_rulings import Lattice

_WALL = 0.5  # of the way between two crossings: where less is drawn, two cells are one
_NARROW = 12.0  # points: no letter column is narrower, save where text stands in it
_HAIR = 7.0
_SHADED = 0.5

Edges = tuple[float, ...]
Canvas = NDArray[np.bool_]


@dataclass(slots=True)
class Cell:
    """A cell: its first column and row, the column and row after its last, its letters, whether it is filled."""

    left: int
    top: int
    right: int
    bottom: int
    glyphs: list[Glyph] = field(default_factory=list)
    coloured: bool = False


@dataclass(slots=True)
class Grid:
    """A table on one page: where its columns and rows begin and end, in points, and its cells."""

    xs: Edges
    ys: Edges
    cells: list[Cell]

    @property
    def is_table(self) -> bool:
        """Whether it has more than one column; else it is a frame around text."""
        return len(self.xs) > 2

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its outline: left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a letter stands within."""
        x, y = glyph.spot
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cell_at(self, place: tuple[float, float]) -> int | None:
        """The number of the cell in which a point, across and down, lies."""
        x, y = place
        for number, cell in enumerate(self.cells):
            if self.xs[cell.left] <= x < self.xs[cell.right] and self.ys[cell.top] <= y < self.ys[cell.bottom]:
                return number
        return None

    def empty_at(self, place: tuple[float, float]) -> bool:
        """Whether a point, across and down, lies in a cell that holds neither text nor colour."""
        number = self.cell_at(place)
        if number is None:
            return False
        cell = self.cells[number]
        return not cell.coloured and not any(glyph.text.strip() for glyph in cell.glyphs)


def grid_of(lattice: Lattice, glyphs: Sequence[Glyph]) -> Grid:
    """The grid that a lattice draws with the letters in its cells; columns as thin as a double line are made one."""
    grid = _filled_in(lattice, glyphs)
    for _ in range(len(grid.xs)):
        thin = _spurious(grid)
        if thin is None:
            break
        kept, dropped = thin
        upright = tuple(replace(line, at=kept) if line.at == dropped else line for line in lattice.upright)
        lattice = Lattice(lattice.level, upright)
        grid = _filled_in(lattice, glyphs)
    return grid


def _filled_in(lattice: Lattice, glyphs: Sequence[Glyph]) -> Grid:
    xs = tuple(sorted({line.at for line in lattice.upright}))
    ys = tuple(sorted({line.at for line in lattice.level}))
    grid = Grid(xs, ys, _cells(lattice, xs, ys))
    owner = {
        (x, y): cell for cell in grid.cells for x in range(cell.left, cell.right) for y in range(cell.top, cell.bottom)
    }
    last: tuple[Glyph, Cell] | None = None
    runs_over = -1  # the text that has crossed a wall within a word: a spreadsheet lets it run over empty cells
    for glyph in glyphs:
        if not grid.holds(glyph):
            continue
        x, y = glyph.spot
        cell = owner[min(bisect_right(xs, x), len(xs) - 1) - 1, min(bisect_right(ys, y), len(ys) - 1) - 1]
        if last and last[1] is not cell and (runs_over == glyph.run or _touch(last[0], glyph)):
            runs_over, cell = glyph.run, last[1]
        cell.glyphs.append(glyph)
        last = glyph, cell
    return grid


def _touch(left: Glyph, right: Glyph) -> bool:
    """Whether two letters of one text follow each other without a gap."""
    return left.run == right.run and right.turn == 0 and right.x0 - left.x1 < 0.1 * right.size


def _walls(lines: Iterable[Ruling], places: Edges, steps: Edges) -> list[list[bool]]:
    """For each place, whether a line is drawn along each step between two crossings."""
    found = [[False] * (len(steps) - 1) for _ in places]
    index = {place: number for number, place in enumerate(places)}
    for line in lines:
        for step, (start, end) in enumerate(pairwise(steps)):
            if min(end, line.end) - max(start, line.start) >= _WALL * (end - start):
                found[index[line.at]][step] = True
    return found


def _cells(lattice: Lattice, xs: Edges, ys: Edges) -> list[Cell]:
    """The cells: steps without a wall between them grow together as long as they stay a rectangle."""
    upright, level = _walls(lattice.upright, xs, ys), _walls(lattice.level, ys, xs)
    taken = [[False] * (len(xs) - 1) for _ in ys[1:]]
    cells = []
    for top in range(len(ys) - 1):
        for left in range(len(xs) - 1):
            if taken[top][left]:
                continue
            right = left + 1
            while right < len(xs) - 1 and not upright[right][top] and not taken[top][right]:
                right += 1
            bottom = top + 1
            while bottom < len(ys) - 1 and _goes_on(upright, level, bottom, left, right):
                bottom += 1
            for row in range(top, bottom):
                taken[row][left:right] = [True] * (right - left)
            cells.append(Cell(left, top, right, bottom))
    return cells


def _goes_on(upright: list[list[bool]], level: list[list[bool]], row: int, left: int, right: int) -> bool:
    """Whether a cell from `left` to `right` reaches into this row: nothing is drawn above it or within it."""
    return not any(level[row][left:right]) and not any(upright[x][row] for x in range(left + 1, right))


def _spurious(grid: Grid) -> tuple[float, float] | None:
    """Two edges that are one: of a column too narrow for letters in which no cell stands alone with text."""
    for column, (left, right) in enumerate(pairwise(grid.xs)):
        if right - left >= _NARROW:
            continue
        alone = [cell for cell in grid.cells if (cell.left, cell.right) == (column, column + 1)]
        if any(glyph.text.strip() for cell in alone for glyph in cell.glyphs) or (alone and right - left >= _HAIR):
            continue
        return (right, left) if column + 2 == len(grid.xs) else (left, right)
    return None


def canvas_of(fills: Sequence[Fill], width: float, height: float) -> Canvas:
    """The page as points that are coloured or not, painted in order."""
    canvas = np.zeros((int(height) + 1, int(width) + 1), dtype=np.bool_)
    for fill in fills:
        top, bottom = max(0, round(fill.top)), max(0, round(fill.bottom))
        canvas[top:bottom, max(0, round(fill.x0)) : max(0, round(fill.x1))] = not fill.white
    return canvas


def colour(grid: Grid, canvas: Canvas) -> None:
    """Mark the cells that are mostly coloured."""
    for cell in grid.cells:
        top, bottom = round(grid.ys[cell.top]) + 1, round(grid.ys[cell.bottom]) - 1
        part = canvas[top:bottom, round(grid.xs[cell.left]) + 1 : round(grid.xs[cell.right]) - 1]
        cell.coloured = bool(part.size) and float(part.mean()) > _SHADED


def rows_of(grid: Grid, *, page: int, table: int) -> list[Row]:
    """The rows of a grid from top to bottom, without those that hold nothing; they are numbered later."""
    rows = []
    width = len(grid.xs) - 1
    texts = {id(cell): text_of(cell.glyphs) for cell in grid.cells}
    for band in range(len(grid.ys) - 1):
        here = [cell for cell in grid.cells if cell.top <= band < cell.bottom]
        cells = [""] * width
        for cell in here:
            cells[cell.left] = texts[id(cell)]
        row = Row(
            cells=tuple(cells),
            number=0,
            page=page,
            place=f"page {page}",
            table=table,
            carried=frozenset(cell.left for cell in here if cell.top < band),
            joined=frozenset(column for cell in here for column in range(cell.left + 1, cell.right)),
            coloured=frozenset(column for cell in here if cell.coloured for column in range(cell.left, cell.right)),
        )
        if row.filled or row.coloured:
            rows.append(row)
    return rows

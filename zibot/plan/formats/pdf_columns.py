"""Keeps the columns of a table where an inner line is missing, on its own page or on the next one."""

from bisect import bisect_right
from dataclasses import replace

from zibot.plan.formats.pdf_grid import Cell, Edges, Grid
from zibot.plan.formats.pdf_lines import Line, Word, lines_of, text_of

_APART = 0.5
"""Of a line's height: a gap wider than this is none between words."""


def continued(grid: Grid, before: Edges) -> Grid | None:
    """The grid in the columns of the table on the page before, or None where it is another table.

    An inner line that is missing on this page is drawn where no word crosses it; a column that is new here and holds
    nothing is dropped.
    """
    shift = grid.xs[0] - before[0]
    if abs(shift) > 40 or abs((grid.xs[-1] - grid.xs[0]) - (before[-1] - before[0])) > 8:
        return None
    target = tuple(x + shift for x in before)
    for x in [x for x in grid.xs if not _near(x, target)]:
        grid = _without_edge(grid, x) or grid
    if any(not _near(x, target) for x in grid.xs):
        return None
    for x in target:
        if not _near(x, grid.xs):
            grid = _with_edge(grid, x)
    return grid if len(grid.xs) == len(target) else None


def parted(grid: Grid) -> Grid:
    """The grid with those cells parted that a missing line made one: their words stand in the columns of the table."""
    cells: list[Cell] = []
    for cell in grid.cells:
        left = cell
        for place in range(cell.left + 1, cell.right):
            if _stands_apart(grid, left, place):
                x = grid.xs[place]
                cells.append(replace(left, right=place, glyphs=[glyph for glyph in left.glyphs if glyph.spot[0] < x]))
                left = replace(left, left=place, glyphs=[glyph for glyph in left.glyphs if glyph.spot[0] >= x])
        cells.append(left)
    return Grid(grid.xs, grid.ys, cells)


def _stands_apart(grid: Grid, cell: Cell, place: int) -> bool:
    """Whether the words of a cell stand on both sides of a column's edge, well apart, and where that column begins."""
    x = grid.xs[place]
    lines = [line for line in lines_of(cell.glyphs) if line.words]
    if any(word.x0 < x < word.x1 for line in lines for word in line.words):
        return False
    both = [(line, *_sides(line, x)) for line in lines]
    shared = [(line, left, right) for line, left, right in both if left and right]
    apart = all(right[0].x0 - left[-1].x1 > _APART * (line.bottom - line.top) for line, left, right in shared)
    starts = [right[0].x0 for _, _, right in both if right]
    begin = _beginning(grid, place)
    return bool(shared) and apart and begin is not None and all(abs(start - begin) < 1.5 for start in starts)


def _sides(line: Line, x: float) -> tuple[list[Word], list[Word]]:
    return [word for word in line.words if word.x1 <= x], [word for word in line.words if word.x0 >= x]


def _beginning(grid: Grid, column: int) -> float | None:
    """Where the words of a column begin in most of its cells."""
    starts = sorted(
        min(glyph.x0 for glyph in cell.glyphs if glyph.text.strip())
        for cell in grid.cells
        if (cell.left, cell.right) == (column, column + 1) and any(glyph.text.strip() for glyph in cell.glyphs)
    )
    return starts[len(starts) // 2] if len(starts) > 2 else None


def _near(x: float, edges: Edges) -> bool:
    return any(abs(x - edge) <= 5 for edge in edges)


def _without_edge(grid: Grid, x: float) -> Grid | None:
    """The grid without an inner edge, where the cells on one side of it hold nothing; else None."""
    place = grid.xs.index(x)
    sides = [[cell for cell in grid.cells if place == (cell.right if side == 0 else cell.left)] for side in (0, 1)]
    bare = [
        side
        for side, cells in enumerate(sides)
        if all(cell.right - cell.left == 1 and not cell.coloured and not text_of(cell.glyphs).strip() for cell in cells)
    ]
    if not bare or not 0 < place < len(grid.xs) - 1:
        return None
    gone = {id(cell) for cell in sides[bare[0]]}
    cells = [
        replace(
            cell,
            left=cell.left - (cell.left > place or (bare[0] == 0 and cell.left == place)),
            right=cell.right - (cell.right > place),
        )
        for cell in grid.cells
        if id(cell) not in gone
    ]
    return Grid(tuple(edge for edge in grid.xs if edge != x), grid.ys, cells)


def _with_edge(grid: Grid, x: float) -> Grid:
    """The grid with one more inner edge, that parts each cell in which no word crosses it."""
    place = bisect_right(grid.xs, x)
    cells = []
    for cell in grid.cells:
        moved = replace(cell, left=cell.left + (cell.left >= place), right=cell.right + (cell.right >= place))
        words = [word for line in lines_of(cell.glyphs) for word in line.words]
        if not cell.left < place <= cell.right or any(word.x0 < x - 1 and word.x1 > x + 1 for word in words):
            cells.append(moved)
        else:
            cells += [
                replace(moved, right=place, glyphs=[glyph for glyph in cell.glyphs if glyph.spot[0] < x]),
                replace(moved, left=place, glyphs=[glyph for glyph in cell.glyphs if glyph.spot[0] >= x]),
            ]
    return Grid(tuple(sorted((*grid.xs, x))), grid.ys, cells)

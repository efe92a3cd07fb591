"""Keeps the columns of a table that goes on on the next page, where an inner line is missing or there is one more."""

from bisect import bisect_right
from dataclasses import replace

from zibot.plan.formats.pdf_grid import Edges, Grid
from zibot.plan.formats.pdf_lines import lines_of, text_of


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

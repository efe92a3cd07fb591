"""A page with text to rows: its tables and, between them, a row of one cell for each line of prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zibot.plan.document import Row
from zibot.plan.formats.pdf_columns import continued, parted
from zibot.plan.formats.pdf_gaps import is_heading, lineless, pieces
from zibot.plan.formats.pdf_grid import Cell, Edges, Grid, canvas_of, colour, grid_of, rows_of
from zibot.plan.formats.pdf_lines import Line, lines_of
from zibot.plan.formats.pdf_page import Fill, Glyph, Ruling, Sheet
from zibot.plan.formats.pdf_rulings import lattices

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:hal(?:aman|\.)?|page)\s*)?\d{1,3}(?:\s*(?:/|dari|of)\s*\d{1,3})?[-–—\s|]*", re.I
)


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of a page, their tables counted from 1 on the page."""

    rows: tuple[Row, ...]
    tables: int = 0
    continues: bool = False
    """Whether the first table is the last one of the page before."""
    edges: Edges | None = None
    """Where the columns of the last table begin and end."""
    lineless: bool = False
    """Whether a table was read from gaps between words, for no lines are drawn."""
    drawn: bool = False
    """Whether something is drawn in a cell that holds no text: it may be a mark."""
    clashes: bool = False
    """Whether somewhere two texts are printed over each other."""


def rows_of_sheet(sheet: Sheet, *, page: int, before: PageRows | None) -> PageRows:
    """The rows of one page; `before` are those of the page before."""
    canvas = canvas_of(sheet.fills, sheet.width, sheet.height)
    grids, rest = _grids(sheet)
    gaps = _lineless(sheet, grids, before.edges if before and before.lineless else None)
    if gaps:
        grids = [*(grid for grid in grids if grid.ys[-1] <= gaps.ys[0]), gaps]
        rest = [glyph for glyph in sheet.glyphs if not any(grid.holds(glyph) for grid in grids)]
    for grid in grids:
        colour(grid, canvas)
    continues = False
    if grids and before and before.edges and before.lineless == bool(gaps):
        same = continued(grids[0], before.edges)
        continues = same is not None
        grids[0] = same or grids[0]
    grids = [parted(grid) for grid in grids]
    lines = lines_of(glyph for glyph in rest if glyph.turn == 0)
    rows = _in_order(grids, lines, page)
    numbered = tuple(replace(row, number=number) for number, row in enumerate(rows, 1))
    edges = grids[-1].xs if grids else None
    clashes = any(line.clashes for grid in grids for cell in grid.cells for line in lines_of(cell.glyphs))
    drawn = any(grid.empty_at(place) for grid in grids for place in sheet.drawings)
    return PageRows(numbered, len(grids), continues, edges, bool(gaps), drawn=drawn, clashes=clashes)


def _in_order(grids: Sequence[Grid], lines: Sequence[Line], page: int) -> list[Row]:
    """Tables and lines from top to bottom, without the page's number at its head or foot."""
    places: list[tuple[float, Line | int]] = [(line.top, line) for line in lines]
    places += [(grid.ys[0], number) for number, grid in enumerate(grids)]
    places.sort(key=lambda place: place[0])
    for end in (0, -1):
        if places and isinstance(line := places[end][1], Line) and _PAGE_NUMBER.fullmatch(line.text):
            del places[end]
    rows: list[Row] = []
    for _, thing in places:
        if isinstance(thing, Line):
            rows.append(Row((thing.text,), 0, page, f"page {page}"))
        else:
            rows += rows_of(grids[thing], page=page, table=thing + 1)
    return rows


def _grids(sheet: Sheet) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page from top to bottom, and the letters outside of them."""
    grids, rest = _ruled(sheet.level, sheet.upright, sheet.glyphs)
    if not grids and len(sheet.fills) > 3:  # a table that is drawn with coloured boxes alone
        grids, rest = _ruled(*_edges(sheet.fills), sheet.glyphs)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])), rest


def _lineless(sheet: Sheet, grids: Sequence[Grid], before: Edges | None) -> Grid | None:
    """The table that stands on the page without lines, or with some that part its columns not at all."""
    upright = [glyph for glyph in sheet.glyphs if glyph.turn == 0]
    heading = next((line for line in lines_of(upright) if is_heading(line) and not _is_parted(line, grids)), None)
    if heading is None and (grids or before is None):
        return None
    top = heading.top - 1 if heading else 0.0
    above = [grid for grid in grids if grid.ys[-1] <= top]
    below = [glyph for glyph in upright if glyph.top >= top and not any(grid.holds(glyph) for grid in above)]
    lattice = lineless(lines_of(below), before)
    return grid_of(lattice, below) if lattice else None


def _is_parted(heading: Line, grids: Sequence[Grid]) -> bool:
    """Whether lines part the words of a heading, or rule a table below that a heading stands above."""
    middle = (heading.top + heading.bottom) / 2
    for grid in grids:
        if grid.ys[0] < middle < grid.ys[-1]:
            cells = {grid.cell_at((word.x0, middle)) for word in heading.words}
            return len(cells) > 1 and not any(_holds_columns(cell) for cell in grid.cells)
    return any(grid.ys[0] > middle and len(grid.ys) > 3 for grid in grids)


def _holds_columns(cell: Cell) -> bool:
    """Whether a wide cell holds lines whose words are set in columns: the lines between these are not drawn."""
    if cell.right - cell.left < 3:
        return False
    return sum(len(pieces(line)) > 2 for line in lines_of(cell.glyphs)) > 1


def _ruled(level: Sequence[Ruling], upright: Sequence[Ruling], glyphs: list[Glyph]) -> tuple[list[Grid], list[Glyph]]:
    """The tables that lines draw, smaller ones first, so that a table within a cell keeps its letters."""
    found = []
    for lattice in sorted(lattices(level, upright), key=lambda lattice: lattice.area):
        grid = grid_of(lattice, glyphs)
        if grid.is_table and any(cell.glyphs for cell in grid.cells):
            found.append(grid)
            glyphs = [glyph for glyph in glyphs if not grid.holds(glyph)]
    return found, glyphs


def _edges(fills: Sequence[Fill]) -> tuple[list[Ruling], list[Ruling]]:
    level = [Ruling(at, fill.x0, fill.x1) for fill in fills for at in (fill.top, fill.bottom)]
    upright = [Ruling(at, fill.top, fill.bottom) for fill in fills for at in (fill.x0, fill.x1)]
    return level, upright

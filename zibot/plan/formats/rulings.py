"""The ruled tables of a straightened page: where their lines run, and which rectangles are their cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from zibot.plan.formats.straighten import Pixels

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the straightened page."""
_NEAR = 14
"""Pixels within which two pieces of ruling are on one line."""
_SHORTEST = 70
"""A shorter ruling is a letter's stroke or a dash."""
_LONG = 100
"""The same for one that runs across, along which letters stand."""
_PIECE = 22
"""A piece of ruling beside one low row; the strokes of most letters are shorter."""
_UNBROKEN = 0.85
"""Of the rows that a ruling stands in it runs down so many without a gap, unless all of a table are dotted."""
_STRUCK = 0.4
"""Of its length: a line with letters above and below for more of it goes through a word."""
_LOW = 50
"""Pixels: the longest letters reach from top to bottom of so low a row."""
_WORD = 90
"""Parts of 255 by which most letters are darker than the paper."""
_FAINTEST = 14
_DARK = 100
"""Parts of 255 by which a ruling must be darker than the paper: alone on it, and with words close above and below."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its first row and column in the table's grid, how many of each it spans, its box on the page."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    """From ruling to ruling."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: the places of its grid's lines and its cells in reading order."""

    downs: tuple[int, ...]
    acrosses: tuple[int, ...]
    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        """Where it stands on the page."""
        return self.downs[0], self.acrosses[0], self.downs[-1], self.acrosses[-1]


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of a page: masks of those that run across and of those that run down."""

    across: Pixels
    down: Pixels
    short_across: Pixels
    """Pieces too short to be a line of their own, and nothing that was joined over a gap: these part low cells."""
    short_down: Pixels
    clear_down: Pixels
    """Each spot that may be of a ruling that runs down, with all gaps between them."""
    words: Pixels
    """What is no ruling."""
    upright: Pixels
    """Each spot that is darker than what lies left and right of it, or as dark as letters."""

    def of_tables(self, tables: Iterable[Table]) -> Pixels:
        """The mask of those lines alone that bound a cell, to be wiped out before the words are read."""
        across, down = np.zeros_like(self.across), np.zeros_like(self.across)
        for left, top, right, bottom in (cell.box for table in tables for cell in table.cells):
            # No further than the corners: the next row may be merged, with letters where this one has its ruling.
            for x in (left, right):
                down[max(0, top - 4) : bottom + 4, max(0, x - _NEAR) : x + _NEAR] = 255
            for y in (top, bottom):
                across[max(0, y - _NEAR) : y + _NEAR, max(0, left - 4) : right + 4] = 255
        return cv2.bitwise_or(cv2.bitwise_and(self.across, across), cv2.bitwise_and(self.down, down))


def rulings_of(ink: Pixels) -> Rulings:
    """Find the rulings in a page's darkness, faint, dotted and slightly bent ones too."""
    across, short_across = _level(_without_letters(ink), shortest=_LONG)
    # Words in a low row touch the lines above and below it: letters are found once these are gone.
    lines = np.ascontiguousarray(_without_letters(ink, across).T)
    down, short_down = (np.ascontiguousarray(mask.T) for mask in _level(lines, shortest=_SHORTEST))
    clear = cv2.bitwise_and(down, np.ascontiguousarray(_clear(lines, 1).T))
    words = cv2.threshold(ink, _WORD, 255, cv2.THRESH_BINARY)[1]
    upright = cv2.bitwise_or(np.ascontiguousarray(_clear(np.ascontiguousarray(ink.T), 1).T), words)
    words[cv2.dilate(cv2.bitwise_or(across, down), np.ones((7, 7), np.uint8)) > 0] = 0
    return Rulings(across, down, short_across, short_down, clear, words, upright)


def tables_of(rulings: Rulings) -> tuple[Table, ...]:
    """The tables from top to bottom; a frame around one cell alone is no table."""
    # A line that stops short of its neighbour still belongs to the same table.
    whole = cv2.dilate(cv2.bitwise_or(rulings.across, rulings.down), np.ones((_NEAR, _NEAR), np.uint8))
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(whole)
    boxes = [tuple(int(value) for value in row[:4]) for row in stats[1:] if min(row[2:4]) >= 50]
    found = [_table(rulings, (x, y, x + w, y + h)) for x, y, w, h in sorted(boxes, key=lambda box: box[1])]
    return tuple(table for table in found if table and len(table.cells) > 1)


def _without_letters(ink: Pixels, lines: Pixels | None = None) -> Pixels:
    """The ink less all that has the size of letters and words, which in rows would look like lines.

    `lines` are rulings that are known already.
    """
    mask = cv2.threshold(ink, 35, 255, cv2.THRESH_BINARY)[1]
    if lines is not None:
        mask[cv2.dilate(lines, np.ones((5, 1), np.uint8)) > 0] = 0
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask)
    width, height, area = (stats[:, at] for at in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    low, long = np.minimum(width, height), np.maximum(width, height)
    letters = (low >= 8) & (height <= 80) & (height < 3.5 * width) & (long <= 700) & (area >= 0.15 * width * height)
    letters[0] = False
    spots = cv2.dilate(letters[labels].astype(np.uint8), np.ones((5, 5), np.uint8))
    kept: Pixels = np.where(spots, np.uint8(0), ink)
    return kept


def _level(ink: Pixels, *, shortest: int) -> tuple[Pixels, Pixels]:
    """Masks of what is dark for long along a row of pixels, or at least darker than a little above and below it.

    The first holds the rulings with their gaps closed, the second the short pieces too, with their gaps.
    """
    dark = cv2.threshold(cv2.blur(ink, (5, 1)), _DARK, 255, cv2.THRESH_BINARY)[1]
    faint = cv2.threshold(_ridge(ink, 15), _FAINTEST, 255, cv2.THRESH_BINARY)[1]
    run = np.ones((1, shortest), np.uint8)
    long = cv2.bitwise_or(cv2.morphologyEx(dark, cv2.MORPH_OPEN, run), cv2.morphologyEx(faint, cv2.MORPH_OPEN, run))
    level: Pixels = cv2.morphologyEx(long, cv2.MORPH_CLOSE, np.ones((3, shortest), np.uint8))
    pieces = cv2.morphologyEx(_clear(ink, 5), cv2.MORPH_OPEN, np.ones((1, _PIECE), np.uint8))
    return level, cv2.bitwise_or(long, pieces)


def _clear(ink: Pixels, length: int) -> Pixels:
    """A mask of what stands out clearly from what lies above and below it."""
    clear: Pixels = cv2.threshold(_ridge(ink, length), 2 * _FAINTEST, 255, cv2.THRESH_BINARY)[1]
    return clear


def _ridge(ink: Pixels, length: int) -> Pixels:
    """How much darker each place is than what lies a little above and below it, along so many pixels."""
    along = cv2.blur(ink, (length, 1))
    ridge: Pixels = cv2.min(cv2.subtract(along, _lifted(along, 9)), cv2.subtract(along, _lifted(along, -9)))
    return ridge


def _lifted(image: Pixels, by: int) -> Pixels:
    lifted: Pixels = np.roll(image, by, axis=0)
    return lifted


def _table(rulings: Rulings, box: Box) -> Table | None:
    left, top, right, bottom = box
    across = rulings.across[top:bottom, left:right]
    down = rulings.down[top:bottom, left:right]
    downs = _places(np.ascontiguousarray(down.T), least=_SHORTEST)
    words = rulings.words[top:bottom, left:right]
    acrosses = _clear_of(words, _places(across, least=min(180, (right - left) // 4)), across)
    downs = _solid(downs, acrosses, rulings.clear_down[top:bottom, left:right], words)
    if len(downs) < 2 or len(acrosses) < 2:
        return None
    downs = _with_ends(downs, _any(across, axis=0))
    acrosses = _with_ends(acrosses, _any(down, axis=1))
    area = slice(top, bottom), slice(left, right)
    masks = across, down, rulings.short_across[area], rulings.short_down[area], rulings.upright[area]
    grid = _Grid(*masks, downs, acrosses)
    cells = list(_cells(grid))
    # A letter's stroke may look like a line of the grid, but no cell ends there.
    ends = {cell.column + cell.columns for cell in cells}, {cell.row + cell.rows for cell in cells}
    downs = downs[:1] + [x for at, x in enumerate(downs) if at in ends[0]]
    acrosses = acrosses[:1] + [y for at, y in enumerate(acrosses) if at in ends[1]]
    if (len(downs), len(acrosses)) != (len(grid.downs), len(grid.acrosses)):
        cells = list(_cells(_Grid(*masks, downs, acrosses)))
    return Table(
        tuple(x + left for x in downs),
        tuple(y + top for y in acrosses),
        tuple(replace(cell, box=_moved(cell.box, left, top)) for cell in cells),
    )


def _moved(box: Box, left: int, top: int) -> Box:
    return box[0] + left, box[1] + top, box[2] + left, box[3] + top


def _places(level: Pixels, *, least: int) -> list[int]:
    """The rows of pixels on which rulings run, each counted once; `least` is how long they are together."""
    count, _labels, stats, centres = cv2.connectedComponentsWithStats(level)
    pieces = sorted((float(centres[i][1]), int(stats[i][cv2.CC_STAT_WIDTH])) for i in range(1, count))
    places: list[list[tuple[float, int]]] = []
    for place, length in pieces:
        if places and place - _mean(places[-1]) <= _NEAR:
            places[-1].append((place, length))
        else:
            places.append([(place, length)])
    return [round(_mean(pieces)) for pieces in places if sum(length for _, length in pieces) >= least]


def _clear_of(words: Pixels, acrosses: list[int], across: Pixels) -> list[int]:
    """The rulings that run across without letters close above and below them: the strokes of a bold word have such."""
    free = []
    for y in acrosses:
        drawn = _any(across[max(0, y - 3) : y + 4], axis=0)
        above, below = _any(words[max(0, y - 13) : max(0, y - 3)], axis=0), _any(words[y + 4 : y + 14], axis=0)
        if not np.count_nonzero(drawn & above & below) > _STRUCK * np.count_nonzero(drawn):
            free.append(y)
    return free


def _solid(downs: list[int], acrosses: list[int], clear: Pixels, words: Pixels) -> list[int]:
    """The rulings that run down a row from top to bottom where they are drawn at all: unlike the strokes of letters."""
    shares = []
    for x in downs:
        drawn = _any(clear[:, max(0, x - _NEAR) : x + _NEAR], axis=1)
        rows = [(top + 5, bottom - 5) for top, bottom in pairwise(acrosses) if bottom - top > 20]
        begun = [(top, bottom) for top, bottom in rows if drawn[top:bottom].mean() > 0.3]
        whole = sum(
            bool(drawn[top:bottom].mean() > (0.5 if bottom - top > _LOW else 0.9))
            and not (bottom - top <= _LOW and _in_word(words[top:bottom], x))
            for top, bottom in begun
        )
        shares.append(whole / len(begun) if begun else 1.0)
    least = min(_UNBROKEN, 0.9 * float(np.median(shares))) if shares else 0.0
    return [x for x, share in zip(downs, shares, strict=True) if share >= least]


def _in_word(words: Pixels, x: int) -> bool:
    """Whether letters stand close on both sides, as no one prints them beside a ruling."""
    left, right = words[:, max(0, x - _NEAR) : x], words[:, x : x + _NEAR]
    return bool(min(np.count_nonzero(left), np.count_nonzero(right)) > 8)


def _mean(pieces: list[tuple[float, int]]) -> float:
    return sum(place * length for place, length in pieces) / sum(length for _, length in pieces)


def _with_ends(places: list[int], crossed: Pixels) -> list[int]:
    """The lines with the table's two edges, where these are not drawn but the lines that cross go on beyond."""
    reach = np.flatnonzero(crossed)
    first, last = int(reach[0]), int(reach[-1])
    before = [first] if places[0] - first > 3 * _NEAR else []
    after = [last] if last - places[-1] > 3 * _NEAR else []
    return before + places + after


@dataclass(frozen=True, slots=True)
class _Grid:
    across: Pixels
    down: Pixels
    short_across: Pixels
    short_down: Pixels
    upright: Pixels
    downs: list[int]
    acrosses: list[int]

    def parted_right(self, row: int, column: int) -> bool:
        """Whether a ruling stands between a place of the grid and the next to its right."""
        x, top, bottom = self.downs[column + 1], self.acrosses[row], self.acrosses[row + 1]
        mask = self.short_down if bottom - top <= 1.5 * _SHORTEST else self.down
        if _drawn(_any(mask[top:bottom, max(0, x - _NEAR) : x + _NEAR], axis=1)):
            return True
        # Letters that touch a ruling hide it from the masks: one straight line from top to bottom is no letter.
        near = self.upright[top + 4 : bottom - 4, max(0, x - 5) : x + 6]
        return bool(near.size and (near > 0).mean(axis=0).max() > 0.93)

    def parted_below(self, row: int, column: int) -> bool:
        """Whether a ruling lies between a place of the grid and the next below."""
        y, left, right = self.acrosses[row + 1], self.downs[column], self.downs[column + 1]
        mask = self.short_across if right - left <= 1.5 * _LONG else self.across
        return _drawn(_any(mask[max(0, y - _NEAR) : y + _NEAR, left:right], axis=0))


def _any(mask: Pixels, *, axis: int) -> Pixels:
    return np.asarray(mask.any(axis=axis))


def _drawn(edge: Pixels) -> bool:
    return bool(edge.mean() > 0.7)


def _cells(grid: _Grid) -> Iterator[Cell]:
    """The rectangles between rulings; where missing lines would leave another shape it is cut into its rows."""
    rows, columns = len(grid.acrosses) - 1, len(grid.downs) - 1
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = 1
            while column + wide < columns and not grid.parted_right(row, column + wide - 1):
                wide += 1
            high = 1
            while row + high < rows and _goes_on(grid, row + high, range(column, column + wide)):
                high += 1
            taken.update((row + i, column + j) for i in range(high) for j in range(wide))
            box = (grid.downs[column], grid.acrosses[row], grid.downs[column + wide], grid.acrosses[row + high])
            yield Cell(row, column, high, wide, box)


def _goes_on(grid: _Grid, row: int, columns: Iterable[int]) -> bool:
    """Whether the cell above takes in this row too: no ruling above it, and the same borders left and right."""
    own = list(columns)
    if any(grid.parted_below(row - 1, column) for column in own):
        return False
    return not any(grid.parted_right(row, column) for column in own[:-1]) and (
        own[-1] + 2 == len(grid.downs) or grid.parted_right(row, own[-1])
    )

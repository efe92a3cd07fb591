"""What one PDF page shows: letters, rulings and fills, turned so that most of the text reads from left to right."""

import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from pdfminer.layout import LTChar, LTComponent, LTCurve, LTImage, LTLine, LTRect
from pdfplumber.page import Page

from zibot.plan.formats.pdf_ink import Box, ink_of, things
from zibot.plan.formats.pdf_symbols import read_symbol

_THIN = 3.0  # points: a filled shape not thicker than this is a ruling, and two rulings as close as this are one
_THICK = 5.0
_MARK = 30.0  # points: a mark is smaller
_HUGE = 40.0  # points: a letter of this size and several times larger than the others is a watermark


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter, in points from the top left corner; `turn` is 90 where it reads upwards, -90 downwards."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int = 0
    pale: bool = False
    spot: tuple[float, float] = (0.0, 0.0)
    """The point, across and down, that says in which cell it stands."""
    run: int = 0
    """Letters that were printed in one go have the same number."""

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle, across and down."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line: where it lies (down the page when level, across when not), where it starts and ends."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled box in the order of painting; a white one wipes away what lies below."""

    x0: float
    top: float
    x1: float
    bottom: float
    white: bool


@dataclass(slots=True)
class Sheet:
    """A page in points: its size and all that is drawn on it."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    level: list[Ruling] = field(default_factory=list)
    upright: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictured: float = 0.0
    """Which part of the page its pictures cover, from 0 to 1."""
    drawings: list[tuple[float, float]] = field(default_factory=list)
    """The middles of small pictures and drawings, across and down: any of them may be a mark."""
    shapes: int = 0
    hides_text: bool = False
    """Whether most of the text has no ink or lies below a picture: a scan with the text that was recognised."""

    def add_box(self, box: tuple[float, float, float, float], *, stroked: bool, filled: bool, white: bool) -> None:
        """Add a rectangle (x0, top, x1, bottom): four rulings, a thick ruling, or a fill."""
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if min(wide, high) <= _THIN or (min(wide, high) <= _THICK and max(wide, high) > 75):
            if stroked or not white:
                self.add_line(box)
            return
        if filled:
            self.fills.append(Fill(x0, top, x1, bottom, white))
        if stroked:
            self.level += [Ruling(top, x0, x1), Ruling(bottom, x0, x1)]
            self.upright += [Ruling(x0, top, bottom), Ruling(x1, top, bottom)]

    def add_line(self, box: tuple[float, float, float, float]) -> None:
        """Add a level or upright line; a slanting one rules nothing."""
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if high <= min(_THICK, wide):
            self.level.append(Ruling((top + bottom) / 2, x0, x1))
        elif wide <= min(_THICK, high):
            self.upright.append(Ruling((x0 + x1) / 2, top, bottom))


def read_sheet(page: Page) -> Sheet:
    """Read one page; raises PageTooFull, and whatever pdfminer raises on a damaged one."""
    ink, layout = ink_of(page)
    sheet = Sheet(float(layout.width), float(layout.height), shapes=ink.points)
    sheet.hides_text = ink.hidden > ink.letters / 2
    for thing in things(layout):
        if isinstance(thing, LTChar):
            _add_glyph(sheet, thing, ink.clip_of(thing))
        elif isinstance(thing, LTCurve):
            _add_shape(sheet, thing, ink.clip_of(thing))
        elif isinstance(thing, LTImage):
            area = max(0.0, thing.width) * max(0.0, thing.height)
            _add_drawing(sheet, thing)
            sheet.pictured = min(1.0, sheet.pictured + area / max(1.0, sheet.width * sheet.height))
    sheet = _turned(sheet)
    sheet.glyphs = _without_watermark(sheet.glyphs)
    return sheet


def _add_glyph(sheet: Sheet, char: LTChar, clip: Box | None) -> None:
    turn = _turn(char)
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    text = char.get_text()
    if turn is None or not text or not (0 <= x <= sheet.width and 0 <= y <= sheet.height):
        return  # a slanting letter is part of a watermark or stamp, one beyond the edge is not seen
    if clip:
        # A spreadsheet clips what runs over its cell: the letter belongs to the cell where it is clipped.
        x, y = _between(x, clip[0], clip[2]), _between(y, clip[1], clip[3])
    size = char.width if turn in (90, -90) else char.height
    text = read_symbol(text, str(char.fontname))
    top, bottom = sheet.height - char.y1, sheet.height - char.y0
    pale = _lightness(char.graphicstate.ncolor) > 0.7
    run = 0
    if sheet.glyphs:
        last = sheet.glyphs[-1]
        goes_on = last.turn == turn and abs(char.x0 - last.x1) < size and abs(top - last.top) < 0.2 * size
        run = last.run + (not goes_on)
    sheet.glyphs.append(Glyph(text, char.x0, top, char.x1, bottom, size, turn, pale, (x, sheet.height - y), run))


def _between(value: float, low: float, high: float) -> float:
    """The value, or the nearest one that lies clearly between two others."""
    inset = min(_THIN, (high - low) / 2)
    return min(max(value, low + inset), high - inset)


def _turn(char: LTChar) -> int | None:
    """The direction in which a letter is read: 0, 90 (upwards), -90 (downwards), 180, or None where it slants."""
    a, b = char.matrix[0], char.matrix[1]
    if abs(b) <= 0.1 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= 0.1 * abs(b):
        return 90 if b > 0 else -90
    return None


def _add_shape(sheet: Sheet, shape: LTCurve, clip: Box | None) -> None:
    stroked = bool(shape.stroke) and not (shape.linewidth > 0 and _lightness(shape.stroking_color) > 0.99)
    filled = bool(shape.fill) and not isinstance(shape, LTLine)
    x0, y0, x1, y1 = shape.x0, shape.y0, shape.x1, shape.y1
    if clip:
        x0, y0 = max(x0, clip[0] - _THIN), max(y0, clip[1] - _THIN)
        x1, y1 = min(x1, clip[2] + _THIN), min(y1, clip[3] + _THIN)
    box = x0, sheet.height - y1, x1, sheet.height - y0
    if not (stroked or filled) or not all(math.isfinite(value) for value in box) or x0 > x1 or y0 > y1:
        return
    if isinstance(shape, LTLine) or (min(x1 - x0, y1 - y0) <= _THIN and max(x1 - x0, y1 - y0) > _THIN):
        sheet.add_line(box)  # browsers draw a ruling as a sliver with slanting ends
        _add_drawing(sheet, shape)
    elif isinstance(shape, LTRect) or _is_box(shape):
        sheet.add_box(box, stroked=stroked, filled=filled, white=_lightness(shape.non_stroking_color) > 0.99)
    elif stroked and {step[0] for step in shape.original_path or ()} <= {"m", "l", "h"}:
        for (left, low), (right, high) in pairwise(shape.pts):
            if min(abs(left - right), abs(low - high)) < 0.5:
                down = sheet.height - max(low, high), sheet.height - min(low, high)
                sheet.add_line((min(left, right), down[0], max(left, right), down[1]))
        _add_drawing(sheet, shape)
    else:
        _add_drawing(sheet, shape)


def _add_drawing(sheet: Sheet, thing: LTComponent) -> None:
    """Remember a small drawing that is no ruling."""
    if min(thing.width, thing.height) > _THIN and max(thing.width, thing.height) < _MARK:
        sheet.drawings.append(((thing.x0 + thing.x1) / 2, sheet.height - (thing.y0 + thing.y1) / 2))


def _is_box(shape: LTCurve) -> bool:
    """Whether a closed path runs along the edges of its own box, with a corner or two more than a rectangle has."""
    if not 4 <= len(shape.pts) <= 8:
        return False
    return all(
        min(abs(x - shape.x0), abs(x - shape.x1)) < 0.5 and min(abs(y - shape.y0), abs(y - shape.y1)) < 0.5
        for x, y in shape.pts
    )


def _lightness(color: object) -> float:
    """How light a colour is, from 0 (black) to 1 (white); a pattern is a colour, and no colour named is black."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    figures = [float(part) for part in parts if isinstance(part, (int, float))]
    if len(figures) == 4:  # cyan, magenta, yellow, black
        return (1 - figures[3]) * (1 - max(figures[:3]))
    return min(figures, default=0.0)


def _turned(sheet: Sheet) -> Sheet:
    """The sheet turned so that most of its letters stand upright: wide tables are often printed along the page."""
    turns = Counter(glyph.turn for glyph in sheet.glyphs if glyph.text.strip())
    turn = turns.most_common(1)[0][0] if turns else 0
    if turn == 0 or turns[turn] < 0.6 * turns.total():
        return sheet
    width, height = sheet.width, sheet.height

    def box(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        if turn == 180:
            return width - x1, height - bottom, width - x0, height - top
        return (height - bottom, x0, height - top, x1) if turn == 90 else (top, width - x1, bottom, width - x0)

    new = Sheet(width, height) if turn == 180 else Sheet(height, width)
    new.pictured, new.shapes, new.hides_text = sheet.pictured, sheet.shapes, sheet.hides_text
    for glyph in sheet.glyphs:
        place = box(glyph.x0, glyph.top, glyph.x1, glyph.bottom)
        rest = (glyph.turn - turn + 180) % 360 - 180
        x, y = glyph.spot
        new.glyphs.append(Glyph(glyph.text, *place, glyph.size, rest, glyph.pale, box(x, y, x, y)[:2], glyph.run))
    new.drawings = [box(x, y, x, y)[:2] for x, y in sheet.drawings]
    for fill in sheet.fills:
        new.fills.append(Fill(*box(fill.x0, fill.top, fill.x1, fill.bottom), fill.white))
    for line in sheet.level:
        new.add_line(box(line.start, line.at, line.end, line.at))
    for line in sheet.upright:
        new.add_line(box(line.at, line.start, line.at, line.end))
    return new


def _without_watermark(glyphs: list[Glyph]) -> list[Glyph]:
    """The letters without those that are giant, or pale and far larger than the rest."""
    sizes = sorted(glyph.size for glyph in glyphs if glyph.text.strip())
    if not sizes:
        return []
    usual = sizes[len(sizes) // 2]
    return [
        glyph
        for glyph in glyphs
        if not (glyph.size > _HUGE and glyph.size > 3.5 * usual) and not (glyph.pale and glyph.size > 2.5 * usual)
    ]

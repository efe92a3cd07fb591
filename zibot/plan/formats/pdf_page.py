"""What one PDF page shows: letters, rulings and fills, in points from its top left corner."""

from collections import Counter
from dataclasses import dataclass, field

THIN = 3.0
"""Points: a filled shape not thicker than this is a ruling, and two rulings as close as this are one."""
_THICK = 5.0

Place = tuple[float, float, float, float]
"""Left, top, right, bottom."""


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
    slivers: list[tuple[Place, object]] = field(default_factory=list)
    """Thin filled boxes with their colours: rulings, or the stripes that some programs make a shade of."""
    pictured: float = 0.0
    """Which part of the page its pictures cover, from 0 to 1."""
    drawings: list[tuple[float, float]] = field(default_factory=list)
    """The middles of small pictures and drawings, across and down: any of them may be a mark."""
    shapes: int = 0
    hides_text: bool = False
    """Whether most of the text has no ink or lies below a picture: a scan with the text that was recognised."""

    def add_box(self, box: Place, *, stroked: bool, filled: bool, white: bool) -> None:
        """Add a rectangle (x0, top, x1, bottom): four rulings, a thick ruling, or a fill."""
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if min(wide, high) <= THIN or (min(wide, high) <= _THICK and max(wide, high) > 75):
            if stroked or not white:
                self.add_line(box)
            return
        if filled:
            self.fills.append(Fill(x0, top, x1, bottom, white))
        if stroked:
            self.level += [Ruling(top, x0, x1), Ruling(bottom, x0, x1)]
            self.upright += [Ruling(x0, top, bottom), Ruling(x1, top, bottom)]

    def add_line(self, box: Place) -> None:
        """Add a level or upright line; a slanting one rules nothing."""
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if high <= min(_THICK, wide):
            self.level.append(Ruling((top + bottom) / 2, x0, x1))
        elif wide <= min(_THICK, high):
            self.upright.append(Ruling((x0 + x1) / 2, top, bottom))


def turned(sheet: Sheet) -> Sheet:
    """The sheet turned so that most of its letters stand upright: wide tables are often printed along the page."""
    turns = Counter(glyph.turn for glyph in sheet.glyphs if glyph.text.strip())
    turn = turns.most_common(1)[0][0] if turns else 0
    if turn == 0 or turns[turn] < 0.6 * turns.total():
        return sheet
    width, height = sheet.width, sheet.height

    def box(x0: float, top: float, x1: float, bottom: float) -> Place:
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

"""Reads a PDF page: its letters as people see them, its shapes, the whole turned so that most text stands upright."""

from pdfminer.layout import LTChar, LTCurve, LTImage
from pdfplumber.page import Page

from zibot.plan.formats.pdf_ink import Box, ink_of, things
from zibot.plan.formats.pdf_page import THIN, Glyph, Sheet, turned
from zibot.plan.formats.pdf_shapes import add_drawing, add_shape, add_slivers, lightness
from zibot.plan.formats.pdf_symbols import read_symbol

_HUGE = 40.0  # points: a letter of this size and several times larger than the others is a watermark


def read_sheet(page: Page) -> Sheet:
    """Read one page; raises PageTooFull, and whatever pdfminer raises on a damaged one."""
    ink, layout = ink_of(page)
    sheet = Sheet(float(layout.width), float(layout.height), shapes=ink.points)
    sheet.hides_text = ink.hidden > ink.letters / 2
    for thing in things(layout):
        if isinstance(thing, LTChar):
            _add_glyph(sheet, thing, ink.clip_of(thing))
        elif isinstance(thing, LTCurve):
            add_shape(sheet, thing, ink.clip_of(thing))
        elif isinstance(thing, LTImage):
            area = max(0.0, thing.width) * max(0.0, thing.height)
            add_drawing(sheet, thing)
            sheet.pictured = min(1.0, sheet.pictured + area / max(1.0, sheet.width * sheet.height))
    add_slivers(sheet)
    sheet = turned(sheet)
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
    pale = lightness(char.graphicstate.ncolor) > 0.7
    run = 0
    if sheet.glyphs:
        last = sheet.glyphs[-1]
        goes_on = last.turn == turn and abs(char.x0 - last.x1) < size and abs(top - last.top) < 0.2 * size
        run = last.run + (not goes_on)
    sheet.glyphs.append(Glyph(text, char.x0, top, char.x1, bottom, size, turn, pale, (x, sheet.height - y), run))


def _between(value: float, low: float, high: float) -> float:
    """The value, or the nearest one that lies clearly between two others."""
    inset = min(THIN, (high - low) / 2)
    return min(max(value, low + inset), high - inset)


def _turn(char: LTChar) -> int | None:
    """The direction in which a letter is read: 0, 90 (upwards), -90 (downwards), 180, or None where it slants."""
    a, b = char.matrix[0], char.matrix[1]
    if abs(b) <= 0.1 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= 0.1 * abs(b):
        return 90 if b > 0 else -90
    return None


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

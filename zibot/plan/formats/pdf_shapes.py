"""Lines, boxes and other shapes of a PDF page: which are rulings, which are shades, which may be marks."""

import math
from itertools import pairwise

from pdfminer.layout import LTComponent, LTCurve, LTLine, LTRect

from zibot.plan.formats.pdf_ink import Box
from zibot.plan.formats.pdf_page import THIN, Place, Sheet

_MARK = 30.0  # points: a mark is smaller


def add_shape(sheet: Sheet, shape: LTCurve, clip: Box | None) -> None:
    """Add a line, a box or another shape to the sheet."""
    stroked = bool(shape.stroke) and not (shape.linewidth > 0 and lightness(shape.stroking_color) > 0.99)
    filled = bool(shape.fill) and not isinstance(shape, LTLine)
    x0, y0, x1, y1 = shape.x0, shape.y0, shape.x1, shape.y1
    if clip:
        x0, y0 = max(x0, clip[0] - THIN), max(y0, clip[1] - THIN)
        x1, y1 = min(x1, clip[2] + THIN), min(y1, clip[3] + THIN)
    box = x0, sheet.height - y1, x1, sheet.height - y0
    if not (stroked or filled) or not all(math.isfinite(value) for value in box) or x0 > x1 or y0 > y1:
        return
    white = lightness(shape.non_stroking_color) > 0.99
    if isinstance(shape, LTLine):
        sheet.add_line(box)
        add_drawing(sheet, shape)
    elif not stroked and min(x1 - x0, y1 - y0) <= THIN:  # also one with slanting ends, as browsers draw rulings
        if not white:
            sheet.slivers.append((box, shape.non_stroking_color))
    elif isinstance(shape, LTRect) or _is_box(shape):
        sheet.add_box(box, stroked=stroked, filled=filled, white=white)
    elif stroked and {step[0] for step in shape.original_path or ()} <= {"m", "l", "h"}:
        for (left, low), (right, high) in pairwise(shape.pts):
            if min(abs(left - right), abs(low - high)) < 0.5:
                down = sheet.height - max(low, high), sheet.height - min(low, high)
                sheet.add_line((min(left, right), down[0], max(left, right), down[1]))
        add_drawing(sheet, shape)
    else:
        add_drawing(sheet, shape)


def add_slivers(sheet: Sheet) -> None:
    """Add the thin boxes of a sheet as rulings; those that lie on each other like planks, as one box."""
    joined: list[tuple[Place, object]] = []
    for box, color in sheet.slivers:
        x0, top, x1, bottom = box
        if joined and joined[-1][1] == color:
            left, high, right, low = joined[-1][0]
            stacked = abs(left - x0) < 0.5 and abs(right - x1) < 0.5 and min(abs(low - top), abs(high - bottom)) < 0.3
            beside = abs(high - top) < 0.5 and abs(low - bottom) < 0.5 and min(abs(right - x0), abs(left - x1)) < 0.3
            if stacked or beside:
                joined[-1] = (min(left, x0), min(high, top), max(right, x1), max(low, bottom)), color
                continue
        joined.append((box, color))
    for box, _ in joined:
        sheet.add_box(box, stroked=False, filled=True, white=False)
    sheet.slivers = []


def add_drawing(sheet: Sheet, thing: LTComponent) -> None:
    """Remember a small drawing that is no ruling."""
    if min(thing.width, thing.height) > THIN and max(thing.width, thing.height) < _MARK:
        sheet.drawings.append(((thing.x0 + thing.x1) / 2, sheet.height - (thing.y0 + thing.y1) / 2))


def _is_box(shape: LTCurve) -> bool:
    """Whether a closed path runs along the edges of its own box, with a corner or two more than a rectangle has."""
    if not 4 <= len(shape.pts) <= 8:
        return False
    return all(
        min(abs(x - shape.x0), abs(x - shape.x1)) < 0.5 and min(abs(y - shape.y0), abs(y - shape.y1)) < 0.5
        for x, y in shape.pts
    )


def lightness(color: object) -> float:
    """How light a colour is, from 0 (black) to 1 (white); a pattern is a colour, and no colour named is black."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    figures = [float(part) for part in parts if isinstance(part, (int, float))]
    if len(figures) == 4:  # cyan, magenta, yellow, black
        return (1 - figures[3]) * (1 - max(figures[:3]))
    return min(figures, default=0.0)

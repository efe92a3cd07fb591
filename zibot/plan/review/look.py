"""How the workbook looks: colours, fonts and borders, and cells that never become formulas."""

import re
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from zibot.plan.review.shape import clean, fitting

COLOURS = {
    "heading": "1F4E79",
    "told_heading": "7F7F7F",
    "doubt": "FFF4C2",
    "schedule": "FFC84A",
    "done": "DDF2DC",
    "hint": "DCEBF9",
    "told": "F5F5F5",
}
"""By what they say: a doubtful row, its cells to correct, a row that was confirmed, a hint, columns that only tell."""
FONT = "Calibri"
TEXT = "@"
"""The number format that keeps "Mei 2027" and "1/3" from becoming dates."""
_LINE = Side(style="thin", color="BFBFBF")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
# With or without space before it, in either width, or written as _x003D_, which programs read as the sign.
_SIGN = re.compile(r"[\s\u200b\ufeff]*(?:[=+\-@'|%＝＋－＠]|_x[0-9A-Fa-f]{4}_)|[\t\r]")
_COMMENT = 1_500
"""Characters of a comment; beyond it nobody reads on."""


def fill(name: str) -> PatternFill:
    """A ground by what it says."""
    return PatternFill("solid", fgColor=COLOURS[name], bgColor=COLOURS[name])


def put(cell: Any, text: str) -> None:
    """Write text that stays text, whatever it begins with and whoever edits it."""
    words = fitting(clean(text))
    cell.value = words or None
    if words:
        cell.data_type = "s"
        cell.quotePrefix = bool(_SIGN.match(words))


def style(cell: Any, *, bold: bool = False, colour: str = "000000", size: int = 11, ground: str | None = None) -> None:
    """Give a cell its font, its wrapping and perhaps a ground."""
    cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if ground:
        cell.fill = fill(ground)


def heading(cell: Any, text: str, *, told: bool = False) -> None:
    """A cell of the row of headings."""
    put(cell, text)
    style(cell, bold=True, colour="FFFFFF", ground="told_heading" if told else "heading")
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    cell.border = BOX


def comment(cell: Any, text: str) -> None:
    """Say why a cell is coloured, in a box that is large enough."""
    words = clean(text)[:_COMMENT]
    note = Comment(words, "zibot")
    note.width, note.height = 340, 40 + 18 * (len(words) // 42 + words.count("\n") + 1)
    cell.comment = note

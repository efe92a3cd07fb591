"""The styles of a workbook's cells as far as a plan needs them: is it coloured, which font, which format."""

from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.workbook import Workbook

_WHITE_THEME = 0
"""The first colour of a theme is the paper's."""
_SYSTEM_PAPER = 65


class Styles:
    """Answers by the number of a style, which is what a cell stores."""

    def __init__(self, book: Workbook) -> None:
        # openpyxl keeps these lists for itself: its public way to them leads through a cell of its own.
        self._book: Any = book
        self._coloured: dict[int, bool] = {}

    def coloured(self, style: int) -> bool:
        """Whether the cell is filled with a colour or a pattern other than white."""
        if style not in self._coloured:
            self._coloured[style] = self._is_filled(self._book._fills[self._book._cell_styles[style].fillId])
        return self._coloured[style]

    def font(self, style: int) -> str | None:
        """The name of the font."""
        name: str | None = self._book._fonts[self._book._cell_styles[style].fontId].name
        return name

    def number_format(self, style: int) -> str:
        """The format of numbers and dates, such as "mmm-yy"."""
        number = self._book._cell_styles[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number, "General")
        return str(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])

    def _is_filled(self, fill: Any) -> bool:
        kind = fill.fill_type
        if kind in (None, "none"):
            return False
        if kind == "solid":
            return not self._is_white(fill.fgColor)
        return True  # a pattern or a gradient is seen whatever its colours

    def _is_white(self, colour: Any) -> bool:
        if colour is None or colour.type == "auto":
            return True
        if colour.type == "theme":
            return bool(colour.theme == _WHITE_THEME and colour.tint >= 0)
        if colour.type == "indexed":
            palette = self._book._colors
            at = colour.indexed
            return at == _SYSTEM_PAPER or (at < len(palette) and _is_white_code(palette[at]))
        return _is_white_code(colour.rgb)


def _is_white_code(code: Any) -> bool:
    return str(code)[-6:].upper() == "FFFFFF"

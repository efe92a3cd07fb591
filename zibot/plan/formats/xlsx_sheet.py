"""One sheet of a workbook, read row by row: its cells with something in them, its merged cells, what is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser

from zibot.plan.formats.blocks import Block
from zibot.plan.problem import PlanError, Problem

LONGEST = 20_000
"""Rows with something in them; a plan of a whole province has some hundreds."""
_MOST_MERGES = 50_000
_BLANK_RUN = 1_000
"""Rows in a row without a text that may still be part of a table: their colours are kept, those of more are not."""

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _COLUMN, _MERGE = f"{_NS}row", f"{_NS}col", f"{_NS}mergeCell"
_VALUE, _FORMULA, _INLINE = f"{_NS}v", f"{_NS}f", f"{_NS}is"


class Value(NamedTuple):
    """What a cell holds, as openpyxl reads it, and its style."""

    value: object
    style: int


@dataclass(slots=True)
class Line:
    """A row of the sheet: its number from 1; its values and styles by their columns from 0; its own style if any."""

    number: int
    values: dict[int, Value]
    styles: dict[int, int]
    style: int | None
    hidden: bool


@dataclass(slots=True)
class Sheet:
    """What a sheet holds; `without_value` counts formulas that were never calculated or ended in an error."""

    lines: list[Line] = field(default_factory=list)
    merges: list[Block] = field(default_factory=list)
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    without_value: int = 0

    def style(self, line: Line, column: int) -> int:
        """The style of a cell: its own, that of its row, or that of its column."""
        if column in line.styles:
            return line.styles[column]
        if line.style is not None:
            return line.style
        return next((style for first, last, style in self.columns if first <= column <= last), 0)


def read_sheet(source: IO[bytes], book: ExcelReader) -> Sheet:
    """Read the XML of a sheet; raises PlanError "too-large-inside" where it holds more than a plan can."""
    # openpyxl's own loop keeps each formatted row of a million, and builds a cell for each one that is merged.
    known = book.wb
    parser = WorkSheetParser(
        source,
        book.shared_strings,
        data_only=True,
        epoch=known.epoch,
        date_formats=known._date_formats,  # type: ignore[attr-defined]
        timedelta_formats=known._timedelta_formats,  # type: ignore[attr-defined]
        rich_text=True,
    )
    sheet = Sheet()
    number = blank = 0
    for _, element in iterparse(source):
        if element.tag == _ROW:
            number = int(element.get("r") or number + 1)
            blank += 1
            if _says(element) or (len(element) and blank <= _BLANK_RUN):
                sheet.lines.append(_line(element, number, parser, sheet))
                blank = 0 if sheet.lines[-1].values else blank
            element.clear()
            if len(sheet.lines) > LONGEST:
                raise PlanError(Problem("too-large-inside"))
        elif element.tag == _COLUMN and element.get("style"):
            first, last, style = (int(element.get(name) or 0) for name in ("min", "max", "style"))
            sheet.columns.append((first - 1, last - 1, style))
        elif element.tag == _MERGE:
            sheet.merges += _merge(element.get("ref") or "")
            if len(sheet.merges) > _MOST_MERGES:
                raise PlanError(Problem("too-large-inside"))
    return sheet


def _says(row: Element) -> bool:
    return next(chain(row.iter(_VALUE), row.iter(_INLINE), row.iter(_FORMULA)), None) is not None


def _line(row: Element, number: int, parser: WorkSheetParser, sheet: Sheet) -> Line:
    own = row.get("s") if row.get("customFormat") in ("1", "true") else None
    line = Line(number, {}, {}, int(own) if own else None, row.get("hidden") in ("1", "true"))
    parser.row_counter, parser.col_counter = number, 0
    for element in row:
        cell = parser.parse_cell(element)
        column, value, kind = cell["column"] - 1, cell["value"], cell["data_type"]
        line.styles[column] = int(cell["style_id"])
        # A formula whose result is an empty text says that it is one.
        missing = value is None and kind != "str" and element.find(_FORMULA) is not None
        if missing or kind == "e":
            sheet.without_value += 1
        elif value not in (None, ""):
            line.values[column] = Value(value, line.styles[column])
    return line


def _merge(reference: str) -> Iterator[Block]:
    first, top, last, bottom = (int(edge or 0) for edge in range_boundaries(reference))
    rows, columns = bottom - top + 1, last - first + 1
    if rows * columns > 1:
        yield Block(top, first - 1, "", rows, columns)

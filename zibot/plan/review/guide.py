"""The two sheets beside the items: the decree's particulars, and the guide with its legend."""

from textwrap import wrap
from typing import Any

from openpyxl.styles import Alignment

from zibot.plan.reading import Area, Reading
from zibot.plan.review.look import BOX, TEXT, fill, heading, put, style
from zibot.plan.review.particulars import MEASURES, PARTICULARS, TARGETS, decree_cells, measure_rows, target_rows
from zibot.plan.review.schedule_cells import KIND_WORDS
from zibot.plan.review.shape import ReviewLabels, area_label


def labels_of_areas(reading: Reading) -> dict[int, str]:
    """The areas of the plan as its cells name them, by number."""
    return {item.area.number: area_label(item.area) for item in reading.items}


def write_decree(sheet: Any, reading: Reading, labels: ReviewLabels) -> None:
    """The decree, the measures and the targets of the areas, each in rows of two cells."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    _title(sheet, 1, labels.decree_hint, size=12)
    row = 3
    for name, words in decree_cells(reading.decree).items():
        _pair(sheet, row, (PARTICULARS[name], words), told=True)
        row += 1
    names = labels_of_areas(reading)
    listed = target_rows(reading, lambda number: names.get(number) or area_label(Area(number, "")))
    for title, rows in ((MEASURES, measure_rows(reading)), (TARGETS, listed)):
        row += 1
        heading(sheet.cell(row, 1), title)
        heading(sheet.cell(row, 2), "")
        for pair in rows:
            row += 1
            _pair(sheet, row, pair)
        row += 1
    _printed(sheet)


def _pair(sheet: Any, row: int, pair: tuple[str, str], *, told: bool = False) -> None:
    for at, text in enumerate(pair, 1):
        cell = sheet.cell(row, at)
        put(cell, text)
        style(cell, bold=told and at == 1, ground="told" if told and at == 1 else None)
        cell.border, cell.number_format = BOX, TEXT
    sheet.row_dimensions[row].height = 15.0 * max(1, len(wrap(pair[1], 85)), len(wrap(pair[0], 32))) + 5


def write_guide(sheet: Any, labels: ReviewLabels) -> None:
    """How to correct the workbook: steps, colours, kinds of schedule, wordings, sending it back."""
    for column, width in (("A", 26), ("B", 44), ("C", 60)):
        sheet.column_dimensions[column].width = width
    _title(sheet, 1, labels.guide_title, size=16)
    row = 2
    for number, step in enumerate(labels.steps, 1):
        row = _wide(sheet, row, f"{number}. {step}")
    row = _title(sheet, row + 1, labels.colours_title)
    for name, text in labels.colours.items():
        sheet.cell(row, 1).fill, sheet.cell(row, 1).border = fill(name), BOX
        row = _wide(sheet, row, text, first=2)
    row = _title(sheet, row + 1, labels.kinds_title)
    for kind, word in KIND_WORDS.items():
        put(sheet.cell(row, 1), word)
        style(sheet.cell(row, 1), bold=True)
        row = _wide(sheet, row, labels.kinds[kind], first=2)
    row = _title(sheet, row + 1, labels.wordings_title)
    for cells in labels.wordings:
        for at, text in enumerate(cells, 1):
            put(sheet.cell(row, at), text)
            style(sheet.cell(row, at), bold=at == 1)
        row += 1
    row = _title(sheet, row + 1, labels.back_title)
    for text in labels.back:
        row = _wide(sheet, row, text)
    sheet.sheet_view.showGridLines = False
    _printed(sheet, height=1)


def _title(sheet: Any, row: int, text: str, *, size: int = 13) -> int:
    cell = sheet.cell(row, 1)
    put(cell, text)
    style(cell, bold=True, size=size, colour="1F4E79")
    cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[row].height = size * 2
    return row + 1


def _wide(sheet: Any, row: int, text: str, *, first: int = 1) -> int:
    """A sentence across the columns; programs do not fit the height of joined cells, so it is set."""
    put(sheet.cell(row, first), text)
    style(sheet.cell(row, first))
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=3)
    across = 135 if first == 1 else 108
    sheet.row_dimensions[row].height = 16 * (len(text) // across + 1) + 2
    return row + 1


def _printed(sheet: Any, *, height: int = 0) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, height
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

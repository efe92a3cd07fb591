"""A workbook (.xlsx, .xlsm) to rows: its visible sheets in order, or the one that is asked for."""

import posixpath
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl.cell.rich_text import CellRichText
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet

from zibot.plan.document import Document, Row
from zibot.plan.formats.blocks import MOST, Block, laid_out, tidied
from zibot.plan.formats.package import check_package, damage_told
from zibot.plan.formats.symbols import in_font
from zibot.plan.formats.xlsx_sheet import Line, Sheet, Value, read_sheet
from zibot.plan.formats.xlsx_styles import Styles
from zibot.plan.formats.xlsx_values import shown
from zibot.plan.problem import PlanError, Problem

FARTHEST = 256
"""A merged cell that reaches beyond this column ends where the columns with text end."""


def read(path: Path, *, sheet: str | None = None) -> Document:
    """Read the workbook; raises PlanError where it is locked, broken, dangerously large inside or has no such sheet."""
    problems = list(check_package(path))
    rows: list[Row] = []
    with damage_told(), path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it would lose if it wrote the file again
        book = ExcelReader(file, read_only=True, data_only=True, rich_text=True)
        _open(book)
        for place, ordinal, part in _chosen(book, sheet):
            with book.archive.open(part) as source:
                found = read_sheet(source, book)
            rows += _rows(found, Styles(book.wb), place=place, table=ordinal)
            problems += _problems(found, place)
    return Document(tuple(rows), problems=tuple(problems))


def _open(book: ExcelReader) -> None:
    """Read what all sheets share. Sheets themselves are read elsewhere: openpyxl builds a cell for each merged one."""
    book.read_manifest()
    book.read_strings()
    book.read_workbook()
    apply_stylesheet(book.archive, book.wb)


def _chosen(book: ExcelReader, asked: str | None) -> Iterator[tuple[str, int, str]]:
    """The sheets to be read: the name of their place, which sheet of the workbook it is, and its part in the package.

    Raises PlanError "no-sheet" where none has the name that is asked for.
    """
    sheets = [
        (name.name, name.state, posixpath.normpath(found.target).lstrip("/"))
        for name, found in book.parser.find_sheets()
        if "chartsheet" not in found.Type
    ]
    if asked is None:
        wanted = {name for name, state, _ in sheets if state == "visible"}
    else:
        alike = {name for name, _, _ in sheets if _key(name) == _key(asked)}
        wanted = alike & {asked} or alike
        if not wanted:
            names = ", ".join(name for name, _, _ in sheets)
            raise PlanError(Problem("no-sheet", details={"sheet": asked, "names": names}))
    for ordinal, (name, _, part) in enumerate(sheets, 1):
        if name in wanted:
            yield f"sheet {name}", ordinal, part


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


def _rows(sheet: Sheet, styles: Styles, *, place: str, table: int) -> list[Row]:
    texts = {
        (line.number, column): text
        for line in sheet.lines
        for column, cell in line.values.items()
        if (text := _text(cell, styles))
    }
    if not texts:
        return []
    merges = [merge for merge in sheet.merges if (merge.row, merge.column) in texts]
    end = max(*(row for row, _ in texts), *(merge.row + merge.rows - 1 for merge in merges), 0)
    with_text = {row for row, _ in texts}
    lines = [
        line
        for line in sheet.lines
        if not line.hidden
        and (line.number in with_text or (line.number <= end and any(map(styles.coloured, line.styles.values()))))
    ]
    columns = {column for _, column in texts}
    columns |= {merge.column + merge.columns - 1 for merge in merges if merge.column + merge.columns <= FARTHEST}
    first = min(columns) if len(columns) == 1 else 0
    width = max(columns) - first + 1
    if len(lines) * width > MOST:
        raise PlanError(Problem("too-large-inside"))
    blocks = [*_cells(lines, texts, sheet, styles, range(first, first + width)), *_merged(sheet, texts, styles, first)]
    return laid_out(blocks, sorted({line.number for line in lines}), width=width, place=place, table=table)


def _cells(
    lines: list[Line], texts: Mapping[tuple[int, int], str], sheet: Sheet, styles: Styles, columns: range
) -> Iterator[Block]:
    """The cells of the lines with a text or a colour; one that is not stored has the style of its row or column."""
    for line in lines:
        for column in columns:
            text = texts.get((line.number, column), "")
            coloured = styles.coloured(sheet.style(line, column))
            if text or coloured:
                yield Block(line.number, column - columns.start, text, coloured=coloured)


def _merged(sheet: Sheet, texts: Mapping[tuple[int, int], str], styles: Styles, first: int) -> Iterator[Block]:
    """The merged cells, which look like their cell at the top left."""
    lines = {line.number: line for line in sheet.lines}
    for merge in sheet.merges:
        line = lines.get(merge.row)
        coloured = line is not None and styles.coloured(sheet.style(line, merge.column))
        text = texts.get((merge.row, merge.column), "")
        if merge.column >= first:
            yield Block(merge.row, merge.column - first, text, merge.rows, merge.columns, coloured)


def _text(cell: Value, styles: Styles) -> str:
    if isinstance(cell.value, CellRichText):
        font = styles.font(cell.style)
        runs = ((run, font) if isinstance(run, str) else (run.text, run.font.rFont or font) for run in cell.value)
        return tidied("".join(in_font(_plain(text), name) for text, name in runs))
    if isinstance(cell.value, str):
        return tidied(in_font(_plain(cell.value), styles.font(cell.style)))
    return shown(cell.value, styles.number_format(cell.style))


def _plain(text: str) -> str:
    return text.replace("_x000D_", "")  # how a workbook writes a carriage return


def _problems(sheet: Sheet, place: str) -> Iterator[Problem]:
    hidden = sum(line.hidden and bool(line.values) for line in sheet.lines)
    if hidden:
        yield Problem("hidden-rows", place, {"count": str(hidden)})
    if sheet.without_value:
        yield Problem("formula-without-value", place, {"count": str(sheet.without_value)})

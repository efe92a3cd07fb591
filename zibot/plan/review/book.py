"""A workbook opened with care: its sheets as rows of texts, and whether it is a review workbook of zibot."""

import re
import warnings
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from zibot.plan.problem import PlanError, Problem
from zibot.plan.review.shape import CHECK, DECREE, HEADINGS, ITEMS, MEMORY, YES, plain
from zibot.when import MONTHS

UNPACKED = 64 * 1024 * 1024
"""Bytes that the parts of a workbook may hold in all: a plan of a thousand items has a tenth of it."""
_COLUMNS, _ROWS, _FILLED = 200, 100_000, 20_000
"""How far a sheet is read, and how many of its rows may hold something."""
_HEADING_ROWS = 30
_NEEDED = ("area", "component", "indicator", "action", "evidence", "target", "kind", "months", "certain")
_DAMAGE = (
    *(BadZipFile, ZlibError, EOFError, OSError, SyntaxError),  # a parser of XML raises a SyntaxError
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, RuntimeError, NotImplementedError),
)
"""What a broken, locked or cut workbook makes the libraries raise."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its number as the person sees it, and its cells as texts."""

    number: int
    cells: tuple[str, ...]

    def at(self, column: int | None) -> str:
        """The text of a column, counted from 0; empty where the row has no such cell."""
        return self.cells[column].strip() if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of the items stand: those that zibot knows by name, all others by their heading."""

    row: int
    """The row of the headings."""
    known: Mapping[str, int]
    others: Mapping[str, int]


def is_review(path: Path) -> bool:
    """Whether the file is a review workbook that zibot wrote, whichever program saved it since; never raises."""
    try:
        book = _opened(path.read_bytes(), path.name, wanted=(ITEMS,))
        return _kept(book) or columns_of(book[ITEMS], path.name) is not None
    except (PlanError, OSError, KeyError):
        return False


def _kept(book: Mapping[str, Sequence[Line]]) -> bool:
    """Whether the hidden sheet is there beside the items: then even a lost heading is told as such."""
    return MEMORY in book and ITEMS in book


def open_review(path: Path) -> dict[str, tuple[Line, ...]]:
    """All sheets of a review workbook; raises PlanError where it cannot be opened or has no sheet of items."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise PlanError(Problem("file-missing", details={"file": path.name})) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise PlanError(Problem("unreadable", details={"file": path.name, "why": why})) from error
    book = _opened(content, path.name)
    if ITEMS not in book:
        raise PlanError(Problem("review-no-sheet", details={"file": path.name, "sheet": ITEMS}))
    return book


def _opened(
    content: bytes, name: str, *, wanted: Container[str] = (ITEMS, DECREE, MEMORY)
) -> dict[str, tuple[Line, ...]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - loading it takes longer than most commands

    broken = Problem("review-broken", details={"file": name})
    try:
        with ZipFile(BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                raise PlanError(Problem("review-too-large", details={"file": name}))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library cannot keep is none of what is read
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
            try:
                sheets = {sheet.title: sheet for sheet in book.worksheets}
                return {title: tuple(_lines(sheets[title])) if title in wanted else () for title in sheets}
            finally:
                book.close()
    except _DAMAGE as error:
        raise PlanError(broken) from error


def _lines(sheet: Any) -> Iterator[Line]:
    """The rows that hold something; raises ValueError for more than any plan has."""
    sheet.reset_dimensions()  # some programs write a wrong size
    filled = 0
    for number, row in enumerate(sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS), 1):
        cells = list(map(_text, row))
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            filled += 1
            if filled > _FILLED:
                raise ValueError("no plan has so many rows")
            yield Line(number, tuple(cells))


def _text(cell: Any) -> str:
    """What a cell shows, as text; a program may have made a date of the name of a month.

    A date that shows its day is told as 2027-03-01: "1/3" may have been typed as January and March.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else CHECK
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", str(cell.number_format)).lower()
        named = "d" not in shown and "m" in shown
        return f"{MONTHS[value.month - 1]} {value.year}" if named else f"{value:%Y-%m-%d}"
    return str(value).replace("\xa0", " ")


def columns_of(lines: Iterable[Line], name: str) -> Columns:
    """Find the columns by their headings, in any order; raises PlanError where the row of headings is gone."""
    names = {plain(heading): column for column, heading in HEADINGS.items()}
    best: Columns | None = None
    for line in lines:
        if line.number > _HEADING_ROWS:
            break
        known: dict[str, int] = {}
        others: dict[str, int] = {}
        for at, cell in enumerate(line.cells):
            column = names.get(plain(cell))
            if column and column not in known:
                known[column] = at
            elif cell.strip():
                others.setdefault(cell.strip(), at)
        if best is None or len(known) > len(best.known):
            best = Columns(line.number, known, others)
    missing = [HEADINGS[column] for column in _NEEDED if best is None or column not in best.known]
    if best is None or missing:
        details = {"file": name, "columns": ", ".join(missing)}
        raise PlanError(Problem("review-no-heading", f"sheet {ITEMS}", details))
    return best

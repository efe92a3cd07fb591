"""PDF files to rows: ruled tables and prose of pages with text, text recognition for pages that are pictures."""

import io
import logging
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from zibot.plan.document import Document, Row, Told
from zibot.plan.formats import pdf_picture
from zibot.plan.formats.package import damage_told
from zibot.plan.formats.pdf_page import Sheet
from zibot.plan.formats.pdf_rows import PageRows, rows_of_sheet
from zibot.plan.formats.pdf_sheet import read_sheet
from zibot.plan.formats.pdf_symbols import UNKNOWN
from zibot.plan.problem import PlanError, Problem

_MOST_PAGES = 300
_AT_ONCE = 2  # pages whose text is being recognised: tesseract is a process of its own
_MOST_UNKNOWN = 0.3  # of the letters of a page
_LARGE_PICTURE = 0.25  # of the page: a coat of arms is smaller

# pdfminer reports each oddity of a file on standard error; what matters becomes a problem here.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def read(path: Path, *, told: Told) -> Document:
    """Read a PDF file; `told` hears of each page.

    Raises PlanError for a file with a password, with more than 300 pages, or that is broken beyond mending.
    """
    content = path.read_bytes()
    with damage_told():
        try:
            return _read(content, told)
        except (PlanError, MemoryError):
            raise
        except Exception:
            new = pdf_picture.mended(content)
            if new is None:
                raise
        return _read(new, told)


def _read(content: bytes, told: Told) -> Document:
    with ExitStack() as stack:
        try:
            seen = stack.enter_context(pdf_picture.opened(content))
        except pdf_picture.PdfError:
            seen = None  # pdfminer may be more lenient
        _check_pages(len(seen) if seen else 0)
        pdf = stack.enter_context(pdfplumber.open(io.BytesIO(content)))
        _check_pages(len(pdf.pages))
        pool = stack.enter_context(ThreadPoolExecutor(_AT_ONCE))
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        reading = _Reading(len(pdf.pages), seen if seen and len(seen) == len(pdf.pages) else None, pool, told)
        for number, page in enumerate(pdf.pages, 1):
            reading.take(number, page)
            page.close()
        return reading.document()


def _check_pages(count: int) -> None:
    if count > _MOST_PAGES:
        raise PlanError(Problem("too-many-pages", details={"pages": str(count), "largest": str(_MOST_PAGES)}))


class _Reading:
    """The pages that have been read so far; the rows of pictures arrive later."""

    def __init__(self, count: int, seen: Any, pool: ThreadPoolExecutor, told: Told) -> None:
        self._count = count
        self._seen = seen
        self._pool = pool
        self._told = told
        self._done = 0
        self._pages: dict[int, PageRows] = {}
        self._waiting: deque[tuple[int, Future[list[Row]]]] = deque()
        self._pictures: set[int] = set()
        self._problems: list[Problem] = []
        self._hints: tuple[Problem, ...] = ()
        self._no_ocr: PlanError | None = None
        self._hopeless: Problem | None = None
        """Of a page whose picture cannot be read: writing the file anew would not help."""
        self._drawn = False

    def take(self, number: int, page: Page) -> None:
        """Read one page, or hand its picture to the recognition of text."""
        try:
            sheet = read_sheet(page)
            scanned = sheet.hides_text and sheet.pictured > 0.5 and min(len(sheet.level), len(sheet.upright)) < 3
            if not (scanned or _is_picture(sheet)) or not self._recognise(number):
                self._keep(number, sheet, scanned=scanned)
        except (PlanError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - on broken pages pdfminer fails in every way that Python knows
            self._unreadable(number)

    def _recognise(self, number: int) -> bool:
        """Start the recognition of a page's text; whether that can be done."""
        from zibot.plan.formats.scan import ocr_problems, require_ocr, rows_of_picture  # noqa: PLC0415 - slow to load, seldom needed

        try:
            require_ocr()
            self._hints = ocr_problems()
        except PlanError as error:
            self._no_ocr = error
            return False
        if not self._seen:
            raise ValueError("the page cannot be drawn")
        if not self._drawn:
            self._told(0, self._count)
        self._drawn = True
        while len(self._waiting) >= _AT_ONCE:
            self._collect()
        picture = pdf_picture.picture_of(self._seen, number - 1)
        self._waiting.append((number, self._pool.submit(rows_of_picture, picture, page=number)))
        return True

    def _collect(self) -> None:
        """Wait for the first picture that is being read."""
        number, future = self._waiting.popleft()
        try:
            rows = tuple(future.result())
        except MemoryError:
            raise
        except PlanError as error:
            self._hopeless = replace(error.problem, where=f"page {number}")
            self._problems.append(self._hopeless)
            self._finish(number, None)
            return
        except Exception:  # noqa: BLE001 - one page that cannot be recognised leaves the others
            self._unreadable(number)
            return
        self._pictures.add(number)
        self._finish(number, PageRows(rows, max((row.table for row in rows), default=0)))

    def _keep(self, number: int, sheet: Sheet, *, scanned: bool) -> None:
        """Keep the rows of a page with text."""
        where = f"page {number}"
        unknown = _unknown(sheet)
        if unknown:
            self._problems.append(Problem("letters-unknown", where))
        if unknown > _MOST_UNKNOWN:
            self._finish(number, None)
            return
        found = rows_of_sheet(sheet, page=number, before=self._pages.get(number - 1))
        if scanned:
            self._pictures.add(number)
        elif _is_picture(sheet) and self._no_ocr:
            self._problems.append(replace(self._no_ocr.problem, where=where))
        elif sheet.pictured > _LARGE_PICTURE and not found.tables:
            self._problems.append(Problem("picture-in-page", where))
        if found.lineless:
            self._problems.append(Problem("no-lines", where))
        if found.drawn:
            self._problems.append(Problem("drawing-in-cell", where))
        if found.clashes:
            self._problems.append(Problem("text-overlaps", where))
        self._finish(number, found)

    def _unreadable(self, number: int) -> None:
        self._problems.append(Problem("page-unreadable", f"page {number}"))
        self._finish(number, None)

    def _finish(self, number: int, found: PageRows | None) -> None:
        if found is not None:
            self._pages[number] = found
        self._done += 1
        self._told(self._done, self._count)

    def document(self) -> Document:
        """All rows in the order of the pages, once the pictures are read."""
        while self._waiting:
            self._collect()
        if not self._pages:
            unnamed = next((problem for problem in self._problems if problem.code == "letters-unknown"), None)
            if unnamed:
                raise PlanError(replace(unnamed, where=""))
            if self._hopeless:
                raise PlanError(self._hopeless)
            raise ValueError("no page can be read")
        rows: list[Row] = []
        tables = 0
        for _, page in sorted(self._pages.items()):
            tables -= page.continues
            rows += [replace(row, table=row.table + tables) if row.table else row for row in page.rows]
            tables += page.tables
        if not rows and self._no_ocr:
            raise self._no_ocr
        # Prose of a page with a signature is no reason to doubt the tables of the other pages.
        pictured = [row for number in self._pictures for row in self._pages[number].rows]
        scanned = any(not row.is_prose for row in pictured) or (bool(rows) and len(pictured) == len(rows))
        if self._pictures and not scanned:
            self._problems += [Problem("page-from-picture", f"page {number}") for number in sorted(self._pictures)]
        return Document(tuple(rows), scanned, (*self._hints, *self._problems))


def _is_picture(sheet: Sheet) -> bool:
    """Whether what people read on the page is a picture, or drawn letter by letter."""
    letters = sum(bool(glyph.text.strip()) for glyph in sheet.glyphs)
    return letters < 10 and (sheet.pictured > 0.2 or sheet.shapes > 3000)


def _unknown(sheet: Sheet) -> float:
    """Which part of the letters the file does not name, from 0 to 1."""
    letters = [glyph.text for glyph in sheet.glyphs if glyph.text.strip()]
    return letters.count(UNKNOWN) / max(1, len(letters))

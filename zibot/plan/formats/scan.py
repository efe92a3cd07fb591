"""Pictures of pages (scans and photos) to rows: straightened, their tables found by their rulings, their words read."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from threading import Lock

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence

from zibot.plan.document import Document, Row, Told
from zibot.plan.formats.blocks import Block, laid_out
from zibot.plan.formats.ocr import (
    Said,
    Word,
    languages,
    legibility,
    letters_in,
    likely_turns,
    lines_of,
    ocr_problems,
    read_lines,
    require_ocr,
    words_of,
)
from zibot.plan.formats.rulings import Cell, Table, rulings_of, tables_of
from zibot.plan.formats.scan_marks import MARK, is_narrow, marks_in
from zibot.plan.formats.scan_numerals import settled, year_in
from zibot.plan.formats.scan_paper import Paper
from zibot.plan.formats.straighten import Pixels, darkness, grey_of, straighten
from zibot.plan.problem import PlanError, Problem

__all__ = ["languages", "ocr_problems", "read_picture", "require_ocr", "rows_of_picture"]

cv2.setNumThreads(1)  # two pages are read at once

_BENCH = Lock()
"""Held while a page's lines are sought, which takes some hundred megabytes: tesseract reads another page meanwhile."""
_MOST_PIXELS = 40_000_000
_MOST_PAGES = 60
_GARBAGE = 68
"""Percent: tesseract is less sure than this of a page that lies on its side or upside down."""
_HOPELESS = 45
_MANY_LETTERS = 1_500
"""Outside of a page's tables: so many may be noise."""
_LIST = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s|[-•*]\s")
_EDGES = " |_‘’'`\"~¦[]{}\\=—–"  # what remains of rulings
_NOISE = re.compile(r"[\W_]{1,3}")


def read_picture(path: Path, *, told: Told) -> Document:
    """Read a picture file (PNG, JPEG, TIFF of one or more pages) that is itself the plan.

    Raises PlanError where it is broken, too large, or tesseract is not installed.
    """
    require_ocr()
    rows: list[Row] = []
    with warnings.catch_warnings():  # Pillow warns of every small fault in a file
        warnings.simplefilter("ignore")
        for page, (image, of) in enumerate(_frames(path), 1):
            if page == 1:
                told(0, of)
            rows += rows_of_picture(image, page=page)
            told(page, of)
    return Document(tuple(rows), scanned=True, problems=ocr_problems())


def rows_of_picture(image: Image.Image, *, page: int) -> list[Row]:
    """The rows of the picture of one page; raises PlanError where tesseract fails on it or is not installed."""
    if max(image.size) > 20 * min(image.size):
        return []  # a strip, such as a line or a border, is no page
    picture = _on_white(image)
    try:
        read = _read(picture, page)
        if read.sure < _GARBAGE:
            turns = likely_turns(read.ground)
            turned = _read(np.rot90(picture, turns), page) if turns else read
            read = max(read, turned, key=lambda one: one.sure)
        if read.sure < _HOPELESS:
            raise PlanError(Problem("page-unreadable"))
    except PlanError as error:
        raise PlanError(replace(error.problem, where=f"page {page}")) from error
    except cv2.error as error:
        raise PlanError(Problem("page-unreadable", f"page {page}")) from error
    return read.rows


def _on_white(image: Image.Image) -> Pixels:
    """The picture in colour; what is transparent in it lies on white paper."""
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return np.asarray(image.convert("RGB"))


def _frames(path: Path) -> Iterator[tuple[Image.Image, int]]:
    try:
        with Image.open(path) as picture:
            of = getattr(picture, "n_frames", 1)
            if of > _MOST_PAGES or picture.width * picture.height > 4 * _MOST_PIXELS:
                raise PlanError(Problem("too-large-inside"))
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > _MOST_PIXELS:
                    _shrink(frame)
                yield ImageOps.exif_transpose(frame), of
    except Image.DecompressionBombError as error:
        raise PlanError(Problem("too-large-inside")) from error
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        KeyError,
        IndexError,
    ) as error:  # Pillow's own for broken files
        raise PlanError(Problem("broken-file")) from error


def _shrink(frame: Image.Image) -> None:
    """Have a JPEG decoded at a smaller size; other formats cannot, and are refused."""
    side = 6000
    frame.draft("RGB", (side, side))
    if frame.width * frame.height > _MOST_PIXELS:
        raise PlanError(Problem("too-large-inside"))


@dataclass(frozen=True, slots=True)
class _Read:
    rows: list[Row]
    sure: float
    ground: Pixels


@dataclass(slots=True)
class _Content:
    """What a cell holds: its text, how sure tesseract is of it, whether the cell is shaded."""

    text: str
    sure: float
    shaded: bool


def _read(picture: Pixels, page: int) -> _Read:
    with _BENCH:
        straight = straighten(picture)
        ink = darkness(grey_of(straight))
        rulings = rulings_of(ink)
        tables = tables_of(rulings)
        ground = _legible(ink, cv2.dilate(rulings.of_tables(tables), np.ones((5, 5), np.uint8)))
        paper = Paper(straight.min(axis=2))
        del straight, ink, rulings
    outside = _outside(ground, tables)
    if letters_in(outside) > _MANY_LETTERS and legibility(outside) < _HOPELESS:
        return _Read([], 0.0, ground)  # to read noise would take long
    contents = [_contents(table, ground, paper) for table in tables]
    prose, words = _prose(outside)
    rows = _in_order(prose, tables, contents, page=page)
    said = [(len(content.text), content.sure) for cells in contents for content in cells if len(content.text) > 1]
    said += [(len(word.text), word.sure) for word in words]
    length = sum(size for size, _ in said)
    return _Read(rows, sum(size * sure for size, sure in said) / length if length > 40 else 100.0, ground)


def _legible(ink: Pixels, lines: Pixels) -> Pixels:
    """The page as tesseract reads it best: dark words on white without rulings, its letters well apart."""
    pale: Pixels = cv2.bitwise_not(cv2.convertScaleAbs(ink - np.minimum(ink, 25), alpha=1.5))
    pale[lines > 0] = 255
    return pale


def _contents(table: Table, ground: Pixels, paper: Paper) -> list[_Content]:
    cells = [_picture_of(cell, ground) for cell in table.cells]
    pieces = [_Piece(at, line, _row_of(table, at)) for at, cell in enumerate(cells) for line in lines_of(cell)]
    pieces.sort(key=lambda piece: piece.row)  # those of one column together, all else as it stands
    found: list[list[Said]] = [[] for _ in cells]
    for piece, said in zip(pieces, read_lines([p.line for p in pieces], [p.row for p in pieces]), strict=True):
        found[piece.cell].append(said)
    texts = {
        at: _text((said.text for said in own), narrow=is_narrow(cell))
        for at, (cell, own) in enumerate(zip(table.cells, found, strict=True))
    }
    texts |= _months(table, texts)
    marks = marks_in(table, texts, cells)
    return [
        _Content(
            MARK if at in marks else texts[at],
            fmean([said.sure for said in own if said.text] or [0.0]) if at not in marks else 0.0,
            paper.is_shaded(cell.box),
        )
        for at, (cell, own) in enumerate(zip(table.cells, found, strict=True))
    ]


def _months(table: Table, texts: Mapping[int, str]) -> dict[int, str]:
    """The headings of twelve months side by side, by their cells, where most of them were read as such."""
    narrow = [at for at, cell in enumerate(table.cells) if is_narrow(cell)]
    for start in range(len(narrow) - 11):
        year = narrow[start : start + 12]
        beside = all(
            table.cells[year[0]].row == table.cells[at].row
            and table.cells[at].column == table.cells[year[0]].column + step
            for step, at in enumerate(year)
        )
        months = year_in([texts[at] for at in year]) if beside else None
        if months:
            return dict(zip(year, months, strict=True))
    return {}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of a cell, and the row of the sheet that tesseract reads it in."""

    cell: int
    line: Pixels
    row: tuple[int, int, int]


def _row_of(table: Table, at: int) -> tuple[int, int, int]:
    """Numbers stand together: those of neighbouring narrow columns by their row, those of a lone one by the column."""
    cell = table.cells[at]
    if not is_narrow(cell):
        return 2, at, 0
    ahead = table.cells[at - 1] if at else cell
    behind = table.cells[at + 1] if at + 1 < len(table.cells) else cell
    if any(near is not cell and near.row == cell.row and is_narrow(near) for near in (ahead, behind)):
        return 1, cell.row, 0
    return 0, cell.column, 0


def _picture_of(cell: Cell, ground: Pixels) -> Pixels:
    left, top, right, bottom = cell.box
    return ground[top + 3 : bottom - 2, left + 5 : right - 4]


def _text(lines: Iterable[str], *, narrow: bool = False) -> str:
    """The lines of a cell as one text; a point of a list begins on a line of its own."""
    text = ""
    for line in settled("\n".join(lines), narrow=narrow).split("\n"):
        kept = line.strip(_EDGES)
        if not kept or (_NOISE.fullmatch(kept) and kept not in ("-", MARK)):
            continue
        glue = "" if not text or text.endswith("-") else "\n" if _LIST.match(kept) else " "
        text += glue + kept
    return text


def _outside(ground: Pixels, tables: Iterable[Table]) -> Pixels:
    """The page without its tables."""
    outside = ground.copy()
    for left, top, right, bottom in (table.box for table in tables):
        outside[max(0, top - 8) : bottom + 8, max(0, left - 8) : right + 8] = 255
    return outside


def _prose(outside: Pixels) -> tuple[list[tuple[int, str]], list[Word]]:
    """The lines outside of all tables with the place of each from the top, and their words."""
    if np.count_nonzero(outside < 140) < 200:
        return [], []
    words = words_of(outside, languages())
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    prose = [(min(word.top for word in line), _text([" ".join(word.text for word in line)])) for line in lines.values()]
    return [(top, text) for top, text in prose if text], words


def _in_order(
    prose: list[tuple[int, str]], tables: Iterable[Table], contents: Iterable[list[_Content]], *, page: int
) -> list[Row]:
    place = f"page {page}"
    rows: list[Row] = []
    waiting = list(prose)
    for ordinal, (table, cells) in enumerate(zip(tables, contents, strict=True)):
        above = [line for line in waiting if line[0] < table.box[1]]
        waiting = [line for line in waiting if line[0] >= table.box[1]]
        rows += [Row((text,), len(rows) + at, page=page, place=place) for at, (_, text) in enumerate(above, 1)]
        first = len(rows) + 1
        blocks = [
            Block(first + cell.row, cell.column, content.text, cell.rows, cell.columns, content.shaded)
            for cell, content in zip(table.cells, cells, strict=True)
        ]
        numbers = range(first, first + len(table.acrosses) - 1)
        found = laid_out(blocks, numbers, width=len(table.downs) - 1, place=place, table=100 * page + ordinal)
        rows += [replace(row, page=page) for row in found if row.filled or row.coloured]
    return rows + [Row((text,), len(rows) + at, page=page, place=place) for at, (_, text) in enumerate(waiting, 1)]

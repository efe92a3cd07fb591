"""Words from pictures of text lines: tesseract, run once for all pieces of a page."""

import os
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
import pytesseract  # type: ignore[import-untyped]
from PIL import Image

from zibot.plan.formats.scan_numerals import seen_in, unread
from zibot.plan.formats.straighten import Pixels
from zibot.plan.problem import PlanError, Problem

# Two pages are read at once, each by a tesseract of its own: more threads would only be in each other's way.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

_SECONDS = 60
_MARGIN = 30
_GAP = 26
_WIDEST = 1400
_APART = 60  # pixels between two pieces on one line, so that their words stay two
_LEGIBLE = 60
"""Percent: of noise tesseract is never so sure."""
_PART = 640  # pixels of the side of the part on which turns are tried
_STOP = re.compile(r"[,:;]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, where it stands in the picture, and how sure tesseract is of it, in percent."""

    text: str
    left: int
    top: int
    width: int
    height: int
    sure: float
    line: tuple[int, int, int] = (0, 0, 0)
    """Its block, paragraph and line, by which tesseract orders the page."""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on one line's picture: its text and how sure tesseract is of it, in percent; "" and 0 for nothing."""

    text: str = ""
    sure: float = 0.0


def require_ocr() -> None:
    """Raise PlanError where tesseract, or any language for it, is not installed."""
    languages()


def ocr_problems() -> tuple[Problem, ...]:
    """What makes reading worse on this machine: that tesseract has no Indonesian."""
    return () if "ind" in languages().split("+") else (Problem("no-indonesian-ocr"),)


def languages() -> str:
    """The languages to read with, as tesseract names them; raises PlanError where it is not installed."""
    known = _installed()
    if known is None:
        raise PlanError(Problem("no-ocr"))
    return known


@cache
def _installed() -> str | None:
    try:
        known = set(pytesseract.get_languages())
    except (OSError, RuntimeError):
        return None
    return "+".join(language for language in ("ind", "eng") if language in known) or None


def read_lines(lines: Sequence[Pixels], rows: Sequence[Hashable]) -> list[Said]:
    """The text of each picture of one line; all are put on one sheet, so that tesseract starts only once.

    Neighbours with an equal value in `rows` go side by side: numbers are read better in company than alone.
    """
    found = _read_sheet(lines, rows, languages())
    # The Indonesian model knows no semicolon, which parts one document from the next: the English one does.
    listed = [at for at, said in enumerate(found) if _STOP.search(said.text)]
    if languages() == "ind+eng" and listed:
        again = _read_sheet([lines[at] for at in listed], listed, "eng")
        for at, said in zip(listed, again, strict=True):
            found[at] = Said(_with_semicolons(found[at].text, said.text), found[at].sure)
    return found


def _read_sheet(lines: Sequence[Pixels], rows: Sequence[Hashable], language: str) -> list[Said]:
    if not lines:
        return []
    places, size = _places(lines, rows)
    sheet = np.full(size, 255, np.uint8)
    for (left, top), line in zip(places, lines, strict=True):
        sheet[top : top + line.shape[0], left : left + line.shape[1]] = line
    found: list[list[Word]] = [[] for _ in lines]
    for word in words_of(sheet, language):
        at = _line_at(word, places, lines)
        if at is not None:
            found[at].append(word)
    for words in found:
        words[:] = [replace(word, text=seen_in(word.text, _cut(sheet, word))) for word in words]
    return [
        _said(words) if words else Said(unread(line), 50.0 if unread(line) else 0.0)
        for words, line in zip(found, lines, strict=True)
    ]


def _cut(sheet: Pixels, word: Word) -> Pixels:
    return sheet[word.top : word.top + word.height, word.left : word.left + word.width]


def _with_semicolons(text: str, english: str) -> str:
    """The text with those of its commas and colons made semicolons that are semicolons in the other reading."""
    stops = _STOP.findall(english)
    if len(stops) != len(_STOP.findall(text)):
        return text
    other = iter(stops)
    return _STOP.sub(lambda stop: ";" if next(other) == ";" else stop[0], text)


def words_of(picture: Pixels, language: str) -> list[Word]:
    """The words of a picture that is one block of lines, in tesseract's order."""
    told = _asked(picture, language)
    boxes = zip(
        *(told[name] for name in ("left", "top", "width", "height", "block_num", "par_num", "line_num")), strict=True
    )
    words = []
    for text, sure, box in zip(told["text"], told["conf"], boxes, strict=True):
        if text.strip():
            left, top, width, height, *line = (int(value) for value in box)
            words.append(Word(text.strip(), left, top, width, height, float(sure), (line[0], line[1], line[2])))
    return words


def likely_turns(picture: Pixels) -> int:
    """How many quarter turns to the left make the words in the fullest part of a picture legible; 0 where none does."""
    part = _fullest(picture)
    sure = {turns: _sureness(np.rot90(part, turns)) for turns in (0, 1, 3, 2)}
    best = max(sure, key=lambda turns: sure[turns])
    return best if sure[best] > _LEGIBLE else 0


def legibility(picture: Pixels) -> float:
    """How sure tesseract is, in percent, of the words in the fullest part of a picture."""
    return _sureness(_fullest(picture))


def _sureness(part: Pixels) -> float:
    words = words_of(part, languages())
    return sum(len(word.text) * word.sure for word in words) / max(1, sum(len(word.text) for word in words))


def _fullest(picture: Pixels) -> Pixels:
    """The square of the picture with most ink in it."""
    ink = cv2.boxFilter((picture < 140).astype(np.float32), -1, (_PART, _PART), borderType=cv2.BORDER_CONSTANT)
    y, x = np.unravel_index(int(ink.argmax()), ink.shape)
    half = _PART // 2
    part: Pixels = picture[max(0, int(y) - half) : int(y) + half, max(0, int(x) - half) : int(x) + half]
    return part


def letters_in(picture: Pixels) -> int:
    """How many things of the size of a letter a picture (dark on white) shows."""
    dark = cv2.threshold(picture, 140, 255, cv2.THRESH_BINARY_INV)[1]
    stats = cv2.connectedComponentsWithStats(dark)[2][1:]
    wide, high, area = (stats[:, at] for at in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    return int(((high >= 10) & (high <= 60) & (wide <= 80) & (area >= 30)).sum())


def _asked(picture: Pixels, language: str) -> dict[str, list[str]]:
    try:
        told: dict[str, list[str]] = pytesseract.image_to_data(
            _image(picture),
            lang=language,
            config="--psm 6 --dpi 300",  # one block of lines
            output_type=pytesseract.Output.DICT,
            timeout=_SECONDS,
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise PlanError(Problem("page-unreadable")) from error
    return {name: [str(value) for value in values] for name, values in told.items()}


def _image(picture: Pixels) -> Image.Image:
    image = Image.fromarray(picture)
    image.format = "PPM"  # the quickest to write and read
    return image


def _places(lines: Sequence[Pixels], rows: Sequence[Hashable]) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Where each line goes (left, top), and the size (height, width) of the whole sheet."""
    widest = max(_WIDEST, *(line.shape[1] for line in lines))
    places: list[tuple[int, int]] = []
    left, top, high = 0, _MARGIN, 0
    for at, line in enumerate(lines):
        if at and (rows[at] != rows[at - 1] or left + line.shape[1] > widest):
            left, top, high = 0, top + high + _GAP, 0
        places.append((_MARGIN + left, top))
        left, high = left + line.shape[1] + _APART, max(high, line.shape[0])
    return places, (top + high + _MARGIN, widest + 2 * _MARGIN)


def _line_at(word: Word, places: Sequence[tuple[int, int]], lines: Sequence[Pixels]) -> int | None:
    x, y = word.left + word.width / 2, word.top + word.height / 2
    for at, ((left, top), line) in enumerate(zip(places, lines, strict=True)):
        height, width = line.shape
        if top - _GAP / 2 <= y < top + height + _GAP / 2 and left - _APART / 2 <= x < left + width + _APART / 2:
            return at
    return None


def _said(words: Sequence[Word]) -> Said:
    if not words:
        return Said()
    return Said(" ".join(word.text for word in words), sum(word.sure for word in words) / len(words))


def lines_of(picture: Pixels) -> Iterator[Pixels]:
    """Cut the picture of a cell (dark on white) into pictures of its lines, each trimmed to its ink."""
    dark = picture < 180
    for top, bottom in _bands(dark.sum(axis=1) > 0):
        columns = np.flatnonzero(dark[top:bottom].any(axis=0))
        if bottom - top >= 6 and len(columns) >= 3:
            line = picture[max(0, top - 4) : bottom + 4, max(0, columns[0] - 4) : columns[-1] + 5]
            yield cv2.copyMakeBorder(line, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=255)


def _bands(inked: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Where lines of text begin and end; dots of an i and the like, bands of few pixels, belong to the next."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
    bands: list[tuple[int, int]] = []
    for start, end in zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True):
        if bands and start - bands[-1][1] < 14 and min(end - start, bands[-1][1] - bands[-1][0]) < 12:
            bands[-1] = (bands[-1][0], end)
        else:
            bands.append((start, end))
    return bands

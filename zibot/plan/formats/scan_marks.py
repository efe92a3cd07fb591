"""Marks in the narrow cells of a scanned grid: √, v, x and the like, which tesseract reads as anything or nothing."""

import re
from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from zibot.plan.formats.rulings import Cell, Table
from zibot.plan.formats.straighten import Pixels

MARK = "√"
_NARROW = 170  # pixels: some 15 millimetres

# What tesseract makes of a mark; digits and Roman numerals are none, unless they look just like the marks around them.
_ODD = re.compile(r"[VvXxYyJjWwNn√✓✔✗×☑*%&<>\\/|~^¥+«»‘’'\"`´.,:;_=-]{1,3}|[Vv]{1,2}[vx./]?|[A-Za-z]?[\\/]")
_NUMBER = re.compile(r"[\d()]+|[IVX]{2,}|[IX]")
_ALIKE = 0.72
_SIDE = 24


def blob_of(cell: Pixels) -> Pixels | None:
    """The one sign that stands in a cell (dark on white), trimmed; None where there is none, only specks, or a word."""
    dark = cv2.threshold(cell, 140, 255, cv2.THRESH_BINARY_INV)[1]
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(dark)
    large = [at for at in range(1, count) if stats[at][cv2.CC_STAT_AREA] >= 25 and max(stats[at][2:4]) >= 10]
    if not large:
        return None
    kept = np.isin(labels, large)
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    # A line's remains are thin, a word is wide, a letter's part that reaches in from a neighbour touches the border.
    if min(height, width) < 9 or max(height, width) > 90 or width > 3 * height or height > 4 * width:
        return None
    blob: Pixels = np.where(kept, 255, 0).astype(np.uint8)[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return blob


def is_narrow(cell: Cell) -> bool:
    """Whether a cell may hold a mark or a number, but hardly a word."""
    return cell.columns == 1 and cell.box[2] - cell.box[0] <= _NARROW


def marks_in(table: Table, texts: Mapping[int, str], pictures: Sequence[Pixels]) -> frozenset[int]:
    """Which of a table's cells hold a mark; `texts` is what tesseract read in each, `pictures` how they look."""
    columns: dict[int, dict[int, Pixels]] = {}
    for at, cell in enumerate(table.cells):
        blob = blob_of(pictures[at]) if is_narrow(cell) else None
        if blob is not None:
            columns.setdefault(cell.column, {})[at] = blob
    # In the column of running numbers a 4 that was read as v is no mark.
    numbers = {column for column, blobs in columns.items() if _is_of_numbers([texts[at] for at in blobs])}
    return _marks({at: blob for column in columns.keys() - numbers for at, blob in columns[column].items()}, texts)


def _is_of_numbers(texts: Sequence[str]) -> bool:
    numbers = sum(bool(re.search(r"\d|^[IVX.]+$", text)) for text in texts)
    return numbers >= 3 and numbers * 2 >= len(texts)


def _marks(blobs: Mapping[int, Pixels], texts: Mapping[int, str]) -> frozenset[int]:
    sure = {at for at, blob in blobs.items() if _is_solid(blob)}
    sure |= {at for at in blobs if not _NUMBER.fullmatch(texts[at]) and (not texts[at] or _ODD.fullmatch(texts[at]))}
    shapes = {at: _shape(blob) for at, blob in blobs.items()}
    patterns = [shapes[at] for at in sorted(sure)]
    # What was read as "4" or "i" but looks like most of the marks is one too; a lone letter is left as it was read.
    others = {at for at in blobs.keys() - sure if _alike(shapes[at], patterns)}
    return frozenset(sure | others)


def _is_solid(blob: Pixels) -> bool:
    """Whether it is a filled square or dot."""
    height, width = blob.shape
    return min(height, width) >= 12 and max(height, width) < 1.4 * min(height, width) and bool((blob > 0).mean() > 0.72)


def _shape(blob: Pixels) -> Pixels:
    height, width = blob.shape
    side = max(height, width)
    square = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = blob
    small: Pixels = cv2.resize(square, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return small


def _alike(shape: Pixels, patterns: Sequence[Pixels]) -> bool:
    if len(patterns) < 3:
        return False
    likeness = [float(np.corrcoef(shape.ravel(), other.ravel())[0, 1]) for other in patterns]
    return float(np.median(likeness)) > _ALIKE

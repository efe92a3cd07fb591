"""The paper of a scanned page: how bright it is where, however unevenly lit, and which cells are shaded."""

import cv2
import numpy as np
from numpy.typing import NDArray

from zibot.plan.formats.rulings import Box
from zibot.plan.formats.straighten import Pixels

_BLOCK = 40
_SHADED = 0.93
"""A cell is shaded where most of it is darker than this part of the paper's brightness (light grey D9 is 0.85)."""


class Paper:
    """The brightness of the paper behind a page, fitted as a smooth surface through its brightest places."""

    def __init__(self, darkest: Pixels) -> None:
        """Take the darkest of a page's three colours, so that a yellow or blue cell counts as darker than paper."""
        height, width = darkest.shape
        small = cv2.resize(darkest, (width // _BLOCK, height // _BLOCK), interpolation=cv2.INTER_AREA)
        self._small: NDArray[np.float64] = small.astype(np.float64)
        self._share = self._small / np.maximum(_surface(_brightest(darkest)), 1.0)
        self._page = darkest

    def shade(self, box: Box) -> float:
        """How bright a cell is beside the paper, from 0 to 1; its words and lines do not count."""
        left, top, right, bottom = box
        inset = max(5, min(right - left, bottom - top) // 10)
        part = self._page[top + inset : bottom - inset, left + inset : right - inset]
        if part.size < 100:
            return 1.0
        rows, columns = self._share.shape
        row = min((top + bottom) // 2 // _BLOCK, rows - 1)
        column = min((left + right) // 2 // _BLOCK, columns - 1)
        paper = self._small[row, column] / max(self._share[row, column], 1e-3)
        # Words cover less than half of any cell, so that the median is the ground they stand on.
        return float(np.median(part)) / max(float(paper), 1.0)

    def is_shaded(self, box: Box) -> bool:
        """Whether a cell is filled with a colour."""
        return self.shade(box) < _SHADED


def _brightest(page: Pixels) -> NDArray[np.float64]:
    """Of each block of the page how bright its ground is, without the ink on it."""
    height, width = page.shape[0] // _BLOCK * _BLOCK, page.shape[1] // _BLOCK * _BLOCK
    blocks = page[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    ground: NDArray[np.float64] = np.percentile(blocks, 60, axis=(1, 3))
    return ground


def _surface(ground: NDArray[np.float64]) -> NDArray[np.float64]:
    """A surface of second degree through the blocks that are paper: those much darker are left out, again and again."""
    rows, columns = ground.shape
    y, x = np.mgrid[0:rows, 0:columns]
    y, x = y.ravel() / rows - 0.5, x.ravel() / columns - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=1)
    values = ground.ravel()
    paper = values >= np.percentile(values, 50) * 0.8
    fitted = values
    for _ in range(6):
        if paper.sum() < 30:
            break
        fitted = terms @ np.linalg.lstsq(terms[paper], values[paper], rcond=None)[0]
        paper = (values > fitted * 0.95) & (values < fitted * 1.1)
    return fitted.reshape(rows, columns)

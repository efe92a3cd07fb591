"""A photographed or skewed page made upright and flat, at the size that the other steps of a scan reckon with."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]
"""An image as OpenCV holds it: rows of grey values, or of three colours, of 8 bits each."""

LONG_SIDE = 3300
"""Pixels of the long side of a straightened page: near 280 dots an inch for A4, where tesseract reads best."""
_SMALL = 900  # the long side of the copy on which the skew is measured
_STEEPEST = 8.0  # degrees


def straighten(page: Pixels) -> Pixels:
    """The page in colour, turned upright, without the slant of a photo, at LONG_SIDE."""
    page = _sized(page)
    height, width = page.shape[:2]
    warp = _turn(width, height, skew_of(page))
    turned = _warped(page, warp)
    return _warped(page, _unslanted(darkness(grey_of(turned))) @ warp)


def grey_of(page: Pixels) -> Pixels:
    """The page in grey as the eye sees it, where a grey line shows on a yellow cell too."""
    grey: Pixels = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    return grey


def darkness(grey: Pixels) -> Pixels:
    """How much darker than its surroundings each pixel is: ink and lines stand out, paper and shaded cells are 0."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    around = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((41, 41), np.uint8))
    least_light = np.maximum(around, 60)  # where all is black, noise must not look like ink
    ink: Pixels = cv2.divide(around - smooth, least_light, scale=255)
    return ink


def skew_of(page: Pixels) -> float:
    """The angle in degrees by which the page must be turned, where its lines and rows of words fall together best."""
    factor = _SMALL / max(page.shape[:2])
    grey = cv2.resize(grey_of(page), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    around = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    ink = cv2.threshold(cv2.subtract(around, grey), 25, 255, cv2.THRESH_TOZERO)[1]
    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5), key=lambda angle: _crispness(ink, angle))
    fine = max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=lambda angle: _crispness(ink, angle))
    return float(fine)


def _crispness(ink: Pixels, angle: float) -> float:
    """How sharply ink and empty bands alternate down the page when it is turned by so much."""
    height, width = ink.shape
    turned = cv2.warpPerspective(ink, _turn(width, height, angle), (width, height), flags=cv2.INTER_NEAREST)
    profile = turned.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())


def _sized(page: Pixels) -> Pixels:
    factor = LONG_SIDE / max(page.shape[:2])
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    sized: Pixels = cv2.resize(page, None, fx=factor, fy=factor, interpolation=way)
    return sized


def _turn(width: int, height: int, angle: float) -> NDArray[np.float64]:
    around_centre = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return np.vstack([around_centre, [0, 0, 1]])


def _warped(page: Pixels, warp: NDArray[np.float64]) -> Pixels:
    height, width = page.shape[:2]
    flat: Pixels = cv2.warpPerspective(page, warp, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return flat


def _unslanted(ink: Pixels) -> NDArray[np.float64]:
    """The warp that makes the page's long lines exactly level and upright; nothing to do where it has too few."""
    height, width = ink.shape
    across = _slopes(ink)
    down = _slopes(np.ascontiguousarray(ink.T))
    if len(across) < 3:
        return np.eye(3)
    top, bottom = _slope_at(across, (0, height))
    left, right = _slope_at(down, (0, width)) if len(down) >= 3 else (-top, -bottom)
    # Each line of the page is y = start + slope * x (or x = start + slope * y), taken along the four margins.
    lines = [(top, 0 - top * width / 2), (bottom, height - bottom * width / 2)]
    sides = [(left, 0 - left * height / 2), (right, width - right * height / 2)]
    corners = [_crossing(*lines[row], *sides[column]) for row, column in ((0, 0), (0, 1), (1, 1), (1, 0))]
    goal = [(0, 0), (width, 0), (width, height), (0, height)]
    return np.asarray(cv2.getPerspectiveTransform(np.array(corners, np.float32), np.array(goal, np.float32)))


def _slopes(ink: Pixels) -> list[tuple[float, float, float]]:
    """Of each long level line: where it crosses the middle of the page, its slope, its length."""
    width = ink.shape[1]
    mask = cv2.threshold(cv2.blur(ink, (15, 1)), 40, 255, cv2.THRESH_BINARY)[1]
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, 45), np.uint8))
    # A line that is still slanted falls into steps of one pixel: these are joined again.
    mask = cv2.dilate(mask, np.ones((3, 25), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for label in range(1, count):
        x, y, w, h, _area = (int(value) for value in stats[label])
        if w < width / 6 or h > max(16, 0.06 * w):
            continue
        part = labels[y : y + h, x : x + w] == label
        columns = np.flatnonzero(part.any(axis=0))
        middles = (part * np.arange(h)[:, None]).sum(axis=0)[columns] / part.sum(axis=0)[columns]
        slope, start = np.polyfit(columns, middles, 1)
        found.append((y + start + slope * (width / 2 - x), float(slope), float(w)))
    return found


def _slope_at(lines: list[tuple[float, float, float]], places: tuple[float, float]) -> tuple[float, float]:
    """The slope of lines at two places, from a straight fit through the slopes of those found."""
    at, slopes, weights = (np.array(values) for values in zip(*lines, strict=True))
    usual = np.median(slopes)
    near = np.abs(slopes - usual) < 0.06
    at, slopes, weights = at[near], slopes[near], weights[near]
    if len(at) < 3 or np.ptp(at) < abs(places[1] - places[0]) / 4:
        return float(usual), float(usual)
    change, start = np.polyfit(at, slopes, 1, w=weights)
    first, last = (float(np.clip(start + change * place, -0.12, 0.12)) for place in places)
    return first, last


def _crossing(slope: float, start: float, lean: float, foot: float) -> tuple[float, float]:
    """Where y = start + slope * x meets x = foot + lean * y."""
    y = (start + slope * foot) / (1 - slope * lean)
    return foot + lean * y, y

"""Two pictures laid over each other: where one lies on the other, and how far they show the same, place by place.

What a template, a room or a page has in common is not enough: every place that tells something must agree.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:  # loaded once pictures are compared, as few are
    import numpy as np
    from PIL.Image import Image

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

CLOSE = 320
"""Pixels of the longer side at which two pictures are compared place by place."""
_STEPS = ((64, 12, 0.5), (160, 6, 0.6), (CLOSE, 3, 0.6))
"""Sides at which one is moved until it lies on the other, rounds of moving, and how much both must then agree."""
_ROUGHLY = 0.3
"""How much a picture must agree with what is kept of another, so that this is opened."""
STEP = 4
"""Levels of grey by which kept marks are told apart."""
_LEAST_PLACES = 6
_TELLING = 3.0
"""Levels of grey by which a place must vary to tell anything."""
_AGREES = 0.72
"""The agreement of a place (correlation) from which it shows the same."""
_ENOUGH = 0.95
"""The share of telling places that must."""
_COLOUR = 9.0
"""Levels by which half of all coloured places may differ in colour, and from which a place is coloured."""


class Placed(NamedTuple):
    """Where a point of the earlier picture lies on the new one; both are one wide and one high."""

    xx: float
    xy: float
    x: float
    yx: float
    yy: float
    y: float

    @property
    def sensible(self) -> bool:
        """Whether a picture that was cut a little, and hardly turned, could lie so."""
        scales, turns = (self.xx, self.yy), (self.xy, self.yx)
        return all(0.7 < scale < 1.4 for scale in scales) and all(abs(turn) < 0.1 for turn in turns)


def finer(new: "Image", greys: "Floats", fine: "Floats", placed: Placed) -> tuple[float, Placed] | None:
    """How much the marks of a new picture agree with those kept of an earlier one, and where it lies, if it may."""
    grey = new.convert("L")
    placed, _ = _moved(_scaled(grey, greys.shape), greys, placed, 8)
    x, y = _lying(placed, *_points(fine.shape), fine.shape)
    there = _inside(x, y, fine.shape)
    if there.mean() < 0.5 or not placed.sensible:
        return None
    over = _at(_scaled(grey, fine.shape), x.ravel(), y.ravel()).reshape(fine.shape)
    one, other = _level(marks(over)[there]), _level(fine[there])
    agrees = float((one * other).mean() / (one.std() * other.std() + 1e-3))
    return (agrees, placed) if agrees > _ROUGHLY else None


def marks(greys: "Floats", near: int = 4) -> "Floats":
    """What stands out of the mean of the square around it, of one picture or of many (n, rows, columns)."""
    found: Floats = greys - _blurred(greys, near)
    return found


def agreement(new: "Image", earlier: "Image", placed: Placed) -> float | None:
    """The share of telling places in which two pictures agree, once one lies on the other; None if they differ."""
    greys = new.convert("L"), earlier.convert("L")
    for side, rounds, least in _STEPS:
        # Light that falls otherwise, or whites that are lost, must not move it.
        one, other = (marks(_blurred(_scaled(grey, _sized(grey, side)), 1), side // 8) for grey in greys)
        placed, agrees = _moved(one, other, placed, rounds)
        if agrees < least or not placed.sensible:
            return None
    side = min(CLOSE, *(max(grey.size) for grey in greys))
    one, other = (_scaled(grey, _sized(grey, side)) for grey in greys)
    found = _places(one, other, placed, side)
    if found is None or float((found > _AGREES).mean()) < _ENOUGH or not _same_colours(new, earlier, placed):
        return None
    return float(found.mean())


def _sized(picture: "Image", side: int) -> tuple[int, int]:
    smaller = min(1.0, side / max(picture.size))
    return max(8, round(picture.width * smaller)), max(8, round(picture.height * smaller))


def _scaled(picture: "Image", size: tuple[int, int]) -> "Floats":
    import numpy as np  # noqa: PLC0415 - see above
    from PIL import Image  # noqa: PLC0415

    how = Image.Resampling.BOX if size[0] < picture.width else Image.Resampling.BICUBIC
    return np.asarray(picture.resize(size, how), dtype=np.float32)


def _blurred(greys: "Floats", radius: int) -> "Floats":
    """The mean of the square around each point."""
    import numpy as np  # noqa: PLC0415 - see above

    around, wide = ((radius + 1, radius),) * 2, 2 * radius + 1
    sums = np.pad(greys, ((0, 0),) * (greys.ndim - 2) + around, mode="edge").cumsum(-2).cumsum(-1)
    square = sums[..., wide:, wide:] - sums[..., :-wide, wide:] - sums[..., wide:, :-wide] + sums[..., :-wide, :-wide]
    mean: Floats = square / (wide * wide)
    return mean


def _at(greys: "Floats", x: "Floats", y: "Floats") -> "Floats":
    """The greys between points, x to the right and y down."""
    import numpy as np  # noqa: PLC0415 - see above

    height, width = greys.shape
    left, top = np.clip(x.astype(np.int32), 0, width - 2), np.clip(y.astype(np.int32), 0, height - 2)
    right, down = np.clip(x - left, 0, 1), np.clip(y - top, 0, 1)
    flat, at = greys.ravel(), top * width + left
    above = flat[at] * (1 - right) + flat[at + 1] * right
    below = flat[at + width] * (1 - right) + flat[at + width + 1] * right
    between: Floats = above * (1 - down) + below * down
    return between


def _points(shape: tuple[int, ...]) -> tuple["Floats", "Floats"]:
    """Where the points of a picture lie on it, from 0 to 1."""
    import numpy as np  # noqa: PLC0415 - see above

    height, width = shape
    across, down = (np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height
    x, y = np.meshgrid(across.astype(np.float32), down.astype(np.float32))
    return x, y


def _lying(placed: Placed, x: "Floats", y: "Floats", shape: tuple[int, ...]) -> tuple["Floats", "Floats"]:
    """Where points lie on a picture of this shape, in its pixels."""
    height, width = shape
    across: Floats = (placed.xx * x + placed.xy * y + placed.x) * width - 0.5
    down: Floats = (placed.yx * x + placed.yy * y + placed.y) * height - 0.5
    return across, down


def _inside(x: "Floats", y: "Floats", shape: tuple[int, ...], *, beyond: float = 0.0) -> "np.ndarray[Any, Any]":
    height, width = shape
    return (x >= -beyond) & (x <= width - 1 + beyond) & (y >= -beyond) & (y <= height - 1 + beyond)


def _moved(new: "Floats", earlier: "Floats", placed: Placed, rounds: int) -> tuple[Placed, float]:
    """Move one picture until it lies on the other (Gauss-Newton on greys); where it lies, and how much they agree."""
    import numpy as np  # noqa: PLC0415 - see above

    x, y = (side.ravel() for side in _points(earlier.shape))
    around = np.stack([x, y, np.ones_like(x)], axis=1)
    down, across = np.asarray(np.gradient(new), dtype=np.float32)
    height, width = new.shape
    agrees = 0.0
    for _ in range(rounds):
        u, v = _lying(placed, x, y, new.shape)
        there = _inside(u, v, new.shape)
        if there.mean() < 0.5:
            return placed, 0.0
        u, v, near = u[there], v[there], around[there]
        one, other = _level(_at(new, u, v)), _level(earlier.ravel()[there])
        spread, wanted = float(one.std()) + 1e-3, float(other.std()) + 1e-3
        agrees = float((one * other).mean()) / (spread * wanted)
        slopes = np.hstack([near * (_at(across, u, v) * width)[:, None], near * (_at(down, u, v) * height)[:, None]])
        slopes -= slopes.mean(0)
        squares = (slopes.T @ slopes).astype(np.float64)
        squares[np.diag_indices(6)] *= 1.0005
        squares[np.diag_indices(6)] += 1e-3
        step = np.linalg.solve(squares, (slopes.T @ (other * (spread / wanted) - one)).astype(np.float64))
        step = np.clip(step, -0.05, 0.05)
        placed = Placed(*(float(before + by) for before, by in zip(placed, step, strict=True)))
        if np.abs(step).max() < 2e-4:
            break
    return placed, agrees


def _level(greys: "Floats") -> "Floats":
    """Greys about their mean."""
    level: Floats = greys - greys.mean()
    return level


def _places(new: "Floats", earlier: "Floats", placed: Placed, side: int) -> "Floats | None":
    """How much two pictures agree in each place that tells something, in what is finer than light and shade."""
    import numpy as np  # noqa: PLC0415 - see above

    x, y = _lying(placed, *_points(earlier.shape), new.shape)
    there = _inside(x, y, new.shape, beyond=0.5)
    over = _at(new, x.ravel(), y.ravel()).reshape(earlier.shape)
    size = max(10, side // 20)
    covered = _tiles(there.astype(np.float32), size).min(1) > 0
    fine = (_blurred(over, 1), _blurred(earlier, 1))
    one, other = (_tiles(greys - _blurred(greys, max(3, side // 40)), size)[covered] for greys in fine)
    if len(one) < _LEAST_PLACES:
        return None
    deep, high = np.sqrt((one * one).mean(1)), np.sqrt((other * other).mean(1))
    clear = high > _TELLING / 2
    gain = max(float(np.median(deep[clear] / high[clear])), 0.1) if clear.any() else 1.0
    energy = np.maximum(deep / gain, high)
    telling = energy > max(_TELLING, 0.25 * float(np.percentile(energy, 90)))
    if telling.sum() < _LEAST_PLACES:
        return None
    agrees: Floats = ((one * other).mean(1) / (deep * high + 1e-3))[telling]
    return agrees


def _tiles(greys: "Floats", size: int) -> "Floats":
    """A picture cut into squares (places, size * size); what is left over at the edges is dropped."""
    rows, columns = greys.shape[0] // size, greys.shape[1] // size
    whole = greys[: rows * size, : columns * size].reshape(rows, size, columns, size)
    tiles: Floats = whole.transpose(0, 2, 1, 3).reshape(rows * columns, size * size)
    return tiles


def _same_colours(new: "Image", earlier: "Image", placed: Placed) -> bool:
    """Whether the colours agree, were they made weaker or stronger; of a picture in greys they tell nothing."""
    import numpy as np  # noqa: PLC0415 - see above

    side = 40
    one, other = (_colours(of, side) for of in (new, earlier))
    if min(float(np.abs(one).mean()), float(np.abs(other).mean())) < 1:
        return True
    x, y = _lying(placed, *_points((side, side)), (side, side))
    there = _inside(x, y, (side, side))
    at = np.clip(y.round().astype(int), 0, side - 1), np.clip(x.round().astype(int), 0, side - 1)
    over, under = one[at][there], other[there]
    coloured = np.maximum(np.abs(over).sum(1), np.abs(under).sum(1)) > _COLOUR
    if coloured.mean() < 0.05:
        return True
    over, under = over[coloured], under[coloured]
    gain = float(np.clip((over * under).sum() / max(float((over * over).sum()), 1e-3), 0.6, 1.6))
    return float(np.median(np.abs(over * gain - under).sum(1))) < _COLOUR


def _colours(picture: "Image", side: int) -> "Floats":
    """Blue and red against the grey (side, side, 2), 0 where there is no colour."""
    import numpy as np  # noqa: PLC0415 - see above

    return np.asarray(picture.convert("YCbCr").resize((side, side)), dtype=np.float32)[..., 1:] - 128

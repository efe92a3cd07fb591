"""Whether a picture was used before: likely ones are found among many by their looks, then laid over it and compared.

A picture that was resized, recompressed, cropped a little or made lighter is the same; another page of the same
template, or the same room at another moment, is not.
"""

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from zibot.rules import overlay
from zibot.rules.overlay import CLOSE, Placed

if TYPE_CHECKING:  # both are loaded once a picture is looked at: an idle bot does without
    import numpy as np
    from PIL.Image import Image

    Grays = np.ndarray[Any, np.dtype[np.float32]]

LOOKS, FINE = 32, 64
"""What a picture looks like is kept as greys across and down, and its finer marks in sixteen steps, twice as many."""
LENGTH = 2 * LOOKS * LOOKS + FINE * FINE
"""Hexadecimal digits of what is kept."""
LARGEST = 50_000_000
"""Pixels of a picture that is looked at; what is more takes more memory than a small server has."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What is opened as a picture."""
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    LookupError,
    ArithmeticError,
    TypeError,
    EOFError,
    MemoryError,
    struct.error,
)
"""What Pillow raises for files that are not what they seem."""
_CELLS = 16
"""Looks are searched coarser than they are kept, so that a cut that was guessed a little wrong does not matter."""
_NEAR = 2
"""Cells around each whose mean is taken off: light falls otherwise on a picture that was made lighter."""
_FLAT = 2.0
"""Levels of grey by which a picture must vary, so that there is something to compare."""
_LIKELY = 0.6
_FINER, _OPENED = 200, 20
"""How many of the likeliest are compared by all that is kept of them, and how many are opened."""
_AT_ONCE = 2000
"""Pictures that are searched at once, so that many take little memory."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A picture that is the same as a new one, and how far they differ: thousandths of what they show."""

    id: int
    distance: int


def opened(data: bytes) -> "Image | None":
    """A picture upright and made as small as it is compared; None where it cannot be opened or is too large."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - see above

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST:
                return None
            picture.draft("RGB", (2 * CLOSE, 2 * CLOSE))  # a large JPEG is read small
            return _small(ImageOps.exif_transpose(picture))
    except (*BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _small(picture: "Image") -> "Image":
    from PIL import Image  # noqa: PLC0415 - see above

    picture.thumbnail((4 * CLOSE, 4 * CLOSE), Image.Resampling.BOX)
    if picture.has_transparency_data:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    picture = picture.convert("RGB")
    picture.thumbnail((CLOSE, CLOSE), Image.Resampling.LANCZOS)
    return picture


def looks(picture: "Image") -> str:
    """What a picture looks like, in hexadecimal; empty where nothing is to be seen on it."""
    import numpy as np  # noqa: PLC0415 - see above

    greys = _greys(picture, size=(LOOKS, LOOKS))
    if greys.std() < _FLAT:
        return ""
    marks = overlay.marks(_greys(picture, size=(FINE, FINE))).ravel()
    steps = (np.clip((marks / overlay.STEP).round(), -8, 7) + 8).astype(np.uint8)
    return (greys.round().astype(np.uint8).tobytes() + (steps[::2] * 16 + steps[1::2]).tobytes()).hex()


def used_before(
    picture: "Image", known: Iterable[tuple[int, str]], open_: Callable[[int], "Image | None"]
) -> list[Alike]:
    """The pictures that are the same as a new one, of ids with what they look like; the most alike first.

    `open_` gives one as `opened` does; few are.
    """
    new = [picture, *_within_borders(picture)]
    best: dict[int, int] = {}
    for id, places in _likely(new, known):
        earlier = open_(id)
        if earlier is None:
            continue
        for which, placed in places:
            share = overlay.agreement(new[which], earlier, placed)
            if share is not None:
                best[id] = min(best.get(id, 1000), round(1000 * (1 - share)))
    return sorted((Alike(id, distance) for id, distance in best.items()), key=lambda found: found.distance)


def _within_borders(picture: "Image") -> list["Image"]:
    """What a screenshot shows within borders of one colour, where it has wide ones."""
    import numpy as np  # noqa: PLC0415 - see above

    greys = np.asarray(picture.convert("L"), dtype=np.float32)
    shown = []
    for axis in (1, 0):
        lines = np.flatnonzero(greys.std(axis=axis) > 6)
        shown.append((int(lines[0]), int(lines[-1]) + 1) if len(lines) else (0, 0))
    (top, bottom), (left, right) = shown
    smaller = (right - left) * (bottom - top)
    if not 0.2 * greys.size < smaller < 0.85 * greys.size:
        return []
    return [picture.crop((left, top, right, bottom))]


def _likely(new: Sequence["Image"], known: Iterable[tuple[int, str]]) -> list[tuple[int, list[tuple[int, Placed]]]]:
    """Those of many that may be the same as one of a few new pictures, the likeliest first, with where each lies."""
    found: dict[int, list[tuple[float, int, Placed]]] = {}
    windows = [_Windows.of(picture) for picture in new]
    coarse: list[tuple[float, int, int, Placed, bytes]] = []
    for ids, stored in _chunks(known):
        for which, of in enumerate(windows):
            for score, row, placed in of.likely(stored):
                coarse.append((score, which, ids[row], placed, stored[row].tobytes()))
        coarse = sorted(coarse, key=lambda one: -one[0])[: _FINER * len(new)]
    for _, which, id, placed, kept in coarse:
        finer = overlay.finer(new[which], *_kept(kept), placed)
        if finer is not None:
            found.setdefault(id, []).append((finer[0], which, finer[1]))
    order = sorted(found.items(), key=lambda one: -max(score for score, _, _ in one[1]))
    return [(id, [(which, placed) for _, which, placed in places]) for id, places in order[:_OPENED]]


def _chunks(known: Iterable[tuple[int, str]]) -> "Iterator[tuple[list[int], np.ndarray[Any, np.dtype[np.uint8]]]]":
    """Ids with what is kept of their looks, bytes in rows, many at a time."""
    import numpy as np  # noqa: PLC0415 - see above

    whole = iter((id, seen) for id, seen in known if len(seen) == LENGTH)
    while some := list(islice(whole, _AT_ONCE)):
        seen = np.frombuffer(bytes.fromhex("".join(looks for _, looks in some)), dtype=np.uint8)
        yield [id for id, _ in some], seen.reshape(len(some), -1)


def _kept(looks: bytes) -> "tuple[Grays, Grays]":
    """The greys (LOOKS, LOOKS) and finer marks (FINE, FINE) of what a picture looks like."""
    import numpy as np  # noqa: PLC0415 - see above

    seen = np.frombuffer(looks, dtype=np.uint8)
    greys, packed = seen[: LOOKS * LOOKS], seen[LOOKS * LOOKS :]
    steps = np.stack([packed // 16, packed % 16], axis=1).reshape(FINE, FINE).astype(np.float32) - 8
    return greys.reshape(LOOKS, LOOKS).astype(np.float32), steps * np.float32(overlay.STEP)


def _greys(picture: "Image", *, box: tuple[float, ...] | None = None, size: tuple[int, int]) -> "Grays":
    import numpy as np  # noqa: PLC0415 - see above
    from PIL import Image  # noqa: PLC0415

    edges = (box[0], box[1], box[2], box[3]) if box is not None else None
    return np.asarray(picture.convert("L").resize(size, Image.Resampling.BOX, box=edges), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Windows:
    """A new picture as it would lie on an earlier one, for each way in which either was cut."""

    shown: "Grays"
    """Its marks (ways, cells), each with mean 0 and length 1 over the cells that it covers."""
    masks: "Grays"
    """The cells that it covers, each way of covering once (masks, cells)."""
    mask_of: list[int]
    placed: list[Placed]

    @classmethod
    def of(cls, picture: "Image") -> "_Windows":
        """All ways in which a picture may lie."""
        import numpy as np  # noqa: PLC0415 - see above

        picture = picture.convert("L")
        ways = [_way(picture, sides) for sides in _ways()]
        masks, mask_of = np.unique(np.array([mask.ravel() for _, mask, _ in ways]), axis=0, return_inverse=True)
        mask_of = mask_of.ravel()
        shown = np.array([greys.ravel() for greys, _, _ in ways])
        covered = masks[mask_of]
        shown = (shown - (shown * covered).sum(1, keepdims=True) / covered.sum(1, keepdims=True)) * covered
        shown /= np.maximum(np.sqrt((shown * shown).sum(1, keepdims=True)), 1e-3)
        return cls(shown, masks, mask_of.tolist(), [placed for _, _, placed in ways])

    def likely(self, stored: "np.ndarray[Any, np.dtype[np.uint8]]") -> list[tuple[float, int, Placed]]:
        """Of stored looks, in rows, those that may be the same: how much they agree, their row, the place."""
        import numpy as np  # noqa: PLC0415 - see above

        step = LOOKS // _CELLS
        greys = stored[:, : LOOKS * LOOKS].reshape(-1, _CELLS, step, _CELLS, step)
        cells = overlay.marks(greys.astype(np.float32).mean(axis=(2, 4)), _NEAR).reshape(len(stored), -1)
        once, twice, count = cells @ self.masks.T, (cells * cells) @ self.masks.T, self.masks.sum(1)
        spread = np.sqrt(np.maximum(twice - once * once / count, count * 0.3))
        scores = (cells @ self.shown.T) / spread[:, self.mask_of]
        best = scores.max(1)
        rows = [int(row) for row in np.argsort(-best)[:_FINER] if best[row] >= _LIKELY]
        return [(float(best[row]), row, self.placed[int(scores[row].argmax())]) for row in rows]


_Way = tuple["Grays", "Grays", Placed]


def _ways() -> list[tuple[float, ...]]:
    """How far each side of a new picture lies within the sides of an earlier one, or beyond them where below 0."""
    within = product((0.0, 0.033, 0.067, 0.1), repeat=4)
    beyond = product((0.0, -0.035, -0.075, -0.12), repeat=4)
    either = (way for way in product((0.0, 0.08, -0.08), repeat=4) if min(way) < 0 < max(way))
    return sorted({*within, *beyond, *either})


def _way(picture: "Image", sides: tuple[float, ...]) -> _Way:
    """A new picture as it lies on an earlier one: its marks there, the cells that it covers, and the place."""
    import numpy as np  # noqa: PLC0415 - see above

    (left, top, right, bottom), cells = sides, _CELLS
    wide, high = 1 - left - right, 1 - top - bottom
    x0, x1 = _covered(left, right)
    y0, y1 = _covered(top, bottom)
    edges = (
        (x0 / cells - left) / wide,
        (y0 / cells - top) / high,
        (x1 / cells - left) / wide,
        (y1 / cells - top) / high,
    )
    box = tuple(min(1.0, max(0.0, edge)) * side for edge, side in zip(edges, picture.size * 2, strict=True))
    greys, mask = np.zeros((2, cells, cells), dtype=np.float32)
    greys[y0:y1, x0:x1] = overlay.marks(_greys(picture, box=box, size=(x1 - x0, y1 - y0)), _NEAR)
    mask[y0:y1, x0:x1] = 1
    return greys, mask, Placed(1 / wide, 0, -left / wide, 0, 1 / high, -top / high)


def _covered(first: float, last: float) -> tuple[int, int]:
    """The cells, from and to, that a picture covers which lies so far within these sides, or nearly covers."""
    return max(0, round(first * _CELLS + 0.3)), min(_CELLS, round((1 - last) * _CELLS - 0.3))

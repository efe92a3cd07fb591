"""Two pictures as one, each under its title: beside each other, or one above the other where they are wide."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from zibot.rules.alike import BROKEN, FORMATS, LARGEST

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH = 1000
"""Pixels across: on a phone the letters are then as large as those of the chat."""
TALLEST = 1500
"""Pixels down of the pictures themselves, all together."""
_GAP, _LINE, _LETTERS = 20, 44, 34
_GROUND, _INK = "white", "#1c1c1e"


def side_by_side(pictures: Sequence[tuple[bytes, str]]) -> bytes | None:
    """A JPEG that shows pictures, each with the lines of its title above it; None where one cannot be shown."""
    from PIL import Image  # noqa: PLC0415 - loaded once pictures are compared, as few are

    try:
        opened = [_opened(data) for data, _ in pictures]
    except (*BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    stacked = all(picture.width > picture.height for picture in opened)
    columns = 1 if stacked else len(opened)
    wide = (WIDTH - _GAP * (columns + 1)) // columns
    tall = TALLEST // len(opened) if stacked else TALLEST
    shown = [_fitted(picture, (wide, tall)) for picture in opened]
    head = _GAP + _LINE * max(title.count("\n") + 1 for _, title in pictures)
    boxes = [head + picture.height + _GAP for picture in shown]
    canvas = Image.new("RGB", (WIDTH, sum(boxes) if stacked else max(boxes)), _GROUND)
    for number, (picture, (_, title)) in enumerate(zip(shown, pictures, strict=True)):
        left = _GAP + (0 if stacked else number * (wide + _GAP))
        top = sum(boxes[:number]) if stacked else 0
        _titled(canvas, title, (left, top + _GAP // 2), wide)
        canvas.paste(picture, (left + (wide - picture.width) // 2, top + head))
    out = BytesIO()
    canvas.save(out, "JPEG", quality=88)
    return out.getvalue()


def _opened(data: bytes) -> "Image":
    from PIL import Image, ImageOps  # noqa: PLC0415 - see above

    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > LARGEST:
            raise ValueError("too large")
        opened.draft("RGB", (WIDTH, TALLEST))  # a large JPEG is read small
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((WIDTH, TALLEST))
        if upright.has_transparency_data:
            ground = Image.new("RGBA", upright.size, _GROUND)
            upright = Image.alpha_composite(ground, upright.convert("RGBA"))
        return upright.convert("RGB")


def _fitted(picture: "Image", most: tuple[int, int]) -> "Image":
    """As large as it fits, small ones made larger."""
    scale = min(most[0] / picture.width, most[1] / picture.height)
    return picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))


def _titled(canvas: "Image", title: str, at: tuple[int, int], wide: int) -> None:
    from PIL import ImageDraw  # noqa: PLC0415 - see above

    draw = ImageDraw.Draw(canvas)
    for number, line in enumerate(title.splitlines()):
        _line(draw, line, (at[0], at[1] + number * _LINE), wide)


def _line(draw: "ImageDraw", words: str, at: tuple[int, int], wide: int) -> None:
    """A line in letters that are made smaller until it fits."""
    from PIL import ImageFont  # noqa: PLC0415 - see above

    size = _LETTERS
    while size > 12 and draw.textlength(words, font=ImageFont.load_default(size)) > wide:
        size -= 2
    draw.text(at, words, fill=_INK, font=ImageFont.load_default(size))

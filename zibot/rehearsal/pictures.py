"""Pictures as Telegram makes them of a photo, and synthetic ones to send in a rehearsal."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont, ImageOps

from zibot.rehearsal.errors import bad

_EDGES = (90, 320, 1280)
PHOTO_LIMIT = 10 * 1024 * 1024


Scaled = tuple[bytes, int, int]


@lru_cache(maxsize=8)  # rehearsals send one picture again and again
def sizes(data: bytes) -> tuple[Scaled, ...]:
    """JPEGs without metadata, smallest first, each with width and height; the last is the full picture."""
    if len(data) > PHOTO_LIMIT:
        raise bad(
            f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes",
        )
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise bad("IMAGE_PROCESS_FAILED") from error
    width, height = picture.size
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    wanted = [edge for edge in _EDGES[:-1] if edge < max(width, height)] + [_EDGES[-1]]
    return tuple(_jpeg(picture, edge) for edge in reversed(wanted))[::-1]  # the smaller out of the larger


def _jpeg(picture: Image.Image, edge: int) -> Scaled:
    picture.thumbnail((edge, edge))  # in place
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=87)
    return out.getvalue(), picture.width, picture.height


def sample(lines: list[str], seed: int) -> bytes:
    """A made-up photo of a desk with a sheet on which the lines stand; each seed has its own colour."""
    picture = Image.new("RGB", (960, 720))
    draw = ImageDraw.Draw(picture)
    hue = (seed * 47) % 360
    for y in range(720):
        draw.line([(0, y), (960, y)], fill=f"hsl({hue},35%,{62 - y * 30 // 720}%)")
    draw.rounded_rectangle([148, 86, 828, 644], 14, fill=f"hsl({hue},30%,30%)")
    draw.rounded_rectangle([140, 76, 820, 636], 10, fill="#fdfcf7")
    draw.rectangle([140, 96, 820, 104], fill=f"hsl({hue},55%,42%)")
    for row, line in enumerate(lines):
        font = ImageFont.load_default(44 if row == 0 else 30)
        draw.text((190, 150 + row * 74), line, fill="#232a33", font=font)
    for row in range(len(lines), 6):
        draw.line([(190, 172 + row * 74), (190 + (row * 211) % 300 + 280, 172 + row * 74)], fill="#d5d3ca", width=6)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()

"""Copies of evidence that leave: without what a camera or a program wrote beside it, under names that do no harm.

The originals stay in the store as they came. Packages of office programs and archives are not opened, and leave as they
are.
"""

import os
import struct
import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zibot.storage import papers, videos
from zibot.storage.sniff import mime_of

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 50_000_000
"""Pixels, all frames together: what is more takes more memory than a small server has."""
LONGEST_NAME = 100
_LONGEST_ENDING = 12
_SAVED_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 92},
    "GIF": {},
    "BMP": {},
    "TIFF": {"compression": "tiff_adobe_deflate"},
}
"""The formats that are opened, by Pillow's names, and how a copy is written."""
_KEPT = ("icc_profile", "transparency", "duration", "loop")
"""What a picture says of itself that its copy says too: colours and pace."""
_WRONG = (OSError, ValueError, SyntaxError, LookupError, ArithmeticError, TypeError)
_BROKEN = (*_WRONG, EOFError, MemoryError, struct.error)
"""What Pillow raises for files that are not what they seem."""


def bare_copy(data: bytes, mime: str) -> bytes | None:
    """A picture upright and without EXIF, GPS, XMP, IPTC, comments and thumbnails, in the same format; videos, PDFs so.

    Whatever else comes back as it is; None for what cannot be made bare: a picture or video that is broken, a picture
    that is too large, or of a kind that cannot be opened here, such as HEIC and SVG. Takes up to a second of a large
    photo.
    """
    kind = mime_of(data, mime)
    if kind in videos.FAMILY:
        return videos.bare_video(data)
    if kind == "application/pdf":
        return papers.bare_paper(data)
    return _bare_picture(data) if kind.startswith("image/") else data


def _bare_picture(data: bytes) -> bytes | None:
    from PIL import Image, ImageSequence  # noqa: PLC0415 - loaded once a picture leaves, as few do

    try:
        with Image.open(BytesIO(data), formats=list(_SAVED_AS)) as opened:
            # A JPEG with several pictures is a photo and what its camera made of it besides.
            kind = "JPEG" if opened.format == "MPO" else str(opened.format)
            count = 1 if kind == "JPEG" else getattr(opened, "n_frames", 1)
            if opened.width * opened.height * count > LARGEST:
                return None
            frames = [_bare(frame) for _, frame in zip(range(count), ImageSequence.Iterator(opened), strict=False)]
            return _saved(frames, kind)
    except (*_BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _bare(frame: "Image") -> "Image":
    from PIL import ImageOps  # noqa: PLC0415 - see above

    said: dict[str | tuple[int, int], Any] = {name: frame.info[name] for name in _KEPT if name in frame.info}
    if said.get("icc_profile", b"")[36:40] != b"acsp":  # anything may stand where a profile should
        said.pop("icc_profile", None)
    upright = ImageOps.exif_transpose(frame)
    upright.info = said
    return upright


def _saved(frames: "list[Image]", kind: str) -> bytes:
    first, *more = frames
    options = {**_SAVED_AS[kind], **{name: first.info[name] for name in _KEPT[:1] if name in first.info}}
    if more:
        options |= {"save_all": True, "append_images": more}
        options |= {"duration": [frame.info.get("duration", 0) for frame in frames]} if kind != "TIFF" else {}
    out = BytesIO()
    first.save(out, kind, **options)
    return out.getvalue()


def leaving_name(name: str) -> str:
    """A name from outside as it may go out again: one line without folders or signs that nobody sees, 100 at most."""
    plain = "".join(map(_seen, name.replace("\\", "/").rpartition("/")[2]))
    stem, ending = os.path.splitext(" ".join(plain.split()).lstrip(". "))
    if len(ending) > _LONGEST_ENDING:
        stem, ending = stem + ending, ""
    return f"{stem[: LONGEST_NAME - len(ending)].rstrip()}{ending}" or "berkas"


def _seen(character: str) -> str:
    """A character that can be seen, a space, or nothing for one that could turn words around or hide an ending."""
    kind = unicodedata.category(character)
    if kind.startswith("Z") or character in "\t\r\n":
        return " "
    return "" if kind.startswith("C") else character

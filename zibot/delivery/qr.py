"""A link as a QR code that a cheap phone reads from another's screen or from paper."""

from io import BytesIO
from pathlib import Path

SCALE, MARGIN = 12, 4
"""Pixels of a module, and the modules of the quiet zone that readers want around the code."""


def png(link: str) -> bytes:
    """The picture of a QR code as PNG, some 500 pixels wide for an invitation."""
    import segno  # noqa: PLC0415 - invitations are rare

    picture = BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=SCALE, border=MARGIN)
    return picture.getvalue()


def written_to(link: str, place: Path) -> None:
    """Write the picture to a file; raises OSError."""
    place.write_bytes(png(link))

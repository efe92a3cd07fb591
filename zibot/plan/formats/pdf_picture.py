"""A PDF in pdfium: how many pages it has, what a page looks like, a broken file written anew."""

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image
from pypdfium2 import raw

from zibot.plan.problem import PlanError, Problem

_DPI = 300
_MOST_PIXELS = 12_000_000

PdfError = pdfium.PdfiumError


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The document in pdfium, closed afterwards; raises PlanError for a password, PdfError for what it cannot open."""
    try:
        document = pdfium.PdfDocument(content)
    except PdfError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise PlanError(Problem("password")) from error
        raise
    try:
        yield document
    finally:
        document.close()


def mended(content: bytes) -> bytes | None:
    """The file as pdfium writes it anew, which mends many a broken one; None where pdfium cannot open it either."""
    try:
        with opened(content) as document:
            if not len(document):
                return None
            new = io.BytesIO()
            document.save(new)
            return new.getvalue()
    except PdfError:
        return None


def picture_of(document: Any, index: int) -> Image.Image:
    """A page as a picture in colour of 300 dots an inch, or fewer where it would become too large."""
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        bitmap = page.render(scale=scale)
        picture = bitmap.to_pil().copy()
        bitmap.close()
    finally:
        page.close()
    return picture if isinstance(picture, Image.Image) else Image.new("RGB", (1, 1), "white")

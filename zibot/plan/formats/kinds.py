"""What a file is, by its content, since an extension may lie; and its rows, read by the format that knows it."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from zibot.plan.document import Document, Told
from zibot.plan.problem import PlanError, Problem

_STARTS = (
    (b"PK\x03\x04", "package"),
    (b"\xd0\xcf\x11\xe0", "office97"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
)
_INSIDE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "PowerPoint"), ("content.xml", "OpenDocument"))
_MARK_OF_PDF = 1024
"""Bytes in which a PDF must say that it is one."""
READABLE = ("docx", "xlsx", "pdf", "picture")


def kind_of(path: Path, content: bytes) -> str:
    """The kind of a file: "text", one of READABLE, or a name that people know for what cannot be read.

    Raises PlanError for a file that is protected by a password or whose package is broken.
    """
    head = content[:_MARK_OF_PDF]
    if b"%PDF-" in head:
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = next((kind for mark, kind in _STARTS if start.startswith(mark.lower())), "text")
    if kind == "office97":
        from zibot.plan.formats.package import encrypted  # noqa: PLC0415 - most files are none

        if encrypted(content):
            raise PlanError(Problem("password"))
        return "Word/Excel 97-2003"
    return _package(path) if kind == "package" else kind


def _package(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise PlanError(Problem("broken-file")) from error
    return next((kind for start, kind in _INSIDE if any(name.startswith(start) for name in names)), "ZIP")


def document_of(kind: str, path: Path, *, sheet: str | None, told: Told) -> Document:
    """Read a file of one of the READABLE kinds; raises PlanError."""
    readers: dict[str, Callable[[], Document]] = {
        "docx": lambda: _docx(path),
        "xlsx": lambda: _xlsx(path, sheet),
        "pdf": lambda: _pdf(path, told),
        "picture": lambda: _picture(path, told),
    }
    return readers[kind]()


# Each format's library costs half a second to load: only the one that is needed is.
def _docx(path: Path) -> Document:
    from zibot.plan.formats import docx  # noqa: PLC0415

    return docx.read(path)


def _xlsx(path: Path, sheet: str | None) -> Document:
    from zibot.plan.formats import xlsx  # noqa: PLC0415

    return xlsx.read(path, sheet=sheet)


def _pdf(path: Path, told: Told) -> Document:
    from zibot.plan.formats import pdf  # noqa: PLC0415

    return pdf.read(path, told=told)


def _picture(path: Path, told: Told) -> Document:
    from zibot.plan.formats import scan  # noqa: PLC0415

    return scan.read_picture(path, told=told)

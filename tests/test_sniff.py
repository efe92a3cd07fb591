"""What a file is, told from its bytes alone, whatever the program that sent it says."""

import io
import struct
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from zibot.storage import sniff
from zibot.storage.sniff import UNKNOWN, mime_of

OFFICE = "application/vnd.openxmlformats-officedocument"
WORD, SHEET = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
SLIDES = f"{OFFICE}.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ANY_CLAIM = ("", UNKNOWN, "image/jpeg", "application/pdf", "text/plain", WORD, "video/mp4", "text/html", "a/b;c=d")


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, kind)
    return out.getvalue()


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def packed(*names: str, first: str = "") -> bytes:
    """A package; `first` is what its entry `mimetype` holds, stored as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        if first:
            package.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name in names:
            package.writestr(name, name * 40)
    return out.getvalue()


def boxed(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1isom" + bytes(range(200))


PLAIN = {
    "jpeg": (picture("JPEG"), "image/jpeg"),
    "png": (picture("PNG"), "image/png"),
    "gif": (picture("GIF"), "image/gif"),
    "webp": (picture("WEBP"), "image/webp"),
    "tiff": (picture("TIFF"), "image/tiff"),
    "bmp": (picture("BMP"), "image/bmp"),
    "heic": (boxed(b"heic"), "image/heic"),
    "heif": (boxed(b"mif1"), "image/heif"),
    "avif": (boxed(b"avif"), "image/avif"),
    "mp4": (boxed(b"isom"), "video/mp4"),
    "mp42": (boxed(b"mp42"), "video/mp4"),
    "mov": (boxed(b"qt  "), "video/quicktime"),
    "m4a": (boxed(b"M4A "), "audio/mp4"),
    "3gp": (boxed(b"3gp5"), "video/3gpp"),
    "voice": (b"OggS\0\2" + bytes(20) + b"\x01\x13OpusHead" + bytes(90), "audio/ogg"),
    "ogg film": (b"OggS\0\2" + bytes(20) + b"\x01\x2a\x80theora" + bytes(90), "video/ogg"),
    "mp3 with a tag": (b"ID3\x03\0\0\0\0\0\x21" + bytes(90), "audio/mpeg"),
    "mp3": (b"\xff\xfb\x90\x64" + bytes(90), "audio/mpeg"),
    "wav": (b"RIFF\x24\0\0\0WAVEfmt " + bytes(20), "audio/wav"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf"),
    "rar": (b"Rar!\x1a\x07\x01\0" + bytes(20), "application/vnd.rar"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(20), "application/x-7z-compressed"),
    "gzip": (b"\x1f\x8b\x08\0" + bytes(20), "application/gzip"),
    "odt": (packed("content.xml", first=ODT), ODT),
    "jar": (packed("META-INF/MANIFEST.MF", "A.class"), "application/java-archive"),
    "windows program": (
        b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + bytes(90),
        "application/vnd.microsoft.portable-executable",
    ),
    "linux program": (b"\x7fELF\2\1\1" + bytes(90), "application/x-executable"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "text/x-script"),
    "page": (b"\xef\xbb\xbf \n<!DOCTYPE html><html><script>alert(1)</script>", "text/html"),
    "bare script tag": (b"<SCRIPT src=//x>", "text/html"),
    "page in UTF-16": ("\ufeff<html><body>".encode("utf-16-le"), "text/html"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    "svg behind a declaration": (b"<?xml version='1.0'?>\n<!-- x -->\n<svg:svg/>", "image/svg+xml"),
    "xml": (b"<?xml version='1.0'?><a/>", "application/xml"),
    "nothing": (b"", UNKNOWN),
    "noise": (bytes(range(256)), UNKNOWN),
    "matroska": (b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x23B\x86\x81\1B\x82\x84webm", "video/webm"),
    "flac": (b"fLaC\0\0\0\x22\x10\0" + bytes(40), "audio/flac"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_the_content_wins_over_any_claim(name: str) -> None:
    data, mime = PLAIN[name]
    known = {mime_of(data, claim) for claim in ANY_CLAIM}
    assert known == {mime}


WORDS = "Dengan hormat, bersama ini kami sampaikan – notulen “rapat”.\r\nSalam\n"


@pytest.mark.parametrize(
    ("data", "claim", "mime"),
    [
        (saved(docx.Document().save), WORD, WORD),
        (saved(openpyxl.Workbook().save), SHEET, SHEET),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), SLIDES, SLIDES),
        (packed("[Content_Types].xml", "word/document.xml"), UNKNOWN, "application/zip"),
        (packed("foto 1.jpg", "foto 2.jpg"), "application/x-zip-compressed", "application/zip"),
        (packed("foto 1.jpg"), "image/jpeg", "application/zip"),
        (packed("content.xml", first=ODT), WORD, ODT),
        (packed(), WORD, WORD),
        (sniff._OLE + bytes(600), "application/msword", "application/msword"),
        (sniff._OLE + bytes(600), "application/vnd.ms-excel", "application/vnd.ms-excel"),
        (sniff._OLE + bytes(600), "image/png", "application/x-ole-storage"),
        (WORDS.encode(), "text/plain", "text/plain"),
        (WORDS.encode(), "text/csv; charset=utf-8", "text/csv"),
        (WORDS.encode(), "TEXT/CSV", "text/csv"),
        (WORDS.encode(), "application/pdf", "text/plain"),
        (WORDS.encode(), WORD, "text/plain"),
        (WORDS.encode("utf-16"), UNKNOWN, "text/plain"),
        (WORDS.encode("cp1252"), "text/csv", "text/csv"),
        (WORDS.encode("cp1252"), UNKNOWN, UNKNOWN),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"alert(1)", "application/javascript", "application/javascript"),
        (b"BM adalah singkatan dari Bina Marga", "image/bmp", "text/plain"),
        (b"MZ tidak selalu program", "", "text/plain"),
        (b"ID3: nomor tiga", "audio/mpeg", "text/plain"),
        (("é" * 40_000).encode(), "", "text/plain"),
        (("a" + "é" * 40_000).encode(), "", "text/plain"),
        (b"halaman biasa\0", "text/html", UNKNOWN),
    ],
)  # fmt: skip
def test_a_claim_counts_only_where_the_bytes_leave_it_open(data: bytes, claim: str, mime: str) -> None:
    assert mime_of(data, claim) == mime


@given(
    st.binary(max_size=400), st.sampled_from([b"", *sniff._BEGINNINGS, *sniff._ZIP, sniff._OLE, b"RIFF", b"MZ", b"<"])
)
@example(b"", b"")
@example(b"\xff", b"\xff\xfe")
def test_no_bytes_make_it_fail(data: bytes, beginning: bytes) -> None:
    for claim in ANY_CLAIM:
        assert "/" in mime_of(beginning + data, claim)


@given(st.text(max_size=60))
def test_no_claim_makes_it_fail_or_comes_back_as_something_else_than_a_type(claim: str) -> None:
    for data in (b"", b"halo", b"PK\3\4", sniff._OLE, b"\0\1\2\3\4"):
        mime = mime_of(data, claim)
        assert mime.isascii()
        assert len(mime) < 150
        assert not set(mime) & set(" \n\r\"'<>")


def test_only_the_beginning_of_a_large_file_is_looked_at() -> None:
    class Counting(bytes):
        seen = 0

        def __getitem__(self, at: object) -> object:
            assert isinstance(at, slice)
            Counting.seen += len(range(*at.indices(len(self))))
            return super().__getitem__(at)

    assert mime_of(Counting(picture("JPEG") + bytes(20_000_000)), "") == "image/jpeg"
    assert Counting.seen <= 64 * 1024

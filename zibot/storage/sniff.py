"""What a file is, told from its bytes; nothing is opened, unpacked or believed because its sender's program says so."""

import codecs
import re

UNKNOWN = "application/octet-stream"
TEXT, HTML, SVG, XML, SCRIPT = "text/plain", "text/html", "image/svg+xml", "application/xml", "text/x-script"
_LOOKED_AT = 64 * 1024
"""First bytes that are looked at; no more are needed, however large a file is."""

_BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"%PDF-": "application/pdf",
    b"{\\rtf": "application/rtf",
    b"Rar!\x1a\x07": "application/vnd.rar",
    b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
    b"\x1f\x8b\x08": "application/gzip",
    b"\x7fELF": "application/x-executable",
    **dict.fromkeys((b"ID3\x02", b"ID3\x03", b"ID3\x04"), "audio/mpeg"),
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGES = re.compile(
    r"application/(?:vnd\.(?:openxmlformats-officedocument|oasis\.opendocument|ms-(?:word|excel|powerpoint))\.[\w.+-]{1,60}"
    r"|epub\+zip|zip)",
    re.I,
)
_OLD_OFFICE = re.compile(r"application/(?:msword|vnd\.(?:ms-(?:excel|powerpoint|outlook|project)|visio))", re.I)
"""Claims that cannot be told apart without opening the package, so that they stand."""
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = (
    (re.compile(rb"hei[cxms]|hev[cmsx]"), "image/heic"),
    (re.compile(rb"mi[af][12]|msf1"), "image/heif"),
    (re.compile(rb"avi[fs]"), "image/avif"),
    (re.compile(rb"qt  "), "video/quicktime"),
    (re.compile(rb"M4[AB] |f4a "), "audio/mp4"),
    (re.compile(rb"3g.."), "video/3gpp"),
)
_OGG = ((b"OpusHead", "audio/ogg"), (b"\x01vorbis", "audio/ogg"), (b"\x80theora", "video/ogg"))

_CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(
    r"<(?:!doctype html|!--|(?:a|b|body|br|div|embed|font|form|frameset|h[1-6]|head|html|iframe|img|link|meta|object|p"
    r"|script|style|table|title)\b)",
    re.I,
)
_MARKUP = re.compile(r"<(?:\?xml|!doctype|!--|[\w:]*svg\b)", re.I)
_SVG = re.compile(r"<(?:\w+:)?svg\b", re.I)
_WORDY = re.compile(
    r"text/[\w.+-]{1,60}|application/(?:json|xml|javascript|x-sh|[\w.-]{1,60}\+(?:xml|json))|image/svg\+xml", re.I
)
_SURE = 4


def mime_of(data: bytes, claimed: str) -> str:
    """The media type that the bytes themselves show; what was claimed counts only where they leave it open.

    Nothing recognised is application/octet-stream. Never raises, and takes the same time for a file of any size.
    """
    head = bytes(data[:_LOOKED_AT])
    claimed = claimed.partition(";")[0].strip().lower()
    return _signed(head) or _packed(head, claimed) or _moving(head) or _read(head, claimed) or _listed(head, claimed)


def _signed(head: bytes) -> str | None:
    """What begins as only one type does."""
    return next((mime for beginning, mime in _BEGINNINGS.items() if head.startswith(beginning)), None)


def _packed(head: bytes, claimed: str) -> str | None:
    """Packages of office programs, which stay shut: the first entry's name is all that is seen of one."""
    if head.startswith(_OLE):
        return claimed if _OLD_OFFICE.fullmatch(claimed) else "application/x-ole-storage"
    if not head.startswith(_ZIP):
        return None
    first = head[30:158]
    if named := re.match(rb"mimetype(application/(?:vnd\.oasis\.opendocument\.[\w.+-]+|epub\+zip))", first):
        return named[1].removesuffix(b"PK").decode("ascii")
    if first.startswith((b"META-INF/", b"AndroidManifest.xml", b"classes.dex")):
        return "application/java-archive"
    return claimed if _PACKAGES.fullmatch(claimed) else "application/zip"


def _moving(head: bytes) -> str | None:
    """Sound, film, and the pictures that come in their containers."""
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(b"OggS"):
        return next((mime for mark, mime in _OGG if mark in head[:128]), "application/ogg")
    if head[4:8] == b"ftyp":
        return next((mime for brand, mime in _BRANDS if brand.fullmatch(head[8:12])), "video/mp4")
    # A frame of MPEG layer III: eleven bits set, and neither rate one of those that are forbidden.
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] < 0xF0 and head[2] & 0x0C != 0x0C:
        return "audio/mpeg"
    return None


def _read(head: bytes, claimed: str) -> str | None:
    """Text, and what text may be besides: pages and pictures that can run scripts, and scripts."""
    text = _text(head, legacy=bool(_WORDY.fullmatch(claimed)))
    if text is None:
        return None
    text = text.lstrip("\ufeff \t\r\n\f")
    if text.startswith("#!"):
        return SCRIPT
    if _MARKUP.match(text) and _SVG.search(text):
        return SVG
    if _HTML.match(text):
        return HTML
    if text.startswith("<?xml"):
        return claimed if claimed.endswith("+xml") else XML
    return claimed if _WORDY.fullmatch(claimed) else TEXT


def _text(head: bytes, *, legacy: bool) -> str | None:
    """The bytes as text; None where they are none. `legacy` takes the old Windows encoding for text too."""
    if not head:
        return None
    coding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        # A character that is cut at the end is none of its faults.
        text = codecs.getincrementaldecoder(coding)().decode(head, final=len(head) < _LOOKED_AT)
    except UnicodeDecodeError:
        if not legacy:
            return None
        text = head.decode("cp1252", errors="replace")
    return None if _CONTROL.search(text) else text


def _listed(head: bytes, claimed: str) -> str:
    """What a long list of rarer signatures says; one that is shorter than four bytes says nothing."""
    if head.startswith(b"MZ"):
        return "application/vnd.microsoft.portable-executable"
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp"
    import puremagic  # noqa: PLC0415 - reads its list when it is loaded, and hardly any file needs it

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    mimes = [
        one.mime_type
        for one in found
        if one.mime_type and one.offset >= 0 and len(one.byte_match) >= _SURE and not _WORDY.fullmatch(one.mime_type)
    ]
    return claimed if claimed in mimes else next(iter(mimes), UNKNOWN)

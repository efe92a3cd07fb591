"""Bare copies of PDFs: without author, program, and what a camera wrote into the photos of their pages.

What is told is overwritten where it stands, byte for byte, so that every offset and all that is seen stays as it is.
What is signed or locked is left alone: a signature covers these bytes, too, and what is locked cannot be read.
"""

import re
from itertools import islice

_SIGNED, _LOCKED = re.compile(rb"/ByteRange\s*\["), re.compile(rb"/Encrypt\b")
_INFO = re.compile(rb"/Info\s+(\d{1,10})\s+(\d{1,5})\s+R\b")
_XMP, _XMP_END = re.compile(rb"<\?xpacket begin=[^>]{0,200}\?>"), b"<?xpacket end="
_EXIF = re.compile(rb"\xff\xe1(..)Exif\0\0(?=II\*\0|MM\0\*)", re.S)
_DATES = (b"/CreationDate", b"/ModDate")
"""What a dictionary of information may go on to say: dates are of nobody."""
_WORD = re.compile(rb"\s*(?:(/[^\s()<>\[\]{}/%]*)|(\()|(<<|>>)|<([0-9A-Fa-f\s]*)>|(endobj)|[^\s()<>/]+|[<>])")
_MOST = 20
"""Dictionaries of information, and versions of each, that are looked at: one for each time that a PDF was changed."""
_LONGEST = 65_536
"""Bytes of a dictionary of information that are looked at."""


def bare_paper(data: bytes) -> bytes:
    """The same PDF of which nothing beside its pages tells by whom, where and by what it was made, as far as it can.

    What is packed, as some programs pack even these few words, stays; what is signed or locked comes back as it is.
    """
    if _SIGNED.search(data) or _LOCKED.search(data):
        return data
    copy = bytearray(data)
    _without_xmp(copy, data)
    for found in _EXIF.finditer(data):
        _without_exif(copy, found)
    for number, generation in sorted(set(_INFO.findall(data)))[-_MOST:]:
        # A pattern that begins with what it looks for is found several times as fast as one that looks behind it.
        for begun in islice(re.finditer(rb"%s\s+%s\s+obj\b" % (number, generation), data), _MOST):
            if not data[begun.start() - 1 : begun.start()].isdigit():
                _without_words(copy, data, begun.end())
    return bytes(copy)


def _without_xmp(copy: bytearray, data: bytes) -> None:
    """Overwrite what each packet of XMP holds."""
    found = _XMP.search(data)
    while found is not None and (end := data.find(_XMP_END, found.end())) >= 0:
        copy[found.end() : end] = b" " * (end - found.end())
        found = _XMP.search(data, end)


def _without_exif(copy: bytearray, found: "re.Match[bytes]") -> None:
    """Overwrite what an EXIF segment of a photo holds; the photo's own next segment must stand behind it."""
    end = found.start() + 2 + int.from_bytes(found[1], "big")
    if found.end() < end < len(copy) and copy[end] == 0xFF:
        copy[found.end() : end] = bytes(end - found.end())


def _without_words(copy: bytearray, data: bytes, at: int) -> None:
    """Overwrite the words of a dictionary that begins there, up to the end of its object."""
    name, stop = b"", min(len(data), at + _LONGEST)
    while (word := _WORD.match(data, at, stop)) is not None and not word[5]:
        at = word.end()
        if word[1]:
            name = word[1]
        elif word[2]:
            end = _end_of_words(data, at, stop)
            if end is None:
                return
            if name not in _DATES:
                copy[at:end] = b" " * (end - at)
            at = end + 1
        elif word[4] and name not in _DATES:
            length = word.end(4) - word.start(4)
            copy[word.start(4) : word.end(4)] = (b"20" * length)[:length]


def _end_of_words(data: bytes, at: int, stop: int) -> int | None:
    """Where the bracket stands that closes words in round brackets, which may hold others; None where none does."""
    depth = 1
    while at < stop:
        sign = data[at]
        if sign == 0x5C:  # a backslash: the next sign is meant as itself
            at += 1
        elif sign == 0x28:
            depth += 1
        elif sign == 0x29:
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return None

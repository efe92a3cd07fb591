"""Bare copies of videos of the MP4 family (MP4, MOV, 3GP, M4A): without place, device and what else is told beside.

What is told is overwritten where it stands, so that every offset stays true and pictures and sound stay as they are:
boxes of metadata become empty `free` boxes, and so do tracks that are neither picture nor sound, such as one of places.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

FAMILY = ("video/mp4", "video/quicktime", "video/3gpp", "audio/mp4")
"""What is made of such boxes."""
_TOP = frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mfra", b"mdat", b"sidx", b"ssix", b"wide", b"pdin"})
"""The boxes of a file that play it; whatever else stands there tells of it."""
_MOVIE = frozenset({b"mvhd", b"trak", b"mvex", b"iods", b"pssh", b"prfl", b"clip", b"ctab"})
"""The same within the movie's own box."""
_WITHIN = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex"})
_TELLING = frozenset({b"udta", b"meta", b"free", b"skip"})
"""What tells of a track or a fragment; a `uuid` there may be how it is to be shown, such as all around."""
_PLAYED = frozenset({b"vide", b"soun", b"auxv", b"hint", b"tmcd"})
"""The kinds of tracks that are pictures, sound, or count time; text may be what a drone writes of where it is."""
_NAMELESS = 24
"""Bytes of a handler's box before its name."""
_CODED = frozenset({b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"av01", b"vp09", b"s263", b"jpeg", b"mjpa", b"apcn"})
_ENCODER = range(50, 82)
"""How pictures are coded, and where such an entry names the encoder."""
_DEEPEST = 8
_MOST = 1_000_000
"""Samples of a track that are looked at."""


class _Odd(Exception):
    """The boxes are not what they should be."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A box of a file: its kind, and where it begins, its content begins and it ends."""

    kind: bytes
    at: int
    content: int
    end: int


def bare_video(data: bytes) -> bytes | None:
    """The same video, as long and played as before, of which nothing tells where and by what it was taken.

    None where that cannot be done surely: what is damaged, or keeps a track of places in fragments.
    """
    copy = bytearray(data)
    try:
        _clean(copy)
    except (_Odd, struct.error, OverflowError):
        return None
    return bytes(copy)


def _clean(copy: bytearray) -> None:
    top = list(_boxes(copy, 0, len(copy)))
    if not any(box.kind == b"moov" for box in top):
        raise _Odd
    media = [(box.content, box.end) for box in top if box.kind == b"mdat"]
    fragments = any(box.kind == b"moof" for box in top)
    for box in top:
        if box.kind not in _TOP:
            _empty(copy, box)
    for box in top:
        if box.kind in _WITHIN:
            _clean_within(copy, box, media, fragments=fragments)


def _clean_within(
    copy: bytearray, outer: _Box, media: Sequence[tuple[int, int]], *, fragments: bool, depth: int = 0
) -> None:
    if depth > _DEEPEST:
        raise _Odd
    for box in list(_boxes(copy, outer.content, outer.end)):
        if box.kind == b"cmov":
            raise _Odd  # it is packed
        if box.kind in _TELLING or (outer.kind == b"moov" and box.kind not in _MOVIE):
            _empty(copy, box)
        elif box.kind == b"trak" and _handler(copy, box) not in _PLAYED:
            if fragments:
                raise _Odd
            for start, end in _samples(copy, box):
                _blank(copy, start, end, media)
            _empty(copy, box)
        elif box.kind == b"hdlr":
            copy[box.content + _NAMELESS : box.end] = bytes(max(0, box.end - box.content - _NAMELESS))
        elif box.kind == b"stsd":
            _unname_encoder(copy, box)
        elif box.kind in _WITHIN:
            _clean_within(copy, box, media, fragments=fragments, depth=depth + 1)


def _boxes(data: bytearray, start: int, end: int) -> Iterator[_Box]:
    """The boxes that stand there one behind the other; up to seven bytes behind the last are none."""
    at = start
    while end - at >= 8:
        size, kind = struct.unpack_from(">I4s", data, at)
        content = at + 8
        if size == 1:
            size, content = struct.unpack_from(">Q", data, content)[0], content + 8
        elif size == 0:
            size = end - at
        if size < content - at or at + size > end:
            raise _Odd
        yield _Box(kind, at, content, at + size)
        at += size


def _empty(copy: bytearray, box: _Box) -> None:
    copy[box.at + 4 : box.at + 8] = b"free"
    copy[box.content : box.end] = bytes(box.end - box.content)


def _blank(copy: bytearray, start: int, end: int, media: Sequence[tuple[int, int]]) -> None:
    """Overwrite a run of samples, which can stand in the media alone."""
    if not any(first <= start <= end <= last for first, last in media):
        raise _Odd
    copy[start:end] = bytes(end - start)


def _unname_encoder(copy: bytearray, box: _Box) -> None:
    """Overwrite what is said of the program that wrote the pictures, which some cameras call by their own name."""
    for entry in _boxes(copy, box.content + 8, box.end):
        if entry.kind in _CODED and entry.end - entry.at >= _ENCODER.stop:
            copy[entry.at + _ENCODER.start : entry.at + _ENCODER.stop] = bytes(len(_ENCODER))


def _inner(copy: bytearray, box: _Box, *path: bytes) -> _Box | None:
    """The first box along a path of kinds below another."""
    found: _Box | None = box
    for kind in path:
        below = _boxes(copy, found.content, found.end) if found is not None else iter(())
        found = next((one for one in below if one.kind == kind), None)
    return found


def _handler(copy: bytearray, track: _Box) -> bytes:
    """What a track is made of, such as `vide`."""
    box = _inner(copy, track, b"mdia", b"hdlr")
    if box is None or box.end - box.content < 12:
        raise _Odd
    return bytes(copy[box.content + 8 : box.content + 12])


# where the samples of a track stand


def _samples(copy: bytearray, track: _Box) -> Iterator[tuple[int, int]]:
    """Where each chunk of a track's samples begins and ends."""
    table = _inner(copy, track, b"mdia", b"minf", b"stbl")
    if table is None:
        raise _Odd
    sizes, left = _sizes(copy, _inner(copy, table, b"stsz")), 0
    for place, count in _chunks(copy, table):
        if left + count > len(sizes):
            raise _Odd
        yield place, place + sum(sizes[left : left + count])
        left += count


def _sizes(copy: bytearray, box: _Box | None) -> Sequence[int]:
    if box is None:
        raise _Odd
    same, count = struct.unpack_from(">4xII", copy, box.content)
    if count > _MOST:
        raise _Odd
    return [same] * count if same else struct.unpack_from(f">{count}I", copy, box.content + 12)


def _chunks(copy: bytearray, table: _Box) -> Iterator[tuple[int, int]]:
    """The place of each chunk, and how many samples it holds."""
    narrow, wide = _inner(copy, table, b"stco"), _inner(copy, table, b"co64")
    box, runs = narrow or wide, _inner(copy, table, b"stsc")
    if box is None or runs is None:
        raise _Odd
    count, several = _count(copy, box), _count(copy, runs)
    places = struct.unpack_from(f">{count}{'I' if narrow else 'Q'}", copy, box.content + 8)
    told = [struct.unpack_from(">II", copy, runs.content + 8 + 12 * at) for at in range(several)]
    if count and (not told or told[0][0] != 1):
        raise _Odd
    for (first, held), (following, _) in pairwise([*told, (count + 1, 0)]):
        if first >= following:
            raise _Odd
        for place in places[first - 1 : following - 1]:
            yield place, held


def _count(copy: bytearray, box: _Box) -> int:
    count: int = struct.unpack_from(">4xI", copy, box.content)[0]
    if count > _MOST:
        raise _Odd
    return count

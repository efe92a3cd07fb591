"""Bare copies of videos: pictures and sound stay to the byte, nothing tells where and by what they were taken."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.storage import videos
from zibot.storage.copies import bare_copy

PLACE = b"-07.1510+110.1403/"
PHONE = b"Galaxy A15 milik Sulastri"
PICTURES = b"gambar pertama" + b"gambar kedua"
TRACK = b"titik satu;" + b"titik dua"


def box(kind: bytes, *content: bytes, large: bool = False) -> bytes:
    inside = b"".join(content)
    if large:
        return struct.pack(">I4sQ", 1, kind, len(inside) + 16) + inside
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def handler(kind: bytes) -> bytes:
    return box(b"hdlr", struct.pack(">4x4s4s12x", b"mhlr", kind), PHONE + b"\0")


def track(kind: bytes, place: int, sizes: list[int], *, wide: bool = False) -> bytes:
    """A track whose samples stand one behind the other, in one chunk each."""
    starts = [place + sum(sizes[:at]) for at in range(len(sizes))]
    table = box(
        b"stbl",
        box(b"stsd", struct.pack(">4xI", 1), box(b"avc1", bytes(42), PHONE.ljust(32, b"\0"), bytes(4))),
        box(b"stsz", struct.pack(f">4xII{len(sizes)}I", 0, len(sizes), *sizes)),
        box(b"stsc", struct.pack(">4xIIII", 1, 1, 1, 1)),
        box(b"co64", struct.pack(f">4xI{len(sizes)}Q", len(sizes), *starts))
        if wide
        else box(b"stco", struct.pack(f">4xI{len(sizes)}I", len(sizes), *starts)),
    )
    return box(b"trak", box(b"tkhd", bytes(84)), box(b"mdia", handler(kind), box(b"minf", table)), told())


def told() -> bytes:
    """What phones write beside a video: where, by what, and keys with values."""
    keys = box(b"keys", struct.pack(">4xI", 1), box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
    values = box(b"ilst", box(struct.pack(">I", 1), box(b"data", bytes(8), PLACE)))
    return box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE), bytes(4)) + box(
        b"meta", bytes(4), handler(b"mdta"), keys, values
    )


def video(*, of: bytes = b"meta", wide: bool = False, place: int | None = None, extra: bytes = b"") -> bytes:
    """A video with a track of pictures and one of another kind, and all that can be told beside them."""
    begins = box(b"ftyp", b"isom", bytes(4), b"isommp42")
    media = box(b"mdat", PICTURES, TRACK, large=wide)
    first = len(begins) + len(media) - len(PICTURES) - len(TRACK)
    pictures = track(b"vide", first, [14, 12], wide=wide)
    others = track(of, first + len(PICTURES) if place is None else place, [11, 9], wide=wide)
    movie = box(b"moov", box(b"mvhd", bytes(100)), pictures, others, told(), box(b"gps ", PLACE))
    return begins + media + movie + box(b"uuid", bytes(16), PLACE) + box(b"free", PLACE) + extra


@pytest.mark.parametrize("of", [b"meta", b"camm", b"text", b"sbtl"])
@pytest.mark.parametrize("wide", [False, True])
def test_place_and_phone_are_gone_and_the_pictures_stand_where_they_stood(of: bytes, wide: bool) -> None:
    before = video(of=of, wide=wide)
    after = bare_copy(before, "video/mp4")
    assert after is not None
    assert len(after) == len(before)
    assert after.index(PICTURES) == before.index(PICTURES)
    for words in (PLACE, TRACK, PHONE, b"titik", b"ISO6709"):
        assert words in before
        assert words not in after
    assert after.count(b"trak") == 1, "the track of places is none any more"
    assert videos.bare_video(after) == after


def test_sound_keeps_its_track_and_its_bytes() -> None:
    before = video(of=b"soun")
    after = videos.bare_video(before)
    assert after is not None
    assert (after.count(b"trak"), after.index(TRACK)) == (2, before.index(TRACK))
    assert PLACE not in after


def damaged() -> dict[str, bytes]:
    whole = video()
    return {
        "cut off": whole[:-40],
        "no movie": box(b"ftyp", b"isom") + box(b"mdat", PICTURES),
        "a box larger than what holds it": whole.replace(struct.pack(">I", 108) + b"mvhd", b"\0\0\xff\xffmvhd"),
        "a box smaller than its own head": whole.replace(struct.pack(">I", 108) + b"mvhd", b"\0\0\0\4mvhd"),
        "samples outside of the media": video(place=1),
        "samples behind the end": video(place=2**31),
        "a track that is none": whole.replace(b"mdia", b"aidm", 1),
        "too many samples": whole.replace(struct.pack(">4xII", 0, 2), struct.pack(">4xII", 0, 2**31)),
        "fragments of a track of places": video(extra=box(b"moof", box(b"traf", bytes(8)))),
        "a movie that is packed": box(b"ftyp", b"qt  ") + box(b"moov", box(b"cmov", PLACE)),
        "nested without end": box(b"ftyp", b"isom") + nested(40),
    }


def nested(depth: int) -> bytes:
    return box(b"moov", *([box(b"trak", nested(depth - 1))] if depth else []))


@pytest.mark.parametrize("how", damaged())
def test_what_cannot_surely_be_made_bare_is_none(how: str) -> None:
    assert videos.bare_video(damaged()[how]) is None


def test_a_real_video_is_played_as_before(tmp_path: Path) -> None:
    file = tmp_path / "asli.mp4"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"mp4v"), 5, (64, 48))
    for grey in range(40, 200, 20):
        writer.write(np.full((48, 64, 3), grey, np.uint8))
    writer.release()
    data = file.read_bytes()
    at = data.rindex(b"moov") - 4
    size = struct.unpack_from(">I", data, at)[0]
    assert at + size == len(data), "its movie stands last, so that it can be told more without moving anything"
    file.write_bytes(data[:at] + struct.pack(">I", size + len(told())) + data[at + 4 :] + told())
    bare = bare_copy(file.read_bytes(), "video/mp4")
    assert bare is not None
    assert PLACE in file.read_bytes()
    assert PLACE not in bare
    (tmp_path / "salinan.mp4").write_bytes(bare)
    shown = frames(tmp_path / "salinan.mp4")
    assert len(shown) == 8
    assert np.array_equal(shown, frames(file))


def frames(file: Path) -> np.ndarray:
    opened, found = cv2.VideoCapture(str(file)), []
    while (read := opened.read())[0]:
        found.append(read[1])
    return np.array(found)


@given(st.binary(max_size=200), st.integers(0, 900), st.integers(0, 255))
def test_no_bytes_are_too_odd(data: bytes, at: int, byte: int) -> None:
    odd = bytearray(video())
    odd[at % len(odd)] = byte
    for one in (data, box(b"moov", data), bytes(odd), bytes(odd[: at + 8])):
        bare = videos.bare_video(one)
        assert bare is None or len(bare) == len(one)

"""Copies of evidence that leave tell nothing of where, when and with what a picture was taken."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from tests.desk import MORNING
from zibot.delivery.leaving import BARE, bare, made_ready
from zibot.model import Outbox
from zibot.storage import copies
from zibot.storage.copies import bare_copy, leaving_name
from zibot.storage.files import FileError, Files

TELLTALE = "Rumah-Pelapor-7.1234S"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{TELLTALE}</x:xmpmeta>".encode()
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")


def exif(turned: int = 1) -> Image.Exif:
    said = Image.Exif()
    said[ORIENTATION], said[MAKER] = turned, TELLTALE
    said.get_ifd(GPS).update({1: "S", 2: (7.0, 7.0, 24.0), 3: "E", 4: (110.0, 24.0, 0.0), 29: TELLTALE})
    return said


def wide(mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (64, 32), "red")
    picture.paste("blue", (32, 0, 64, 32))
    return picture.convert(mode)


def taken(kind: str, turned: int = 1, **more: Any) -> bytes:
    """A picture as a camera leaves it."""
    out = io.BytesIO()
    wide().save(out, kind, exif=exif(turned), icc_profile=PROFILE, **more)
    return out.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(content) + 2).to_bytes(2, "big") + content


def talkative() -> bytes:
    """A JPEG that tells in each place where one can: EXIF, XMP, IPTC, comment, thumbnail, and behind its end."""
    plain = taken("JPEG", 6, xmp=XMP, comment=TELLTALE.encode())
    iptc = b"\x1c\x02\x5a" + len(TELLTALE).to_bytes(2, "big") + TELLTALE.encode()
    block = b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc + b"\0" * (len(iptc) % 2)
    more = segment(0xED, b"Photoshop 3.0\0" + block) + segment(0xE0, b"JFXX\0\x10" + TELLTALE.encode())
    return plain[:2] + more + plain[2:] + TELLTALE.encode()


def said_of(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture


def test_a_jpeg_that_tells_everything_leaves_telling_nothing() -> None:
    before = talkative()
    assert before.count(TELLTALE.encode()) >= 6
    copy = bare_copy(before, "image/jpeg")
    assert copy is not None
    assert TELLTALE.encode() not in copy
    picture = said_of(copy)
    assert picture.format == "JPEG"
    assert not dict(picture.getexif())
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "icc_profile"}
    assert picture.info["icc_profile"] == PROFILE
    assert picture.size == (32, 64), "and it stands upright"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_copy_is_bare_and_upright_in_the_same_format(kind: str, turned: int) -> None:
    data = taken(kind, turned, **({"xmp": XMP} if kind in ("JPEG", "WEBP") else {}))
    assert TELLTALE.encode() in data
    copy = bare_copy(data, "application/octet-stream")
    assert copy is not None
    assert TELLTALE.encode() not in copy
    picture, expected = said_of(copy), ImageOps.exif_transpose(said_of(data))
    assert picture.format == kind
    assert picture.getexif().get(ORIENTATION, 1) == 1
    assert not picture.getexif().get_ifd(GPS)
    assert picture.info["icc_profile"] == PROFILE
    assert picture.size == expected.size
    for at in ((3, 3), (picture.width - 4, picture.height - 4), (3, picture.height - 4)):
        there, wanted = picture.convert("RGB").getpixel(at), expected.convert("RGB").getpixel(at)
        assert all(abs(one - other) < 40 for one, other in zip(there, wanted, strict=True))


def test_what_stands_in_a_png_as_text_stays_behind() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    told = PngInfo()
    told.add_text("Author", TELLTALE)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    copy = bare_copy(taken("PNG", pnginfo=told), "image/png")
    assert copy is not None
    assert TELLTALE.encode() not in copy


def test_pictures_that_move_go_on_moving() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for kind, more in (("GIF", {"comment": TELLTALE}), ("WEBP", {"xmp": XMP}), ("PNG", {}), ("TIFF", {})):
        out = io.BytesIO()
        pace = {} if kind == "TIFF" else {"duration": [200, 300, 400]}
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], **pace, **more)
        copy = bare_copy(out.getvalue(), "image/gif")
        assert copy is not None
        assert TELLTALE.encode() not in copy
        picture = Image.open(io.BytesIO(copy))
        assert picture.n_frames == 3
        picture.seek(1)
        assert picture.convert("RGB").getpixel((5, 5))[1] > 100


@pytest.mark.parametrize("mode", ["L", "CMYK", "1", "P", "RGBA", "LA", "I;16"])
def test_pictures_of_every_kind_of_colour(mode: str) -> None:
    picture = (
        Image.new("I;16", (64, 32), 40_000) if mode == "I;16" else wide("L" if mode == "LA" else mode).convert(mode)
    )
    kind = {"CMYK": "JPEG", "L": "JPEG"}.get(mode, "PNG")
    out = io.BytesIO()
    picture.save(out, kind)
    copy = bare_copy(out.getvalue(), "")
    assert copy is not None
    assert said_of(copy).mode == said_of(out.getvalue()).mode


def test_the_second_picture_of_a_camera_stays_behind() -> None:
    out = io.BytesIO()
    wide().save(out, "MPO", save_all=True, append_images=[wide()], exif=exif())
    assert said_of(out.getvalue()).format == "MPO"
    copy = bare_copy(out.getvalue(), "image/jpeg")
    assert copy is not None
    assert said_of(copy).format == "JPEG"
    assert TELLTALE.encode() not in copy


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"PK\3\4rest", b"halo", b"", bytes(range(256))])
def test_what_is_no_picture_goes_as_it_is(data: bytes) -> None:
    assert bare_copy(data, "image/jpeg") == data


def bomb() -> bytes:
    """A few kilobytes that say that they are a picture of ten thousand by ten thousand."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0rusak",
        taken("JPEG")[:-300],
        taken("PNG")[:-60],
        b"GIF89a",
        bomb(),
    ],
    ids=["heic", "svg", "broken", "cut jpeg", "cut png", "empty gif", "bomb"],
)
def test_a_picture_that_cannot_be_made_bare_does_not_leave(data: bytes) -> None:
    assert bare_copy(data, "image/jpeg") is None


def test_a_film_of_many_small_frames_is_a_bomb_too() -> None:
    out = io.BytesIO()
    frame = Image.new("P", (3000, 3000))
    frame.save(out, "GIF", save_all=True, append_images=[Image.new("P", (3000, 3000), n) for n in range(1, 7)])
    assert said_of(out.getvalue()).width * 3000 * 7 > copies.LARGEST
    assert bare_copy(out.getvalue(), "image/gif") is None


WHOLE = {kind: taken(kind) for kind in (*FORMATS, "BMP")} | {"GIF": taken("GIF"), "talkative": talkative()}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about what is broken
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_damage_makes_it_fail_or_leaves_the_place_in(kind: str, data: st.DataObject) -> None:
    whole = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    copy = bare_copy(bytes(whole), "image/jpeg")
    if copy is not None and copy != bytes(whole):
        assert TELLTALE.encode() not in copy


# names


@pytest.mark.parametrize(
    ("name", "leaves"),
    [
        ("notulen rapat.pdf", "notulen rapat.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\dedi\\foto.jpg", "foto.jpg"),
        ("laporan\u202efdp.exe", "laporanfdp.exe"),
        ("a\nb\tc\0d.jpg", "a b cd.jpg"),
        ("ka\u2028ta\u200b.jpg", "ka ta.jpg"),
        ("...", "berkas"),
        ("", "berkas"),
        (".bashrc", "bashrc"),
        ("surat/", "berkas"),
        ("x" * 300 + ".docx", "x" * 95 + ".docx"),
        ("x." + "y" * 300, "x." + "y" * 98),
        ("Büro – naïve 日本.pdf", "Büro – naïve 日本.pdf"),
    ],
)
def test_a_name_leaves_without_what_could_do_harm(name: str, leaves: str) -> None:
    assert leaving_name(name) == leaves


@given(st.text(max_size=250))
@example("a\u202e/\\\r\n.jpg")
@example(" . .a")
def test_any_name_leaves_as_one_harmless_line(name: str) -> None:
    said = leaving_name(name)
    assert 0 < len(said) <= copies.LONGEST_NAME
    assert not set(said) & set("/\\\r\n\t\0\u202e\u2028")
    assert said.isprintable()
    assert not said.startswith(".")


# on the way out


def row(sha256: str | None, method: str = "sendPhoto", **payload: Any) -> Outbox:
    return Outbox(
        satker_id=1, chat_id=5, rank=1, method=method, payload=payload, file_sha256=sha256, created_at=MORNING
    )


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_marked_row_sends_a_copy_and_leaves_the_original_in_the_store(tmp_path: Path) -> None:
    files = Files(tmp_path)
    kept = files.keep(talkative())
    marked = row(kept.sha256, chat_id=5, caption="No. 1", **bare("image/jpeg", instead="x"))
    method, payload, content = await made_ready(marked, files)
    assert (method, payload) == ("sendPhoto", {"chat_id": 5, "caption": "No. 1"})
    assert content is not None
    assert TELLTALE.encode() not in content
    assert files.read(kept.sha256) == talkative()
    assert stored(tmp_path) == [files.path(kept.sha256)], "and no copy is stored"


async def test_where_no_copy_can_be_made_words_are_sent_instead(tmp_path: Path) -> None:
    files = Files(tmp_path)
    kept = files.keep(b"\xff\xd8\xff\xe0rusak")
    payload = {"chat_id": 5, "caption": "No. 1", "filename": "a.jpg", "parse_mode": "HTML", "protect_content": True}
    marked = row(kept.sha256, "sendDocument", **payload, **bare("image/jpeg", instead="tidak dapat"))
    words = {"chat_id": 5, "parse_mode": "HTML", "protect_content": True, "text": "tidak dapat"}
    assert await made_ready(marked, files) == ("sendMessage", words, None)
    assert BARE in marked.payload, "the row stays as it was"


async def test_what_is_not_marked_goes_as_it_is(tmp_path: Path) -> None:
    files = Files(tmp_path)
    kept = files.keep(talkative())
    assert await made_ready(row(kept.sha256, caption="x"), files) == ("sendPhoto", {"caption": "x"}, talkative())
    assert await made_ready(row(None, "sendMessage", text="x"), files) == ("sendMessage", {"text": "x"}, None)
    with pytest.raises(FileError):
        await made_ready(row("0" * 64), files)

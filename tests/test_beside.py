"""What goes out with pictures: two as one under their titles, several as an album, and words where they cannot."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.scenes import jpeg
from tests.desk import MORNING
from zibot.delivery.leaving import album, beside, made_ready
from zibot.model import Outbox
from zibot.storage.beside import WIDTH, side_by_side
from zibot.storage.files import Files


def plain(colour: str, size: tuple[int, int]) -> bytes:
    return jpeg(Image.new("RGB", size, colour))


def opened(data: bytes | list[bytes] | None) -> Image.Image:
    assert isinstance(data, bytes)
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("size", [(300, 400), (40, 60), (1000, 2900)])
def test_pages_stand_beside_each_other(size: tuple[int, int]) -> None:
    shown = opened(side_by_side([(plain("red", size), "No. 2\nJuni"), (plain("blue", size), "No. 1\nMaret")]))
    assert shown.width == WIDTH
    middle = shown.height * 2 // 3
    assert shown.getpixel((WIDTH // 4, middle))[0] > 200
    assert shown.getpixel((WIDTH * 3 // 4, middle))[2] > 200


def test_wide_pictures_stand_one_above_the_other() -> None:
    shown = opened(side_by_side([(plain("red", (400, 300)), "No. 2"), (plain("blue", (400, 300)), "No. 1")]))
    assert shown.getpixel((WIDTH // 2, shown.height // 4))[0] > 200
    assert shown.getpixel((WIDTH // 2, shown.height * 3 // 4))[2] > 200


def test_what_is_no_picture_cannot_be_shown_beside_another() -> None:
    assert side_by_side([(plain("red", (9, 9)), "No. 2"), (b"%PDF-1.7", "No. 1")]) is None


def row(method: str, **payload: Any) -> Outbox:
    return Outbox(satker_id=1, chat_id=5, rank=1, method=method, payload=payload, created_at=MORNING)


def picture(files: Files, data: bytes, number: int) -> dict[str, str]:
    kept = files.keep(data)
    return {"sha256": kept.sha256, "mime": "image/jpeg", "caption": f"No. {number}", "instead": f"tanpa {number}"}


async def test_an_album_goes_out_with_what_can_be_shown_and_words_for_the_rest(tmp_path: Path) -> None:
    files = Files(tmp_path)
    good = [picture(files, plain(colour, (9, 9)), n) for n, colour in enumerate(("red", "blue"))]
    broken = picture(files, b"\xff\xd8\xff\xe0rusak", 7)
    method, payload, content = await made_ready(row("sendMediaGroup", chat_id=5, **album([*good, broken])), files)
    assert (method, payload["chat_id"]) == ("sendMediaGroup", 5)
    assert [one["caption"] for one in payload["media"]] == ["No. 0\n\ntanpa 7", "No. 1"]
    assert isinstance(content, list)
    assert len(content) == 2

    method, payload, content = await made_ready(row("sendMediaGroup", chat_id=5, **album([good[0], broken])), files)
    assert (method, payload["caption"]) == ("sendPhoto", "No. 0\n\ntanpa 7")
    words = {"chat_id": 5, "parse_mode": "HTML", "text": "tanpa 7"}
    made = await made_ready(row("sendMediaGroup", chat_id=5, **album([broken])), files)
    assert made == ("sendMessage", words, None)


async def test_where_two_cannot_be_shown_words_go_out(tmp_path: Path) -> None:
    files = Files(tmp_path)
    pictures = [{"sha256": files.keep(data).sha256, "title": "x"} for data in (plain("red", (9, 9)), b"rusak")]
    asked = row("sendPhoto", chat_id=5, caption="c", **beside(pictures, instead="keduanya sama"))
    assert await made_ready(asked, files) == ("sendMessage", {"chat_id": 5, "text": "keduanya sama"}, None)
    shown = row("sendPhoto", chat_id=5, caption="c", **beside(pictures[:1] * 2, instead="x"))
    method, payload, content = await made_ready(shown, files)
    assert (method, payload) == ("sendPhoto", {"chat_id": 5, "caption": "c"})
    assert opened(content).width == WIDTH

"""Pictures used before: found when resized, cropped, recompressed or made lighter; others are not taken for them."""

import io
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from benchmarks.scenes import attendance, burst, changed, jpeg, letter, outside, poster, room, screen
from zibot.rehearsal.pictures import sample
from zibot.rules import alike, overlay
from zibot.rules.overlay import Placed

KINDS: dict[str, Callable[[], Image.Image]] = {
    "room": lambda: room(3, 7),
    "letter": lambda: letter(2, 5),
    "list": lambda: attendance(1, 1),
    "outside": lambda: outside(4),
    "screen": lambda: screen(1, 3),
    "poster": lambda: poster(2),
    "sample": lambda: Image.open(io.BytesIO(sample(["Foto bukti", "lembar 1"], 1))),
}
MADE = {kind: make().convert("RGB") for kind, make in KINDS.items()}


def found(new: bytes, *stored: bytes) -> list[int]:
    """Which of the stored ones a new picture is taken for."""
    pictures = [alike.opened(data) for data in stored]
    known = [(id, alike.looks(picture)) for id, picture in enumerate(pictures) if picture is not None]
    picture = alike.opened(new)
    assert picture is not None
    return [one.id for one in alike.used_before(picture, known, pictures.__getitem__)]


def cropped(picture: Image.Image, share: float) -> Image.Image:
    wide, high = picture.size
    return picture.crop((int(share * wide), int(share * high), int((1 - share) * wide), int((1 - share) * high)))


CHANGES: dict[str, Callable[[Image.Image], bytes]] = {
    "again": lambda p: jpeg(p, 90),
    "smaller": lambda p: jpeg(p.resize((p.width // 3, p.height // 3))),
    "larger": lambda p: jpeg(p.resize((p.width * 3 // 2, p.height * 3 // 2))),
    "rough": lambda p: jpeg(p, 30),
    "cropped": lambda p: jpeg(cropped(p, 0.1), 60),
    "lighter": lambda p: jpeg(ImageEnhance.Brightness(p).enhance(1.15)),
    "darker": lambda p: jpeg(ImageEnhance.Contrast(ImageEnhance.Brightness(p).enhance(0.85)).enhance(0.85)),
    "grey": lambda p: jpeg(p.convert("L")),
    "turned a little": lambda p: jpeg(p.rotate(0.5, fillcolor="white")),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_found_again(kind: str, change: str) -> None:
    others = [jpeg(other) for name, other in MADE.items() if name != kind]
    assert found(CHANGES[change](MADE[kind]), *others, jpeg(MADE[kind])) == [len(others)]


def test_a_picture_that_lies_on_its_side_for_its_camera_is_found() -> None:
    out, turned = io.BytesIO(), Image.Exif()
    turned[274] = 6
    MADE["room"].rotate(90, expand=True).save(out, "JPEG", exif=turned)
    assert found(out.getvalue(), jpeg(MADE["room"])) == [0]


def test_a_screenshot_of_a_letter_is_found_within_its_borders() -> None:
    shown = MADE["letter"].resize((720, 1018))
    phone = Image.new("RGB", (720, 1480), "black")
    phone.paste(shown, (0, 230))
    assert found(jpeg(phone), jpeg(MADE["letter"])) == [0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: letter(2, 5), lambda: letter(2, 6)),
        (lambda: attendance(1, 1), lambda: attendance(1, 2)),
        (lambda: room(3, 7), lambda: room(3, 8)),
        (lambda: screen(1, 3), lambda: screen(1, 4)),
        (lambda: burst(2, 1), lambda: burst(2, 2)),
        (lambda: outside(4), lambda: outside(5)),
    ],
    ids=["letters", "lists", "rooms", "screens", "bursts", "views"],
)
def test_what_only_looks_alike_is_not_taken_for_it(
    one: Callable[[], Image.Image], other: Callable[[], Image.Image]
) -> None:
    assert found(jpeg(one()), jpeg(other())) == []


def test_samples_of_a_rehearsal_are_told_apart_by_their_colours() -> None:
    made = [sample(["Foto bukti", f"lembar {seed}"], seed) for seed in range(4)]
    for number, data in enumerate(made):
        assert found(data, *made[:number]) == []


def test_changed_by_chance_and_found_all_the_same() -> None:
    of = random.Random(7)
    stored = [jpeg(picture) for picture in MADE.values()]
    assert [found(changed(picture, of), *stored) for picture in MADE.values()] == [[n] for n in range(len(stored))]


def test_nothing_is_to_be_seen_on_an_empty_page() -> None:
    picture = alike.opened(jpeg(Image.new("RGB", (300, 400), "white")))
    assert picture is not None
    assert alike.looks(picture) == ""


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0rusak", bomb(), jpeg(MADE["room"])[:200]])
def test_what_cannot_be_opened_is_no_picture(data: bytes) -> None:
    assert alike.opened(data) is None


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about what is broken
@settings(max_examples=15, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from(["L", "RGB", "RGBA", "P", "1", "CMYK"]))
def test_pictures_of_any_size_and_colour_are_looked_at(wide: int, high: int, mode: str) -> None:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((wide, high)).convert(mode).save(out, "TIFF")
    picture = alike.opened(out.getvalue())
    assert picture is not None
    seen = alike.looks(picture)
    assert len(seen) in (0, alike.LENGTH)
    assert alike.used_before(picture, [(1, seen)], lambda _: picture) in ([], [alike.Alike(1, 0)])


def test_one_laid_over_the_other_agrees_only_where_it_lies() -> None:
    whole, part = alike.opened(jpeg(MADE["letter"])), alike.opened(jpeg(cropped(MADE["letter"], 0.05)))
    other = alike.opened(jpeg(letter(2, 6)))
    assert whole is not None
    assert part is not None
    assert other is not None
    there = Placed(1 / 0.9, 0, -0.05 / 0.9, 0, 1 / 0.9, -0.05 / 0.9)
    share = overlay.agreement(part, whole, there)
    assert share is not None
    assert share > 0.9
    assert overlay.agreement(part, other, there) is None
    assert overlay.agreement(part, whole, Placed(2, 0, 0.5, 0, 2, 0.5)) is None

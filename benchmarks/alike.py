"""How surely pictures that were used before are found among many, and how seldom others are taken for them."""

import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pool

from PIL import Image

from benchmarks.scenes import changed, jpeg, many
from zibot.rules import alike

STORED, AGAIN, NEW = 1000, 150, 150
LARGE = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it."""

    recall: float
    """The share of changed pictures whose original was named."""
    false_alarms: float
    """The share of new pictures for which any of the stored ones was named."""
    wrong: int
    """Others that were named beside the original."""
    seconds: float
    """For one picture among the stored ones, all in all."""
    large: float
    """The same for the search among many more."""


def measure() -> Found:
    """Send changed ones and new ones against a store of pictures of all kinds."""
    with Pool(os.cpu_count()) as pool:
        stored = pool.map(_stored, range(STORED), 20)
        again = pool.map(_again, range(AGAIN), 10)
        new = pool.map(_new, range(NEW), 10)
    pictures = [_opened(data) for data in stored]
    known = [(id, alike.looks(picture)) for id, picture in enumerate(pictures)]
    began = time.perf_counter()
    named = [(id, _named(data, known, pictures)) for id, data in again]
    alarms = [_named(data, known, pictures) for data in new]
    seconds = (time.perf_counter() - began) / (AGAIN + NEW)
    return Found(
        recall=sum(id in found for id, found in named) / AGAIN,
        false_alarms=sum(bool(found) for found in alarms) / NEW,
        wrong=sum(len(found - {id}) for id, found in named),
        seconds=seconds,
        large=_large(_opened(new[0]), known),
    )


def _opened(data: bytes) -> Image.Image:
    picture = alike.opened(data)
    assert picture is not None
    return picture


def _named(data: bytes, known: Sequence[tuple[int, str]], pictures: Sequence[Image.Image]) -> set[int]:
    return {found.id for found in alike.used_before(_opened(data), known, pictures.__getitem__)}


def _large(new: Image.Image, known: Sequence[tuple[int, str]]) -> float:
    more = [(id, known[id % len(known)][1]) for id in range(LARGE)]
    began = time.perf_counter()
    alike.used_before(new, more, lambda _: None)
    return time.perf_counter() - began


def _stored(number: int) -> bytes:
    return jpeg(many(STORED)[number]())


def _new(number: int) -> bytes:
    return jpeg(many(NEW, series=1)[number]())


def _again(number: int) -> tuple[int, bytes]:
    of = random.Random(f"again {number}")
    id = of.randrange(STORED)
    return id, changed(many(STORED)[id](), of)

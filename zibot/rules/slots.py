"""Which piece of an item's checklist something is: as its caption or file name says, else the next that is missing."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from zibot.rules import caption_words

NAMED = 0.6
"""How much of what a slot is called must be said for a caption to name it."""
HINTED = 0.25
"""How much is enough where nothing is said of any other."""
AHEAD = 0.12
"""How much less said of another leaves it open which is meant; then the one counts whose kind of paper comes first."""


class Slot(NamedTuple):
    """One document or photo that the plan asks for, counted from 1, with the ids of the pieces that are there."""

    number: int
    name: str
    pieces: tuple[int, ...] = ()


def placed(names: Sequence[str], pieces: Iterable[int], said: Iterable[tuple[int, int]]) -> tuple[Slot, ...]:
    """The checklist with the pieces in their slots; those of which none is said fill the next that are free.

    Where nothing is free any more such a piece stands beside the checklist.
    """
    of = {piece: slot for piece, slot in said if 1 <= slot <= len(names)}
    holds: dict[int, list[int]] = {number: [] for number in range(1, len(names) + 1)}
    order = list(pieces)
    for piece in order:
        if piece in of:
            holds[of[piece]].append(piece)
    for piece in order:
        free = next((number for number, held in holds.items() if not held), None)
        if piece not in of and free is not None:
            holds[free].append(piece)
    return tuple(Slot(number, name, tuple(holds[number])) for number, name in enumerate(names, start=1))


def named(slots: Sequence[str], caption: str, name: str) -> int | None:
    """The slot that a caption or else a file's name tells of, counted from 1; None where that is not clear."""
    for said in (caption, caption_words.of_file(name)):
        found = _named(tuple(slots), said)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1024)
def _named(slots: tuple[str, ...], said: str) -> int | None:
    likeness = [_likeness(slot, said, slots) for slot in slots]
    best = max(likeness, default=0.0)
    near = [number for number, found in enumerate(likeness, start=1) if found >= max(best - AHEAD, 0.1)]
    if best < HINTED or (best < NAMED and len(near) > 1):
        return None
    told = caption_words.words(said)
    first = {number: _first(slots[number - 1], told) for number in near}
    earliest = [number for number in near if first[number] == min(first.values())]
    return earliest[0] if len(earliest) == 1 else None


def _first(slot: str, told: Sequence[str]) -> int:
    """Where the kind of paper that a slot asks for comes in a caption."""
    kind = caption_words.words(slot)[:1]
    return told.index(kind[0]) if kind and kind[0] in told else len(told)


def _likeness(slot: str, said: str, slots: tuple[str, ...]) -> float:
    """How much of what only this slot is called was said, from 0 to 1; the kind of paper comes first in its name."""
    own = caption_words.words(slot)
    told = frozenset(caption_words.words(said))
    others = [frozenset(caption_words.words(other)) for other in slots if other != slot]
    weights = {word: 1.0 / (1 + 2 * sum(word in other for other in others)) for word in own}
    if own:
        weights[own[0]] *= 1.5
    whole = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in told) / whole if whole else 0.0

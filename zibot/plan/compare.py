"""Two readings of one year's plan side by side: which item continues which, what is new and what is gone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from zibot.plan.likeness import Likeness
from zibot.plan.reading import PlanItem

Field = Literal["area", "component", "indicator", "action", "evidence", "target", "schedule"]
"""A part of an item that an amendment can change; its code is none."""

CLOSE = 0.06
"""Two candidates whose likeness differs by less are about equally good."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the earlier plan and the one that continues it in the later."""

    before: PlanItem
    after: PlanItem
    fields: tuple[Field, ...]
    """What changed besides the code."""
    doubtful: bool = False
    """Whether another item was about as good a match, so that a person must look."""

    @property
    def recoded(self) -> bool:
        """Whether it stands under another code now."""
        return self.before.code != self.after.code

    @property
    def keeps_schedule(self) -> bool:
        """Whether the schedule that was decided holds: the plan's words, in doubt as they are, did not change."""
        return _keeps_schedule(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of each item; every item of both plans is in just one of the three."""

    pairs: tuple[Pair, ...]
    """In the order of the later plan."""
    added: tuple[PlanItem, ...]
    dropped: tuple[PlanItem, ...]

    @property
    def changed(self) -> tuple[Pair, ...]:
        """Items that say something else than before."""
        return tuple(pair for pair in self.pairs if pair.fields)

    @property
    def moved(self) -> tuple[Pair, ...]:
        """Items that say the same under another code."""
        return tuple(pair for pair in self.pairs if pair.recoded and not pair.fields)

    @property
    def same(self) -> tuple[Pair, ...]:
        """Items that say the same under the same code."""
        return tuple(pair for pair in self.pairs if not pair.recoded and not pair.fields)

    @property
    def doubtful(self) -> tuple[Pair, ...]:
        """Pairs that a person must look at."""
        return tuple(pair for pair in self.pairs if pair.doubtful)

    @property
    def nothing_changed(self) -> bool:
        """Whether both plans say the same throughout."""
        return len(self.same) == len(self.pairs) and not self.added and not self.dropped


def compare(before: Sequence[PlanItem], after: Sequence[PlanItem]) -> Comparison:
    """Match the items of an earlier plan with those of a later one, one to one, the surest first."""
    matching = _Matching(before, after)
    matching.take_twins(_words_here)
    if matching.is_open:
        likeness = Likeness.between(before, after)
        # What says the same elsewhere is the same item, unless so much is said in several places.
        matching.take_twins(lambda item: _words_anywhere(item) if likeness.tells(item) else None)
        matching.take_alike(likeness)
    found = sorted((new, old, doubtful) for old, (new, doubtful) in matching.found.items())
    taken = {new for new, _, _ in found}
    return Comparison(
        tuple(
            Pair(before[old], after[new], _fields(before[old], after[new]), doubtful) for new, old, doubtful in found
        ),
        tuple(item for at, item in enumerate(after) if at not in taken),
        tuple(item for at, item in enumerate(before) if at not in matching.found),
    )


Words = Callable[[PlanItem], tuple[str, ...] | None]
"""What an item is known by; None where it is known by nothing."""


class _Matching:
    """The matches found so far, by position: old -> (new, doubtful)."""

    def __init__(self, before: Sequence[PlanItem], after: Sequence[PlanItem]) -> None:
        self.before, self.after = before, after
        self.found: dict[int, tuple[int, bool]] = {}

    def _left(self) -> tuple[list[int], list[int]]:
        taken = {new for new, _ in self.found.values()}
        return (
            [at for at in range(len(self.before)) if at not in self.found],
            [at for at in range(len(self.after)) if at not in taken],
        )

    @property
    def is_open(self) -> bool:
        """Whether both plans have items left to match."""
        return all(self._left())

    def take_twins(self, words: Words) -> None:
        """Match items that say the very same; of several, those with the same code, target and place first."""
        olds, news = (
            _grouped(words, items, left) for items, left in zip((self.before, self.after), self._left(), strict=True)
        )
        for said in olds.keys() & news.keys():
            uneven = len(olds[said]) != len(news[said])
            ranked = sorted(
                (*_apart(self.before[old], self.after[new]), abs(i - j), i, old, new)
                for i, old in enumerate(olds[said])
                for j, new in enumerate(news[said])
            )
            self._take([(old, new, uneven and all(apart)) for *apart, _, _, old, new in ranked])

    def take_alike(self, likeness: Likeness) -> None:
        """Match what is left by likeness; a match is doubtful where another one is about as good."""
        olds, news = self._left()
        scores = {
            (old, new): score
            for old in olds
            for new in news
            if (score := likeness.of(self.before[old], self.after[new]))
        }
        best = sorted(
            scores, key=lambda pair: (-scores[pair], *_apart(self.before[pair[0]], self.after[pair[1]]), *pair)
        )
        while best:
            old, new = best[0]
            rivals = [pair for pair in best[1:] if (pair[0] == old) != (pair[1] == new)]
            close = any(scores[pair] > scores[old, new] - CLOSE for pair in rivals)
            self._take([(old, new, close)])
            best = [pair for pair in best if pair[0] != old and pair[1] != new]

    def _take(self, ranked: Iterable[tuple[int, int, bool]]) -> None:
        """Take each match whose two items are both still free."""
        taken = {new for new, _ in self.found.values()}
        for old, new, doubtful in ranked:
            if old not in self.found and new not in taken:
                self.found[old] = new, doubtful
                taken.add(new)


def _apart(one: PlanItem, other: PlanItem) -> tuple[bool, bool]:
    """What tells twins apart: their code, then their target."""
    return one.code != other.code, not _alike(one.target, other.target)


def _grouped(words: Words, items: Sequence[PlanItem], left: Iterable[int]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for at in left:
        said = words(items[at])
        if said is not None:
            groups.setdefault(said, []).append(at)
    return groups


def _words_here(item: PlanItem) -> tuple[str, ...]:
    """What an item says, its place in the plan included."""
    return (str(item.area.number), *(_plain(text) for text in (item.component, item.indicator, item.action)))


def _words_anywhere(item: PlanItem) -> tuple[str, ...]:
    """What an item says wherever it stands."""
    return _plain(item.indicator), _plain(item.action)


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def _alike(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _keeps_schedule(before: PlanItem, after: PlanItem) -> bool:
    return before.certain and not after.certain and _alike(before.target, after.target)


def _fields(before: PlanItem, after: PlanItem) -> tuple[Field, ...]:
    """What differs; capitals and punctuation are no difference."""
    slots = [[_plain(slot) for slot in item.evidence] for item in (before, after)]
    schedules = before.schedule == after.schedule and before.certain == after.certain
    differs: dict[Field, bool] = {
        "area": before.area.number != after.area.number,
        "component": not _alike(before.component, after.component),
        "indicator": not _alike(before.indicator, after.indicator),
        "action": not _alike(before.action, after.action),
        "evidence": slots[0] != slots[1],
        "target": not _alike(before.target, after.target),
        "schedule": not (schedules or _keeps_schedule(before, after)),
    }
    return tuple(field for field, changed in differs.items() if changed)

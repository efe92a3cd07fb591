"""The likeliest of several obligations for a piece of evidence, by what its caption says and what went before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz, process

from zibot.rules import caption_words
from zibot.rules.lifecycle import Duty

ALIKE = 84
"""From how much alike (of 100) two words are one word spelt twice."""
ENOUGH = 2.2
"""How telling a caption must be for a piece to be filed without asking."""
AHEAD = 1.5
"""How many times likelier than any other item."""
MOST = 0.5
"""What share of what a caption is about the item must account for: the rest may tell of something else."""
SOON = 5
"""Days after a due date in which what comes is still meant for that one."""
PAPERS = frozenset(
    caption_words.words(
        "undangan daftar hadir notulen foto dokumentasi laporan rekap surat keputusan berita acara materi kegiatan"
        " tangkapan layar lembar data hasil"
    )
)
"""Kinds of paper: that something is one tells nothing of what it is about."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of a piece: its caption, its file's name, the day of the activity or of sending."""

    caption: str
    name: str
    day: date
    lately: tuple[int, ...] = ()
    """Obligations that the person was just told of or opened, the newest first."""
    chosen: tuple[tuple[int, str], ...] = ()
    """What the person chose before: the item and the words that came with the piece, the newest first."""

    @property
    def said(self) -> str:
        """The caption, else what the file is called."""
        return self.caption if caption_words.words(self.caption) else caption_words.of_file(self.name)


@dataclass(frozen=True, slots=True)
class Guess:
    """Obligations, the likeliest first; `sure` where the first is meant; `dates` where only its due date is unclear."""

    duties: tuple[Duty, ...]
    sure: bool = False
    dates: bool = False
    fits: int | None = None
    """The item of which the words tell most; None where they tell of none."""


Telling = tuple[tuple[str, ...], str, str, str, str]
"""What an item says of itself: its slots, action, indicator, component and area."""


def likeliest(hint: Hint, duties: Sequence[Duty], everything: Iterable[Duty] = ()) -> Guess:
    """Put obligations in order for a piece; `everything` are all that are open, by which rare words are told."""
    if len({duty.item_id for duty in duties}) <= 1:
        dues, sure = _by_due(hint, duties)
        return Guess(tuple(dues), sure=sure and bool(dues), dates=not sure)
    fits = fitting(hint.said, duties, everything)
    total = {item: fit.points + _before(hint, duties, item) for item, fit in fits.items()}
    order = sorted(total, key=lambda item: -total[item])
    told = max(fits, key=lambda item: fits[item].points)
    said = told if fits[told].points > 0 else None
    by_item = {item: _by_due(hint, [duty for duty in duties if duty.item_id == item]) for item in order}
    first = [dues[0] for dues, _ in by_item.values()]
    rest = [duty for dues, _ in by_item.values() for duty in dues[1:]]
    clear = _clear(fits, order[0]) or _known(hint) == order[0]
    best, sure = by_item[order[0]]
    if clear and not sure:
        return Guess((*best, *(duty for duty in (*first, *rest) if duty not in best)), dates=True, fits=said)
    return Guess((*first, *rest), sure=clear, fits=said)


class Fit(NamedTuple):
    """How well a caption fits an item, and what share of what it is about the item accounts for, from 0 to 1."""

    points: float
    share: float


def fitting(said: str, duties: Sequence[Duty], everything: Iterable[Duty] = ()) -> dict[int, Fit]:
    """How well words fit each item, by its id."""
    if not said.strip():  # as of most photos: it is not worth looking at what each item says
        return {duty.item_id: Fit(0.0, 0.0) for duty in duties}
    items = {duty.item_id: _telling(duty) for duty in duties}
    all_items = tuple({duty.item_id: _telling(duty) for duty in (*everything, *duties)}.values())
    rare = _rarity(all_items)
    words = frozenset(caption_words.words(said))
    known = _spelt(words, rare)
    pairs = {pair: 1.0 for pair in caption_words.features(said) - words if pair in rare}
    subject = {word: alike for word, alike in known.items() if word not in PAPERS}
    strange = len(words - PAPERS) - len(subject)
    told = sum(rare[word] for word in subject) + log(len(all_items) + 1) * strange
    fits = {}
    for item, telling in items.items():
        weights = _profile(telling)
        by_words, by_subject, by_pairs = (
            sum(rare[word] * weights.get(word, 0.0) * alike for word, alike in some.items())
            for some in (known, subject, pairs)
        )
        points = by_words + by_pairs + _slot(telling[0], known, rare)
        fits[item] = Fit(points, by_subject / told if told else 0.0)
    return fits


def _telling(duty: Duty) -> Telling:
    return (duty.slots, duty.action, duty.indicator, duty.component, duty.area_name)


@lru_cache(maxsize=1024)
def _profile(telling: Telling) -> Mapping[str, float]:
    """How much each word of an item counts: most where a piece of evidence is called so."""
    slots, action, indicator, component, area = telling
    weights: dict[str, float] = {}
    parts = [(slot, 1.0) for slot in slots] + [(action, 0.8), (component, 0.8), (indicator, 0.6), (area, 0.3)]
    for text, weight in parts:
        for word in caption_words.features(text):
            weights[word] = max(weight, weights.get(word, 0.0))
    return weights


@lru_cache(maxsize=16)
def _rarity(items: tuple[Telling, ...]) -> Mapping[str, float]:
    """How telling each word is: the fewer items it stands in, the more."""
    counts = Counter(word for item in items for word in _profile(item))
    # Two words that follow one another say little more than each of them.
    return {word: log((len(items) + 1) / times) * (0.5 if " " in word else 1) for word, times in counts.items()}


def _spelt(words: Iterable[str], rare: Mapping[str, float]) -> dict[str, float]:
    """The words of a caption that the plan knows, as it spells them, each with how much alike it is."""
    found = {}
    for word in words:
        if word in rare:
            found[word] = 1.0
        elif len(word) > 4:
            near = process.extractOne(word, _single(rare), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if near is not None:
                found[near[0]] = 0.8
    return found


def _single(rare: Mapping[str, float]) -> list[str]:
    return [word for word in rare if " " not in word]


def _slot(slots: Sequence[str], told: Mapping[str, float], rare: Mapping[str, float]) -> float:
    """What is added where the caption says the whole name of one of the slots."""
    best = 0.0
    for slot in slots:
        words = caption_words.words(slot)
        whole = sum(rare[word] for word in words)
        part = sum(rare[word] * told.get(word, 0.0) for word in words)
        best = max(best, part * part / whole if whole else 0.0)
    return 0.5 * best


def _clear(fits: Mapping[int, Fit], item: int) -> bool:
    """Whether what was said tells of one item, and far more than of any other."""
    points, share = fits[item]
    others = max((fit.points for other, fit in fits.items() if other != item), default=0.0)
    return points >= ENOUGH and share >= MOST and points >= AHEAD * others


def _before(hint: Hint, duties: Sequence[Duty], item: int) -> float:
    """What goes before counts a little: what was told or opened lately, chosen for alike words, or is due soon."""
    mine = [duty for duty in duties if duty.item_id == item]
    ids = {duty.id for duty in mine}
    told = next((1.0 / (1 + place) for place, id in enumerate(hint.lately) if id in ids), 0.0)
    alike = max((_alike(hint.said, words) for chosen, words in hint.chosen if chosen == item), default=0.0)
    near = min(abs((duty.due - hint.day).days) for duty in mine)
    return 0.8 * told + 2.0 * alike + 0.8 / (1 + near / 14)


def _alike(one: str, other: str) -> float:
    """How much alike two captions are, from 0 to 1, by the words that tell something."""
    mine, theirs = frozenset(caption_words.words(one)), frozenset(caption_words.words(other))
    both = mine | theirs
    return len(mine & theirs) / len(both) if both else 0.0


def _known(hint: Hint) -> int | None:
    """The item that the person chose for these very words, twice at least and never another."""
    words = frozenset(caption_words.words(hint.said))
    chosen = [item for item, said in hint.chosen if words and frozenset(caption_words.words(said)) == words]
    return chosen[0] if len(chosen) > 1 and len(set(chosen)) == 1 else None


def _by_due(hint: Hint, duties: Sequence[Duty]) -> tuple[list[Duty], bool]:
    """One item's obligations, the one most likely meant first, and whether that is beyond doubt."""
    span = caption_words.period(hint.said)
    dues = sorted(duty.due for duty in duties)
    if span is not None:
        meant = [duty for duty in duties if caption_words.in_period(duty.due, span, dues)]
        if meant:
            others = [duty for duty in duties if duty not in meant]
            return [*meant, *_nearest(hint.day, others)], len(meant) == 1
    order = _nearest(hint.day, duties)
    return order, len(duties) == 1 or (span is None and _near_enough(hint.day, dues))


def _nearest(day: date, duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda duty: (abs((duty.due - day).days), duty.due))


def _near_enough(day: date, dues: Sequence[date]) -> bool:
    """Whether the nearest due date is clearly the one meant: the coming one, unless an earlier one is still open."""
    past = [due for due in dues if due < day]
    coming = [due for due in dues if due >= day]
    if not past:
        return True
    if len(past) > 1:
        return False
    late = (day - past[0]).days
    return not coming or (late <= SOON and 2 * late <= (coming[0] - day).days)

"""How alike two items of different plans are: by the words that tell, not by those that every plan repeats."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zibot.plan.reading import PlanItem

ENOUGH = 0.62
"""How much of the telling words two items must share to be one and the same."""
ENOUGH_HERE = 0.5
"""The same for two items that stand under the same code."""
MAIN_ENOUGH = 0.5
"""How much their actions must share, whatever the rest: siblings have component and indicator in common."""
SPELLING = 84
"""From this likeness on (of 100) two long words are one word, spelt or scanned otherwise."""

_PARTS = (0.55, 0.25, 0.2)
"""What action, indicator and component count for."""
_BOILERPLATE = 0.15
"""What a word counts for that plans use for any topic."""
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"20\d\d")
_EMPTY = frozenset(
    _WORD.findall(
        "agar atas atau bagi dalam dan dari dengan dapat di ini itu juga kepada ke maupun oleh pada para per secara "
        "serta tahun telah terhadap untuk yang yg"
    )
)
_COMMON = frozenset(
    _WORD.findall(
        "adanya berita acara data dilakukan dilaksanakan disusun dokumen dokumentasi hasil kegiatan kerja "
        "laporan melaksanakan melakukan membentuk membuat memiliki mengadakan menetapkan menyampaikan "
        "menyediakan menyelenggarakan menyusun monitoring evaluasi pelaksanaan pelaporan pembuatan "
        "penyampaian penyelenggaraan penyusunan rapat rencana sesuai telah tentang terkait terlaksana "
        "terlaksananya tersedia tersedianya tersusun tersusunnya unit zona integritas"
    )
)


def words_of(text: str) -> frozenset[str]:
    """The words of a text that may tell it from another; a year tells nothing within one year's plan."""
    found = (word for word in _WORD.findall(text.casefold()) if word not in _EMPTY and not _YEAR.fullmatch(word))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Measures items of two plans against each other; made for these plans, since what tells depends on them."""

    weights: Mapping[str, float]
    spelt: Mapping[str, str]
    repeated: frozenset[frozenset[str]]
    """What is said under several components of one plan, and so tells nothing without its component."""

    @classmethod
    def between(cls, before: Sequence[PlanItem], after: Sequence[PlanItem]) -> "Likeness":
        """What counts for how much between two plans: the rarer a word, the more it tells."""
        texts = [words_of(f"{item.component} {item.indicator} {item.action}") for item in (*before, *after)]
        spelt = _spellings(frozenset[str]().union(*texts))
        counts = Counter(word for text in texts for word in {spelt[word] for word in text})
        common = {spelt.get(word, word) for word in _COMMON}
        weights = {
            word: math.log(1 + len(texts) / count) * (_BOILERPLATE if word in common else 1)
            for word, count in counts.items()
        }
        return cls(weights, spelt, _repeated(before) | _repeated(after))

    def tells(self, item: PlanItem) -> bool:
        """Whether the item can be known by what it says, wherever it stands."""
        said = words_of(_texts(item)[0])
        return bool(said - _COMMON) and said not in self.repeated

    def of(self, one: PlanItem, other: PlanItem) -> float:
        """From 0 to 1; 0 where it is not enough for the two to be one item."""
        sides = list(zip(_texts(one), _texts(other), _PARTS, strict=True))
        shares = [self._shared(left, right) for left, right, _ in sides]
        if shares[0] < MAIN_ENOUGH or not (shares[2] >= MAIN_ENOUGH or (self.tells(one) and self.tells(other))):
            return 0.0
        parts = [part if left or right else 0.0 for left, right, part in sides]
        whole = sum(share * part for share, part in zip(shares, parts, strict=True)) / (sum(parts) or 1)
        return whole if whole >= (ENOUGH_HERE if one.code == other.code else ENOUGH) else 0.0

    def _shared(self, left: str, right: str) -> float:
        one, other = self._known(left), self._known(right)
        total = self._weigh(one) + self._weigh(other)
        return 2 * self._weigh(one & other) / total if total else float(left == right)

    def _known(self, text: str) -> frozenset[str]:
        return frozenset(self.spelt[word] for word in words_of(text))

    def _weigh(self, words: Iterable[str]) -> float:
        # In a fixed order: sums of floats depend on it, and a set's order on the process.
        return sum(self.weights[word] for word in sorted(words))


def _texts(item: PlanItem) -> tuple[str, str, str]:
    """What the item does, then what surrounds it; in a plan without actions the indicator says what is done."""
    return (item.action, item.indicator, item.component) if item.action else (item.indicator, "", item.component)


def _repeated(items: Sequence[PlanItem]) -> frozenset[frozenset[str]]:
    places: dict[frozenset[str], set[str]] = {}
    for item in items:
        places.setdefault(words_of(_texts(item)[0]), set()).add(item.component.casefold())
    return frozenset(said for said, components in places.items() if len(components) > 1)


def _spellings(words: Iterable[str]) -> dict[str, str]:
    """Each word with the one that stands for all its spellings; short words and figures have but one."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - loaded only where an amendment changes words

    spelt: dict[str, str] = {}
    known: list[str] = []
    for word in sorted(words):
        long = len(word) >= 6 and word.isalpha()
        found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=SPELLING) if long else None
        spelt[word] = found[0] if found else word
        if long and not found:
            known.append(word)
    return spelt

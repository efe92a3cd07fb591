"""Searching the plan's words: items by code, action, indicator, component, slots and holders, also with a slip."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zibot.rules.chat_words import plain, word_set

WEIGHTS: Mapping[str, int] = {"code": 8, "component": 4, "action": 3, "slots": 3, "indicator": 2, "holders": 2}
"""What a word found in each field is worth."""
_HOLLOW = word_set("dan di ke yang yg dari untuk pada dengan atau oleh dalam the of")
_NEAR = 84.0
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one item, by field; what is hidden from the asker is left out."""

    id: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found, and what its words are worth."""

    id: int
    worth: float


def words_in(text: str) -> list[str]:
    """The words of a text that mean something, in lower case."""
    return [word for word in re.findall(r"[a-z0-9.]+", plain(text)) if word.strip(".") and word not in _HOLLOW]


def search(asked: str, entries: Sequence[Entry]) -> list[Hit]:
    """The items that hold every word that was asked for, the best first; a word that none holds may be a slip."""
    wanted = list(dict.fromkeys(words_in(asked)))[:8]
    indexed = [(entry, {name: words_in(text) for name, text in entry.fields.items()}) for entry in entries]
    if not wanted:
        return []
    meant = [_as_there(word, indexed) for word in wanted]
    hits = []
    for entry, fields in indexed:
        worths = [_worth(words, fields) for words in meant]
        if all(worths):
            near = sum(plain(asked) in plain(text) for text in entry.fields.values())
            hits.append(Hit(entry.id, sum(worths) + 3 * near))
    return sorted(hits, key=lambda hit: -hit.worth)


Indexed = Sequence[tuple[Entry, Mapping[str, Sequence[str]]]]


def _as_there(word: str, indexed: Indexed) -> frozenset[str]:
    """The words of the plan that a word means: itself, those that begin with it, else the nearest ones."""
    there = {one for _, fields in indexed for words in fields.values() for one in words}
    begun = {one for one in there if one == word or (len(word) >= _SHORTEST and _begins(one, word))}
    return frozenset(begun) if begun else _nearest(word, there)


def _begins(there: str, word: str) -> bool:
    """Whether a word of the plan is the one asked for with another ending, or the other way round."""
    return there.startswith(word) or (len(there) >= 5 and word.startswith(there) and len(word) - len(there) <= 3)


def _nearest(word: str, there: Iterable[str]) -> frozenset[str]:
    if len(word) < _SHORTEST:
        return frozenset()
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - loaded at the first slip only

    found = process.extract(word, list(there), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=3)
    best = max((score for _, score, _ in found), default=0.0)
    return frozenset(one for one, score, _ in found if score >= best - 2)


def _worth(words: frozenset[str], fields: Mapping[str, Sequence[str]]) -> float:
    return float(sum(WEIGHTS.get(name, 1) for name, there in fields.items() if words & set(there)))

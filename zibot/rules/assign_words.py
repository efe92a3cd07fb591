"""What /tugaskan says: which part of the plan, to or from whom; what is unclear is given back as a question."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zibot.rules.areas import roman
from zibot.rules.assigning import How
from zibot.rules.roster import area_number
from zibot.rules.subjects import TITLES, Component, Known, names_of, words_of

_TAKE = frozenset(re.findall(r"\S+", "lepas lepaskan copot keluarkan cabut tarik"))
_SHARE = frozenset(re.findall(r"\S+", "juga tambah tambahkan ditambah bersama ikut"))
_TO = frozenset(re.findall(r"\S+", "kepada ke untuk utk oleh dari → -> => = :"))
_AND = frozenset(re.findall(r"\S+", ", ; / & + dan serta"))
_LABELS = frozenset(re.findall(r"\S+", "area komponen butir item bidang pilar pokja kegiatan semua seluruh"))
_TOKEN = re.compile(r"->|=>|→|[,;/&+=:]|[^\s,;/&+=:→]+")
_CODE = re.compile(r"([ivx]{1,4}|\d{1,2})((?:\.\d{1,3}){0,2})\.?", re.I)
_SURE, _NEAR, _MARGIN = 85.0, 70.0, 8.0
MOST = 6
"""What is asked back at most of things that are alike."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What can be named: areas, components and people, and the codes of the items."""

    known: Known
    codes: tuple[str, ...]


class Which(NamedTuple):
    """One thing that was said, and what it may mean: one is sure, several are asked back, none is unknown."""

    said: str
    means: tuple[str, ...]
    exact: bool = True
    """Whether it is called just so, not nearly so."""


class Who(NamedTuple):
    """One person who was named, and the ids of those who may be meant."""

    said: str
    means: tuple[int, ...]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    how: How = How.GIVE
    scopes: tuple[Which, ...] = ()
    people: tuple[Who, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether each part and each person that was named means one and no other."""
        return all(len(one.means) == 1 for one in self.scopes) and all(len(one.means) == 1 for one in self.people)


def read(words: str, plan: Plan) -> Asked:
    """Read the words after /tugaskan; without a scope where none can be told, without people where none are named."""
    tokens = _TOKEN.findall(words)
    plain = [token.casefold() for token in tokens]
    how = How.TAKE if _TAKE & set(plain) else How.SHARE if _SHARE & set(plain) else How.GIVE
    marks = _TAKE | _SHARE | _TO
    parts = [part for part in _parted(tokens, marks) if part]
    if len(parts) > 1:
        return _sides(how, parts[0], [token for part in parts[1:] for token in (*part, ",")], plan)
    return _alone(how, parts[0] if parts else [], plan)


def _parted(tokens: Sequence[str], marks: frozenset[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.casefold() in marks:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _sides(how: How, left: list[str], right: list[str], plan: Plan) -> Asked:
    """Scopes on one side, people on the other; said the other way round it means the same."""
    said = Asked(how, _scopes(left, plan), _people(right, plan))
    if not said.clear:
        turned = Asked(how, _scopes(right, plan), _people(left, plan))
        if turned.clear and turned.scopes and turned.people:
            return turned
    return said


def _alone(how: How, tokens: list[str], plan: Plan) -> Asked:
    """Scopes and people without a word between: where they part is where both sides are clear."""
    if _begins_a_name(tokens, plan):
        return Asked(how, (), _people(tokens, plan))
    codes = _codes_in_front(tokens)
    said = Asked(how, _scopes(tokens[:codes], plan), _people(tokens[codes:], plan)) if codes else None
    if said is not None and _told(said):
        return said
    both = [(_scopes(tokens[:at], plan), _people(tokens[at:], plan)) for at in range(max(1, codes), len(tokens) + 1)]
    known = [Asked(how, *one) for one in both if one[0] and all(which.means for which in one[0])]
    kinds = (_exact, _certain, _told, _placed, _unnamed)
    found = next((one for fits in kinds for one in reversed(known) if fits(one)), None)
    return found or said or _turned(how, tokens, plan) or _half(how, tokens, plan)


def _half(how: How, tokens: list[str], plan: Plan) -> Asked:
    """Of what was said at least the people, or at least the scope."""
    for at in range(len(tokens)):
        people = _people(tokens[at:], plan)
        if people and all(len(one.means) == 1 for one in people):
            return Asked(how, (Which(" ".join(tokens[:at]), ()),) if at else (), people)
    for at in range(len(tokens) - 1, 0, -1):
        scopes = _scopes(tokens[:at], plan)
        if scopes and all(one.means for one in scopes):
            return Asked(how, scopes, _people(tokens[at:], plan))
    return Asked(how, (Which(" ".join(tokens), ()),) if tokens else ())


def _begins_a_name(tokens: Sequence[str], plan: Plan) -> bool:
    """Whether all of it is how someone's name begins: "I Made" is no area."""
    words = " ".join(tokens).casefold()
    return len(tokens) > 1 and any(f"{name.casefold()} ".startswith(f"{words} ") for _, name in plan.known.people)


def _exact(one: Asked) -> bool:
    return _certain(one) and all(which.exact for which in one.scopes) and all(who.exact for who in one.people)


def _certain(one: Asked) -> bool:
    return one.clear and bool(one.people)


def _told(one: Asked) -> bool:
    return bool(one.people) and all(who.means for who in one.people)


def _placed(one: Asked) -> bool:
    return all(which.exact for which in one.scopes)


def _unnamed(one: Asked) -> bool:
    return not one.people


def _turned(how: How, tokens: list[str], plan: Plan) -> Asked | None:
    """People first, then scopes: "Rina V.4"."""
    for at in range(1, len(tokens)):
        people, scopes = _people(tokens[:at], plan), _scopes(tokens[at:], plan)
        if people and scopes and Asked(how, scopes, people).clear:
            return Asked(how, scopes, people)
    return None


def _codes_in_front(tokens: Sequence[str]) -> int:
    """How many tokens at the beginning are codes and what stands between them.

    A bare Roman numeral right after a code begins a name: "V.4 I Made".
    """
    last, apart = 0, True
    for at, token in enumerate(tokens):
        word = token.casefold()
        if _code(token) is not None and (apart or "." in word):
            last, apart = at + 1, False
        elif word in _AND | _LABELS:
            apart = True
        else:
            break
    return last


def _code(token: str) -> str | None:
    """A code as the plan writes it: "v.4" and "5.4" are V.4."""
    match = _CODE.fullmatch(token)
    number = area_number(match[1]) if match else None
    if match is None or number is None:
        return None
    return ".".join((roman(number), *(str(int(step)) for step in match[2].split(".")[1:])))


def _items(tokens: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for token in tokens:
        if token.casefold() in _AND:
            found.append([])
        else:
            found[-1].append(token)
    return [one for one in found if one]


# scopes


def _scopes(tokens: Sequence[str], plan: Plan) -> tuple[Which, ...]:
    whole = " ".join(tokens)
    if any(token.casefold() in ("dan", "&") for token in tokens):
        # "Standar Operasional dan Prosedur" may be one component's name.
        one = _which(whole, plan)
        if len(one.means) == 1:
            return (one,)
    apart = [one for token in tokens for one in ((",", token, ",") if _code(token) else (token,))]
    return tuple(_which(" ".join(item), plan) for item in _items(apart) if set(map(str.casefold, item)) - _LABELS)


def _which(said: str, plan: Plan) -> Which:
    words = [word for word in said.split() if word.casefold() not in _LABELS]
    code = _code(words[0]) if len(words) == 1 else None
    if code is not None:
        there = any(one == code or one.startswith(code + ".") for one in plan.codes)
        return Which(said, (code,) if there else ())
    names, phrase = names_of(plan.known), " ".join(words_of(" ".join(words)))
    exact = phrase in names.areas or phrase in names.components
    near = [phrase] if exact else _near(phrase, (*names.areas, *names.components))
    components = sorted({at for one in near for at in names.components.get(one, ())})
    areas = sorted({number for one in near for number in names.areas.get(one, ())})
    labels = {word.casefold() for word in said.split()} & _LABELS
    found = _chosen(areas, [plan.known.components[at] for at in components], near, labels, dict(plan.known.areas))
    return Which(said, found[:MOST], exact)


def _chosen(
    areas: list[int], components: list[Component], near: list[str], labels: set[str], names: dict[int, str]
) -> tuple[str, ...]:
    """What is meant of areas and components that are called alike: a component's own word is not its whole area."""
    called = {number for number in areas if any(one in " ".join(words_of(names.get(number, ""))) for one in near)}
    if labels & {"area", "bidang", "pilar", "pokja"} and areas:
        components = []
    elif "komponen" in labels and components:
        areas = []
    else:
        areas = [number for number in areas if number in called or number not in {one.area for one in components}]
    return (*(roman(number) for number in areas), *(one.code for one in components))


def _near(phrase: str, phrases: Iterable[str]) -> list[str]:
    """What a misspelt phrase comes near to; further off, all of these."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded at the first typo only

    if len(phrase) < 4:
        return []
    scores = {one: fuzz.ratio(phrase, one) for one in phrases if len(one) > 3}
    best = max(scores.values(), default=0.0)
    return [one for one, score in scores.items() if score >= max(_NEAR, best - _MARGIN if best >= _SURE else _NEAR)]


# people


def _people(tokens: Sequence[str], plan: Plan) -> tuple[Who, ...]:
    found = [_who(" ".join(item), plan.known) for item in _items(tokens)]
    return tuple(one for one in found if words_of(one.said) and not set(words_of(one.said)) <= TITLES)


def _who(said: str, known: Known) -> Who:
    words = [word for word in words_of(said) if word not in TITLES]
    phrase = " ".join(word for word in words if len(word) > 1) or " ".join(words)
    exact = names_of(known).people.get(phrase, frozenset())
    if exact or len(phrase) < 3:
        return Who(said, tuple(sorted(exact))[:MOST])
    return Who(said, _alike(phrase, known), exact=False)


def _alike(phrase: str, known: Known) -> tuple[int, ...]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded at the first typo only

    scores: dict[int, float] = {}
    for one, ids in names_of(known).people.items():
        if len(one.split()) == len(phrase.split()):
            score = fuzz.ratio(phrase, one)
            for id in ids:
                scores[id] = max(score, scores.get(id, 0.0))
    best = max(scores.values(), default=0.0)
    if best < _NEAR:
        return ()
    enough = best - _MARGIN if best >= _SURE else _NEAR
    return tuple(sorted((id for id, score in scores.items() if score >= enough), key=lambda id: -scores[id]))[:MOST]

"""The spelling of chats put into plain words: short forms, missing vowels, doubled letters, affixes and slips."""

import re
import unicodedata
from collections.abc import Iterator, Set
from functools import cache
from typing import NamedTuple

from zibot.rules.office_words import COMMON, NOUNS, TOPICS
from zibot.rules.reply_words import (
    ABLE,
    ARRIVES,
    CHECKED,
    FINISHED,
    HINDRANCE,
    IDLE,
    KNOWN_WORK,
    LACKING,
    MOVES,
    OCCASIONS,
    PART,
    POSTPONE,
    REPORTS,
    REST,
    SMALL,
    TIMEY,
    TROUBLE,
    UNWELL,
)


class Word(NamedTuple):
    """A word as it is meant and as it was written, and what stands before its root ("di", "me", "ter" or nothing)."""

    plain: str
    written: str
    prefix: str = ""
    ended: bool = False
    """Whether something follows the root: -kan, -in, -nya …"""


_SMALL_OF = {spelling: plain for plain, spellings in SMALL.items() for spelling in spellings}
_ROOTS = (
    FINISHED
    | KNOWN_WORK
    | HINDRANCE
    | TROUBLE
    | UNWELL
    | LACKING
    | ARRIVES
    | CHECKED
    | PART
    | POSTPONE
    | TIMEY
    | REPORTS
    | ABLE
    | MOVES
)
_KNOWN = frozenset(_SMALL_OF) | IDLE | NOUNS | OCCASIONS | COMMON | REST
_PREFIXES = {
    **dict.fromkeys(("di", "dipun", "diper", "k", "ke"), "di"),
    **dict.fromkeys(("ter", "ke", "ta"), "ter"),
    **dict.fromkeys(
        ("ku", "ber", "me", "mem", "men", "meng", "meny", "menge", "memper", "nge", "ng", "ny", "n", "m"), "me"
    ),
    **dict.fromkeys(("pe", "pem", "pen", "peng", "peny", "penge", "per"), "pe"),
}
_HEARD = ("kata", "mungkin", "kapan", "siapa", "kenapa", "bagaimana", "berapa", "mana")
"""What is never guessed at by its looks."""
_NASALS = {"meny": "s", "peny": "s", "ny": "s", "men": "t", "pen": "t", "n": "t", "mem": "p", "pem": "p", "m": "p"} | {
    prefix: "k" for prefix in ("meng", "peng", "ng")
}
"""The letter that a nasal swallows; in a chat "ny" swallows a c as well ("nyetak")."""
_SUFFIXES = (
    "",
    "nya",
    "kan",
    "in",
    "i",
    "an",
    "kannya",
    "annya",
    "innya",
    "ken",
    "keun",
    "aken",
    "ake",
    "kn",
    "ko",
    "ki",
    "na",
    "ne",
    "ipun",
    "e",
)
_TAILS = re.compile(r"(?<=[a-z]{3})(?:lah|kah|mi|pi|ji|ki|pun|ka)$")
_GLUED = re.compile(r"(sudah|sdh|udah|udh|belum|blm|masih|msh|lagi|sedang|sdg)([a-z]{4,})")


def words_of(text: str) -> list[Word]:
    """The words of a text in plain spelling; a mark of its own for what is no word is left to others."""
    return [word for written in re.findall(r"[a-z0-9'-]+", squeezed(text)) for word in _words(written)]


def known(word: Word) -> bool:
    """Whether a word is one of those that are known here, or a number."""
    bare = word.written.removesuffix("nya")
    if (
        not word.written.isalpha()
        or word.written == "due"
        or word.plain in _KNOWN
        or bare in TOPICS
        or word.written in TOPICS
    ):
        return True
    return meant(word.written) is not None


def squeezed(text: str) -> str:
    """A text in small letters of one shape, each letter twice in a row at most where it was drawn out."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"([a-z])\1{2,}", r"\1", plain)


def _words(written: str) -> Iterator[Word]:
    bare = written.strip("'-")
    found = meant(bare)
    glued = _GLUED.fullmatch(bare) if found is None else None
    second = meant(glued[2]) if glued else None
    if glued and second and second.plain in _ROOTS:
        yield Word(_SMALL_OF[glued[1]], glued[1])
        yield second
    elif bare:
        yield found or Word(bare, bare)


@cache
def meant(written: str) -> Word | None:
    """The plain word that was meant, None where it is none of those that matter here."""
    if not re.fullmatch(r"[a-z'-]+2?", written):
        return None
    once = re.sub(r"2$|-(?:.*)$", "", written) if written not in _SMALL_OF else written
    for form in dict.fromkeys((written, once, _undoubled(once), _TAILS.sub("", once))):
        if form in _SMALL_OF:
            return Word(_SMALL_OF[form], written)
        if form in _ROOTS:
            return Word(form, written)
    for form in (once, once.removesuffix("nya"), once.removesuffix("e")):
        if form in _KNOWN or form in TOPICS:
            return Word(form, written)
    found = _affixed(once, _ROOTS) or _affixed(_undoubled(once), _ROOTS)
    return found or (Word(once, written) if _affixed(once, COMMON) else _by_looks(once))


def _undoubled(written: str) -> str:
    return re.sub(r"([a-z])\1+", r"\1", written)


def _affixed(written: str, roots: Set[str]) -> Word | None:
    """A root with what is put before and after it; the shortest affixes first."""
    for suffix in _SUFFIXES:
        if not written.endswith(suffix) or len(written) - len(suffix) < 3:
            continue
        stem = written.removesuffix(suffix) if suffix else written
        if stem in roots:
            return Word(stem, written, "", bool(suffix))
        if suffix == "nya" and stem in _SMALL_OF:
            return Word(_SMALL_OF[stem], written)
        for prefix, kind in sorted(_PREFIXES.items(), key=lambda pair: -len(pair[0])):
            rest = stem.removeprefix(prefix) if stem.startswith(prefix) else ""
            swallowed = _NASALS.get(prefix, "") + ("c" if prefix == "ny" else "")
            for root in (rest, *(letter + rest for letter in swallowed)):
                if len(rest) >= 2 and root in roots and len(root) >= 3:
                    return Word(root, written, kind, bool(suffix))
    return None


def _skeleton(word: str) -> str:
    return re.sub(r"[aeiou]", "", word)


@cache
def _forms() -> dict[str, Word]:
    """The usual forms of each root, for what is spelt with fewer vowels or with a slip."""
    forms: dict[str, Word] = {}
    for root in sorted(_ROOTS):
        # The others are too many and too short to be told by their looks once they are put on something.
        for prefix in ("", "di", "ter") if root in KNOWN_WORK | POSTPONE else ("",):
            for suffix in ("", "kan", "in", "nya", "i"):
                forms.setdefault(prefix + root + suffix, Word(root, "", prefix, bool(suffix)))
    forms |= {word: Word(plain, "") for word, plain in _SMALL_OF.items() if len(word) >= 5 and plain not in _HEARD}
    forms |= {word: Word(word, "") for word in _KNOWN if len(word) >= 5 and word not in forms}
    return forms


@cache
def _skeletons() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in _forms():
        found.setdefault(_skeleton(form), []).append(form)
    return found


def _by_looks(written: str) -> Word | None:
    """What a word looks like: its consonants with some vowels left out, or one slip (two in a long word)."""
    if len(written) < (4 if re.search("[aeiou]", written) else 3):
        return None
    near = [form for form in _skeletons().get(_skeleton(written), []) if _within(written, form)]
    if not near and len(written) >= 5:
        near = _slipped(written, 1 if len(written) < 9 else 2)
    meant_by = {_forms()[form].plain for form in near}
    if len(meant_by) != 1:
        return None
    found = _forms()[min(near, key=lambda form: (abs(len(form) - len(written)), form))]
    return found._replace(written=written)


@cache
def _by_letter() -> dict[str, list[str]]:
    """The longer forms by their first letter, which nobody gets wrong."""
    found: dict[str, list[str]] = {}
    for form in _forms():
        if len(form) >= 5:
            found.setdefault(form[0], []).append(form)
    return found


def _slipped(written: str, most: int) -> list[str]:
    """The forms nearest to a word, so many slips away at most."""
    from rapidfuzz import process  # noqa: PLC0415 - loaded at the first slip only
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    forms = _by_letter().get(written[0], [])
    scored = process.extract(written, forms, scorer=OSA.distance, score_cutoff=most, limit=None)
    best = min((score for _, score, _ in scored), default=0)
    return [form for form, score, _ in scored if score == best]


def _within(written: str, form: str) -> bool:
    """Whether a word is a form with nothing but vowels left out."""
    rest = iter(form)
    return len(_skeleton(written)) >= 3 and len(written) < len(form) and all(letter in rest for letter in written)

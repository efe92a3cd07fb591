"""A chat message cut into clauses, and the small questions that are asked of their words."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from zibot.rules.reply_words import IDLE, KNOWN_WORK, LEFT, WE
from zibot.rules.spelling import Word, words_of


class Says(StrEnum):
    """What a clause says."""

    DONE = "done"
    ALREADY = "already"
    """Just "sudah"."""
    BEGUN = "begun"
    """Some of the steps are done: "sudah diketik"."""
    PROGRESS = "progress"
    NOT_YET = "not-yet"
    """Just "belum", or that it is not done."""
    BLOCKED = "blocked"
    CANNOT = "cannot"
    """It cannot be done, nobody says why."""
    LATER = "later"
    UNSURE = "unsure"
    """A question, a condition, hearsay: the whole message says nothing then."""
    NOTHING = "nothing"
    """It says nothing of the work, whatever its words look like."""


class Clause(NamedTuple):
    """A part of a message and the word that ties it to the part before."""

    words: tuple[Word, ...]
    tie: str = ""

    @property
    def plain(self) -> tuple[str, ...]:
        """Its words as they are meant."""
        return tuple(word.plain for word in self.words)


DUE = "@"
"""What stands for a date on which the work would be in time."""
_TIES = frozenset(
    ("tapi", "malah", "karena", "supaya", "sekarang", "tinggal", "dan", "lalu", "sedangkan", "padahal", "sehingga")
)
_SPLIT = re.compile(r"[,;.!\n()…]+|\s[-–—]+\s|[-–—]{2,}")


def clauses(text: str) -> list[Clause]:
    """The parts of a message, cut at marks and at words that tie sentences."""
    parts = (_told_apart(words_of(part.replace(DUE, " due "))) for part in _SPLIT.split(text))
    found: list[Clause] = []
    for clause in (clause for part in parts for clause in _tied(part)):
        if clause.words or clause.tie:
            found.append(_carried_on(clause, found[-1] if found else None))
    return found


def _carried_on(clause: Clause, before: Clause | None) -> Clause:
    """The clause with the "sudah" of the one before: "sudah dicetak, dijilid, diserahkan"."""
    verb = next((word for word in clause.words if word.plain not in IDLE), None)
    if before is None or verb is None or clause.tie not in ("", "dan", "lalu"):
        return clause
    goes_on = (
        verb.prefix == "di"
        and verb.plain in KNOWN_WORK | {"terima"}
        and "sudah" in before.plain
        and "belum" not in before.plain
    )
    alone = not {"sudah", "belum", "tidak"} & set(clause.plain)
    return Clause((Word("sudah", ""), *clause.words), clause.tie) if goes_on and alone else clause


def _tied(words: Sequence[Word]) -> list[Clause]:
    found: list[Clause] = []
    tie, held = "", list[Word]()
    for word in words:
        so = word.plain == "jadi" and word.written == "jadi" and len(held) > 2 and _ends(held[-1])
        if word.plain not in _TIES and not so:
            held.append(word)
        elif held or tie:
            found.append(Clause(tuple(held), tie))
            tie, held = word.plain, []
        else:
            tie = word.plain
    return [*found, Clause(tuple(held), tie)]


def _ends(before: Word) -> bool:
    """Whether a "jadi" behind this word tells what follows from it, rather than what became of it."""
    return before.plain not in {
        "sudah",
        "belum",
        "baru",
        "akan",
        "bisa",
        "tidak",
        DUE,
        "hampir",
        "dapat",
        "mundur",
        "undur",
    }


def _told_apart(words: Sequence[Word]) -> list[Word]:
    """The words with those told apart that only their neighbours tell: "lagi" that goes on from "lagi" that is left."""
    told: list[Word] = []
    for at, word in enumerate(words):
        before = told[-1].plain if told else ""
        if word.plain == "belum" and before == "tidak":
            told.pop()
        told.append(Word(_among(word, before, words[at + 1 :]), word.written, word.prefix, word.ended))
    return told


def _among(word: Word, before: str, after: Sequence[Word]) -> str:
    """What a word means between these."""
    if word.written == "due":
        return DUE
    if before == "di" and word.plain == "jalan":
        return "perjalanan"
    left = before in LEFT or before.isdigit() or not content(one.plain for one in after)
    if word.written in ("lagi", "lg", "lgi") and left:
        return "pula"
    if word.written == "tak" and after and after[0].plain in KNOWN_WORK and after[0].prefix != "di":
        return "saya"
    return word.plain


def content(words: Iterable[str]) -> list[str]:
    """The words that are more than manners."""
    return [word for word in words if word not in IDLE]


def pair(words: Sequence[str], first: Iterable[str], then: Iterable[str]) -> bool:
    """Whether a word of one kind is followed by one of another, small words between them aside."""
    ahead, behind = frozenset(first), frozenset(then)
    small = (WE | {"pak", "lagi", "ya"}) - ahead - behind
    return any(a in ahead and b in behind for a, b in pairwise(word for word in words if word not in small))


def first(words: Sequence[str], kinds: Iterable[str]) -> int:
    """Where the first word of a kind stands; the length where none does."""
    wanted = frozenset(kinds)
    return next((at for at, word in enumerate(words) if word in wanted), len(words))


def head(words: Iterable[str]) -> str:
    """The first word that is more than manners; empty where there is none."""
    return next((word for word in words if word not in IDLE), "")

"""What a clause promises: a word for a time to come and one for the work, or nothing but the time."""

from collections.abc import Sequence

from zibot.rules.clauses import DUE, Clause, Says, content, first, pair
from zibot.rules.office_words import NOUNS
from zibot.rules.reply_words import (
    DAYTIME,
    DELIVER,
    DONE,
    FINISHED,
    FUTURE,
    HOURS,
    KNOWN_WORK,
    MADE,
    NOUNISH,
    OCCASIONS,
    PAST,
    WE,
)

_SMALL = frozenset(
    (
        DUE,
        "bisa",
        "sedia",
        "jam",
        "setelah",
        "habis",
        "abis",
        "pukul",
        "sebelum",
        "baru",
        "hingga",
        "paling",
        "telat",
        "lambat",
        "maksimal",
    )
)


def promised(clause: Clause) -> Says | None:
    """ "nanti sore sy kirim", "besok ya"; what is not to be is no promise."""
    words = clause.plain
    found = set(words)
    if found & {"belum", "tidak", "masih", "sedang"}:
        return None
    if "otw" in found:
        return Says.LATER
    if words and words[0] in ("setelah", "habis", "abis") and _when_only(words):
        return Says.LATER
    if not future(words) and "susul" not in found:
        return None
    if "susul" in found:
        return Says.LATER
    rest = set(content(words)) - FUTURE - HOURS - DAYTIME - NOUNS - _SMALL
    arrives = DUE in found and found & {"masuk", "meja"}
    return Says.LATER if promise(words) or arrives or not rest else None


def _when_only(words: Sequence[str]) -> bool:
    """Whether nothing but what divides the day is named: "habis makan siang"."""
    rest = set(content(words)) - {"setelah", "habis", "abis"}
    return bool(rest) and rest <= (HOURS | DAYTIME) - {"rapat"}


def future(words: Sequence[str]) -> bool:
    """Whether a clause speaks of what is to come."""
    found = set(words)
    if found & PAST or "lalu" in found or ("baru" in found and "bisa" not in found):
        return False
    if "sudah" in found:
        # "lusa sudah bisa dikirim", "besok sudah selesai": what comes first says when.
        ahead = min(first(words, FUTURE - {"malam", "segera"}), first(words, {DUE}))
        return ahead < words.index("sudah") and (promise(words) or "meja" in words)
    if found & (FUTURE - {"malam"} | {DUE, "insya", "insyaallah"}):
        return True
    return promise(words) and _soon(words)


def _soon(words: Sequence[str]) -> bool:
    """Whether the time of a promise is named: "sore ini", "jam 3", "habis rapat"."""
    found = set(words)
    if found & FINISHED and not found & {"sore", "siang", "malam"}:
        return False
    if pair(words, DAYTIME, {"ini"}) or pair(words, {"hingga"}, {"malam"}):
        return not pair(words, DONE, {"hari"})
    if pair(words, {"sore", "siang", "malam"}, WE) and not found & {"selamat", "tidak"}:
        return True
    return bool(found & {"jam", "pukul", "setelah", "habis", "abis", "sebelum"})


def promise(words: Sequence[str]) -> bool:
    """Whether a clause holds a word for doing the work that is to be done."""
    found = set(words)
    if found & OCCASIONS - HOURS and not found & (DELIVER | DONE | MADE):
        return False
    return bool(found & ((KNOWN_WORK - NOUNISH) | FINISHED | {"lanjut", "bawa", "janji", "usahakan"}))

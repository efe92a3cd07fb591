"""What a short reply says about an obligation: done, under way, held up, to be put off, promised; unsure means asking.

A message is cut into clauses (clauses.py); what they say adds up here. Misreading someone is far worse than asking
back, so that a question, a condition, hearsay or a contradiction anywhere says nothing at all.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zibot.rules.certainty import CUT_OFF, certainty, still_so
from zibot.rules.clause_says import says
from zibot.rules.clauses import Clause, Says, clauses, content
from zibot.rules.reply_text import CODE, GREETING, plain_text, with_dates
from zibot.rules.reply_words import CHECKED, DELIVER, KNOWN_WORK
from zibot.rules.spelling import squeezed, words_of
from zibot.rules.wishes import wish
from zibot.rules.word_lists import word_set

__all__ = ["CODE", "Meaning", "StatusSaid", "is_courtesy", "read_status"]


class Meaning(StrEnum):
    """What a reply means."""

    DONE = "done"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    POSTPONE = "postpone"
    LATER = "later"
    """A promise: no status, but worth a kind answer."""


class StatusSaid(NamedTuple):
    """What someone said in their own words."""

    meaning: Meaning
    reason: str | None = None
    due: date | None = None
    """The later due date that is asked for; None where none was said, or none that can be later."""
    doubtful: date | None = None
    """What a date was read as that cannot be meant: past, or no later than the due date."""


_ANSWERS = frozenset(("balas", "tanggap", "respon", "respons", "jawab", "konfirmasi", "cek", "periksa"))
LONGEST = 300
"""Characters; a longer text is a story unless it begins with the word for a hindrance."""

_BARE = frozenset(
    (
        "masih",
        "sedang",
        "kendala",
        "hambat",
        "tunda",
        "macet",
        "tunggu",
        "ada",
        "sebentar",
        "stuck",
        "pending",
        "halang",
    )
)
"""Words that name a hindrance without saying which."""
_WHY = re.compile(
    r"^\W*(?:(?:masih|msh|ada|status)\s+)*(?:terkendala|kendala(?:nya)?|hambatan(?:nya)?|macet|terhambat|tertunda|pending)\b"
    r"\s*(?:[:,-]|karena\b|krn\b|sebab\b|adalah\b)?\s*",
    re.I,
)


def read_status(words: str, today: date, *, due: date | None = None, code: str | None = None) -> StatusSaid | None:
    """Read what a reply says about an item of this code and due date; None where it says nothing, or nothing clear."""
    text = " ".join(words.split())
    if not text or (len(text) > LONGEST and not _WHY.match(text)):
        return None
    plain = plain_text(text, code)
    if plain is None:
        return None
    asked = wish(plain, today, due)
    if asked is not None:
        told = StatusSaid(Meaning.POSTPONE, _because(text), asked.day, asked.doubtful)
        return told if asked.clear else None
    if "?" in plain:
        return None
    plain, overdue = with_dates(plain, today, due)
    parts = clauses(plain)
    meaning = _together(parts)
    if meaning is None or (overdue and meaning is Meaning.LATER):
        return None
    return StatusSaid(meaning, _reason(text) if meaning is Meaning.BLOCKED else None)


def is_courtesy(words: str) -> bool:
    """Whether words are nothing but thanks, a nod or a greeting: "ok", "siap pak", "terima kasih", a thumb."""
    plain = GREETING.sub(" ", squeezed(re.sub(r"\bterima ?kasih\b", "makasih", words, flags=re.I)))
    return bool(words.strip()) and "?" not in words and not content(word.plain for word in words_of(plain))


def _together(parts: Sequence[Clause]) -> Meaning | None:
    """What the clauses of a message add up to."""
    said = still_so([(says(part), part) for part in parts])
    told = [(one, part) for one, part in said if one is not None]
    kinds = {one for one, _ in told}
    if not told or Says.UNSURE in kinds:
        return None
    if certainty(said) <= CUT_OFF or _handed_on(said):
        return None
    if kinds <= _AS_DONE | {Says.BEGUN} and kinds & _AS_DONE:
        return Meaning.DONE if not _in_doubt(said) else None
    done, held = kinds & _AS_DONE, kinds & {Says.BLOCKED, Says.CANNOT}
    if held:
        return _held(told, done=bool(done), promised=Says.LATER in kinds)
    if Says.LATER in kinds:
        if done:
            return None
        return Meaning.PROGRESS if kinds & {Says.PROGRESS, Says.BEGUN} else Meaning.LATER
    if done and not kinds & {Says.PROGRESS, Says.BEGUN}:
        return _done_and_not(told)
    return Meaning.PROGRESS


_AS_DONE = frozenset((Says.DONE, Says.ALREADY))
_EXCUSES = frozenset(("lapor", "kabar", "bilang", "info", "infokan", "update", "balas", "maaf"))
"""What is said against oneself, not against the work: "tapi maaf telat ngabarin"."""


def _in_doubt(said: Sequence[tuple[Says | None, Clause]]) -> bool:
    """Whether something that nobody understands is said against it: "sudah dikirim, tapi salah file"."""
    begun = next((at for at, (one, _) in enumerate(said) if one is not None), 0)
    against = (part.plain for one, part in said[begun + 1 :] if one is None and part.tie == "tapi")
    return any(content(words) and not _EXCUSES & set(words) for words in against)


def _handed_on(said: Sequence[tuple[Says | None, Clause]]) -> bool:
    """Whether somebody else was told to do it, or something was asked for: "sudah disampaikan agar dikerjakan"."""
    for at, (one, part) in enumerate(said):
        told = at > 0 and part.tie == "supaya" and set(part.plain) & KNOWN_WORK and said[at - 1][0] in _AS_DONE
        meant = part.plain[part.plain.index("untuk") + 1 :][:2] if "untuk" in part.plain else ()
        asked = one in _AS_DONE and set(part.plain) & _REQUESTS
        if told or asked or (one in _AS_DONE and set(meant) & _CHORES):
            return True
    return False


_CHORES = word_set("kerja garap susun lengkap tindaklanjut buat bikin")
_REQUESTS = word_set("permintaan permohonan pertanyaan keluhan tiket pengajuan")


def _held(told: Sequence[tuple[Says, Clause]], *, done: bool, promised: bool) -> Meaning | None:
    """A hindrance beside something else: what is said last counts, where it is said to be so now."""
    kinds = [one for one, _ in told]
    last, where = told[-1]
    if done and last in (Says.DONE, Says.ALREADY):
        delivered = any(word.plain in DELIVER for word in where.words)
        return Meaning.DONE if where.tie in ("sekarang", "malah") or (where.tie == "tapi" and delivered) else None
    if done and "tunggu" in where.plain and CHECKED & set(where.plain):
        return None  # what waits to be checked may be done
    if (
        done
        and any(word.plain in DELIVER for _, part in told[:-1] for word in part.words)
        and _ANSWERS & set(where.plain)
    ):
        return None  # it was sent, and not yet answered
    if promised and Says.BLOCKED not in kinds:
        return None
    if promised and last is Says.LATER and told[-1][1].tie == "tapi":
        return None
    return Meaning.BLOCKED if Says.BLOCKED in kinds or not promised else None


def _done_and_not(told: Sequence[tuple[Says, Clause]]) -> Meaning | None:
    """ "sudah, tapi belum lengkap": a part of it; "sudah dan belum" is a joke."""
    bare = all(len(content(part.plain)) <= 1 for _, part in told)
    if bare:
        return None
    return Meaning.PROGRESS


def _reason(text: str) -> str | None:
    """What holds the work up, in the person's own words; None where nothing but the word for it was said."""
    reason = _WHY.sub("", text).strip(" .")
    told = [word for word in content(word.plain for word in words_of(reason)) if word not in _BARE]
    return reason if told else None


def _because(text: str) -> str | None:
    """The reason that follows its word: "mundur ke 10 mei krn ketua cuti"."""
    found = re.search(r"\b(?:karena|krn|karna|soalnya|sebab|berhubung|gara-?gara)\s+(.{3,})$", text, re.I)
    return found[1].strip(" .") if found else None

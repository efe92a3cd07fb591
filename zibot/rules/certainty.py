"""How sure the reading of a message is: what is over counts no more, and words that nobody knows make it less sure."""

from collections.abc import Sequence

from zibot.rules.clauses import Clause, Says, content
from zibot.rules.office_words import NOUNS, TOPICS
from zibot.rules.reply_words import DELIVER, MADE, WE
from zibot.rules.spelling import known

CUT_OFF = 0.5
"""Below this we ask; chosen on lists of replies so that hardly any status is misread."""
_STRANGE = 0.25
"""What each unknown word takes away beside a cue."""
_REASON = 0.08
"""The same in a hindrance, which people tell in words of their own."""
_HELD = frozenset((Says.BLOCKED, Says.CANNOT))
_WELL = frozenset(("lancar", "normal", "pulih", "nyala", "teratasi", "aman", "hidup", "nyambung"))
_FINAL = frozenset((Says.DONE, Says.ALREADY, Says.BEGUN))
_ODD = 0.3
"""What it takes away besides where the unknown is what was made."""
_ONCE = frozenset(("tadi", "kemarin", "sempat", "semalam", "tadinya"))
_UNFINISHED = frozenset((Says.PROGRESS, Says.BEGUN, Says.NOT_YET))
_ENDED = frozenset((Says.DONE, Says.ALREADY))
_GOOD = frozenset((Says.DONE, Says.ALREADY, Says.BEGUN, Says.PROGRESS))

Said = Sequence[tuple[Says | None, Clause]]


def still_so(said: Said) -> list[tuple[Says | None, Clause]]:
    """What is said without hindrances that are over: "kemarin macet, sekarang lancar", "tadi macet, sudah terkirim"."""
    kept = [
        (None if one is not None and at and "resi" in clause.plain else one, clause)
        for at, (one, clause) in enumerate(said)
    ]
    for at, (one, clause) in enumerate(said):
        after = said[at + 1 :]
        if one in _UNFINISHED and after and after[-1][0] in _ENDED and _was_once(clause) and _turned(after):
            kept[at] = (None, clause)
        if one not in _HELD:
            continue
        well = any(_WELL & set(part.plain) and not {"tidak", "belum"} & set(part.plain) for _, part in after)
        if well or (
            _was_once(clause) and "masih" not in clause.plain and after and after[-1][0] in _GOOD and _turned(after)
        ):
            kept[at] = (None, clause)
        else:
            kept[at + 1 :] = [
                (None if _only_told(said_then, part) else said_then, part) for said_then, part in kept[at + 1 :]
            ]
    return kept


def _only_told(one: Says | None, clause: Clause) -> bool:
    """Whether of a hindrance it is just said that others were told: "error, sudah saya laporkan ke pusat"."""
    return one in _GOOD and "lapor" in clause.plain and not {"kirim", "selesai"} & set(clause.plain)


def _was_once(clause: Clause) -> bool:
    """Whether it was so at a time past, not since then."""
    words = clause.plain
    at = next((place for place, word in enumerate(words) if word in _ONCE), None)
    return at is not None and words[max(at - 1, 0)] not in ("dari", "sejak")


def _turned(after: Said) -> bool:
    """Whether what follows is said to be so now."""
    return any(part.tie in ("sekarang", "tapi") or "sudah" in part.plain or "pagi" in part.plain for _, part in after)


def certainty(said: Said) -> float:
    """From 1 (every word is known) downwards, by the words of the telling clauses that are not."""
    sure = 1.0
    for one, clause in said:
        if one is None or one is Says.UNSURE:
            continue
        sure -= (_REASON if one in _HELD else _STRANGE) * _strange(clause)
        sure -= _ODD if one in _FINAL and _odd(clause) else 0
    return sure


def _odd(clause: Clause) -> bool:
    """Whether something unknown was made or ended: "kopi sudah dibuat", "sudah pasang gorden"."""
    sent = next((place for place, word in enumerate(clause.words) if word.plain in DELIVER and not word.prefix), None)
    thing = clause.words[sent + 1 : sent + 2] if sent is not None else ()
    if any(content([word.plain]) and not known(word) for word in thing):
        return True
    at = next((place for place, word in enumerate(clause.words) if word.plain in MADE), None)
    if at is None:
        return False
    near = [*clause.words[:at][-3:], *clause.words[at + 1 : at + 3]]
    return any(content([word.plain]) and not known(word) for word in near)


def _strange(clause: Clause) -> int:
    """How many words of a clause are unknown, a name behind its title or what follows a preposition aside."""
    count, topic = 0, False
    for before, word in zip((None, *clause.words), clause.words, strict=False):
        named = before is not None and (
            before.plain in ("pak", "di", "ke", "dari", "dengan", "sama") or before.plain in WE
        )
        topic = (topic or word.plain in NOUNS | TOPICS or word.plain == "lapor") and word.plain != "sudah"
        count += bool(not topic and content([word.plain])) and not known(word) and not named
    return count

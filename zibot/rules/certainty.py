"""How sure the reading of a message is: what is over counts no more, and words that nobody knows make it less sure."""

from collections.abc import Sequence

from zibot.rules.clauses import Clause, Says, content
from zibot.rules.reply_words import WE
from zibot.rules.spelling import known

CUT_OFF = 0.5
"""Below this we ask; chosen on lists of replies so that hardly any status is misread."""
_STRANGE = 0.25
"""What each unknown word takes away beside a cue."""
_REASON = 0.08
"""The same in a hindrance, which people tell in words of their own."""
_HELD = frozenset((Says.BLOCKED, Says.CANNOT))
_WELL = frozenset(("lancar", "normal", "pulih", "nyala", "teratasi", "aman", "hidup", "nyambung"))
_ONCE = frozenset(("tadi", "kemarin", "sempat", "semalam", "tadinya"))
_GOOD = frozenset((Says.DONE, Says.ALREADY, Says.BEGUN, Says.PROGRESS))

Said = Sequence[tuple[Says | None, Clause]]


def still_so(said: Said) -> list[tuple[Says | None, Clause]]:
    """What is said without hindrances that are over: "kemarin macet, sekarang lancar", "tadi macet, sudah terkirim"."""
    kept = list(said)
    for at, (one, clause) in enumerate(said):
        if one not in _HELD:
            continue
        after = said[at + 1 :]
        well = any(_WELL & set(part.plain) and not {"tidak", "belum"} & set(part.plain) for _, part in after)
        if well or (_was_once(clause) and after and after[-1][0] in _GOOD and _turned(after)):
            kept[at] = (None, clause)
    return kept


def _was_once(clause: Clause) -> bool:
    """Whether it was so at a time past, not since then."""
    words = clause.plain
    at = next((place for place, word in enumerate(words) if word in _ONCE), None)
    return at is not None and words[max(at - 1, 0)] not in ("dari", "sejak") and "masih" not in words


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
    return sure


def _strange(clause: Clause) -> int:
    """How many words of a clause are unknown, a name behind its title or what follows a preposition aside."""
    count = 0
    for before, word in zip((None, *clause.words), clause.words, strict=False):
        named = before is not None and (before.plain in ("pak", "di", "ke", "dari", "dengan", "sama") or before.plain in WE)
        count += bool(content([word.plain])) and not known(word) and not named
    return count

"""What stands beside a question and changes nothing: particles, an unknown verb of showing, an opening clause."""

import re
from collections.abc import Iterator

from zibot.rules.chat_words import KIND_OF, REAL, Class, word_set
from zibot.rules.hearing import Heard
from zibot.rules.subjects import TITLES
from zibot.when import number_of

_NOUNS = word_set("ac ai bi di fb gu hp ig it ma my pt rt rw sd tk tv wa wc ti ke")
"""Short words that are no particles."""
_PREPOSITIONS = word_set(
    "di ke dari pada untuk dengan oleh dan atau serta tentang soal kalau antara per menurut sebagai seperti selaku "
    "masih lagi sampai hingga sedang jadi kepada atas terhadap"
)
_OPENS = re.compile(r"(?<=\w)(?:\s*[,;.!\n]+\s+|\s+-+\s+|\s+(?=(?:tolong|tlg|mohon|mhn|minta|mau tanya|mau nanya)\b))")
_IDLE = (Class.FILLER, Class.ALREADY, Class.ME, Class.WISH, Class.MUST)
_LONGEST_OPENING = 7
_MOST = 2
"""Words; a question with more that are strange is not ours."""


def matters(found: Heard) -> tuple[str, ...]:
    """The unknown words of a question that may change what it asks."""
    words = found.words
    strange = [at for at, word in enumerate(words) if word in found.unknown]
    left = [at for at in strange if not _is_aside(found, at)]
    return tuple(words[at] for at in (strange if len(strange) - len(left) > _MOST else left))


def _is_aside(found: Heard, at: int) -> bool:
    return (
        _is_particle(found.words[at])
        or _shows(found, at)
        or _addresses(found, at)
        or _is_state(found, at)
        or (found.words[at] == "kemarin" and found.has(Class.ALREADY, Class.YET))
    )


def _is_particle(word: str) -> bool:
    return len(word) <= 2 and re.search("[aeiou]", word) is not None and word not in _NOUNS


def _shows(found: Heard, at: int) -> bool:
    """Whether an unknown verb after "tolong" asks to show what is named: "tolong jembrengin status SPIP"."""
    word, before = found.words[at], found.words[:at]
    verb = len(word) >= 6 and re.search("(?:in|kan|ken|no)$", word) is not None and word not in REAL
    asked = found.has(Class.STATUS, Class.RECAP, Class.ASKS, Class.WHO, Class.LATE)
    return verb and asked and bool(before) and all(KIND_OF.get(one) in (Class.WISH, Class.FILLER) for one in before)


def _addresses(found: Heard, at: int) -> bool:
    """Whether an unknown last word is how someone is addressed: "progres SPIP gimana cuy"."""
    words = found.words
    if at == 0 or at != len(words) - 1 or found.bare or words[at] in REAL or number_of(words[at]) is not None:
        return False
    last = words[at - 1]
    idle = KIND_OF.get(last) is Class.FILLER and last not in _PREPOSITIONS | TITLES
    return (idle or last == "bagaimana") and found.has(Class.ASKS, Class.STATUS, Class.WHO)


def _is_state(found: Heard, at: int) -> bool:
    """Whether an unknown word says how something of the plan stands: "area 4 sudah kinclong belum"."""
    before = found.words[at - 1] if at else ""
    ends = at >= len(found.words) - 2 and found.words[at] not in REAL
    sure = found.distinct or (bool(found.people) and found.has(Class.EVIDENCE))
    return (
        (ends or found.has(Class.EVIDENCE))
        and sure
        and not found.has(Class.ME)
        and KIND_OF.get(before) in (Class.ALREADY, Class.YET)
    )


def openings(text: str) -> Iterator[tuple[str, str]]:
    """Each way to part a text into the clause that it begins with and what follows."""
    for match in _OPENS.finditer(text):
        if len(text[: match.start()].split()) <= _LONGEST_OPENING:
            yield text[: match.start()], text[match.end() :]


def says_nothing(opening: Heard) -> bool:
    """Whether an opening clause names nothing that a question could be about: "saya lagi di jalan nih"."""
    if not opening.bare or opening.unclear or opening.quarter is not None:
        return False
    kinds = [KIND_OF.get(word) for word in opening.words]
    small = [kind for kind in kinds if kind is not None]
    begins = opening.words[:1]
    idle = all(kind in _IDLE for kind in small) and not _PREPOSITIONS - {"lagi", "masih"} & set(begins)
    return idle and (bool(small) or not begins)

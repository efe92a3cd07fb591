"""The day of an activity, as its sender names it in words: claimed by them, beside when it was sent and stored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zibot.when import calendar_date, mend, month_of, number_of

FURTHEST = timedelta(days=366)
"""A day further back is no day of an activity but something else that the caption speaks of."""
LIKELY = timedelta(days=183)
"""A day without its year that would lie further back may as well be one to come."""
OFFERED = 3
"""Days that are offered to choose from at most."""

_AGO = {
    **{"kemarin lusa": 2, "kemarin dulu": 2, "kemarin": 1, "kemaren": 1, "kmrn": 1, "semalam": 1, "tadi malam": 1},
    **{"tadi": 0, "hari ini": 0, "barusan": 0},
}
_WORDS = re.compile(rf"\b(?:{'|'.join(_AGO)})\b|\b(?:pagi|siang|sore) ini\b")
_DAYS_AGO = re.compile(r"\b(\d{1,3}|[a-z]{3,9}) hari (?:yang |yg )?lalu\b")
_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_WEEKDAY = re.compile(
    rf"\b(?:hari )?(?:{'|'.join(_WEEKDAYS[:6])}|jum'at|ahad|(?<=hari )minggu)"
    r" (?:yang |yg )?(?:lalu|kemarin|kemaren|kmrn)\b"
)
_NAMED = re.compile(r"(?<![\w/.-])(\d{1,2})[ -]([a-z]{3,9})\b\.?(?:[ -](\d{4})\b)?")
_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\w/-])")
_ALONE = re.compile(
    r"\b(?:itu|ini|foto|fotonya|kegiatan|kegiatannya|acara|acaranya|rapat|rapatnya|tanggal|tanggalnya|tgl|pada|hari|di|ya|pak|bu"
    r"|kok|sih|pagi|siang|sore|malam|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)\b|[.,!]"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What words say of the day of an activity: one day, or several of which one may be meant."""

    day: date | None = None
    doubtful: tuple[date, ...] = ()
    """Newest first; nothing where one day is clear, or none was named."""


def claimed(words: str, today: date) -> Claim:
    """The day that words name ("Rapat 5 April", "kemarin", "Senin lalu", "05/04/2027"), never after today."""
    plain = " ".join(mend(words).casefold().split())
    found = dict(_days(plain, today))
    if len(found) != 1:
        past = sorted((day for day in found if day and today - FURTHEST <= day <= today), reverse=True)
        return Claim(doubtful=tuple(past[:OFFERED]) if len(past) > 1 else ())
    [(day, sure)] = found.items()
    if day is None or not today - FURTHEST <= day <= today:
        return Claim()
    return Claim(day) if sure else Claim(doubtful=(day,))


def day_of_activity(caption: str, today: date) -> date | None:
    """The one day that a caption names beyond doubt; else None."""
    return claimed(caption, today).day


def only_a_day(words: str, today: date) -> date | None:
    """The day that words name where they say nothing else ("kemarin", "tanggal 5 April ya", "tadi pagi")."""
    plain = " ".join(mend(words).casefold().split())
    rest = plain
    for pattern in (_WEEKDAY, _DAYS_AGO, _WORDS, _NUMERIC, _NAMED, _ALONE):
        rest = pattern.sub(" ", rest)
    return day_of_activity(words, today) if not rest.strip() else None


def to_ask(
    claim: Claim, *, sent_on: date, forwarded_on: date | None = None, due: date | None = None
) -> tuple[date, ...] | None:
    """The days to offer where the day of an activity must be asked, the likeliest first; None where it need not.

    It is asked where words leave it open, where the piece was made elsewhere on another day, and where the obligation
    was due before the piece was sent.
    """
    if claim.day is not None:
        return None
    if claim.doubtful:
        return claim.doubtful
    if forwarded_on is not None and forwarded_on < sent_on:
        return (forwarded_on, sent_on)
    if due is not None and due < sent_on:
        return (sent_on, sent_on - timedelta(days=1))
    return None


def _days(words: str, today: date) -> Iterator[tuple[date | None, bool]]:
    """The days that words name, each with whether its year is beyond doubt."""
    for said in _WEEKDAY.finditer(words):
        yield _weekday_before(said[0], today), True
    words = _WEEKDAY.sub(" ", words)
    for number in _DAYS_AGO.findall(words):
        ago = number_of(number)
        if ago is not None:
            yield today - timedelta(days=ago), True
    for said_word in _WORDS.findall(words):
        yield today - timedelta(days=_AGO.get(said_word, 0)), True
    for day, word, year in _NAMED.findall(words):
        month = month_of(word)
        if month is not None:
            named = calendar_date(int(year), month, int(day)) if year else _last(int(day), month, today)
            yield named, bool(year) or named is None or today - named <= LIKELY
    for day, month, year in _NUMERIC.findall(words):
        yield calendar_date(int(year), int(month), int(day)), True


def _weekday_before(said: str, today: date) -> date:
    """The last such weekday before today."""
    name = next((name for name in _WEEKDAYS if name in said), "jumat" if "jum'at" in said else "minggu")
    return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(name) - 1) % 7 + 1)


def _last(day: int, month: int, today: date) -> date | None:
    """The last such day, today included: an activity has been."""
    this_year = calendar_date(today.year, month, day)
    return this_year if this_year is not None and this_year <= today else calendar_date(today.year - 1, month, day)

"""The day of an activity, as its sender names it in a caption: claimed by them, beside when it was sent and stored."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zibot.when import calendar_date, mend, month_of

FURTHEST = timedelta(days=366)
"""A day further back is no day of an activity but something else that the caption speaks of."""
_AGO = {"kemarin lusa": 2, "kemarin": 1, "kmrn": 1, "semalam": 1, "tadi": 0, "hari ini": 0, "barusan": 0}
_WORDS = re.compile(rf"\b(?:{'|'.join(_AGO)})\b|\b(?:pagi|siang|sore) ini\b")
_NAMED = re.compile(r"(?<![\w/.-])(\d{1,2})[ -]([a-z]{3,9})\b\.?(?:[ -](\d{4})\b)?")
_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\w/-])")


def day_of_activity(caption: str, today: date) -> date | None:
    """The one day that a caption names ("Rapat 5 April", "kemarin", "05/04/2027"), not after today; else None."""
    words = " ".join(mend(caption).casefold().split())
    found = {day for day in _days(words, today) if day is not None}
    if len(found) != 1:
        return None
    day = found.pop()
    return day if today - FURTHEST <= day <= today else None


def _days(words: str, today: date) -> Iterator[date | None]:
    for said in _WORDS.findall(words):
        yield today - timedelta(days=_AGO.get(said, 0))
    for day, word, year in _NAMED.findall(words):
        month = month_of(word)
        if month is not None:
            yield calendar_date(int(year), month, int(day)) if year else _last(int(day), month, today)
    for day, month, year in _NUMERIC.findall(words):
        yield calendar_date(int(year), int(month), int(day))


def _last(day: int, month: int, today: date) -> date | None:
    """The last such day, today included: an activity has been."""
    this_year = calendar_date(today.year, month, day)
    return this_year if this_year is not None and this_year <= today else calendar_date(today.year - 1, month, day)

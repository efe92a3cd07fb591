"""Files for people with their words: the review workbook of a reading and the calendar of due dates."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from zibot import texts
from zibot.plan.ics import CalendarLabels, DueDay, write_ics
from zibot.plan.problem import Problem
from zibot.plan.reading import Reading

if TYPE_CHECKING:
    from zibot.plan.review.hidden import Hidden


def review_workbook(reading: Reading, *, hidden: "Hidden | None" = None) -> bytes:
    """The reading as the workbook that people correct (.xlsx), where it leaves the house without `hidden` words."""
    from zibot.plan.review.shape import ReviewLabels  # noqa: PLC0415 - loads openpyxl, which few commands need
    from zibot.plan.review.write import write_review  # noqa: PLC0415 - see above

    labels = ReviewLabels(**texts.review_labels())
    return write_review(reading, say=_say, labels=labels, hidden=hidden)


def leaving_workbook(reading: Reading, secret: Iterable[str]) -> tuple[bytes, bytes]:
    """The workbook for a chat, where it can be passed on: without the words of the items with these codes; and whole.

    Where nothing is secret both are the same.
    """
    from zibot.plan.review.hidden import Hidden  # noqa: PLC0415 - see above

    whole, codes = review_workbook(reading), frozenset(secret)
    if not codes:
        return whole, whole
    return review_workbook(reading, hidden=Hidden(codes, hashlib.sha256(whole).hexdigest())), whole


def _say(problem: Problem) -> str:
    return texts.problem(problem.code, problem.details)


def calendar(days: Iterable[DueDay], *, office: str | None, year: int | None, now: datetime) -> bytes:
    """Due dates as a calendar (.ics) that phones and Outlook take in."""
    words = texts.review_labels("calendar")
    name = " ".join(words.pop("name").format(year=year or "", office=office or "").split())
    return write_ics(days, name=name, stamp=now, labels=CalendarLabels(**words))

"""Files for people with their words: the review workbook of a reading and the calendar of due dates."""

from collections.abc import Iterable
from datetime import datetime

from zibot import texts
from zibot.plan.ics import CalendarLabels, DueDay, write_ics
from zibot.plan.reading import Reading


def review_workbook(reading: Reading) -> bytes:
    """The reading as the workbook that people correct (.xlsx)."""
    from zibot.plan.review.shape import ReviewLabels  # noqa: PLC0415 - loads openpyxl, which few commands need
    from zibot.plan.review.write import write_review  # noqa: PLC0415 - see above

    labels = ReviewLabels(**texts.review_labels())
    return write_review(reading, say=lambda problem: texts.problem(problem.code, problem.details), labels=labels)


def calendar(days: Iterable[DueDay], *, office: str | None, year: int | None, now: datetime) -> bytes:
    """Due dates as a calendar (.ics) that phones and Outlook take in."""
    words = texts.review_labels("calendar")
    name = " ".join(words.pop("name").format(year=year or "", office=office or "").split())
    return write_ics(days, name=name, stamp=now, labels=CalendarLabels(**words))

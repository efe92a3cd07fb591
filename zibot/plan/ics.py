"""Due dates as an iCalendar file: one event for a whole day for each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from zibot.plan.layouts.drafts import short
from zibot.plan.reading import Area, PlanItem, Reading
from zibot.plan.review.shape import area_label, clean

if TYPE_CHECKING:
    from icalendar import Event

PRODID = "-//zibot//rencana kerja//ID"
_SUMMARY = 120


@dataclass(frozen=True, slots=True)
class CalendarLabels:
    """The words of an event's description."""

    area: str
    action: str
    evidence: str
    confidential: str
    """All that a confidential item says besides its code and area."""
    secret: str
    """What stands beside its code."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """An item on a day when it falls due; `uid` stays the same whenever the file is made again."""

    uid: str
    day: date
    code: str
    area: Area
    component: str
    action: str
    evidence: tuple[str, ...] = ()
    confidential: bool = False


def days_of(reading: Reading, confidential: Sequence[str]) -> Iterator[DueDay]:
    """The due dates of a reading where they are certain; an item with one of these words is confidential."""
    for item in reading.items:
        for day in item.due if item.certain else ():
            yield DueDay(
                f"{item.code}-{day}@zibot",
                day,
                item.code,
                item.area,
                item.component,
                item.action or item.indicator,
                item.evidence,
                is_confidential(item, confidential),
            )


def is_confidential(item: PlanItem, words: Iterable[str]) -> bool:
    """Whether an item speaks of something confidential: it has one of these words."""
    return speaks_of(f"{item.component} {item.indicator} {item.action}", words)


def speaks_of(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of these words, in whatever letters."""
    return any(word.casefold() in text.casefold() for word in words)


def is_calendar(path: Path) -> bool:
    """Whether the file is a calendar that zibot wrote; never raises."""
    try:
        with path.open("rb") as file:
            return PRODID.encode() in file.read(1024)
    except OSError:
        return False


def write_ics(days: Iterable[DueDay], *, name: str, stamp: datetime, labels: CalendarLabels) -> bytes:
    """The calendar file; `stamp` says when it was made. Who takes it in again gets moved days, not doubled ones."""
    from icalendar import Calendar  # noqa: PLC0415 - loading it takes longer than most commands

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for due in sorted(days, key=lambda due: (due.day, due.uid)):
        calendar.add_component(_event(due, stamp, labels))
    content: bytes = calendar.to_ical()
    return content


def _event(due: DueDay, stamp: datetime, labels: CalendarLabels) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - see above

    what = labels.secret if due.confidential else due.action or due.component
    event = Event()
    event.add("uid", _lines(due.uid))
    event.add("dtstamp", stamp)
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", short(" ".join(f"{due.code} {clean(what)}".split()), _SUMMARY))
    event.add("description", _lines("\n".join(_description(due, labels))))
    event.add("categories", [_lines(area_label(due.area))])
    event.add("class", "CONFIDENTIAL" if due.confidential else "PUBLIC")
    event.add("transp", "TRANSPARENT")  # nobody is busy all day because something is due
    return event


def _lines(text: str) -> str:
    """The text with one kind of line break, which the library escapes; some programs break lines at others too."""
    return "\n".join(clean(text).splitlines())


def _description(due: DueDay, labels: CalendarLabels) -> Iterator[str]:
    yield f"{labels.area}: {area_label(due.area)}"
    if due.confidential:
        yield labels.confidential
        return
    yield due.component
    if due.action:
        yield f"{labels.action}: {due.action}"
    if due.evidence:
        yield f"{labels.evidence}:"
        yield from (f"- {slot}" for slot in due.evidence)

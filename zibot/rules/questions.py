"""Plain questions: what someone wants to know, and about what. Unsure means None: a wrong answer is worse than none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zibot.rules.asides import matters, openings, says_nothing
from zibot.rules.asked_of_people import (
    HOLDING,
    asks_help,
    asks_holder,
    asks_item,
    asks_person,
    asks_review,
    asks_tasks,
    asks_team,
)
from zibot.rules.asked_of_plan import asks_agenda, asks_late, asks_missing, asks_recap, asks_status
from zibot.rules.chat_words import Class
from zibot.rules.hearing import LONGEST, Heard, heard
from zibot.rules.looking_for import looked_for
from zibot.rules.periods import Period
from zibot.rules.subjects import Component, Known
from zibot.rules.wondering import calls_upon
from zibot.workdays import Quarter


class Intent(StrEnum):
    """What a question wants to know."""

    STATUS = "status"
    TASKS = "tasks"
    PERSON = "person"
    ITEM = "item"
    LATE = "late"
    AGENDA = "agenda"
    MISSING = "missing"
    HOLDER = "holder"
    SEARCH = "search"
    RECAP = "recap"
    REVIEW = "review"
    TEAM = "team"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood: of everything where neither area nor component is named."""

    intent: Intent
    area: int | None = None
    component: Component | None = None
    people: frozenset[int] = frozenset()
    """Whom a name may mean, by id; several where it fits several."""
    code: str | None = None
    period: Period | None = None
    quarter: Quarter | None = None
    words: str = ""


def read_question(text: str, known: Known, today: date) -> Asked | None:
    """What a text asks, of the plan and team that are known; None where it asks nothing or could mean two things."""
    asked = _read(text, known, today)
    if asked is not None:
        return asked
    for opening, rest in openings(text[:LONGEST]):
        asked, begun = _read(rest, known, today), heard(opening, known, today)
        if asked is None or begun is None or not _of_something(asked):
            continue
        if says_nothing(begun) and (begun.period is None or asked.intent in _TIMELESS):
            return asked
    return None


_TIMELESS = (Intent.STATUS, Intent.HOLDER, Intent.ITEM, Intent.PERSON)
"""What is asked of now, whatever days are spoken of before."""


def _of_something(asked: Asked) -> bool:
    """Whether a question says what it is about, so that an opening that was left out can hardly have said it."""
    named = asked.area is not None or asked.component is not None or asked.people or asked.code or asked.words
    return bool(named) or asked.intent in (Intent.TASKS, Intent.REVIEW, Intent.RECAP)


def _read(text: str, known: Known, today: date) -> Asked | None:
    found = heard(text, known, today)
    if found is None:
        return None
    found.unknown = matters(found)
    if found.codes:
        return _of_item(found)
    words = looked_for(text)
    if words:
        return Asked(Intent.SEARCH, words=words)
    if asks_help(found):
        return Asked(Intent.HELP)
    if found.unclear or found.unknown or calls_upon(found) or found.like("salah|keliru"):
        return None
    for intent, asks in _READERS:
        if asks(found):
            return _about(intent, found, today)
    return None


def _about(intent: Intent, found: Heard, today: date) -> Asked:
    asked = Asked(
        intent,
        area=found.areas[0] if found.areas else None,
        component=found.components[0] if found.components else None,
    )
    match intent:
        case Intent.PERSON:
            return Asked(intent, people=found.people[0], period=found.period)
        case Intent.RECAP:
            return Asked(intent, quarter=found.quarter or Quarter.of(today))
        case Intent.TASKS:
            return Asked(intent, period=found.period)
        case Intent.REVIEW | Intent.TEAM | Intent.HELP:
            return Asked(intent)
        case Intent.LATE | Intent.AGENDA | Intent.MISSING:
            quarter = found.quarter
            period = Period("quarter", quarter.first, quarter.last) if quarter is not None else found.period
            return replace(asked, period=period)
    return asked


def _of_item(found: Heard) -> Asked | None:
    """A question about one item, or who holds it."""
    if found.unclear or len(found.unknown) > 2 or found.people or (found.unknown and found.has(Class.WHO)):
        return None
    if found.has(Class.ME) and not found.has(Class.ASKS, Class.WHO) and not found.asked:
        return None
    judged = found.has(Class.SEND, Class.EVIDENCE, Class.CHECK) or found.like("dicek|ngecek")
    if not judged and (
        found.has(Class.WHO) or found.like(HOLDING) or found.like("penanggungjawab|pemegang|koordinator")
    ):
        return Asked(Intent.HOLDER, code=found.codes[0])
    return Asked(Intent.ITEM, code=found.codes[0]) if asks_item(found) else None


_READERS: tuple[tuple[Intent, Callable[[Heard], bool]], ...] = (
    (Intent.REVIEW, asks_review),
    (Intent.RECAP, asks_recap),
    (Intent.PERSON, asks_person),
    (Intent.TASKS, asks_tasks),
    (Intent.LATE, asks_late),
    (Intent.MISSING, asks_missing),
    (Intent.HOLDER, asks_holder),
    (Intent.TEAM, asks_team),
    (Intent.AGENDA, asks_agenda),
    (Intent.STATUS, asks_status),
)


def measured(
    text: str,
    components: tuple[Component, ...],
    people: tuple[tuple[int, str], ...],
    today: date,
    *,
    areas: tuple[tuple[int, str], ...],
) -> tuple[Intent | None, dict[str, object]]:
    """A question's intent and arguments in plain words, so that a list of labelled questions can be scored."""
    asked = read_question(text, Known(areas, components, people), today)
    if asked is None:
        return None, {}
    named = asked.component.name if asked.component is not None else None
    whole = asked.intent in (Intent.STATUS, Intent.LATE, Intent.MISSING) and named is None
    names = dict(people)
    period = asked.period.name if asked.period is not None and asked.intent is not Intent.PERSON else ""
    dated = period.startswith("month-") or period == "yearend"
    return asked.intent, {
        "area": asked.area or ("all" if whole else None),
        "component": named,
        "who": " | ".join(names[id] for id in sorted(asked.people)) or None,
        "code": asked.code,
        "month": asked.period.first.month if asked.period is not None and dated else None,
        "when": None if dated or period in ("", "quarter") else period,
        "quarter": asked.quarter.number if asked.quarter is not None else None,
        "words": asked.words or None,
    }

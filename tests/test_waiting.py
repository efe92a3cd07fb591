"""What coordinators and leads find in their morning message besides their own, and how often."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.duties import duty
from zibot.rules.assigning import Nobodys
from zibot.rules.day import Days, Known
from zibot.rules.deciding import Member, deciders
from zibot.rules.lifecycle import Duty, State
from zibot.rules.mornings import Digest, mornings
from zibot.rules.reminders import Rhythm
from zibot.workdays import Workdays

CALENDAR = Workdays.indonesia()
RHYTHM = Rhythm((0,), 7, coordinator_after=3, lead_after=7)
CITRA, LEAD, DEDI = Member(5, "coordinator", (5,)), Member(1, "lead"), Member(7, "staff")
TEAM = (CITRA, LEAD, DEDI)
FIRST = date(2027, 5, 31)  # a Monday; 1 June is a holiday


def played(
    duties: Sequence[Duty], last: date, *, team: Sequence[Member] = TEAM, rhythm: Rhythm = RHYTHM, **known: Any
) -> dict[int, dict[date, Digest]]:
    """Everyone's messages day by day from the last day of May on."""
    named: dict[tuple[int, int], date] = {}
    noticed: dict[tuple[int, int, str], date] = {}
    told: dict[int, dict[date, Digest]] = {one.id: {} for one in team}
    day = FIRST
    while day <= last:
        if CALENDAR.is_workday(day):
            found = mornings(Known(duties, team, named=named, noticed=noticed, **known), day, rhythm, CALENDAR)
            for id, digest in found.items():
                told[id][day] = digest
                named = named | {(id, one.id): day for one in digest.duties}
                noticed = noticed | {(id, one, kind): day for kind, ids in digest.others.items() for one in ids}
        day += timedelta(days=1)
    return told


def helped(told: dict[date, Digest]) -> dict[date, list[tuple[int, int]]]:
    """The days on which someone hears of others who are late: the obligations, and the working days."""
    return {day: [(one.duty.id, one.days) for one in digest.help] for day, digest in told.items() if digest.help}


def test_the_coordinator_hears_after_three_working_days_and_the_lead_after_seven_each_once_then_weekly() -> None:
    told = played([duty(FIRST)], date(2027, 6, 25))
    assert helped(told[CITRA.id]) == {
        date(2027, 6, 4): [(1, 3)],
        date(2027, 6, 11): [(1, 8)],
        date(2027, 6, 18): [(1, 13)],
        date(2027, 6, 25): [(1, 18)],
    }
    assert helped(told[LEAD.id]) == {
        date(2027, 6, 10): [(1, 7)],
        date(2027, 6, 17): [(1, 12)],
        date(2027, 6, 24): [(1, 17)],
    }


def test_an_office_sets_the_steps_or_none() -> None:
    sooner = replace(RHYTHM, coordinator_after=1, lead_after=0)
    told = played([duty(FIRST)], date(2027, 6, 18), rhythm=sooner)
    assert min(helped(told[CITRA.id])) == date(2027, 6, 2)
    assert told[LEAD.id] == {}


def test_what_they_hold_themselves_is_no_call_for_their_help() -> None:
    told = played([duty(FIRST, holders=(CITRA.id,)), duty(FIRST, holders=(LEAD.id,), number=2)], date(2027, 6, 18))
    assert {one for named in helped(told[CITRA.id]).values() for one, _ in named} == {2}
    assert {one for named in helped(told[LEAD.id]).values() for one, _ in named} == {1}


def test_another_area_another_coordinator_and_staff_hear_of_nothing() -> None:
    other = Member(6, "coordinator", (1,))
    told = played([duty(FIRST)], date(2027, 6, 18), team=(*TEAM, other))
    assert told[other.id] == {}
    assert helped(told[DEDI.id]) == {}


def test_one_that_is_late_later_is_named_at_once_and_from_then_on_with_the_others() -> None:
    told = played([duty(FIRST), duty(date(2027, 6, 3), number=2)], date(2027, 7, 2))
    assert {day: [one for one, _ in named] for day, named in helped(told[CITRA.id]).items()} == {
        date(2027, 6, 4): [1],
        date(2027, 6, 8): [2],
        date(2027, 6, 15): [1, 2],
        date(2027, 6, 22): [1, 2],
        date(2027, 6, 29): [1, 2],
    }


def test_what_was_submitted_calls_nobody_any_more() -> None:
    assert played([duty(FIRST, State.SUBMITTED)], date(2027, 6, 18)) == {5: {}, 1: {}, 7: {}}


def test_a_review_is_named_once_it_waited_two_working_days_and_then_weekly_as_a_whole() -> None:
    waiting = [duty(date(2027, 6, 30), State.SUBMITTED, number=number) for number in (1, 2)]
    submitted = {1: date(2027, 6, 2), 2: date(2027, 6, 4)}
    told = played(waiting, date(2027, 6, 18), reviews={CITRA.id: waiting}, submitted=submitted)[CITRA.id]
    assert {day: len(digest.reviews) for day, digest in told.items()} == {
        date(2027, 6, 4): 2,
        date(2027, 6, 11): 2,
        date(2027, 6, 18): 2,
    }


def test_a_later_due_date_that_was_asked_for_is_named_from_the_next_morning_on() -> None:
    asked = duty(date(2027, 6, 30))
    asked = replace(asked, standing=replace(asked.standing, asked=date(2027, 7, 9)))
    told = played([asked], date(2027, 6, 11), asked={1: date(2027, 6, 2)})
    assert list(told[CITRA.id]) == [date(2027, 6, 3), date(2027, 6, 10)]
    assert told[LEAD.id] == {}


def test_a_later_due_date_is_not_asked_about_once_the_work_was_submitted() -> None:
    done = duty(date(2027, 6, 30), State.SUBMITTED)
    done = replace(done, standing=replace(done.standing, asked=date(2027, 7, 9)))
    told = played([done], date(2027, 6, 11), asked={1: date(2027, 6, 2)})
    assert told[CITRA.id] == {}


def test_what_nobody_holds_is_named_once_a_week_until_somebody_does() -> None:
    groups = {CITRA.id: (Nobodys("V.4", 5, "Komponen", ("V.4.1",)),)}
    told = played([], date(2027, 6, 18), nobodys=groups)
    assert list(told[CITRA.id]) == [FIRST, date(2027, 6, 7), date(2027, 6, 14)]
    assert told[CITRA.id][FIRST].ownerless == groups[CITRA.id]


def test_who_has_nothing_to_decide_gets_no_message() -> None:
    groups = {7: (Nobodys("V.4", 5, "Komponen", ("V.4.1",)),)}
    assert played([], date(2027, 6, 18), nobodys=groups, reviews={7: [duty(FIRST)]}) == {5: {}, 1: {}, 7: {}}


def test_the_coordinator_is_told_once_what_falls_due_in_a_leave_and_who_holds_it() -> None:
    leave = Days(date(2027, 6, 7), date(2027, 6, 11), said=FIRST)
    due = [
        duty(date(2027, 6, 9), number=1),
        duty(date(2027, 6, 9), number=2, area=1),
        duty(date(2027, 6, 14), number=3),
    ]
    told = played(due, date(2027, 6, 10), leaves={DEDI.id: [leave]})
    assert {day: [(one.duty.id, one.person, one.days) for one in d.away] for day, d in told[CITRA.id].items()} == {
        FIRST: [(1, DEDI.id, leave)]
    }
    # Nobody coordinates the other's area, so it is the lead who hears of it.
    assert [[one.duty.id for one in digest.away] for digest in told[LEAD.id].values()] == [[2]]


def test_a_coordinator_on_leave_is_told_on_return_in_one_message() -> None:
    leave = Days(FIRST, date(2027, 6, 11), said=date(2027, 5, 20))
    told = played([duty(FIRST)], date(2027, 6, 15), leaves={CITRA.id: [leave]})
    assert helped(told[CITRA.id]) == {date(2027, 6, 14): [(1, 9)]}


def test_deciders_are_the_coordinators_who_are_there_else_the_lead_and_never_oneself_where_another_can() -> None:
    second = Member(6, "coordinator", (5,))
    assert deciders([CITRA, second, LEAD], 5) == [CITRA, second]
    assert deciders([CITRA, second, LEAD], 5, besides=5) == [second]
    assert deciders([CITRA, LEAD], 5, besides=5) == [LEAD]
    assert deciders([CITRA, LEAD], 1) == [LEAD]
    assert deciders([CITRA], 5, besides=5) == [CITRA]
    assert deciders([DEDI], 5) == []

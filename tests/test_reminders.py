from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duties import duty
from zibot.rules.lifecycle import Duty, State
from zibot.rules.reminders import Rhythm, digests, is_named, reminder_days
from zibot.workdays import Workdays

CALENDAR = Workdays.indonesia()
RHYTHM = Rhythm((14, 7, 3, 1, 0), 7)
DAY = timedelta(days=1)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def mornings(
    of: Duty,
    first: date,
    last: date,
    *,
    rhythm: Rhythm = RHYTHM,
    down: tuple[date, ...] = (),
    calendar: Workdays = CALENDAR,
) -> list[date]:
    """The days on which the holder's morning message names an obligation; on a day off or `down` there is none."""
    named: list[date] = []
    for day in days(first, last):
        if not calendar.is_workday(day) or day in down:
            continue
        last_named = {(7, of.id): named[-1]} if named else {}
        if digests([of], last_named, day, rhythm, calendar.on_or_before):
            named.append(day)
    return named


def test_an_obligation_is_named_fourteen_seven_three_and_one_days_before_and_on_its_day() -> None:
    due = duty(date(2027, 4, 29))  # a Thursday
    assert mornings(due, date(2027, 4, 1), due.due) == [date(2027, 4, day) for day in (15, 22, 26, 28, 29)]


def test_a_lead_day_on_a_holiday_comes_on_the_working_day_before() -> None:
    # 14 days before 9 April is Good Friday, and there is no work on the Thursday before it either.
    assert CALENDAR.name_of(date(2027, 3, 26))
    assert mornings(duty(date(2027, 4, 9)), date(2027, 3, 15), date(2027, 4, 9))[0] == CALENDAR.on_or_before(
        date(2027, 3, 26)
    )
    assert reminder_days(date(2027, 4, 5), Rhythm((1,), 7), CALENDAR.on_or_before) == [date(2027, 4, 2)]


def test_days_on_which_the_machine_was_down_are_made_up_for_by_the_next_morning() -> None:
    due = duty(date(2027, 4, 29))
    down = tuple(days(date(2027, 4, 14), date(2027, 4, 19)))
    assert mornings(due, date(2027, 4, 1), due.due, down=down)[:2] == [date(2027, 4, 20), date(2027, 4, 22)]


def test_a_plan_adopted_three_days_before_is_named_at_once() -> None:
    assert is_named(duty(date(2027, 4, 29)), None, date(2027, 4, 26), RHYTHM, CALENDAR.on_or_before)


def test_once_late_it_is_named_on_the_first_morning_and_then_weekly() -> None:
    late = duty(date(2027, 5, 31))
    assert mornings(late, date(2027, 5, 31), date(2027, 6, 25)) == [
        date(2027, 5, 31),
        date(2027, 6, 2),  # 1 June is Pancasila day
        date(2027, 6, 9),
        date(2027, 6, 16),
        date(2027, 6, 23),
    ]


def test_an_office_may_want_to_hear_of_the_late_every_other_day() -> None:
    late = duty(date(2027, 4, 16))
    assert mornings(late, date(2027, 4, 19), date(2027, 4, 23), rhythm=Rhythm((0,), 2)) == [
        date(2027, 4, day) for day in (19, 21, 23)
    ]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.SETTLED, State.CANCELLED])
def test_what_was_submitted_or_closed_is_never_named(state: State) -> None:
    assert mornings(duty(date(2027, 4, 29), state), date(2027, 4, 1), date(2027, 6, 30)) == []


def test_the_backlog_is_never_named() -> None:
    assert mornings(duty(date(2027, 1, 29)), date(2027, 1, 4), date(2027, 4, 30)) == []


def test_what_was_moved_is_reminded_of_anew() -> None:
    named_before = date(2027, 3, 31)
    moved = duty(date(2027, 4, 29), planned=named_before)
    assert not is_named(moved, named_before, date(2027, 4, 14), RHYTHM, CALENDAR.on_or_before)
    assert is_named(moved, named_before, date(2027, 4, 15), RHYTHM, CALENDAR.on_or_before)


def test_what_is_returned_on_its_day_is_not_named_twice_that_day() -> None:
    due = duty(date(2027, 4, 29), State.RETURNED)
    assert not is_named(due, due.due, due.due, RHYTHM, CALENDAR.on_or_before)


def test_each_holder_gets_one_message_with_the_late_first_and_the_earliest_due_first() -> None:
    today = date(2027, 4, 15)
    known = [
        duty(date(2027, 4, 29), number=4, holders=(7, 8)),
        duty(date(2027, 4, 15), number=3),
        duty(date(2027, 4, 14), number=2),
        duty(date(2027, 4, 12), number=1),
        duty(date(2027, 6, 30), number=5, holders=(9,)),
        duty(date(2027, 4, 15), number=6, holders=()),
    ]
    found = digests(known, {}, today, RHYTHM, CALENDAR.on_or_before)
    assert set(found) == {7, 8}
    assert [[d.id for d in group] for group in (found[7].late, found[7].today, found[7].soon)] == [[1, 2], [3], [4]]
    assert [d.id for d in found[7].duties] == [1, 2, 3, 4]
    assert found[8]


def test_what_one_holder_was_told_is_still_told_to_the_other() -> None:
    shared = duty(date(2027, 4, 29), holders=(7, 8))
    found = digests([shared], {(7, 1): date(2027, 4, 15)}, date(2027, 4, 15), RHYTHM, CALENDAR.on_or_before)
    assert set(found) == {8}


# whatever the plan and the days

offs = st.frozensets(st.dates(date(2027, 3, 1), date(2027, 6, 30)), max_size=20)
rhythms = st.builds(Rhythm, st.lists(st.integers(0, 40), min_size=1, max_size=6).map(tuple), st.integers(1, 20))
dues = st.dates(date(2027, 4, 20), date(2027, 6, 20))
active = st.sampled_from([State.OPEN, State.PROGRESS, State.BLOCKED, State.RETURNED])


@given(dues, active, rhythms, offs)
def test_an_active_obligation_is_named_between_its_first_lead_day_and_its_due_date(
    due: date, state: State, rhythm: Rhythm, off: frozenset[date]
) -> None:
    calendar = Workdays.indonesia(extra_off=off)
    first = reminder_days(due, rhythm, calendar.on_or_before)[0]
    found = mornings(duty(due, state), date(2027, 2, 8), due, rhythm=rhythm, calendar=calendar)
    assert found
    assert first == found[0]


@given(dues, active, rhythms, st.frozensets(st.dates(date(2027, 2, 8), date(2027, 7, 31))))
def test_after_any_days_down_the_next_morning_has_what_was_missed(
    due: date, state: State, rhythm: Rhythm, down: frozenset[date]
) -> None:
    one = duty(due, state)
    up = [day for day in days(date(2027, 2, 8), due) if CALENDAR.is_workday(day) and day not in down]
    first = reminder_days(due, rhythm, CALENDAR.on_or_before)[0]
    expected = next((day for day in up if day >= first), None)
    found = mornings(one, date(2027, 2, 8), due, rhythm=rhythm, down=tuple(down))
    assert (found[0] if found else None) == expected


@given(dues, rhythms)
def test_once_late_the_pause_is_never_shorter_than_the_office_wants(due: date, rhythm: Rhythm) -> None:
    found = [day for day in mornings(duty(due), date(2027, 2, 8), due + 60 * DAY, rhythm=rhythm) if day > due]
    assert found
    assert all((later - before).days >= rhythm.overdue_every for before, later in pairwise(found))


@given(dues, active, rhythms, st.dates(date(2027, 2, 8), date(2027, 7, 31)), st.data())
def test_nothing_is_named_twice_a_day_or_before_its_first_lead_day(
    due: date, state: State, rhythm: Rhythm, today: date, data: st.DataObject
) -> None:
    one = duty(due, state)
    last = data.draw(st.one_of(st.none(), st.dates(date(2027, 2, 8), today)))
    named = is_named(one, last, today, rhythm, CALENDAR.on_or_before)
    assert not is_named(one, today, today, rhythm, CALENDAR.on_or_before)
    if named:
        assert today >= reminder_days(due, rhythm, CALENDAR.on_or_before)[0]

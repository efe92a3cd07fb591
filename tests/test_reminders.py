from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duties import duty
from zibot.rules.day import Days, Known
from zibot.rules.deciding import Member
from zibot.rules.lifecycle import Duty, Said, State
from zibot.rules.mornings import Digest, mornings
from zibot.rules.reminders import Own, Rhythm, is_named
from zibot.workdays import Workdays

CALENDAR = Workdays.indonesia()
RHYTHM = Rhythm((14, 7, 3, 1, 0), 7)
DAY = timedelta(days=1)
DEDI = Member(7, "staff")


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def played(
    of: Sequence[Duty],
    first: date,
    last: date,
    *,
    rhythm: Rhythm = RHYTHM,
    down: tuple[date, ...] = (),
    calendar: Workdays = CALENDAR,
    leaves: Sequence[Days] = (),
    later: dict[tuple[int, int], date] | None = None,
) -> dict[date, Digest]:
    """Dedi's messages day by day; on a day off or `down` there is none."""
    named: dict[tuple[int, int], date] = {}
    told: dict[date, Digest] = {}
    for day in days(first, last):
        if not calendar.is_workday(day) or day in down:
            continue
        known = Known(of, [DEDI], named=dict(named), leaves={7: leaves}, later=later or {})
        digest = mornings(known, day, rhythm, calendar).get(7)
        if digest is not None:
            told[day] = digest
            named |= {(7, one.id): day for one in digest.duties}
    return told


def named_on(
    of: Duty,
    first: date,
    last: date,
    *,
    rhythm: Rhythm = RHYTHM,
    down: tuple[date, ...] = (),
    calendar: Workdays = CALENDAR,
) -> list[date]:
    """The days on which Dedi's message names the only obligation that he holds."""
    return list(played([of], first, last, rhythm=rhythm, down=down, calendar=calendar))


def ids(digest: Digest) -> list[int]:
    return [one.id for one in digest.duties]


# one obligation by itself


def test_an_obligation_is_named_fourteen_seven_three_and_one_days_before_and_on_its_day() -> None:
    due = duty(date(2027, 4, 29))  # a Thursday
    assert named_on(due, date(2027, 4, 1), due.due) == [date(2027, 4, day) for day in (15, 22, 26, 28, 29)]


def test_a_lead_day_on_a_holiday_comes_on_the_working_day_before() -> None:
    # 14 days before 9 April is Good Friday, and there is no work on the Thursday before it either.
    assert CALENDAR.name_of(date(2027, 3, 26))
    assert named_on(duty(date(2027, 4, 9)), date(2027, 3, 15), date(2027, 4, 9))[0] == CALENDAR.on_or_before(
        date(2027, 3, 26)
    )
    assert first_lead_day(date(2027, 4, 5), Rhythm((1,), 7)) == date(2027, 4, 2)


def test_days_on_which_the_machine_was_down_are_made_up_for_by_the_next_morning() -> None:
    due = duty(date(2027, 4, 29))
    down = tuple(days(date(2027, 4, 14), date(2027, 4, 16)))
    assert named_on(due, date(2027, 4, 1), due.due, down=down) == [date(2027, 4, day) for day in (19, 26, 28, 29)]


def test_a_plan_adopted_three_days_before_is_named_at_once() -> None:
    assert is_named(Own(duty(date(2027, 4, 29))), date(2027, 4, 26), RHYTHM, CALENDAR.on_or_before)


def test_once_late_it_is_named_on_the_first_morning_and_then_weekly() -> None:
    late = duty(date(2027, 5, 31))
    assert named_on(late, date(2027, 5, 31), date(2027, 6, 25)) == [
        date(2027, 5, 31),
        date(2027, 6, 2),  # 1 June is Pancasila day
        date(2027, 6, 9),
        date(2027, 6, 16),
        date(2027, 6, 23),
    ]


def test_an_office_may_want_to_hear_of_the_late_every_other_day() -> None:
    late = duty(date(2027, 4, 16))
    assert named_on(late, date(2027, 4, 19), date(2027, 4, 23), rhythm=Rhythm((0,), 2)) == [
        date(2027, 4, day) for day in (19, 21, 23)
    ]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.SETTLED, State.CANCELLED])
def test_what_was_submitted_or_closed_is_never_named(state: State) -> None:
    assert named_on(duty(date(2027, 4, 29), state), date(2027, 4, 1), date(2027, 6, 30)) == []


def test_who_of_several_has_done_their_part_hears_no_more_of_it() -> None:
    shared = duty(date(2027, 4, 29), holders=(7, 8))
    shared = replace(shared, standing=replace(shared.standing, said=(Said(7, State.SUBMITTED),)))
    known = Known([shared], [DEDI, Member(8, "staff")])
    assert set(mornings(known, date(2027, 4, 15), RHYTHM, CALENDAR)) == {8}


def test_the_backlog_is_never_named() -> None:
    assert named_on(duty(date(2027, 1, 29)), date(2027, 1, 4), date(2027, 4, 30)) == []


def test_what_was_moved_is_reminded_of_anew() -> None:
    before = date(2027, 3, 31)
    moved = Own(duty(date(2027, 4, 29), planned=before), last=before)
    assert not is_named(moved, date(2027, 4, 14), RHYTHM, CALENDAR.on_or_before)
    assert is_named(moved, date(2027, 4, 15), RHYTHM, CALENDAR.on_or_before)


def test_what_is_returned_on_its_day_is_not_named_twice_that_day() -> None:
    due = duty(date(2027, 4, 29), State.RETURNED)
    assert not is_named(Own(due, last=due.due), due.due, RHYTHM, CALENDAR.on_or_before)


# several of one person


def test_each_holder_gets_one_message_with_the_late_first_and_the_earliest_due_first() -> None:
    today = date(2027, 4, 15)  # a Thursday
    known = [
        duty(date(2027, 4, 29), number=4, holders=(7, 8)),
        duty(date(2027, 4, 16), number=7),
        duty(date(2027, 4, 15), number=3),
        duty(date(2027, 4, 14), number=2),
        duty(date(2027, 4, 12), number=1),
        duty(date(2027, 6, 30), number=5, holders=(9,)),
        duty(date(2027, 4, 15), number=6, holders=()),
    ]
    found = mornings(Known(known, [DEDI, Member(8, "staff"), Member(9, "staff")]), today, RHYTHM, CALENDAR)
    assert set(found) == {7, 8}
    groups = (found[7].late, found[7].today, found[7].week, found[7].later)
    assert [[d.id for d in group] for group in groups] == [[1, 2], [3], [7], [4]]
    assert ids(found[7]) == [1, 2, 3, 7, 4]
    assert found[8]


def test_what_one_holder_was_told_is_still_told_to_the_other() -> None:
    shared = duty(date(2027, 4, 29), holders=(7, 8))
    known = Known([shared], [DEDI, Member(8, "staff")], named={(7, 1): date(2027, 4, 15)})
    assert set(mornings(known, date(2027, 4, 15), RHYTHM, CALENDAR)) == {8}


def test_who_cannot_be_reached_or_is_on_leave_gets_nothing() -> None:
    due = [duty(date(2027, 4, 29), holders=(7, 8))]
    away = {7: [Days(date(2027, 4, 14), date(2027, 4, 16), date(2027, 4, 1))]}
    assert mornings(Known(due, [DEDI], leaves=away), date(2027, 4, 15), RHYTHM, CALENDAR) == {}


def test_two_late_ones_of_different_days_soon_fall_on_one_day_of_the_week() -> None:
    late = [duty(date(2027, 5, day), number=day) for day in (24, 26, 27)]
    told = {day: ids(one) for day, one in played(late, date(2027, 5, 25), date(2027, 7, 16)).items()}
    together = [day for day, named in told.items() if day >= date(2027, 6, 7)]
    assert all(told[day] == [24, 26, 27] for day in together)
    assert {day.weekday() for day in together} == {together[0].weekday()}
    assert all(later - before == 7 * DAY for before, later in pairwise(together))


def test_what_is_due_within_days_of_another_is_named_with_it_instead_of_on_its_own_day() -> None:
    both = [duty(date(2027, 4, 29), number=1), duty(date(2027, 4, 30), number=2)]
    told = {day: ids(one) for day, one in played(both, date(2027, 4, 1), date(2027, 4, 30)).items()}
    assert list(told) == [date(2027, 4, day) for day in (15, 22, 26, 28, 29, 30)]
    assert [told[date(2027, 4, day)] for day in (15, 22, 26)] == [[1, 2]] * 3
    assert told[date(2027, 4, 30)] == [1, 2]  # the first is late by then


def test_twelve_items_on_twelve_days_of_a_month_bring_far_fewer_messages_than_days() -> None:
    working = [day for day in days(date(2027, 6, 1), date(2027, 6, 30)) if CALENDAR.is_workday(day)]
    twelve = [duty(day, number=day.day, code=f"V.1.{day.day}") for day in working[::2][:12]]
    told = played(twelve, date(2027, 5, 10), date(2027, 6, 30), rhythm=RHYTHM)
    in_june = [day for day in told if day.month == 6]
    assert len(twelve) >= 10
    # Even where nothing is ever done, what is newly late comes with the next one's day.
    assert len(in_june) <= len(twelve) + 3, in_june
    # Done on their days, as most are, they bring one message a due date and little more.
    done = _done_when_due(twelve)
    assert len(done) <= len(twelve) + 4, done


def _done_when_due(duties: Sequence[Duty]) -> list[date]:
    """The days of June with a message where each is submitted on the day on which it is due."""
    named: dict[tuple[int, int], date] = {}
    told = []
    for day in days(date(2027, 5, 10), date(2027, 6, 30)):
        open_ones = [one for one in duties if one.due >= day]
        if not CALENDAR.is_workday(day):
            continue
        found = mornings(Known(open_ones, [DEDI], named=dict(named)), day, RHYTHM, CALENDAR)
        if found:
            named |= {(7, one.id): day for one in found[7].duties}
            told.append(day)
    return [day for day in told if day.month == 6]


# put off, and leave


def test_what_was_put_off_is_named_on_the_day_that_was_chosen_and_not_before() -> None:
    due = duty(date(2027, 4, 29))
    told = played([due], date(2027, 4, 19), date(2027, 4, 29), later={(7, 1): date(2027, 4, 27)})
    assert list(told) == [date(2027, 4, day) for day in (27, 29)]


def test_on_its_due_date_it_is_named_whatever_was_put_off_and_then_not_before_the_day_chosen() -> None:
    due = duty(date(2027, 4, 29))
    told = played([due], date(2027, 4, 26), date(2027, 5, 14), later={(7, 1): date(2027, 5, 5)})
    assert list(told) == [date(2027, 4, 29), date(2027, 5, 5), date(2027, 5, 12)]


LEAVE = Days(date(2027, 4, 26), date(2027, 4, 30), date(2027, 4, 1))


def test_what_falls_due_in_a_leave_is_named_on_the_last_working_day_before_it() -> None:
    due = [duty(date(2027, 4, 29), number=1), duty(date(2027, 5, 13), number=2)]
    told = played(due, date(2027, 4, 19), date(2027, 5, 13), leaves=[LEAVE], rhythm=Rhythm((3, 0), 7))
    assert {day: ids(one) for day, one in told.items()} == {
        date(2027, 4, 23): [1],
        date(2027, 5, 3): [1],
        date(2027, 5, 10): [1, 2],
        date(2027, 5, 13): [2],
    }
    assert told[date(2027, 4, 23)].leave == LEAVE
    assert told[date(2027, 5, 3)].leave is None


# whatever the plan and the days

offs = st.frozensets(st.dates(date(2027, 3, 1), date(2027, 6, 30)), max_size=20)
rhythms = st.builds(Rhythm, st.lists(st.integers(0, 40), min_size=1, max_size=6).map(tuple), st.integers(1, 20))
dues = st.dates(date(2027, 4, 20), date(2027, 6, 20))
active = st.sampled_from([State.OPEN, State.PROGRESS, State.BLOCKED, State.RETURNED])


def first_lead_day(due: date, rhythm: Rhythm, calendar: Workdays = CALENDAR) -> date:
    """The first day on which an obligation is named; one on a day off comes on the working day before."""
    return calendar.on_or_before(due - max(rhythm.lead_days) * DAY)


@given(dues, active, rhythms, offs)
def test_an_active_obligation_is_named_between_its_first_lead_day_and_its_due_date(
    due: date, state: State, rhythm: Rhythm, off: frozenset[date]
) -> None:
    calendar = Workdays.indonesia(extra_off=off)
    first = first_lead_day(due, rhythm, calendar)
    found = named_on(duty(due, state), date(2027, 2, 8), due, rhythm=rhythm, calendar=calendar)
    assert found
    assert first == found[0]


@given(dues, active, rhythms, st.frozensets(st.dates(date(2027, 2, 8), date(2027, 7, 31))))
def test_after_any_days_down_the_next_morning_has_what_was_missed(
    due: date, state: State, rhythm: Rhythm, down: frozenset[date]
) -> None:
    one = duty(due, state)
    up = [day for day in days(date(2027, 2, 8), due) if CALENDAR.is_workday(day) and day not in down]
    first = first_lead_day(due, rhythm)
    expected = next((day for day in up if day >= first), None)
    found = named_on(one, date(2027, 2, 8), due, rhythm=rhythm, down=tuple(down))
    assert (found[0] if found else None) == expected


@given(dues, rhythms)
def test_once_late_the_pause_of_one_is_never_shorter_than_the_office_wants(due: date, rhythm: Rhythm) -> None:
    found = [day for day in named_on(duty(due), date(2027, 2, 8), due + 60 * DAY, rhythm=rhythm) if day > due]
    assert found
    assert all((later - before).days >= rhythm.overdue_every for before, later in pairwise(found))


@given(st.lists(dues, min_size=2, max_size=6), st.integers(1, 20))
def test_of_several_each_rests_for_most_of_the_pause_and_none_is_forgotten(dues: list[date], every: int) -> None:
    rhythm, last = Rhythm((0,), every), date(2027, 8, 31)
    several = [duty(due, number=number) for number, due in enumerate(dues, start=1)]
    told = played(several, date(2027, 4, 1), last, rhythm=rhythm)
    for one in several:
        mine = [day for day, digest in told.items() if one in digest.late]
        assert all((later - before).days >= rhythm.rest for before, later in pairwise(mine))
        # Ten days are the longest that an office is closed in these months.
        assert all((later - before).days <= 2 * every + 10 for before, later in pairwise([one.due, *mine, last]))


@given(dues, active, rhythms, st.dates(date(2027, 2, 8), date(2027, 7, 31)), st.data())
def test_nothing_is_named_twice_a_day_or_before_its_first_lead_day(
    due: date, state: State, rhythm: Rhythm, today: date, data: st.DataObject
) -> None:
    one = duty(due, state)
    last = data.draw(st.one_of(st.none(), st.dates(date(2027, 2, 8), today)))

    def told(named: date | None) -> dict[int, Digest]:
        known = Known([one], [DEDI], named={(7, 1): named} if named else {})
        return mornings(known, today, rhythm, CALENDAR)

    assert not told(today)
    if told(last):
        assert today >= first_lead_day(due, rhythm)


@given(
    st.lists(st.tuples(dues, active), max_size=8),
    rhythms,
    st.dates(date(2027, 4, 20), date(2027, 6, 20)),
    st.integers(0, 20),
)
def test_in_a_leave_nothing_is_said_whatever_is_due(
    several: list[tuple[date, State]], rhythm: Rhythm, first: date, length: int
) -> None:
    leave = Days(first, first + length * DAY, date(2027, 4, 1))
    duties = [duty(due, state, number=number) for number, (due, state) in enumerate(several, start=1)]
    told = played(duties, date(2027, 4, 5), date(2027, 7, 9), rhythm=rhythm, leaves=[leave])
    assert not [day for day in told if leave.first <= day <= leave.last]
    eve = CALENDAR.on_or_before(first - DAY)
    for one in duties:
        if leave.first <= one.due <= leave.last:
            assert one in told[eve].duties or any(eve <= day < first for day in told)

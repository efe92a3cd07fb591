"""Which days are worked, and which day is the deadline."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zibot.workdays import Quarter, Workdays

INDONESIA = Workdays.indonesia()
YEARS = st.integers(2022, 2030)


@pytest.mark.parametrize(
    ("month", "last"),
    [(4, "2022-04-28"), (7, "2022-07-29"), (10, "2022-10-31"), (12, "2022-12-30")],
)
def test_a_month_ends_before_weekends_and_cuti_bersama(month: int, last: str) -> None:
    assert INDONESIA.last_of_month(2022, month).isoformat() == last


def test_a_week_ends_on_the_last_working_day_up_to_its_seventh_day() -> None:
    assert INDONESIA.week_deadline(2022, 1, 2) == date(2022, 1, 14)
    assert INDONESIA.week_deadline(2022, 1, 4) == date(2022, 1, 28)
    assert INDONESIA.week_deadline(2022, 1, 5) == INDONESIA.last_of_month(2022, 1)


def test_the_fifth_week_of_february_ends_with_february() -> None:
    assert INDONESIA.week_deadline(2023, 2, 5) == INDONESIA.last_of_month(2023, 2)


def test_a_day_off_decreed_later_moves_the_deadline_and_a_replaced_one_brings_it_back() -> None:
    assert Workdays.indonesia(extra_off=[date(2022, 7, 29)]).last_of_month(2022, 7) == date(2022, 7, 28)
    worked = Workdays.indonesia(extra_work=[date(2022, 4, 29)])
    assert worked.last_of_month(2022, 4) == date(2022, 4, 29)
    assert worked.name_of(date(2022, 4, 29)) is None


def test_neighbouring_working_days() -> None:
    independence = date(2022, 8, 17)
    assert not INDONESIA.is_workday(independence)
    assert INDONESIA.on_or_before(independence) == date(2022, 8, 16)
    assert INDONESIA.on_or_after(independence) == date(2022, 8, 18)
    assert INDONESIA.next_after(date(2022, 8, 16)) == date(2022, 8, 18)


def test_holidays_are_named_and_estimates_are_known() -> None:
    assert "Kemerdekaan" in (INDONESIA.name_of(date(2022, 8, 17)) or "")
    assert INDONESIA.name_of(date(2022, 8, 18)) is None
    assert not INDONESIA.is_estimated(date(2022, 8, 17))
    estimated = [day for day in (date(2031, 1, 1).replace(month=m, day=d) for m in range(1, 13) for d in range(1, 29))]
    guesses = [day for day in estimated if INDONESIA.is_estimated(day)]
    assert guesses
    assert all("(" not in (INDONESIA.name_of(day) or "") for day in guesses)


def test_the_holidays_of_a_year_stand_by_date_and_tell_cuti_bersama_from_the_rest() -> None:
    known = INDONESIA.holidays(2022)
    assert [holiday.day for holiday in known] == sorted({holiday.day for holiday in known})
    shared = {holiday.day for holiday in known if holiday.shared}
    assert shared == {date(2022, 4, 29), date(2022, 5, 4), date(2022, 5, 5), date(2022, 5, 6)}
    assert not any(holiday.estimated for holiday in known)


def test_the_offices_own_list_settles_an_estimate() -> None:
    guesses = [holiday.day for holiday in INDONESIA.holidays(2031) if holiday.estimated]
    stays, moves = guesses[:2], guesses[2:]
    settled = Workdays.indonesia(extra_off=stays, extra_work=moves)
    assert not any(holiday.estimated for holiday in settled.holidays(2031))
    assert {holiday.day for holiday in INDONESIA.holidays(2031)} - {day.day for day in settled.holidays(2031)} == set(
        moves
    )


@settings(deadline=None)  # the first example loads libraries
@given(YEARS, st.integers(1, 12), st.integers(1, 5))
def test_every_deadline_is_a_working_day(year: int, month: int, week: int) -> None:
    assert INDONESIA.is_workday(INDONESIA.last_of_month(year, month))
    deadline = INDONESIA.week_deadline(year, month, week)
    assert INDONESIA.is_workday(deadline)
    assert deadline <= INDONESIA.last_of_month(year, month)


def test_a_quarter_knows_its_edges_and_neighbours() -> None:
    first = Quarter.parse("2027-1")
    assert (first.first, first.last, first.months) == (date(2027, 1, 1), date(2027, 3, 31), (1, 2, 3))
    assert str(first.previous()) == "2026-4"
    assert str(first.next()) == "2027-2"
    assert Quarter(2027, 4).next() == Quarter(2028, 1)
    assert Quarter.of(date(2027, 12, 31)) == Quarter(2027, 4)


@pytest.mark.parametrize("text", ["", "2027", "2027-5", "2027-0", "27-1", "2027-I", "2027-1-1"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2027-1"):
        Quarter.parse(text)


@settings(deadline=None)  # the first example loads libraries
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_within_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.next().previous() == quarter

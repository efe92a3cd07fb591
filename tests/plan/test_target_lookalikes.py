"""Targets beside their lookalikes: what says one thing twice is clear, what almost says it is asked about."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zibot.plan.schedule import EVERY_MONTH, MONTHLY, QUARTERLY, SEMESTER, Schedule, in_months, wording
from zibot.plan.target_waktu import Understanding, read_target
from zibot.when import MONTHS

YEAR = 2025
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Hari Minggu")
ROMANS = ("I", "II", "III", "IV")
SOME_MONTHS = st.sets(st.integers(1, 12), min_size=1, max_size=11)
DATES = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))


def read(target: str) -> Understanding:
    return read_target(target, year=YEAR)


def months(*numbers: int) -> Schedule:
    return in_months(numbers)


def once(month: int, day: int | None = None, *, week: int | None = None, deadline: bool = False) -> Schedule:
    return Schedule("once", (month,), day=day, week=week, deadline=deadline)


def spoken(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


CLEAR = [
    ("perbulan", MONTHLY),
    ("tiapbulan", MONTHLY),
    ("1x perbulan", MONTHLY),
    ("tgl 10 perbulan", Schedule("monthly", EVERY_MONTH, day=10)),
    ("pertriwulan", QUARTERLY),
    ("4 kali setahun (tiap triwulan)", QUARTERLY),
    ("setahun 2 kali, per semester", SEMESTER),
    ("Juni (B06)", months(6)),
    ("B06 (Juni 2025)", months(6)),
    ("B03 (Maret), B06 (Juni)", months(3, 6)),
    ("Maret (TW I)", months(3)),
    ("Minggu II Juni (B06), Mgg II Desember (B12)", in_months((6, 12), week=2)),
    ("30 Juni (B06)", once(6, 30)),
    ("2 (dua) kali (Juni, Desember (B12))", months(6, 12)),
    ("2025-06", months(6)),
    ("2025-06 s.d. 2025-12", months(6, 7, 8, 9, 10, 11, 12)),
    ("Mg II Mei", once(5, week=2)),
    ("selambatnya 31 Maret", once(3, 31, deadline=True)),
    ("Maret 1 kali", months(3)),
    ("Maret, Juni 2 kali", months(3, 6)),
    ("TW I, II 2 kali", months(3, 6)),
    ("Triwulan (Maret, Juni, September, Desember)", months(3, 6, 9, 12)),
    ("Semester (Juni, Desember)", months(6, 12)),
    ("minggu ke-2 Maret dan minggu ke-2 Juni", in_months((3, 6), week=2)),
    ("setiap triwulan (B03-B12)", months(3, 6, 9, 12)),
    ("B02-B11", months(*range(2, 12))),
    ("Senin, 3 Maret 2025", once(3, 3)),
    ("Senin, 3 s.d. 7 Maret", once(3, 7)),
    ("Jum'at, 07/03/2025", once(3, 7)),
    ("Ahad 9 Maret", once(3, 9)),
    ("28 April - 3 Mei 2025", once(5, 3)),  # a few days are one event, as they are within a month
    ("paling lambat 15 Jan s.d. 15 Feb", once(2, 15, deadline=True)),
    ("**Maret**", months(3)),
    ("* Maret", months(3)),
    ("*Maret*", months(3)),
]

ALMOST = [
    ("sesuai kebutuhan perbulan", MONTHLY, "conditional"),
    ("perbulan Maret", months(3), "two-readings"),
    ("perbulan akhir Juni", months(6), "two-readings"),
    ("pertemuan Maret", months(3), "leftover"),
    ("permulaan Maret", months(3), "leftover"),
    ("perhari", MONTHLY, "shorter-than-month"),
    ("4 kali setahun (tiap semester)", Schedule("none"), "not-understood"),
    ("tiap triwulan (1 kali setahun)", Schedule("none"), "not-understood"),
    ("B06 (Juli)", months(6, 7), "not-understood"),
    ("B03 (Maret), B06 (Juli)", months(3, 6, 7), "not-understood"),
    ("Maret - Desember (Desember)", months(3, 12), "not-understood"),  # perhaps the deadline
    ("Februari (TW I)", months(2), "two-readings"),
    ("Maret (TW II)", months(3), "two-readings"),
    ("Januari (TW I), Juli (TW III)", months(1, 7), "two-readings"),
    ("Jan - Jun (Semester I)", months(6), "two-readings"),  # the half, or each of its months
    ("Jan - Mei (Semester I)", months(5), "two-readings"),
    ("2025-6", Schedule("none"), "not-understood"),
    ("3 2025-06", months(3, 4, 5, 6), "numbered-months"),
    ("2025-13", Schedule("none"), "not-understood"),
    ("2024/25", Schedule("none"), "not-understood"),
    ("2024-06", months(6), "other-year"),
    ("5 mg", Schedule("none"), "not-understood"),
    ("sebelum 31 Maret", once(3, 31), "leftover"),  # whether that day or the one before is not said
    ("Maret 2 kali", months(3), "two-readings"),
    ("TW I, 2 kali", months(3), "two-readings"),
    ("Triwulan (Maret, Juni)", months(3, 6), "two-readings"),
    ("3 (tiga) bulan sekali", QUARTERLY, "inferred-frequency"),  # from which month on is not said
    ("minggu ke-2 Maret dan minggu ke-3 Juni", months(3, 6), "days-differ"),
    ("Minggu I dan III setiap bulan", MONTHLY, "days-differ"),
    ("B03 s.d. B06", months(3, 6), "report-codes"),
    ("paling lambat B03-B12", in_months((3, 6, 9, 12), deadline=True), "report-codes"),
    ("Senin, 4 Maret 2025", once(3, 4), "weekday-differs"),
    ("hari Selasa tanggal 3 Maret", once(3, 3), "weekday-differs"),
    ("Selasa, 03/03/2025", once(3, 3), "weekday-differs"),
    ("Minggu, 9 Maret", months(3), "not-understood"),  # a week or a Sunday
    ("Maret*", months(3), "questioned"),
    ("Maret **)", months(3), "questioned"),
    ("* Maret*", months(3), "questioned"),
    ("*) Maret", months(3), "questioned"),
    ("Maret ?", months(3), "questioned"),
    ("01/01/2025 - 31/12/2025", MONTHLY, "throughout"),
    ("Minggu IV Maret s.d. Minggu II April", once(4, week=2), "two-month-window"),
    ("pertengahan tahun", months(6), "vague-part"),
    ("awal tahun", months(1), "vague-part"),
]


@pytest.mark.parametrize(("target", "schedule"), CLEAR, ids=[target for target, _ in CLEAR])
def test_what_says_one_thing_is_clear(target: str, schedule: Schedule) -> None:
    assert read(target) == Understanding(schedule, certain=True)


@pytest.mark.parametrize(("target", "schedule", "code"), ALMOST, ids=[row[0] for row in ALMOST])
def test_what_only_looks_like_it_is_asked_about(target: str, schedule: Schedule, code: str) -> None:
    understood = read(target)
    assert understood.schedule == schedule
    assert code in [problem.code for problem in understood.problems]


@settings(deadline=None)  # the first example loads libraries
@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from(["-", " s.d. ", " sampai dengan "]))
def test_a_range_of_report_codes_is_certain_only_where_no_code_of_a_quarter_bounds_it(
    first: int, last: int, to: str
) -> None:
    understood = read(f"B{first:02}{to}B{last:02}")
    quarterly = first < last and first % 3 == 0 == last % 3
    assert ("report-codes" in [problem.code for problem in understood.problems]) is quarterly
    if first <= last:
        assert understood.schedule.months == tuple(range(first, last + 1, 3 if quarterly else 1))


@settings(deadline=None)  # the first example loads libraries
@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 4))
def test_a_month_said_twice_is_certain_only_if_both_are_the_same(one: int, other: int, quarter: int) -> None:
    assert read(f"{MONTHS[one - 1]} (B{other:02})").certain is (one == other)
    assert read(f"B{one:02} ({MONTHS[other - 1]} {YEAR})").certain is (one == other)
    assert read(f"{MONTHS[one - 1]} (TW {ROMANS[quarter - 1]})").certain is (one == quarter * 3)


@settings(deadline=None)  # the first example loads libraries
@given(DATES, st.sampled_from(WEEKDAYS), st.booleans())
def test_a_date_with_a_weekday_is_certain_only_if_it_is_that_day(day: date, weekday: str, in_digits: bool) -> None:
    understood = read(f"{weekday}, {day:%d/%m/%Y}" if in_digits else f"{weekday}, {spoken(day)}")
    assert understood.schedule == once(day.month, day.day)
    assert understood.certain is (WEEKDAYS[day.weekday()] == weekday)


@settings(deadline=None)  # the first example loads libraries
@given(DATES, st.integers(0, 120))
def test_a_window_reads_the_same_in_digits_and_is_certain_only_as_one_event(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), date(YEAR, 12, 31))
    understood = read(f"{spoken(first)} - {spoken(last)} {YEAR}")
    in_digits = read(f"{first:%d/%m/%Y} - {last:%d/%m/%Y}")
    assert (understood.schedule, understood.certain) == (in_digits.schedule, in_digits.certain)
    longest = last.replace(year=2028) - first.replace(year=2028)  # the year may have a 29 February
    assert understood.certain is (first.month == last.month or longest.days <= 16)
    if understood.certain:
        assert understood.schedule == once(last.month, last.day)


@settings(deadline=None)  # the first example loads libraries
@given(SOME_MONTHS, st.sampled_from(["*", "**", " *)", "?", " ?", " **)", "??"]))
def test_a_mark_that_points_elsewhere_never_passes(named: set[int], mark: str) -> None:
    schedule = in_months(named)
    assert read(wording(schedule)).certain
    assert [problem.code for problem in read(wording(schedule) + mark).problems] == ["questioned"]
    assert read(wording(schedule) + mark).schedule == schedule


@settings(deadline=None)  # the first example loads libraries
@given(SOME_MONTHS, st.integers(1, 12))
def test_months_with_their_count_are_certain_only_if_they_are_as_many(named: set[int], count: int) -> None:
    for target in (f"{wording(in_months(named))} {count} kali", f"{count}x ({wording(in_months(named))})"):
        understood = read(target)
        assert understood.schedule == in_months(named)
        assert understood.certain is (count == len(named))


@settings(deadline=None)  # the first example loads libraries
@given(st.integers(1, 12), st.sampled_from([("bulan", MONTHLY), ("triwulan", QUARTERLY), ("semester", SEMESTER)]))
def test_how_often_in_two_ways_is_certain_only_if_they_agree(count: int, unit: tuple[str, Schedule]) -> None:
    name, schedule = unit
    understood = read(f"{count} kali setahun (tiap {name})")
    assert understood.certain is (count == len(schedule.months))
    assert not understood.certain or understood.schedule == schedule
    assert read(f"per{name}") == read(f"per {name}")


@pytest.mark.parametrize("month", EVERY_MONTH)
def test_a_month_in_digits_is_that_month_whichever_stands_first(month: int) -> None:
    assert read(f"{YEAR}-{month:02}").schedule == read(f"{month:02}/{YEAR}").schedule == months(month)
    assert not read(f"{YEAR - 1}-{month:02}").certain

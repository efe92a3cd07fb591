"""What targets mean: each wording seen in real plans is understood, or asked about."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zibot.plan.schedule import (
    AFTER_QUARTERS,
    EVERY_MONTH,
    MONTHLY,
    NOTHING,
    QUARTERLY,
    SEMESTER,
    TENTATIVE,
    YEARLY,
    Schedule,
    due_dates,
    in_months,
    wording,
)
from zibot.plan.target_waktu import read_target
from zibot.plan.words import shape, tidy, tokens_of
from zibot.workdays import Workdays

YEAR = 2022
WORKDAYS = Workdays.indonesia()


def months(*numbers: int, **narrower: object) -> Schedule:
    return Schedule("months", numbers, **narrower)  # type: ignore[arg-type]


def once(month: int, **narrower: object) -> Schedule:
    return Schedule("once", (month,), **narrower)  # type: ignore[arg-type]


TENTH_OF_NEXT = Schedule("monthly", EVERY_MONTH, day=10, deadline=True, next_month=True)
AFTER_EACH_QUARTER = Schedule("quarterly", AFTER_QUARTERS, next_month=True)

UNDERSTOOD = [
    ("Januari 2022", months(1)),
    ("Maret, Juni 2022", months(3, 6)),
    ("Februari, April, Juni, Agustus, Oktober, Desember", months(2, 4, 6, 8, 10, 12)),
    ("Maret, Juni, Septem-ber, Desember 2022", months(3, 6, 9, 12)),
    ("April, Juli, Oktober dan Desember 2022", months(4, 7, 10, 12)),
    ("Januari-Desember 2022", MONTHLY),
    ("Januari – Desember 2022", MONTHLY),
    ("Januari s.d. Desember", MONTHLY),
    ("Januari 2022 sampai dengan Desember 2022", MONTHLY),
    ("Per-bulan (Januari-Desember)", MONTHLY),
    ("setiap bulan melalui rapat", MONTHLY),
    ("setiap bulannya", MONTHLY),
    ("1 (satu) kali sebulan", MONTHLY),
    ("Feb-Des 2022", months(*range(2, 13))),
    ("Setiap bulan (Februari - Desember)", months(*range(2, 13))),
    ("setiap bulan (Januari - Maret)", months(1, 2, 3)),
    ("Januari minggu ke-2 tahun 2022", once(1, week=2)),
    ("paling lambat Minggu ke-2 Januari", once(1, week=2, deadline=True)),
    ("paling lambat minggu pertama bulan Mei", once(5, week=1, deadline=True)),
    ("Minggu ke-3 Bulan Juli", once(7, week=3)),
    ("Minggu IV Februari", once(2, week=4)),
    ("minggu terakhir Juni", once(6, week=5)),
    ("Minggu ke-1 s.d. ke-2 Maret", once(3, week=2)),
    ("minggu ke-2 Januari dan Juli", months(1, 7, week=2)),
    ("Paling lambat Mei-Juni 2022", once(6, deadline=True)),
    ("Paling lambat bulan Maret", once(3, deadline=True)),
    ("paling lambat 31 Mei setiap tahunnya", once(5, day=31, deadline=True)),
    ("selambat-lambatnya tanggal 10 Januari", once(1, day=10, deadline=True)),
    ("Setiap tanggal 5 setiap bulan", Schedule("monthly", EVERY_MONTH, day=5)),
    ("setiap bulan, paling lambat tanggal 10", Schedule("monthly", EVERY_MONTH, day=10, deadline=True)),
    ("16 Agustus", once(8, day=16)),
    ("31/05/2022", once(5, day=31)),
    ("14 s.d 22 Agustus 2022", once(8, day=22)),
    ("30 Mei - 2 Juni 2022", once(6, day=2)),
    ("TW I", months(3)),
    ("TW2", months(6)),
    ("T4", months(12)),
    ("Triwulan I 2022", months(3)),
    ("TW II dan IV", months(6, 12)),
    ("TW II (April - Juni)", months(6)),
    ("Triwulan I s.d. IV", QUARTERLY),
    ("TW I, TW II, TW III, TW IV", QUARTERLY),
    ("B03", months(3)),
    ("B06, B12", months(6, 12)),
    ("Semester I", months(6)),
    ("Semester I dan II", SEMESTER),
    ("Semester II (Jul - Des 2022)", months(12)),
    ("setiap triwulan", QUARTERLY),
    ("setiap akhir triwulan", QUARTERLY),
    ("setiap triwulan (April, Juli, Oktober, Desember)", months(4, 7, 10, 12)),
    ("per semester", SEMESTER),
    ("akhir Maret", months(3)),
    ("tentativ", TENTATIVE),
    ("jika ada", TENTATIVE),
    ("setiap ada perubahan data pegawai", TENTATIVE),
    ("Insidentil", TENTATIVE),
    ("sesuai kebutuhan", TENTATIVE),
    ("Triwulan I Tahun 2022", months(3)),
    ("Triwulan I, II, III dan IV", QUARTERLY),
    ("TRIWULAN KE-I", months(3)),
    ("TW.I", months(3)),
    ("Q1-Q4", QUARTERLY),
    ("Kwartal II", months(6)),
    ("Tribulan I", months(3)),
    ("akhir setiap triwulan", QUARTERLY),
    ("Caturwulan I, II", months(4, 8)),
    ("TW I/2022", months(3)),
    ("B.03", months(3)),
    ("B01-B12", MONTHLY),
    ("Maret s/d Desember", months(*range(3, 13))),
    ("Jan, Feb & Mar", months(1, 2, 3)),
    ("Maret\nJuni\nDesember 2022", months(3, 6, 12)),
    ("- Januari\n- Juli", months(1, 7)),
    ("• Maret • September", months(3, 9)),
    ("1. Maret 2. September", months(3, 9)),
    ("a) Januari b) Juli", months(1, 7)),
    ("Tahap I Maret, Tahap II September", months(3, 9)),
    ("Jan-22", months(1)),
    ("Des'22", months(12)),
    ("31 Des 22", once(12, day=31)),
    ("03/2022", months(3)),
    ("2022-12-31", once(12, day=31)),
    ("Senin, 3 Januari 2022", once(1, day=3)),
    ("s.d. 28 Februari 2022", once(2, day=28, deadline=True)),
    ("maks. 31 Maret", once(3, day=31, deadline=True)),
    ("10 April, 10 Juli dan 10 Oktober", months(4, 7, 10, day=10)),
    ("31 Maret, 30 Juni, 30 September, 31 Desember", months(3, 6, 9, 12)),
    ("M2 Januari", once(1, week=2)),
    ("Januari Minggu IV s.d. Februari Minggu I", once(2, week=1)),
    ("tanggal 10 setiap bulannya", Schedule("monthly", EVERY_MONTH, day=10)),
    ("Setiap bulan mulai Februari", months(*range(2, 13))),
    ("Setiap triwulan mulai TW II", months(6, 9, 12)),
    ("dari Maret s.d. Desember", months(*range(3, 13))),
    ("1x/bulan", MONTHLY),
    ("4x (Maret, Juni, September, Desember)", months(3, 6, 9, 12)),
    ("dua kali dalam setahun (Juni dan Desember)", months(6, 12)),
    ("1 dokumen (Maret)", months(3)),
    ("TW I: Maret, TW II: Juni", months(3, 6)),
    ("Semester I dan II (Juni dan Desember)", months(6, 12)),
    ("Ja nuari", months(1)),
    ("setiap kegiatan", TENTATIVE),
]

ASKED = [
    ("", NOTHING, "no-target"),
    ("-", NOTHING, "no-target"),
    ("√", NOTHING, "marks"),
    ("√ √√", NOTHING, "marks"),
    ("paling lambat hari ke-10 bulan berikutnya", TENTH_OF_NEXT, "inferred-frequency"),
    ("Akhir bulan berikutnya setelah triwulan", AFTER_EACH_QUARTER, "inferred-frequency"),
    ("14 s.d 22 Agustus 2023", once(8, day=22), "other-year"),
    ("Triwulan I 2025", months(3), "other-year"),
    ("Semester II (Jul - Des 2026)", months(12), "other-year"),
    ("Triwulan I s.d. II", months(3, 6), "short-range"),
    ("Mei-Juni 2022", months(5, 6), "short-range"),
    ("Juli - Desember 2022", months(7, 8, 9, 10, 11, 12), "short-range"),
    ("1 Januari - 31 Desember 2022", MONTHLY, "throughout"),
    ("Oktober-Maret", months(1, 2, 3, 10, 11, 12), "wraps-year"),
    ("setiap triwulan (April, Juli, Oktober, Januari)", months(1, 4, 7, 10), "wraps-year"),
    ("Tahunan", YEARLY, "inferred-frequency"),
    ("Sepanjang Tahun 2022", MONTHLY, "throughout"),
    ("per semester / per triwulan", QUARTERLY, "two-frequencies"),
    ("triwulanan/semesteran", QUARTERLY, "two-frequencies"),
    ("berkala (per bulan/triwulan/semester)", MONTHLY, "two-frequencies"),
    ("secara berkala (minimal 6 bulan sekali)", SEMESTER, "inferred-frequency"),
    ("setiap setahun sekali", YEARLY, "inferred-frequency"),
    ("minimal 1 kali dalam satu tahun", YEARLY, "inferred-frequency"),
    ("minimal 2 kali setahun", SEMESTER, "inferred-frequency"),
    ("minimal 4 kali dalam setahun", QUARTERLY, "inferred-frequency"),
    ("minimal 3 bulan sekali", QUARTERLY, "inferred-frequency"),
    ("Dua bulan sekali", months(2, 4, 6, 8, 10, 12), "inferred-frequency"),
    ("Laporan harian/mingguan", MONTHLY, "shorter-than-month"),
    ("setiap minggu", MONTHLY, "shorter-than-month"),
    ("setiap dua tahun sekali", YEARLY, "longer-than-year"),
    ("secara periodik", TENTATIVE, "no-period"),
    ("per bulan (Februari, Mei)", months(2, 5), "two-readings"),
    ("TW II (Agustus)", months(8), "two-readings"),
    ("Juni (jika ada)", months(6), "conditional"),
    ("sebelum Juni", months(6), "leftover"),
    ("mulai Maret", months(*range(3, 13)), "open-start"),
    ("awal Maret", months(3), "vague-part"),
    ("Maret, Juni,", months(3, 6), "open-end"),
    ("s.d. Maret", months(3), "open-end"),
    ("Mei-Juni per semester", months(5, 6), "short-range"),
    ("bulan 3, 6", months(3, 6), "numbered-months"),
    ("Mei/Juni", months(5, 6), "either-or"),
    ("5 Mei dan 10 Juni", months(5, 6), "days-differ"),
    ("minggu ke-2 dan ke-4 Juli", months(7), "days-differ"),
    ("30 Februari", months(2), "not-understood"),
    ("29 Februari", once(2, day=29), "no-such-day"),
    ("3 hari kerja setelah rapat", TENTATIVE, "after-event"),
    ("2022", YEARLY, "inferred-frequency"),
    ("n/a", NOTHING, "no-target"),
    ("belum ditentukan", NOTHING, "no-target"),
    ("v", NOTHING, "marks"),
    ("√ Januari", months(1), "marks"),
    ("sudah dilaksanakan", NOTHING, "status-not-time"),
    ("selesai", NOTHING, "status-not-time"),
    ("100%", NOTHING, "volume-not-time"),
    ("1 dokumen dan 2 laporan", NOTHING, "volume-not-time"),
    ("4 laporan (Maret)", months(3), "two-readings"),
    ("setiap bulan s.d. Juni", months(1, 2, 3, 4, 5, 6), "open-start"),
    ("Jan - Mar, Jul - Sep", months(1, 2, 3, 7, 8, 9), "short-range"),
    ("- Januari - Juli", months(1, 2, 3, 4, 5, 6, 7), "list-marks"),
    ("1. Maret", once(3, day=1), "list-marks"),
    ("Bulan 1 s.d. 12", MONTHLY, "numbered-months"),
    ("I, II, III, IV", QUARTERLY, "numbered-quarters"),
    ("TW I/II/III/IV", QUARTERLY, "either-or"),
    ("Januari dan/atau Maret", months(1, 3), "either-or"),
    ("Januari, TW III", months(1, 9), "two-readings"),
    ("TW I, Februari, TW II, Mei", months(2, 3, 5, 6), "two-readings"),
    ("TW II (Agustus - Oktober)", months(6, 8, 9, 10), "two-readings"),
    ("TW I (Jan, Feb, Mar)", months(3), "two-readings"),
    ("Semester Gasal", months(12), "academic-term"),
    ("Semester Ganjil/Genap", SEMESTER, "academic-term"),
    ("Okt 22", months(10), "short-year"),
    ("Mar-21", months(3), "not-understood"),
    ("Agusuts", months(8), "misspelt-month"),
    ("Septmber, Desernber", months(9, 12), "misspelt-month"),
    ("Jun1, Ju1i, 0ktober", months(6, 7, 10), "misspelt-month"),
    ("H+7 setelah kegiatan", TENTATIVE, "after-event"),
    ("7 hari setelah triwulan berakhir", replace(AFTER_EACH_QUARTER, day=7), "inferred-frequency"),
    ("setiap hari Senin", MONTHLY, "shorter-than-month"),
    ("on going", MONTHLY, "throughout"),
    ("setiap saat", MONTHLY, "throughout"),
    ("4 kali/tahun", QUARTERLY, "inferred-frequency"),
    ("12 kali", MONTHLY, "inferred-frequency"),
    ("Triwulan", QUARTERLY, "inferred-frequency"),
    ("setiap apel", NOTHING, "leftover"),
    ("I. Januari", months(1), "not-understood"),
    ("II Maret", months(3), "not-understood"),
    ("ke-2 Januari dan ke-3 Maret", months(1, 3), "not-understood"),
    ("Januari - Desember (Triwulanan)", QUARTERLY, "two-readings"),
    ("3 bulanan", QUARTERLY, "inferred-frequency"),
    ("5 tahunan", YEARLY, "longer-than-year"),
    ("Juny", NOTHING, "leftover"),
    ("15 Jan s.d. 15 Feb 2022", once(2, day=15), "two-month-window"),
]


@pytest.mark.parametrize(("target", "schedule"), UNDERSTOOD, ids=[target for target, _ in UNDERSTOOD])
def test_a_target_is_understood(target: str, schedule: Schedule) -> None:
    understood = read_target(target, year=YEAR)
    assert understood.schedule == schedule
    assert understood.certain
    assert not understood.problems


@pytest.mark.parametrize(("target", "schedule", "code"), ASKED, ids=[row[0] or "empty" for row in ASKED])
def test_a_doubtful_target_is_asked_about_with_a_proposal(target: str, schedule: Schedule, code: str) -> None:
    understood = read_target(target, year=YEAR)
    assert understood.schedule == schedule
    assert not understood.certain
    assert code in [problem.code for problem in understood.problems]


def test_words_that_are_not_understood_are_named() -> None:
    [problem] = read_target("Maret setelah gajian", year=YEAR).problems[:1]
    assert problem.code == "leftover"
    assert problem.details["words"] == "gajian"


def test_without_a_years_plan_any_year_will_do() -> None:
    assert read_target("Januari 2031").certain


@pytest.mark.parametrize(
    ("target", "due"),
    [
        ("April, Juli, Oktober dan Desember 2022", ["2022-04-28", "2022-07-29", "2022-10-31", "2022-12-30"]),
        ("Paling lambat Mei-Juni 2022", ["2022-06-30"]),
        ("Januari minggu ke-2 tahun 2022", ["2022-01-14"]),
        ("17 Agustus 2022", ["2022-08-16"]),
        ("1 Januari 2022", ["2022-01-03"]),  # never in the year before the plan
        ("TW II", ["2022-06-30"]),
        ("tentativ", []),
    ],
)
def test_targets_fall_due_on_working_days(target: str, due: list[str]) -> None:
    schedule = read_target(target, year=YEAR).schedule
    assert [day.isoformat() for day in due_dates(schedule, YEAR, WORKDAYS)] == due


SOME_MONTHS = st.sets(st.integers(1, 12), min_size=1, max_size=12)
WEEKS = st.integers(1, 5)
DAYS = st.integers(1, 28)
FLAGS = st.booleans()


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Every schedule that a target can mean."""
    deadline = draw(FLAGS)
    kind = draw(st.sampled_from(["fixed", "monthly", "months", "once", "after"]))
    if kind == "after":
        return replace(AFTER_EACH_QUARTER, deadline=deadline, day=draw(st.none() | DAYS))
    if kind == "fixed":
        return draw(st.sampled_from([TENTATIVE, NOTHING, QUARTERLY, SEMESTER, YEARLY, MONTHLY]))
    narrower = draw(st.sampled_from([{}, {"week": draw(WEEKS)}, {"day": draw(DAYS)}]))
    if kind == "monthly":
        after = not narrower.get("week") and draw(FLAGS)
        return Schedule("monthly", EVERY_MONTH, deadline=deadline, next_month=after, **narrower)
    named = draw(SOME_MONTHS)
    if kind == "once" or len(named) == 1:
        month = min(named)
        return Schedule("once", (month,), deadline=deadline, **narrower) if narrower or deadline else in_months([month])
    return in_months(named, deadline=deadline, **narrower)


@settings(deadline=None)  # the first example loads libraries
@given(schedules())
def test_a_printed_schedule_reads_back_the_same(schedule: Schedule) -> None:
    assert read_target(wording(schedule), year=YEAR).schedule == schedule


@settings(deadline=None)  # the first example loads libraries
@given(schedules())
def test_a_schedule_survives_its_json(schedule: Schedule) -> None:
    known = schedule.as_dict()
    assert {"kind", "months", "week", "deadline"} <= known.keys()
    assert Schedule.from_dict(known) == schedule


@settings(deadline=None)  # the first example loads libraries
@given(schedules(), st.integers(2022, 2030))
def test_due_dates_are_working_days_of_the_plans_year(schedule: Schedule, year: int) -> None:
    due = due_dates(schedule, year, WORKDAYS)
    assert list(due) == sorted(set(due))
    assert all(WORKDAYS.is_workday(day) and day.year == year for day in due)
    if schedule.day is None and schedule.week is None:
        assert [day.month for day in due] == list(schedule.months)


@pytest.mark.parametrize(
    "known",
    [
        {"kind": "weekly", "months": []},
        {"kind": "months", "months": [13]},
        {"kind": "once", "months": [1], "week": 6},
        {"kind": "once", "months": [1], "day": 0},
    ],
)
def test_what_is_no_schedule_is_refused(known: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no such"):
        Schedule.from_dict(known)


WORDS = st.sampled_from(
    [word for target, *_ in UNDERSTOOD + ASKED for word in target.replace("(", "( ").replace(")", " )").split()]
    + ["atau", "gajian", "12", "0", "99", "ke-0", "TW V", "Semester III", "B13", "32/13/2022", ";", "/"]
)


@settings(deadline=None)  # the first example loads libraries
@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_any_mixture_of_words_is_read_or_asked_about(text: str) -> None:
    understood = read_target(text, year=YEAR)
    assert understood.certain is not bool(understood.problems)
    due_dates(understood.schedule, YEAR, WORKDAYS)
    Schedule.from_dict(understood.schedule.as_dict())


@settings(deadline=None)  # the first example loads libraries
@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    understood = read_target(text, year=YEAR)
    assert not (understood.certain and "?" in shape(tokens_of(tidy(text))))
    assert understood.certain is not bool(understood.problems)


PARTS = {
    **{word: {at} for at, word in enumerate(("Januari", "Feb", "MARET", "Apr."), 1)},
    **{
        "TW II": {6},
        "Triwulan 3": {9},
        "Semester II": {12},
        "B05": {5},
        "B06 (Juni)": {6},
        "B03-B09": {3, 6, 9},
        "Apr-Des": set(range(4, 13)),
        "Nopember": {11},
    },
}


@settings(deadline=None)  # the first example loads libraries
@given(
    st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=5, unique=True),
    st.sampled_from([", ", " dan ", "; ", " & ", " / "]),
)
def test_parts_that_are_joined_mean_all_their_months(parts: list[str], between: str) -> None:
    understood = read_target(between.join(parts), year=YEAR)
    assert set(understood.schedule.months) == set().union(*(PARTS[part] for part in parts))
    assert not (understood.certain and between == " / " and len(parts) > 1)
    assert not (understood.certain and "B03-B09" in parts)


@settings(deadline=None)  # the first example loads libraries
@given(st.sampled_from(sorted(PARTS)), st.from_regex(r"[a-z]{6,9}", fullmatch=True))
def test_a_word_that_nobody_knows_is_never_passed_over(part: str, word: str) -> None:
    known = {token.kind for token in tokens_of(tidy(word))}
    understood = read_target(f"{part} {word}", year=YEAR)
    assert known != {"?"} or not understood.certain


@settings(deadline=None)  # the first example loads libraries
@given(st.sets(st.sampled_from(["Januari", "Maret", "Juni", "September"]), min_size=1), st.sampled_from([2021, 2023]))
def test_another_years_months_are_never_certain(names: set[str], other: int) -> None:
    assert not read_target(f"{', '.join(sorted(names))} {other}", year=YEAR).certain


def test_a_sensible_day_is_still_found_in_a_leap_year() -> None:
    understood = read_target("29 Februari", year=2028)
    assert understood.certain
    assert due_dates(understood.schedule, 2028, WORKDAYS) == (date(2028, 2, 29),)

"""Words about time: what people and plans write, and what is left to ask about."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zibot.when import MONTHS, date_in_words, dates_in_words, mend, month_of, number_of, quarter_of

TODAY = date(2027, 5, 12)  # a Wednesday

SPELLINGS = {
    1: "Januari Jan jan. JANUARI",
    2: "Februari Feb Peb Pebruari Febuari",
    3: "Maret Mar Mrt",
    4: "April Apr",
    5: "Mei MEI",
    6: "Juni Jun",
    7: "Juli Jul",
    8: "Agustus Agt Ags Agst Agus",
    9: "September Sep Sept Septem-ber",
    10: "Oktober Okt",
    11: "November Nop Nopember Nov",
    12: "Desember Des",
}


@pytest.mark.parametrize(("month", "word"), [(month, word) for month, row in SPELLINGS.items() for word in row.split()])
def test_every_spelling_is_its_month(month: int, word: str) -> None:
    assert month_of(word) == month


@pytest.mark.parametrize("word", ["", "mart", "J", "minggu", "B06", "1", "Semester"])
def test_other_words_are_no_month(word: str) -> None:
    assert month_of(word) is None


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("Septem-ber", "September"),
        ("Sep- tember 2022", "September 2022"),
        ("Febru ari", "Februari"),
        ("Desem-\nber", "Desember"),
        ("Ju-ni", "Juni"),
        ("Feb-Des", "Feb-Des"),
        ("Mei-Juni", "Mei-Juni"),
        ("Maret-April", "Maret-April"),
        ("minggu Jul I", "minggu Jul I"),
    ],
)
def test_torn_months_are_mended_and_ranges_are_not(torn: str, whole: str) -> None:
    assert mend(torn) == whole


def test_numbers_come_as_figures_romans_and_words() -> None:
    assert [number_of(word) for word in ("4", "IV", "empat", "keempat", "ke-4", "ke 4")] == [4] * 6
    assert number_of("banyak") is None


def test_quarters_come_in_many_forms() -> None:
    assert [quarter_of(word) for word in ("TW II", "tw2", "T2", "Triwulan II", "Q2", "triwulan kedua")] == [2] * 6
    assert quarter_of("TW V") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hari ini", "2027-05-12"),
        ("besok", "2027-05-13"),
        ("besok pagi", "2027-05-13"),
        ("lusa", "2027-05-14"),
        ("kemarin", "2027-05-11"),
        ("senin", "2027-05-17"),
        ("rabu", "2027-05-12"),
        ("jumat", "2027-05-14"),
        ("jumat depan", "2027-05-21"),
        ("senin lalu", "2027-05-10"),
        ("hari minggu", "2027-05-16"),
        ("minggu depan", "2027-05-19"),
        ("akhir bulan", "2027-05-31"),
        ("akhir bulan depan", "2027-06-30"),
        ("akhir juli", "2027-07-31"),
        ("3 hari lagi", "2027-05-15"),
        ("dua minggu lagi", "2027-05-26"),
        ("5 hari yang lalu", "2027-05-07"),
        ("13 mei", "2027-05-13"),
        ("10 mei", "2028-05-10"),
        ("1 Jan", "2028-01-01"),
        ("13/5", "2027-05-13"),
        ("20-05-2027", "2027-05-20"),
        ("20/5/27", "2027-05-20"),
        ("2027-05-20", "2027-05-20"),
        ("20 Mei 2027", "2027-05-20"),
        ("tanggal 20", "2027-05-20"),
        ("tgl 10 ya", "2027-06-10"),
        ("tolong undur ke 20 mei ya", "2027-05-20"),
        ("jumat, 14 mei 2027", "2027-05-14"),
        ("May 20 2027", "2027-05-20"),
    ],
)
def test_dates_as_people_type_them(words: str, expected: str) -> None:
    assert date_in_words(words, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "words",
    [
        *("", "mei", "10", "minggu", "nanti", "entah", "bulan depan", "akhir tahun", "31 juni", "30 februari 2027"),
        *("10 mei atau 11 mei", "20 mei jam 5", "senin 14 mei 2027", "Maret, Juni 2022", "99999", "2027"),
    ],
)
def test_what_is_unsure_is_not_guessed(words: str) -> None:
    assert date_in_words(words, TODAY) is None


@settings(deadline=None)  # the first example loads libraries
@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    date_in_words(text, TODAY)


@settings(deadline=None)  # the first example loads libraries
@given(st.dates(TODAY, TODAY + timedelta(days=364)))
def test_a_day_and_a_month_mean_the_next_such_day(day: date) -> None:
    assert date_in_words(f"{day.day} {MONTHS[day.month - 1].lower()}", TODAY) == day


@settings(deadline=None)  # the first example loads libraries
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_bare_month_is_never_todays_day(today: date) -> None:
    assert all(date_in_words(month, today) is None for month in MONTHS)


# days from one to another


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("17-21 Mei", date(2027, 5, 17), date(2027, 5, 21)),
        ("17 – 21 Mei 2027", date(2027, 5, 17), date(2027, 5, 21)),
        ("17 s.d. 21 Mei", date(2027, 5, 17), date(2027, 5, 21)),
        ("tgl 17 s/d 21 mei ya", date(2027, 5, 17), date(2027, 5, 21)),
        ("dari tanggal 17 Mei hingga 21 Mei 2027", date(2027, 5, 17), date(2027, 5, 21)),
        ("17/5 - 21/5", date(2027, 5, 17), date(2027, 5, 21)),
        ("17-21/5", date(2027, 5, 17), date(2027, 5, 21)),
        ("2027-05-17 sampai 2027-05-21", date(2027, 5, 17), date(2027, 5, 21)),
        ("30 Mei - 2 Juni", date(2027, 5, 30), date(2027, 6, 2)),
        ("28 Desember sampai 3 Januari", date(2027, 12, 28), date(2028, 1, 3)),
        ("10-14 Mei", date(2027, 5, 10), date(2027, 5, 14)),  # it has begun
        ("28 April - 14 Mei", date(2027, 4, 28), date(2027, 5, 14)),
        ("5-9 Mei", date(2028, 5, 5), date(2028, 5, 9)),  # wholly past this year
        ("5-9 Mei 2027", date(2027, 5, 5), date(2027, 5, 9)),
        ("besok", date(2027, 5, 13), date(2027, 5, 13)),
        ("hari ini sampai lusa", date(2027, 5, 12), date(2027, 5, 14)),
        ("besok s.d. jumat", date(2027, 5, 13), date(2027, 5, 14)),
        ("Senin sampai Rabu", date(2027, 5, 17), date(2027, 5, 19)),
        ("jumat - senin", date(2027, 5, 14), date(2027, 5, 17)),
        ("senin depan sampai rabu depan", date(2027, 5, 17), date(2027, 5, 19)),
        ("minggu depan", date(2027, 5, 17), date(2027, 5, 21)),
        ("pekan ini", date(2027, 5, 12), date(2027, 5, 14)),
        ("bulan depan", date(2027, 6, 1), date(2027, 6, 30)),
        ("3 hari mulai besok", date(2027, 5, 13), date(2027, 5, 15)),
        ("mulai senin selama 2 minggu", date(2027, 5, 17), date(2027, 5, 30)),
    ],
)
def test_days_are_understood_as_people_write_them(words: str, first: date, last: date) -> None:
    assert dates_in_words(words, TODAY) == (first, last)


@pytest.mark.parametrize(
    "words",
    ["", "5-9", "9-5 Mei", "lusa sampai besok", "17 mei s.d. selesai", "0-3 Mei", "entah", "30-31 Februari", "-"],
)
def test_days_that_are_no_stretch_are_asked_about(words: str) -> None:
    assert dates_in_words(words, TODAY) is None


_UNTIL = st.sampled_from(["-", " - ", "–", " s.d. ", " s/d ", " sd ", " sampai ", " hingga ", " sampai dengan "])


@given(st.dates(TODAY, date(2028, 4, 1)), st.integers(0, 100), _UNTIL, st.booleans())
def test_two_days_with_their_months_are_read_back(first: date, length: int, until: str, with_year: bool) -> None:
    last = first + timedelta(days=length)
    year = [f" {day.year}" if with_year or last > date(2028, 5, 11) else "" for day in (first, last)]
    words = until.join(
        f"{day.day} {MONTHS[day.month - 1]}{said}" for day, said in zip((first, last), year, strict=True)
    )
    assert dates_in_words(words, TODAY) == (first, last)


@given(st.dates(TODAY, date(2028, 4, 1)), st.integers(0, 30), _UNTIL)
def test_two_days_of_one_month_are_read_back(first: date, length: int, until: str) -> None:
    last = first + timedelta(days=length)
    if last.month == first.month:
        words = f"{first.day}{until}{last.day} {MONTHS[last.month - 1]}"
        assert dates_in_words(words, TODAY) == (first, last)
        assert dates_in_words(f"{words} {last.year}", TODAY) == (first, last)


@given(st.text(max_size=60) | st.text("0123456789 -/.senimarubjhtpgkdl", max_size=40), st.dates())
def test_whatever_is_written_the_last_day_is_never_before_the_first(words: str, today: date) -> None:
    found = dates_in_words(words, today)
    assert found is None or found[0] <= found[1]

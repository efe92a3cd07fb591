"""The day of an activity: taken from the caption where it names one, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.activity import FURTHEST, claimed, day_of_activity, only_a_day, to_ask

TODAY = date(2027, 4, 7)


@pytest.mark.parametrize(
    ("caption", "day"),
    [
        ("Rapat tim 5 April", date(2027, 4, 5)),
        ("rapat 5 april 2027, daftar hadir", date(2027, 4, 5)),
        ("Notulen 05/04/2027", date(2027, 4, 5)),
        ("Dokumentasi kemarin", date(2027, 4, 6)),
        ("foto tadi pagi", TODAY),
        ("Sosialisasi hari ini", TODAY),
        ("kemarin lusa di aula", date(2027, 4, 5)),
        ("Rapat 28 Des", date(2026, 12, 28)),
        ("rapat 5 Apr. dan 5/4/2027", date(2027, 4, 5)),
    ],
)
def test_a_caption_names_the_day_of_the_activity(caption: str, day: date) -> None:
    assert day_of_activity(caption, TODAY) == day


@pytest.mark.parametrize(
    "caption",
    [
        "",
        "V.1.2",
        "Daftar hadir 12 orang",
        "rapat 5 April dan 6 April",
        "rapat 12 Mei 2027",
        "SK 3/HK.03.1/9902/2027",
        "31 Februari",
        "rapat 5 April 2020",
        "besok",
    ],
)
def test_where_it_names_none_or_several_nothing_is_claimed(caption: str) -> None:
    assert day_of_activity(caption, TODAY) is None


@given(st.text(max_size=60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_what_is_claimed_is_never_ahead_and_never_long_ago(caption: str, today: date) -> None:
    day = day_of_activity(caption, today)
    assert day is None or today - FURTHEST <= day <= today


@given(st.dates(TODAY - timedelta(days=365), TODAY))
def test_a_full_date_is_read_as_it_is(day: date) -> None:
    assert day_of_activity(f"Rapat {day:%d/%m/%Y}", TODAY) == day


@pytest.mark.parametrize(
    ("caption", "day"),
    [
        ("Senin lalu", date(2027, 4, 5)),
        ("rapat Rabu kemarin", date(2027, 3, 31)),
        ("Jum'at lalu di aula", date(2027, 4, 2)),
        ("hari minggu lalu", date(2027, 4, 4)),
        ("tiga hari yang lalu", date(2027, 4, 4)),
        ("2 hari lalu", date(2027, 4, 5)),
        ("tadi malam", date(2027, 4, 6)),
        ("minggu lalu", None),
        ("setiap senin", None),
    ],
)
def test_weekdays_and_distances_name_a_day_and_a_week_does_not(caption: str, day: date | None) -> None:
    assert day_of_activity(caption, TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("kemarin", date(2027, 4, 6)),
        ("Kemarin pak.", date(2027, 4, 6)),
        ("tanggal 5 April ya", date(2027, 4, 5)),
        ("tadi pagi", TODAY),
        ("Senin lalu", date(2027, 4, 5)),
        ("kemarin sudah saya kirim", None),
        ("poster 5 April", None),
        ("besok", None),
        ("sudah", None),
    ],
)
def test_words_that_are_a_day_and_nothing_else(words: str, day: date | None) -> None:
    assert only_a_day(words, TODAY) == day


def test_the_day_is_asked_only_where_it_is_not_clear_and_matters() -> None:
    days = (date(2027, 4, 6), date(2027, 4, 5))
    assert to_ask(claimed("5 April dan 6 April", TODAY), sent_on=TODAY) == days
    assert to_ask(claimed("12 Mei", TODAY), sent_on=TODAY) == (date(2026, 5, 12),), "it may as well be to come"
    assert to_ask(claimed("foto", TODAY), sent_on=TODAY) is None
    assert to_ask(claimed("foto", TODAY), sent_on=TODAY, due=TODAY) is None
    assert to_ask(claimed("foto", TODAY), sent_on=TODAY, due=date(2027, 3, 31)) == (TODAY, date(2027, 4, 6))
    assert to_ask(claimed("foto", TODAY), sent_on=TODAY, forwarded_on=date(2027, 4, 1)) == (date(2027, 4, 1), TODAY)
    assert to_ask(claimed("foto", TODAY), sent_on=TODAY, forwarded_on=TODAY) is None
    clear = claimed("foto 5 April", TODAY)
    assert to_ask(clear, sent_on=TODAY, forwarded_on=date(2027, 4, 1), due=date(2027, 3, 31)) is None

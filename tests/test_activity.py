"""The day of an activity: taken from the caption where it names one, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.activity import FURTHEST, day_of_activity

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

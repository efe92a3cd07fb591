"""Later due dates in words: where the dates stand, which is meant, and whether one is asked for at all."""

from datetime import date

import pytest

from zibot.rules.asked_dates import later_date, mentions, more, spans, wanted, written_out
from zibot.rules.wishes import Wish, wish

TODAY, DUE = date(2027, 4, 7), date(2027, 4, 15)


def days(text: str) -> list[date | None]:
    return [one.day for one in mentions(written_out(text), TODAY)]


@pytest.mark.parametrize(
    ("text", "found"),
    {
        "tgl 20 atau 22 april": [date(2027, 4, 20), date(2027, 4, 22)],
        "dua puluh tiga april": [date(2027, 4, 23)],
        "tgl 5 bulan depan": [date(2027, 5, 5)],
        "senin tgl 19": [date(2027, 4, 19)],
        "selasa tgl 19": [None],
        "s.d. 22/4/2027": [date(2027, 4, 22)],
        "2 april": [date(2027, 4, 2)],
        "10 januari": [date(2027, 1, 10)],
        "30 desember": [date(2027, 12, 30)],
        "akhir bulan": [date(2027, 4, 30)],
        "3 dari 5 dokumen": [],
        "50%": [],
    }.items(),
)
def test_dates_are_found_in_a_text(text: str, found: list[date | None]) -> None:
    assert days(text) == found


def test_the_date_that_it_is_moved_from_is_not_the_one_that_is_meant() -> None:
    text = written_out("dari tgl 15 ke tgl 21")
    one = wanted(text, mentions(text, TODAY), DUE)
    assert one is not None
    assert one.day == date(2027, 4, 21)
    two = written_out("tgl 20 atau tgl 22")
    assert wanted(two, mentions(two, TODAY), DUE) is None


def test_so_many_days_more_count_from_the_due_date_unless_they_may_count_from_today() -> None:
    assert more(spans("seminggu"), today=TODAY, due=DUE) == date(2027, 4, 22)
    assert more(spans("3 hari lagi"), today=TODAY, due=DUE) == date(2027, 4, 18), "from today it were before it is due"
    assert more(spans("2 minggu lagi"), today=TODAY, due=DUE) is None
    assert more(spans("2 minggu"), today=TODAY, due=None) is None


@pytest.mark.parametrize(
    ("text", "day"),
    {
        "20 mei": date(2027, 5, 20),
        "tgl 20 ya": date(2027, 4, 20),
        "seminggu": date(2027, 4, 22),
        "nanti saja": None,
    }.items(),
)
def test_an_answer_to_until_when_is_a_day(text: str, day: date | None) -> None:
    assert later_date(text, TODAY, DUE) == day


@pytest.mark.parametrize(
    ("text", "asked"),
    {
        "mundur ke 10 mei": Wish(date(2027, 5, 10)),
        "minta waktu lagi": Wish(),
        "mundur ke 10 april": Wish(doubtful=date(2027, 4, 10)),
        "kapan mundurnya?": Wish(clear=False),
        "tidak jadi mundur ke 10 mei": Wish(clear=False),
        "tidak jadi mundur": None,
        "rapat ditunda": None,
        "tertunda hujan": None,
        "tgl 12 saya kirim": None,
        "sudah selesai": None,
    }.items(),
)
def test_a_wish_is_told_from_what_is_none(text: str, asked: Wish | None) -> None:
    assert wish(text, TODAY, DUE) == asked

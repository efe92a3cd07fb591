"""The pulse: what it writes down, and when an absence is one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zibot.delivery import pulse
from zibot.delivery.pulse import Beat, Heart

NOON = datetime(2027, 1, 4, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def left_behind(folder: Path, heard_at: datetime | None, away_since: datetime | None = None) -> None:
    """A bot that is no more wrote down when Telegram answered last."""
    pulse.write(folder, Beat(NOON, heard_at, away_since=away_since))


def test_a_beat_is_read_as_it_was_written(tmp_path: Path) -> None:
    for beat in (
        Beat(NOON, NOON - minutes(1), "no route", "127.0.0.1:8088", NOON - HOUR),
        Beat(NOON, None),
    ):
        pulse.write(tmp_path, beat)
        assert pulse.read(tmp_path) == beat
    assert [path.name for path in tmp_path.iterdir()] == [pulse.FILE]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"at": 7}', b'{"at": "x", "heard_at": null}', b"\xff\xfe"])
def test_a_beat_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    assert pulse.read(tmp_path) is None
    (tmp_path / pulse.FILE).write_bytes(content)
    assert pulse.read(tmp_path) is None


def test_the_first_answer_after_more_than_an_hour_is_a_return(tmp_path: Path) -> None:
    left_behind(tmp_path, NOON)
    heart = Heart(tmp_path)
    heart.note(None, now=NOON + 2 * HOUR, uptime=10)
    assert (heart.away, heart.settled) == (None, False)
    heart.note(1.0, now=NOON + 2 * HOUR, uptime=10)
    assert heart.away == (NOON, NOON + 2 * HOUR)
    heart.said()
    assert (heart.away, heart.settled) == (None, True)


@pytest.mark.parametrize("before", [None, NOON])
def test_less_than_an_hour_or_a_first_start_is_no_absence(tmp_path: Path, before: datetime | None) -> None:
    left_behind(tmp_path, before)
    heart = Heart(tmp_path)
    heart.note(1.0, now=NOON + minutes(59), uptime=10)
    assert heart.away is None


def test_a_network_that_was_gone_for_long_under_a_running_bot_is_an_absence(tmp_path: Path) -> None:
    heart = Heart(tmp_path)
    heart.note(1.0, now=NOON, uptime=10)
    heart.note(1.0, now=NOON + HOUR, uptime=3610)
    assert heart.away is None, "as long as it is gone nobody can be told"
    heart.note(2.0, now=NOON + 2 * HOUR, uptime=7210)
    assert heart.away == (NOON, NOON + 2 * HOUR)


def test_a_clock_that_was_moved_is_none_and_a_machine_that_slept_is_one(tmp_path: Path) -> None:
    moved, slept = Heart(tmp_path), Heart(tmp_path)
    for heart, uptime in ((moved, 40), (slept, 18_000)):
        heart.note(1.0, now=NOON, uptime=10)
        heart.note(2.0, now=NOON + 5 * HOUR, uptime=uptime)
    assert moved.away is None
    assert slept.away == (NOON, NOON + 5 * HOUR)


def test_an_absence_that_was_not_said_yet_outlives_a_kill(tmp_path: Path) -> None:
    left_behind(tmp_path, NOON)
    heart = Heart(tmp_path)
    heart.note(1.0, now=NOON + 3 * HOUR, uptime=10)
    heart.beat(NOON + 3 * HOUR, why="", address="")
    after = Heart(tmp_path)
    after.note(1.0, now=NOON + 3 * HOUR + minutes(1), uptime=70)
    assert after.away == (NOON, NOON + 3 * HOUR + minutes(1))
    after.said()
    after.beat(NOON + 3 * HOUR, why="", address="")
    assert pulse.read(tmp_path) == Beat(NOON + 3 * HOUR, NOON + 3 * HOUR + minutes(1))


def test_a_start_without_a_network_does_not_forget_when_telegram_answered_last(tmp_path: Path) -> None:
    left_behind(tmp_path, NOON)
    heart = Heart(tmp_path)
    heart.note(None, now=NOON + HOUR, uptime=10)
    heart.beat(NOON + HOUR, why="no route", address="")
    again = Heart(tmp_path)
    again.note(1.0, now=NOON + 2 * HOUR, uptime=10)
    assert again.away == (NOON, NOON + 2 * HOUR)

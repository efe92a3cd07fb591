"""Whether a sleeping bot may sleep on: only where the rows say for certain that there is nothing to do."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk import MORNING, Room
from zibot.model import Inbox, Outbox
from zibot.storage import inbox, outbox, waking
from zibot.storage.outbox import Rank
from zibot.storage.peek import may_sleep

HOUR = timedelta(hours=1)


@pytest.fixture
def asleep(room: Room) -> Room:
    """An office where nothing waits and the clock is to be looked at in an hour."""
    room.do(lambda desk: waking.look_at(desk.session, desk.satker_id, MORNING + HOUR))
    return room


def sleeps(room: Room, after: timedelta = timedelta()) -> bool:
    return may_sleep(room.clock.parent / "zibot.db", MORNING + after)


def test_nothing_waits_and_the_hour_has_not_come(asleep: Room) -> None:
    assert sleeps(asleep)
    assert sleeps(asleep, HOUR - timedelta(microseconds=1))


def test_the_hour_has_come(asleep: Room) -> None:
    assert not sleeps(asleep, HOUR)


def test_the_hour_moved(asleep: Room) -> None:
    asleep.do(lambda desk: waking.look_at(desk.session, desk.satker_id, MORNING + 3 * HOUR))
    assert sleeps(asleep, 2 * HOUR)


def test_an_update_waits_until_it_is_handled_or_set_aside(asleep: Room) -> None:
    for number in (1, 2):
        asleep.do(lambda desk, n=number: inbox.keep(desk.session, n, 501, str(n), desk.now))
    assert not sleeps(asleep)
    asleep.do(lambda desk: inbox.handled(desk.session, 1, desk.now))
    assert not sleeps(asleep)

    def set_aside(desk):
        desk.session.get_one(Inbox, 2).dead_at = desk.now

    asleep.do(set_aside)
    assert sleeps(asleep)


def test_a_message_waits_until_it_is_sent_or_cannot_be(asleep: Room) -> None:
    for _ in range(2):
        asleep.do(
            lambda desk: outbox.put(desk.session, desk.satker_id, 5, "sendMessage", {}, rank=Rank.REPLY, now=desk.now)
        )
    assert not sleeps(asleep)
    asleep.do(lambda desk: outbox.sent(desk.session, 1, 7, desk.now))
    assert not sleeps(asleep)
    asleep.do(lambda desk: outbox.give_up(desk.session, 2, "Forbidden", desk.now))
    assert sleeps(asleep)
    assert asleep.do(lambda desk: desk.session.get_one(Outbox, 2).failed_at) is not None


def test_nobody_has_said_yet_when_to_look(room: Room) -> None:
    assert not sleeps(room)


def test_there_is_no_database_yet(tmp_path: Path) -> None:
    assert may_sleep(tmp_path / "zibot.db", MORNING)
    assert not (tmp_path / "zibot.db").exists()


@pytest.mark.parametrize("content", [b"", b"no database, just a text that is long enough to be looked at" * 9])
def test_a_file_that_cannot_be_read_is_not_slept_on(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "zibot.db").write_bytes(content)
    assert not may_sleep(tmp_path / "zibot.db", MORNING)


def test_a_writer_at_work_does_not_wake_it(asleep: Room) -> None:
    with asleep.house.database.writing():
        assert sleeps(asleep)


def test_an_hour_so_far_off_that_a_wrong_clock_must_have_set_it_is_not_waited_for(asleep: Room) -> None:
    day = timedelta(days=1)
    asleep.do(lambda desk: waking.look_at(desk.session, desk.satker_id, MORNING + day))
    assert sleeps(asleep)
    asleep.do(lambda desk: waking.look_at(desk.session, desk.satker_id, MORNING + 365 * day))
    assert not sleeps(asleep)

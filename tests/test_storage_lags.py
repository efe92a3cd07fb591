"""What waits and for how long, looked up beside a bot that sleeps."""

from datetime import timedelta
from pathlib import Path

from tests.desk import Room
from zibot.model import Inbox
from zibot.storage import inbox, outbox
from zibot.storage.lags import Lag, lags


def test_what_waits_is_counted_with_the_age_of_the_oldest(room: Room) -> None:
    for number in (1, 2, 3):
        room.do(lambda desk, n=number: inbox.keep(desk.session, n, 501, "{}", desk.now))
        room.do(lambda desk: desk.say(501, "refusal"))
        room.at(f"2027-01-04 07:0{number}")
    room.do(lambda desk: inbox.handled(desk.session, 1, desk.now))
    room.do(lambda desk: outbox.sent(desk.session, 1, 77, desk.now))
    found = lags(room.clock.parent / "zibot.db", room.house.now())
    assert found is not None
    assert (found.inbox, found.outbox) == (Lag(2, 120.0), Lag(2, 120.0))
    assert (found.dead, found.uncertain) == (0, 0)


def test_what_was_set_aside_and_what_is_in_doubt_wait_no_longer(room: Room) -> None:
    room.do(lambda desk: inbox.keep(desk.session, 1, 501, "{}", desk.now))
    room.do(lambda desk: desk.say(501, "refusal"))

    def ended(desk) -> None:
        desk.session.get_one(Inbox, 1).dead_at = desk.now
        while outbox.doubt(desk.session, 1, "cut off", now=desk.now, again_at=desk.now):
            pass

    room.do(ended)
    found = lags(room.clock.parent / "zibot.db", room.house.now() + timedelta(hours=1))
    assert found is not None
    assert (found.inbox, found.outbox, found.dead, found.uncertain) == (Lag(0, 0.0), Lag(0, 0.0), 1, 1)


def test_a_database_that_is_none_or_has_no_tables_yet_tells_nothing(room: Room, tmp_path: Path) -> None:
    (tmp_path / "rusak.db").write_bytes(b"bukan basis data " * 100)
    for name in ("rusak.db", "tidak-ada.db"):
        assert lags(tmp_path / name, room.house.now()) is None
    assert not (tmp_path / "tidak-ada.db").exists()

"""What waits and for how long, as it is told without waking the house."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from tests.desk import Room
from zibot.context import Desk
from zibot.model import Inbox, Outbox
from zibot.storage.lags import Lag, lags


def file(room: Room) -> Path:
    return room.clock.parent / "zibot.db"


def test_an_idle_office_has_no_lag(room: Room) -> None:
    found = lags(file(room), room.house.now())
    assert found is not None
    assert (found.inbox, found.outbox, found.dead, found.uncertain) == (Lag(0, 0.0), Lag(0, 0.0), 0, 0)


def test_what_waits_is_counted_with_the_age_of_its_oldest(room: Room) -> None:
    def came(desk: Desk) -> None:
        for number, (minutes, end) in enumerate(((30, ""), (5, ""), (90, "handled_at"), (80, "dead_at")), start=1):
            at = desk.now - timedelta(minutes=minutes)
            row = Inbox(update_id=number, payload_sha256="0", chat_id=1, payload="", received_at=at)
            if end:
                setattr(row, end, desk.now)
            desk.session.add(row)
        for number in range(4):
            desk.put(number, "sendMessage", {})
        desk.session.flush()
        waiting, sent, refused, doubted = desk.session.exec(select(Outbox).order_by(col(Outbox.id)))
        waiting.created_at = desk.now - timedelta(seconds=90)
        sent.sent_at = refused.failed_at = doubted.failed_at = desk.now
        sent.doubts, doubted.doubts = 1, 2

    room.do(came)
    found = lags(file(room), room.house.now())
    assert found is not None
    assert found.inbox == Lag(2, 1800.0)
    assert found.outbox == Lag(1, 90.0)
    assert (found.dead, found.uncertain) == (1, 1)


def test_a_clock_that_was_put_back_gives_no_negative_age(room: Room) -> None:
    room.do(lambda desk: desk.put(1, "sendMessage", {}))
    found = lags(file(room), room.house.now() - timedelta(days=1))
    assert found is not None
    assert found.outbox == Lag(1, 0.0)


def test_what_cannot_be_read_is_told_as_unknown(room: Room, tmp_path: Path) -> None:
    now = room.house.now()
    room.house.database.close()
    for name, content in (("gone.db", None), ("empty.db", b""), ("torn.db", b"no database" * 500)):
        place = tmp_path / name
        if content is not None:
            place.write_bytes(content)
        assert lags(place, now) is None, name
    assert not (tmp_path / "gone.db").exists(), "and looking makes nothing"


def test_a_writer_that_does_not_end_keeps_nobody_from_looking(room: Room) -> None:
    other = sqlite3.connect(file(room), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert lags(file(room), room.house.now()) is not None
    other.close()

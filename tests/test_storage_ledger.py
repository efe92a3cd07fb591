import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from tests.desk import Room
from zibot.context import Desk
from zibot.model import Event
from zibot.storage import ledger


@pytest.fixture
def three(room: Room) -> Room:
    """A ledger with three facts."""
    for number in (1, 2, 3):
        room.do(lambda desk, n=number: ledger.append(desk.session, desk.satker_id, "team.loaded", at=desk.now, added=n))
    return room


def events(room: Room) -> list[Event]:
    return room.do(lambda desk: list(desk.session.exec(select(Event).order_by(col(Event.id)))))


def broken(room: Room) -> list[int]:
    return room.do(lambda desk: list(ledger.broken(desk.session, desk.satker_id)))


def tampered(room: Room, statement: str) -> None:
    """Someone with the file in hand takes the triggers away and changes it."""

    def change(desk: Desk) -> None:
        for trigger in ("event_no_update", "event_no_delete"):
            desk.session.connection().execute(text(f"DROP TRIGGER {trigger}"))
        desk.session.connection().execute(text(statement))

    room.do(change)


def test_each_fact_carries_the_hash_of_the_one_before(three: Room) -> None:
    first, second, third = events(three)
    assert first.previous == ledger.GENESIS
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert broken(three) == []


def test_what_is_not_known_is_left_out_of_a_fact(room: Room) -> None:
    fact = room.do(
        lambda desk: ledger.append(desk.session, desk.satker_id, "x", at=desk.now, reason=None, kata="élok", angka=3)
    )
    assert fact.payload == '{"angka":3,"kata":"élok"}'


def test_each_office_has_a_chain_of_its_own(three: Room) -> None:
    other = Room.open(three.clock.parent)
    other.house.settings = three.house.settings.model_copy(update={"satker": "lain"})
    other.do(lambda desk: ledger.append(desk.session, desk.satker_id, "team.loaded", at=desk.now))
    assert events(three)[-1].previous == ledger.GENESIS
    assert broken(three) == broken(other) == []
    other.house.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET payload = '{}' WHERE id = 2", "DELETE FROM event WHERE id = 2"]
)
def test_a_fact_can_be_neither_changed_nor_taken_away(three: Room, statement: str) -> None:
    with pytest.raises(IntegrityError, match="never changed"):
        three.do(lambda desk: desk.session.connection().execute(text(statement)))
    assert len(events(three)) == 3


def test_a_fact_changed_through_the_model_is_refused_too(three: Room) -> None:
    def change(desk: Desk) -> None:
        desk.session.get_one(Event, 2).payload = "{}"

    with pytest.raises(IntegrityError, match="never changed"):
        three.do(change)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE event SET payload = replace(payload, '2', '20') WHERE id = 2", [2]),
        ("UPDATE event SET at = '2026-12-01 00:00:00.000000' WHERE id = 1", [1]),
        ("UPDATE event SET actor_id = NULL, kind = 'x' WHERE id = 3", [3]),
        ("DELETE FROM event WHERE id = 2", [3]),
        ("DELETE FROM event WHERE id = 1", [2]),
        (f"UPDATE event SET hash = '{'f' * 64}' WHERE id = 2", [2, 3]),
    ],
)
def test_what_was_changed_behind_its_back_is_found(three: Room, statement: str, found: list[int]) -> None:
    tampered(three, statement)
    assert broken(three) == found

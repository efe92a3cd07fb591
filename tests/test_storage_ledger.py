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
    room.do(
        lambda desk: ledger.append(desk.session, desk.satker_id, "x", at=desk.now, reason=None, kata="élok", angka=3)
    )
    assert [fact.payload for fact in events(room)] == ['{"angka":3,"kata":"élok"}']


def test_each_office_has_a_chain_of_its_own(three: Room) -> None:
    other = Room.open(three.clock.parent)
    other.house.settings = three.house.settings.model_copy(update={"satker": "lain"})
    other.do(lambda desk: ledger.append(desk.session, desk.satker_id, "team.loaded", at=desk.now))
    assert events(three)[-1].previous == ledger.GENESIS
    assert broken(three) == broken(other) == []
    other.house.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = '{}' WHERE id = 2",
        "DELETE FROM event WHERE id = 2",
        "INSERT OR REPLACE INTO event SELECT id, satker_id, at, NULL, 'x', NULL, NULL, '{}', previous, 'h' FROM event"
        " WHERE id = 2",
        "INSERT OR REPLACE INTO event SELECT 9, satker_id, at, NULL, 'x', NULL, NULL, '{}', previous, hash FROM event"
        " WHERE id = 2",
        "UPDATE OR REPLACE event SET id = 3 WHERE id = 2",
    ],
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


def head(room: Room) -> tuple[int, str]:
    return room.do(lambda desk: ledger.head(desk.session, desk.satker_id))


def test_the_head_counts_the_facts_and_holds_the_hash_of_the_last(three: Room) -> None:
    assert head(three) == (3, events(three)[-1].hash)


def test_an_empty_ledger_has_a_head_too(room: Room) -> None:
    assert head(room) == (0, ledger.GENESIS)


def test_a_fact_that_was_taken_back_leaves_the_head_where_it_was(three: Room) -> None:
    before = head(three)

    def breaks(desk: Desk) -> None:
        ledger.append(desk.session, desk.satker_id, "x", at=desk.now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        three.do(breaks)
    assert head(three) == before
    three.do(lambda desk: ledger.append(desk.session, desk.satker_id, "x", at=desk.now))
    assert (head(three)[0], broken(three)) == (4, [])


def test_facts_of_one_transaction_follow_one_another_whatever_is_written_between(three: Room) -> None:
    def told(desk: Desk) -> list[tuple[int, str]]:
        heads = []
        for _ in range(3):
            sealed = ledger.append(desk.session, desk.satker_id, "x", at=desk.now)
            heads.append((ledger.head(desk.session, desk.satker_id), sealed))
            desk.session.connection().execute(text("UPDATE satker SET name = name || '!'"))
        return heads

    heads = three.do(told)
    assert [count for (count, _), _ in heads] == [4, 5, 6]
    assert all(hash == sealed for (_, hash), sealed in heads)
    assert broken(three) == []
    assert three.do(lambda desk: ledger.head(desk.session, desk.satker_id)) == heads[-1][0]


def test_without_a_head_the_ledger_is_counted(three: Room) -> None:
    kept = head(three)
    tampered(three, "DELETE FROM head")
    assert head(three) == kept
    three.do(lambda desk: ledger.append(desk.session, desk.satker_id, "x", at=desk.now))
    assert (head(three)[0], broken(three)) == (4, [])


def test_after_a_tail_was_cut_off_the_next_fact_shows_where(three: Room) -> None:
    tampered(three, "DELETE FROM event WHERE id = 3")
    three.do(lambda desk: ledger.append(desk.session, desk.satker_id, "x", at=desk.now))
    assert broken(three) == [events(three)[-1].id]


@pytest.mark.parametrize("garbage", ["'kapan-kapan'", "X'00ff'", "12"])
def test_what_is_no_instant_is_no_honest_fact(three: Room, garbage: str) -> None:
    tampered(three, f"UPDATE event SET at = {garbage} WHERE id = 2")
    assert broken(three) == [2]

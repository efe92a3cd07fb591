from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from tests.desk import MORNING, Room, butir
from zibot.context import Desk
from zibot.model import Event, Evidence, Person
from zibot.storage import evidence
from zibot.storage.evidence import Arrived
from zibot.storage.files import Kept

DUE = date(2027, 3, 31)


@pytest.fixture
def dedi(room: Room) -> Person:
    room.adopt(butir("V.1.1", DUE), butir("V.1.2", DUE))
    return room.joins("Dedi Kurnia", account=501, items=["V"])


def send(room: Room, dedi: Person, message: int = 1, *, at: datetime = MORNING, sha256: str = "a" * 64) -> int | None:
    arrived = Arrived("photo", "image/jpeg", "foto.jpg", "poster", 501, message, at)
    piece = room.do(lambda desk: evidence.store(desk.session, dedi, Kept(sha256, 10), arrived, desk.now))
    return piece.number if piece else None


def file(room: Room, dedi: Person, number: int, obligation: int) -> None:
    def under(desk):
        piece = evidence.numbered(desk.session, desk.satker_id, number)
        evidence.file_under(desk.session, piece, obligation, actor=dedi, now=desk.now)

    room.do(under)


def filed(room: Room, number: int) -> int | None:
    return room.do(
        lambda desk: evidence.filed_under(desk.session, evidence.numbered(desk.session, desk.satker_id, number))
    )


def unfiled(room: Room) -> list[int]:
    def look(desk: Desk) -> list[int]:
        stored = evidence.pieces(desk.session, range(1, 100))
        return [piece.number for piece in stored if evidence.filed_under(desk.session, piece) is None]

    return room.do(look)


def kinds(room: Room) -> list[str]:
    told = select(Event.kind).where(col(Event.kind).startswith("evidence.")).order_by(col(Event.id))
    return room.do(lambda desk: list(desk.session.exec(told)))


def test_pieces_are_numbered_one_by_one(room: Room, dedi: Person) -> None:
    assert [send(room, dedi, message) for message in (1, 2, 3)] == [1, 2, 3]
    piece = room.do(lambda desk: evidence.numbered(desk.session, desk.satker_id, 2))
    assert (piece.message_id, piece.sha256, piece.sent_at) == (2, "a" * 64, MORNING)


def test_the_same_message_twice_is_one_piece(room: Room, dedi: Person) -> None:
    assert [send(room, dedi, 1), send(room, dedi, 1)] == [1, None]
    assert kinds(room) == ["evidence.stored"]


def test_a_message_number_that_is_used_anew_years_later_is_another_piece(room: Room, dedi: Person) -> None:
    assert [send(room, dedi, 1), send(room, dedi, 1, at=datetime(2028, 1, 4, tzinfo=UTC))] == [1, 2]


def test_the_same_photo_in_two_messages_is_two_pieces(room: Room, dedi: Person) -> None:
    assert [send(room, dedi, 1, sha256="b" * 64), send(room, dedi, 2, sha256="b" * 64)] == [1, 2]


def test_what_was_not_committed_leaves_no_gap(room: Room, dedi: Person) -> None:
    def breaks(desk):
        evidence.store(desk.session, dedi, Kept("c" * 64, 1), Arrived("photo", "", "", "", 501, 5, desk.now), desk.now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        room.do(breaks)
    assert send(room, dedi) == 1


def test_a_piece_waits_until_it_is_filed(room: Room, dedi: Person) -> None:
    send(room, dedi, 1)
    send(room, dedi, 2)
    assert unfiled(room) == [1, 2]
    file(room, dedi, 1, room.obligation("V.1.1"))
    assert (unfiled(room), filed(room, 1), filed(room, 2)) == ([2], room.obligation("V.1.1"), None)


def test_a_piece_filed_elsewhere_leaves_where_it_was(room: Room, dedi: Person) -> None:
    send(room, dedi)
    first, second = room.obligation("V.1.1"), room.obligation("V.1.2")
    for obligation in (first, second, second, first):
        file(room, dedi, 1, obligation)
    assert filed(room, 1) == first
    assert [duty.standing.evidence for duty in room.duties()] == [(1,), ()]
    assert kinds(room)[1:] == ["evidence.filed", *["evidence.unfiled", "evidence.filed"] * 2]


def test_pieces_come_back_oldest_first(room: Room, dedi: Person) -> None:
    for message in (1, 2, 3):
        send(room, dedi, message)

    def ask(desk):
        return [piece.number for piece in evidence.pieces(desk.session, [3, 1])]

    assert room.do(ask) == [1, 3]
    assert room.do(lambda desk: len(desk.session.exec(select(Evidence)).all())) == 3

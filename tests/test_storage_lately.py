"""What a person did lately, read from what is written down anyway."""

from datetime import date, timedelta

from tests.desk import Room, butir, id_of
from zibot.model import Evidence, Person
from zibot.storage import evidence, lately
from zibot.storage.files import Kept
from zibot.storage.lately import Filed


def stored(room: Room, person: Person, number: int, caption: str = "") -> Evidence:
    def job(desk: object) -> Evidence:
        arrived = evidence.Arrived("photo", "image/jpeg", f"{number}.jpg", caption, 10, number, room.house.now())
        piece = evidence.store(desk.session, person, Kept(f"{number:064x}", 9), arrived, room.house.now())  # type: ignore[attr-defined]
        assert piece is not None
        return piece

    made: Evidence = room.do(job)
    return made


def filed(room: Room, person: Person, piece: Evidence, obligation: int, slot: int | None = None) -> None:
    room.do(lambda desk: evidence.file_under(desk.session, piece, obligation, actor=person, now=desk.now, slot=slot))


def seen(room: Room, person: Person) -> list[Filed]:
    found: list[Filed] = room.do(lambda desk: lately.filed(desk.session, id_of(person), until=desk.now))
    return found


def test_the_newest_comes_first_each_piece_once_where_it_was_left(room: Room) -> None:
    room.adopt(butir("V.1.1", date(2027, 3, 31)), butir("V.1.2", date(2027, 3, 31)))
    dedi, ani = room.joins("Dedi", items=["V"]), room.joins("Ani")
    one, two, hers = stored(room, dedi, 1, "poster"), stored(room, dedi, 2), stored(room, ani, 3)
    filed(room, dedi, one, 1)
    filed(room, dedi, two, 1)
    filed(room, ani, hers, 2)
    room.at("2027-01-05 08:00")
    filed(room, dedi, one, 2)
    assert [(row.evidence_id, row.obligation_id, row.caption) for row in seen(room, dedi)] == [
        (id_of(one), 2, "poster"),
        (id_of(two), 1, ""),
    ]
    assert seen(room, dedi)[0].at == room.house.now()
    earlier = room.do(lambda desk: lately.filed(desk.session, id_of(dedi), until=desk.now - timedelta(hours=1)))
    assert [row.obligation_id for row in earlier] == [1, 1]


def test_no_more_is_looked_back_on_than_is_useful(room: Room) -> None:
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    dedi = room.joins("Dedi", items=["V"])
    for number in range(1, lately.PIECES + 5):
        filed(room, dedi, stored(room, dedi, number), 1)
    assert len(seen(room, dedi)) == lately.PIECES


def test_what_the_newest_messages_were_about_comes_first(room: Room) -> None:
    for about in ([1, 2], [3], [2], []):
        room.do(lambda desk, about=about: desk.put(10, "sendMessage", {"chat_id": 10, "text": "…"}, about=about))
    room.do(lambda desk: desk.put(11, "sendMessage", {"chat_id": 11, "text": "…"}, about=[9]))
    day = timedelta(days=1)
    told = room.do(lambda desk: lately.told(desk.session, 10, since=desk.now - day, until=desk.now))
    assert told == (2, 3, 1)
    room.at("2027-01-09 07:00")
    assert room.do(lambda desk: lately.told(desk.session, 10, since=desk.now - day, until=desk.now)) == ()

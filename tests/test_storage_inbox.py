from datetime import timedelta

from sqlmodel import col, select

from tests.desk import MORNING, Room
from zibot.context import Desk
from zibot.model import Inbox
from zibot.storage import inbox
from zibot.storage.inbox import Fault

BUDI, CITRA = 501, 502


def keep(room: Room, update_id: int, chat: int = BUDI, payload: str | None = None) -> bool:
    said = payload or f'{{"update_id": {update_id}}}'
    return room.do(lambda desk: inbox.keep(desk.session, update_id, chat, said, desk.now))


def waiting(room: Room, seconds: float = 0, **more) -> list[int]:
    at = MORNING + timedelta(seconds=seconds)
    return [row.update_id for row in room.do(lambda desk: inbox.waiting(desk.session, at, **more).rows)]


def fail(room: Room, id: int, seconds: float = 0) -> bool:
    return room.do(lambda desk: inbox.failed(desk.session, id, "e" * 900, MORNING + timedelta(seconds=seconds)))


def row(room: Room, id: int) -> Inbox:
    return room.do(lambda desk: desk.session.get_one(Inbox, id))


def test_an_update_that_comes_again_is_kept_once(room: Room) -> None:
    assert [keep(room, 1), keep(room, 1)] == [True, False]
    assert len(room.do(lambda desk: list(desk.session.exec(select(Inbox))))) == 1


def test_a_number_that_telegram_used_before_is_a_new_update_where_it_says_something_else(room: Room) -> None:
    assert [keep(room, 1), keep(room, 1, payload='{"other": 1}')] == [True, True]


def test_each_chat_is_served_its_oldest_first_and_one_at_a_time(room: Room) -> None:
    for number, chat in ((1, BUDI), (2, BUDI), (3, CITRA)):
        keep(room, number, chat)
    assert waiting(room) == [1, 3]
    assert waiting(room, busy=[BUDI]) == [3]
    assert waiting(room, limit=1) == [1]
    room.do(lambda desk: inbox.handled(desk.session, 1, desk.now))
    assert waiting(room) == [2, 3]


def test_many_updates_of_one_chat_do_not_keep_another_waiting(room: Room) -> None:
    for number in range(1, 30):
        keep(room, number, BUDI)
    keep(room, 99, CITRA)
    assert waiting(room, limit=10) == [1, 99]


def test_one_that_failed_waits_longer_each_time_and_lets_those_behind_it_pass(room: Room) -> None:
    keep(room, 1)
    keep(room, 2)
    assert not fail(room, 1)
    assert waiting(room) == [2]
    assert waiting(room, 5) == [1]
    assert not fail(room, 1, 5)
    assert waiting(room, 19) == [2]
    assert waiting(room, 20) == [1]


def test_after_six_failures_it_is_set_aside_and_told_once(room: Room) -> None:
    keep(room, 1)
    assert [fail(room, 1) for _ in range(inbox.TRIES)] == [False] * 5 + [True]
    assert waiting(room, 10_000_000) == []
    assert (row(room, 1).attempts, len(row(room, 1).error)) == (6, 500)


def test_the_whole_of_its_pauses_is_half_an_hour(room: Room) -> None:
    keep(room, 1)
    total = timedelta()
    for _ in range(inbox.TRIES - 1):
        fail(room, 1)
        total += row(room, 1).not_before - MORNING
    assert timedelta(minutes=5) < total < timedelta(minutes=30)


def test_what_updates_said_is_forgotten_long_after_they_were_handled_and_never_before(room: Room) -> None:
    for number in (1, 2, 3):
        keep(room, number, chat=number)
    room.do(lambda desk: inbox.handled(desk.session, 1, MORNING))
    room.do(lambda desk: inbox.handled(desk.session, 2, MORNING + timedelta(days=20)))
    assert room.do(lambda desk: inbox.scrub(desk.session, MORNING + timedelta(days=10))) == 1
    kept = room.do(lambda desk: [row.payload for row in desk.session.exec(select(Inbox).order_by(col(Inbox.id)))])
    assert kept == ["", '{"update_id": 2}', '{"update_id": 3}']
    assert not keep(room, 1, chat=1), "the same update is still known"
    assert room.do(lambda desk: inbox.scrub(desk.session, MORNING + timedelta(days=10))) == 0


def test_what_the_line_or_the_disk_holds_up_is_never_set_aside_before_it_was_tried_again(room: Room) -> None:
    """As after a night without power, or with a clock that was set forward."""
    keep(room, 1)
    late = MORNING + inbox.WORTH_TRYING * 2

    def held_up(desk: Desk) -> bool:
        return inbox.failed(desk.session, 1, "no route", late, fault=Fault.LINE)

    assert [room.do(held_up) for _ in range(inbox.TRIES)] == [False] * (inbox.TRIES - 1) + [True]


def test_which_update_of_a_chat_was_the_last_that_went_well(room: Room) -> None:
    for number, chat in ((1, BUDI), (2, CITRA), (3, BUDI), (4, BUDI)):
        keep(room, number, chat)
    for id in (1, 2, 4):
        room.do(lambda desk, id=id: inbox.handled(desk.session, id, desk.now))
    last = [room.do(lambda desk, id=id: inbox.last_handled(desk.session, BUDI, before=id)) for id in (1, 3, 4, 5)]
    assert last == [0, 1, 1, 4]

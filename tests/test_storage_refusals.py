"""Refused attempts as rows: once an hour for the same thing, and never so many that they become a burden."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from tests.desk import MORNING, Room
from zibot.context import Desk
from zibot.model import Refusal
from zibot.storage import refusals


def noted(room: Room, what: str = "/status", *, account: int = 990, at: Any = MORNING, **more: Any) -> bool:
    def note(desk: Desk) -> bool:
        said = {"person_id": None, "chat_id": account, "why": "stranger", **more}
        return refusals.note(desk.session, desk.satker_id, account=account, what=what, now=at, **said)

    return bool(room.do(note))


def test_the_same_attempt_is_written_down_once_an_hour(room: Room) -> None:
    assert noted(room)
    assert not noted(room, at=MORNING + timedelta(minutes=59))
    assert noted(room, "/tim")
    assert noted(room, account=991)
    assert noted(room, at=MORNING + timedelta(hours=1))
    begin = MORNING - timedelta(days=1)
    assert room.do(lambda desk: refusals.since(desk.session, desk.satker_id, begin)) == (
        4,
        MORNING + timedelta(hours=1),
    )
    assert room.do(lambda desk: refusals.since(desk.session, desk.satker_id, MORNING + timedelta(days=1))) == (0, None)


def test_guesses_are_counted_up_to_what_is_asked(room: Room) -> None:
    assert [noted(room, "/start", why="wrong-code", at_most=3) for _ in range(5)] == [True, True, True, False, False]

    def counted(desk: Desk) -> int:
        return refusals.of_account(desk.session, desk.satker_id, 990, why="wrong-code", now=MORNING)

    assert room.do(counted) == 3


def test_a_flood_from_many_accounts_fills_no_disk_and_hides_no_guess(room: Room) -> None:
    def flood(desk: Desk) -> list[bool]:
        common = {"person_id": None, "chat_id": 1, "what": "words", "why": "stranger", "now": MORNING}
        return [
            refusals.note(desk.session, desk.satker_id, account=number, **common)
            for number in range(1, refusals.AN_HOUR + 3)
        ]

    assert room.do(flood) == [True] * refusals.AN_HOUR + [False] * 2
    assert noted(room, "/start", why="wrong-code", at_most=5)


def test_the_account_of_a_person_of_the_team_is_not_kept_beside_their_name(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", account=7)
    assert noted(room, account=7, person_id=dedi.id)
    [row] = room.do(lambda desk: desk.session.exec(select(Refusal)).all())
    assert (row.person_id, row.telegram_id) == (dedi.id, None)

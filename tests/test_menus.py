"""Each role's command menu stands in the chats of its people, and goes with them."""

from datetime import date

import pytest

from tests.board import Board
from tests.desk import Room, butir, id_of
from tests.test_team import person
from zibot import admin, texts
from zibot.app import COMMANDS
from zibot.context import Verb, data
from zibot.handlers import menus
from zibot.model import Outbox
from zibot.rules.roles import Role, allowed
from zibot.storage import outbox, people

RATNA, BUDI, DEDI = 501, 502, 503


@pytest.fixture
def board(room: Room) -> Board:
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    room.joins("Ratna Lestari", "lead", account=RATNA)
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Dedi Kurnia", account=DEDI)
    room.joins("Eka Putri", "reviewer")
    return Board(room)


def calls(board: Board, after: int = 0) -> list[tuple[str, int]]:
    """What was said of menus: set or deleted, in whose chat."""
    rows = [row for row in board.sent(after) if row.method in outbox.MENUS]
    return [(row.method.removesuffix("MyCommands"), row.payload["scope"]["chat_id"]) for row in rows]


def names(row: Outbox) -> set[str]:
    return {command["command"] for command in row.payload["commands"]}


def test_nobodys_menu_shows_what_they_may_not_use() -> None:
    for role in Role:
        for scope in ("private", "group"):
            for name, _ in texts.commands(scope, role):
                assert allowed(role, COMMANDS[name].may), (role, name)


def test_a_reviewer_has_no_tasks_and_a_lead_all_that_staff_have() -> None:
    shown = {role: {name for name, _ in texts.commands("private", role)} for role in Role}
    assert "tugas" not in shown[Role.REVIEWER]
    assert shown[Role.STAFF] <= shown[Role.COORDINATOR] <= shown[Role.LEAD]
    assert {name for name, _ in texts.commands("group", Role.LEAD)} - {"pasang"} >= {
        name for name, _ in texts.commands("group", Role.STAFF)
    }
    assert "pasang" not in {name for name, _ in texts.commands("group", Role.STAFF)}


def test_at_the_start_everyone_with_a_menu_of_their_own_gets_it_once(board: Board) -> None:
    board.room.do(menus.follow_everyone)
    assert sorted(calls(board)) == [("set", RATNA), ("set", BUDI)]
    board.room.do(menus.follow_everyone)
    assert len(calls(board)) == 2


async def test_a_menu_comes_with_joining_changes_with_the_role_and_goes_on_leaving(board: Board) -> None:
    code = board.room.do(admin.invite, "Eka Putri", None, None)[1]
    await board.says(700, f"/start {code}")
    assert calls(board) == [("set", 700)]
    eka = id_of(person(board, "Eka Putri"))
    await board.presses(RATNA, data(Verb.MEMBER_AREAS_DONE, eka, 1 << 5))
    rows = [row for row in board.sent() if row.method == "setMyCommands"]
    assert [("tugas" in names(row)) for row in rows] == [False, True]
    before = board.room.put_out()
    await board.presses(RATNA, data(Verb.MEMBER_ROLE, eka, 3))
    await board.presses(RATNA, data(Verb.MEMBER_AREAS_DONE, eka, 1 << 5))
    await board.presses(RATNA, data(Verb.MEMBER_OUT_TO, eka, 0))
    assert calls(board, before) == [("delete", 700), ("set", 700), ("delete", 700)]


async def test_staff_keep_everybodys_menu_and_nothing_is_said(board: Board) -> None:
    sari = board.room.joins("Sari Wulandari")
    code = board.room.do(lambda desk: people.invite(desk.session, sari, desk.now, days=14))
    await board.says(700, f"/start {code}")
    assert calls(board) == []


async def test_with_a_new_account_the_menu_moves(board: Board) -> None:
    board.room.do(menus.follow_everyone)
    code = board.room.do(admin.invite, "Budi Santoso", None, None)[1]
    before = board.room.put_out()
    await board.says(702, f"/start {code}")
    assert calls(board, before) == [("delete", BUDI), ("set", 702)]


def test_a_menu_goes_last_and_keeps_no_message_waiting(board: Board) -> None:
    board.room.do(menus.follow_everyone)
    board.room.do(lambda desk: desk.say(RATNA, "group_here"))
    claimed = board.room.do(lambda desk: outbox.claim(desk.session, desk.now))
    assert (claimed.method, claimed.chat_id) == ("sendMessage", RATNA)
    assert {row.chat_id for row in board.sent() if row.method in outbox.MENUS} == {menus.NOWHERE}


def test_one_that_telegram_never_took_is_tried_at_the_next_start(board: Board) -> None:
    board.room.do(menus.follow_everyone)
    for row in board.sent():
        board.room.do(lambda desk, id=row.id: outbox.give_up(desk.session, id, "no", desk.now))
    board.room.do(menus.follow_everyone)
    assert sorted(calls(board)) == [("set", RATNA), ("set", RATNA), ("set", BUDI), ("set", BUDI)]

"""What /bantuan says: it fits the role and the chat, and one screen of a small phone."""

import re
from textwrap import wrap

import pytest

from tests.board import OURS, Board
from tests.desk import Room
from zibot import texts
from zibot.rules.roles import Role

LINES, WIDTH = 20, 45
"""What a phone of 390 by 844 points shows above its keyboard, and how much stands on a line."""
ACCOUNTS = {role: number for number, role in enumerate(Role, start=101)}


@pytest.fixture
def board(room: Room) -> Board:
    for role, account in ACCOUNTS.items():
        person = room.joins(f"Orang {role}", role, account=account, areas=[5] if role == Role.COORDINATOR else [])
        if role == Role.LEAD:
            room.binds_group(person, OURS)
    return Board(room)


async def help_of(board: Board, role: Role, chat: int | None = None) -> str:
    [told] = await board.says(ACCOUNTS[role], "/bantuan", chat=chat)
    return texts.plain(told)


@pytest.mark.parametrize("chat", [None, OURS])
@pytest.mark.parametrize("role", Role)
async def test_it_fits_one_screen(board: Board, role: Role, chat: int | None) -> None:
    told = await help_of(board, role, chat)
    lines = [piece for line in told.splitlines() for piece in wrap(line, WIDTH) or [""]]
    assert len(lines) <= LINES, "\n".join(lines)


@pytest.mark.parametrize("chat", [None, OURS])
@pytest.mark.parametrize("role", Role)
async def test_it_names_every_command_of_the_menu_once_and_no_other(board: Board, role: Role, chat: int | None) -> None:
    told = await help_of(board, role, chat)
    menu = {name for name, _ in texts.commands("group" if chat else "private", role)} - {"bantuan"}
    named = re.findall(r"(?:^|Lainnya: |, )/([a-z]+)", told, re.M)
    assert sorted(named) == sorted(menu)


async def test_it_tells_each_role_what_is_theirs(board: Board) -> None:
    told = {role: await help_of(board, role) for role in Role}
    assert {role for role in Role if "Kirim bukti" in told[role]} == set(Role) - {Role.REVIEWER}
    assert {role for role in Role if "Terima atau Kembalikan" in told[role]} == {Role.LEAD, Role.COORDINATOR}
    assert {role for role in Role if "Rencana kerja" in told[role]} == {Role.LEAD, Role.ADMIN}


async def test_in_the_group_it_says_how_to_be_heard_there(board: Board) -> None:
    told = await help_of(board, Role.STAFF, OURS)
    assert "balas pesan saya dengan fotonya" in told
    assert "sebut nama saya" in told
    assert "/tugas " not in told

"""/saya: one's own data, put right by oneself, and the request to be erased."""

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from sqlmodel import col, select

from tests.board import OURS, Board
from tests.desk import Room, butir
from tests.test_team import labels, shown, taps
from zibot import admin
from zibot.model import Event, Person
from zibot.proof import verified
from zibot.rules.roster import Member
from zibot.storage import outbox, people

RATNA, DEDI, ADMIN = 501, 504, 505


@pytest.fixture
def board(room: Room) -> Board:
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    room.joins("Ratna Lestari", "lead", account=RATNA)
    dedi = room.joins("Dedi Kurnia", items=["V"], jabatan="Staf")
    code = room.do(lambda desk: people.invite(desk.session, dedi, desk.now, days=14))
    room.do(lambda desk: people.join(desk.session, desk.satker_id, code, DEDI, desk.now))
    return Board(room)


def dedi(board: Board) -> Person:
    found = board.room.do(lambda desk: people.by_telegram(desk.session, desk.satker_id, DEDI))
    assert found is not None
    return found


def events(board: Board, kind: str) -> list[Event]:
    with board.room.house.database.reading() as session:
        return list(session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))))


async def test_everyone_sees_what_is_kept_about_them_why_and_how_long(board: Board) -> None:
    [text] = await board.says(DEDI, "/saya")
    for words in ("Dedi Kurnia", "Staf", "anggota", "V (1 butir)", "Senin, 4 Januari 2027", "UU 27/2022", "30 hari"):
        assert words in text
    assert labels(shown(board, DEDI)) == ["✏️ Betulkan nama", "✏️ Betulkan jabatan", "🗑 Minta dihapus"]


async def test_in_a_group_nothing_personal_is_said(board: Board) -> None:
    board.room.binds_group(dedi(board), OURS)
    [text] = await board.says(DEDI, "/saya", chat=OURS)
    assert "obrolan pribadi" in text
    assert "Dedi" not in text


async def test_a_name_is_put_right_by_oneself_and_the_lead_hears_of_it(board: Board) -> None:
    await board.says(DEDI, "/saya")
    await taps(board, "Betulkan nama", DEDI)
    [mine, leads] = await board.says(DEDI, "Dedi  Kurniawan, S.Kom.")
    assert mine.startswith("<b>Dedi Kurniawan, S.Kom.</b>")
    assert "<b>Dedi Kurnia</b> membetulkan namanya menjadi <b>Dedi Kurniawan, S.Kom.</b>" in leads
    assert (dedi(board).name, dedi(board).items) == ("Dedi Kurniawan, S.Kom.", ["V"])
    [event] = events(board, "person.corrected")
    said = json.loads(event.payload)
    assert (event.actor_id, said["person"], said["field"]) == (2, 2, "name")
    assert set(said) <= {"person", "field", "named", "with"}, "and not the name itself"
    assert verified(board.room.house.settings).ok
    assert not any("membetulkan" in text for text in await board.says(DEDI, "Dedi Kurniadi")), "one answer, once"


async def test_a_jabatan_is_put_right_by_oneself(board: Board) -> None:
    await board.says(DEDI, "/saya")
    await taps(board, "Betulkan jabatan", DEDI)
    assert "belum dapat saya pakai" in (await board.says(DEDI, "-"))[0]
    await board.says(DEDI, "Kasubbag Umum & Logistik")
    assert dedi(board).jabatan == "Kasubbag Umum & Logistik"
    assert [json.loads(event.payload)["field"] for event in events(board, "person.corrected")] == ["jabatan"]


async def test_nobody_takes_the_name_of_another(board: Board) -> None:
    await board.says(DEDI, "/saya")
    await taps(board, "Betulkan nama", DEDI)
    assert "sudah dipakai" in (await board.says(DEDI, "RATNA lestari"))[0]
    assert "belum dapat" in (await board.says(DEDI, "0812345"))[0]
    assert dedi(board).name == "Dedi Kurnia"
    await board.says(DEDI, "dedi kurnia")
    assert dedi(board).name == "dedi kurnia", "the case of one's own name may be put right"


async def test_a_status_or_a_question_meanwhile_is_not_taken_for_a_name(board: Board) -> None:
    await board.says(DEDI, "/saya")
    await taps(board, "Betulkan nama", DEDI)
    await board.says(DEDI, "sudah selesai")
    await board.says(DEDI, "siapa ketua tim?")
    assert dedi(board).name == "Dedi Kurnia"


async def test_the_team_file_still_knows_them_under_their_earlier_name_and_undoes_nothing(board: Board) -> None:
    board.room.do(admin.load_team, [Member("Dedi Kurnia", "Staf", "staff", (), ("V",))])
    for button, words in (("Betulkan nama", "Dedi Kurniawan"), ("Betulkan jabatan", "Bendahara")):
        await board.says(DEDI, "/saya")
        await taps(board, button, DEDI)
        await board.says(DEDI, words)
    for items in (("V",), ("V", "VI"), ("V",)):
        done = board.room.do(admin.load_team, [Member("Dedi Kurnia", "Staf", "staff", (), items)])
        assert done.added == 0
        assert [(one.name, one.field, one.ours) for one in done.kept] == [("Dedi Kurniawan", "jabatan", "Bendahara")]
        assert (dedi(board).name, dedi(board).jabatan, dedi(board).items) == ("Dedi Kurniawan", "Bendahara", [*items])
    board.room.do(admin.load_team, [Member("Dedi Kurnia", "Staf", "staff", (), ("V",))], overwrite=True)
    assert dedi(board).jabatan == "Staf"
    assert "Staf" not in "".join(event.payload for event in events(board, "person.given"))


# erasure


async def test_a_request_to_be_erased_reaches_who_can_do_it_with_what_to_do(board: Board) -> None:
    board.room.joins("Tono Prasetyo", "admin", account=ADMIN)
    await board.says(DEDI, "/saya")
    await taps(board, "Minta dihapus", DEDI)
    assert "Yang tetap" in shown(board, DEDI).payload["text"]
    assert await taps(board, "Ya, minta dihapus", DEDI) == ""
    assert "Ratna Lestari, Tono Prasetyo" in shown(board, DEDI).payload["text"]
    for account in (RATNA, ADMIN):
        assert 'zibot people erase "Dedi Kurnia"' in board.room.texts(account)[-1].replace("&#34;", '"')
    [event] = events(board, "person.erasure-asked")
    assert (event.actor_id, "Dedi" in event.payload) == (2, False)
    await taps(board, "Keluarkan")
    assert "Keluarkan Dedi Kurnia?" in shown(board, RATNA).payload["text"]


async def test_a_second_request_of_the_day_is_not_sent_again_and_one_may_think_better_of_it(board: Board) -> None:
    await board.says(DEDI, "/saya")
    await taps(board, "Minta dihapus", DEDI)
    yes = shown(board, DEDI).payload["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await taps(board, "Kembali", DEDI)
    assert "UU 27/2022" in shown(board, DEDI).payload["text"]
    await board.presses(DEDI, yes)
    assert "sudah diteruskan" in await board.presses(DEDI, yes)
    assert len(events(board, "person.erasure-asked")) == 1
    board.room.at("2027-01-05 08:00")
    assert await board.presses(DEDI, yes) == ""


async def test_where_nobody_can_be_reached_the_person_hears_whom_to_ask(board: Board) -> None:
    await board.says(RATNA, "/saya")
    await taps(board, "Minta dihapus")
    await taps(board, "Ya, minta dihapus")
    assert "pengelola bot" in shown(board, RATNA).payload["text"]


async def test_erasing_reaches_corrections_menus_and_half_made_invitations(board: Board) -> None:
    await board.says(DEDI, "/saya")
    await taps(board, "Betulkan nama", DEDI)
    await board.says(DEDI, "Dedi Kurniawan")
    await board.says(RATNA, "/tim tambah Dedi Kurniawan Muda")
    row = board.room.do(lambda desk: desk.session.get_one(Person, 2))
    board.room.do(admin.invite, "Dedi Kurniawan", "coordinator", "V")
    assert row.known_as == "Dedi Kurnia"
    for sent in board.sent():
        board.room.do(lambda desk, id=sent.id: outbox.sent(desk.session, id, None, desk.now))
    board.room.do(admin.erase, "Dedi Kurniawan")
    with closing(sqlite3.connect(board.room.house.settings.data_dir / "zibot.db")) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for found in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                said = str(found)
                held = table == "inbox" or "Muda" in said
                assert held or not ("dedi" in said.casefold() or str(DEDI) in said), (table, said)
    assert verified(board.room.house.settings).ok

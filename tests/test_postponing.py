"""A later due date: asked for in words or by button, granted or denied by another, both dates kept."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.board import OURS, Board, message
from tests.desk import Room, butir
from tests.phone import buttons, presses, says, told
from zibot.context import Verb, data
from zibot.model import Event, Item
from zibot.rules.lifecycle import Duty, Kind

DEDI, BUDI, RATNA, EKA = 501, 502, 503, 504
DUE, WANTED = date(2027, 4, 15), date(2027, 5, 10)


@pytest.fixture
def board(room: Room) -> Board:
    """Dedi holds V.1.1, Budi coordinates area V, Ratna leads; it is 7 April."""
    room.joins("Dedi Kurnia", account=DEDI, items=["V.1.1", "V.1.2"])
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Ratna Lestari", "lead", account=RATNA)
    room.adopt(
        butir("V.1.1", DUE, action="Menyusun laporan pengaduan"),
        butir("V.1.2", date(2027, 9, 30), action="Memasang maklumat"),
    )
    room.at("2027-04-07 09:00")
    return Board(room)


def duty(board: Board, code: str = "V.1.1") -> Duty:
    return next(duty for duty in board.room.duties() if duty.code == code)


def facts(board: Board) -> list[tuple[str, dict[str, Any]]]:
    with board.room.house.database.reading() as session:
        events = session.exec(select(Event).where(col(Event.kind).startswith("due.")).order_by(col(Event.id)))
        return [(event.kind, json.loads(event.payload)) for event in events]


async def test_words_ask_the_coordinator_who_grants_it_and_the_ledger_keeps_both_dates(board: Board) -> None:
    card = await says(board, DEDI, "V.1.1 mundur ke 10 mei krn ketua cuti")
    assert "Diminta mundur ke Senin, 10 Mei 2027, menunggu persetujuan Budi Santoso" in card
    assert "Tenggat: Kamis, 15 April 2027" in card
    assert duty(board).due == DUE

    asked = told(board, BUDI).payload["text"]
    assert "Dedi Kurnia meminta tenggatnya mundur dari Kamis, 15 April 2027 ke <b>Senin, 10 Mei 2027</b>" in asked
    assert "Alasannya: ketua cuti" in asked
    assert not board.room.texts(RATNA)

    assert await presses(board, BUDI, "Setujui") == "Tersimpan."
    assert (
        "mundur ke <b>Senin, 10 Mei 2027</b> (semula 15 April 2027), disetujui oleh Budi Santoso"
        in told(board, DEDI).payload["text"]
    )
    assert (duty(board).due, duty(board).standing.asked) == (WANTED, None)
    (_, wish), (kind, moved) = facts(board)
    assert (wish["due"], wish["was"], wish["reason"]) == ("2027-05-10", "2027-04-15", "ketua cuti")
    assert (kind, moved["due"], moved["asked"], moved["was"]) == (Kind.MOVED, "2027-05-10", "2027-05-10", "2027-04-15")


async def test_the_button_asks_until_when_and_a_date_that_cannot_be_meant_is_asked_again(board: Board) -> None:
    await board.says(DEDI, "/butir V.1.1")
    await says(board, DEDI, "V.1.1 proses")
    assert "Bukan, ubah" in " ".join(buttons(told(board, DEDI)))
    await presses(board, DEDI, "Bukan, ubah")
    assert "yang benar untuk" in told(board, DEDI).payload["text"]
    await presses(board, DEDI, "Minta mundur")
    assert "sampai tanggal berapa" in told(board, DEDI).payload["text"]
    assert "Saya membaca <b>Sabtu, 10 April 2027</b>" in await says(board, DEDI, "10 april")
    assert "sampai tanggal berapa" in await says(board, DEDI, "pokoknya nanti")
    assert "rencana kerja hanya untuk tahun 2027" in await says(board, DEDI, "3 januari 2028")
    assert facts(board) == []
    assert "Diminta mundur ke Selasa, 20 April 2027" in await says(board, DEDI, "tgl 20 ya")
    assert [kind for kind, _ in facts(board)] == [Kind.ASKED]


async def test_the_question_until_when_can_be_dropped_or_answered_with_a_status(board: Board) -> None:
    assert "sampai tanggal berapa" in await says(board, DEDI, "V.1.1 minta mundur")
    assert "Tenggat: Kamis, 15 April 2027" in await says(board, DEDI, "ga jadi pak")
    await says(board, DEDI, "V.1.1 minta mundur")
    assert "menunggu pemeriksaan" in await says(board, DEDI, "sudah selesai")
    assert facts(board) == []


async def test_a_denial_says_why_or_does_without(board: Board) -> None:
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    await presses(board, BUDI, "Tolak")
    assert "Boleh juga tanpa alasan" in told(board, BUDI).payload["text"]
    await says(board, BUDI, "Laporan provinsi menunggu kita")
    answer = told(board, DEDI).payload["text"]
    assert "Budi Santoso belum menyetujui" in answer
    assert "Tenggat tetap <b>Kamis, 15 April 2027</b>" in answer
    assert "Laporan provinsi menunggu kita" in answer
    assert (duty(board).due, duty(board).standing.asked) == (DUE, None)

    await says(board, DEDI, "V.1.1 mundur ke 20 april")
    await presses(board, BUDI, "Tolak")
    assert await presses(board, BUDI, "Tanpa alasan") == "Tersimpan."
    assert "Catatannya" not in told(board, DEDI).payload["text"]
    assert [kind for kind, _ in facts(board)] == [Kind.ASKED, Kind.DENIED] * 2


async def test_a_yes_in_words_grants_nothing_and_is_answered_with_the_buttons(board: Board) -> None:
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    answer = await says(board, BUDI, "ok boleh", to=told(board, BUDI))
    assert "Dedi Kurnia meminta tenggatnya mundur" in answer
    assert duty(board).due == DUE
    assert await presses(board, BUDI, "Setujui") == "Tersimpan."


async def test_buttons_of_before_do_nothing_and_show_how_it_stands(board: Board) -> None:
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    first = told(board, BUDI)
    grants = next(callback for text, callback in buttons(first).items() if "Setujui" in text)

    # Another date was asked for meanwhile.
    await says(board, DEDI, "V.1.1 mundur ke 20 april")
    toast = await board.presses(BUDI, grants, message=first.message_id or 0)
    assert "tidak berlaku" in toast
    assert "Diminta mundur ke Selasa, 20 April 2027" in told(board, BUDI).payload["text"]
    assert buttons(told(board, BUDI)) == {}

    # The person took it back.
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    again = told(board, BUDI)
    await board.says(DEDI, "/tugas")
    await board.presses(DEDI, data(Verb.OPEN, duty(board).id), message=900)
    assert await presses(board, DEDI, "Batal minta mundur") == "Tersimpan."
    assert "tidak berlaku" in await board.presses(BUDI, grants, message=again.message_id or 0)
    assert "Tidak ada permintaan mundur" in told(board, BUDI).payload["text"]

    # It was handed in, 90 days went by, and twice is once.
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    await says(board, DEDI, "V.1.1 selesai")
    assert "tidak berlaku" in await board.presses(BUDI, grants, message=again.message_id or 0)
    board.room.at("2027-07-10 09:00")
    assert "tidak berlaku" in await board.presses(BUDI, grants, message=again.message_id or 0)
    assert duty(board).due == DUE
    assert Kind.MOVED not in [kind for kind, _ in facts(board)]


async def test_pressed_twice_it_is_granted_once_and_ninety_days_later_it_still_can_be(board: Board) -> None:
    await says(board, DEDI, "V.1.2 mundur ke 30 desember")
    asked = told(board, BUDI)
    grants = next(callback for text, callback in buttons(asked).items() if "Setujui" in text)
    board.room.at("2027-07-10 09:00")
    assert await board.presses(BUDI, grants, message=asked.message_id or 0) == "Tersimpan."
    assert "tidak berlaku" in await board.presses(BUDI, grants, message=asked.message_id or 0)
    assert "tidak berlaku" in await board.presses(RATNA, grants, message=asked.message_id or 0)
    assert [kind for kind, _ in facts(board)] == [Kind.ASKED, Kind.MOVED]
    assert duty(board, "V.1.2").due == date(2027, 12, 30)


async def test_nobody_grants_their_own_wish_where_another_can(board: Board) -> None:
    await says(board, BUDI, "V.1.1 mundur ke 10 mei")
    asked = told(board, RATNA)
    grants = next(callback for text, callback in buttons(asked).items() if "Setujui" in text)
    assert "yang lain" in await board.presses(BUDI, grants, message=900)
    assert "penanggung jawab" in await board.presses(DEDI, grants, message=900)
    assert duty(board).due == DUE
    assert await board.presses(RATNA, grants, message=asked.message_id or 0) == "Tersimpan."
    assert "disetujui oleh Ratna Lestari" in told(board, BUDI).payload["text"]
    assert "disetujui oleh Ratna Lestari" in told(board, DEDI).payload["text"], "who holds it has a new due date"


async def test_a_coordinator_who_holds_the_item_leaves_it_to_the_lead(room: Room) -> None:
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5], items=["V.1.1"])
    room.joins("Dedi Kurnia", account=DEDI, items=["V.1.1"])
    room.joins("Ratna Lestari", "lead", account=RATNA)
    room.adopt(butir("V.1.1", DUE))
    board = Board(room)
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    assert "Dedi Kurnia meminta" in told(board, RATNA).payload["text"]
    assert not room.texts(BUDI)


async def test_alone_a_lead_decides_at_once_and_it_is_written_down(room: Room) -> None:
    room.joins("Ratna Lestari", "lead", account=RATNA, items=["V.1.1"])
    room.adopt(butir("V.1.1", DUE))
    board = Board(room)
    assert "langsung berlaku dan tercatat" in await says(board, RATNA, "V.1.1 mundur ke 10 mei")
    assert duty(board).due == WANTED
    assert [(kind, fact.get("own")) for kind, fact in facts(board)] == [(Kind.ASKED, None), (Kind.MOVED, True)]


async def test_a_wish_that_nobody_can_grant_yet_waits_for_whoever_joins(room: Room) -> None:
    room.joins("Dedi Kurnia", account=DEDI, items=["V.1.1"])
    lead = room.joins("Ratna Lestari", "lead")
    room.adopt(butir("V.1.1", DUE))
    board = Board(room)
    assert "belum ada koordinator atau ketua tim" in await says(board, DEDI, "V.1.1 mundur ke 10 mei")

    def joined(desk: Any) -> None:
        desk.session.get_one(type(lead), lead.id).telegram_id = RATNA

    room.do(joined)
    await board.presses(RATNA, data(Verb.OPEN, duty(board).id), message=900)
    assert await presses(board, RATNA, "Setujui") == "Tersimpan."
    assert duty(board).due == WANTED


async def test_a_confidential_item_is_asked_about_in_private_only_and_protected(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", account=DEDI, items=["V.1.1"])
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.adopt(butir("V.1.1", DUE, action="Menangani laporan pengaduan"))
    room.binds_group(dedi, OURS)

    def secret(desk: Any) -> None:
        for item in desk.session.exec(select(Item)):
            item.confidential = True

    room.do(secret)
    board = Board(room)
    number = data(Verb.POSTPONE, duty(board).id)
    assert "rahasia" in await board.presses(DEDI, number, chat=OURS)
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    asked = told(board, BUDI)
    assert asked.payload["protect_content"] is True
    await presses(board, BUDI, "Setujui")
    assert told(board, DEDI).payload["protect_content"] is True
    assert not [row for row in board.sent() if row.chat_id == OURS and row.method != "answerCallbackQuery"]


async def test_until_it_is_granted_the_old_date_reminds(board: Board) -> None:
    await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    assert duty(board).late(DUE + timedelta(days=1))
    await board.hears("message", message(DEDI, text="/terlambat"))

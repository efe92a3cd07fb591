"""[Nanti] under a morning message and a card: the reminder moves, the due date stays, and the message says so."""

from datetime import date
from typing import Any

import pytest

from tests.board import Board
from tests.desk import Room, butir
from zibot.context import Desk, Verb, data
from zibot.jobs.tick import tick
from zibot.model import Outbox
from zibot.rules.lifecycle import Kind
from zibot.storage import outbox, people, snoozes
from zibot.storage.outbox import Rank

DEDI, CITRA, BUDI = 501, 502, 503
MARCH = date(2027, 3, 31)
BUTTON = {"send": "📎 Kirim bukti", "status": "✏️ Status", "later": "⏰ Nanti"}


@pytest.fixture
def board(room: Room) -> Board:
    """Dedi holds one item due on 31 March and gets his message on the 17th, a Wednesday."""
    room.adopt(butir("V.1.1", MARCH), butir("VI.1.1", MARCH), butir("VI.1.2", MARCH))
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Citra Dewi", account=CITRA, items=["VI"])
    room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    return Board(room)


async def morning(board: Board, moment: str = "2027-03-17 07:30") -> None:
    """The morning messages go out, each as message 700 of its chat."""
    board.room.at(moment)
    before = board.room.put_out()
    await tick(board.room.house)
    for row in board.sent(before):
        board.room.do(lambda desk, id=row.id: outbox.sent(desk.session, id, 700, desk.now))


def last(board: Board, account: int) -> Outbox:
    """What was put last into someone's chat, but for toasts."""
    rows = [row for row in board.sent() if row.chat_id == account and row.method != "answerCallbackQuery"]
    row = rows[-1]
    if row.message_id is None:
        board.room.do(lambda desk: outbox.sent(desk.session, row.id, row.payload.get("message_id", 701), desk.now))
    return row


def buttons(row: Outbox) -> list[list[tuple[str, str]]]:
    keys: list[list[dict[str, Any]]] = row.payload["reply_markup"]["inline_keyboard"]
    return [[(key["text"], key["callback_data"]) for key in line] for line in keys]


def said(row: Outbox) -> list[str]:
    return [text for line in buttons(row) for text, _ in line]


async def test_one_item_is_put_off_in_the_message_that_names_it_with_two_taps(board: Board) -> None:
    await morning(board)
    first = last(board, DEDI)
    assert said(first) == list(BUTTON.values())
    assert await board.presses(DEDI, buttons(first)[1][0][1], message=700) == ""
    asked = last(board, DEDI)
    assert (asked.method, asked.payload["message_id"]) == ("editMessageText", 700)
    assert said(asked) == [
        "Besok · Kamis, 18 Maret",
        "Minggu depan · Senin, 22 Maret",
        "7 hari lagi · Rabu, 24 Maret",
        "↩️ Kembali",
    ]
    toast = await board.presses(DEDI, buttons(asked)[1][0][1], message=700)
    assert "ingatkan lagi" in toast
    told = last(board, DEDI)
    assert "V.1.1" in told.payload["text"].splitlines()[3]
    assert "Senin, 22 Maret 2027" in told.payload["text"]
    assert "Tenggatnya tetap 31 Maret 2027" in told.payload["text"]
    assert said(told) == list(BUTTON.values())
    assert told.about == [board.room.obligation("V.1.1")]
    # The due date stays, and the ledger knows who put off what.
    assert next(duty.due for duty in board.room.duties() if duty.code == "V.1.1") == MARCH
    for moment in ("2027-03-18 07:30", "2027-03-19 07:30"):
        await morning(board, moment)
    assert len([text for text in board.room.texts(DEDI) if text.startswith("Selamat pagi")]) == 3  # with two changes
    await morning(board, "2027-03-22 07:30")
    assert len([text for text in board.room.texts(DEDI) if text.startswith("Selamat pagi")]) == 4


async def test_what_was_put_off_while_the_clock_was_a_year_ahead_is_not_put_off(board: Board) -> None:
    board.room.at("2028-03-17 07:30")
    obligation = board.room.obligation("V.1.1")

    def puts_off(desk: Desk) -> None:
        dedi = people.by_telegram(desk.session, desk.satker_id, DEDI)
        assert dedi is not None
        snoozes.put_off(desk.session, dedi, [obligation], date(2028, 3, 24), desk.now)

    board.room.do(puts_off)
    assert len(board.room.do(lambda desk: snoozes.in_force(desk.session, desk.satker_id, desk.now))) == 1
    await morning(board)
    assert board.room.do(lambda desk: snoozes.in_force(desk.session, desk.satker_id, desk.now)) == {}
    assert len([text for text in board.room.texts(DEDI) if text.startswith("Selamat pagi")]) == 1


async def test_on_a_monday_it_is_tomorrow_in_three_days_or_next_week(board: Board) -> None:
    await morning(board, "2027-04-05 07:30")
    await board.presses(DEDI, data(Verb.LATER, board.room.obligation("V.1.1")), message=700)
    assert said(last(board, DEDI))[:3] == [
        "Besok · Selasa, 6 April",
        "3 hari lagi · Kamis, 8 April",
        "Minggu depan · Senin, 12 April",
    ]


async def test_a_day_past_the_due_date_says_so_and_the_due_date_is_still_named(board: Board) -> None:
    await morning(board, "2027-03-30 07:30")
    duty = board.room.obligation("V.1.1")
    await board.presses(DEDI, data(Verb.LATER, duty), message=700)
    asked = last(board, DEDI)
    assert said(asked)[0] == "Besok · Rabu, 31 Maret"
    assert all("(lewat tenggat)" in text for text in said(asked)[1:3])
    await board.presses(DEDI, buttons(asked)[1][0][1], message=700)
    assert "pada hari itu saya tetap mengingatkan" in last(board, DEDI).payload["text"]
    await morning(board, "2027-03-31 07:30")
    assert "Hari ini" in last(board, DEDI).payload["text"]


async def test_back_brings_the_buttons_back_and_changes_nothing(board: Board) -> None:
    await morning(board)
    first = last(board, DEDI)
    await board.presses(DEDI, buttons(first)[1][0][1], message=700)
    await board.presses(DEDI, buttons(last(board, DEDI))[-1][0][1], message=700)
    assert (said(last(board, DEDI)), last(board, DEDI).payload["text"]) == (said(first), first.payload["text"])
    assert board.room.do(lambda desk: snoozes.in_force(desk.session, desk.satker_id, desk.now)) == {}


async def test_of_several_each_line_opens_its_item_and_all_can_wait_until_tomorrow(board: Board) -> None:
    await morning(board)
    first = last(board, CITRA)
    assert said(first) == [
        "▫️ VI.1.1 · Memasang poster",
        "▫️ VI.1.2 · Memasang poster",
        "⏰ Nanti semua sampai besok",
    ]
    assert "ingatkan lagi" in await board.presses(CITRA, data(Verb.LATER_ALL), message=700)
    told = last(board, CITRA)
    assert "2 butir di atas saya ingatkan lagi Kamis, 18 Maret 2027" in told.payload["text"]
    assert said(told) == said(first)[:2]
    await morning(board, "2027-03-18 07:30")
    assert last(board, CITRA).payload["text"].startswith("Selamat pagi")
    assert len([row for row in board.sent() if row.once and row.once.startswith("digest:2:")]) == 2


async def test_a_card_has_the_button_too_and_says_until_when_once(board: Board) -> None:
    await morning(board)
    duty = board.room.obligation("V.1.1")
    await board.presses(DEDI, data(Verb.OPEN, duty), message=700)
    card = last(board, DEDI)
    assert BUTTON["later"] in said(card)
    for _ in range(2):
        await board.presses(DEDI, data(Verb.LATER, duty), message=701)
        await board.presses(DEDI, buttons(last(board, DEDI))[0][0][1], message=701)
    assert last(board, DEDI).payload["text"].count("saya ingatkan lagi") == 1
    assert said(last(board, DEDI)) == said(card)


async def test_a_choice_of_another_day_is_old_and_the_message_has_its_buttons_again(board: Board) -> None:
    await morning(board)
    await board.presses(DEDI, data(Verb.LATER, board.room.obligation("V.1.1")), message=700)
    stale = buttons(last(board, DEDI))[0][0][1]
    board.room.at("2027-06-15 09:00")
    assert "tidak berlaku" in await board.presses(DEDI, stale, message=700)
    assert said(last(board, DEDI)) == list(BUTTON.values())


async def test_what_was_done_meanwhile_or_is_anothers_cannot_be_put_off(board: Board) -> None:
    await morning(board)
    duty = next(one for one in board.room.duties() if one.code == "V.1.1")
    assert "penanggung jawab" in await board.presses(BUDI, data(Verb.LATER, duty.id), message=700)
    board.room.happens(duty, Kind.ACCEPTED)
    assert "tidak berlaku" in await board.presses(DEDI, data(Verb.LATER, duty.id), message=700)
    assert "diterima" in last(board, DEDI).payload["text"]
    assert "tidak berlaku" in await board.presses(DEDI, data(Verb.LATER_ALL), message=700)
    assert board.room.do(lambda desk: snoozes.in_force(desk.session, desk.satker_id, desk.now)) == {}


async def test_where_nobody_knows_what_a_message_said_the_answer_is_a_message_of_its_own(board: Board) -> None:
    board.room.at("2027-03-17 09:00")
    duty = board.room.obligation("V.1.1")
    await board.presses(DEDI, data(Verb.LATER, duty), message=3)
    asked = last(board, DEDI)
    assert (asked.method, asked.rank) == ("sendMessage", Rank.REPLY)
    await board.presses(DEDI, buttons(asked)[0][0][1], message=4)
    assert "saya ingatkan lagi Kamis, 18 Maret 2027" in last(board, DEDI).payload["text"]

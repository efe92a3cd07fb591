"""A status in someone's own words: what is written down, what is said back, and what is asked."""

from datetime import date
from typing import Any

import pytest

from tests.board import OURS, Board, message, place, reply
from tests.desk import Room, butir
from tests.phone import buttons, presses, says, told
from zibot.context import Desk, Verb, data
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.storage import evidence, plans
from zibot.storage.files import Kept

DEDI, BUDI, EKA = 501, 502, 503


@pytest.fixture
def board(room: Room) -> Board:
    """Dedi holds two items, Eka one, Budi coordinates area V; it is 7 April."""
    room.joins("Dedi Kurnia", account=DEDI, items=["V.1.1", "V.1.2"])
    room.joins("Eka Putri", account=EKA, items=["I.1.1"])
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.adopt(
        butir("V.1.1", date(2027, 4, 15), action="Rapat evaluasi pengaduan", evidence=("Notulen", "Daftar hadir")),
        butir("V.1.2", date(2027, 4, 20), action="Memasang maklumat pelayanan", evidence=("Foto",)),
        butir("I.1.1", date(2027, 4, 30)),
    )
    room.at("2027-04-07 09:00")
    return Board(room)


def duty(board: Board, code: str = "V.1.1") -> Duty:
    return next(duty for duty in board.room.duties() if duty.code == code)


def stands(board: Board, code: str = "V.1.1") -> tuple[State, str | None]:
    return duty(board, code).state, duty(board, code).reason


def reminded(board: Board, account: int, *codes: str) -> Any:
    """Someone got a message of ours about these items."""
    about = [duty(board, code).id for code in codes]
    board.room.do(lambda desk: desk.say(account, "not_handled", about=about, ours=False))
    return told(board, account)


async def test_what_was_understood_is_said_and_can_be_put_right(board: Board) -> None:
    reminder = reminded(board, DEDI, "V.1.1")
    answer = await says(board, DEDI, "blm selesai msh nunggu ttd ketua", to=reminder)
    assert "Saya catat: <b>terkendala</b> — blm selesai msh nunggu ttd ketua" in answer
    assert [name.split()[-1] for name in buttons(told(board, DEDI))] == ["bukti", "ubah"]

    await presses(board, DEDI, "Bukan, ubah")
    offered = " ".join(buttons(told(board, DEDI)))
    for name in ("Selesai", "Proses", "Terkendala", "Minta mundur"):
        assert name in offered
    assert await presses(board, DEDI, "Proses") == "Tersimpan."
    assert stands(board) == (State.PROGRESS, None)


async def test_what_is_not_understood_is_quoted_and_asked_with_buttons(board: Board) -> None:
    reminder = reminded(board, DEDI, "V.1.1")
    answer = await says(board, DEDI, "stempelnya <b>unik</b> pak Joko", to=reminder)
    assert "“stempelnya &lt;b&gt;unik&lt;/b&gt; pak Joko”" in answer
    assert stands(board) == (State.OPEN, None)
    await presses(board, DEDI, "Terkendala")
    assert "kendala butir" in told(board, DEDI).payload["text"]
    await says(board, DEDI, "stempel dibawa pak Joko")
    assert stands(board) == (State.BLOCKED, "stempel dibawa pak Joko")


@pytest.mark.parametrize("words", ["ok", "siap pak 🙏", "terima kasih bu", "👍", "selamat pagi"])
async def test_a_nod_is_answered_in_kind_and_asks_nothing(board: Board, words: str) -> None:
    for to in (None, reminded(board, DEDI, "V.1.1")):
        assert "terima kasih" in await says(board, DEDI, words, to=to)
        assert buttons(told(board, DEDI)) == {}
    assert stands(board) == (State.OPEN, None)


async def test_a_promise_changes_nothing_and_offers_a_reminder(board: Board) -> None:
    reminder = reminded(board, DEDI, "V.1.1")
    assert "saya tunggu" in await says(board, DEDI, "nanti sore sy kirim", to=reminder)
    assert stands(board) == (State.OPEN, None)
    assert await presses(board, DEDI, "Ingatkan besok")
    assert "8 April" in told(board, DEDI).payload["text"]


async def test_words_that_reply_to_nothing_are_asked_about_even_with_one_item(board: Board) -> None:
    assert "untuk butir mana" in await says(board, EKA, "sudah selesai pak")
    assert stands(board, "I.1.1")[0] is State.OPEN
    await presses(board, EKA, "I.1.1")
    assert stands(board, "I.1.1")[0] is State.SUBMITTED
    assert "Saya catat: <b>menunggu pemeriksaan</b>" in told(board, EKA).payload["text"]


async def test_with_the_code_in_the_words_nothing_needs_asking(board: Board) -> None:
    await says(board, DEDI, "v.1.2 masih dikerjakan bu")
    assert stands(board, "V.1.2")[0] is State.PROGRESS
    await says(board, DEDI, "V.1.2 sudah selesai", to=reminded(board, DEDI, "V.1.1", "V.1.2"))
    assert stands(board, "V.1.2")[0] is State.SUBMITTED
    assert stands(board)[0] is State.OPEN


async def test_of_several_the_words_may_tell_which_or_it_is_asked_with_the_status_kept(board: Board) -> None:
    digest = reminded(board, DEDI, "V.1.1", "V.1.2")
    assert "untuk butir mana" in await says(board, DEDI, "yang maklumat sudah pak", to=digest)
    assert "V.1.2" in next(iter(buttons(told(board, DEDI)))), "the likeliest first"
    await says(board, DEDI, "maklumat pelayanan sudah dipasang pak", to=digest)
    assert (stands(board)[0], stands(board, "V.1.2")[0]) == (State.OPEN, State.SUBMITTED)

    digest = reminded(board, DEDI, "V.1.1", "V.1.2")
    board.room.happens(duty(board, "V.1.2"), Kind.RETURNED, reason="buram")
    assert "Minta mundur untuk butir mana" in await says(board, DEDI, "mundur ke 10 mei karena pleno", to=digest)
    await presses(board, DEDI, "V.1.1")
    assert duty(board).standing.asked == date(2027, 5, 10)
    assert "Alasannya: pleno" in told(board, BUDI).payload["text"]


async def test_the_day_of_the_words_counts_though_the_item_is_chosen_later(board: Board) -> None:
    digest = reminded(board, DEDI, "V.1.1", "V.1.2")
    await says(board, DEDI, "mundur ke jumat depan", to=digest)
    board.room.at("2027-04-08 09:00")
    await presses(board, DEDI, "V.1.1")
    assert duty(board).standing.asked == date(2027, 4, 16)


async def test_of_an_item_due_each_month_the_near_date_is_meant_and_few_are_offered(room: Room) -> None:
    room.joins("Dedi Kurnia", account=DEDI, items=["V.1.1"])
    room.adopt(butir("V.1.1", *(date(2027, month, 28) for month in range(4, 12))))
    room.at("2027-04-07 09:00")
    board = Board(room)
    answer = await says(board, DEDI, "V.1.1 blm msh nunggu ttd")
    assert "28 April 2027" in answer
    assert "terkendala" in answer
    assert "mundur ke Senin, 10 Mei" in await says(board, DEDI, "V.1.1 mundur ke 10 mei")
    asked = await says(board, DEDI, "V.1.1 mundur ke 5 november")
    assert "untuk tenggat <b>V.1.1</b> yang mana" in asked
    assert len(buttons(told(board, DEDI))) == 4, "those that can be put off to that day"


async def test_a_promise_about_several_items_is_not_asked_about(board: Board) -> None:
    digest = reminded(board, DEDI, "V.1.1", "V.1.2")
    assert "saya tunggu" in await says(board, DEDI, "iya nanti ya pak", to=digest)


async def test_who_replies_to_one_item_and_names_another_is_asked(board: Board) -> None:
    reminder = reminded(board, DEDI, "V.1.1")
    assert "untuk butir mana" in await says(board, DEDI, "V.1.2 sudah selesai", to=reminder)
    assert {stands(board)[0], stands(board, "V.1.2")[0]} == {State.OPEN}
    await presses(board, DEDI, "V.1.2")
    assert (stands(board)[0], stands(board, "V.1.2")[0]) == (State.OPEN, State.SUBMITTED)


async def test_a_reply_finds_its_item_also_when_the_message_was_changed_since(board: Board) -> None:
    reminder = reminded(board, DEDI, "V.1.1")
    number = reminder.message_id

    def changed(desk: Desk) -> None:
        desk.say(DEDI, "settled_all", edit=number)

    board.room.do(changed)
    told(board, DEDI)
    await says(board, DEDI, "sudah", to=reminder)
    assert stands(board)[0] is State.SUBMITTED


async def test_done_while_pieces_are_missing_is_accepted_and_says_which(board: Board) -> None:
    def filed(desk: Desk) -> int:
        person = next(person for person in desk.team.values() if person.telegram_id == DEDI)
        came = evidence.Arrived("photo", "image/jpeg", "notulen.jpg", "notulen", DEDI, 7, desk.now)
        piece = evidence.store(desk.session, person, Kept("a" * 64, 9), came, desk.now)
        found = plans.duties(desk.session, desk.satker_id)
        evidence.file_under(
            desk.session, piece, next(d.id for d in found if d.code == "V.1.1"), actor=person, now=desk.now
        )
        return piece.number

    board.room.do(filed)
    answer = await says(board, DEDI, "sudah", to=reminded(board, DEDI, "V.1.1"))
    assert stands(board)[0] is State.SUBMITTED
    assert "Masih kurang: " in answer


async def test_a_question_about_one_item_is_answered_with_its_card(board: Board) -> None:
    reminder = reminded(board, DEDI, "V.1.1")
    answer = await says(board, DEDI, "jatuh temponya tgl berapa?", to=reminder)
    assert "15 April" in answer
    assert stands(board) == (State.OPEN, None)


async def test_nobody_reports_on_what_is_not_theirs(board: Board) -> None:
    assert "V.1.1" in await says(board, EKA, "sudah selesai", to=reminded(board, EKA, "V.1.1"))
    assert stands(board) == (State.OPEN, None)
    assert "penanggung jawab" in await board.presses(EKA, data(Verb.CORRECT, duty(board).id))
    assert "penanggung jawab" in await board.presses(EKA, data(Verb.POSTPONE, duty(board).id))
    assert "penanggung jawab" in await board.presses(EKA, data(Verb.WITHDRAW, duty(board).id))


async def test_in_a_group_words_count_as_a_reply_only_and_secrets_not_at_all(board: Board) -> None:
    board.room.binds_group(board.room.joins("Ratna Lestari", "lead", account=504), OURS)
    in_group = reminded(board, OURS, "V.1.2").message_id or 0

    async def replied(words: str) -> None:
        to = reply(in_group, place(DEDI, OURS))
        await board.hears("message", message(DEDI, chat=OURS, text=words, reply_to_message=to))

    await board.says(DEDI, "sudah selesai", chat=OURS)
    assert stands(board, "V.1.2")[0] is State.OPEN
    await replied("masih dikerjakan")
    assert stands(board, "V.1.2")[0] is State.PROGRESS

    in_group = reminded(board, OURS, "V.1.1").message_id or 0
    assert duty(board).confidential
    await replied("sudah selesai")
    assert stands(board)[0] is State.OPEN
    assert "obrolan pribadi" in told(board, OURS).payload["text"]


async def test_an_old_choice_is_no_trap(board: Board) -> None:
    await says(board, DEDI, "sudah selesai")
    asked = told(board, DEDI)
    board.room.at("2027-07-10 09:00")
    choice = next(callback for name, callback in buttons(asked).items() if "V.1.1" in name)
    assert "tidak berlaku" in await board.presses(DEDI, choice, message=asked.message_id or 0)
    correct = data(Verb.CORRECT, duty(board).id)
    await board.presses(DEDI, correct, message=asked.message_id or 0)
    assert "yang benar untuk" in told(board, DEDI).payload["text"], "a card's button works as long as its item is open"

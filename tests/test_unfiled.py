"""What somebody sent and never said what for is asked about again, in the morning message, until it has its item."""

from datetime import date

import pytest

from tests.desk import Room, butir
from tests.test_matching import ME, Chat
from zibot.context import Desk, Verb, data
from zibot.handlers import filing, voiding
from zibot.handlers.press import Press
from zibot.jobs import remind

FAR = date(2027, 12, 31)


@pytest.fixture
def chat(room: Room) -> Chat:
    """Dedi holds two items that are due at the end of the year, so that nothing else is said to him."""
    room.adopt(butir("V.1.1", FAR), butir("V.1.2", FAR, action="Menyusun laporan"))
    room.at("2027-01-05 10:00")
    return Chat(room, room.joins("Dedi Kurnia", account=ME, items=["V"]))


def morning(chat: Chat, moment: str) -> str:
    """What Dedi's morning message says; nothing where there is none."""
    chat.room.at(moment)
    before = chat.room.put_out()

    def tells(desk: Desk) -> None:
        for id, digest in remind.due(desk).items():
            remind._tell(desk, id, digest)

    chat.room.do(tells)
    return "".join(str(row.payload["text"]) for row in chat.room.outbox(before) if row.chat_id == ME)


def test_it_is_named_the_next_morning_and_then_weekly_until_it_has_its_item(chat: Chat) -> None:
    assert "butir mana" in chat.sends()
    said = morning(chat, "2027-01-06 07:30")
    assert "Belum dipilih butirnya" in said
    assert "No. 000001" in said
    assert morning(chat, "2027-01-07 07:30") == ""
    assert "No. 000001" in morning(chat, "2027-01-13 07:30")

    chat.press(Verb.FILE, 1, chat.room.obligation("V.1.1"), job=filing.file)
    assert morning(chat, "2027-01-20 07:30") == ""


def test_the_button_brings_the_question_again(chat: Chat) -> None:
    chat.sends()
    morning(chat, "2027-01-06 07:30")
    row = chat.room.outbox()[-1]
    buttons = [b for line in row.payload["reply_markup"]["inline_keyboard"] for b in line]
    assert data(Verb.WHAT_FOR, 1) in [button["callback_data"] for button in buttons]
    chat.press(Verb.WHAT_FOR, 1, job=filing.what_for)
    asked = chat.room.outbox()[-1]
    assert asked.method == "sendMessage"
    assert "No. 000001" in asked.payload["text"]
    assert "butir mana" in asked.payload["text"]

    chat.press(Verb.FILE, 1, chat.room.obligation("V.1.2"), job=filing.file)
    chat.press(Verb.WHAT_FOR, 1, job=filing.what_for)
    assert "V.1.2" in chat.room.outbox()[-1].payload["text"]


def test_somebody_elses_piece_is_nobodys_to_ask_about(chat: Chat) -> None:
    chat.sends()
    other = chat.room.joins("Citra Dewi", account=77)
    press = Press(Verb.WHAT_FOR, (1,), other, 77, 900, private=True)
    assert chat.room.do(filing.what_for, press) == "not-yours"


def test_what_came_today_or_was_voided_is_not_named(chat: Chat) -> None:
    chat.sends()
    assert morning(chat, "2027-01-05 11:00") == ""
    chat.press(Verb.VOID_YES, 1, job=voiding.pressed)
    assert morning(chat, "2027-01-06 07:30") == ""

"""Albums: photos that were sent together have one receipt, whichever way and in whichever order their parts come."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from telegram import Update

from tests.board import BOT, reply
from tests.desk import Room, butir
from zibot.context import Desk, Verb
from zibot.delivery.telegram import Outcome
from zibot.handlers import errors, evidence, filing, voiding
from zibot.handlers.press import Press
from zibot.model import Outbox, Person, saved
from zibot.rules.lifecycle import Kind
from zibot.storage import changing, outbox
from zibot.storage.evidence import numbered, places, the_set

DEDI = 501
DUE = date(2027, 3, 31)
MANY = ("Undangan", "Daftar hadir", "Notulen", "Dokumentasi", "Laporan")
ALBUM = "13579"


@dataclass
class Chat:
    """Dedi's private chat: what he sends goes in as Telegram tells it, what goes out is numbered as Telegram does."""

    room: Room
    dedi: Person
    sent: int = 0
    out: list[Outbox] = field(default_factory=list)

    def sends(self, caption: str = "", *, album: str | None = ALBUM, kind: str = "photo", **more: Any) -> None:
        """One photo or file, with its bytes."""
        self.sent += 1
        body: dict[str, Any] = {
            "message_id": self.sent,
            "date": 1_799_000_000,
            "chat": {"id": DEDI, "type": "private", "first_name": "Dedi"},
            "from": {"id": DEDI, "is_bot": False, "first_name": "Dedi"},
            "caption": caption,
            **({"media_group_id": album} if album else {}),
            **_carries(kind, self.sent),
            **more,
        }
        update = Update.de_json({"update_id": self.sent, "message": body}, BOT)
        assert update.message is not None
        sent = evidence.described(update.message)
        assert sent is not None
        kept = self.room.house.files.keep(f"isi {self.sent}".encode())
        self.room.do(evidence.store, update, sent, kept)

    def claims(self) -> Outbox | None:
        """The bot takes up the next call, as its worker does."""

        def claimed(desk: Desk) -> Outbox | None:
            row = outbox.claim(desk.session, desk.now)
            if row is not None and row.method == changing.FOLLOW:
                changing.resolve(desk.session, row)
            return row

        row: Outbox | None = self.room.do(claimed)
        return row

    def delivered(self, row: Outbox) -> None:
        """The call came through; a new message gets a number."""
        number = row.payload.get("message_id", 1000 + saved(row.id))
        self.room.do(lambda desk: outbox.sent(desk.session, saved(row.id), number, desk.now))
        self.out.append(row)

    def goes_out(self) -> None:
        """All that waits goes out."""
        while (row := self.claims()) is not None:
            self.delivered(row)

    @property
    def stands(self) -> dict[int, str]:
        """What the chat shows of the bot's messages, by their number."""
        shown: dict[int, str] = {}
        for row in self.out:
            shown[row.payload.get("message_id", 1000 + saved(row.id))] = row.payload["text"]
        return shown

    @property
    def receipt(self) -> str:
        """The one receipt that the chat shows."""
        [text] = [text for text in self.stands.values() if "tersimpan" in text]
        return text

    def presses(self, verb: Verb, *numbers: int, message: int = 1001) -> Press:
        return Press(verb=verb, numbers=numbers, person=self.dedi, chat_id=DEDI, message_id=message, private=True)

    def filed(self) -> list[tuple[str, int]]:
        """The items under which the pieces of the album are filed now."""

        codes = {duty.id: duty.code for duty in self.room.duties()}

        def found(desk: Desk) -> list[tuple[str, int]]:
            parts = the_set(desk.session, numbered(desk.session, desk.satker_id, 1) or pytest.fail("no piece"))
            at = places(desk.session, parts)
            return [(codes.get(at[saved(part.id)][0] or 0, ""), part.number) for part in parts]

        answer: list[tuple[str, int]] = self.room.do(found)
        return answer


def _carries(kind: str, number: int) -> dict[str, Any]:
    file = {"file_id": f"F{number}", "file_unique_id": f"U{number}", "file_size": 5}
    if kind == "photo":
        return {"photo": [{**file, "width": 9, "height": 9}]}
    return {"document": {**file, "file_name": f"berkas {number}.pdf", "mime_type": "application/pdf"}}


@pytest.fixture
def chat(room: Room) -> Chat:
    room.adopt(
        butir("V.1.1", DUE, evidence=MANY, action="Mengadakan rapat"),
        butir("V.1.2", DUE, evidence=MANY, action="Memasang poster"),
    )
    return Chat(room, room.joins("Dedi Kurnia", account=DEDI, items=["V"]))


def numbers_in(text: str) -> list[int]:
    return [number for number in range(1, 20) if f"No. {number:06d}" in text]


def test_parts_that_come_before_the_receipt_goes_out_are_told_by_one_message(chat: Chat) -> None:
    for _ in range(3):
        chat.sends()
    chat.goes_out()
    assert len(chat.out) == 1
    assert numbers_in(chat.receipt) == [1, 2, 3]


def test_a_part_that_comes_while_the_receipt_is_under_way_is_told_by_an_edit_that_follows(chat: Chat) -> None:
    chat.sends()
    under_way = chat.claims()
    assert under_way is not None
    chat.sends()
    chat.sends()
    chat.delivered(under_way)
    chat.goes_out()
    assert [row.method for row in chat.out] == ["sendMessage", "editMessageText"]
    assert len(chat.stands) == 1
    assert numbers_in(chat.receipt) == [1, 2, 3]


def test_parts_that_come_seconds_later_change_the_receipt_that_stands_there(chat: Chat) -> None:
    for _ in range(4):
        chat.sends()
        chat.goes_out()
    assert len(chat.stands) == 1
    assert numbers_in(chat.receipt) == [1, 2, 3, 4]


def test_killed_while_the_receipt_is_under_way_each_piece_is_receipted_all_the_same(chat: Chat) -> None:
    chat.sends()
    assert chat.claims() is not None
    chat.sends()
    # It starts again: what was under way is taken up once more, as it was, and the rest follows.
    chat.goes_out()
    assert len(chat.stands) == 1
    assert numbers_in(chat.receipt) == [1, 2]


def test_where_the_receipt_never_went_out_what_follows_is_a_message_of_its_own(chat: Chat) -> None:
    chat.sends()
    row = chat.claims()
    assert row is not None
    chat.sends()
    chat.room.do(lambda desk: outbox.give_up(desk.session, saved(row.id), "no answer", desk.now))
    chat.goes_out()
    assert [row.method for row in chat.out] == ["sendMessage"]
    assert numbers_in(chat.receipt) == [1, 2]


def test_where_the_sender_deleted_the_receipt_it_is_said_anew(chat: Chat) -> None:
    chat.sends()
    chat.goes_out()
    chat.sends()
    edit = chat.claims()
    assert edit is not None
    assert edit.method == "editMessageText"

    def refused(desk: Desk) -> None:
        outbox.give_up(desk.session, saved(edit.id), "message to edit not found", desk.now)
        errors.undelivered(desk, edit, Outcome(error="message to edit not found"))

    chat.room.do(refused)
    chat.goes_out()
    assert chat.out[-1].method == "sendMessage"
    assert numbers_in(chat.out[-1].payload["text"]) == [1, 2]


def test_the_caption_on_whichever_part_files_them_all(chat: Chat) -> None:
    chat.sends()
    chat.goes_out()
    assert "Untuk butir mana" in chat.receipt
    chat.sends("V.1.2 poster")
    chat.sends()
    chat.goes_out()
    assert chat.filed() == [("V.1.2", 1), ("V.1.2", 2), ("V.1.2", 3)]
    assert "V.1.2" in chat.receipt
    assert "Untuk butir mana" not in chat.receipt


def _card(desk: Desk, duty: int) -> Outbox:
    """A message of ours about an obligation, which Telegram calls 900."""
    payload = {"chat_id": DEDI, "text": "…"}
    common = {"rank": 1, "method": "sendMessage", "created_at": desk.now, "sent_at": desk.now}
    return Outbox(satker_id=desk.satker_id, chat_id=DEDI, payload=payload, about=[duty], message_id=900, **common)


def test_a_reply_on_one_part_files_them_all(chat: Chat) -> None:
    duty = chat.room.obligation("V.1.2")
    chat.room.do(lambda desk: desk.session.add(_card(desk, duty)))
    chat.sends()
    place = {"id": DEDI, "type": "private", "first_name": "Dedi"}
    chat.sends(reply_to_message=reply(900, place))
    assert chat.filed() == [("V.1.2", 1), ("V.1.2", 2)]


def test_a_button_files_the_whole_set_and_what_comes_later_goes_with_it(chat: Chat) -> None:
    chat.sends()
    chat.sends()
    chat.goes_out()
    duty = chat.room.obligation("V.1.1")
    assert chat.room.do(filing.file, chat.presses(Verb.FILE, 1, duty)) == "saved"
    chat.sends()
    chat.goes_out()
    assert chat.filed() == [("V.1.1", 1), ("V.1.1", 2), ("V.1.1", 3)]
    assert numbers_in(chat.receipt) == [1, 2, 3]
    assert len(chat.stands) == 1


def test_ten_parts_of_both_kinds_are_one_receipt_with_number_and_hash_of_each(chat: Chat) -> None:
    for number in range(10):
        chat.sends("V.1.1" if number == 4 else "", kind="photo" if number % 2 else "file")
        if number % 3 == 0:
            chat.goes_out()
    chat.goes_out()
    assert len(chat.stands) == 1
    assert numbers_in(chat.receipt) == [*range(1, 11)]
    for number in range(1, 11):
        piece = chat.room.do(lambda desk, n=number: numbered(desk.session, desk.satker_id, n))
        assert f"No. {number:06d} · <code>{piece.sha256[:8]}" in chat.receipt


def test_a_set_is_voided_whole_or_piece_by_piece(chat: Chat) -> None:
    for caption in ("V.1.1", "", ""):
        chat.sends(caption)
    chat.goes_out()
    assert chat.room.do(voiding.ask, chat.presses(Verb.VOID, 1)) is None
    chat.goes_out()
    asked = chat.out[-1].payload
    labels = [button["text"] for row in asked["reply_markup"]["inline_keyboard"] for button in row]
    assert labels == ["✖️ Batalkan semua 3", "No. 000001", "No. 000002", "No. 000003", "Tidak"]
    assert chat.room.do(voiding.pressed, chat.presses(Verb.VOID_YES, 1)) == "saved"
    chat.goes_out()
    assert "<s>No. 000001" in chat.receipt
    assert chat.filed() == [("", 1), ("V.1.1", 2), ("V.1.1", 3)]
    # A button of before, with the number of the piece that is gone, still stands for the rest.
    assert chat.room.do(voiding.pressed, chat.presses(Verb.VOID_ALL, 1)) == "saved"
    chat.goes_out()
    assert "3 bukti dibatalkan" in chat.out[-1].payload["text"]


def test_another_set_and_a_photo_without_one_have_receipts_of_their_own(chat: Chat) -> None:
    chat.sends(album="1")
    chat.sends(album="2")
    chat.sends(album=None)
    chat.goes_out()
    assert [numbers_in(text) for text in chat.stands.values()] == [[1], [2], [3]]


def test_a_set_that_was_decided_meanwhile_takes_no_more(chat: Chat) -> None:
    chat.sends("V.1.1")
    chat.goes_out()
    [duty] = [duty for duty in chat.room.duties() if duty.code == "V.1.1"]
    chat.room.happens(duty, Kind.SUBMITTED)
    chat.room.happens(duty, Kind.ACCEPTED)
    chat.sends()
    chat.goes_out()
    assert [numbers_in(text) for text in chat.stands.values()] == [[1], [2]]

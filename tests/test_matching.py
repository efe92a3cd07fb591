"""Where a piece goes that comes alone or as a reply: by its code, its words, what was asked for, or by asking."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from telegram import Update

from tests.board import BOT, reply
from tests.desk import Room, butir
from zibot.context import Verb
from zibot.handlers import checklist, evidence, filing, matching
from zibot.handlers.press import Press
from zibot.model import Outbox, Person, saved
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.storage import outbox

ME = 501
MARCH, APRIL, MAY = date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)
MEETING = ("Undangan rapat", "Daftar hadir", "Notulen", "Dokumentasi")


@dataclass
class Chat:
    """A private chat: what is sent goes in as Telegram tells it; what goes out is numbered at once."""

    room: Room
    person: Person
    account: int = ME
    sent: int = 0
    numbered: list[Outbox] = field(default_factory=list)

    def sends(self, caption: str = "", *, name: str = "", to: int | None = None, **more: Any) -> str:
        """A photo, or a file of this name, perhaps in reply to a message; what its receipt says."""
        self.sent += 1
        now = int(self.room.house.now().timestamp())
        here = {"id": self.account, "type": "private", "first_name": "Dedi"}
        body: dict[str, Any] = {
            "message_id": self.sent,
            "date": now,
            "chat": here,
            "from": {"id": self.account, "is_bot": False, "first_name": "Dedi"},
            "caption": caption,
            **_carries(name, self.sent),
            **({"reply_to_message": reply(to, here)} if to else {}),
            **more,
        }
        update = Update.de_json({"update_id": self.sent, "message": body}, BOT)
        assert update.message is not None
        described = evidence.described(update.message)
        assert described is not None
        kept = self.room.house.files.keep(f"isi {self.sent}".encode())
        self.room.do(evidence.store, update, described, kept)
        return self.goes_out()

    def told(self, *about: int) -> int:
        """The bot says something about obligations; the message's number."""
        self.room.do(lambda desk: desk.put(ME, "sendMessage", {"chat_id": ME, "text": "…"}, about=about))
        self.goes_out()
        return int(self.numbered[-1].message_id or 0)

    def goes_out(self) -> str:
        """All that waits goes out; the newest text."""
        for row in self.room.outbox(len(self.numbered)):
            number = row.payload.get("message_id", 1000 + saved(row.id))
            self.room.do(
                lambda desk, row=row, number=number: outbox.sent(desk.session, saved(row.id), number, desk.now)
            )
        self.numbered = self.room.outbox()
        return str(self.numbered[-1].payload.get("text", ""))

    @property
    def buttons(self) -> list[str]:
        """The labels under the newest message."""
        rows = self.numbered[-1].payload.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
        return [button["text"] for row in rows for button in row]

    def press(self, verb: Verb, *numbers: int, job: Any) -> str | None:
        message = int(self.numbered[-1].payload.get("message_id", self.numbered[-1].message_id) or 0)
        toast = self.room.do(job, Press(verb, numbers, self.person, ME, message, private=True))
        self.goes_out()
        return None if toast is None else str(toast)

    def filed(self) -> dict[int, tuple[str, date]]:
        """Which piece is filed where now."""
        return {piece: (duty.code, duty.due) for duty in self.room.duties() for piece in duty.standing.evidence}


def _carries(name: str, number: int) -> dict[str, Any]:
    if not name:
        return {"photo": [{"file_id": f"f{number}", "file_unique_id": f"u{number}", "width": 9, "height": 9}]}
    file = {"file_id": f"f{number}", "file_unique_id": f"u{number}", "file_name": name, "mime_type": "application/pdf"}
    return {"document": file}


POSTER = butir("V.1.1", MARCH, action="Memasang poster gratifikasi", evidence=("Foto poster",))
REKAP = butir("V.2.1", MARCH, action="Merekap pengaduan yang masuk", evidence=("Rekapitulasi pengaduan",))
RAPAT = butir("I.3.1", MARCH, APRIL, MAY, action="Mengadakan rapat bulanan", evidence=MEETING)


@pytest.fixture
def chat(room: Room) -> Chat:
    """Someone who holds three items, one of them each month, on 20 March."""
    room.adopt(POSTER, REKAP, RAPAT, butir("VI.1.1", MARCH, action="Menyusun maklumat", evidence=("Maklumat",)))
    room.at("2027-03-20 09:00")
    return Chat(room, room.joins("Dedi Kurnia", account=ME, items=["I", "V"]))


def test_telling_words_file_a_piece_at_once_and_the_receipt_says_so(chat: Chat) -> None:
    said = chat.sends("poster gratifikasi sudah terpasang")
    assert "V.1.1" in said
    assert "menurut keterangannya" in said
    assert any("Ganti butir" in label for label in chat.buttons)
    assert chat.filed() == {1: ("V.1.1", MARCH)}
    chat.sends("", name="Notulen rapat bulanan April.pdf")
    assert chat.filed()[2] == ("I.3.1", APRIL)


def test_without_telling_words_at_most_four_are_offered_and_the_rest_a_page_away(chat: Chat) -> None:
    said = chat.sends("ini pak")
    assert "Untuk butir mana" in said
    assert chat.filed() == {}
    choices, more = chat.buttons[: matching.SHOWN], chat.buttons[matching.SHOWN]
    assert len({label.split(" · ")[0] for label in choices[:3]}) == 3, "each item once first"
    assert "lainnya" in more
    chat.press(Verb.CHOOSE, 1, 1, job=filing.choose)
    assert not set(chat.buttons) & set(choices), "the next page goes on where this one ended"
    assert "I.3.1" in chat.buttons[0]


def test_one_item_held_is_the_one_that_is_meant(chat: Chat) -> None:
    budi = Chat(chat.room, chat.room.joins("Budi", account=777, items=["VI"]), account=777)
    said = budi.sends("ini bu")
    assert "satu-satunya butir" in said
    assert budi.filed() == {1: ("VI.1.1", MARCH)}


def test_a_code_counts_however_it_is_written_and_chooses_the_coming_date(chat: Chat) -> None:
    for caption in ("V11", "butir v 1 1 ya", "foto V.1.1"):
        chat.sends(caption)
    assert set(chat.filed().values()) == {("V.1.1", MARCH)}
    chat.sends("I.3.1")
    chat.sends("I31 notulen mei")
    assert [chat.filed()[piece] for piece in (4, 5)] == [("I.3.1", MARCH), ("I.3.1", MAY)]


def test_after_a_missed_date_the_date_is_asked_and_not_the_item(chat: Chat) -> None:
    chat.room.at("2027-04-22 09:00")
    said = chat.sends("I.3.1 notulen")
    assert "tenggat yang mana" in said
    assert [label.split(" · ")[:2] for label in chat.buttons[:2]] == [["I.3.1", "30 Apr"], ["I.3.1", "31 Mar"]]
    assert chat.filed() == {}


def test_a_reply_about_one_item_goes_there_whatever_the_words(chat: Chat) -> None:
    chat.sends("rekap pengaduan", to=chat.told(_id(chat, "V.1.1")))
    assert chat.filed() == {1: ("V.1.1", MARCH)}


def test_a_reply_about_several_goes_by_its_words_or_is_asked_among_them(chat: Chat) -> None:
    both = chat.told(_id(chat, "V.1.1"), _id(chat, "V.2.1"))
    chat.sends("rekap pengaduan maret", to=both)
    assert chat.filed() == {1: ("V.2.1", MARCH)}
    chat.sends("", to=both)
    assert {label.split(" · ")[0] for label in chat.buttons[:2]} == {"V.1.1", "V.2.1"}
    # What is named by its code may be none of them.
    chat.sends("I.3.1 undangan", to=both)
    assert chat.filed()[3] == ("I.3.1", MARCH)
    assert 2 not in chat.filed()


def test_a_reply_to_one_item_that_names_another_is_asked(chat: Chat) -> None:
    chat.sends("V.2.1", to=chat.told(_id(chat, "V.1.1")))
    assert chat.filed() == {}
    assert [label.split(" · ")[0] for label in chat.buttons[:2]] == ["V.2.1", "V.1.1"]


def test_what_was_asked_for_is_what_comes_until_another_is_named(chat: Chat) -> None:
    chat.told(_id(chat, "V.2.1"))
    chat.press(Verb.SEND, _id(chat, "V.2.1"), job=filing.ask_for)
    chat.sends("")
    assert chat.filed() == {1: ("V.2.1", MARCH)}
    chat.room.at("2027-03-20 09:05")
    chat.sends("I.3.1 undangan")
    chat.room.at("2027-03-20 09:06")
    assert "sama seperti kiriman sebelumnya" in chat.sends("")
    assert [chat.filed()[piece] for piece in (2, 3)] == [("I.3.1", MARCH)] * 2


def test_the_rest_of_a_checklist_follows_within_the_hour_and_then_is_asked_again(chat: Chat) -> None:
    chat.sends("undangan rapat bulanan")
    assert "Undangan rapat, 1 dari 4" in chat.goes_out()
    chat.room.at("2027-03-20 09:30")
    said = chat.sends("")
    assert "Daftar hadir, 2 dari 4" in said
    assert "☑ Undangan rapat · ☑ Daftar hadir · ☐ Notulen · ☐ Dokumentasi" in said.replace("\xa0", " ")
    assert "Masih kurang: Notulen, Dokumentasi" in said
    # Another item's words lead there, and back again.
    chat.sends("rekap pengaduan maret")
    assert chat.filed()[3] == ("V.2.1", MARCH)
    chat.sends("notulen rapat bulanan")
    chat.room.at("2027-03-20 10:31")
    chat.sends("")
    assert 5 not in chat.filed()
    assert chat.room.duties()[0].state is not State.SUBMITTED


def test_a_month_that_is_named_leaves_the_rest_of_another_month_alone(chat: Chat) -> None:
    chat.sends("undangan rapat bulanan april")
    chat.sends("undangan rapat bulanan mei")
    assert [chat.filed()[piece] for piece in (1, 2)] == [("I.3.1", APRIL), ("I.3.1", MAY)]


def test_a_checklist_hands_itself_in_when_each_slot_has_a_piece_and_not_before(chat: Chat) -> None:
    for caption in ("undangan rapat bulanan", "undangan rapat bulanan halaman 2", "notulen rapat", "dafdir rapat"):
        chat.sends(caption)
    meeting = _duty(chat, "I.3.1")
    assert [len(slot.pieces) for slot in meeting.checklist] == [2, 1, 1, 0]
    assert meeting.state is State.PROGRESS
    said = chat.sends("foto rapat bulanan")
    assert "Sudah diajukan" in said
    assert _duty(chat, "I.3.1").state is State.SUBMITTED


def test_another_document_is_chosen_by_a_button_and_the_ledger_knows(chat: Chat) -> None:
    chat.sends("rapat bulanan tadi")
    assert "Undangan rapat, 1 dari 4" in chat.goes_out()
    assert any("Dokumen lain" in label for label in chat.buttons)
    assert chat.press(Verb.SLOTS, 1, job=checklist.ask) is None
    assert chat.buttons == ["☑ 1. Undangan rapat", "☐ 2. Daftar hadir", "☐ 3. Notulen", "☐ 4. Dokumentasi", "↩️ Kembali"]
    assert chat.press(Verb.SLOT, 1, 4, job=checklist.chosen) == "saved"
    assert "Dokumentasi, 4 dari 4" in chat.goes_out()
    assert _duty(chat, "I.3.1").standing.slots == ((1, 4),)
    # Pressed twice, gone back, or for a slot that the plan does not ask for: nothing changes.
    before = chat.room.do(lambda desk: len(desk.session.connection().exec_driver_sql("SELECT id FROM event").all()))
    assert chat.press(Verb.SLOT, 1, 4, job=checklist.chosen) == "saved"
    assert chat.press(Verb.SLOT, 1, 0, job=checklist.chosen) is None
    assert chat.press(Verb.SLOT, 1, 9, job=checklist.chosen) == "old"
    after = chat.room.do(lambda desk: len(desk.session.connection().exec_driver_sql("SELECT id FROM event").all()))
    assert after == before


def test_once_it_is_decided_a_piece_stays_the_document_that_it_was(chat: Chat) -> None:
    chat.sends("rapat bulanan")
    chat.room.happens(_duty(chat, "I.3.1"), Kind.ACCEPTED)
    assert chat.press(Verb.SLOTS, 1, job=checklist.ask) == "old"
    assert chat.press(Verb.SLOT, 1, 2, job=checklist.chosen) == "old"
    stranger = chat.room.joins("Ani", account=502)
    assert chat.room.do(checklist.ask, Press(Verb.SLOTS, (1,), stranger, 502, 9, private=True)) == "not-yours"


def test_what_was_chosen_twice_for_the_same_words_needs_no_third_time(chat: Chat) -> None:
    for number, day in ((1, 20), (2, 22)):
        chat.room.at(f"2027-03-{day} 09:00")
        chat.sends("kegiatan lobi")
        assert number not in chat.filed()
        chat.press(Verb.FILE, number, _id(chat, "V.1.1"), job=filing.file)
    chat.room.at("2027-03-24 09:00")
    chat.sends("kegiatan lobi")
    assert chat.filed()[3] == ("V.1.1", MARCH)


def test_what_was_told_last_is_offered_first(chat: Chat) -> None:
    chat.told(_id(chat, "V.2.1"))
    chat.sends("")
    assert "V.2.1" in chat.buttons[0]


def test_a_plan_document_of_the_lead_is_not_filed_as_evidence_by_its_words(room: Room) -> None:
    room.adopt(butir("I.1.1", MARCH, action="Menyusun rencana kerja", evidence=("Keputusan rencana kerja",)))
    room.at("2027-03-20 09:00")
    lead = Chat(room, room.joins("Ratna", "lead", account=ME, items=["I"]))
    lead.sends("", name="SK rencana kerja 2027.pdf")
    assert lead.filed() == {}
    assert any("rencana kerja" in label for label in lead.buttons)


def test_who_holds_one_item_or_replies_costs_no_look_back(chat: Chat) -> None:
    asked = _statements(chat, lambda: chat.sends("V.1.1"))
    assert not any("JOIN evidence" in sql for sql in asked)
    asked = _statements(chat, lambda: chat.sends("", to=chat.told(_id(chat, "V.1.1"))))
    assert not any("JOIN evidence" in sql for sql in asked)
    asked = _statements(chat, lambda: chat.sends(""))
    assert sum("JOIN evidence" in sql for sql in asked) == 1


def _statements(chat: Chat, job: Any) -> Sequence[str]:
    """What the database was asked meanwhile."""
    asked: list[str] = []

    def heard(*said: Any) -> None:
        asked.append(said[2])

    engine = chat.room.house.database.engine
    event.listen(engine, "before_cursor_execute", heard)
    try:
        job()
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    return asked


def _duty(chat: Chat, code: str) -> Duty:
    return next(duty for duty in chat.room.duties() if duty.code == code)


def _id(chat: Chat, code: str) -> int:
    return _duty(chat, code).id

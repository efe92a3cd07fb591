"""Voiding a piece: only its sender, asked twice, and never what was decided already."""

from datetime import date

import pytest
from sqlmodel import col, select

from tests.desk import Room, butir
from zibot.context import Desk, Verb
from zibot.handlers import filing, review, voiding
from zibot.handlers.press import Press
from zibot.model import Event, Evidence, Person, saved
from zibot.rules.lifecycle import Kind, State
from zibot.storage import evidence, plans
from zibot.storage.evidence import Arrived

DUE = date(2027, 3, 31)


@pytest.fixture
def dedi(room: Room) -> Person:
    room.adopt(butir("V.1.1", DUE), butir("V.1.2", DUE))
    return room.joins("Dedi Kurnia", account=501, items=["V"])


def press(person: Person, verb: Verb, *numbers: int) -> Press:
    assert person.telegram_id is not None
    return Press(verb=verb, numbers=numbers, person=person, chat_id=person.telegram_id, message_id=9, private=True)


def send(room: Room, dedi: Person, message: int = 1) -> Evidence:
    said = Arrived("photo", "image/jpeg", "foto.jpg", "", 501, message, room.house.now())

    def stored(desk: Desk) -> Evidence:
        piece = evidence.store(desk.session, dedi, desk.files.keep(b"foto %d" % message), said, desk.now)
        assert piece is not None
        filing.file_and_submit(desk, dedi, piece, plans.duties(desk.session, desk.satker_id)[0])
        return piece

    piece: Evidence = room.do(stored)
    return piece


def told(room: Room, kind: str) -> list[Event]:
    asked = select(Event).where(Event.kind == kind).order_by(col(Event.id))
    found: list[Event] = room.do(lambda desk: list(desk.session.exec(asked)))
    return found


def test_it_is_asked_twice_and_then_said_on_the_receipt(room: Room, dedi: Person) -> None:
    send(room, dedi)
    assert room.do(voiding.ask, press(dedi, Verb.VOID, 1)) is None
    asked = room.outbox()[-1]
    assert "Batalkan bukti No. 000001?" in asked.payload["text"]
    labels = [button["text"] for row in asked.payload["reply_markup"]["inline_keyboard"] for button in row]
    assert labels == ["Ya, batalkan", "Tidak"]
    assert told(room, Kind.VOIDED) == []

    assert room.do(voiding.pressed, press(dedi, Verb.VOID_YES, 1)) == "saved"
    assert "Bukti dibatalkan · No. 000001" in room.outbox()[-1].payload["text"]
    [fact] = told(room, Kind.VOIDED)
    assert (fact.actor_id, fact.evidence_id, fact.obligation_id) == (dedi.id, 1, 1)
    [duty, _] = room.duties()
    assert (duty.standing.evidence, duty.state) == ((), State.PROGRESS)
    assert room.do(lambda desk: desk.session.get_one(Evidence, 1)).number == 1, "the row stays"


def test_no_means_no(room: Room, dedi: Person) -> None:
    send(room, dedi)
    room.do(voiding.ask, press(dedi, Verb.VOID, 1))
    assert room.do(voiding.pressed, press(dedi, Verb.VOID_NO, 1)) is None
    assert "Bukti tersimpan · No. 000001" in room.outbox()[-1].payload["text"]
    assert told(room, Kind.VOIDED) == []


def test_only_the_sender_may(room: Room, dedi: Person) -> None:
    send(room, dedi)
    budi = room.joins("Budi Santoso", "coordinator", account=502, areas=[5])
    assert room.do(voiding.ask, press(budi, Verb.VOID, 1)) == "not-yours"
    assert room.do(voiding.pressed, press(budi, Verb.VOID_YES, 1)) == "not-yours"
    assert room.do(voiding.ask, press(dedi, Verb.VOID, 77)) == "not-yours"
    assert told(room, Kind.VOIDED) == []


def test_what_was_accepted_stays(room: Room, dedi: Person) -> None:
    send(room, dedi)
    room.do(voiding.ask, press(dedi, Verb.VOID, 1))
    room.happens(room.duties()[0], Kind.ACCEPTED)
    assert room.do(voiding.pressed, press(dedi, Verb.VOID_YES, 1)) == "void-decided"
    assert room.do(voiding.ask, press(dedi, Verb.VOID, 1)) == "void-decided"
    assert told(room, Kind.VOIDED) == []
    assert not [row for row in room.outbox()[-1].payload.get("reply_markup", {}).get("inline_keyboard", []) if row]


def test_a_voided_piece_is_nobodys_evidence_any_more(room: Room, dedi: Person) -> None:
    piece = send(room, dedi)
    room.do(voiding.pressed, press(dedi, Verb.VOID_YES, 1))
    assert room.do(voiding.pressed, press(dedi, Verb.VOID_YES, 1)) == "old"
    for verb, handler in ((Verb.FILE, filing.file), (Verb.CHOOSE, filing.choose), (Verb.DONE, filing.done)):
        assert room.do(handler, press(dedi, verb, 1, 1)) == "old", verb
    room.do(lambda desk: evidence.file_under(desk.session, piece, 2, actor=dedi, now=desk.now))
    assert [duty.standing.evidence for duty in room.duties()] == [(), ()]
    assert len(told(room, Kind.VOIDED)) == 1


def test_a_piece_that_was_not_filed_can_be_voided_too(room: Room, dedi: Person) -> None:
    said = Arrived("photo", "image/jpeg", "foto.jpg", "", 501, 1, room.house.now())
    room.do(lambda desk: evidence.store(desk.session, dedi, desk.files.keep(b"foto"), said, desk.now))
    assert room.do(voiding.pressed, press(dedi, Verb.VOID_YES, 1)) == "saved"
    assert [fact.obligation_id for fact in told(room, Kind.VOIDED)] == [None]
    room.do(lambda desk: filing.receipt(desk, evidence.numbered(desk.session, desk.satker_id, 1), chat_id=501))
    assert "Bukti dibatalkan" in room.texts(501)[-1]


def test_a_reason_goes_with_it_where_one_is_given(room: Room, dedi: Person) -> None:
    piece = send(room, dedi)

    def void(desk: Desk) -> list[bool]:
        return [evidence.void(desk.session, piece, actor=dedi, now=desk.now, reason="salah foto") for _ in range(2)]

    assert room.do(void) == [True, False]
    assert [fact.payload for fact in told(room, Kind.VOIDED)] == ['{"reason":"salah foto"}']


def test_who_was_shown_which_piece_is_a_fact(room: Room, dedi: Person) -> None:
    send(room, dedi, 1)
    send(room, dedi, 2)
    budi = room.joins("Budi Santoso", "coordinator", account=502, areas=[5])
    assert room.do(review.show, press(budi, Verb.SHOW, 1)) is None
    facts = told(room, "evidence.shown")
    assert [(fact.actor_id, fact.evidence_id, fact.obligation_id) for fact in facts] == [
        (saved(budi.id), 1, 1),
        (saved(budi.id), 2, 1),
    ]
    citra = room.joins("Citra Dewi", "coordinator", account=503, areas=[1])
    assert room.do(review.show, press(citra, Verb.SHOW, 1)) == "not-yours"
    assert len(told(room, "evidence.shown")) == 2

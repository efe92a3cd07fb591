"""Erasing a person on request: nothing names them any more, and ledger and evidence still verify."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from tests.desk import Room, butir
from zibot import admin
from zibot.context import Desk
from zibot.model import Draft, Event, Evidence, Inbox, Invitation, Outbox, Person, Refusal, saved
from zibot.proof import verified
from zibot.settings import SettingsError
from zibot.storage import drafts, erasing, evidence, inbox, people, plans, prompts, remarks
from zibot.storage.evidence import Arrived
from zibot.storage.outbox import Rank

ACCOUNT = 50_123_456
NAME, OFFICE = "Dedi Kurnia", "Staf Subbag Umum"

SAID = Arrived("file", "", "notulen.pdf", "", ACCOUNT, 1, datetime(2027, 1, 4, 0, 10, tzinfo=UTC))


@pytest.fixture
def office(room: Room) -> Room:
    """An office in which Dedi did all that leaves a trace."""
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    room.joins("Ratna Lestari", "lead", account=502)
    dedi = room.joins(NAME, account=ACCOUNT, items=["V"], jabatan=OFFICE)
    said = Arrived("file", "", "Dedi Kurnia.pdf", "dari Dedi Kurnia", ACCOUNT, 1, room.house.now())

    def happens(desk: Desk) -> None:
        people.invite(desk.session, dedi, desk.now, days=14)
        piece = evidence.store(desk.session, dedi, desk.files.keep(b"notulen"), said, desk.now)
        assert piece is not None
        evidence.file_under(desk.session, piece, 1, actor=dedi, now=desk.now)
        remarks.add(desk.session, piece, "rapat, kata Dedi", actor=dedi, now=desk.now)
        drafts.keep(desk.session, dedi, desk.files.keep(b"rencana"), said, desk.now)
        prompts.ask(desk.session, dedi, "choose-status", ACCOUNT, obligation_id=1, now=desk.now, said="kata Dedi")
        inbox.keep(desk.session, 1, ACCOUNT, f'{{"from":{{"id":{ACCOUNT}}},"text":"halo"}}', desk.now)
        inbox.keep(desk.session, 2, -100, f'{{"from":{{"id": {ACCOUNT}}},"text":"halo grup"}}', desk.now)
        inbox.keep(desk.session, 3, 502, '{"from":{"id":502},"text":"selamat pagi"}', desk.now)
        desk.put(ACCOUNT, "sendMessage", {"chat_id": ACCOUNT, "text": "Selamat pagi, Dedi Kurnia"}, rank=Rank.DIGEST)
        desk.put(502, "sendMessage", {"chat_id": 502, "text": "dari DEDI Kurnia"}, rank=Rank.REPLY)
        desk.put(502, "sendMessage", {"chat_id": 502, "text": "Selamat pagi, Ratna"}, rank=Rank.REPLY)
        refused = {"telegram_id": ACCOUNT, "person_id": dedi.id, "chat_id": ACCOUNT, "what": "/tim", "why": "x"}
        desk.session.add(Refusal(satker_id=desk.satker_id, at=desk.now, **refused))
        for row in desk.session.exec(select(Outbox).where(Outbox.chat_id == 502)):
            row.sent_at = desk.now

    room.do(happens)
    return room


def test_nothing_names_the_person_any_more(office: Room) -> None:
    assert office.do(admin.erase, "dedi kurnia") == "Anggota 2 (dihapus)"
    with closing(sqlite3.connect(office.house.settings.data_dir / "zibot.db")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            # What was written on the piece itself is evidence and stays, as does the file.
            held = [row for row in rows if table != "evidence"]
            assert not [row for row in held if "dedi" in str(row).casefold()], table
            assert not [row for row in rows if str(ACCOUNT) in str(row) or OFFICE in str(row)], table


def test_what_came_from_an_earlier_account_goes_too(office: Room) -> None:
    def moves(desk: Desk) -> None:
        code = people.invite(desk.session, people.members(desk.session, desk.satker_id)[2], desk.now, days=14)
        assert people.join(desk.session, desk.satker_id, code, ACCOUNT + 1, desk.now) is not None
        inbox.keep(desk.session, 4, ACCOUNT + 1, '{"text":"dari nomor baru"}', desk.now)

    office.do(moves)
    office.do(admin.erase, NAME)
    with closing(sqlite3.connect(office.house.settings.data_dir / "zibot.db")) as connection:
        for account in (ACCOUNT, ACCOUNT + 1):
            for table in ("inbox", "outbox", "refusal"):
                rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
                assert not [row for row in rows if str(account) in str(row)], (account, table)


def test_no_guess_of_the_account_can_be_held_against_the_ledger_any_more(room: Room) -> None:
    dedi = room.joins(NAME)

    def joins(desk: Desk) -> None:
        code = people.invite(desk.session, dedi, desk.now, days=14)
        assert people.join(desk.session, desk.satker_id, code, ACCOUNT, desk.now) is not None
        evidence.store(desk.session, dedi, desk.files.keep(b"notulen"), SAID, desk.now)

    def matches() -> bool:
        [payload] = room.do(
            lambda desk: list(desk.session.exec(select(Event.payload).where(Event.kind == "person.joined")))
        )
        [code] = room.do(lambda desk: list(desk.session.exec(select(Invitation.code_sha256))))
        return people.account_seal(ACCOUNT, code) == json.loads(payload)["account"]

    room.do(joins)
    assert matches()
    assert verified(room.house.settings).ok
    room.do(admin.erase, NAME)
    assert not matches()
    assert verified(room.house.settings).ok


def test_an_earlier_account_is_forgotten_too(office: Room) -> None:
    def moves(desk: Desk) -> None:
        code = people.invite(desk.session, desk.session.get_one(Person, 2), desk.now, days=14)
        assert people.join(desk.session, desk.satker_id, code, 777, desk.now) is not None

    office.do(moves)
    office.do(admin.erase, NAME)
    chats = office.do(lambda desk: [row.chat_id for row in desk.session.exec(select(Evidence))])
    assert chats == [2]


def test_evidence_and_ledger_stay_and_verify(office: Room) -> None:
    office.do(admin.erase, NAME)
    assert verified(office.house.settings).ok
    piece = office.do(lambda desk: desk.session.get_one(Evidence, 1))
    assert (piece.number, piece.person_id) == (1, 2)
    assert [duty.standing.evidence for duty in office.duties()] == [(1,)]


def test_what_they_held_is_nobodys_and_they_can_do_nothing_any_more(office: Room) -> None:
    office.do(admin.erase, NAME)
    person = office.do(lambda desk: desk.session.get_one(Person, 2))
    assert (person.telegram_id, person.jabatan, person.items) == (None, "", [])
    assert person.left_at == person.erased_at == office.house.now()
    assert [duty.holders for duty in office.duties()] == [()]
    assert office.do(lambda desk: people.by_telegram(desk.session, desk.satker_id, ACCOUNT)) is None
    [invitation] = office.do(lambda desk: list(desk.session.exec(select(Invitation))))
    assert invitation.expires_at <= office.house.now()


def test_what_waits_for_them_is_neither_handled_nor_sent(office: Room) -> None:
    office.do(admin.erase, NAME)
    waiting = office.do(lambda desk: [row.chat_id for row in inbox.waiting(desk.session, desk.now).rows])
    assert waiting == [502]
    rows = office.do(lambda desk: {saved(row.id): row.payload for row in desk.session.exec(select(Inbox))})
    assert (rows[1], rows[2]) == ("", "")
    assert "selamat pagi" in rows[3]
    sent = office.do(lambda desk: [(row.chat_id, row.payload) for row in desk.session.exec(select(Outbox))])
    assert [payload for chat, payload in sent if chat == 0] == [{}]
    assert [bool(payload) for chat, payload in sent if chat == 502] == [False, True]
    [draft] = office.do(lambda desk: list(desk.session.exec(select(Draft))))
    assert (draft.name, draft.caption) == ("", "")


def test_what_others_wrote_of_them_goes_once_it_was_handled(office: Room) -> None:
    def written(desk: Desk) -> None:
        for number in (5, 6):
            words = {"text": f"/tugaskan V.{number} dedi KURNIA", "from": {"id": 502}}
            inbox.keep(desk.session, number, 502, json.dumps(words), desk.now)
        inbox.handled(desk.session, 4, desk.now)

    office.do(written)
    office.do(admin.erase, NAME)
    rows = office.do(lambda desk: {row.update_id: row.payload for row in desk.session.exec(select(Inbox))})
    assert rows[5] == ""
    assert "V.6" in rows[6], "what still waits is answered first"


def test_an_erased_name_is_nobodys_and_may_be_used_anew(office: Room) -> None:
    office.do(admin.erase, NAME)
    with pytest.raises(SettingsError) as refused:
        office.do(admin.erase, NAME)
    assert refused.value.code == "nobody"
    again = office.joins(NAME, account=ACCOUNT)
    assert office.do(lambda desk: erasing.named(desk.session, desk.satker_id, NAME))[0].id == again.id


def test_who_left_before_can_be_erased_too(office: Room) -> None:
    office.do(admin.leave, NAME)
    left = office.house.now()
    office.at("2027-02-01 08:00")
    office.do(admin.erase, NAME)
    person = office.do(lambda desk: desk.session.get_one(Person, 2))
    assert person.left_at == left
    assert person.erased_at > left


def test_who_leaves_hands_over_and_keeps_their_name(office: Room) -> None:
    assert office.do(admin.leave, "Dedi KURNIA")[0].name == NAME
    assert office.do(lambda desk: people.by_telegram(desk.session, desk.satker_id, ACCOUNT)) is None
    assert [duty.holders for duty in office.duties()] == [()]
    with pytest.raises(SettingsError):
        office.do(admin.leave, NAME)
    assert verified(office.house.settings).ok


def test_the_plan_is_as_it_was(office: Room) -> None:
    office.do(admin.erase, NAME)
    assert office.do(lambda desk: plans.in_force(desk.session, desk.satker_id)) is not None

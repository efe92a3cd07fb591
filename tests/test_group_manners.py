"""What is said in the group: digests, recaps and answers; of what is confidential its code, its state and counts."""

import json
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from tests.board import OURS, Board, message, place, reply
from tests.desk import Room, butir, id_of
from zibot import recap
from zibot.app import BUTTONS, COMMANDS
from zibot.context import Desk, Verb, data
from zibot.handlers import errors
from zibot.handlers.receipts import receipt
from zibot.jobs import remind, weekly
from zibot.model import Outbox, Person
from zibot.plan.reading import PlanItem
from zibot.rules.lifecycle import Kind
from zibot.storage import evidence, people, plans
from zibot.storage.files import Kept
from zibot.storage.outbox import Rank
from zibot.workdays import Quarter

FIELDS = ("Zamrudkomponen", "Zamrudindikator", "Zamrudaksi", "Zamrudbukti", "Zamrudtarget")
SAID = ("Zamrudberkas", "Zamrudketerangan", "Zamrudkendala", "Zamrudcatatan")
"""Each stands in one field of the confidential items, or in what was sent and said about them, and nowhere else."""
LEAD, COORDINATOR, HOLDER, REVIEWER, ADMIN, OTHER = 101, 102, 103, 104, 105, 106
EVERYONE = (LEAD, COORDINATOR, HOLDER, REVIEWER, ADMIN, OTHER)
LATE, SOON, PLAIN = "V.2.1", "V.2.2", "V.1.1"
IN_PRIVATE = 899
"""A message of ours in the group that is about everything, and one that is about nothing."""


def secret(code: str, *due: date) -> PlanItem:
    component, indicator, action, slot, target = FIELDS
    item = butir(code, *due, action=f"Merekap {action}", evidence=[f"Rekap {slot}", "Notulen"])
    return replace(item, component=f"Pengaduan {component}", indicator=indicator, target=target)


@pytest.fixture
def board(room: Room) -> Board:
    """An office on 1 February: of two confidential items one is late and blocked, with evidence and a remark."""
    lead = room.joins("Ratna Lestari", "lead", account=LEAD)
    room.joins("Budi Santoso", "coordinator", account=COORDINATOR, areas=[5])
    room.joins("Dedi Kurnia", account=HOLDER, items=["V"])
    room.joins("Eka Putri", "reviewer", account=REVIEWER)
    room.joins("Admin Kantor", "admin", account=ADMIN)
    room.joins("Fira Amalia", account=OTHER, items=["I"])
    room.adopt(
        butir("I.1.1", date(2027, 1, 29)),
        butir(PLAIN, date(2027, 1, 28), action="Membentuk tim SPIP"),
        secret(LATE, date(2027, 1, 29)),
        secret(SOON, date(2027, 2, 3), date(2027, 6, 30)),
    )
    room.binds_group(lead, OURS)
    room.at("2027-02-01 09:00")
    late, soon = (next(duty for duty in room.duties() if duty.code == code) for code in (LATE, SOON))
    room.happens(late, Kind.BLOCKED, reason=f"Menunggu {SAID[2]}")
    board = Board(room)
    room.do(_pieces)
    room.happens(soon, Kind.SUBMITTED)
    room.do(_said_in_the_group)
    return board


def _holder(desk: Desk) -> Person:
    return next(person for person in desk.team.values() if person.telegram_id == HOLDER)


def _pieces(desk: Desk) -> None:
    """Evidence of the confidential items: sent in private, and in the group before it was known what it is for."""
    holder = _holder(desk)
    for number, (chat, code) in enumerate(product((HOLDER, OURS), (LATE, SOON)), start=60):
        name, caption = f"{SAID[0]}.jpg", f"Aduan {SAID[1]}"
        arrived = evidence.Arrived("photo", "image/jpeg", name, caption, chat, number, desk.now)
        piece = evidence.store(desk.session, holder, Kept(f"{number:064}", 9), arrived, desk.now)
        assert piece is not None
        duty = next(one for one in plans.duties(desk.session, desk.satker_id) if one.code == code)
        evidence.file_under(desk.session, piece, duty.id, actor=holder, now=desk.now)
        receipt(desk, piece, chat_id=chat, reply_to=number)


def _said_in_the_group(desk: Desk) -> None:
    """Messages of ours that someone may reply to or press: about everything, and about nothing."""
    every = [duty.id for duty in plans.duties(desk.session, desk.satker_id)]
    for chat, id, about in ((OURS, 900, every), (OURS, IN_PRIVATE, [])):
        common = {"rank": 1, "method": "sendMessage", "created_at": desk.now, "sent_at": desk.now}
        payload = {"chat_id": chat, "text": "…"}
        row = Outbox(satker_id=desk.satker_id, chat_id=chat, payload=payload, about=about, message_id=id, **common)
        desk.session.add(row)


def to_the_group(board: Board, after: int = 0) -> list[Outbox]:
    return [row for row in board.sent(after) if row.chat_id == OURS and row.payload.get("text") != "…"]


def leaks(board: Board) -> list[str]:
    """What was sent to the group with a word that only its people may see, or with any file but a recap's chart."""
    found = [json.dumps(row.payload, ensure_ascii=False) for row in to_the_group(board)]
    files = [row.method for row in to_the_group(board) if row.file_sha256 is not None]
    return [said[:400] for said in found if any(word in said for word in (*FIELDS, *SAID))] + files


ARGUMENTS = ("", "V", "V.2", LATE, SOON, "pengawasan", "pengaduan", "komponen V.2", "minggu ini", "Dedi", "tw 1 2031")
QUESTIONS = (
    "gimana progres pengawasan?",
    "progres pengaduan gimana?",
    "apa yang telat minggu ini?",
    "yang telat di pengaduan apa saja?",
    "siapa yang belum kirim bukti pengaduan?",
    "siapa pemegang V.2?",
    f"{LATE} sampai mana?",
    f"siapa pemegang {LATE}?",
    "jadwal V.2 bulan ini",
    "tugasnya Dedi apa?",
    "apa yang menunggu saya periksa?",
    "tugas saya apa?",
    "kendalanya apa?",
    "cari rekap aduan",
    "siapa saja di tim?",
    "rekap triwulan ini",
    "terima kasih",
    "entah apa",
)
STATUSES = ("sudah", "proses", "terkendala: lupa", "mundur ke 10 mei", "nanti sore", f"{LATE} sudah", f"{SOON} proses")


@pytest.mark.parametrize("account", EVERYONE)
async def test_no_command_in_the_group_tells_what_a_confidential_item_says(board: Board, account: int) -> None:
    for name, argument in product(set(COMMANDS) - {"rekap"}, ARGUMENTS):
        await board.says(account, f"/{name} {argument}".strip(), chat=OURS)
    assert leaks(board) == []
    assert any("(rahasia)" in str(row.payload.get("text")) for row in to_the_group(board))


@pytest.mark.parametrize("account", EVERYONE)
async def test_no_question_and_no_reply_in_the_group_is_answered_with_it(board: Board, account: int) -> None:
    replied = (900, IN_PRIVATE, *(id for id in _receipts(board)))
    for text, to in product((*QUESTIONS, *STATUSES), replied):
        await board.says(account, text, chat=OURS, reply_to_message=reply(to, place(account, OURS)))
    assert leaks(board) == []


def _receipts(board: Board) -> list[int]:
    """The receipts that went to the group, as sent."""

    def sent(desk: Desk) -> list[int]:
        waiting = select(Outbox).where(Outbox.chat_id == OURS, col(Outbox.message_id).is_(None))
        rows = list(desk.session.exec(waiting))
        for number, row in enumerate(rows, start=700):
            row.message_id, row.sent_at = number, desk.now
            desk.session.add(row)
        return [int(row.message_id or 0) for row in rows]

    found: list[int] = board.room.do(sent)
    assert found
    return found


@pytest.mark.parametrize("account", EVERYONE)
async def test_no_button_in_the_group_brings_it_there(board: Board, account: int) -> None:
    receipts, duties = _receipts(board), [duty.id for duty in board.room.duties()]
    numbers = [(), (0,), (5,), (5, 2), (2027, 2), (1, 0), (1, 1)]
    numbers += [(id,) for id in range(1, 8)] + [(piece, id) for piece in (1, 2, 3, 4) for id in duties]
    for verb, said in product(Verb, numbers):
        if len(said) in BUTTONS[verb].takes and not verb.name.startswith(("PLAN", "DRAFT")):
            await board.presses(account, data(verb, *said), chat=OURS, message=receipts[0])
    assert leaks(board) == []


async def test_a_photo_for_it_is_not_even_fetched_in_the_group(board: Board) -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 9, "height": 9, "file_size": 9}]
    to = reply(IN_PRIVATE, place(HOLDER, OURS))
    body = message(HOLDER, chat=OURS, number=77, photo=photo, caption=f"{LATE} {SAID[1]}", reply_to_message=to)
    before = board.room.put_out()
    await board.hears("message", body)
    [said] = [row.payload["text"] for row in to_the_group(board, before)]
    assert "obrolan pribadi" in said
    assert leaks(board) == []


async def test_its_words_find_nothing_in_the_group(board: Board) -> None:
    for word in ("merekap", FIELDS[2], FIELDS[3]):
        for asked in (f"/cari {word}", f"/butir {word}"):
            [told] = await board.says(HOLDER, asked, chat=OURS)
            assert "V.2" not in told.replace(word, ""), asked


async def test_what_comes_by_itself_counts_it_only(board: Board) -> None:
    wib = ZoneInfo("Asia/Jakarta")

    def everything(desk: Desk) -> None:
        assert weekly.post_due(desk)
        told = recap.figures(desk, Quarter(2027, 1))
        assert told is not None
        recap.post(desk, OURS, told, None, once="recap")
        errors.back(desk, datetime(2027, 1, 30, 9, tzinfo=wib), datetime(2027, 2, 1, 9, tzinfo=wib))
        errors.group_lost(desk, -5)

    board.room.do(everything)
    moved = secret(SOON, date(2027, 2, 5), date(2027, 6, 30))
    board.room.adopt(butir("I.1.1", date(2027, 1, 29)), secret(LATE, date(2027, 1, 29)), moved, number="4/2027")
    texts = [row.payload["text"] for row in to_the_group(board)]
    assert any("1 butir rahasia" in text for text in texts)
    assert any("Rekap Triwulan" in text for text in texts)
    assert any("diperbarui" in text for text in texts)
    assert leaks(board) == []


async def test_a_morning_message_that_did_not_arrive_is_repeated_in_the_group_only_without_it(board: Board) -> None:
    def mornings(desk: Desk) -> None:
        for id, digest in remind.planned(desk, desk.today).items():
            remind._tell(desk, id, digest)
        for row in list(desk.session.exec(select(Outbox).where(Outbox.rank == Rank.DIGEST))):
            [person] = [one for one in desk.team.values() if one.telegram_id == row.chat_id]
            errors._in_the_group_instead(desk, row, person)

    before = board.room.put_out()
    board.room.do(mornings)
    assert any(FIELDS[2] in str(row.payload) for row in board.sent(before) if row.chat_id == HOLDER)
    assert [row for row in to_the_group(board, before) if "Fira" in str(row.payload)]
    assert leaks(board) == []


async def test_the_group_hears_nothing_that_nobody_asked_there(board: Board) -> None:
    before = board.room.put_out()
    for account in EVERYONE:
        await board.says(account, "selamat pagi semua", chat=OURS)
        await board.says(account, "/status")
        await board.says(account, f"{PLAIN} proses")
    for duty in board.room.duties():
        await board.presses(HOLDER, data(Verb.SUBMIT, duty.id))
        await board.presses(COORDINATOR, data(Verb.ACCEPT, duty.id))
    assert to_the_group(board, before) == []


def test_the_groups_people_are_known_by_name_and_code_alone(board: Board) -> None:
    codes = {item.code: id_of(item) for item in board.room.do(_items)}
    assert set(codes) == {"I.1.1", PLAIN, LATE, SOON}
    assert all(duty.confidential == duty.code.startswith("V.2") for duty in board.room.duties())


def _items(desk: Desk) -> list[object]:
    plan = plans.in_force(desk.session, desk.satker_id)
    assert plan is not None
    assert people.the_group(desk.session, desk.satker_id) is not None
    return list(plans.items(desk.session, plan))

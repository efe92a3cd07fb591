"""What is confidential: a word that only its items say is looked for in all that each role and the group are sent."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from sqlmodel import col, select

from tests.board import OURS, Board, message, place, reply
from tests.desk import Room, butir, reading
from tests.guarded import ADMIN, BUDI, DEDI, DOUBTFUL, ITS_PEOPLE, LATE, MARK, OPEN, RATNA, TEAM, leaks, opened, secret
from zibot import adoption
from zibot.context import Desk, Verb, data
from zibot.handlers.summary import understood
from zibot.jobs import remind
from zibot.model import Event, Outbox
from zibot.plan.problem import Problem
from zibot.plan.reading import PlanItem
from zibot.plan.review.read import read_review
from zibot.rules.mornings import Digest
from zibot.storage import plans, proofs
from zibot.workdays import Workdays


@pytest.fixture
def board(room: Room) -> Board:
    return opened(room)


COMMANDS = (
    "/tugas",
    "/status",
    "/status V",
    "/status pengawasan",
    f"/butir {OPEN}",
    f"/butir {LATE}",
    f"/butir {DOUBTFUL}",
    "/terlambat",
    "/terlambat V",
    "/jadwal",
    "/rencana",
    "/tim",
    "/bantuan",
    "/rekap tw 1 2031",
    "/start",
    f"{OPEN} proses",
    f"{LATE} selesai",
    f"{LATE} terkendala: lupa",
    "proses",
    "selesai",
)


@pytest.mark.parametrize("account", TEAM)
async def test_nobody_but_its_people_is_told_what_it_says_whatever_they_ask(board: Board, account: int) -> None:
    for text in COMMANDS:
        for chat in (None, OURS):
            to = reply(900, place(account, chat))
            await board.says(account, text, chat=chat)
            await board.hears("message", message(account, chat=chat, text=text, reply_to_message=to))
    assert leaks(board) == []
    assert any("(rahasia)" in text for text in board.room.texts(OURS))


@pytest.mark.parametrize("account", TEAM)
async def test_nobody_but_its_people_is_shown_what_it_says_whatever_they_press(board: Board, account: int) -> None:
    duties = [duty.id for duty in board.room.duties()]
    plan_items = range(1, 8)
    pressed = [
        *(data(verb, id) for verb in Verb for id in duties if not verb.name.startswith(("PLAN", "DRAFT"))),
        *(data(verb, id) for verb in (Verb.SCHEDULE, Verb.PROPOSED, Verb.UNDATED) for id in plan_items),
        *(data(verb, piece, id) for verb in (Verb.FILE, Verb.DONE) for piece in (1, 2) for id in duties),
        *(data(Verb.CHOOSE, piece, 0) for piece in (1, 2)),
        *(data(verb) for verb in (Verb.SETTLE, Verb.PLAN_SEND, Verb.PLAN_CALENDAR)),
    ]
    for written in pressed:
        for chat in (None, OURS):
            await board.presses(account, written, chat=chat)
    assert leaks(board) == []


async def test_its_people_are_told_what_it_says_in_messages_that_cannot_be_passed_on(board: Board) -> None:
    for account in ITS_PEOPLE:
        before = len(board.sent())
        await board.says(account, f"/butir {OPEN}")
        await board.says(account, "/terlambat")
        await board.says(account, "/jadwal")
        await board.says(account, "/status V")
        told = [row for row in board.sent(before) if MARK in str(row.payload.get("text", ""))]
        assert len(told) == 4
        assert all(row.payload["protect_content"] for row in told)


async def test_others_are_told_that_it_is_there_and_how_it_stands(board: Board) -> None:
    for account in set(TEAM) - ITS_PEOPLE:
        [told] = await board.says(account, f"/butir {LATE}")
        assert f"<b>{LATE}</b>" in told
        assert "(rahasia)" in told
        assert "terkendala" in told
        assert "1 bukti" in told or "2 bukti" in told
        assert "hanya pemegang" in await board.presses(account, data(Verb.OPEN, board.room.obligation(LATE)))
        [late] = await board.says(account, "/terlambat")
        assert f"<b>{LATE}</b> (rahasia)" in late


async def test_the_jobs_of_the_clock_tell_only_its_people_and_protect_it(board: Board) -> None:
    def mornings(desk: Desk) -> None:
        remind.backlog(desk)
        remind.unscheduled(desk)
        for id, digest in remind.planned(desk, desk.today).items():
            assert isinstance(digest, Digest)
            remind._tell(desk, id, digest)

    board.room.do(mornings)
    for account in ITS_PEOPLE:
        assert any(MARK in text for text in board.room.texts(account)), account
    assert leaks(board) == []


async def test_a_message_that_went_out_unprotected_never_tells_it_by_a_change(board: Board) -> None:
    late = board.room.obligation(LATE)
    await board.presses(DEDI, data(Verb.PROGRESS, late))
    await board.presses(DEDI, data(Verb.SUBMIT, late))
    changes = [row for row in board.sent() if row.method == "editMessageText" and row.chat_id == DEDI]
    assert len(changes) == 2
    assert all("(rahasia)" in row.payload["text"] for row in changes)
    cards = [row for row in board.sent() if row.chat_id == BUDI and row.method == "sendPhoto"]
    card = next(row for row in cards if "Perlu diperiksa" in row.payload["caption"])
    assert card.payload["protect_content"] is True
    before = board.room.put_out()
    await board.presses(BUDI, data(Verb.SHOW, late))
    shown = [row for row in board.sent(before) if row.method.startswith("send")]
    assert [row.method for row in shown] == ["sendMediaGroup"]
    assert all(row.payload["protect_content"] for row in shown)
    await board.presses(BUDI, data(Verb.ACCEPT, late))
    assert leaks(board) == []


async def test_an_amendment_tells_its_people_only(board: Board) -> None:
    moved = secret(OPEN, date(2027, 3, 31), date(2027, 6, 30))
    board.room.adopt(butir("I.1.1", date(2027, 2, 26)), moved, number="4/2027")
    assert any(MARK in text for text in board.room.texts(DEDI))
    assert any("diperbarui" in text for text in board.room.texts(OURS))
    assert leaks(board) == []


async def test_the_plan_leaves_as_a_file_without_what_they_say(board: Board) -> None:
    for account in (RATNA, ADMIN):
        before = board.room.put_out()
        assert await board.presses(account, data(Verb.PLAN_SHEET)) == ""
        assert await board.presses(account, data(Verb.PLAN_CALENDAR)) == ""
        sheet, calendar = (row for row in board.sent(before) if row.method == "sendDocument")
        for row, name in ((sheet, "xlsx"), (calendar, "ics")):
            content = everything(board, row)
            assert row.payload["filename"].endswith(name)
            assert OPEN in content
            assert MARK not in content
        assert "5 butir rahasia" in sheet.payload["caption"]


async def test_the_sheet_that_left_without_it_brings_a_correction_home(board: Board) -> None:
    before = board.room.put_out()
    await board.presses(RATNA, data(Verb.PLAN_SHEET))
    [row] = [row for row in board.sent(before) if row.method == "sendDocument"]
    path, whole = board.room.house.files.path, exported(board)[-1]
    assert MARK in unpacked(path(whole).read_bytes())
    assert whole in {one.sha256 for one in board.room.do(lambda desk: proofs.files(desk.session))}, "a backup has it"
    returned = read_review(path(row.file_sha256 or ""), workdays=Workdays.indonesia(), kept=path)
    plan = board.room.do(lambda desk: plans.in_force(desk.session, desk.satker_id))
    kept = board.room.do(lambda desk: plans.reading_of(desk.session, plan))
    assert words(returned.items) == words(kept.items)


def words(items: Sequence[PlanItem]) -> list[tuple[object, ...]]:
    return [(one.code, one.component, one.indicator, one.action, one.evidence, one.target, one.notes) for one in items]


def everything(board: Board, row: Outbox) -> str:
    """All that a file says that was sent."""
    return unpacked(board.room.house.files.path(row.file_sha256 or "").read_bytes())


def unpacked(content: bytes) -> str:
    """All that a file says, part by part where it is a package."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def exported(board: Board) -> list[str]:
    """The workbooks that have what those that left do not say."""
    asked = select(Event.payload).where(Event.kind == "exported").order_by(col(Event.id))
    return [json.loads(payload)["whole"] for payload in board.room.do(lambda desk: desk.session.exec(asked).all())]


def test_the_summary_of_a_plan_document_does_not_repeat_it(board: Board) -> None:
    read = reading(secret(OPEN, date(2027, 9, 30)), secret("V.2.7", certain=False), number="5/2027")

    def told(desk: Desk) -> str:
        return json.dumps(understood(desk, read, adoption.preview(desk, read), None))

    said = board.room.do(told)
    assert "(rahasia)" in said
    assert MARK not in said


def test_what_was_confidential_is_not_repeated_under_other_words(board: Board) -> None:
    plain = {"component": "Kotak saran", "indicator": f"Indikator {MARK}", "target": f"{MARK}, sebelum rapat"}
    doubt = Problem("not-understood", details={"target": plain["target"], "code": OPEN})
    other = replace(secret(OPEN, certain=False), **plain, action=f"Merekap {MARK}", problems=(doubt,))
    torn = Problem("joined-row", "row 9", {"words": f"pengaduan {MARK}", "code": "I.1.1"})
    lost = Problem("slid-row", "row 12", {"words": MARK, "code": OPEN})
    fine = Problem("duplicate-row", "row 14", {"code": "I.1.1", "other": "VI.1.1"})
    read = replace(
        reading(butir("I.1.1", date(2027, 2, 26)), other, number="5/2027"), problems=(doubt, torn, lost, fine)
    )
    told = board.room.do(lambda desk: understood(desk, read, adoption.preview(desk, read), None))
    assert [(one["code"], one["action"], one["why"]) for one in told["first"]] == [(OPEN, "(rahasia)", "")]
    assert [kind for kind, code, _ in told["change"]["named"] if code == OPEN] == ["changed"]
    assert MARK not in json.dumps(told)
    assert [remark for remark in told["remarks"] if "sama persis" in remark] != []
    assert sum("(rahasia)" in remark for remark in told["remarks"]) == 2

"""A plan document between its arrival and its adoption: progress, faults, stale buttons, and who may press them."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.desk import Room, butir, id_of, reading
from zibot.context import Verb
from zibot.handlers import planning
from zibot.handlers.press import Press
from zibot.handlers.reader import Reader, Work, read_document
from zibot.model import Draft, Person
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import PlanItem, Reading
from zibot.storage import drafts, outbox, plans
from zibot.storage.evidence import Arrived
from zibot.storage.peek import may_sleep

RATNA = 501
MARCH = butir("V.1.1", action="Memasang poster gratifikasi")


def plan(*items: PlanItem, number: str = "41/HK.03.1/9902/2027") -> Reading:
    return reading(*(items or (doubtful(), butir("I.1.1", day(3)))), number=number)


def day(month: int) -> date:
    return date(2027, month, 26)


def doubtful() -> PlanItem:
    return butir("VI.1.1", certain=False)


class Scribe:
    """Reads what it is told to; it waits for a sign before it is done, where one is given."""

    def __init__(self, *found: Reading | Exception) -> None:
        self.found = list(found)
        self.go_on: threading.Event | None = None
        self.readings = 0
        self.begun = threading.Event()

    def __call__(self, work: Work) -> Reading:
        self.readings += 1
        self.begun.set()
        if self.go_on is not None:
            work.progress(3, 12)
            assert self.go_on.wait(10)
        found = self.found.pop(0) if len(self.found) > 1 else self.found[0]
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def lead(room: Room) -> Person:
    return room.joins("Ratna", "lead", account=RATNA)


def sends(room: Room, person: Person, *, message: int = 1, name: str = "SK 41.docx", content: bytes = b"plan") -> int:
    """Someone sends a document that is taken for a plan; the id of its draft."""
    kept = room.house.files.keep(content)

    def take(desk) -> int:
        arrived = Arrived("file", "", name, "rencana", person.telegram_id or 0, message, desk.now)
        return id_of(drafts.keep(desk.session, person, kept, arrived, desk.now))

    return room.do(take)


def works(room: Room, read: Callable[[Work], Reading]) -> None:
    """The reader works until nothing waits, and what it says goes out."""

    async def all_of_it() -> None:
        reader = Reader(room.house, read=read)
        while await reader.process_one():
            pass

    asyncio.run(all_of_it())
    go_out(room)


def go_out(room: Room) -> None:
    """All that waits in the outbox is sent; each new message has an id of its own."""

    def sent(desk) -> None:
        while (row := outbox.claim(desk.session, desk.now)) is not None:
            outbox.sent(desk.session, id_of(row), row.payload.get("message_id", 9000 + id_of(row)), desk.now)

    room.do(sent)


async def heard(room: Room, words: str) -> None:
    """Wait until the reader's people are told these words; what is said goes out."""
    async with asyncio.timeout(10):
        while not any(words in text for text in room.texts(RATNA)):
            room.house.post.clear()
            go_out(room)
            await room.house.post.wait()


def presses(room: Room, person: Person, verb: Verb, *numbers: int, chat: int = RATNA) -> str | None:
    press = Press(verb, numbers, person, chat_id=chat, message_id=9001, private=chat > 0)
    return room.do(planning.pressed, press)


def draft(room: Room, id: int) -> Draft:
    return room.do(lambda desk: desk.session.get_one(Draft, id))


def plans_of(room: Room) -> list[str | None]:
    latest = room.do(lambda desk: plans.in_force(desk.session, desk.satker_id))
    return [] if latest is None else [latest.decree_number]


# reading


async def test_a_long_reading_is_told_in_one_message_that_changes(room: Room, lead: Person) -> None:
    scribe = Scribe(plan())
    scribe.go_on = threading.Event()
    first, second = sends(room, lead), sends(room, lead, message=2, name="lain.pdf")
    reader = Reader(room.house, read=scribe, patience=0.01, pause=0.01)
    under_way = asyncio.create_task(reader.process_one())

    await heard(room, "halaman 3 dari 12")
    await heard(room, "Menunggu giliran dibaca")
    go_out(room)
    scribe.go_on.set()
    await under_way
    go_out(room)
    assert any("Selesai dibaca" in text for text in room.texts(RATNA))
    notices = [row for row in room.outbox() if (row.once or "").endswith("notice")]
    assert [row.once for row in notices] == [f"draft:{first}:0:notice", f"draft:{second}:0:notice"]
    changes = [row for row in room.outbox() if row.method == "editMessageText"]
    assert {row.payload["message_id"] for row in changes} <= {row.message_id for row in notices}
    assert draft(room, first).read_at is not None
    assert draft(room, second).read_at is None


async def test_a_notice_that_has_not_gone_out_yet_gives_way_to_the_result(room: Room, lead: Person) -> None:
    scribe = Scribe(plan())
    scribe.go_on = threading.Event()
    sends(room, lead)
    under_way = asyncio.create_task(Reader(room.house, read=scribe, patience=0.01).process_one())
    async with asyncio.timeout(10):
        while not room.texts(RATNA):
            room.house.post.clear()
            await room.house.post.wait()
    scribe.go_on.set()
    await under_way
    waiting = [row.payload["text"] for row in room.outbox() if row.sent_at is None and row.failed_at is None]
    assert ["2 butir" in text for text in waiting] == [True]


async def test_a_reading_is_left_when_the_bot_ends_and_begins_again(room: Room, lead: Person) -> None:
    scribe = Scribe(plan())
    scribe.go_on = threading.Event()
    id = sends(room, lead)
    reader = Reader(room.house, read=scribe, patience=0.01)
    under_way = asyncio.create_task(reader.run())
    assert await asyncio.to_thread(scribe.begun.wait, 10)
    reader.stop.set()
    room.house.papers.set()
    await under_way
    assert (draft(room, id).read_at, draft(room, id).attempts) == (None, 0)
    assert not may_sleep(room.clock.parent / "zibot.db", room.do(lambda desk: desk.now))
    scribe.go_on.set()
    again = Reader(room.house, read=Scribe(plan()))
    await again.process_one()
    assert draft(room, id).read_at is not None


def test_a_document_that_brings_the_bot_down_each_time_is_laid_aside(room: Room, lead: Person) -> None:
    id = sends(room, lead)

    def died(desk) -> None:
        desk.session.get_one(Draft, id).attempts = drafts.TRIES

    room.do(died)
    scribe = Scribe(plan())
    works(room, scribe)
    assert scribe.readings == 0
    assert "kesalahan pada zibot" in room.texts(RATNA)[-1]
    assert presses(room, lead, Verb.DRAFT_AGAIN, id) == "reading"
    works(room, scribe)
    assert "2 butir" in room.texts(RATNA)[-1]


def test_why_a_document_cannot_be_read_is_told_with_its_own_name(room: Room, lead: Person) -> None:
    id = sends(room, lead, name="Notulen <rapat>.docx")
    works(room, Scribe(PlanError(Problem("no-table", details={"file": "3b0c44"}))))
    said = room.texts(RATNA)[-1]
    assert "Notulen &lt;rapat&gt;.docx" in said
    assert "3b0c44" not in said
    assert draft(room, id).outcome == "unread"
    assert presses(room, lead, Verb.DRAFT_ASK, id) == "plan-old"


def test_a_fault_of_ours_is_told_and_does_not_stop_the_next_document(room: Room, lead: Person) -> None:
    first, second = sends(room, lead), sends(room, lead, message=2)
    works(room, Scribe(RuntimeError("ours"), plan()))
    assert "kesalahan pada zibot" in room.texts(RATNA)[0]
    assert (draft(room, first).outcome, draft(room, second).outcome) == ("unread", None)


def test_a_document_without_a_year_asks_for_it_and_is_read_from_its_workbook(room: Room, lead: Person) -> None:
    yearless = plan(butir("I.1.1", day(3)))
    yearless = replace(
        yearless,
        decree=replace(yearless.decree, year=None),
        items=tuple(replace(item, due=()) for item in yearless.items),
    )
    id = sends(room, lead)
    works(room, Scribe(yearless))
    assert "Untuk tahun berapa" in room.texts(RATNA)[-1]
    assert presses(room, lead, Verb.DRAFT_ASK, id) == "plan-old"
    assert presses(room, lead, Verb.DRAFT_YEAR, id, 2027) == "reading"
    works(room, read_document)
    assert "Rencana kerja 2027" in room.texts(RATNA)[-1]
    assert "1 tenggat yang pasti" in room.texts(RATNA)[-1]
    assert draft(room, id).told["year"] == 2027


def test_what_is_said_of_the_whole_document_names_its_place(room: Room, lead: Person) -> None:
    read = plan()
    remarks = (Problem("table-skipped", "page 3, row 4"), Problem("no-office", "decree"))
    sends(room, lead)
    works(room, Scribe(replace(read, problems=remarks)))
    assert "• Halaman 3, baris 4: Tabel lain di sini tidak dibaca" in room.texts(RATNA)[-1]
    assert "• Keputusan: Nama satuan kerja tidak dikenali" in room.texts(RATNA)[-1]


def test_a_doubt_that_was_settled_before_in_the_same_words_is_none_again(room: Room, lead: Person) -> None:
    room.adopt(butir("I.1.1", day(3)), butir("V.1.1", day(4)))
    sends(room, lead)
    works(room, Scribe(plan(butir("I.1.1", day(3), certain=False), butir("V.1.1", day(4), certain=False))))
    assert "2 tenggat yang pasti" in room.texts(RATNA)[-1]
    assert "Semua jadwal terbaca pasti" in room.texts(RATNA)[-1]


# deciding


def test_a_newer_document_takes_the_place_of_the_earlier(room: Room, lead: Person) -> None:
    first = sends(room, lead)
    works(room, Scribe(plan()))
    second = sends(room, lead, message=2)
    works(room, Scribe(plan(number="42/2027")))
    assert draft(room, first).outcome == "replaced"
    assert presses(room, lead, Verb.DRAFT_ADOPT, first) == "plan-old"
    assert presses(room, lead, Verb.DRAFT_ADOPT, second) is None
    works(room, read_document)
    assert plans_of(room) == ["42/2027"]


def test_pressed_twice_it_is_put_in_force_once(room: Room, lead: Person) -> None:
    id = sends(room, lead)
    works(room, Scribe(plan()))
    assert presses(room, lead, Verb.DRAFT_ASK, id) is None
    assert presses(room, lead, Verb.DRAFT_ADOPT, id) is None
    assert presses(room, lead, Verb.DRAFT_ADOPT, id) == "plan-old"
    works(room, read_document)
    works(room, read_document)
    assert presses(room, lead, Verb.DRAFT_ADOPT, id) == "plan-old"
    assert sum("berlaku</b>: 2 butir" in text for text in room.texts(RATNA)) == 1
    assert draft(room, id).outcome == "adopted"


def test_a_plan_that_came_into_force_meanwhile_has_the_document_compared_again(room: Room, lead: Person) -> None:
    id = sends(room, lead)
    works(room, Scribe(plan()))
    assert "Dibanding" not in room.texts(RATNA)[-1]
    room.adopt(butir("I.1.1", day(3)))
    assert presses(room, lead, Verb.DRAFT_ASK, id) == "plan-changed"
    works(room, read_document)
    assert "Dibanding rencana 2027 yang berlaku" in room.texts(RATNA)[-1]
    assert "1 ditambah" in room.texts(RATNA)[-1]

    # The same between the last word and its effect.
    assert presses(room, lead, Verb.DRAFT_ADOPT, id) is None
    room.adopt(butir("I.1.1", day(4)), number="9/2027")
    works(room, read_document)
    assert plans_of(room) == ["9/2027"]
    assert draft(room, id).adopt_at is None
    assert draft(room, id).closed_at is None


def test_an_adoption_that_fails_changes_nothing_and_can_be_tried_again(room: Room, lead: Person) -> None:
    id = sends(room, lead)
    works(room, Scribe(plan()))
    stored: Path = room.house.files.path(draft(room, id).review_sha256 or "")
    content = stored.read_bytes()
    stored.unlink()
    presses(room, lead, Verb.DRAFT_ADOPT, id)
    works(room, read_document)
    assert any("<b>belum</b> diberlakukan" in text for text in room.texts(RATNA))
    assert plans_of(room) == []
    room.house.files.keep(content)
    assert presses(room, lead, Verb.DRAFT_ADOPT, id) is None
    works(room, read_document)
    assert plans_of(room) == ["41/HK.03.1/9902/2027"]


def test_cancelled_it_stays_stored_and_can_be_read_again(room: Room, lead: Person) -> None:
    id = sends(room, lead)
    works(room, Scribe(plan()))
    assert presses(room, lead, Verb.DRAFT_CANCEL, id) is None
    assert "Tidak jadi diberlakukan" in room.texts(RATNA)[-1]
    assert room.house.files.read(draft(room, id).sha256) == b"plan"
    assert presses(room, lead, Verb.DRAFT_ADOPT, id) == "plan-old"
    assert presses(room, lead, Verb.DRAFT_AGAIN, id) == "reading"
    works(room, read_document)
    assert draft(room, id).closed_at is None
    assert "VI.1.1" in room.texts(RATNA)[-1]


def test_only_a_lead_decides_and_only_in_her_own_chat(room: Room, lead: Person) -> None:
    id = sends(room, lead)
    works(room, Scribe(plan()))
    citra = room.joins("Citra", "coordinator", account=502, areas=[1])
    admin = room.joins("Ani", "admin", account=503)
    room.binds_group(lead)
    for verb in (Verb.DRAFT_ASK, Verb.DRAFT_ADOPT, Verb.DRAFT_SHEET, Verb.DRAFT_CANCEL):
        assert presses(room, citra, verb, id, chat=502) == "plan-not-yours"
        assert presses(room, lead, verb, id, chat=-100) == "plan-only-private"
        assert presses(room, admin, verb, id, chat=503) == "plan-old"
    assert draft(room, id).adopt_at is None
    assert plans_of(room) == []

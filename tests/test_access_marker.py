"""A word that confidential items and all that is said of them hold: every way out is walked, and none may leak it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.board import OURS, Board, message, place, query, reply
from tests.desk import Room, butir, reading
from tests.guarded import (
    BACKLOG,
    BUDI,
    CITRA,
    DEDI,
    DOUBTFUL,
    FIRA,
    GIVEN,
    ITS_PEOPLE,
    LATE,
    MARK,
    OPEN,
    RATNA,
    TEAM,
    leaks,
    of,
    opened,
    secret,
    went_out,
)
from zibot import adoption, recap
from zibot.context import Desk, Verb, data
from zibot.handlers import review
from zibot.handlers.receipts import receipt
from zibot.handlers.summary import understood
from zibot.jobs import remind, responsible, weekly
from zibot.model import Evidence, Item, Person
from zibot.plan.reading import PlanItem
from zibot.rules.alike import Alike
from zibot.rules.lifecycle import Kind
from zibot.storage import evidence, listings, pictures, plans
from zibot.storage.files import Kept
from zibot.workdays import Quarter

TOPIC = 77
DEEDS = {verb for verb in Verb if verb.name.startswith(("MEMBER", "PLAN", "DRAFT", "MY_", "PIC", "ASSIGN_TO"))}
"""What the buttons of the team and of documents do is walked elsewhere."""


@pytest.fixture
def board(room: Room) -> Board:
    return opened(room)


COMMANDS = (
    "/tugas",
    "/tugas minggu ini",
    "/periksa",
    "/status",
    "/status semua",
    "/status V",
    "/status pengaduan",
    "/status komponen V.2",
    f"/butir {OPEN}",
    f"/butir {GIVEN}",
    f"/butir {DOUBTFUL}",
    "/butir",
    "/butir V",
    "/butir V.2",
    "/butir V.2.99",
    "/butir pengaduan",
    "/terlambat",
    "/terlambat pengaduan",
    "/terlambat tw 1 pengaduan",
    "/jadwal",
    "/jadwal pengaduan",
    "/jadwal desember pengaduan",
    "/cari pengaduan",
    "/cari merekap",
    "/cari Dedi",
    "/rencana",
    "/tim",
    "/tim Dedi",
    "/saya",
    "/cuti",
    "/cuti 3 Februari sampai 26 Februari",
    "/tugaskan",
    "/tugaskan V",
    "/tugaskan V.2",
    "/tugaskan pengaduan",
    "/tugaskan pic",
    "/rekap tw 1 2031",
    "/bantuan",
    "/start",
)
WORDS = (
    "status pengaduan gimana?",
    "yang telat pengaduan apa saja?",
    "bukti apa yang kurang di pengaduan?",
    "jadwal pengaduan desember?",
    "siapa pemegang pengaduan?",
    "siapa pegang V.2.1?",
    "tugas Dedi apa saja?",
    "cari pengaduan",
    "apa yang harus saya periksa?",
    "kendala pengawasan apa?",
    f"{OPEN} proses",
    f"{OPEN} besok ya",
    f"{OPEN} minta mundur ke 20 Maret",
    f"{LATE} terkendala",
    "menunggu tanda tangan",
    "mundur",
    "nanti sore",
    "proses",
    "?",
    "entah apa ini",
    "bukti: sudah dirapatkan bersama seluruh pegawai",
)


async def asks(board: Board, account: int, text: str, chat: int | None) -> None:
    """In private words alone; in a topic of the group in reply to a message about everything."""
    to = reply(900, place(account, chat))
    more = {"message_thread_id": TOPIC, "is_topic_message": True, "reply_to_message": to} if chat is not None else {}
    await board.hears("message", message(account, chat=chat, text=text, **more))


@pytest.mark.parametrize("account", TEAM)
async def test_no_command_and_no_words_bring_it_to_others_or_let_it_be_passed_on(board: Board, account: int) -> None:
    for text in (*COMMANDS, *WORDS):
        for chat in (None, OURS):
            await asks(board, account, text, chat)
    assert leaks(board) == []


@pytest.mark.parametrize("account", sorted(ITS_PEOPLE))
async def test_no_button_of_its_people_brings_it_to_others_or_lets_it_be_passed_on(board: Board, account: int) -> None:
    """Also under a protected message that the presser's own question brought."""
    await board.says(account, f"/butir {OPEN}")
    went_out(board)
    here = max((row.message_id or 0 for row in board.sent() if row.chat_id == account), default=900)
    ids = {code: board.room.obligation(code) for code in (OPEN, LATE, GIVEN)}
    pressed = [
        *(data(verb, id) for verb in Verb for id in ids.values() if verb not in DEEDS),
        *(data(verb, 1, id) for verb in (Verb.FILE, Verb.DONE, Verb.RETURN, Verb.RETURN_BACK) for id in ids.values()),
        *(data(verb, 1) for verb in (Verb.SLOTS, Verb.REMARK, Verb.OTHER_DAY, Verb.VOID, Verb.WHAT_FOR)),
        *(data(verb, 5) for verb in (Verb.AREA, Verb.LATE, Verb.MISSING, Verb.AGENDA, Verb.SCHEDULE)),
        *(data(verb) for verb in Verb if verb not in DEEDS),
        data(Verb.COMPONENT, 5, 2),
        data(Verb.CHOOSE, 1, 0),
        data(Verb.SLOT, 1, 1),
    ]
    for written in pressed:
        await board.hears("callback_query", query(account, written, message=here))
        await board.hears("callback_query", query(account, written, chat=OURS))
    assert leaks(board) == []


async def test_what_its_own_people_say_of_it_is_said_back_in_protected_messages_only(board: Board) -> None:
    """Evidence in words, remarks, reasons and later dates, each with the word in it, and what others hear of them."""
    ids = {code: board.room.obligation(code) for code in (OPEN, LATE, BACKLOG, GIVEN)}
    doubtful = next(item for item in board.room.do(_items) if item.code == DOUBTFUL)
    for account, written, words in (
        (DEDI, data(Verb.SEND, ids[LATE]), f"Pelapor {MARK} dimintai keterangan hari ini"),
        (DEDI, data(Verb.TEXT_YES, ids[LATE]), ""),
        (DEDI, data(Verb.REMARK, 1), f"Keterangan {MARK} yang baru"),
        (DEDI, data(Verb.REMARK, 1), ""),
        (DEDI, data(Verb.BLOCK, ids[LATE]), f"menunggu {MARK} pulang"),
        (DEDI, "", f"{LATE} terkendala: menunggu {MARK}"),
        (DEDI, data(Verb.WITHDRAW, ids[OPEN]), ""),
        (DEDI, data(Verb.POSTPONE, ids[OPEN]), "20 Maret"),
        (DEDI, "", f"{OPEN} minta mundur ke 25 Maret karena {MARK} sakit"),
        (BUDI, data(Verb.DENY, date(2027, 3, 25).toordinal(), ids[OPEN]), f"{MARK} sudah sehat"),
        (BUDI, data(Verb.RETURN, 0, ids[GIVEN]), f"Tanda tangan {MARK} belum ada"),
        (BUDI, data(Verb.SCHEDULE, doubtful.id or 0), "Juni"),
        (RATNA, data(Verb.SETTLE), ""),
        (RATNA, data(Verb.SETTLE_CANCEL, ids[BACKLOG]), f"{MARK} tidak ada lagi"),
    ):
        if written:
            await board.presses(account, written)
        if words:
            await board.says(account, words)
        went_out(board)
    receipt = next(row for row in board.sent() if row.chat_id == DEDI and (row.once or "").startswith("receipt:"))
    to = reply(receipt.message_id or 0, place(DEDI, None))
    await board.hears("message", message(DEDI, text=f"seperti kata {MARK} kemarin lusa", reply_to_message=to))
    assert words_of_all(board, DEDI).count(MARK) > 5
    assert words_of_all(board, BUDI).count(MARK) > 3
    assert leaks(board) == []


def _items(desk: Desk) -> list[Item]:
    plan = plans.in_force(desk.session, desk.satker_id)
    assert plan is not None
    return list(plans.items(desk.session, plan))


async def test_a_changed_caption_in_the_group_files_nothing_under_it(board: Board) -> None:
    def sent_there(desk: Desk) -> None:
        arrived = evidence.Arrived("photo", "image/jpeg", "foto.jpg", "", OURS, 65, desk.now)
        assert evidence.store(desk.session, of(desk, DEDI), Kept("6" * 64, 9), arrived, desk.now) is not None

    board.room.do(sent_there)
    said = {"photo": [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}], "edit_date": 1_799_000_001}
    await board.hears("edited_message", message(DEDI, chat=OURS, number=65, caption=OPEN, **said))
    piece = board.room.do(lambda desk: evidence.brought_by(desk.session, desk.satker_id, OURS, 65))
    assert board.room.do(lambda desk: evidence.filed_under(desk.session, piece)) is None
    assert leaks(board) == []


# what the clock and others bring about


async def test_the_jobs_of_the_clock_keep_it(board: Board) -> None:
    room = board.room
    for day in ("2027-02-01", "2027-02-05", "2027-02-26", "2027-03-01", "2027-04-01"):
        room.at(f"{day} 09:00")
        await remind.morning(room.house)
        room.do(weekly.post_due)
        room.do(lambda desk: [remind.unscheduled(desk), remind.backlog(desk), responsible.ask(desk)])
        told = room.do(lambda desk: recap.figures(desk, Quarter(2027, 1)))
        room.do(lambda desk, told=told: recap.post(desk, OURS, told, None))
        room.do(lambda desk: recap.post(desk, FIRA, recap.figures(desk, Quarter(2027, 1)), None))
    assert any("lewat tenggat" in text.casefold() for text in room.texts(OURS))
    assert leaks(board) == []


def words_of_all(board: Board, account: int) -> str:
    return "\n".join(str(row.payload) for row in board.sent() if row.chat_id == account)


async def test_whoever_checked_it_before_is_not_shown_what_comes_later(board: Board) -> None:
    """A card that waits in a coordinator's chat is brought up to date; not for who checks another area by now."""
    duty = next(one for one in board.room.duties() if one.code == GIVEN)
    board.room.do(lambda desk: review.submitted(desk, of(desk, DEDI), duty))
    went_out(board)
    board.room.do(lambda desk: setattr(desk.session.get_one(Person, of(desk, BUDI).id), "areas", [1]))
    before = board.room.put_out()
    said = {"photo": [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}], "edit_date": 1_799_000_001}
    await board.hears("edited_message", message(DEDI, number=62, caption=f"Pelapor {MARK}", **said))
    await board.presses(RATNA, data(Verb.ACCEPT, duty.id))
    assert leaks(board, after=before, may=ITS_PEOPLE - {BUDI}) == []


async def test_whoever_held_it_before_hears_the_verdict_without_what_it_says(board: Board) -> None:
    duty = next(one for one in board.room.duties() if one.code == GIVEN)
    board.room.do(lambda desk: setattr(desk.session.get_one(Person, of(desk, DEDI).id), "items", ["I"]))
    before = board.room.put_out()
    await board.presses(BUDI, data(Verb.RETURN, duty.id))
    await board.says(BUDI, f"Tanda tangan {MARK} belum ada")
    assert any(GIVEN in text and "dikembalikan" in text for text in board.room.texts(DEDI))
    assert leaks(board, after=before, may=ITS_PEOPLE - {DEDI}) == []


async def test_whoever_asked_for_a_later_date_before_hears_the_answer_without_its_reason(board: Board) -> None:
    duty = next(one for one in board.room.duties() if one.code == OPEN)
    board.room.do(lambda desk: setattr(desk.session.get_one(Person, of(desk, DEDI).id), "items", ["I"]))
    before = board.room.put_out()
    await board.presses(BUDI, data(Verb.DENY, date(2027, 3, 31).toordinal(), duty.id))
    await board.says(BUDI, f"Berkas {MARK} sudah lengkap")
    assert any("belum menyetujui" in text for text in board.room.texts(DEDI))
    assert leaks(board, after=before, may=ITS_PEOPLE - {DEDI}) == []


async def test_a_card_that_went_out_before_the_item_was_confidential_does_not_begin_to_tell_it(board: Board) -> None:
    """What was sent unprotected can be forwarded for ever."""
    duty = next(one for one in board.room.duties() if one.code == "I.1.1")
    fira = board.room.do(lambda desk: of(desk, FIRA))
    board.room.do(lambda desk: _handed_in(desk, fira, duty))
    went_out(board)
    plain = butir("I.1.1", date(2027, 2, 26), action=f"Memasang poster pengaduan {MARK}")
    board.room.adopt(plain, butir("VI.1.1", date(2027, 2, 26)), number="4/2027")
    before = board.room.put_out()
    board.room.do(lambda desk: review.changed(desk, duty.id))
    [card] = [row for row in board.sent() if row.chat_id == CITRA and (row.once or "").startswith("review:")]
    await board.presses(CITRA, data(Verb.RETURN, 0, duty.id), message=card.message_id or 0)
    await board.presses(CITRA, data(Verb.RETURN_BACK, 0, duty.id), message=card.message_id or 0)
    assert len(board.sent(before)) > 3
    assert leaks(board, after=before, may={RATNA, CITRA, FIRA}) == []


@pytest.mark.parametrize("behind", [True, False], ids=["with others behind it", "alone"])
async def test_a_card_that_waited_while_the_item_became_confidential_goes_out_protected(
    board: Board, behind: bool
) -> None:
    """Its row is written anew, or what follows it changes it: neither may tell it in a message to be passed on."""
    duty = next(one for one in board.room.duties() if one.code == "I.1.1")
    fira = board.room.do(lambda desk: of(desk, FIRA))
    went_out(board)
    board.room.do(lambda desk: _handed_in(desk, fira, duty))
    before = board.room.put_out()
    plain = butir("I.1.1", date(2027, 2, 26), action=f"Memasang poster pengaduan {MARK}")
    board.room.adopt(plain, *_confidential(), butir("VI.1.1", date(2027, 2, 26)), number="4/2027")
    if not behind:
        board.room.do(lambda desk: [desk.session.delete(desk.session.merge(row)) for row in board.sent(before)])
    board.room.do(lambda desk: review.changed(desk, duty.id))
    changed = [row for row in board.sent() if row.method == ("follow" if behind else "sendPhoto")]
    assert [row.chat_id for row in changed if MARK in str(row.payload)] == [CITRA]
    assert leaks(board, may=ITS_PEOPLE | {CITRA, FIRA}) == []


def _confidential() -> list[PlanItem]:
    return [secret(OPEN, date(2027, 2, 26), date(2027, 6, 30)), secret(LATE, date(2027, 1, 29))]


async def test_a_receipt_that_waits_goes_out_protected_once_its_piece_is_for_something_confidential(
    board: Board,
) -> None:
    """Another message waits behind it, so that what it tells by then is made known by a change of it."""
    photo = {"photo": [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}]}

    def stored(desk: Desk) -> None:
        arrived = evidence.Arrived("photo", "image/jpeg", "foto.jpg", "", DEDI, 65, desk.now)
        piece = evidence.store(desk.session, of(desk, DEDI), Kept("6" * 64, 9), arrived, desk.now)
        assert piece is not None
        receipt(desk, piece, chat_id=DEDI, reply_to=65)

    board.room.do(stored)
    await board.says(DEDI, "/bantuan")
    said = f"{LATE} Pelapor {MARK}"
    await board.hears("edited_message", message(DEDI, number=65, caption=said, edit_date=1_799_000_001, **photo))
    [follows] = [row for row in board.sent() if row.method == "follow"]
    assert MARK in follows.payload["text"]
    assert leaks(board) == []


def _handed_in(desk: Desk, person: Person, duty: Any) -> None:
    arrived = evidence.Arrived("photo", "image/jpeg", "foto.jpg", "", FIRA, 90, desk.now)
    piece = evidence.store(desk.session, person, Kept("9" * 64, 9), arrived, desk.now)
    assert piece is not None
    evidence.file_under(desk.session, piece, duty.id, actor=person, now=desk.now)
    desk.record(Kind.SUBMITTED, actor=person, duty=duty)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    review.submitted(desk, person, now)


async def test_a_component_of_which_nothing_is_dated_is_named_in_a_protected_message_only(board: Board) -> None:
    said = {"component": f"WBS {MARK}", "indicator": "Saluran tersedia", "action": "Membuka saluran pelaporan"}
    channel = replace(butir("V.3.1", certain=False, evidence=("SK",)), **said)
    board.room.adopt(butir("I.1.1", date(2027, 2, 26)), secret(DOUBTFUL, certain=False), channel, number="4/2027")
    before = board.room.put_out()
    [none_left] = await board.says(RATNA, "/status pengaduan")
    assert f"Pengaduan {MARK}" in none_left
    [never_any] = await board.says(RATNA, "/status wbs")
    assert "belum punya kewajiban bertanggal" in never_any
    assert MARK in never_any
    assert leaks(board, after=before) == []


async def test_a_page_that_could_be_forwarded_does_not_begin_to_tell_it_when_it_is_turned(board: Board) -> None:
    ratna = board.room.do(lambda desk: of(desk, RATNA))
    keep = {"what": "late", "said": {"area": 5}}
    listing = board.room.do(lambda desk: listings.keep(desk.session, ratna, RATNA, **keep, now=desk.now))
    before = board.room.put_out()
    assert await board.presses(RATNA, data(Verb.TURN, listing, 0)) == ""
    assert any("(rahasia)" in str(row.payload.get("text")) for row in board.sent(before))
    assert leaks(board, after=before) == []


async def test_an_assignment_in_a_message_that_could_be_forwarded_names_it_by_its_code_only(board: Board) -> None:
    before = board.room.put_out()
    assert await board.presses(RATNA, data(Verb.ASSIGN_SCOPE, 5, 2)) == ""
    assert any("(rahasia)" in str(row.payload.get("text")) for row in board.sent(before))
    assert leaks(board, after=before) == []


async def test_its_words_name_nothing_to_assign_for_who_coordinates_another_area(board: Board) -> None:
    [told] = await board.says(CITRA, f"/tugaskan {MARK} Fira")
    assert "bukan area Anda" not in told, "that would tell where it is"


async def test_words_that_no_longer_sound_confidential_are_kept_all_the_same(board: Board) -> None:
    """What was confidential once stays so; the summary of a later document must not name it as dropped."""
    said = secret(OPEN, date(2027, 2, 26), date(2027, 6, 30))
    harmless = replace(said, component=f"Loket {MARK}", action=f"Merekap {MARK}")
    board.room.adopt(butir("I.1.1", date(2027, 2, 26)), harmless, number="4/2027")
    still = next(duty for duty in board.room.duties() if duty.code == OPEN and duty.state.counted)
    assert (still.action, still.confidential) == (harmless.action, True)
    later = reading(butir("I.1.1", date(2027, 2, 26)), number="5/2027")
    told = board.room.do(lambda desk: understood(desk, later, adoption.preview(desk, later), None))
    assert [code for kind, code, _ in told["change"]["named"] if kind == "dropped"] == [OPEN]
    assert MARK not in str(told)


async def test_what_others_do_with_it_keeps_it(board: Board) -> None:
    """It is assigned, taken away, handed over by who leaves, and its pictures are found to be used elsewhere."""
    await board.says(RATNA, "/tugaskan V.2.1 Fira")
    assert any("(rahasia)" not in text and OPEN in text for text in board.room.texts(FIRA)), "now it is hers"
    before = board.room.put_out()
    await board.says(RATNA, "/tugaskan V.2.1 lepas Fira")
    assert leaks(board, after=before) == []
    dedi = board.room.do(lambda desk: of(desk, DEDI).id)
    await board.presses(RATNA, data(Verb.MEMBER_OUT, dedi, 0))
    await board.presses(RATNA, data(Verb.MEMBER_OUT_TO, dedi, board.room.do(lambda desk: of(desk, CITRA).id)))
    assert any("V" in text for text in board.room.texts(CITRA))
    assert leaks(board, after=before, may=ITS_PEOPLE | {CITRA} - {DEDI}) == []
    assert leaks(board, may=ITS_PEOPLE | {CITRA, FIRA}) == []
    before = board.room.put_out()
    await board.presses(RATNA, data(Verb.MEMBER_OUT_TO, board.room.do(lambda desk: of(desk, CITRA).id), 0))
    assert any(MARK in text for text in await board.says(RATNA, "/tugaskan")), "nobody's now"
    assert leaks(board, after=before) == []


async def test_a_picture_that_is_used_in_a_confidential_item_too_tells_no_more_than_that(board: Board) -> None:
    duty = next(one for one in board.room.duties() if one.code == "I.1.1")
    fira = board.room.do(lambda desk: of(desk, FIRA))
    board.room.do(lambda desk: _handed_in(desk, fira, duty))

    def alike(desk: Desk) -> None:
        here = evidence.numbered(desk.session, desk.satker_id, 4)
        there = evidence.numbered(desk.session, desk.satker_id, 1)
        assert here is not None
        assert there is not None
        pictures.seen(desk.session, here, "", [Alike(there.id or 0, 1)], desk.now)
        review.changed(desk, duty.id)

    board.room.do(alike)
    assert "butir rahasia" in words_of_all(board, CITRA)
    for account in TEAM:
        for verb in (Verb.COMPARE, Verb.SHOW):
            await board.presses(account, data(verb, 1))
    assert leaks(board) == []


def test_what_the_database_refuses_is_told_without_the_words_that_were_to_be_written(board: Board) -> None:
    """Its error goes into the log and the row of the update that failed."""

    def twice(desk: Desk) -> None:
        first = evidence.numbered(desk.session, desk.satker_id, 1)
        assert first is not None
        told = {name: value for name, value in first.model_dump().items() if name != "id"}
        desk.session.add(Evidence(**told))
        desk.session.flush()

    with pytest.raises(IntegrityError) as refused:
        board.room.do(twice)
    assert "evidence" in str(refused.value)
    assert MARK not in repr(refused.value) + str(refused.value)

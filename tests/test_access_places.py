"""Each place that keeps what is confidential, where it alone does: the word that only such items say gets nowhere."""

import json
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from tests.board import FOREIGN, OURS, Board, message, place, reply
from tests.desk import Room, butir, id_of
from tests.guarded import (
    ADMIN,
    BUDI,
    CITRA,
    DEDI,
    DOUBTFUL,
    EKA,
    FIRA,
    GIVEN,
    ITS_PEOPLE,
    LATE,
    MARK,
    OPEN,
    RATNA,
    changed,
    leaks,
    of,
    opened,
    secret,
    went_out,
)
from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.handlers import errors, review
from zibot.handlers.receipts import receipt, said_anew, shown_again
from zibot.jobs import remind, responsible
from zibot.model import Evidence, Inbox, Outbox
from zibot.rules.lifecycle import Kind
from zibot.rules.roles import may_assign
from zibot.storage import evidence, people, plans, prompts, remarks
from zibot.storage.files import Kept
from zibot.storage.inbox import Fault

PHOTO = {"photo": [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}]}
IN_PRIVATE, IN_THE_GROUP = 1, 2
"""Dedi's pieces for what is confidential, by number."""


@pytest.fixture
def board(room: Room) -> Board:
    return opened(room)


def told(board: Board, after: int, account: int) -> list[str]:
    """The words and captions that went to a chat since."""
    rows = [row for row in board.sent(after) if row.chat_id == account]
    return [str(row.payload.get("text") or row.payload.get("caption") or "") for row in rows]


# evidence


@pytest.mark.parametrize(("chat", "piece"), [(None, IN_PRIVATE), (OURS, IN_THE_GROUP)], ids=["private", "group"])
async def test_the_checklist_of_a_piece_is_named_by_numbers_where_it_could_be_passed_on(
    board: Board, chat: int | None, piece: int
) -> None:
    before = board.room.put_out()
    assert await board.presses(DEDI, data(Verb.SLOTS, piece), chat=chat) == ""
    [shown, _] = board.sent(before)
    assert shown.method == "editMessageText"
    assert data(Verb.SLOT, piece, 2) in str(shown.payload)
    assert leaks(board) == []


async def test_a_remark_that_was_made_in_private_is_not_repeated_in_the_group(board: Board) -> None:
    before = board.room.put_out()
    assert await board.presses(DEDI, data(Verb.REMARK, IN_THE_GROUP), chat=OURS) == ""
    assert any("000002" in text for text in told(board, before, OURS))
    assert leaks(board) == []


async def test_a_receipt_that_went_out_unprotected_does_not_begin_to_tell_what_its_piece_is_for(board: Board) -> None:
    def stored(desk: Desk) -> None:
        arrived = evidence.Arrived("photo", "image/jpeg", "foto.jpg", "", DEDI, 65, desk.now)
        piece = evidence.store(desk.session, of(desk, DEDI), Kept("6" * 64, 9), arrived, desk.now)
        assert piece is not None
        receipt(desk, piece, chat_id=DEDI, reply_to=65)

    board.room.do(stored)
    went_out(board)
    before = board.room.put_out()
    said = f"{LATE} Pelapor {MARK}"
    await board.hears("edited_message", message(DEDI, number=65, caption=said, edit_date=1_799_000_001, **PHOTO))
    assert any("(rahasia)" in text for text in told(board, before, DEDI))
    assert leaks(board) == []


async def test_a_receipt_that_is_gone_is_said_anew_as_protected_as_it_was(board: Board) -> None:
    board.room.do(lambda desk: receipt(desk, piece_of(desk), chat_id=DEDI, reply_to=60))
    went_out(board)
    card = next(row for row in board.sent() if (row.once or "").startswith("receipt:"))
    board.room.do(_remarked)
    edit = board.sent()[-1]
    assert (edit.method, edit.payload["message_id"]) == ("editMessageText", card.message_id)
    board.room.do(lambda desk: said_anew(desk, desk.session.merge(edit)))
    anew = board.sent()[-1]
    assert (anew.method, anew.payload.get("protect_content")) == ("sendMessage", True)
    assert MARK in anew.payload["text"]


def _remarked(desk: Desk) -> None:
    remarks.add(desk.session, piece_of(desk), f"Kata {MARK}", actor=of(desk, DEDI), now=desk.now)
    shown_again(desk, piece_of(desk))


def piece_of(desk: Desk) -> Evidence:
    piece = evidence.numbered(desk.session, desk.satker_id, IN_PRIVATE)
    assert piece is not None
    return piece


async def test_a_caption_files_nothing_under_what_others_hold(board: Board) -> None:
    def sent(desk: Desk) -> None:
        arrived = evidence.Arrived("photo", "image/jpeg", "foto.jpg", "", FIRA, 65, desk.now)
        assert evidence.store(desk.session, of(desk, FIRA), Kept("6" * 64, 9), arrived, desk.now) is not None

    board.room.do(sent)
    hers = board.room.obligation("I.1.1")
    for code in ("VI.1.1", OPEN):
        said = {"caption": f"{code} poster", "edit_date": 1_799_000_001, **PHOTO}
        await board.hears("edited_message", message(FIRA, number=65, **said))
        piece = board.room.do(lambda desk: evidence.brought_by(desk.session, desk.satker_id, FIRA, 65))
        under = board.room.do(lambda desk, piece=piece: evidence.filed_under(desk.session, piece))
        assert under == hers, "the only one that is hers"


async def test_in_the_group_a_piece_is_offered_nothing_confidential(board: Board) -> None:
    with board.unchanged():
        toast = await board.presses(DEDI, data(Verb.CHOOSE, IN_THE_GROUP, 0), chat=OURS)
    assert toast == texts.label("toast", "nothing-open")


# words


async def test_in_the_group_no_status_is_said_of_it(board: Board) -> None:
    late = board.room.obligation(LATE)
    board.room.do(lambda desk: _said_of(desk, OURS, late, 950))
    with board.unchanged():
        [told] = await board.says(DEDI, "selesai", chat=OURS, reply_to_message=reply(950, place(DEDI, OURS)))
    assert "obrolan pribadi" in told


def _said_of(desk: Desk, chat: int, duty: int, number: int) -> None:
    """A message of ours about one obligation stands there."""
    common = {"rank": 1, "method": "sendMessage", "created_at": desk.now, "sent_at": desk.now}
    payload = {"chat_id": chat, "text": "…"}
    row = Outbox(satker_id=desk.satker_id, chat_id=chat, payload=payload, about=[duty], message_id=number, **common)
    desk.session.add(row)


async def test_in_the_group_no_status_is_taken_from_words_that_reply_to_nothing(board: Board) -> None:
    with board.unchanged():
        await board.says(DEDI, f"@zibot_latihan_bot {LATE} selesai", chat=OURS)
        await board.says(FIRA, "@zibot_latihan_bot I.1.1 selesai", chat=OURS)


async def test_words_that_are_not_understood_are_repeated_in_a_protected_message(board: Board) -> None:
    late = board.room.obligation(LATE)
    board.room.do(lambda desk: _said_of(desk, DEDI, late, 950))
    to = reply(950, place(DEDI, None))
    [told] = await board.says(DEDI, f"seperti kata {MARK} kemarin lusa", reply_to_message=to)
    assert MARK in told
    assert leaks(board) == []


async def test_a_wish_is_not_put_before_who_decides_it_in_the_group(board: Board) -> None:
    wished = board.room.obligation(OPEN)
    board.room.do(lambda desk: [_said_of(desk, chat, wished, 950) for chat in (OURS, BUDI)])
    before = board.room.put_out()
    for chat in (OURS, None):
        await board.says(BUDI, "entah apa ini", chat=chat, reply_to_message=reply(950, place(BUDI, chat)))
    assert [row.chat_id for row in board.sent(before) if MARK in str(row.payload)] == [BUDI]
    assert leaks(board) == []


async def test_what_the_plan_says_of_who_is_responsible_does_not_take_the_place_of_what_could_be_passed_on(
    board: Board,
) -> None:
    plan = board.room.do(lambda desk: plans.in_force(desk.session, desk.satker_id))
    before = board.room.put_out()
    for verb, more in ((Verb.PIC, (0,)), (Verb.PIC_CHOOSE, (0,)), (Verb.PIC_SET, (0, 1)), (Verb.PIC, (1,))):
        await board.presses(RATNA, data(verb, id_of(plan), *more))
    assert sum(f"loket {MARK}" in text for text in told(board, before, RATNA)) == 3
    assert leaks(board) == []


async def test_its_component_is_found_by_its_own_people_only(board: Board) -> None:
    for account, finds in ((BUDI, True), (FIRA, False), (EKA, False)):
        [told] = await board.says(account, f"/cari Pengaduan {MARK}")
        assert ("V.2" in told) is finds, account


# cards


async def test_a_card_that_waits_is_not_brought_up_to_date_for_who_checks_another_area_by_now(board: Board) -> None:
    duty = next(one for one in board.room.duties() if one.code == GIVEN)
    board.room.do(lambda desk: review.submitted(desk, of(desk, DEDI), duty))
    went_out(board)
    changed(board, BUDI, areas=[1])
    before = board.room.put_out()
    board.room.do(lambda desk: review.changed(desk, duty.id))
    assert told(board, before, BUDI)
    assert leaks(board, after=before, may=ITS_PEOPLE - {BUDI}) == []


async def test_in_the_group_a_reason_is_not_repeated_and_nothing_confidential_can_be_opened(board: Board) -> None:
    plain = next(duty for duty in board.room.duties() if duty.code == "I.1.1")
    board.room.happens(plain, Kind.BLOCKED, reason="Menunggu anggaran")
    before = board.room.put_out()
    await board.says(FIRA, "/butir I.1.1", chat=OURS)
    await board.says(DEDI, f"/butir {LATE}", chat=OURS)
    [open_one, confidential] = board.sent(before)
    assert "terkendala" in open_one.payload["text"]
    assert "anggaran" not in open_one.payload["text"]
    assert data(Verb.OPEN, plain.id) in str(open_one.payload)
    assert "reply_markup" not in confidential.payload
    [said] = await board.says(FIRA, "/butir I.1.1")
    assert "Menunggu anggaran" in said


async def test_a_wish_that_was_decided_is_not_told_anew_where_it_could_be_passed_on(board: Board) -> None:
    before = board.room.put_out()
    toast = await board.presses(BUDI, data(Verb.GRANT, date(2027, 4, 1).toordinal(), board.room.obligation(OPEN)))
    assert toast == texts.label("toast", "old")
    assert any("(rahasia)" in text for text in told(board, before, BUDI))
    assert leaks(board) == []


# schedules


async def test_whoever_decides_a_schedule_is_offered_the_next_of_theirs_by_its_code_only(board: Board) -> None:
    other, service = secret("V.2.6", certain=False), butir("VI.1.1", certain=False)
    board.room.adopt(
        butir("I.1.1", date(2027, 2, 26)), secret(DOUBTFUL, certain=False), other, service, number="4/2027"
    )
    ids = {item.code: id_of(item) for item in board.room.do(_items)}
    before = board.room.put_out()
    await board.presses(CITRA, data(Verb.UNDATED, ids["VI.1.1"]))
    assert [row for row in board.sent(before) if "V.2" in str(row.payload)] == []
    await board.presses(BUDI, data(Verb.UNDATED, ids[DOUBTFUL]))
    assert data(Verb.SCHEDULE, ids["V.2.6"]) in str([row.payload for row in board.sent(before)])
    assert leaks(board, after=before) == []


def _items(desk: Desk) -> list[Any]:
    plan = plans.in_force(desk.session, desk.satker_id)
    assert plan is not None
    return list(plans.items(desk.session, plan))


# who holds what


async def test_components_of_the_same_name_are_asked_about_in_a_protected_message(board: Board) -> None:
    elsewhere = secret("V.4.1", date(2027, 6, 30))
    board.room.adopt(butir("I.1.1", date(2027, 2, 26)), secret(OPEN, date(2027, 6, 30)), elsewhere, number="4/2027")
    before = board.room.put_out()
    [asked] = await board.says(RATNA, f"/tugaskan pengaduan {MARK} Fira")
    assert "V.2" in asked
    assert "V.4" in asked
    assert MARK in asked
    assert leaks(board, after=before) == []


async def test_who_only_reads_is_offered_nothing_to_hold(board: Board) -> None:
    before = board.room.put_out()
    await board.says(RATNA, "/tugaskan V.2")
    [row] = board.sent(before)
    named = str(row.payload["reply_markup"])
    assert "Fira Amalia" in named
    assert "Eka Putri" not in named


async def test_an_area_alone_lets_nobody_assign_whose_role_does_not(board: Board) -> None:
    """Someone who coordinated an area once may still have it written beside their name."""
    assert may_assign("coordinator", [5], 5)
    assert not any(may_assign(role, [5], 5) for role in ("staff", "reviewer", "admin"))
    changed(board, EKA, areas=[5])
    with board.unchanged():
        await board.says(EKA, "/tugaskan V.2 Fira")


def test_that_nobody_holds_something_confidential_is_told_in_protected_messages(board: Board) -> None:
    """Its name and the plan's own words of who is responsible stand there, and nothing else of it falls due."""
    changed(board, DEDI, items=["I"])
    board.room.adopt(butir("I.1.1", date(2027, 2, 26)), secret(OPEN, date(2027, 12, 30)), number="4/2027")
    before = board.room.put_out()

    def mornings(desk: Desk) -> None:
        for id, digest in remind.planned(desk, desk.today).items():
            if digest.ownerless:
                remind._tell(desk, id, digest)
        responsible.ask(desk)

    board.room.do(mornings)
    assert any(MARK in text for text in told(board, before, BUDI)), "what is nobody's"
    assert any(f"loket {MARK}" in text for text in told(board, before, RATNA)), "the plan's own words"
    assert leaks(board, after=before) == []


async def test_a_morning_message_is_not_repeated_in_the_group_once_its_item_became_confidential(board: Board) -> None:
    """It waited while Telegram was away, and an amendment came meanwhile; then it could not be delivered."""

    def morning(desk: Desk) -> None:
        for id, digest in remind.planned(desk, desk.today).items():
            remind._tell(desk, id, digest)

    board.room.at("2027-02-26 07:30")
    board.room.adopt(butir("I.1.1", date(2027, 2, 26), action=f"Merekap {MARK}"), number="4/2027")
    board.room.do(morning)
    [waiting] = [row for row in board.sent() if row.chat_id == FIRA and (row.once or "").startswith("digest:")]
    assert MARK in waiting.payload["text"]
    assert "protect_content" not in waiting.payload
    board.room.adopt(butir("I.1.1", date(2027, 2, 26), action=f"Merekap pengaduan {MARK}"), number="5/2027")
    before = board.room.put_out()
    board.room.do(lambda desk: errors._in_the_group_instead(desk, desk.session.merge(waiting), of(desk, FIRA)))
    assert told(board, before, OURS) == []


async def test_text_that_cannot_be_written_does_not_stay_with_the_update_that_failed(board: Board) -> None:
    """The error of an encoder holds all that was to be written, here a list of what is confidential."""
    with pytest.raises(UnicodeError) as failure:
        await board.says(RATNA, f"/cari \ud800 {MARK}")
    assert f"Merekap pengaduan {MARK}" in repr(failure.value)

    def noted(desk: Desk) -> str:
        row = desk.session.exec(select(Inbox).order_by(col(Inbox.id).desc())).first()
        assert row is not None
        errors.failed(desk, row, failure.value, Fault.OURS)
        return str(row.error)

    told = board.room.do(noted)
    assert "surrogates not allowed" in told
    assert MARK not in told


async def test_an_area_that_stands_beside_a_name_brings_nothing_of_it_to_who_coordinates_none(board: Board) -> None:
    """Such as of someone who coordinated it once."""
    changed(board, FIRA, areas=[5])
    changed(board, EKA, areas=[5])
    for account in (FIRA, EKA):
        [hidden] = await board.says(account, f"/butir {OPEN}")
        assert "(rahasia)" in hidden
    await board.says(DEDI, f"{OPEN} minta mundur ke 25 Maret")
    await board.presses(DEDI, data(Verb.SUBMIT, board.room.obligation(LATE)))
    await board.says(BUDI, f"{GIVEN} selesai")
    await board.presses(BUDI, data(Verb.ACCEPT, board.room.obligation(GIVEN)))
    changed(board, BUDI, areas=[1])
    await board.says(DEDI, f"{OPEN} minta mundur ke 26 Maret")
    assert any("26 Maret" in text for text in told(board, 0, RATNA)), "nobody else coordinates it"
    changed(board, BUDI, areas=[5])

    def mornings(desk: Desk) -> None:
        remind.unscheduled(desk)
        for id, digest in remind.planned(desk, desk.today).items():
            remind._tell(desk, id, digest)

    for day in ("2027-02-01", "2027-02-26", "2027-04-01"):
        board.room.at(f"{day} 09:00")
        board.room.do(mornings)
    assert any(MARK in text for text in told(board, 0, BUDI))
    assert leaks(board) == []


# the team


async def test_people_are_not_added_before_the_group_nor_by_who_no_longer_makes_the_team(board: Board) -> None:
    with board.unchanged():
        [said] = await board.says(RATNA, "/tim tambah Gita Permata, Analis", chat=OURS)
    assert "obrolan pribadi" in said
    board.room.do(
        lambda desk: prompts.ask(
            desk.session, of(desk, RATNA), "person-new", RATNA, obligation_id=None, now=desk.now, said=""
        )
    )
    changed(board, RATNA, role="coordinator", areas=[5])
    await board.says(RATNA, "Gita Permata")
    assert not any("Gita" in str(row.payload) for row in board.sent())


@pytest.mark.parametrize("account", [BUDI, DEDI, EKA])
async def test_who_does_not_make_the_team_is_shown_its_names_and_nothing_to_press(board: Board, account: int) -> None:
    before = board.room.put_out()
    await board.says(account, "/tim")
    [row] = board.sent(before)
    assert "Fira Amalia" in row.payload["text"]
    assert "reply_markup" not in row.payload


async def test_only_an_admin_is_offered_that_role_to_give(board: Board) -> None:
    fira = board.room.do(lambda desk: id_of(of(desk, FIRA)))
    for account, offered in ((RATNA, False), (ADMIN, True)):
        before = board.room.put_out()
        await board.presses(account, data(Verb.MEMBER_ROLE, fira))
        [row, _] = board.sent(before)
        assert (f'"{data(Verb.MEMBER_ROLE, fira, 0)}"' in json.dumps(row.payload)) is offered


async def test_a_link_lets_nobody_in_from_a_group(board: Board) -> None:
    """There everybody could read it."""
    gita = board.room.joins("Gita Permata")
    code = board.room.do(lambda desk: people.invite(desk.session, desk.session.merge(gita), desk.now, days=14))
    for chat in (OURS, FOREIGN):
        with board.unchanged():
            assert await board.says(990, f"/start {code}", chat=chat) == []
    assert any("Gita" in text for text in await board.says(990, f"/start {code}"))


def test_that_a_group_or_a_person_is_lost_is_told_to_who_leads_only(board: Board) -> None:
    before = board.room.put_out()
    board.room.do(lambda desk: errors.group_lost(desk, FOREIGN))
    assert board.sent(before) == [], "it was never ours"
    board.room.do(lambda desk: errors.group_lost(desk, OURS))
    assert [row.chat_id for row in board.sent(before)] == [RATNA]

"""Attacks past the door: someone who may press a button at all presses it with the numbers of what is not theirs."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.board import OURS, Board, message, place, reply
from tests.desk import Room, id_of
from tests.guarded import (
    ADMIN,
    BACKLOG,
    BUDI,
    CITRA,
    DEDI,
    DOUBTFUL,
    EKA,
    FIRA,
    GIVEN,
    LATE,
    OPEN,
    RATNA,
    changed,
    of,
    opened,
)
from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.model import Draft, Event, Item, Outbox
from zibot.rules.alike import Alike
from zibot.rules.lifecycle import State
from zibot.storage import evidence, holdings, leaves, listings, pictures, plans, prompts
from zibot.storage.files import Kept

MARCH = date(2027, 3, 31).toordinal()
PHOTO = {"photo": [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}]}


@dataclass
class Numbers:
    """What the buttons of others hold."""

    ids: dict[str, int]
    people: dict[int, int]
    poster: int
    """Fira's piece, filed under I.1.1."""
    doubtful: int
    leave: int
    assignment: int
    newcomer: int
    draft: int
    lists: tuple[int, int]
    """Pages of the lead's, and of someone who had Fira's account before her."""
    compares: tuple[int, int]
    """A resemblance to something confidential, and one between two items that are not."""


@pytest.fixture
def board(room: Room) -> Board:
    return opened(room)


@pytest.fixture
def numbers(board: Board) -> Numbers:
    ids = {code: board.room.obligation(code) for code in (OPEN, LATE, BACKLOG, GIVEN, "I.1.1", "VI.1.1")}
    found: Numbers = board.room.do(_laid_out, ids)
    return found


def _laid_out(desk: Desk, ids: dict[str, int]) -> Numbers:
    session, dedi, ratna = desk.session, of(desk, DEDI), of(desk, RATNA)
    plan = plans.in_force(session, desk.satker_id)
    poster = _piece(desk, FIRA, 90, ids["I.1.1"])
    service = _piece(desk, CITRA, 91, ids["VI.1.1"])
    given = evidence.numbered(session, desk.satker_id, 3)
    found = pictures.seen(session, service, "", [Alike(id_of(given), 1), Alike(id_of(poster), 1)], desk.now)
    prompts.ask(session, ratna, "person-new-as", RATNA, obligation_id=None, now=desk.now, said="Gita Permata\n")
    said: dict[str, Any] = {"how": "give", "scopes": ["VI"], "which": [], "people": [], "who": []}
    arrived = {"kind": "file", "mime": "", "name": "r.txt", "caption": "", "message_id": 95, "sent_at": desk.now}
    draft = Draft(
        satker_id=desk.satker_id,
        person_id=id_of(ratna),
        sha256="b" * 64,
        size=9,
        kept_at=desk.now,
        chat_id=RATNA,
        told={"year": None, "unchanged": False},
        review_sha256="c" * 64,
        base_plan_id=id_of(plan),
        read_at=desk.now,
        **arrived,
    )
    session.add(draft)
    away = leaves.take(session, dedi, date(2027, 2, 8), date(2027, 2, 9), desk.now)
    late = {"what": "late", "said": {"area": 5}, "now": desk.now}
    lists = [listings.keep(session, who, chat, **late) for who, chat in ((ratna, RATNA), (dedi, FIRA))]
    session.flush()
    assert plan is not None
    return Numbers(
        ids=ids,
        people={account: id_of(of(desk, account)) for account in (RATNA, BUDI, CITRA, DEDI, ADMIN, FIRA)},
        poster=poster.number,
        doubtful=next(id_of(item) for item in plans.items(session, plan) if item.code == DOUBTFUL),
        leave=id_of(away),
        assignment=id_of(holdings.begin(session, of(desk, CITRA), CITRA, said, desk.now)),
        newcomer=id_of(prompts.pending(session, ratna, RATNA, desk.now)),
        draft=id_of(draft),
        lists=(lists[0], lists[1]),
        compares=(id_of(found[0]), id_of(found[1])),
    )


def _piece(desk: Desk, account: int, number: int, obligation: int) -> Any:
    arrived = evidence.Arrived("photo", "image/jpeg", "foto.jpg", "", account, number, desk.now)
    piece = evidence.store(desk.session, of(desk, account), Kept(f"{number}" * 32, 9), arrived, desk.now)
    assert piece is not None
    evidence.file_under(desk.session, piece, obligation, actor=of(desk, account), now=desk.now)
    return piece


Try = tuple[int, int | None, str, str]
"""Who presses where which data, and the toast that refuses it."""


def of_pieces(numbers: Numbers) -> list[Try]:
    """A piece is its sender's, and is touched in the chat into which it was sent."""
    ids = numbers.ids
    theirs = [
        *(data(verb, 1) for verb in (Verb.VOID, Verb.VOID_YES, Verb.VOID_NO, Verb.VOID_ALL, Verb.SLOTS)),
        *(data(verb, 1) for verb in (Verb.REMARK, Verb.REMARK_YES, Verb.REMARK_NO, Verb.OTHER_DAY, Verb.WHAT_FOR)),
        *(data(verb, 1, 1) for verb in (Verb.SLOT, Verb.CHOOSE)),
        data(Verb.DAY, 1, 20270102),
        data(Verb.FILE, 1, ids["I.1.1"]),
        data(Verb.DONE, 1, ids[LATE]),
    ]
    return [
        *((FIRA, None, written, "not-yours") for written in theirs),
        (FIRA, OURS, data(Verb.VOID, 2), "not-yours"),
        (DEDI, OURS, data(Verb.VOID, 1), "not-yours"),
        (DEDI, None, data(Verb.VOID, 2), "not-yours"),
        (RATNA, None, data(Verb.PLAN_THIS, 1), "not-yours"),
        (DEDI, None, data(Verb.FILE, 1, ids["I.1.1"]), "not-yours"),
        (DEDI, OURS, data(Verb.FILE, 2, ids[OPEN]), "here-only-private"),
    ]


def of_items(numbers: Numbers) -> list[Try]:
    """Who reports, judges, looks and decides; nothing confidential is done before a group."""
    ids = numbers.ids
    says = (Verb.SUBMIT, Verb.PROGRESS, Verb.BLOCK, Verb.SEND, Verb.CORRECT, Verb.POSTPONE)
    judges = (Verb.ACCEPT, Verb.RETURN)
    decides = (Verb.GRANT, Verb.DENY, Verb.DENY_PLAIN)
    return [
        *((FIRA, None, data(verb, ids[OPEN]), "not-yours") for verb in (*says, Verb.WITHDRAW)),
        *((DEDI, OURS, data(verb, ids[OPEN]), "here-only-private") for verb in (*says, Verb.WITHDRAW, Verb.OPEN)),
        (BUDI, None, data(Verb.WITHDRAW, ids[OPEN]), "not-yours"),
        *((CITRA, None, data(verb, ids[GIVEN]), "not-yours") for verb in judges),
        (CITRA, None, data(Verb.RETURN_FOR, 0, 0, ids[GIVEN]), "not-yours"),
        (CITRA, None, data(Verb.RETURN_BACK, 0, ids[GIVEN]), "not-yours"),
        *((CITRA, None, data(verb, MARCH, ids[OPEN]), "not-yours") for verb in decides),
        *((who, None, data(verb, ids[GIVEN]), "confidential") for who in (FIRA, EKA, CITRA, ADMIN) for verb in LOOKS),
        (FIRA, None, data(Verb.SHOW, ids["VI.1.1"]), "not-yours"),
        (FIRA, None, data(Verb.COMPARE, numbers.compares[0]), "confidential"),
        (BUDI, None, data(Verb.COMPARE, numbers.compares[1]), "not-yours"),
        *((FIRA, None, data(verb, ids[OPEN]), "not-yours") for verb in (Verb.LATER, Verb.LATER_NOT)),
        (FIRA, None, data(Verb.LATER_DAY, MARCH, ids[OPEN]), "not-yours"),
        (FIRA, None, data(Verb.LEAVE_CANCEL, numbers.leave), "not-yours"),
        (FIRA, None, data(Verb.TURN, numbers.lists[1], 0), "not-yours"),
        *((who, OURS, data(Verb.TURN, numbers.lists[0], 0), "old") for who in (FIRA, RATNA)),
        *((CITRA, None, data(verb, numbers.doubtful), "not-yours") for verb in SCHEDULES),
    ]


LOOKS = (Verb.OPEN, Verb.SHOW)
SCHEDULES = (Verb.SCHEDULE, Verb.PROPOSED, Verb.UNDATED)


def of_the_team(numbers: Numbers) -> list[Try]:
    """Leads touch no admin, coordinators no other area, and nobody another's papers."""
    admin, fira = numbers.people[ADMIN], numbers.people[FIRA]
    to_admin = [
        data(Verb.MEMBER_LINK, admin),
        data(Verb.MEMBER_ROLE, admin),
        data(Verb.MEMBER_ROLE, admin, 3),
        data(Verb.MEMBER_ROLE, fira, 0),
        data(Verb.MEMBER_AREAS, admin, 2),
        data(Verb.MEMBER_AREAS_DONE, admin, 2),
        data(Verb.MEMBER_OUT, admin, 0),
        data(Verb.MEMBER_OUT_TO, admin, 0),
        data(Verb.MEMBER_NEW_AS, numbers.newcomer, 0),
    ]
    draft = [verb for verb in Verb if verb.name.startswith("DRAFT") and verb is not Verb.DRAFT_YEAR]
    return [
        *((RATNA, None, written, "member-above") for written in to_admin),
        (CITRA, None, data(Verb.ASSIGN_SCOPE, 5, 2), "not-yours"),
        (BUDI, None, data(Verb.ASSIGN_TO, numbers.assignment, fira), "old"),
        *((ADMIN, None, data(verb, numbers.draft), "plan-old") for verb in draft),
        (ADMIN, None, data(Verb.DRAFT_YEAR, numbers.draft, 2027), "plan-old"),
    ]


async def test_the_numbers_of_others_open_nothing_and_each_try_is_written_down(board: Board, numbers: Numbers) -> None:
    for account, chat, written, why in (*of_pieces(numbers), *of_items(numbers), *of_the_team(numbers)):
        noted = len(board.refusals())
        board.room.do(lambda desk: [desk.session.delete(desk.session.merge(old)) for old in board.refusals()])
        noted = 0
        with board.unchanged():
            toast = await board.presses(account, written, chat=chat)
        assert toast == texts.label("toast", why), (account, written)
        assert [row.why for row in board.refusals(noted)] == [why], (account, written)


async def test_a_newcomer_is_named_by_who_was_asked_only(board: Board, numbers: Numbers) -> None:
    with board.unchanged():
        for verb, more in ((Verb.MEMBER_NEW_AS, (3,)), (Verb.MEMBER_NEW_NOT, ())):
            assert await board.presses(ADMIN, data(verb, numbers.newcomer, *more)) == texts.label("toast", "new-done")


@pytest.mark.parametrize("account", [BUDI, DEDI, EKA])
async def test_a_newcomer_is_named_in_words_by_who_makes_the_team_only(board: Board, account: int) -> None:
    with board.unchanged():
        for text in ("/tim tambah Gita Permata, Analis", "/tim TAMBAH Gita Permata"):
            await board.says(account, text)
    assert [(row.what, row.why) for row in board.refusals()] == [("/tim", "team")]


async def test_a_coordinator_who_assigns_in_words_beyond_their_areas_is_refused_and_noted(board: Board) -> None:
    with board.unchanged():
        [told] = await board.says(CITRA, "/tugaskan V.2 Fira")
        assert "bukan area Anda" in told
    board.room.at("2027-02-01 10:01")
    with board.unchanged():
        await board.says(CITRA, "/tugaskan pic")
    assert [(row.what, row.why) for row in board.refusals()] == [("/tugaskan", "not-yours")] * 2


async def test_an_assignment_begun_in_an_area_that_is_no_longer_theirs_is_not_carried_out(
    board: Board, numbers: Numbers
) -> None:
    changed(board, CITRA, areas=[1])
    with board.unchanged():
        for verb, second in ((Verb.ASSIGN_TO, numbers.people[FIRA]), (Verb.ASSIGN_PAGE, 0)):
            pressed = await board.presses(CITRA, data(verb, numbers.assignment, second))
            assert pressed == texts.label("toast", "not-yours")


# questions that outlive the right to answer them


def asked(
    board: Board, account: int, kind: str, *, chat: int | None = None, duty: int | None = None, said: str
) -> None:
    board.room.do(
        lambda desk: prompts.ask(
            desk.session, of(desk, account), kind, chat or account, obligation_id=duty, now=desk.now, said=said
        )
    )


def state(board: Board, code: str) -> State:
    return next(duty.state for duty in board.room.duties() if duty.code == code)


def facts(board: Board) -> int:
    return int(board.room.do(lambda desk: desk.session.exec(select(func.count(col(Event.id)))).one()))


async def test_a_reason_is_taken_only_from_who_may_still_give_it(board: Board, numbers: Numbers) -> None:
    ids = numbers.ids
    await board.presses(DEDI, data(Verb.BLOCK, ids[OPEN]))
    await board.presses(BUDI, data(Verb.RETURN, 0, ids[GIVEN]))
    await board.presses(RATNA, data(Verb.SETTLE_CANCEL, ids[BACKLOG]))
    changed(board, DEDI, items=["I"])
    changed(board, BUDI, areas=[1])
    changed(board, RATNA, role="coordinator", areas=[5])
    before = facts(board)
    for account in (DEDI, BUDI, RATNA):
        await board.says(account, "menunggu anggaran turun")
    assert facts(board) == before
    assert (state(board, OPEN), state(board, GIVEN)) == (State.OPEN, State.SUBMITTED)


async def test_a_denial_and_a_schedule_are_taken_only_from_who_may_still_decide(board: Board, numbers: Numbers) -> None:
    asked(board, BUDI, "reason-denied", duty=numbers.ids[OPEN], said=str(MARCH))
    changed(board, BUDI, areas=[1])
    before = facts(board)
    await board.says(BUDI, "berkasnya sudah lengkap")
    asked(board, BUDI, "schedule", said=str(numbers.doubtful))
    await board.says(BUDI, "Maret, Juni")
    assert facts(board) == before
    assert not board.room.do(lambda desk: desk.session.get_one(Item, numbers.doubtful).certain)


async def test_what_was_begun_is_not_finished_by_who_holds_it_no_more(board: Board, numbers: Numbers) -> None:
    late = numbers.ids[LATE]
    changed(board, DEDI, items=["I"])
    words = json.dumps({"words": "Rapat dihadiri sebelas orang", "message": 99, "at": "2027-02-01T02:00:00+00:00"})
    asked(board, DEDI, "text-sure", duty=late, said=words)
    with board.unchanged():
        for written in (data(Verb.DONE, 1, late), data(Verb.TEXT_YES, late)):
            assert await board.presses(DEDI, written) == texts.label("toast", "not-yours"), written


async def test_a_status_is_said_of_what_is_theirs_was_offered_and_may_be_told_here(
    board: Board, numbers: Numbers
) -> None:
    ids = numbers.ids
    for account, chat in ((DEDI, None), (DEDI, OURS), (FIRA, None)):
        asked(board, account, "choose-status", chat=chat, said="masih dikerjakan")
    tries = [
        (FIRA, None, 900, "not-yours"),
        (DEDI, None, 901, "old"),
        (DEDI, OURS, 900, "here-only-private"),
    ]
    with board.unchanged():
        for account, chat, number, why in tries:
            toast = await board.presses(account, data(Verb.SAY, ids[OPEN]), chat=chat, message=number)
            assert toast == texts.label("toast", why)


# the group: everybody there can reply to, and edit, what stands there


async def test_what_another_sent_to_the_group_is_not_said_anything_of(board: Board) -> None:
    """Fira replies to the receipt of Dedi's piece, and sends an edit that claims his message."""
    board.room.do(_receipted)
    receipt = reply(950, place(FIRA, OURS))
    edit = message(FIRA, chat=OURS, number=61, caption="I.1.1", edit_date=1_799_000_001, **PHOTO)
    with board.unchanged():
        for text in ("I.1.1", "ket: bukan ini", "kemarin"):
            await board.hears("message", message(FIRA, chat=OURS, text=text, reply_to_message=receipt))
        await board.hears("edited_message", edit)


async def test_a_piece_in_the_group_is_not_filed_under_something_confidential_by_its_code(board: Board) -> None:
    board.room.do(_receipted)
    receipt = reply(950, place(DEDI, OURS))
    with board.unchanged():
        await board.hears("message", message(DEDI, chat=OURS, text=OPEN, reply_to_message=receipt))
        assert any("obrolan pribadi" in text for text in board.room.texts(OURS))
        await board.hears("message", message(DEDI, chat=OURS, text="V.9.9", reply_to_message=receipt))
    asked_back = board.sent()[-1]
    assert "V.9.9" in asked_back.payload["text"]
    assert "reply_markup" not in asked_back.payload, "he holds confidential items only"


async def test_nobody_files_their_piece_by_code_under_what_others_hold(board: Board, numbers: Numbers) -> None:
    board.room.do(lambda desk: _receipt(desk, FIRA, numbers.poster, 951))
    to = reply(951, place(FIRA, None))
    with board.unchanged():
        for code in ("VI.1.1", OPEN):
            await board.hears("message", message(FIRA, text=code, reply_to_message=to))
    assert {row.why for row in board.refusals()} == {"not-yours"}


def _receipted(desk: Desk) -> None:
    _receipt(desk, OURS, 2, 950)


def _receipt(desk: Desk, chat: int, number: int, message_id: int) -> None:
    """The receipt of a piece went out as this message."""
    piece = evidence.numbered(desk.session, desk.satker_id, number)
    assert piece is not None
    row = Outbox(
        satker_id=desk.satker_id,
        chat_id=chat,
        payload={"chat_id": chat, "text": "…"},
        rank=1,
        method="sendMessage",
        created_at=desk.now,
        sent_at=desk.now,
        message_id=message_id,
        once=f"receipt:{piece.id}:{piece.message_id}",
    )
    desk.session.add(row)

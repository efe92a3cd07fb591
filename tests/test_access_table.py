"""Who may do what, walked: every role and every outsider at every command and button, in private and in groups."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from tests.board import FOREIGN, OURS, Board, everything, message, place, reply
from tests.desk import Room, butir, id_of
from zibot import texts
from zibot.app import BUTTONS, COMMANDS, EDITED, EVIDENCE, RECAPTIONED, UNKNOWN, WORDS
from zibot.context import Desk, Verb, data
from zibot.handlers.press import REFUSALS
from zibot.model import Draft, Evidence, Inbox, Outbox, Person, Resemblance
from zibot.rules.lifecycle import Kind
from zibot.rules.roles import May, Role, allowed
from zibot.storage import evidence, holdings, leaves, ledger, listings, people, plans, prompts
from zibot.storage.files import Kept

ACCOUNTS = {role: 100 + number for number, role in enumerate(Role)}
OUTSIDERS = {"stranger": 990, "left": 991, "erased": 992, "expired": 993}
WHO = {**{str(role): account for role, account in ACCOUNTS.items()}, **OUTSIDERS}
PLACES: dict[str, int | None] = {"private": None, "group": OURS, "foreign": FOREIGN}
PHOTO = [{"file_id": "AgAC", "file_unique_id": "AQ", "width": 9, "height": 9, "file_size": 9}]
TOLD = {
    "number": "4/2027",
    "date": None,
    "other_office": None,
    "items": 1,
    "due": 1,
    "areas": [[1, "MANAJEMEN PERUBAHAN", 1, 0]],
    "doubts": [],
    "first": [],
    "remarks": [],
    "fixed": None,
    "asked": 0,
    "unchanged": False,
    "change": None,
    "replaces": None,
}
ASKED = date(2027, 5, 10)
"""The later due date that someone asked for."""
TOASTS = {texts.label("toast", name) for name in REFUSALS}


@dataclass
class Stage:
    """The numbers of what each person can press on."""

    numbers: dict[tuple[Verb, int, str], tuple[int, ...]] = field(default_factory=dict)


def staged(room: Room) -> Stage:
    """An office in which each role holds the same item and has a piece, a draft and a message of their own."""
    people = {role: room.joins(f"Orang {role}", role, account=ACCOUNTS[role], areas=[1], items=["I"]) for role in Role}
    room.joins("Pemegang Khusus", items=["I.1.2"])
    left = room.joins("Yang Pergi", account=OUTSIDERS["left"], items=["I"])
    erased = room.joins("Terhapus", items=["I"])
    room.do(lambda desk: _gone(desk, left, erased))
    room.adopt(
        butir("I.1.1", date(2027, 3, 31), evidence=("Foto", "Notulen")),
        butir("I.1.2", date(2027, 6, 30), certain=False),
        butir("I.1.3", date(2027, 1, 1)),
        replace(butir("I.1.4", date(2027, 4, 30)), notes={"PIC": "Orang staff dan Orang lead"}),
    )
    room.binds_group(people[Role.LEAD], OURS)
    stage = Stage()
    room.do(lambda desk: _laid_out(desk, stage, list(people.values())))
    return stage


def _gone(desk: Desk, left: Person, erased: Person) -> None:
    desk.session.get_one(Person, left.id).left_at = desk.now
    gone = desk.session.get_one(Person, erased.id)
    gone.left_at = gone.erased_at = desk.now


def _laid_out(desk: Desk, stage: Stage, team: list[Person]) -> None:
    session = desk.session
    duties = {duty.code: duty for duty in plans.duties(session, desk.satker_id)}
    plan = plans.in_force(session, desk.satker_id)
    assert plan is not None
    doubtful = next(id_of(item) for item in plans.items(session, plan) if item.code == "I.1.2")
    dead = Inbox(update_id=-1, payload_sha256="0", chat_id=1, payload="{}", received_at=desk.now, dead_at=desk.now)
    session.add(dead)
    ledger.append(session, desk.satker_id, Kind.SUBMITTED, at=desk.now, obligation_id=duties["I.1.4"].id)
    asker = next(id_of(person) for person in team if person.role == Role.STAFF)
    wish = {"actor_id": asker, "obligation_id": duties["I.1.1"].id, "due": ASKED.isoformat()}
    ledger.append(session, desk.satker_id, Kind.ASKED, at=desk.now, **wish)
    alike = _alike(desk, team[0], duties["I.1.1"].id, duties["I.1.4"].id)
    for person in team:
        for where, chat in PLACES.items():
            account = person.telegram_id or 0
            chat_id = chat or account
            loose, filed = (_piece(desk, person, chat_id, number) for number in (60, 61))
            evidence.file_under(session, filed, duties["I.1.1"].id, actor=person, now=desk.now)
            read, yearless, cancelled = (_draft(desk, person, chat_id, number) for number in (70, 71, 72))
            yearless.told = {**TOLD, "year": None}
            cancelled.closed_at, cancelled.outcome = desk.now, "cancelled"
            away = leaves.take(session, person, date(2027, 1, 6), date(2027, 1, 8), desk.now)
            session.flush()
            about = [duty.id for duty in duties.values()]
            session.add(_message(desk, chat_id, about))
            open_duty = (duties["I.1.1"].id,)
            numbers: dict[Verb, tuple[int, ...]] = {verb: (id_of(read),) for verb in Verb if verb.name[:5] == "DRAFT"}
            numbers |= {verb: open_duty for verb in (Verb.OPEN, Verb.SEND, Verb.SUBMIT, Verb.PROGRESS, Verb.BLOCK)}
            numbers |= {verb: (duties["I.1.4"].id,) for verb in (Verb.ACCEPT, Verb.RETURN, Verb.SHOW)}
            numbers |= {verb: (duties["I.1.3"].id,) for verb in Verb if verb.name.startswith("SETTLE")}
            numbers |= {verb: (doubtful,) for verb in (Verb.SCHEDULE, Verb.PROPOSED, Verb.UNDATED)}
            numbers |= {verb: open_duty for verb in (Verb.CORRECT, Verb.POSTPONE, Verb.WITHDRAW)}
            numbers |= {verb: (ASKED.toordinal(), *open_duty) for verb in (Verb.GRANT, Verb.DENY, Verb.DENY_PLAIN)}
            listing = listings.keep(session, person, chat_id, "late", {"area": 1}, now=desk.now)
            numbers |= {verb: (1,) for verb in (Verb.AREA, Verb.LATE, Verb.MISSING, Verb.AGENDA)}
            numbers |= {Verb.TURN: (listing, 0), Verb.ITEM: (duties["I.1.1"].item_id,)}
            numbers |= {Verb.COMPONENT: (1, 1), Verb.PERSON: (id_of(person),)}
            numbers |= {
                Verb.SAY: open_duty,
                Verb.FILE: (loose.number, *open_duty),
                Verb.CHOOSE: (loose.number, 0),
                Verb.DONE: (filed.number, *open_duty),
                Verb.PLAN_SEND: (),
                Verb.PLAN_SHEET: (),
                Verb.PLAN_CALENDAR: (),
                Verb.PLAN_THIS: (loose.number,),
                Verb.VOID: (loose.number,),
                Verb.VOID_YES: (loose.number,),
                Verb.VOID_NO: (loose.number,),
                Verb.VOID_ALL: (loose.number,),
                Verb.REMARK: (filed.number,),
                Verb.WHAT_FOR: (loose.number,),
                Verb.REMARK_YES: (filed.number,),
                Verb.REMARK_NO: (filed.number,),
                Verb.DAY: (filed.number, 20270102),
                Verb.OTHER_DAY: (filed.number,),
                Verb.TEXT_YES: open_duty,
                Verb.TEXT_NO: open_duty,
                Verb.SLOTS: (filed.number,),
                Verb.SLOT: (filed.number, 1),
                Verb.DRAFT_YEAR: (id_of(yearless), 2027),
                Verb.DRAFT_EVIDENCE: (id_of(cancelled),),
                Verb.DRAFT_AGAIN: (id_of(cancelled),),
                Verb.RETRY_INBOX: (id_of(dead),),
                Verb.RETURN_FOR: (0, 0, duties["I.1.4"].id),
                Verb.RETURN_BACK: (0, duties["I.1.4"].id),
                Verb.QUEUE: (),
                Verb.SKIP: (duties["I.1.4"].id,),
                Verb.COMPARE: (alike,),
                Verb.LATER: open_duty,
                Verb.LATER_DAY: (desk.workdays.next_after(desk.today).toordinal(), *open_duty),
                Verb.LATER_ALL: (),
                Verb.LATER_NOT: open_duty,
                Verb.LEAVE_CANCEL: (id_of(away),),
            }
            numbers |= _assignments(desk, person, chat_id, id_of(plan))
            numbers |= _members(desk, person, chat_id, team)
            for verb, said in numbers.items():
                stage.numbers[verb, account, where] = said


def _members(desk: Desk, person: Person, chat_id: int, team: list[Person]) -> dict[Verb, tuple[int, ...]]:
    """What can be pressed of the team: of a newcomer whose role is to be chosen, and of people who are in it."""
    prompts.ask(desk.session, person, "person-new-as", chat_id, obligation_id=None, now=desk.now, said="Gita Permata\n")
    asked = prompts.pending(desk.session, person, chat_id, desk.now)
    staff, coordinator = (next(id_of(one) for one in team if one.role == role) for role in ("staff", "coordinator"))
    mine = (Verb.MY_DATA, Verb.MY_NAME, Verb.MY_JABATAN, Verb.MY_ERASURE, Verb.MY_ERASURE_YES)
    return {
        **dict.fromkeys(mine, ()),
        Verb.TEAM: (0,),
        Verb.MEMBER: (staff,),
        Verb.MEMBER_NEW: (),
        Verb.MEMBER_NEW_AS: (id_of(asked), 3),
        Verb.MEMBER_NEW_NOT: (id_of(asked),),
        Verb.MEMBER_LINK: (staff,),
        Verb.MEMBER_ROLE: (staff, 4),
        Verb.MEMBER_AREAS: (coordinator, 2),
        Verb.MEMBER_AREAS_DONE: (coordinator, 2),
        Verb.MEMBER_OUT: (staff, 0),
        Verb.MEMBER_OUT_TO: (staff, 0),
    }


def _assignments(desk: Desk, person: Person, chat_id: int, plan_id: int) -> dict[Verb, tuple[int, ...]]:
    """What can be pressed of assignments: of one under way, one whose scope is to be chosen, and one that was made."""
    said: dict[str, Any] = {"how": "give", "scopes": ["I"], "which": [], "people": [], "who": []}
    made = {"people": [person.id], "done": {"before": {}, "after": {}, "had": {}, "told": [], "untold": []}}
    under_way, unclear, done = (
        id_of(holdings.begin(desk.session, person, chat_id, one, desk.now))
        for one in (said, {**said, "scopes": [], "which": [["I", "I.1"]]}, {**said, **made})
    )
    return {
        Verb.ASSIGN_LIST: (),
        Verb.ASSIGN_SCOPE: (1, 1),
        Verb.ASSIGN_TO: (under_way, id_of(person)),
        Verb.ASSIGN_PAGE: (under_way, 0),
        Verb.ASSIGN_WHICH: (unclear, 1),
        **{verb: (done,) for verb in (Verb.ASSIGN_MORE, Verb.ASSIGN_CLOSER, Verb.ASSIGN_UNDO)},
        **{verb: (plan_id, 0) for verb in (Verb.PIC, Verb.PIC_ALL, Verb.PIC_CHOOSE)},
        Verb.PIC_SET: (plan_id, 0, id_of(person)),
    }


def _arrived(chat_id: int, number: int, desk: Desk) -> evidence.Arrived:
    return evidence.Arrived("file", "application/pdf", "rencana.pdf", "", chat_id, number, desk.now)


def _piece(desk: Desk, person: Person, chat_id: int, number: int) -> Any:
    arrived = _arrived(chat_id, number * 1000 + id_of(person), desk)
    return evidence.store(desk.session, person, Kept("a" * 64, 9), arrived, desk.now)


def _alike(desk: Desk, person: Person, *obligations: int) -> int:
    """Two pictures that look the same, each filed under another obligation."""
    found = []
    for number, obligation in enumerate(obligations, start=80):
        arrived = evidence.Arrived("photo", "image/jpeg", "foto.jpg", "", 5, number * 1000, desk.now)
        piece = evidence.store(desk.session, person, Kept(f"{number}" * 32, 9), arrived, desk.now)
        assert piece is not None
        evidence.file_under(desk.session, piece, obligation, actor=person, now=desk.now)
        found.append(id_of(piece))
    common = {"satker_id": desk.satker_id, "same": False, "distance": 9, "found_at": desk.now}
    row = Resemblance(evidence_id=found[1], earlier_id=found[0], **common)
    desk.session.add(row)
    desk.session.flush()
    return id_of(row)


def _draft(desk: Desk, person: Person, chat_id: int, number: int) -> Draft:
    plan = plans.in_force(desk.session, desk.satker_id)
    draft = Draft(
        satker_id=desk.satker_id,
        person_id=id_of(person),
        sha256="b" * 64,
        size=9,
        kept_at=desk.now,
        kind="file",
        mime="application/pdf",
        name="rencana.pdf",
        caption="",
        chat_id=chat_id,
        message_id=number * 1000 + id_of(person),
        sent_at=desk.now,
        told={**TOLD, "year": 2027},
        review_sha256="c" * 64,
        base_plan_id=id_of(plan),
        read_at=desk.now,
    )
    desk.session.add(draft)
    return draft


def _message(desk: Desk, chat_id: int, about: list[int]) -> Outbox:
    payload = {"chat_id": chat_id, "text": "…"}
    common = {"rank": 1, "method": "sendMessage", "created_at": desk.now, "sent_at": desk.now}
    return Outbox(satker_id=desk.satker_id, chat_id=chat_id, payload=payload, about=about, message_id=900, **common)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory, fresh_database: Path) -> Iterator[tuple[Board, Stage, Path]]:
    """A board on a stage that is set, and a copy of its database as it was then."""
    folder = tmp_path_factory.mktemp("stage")
    shutil.copy(fresh_database, folder / "zibot.db")
    room = Room.open(folder)
    stage = staged(room)
    board = Board(room)
    copy_database(folder / "zibot.db", folder / "staged.db")
    yield board, stage, folder
    room.house.close()


@pytest.fixture
def stage(theatre: tuple[Board, Stage, Path]) -> Stage:
    return theatre[1]


Opens = Callable[[], Board]


@pytest.fixture
def opens(theatre: tuple[Board, Stage, Path]) -> Opens:
    """The board with its stage set anew each time."""
    board, _, folder = theatre

    def opened() -> Board:
        copy_database(folder / "staged.db", folder / "zibot.db")
        board.room.at("2027-01-04 07:00")
        return board

    return opened


def copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        write.execute("PRAGMA synchronous=OFF")
        read.backup(write)


@dataclass(frozen=True)
class Row:
    """One thing that someone can try, and how the book of refusals calls it."""

    what: str
    may: May
    tries: Callable[[Board, int, str], Any]
    private: bool = False
    anywhere: bool = False
    heeded: tuple[str, ...] = tuple(PLACES)
    """Where it is meant for us."""
    before: Callable[[Board, int, str], None] = lambda board, account, where: None


ARGUMENTS = {"butir": " I.1.1", "cari": " poster", "rekap": " tw 1 2031"}


def command(name: str) -> Row:
    async def tries(board: Board, account: int, where: str) -> None:
        await board.says(account, f"/{name}{ARGUMENTS.get(name, '')}", chat=PLACES[where])

    return Row(f"/{name}", COMMANDS[name].may, tries, anywhere=COMMANDS[name].anywhere)


def words(what: str, may: May, kind: str = "message", *, heeded: tuple[str, ...] = tuple(PLACES), **body: Any) -> Row:
    async def tries(board: Board, account: int, where: str) -> None:
        to = reply(900, place(account, PLACES[where]))
        await board.hears(kind, message(account, chat=PLACES[where], reply_to_message=to, **body))

    return Row(what, may, tries, heeded=heeded)


def recaptioned() -> Row:
    """The caption of a piece is changed by whoever sent it; of another message nothing is heard."""

    async def tries(board: Board, account: int, where: str) -> None:
        body = message(account, chat=PLACES[where], number=_own_message(board, account, where), photo=PHOTO)
        await board.hears("edited_message", body | {"caption": "Rapat", "edit_date": 1_799_000_001})

    return Row("recaptioned", RECAPTIONED.may, tries, heeded=("group", "foreign"))


def _own_message(board: Board, account: int, where: str) -> int:
    """The message of the first piece of this person here, or of anybody in this chat."""
    chat = PLACES[where] or account
    with board.room.house.database.reading() as session:
        pieces = session.exec(select(Evidence).where(Evidence.chat_id == chat).order_by(col(Evidence.id))).all()
        person = people.by_telegram(session, 1, account)
    mine = [piece for piece in pieces if person is not None and piece.person_id == person.id]
    return next((piece.message_id for piece in (*mine, *pieces)), 0)


def button(verb: Verb, stage: Stage) -> Row:
    async def tries(board: Board, account: int, where: str) -> str:
        own = account if account in ACCOUNTS.values() else ACCOUNTS[Role.LEAD]
        numbers = stage.numbers[verb, own, where]
        return await board.presses(account, data(verb, *numbers), chat=PLACES[where])

    row = Row(f"button {verb.name.lower()}", BUTTONS[verb].may, tries, private=BUTTONS[verb].private)
    if verb in (Verb.TEXT_YES, Verb.TEXT_NO):
        return replace(row, before=_texted_before)
    if verb in (Verb.REMARK_YES, Verb.REMARK_NO):
        return replace(row, before=lambda board, account, where: _remarked_before(board, account, where, stage))
    return replace(row, before=_said_before) if verb is Verb.SAY else row


def _texted_before(board: Board, account: int, where: str) -> None:
    """Words came after [Kirim bukti], and it is still to be said whether they are the evidence."""

    def asked(desk: Desk) -> None:
        person = people.by_telegram(desk.session, desk.satker_id, account)
        assert person is not None
        said = json.dumps({"words": "Rapat dihadiri sebelas orang", "message": 77, "at": desk.now.isoformat()})
        duty = next(duty.id for duty in plans.duties(desk.session, desk.satker_id) if duty.code == "I.1.1")
        chat = PLACES[where] or account
        prompts.ask(desk.session, person, "text-sure", chat, obligation_id=duty, now=desk.now, said=said)

    board.room.do(asked)


def _remarked_before(board: Board, account: int, where: str, stage: Stage) -> None:
    """Words were written under a receipt, and it is still to be said whether they are a remark."""
    [number] = stage.numbers[Verb.REMARK, account, where]

    def asked(desk: Desk) -> None:
        person = people.by_telegram(desk.session, desk.satker_id, account)
        assert person is not None
        chat, said = PLACES[where] or account, f"{number}:kata-kata"
        prompts.ask(desk.session, person, "remark-sure", chat, obligation_id=None, now=desk.now, said=said)

    board.room.do(asked)


def _said_before(board: Board, account: int, where: str) -> None:
    """A status was said, and its item is still to be chosen."""

    def asked(desk: Desk) -> None:
        person = people.by_telegram(desk.session, desk.satker_id, account)
        if person is not None:
            chat, said = PLACES[where] or account, "masih dikerjakan"
            prompts.ask(desk.session, person, "choose-status", chat, obligation_id=None, now=desk.now, said=said)

    board.room.do(asked)


def rows(stage: Stage) -> list[Row]:
    """Everything that the switchboard's tables name."""
    only_private = ("private",)
    return [
        *(command(name) for name in COMMANDS),
        *(button(verb, stage) for verb in Verb),
        words("command", UNKNOWN.may, text="/entah", heeded=only_private),
        words("words", WORDS.may, text="halo"),
        words("edited", EDITED.may, "edited_message", text="halo", edit_date=1_799_000_001, heeded=only_private),
        words("evidence", EVIDENCE.may, photo=PHOTO),
        recaptioned(),
    ]


def expected(row: Row, who: str, where: str) -> str | None:
    """Why this is refused, as the table says; None where it is allowed."""
    pressing = row.what.startswith("button")
    if who in OUTSIDERS:
        return "stranger"
    if where == "foreign" and not row.anywhere:
        return "foreign-group"
    if not allowed(who, row.may):
        toasts = {May.TEAM: "team-not-yours", May.ADOPT: "plan-not-yours", May.MAINTAIN: "admin-only"}
        return toasts.get(row.may, "not-yours") if pressing else str(row.may)
    return "plan-only-private" if row.private and where != "private" else None


def test_every_button_and_command_says_who_may() -> None:
    assert set(BUTTONS) == set(Verb)
    assert all(isinstance(known.may, May) for known in (*BUTTONS.values(), *COMMANDS.values()))


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("who", WHO)
async def test_what_the_table_forbids_is_refused_and_written_down_and_changes_nothing(
    who: str, where: str, opens: Opens, stage: Stage
) -> None:
    board = opens()
    forbidden = [row for row in rows(stage) if where in row.heeded and expected(row, who, where)]
    before = everything(board.room)
    for row in forbidden:
        if row.what == "button say":
            row.before(board, WHO[who], where)
            before = everything(board.room)
        said, noted = board.room.put_out(), len(board.refusals())
        toast = await row.tries(board, WHO[who], where)
        assert everything(board.room) == before, row.what
        [refusal] = board.refusals(noted)
        outside = who in OUTSIDERS
        what = "button" if outside and row.what.startswith("button") else row.what
        assert (refusal.what, refusal.why) == (what, expected(row, who, where))
        assert (refusal.telegram_id is not None, refusal.person_id is not None) == (outside, not outside)
        if row.what.startswith("button"):
            assert toast in TOASTS, row.what
        told = [str(sent.payload.get("text", "")) for sent in board.sent(said)]
        assert not [text for text in told if "Memasang" in text or "I.1." in text], row.what
        if outside and row.what.startswith("button"):
            # One row an hour for all of a stranger's buttons: the next is looked at an hour later.
            board.room.do(lambda desk: [desk.session.delete(desk.session.merge(old)) for old in board.refusals()])


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("role", Role)
async def test_what_the_table_allows_works(role: Role, where: str, opens: Opens, stage: Stage) -> None:
    for row in rows(stage):
        if row.what == "evidence" or where not in row.heeded or expected(row, role, where):
            continue  # a photo needs a Telegram to fetch it from: the stories send them
        board = opens()
        row.before(board, ACCOUNTS[role], where)
        said = board.room.put_out()
        toast = await row.tries(board, ACCOUNTS[role], where)
        assert toast not in TOASTS, (row.what, toast)
        assert [refused.why for refused in board.refusals() if refused.what != "edited"] == [], row.what
        assert board.sent(said), row.what


async def test_a_refusal_is_written_down_once_an_hour_and_holds_no_words(opens: Opens) -> None:
    board = opens()
    for _ in range(5):
        await board.says(990, "/status rahasia sekali")
    [refused] = board.refusals()
    assert (refused.telegram_id, refused.chat_id, refused.what, refused.why) == (990, 990, "/status", "stranger")
    board.room.at("2027-01-04 08:05")
    await board.says(990, "/status")
    assert len(board.refusals()) == 2
    assert timedelta(0) < board.refusals()[1].at - board.refusals()[0].at

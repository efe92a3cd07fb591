"""An office with confidential items: what they say holds a word that stands nowhere else, to be looked for."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from tests.board import OURS, Board
from tests.desk import Room, butir, id_of
from zibot.context import Desk
from zibot.model import Outbox, Person
from zibot.plan.reading import PlanItem
from zibot.rules.lifecycle import Kind
from zibot.storage import evidence, plans, remarks
from zibot.storage.files import Kept

MARK = "Zamrud"
"""Stands in every text of the confidential items, and in all that is said of them."""
RATNA, BUDI, CITRA, DEDI, EKA, ADMIN, FIRA = 101, 102, 103, 104, 105, 106, 107
TEAM = {
    RATNA: "lead",
    BUDI: "coordinator",
    CITRA: "coordinator",
    DEDI: "staff",
    EKA: "reviewer",
    ADMIN: "admin",
    FIRA: "staff",
}
ITS_PEOPLE = {RATNA, BUDI, DEDI}
"""The lead, the coordinator of its area, and who holds it."""
OPEN, LATE, BACKLOG, DOUBTFUL, GIVEN = "V.2.1", "V.2.2", "V.2.3", "V.2.4", "V.2.5"


def secret(code: str, *due: date, certain: bool = True) -> PlanItem:
    item = butir(
        code,
        *due,
        action=f"Merekap pengaduan {MARK}",
        evidence=[f"Rekap {MARK}", f"Tanda terima {MARK}"],
        certain=certain,
    )
    said = {"component": f"Pengaduan {MARK}", "indicator": f"Ditangani {MARK}", "target": f"{MARK} {item.target}"}
    return replace(item, **said, notes={"PIC": f"Dedi Kurnia, loket {MARK}"})


def opened(room: Room) -> Board:
    """The office on 1 February, with items that wait, are late and held up, lie behind, are in doubt, and handed in."""
    ratna = room.joins("Ratna Lestari", "lead", account=RATNA)
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Citra Dewi", "coordinator", account=CITRA, areas=[1, 6], items=["VI"])
    room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    room.joins("Eka Putri", "reviewer", account=EKA)
    room.joins("Admin Kantor", "admin", account=ADMIN)
    room.joins("Fira Amalia", account=FIRA, items=["I"])
    room.adopt(
        butir("I.1.1", date(2027, 2, 26)),
        secret(OPEN, date(2027, 2, 26), date(2027, 6, 30)),
        secret(LATE, date(2027, 1, 29)),
        secret(BACKLOG, date(2027, 1, 1)),
        secret(DOUBTFUL, certain=False),
        secret(GIVEN, date(2027, 2, 5)),
        butir("VI.1.1", date(2027, 2, 26)),
    )
    room.binds_group(ratna, OURS)
    room.at("2027-02-01 09:00")
    board = Board(room)
    room.do(_happened)
    room.do(lambda desk: [_offered(desk, chat) for chat in (*TEAM, OURS)])
    return board


def of(desk: Desk, account: int) -> Person:
    return next(person for person in desk.team.values() if person.telegram_id == account)


def _happened(desk: Desk) -> None:
    duties = {duty.code: duty for duty in reversed(plans.duties(desk.session, desk.satker_id))}
    dedi = of(desk, DEDI)
    desk.record(Kind.BLOCKED, actor=dedi, duty=duties[LATE], reason=f"Menunggu {MARK}")
    for chat, number, code in ((DEDI, 60, LATE), (OURS, 61, LATE), (DEDI, 62, GIVEN)):
        arrived = evidence.Arrived("photo", "image/jpeg", f"{MARK}.jpg", f"Aduan {MARK}", chat, number, desk.now)
        piece = evidence.store(desk.session, dedi, Kept(f"{number}" * 32, 9), arrived, desk.now)
        assert piece is not None
        evidence.file_under(desk.session, piece, duties[code].id, actor=dedi, now=desk.now)
        remarks.add(desk.session, piece, f"Dari {MARK}", actor=dedi, now=desk.now)
    desk.record(Kind.SUBMITTED, actor=dedi, duty=duties[GIVEN])
    wish = {"due": "2027-03-31", "was": duties[OPEN].due.isoformat(), "reason": f"Saksi {MARK} sakit"}
    desk.record(Kind.ASKED, actor=dedi, duty=duties[OPEN], **wish)


def _offered(desk: Desk, chat: int) -> None:
    """A message that went out unprotected, about everything."""
    about = [duty.id for duty in plans.duties(desk.session, desk.satker_id)]
    common: dict[str, Any] = {"rank": 1, "method": "sendMessage", "created_at": desk.now, "sent_at": desk.now}
    payload = {"chat_id": chat, "text": "…"}
    desk.session.add(
        Outbox(satker_id=desk.satker_id, chat_id=chat, payload=payload, about=about, message_id=900, **common)
    )


def changed(board: Board, account: int, **to: Any) -> None:
    """Someone's role, areas or items are others now."""

    def written(desk: Desk) -> None:
        person = desk.session.get_one(Person, of(desk, account).id)
        for name, value in to.items():
            setattr(person, name, value)

    board.room.do(written)


def went_out(board: Board) -> None:
    """Telegram took all that was put out."""

    def numbered(desk: Desk) -> None:
        for row in board.sent():
            if row.sent_at is None and row.method.startswith("send"):
                here = desk.session.merge(row)
                here.sent_at = here.claimed_at = desk.now
                here.message_id = 1000 + id_of(row)

    board.room.do(numbered)


def leaks(board: Board, *, after: int = 0, may: set[int] = ITS_PEOPLE) -> list[tuple[int, str]]:
    """Messages that tell the word to whom it is not for, or that let it be passed on."""
    return list(_leaks(board.sent(), after, may))


def _leaks(sent: list[Outbox], after: int, may: set[int]) -> Iterator[tuple[int, str]]:
    for row in sent[after:]:
        said = json.dumps(row.payload)
        if MARK.casefold() not in said.casefold():
            continue
        origin = next((one for one in sent if one.id == row.payload.get("follows")), row)
        if row.payload.get("message_id"):
            first = [one for one in sent if one.chat_id == row.chat_id and one.message_id]
            origin = next(one for one in first if one.message_id == row.payload["message_id"])
        if row.chat_id not in may or not origin.payload.get("protect_content"):
            yield row.chat_id, said[:400]

"""Rows held against the facts that tell of them: evidence here, the others by modules of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from zibot.model import Group, Invitation, Leave, Person, Resemblance, Snooze, Topic
from zibot.proof import days, invited, likeness, people, places, planned, remarks
from zibot.proof.chain import Chain
from zibot.proof.comparing import few
from zibot.proof.finding import Finding, found
from zibot.proof.people import Seal, Told
from zibot.proof.said import said
from zibot.storage import proofs, testimony
from zibot.storage.database import Session
from zibot.storage.ledger import Fact, instant
from zibot.storage.proofs import Piece

STORED = "evidence.stored"


def examined(session: Session, satker_id: int, chain: Chain) -> Iterator[Finding]:
    """What was changed beside the ledger; facts that were changed themselves prove nothing."""
    facts = [link.fact for place, link in enumerate(chain.links) if chain.sound(place)]
    yield from few(_examined(session, satker_id, facts))


def _examined(session: Session, satker_id: int, facts: list[Fact]) -> Iterator[Finding]:
    codes, known = proofs.invitations(session, satker_id), people.told(facts)
    yield from _pieces(proofs.pieces(session, satker_id), facts, _Chats(people.seals(facts, STORED), codes, known))
    yield from remarks.examined(proofs.remarks(session, satker_id), facts, known)
    plans, items = proofs.plans(session, satker_id), proofs.items(session, satker_id)
    duties = proofs.obligations(session, satker_id)
    yield from planned.plans(plans, facts)
    yield from planned.items(items, facts)
    yield from planned.obligations(duties, items, facts)
    yield from planned.since(duties, items, plans, facts)
    members = testimony.rows(session, satker_id, Person, *people.COLUMNS)
    yield from people.examined(members, codes, known)
    yield from people.strangers(members, facts, known)
    invitations = testimony.rows(session, satker_id, Invitation, *invited.COLUMNS)
    yield from invited.examined(invitations, facts, known)
    yield from places.groups(testimony.rows(session, satker_id, Group, *places.GROUP), facts)
    yield from places.topics(testimony.rows(session, satker_id, Topic, *places.TOPIC), facts)
    yield from days.leaves(testimony.rows(session, satker_id, Leave, *days.LEAVE), facts)
    yield from days.snoozes(testimony.rows(session, satker_id, Snooze, *days.SNOOZE), facts)
    yield from likeness.examined(testimony.rows(session, satker_id, Resemblance, *likeness.COLUMNS), facts)


@dataclass(frozen=True, slots=True)
class _Chats:
    """What is needed to tell whose private chat a piece came from."""

    seals: Mapping[int, Seal]
    """The account of the sender of each piece, by its id, as it was sealed when they joined."""
    codes: Mapping[int, str]
    known: Mapping[int, Told]

    def strange(self, piece: Piece, fact: Fact) -> bool:
        """Whether a piece came from a private chat that is not its sender's; who was erased has none."""
        seal, sender = self.seals.get(fact.evidence_id or 0), self.known.get(fact.actor_id or 0)
        if seal is None or (sender is not None and sender.erased) or _in_group(piece.chat_id):
            return False
        return not people.opens(seal, piece.chat_id, self.codes)


def _in_group(chat_id: object) -> bool:
    """Whether a chat is a group's, which the digest of the message holds."""
    return isinstance(chat_id, int) and chat_id < 0


def _pieces(pieces: dict[int, Piece], facts: list[Fact], chats: _Chats) -> Iterator[Finding]:
    told = {fact.evidence_id: fact for fact in facts if fact.kind == STORED}
    for id, fact in told.items():
        number = said(fact).get("number")
        piece = pieces.get(id or 0)
        if piece is None:
            yield found("evidence-gone", _receipt(number), number=number)
        elif differing := list(_differing(piece, fact, chats)):
            yield found("evidence-changed", _receipt(number), number=number, fields=differing)
    for id, piece in pieces.items():
        if id not in told:
            yield found("evidence-unknown", _receipt(piece.number), number=piece.number)


def _receipt(number: object) -> str:
    return f"evidence {number:06d}" if isinstance(number, int) else f"evidence {number}"


def _differing(piece: Piece, fact: Fact, chats: _Chats) -> Iterator[str]:
    """The columns in which a piece is not what was said of it when it was stored."""
    told = said(fact)
    sent, forwarded = (
        datetime.fromisoformat(told[name]).astimezone(UTC) if name in told else None
        for name in ("sent_at", "forwarded_at")
    )
    wanted = {
        "number": told.get("number"),
        "person_id": fact.actor_id,
        "sha256": told.get("sha256"),
        "size": told.get("size"),
        "sent_at": sent,
        "stored_at": instant(fact.at),
        "happened_on": told.get("happened_on"),
        "forwarded_at": forwarded,
        "album": told.get("album"),
        # Older facts hold no digest.
        "row": told.get("row", piece.row),
    }
    yield from (name for name, value in wanted.items() if getattr(piece, name) != value)
    if chats.strange(piece, fact):
        yield "chat_id"

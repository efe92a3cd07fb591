"""Rows held against the facts that tell of them: evidence, plans, obligations."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from zibot.proof.chain import Chain
from zibot.proof.finding import Finding, found
from zibot.storage import proofs
from zibot.storage.database import Session
from zibot.storage.ledger import Fact, instant
from zibot.storage.proofs import Adopted, Piece

STORED = "evidence.stored"
PLANNED = ("plan.adopted", "plan.amended")


def examined(session: Session, satker_id: int, chain: Chain) -> Iterator[Finding]:
    """What was changed beside the ledger; facts that were changed themselves prove nothing."""
    facts = [link.fact for place, link in enumerate(chain.links) if chain.sound(place)]
    yield from _pieces(proofs.pieces(session, satker_id), facts)
    yield from _plans(proofs.plans(session, satker_id), facts)
    yield from _obligations(proofs.obligations(session, satker_id), facts)


def said(fact: Fact) -> dict[str, Any]:
    """What else a fact says."""
    try:
        found = json.loads(fact.payload)
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _pieces(pieces: dict[int, Piece], facts: list[Fact]) -> Iterator[Finding]:
    told = {fact.evidence_id: fact for fact in facts if fact.kind == STORED}
    for id, fact in told.items():
        number = said(fact).get("number")
        piece = pieces.get(id or 0)
        if piece is None:
            yield found("evidence-gone", _receipt(number), number=number)
        elif differing := list(_differing(piece, fact)):
            yield found("evidence-changed", _receipt(number), number=number, fields=differing)
    for id, piece in pieces.items():
        if id not in told:
            yield found("evidence-unknown", _receipt(piece.number), number=piece.number)


def _receipt(number: object) -> str:
    return f"evidence {number:06d}" if isinstance(number, int) else f"evidence {number}"


def _differing(piece: Piece, fact: Fact) -> Iterator[str]:
    """The columns in which a piece is not what was said of it when it was stored."""
    told = said(fact)
    sent = datetime.fromisoformat(told["sent_at"]).astimezone(UTC) if "sent_at" in told else None
    wanted = {
        "number": told.get("number"),
        "person_id": fact.actor_id,
        "sha256": told.get("sha256"),
        "size": told.get("size"),
        "sent_at": sent,
        "stored_at": instant(fact.at),
        "happened_on": told.get("happened_on"),
    }
    return (name for name, value in wanted.items() if getattr(piece, name) != value)


def _plans(plans: dict[int, Adopted], facts: list[Fact]) -> Iterator[Finding]:
    for fact in facts:
        told = said(fact)
        if fact.kind not in PLANNED or "plan" not in told:
            continue
        plan, where = plans.get(told["plan"]), f"plan {told['plan']}"
        if plan is None:
            yield found("plan-gone", where, number=told.get("number"))
        elif (plan.number, plan.source_sha256, plan.items) != (
            told.get("number"),
            told.get("source_sha256"),
            told.get("items", plan.items),
        ):
            yield found("plan-changed", where, number=told.get("number"))


def _obligations(obligations: set[int], facts: list[Fact]) -> Iterator[Finding]:
    lost = sorted({fact.obligation_id for fact in facts if fact.obligation_id is not None} - obligations)
    # What was written down when plans were adopted stays; later decrees and days only add to it.
    planned = sum(said(fact).get("obligations", 0) for fact in facts if fact.kind == "plan.adopted")
    short = planned - len(obligations)
    if lost or short > 0:
        yield found("obligation-gone", "obligation", count=max(len(lost), short))

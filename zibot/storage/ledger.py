"""The ledger: facts appended in the transaction that makes them true, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from zibot.model import Event

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """The one way in which a value is written for hashing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(event: Event) -> str:
    """The SHA-256 of everything that an event says, its predecessor's hash included."""
    said = [
        event.satker_id,
        event.at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.kind,
        event.obligation_id,
        event.evidence_id,
        event.payload,
        event.previous,
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def append(
    session: Session,
    satker_id: int,
    kind: str,
    *,
    at: datetime,
    actor_id: int | None = None,
    obligation_id: int | None = None,
    evidence_id: int | None = None,
    **payload: Any,
) -> Event:
    """Append one fact; what is None in the payload is left out. The caller commits it with the rows it speaks of."""
    last = session.exec(
        select(Event.hash).where(Event.satker_id == satker_id).order_by(col(Event.id).desc()).limit(1)
    ).first()
    event = Event(
        satker_id=satker_id,
        at=at,
        actor_id=actor_id,
        kind=kind,
        obligation_id=obligation_id,
        evidence_id=evidence_id,
        payload=canonical({name: value for name, value in payload.items() if value is not None}),
        previous=last or GENESIS,
        hash="",
    )
    event.hash = seal(event)
    session.add(event)
    session.flush()
    return event


def broken(session: Session, satker_id: int) -> Iterator[int]:
    """The ids of events whose seal or link does not hold; none in an honest ledger."""
    previous = GENESIS
    for event in session.exec(select(Event).where(Event.satker_id == satker_id).order_by(col(Event.id))):
        if event.previous != previous or event.hash != seal(event):
            yield event.id or 0
        previous = event.hash

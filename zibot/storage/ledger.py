"""The ledger: facts appended in the transaction that makes them true, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, bindparam, func, insert, select, type_coerce, update
from sqlmodel import Session, col

from zibot.model import Event, Head, saved
from zibot.rules.lifecycle import Kind
from zibot.storage.ending import asked, at_the_end
from zibot.storage.kept import looked_at

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """The one way in which a value is written for hashing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*said: object) -> str:
    """The SHA-256 by which a fact holds what a row says without saying it."""
    return hashlib.sha256(canonical(said).encode()).hexdigest()


class Fact(NamedTuple):
    """Everything that an event says, as it is sealed."""

    satker_id: int
    at: datetime
    actor_id: int | None
    kind: str
    obligation_id: int | None
    evidence_id: int | None
    payload: str
    """Canonical JSON."""
    previous: str
    """The hash of the fact before."""


def seal(fact: Fact) -> str:
    """The SHA-256 of everything that a fact says, its predecessor's hash included."""
    said = [*fact]
    said[1] = fact.at.astimezone(UTC).isoformat()
    return hashlib.sha256(canonical(said).encode()).hexdigest()


# Written once: this is done for each fact, and building a statement takes longer than running it.
_OF = col(Head.satker_id) == bindparam("of")
_HEAD = select(col(Head.count), col(Head.hash)).where(_OF)
_HELD = _HEAD.with_for_update()
_NEXT = update(Head).where(_OF).values(count=bindparam("n"), hash=bindparam("sealed"))
_APPEND = insert(Event)
_LIFE = frozenset(kind.value for kind in Kind)


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
) -> str:
    """Append one fact and return its hash; what is None in the payload is left out.

    Without an actor it was the clock, or whoever sits at the server. The caller commits it with the rows it speaks of.
    """
    session.flush()
    connection = session.connection()
    # Whoever has looked in this transaction, or since whom nobody wrote, holds it: none other can append meanwhile.
    sure, mine = looked_at(session), ("head", satker_id)
    kept = _new_head(session, satker_id) or sure.get(mine) or connection.execute(_HELD, {"of": satker_id}).first()
    count, previous = kept if kept is not None else _counted(session, satker_id)
    words = canonical({name: value for name, value in payload.items() if value is not None})
    fact = Fact(satker_id, at, actor_id, kind, obligation_id, evidence_id, words, previous)
    sealed = seal(fact)
    standings = sure.get(("standings", satker_id))
    appended = connection.execute(_APPEND, {**fact._asdict(), "hash": sealed}).inserted_primary_key
    assert appended is not None
    if standings is not None and kind not in _LIFE:
        # It changes no obligation: how they stand is known further on.
        sure["standings", satker_id] = replace(standings, event=(appended[0], sealed))
    if kept is None:
        connection.execute(insert(Head), {"satker_id": satker_id, "count": count + 1, "hash": sealed})
    else:
        at_the_end(session, _write_heads, {"of": satker_id, "n": count + 1, "sealed": sealed})
    sure[mine] = (count + 1, sealed)
    return sealed


def _new_head(session: Session, satker_id: int) -> tuple[int, str] | None:
    """The head after the facts of this transaction, which is written when it ends."""
    mine = (new for new in reversed(asked(session, _write_heads)) if new["of"] == satker_id)
    return next(((new["n"], new["sealed"]) for new in mine), None)


def _write_heads(connection: Connection, new: list[dict[str, Any]]) -> None:
    for last in {one["of"]: one for one in new}.values():
        connection.execute(_NEXT, last)


def _counted(session: Session, satker_id: int) -> tuple[int, str]:
    """The head of a ledger of which none is kept yet."""
    of = col(Event.satker_id) == satker_id
    count = session.scalar(select(func.count()).select_from(Event).where(of)) or 0
    last = session.scalar(select(col(Event.hash)).where(of).order_by(col(Event.id).desc()).limit(1))
    return count, last or GENESIS


def head(session: Session, satker_id: int) -> tuple[int, str]:
    """How many facts an office's ledger holds, and the hash of the last."""
    kept = _new_head(session, satker_id) or session.connection().execute(_HEAD, {"of": satker_id}).first()
    return (kept[0], kept[1]) if kept is not None else _counted(session, satker_id)


class Link(NamedTuple):
    """A fact as it stands in the ledger, with the hash that was written beside it."""

    id: int
    fact: Fact
    hash: str

    @property
    def sealed(self) -> str:
        """The hash that it should have; empty where it says what no fact can say."""
        try:
            return seal(self.fact)
        except (TypeError, ValueError, AttributeError):
            return ""


def last_at(session: Session, satker_id: int) -> datetime | None:
    """When the last fact was; None where there is none."""
    of = col(Event.satker_id) == satker_id
    return session.scalar(select(col(Event.at)).where(of).order_by(col(Event.id).desc()).limit(1))


def links(session: Session, satker_id: int) -> Iterator[Link]:
    """The facts of an office, oldest first, as they stand there: whoever changed them may have written anything."""
    rows = session.connection().execute(
        select(
            col(Event.id),
            col(Event.satker_id),
            type_coerce(col(Event.at), String),
            col(Event.actor_id),
            col(Event.kind),
            col(Event.obligation_id),
            col(Event.evidence_id),
            col(Event.payload),
            col(Event.previous),
            col(Event.hash),
        )
        .where(col(Event.satker_id) == satker_id)
        .order_by(col(Event.id))
    )
    for id, satker, at, *said, written in rows:
        yield Link(saved(id), Fact(satker, instant(at) or datetime.min.replace(tzinfo=UTC), *said), written)


def instant(raw: object) -> datetime | None:
    """An instant as the database holds it, in UTC without its zone; None where it is none."""
    try:
        found = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC)


def broken(session: Session, satker_id: int) -> Iterator[int]:
    """The ids of events whose seal or link does not hold; none in an honest ledger."""
    previous = GENESIS
    for link in links(session, satker_id):
        if link.fact.previous != previous or link.hash != link.sealed:
            yield link.id
        previous = link.hash

"""What a person did lately, told by what is written down anyway: what they filed where, and what they were told of."""

from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from zibot.model import Event, Evidence, Outbox, UtcDateTime
from zibot.rules.lifecycle import Kind

PIECES = 60
"""How many filed pieces are looked back on."""
MESSAGES = 6
"""How many of the newest messages in a chat are looked back on."""


class Filed(NamedTuple):
    """A piece that was filed: where, when, in which chat, and the words and the file's name that came with it."""

    obligation_id: int
    evidence_id: int
    at: datetime
    chat_id: int
    caption: str
    name: str


_BEFORE: Any = bindparam("before", type_=UtcDateTime)
_FILED: Any = (
    select_columns(
        *map(col, (Event.obligation_id, Event.evidence_id, Event.at, Evidence.chat_id, Evidence.caption, Evidence.name))
    )
    .join(Evidence, col(Evidence.id) == col(Event.evidence_id))
    .where(col(Event.actor_id) == bindparam("person"), col(Event.kind) == Kind.FILED, col(Event.at) <= _BEFORE)
    .order_by(col(Event.id).desc())
    .limit(PIECES)
)
_TOLD: Any = (
    select_columns(col(Outbox.about))
    .where(
        col(Outbox.chat_id) == bindparam("chat"),
        col(Outbox.created_at) > bindparam("since", type_=UtcDateTime),
        col(Outbox.created_at) <= _BEFORE,
    )
    .order_by(col(Outbox.id).desc())
    .limit(MESSAGES)
)


def filed(session: Session, person_id: int, *, until: datetime) -> list[Filed]:
    """The pieces that a person filed last, the newest first, each once: where they left it."""
    found: dict[int, Filed] = {}
    for row in session.connection().execute(_FILED, {"person": person_id, "before": until}):
        found.setdefault(row.evidence_id, Filed(*row))
    return list(found.values())


def told(session: Session, chat_id: int, *, since: datetime, until: datetime) -> tuple[int, ...]:
    """The obligations that the newest messages in a chat were about, the newest first."""
    asked = {"chat": chat_id, "since": since, "before": until}
    rows = session.connection().execute(_TOLD, asked).scalars()
    return tuple(dict.fromkeys(chain.from_iterable(rows)))

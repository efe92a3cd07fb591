"""What waits and for how long, looked up without waking the house: for health and for the doctor."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_WAITING = {
    "inbox": "SELECT count(*), min(received_at) FROM inbox WHERE handled_at IS NULL AND dead_at IS NULL",
    "outbox": "SELECT count(*), min(created_at) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL",
}
_DEAD = "SELECT count(*) FROM inbox WHERE dead_at IS NOT NULL"
_UNCERTAIN = "SELECT count(*) FROM outbox WHERE doubts > 1 AND failed_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Lag:
    """How many wait, and for how many seconds the oldest does."""

    waiting: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class Lags:
    """What waits on its way in and out, what was set aside, and of what nobody knows whether it arrived."""

    inbox: Lag
    outbox: Lag
    dead: int
    uncertain: int


def lags(database: Path, now: datetime) -> Lags | None:
    """What waits in a SQLite database; None where it cannot be read or has no tables yet."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
            waiting = {name: _lag(connection.execute(query).fetchone(), now) for name, query in _WAITING.items()}
            counts = (int(connection.execute(query).fetchone()[0]) for query in (_DEAD, _UNCERTAIN))
            return Lags(waiting["inbox"], waiting["outbox"], *counts)
    except (sqlite3.Error, ValueError):
        return None


def _lag(row: tuple[int, str | None], now: datetime) -> Lag:
    count, since = row
    oldest = datetime.fromisoformat(since).replace(tzinfo=UTC) if since else now
    return Lag(count, max(0.0, (now - oldest).total_seconds()))

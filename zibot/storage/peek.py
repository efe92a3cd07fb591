"""A look at a SQLite database without waking the house: is there anything to do? A few milliseconds, no library."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

WAITING = (
    "SELECT 1 FROM inbox WHERE handled_at IS NULL AND dead_at IS NULL",
    "SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL",
    "SELECT 1 FROM draft WHERE closed_at IS NULL AND (read_at IS NULL OR adopt_at IS NOT NULL)",
)

LONGEST = timedelta(days=1)
"""The clock is looked at every day; an hour that lies further off was set by a clock that was wrong."""


def may_sleep(database: Path, now: datetime) -> bool:
    """Whether nothing waits and the clock need not be looked at yet; False wherever that is not certain."""
    if not database.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
            looks = connection.execute("SELECT look_at FROM waking").fetchall()
            waiting = any(connection.execute(f"{query} LIMIT 1").fetchone() for query in WAITING)
        moments = [datetime.fromisoformat(look).replace(tzinfo=UTC) for (look,) in looks]
    except (sqlite3.Error, ValueError):
        return False
    return bool(moments) and all(now < look <= now + LONGEST for look in moments) and not waiting

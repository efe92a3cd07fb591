"""A consistent copy of a SQLite database while others write to it, and what a restored one must forget."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from zibot.model import Outbox
from zibot.storage import outbox

STALE = timedelta(hours=1)
"""What waited for so long before a restore is not sent any more."""


class SnapshotError(Exception):
    """The database could not be copied."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a database into one file by SQLite's own backup.

    Raises SnapshotError, also where the database is damaged, and leaves nothing behind.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=15)) as there,
            closing(sqlite3.connect(target, isolation_level=None)) as here,
        ):
            there.backup(here)
            # A copy is one file: no journal beside it that could be left behind.
            here.execute("PRAGMA journal_mode=DELETE")
            # One that is damaged would in time take the place of all that are not.
            found = [str(row[0]) for row in here.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"]:
            raise SnapshotError("; ".join(" ".join(line.split()) for line in found))
        with target.open("rb") as written:
            os.fsync(written.fileno())
    except (sqlite3.Error, OSError, SnapshotError) as error:
        target.unlink(missing_ok=True)
        raise SnapshotError(str(error)) from error


def is_database(file: Path) -> bool:
    """Whether a file begins as SQLite's do."""
    with file.open("rb") as opened:
        return opened.read(16) == b"SQLite format 3\0"


def close_stale(session: Session, now: datetime) -> int:
    """Give up calls that waited when the copy was made and are old by now; returns how many."""
    rows = session.exec(
        select(Outbox).where(
            col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None), col(Outbox.created_at) < now - STALE
        )
    ).all()
    for row in rows:
        outbox.let_go(row, "restored", now)
    return len(rows)

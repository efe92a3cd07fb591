"""A look at a database that changes nothing, whatever its version: is it whole, is it ours, what got stuck in it?"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from zibot.model import Evidence, Inbox, Outbox, Satker
from zibot.storage.database import DatabaseError
from zibot.storage.outbox import RECALLED

_SQLITE = "sqlite:///"
ORPHANS = "foreign key: "
"""Begins what is told of a table with rows whose parent is gone."""


@contextmanager
def looking(url: str) -> Iterator[Session]:
    """A session that sees one picture and can write nothing; no table is brought up to date. Raises DatabaseError."""
    try:
        engine = _engine(url)
        try:
            with Session(engine, expire_on_commit=False) as session:
                yield session
        finally:
            engine.dispose()
    except (SQLAlchemyError, sqlite3.Error, ModuleNotFoundError) as error:
        raise DatabaseError(url, str(getattr(error, "orig", None) or error).splitlines()[0]) from error


def _engine(url: str) -> Engine:
    if not url.startswith(_SQLITE):
        return create_engine(url, poolclass=NullPool, execution_options={"postgresql_readonly": True})
    address = f"{Path(url.removeprefix(_SQLITE)).absolute().as_uri()}?mode=ro"

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=5, isolation_level=None, check_same_thread=False)
        # A byte that someone changed must not keep the others from being read.
        connection.text_factory = lambda said: str(said, "utf-8", "replace")
        connection.execute("BEGIN")
        return connection

    return create_engine("sqlite://", creator=opened, poolclass=NullPool)


def revision(session: Session) -> str | None:
    """The migration at which the database stands; None where zibot has made no tables in it."""
    connection = session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return row[0] if row else None


def damages(session: Session) -> list[str]:
    """What SQLite finds broken in its own file, in its own words; nothing for any other database."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return []
    told = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(5)"))]
    orphans = {str(row[0]) for row in connection.execute(text("PRAGMA foreign_key_check"))}
    return [line for line in told if line != "ok"] + [f"{ORPHANS}{table}" for table in sorted(orphans)]


def satkers(session: Session) -> Sequence[Satker]:
    """The offices that this database knows, the oldest first."""
    return session.exec(select(Satker).order_by(col(Satker.id))).all()


def kept(session: Session, satker_id: int) -> Sequence[tuple[int, str, int]]:
    """Number, SHA-256 and size of each piece of evidence, as they were written on its receipt."""
    return session.exec(
        select(Evidence.number, Evidence.sha256, Evidence.size)
        .where(Evidence.satker_id == satker_id)
        .order_by(col(Evidence.number))
    ).all()


def set_aside(session: Session, since: datetime) -> Sequence[Inbox]:
    """Updates that could not be handled and were given up since then, the oldest first."""
    return session.exec(select(Inbox).where(col(Inbox.dead_at) >= since).order_by(col(Inbox.id))).all()


def unhandled(session: Session, before: datetime) -> Sequence[Inbox]:
    """Updates that came before then and still wait, the oldest first."""
    return session.exec(
        select(Inbox)
        .where(col(Inbox.handled_at).is_(None), col(Inbox.dead_at).is_(None), col(Inbox.received_at) < before)
        .order_by(col(Inbox.id))
    ).all()


def given_up(session: Session, since: datetime) -> Sequence[Outbox]:
    """Calls that Telegram refused for good since then, the oldest first."""
    refused = (col(Outbox.failed_at) >= since, col(Outbox.error) != RECALLED)
    return session.exec(select(Outbox).where(*refused).order_by(col(Outbox.id))).all()


def unsent(session: Session, before: datetime) -> Sequence[Outbox]:
    """Calls that were to be made before then and still wait, the oldest first."""
    return session.exec(
        select(Outbox)
        .where(col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None), col(Outbox.created_at) < before)
        .order_by(col(Outbox.id))
    ).all()

"""The database: opened once, migrated on opening, read or written in whole transactions."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import DatabaseError as DriverError
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from zibot.settings import SettingsError
from zibot.storage import ending, kept, whereabouts

__all__ = ["Database", "DatabaseError", "DriverError", "Session", "is_damage", "is_trouble", "open_database"]

HEAD = "0005"
"""The newest migration; a test compares it with the migrations folder."""


class DatabaseError(SettingsError):
    """The database cannot be opened; `why` is the driver's own word. A password in its address is not repeated."""

    def __init__(self, url: str, why: str) -> None:
        shown = re.sub(r"(?<=:)[^:/@]+(?=@)", "***", url)
        super().__init__("database", url=shown, why=why)


def is_trouble(error: BaseException) -> bool:
    """Whether an error is the disk's or the database's own: full, locked, read-only, damaged."""
    mistakes = (IntegrityError, ProgrammingError, DataError, NotSupportedError)
    return isinstance(error, DriverError) and not isinstance(error, mistakes)


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the database's own file is broken, so that what is written into it may be lost."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class _Joined(Session):
    """A session within a transaction that is begun and ended outside of it."""

    def __init__(self, connection: Connection, info: dict[str, Any]) -> None:
        super().__init__(connection, expire_on_commit=False, join_transaction_mode="rollback_only", info=info)
        self._joined = connection

    def connection(self, *_args: Any, **_kwargs: Any) -> Connection:
        """The connection, told without looking for it: that takes as long as a small statement, many times a job."""
        return self._joined


class Database:
    """One engine; `reading()` and `writing()` give sessions in a transaction of their own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        configure_mappers()  # rows are made as if they had been read, before anything was
        self.engine = _engine(url, sqlite=self.sqlite)
        self._reader = self.engine.execution_options(begin="BEGIN")
        # What was made of rows is kept for readers and writers apart: these know what is not yet committed.
        self._read: dict[str, Any] = {"kept": {}}
        self._written: dict[str, Any] = {"kept": {}}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent picture and leaves nothing behind."""
        with self._reader.connect() as connection:
            connection.begin()
            with _Joined(connection, self._read) as session:
                yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose facts are committed together when the block ends, or not at all."""
        try:
            with self.engine.begin() as connection, _Joined(connection, self._written) as session:
                yield session
                session.flush()
                ending.write_all(connection)
        except BaseException:
            self.forget()
            raise

    @contextmanager
    def sharing(self) -> Iterator[Callable[[Callable[[Session], Any]], Any]]:
        """One transaction for several pieces of work, each with a session of its own; all are committed or none."""
        with self.engine.begin() as connection:

            def work(job: Callable[[Session], Any]) -> Any:
                with _Joined(connection, self._written) as session:
                    result = job(session)
                    session.flush()
                    return result

            yield work
            ending.write_all(connection)

    def must_be_whole(self) -> None:
        """Raise DriverError where the database finds its own file broken; only SQLite can tell."""
        if not self.sqlite:
            return
        with self.reading() as session:
            found = str(session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar())
        if found != "ok":
            raise DriverError("PRAGMA quick_check", None, sqlite3.DatabaseError(" ".join(found.split())))

    def forget(self) -> None:
        """Forget what writers kept: what they had seen was taken back."""
        self._written["kept"].clear()

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def _engine(url: str, *, sqlite: bool) -> Engine:
    if not sqlite:
        engine = create_engine(url, hide_parameters=True)
        event.listen(engine, "begin", kept.begun)
        event.listen(engine, "begin", ending.forget)
        _watched(engine)
        return engine
    # What failed is logged without what was to be written: captions and names are not the log's business.
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False}, hide_parameters=True)
    file = Path(engine.url.database or "")
    _watched(engine)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, record: Any) -> None:
        # The driver's own transactions start too late; ours are said in full below.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            connection.execute(f"PRAGMA {pragma}")
        whereabouts.remember(record.info, file)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        whereabouts.check(connection, file)
        # Writers queue up at the door: a transaction that reads first and writes later would fail half-way.
        _said(connection, connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))
        kept.begun(connection, _version)
        ending.forget(connection)

    return engine


def _version(connection: Connection) -> object:
    """SQLite's word for the last change that another connection made."""
    return _said(connection, "PRAGMA data_version")


def _said(connection: Connection, statement: str) -> object:
    """What the driver itself answers, which takes a fraction of the usual way; its errors are raised as usual."""
    try:
        return connection.connection.cursor().execute(statement).fetchone()
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, dialect=connection.dialect) from error


def _watched(engine: Engine) -> None:
    """Let what is kept of rows know what is written through this engine, and what is taken back."""

    def before_cursor_execute(connection: Connection, _cursor: Any, statement: str, *rest: Any) -> None:
        context = rest[1]
        if context is not None and (context.isinsert or context.isupdate or context.isdelete):
            written = getattr(context.compiled.statement, "table", None) if context.compiled else None
            kept.wrote(connection, getattr(written, "name", None))
        elif context is not None and context.is_text and not statement.startswith(("BEGIN", "SELECT", "PRAGMA")):
            kept.wrote(connection, None)

    event.listen(engine, "before_cursor_execute", before_cursor_execute)
    event.listen(engine, "rollback", kept.forget)
    event.listen(engine, "rollback_savepoint", lambda connection, *_: kept.forget(connection))


def open_database(url: str) -> Database:
    """Open the database and bring its tables up to date; raises DatabaseError when that cannot be."""
    if url.startswith("sqlite:///"):
        try:
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(url, str(error)) from error
    try:
        database = Database(url)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise DatabaseError(url, str(error)) from error
    try:
        if _revision(database.engine) != HEAD:
            _migrate(database.engine)
    except DatabaseError:
        database.close()
        raise
    except DBAPIError as error:
        database.close()
        raise DatabaseError(url, str(error.orig)) from error
    return database


def _revision(engine: Engine) -> str | None:
    with engine.execution_options(begin="BEGIN").connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return row[0] if row else None


def _migrate(engine: Engine) -> None:
    # Alembic is slow to import and needed only when the tables are not up to date.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:  # a newer zibot made these tables
            raise DatabaseError(str(engine.url), str(error)) from error

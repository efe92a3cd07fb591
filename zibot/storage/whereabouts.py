"""Where a SQLite database lies: whether it was lost, or taken away from under a running bot, as a whole or in part."""

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zibot.settings import SettingsError

if TYPE_CHECKING:
    from sqlalchemy import Connection

Identity = tuple[int, int]
"""Which file it is: device and number on it."""
_KNOWN, _BESIDE = "file", "beside"
STAGE = ".restore-"
"""Begins the name of a folder in which a restore unpacks; one that was killed leaves it."""


def lost(file: Path | None, folder: Path) -> bool:
    """Whether there is no database though a data folder holds evidence, or had a nightly copy: one was there.

    So it is, too, where a restore was killed before its end: one was to be there.
    """
    try:
        if file is None or (file.exists() and file.stat().st_size):
            return False
        told = (folder / "last-backup.json").exists() or any(folder.glob(f"{STAGE}*"))
        return told or any((folder / "evidence").glob("??/*"))
    except OSError:
        return False


def held(folder: Path) -> bool:
    """Whether a bot holds this data folder."""
    try:
        lock = (folder / "zibot.lock").open()
    except FileNotFoundError:
        return False
    with lock:
        try:
            # A shared lock, given back at once: it never takes the folder from a bot.
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(lock, fcntl.LOCK_UN)
        return False


def identity(file: Path) -> Identity | None:
    """Which file it is; None where there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def remember(info: dict[Any, Any], file: Path) -> None:
    """Note which file a new connection opened, in what is known of it."""
    info[_KNOWN] = identity(file)


def check(connection: "Connection", file: Path) -> None:
    """Refuse to begin on a file that is no longer there: what was written into it would be gone with the process.

    Raises OperationalError. Once another is in its place the next attempt opens that one. Raises SettingsError where
    its journal was taken away: nothing but a new process can begin another.
    """
    here = identity(file)
    if here is not None and here == connection.info.get(_KNOWN):
        _check_beside(connection, file)
        return
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - health asks here, too, while the house is asleep

    if here is not None:
        connection.invalidate()
    raise OperationalError("BEGIN", None, sqlite3.OperationalError("the database file was removed or replaced"))


def _check_beside(connection: "Connection", file: Path) -> None:
    """Refuse to begin where the files beside the database are no longer those that are written to.

    What was written last is in them and, through this connection, can still be brought into the database.
    """
    beside = (identity(Path(f"{file}-wal")), identity(Path(f"{file}-shm")))
    known = connection.info.get(_BESIDE)
    if beside == known:
        return
    if known is not None:
        with contextlib.suppress(sqlite3.Error):
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").close()
        raise SettingsError("journal-lost", file=f"{file}-wal")
    if None not in beside:
        connection.info[_BESIDE] = beside

"""Where a SQLite database lies: whether it was lost, or another was put in its place under a running bot."""

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

Identity = tuple[int, int]
"""Which file it is: device and number on it."""
_KNOWN = "file"


def lost(file: Path | None, folder: Path) -> bool:
    """Whether there is no database though a data folder holds evidence, or had a nightly copy: one was there."""
    try:
        if file is None or (file.exists() and file.stat().st_size):
            return False
        return (folder / "last-backup.json").exists() or any((folder / "evidence").glob("??/*"))
    except OSError:
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

    Raises OperationalError. Once another is in its place the next attempt opens that one.
    """
    here = identity(file)
    if here is not None and here == connection.info.get(_KNOWN):
        return
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - health asks here, too, while the house is asleep

    if here is not None:
        connection.invalidate()
    raise OperationalError("BEGIN", None, sqlite3.OperationalError("the database file was removed or replaced"))

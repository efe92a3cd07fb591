"""The nightly copy: one file of the database for each day, beside a pool of evidence that only grows."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from zibot.backup.archive import whole
from zibot.backup.last import LastBackup, last_backup, write_down
from zibot.backup.workplace import workplace
from zibot.settings import Settings
from zibot.storage import examine, proofs, snapshot
from zibot.storage.database import DatabaseError
from zibot.storage.files import FileError, Files, tidy
from zibot.storage.proofs import Named

AGAIN = timedelta(hours=1)
"""After so long a copy that failed is tried once more."""
_BESIDE = ".zibot-"
_OURS = re.compile(r"zibot-\d{4}-\d{2}-\d{2}\.db")


def due(settings: Settings, now: datetime) -> bool:
    """Whether the copy of this local day is still to be made; a look at one small file."""
    local = now.astimezone(settings.timezone)
    if not settings.backup_keep or settings.sqlite_file() is None or local.time() < settings.backup_at:
        return False
    last = last_backup(settings.data_dir)
    if last.tried_at is None:
        return True
    if last.error:
        return not last.tried_at <= now < last.tried_at + AGAIN
    return last.tried_at.astimezone(settings.timezone).date() != local.date()


def make(settings: Settings, now: datetime) -> LastBackup:
    """Copy the database and what is new in the store, and let the oldest copies go; what failed is in `error`."""
    before = last_backup(settings.data_dir)
    try:
        made = _made(settings, now)
    except (OSError, snapshot.SnapshotError, FileError) as error:
        made = replace(before, tried_at=now, error=str(error) or type(error).__name__)
    except DatabaseError as error:
        made = replace(before, tried_at=now, error=error.details["why"])
    try:
        write_down(settings.data_dir, made)
    except OSError as error:
        made = replace(made, error=made.error or str(error))
    return made


def _made(settings: Settings, now: datetime) -> LastBackup:
    source, folder = settings.sqlite_file(), settings.backups()
    assert source is not None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / name_of(now.astimezone(settings.timezone).date())
    # The bot and `zibot tick` may find it due at the same moment.
    with workplace(folder, _BESIDE) as beside:
        tidy(Files(folder))
        copy = beside / target.name
        snapshot.copy_database(source, copy)
        with examine.looking(f"sqlite:///{copy}") as session:
            named = proofs.files(session)
        damaged = _pooled(Files(settings.data_dir), Files(folder), named)
        copy.chmod(0o600)
        copy.replace(target)
    _let_go(target, settings.backup_keep)
    numbers = tuple(one.number for one in damaged if one.what == "evidence")
    return LastBackup(now, str(target), len({one.sha256 for one in named}), numbers, now)


def name_of(day: date) -> str:
    """The copy of a day."""
    return f"zibot-{day.isoformat()}.db"


def _pooled(files: Files, pool: Files, named: list[Named]) -> list[Named]:
    """Copy into the pool what it does not hold yet; returns what was broken or gone."""
    damaged = []
    for one in named:
        if pool.path(one.sha256).exists():
            continue
        content = whole(files, one.sha256)
        if content is None:
            damaged.append(one)
        else:
            pool.keep(content)
    return damaged


def _let_go(newest: Path, keep: int) -> None:
    """Delete our own copies but for the newest; first of all those of coming days, made while a clock was wrong."""
    ours = [path for path in newest.parent.iterdir() if _OURS.fullmatch(path.name)]
    ours.sort(key=lambda path: (path.name <= newest.name, path.name))
    for path in ours[:-keep]:
        path.unlink()

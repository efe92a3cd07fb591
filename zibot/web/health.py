"""Health: how the line, the rows and the disk are, as JSON; the same figures for a supervisor and for people."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from zibot import clock
from zibot.backup.last import last_backup
from zibot.settings import Settings
from zibot.storage import whereabouts
from zibot.storage.lags import Lags, lags

LITTLE = 50_000_000
"""Bytes of free space below which evidence will soon be refused."""


@dataclass(frozen=True, slots=True)
class Line:
    """How the line to Telegram is: seconds since it last answered, and what stands in the way."""

    polls: bool
    """Whether updates are asked for; else they are brought to the webhook."""
    silent_seconds: float
    why: str
    awake: bool


def health(settings: Settings, line: Line) -> tuple[bool, dict[str, Any]]:
    """Whether all is well, and the figures."""
    now = clock.now(settings)
    database = settings.sqlite_file()
    found = lags(database, now) if database is not None else None
    free = _free(settings)
    why = line.why or _trouble(settings, line, found=found, free=free)
    return not why, {
        "ok": not why,
        "state": "awake" if line.awake else "asleep",
        "why": why,
        "mode": "polling" if line.polls else "webhook",
        "last_poll_seconds": line.silent_seconds if line.polls else None,
        "last_answer_seconds": line.silent_seconds,
        "inbox": {**asdict(found.inbox), "dead": found.dead} if found else None,
        "outbox": {**asdict(found.outbox), "uncertain": found.uncertain} if found else None,
        "disk_free_bytes": free,
        "backup_age_seconds": _since_backup(settings, now),
    }


def _trouble(settings: Settings, line: Line, *, found: Lags | None, free: int | None) -> str:
    """What is wrong although nothing has failed yet; empty where all is well."""
    database = settings.sqlite_file()
    if line.silent_seconds > settings.watch_seconds:
        return f"Telegram has not answered for {line.silent_seconds:.0f} s"
    lost = whereabouts.lost(database, settings.data_dir)
    if lost or (found is None and database is not None and (line.awake or database.exists())):
        return "the database cannot be read"
    return shortage(free)


def shortage(free: int | None) -> str:
    """What is wrong with so many free bytes; None where nobody knows how many there are."""
    return f"only {free} bytes are left on the disk" if free is not None and free < LITTLE else ""


def _since_backup(settings: Settings, now: datetime) -> float | None:
    """Seconds since the last good nightly copy; None where there was none."""
    at = last_backup(settings.data_dir).at
    return max(0.0, (now - at).total_seconds()) if at is not None else None


def _free(settings: Settings) -> int | None:
    try:
        return shutil.disk_usage(settings.data_dir).free
    except OSError:
        return None


Look = Callable[[], Line]
"""How the line is now."""

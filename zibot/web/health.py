"""Health: how the line, the rows and the disk are, as JSON; the same figures for a supervisor and for people."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from zibot import clock
from zibot.settings import Settings
from zibot.storage.lags import lags

LITTLE = 50_000_000
"""Bytes of free space below which evidence will soon be refused."""


@dataclass(frozen=True, slots=True)
class Line:
    """How the line to Telegram is: seconds since it last answered, and what stands in the way."""

    polls: bool
    """Whether updates are asked for; else they are brought to the webhook."""
    silent_seconds: float | None
    why: str
    awake: bool


def health(settings: Settings, line: Line) -> tuple[bool, dict[str, Any]]:
    """Whether all is well, and the figures."""
    database = settings.sqlite_file()
    found = lags(database, clock.now(settings)) if database is not None and database.exists() else None
    free = _free(settings)
    silent = line.polls and (line.silent_seconds is None or line.silent_seconds > settings.watch_seconds)
    ok = not line.why and not silent and (free is None or free > LITTLE)
    return ok, {
        "ok": ok,
        "state": "awake" if line.awake else "asleep",
        "why": line.why,
        "mode": "polling" if line.polls else "webhook",
        "last_poll_seconds": line.silent_seconds if line.polls else None,
        "last_update_seconds": None if line.polls else line.silent_seconds,
        "inbox": {**asdict(found.inbox), "dead": found.dead} if found else None,
        "outbox": {**asdict(found.outbox), "uncertain": found.uncertain} if found else None,
        "disk_free_bytes": free,
        "backup_age_seconds": None,
    }


def _free(settings: Settings) -> int | None:
    try:
        return shutil.disk_usage(settings.data_dir).free
    except OSError:
        return None


Look = Callable[[], Line]
"""How the line is now."""

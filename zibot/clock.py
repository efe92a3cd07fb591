"""The only clock: the machine's, or a file's where a rehearsal moves it."""

import json
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from zibot.settings import Settings

SETTLED = 1.0
"""Seconds after which a clock file is not read again until it changes."""


def now(settings: Settings) -> datetime:
    """The instant it is, aware."""
    real = datetime.now(UTC)  # noqa: TID251 - the one place
    return real if settings.clock_file is None else moved(settings.clock_file, real)


def uptime() -> float:
    """Seconds since this machine was started, those in which it slept included; nobody moves this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def moved(path: Path, real: datetime) -> datetime:
    """The time on a rehearsal's clock when the machine's reads `real`: running since a moment, or standing still."""
    state = path.stat()
    # Of a file that was written just now another change might not be seen by its time.
    old = real.timestamp() - state.st_mtime > SETTLED
    at, since = (_read if old else _read.__wrapped__)(path, state.st_mtime_ns, state.st_ino, state.st_size)
    return at if since is None else at + timedelta(seconds=real.timestamp() - since)


@lru_cache(maxsize=4)
def _read(path: Path, *_state: int) -> tuple[datetime, float | None]:
    """What the file says: a time, and since when it runs."""
    said = json.loads(path.read_text(encoding="utf-8"))
    return datetime.fromisoformat(said["at"]), said["since"]

"""The only clock: the machine's, or a file's where a rehearsal moves it."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from zibot.settings import Settings


def now(settings: Settings) -> datetime:
    """The instant it is, aware."""
    real = datetime.now(UTC)  # noqa: TID251 - the one place
    return real if settings.clock_file is None else moved(settings.clock_file, real)


def uptime() -> float:
    """Seconds since this machine was started, those in which it slept included; nobody moves this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def moved(path: Path, real: datetime) -> datetime:
    """The time on a rehearsal's clock when the machine's reads `real`: running since a moment, or standing still."""
    said = json.loads(path.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(said["at"])
    return at if said["since"] is None else at + timedelta(seconds=real.timestamp() - said["since"])

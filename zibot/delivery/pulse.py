"""The pulse: a small file that tells, also to other processes and after our death, when the line last answered."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from zibot.storage import notes

FILE = "zibot.pulse"
LONG = timedelta(hours=1)
"""Who was away for so long says so."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat of the pulse."""

    at: datetime
    """When it was written."""
    heard_at: datetime | None
    """When Telegram last answered: to getUpdates, or with an update to the webhook."""
    why: str = ""
    """What stands in the way."""
    address: str = ""
    """Where health is told."""
    away_since: datetime | None = None
    """Since when nobody was here, while those who are to hear so have not heard it."""


def write(folder: Path, beat: Beat) -> None:
    """Put a beat in place of the last one; raises OSError."""
    said = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(beat).items()}
    notes.put(folder / FILE, json.dumps(said))


def read(folder: Path) -> Beat | None:
    """The last beat; None where there is none that can be read."""
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Beat(
            datetime.fromisoformat(said["at"]),
            _instant(said["heard_at"]),
            str(said["why"]),
            str(said["address"]),
            _instant(said["away_since"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _instant(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


class Heart:
    """Notes when Telegram answered, and from when until when nobody was here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        before = read(folder)
        self._heard_at = before.heard_at if before else None
        self._away_since = before.away_since if before else None
        self._heard: float | None = None
        self._ticked = 0.0

    @property
    def away(self) -> tuple[datetime, datetime] | None:
        """From when until when nobody was here, if that just came to an end and was not said yet."""
        if self._heard is None or self._away_since is None or self._heard_at is None:
            return None
        return self._away_since, self._heard_at

    @property
    def settled(self) -> bool:
        """Whether Telegram answered this process, and nothing is left to be said."""
        return self._heard is not None and self.away is None

    def note(self, heard: float | None, *, now: datetime, uptime: float) -> None:
        """Telegram answered last at `heard`, on a clock of its own; `uptime` is one that nobody moves, in seconds."""
        if heard is None or heard == self._heard:
            return
        first, silent = self._heard is None, uptime - self._ticked
        before, self._heard_at, self._heard, self._ticked = self._heard_at, now, heard, uptime
        # A clock that was moved under a running bot is no absence.
        if before is not None and now - before >= LONG and (first or silent >= LONG.total_seconds()):
            self._away_since = self._away_since or before

    def said(self) -> None:
        """Those who were to hear of the absence will."""
        self._away_since = None

    def beat(self, now: datetime, *, why: str, address: str) -> None:
        """Write it down; raises OSError."""
        write(self._folder, Beat(now, self._heard_at, why, address, self._away_since))

"""What became of the nightly copy, in a small file that health can read without a database."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from zibot.storage import notes

NAME = "last-backup.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last good copy, and the last try."""

    at: datetime | None = None
    """When the last good copy was made; None where there was none yet."""
    file: str = ""
    files: int = 0
    """Evidence files that it names."""
    damaged: tuple[int, ...] = ()
    """Receipt numbers of evidence that was broken or gone when it was made."""
    tried_at: datetime | None = None
    """When a copy was last tried, good or not."""
    error: str = ""
    """Why the last try failed; empty where it did not."""


def last_backup(folder: Path) -> LastBackup:
    """What is known of the nightly copies of a data folder."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return LastBackup(
            _instant(said["at"]),
            str(said["file"]),
            int(said["files"]),
            tuple(said["damaged"]),
            _instant(said["tried_at"]),
            str(said["error"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return LastBackup()


def _instant(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said).astimezone(UTC) if said else None


def write_down(folder: Path, last: LastBackup) -> None:
    """Keep it for the next look; whole or not at all."""
    words = json.dumps(asdict(last), default=lambda instant: instant.astimezone(UTC).isoformat(), indent=1)
    notes.put(folder / NAME, words)

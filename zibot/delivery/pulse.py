"""The pulse: a small file that tells, also to other processes and after our death, when the line last answered."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

FILE = "zibot.pulse"


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


def write(folder: Path, beat: Beat) -> None:
    """Put a beat in place of the last one; raises OSError."""
    said = asdict(beat) | {"at": beat.at.isoformat(), "heard_at": beat.heard_at.isoformat() if beat.heard_at else None}
    part = folder / f".{FILE}.{os.getpid()}"
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(folder / FILE)


def read(folder: Path) -> Beat | None:
    """The last beat; None where there is none that can be read."""
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        heard = said["heard_at"]
        return Beat(
            datetime.fromisoformat(said["at"]),
            datetime.fromisoformat(heard) if heard else None,
            str(said["why"]),
            str(said["address"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None

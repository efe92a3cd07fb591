"""What a backup says of itself: its first member tells that it is ours, its last what it must hold."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = 1
LABEL, DATABASE, MANIFEST = "zibot-backup.json", "zibot.db", "manifest.json"
KEY, SEALED = "key.age", "backup.tar.age"
"""Members of a sealed backup: a key that the passphrase opens, and the backup itself, sealed with that key."""
EVIDENCE = re.compile(r"evidence/([0-9a-f]{2})/(\1[0-9a-f]{62})")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of a backup, written last, so that one that was cut off has none."""

    format: int
    made_at: str
    """An instant in ISO 8601."""
    events: int
    head: str
    files: dict[str, tuple[str, int]]
    """SHA-256 and size of each member by name."""
    damaged: tuple[str, ...] = ()
    """Hashes of files that were broken or gone when the backup was made."""

    def as_json(self) -> bytes:
        """The manifest as it is written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def read(said: bytes) -> Manifest:
    """The manifest that was written; raises ValueError where it is none of ours."""
    try:
        told: dict[str, Any] = json.loads(said)
        files = {str(name): (str(sha256), int(size)) for name, (sha256, size) in told["files"].items()}
        datetime.fromisoformat(told["made_at"])
        found = Manifest(
            int(told["format"]), told["made_at"], int(told["events"]), told["head"], files, tuple(told["damaged"])
        )
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(MANIFEST) from error
    if found.format != FORMAT:
        raise ValueError(f"format {found.format}")
    return found


def path_of(sha256: str) -> str:
    """The member that holds evidence of this hash."""
    return f"evidence/{sha256[:2]}/{sha256}"

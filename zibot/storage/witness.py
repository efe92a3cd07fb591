"""The witness: a small file beside the database that tells how far the ledger had come, should the database forget it.

Whoever deletes the journal of a bot that was killed takes the last facts with it, and what is left looks whole.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from zibot.storage import notes

FILE = "zibot.head"
_KNOWN = "SELECT 1 FROM event WHERE hash = ?"
_HEAD = "SELECT head.count, head.hash FROM head JOIN satker ON satker.id = head.satker_id WHERE satker.code = ?"


@dataclass(frozen=True, slots=True)
class Seen:
    """How far an office's ledger had come: how many facts there were, and the hash of the last."""

    satker: str
    """The office's code."""
    count: int
    head: str
    at: datetime


def write(folder: Path, seen: Seen) -> None:
    """Put it in place of what was seen before; raises OSError."""
    notes.put(folder / FILE, json.dumps({**asdict(seen), "at": seen.at.isoformat()}))


def read(folder: Path) -> Seen | None:
    """What was seen last; None where there is nothing that can be read."""
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Seen(str(said["satker"]), int(said["count"]), str(said["head"]), datetime.fromisoformat(said["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _looked(database: Path, satker: str, before: Seen | None) -> tuple[int, str, bool] | None:
    """Count and head of an office's ledger, and whether it still holds what was seen before.

    None where that cannot be told.
    """
    if not database.exists():
        return None
    try:
        # Without waking the house, which may be asleep.
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
            found = connection.execute(_HEAD, (satker,)).fetchone()
            held = (
                before is None or not before.count or connection.execute(_KNOWN, (before.head,)).fetchone() is not None
            )
    except sqlite3.Error:
        return None
    return (int(found[0]), str(found[1]), held) if found is not None else None


class Watch:
    """Looks again and again how far the ledger has come, and notices where it has gone back."""

    def __init__(self, folder: Path, database: Path | None, satker: str) -> None:
        self._folder, self._database, self._satker = folder, database, satker
        before = read(folder)
        self._seen = before if before is not None and before.satker == satker else None

    def look(self, now: datetime) -> Seen | None:
        """Note how far it has come; what was seen before, where that is there no more. Raises OSError."""
        before = self._seen
        found = _looked(self._database, self._satker, before) if self._database is not None else None
        if found is None:
            return None
        count, head, held = found
        if not held:
            return before
        if before is None or head != before.head:
            self._seen = Seen(self._satker, count, head, now)
            write(self._folder, self._seen)
        return None

    def told(self) -> None:
        """Those who are to hear of what is missing will: from now on what is there counts."""
        self._seen = None

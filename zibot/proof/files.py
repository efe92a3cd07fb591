"""Files held against the rows that name them: each is hashed anew."""

import hashlib
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from zibot.proof.finding import Finding, found
from zibot.storage.files import Files
from zibot.storage.proofs import Named

_HASH = re.compile(r"[0-9a-f]{64}")


def examined(files: Files, named: Iterable[Named]) -> Iterator[Finding]:
    """Which files are missing or are not what they were."""
    numbers: dict[str, list[Named]] = {}
    for one in named:
        numbers.setdefault(one.sha256, []).append(one)
    for sha256, ones in numbers.items():
        what, number = ones[0].what, ones[0].number
        # What a row names that is no hash was changed beside the ledger, and leads to no file of ours.
        path = files.path(sha256) if _HASH.fullmatch(sha256) else None
        try:
            actual = _hashed(path) if path is not None else None
        except OSError as error:
            yield found("file-unreadable", _where(sha256), what=what, number=number, why=error.strerror or str(error))
            continue
        if actual is None:
            yield found("file-missing", _where(sha256), what=what, number=number)
        elif actual != sha256:
            yield found("file-changed", _where(sha256), what=what, number=number)


def _where(sha256: str) -> str:
    return f"evidence/{sha256[:2]}/{sha256}"


def _hashed(path: Path) -> str | None:
    """The SHA-256 of a file, read piece by piece; None where there is none.

    What leads elsewhere or is a pipe was put there by somebody else; its bytes may be others at any moment.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def strangers(files: Files, known: set[str]) -> int:
    """How many files lie in the store that no row names, such as of a download that was cut off: no harm."""
    folder = files.folder / "evidence"
    return sum(path.is_file() and path.name not in known for path in folder.rglob("*")) if folder.is_dir() else 0

"""Evidence bytes on disk, named by their SHA-256: written aside, forced to disk, then renamed into place."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


class FileError(Exception):
    """Bytes could not be put on disk or read from it; nothing half-written is left behind."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that are safely on disk."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Files:
    """The evidence store below one folder: `evidence/ab/abcd…`."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where bytes of this hash lie, or would."""
        return self.folder / "evidence" / sha256[:2] / sha256

    def keep(self, data: bytes | bytearray) -> Kept:
        """Put bytes on disk for good; the same bytes twice are one file. Raises FileError."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        try:
            if not _holds(target, sha256):
                _write(target, data)
        except OSError as error:
            raise FileError(str(error)) from error
        return Kept(sha256, len(data))

    def read(self, sha256: str) -> bytes:
        """The bytes of a hash; raises FileError when they are gone."""
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise FileError(str(error)) from error


def tidy(files: Files) -> None:
    """Take away what was half-written when the process was killed; only while nobody else can be writing."""
    for left in files.folder.glob("evidence/*/.tmp-*"):
        left.unlink(missing_ok=True)


def _holds(target: Path, sha256: str) -> bool:
    """Whether the bytes already lie there, whole."""
    return target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == sha256


def _write(target: Path, data: bytes | bytearray) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tmp-")
    except FileNotFoundError:
        _lay_out(target.parent.parent)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _force(target.parent)


def _lay_out(store: Path) -> None:
    """Make all folders of a store: one by one, each would be forced to disk while somebody waits for a receipt."""
    for number in range(256):
        (store / f"{number:02x}").mkdir(parents=True, exist_ok=True)
    _force(store)
    _force(store.parent)


def _force(folder: Path) -> None:
    """Have the names in a folder on disk: a new one is safe only once the folder that holds it is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""One file that holds everything: written beside and renamed, so that nobody ever finds half of one."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from zibot.backup import manifest
from zibot.backup.manifest import DATABASE, KEY, LABEL, MANIFEST, SEALED, Manifest
from zibot.backup.sealing import Key
from zibot.backup.workplace import workplace
from zibot.settings import Settings, SettingsError
from zibot.storage import examine, ledger, proofs, snapshot
from zibot.storage.files import Files
from zibot.storage.proofs import Named

BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
"""What ends a tar."""
PIECE = 1 << 20
"""Bytes that are read at a time."""
PRIVATE = 0o600
_BESIDE = ".zibot-backup-"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was saved, and what could not be."""

    file: Path
    sha256: str
    manifest: Manifest
    damaged: tuple[Named, ...]
    """Files that are gone or are not what they were; all others are saved."""


def save(settings: Settings, out: Path, *, now: datetime, passphrase: str | None = None) -> Backup:
    """Save database and evidence into one file, while the bot may run. Raises SettingsError."""
    source = settings.sqlite_file()
    if source is None:
        raise SettingsError("backup-sqlite", folder=str(settings.data_dir / "evidence"))
    if not source.exists():
        raise SettingsError("no-database", file=str(source))
    if out.exists() and not is_ours(out):
        raise SettingsError("backup-taken", file=str(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with workplace(out.parent, _BESIDE) as beside:
            copy = beside / DATABASE
            snapshot.copy_database(source, copy)
            packed = _Packed(copy, Files(settings.data_dir), settings.satker, now)
            part = beside / "part"
            with part.open("xb") as file:
                part.chmod(PRIVATE)
                _write(packed, file, now, passphrase)
                file.flush()
                os.fsync(file.fileno())
            with part.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            part.replace(out)
    except (OSError, snapshot.SnapshotError) as error:
        raise SettingsError("backup-failed", why=getattr(error, "strerror", None) or str(error)) from error
    assert packed.manifest is not None
    return Backup(out, sha256, packed.manifest, tuple(packed.damaged))


def is_ours(file: Path) -> bool:
    """Whether a file begins as a backup of ours does."""
    try:
        with tarfile.open(file, "r:") as tar:
            first = tar.next()
    except (OSError, tarfile.TarError):
        return False
    return first is not None and first.name == LABEL


def _write(packed: "_Packed", file: IO[bytes], now: datetime, passphrase: str | None) -> None:
    label = {"format": manifest.FORMAT, "made_at": now.isoformat(), "sealed": passphrase is not None}
    said = json.dumps(label).encode()
    if passphrase is None:
        for part in packed.parts(said):
            file.write(part)
        return
    key = Key.new()
    for part in (*_member(LABEL, said, now), *_member(KEY, key.sealed(passphrase), now)):
        file.write(part)
    begin = file.tell()
    file.write(bytes(BLOCK))
    key.seal(packed.parts(said), file)
    size = file.tell() - begin - BLOCK
    file.write(bytes(-size % BLOCK) + END)
    # How large it is, is known only now.
    file.seek(begin)
    file.write(_header(SEALED, size, now))


def _member(name: str, content: bytes, now: datetime) -> Iterator[bytes]:
    """A member of a tar: its header, its bytes, and what fills its last block."""
    yield _header(name, len(content), now)
    yield content
    yield bytes(-len(content) % BLOCK)


def _header(name: str, size: int, now: datetime) -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, PRIVATE, int(now.timestamp())
    return header.tobuf(tarfile.GNU_FORMAT)  # sizes may be more than 8 GB


class _Packed:
    """A copy of the database and the files that its rows name, on their way into an archive."""

    def __init__(self, copy: Path, files: Files, satker: str, now: datetime) -> None:
        self._copy, self._files, self._now = copy, files, now
        self.count, self.head, self._named = _named(copy, satker)
        self.damaged: list[Named] = []
        self.manifest: Manifest | None = None

    def parts(self, label: bytes) -> Iterator[bytes]:
        """The bytes of a tar: label, database, files and, last, the manifest."""
        said: dict[str, tuple[str, int]] = {}
        yield from _member(LABEL, label, self._now)
        with self._copy.open("rb") as database:
            size = self._copy.stat().st_size
            said[DATABASE] = (hashlib.file_digest(database, "sha256").hexdigest(), size)
            database.seek(0)
            yield _header(DATABASE, size, self._now)
            yield from iter(lambda: database.read(PIECE), b"")
            yield bytes(-size % BLOCK)
        for sha256, ones in self._named.items():
            content = whole(self._files, sha256)
            if content is None:
                self.damaged += ones
                continue
            said[manifest.path_of(sha256)] = (sha256, len(content))
            yield from _member(manifest.path_of(sha256), content, self._now)
        lost = tuple(dict.fromkeys(one.sha256 for one in self.damaged))
        self.manifest = Manifest(manifest.FORMAT, self._now.isoformat(), self.count, self.head, said, lost)
        yield from _member(MANIFEST, self.manifest.as_json(), self._now)
        yield END


def whole(files: Files, sha256: str) -> bytes | None:
    """The bytes of a hash as they were stored; None where they are gone or are not what they were."""
    if not manifest.EVIDENCE.fullmatch(manifest.path_of(sha256)):
        return None
    try:
        content = files.path(sha256).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _named(copy: Path, satker: str) -> tuple[int, str, dict[str, Sequence[Named]]]:
    """Count and head of the ledger in a copy of the database, and the files that its rows name, by hash."""
    with examine.looking(f"sqlite:///{copy}") as session:
        named: dict[str, list[Named]] = {}
        for one in proofs.files(session):
            named.setdefault(one.sha256, []).append(one)
        offices = {office.code: office.id for office in examine.satkers(session)}
        id = offices.get(satker)
        count, head = ledger.head(session, id) if id is not None else (0, ledger.GENESIS)
        return count, head, dict(named)

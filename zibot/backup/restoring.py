"""The way back: unpacked beside, held against its manifest, and only then put in place."""

import errno
import hashlib
import json
import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from zibot.backup import manifest
from zibot.backup.archive import PIECE, PRIVATE, is_ours, whole
from zibot.backup.manifest import DATABASE, EVIDENCE, KEY, LABEL, MANIFEST, SEALED, Manifest
from zibot.backup.placing import must_be_empty, put_in_place, stage_in
from zibot.backup.sealing import Key, SealError
from zibot.backup.telling import tell_of
from zibot.context import Desk
from zibot.settings import Settings, SettingsError
from zibot.storage import examine, ledger, people, proofs, snapshot
from zibot.storage.database import DriverError, open_database
from zibot.storage.files import FileError, Files

SMALL = 64 << 20
"""Bytes that a manifest has at most."""
NO_ROOM = (*map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)), "disk is full")
"""What the system and SQLite say where it is not the backup that is at fault, but the disk that is to take it."""


class _Wrong(Exception):
    """A backup is not what its manifest says."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place."""

    made_at: datetime
    files: int
    closed: int
    """Calls that waited when the backup was made and are not made any more."""


def restore(settings: Settings, file: Path, *, now: datetime, passphrase: str | None = None) -> Restored:
    """Restore a backup, or a nightly copy beside its pool, into an empty data folder. Raises SettingsError."""
    target = settings.sqlite_file()
    if target is None:
        raise SettingsError("backup-sqlite", folder=str(settings.data_dir / "evidence"))
    must_be_empty(settings.data_dir, target)
    try:
        with stage_in(settings.data_dir) as stage:
            made_at = _unpacked(file, stage, passphrase)
            _must_be_this_office(settings, stage / DATABASE)
            closed = _made_ready(settings, stage / DATABASE, file, now, made_at)
            files = put_in_place(stage, settings.data_dir, target)
    except (_Wrong, ValueError, tarfile.TarError, EOFError, OSError, FileError, DriverError) as error:
        why = _why(error)
        if any(words in why for words in NO_ROOM):
            raise SettingsError("restore-no-room", folder=str(settings.data_dir), why=why) from error
        raise SettingsError("backup-broken", file=str(file), why=why) from error
    except SealError as error:
        raise SettingsError("passphrase", file=str(file)) from error
    return Restored(made_at, files, closed)


def _why(error: Exception) -> str:
    said = str(getattr(error, "strerror", None) or getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def _unpacked(file: Path, stage: Path, passphrase: str | None) -> datetime:
    """Unpack whatever kind of backup it is; returns when it was made."""
    if snapshot.is_database(file):
        return _nightly(file, stage)
    if not is_ours(file):
        raise _Wrong(LABEL)
    with tarfile.open(file, "r:") as tar:
        label = json.loads(_small(tar, tar.next()))
        if not label.get("sealed"):
            with file.open("rb") as opened:
                return _packed(opened, stage)
        if passphrase is None:
            raise SettingsError("backup-locked", file=str(file))
        key = Key.opened(_small(tar, _named(tar, KEY)), passphrase)
        sealed = tar.extractfile(_named(tar, SEALED))
        assert sealed is not None
        # Only what was opened to its end is known to be whole.
        with tempfile.TemporaryFile(dir=stage) as opened:
            key.open(sealed, opened)
            opened.seek(0)
            return _packed(opened, stage)


def _named(tar: tarfile.TarFile, name: str) -> tarfile.TarInfo:
    member = tar.next()
    if member is None or member.name != name:
        raise _Wrong(name)
    return member


def _small(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> bytes:
    opened = tar.extractfile(member) if member is not None and member.isreg() and member.size <= SMALL else None
    if opened is None:
        raise _Wrong(LABEL)
    return opened.read()


def _packed(source: IO[bytes], stage: Path) -> datetime:
    """Unpack what was packed, and hold it against its manifest."""
    found: dict[str, tuple[str, int]] = {}
    said: Manifest | None = None
    with tarfile.open(fileobj=source, mode="r:") as tar:
        for member in tar:
            if member.name == MANIFEST:
                said = manifest.read(_small(tar, member))
            elif member.name != LABEL:
                found[member.name] = _taken(tar, member, stage)
    if said is None:
        raise _Wrong(MANIFEST)
    for name in sorted(found.keys() ^ said.files.keys()) or [n for n in found if found[n] != said.files[n]]:
        raise _Wrong(name)
    if DATABASE not in found:
        raise _Wrong(DATABASE)
    return datetime.fromisoformat(said.made_at)


def _taken(tar: tarfile.TarFile, member: tarfile.TarInfo, stage: Path) -> tuple[str, int]:
    """Write one member under its own name, which must be one of ours; returns its SHA-256 and size."""
    if not member.isreg() or not (member.name == DATABASE or EVIDENCE.fullmatch(member.name)):
        raise _Wrong(member.name)
    opened = tar.extractfile(member)
    assert opened is not None
    path = stage / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        path.chmod(PRIVATE)
        while piece := opened.read(PIECE):
            hashed.update(piece)
            size += out.write(piece)
    if member.name != DATABASE and hashed.hexdigest() != path.name:
        raise _Wrong(member.name)
    return hashed.hexdigest(), size


def _nightly(file: Path, stage: Path) -> datetime:
    """Take a nightly copy and the files that it names from the pool beside it."""
    try:
        snapshot.copy_database(file, stage / DATABASE)
    except snapshot.SnapshotError as error:
        raise _Wrong(str(error)) from error
    with examine.looking(f"sqlite:///{stage / DATABASE}") as session:
        wanted = {one.sha256 for one in proofs.files(session)}
    pool, here = Files(file.parent), Files(stage)
    for sha256 in wanted:
        content = whole(pool, sha256)
        # What was damaged when the copy was made is not in the pool; verifying names it.
        if content is not None:
            here.keep(content)
    return datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)


def _must_be_this_office(settings: Settings, database: Path) -> None:
    with examine.looking(f"sqlite:///{database}") as session:
        known = [satker.code for satker in examine.satkers(session)]
    if settings.satker not in known:
        raise SettingsError("no-satker", satker=settings.satker, known=", ".join(known) or "-")


def _made_ready(settings: Settings, database: Path, file: Path, now: datetime, made_at: datetime) -> int:
    """Bring an old copy's tables up to date, end what must not go on, and write down that it was restored."""
    opened = open_database(f"sqlite:///{database}")
    try:
        with opened.writing() as session:
            desk = Desk(session, settings, now, Files(database.parent))
            closed = snapshot.close_stale(session, now)
            people.end_links(session, desk.satker_id, now)
            ledger.append(session, desk.satker_id, "restored", at=now, file=file.name, made_at=made_at.isoformat())
            tell_of(desk, made_at)
    finally:
        opened.close()
    return closed

"""Where a restore may go, and how it gets there: into an empty folder, whole or not at all."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zibot.backup.archive import PRIVATE
from zibot.backup.manifest import DATABASE
from zibot.backup.workplace import workplace
from zibot.settings import SettingsError
from zibot.storage import whereabouts, witness

EVIDENCE_FOLDER = "evidence"
TRACES = ("zibot.lock", "zibot.pulse", witness.FILE)
"""What a bot leaves behind that nobody ever wrote to."""


def must_be_empty(folder: Path, database: Path) -> None:
    """Refuse a folder that holds anything but traces: of a bot that ended, or of a restore that was killed.

    Raises SettingsError.
    """
    if folder.exists() and not folder.is_dir():
        raise SettingsError("not-empty", folder=str(folder))
    if whereabouts.held(folder):
        raise SettingsError("data-dir-busy", folder=str(folder))
    found = list(folder.iterdir()) if folder.exists() else []
    traces = {*TRACES, *(path.name for path in found if path.name.startswith(whereabouts.STAGE))}
    if any(map(_was_emptied, found)):
        traces.add(EVIDENCE_FOLDER)
    if any(path.name not in traces for path in found):
        raise SettingsError("not-empty", folder=str(folder))
    if database.exists():
        raise SettingsError("not-empty", folder=str(database))


def _was_emptied(stage: Path) -> bool:
    """Whether a restore was killed when its evidence was in place already, and its database was not."""
    ours = stage.name.startswith(whereabouts.STAGE)
    return ours and (stage / DATABASE).exists() and not (stage / EVIDENCE_FOLDER).exists()


def _undo(stage: Path) -> None:
    """Take back what a restore that was killed had put in place."""
    if _was_emptied(stage):
        shutil.rmtree(stage.parent / EVIDENCE_FOLDER, ignore_errors=True)


@contextmanager
def stage_in(folder: Path) -> Iterator[Path]:
    """A place to unpack, on the same disk as the data folder, which may be a mount of its own; gone afterwards."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with workplace(folder, whereabouts.STAGE, _undo) as stage:
            yield stage
    finally:
        if made and not any(folder.iterdir()):
            folder.rmdir()


def put_in_place(stage: Path, folder: Path, target: Path) -> int:
    """Move everything where it belongs, the database last: without it the folder is nobody's yet.

    Returns how many files of evidence there are.
    """
    os.sync()  # once for all: their bytes must be on disk before their names are
    evidence = stage / EVIDENCE_FOLDER
    count = 0
    if evidence.exists():
        count = sum(path.is_file() for path in evidence.rglob("*"))
        evidence.rename(folder / EVIDENCE_FOLDER)
    target.parent.mkdir(parents=True, exist_ok=True)
    # What was seen of another ledger says nothing of the one that is put in its place.
    (folder / witness.FILE).unlink(missing_ok=True)
    _moved(stage / DATABASE, target)
    for place in {folder, target.parent}:
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return count


def _moved(database: Path, target: Path) -> None:
    """Put a database where it belongs, whole or not at all also where that is another disk."""
    try:
        database.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        part = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(database, part)
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.chmod(PRIVATE)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

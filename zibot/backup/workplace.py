"""A place to work in beside what is made there; what a killed process left of its own is taken away by the next."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def workplace(folder: Path, prefix: str, undo: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """A folder of one's own in another, gone afterwards; raises OSError.

    Who works in the same folder waits for its turn, so that what lies there under this prefix is nobody's: each is
    given to `undo`, then deleted.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if _alone(descriptor):
            for left in folder.glob(f"{prefix}*"):
                if undo is not None:
                    undo(left)
                shutil.rmtree(left, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=folder))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)
    finally:
        os.close(descriptor)


def _alone(descriptor: int) -> bool:
    """Wait until nobody else works there; False on a share that knows no locks, where that cannot be told."""
    try:
        # The system lets go of it however the process ends, kill -9 included.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        return False
    return True

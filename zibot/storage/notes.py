"""Small notes beside the database, which other processes read: each is there whole, or as it was before."""

import os
from pathlib import Path


def put(file: Path, words: str) -> None:
    """Put a note in place of the one before; raises OSError."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        part.write_text(words, encoding="utf-8")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)

"""The rehearsal's clock in a file, so that the bot's process and the page read the same time."""

import json
import os
import tempfile
import time
from datetime import datetime
from pathlib import Path


def write_clock(path: Path, at: datetime, *, frozen: bool) -> None:
    """Sets the clock to `at` (aware), standing still or running from now on; readers never see half a file."""
    if at.tzinfo is None:
        raise ValueError("the clock needs a time with an offset")
    state = {"at": at.isoformat(), "since": None if frozen else time.time()}
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(state, file)
    Path(name).replace(path)

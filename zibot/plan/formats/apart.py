"""Reads a document in a process of its own, so that a damaged file that hangs or swells takes nothing else with it."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from dataclasses import astuple
from pathlib import Path
from typing import Any

from zibot.plan.document import Document, Row, Told
from zibot.plan.formats.kinds import document_of
from zibot.plan.problem import PlanError, Problem

MEMORY = 800 * 1024**2
"""Bytes that the reading process may hold."""
PATIENCE = 25.0
"""Seconds without a word in which a page must be read."""
PATIENCE_WITH_PICTURES = 75.0
"""The same where letters must be recognised in a picture."""


def read_apart(kind: str, path: Path, *, sheet: str | None = None, told: Told) -> Document:
    """Read a file in another process; raises PlanError for what cannot be read, takes too long or grows too large."""
    command = [sys.executable, "-m", "zibot.plan.formats.apart", kind, str(path), sheet or ""]
    quiet = {**os.environ, "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    quiet["MALLOC_MMAP_THRESHOLD_"] = "1000000"  # the memory of a picture goes back to the system at once
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=quiet
    ) as process:
        try:
            return _listen(process, told)
        finally:
            process.kill()


def _listen(process: "subprocess.Popen[bytes]", told: Told) -> Document:
    """What the process says, line by line, until it gives the document or a problem, or is silent for too long."""
    lines = _lines(process)
    patience = PATIENCE
    while (said := _next(lines, patience)) is not None:
        if "read" in said:
            told(*said["read"])
        elif "pictures" in said:
            patience = PATIENCE_WITH_PICTURES
        elif "problem" in said:
            raise PlanError(_problem(said["problem"]))
        elif "rows" in said:
            rows = tuple(_row(values) for values in said["rows"])
            return Document(rows, said["scanned"], tuple(map(_problem, said["problems"])))
    raise PlanError(Problem("broken-file"))  # it ended without a word: killed by its limits, or crashed


def _lines(process: "subprocess.Popen[bytes]") -> "queue.SimpleQueue[bytes]":
    """The lines that the process writes, as they come; an empty one at the end."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        assert process.stdout is not None
        with contextlib.suppress(ValueError, OSError):  # closed because the file took too long
            for line in process.stdout:
                lines.put(line)
        lines.put(b"")

    threading.Thread(target=listen, name="reading", daemon=True).start()
    return lines


def _next(lines: "queue.SimpleQueue[bytes]", patience: float) -> dict[str, Any] | None:
    """The next thing that is said, None at the end; raises PlanError when nothing is said for too long."""
    while True:
        try:
            line = lines.get(timeout=patience)
        except queue.Empty:
            raise PlanError(Problem("takes-too-long")) from None
        if not line:
            return None
        with contextlib.suppress(ValueError):  # a library printed something
            said: dict[str, Any] = json.loads(line)
            return said


def _problem(values: list[Any]) -> Problem:
    code, where, details = values
    return Problem(code, where, details)


def _row(values: list[Any]) -> Row:
    cells, number, page, place, table, carried, joined, coloured = values
    return Row(tuple(cells), number, page, place, table, frozenset(carried), frozenset(joined), frozenset(coloured))


def main(kind: str, name: str, sheet: str) -> None:
    """Read a file and say what is in it, as lines of JSON."""
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print must not come between

    def say(**words: Any) -> None:
        said.write(json.dumps(words, default=list) + "\n")
        said.flush()

    def told(page: int, of: int) -> None:
        if page == 0:
            say(pictures=True)
        else:
            say(read=[page, of])

    _limit()
    try:
        document = document_of(kind, Path(name), sheet=sheet or None, told=told)
    except PlanError as error:
        say(problem=_plain(error.problem))
    except MemoryError:
        say(problem=["too-large-inside", "", {}])
    else:
        rows = [astuple(row) for row in document.rows]
        say(rows=rows, scanned=document.scanned, problems=[_plain(problem) for problem in document.problems])


def _plain(problem: Problem) -> list[Any]:
    return [problem.code, problem.where, dict(problem.details)]


def _limit() -> None:
    """Keep this process within its memory where the system knows such limits."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


if __name__ == "__main__":
    main(*sys.argv[1:4])

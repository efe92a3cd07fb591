"""The whole command `zibot plan read`: the sample plan, and ten pages as PDF and as scan beside the bare libraries."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import papers
from benchmarks.ground import PLAN, environment

RUNS = 7
PAPER_RUNS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """Seconds of the whole command, and the largest process of it in MB."""

    seconds: float
    memory: float


def measure() -> float:
    """The median in seconds for the sample plan, the start of the interpreter included."""
    return median(_timed("-m", "zibot", "plan", "read", str(PLAN)) for _ in range(RUNS))


def paper(kind: str) -> tuple[Reading, Reading]:
    """Ten pages as "pdf" or "scan": read by zibot, and by the libraries alone."""
    with tempfile.TemporaryDirectory() as folder:
        file = papers.printed(Path(folder) / "rencana.pdf")
        if kind == "scan":
            file = papers.scanned(file, Path(folder) / "pindai.pdf")
        ours = _read("-m", "zibot", "plan", "read", str(file))
        return ours, _read(str(Path(__file__).with_name("bare_reading.py")), kind, str(file))


def _read(*arguments: str) -> Reading:
    runs = PAPER_RUNS if "scan" not in arguments and "pindai" not in " ".join(arguments) else 1
    seconds = median(_timed(*arguments) for _ in range(runs))
    return Reading(seconds, _memory(*arguments))


def _memory(*arguments: str) -> float:
    """The largest process of a command in MB, asked of a process that does nothing but start it."""
    asked = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked, sys.executable, *arguments],
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    scale = 1024 if sys.platform != "darwin" else 1024**2
    return int(said.stdout) / scale


def _timed(*arguments: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - begun

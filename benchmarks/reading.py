"""The whole command `zibot plan read` on the sample plan."""

import subprocess
import sys
import tempfile
import time
from statistics import median

from benchmarks.ground import PLAN, environment

RUNS = 7


def measure() -> float:
    """The median in seconds, the start of the interpreter included."""
    return median(_once() for _ in range(RUNS))


def _once() -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "zibot", "plan", "read", str(PLAN)],
            cwd=folder,
            env=environment(),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return time.perf_counter() - begun

"""The ground that both bots stand on: the rehearsal's Bot API on loopback, a process for the bot, and a stopwatch."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from zibot.rehearsal.faults import Slow
from zibot.rehearsal.world import World

ROOT = Path(__file__).parents[1]
PLAN = ROOT / "config" / "rencana-kerja-2027.txt"
TOKEN = "7000000001:ukur"
PATIENCE = 60.0


class Ear:
    """Notes when a call of one method reaches the server, and with what; it changes nothing."""

    def __init__(self, world: World, method: str) -> None:
        self.heard: list[tuple[float, dict[str, Any]]] = []
        world.faults.add(method, Slow(0), when=self._note)

    def _note(self, params: dict[str, Any]) -> bool:
        self.heard.append((time.perf_counter(), dict(params)))
        return False

    def first(self) -> float:
        """The moment of the first call, once there is one."""
        wait_until(lambda: self.heard)
        return self.heard[0][0]


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for another process; what is measured are moments noted elsewhere, so the pause costs nothing."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the bot did not do what is measured; its own words are above")
        time.sleep(0.01)


def environment(**settings: str) -> dict[str, str]:
    """This machine's environment without any installation's settings, and with these."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZIBOT_")}
    return clean | {f"ZIBOT_{name.upper()}": value for name, value in settings.items()}


@contextlib.contextmanager
def running(*command: str, folder: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A bot's process, ended as a supervisor does."""
    process = subprocess.Popen([sys.executable, *command], cwd=folder, env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(15)


def resident(pid: int) -> float:
    """The memory that a process holds now, in MB (Linux)."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found.group(1)) / 1024

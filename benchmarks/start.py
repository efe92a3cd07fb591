"""From the start of the process to its first getUpdates; the memory it holds while idle, and after a message."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.ground import PLAN, ROOT, TOKEN, Ear, environment, resident, running, wait_until
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World

RUNS = 7
IDLE_FOR = 3.0
AT = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
"""Nine on a Monday morning at the office."""


@dataclass(frozen=True)
class Started:
    """Seconds to the first getUpdates; MB while idle, and once someone joined and asked for something."""

    seconds: float
    idle: float
    talked: float


def _once(command: tuple[str, ...], folder: Path, settings: dict[str, str], code: str = "") -> Started:
    world = World(lambda: AT)
    person = world.add_person(11, "Siti")
    polls, answers = Ear(world, "getUpdates"), Ear(world, "sendMessage")
    url, stop_serving = serve_in_thread(build(world, TOKEN))
    try:
        begun = time.perf_counter()
        words = tuple(word.format(url=url) for word in command)
        with running(*words, folder=folder, env=environment(bot_api_url=url, **settings)) as bot:
            seconds = polls.first() - begun
            time.sleep(IDLE_FOR)
            idle = resident(bot.pid)
            person.starts(code)
            person.says("/status pengawasan")
            wait_until(lambda: len(answers.heard) >= 2)
            time.sleep(IDLE_FOR)
            return Started(seconds, idle, resident(bot.pid))
    finally:
        stop_serving()


def _median(found: list[Started]) -> Started:
    return Started(*(median(getattr(one, name) for one in found) for name in ("seconds", "idle", "talked")))


def measure() -> tuple[Started, Started]:
    """Medians of zibot with an adopted plan, and of a bare echo bot; the two take turns."""
    ours, bare = [], []
    for _ in range(RUNS):
        for folder, settings, code in _office():
            ours.append(_once(("-m", "zibot", "run"), folder, settings | {"bot_token": TOKEN}, code))
        with tempfile.TemporaryDirectory() as empty:
            bare.append(_once((str(ROOT / "benchmarks" / "bare_echo.py"), TOKEN, "{url}"), Path(empty), {}))
    return _median(ours), _median(bare)


def _office() -> Iterator[tuple[Path, dict[str, str], str]]:
    """A fresh data folder with the sample plan in force and one person invited."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {
            "config": str(ROOT / "config" / "zibot.toml"),
            "data_dir": str(folder / "data"),
            "clock_file": str(folder / "clock.json"),
        }
        write_clock(folder / "clock.json", AT, frozen=True)
        _zibot("plan", "adopt", str(PLAN), "--yes", folder=folder, settings=settings)
        invited = _zibot("invite", "Siti", "--role", "lead", "--json", folder=folder, settings=settings)
        yield folder, settings, json.loads(invited)["code"]


def _zibot(*words: str, folder: Path, settings: dict[str, str]) -> str:
    command = [sys.executable, "-m", "zibot", *words]
    return subprocess.run(
        command, cwd=folder, env=environment(**settings), check=True, capture_output=True, text=True
    ).stdout

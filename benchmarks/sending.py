"""Sending at the limit: a full outbox against a server that enforces Telegram's limits as strictly as can be."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from benchmarks.ground import ROOT, TOKEN, Ear, environment, running, wait_until
from zibot.context import Desk, House
from zibot.rehearsal.limits import PER_SECOND
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World
from zibot.settings import Settings
from zibot.storage.database import open_database
from zibot.storage.files import Files
from zibot.storage.outbox import Rank

SECONDS = 60.0
PRIVATE, GROUPS = 54, 6
"""Sixty chats; the groups take 20 a minute at most, so that the others must fill the rest."""
EACH = 40
"""Messages that wait for a chat, which is more in all than can go out within the time."""
NEAR = 0.06
"""Seconds that an answer takes from Jakarta to Telegram and back."""


@dataclass(frozen=True)
class Sent:
    """Shares: of 30 messages a second, and of the calls that were answered with 429; and messages that went twice."""

    rate: float
    refused: float
    doubled: int


def measure(latency: float = 0.0) -> Sent:
    """Let `zibot run` send for a minute, each answer `latency` seconds on its way."""
    with tempfile.TemporaryDirectory() as name:
        world = World(_now, limits=True, burst=1, latency=latency)
        calls = Ear(world, "sendMessage")
        url, stop_serving = serve_in_thread(build(world, TOKEN))
        try:
            settings = _office(Path(name), _chats(world))
            with running("-m", "zibot", "run", folder=Path(name), env=environment(bot_api_url=url, **settings)):
                wait_until(lambda: calls.heard)
                time.sleep(SECONDS)
                return _counted(world)
        finally:
            stop_serving()


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _chats(world: World) -> list[int]:
    people = [world.add_person(81_000_001 + n, f"Staf {n}") for n in range(PRIVATE)]
    for person in people:
        person.starts()
    world.updates.pending.clear()  # they were there before
    groups = [world.add_group(f"Tim {n}", people[n], with_bot=True) for n in range(GROUPS)]
    return [person.id for person in people] + [group.id for group in groups]


def _office(folder: Path, chats: list[int]) -> dict[str, str]:
    """An office whose outbox is full: the rows of one chat after those of another, as when a morning's work is done."""
    config = str(ROOT / "config" / "zibot.toml")
    settings = Settings(_env_file=None, data_dir=folder / "data", bot_token=SecretStr(TOKEN))
    settings.data_dir.mkdir()
    with _house(settings) as house:
        house.work_here(_fill, chats)
    return {"config": config, "data_dir": str(settings.data_dir), "bot_token": TOKEN, "satker": settings.satker}


@contextmanager
def _house(settings: Settings) -> Iterator[House]:
    house = House(settings, open_database(settings.database()), Files(settings.data_dir))
    try:
        yield house
    finally:
        house.close()


def _fill(desk: Desk, chats: list[int]) -> None:
    for chat in chats:
        for number in range(EACH):
            desk.put(chat, "sendMessage", {"chat_id": chat, "text": f"Pesan {number}"}, rank=Rank.DIGEST)


def _counted(world: World) -> Sent:
    made = world.calls_of("sendMessage")
    end = made[0].at + timedelta(seconds=SECONDS)
    within = [call for call in made if call.at <= end]
    passed = [call for call in within if call.ok]
    times = Counter((str(call.params["chat_id"]), call.params["text"]) for call in passed)
    refused = [call for call in within if not call.ok]
    return Sent(len(passed) / SECONDS / PER_SECOND, len(refused) / len(within), times.total() - len(times))

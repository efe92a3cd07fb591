"""One office in the rehearsal, served over HTTP, its clock standing at Monday morning."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from zibot.rehearsal.nouns import Chat
from zibot.rehearsal.people import Person
from zibot.rehearsal.pictures import sample
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World

TOKEN = "7000000001:latihan"
PUBLISHED = Path(__file__).parents[2].parent / "shared" / "bot-api.json"


@dataclass
class Clock:
    at: datetime = datetime(2027, 1, 4, 0, 30, tzinfo=UTC)
    ticks: float = 0.0

    def __call__(self) -> datetime:
        return self.at

    def on(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Office:
    world: World
    clock: Clock
    url: str
    siti: Person
    budi: Person
    group: Chat
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=10))

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer to a call made as JSON."""
        return self.client.post(f"{self.url}/bot{TOKEN}/{method}", json=params).json()

    def get(self, method: str, **params: Any) -> Any:
        """The result of a call that must be granted."""
        body = self.ask(method, **params)
        assert body["ok"], body
        return body["result"]

    def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and description of a refusal."""
        body = self.ask(method, **params)
        assert not body["ok"], body
        return body["error_code"], body["description"]

    def send_file(self, method: str, name: str, upload: tuple[str, bytes, str], **params: Any) -> dict[str, Any]:
        return self.client.post(f"{self.url}/bot{TOKEN}/{method}", data=params, files={name: upload}).json()


def make(**options: Any) -> Iterator[Office]:
    clock = Clock()
    published = PUBLISHED if options.pop("strict", True) and PUBLISHED.exists() else None
    world = World(clock, seconds=lambda: clock.ticks, **options)
    siti, budi = world.add_person(11, "Siti", "Rahmawati", username="siti_r"), world.add_person(12, "Budi", "Santoso")
    group = world.add_group("Tim ZI KPU Kabupaten Kudus", siti, budi, with_bot=True)
    url, stop = serve_in_thread(build(world, TOKEN, published))
    office = Office(world, clock, url, siti, budi, group)
    yield office
    office.client.close()
    stop()


@pytest.fixture
def office() -> Iterator[Office]:
    yield from make()


@pytest.fixture
def loose_office() -> Iterator[Office]:
    """Without the published Bot API at hand."""
    yield from make(strict=False)


@pytest.fixture
def limited_office() -> Iterator[Office]:
    yield from make(limits=True)


@pytest.fixture
def strict_office() -> Iterator[Office]:
    """One message at a time in a chat, not one more."""
    yield from make(limits=True, burst=1)


@pytest.fixture
def slow_office() -> Iterator[Office]:
    """Each answer is a while on its way."""
    yield from make(latency=0.2)


@pytest.fixture
def impatient_office() -> Iterator[Office]:
    """What a webhook does not take comes again almost at once."""
    yield from make(retry_seconds=0.02)


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    return sample(["Daftar hadir", "4 Januari 2027"], 1)

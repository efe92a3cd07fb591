"""What whoever keeps the bot running sees of it: its health, its last line, how it ended."""

import contextlib
import json
from dataclasses import dataclass
from typing import Any

import httpx

from tests.conftest import Office, eventually
from zibot.delivery import pulse


@dataclass(frozen=True)
class Health:
    """An answer of `/healthz`."""

    status: int
    figures: dict[str, Any]

    @property
    def why(self) -> str:
        """What stands in the way."""
        return str(self.figures["why"])


def health(office: Office) -> Health:
    """How the running bot says it is, as soon as it says anything."""
    found: list[Health] = []

    def told() -> bool:
        assert office.bot is not None
        assert office.bot.poll() is None, "it has ended"
        beat = pulse.read(office.folder / "data")
        if beat is not None and beat.address:
            with contextlib.suppress(httpx.TransportError):  # it may be the address of the one before
                answer = httpx.get(f"http://{beat.address}/healthz", trust_env=False, timeout=10)
                found.append(Health(answer.status_code, json.loads(answer.content)))
        return bool(found)

    eventually(told)
    return found[0]


def last_line(office: Office) -> str:
    """The newest line of the bot's log."""
    return (office.folder / "bot.log").read_text().splitlines()[-1]


def ended(office: Office, patience: float = 20) -> int:
    """The exit code of a bot that ends by itself."""
    assert office.bot is not None
    return office.bot.wait(patience)

"""What the page needs besides the world: a clock that moves and the process of the bot."""

from datetime import datetime
from typing import Protocol


class Stage(Protocol):
    """What stands behind the page besides the world: the clock and the process of the bot."""

    def now(self) -> datetime:
        """The time on the clock, in the zone of the office."""

    async def move_clock(self, to: datetime) -> None:
        """Lets time pass up to `to`."""

    async def next_event(self) -> datetime | None:
        """When the bot will next do something by itself."""

    def bot_state(self) -> str:
        """`running` or `dead`."""

    async def kill_bot(self) -> None:
        """As `kill -9`."""

    async def start_bot(self) -> None:
        """Starts it again."""

    def start_payload(self, user_id: int) -> str | None:
        """The one-time code with which this person presses Start."""

    def about(self, user_id: int) -> str:
        """The line under the name: jabatan, area."""

"""A loop on which nobody waits: its time flies to the next thing that is due, so that an hour is over at once."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

R = TypeVar("R")


class _Impatient(selectors.DefaultSelector):
    """Does not wait for what may come; the loop's time is moved on instead."""

    ahead = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """What is ready now."""
        ready = super().select(0.001 if timeout is None else 0)
        if not ready and timeout is not None and timeout > 0:
            self.ahead += timeout
        return ready


class _Flying(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        """Seconds, those that nobody waited for included."""
        return 1000.0 + self._impatient.ahead


def fly(story: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """Play a story on such a loop."""
    with asyncio.Runner(loop_factory=_Flying) as runner:
        return runner.run(story())

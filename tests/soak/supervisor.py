"""What a supervisor does: the bot is started again whenever it ends; and what a bad machine does: kill -9."""

import random
import threading
from collections.abc import Iterable
from types import TracebackType

from tests.soak.office import SoakOffice, pause

LOOK_EVERY = 0.01
LONGEST_DELAY = 0.1
"""Seconds at most between the call at which a kill is due and the kill, so that it finds the bot anywhere."""

SETTLING = 0.05
"""Seconds in which the server ends what a bot that was killed had asked; the next one calls later."""


class Supervisor:
    """Keeps an office's bot running in a thread of its own, and kills it at instants that are told as calls."""

    def __init__(self, office: SoakOffice, dice: random.Random) -> None:
        self.killed: list[int] = []
        """After how many calls it was killed, each time."""
        self.fell: list[int] = []
        """The exit codes with which the bot ended by itself; there should be none."""
        self._office = office
        self._dice = dice
        self._due: list[int] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def __enter__(self) -> "Supervisor":
        self._office.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest()

    @property
    def kills(self) -> int:
        """How often it was killed."""
        return len(self.killed)

    def kill_after(self, calls: Iterable[int]) -> None:
        """Kill the bot once it has made so many calls more, for each of these."""
        made = len(self._office.world.calls)
        with self._lock:
            self._due = sorted([*self._due, *(made + more for more in calls)])

    def spare(self) -> None:
        """No more kills."""
        with self._lock:
            self._due.clear()

    def rest(self) -> None:
        """Look after it no longer; it goes on as it is."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            bot = self._office.bot
            assert bot is not None
            code = bot.poll()
            if code is not None:
                self.fell.append(code)
                self._office.start()
            elif self._is_due():
                pause(self._dice.uniform(0, LONGEST_DELAY))
                self._office.kill()
                self._office.start()
                pause(SETTLING)
                self.killed.append(len(self._office.world.calls))

    def _is_due(self) -> bool:
        """Whether a kill is due; it is then used up."""
        with self._lock:
            due = bool(self._due) and len(self._office.world.calls) >= self._due[0]
            if due:
                self._due.pop(0)
        return due

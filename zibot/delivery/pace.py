"""How fast messages may go out: so many a second in all, one a second in a chat, so many a minute in a group."""

from collections import deque
from dataclasses import dataclass, field

MADE_UP = 6
"""Pauses of which those that come late make up; without end, a whole second's messages would go out at once."""
UNPACED = frozenset({"answerCallbackQuery", "setMyCommands", "deleteMyCommands"})
"""Calls that put nothing into a chat; they count among all only."""


@dataclass
class Window:
    """At most `most` within `seconds`; instants are seconds of a clock that only goes on.

    When a message arrived lies between its beginning and its answer: what begins so long after an answer never makes
    one too many, however the line delays or hurries them.
    """

    most: int
    seconds: float
    _at: deque[float] = field(default_factory=deque)
    """When those that count were answered."""
    _going: int = 0

    def opens(self, now: float) -> float:
        """From when another one may begin; where too many are unanswered, at least so long from now."""
        while self._at and self._at[0] + self.seconds <= now:
            self._at.popleft()
        free = self.most - self._going
        if len(self._at) < free:
            return now
        return self._at[-free] + self.seconds if free > 0 else now + self.seconds

    def begin(self) -> None:
        """One goes out now."""
        self._going += 1

    def end(self, now: float) -> None:
        """One was answered, or will not be."""
        self._going -= 1
        self._at.append(now)

    @property
    def empty(self) -> bool:
        """Whether nothing went out lately, as far as was looked."""
        return not self._at and not self._going


@dataclass
class Even:
    """One after the other at even pauses; a few that came late do not make all later ones late."""

    pause: float
    _next: float = 0.0

    def opens(self) -> float:
        """From when another one may begin."""
        return self._next

    def note(self, now: float) -> None:
        """One goes out now."""
        self._next = max(self._next, now - MADE_UP * self.pause) + self.pause


class Pace:
    """Remembers what went out when; asked before each call."""

    def __init__(self, *, per_second: float, per_chat: float, per_group: int) -> None:
        """`per_second` in all, `per_chat` a second in one chat, `per_group` a minute in one group."""
        self._even = Even(1 / per_second)
        self._all = Window(max(1, int(per_second)), max(1.0, 1 / per_second))
        self._per_chat, self._per_group = per_chat, per_group
        self._chats: dict[int, Window] = {}
        self._groups: dict[int, Window] = {}

    def begin(self, chat_id: int, method: str, now: float) -> None:
        """A call goes out now."""
        self._even.note(now)
        for window in self._windows(chat_id, method):
            window.begin()

    def end(self, chat_id: int, method: str, now: float) -> None:
        """A call that began was answered."""
        for window in self._windows(chat_id, method):
            window.end(now)

    def _windows(self, chat_id: int, method: str) -> list[Window]:
        """The windows in which a call counts."""
        found = [self._all]
        if method not in UNPACED:
            found.append(self._chats.setdefault(chat_id, Window(1, 1 / self._per_chat)))
            if chat_id < 0:
                found.append(self._groups.setdefault(chat_id, Window(self._per_group, 60.0)))
        return found

    def opens(self, now: float) -> float:
        """From when a call may go out at all."""
        return max(self._even.opens(), self._all.opens(now))

    def barred(self, now: float) -> dict[int, float]:
        """The chats that must wait, and until when."""
        found: dict[int, float] = {}
        for windows in (self._chats, self._groups):
            for chat_id, window in list(windows.items()):
                opens = window.opens(now)
                if opens > now:
                    found[chat_id] = max(opens, found.get(chat_id, opens))
                elif window.empty:
                    del windows[chat_id]
        return found

"""How fast messages may go out: so many a second in all, one a second in a chat, so many a minute in a group."""

from collections import deque
from dataclasses import dataclass, field

SLACK = 1.02
"""Pauses are a little longer than Telegram's, whose clock starts when a message arrives."""
UNPACED = frozenset({"answerCallbackQuery", "setMyCommands", "deleteMyCommands"})
"""Calls that put nothing into a chat; they count among all only."""


@dataclass
class Window:
    """At most `most` within `seconds`; instants are seconds of a clock that only goes on."""

    most: int
    seconds: float
    _at: deque[float] = field(default_factory=deque)

    def opens(self, now: float) -> float:
        """From when another one may go out."""
        while self._at and self._at[0] + self.seconds <= now:
            self._at.popleft()
        return now if len(self._at) < self.most else self._at[-self.most] + self.seconds

    def note(self, now: float) -> None:
        """One goes out now."""
        self._at.append(now)

    @property
    def empty(self) -> bool:
        """Whether nothing went out lately, as far as was looked."""
        return not self._at


@dataclass
class Even:
    """One after the other at even pauses; one that came a little late does not make all later ones late."""

    pause: float
    _next: float = 0.0

    def opens(self, _now: float) -> float:
        """From when another one may go out."""
        return self._next

    def note(self, now: float) -> None:
        """One goes out now."""
        # Half a pause is made up for: with more there would be one too many in some second.
        self._next = max(self._next, now - self.pause / 2) + self.pause


class Pace:
    """Remembers what went out when; asked before each call."""

    def __init__(self, *, per_second: float, per_chat: float, per_group: int) -> None:
        """`per_second` in all, `per_chat` a second in one chat, `per_group` a minute in one group."""
        # Evenly, not thirty at once: a burst that the line pulls together would be one too many.
        self._all = Even(SLACK / per_second)
        self._per_chat, self._per_group = per_chat, per_group
        self._chats: dict[int, Window] = {}
        self._groups: dict[int, Window] = {}

    def note(self, chat_id: int, method: str, now: float) -> None:
        """A call goes out now."""
        self._all.note(now)
        if method in UNPACED:
            return
        self._chats.setdefault(chat_id, Window(1, SLACK / self._per_chat)).note(now)
        if chat_id < 0:
            self._groups.setdefault(chat_id, Window(self._per_group, 60 * SLACK)).note(now)

    def opens(self, now: float) -> float:
        """From when a call may go out at all."""
        return self._all.opens(now)

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

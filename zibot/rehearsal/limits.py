"""The flood limits of the real server, on request: per second, per chat, per group and minute."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from zibot.rehearsal.errors import too_many
from zibot.rehearsal.nouns import Chat

PER_SECOND = 30
CHAT_BURST = 3
GROUP_PER_MINUTE = 20


class Limits:
    """Counts sent messages by real time (`seconds`, monotonic), not by the rehearsal's clock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)

    def count(self, chat: Chat, messages: int = 1) -> None:
        """Counts messages to a chat, or refuses with 429 and the time to wait."""
        now = self._seconds()
        sent = self._chats[chat.id]
        waits = [
            _wait(self._all, 1.0, PER_SECOND, now),
            _wait(sent, float(CHAT_BURST), CHAT_BURST, now),  # one a second, with small bursts
            0.0 if chat.private else _wait(sent, 60.0, GROUP_PER_MINUTE, now),
        ]
        if max(waits) > 0:
            raise too_many(math.ceil(max(waits)))
        for _ in range(messages):
            self._all.append(now)
            sent.append(now)
        while self._all and self._all[0] < now - 60:
            self._all.popleft()
        while sent and sent[0] < now - 60:
            sent.popleft()


def _wait(sent: deque[float], window: float, most: int, now: float) -> float:
    """Seconds until fewer than `most` lie within the window."""
    recent = [at for at in sent if at > now - window]
    return 0.0 if len(recent) < most else recent[-most] + window - now

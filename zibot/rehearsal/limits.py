"""The flood limits of the real server, on request: per second, per chat, per group and minute."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from zibot.rehearsal.errors import ApiError, too_many
from zibot.rehearsal.nouns import Chat

PER_SECOND = 30
CHAT_BURST = 3
GROUP_PER_MINUTE = 20
_DUST = 1e-6


class Limits:
    """Counts messages by real time (`seconds`, monotonic), not by the rehearsal's clock.

    Telegram documents about one message a second in a chat with short bursts above it, some 30 a second in all and
    20 a minute in a group. `burst` is how many may come at once in a chat: 1 is as strict as can be.
    What is refused counts for nothing, but until the time said is over its chat is refused again.
    """

    def __init__(self, seconds: Callable[[], float], *, burst: int = CHAT_BURST) -> None:
        self.refused = 0
        self._seconds = seconds
        self._burst = burst
        self._all: deque[float] = deque(maxlen=PER_SECOND)
        self._chats: dict[int, deque[float]] = defaultdict(lambda: deque(maxlen=max(GROUP_PER_MINUTE, burst)))
        self._until: dict[int, float] = {}
        """Until when a chat is refused, as it was told."""

    def count(self, chat: Chat, messages: int = 1) -> None:
        """Counts messages to a chat, or refuses with 429 and the time to wait, after which one passes."""
        now = self._seconds()
        if (wait := self._wait(chat, now)) > _DUST:
            raise self._refusal(chat, math.ceil(wait - _DUST), now)
        self._all.extend([now] * messages)
        self._chats[chat.id].extend([now] * messages)

    def count_edit(self, chat: Chat) -> None:
        """Counts a change of a message, which is as good as a message in a group and nothing in private."""
        if not chat.private:
            self.count(chat)

    def _refusal(self, chat: Chat, seconds: int, now: float) -> ApiError:
        self.refused += 1
        if self._until.get(chat.id, now) <= now:
            self._until[chat.id] = now + seconds
        return too_many(seconds)

    def _wait(self, chat: Chat, now: float) -> float:
        """Seconds until a message to this chat passes: what it was told and is not over, else what the limits ask."""
        if self._until.get(chat.id, now) > now:
            return self._until[chat.id] - now
        sent = self._chats[chat.id]
        in_chat = _until_free(sent, float(self._burst), self._burst, now)
        in_group = 0.0 if chat.private else _until_free(sent, 60.0, GROUP_PER_MINUTE, now)
        return max(in_chat, in_group, _until_free(self._all, 1.0, PER_SECOND, now))


def _until_free(sent: deque[float], window: float, most: int, now: float) -> float:
    """Seconds until fewer than `most` lie within the window."""
    return 0.0 if len(sent) < most else max(0.0, sent[-most] + window - now)

"""The queue of updates for the bot: kept until confirmed, at most a day, filtered as the bot asked."""

import random
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from zibot.rehearsal.nouns import Json

_NAMES = (
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages guest_message message_reaction "
    "message_reaction_count inline_query chosen_inline_result callback_query shipping_query "
    "pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member "
    "chat_join_request chat_boost removed_chat_boost managed_bot"
)
KINDS = frozenset(_NAMES.split())
BY_DEFAULT = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
LIFETIME = timedelta(hours=24)
QUIET = timedelta(days=7)
"""After so long without updates the real server numbers them anew, from anywhere."""
_NEAR = 10
Lane = tuple[str, int]
"""What is delivered in order to a webhook: a kind of update, and its chat or the person who did it."""


@dataclass(frozen=True, eq=False)
class Update:
    """One update as it will be handed over."""

    id: int
    body: Json
    made: datetime
    lane: Lane


class Updates:
    """What happened and was not yet confirmed by the bot."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        self.allowed = BY_DEFAULT
        self.pending: deque[Update] = deque()
        self._next = first_id
        self._last: datetime | None = None

    def add(self, kind: str, payload: Json, now: datetime) -> bool:
        """Queues an update unless the bot does not want this kind; the filter counts when it happens, not later."""
        if kind not in self.allowed:
            return False
        if self._last is not None and now - self._last > QUIET and not self.pending:
            self._next = random.Random(self._next).randrange(1, 2**30)
        body = {"update_id": self._next, kind: payload}
        self.pending.append(Update(self._next, body, now, _lane(kind, payload)))
        self._next += 1
        self._last = now
        return True

    def forget(self, update: Update) -> None:
        """Takes one out, wherever it stands: it was delivered."""
        with suppress(ValueError):  # dropped meanwhile
            self.pending.remove(update)

    def allow(self, kinds: Iterable[str]) -> None:
        """Remembers the wanted kinds; an empty list means the default again."""
        wanted = frozenset(kinds)
        self.allowed = wanted & KINDS if wanted else BY_DEFAULT

    def expire(self, now: datetime) -> None:
        """Forgets what is older than a day, as the real server does."""
        while self.pending and now - self.pending[0].made > LIFETIME:
            self.pending.popleft()

    def take(self, offset: int, limit: int) -> list[Json]:
        """Forgets all before `offset` (negative: counted from the end), and gives the next ones.

        An offset far beyond all ids, as after they began anew, counts for nothing: the real server begins at the first.
        """
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        if offset <= self._next + _NEAR:
            while self.pending and self.pending[0].id < offset:
                self.pending.popleft()
        return [update.body for update in islice(self.pending, limit)]


def _lane(kind: str, payload: Json) -> Lane:
    """Presses of buttons go by person, all else by chat."""
    whose = payload.get("chat") or payload.get("from") or {}
    return kind, int(whose.get("id", 0))

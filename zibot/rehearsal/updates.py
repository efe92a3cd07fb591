"""The queue of updates for the bot: kept until confirmed, at most a day, filtered as the bot asked."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

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


@dataclass(frozen=True)
class Update:
    """One update as it will be handed over."""

    id: int
    body: Json
    made: datetime


class Updates:
    """What happened and was not yet confirmed by the bot."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        self.allowed = BY_DEFAULT
        self.pending: deque[Update] = deque()
        self._next = first_id

    def add(self, kind: str, payload: Json, now: datetime) -> bool:
        """Queues an update unless the bot does not want this kind; the filter counts when it happens, not later."""
        if kind not in self.allowed:
            return False
        self.pending.append(Update(self._next, {"update_id": self._next, kind: payload}, now))
        self._next += 1
        return True

    def allow(self, kinds: Iterable[str]) -> None:
        """Remembers the wanted kinds; an empty list means the default again."""
        wanted = frozenset(kinds)
        self.allowed = wanted & KINDS if wanted else BY_DEFAULT

    def expire(self, now: datetime) -> None:
        """Forgets what is older than a day, as the real server does."""
        while self.pending and now - self.pending[0].made > LIFETIME:
            self.pending.popleft()

    def take(self, offset: int, limit: int) -> list[Json]:
        """Forgets all before `offset` (negative: counted from the end), and gives the next ones."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0].id < offset:
            self.pending.popleft()
        return [update.body for update in list(self.pending)[:limit]]

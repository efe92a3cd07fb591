"""`getUpdates`: waits for what happens; only one may wait at a time."""

import time

from zibot.rehearsal.args import Args
from zibot.rehearsal.errors import ApiError
from zibot.rehearsal.faults import Backwards, Outcome, Unconfirmed
from zibot.rehearsal.nouns import Json
from zibot.rehearsal.world import World

LONGEST = 50


class Polls:
    """Which getUpdates is the present one; an older one that still waits is ended by it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._present = 0

    async def get_updates(self, args: Args, trouble: Outcome | None = None) -> list[Json]:
        """The next updates, after `timeout` seconds of real time at the latest."""
        world = self._world
        limit = min(100, max(1, args.integer("limit", 100)))
        until = time.monotonic() + min(LONGEST, max(0, args.integer("timeout")))
        with world.lock:
            self._refuse_beside_webhook(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            if "allowed_updates" in args.values:
                world.updates.allow(args.listed("allowed_updates"))
            self._present += 1
            mine = self._present
            world.changes.mark(for_bot=True)
        offset = 0 if isinstance(trouble, Unconfirmed) else args.integer("offset")
        async with world.changes.watch(of_bot=True) as watcher:
            while True:
                with world.lock:
                    found = self._look(mine, offset, limit)
                    left = until - time.monotonic()
                    if found or left <= 0 or world.changes.closed:
                        return found[::-1] if isinstance(trouble, Backwards) else found
                await watcher.wait(left)

    def _look(self, mine: int, offset: int, limit: int) -> list[Json]:
        if mine != self._present:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        self._refuse_beside_webhook("terminated by setWebhook request")
        updates, before = self._world.updates, len(self._world.updates.pending)
        updates.expire(self._world.now())
        found = updates.take(offset, limit)
        if len(updates.pending) != before:
            self._world.changes.mark()  # someone may wait for the bot to have heard it all
        return found

    def _refuse_beside_webhook(self, text: str) -> None:
        if self._world.webhook:
            raise ApiError(409, f"Conflict: {text}")

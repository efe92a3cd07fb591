"""Delivers updates to the bot's webhook, several at once, each again until it is taken.

As the real server does it, what belongs together (`Update.lane`) goes in order, one after the other, so that one that
fails holds up its own lane only; across lanes nothing is promised.
"""

import asyncio
import time

import httpx

from zibot.rehearsal.faults import CutAnswer, Hold, Met, Reset, Slow, Twice
from zibot.rehearsal.nouns import Json
from zibot.rehearsal.updates import Lane, Update
from zibot.rehearsal.world import World

PATIENCE_SECONDS = 60.0
LONGEST_PAUSE = 60.0
LOOK_AGAIN = 3600.0
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100)


async def deliver_forever(world: World) -> None:
    """Posts what is pending to the webhook, while one is set; ends when the server stops."""
    deliverer = Deliverer(world)
    try:
        async with world.changes.watch(of_bot=True) as watcher:
            while not world.changes.closed:
                await watcher.wait(deliverer.start_what_is_due())
    finally:
        await deliverer.close()


class Deliverer:
    """What is under way to the webhook, and what failed and waits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._client: httpx.AsyncClient | None = None
        self._under_way: dict[Lane, asyncio.Task[None]] = {}
        self._failures: dict[int, int] = {}
        self._due: dict[int, float] = {}

    def start_what_is_due(self) -> float:
        """Begins all deliveries that may begin now; the seconds after which to look again."""
        if not self._world.webhook:
            return LOOK_AGAIN
        with self._world.lock:
            self._world.updates.expire(self._world.now())
            hook, waiting = dict(self._world.webhook), list(self._world.updates.pending)
        look_again, now, seen = LOOK_AGAIN, time.monotonic(), set(self._under_way)
        for update in waiting if hook else ():
            if len(self._under_way) >= hook["max_connections"]:
                break
            if update.lane in seen:
                continue
            seen.add(update.lane)
            if (wait := self._due.get(update.id, now) - now) > 0:
                look_again = min(look_again, wait)
                continue
            self._under_way[update.lane] = asyncio.create_task(self._deliver(hook, update))
        return look_again

    async def close(self) -> None:
        """Breaks off what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def _deliver(self, hook: Json, update: Update) -> None:
        met = self._world.faults.take("webhook", update.body)
        try:
            problem, wait = await self._posted(hook, update, met)
        finally:
            del self._under_way[update.lane]
        with self._world.lock:
            if problem:
                self._failed(update, problem, wait)
            else:
                self._failures.pop(update.id, None)
                self._due.pop(update.id, None)
                self._world.updates.forget(update)
            self._world.changes.mark(for_bot=True)

    def _failed(self, update: Update, problem: str, wait: float | None) -> None:
        self._failures[update.id] = failures = self._failures.get(update.id, 0) + 1
        pause = min(LONGEST_PAUSE, self._world.retry_seconds * 2.0 ** min(failures - 1, 10)) if wait is None else wait
        self._due[update.id] = time.monotonic() + pause
        if self._world.webhook:
            said = {"last_error_date": int(self._world.now().timestamp()), "last_error_message": problem}
            self._world.webhook |= said

    async def _posted(self, hook: Json, update: Update, met: Met | None) -> tuple[str, float | None]:
        """What went wrong (empty: nothing), and the pause that the bot asked for."""
        match met.outcome if met else None:
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case Hold(release):
                await asyncio.to_thread(release.wait, 30.0)
            case Reset():
                return "Connection reset by peer", None
            case Twice():
                first, _ = await asyncio.gather(self._post(hook, update), self._post(hook, update))
                return first
            case CutAnswer():
                problem, wait = await self._post(hook, update)
                if met and not problem:
                    met.done = True
                return problem or "Read timeout expired", wait
        return await self._post(hook, update)

    async def _post(self, hook: Json, update: Update) -> tuple[str, float | None]:
        if self._client is None:  # only now, since a client is costly to make and few rehearsals have a webhook
            self._client = httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False, limits=_LIMITS)
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook["secret"] else {}
        try:
            answer = await self._client.post(hook["url"], json=update.body, headers=headers)
        except httpx.HTTPError as error:
            return f"Connection failed: {type(error).__name__}", None
        if answer.is_success:
            return "", None
        wait = answer.headers.get("Retry-After", "")
        problem = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        return problem, float(wait) if wait.isdecimal() else None

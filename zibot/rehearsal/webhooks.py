"""Delivers updates to the bot's webhook, in order, again until they are taken."""

import httpx

from zibot.rehearsal.nouns import Json
from zibot.rehearsal.updates import Update
from zibot.rehearsal.world import World

RETRY_SECONDS = 1.0
PATIENCE_SECONDS = 60.0


async def deliver_forever(world: World) -> None:
    """Posts one update after the other to the webhook, while one is set; ends when the server stops."""
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client, world.changes.watch() as watcher:
        while not world.changes.closed:
            with world.lock:
                world.updates.expire(world.now())
                hook, first = dict(world.webhook), next(iter(world.updates.pending), None)
            if not hook or first is None:
                await watcher.wait(3600)
            elif not await _taken(world, client, hook, first):
                await watcher.wait(RETRY_SECONDS)


async def _taken(world: World, client: httpx.AsyncClient, hook: Json, update: Update) -> bool:
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook["secret"] else {}
    try:
        answer = await client.post(hook["url"], json=update.body, headers=headers)
        problem = "" if answer.is_success else f"Wrong response from the webhook: {answer.status_code}"
    except httpx.HTTPError as error:
        problem = f"Connection failed: {type(error).__name__}"
    with world.lock:
        if problem:
            world.webhook |= {"last_error_date": int(world.now().timestamp()), "last_error_message": problem}
            return False
        if world.updates.pending and world.updates.pending[0] is update:
            world.updates.pending.popleft()
            world.changes.mark()
    return True

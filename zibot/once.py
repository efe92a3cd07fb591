"""`zibot tick`: all that is due now is done and sent once, for a host that only has cron."""

import asyncio

from zibot.delivery.outbox import OutboxWorker
from zibot.delivery.telegram import connected
from zibot.door import holding
from zibot.jobs.tick import tick
from zibot.service import build_house, make_post
from zibot.settings import Settings, SettingsError
from zibot.storage import outbox


def once(settings: Settings) -> dict[str, int | None]:
    """Do what is due; how many digests and recaps were prepared, how many calls made, how many still wait.

    Where the bot runs on the same data folder it does the sending, and `sent` is None.
    """
    return asyncio.run(_once(settings))


async def _once(settings: Settings) -> dict[str, int | None]:
    house = build_house(settings)
    try:
        done = await tick(house)
        sent: int | None = None
        try:
            with holding(settings.data_dir):
                async with connected(settings.token(), settings.bot_api_url) as bot:
                    sent = await OutboxWorker(make_post(house, bot)).drain()
        except SettingsError as error:
            if error.code != "data-dir-busy":
                raise
        waiting = await house.look(lambda desk: outbox.open_count(desk.session))
        return {
            "digests": done.digests,
            "recaps": done.recaps,
            "backlog": done.backlog,
            "sent": sent,
            "waiting": waiting,
        }
    finally:
        house.close()

"""The nightly copy: made off the loop and beside the writer; when it fails the admins hear of it, once a day."""

import asyncio
import logging

from zibot.backup import nightly
from zibot.backup.last import LastBackup
from zibot.context import Desk, House
from zibot.jobs.presence import present
from zibot.rules.roles import Role

log = logging.getLogger(__name__)


async def make_due(house: House) -> bool:
    """Make the copy of this day if it is still to be made; whether a good one was made."""
    now = house.now()
    if not nightly.due(house.settings, now):
        return False
    made = await asyncio.to_thread(nightly.make, house.settings, now)
    if made.error or made.damaged:
        log.error("nightly copy: %s, damaged: %s", made.error or "made", list(made.damaged))
        await house.work(_tell, made)
    return not made.error


def _tell(desk: Desk, made: LastBackup) -> None:
    """Tell the admins that the copy failed, or which evidence could not be copied: those who are there, else all."""
    admins = [person for person in desk.team.values() if person.role == Role.ADMIN]
    for person in [one for one in present(desk) if one.role == Role.ADMIN] or admins:
        if person.telegram_id is not None:
            once = f"backup-failed:{desk.today}:{person.id}"
            desk.say(person.telegram_id, "backup_failed", why=made.error, numbers=made.damaged[:10], once=once)

"""A restore told to those whom it concerns: what came after the backup is gone, and must be sent again."""

from datetime import datetime

from zibot.context import Desk
from zibot.rules.roles import Role
from zibot.storage import evidence, people


def tell_of(desk: Desk, made_at: datetime, *, until: datetime | None = None) -> None:
    """Say in the group, or else to who leads, to what instant all went back; the bot sends it once it runs.

    `until` is when more was seen the last time, where nobody restored a backup.
    """
    group = people.the_group(desk.session, desk.satker_id)
    leads = [p.telegram_id for p in desk.team.values() if p.role == Role.LEAD and p.telegram_id is not None]
    for chat_id in [group.chat_id] if group is not None else leads:
        desk.say(
            chat_id,
            "restored",
            once=f"restored:{chat_id}:{desk.now.isoformat()}",
            made=desk.local(made_at),
            until=desk.local(until or desk.now),
            restored=until is None,
            last=evidence.last_number(desk.session, desk.satker_id),
        )

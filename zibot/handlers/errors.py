"""Ours that went wrong: logged first, then the maintainer is told, once, when an update is set aside."""

from zibot.context import Desk
from zibot.model import Inbox
from zibot.rules.roles import Role
from zibot.storage import inbox


def failed(desk: Desk, row: Inbox, error: Exception) -> None:
    """Note the failure on the update's row; the admins hear of it when it is set aside."""
    assert row.id is not None
    if not inbox.failed(desk.session, row.id, repr(error), desk.now):
        return
    for person in desk.team.values():
        if person.role == Role.ADMIN and person.telegram_id is not None:
            desk.say(
                person.telegram_id,
                "maintainer",
                id=row.update_id,
                chat=row.chat_id,
                tries=inbox.TRIES,
                error=type(error).__name__,
            )

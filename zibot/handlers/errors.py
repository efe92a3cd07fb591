"""Ours that went wrong: logged first, then the maintainer is told, once, when an update is set aside."""

from zibot.context import Desk
from zibot.model import Inbox
from zibot.rules.roles import Role
from zibot.storage import inbox, people


def failed(desk: Desk, row: Inbox, error: Exception) -> None:
    """Note the failure on the update's row; when it is set aside its sender and the admins hear of it."""
    assert row.id is not None
    if not inbox.failed(desk.session, row.id, repr(error), desk.now):
        return
    if row.chat_id > 0 and people.by_telegram(desk.session, desk.satker_id, row.chat_id) is not None:
        desk.say(row.chat_id, "not_handled")
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

"""Who is there for what a job has to say: they can be reached, and are not on leave."""

from zibot.context import Desk
from zibot.model import Person
from zibot.storage import leaves


def present(desk: Desk) -> list[Person]:
    """Who can be reached and is not on leave today."""
    away = leaves.away(desk.session, desk.satker_id, desk.today)
    return [one for id, one in desk.team.items() if one.telegram_id is not None and id not in away]

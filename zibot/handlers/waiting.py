"""What waits for a reviewer's verdict, worked through one after the other: /periksa, its button and [Lewati]."""

from zibot.context import Desk
from zibot.handlers import review
from zibot.handlers.press import Press, duty_of
from zibot.handlers.who import Spoken


def begin(desk: Desk, spoken: Spoken) -> None:
    """/periksa: the first that waits; always in private."""
    assert spoken.person.telegram_id is not None
    if not spoken.private:
        desk.say(spoken.chat_id, "queue_private")
    review.go_on(desk, spoken.person, spoken.person.telegram_id)


def pressed(desk: Desk, press: Press) -> str | None:
    """[Periksa]: the first that waits."""
    review.go_on(desk, press.person, press.chat_id)
    return None


def skip(desk: Desk, press: Press) -> str | None:
    """[Lewati]: the one behind it; this one still waits."""
    duty = duty_of(desk, press)
    if duty is None:
        return "old"
    review.go_on(desk, press.person, press.chat_id, after=duty, skipping=True)
    return None

"""What may be seen of confidential items: its own people see what one says, in private; all others see that it is."""

from collections.abc import Callable, Iterable

from zibot.context import Desk
from zibot.model import Item, Person, saved
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import may_open
from zibot.storage import outbox, people, plans

Hides = Callable[[Duty | Item], bool]
"""Whether an answer must keep to itself what an item says: it then shows its code, its state and counts."""


def nothing(_thing: Duty | Item) -> bool:
    """At the terminal of the server nothing is hidden."""
    return False


def hides(desk: Desk, person: Person, *, private: bool) -> Hides:
    """What stays hidden from who asks: in a group whatever is confidential, in private what is not theirs."""

    def hidden(thing: Duty | Item) -> bool:
        if not thing.confidential:
            return False
        if not private:
            return True
        theirs = thing.holders if isinstance(thing, Duty) else held(thing)
        return not may_open(saved(person.id), person.role, person.areas, thing, theirs)

    def held(item: Item) -> tuple[int, ...]:
        # The code of an item that was dropped may be another's now: nobody holds it any more.
        plan = plans.in_force(desk.session, desk.satker_id)
        here = plan is not None and item.plan_id == plan.id
        return people.holders(list(desk.team.values()), item.code) if here else ()

    return hidden


def shows(things: Iterable[Duty | Item], hidden: Hides) -> bool:
    """Whether an answer tells what something confidential says, so that its message must be protected."""
    return any(thing.confidential and not hidden(thing) for thing in things)


def keeps(desk: Desk, person: Person | None, chat_id: int, thing: Duty | Item, *, edit: int | None = None) -> bool:
    """Whether a message must not tell what one thing says.

    A message that went out unprotected stays so: a change of it cannot make it tell something confidential.
    """
    if not thing.confidential:
        return False
    if person is None or (edit is not None and not protected(desk, chat_id, edit)):
        return True
    return hides(desk, person, private=chat_id > 0)(thing)


def protected(desk: Desk, chat_id: int, message_id: int) -> bool:
    """Whether a message of ours went out so that it cannot be forwarded."""
    row = outbox.made(desk.session, chat_id, message_id)
    return row is not None and bool(row.payload.get("protect_content"))

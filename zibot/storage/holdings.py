"""Who holds which items: what nobody holds and who is told of it, and assignments, written down with who made them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from zibot.model import Item, Listing, Person, Plan, saved
from zibot.rules.assigning import Held, Nobodys, Row, unowned
from zibot.rules.pic import Wording, wordings
from zibot.rules.roles import Role
from zibot.storage import ledger, people, plans

_WHAT = "assign"


def held(team: Iterable[Person]) -> Held:
    """The scopes of everyone, by id."""
    return {saved(person.id): tuple(person.items) for person in team}


def codes(session: Session, plan: Plan) -> tuple[str, ...]:
    """The codes of a plan's items in its order."""
    return tuple(item.code for item in plans.items(session, plan))


def nobodys(session: Session, satker_id: int, team: Iterable[Person]) -> tuple[Nobodys, ...]:
    """What nobody holds of the plan in force, by component; of what is closed for good nobody need take care."""
    plan = plans.in_force(session, satker_id)
    rows = _expected(session, plan) if plan is not None else ()
    return unowned((Row(row.code, row.area, row.component, row.confidential) for row in rows), held(team))


def _expected(session: Session, plan: Plan) -> list[Item]:
    states: dict[int, list[bool]] = {}
    for duty in plans.duties_of(session, plan):
        states.setdefault(duty.item_id, []).append(duty.state.closed)
    return [item for item in plans.items(session, plan) if not all(states.get(saved(item.id), [False]))]


def nobodys_of(groups: Sequence[Nobodys], person: Person) -> tuple[Nobodys, ...]:
    """Those of them that a person may assign: all for the lead, those of their areas for a coordinator."""
    if person.role == Role.LEAD:
        return tuple(groups)
    return tuple(group for group in groups if person.role == Role.COORDINATOR and group.area in person.areas)


def nobodys_by_keeper(session: Session, satker_id: int, team: Mapping[int, Person]) -> dict[int, tuple[Nobodys, ...]]:
    """Who is told of what nobody holds, by the person's id: each area's coordinators, the leads where there is none.

    Only people who can be reached are told.
    """
    reachable = [person for person in team.values() if person.telegram_id is not None]
    leads = [person for person in reachable if person.role == Role.LEAD]
    told: dict[int, list[Nobodys]] = {}
    for group in nobodys(session, satker_id, team.values()):
        keepers = [one for one in reachable if one.role == Role.COORDINATOR and group.area in one.areas]
        for person in keepers or leads:
            told.setdefault(saved(person.id), []).append(group)
    return {id: tuple(groups) for id, groups in told.items()}


def responsible(session: Session, plan: Plan) -> tuple[Wording, ...]:
    """What the plan itself says of who is responsible, each wording once, in its order."""
    return wordings((item.code, item.notes) for item in plans.items(session, plan))


def assign(session: Session, after: Held, *, actor: Person, now: datetime, scopes: Iterable[str], how: str) -> None:
    """Let everyone hold what is said; whoever's scopes change is written down, and who changed them."""
    changed = []
    for id, mine in after.items():
        person = session.get_one(Person, id)
        if tuple(person.items) != mine:
            person.items = list(mine)
            people.given(session, person, now, actor=actor)
            changed.append(id)
    if changed:
        told: dict[str, Any] = {"scopes": list(scopes), "how": how, "people": changed}
        ledger.append(session, actor.satker_id, "items.assigned", at=now, actor_id=actor.id, **told)


def begin(session: Session, actor: Person, chat_id: int, said: Mapping[str, Any], now: datetime) -> Listing:
    """Write down an assignment under way, so that its buttons find it after a restart; it names people by their ids."""
    row = Listing(
        satker_id=actor.satker_id,
        person_id=saved(actor.id),
        chat_id=chat_id,
        what=_WHAT,
        said=dict(said),
        asked_at=now,
    )
    session.add(row)
    session.flush()
    return row


def under_way(session: Session, id: int, actor: Person, chat_id: int) -> Listing | None:
    """An assignment that this person began in this chat."""
    row = session.get(Listing, id)
    mine = row is not None and (row.what, row.person_id, row.chat_id) == (_WHAT, actor.id, chat_id)
    return row if mine else None

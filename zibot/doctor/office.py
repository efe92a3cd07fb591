"""The office's work: which plan is in force, what in it is undecided or nobody's, who has not joined yet."""

from collections.abc import Iterator, Sequence
from datetime import date

from zibot.doctor.finding import Finding, attention, fine
from zibot.model import Item, Plan
from zibot.rules.roles import Role
from zibot.storage import people, plans
from zibot.storage.database import Session

NAMED = 5
"""How many of a kind are named; the others are counted."""
NEXT_PLAN_FROM = 11
"""The month from which next year's plan is looked for."""


def plan(session: Session, satker_id: int, in_force: Plan | None, today: date) -> Iterator[Finding]:
    """Which plan is in force, whether it is this year's, and from November on whether the next is there."""
    if in_force is None:
        yield attention("plan", "plan-none")
        return
    said = {"year": in_force.year, "number": in_force.decree_number, "day": in_force.decree_date}
    if in_force.year < today.year:
        yield attention("plan", "plan-over", **said, wanted=today.year)
    else:
        yield fine("plan", "plan", **said, items=len(plans.items(session, in_force)))
    coming = today.year + 1
    if today.month >= NEXT_PLAN_FROM and in_force.year < coming and plans.of_year(session, satker_id, coming) is None:
        yield attention("plan", "plan-next", wanted=coming)


def doubts(session: Session, in_force: Plan) -> Iterator[Finding]:
    """Whether every item has a schedule that somebody stands by."""
    undecided = plans.in_doubt(session, in_force)
    if undecided:
        yield attention("schedules", "doubts", count=len(undecided), codes=_codes(undecided))
    else:
        yield fine("schedules", "doubts-none")


def holders(session: Session, satker_id: int, in_force: Plan) -> Iterator[Finding]:
    """Whether every item is somebody's, and every area has who checks it."""
    team = people.everyone(session, satker_id)
    items = plans.items(session, in_force)
    nobodys = [item for item in items if not people.holders(team, item.code)]
    if nobodys:
        yield attention("holders", "holders-none", count=len(nobodys), codes=_codes(nobodys))
    else:
        yield fine("holders", "holders")
    checked = {area for person in team if person.role == Role.COORDINATOR for area in person.areas}
    unchecked = sorted({item.area for item in items} - checked)
    if unchecked:
        yield attention("holders", "areas-unchecked", areas=unchecked)


def _codes(items: Sequence[Item]) -> list[str]:
    return [item.code for item in items[:NAMED]]


def team(session: Session, satker_id: int) -> Iterator[Finding]:
    """Whether there is a team, with a lead and an admin, and whether all have joined."""
    everyone = people.everyone(session, satker_id)
    if not everyone:
        yield attention("team", "team-none")
        return
    missing = [person.name for person in everyone if person.telegram_id is None]
    if missing:
        yield attention("team", "team-waiting", count=len(missing), of=len(everyone), names=missing[:NAMED])
    else:
        yield fine("team", "team", count=len(everyone))
    roles = {person.role for person in everyone}
    if Role.LEAD not in roles:
        yield attention("team", "team-no-lead")
    if Role.ADMIN not in roles:
        yield attention("team", "team-no-admin")


def group(session: Session, satker_id: int) -> Iterator[Finding]:
    """Whether a group gets the recaps."""
    bound = people.the_group(session, satker_id)
    yield attention("group", "group-none") if bound is None else fine("group", "group", title=bound.title)

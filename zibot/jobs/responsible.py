"""A plan that says who is responsible: the lead is asked, once, whether the team's people shall hold what it says."""

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.model import Person, Plan, saved
from zibot.rules.assigning import holders
from zibot.rules.roles import Role
from zibot.storage import holdings, outbox, plans


def ask(desk: Desk) -> int:
    """Tell each lead that the plan names who is responsible, where some of it is nobody's yet; returns how many."""
    plan = plans.in_force(desk.session, desk.satker_id)
    reachable = [person for person in desk.team.values() if person.role == Role.LEAD and person.telegram_id is not None]
    leads = [one for one in reachable if plan is not None and not outbox.said(desk.session, _key(plan, one))]
    if plan is None or not leads:
        return 0
    said = holdings.responsible(desk.session, plan)
    held = holdings.held(desk.team.values())
    waiting = [at for at, one in enumerate(said) if not all(holders(held, code) for code in one.codes)]
    if not waiting:
        return 0
    unowned = sum(not holders(held, code) for one in said for code in one.codes)
    return sum(
        desk.say(
            saved(person.telegram_id),
            "pic_waiting",
            buttons=[[(texts.label("button", "pic-start"), data(Verb.PIC, saved(plan.id), waiting[0]))]],
            once=_key(plan, person),
            year=plan.year,
            count=len(said),
            example=said[waiting[0]].words,
            unowned=unowned,
            protect=any(item.confidential for item in plans.items(desk.session, plan)),
        )
        for person in leads
    )


def _key(plan: Plan, person: Person) -> str:
    return f"pic:{plan.id}:{person.id}"

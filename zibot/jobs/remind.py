"""The morning message, and the lists that wait for whoever decides about them."""

import logging
from datetime import date, datetime, time

from zibot import texts
from zibot.context import Desk, House, Verb, data
from zibot.jobs.digest import Counts, cut, digest_buttons, joined
from zibot.jobs.presence import present
from zibot.model import Item, Person, saved
from zibot.rules.day import Days, Known
from zibot.rules.deciding import Member
from zibot.rules.lifecycle import Kind, State
from zibot.rules.mornings import Digest, mornings
from zibot.rules.reminders import Rhythm
from zibot.rules.roles import Role
from zibot.storage import evidence, holdings, outbox, plans, reminders, reviews, snoozes
from zibot.storage import leaves as leave_rows
from zibot.storage.outbox import Rank

log = logging.getLogger(__name__)


def is_morning(desk: Desk) -> bool:
    """Whether now is within the office's hours of a working day."""
    local = desk.local(desk.now)
    hours = desk.settings.remind_at <= local.time() < desk.settings.remind_until
    return hours and desk.workdays.is_workday(local.date())


def known(desk: Desk) -> Known:
    """All that the morning messages are made of, as things stand now."""
    session, satker = desk.session, desk.satker_id
    duties = plans.duties(session, satker)
    waiting = [duty.id for duty in duties if duty.state is State.SUBMITTED]
    asked = [duty.id for duty in duties if duty.standing.asked is not None]
    submitted = reminders.last_said(session, Kind.SUBMITTED, waiting)
    leaves: dict[int, list[Days]] = {}
    for one in leave_rows.since(session, satker, desk.today):
        leaves.setdefault(one.person_id, []).append(Days(one.first, one.last, desk.local(one.said_at).date()))
    return Known(
        duties,
        [Member(id, one.role, tuple(one.areas)) for id, one in desk.team.items() if one.telegram_id is not None],
        named=reminders.last_named(session, satker, desk.today),
        noticed=reminders.last_noticed(session, satker, desk.today),
        later=snoozes.in_force(session, satker, desk.now),
        leaves=leaves,
        reviews=reviews.waiting(session, satker, desk.team, desk.today),
        submitted={id: desk.local(at).date() for id, at in submitted.items()},
        nobodys=holdings.nobodys_by_keeper(session, satker, desk.team),
        unfiled=_unfiled(desk),
        asked={id: desk.local(at).date() for id, at in reminders.last_said(session, Kind.ASKED, asked).items()},
    )


def _unfiled(desk: Desk) -> dict[int, list[tuple[int, date]]]:
    """The numbers of pieces that came before today and are for no item yet, and when they came."""
    midnight = datetime.combine(desk.today, time(), desk.settings.timezone)
    found = evidence.nowhere(desk.session, desk.satker_id, midnight)
    return {id: [(one.number, desk.local(one.stored_at).date()) for one in pieces] for id, pieces in found.items()}


def rhythm(desk: Desk) -> Rhythm:
    """How often the office wants to be reminded."""
    settings = desk.settings
    steps = settings.escalate_coordinator, settings.escalate_lead
    return Rhythm(settings.lead_days, settings.overdue_every, *steps)


def planned(desk: Desk, day: date, found: Known | None = None) -> dict[int, Digest]:
    """The morning messages of a day, by person, as things stand now; only for people who can be reached."""
    return mornings(found or known(desk), day, rhythm(desk), desk.workdays)


def due(desk: Desk) -> dict[int, Digest]:
    """The morning messages that are due now; who had theirs today gets no other."""
    if not is_morning(desk):
        return {}
    found = planned(desk, desk.today)
    return {id: digest for id, digest in found.items() if not outbox.said(desk.session, _once(desk, id))}


def _again(desk: Desk) -> str:
    """The next working day, as people say it."""
    day = desk.workdays.next_after(desk.today)
    return texts.away(day, desk.today) if (day - desk.today).days == 1 else texts.short_day(day)


def _once(desk: Desk, id: int) -> str:
    return f"digest:{id}:{desk.today}"


async def morning(house: House) -> int:
    """Put today's morning messages into the outbox, one a person at most; returns how many are new."""
    said = 0
    for id, digest in (await house.look(due)).items():
        try:
            said += await house.work(_tell, id, digest)
        except Exception:  # one person's message that fails must not keep the others' back
            log.exception("the morning message of person %s", id)
    return said


def _tell(desk: Desk, id: int, digest: Digest) -> bool:
    person = desk.team[id]
    assert person.telegram_id is not None
    whole, also = joined(digest)
    shown = cut(whole)
    new = desk.say(
        person.telegram_id,
        "digest",
        buttons=digest_buttons(shown, _again(desk), single=len(digest.duties) == 1),
        rank=Rank.DIGEST,
        about=[duty.id for duty in digest.duties],
        once=_once(desk, id),
        name=person.name,
        person=id,
        digest=shown,
        also=also,
        more=Counts.of(whole) - Counts.of(shown),
        team=desk.team,
        marks=texts.marks(),
        protect=any(one.confidential for one in digest.all) or any(one.confidential for one in digest.ownerless),
    )
    if new:
        reminders.note(desk.session, person, [duty.id for duty in digest.duties], desk.today)
        reminders.notice(desk.session, person, digest.others, desk.today)
    return new


def unscheduled(desk: Desk) -> int:
    """Ask, once, whoever decides about them when the items in doubt fall due: their coordinator, else the lead."""
    plan = plans.in_force(desk.session, desk.satker_id)
    rows = plans.in_doubt(desk.session, plan) if plan else []
    asked: dict[int, list[Item]] = {}
    here = present(desk)
    for row in rows:
        coordinators = [p for p in here if p.role == Role.COORDINATOR and row.area in p.areas]
        leads = [p for p in here if p.role == Role.LEAD]
        for person in coordinators or leads[:1]:
            asked.setdefault(saved(person.id), []).append(row)
    return sum(_ask_when(desk, desk.team[id], saved(plan.id), items) for id, items in asked.items() if plan)


def _ask_when(desk: Desk, person: Person, plan_id: int, items: list[Item]) -> bool:
    return person.telegram_id is not None and desk.say(
        person.telegram_id,
        "unscheduled",
        buttons=[
            [
                (
                    texts.label("button", "schedule", code=item.code, what=what, secret=item.confidential),
                    data(Verb.SCHEDULE, saved(item.id)),
                )
            ]
            for item in items[:8]
            for what in [texts.short(item.action, 34)]
        ],
        once=f"unscheduled:{plan_id}:{person.id}",
        items=items,
        protect=any(item.confidential for item in items),
    )


def backlog(desk: Desk) -> int:
    """Give the lead, once, the list of what was due before the plan was adopted."""
    plan = plans.in_force(desk.session, desk.satker_id)
    lead = next((person for person in present(desk) if person.role == Role.LEAD), None)
    if plan is None or lead is None or lead.telegram_id is None:
        return 0
    waiting = [duty for duty in plans.duties(desk.session, desk.satker_id) if duty.backlog]
    if not waiting:
        return 0
    return desk.say(
        lead.telegram_id,
        "backlog",
        buttons=[[(texts.label("button", "settle-start"), data(Verb.SETTLE))]],
        once=f"backlog:{plan.id}",
        about=[duty.id for duty in waiting],
        duties=waiting,
        adopted=plan.adopted_on,
        protect=any(duty.confidential for duty in waiting),
    )

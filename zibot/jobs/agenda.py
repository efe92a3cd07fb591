"""What comes next: the instant at which the bot will do something by itself, as things stand now."""

from datetime import datetime, timedelta

from zibot.context import Desk
from zibot.jobs import recap, remind, weekly
from zibot.rules.progress import late_duties
from zibot.storage import outbox, people, plans
from zibot.workdays import Quarter

HORIZON = timedelta(days=400)


def next_event(desk: Desk) -> datetime | None:
    """The next morning with messages, the group's next digest or recap, whichever is first; None with none in sight."""
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        return None
    nexts = (_next_morning(desk), _next_weekly(desk), _next_recap(desk, plan.year))
    return min((at for at in nexts if at is not None), default=None)


def _next_morning(desk: Desk) -> datetime | None:
    known = remind.known(desk)
    for ahead in range(HORIZON.days):
        day = desk.today + timedelta(days=ahead)
        at = datetime.combine(day, desk.settings.remind_at, desk.settings.timezone)
        if at > desk.now and desk.workdays.is_workday(day) and remind.planned(desk, day, known):
            return at
    return None


def _next_weekly(desk: Desk) -> datetime | None:
    """The next digest that, as things stand now, has something to name."""
    duties = plans.duties(desk.session, desk.satker_id)
    if people.the_group(desk.session, desk.satker_id) is None:
        return None
    for ahead in range(0, HORIZON.days, 7):
        day = desk.today + timedelta(days=ahead)
        at = weekly.hour_of(desk, day)
        if at is None or at <= desk.now or recap.day_of(desk, Quarter.of(at.date()).previous()) == at.date():
            continue
        if late_duties(duties, at.date()):
            return at
    return None


def _next_recap(desk: Desk, year: int) -> datetime | None:
    if people.the_group(desk.session, desk.satker_id) is None:
        return None
    quarters = (Quarter(year, number) for number in (1, 2, 3, 4))
    hours = (recap.hour_of(desk, q) for q in quarters if not outbox.said(desk.session, recap.key(desk, q)))
    return min((at for at in hours if at > desk.now), default=None)

"""The recap of each quarter: on the first working day after it the group gets text and chart, once."""

from datetime import date, datetime, timedelta

from zibot import recap
from zibot.context import Desk, House
from zibot.jobs.presence import present
from zibot.monev.figures import QuarterFigures
from zibot.rules.roles import Role
from zibot.storage import outbox, people, plans
from zibot.storage.outbox import Rank
from zibot.workdays import Quarter

STILL_WORTH_IT = timedelta(days=60)
"""So long after its quarter a recap that was missed is made up for."""


def day_of(desk: Desk, quarter: Quarter) -> date:
    """The day on which a quarter's recap is posted."""
    return desk.workdays.next_after(quarter.last)


def hour_of(desk: Desk, quarter: Quarter) -> datetime:
    """The instant from which a quarter's recap is due."""
    return datetime.combine(day_of(desk, quarter), desk.settings.recap_at, desk.settings.timezone)


def due(desk: Desk) -> QuarterFigures | None:
    """The figures of the quarter whose recap is due now and was not posted yet."""
    quarter = Quarter.of(desk.today).previous()
    plan = plans.in_force(desk.session, desk.satker_id)
    group = people.the_group(desk.session, desk.satker_id)
    # An amendment after the quarter's end does not make its recap needless.
    began = plans.history(desk.session, plan)[-1].adopted_on if plan else None
    if began is None or began > quarter.last or outbox.said(desk.session, key(desk, quarter)):
        return None
    if not hour_of(desk, quarter) <= desk.now < hour_of(desk, quarter) + STILL_WORTH_IT:
        return None
    told = recap.figures(desk, quarter)
    if told is not None and group is None:
        _tell_lead(desk, quarter)
        return None
    return told


def key(desk: Desk, quarter: Quarter) -> str:
    """What makes a quarter's recap be posted once only."""
    return f"recap:{desk.satker_id}:{quarter}"


def _tell_lead(desk: Desk, quarter: Quarter) -> None:
    lead = next((person for person in present(desk) if person.role == Role.LEAD), None)
    if lead is not None and lead.telegram_id is not None:
        once = f"recap-waiting:{desk.satker_id}:{quarter}"
        desk.say(lead.telegram_id, "recap_waiting", quarter=quarter, once=once, rank=Rank.RECAP)


async def post_due(house: House) -> int:
    """Post the recap that is due; a chart that cannot be drawn does not keep the text back."""
    told = await house.work(due)
    if told is None:
        return 0
    chart_sha256 = await recap.draw(house, told)
    return int(await house.work(_post, told, chart_sha256))


def _post(desk: Desk, told: QuarterFigures, chart_sha256: str | None) -> bool:
    group = people.the_group(desk.session, desk.satker_id)
    return group is not None and recap.post(desk, group.chat_id, told, chart_sha256, once=key(desk, told.quarter))

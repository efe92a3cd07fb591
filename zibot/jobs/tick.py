"""All that time asks for, in one go: the scheduler only wakes this, and calling it twice does nothing more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zibot.context import Desk, House
from zibot.jobs import recap, remind
from zibot.storage import waking


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a look at the clock brought about."""

    backlog: int
    asked: int
    digests: int
    recaps: int


async def tick(house: House) -> Ticked:
    """Do once all that is due now, and write down when to look again."""
    done = Ticked(
        backlog=await house.work(remind.backlog),
        asked=await house.work(remind.unscheduled),
        digests=await remind.morning(house),
        recaps=await recap.post_due(house),
    )
    await house.work(_look_again)
    return done


def _look_again(desk: Desk) -> None:
    waking.look_at(desk.session, desk.satker_id, next_look(desk))


def next_look(desk: Desk) -> datetime:
    """The next hour at which anything can come due: the coming reminder or recap hour of any day.

    Whether something then is due is told by the rows; so a day too many is looked at, and none too few.
    """
    settings, today = desk.settings, desk.today
    hours = (
        datetime.combine(day, hour, settings.timezone)
        for day in (today, today + timedelta(days=1))
        for hour in (settings.remind_at, settings.recap_at)
    )
    return min(at for at in hours if at > desk.now)

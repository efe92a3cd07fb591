"""All that time asks for, in one go: the scheduler only wakes this, and calling it twice does nothing more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zibot.context import Desk, House
from zibot.jobs import backup, recap, remind, responsible, weekly
from zibot.storage import inbox, pauses, waking


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a look at the clock brought about."""

    backlog: int
    asked: int
    digests: int
    recaps: int
    weekly: int = 0


async def tick(house: House) -> Ticked:
    """Do once all that is due now, and write down when to look again."""
    began = house.now()
    backlog, asked = await house.work(_asked)
    done = Ticked(
        backlog=backlog,
        asked=asked,
        digests=await remind.morning(house),
        recaps=await recap.post_due(house),
        weekly=await house.work(weekly.post_due),
    )
    await _forget_once_a_day(house)
    await backup.make_due(house)
    await house.work(_look_again, began)
    return done


def _asked(desk: Desk) -> tuple[int, int]:
    """Put the lists before whoever decides: what was due before the plan, what has no schedule, who is responsible."""
    pauses.end_drawn_out(desk.session, desk.now)
    return remind.backlog(desk), remind.unscheduled(desk) + responsible.ask(desk)


async def _forget_once_a_day(house: House) -> None:
    """Forget what updates said that were handled long ago."""
    today = house.now().date()
    if house.forgot_on != today:
        await house.work(lambda desk: inbox.scrub(desk.session, desk.now - _kept_for(desk)))
        house.forgot_on = today


def _kept_for(desk: Desk) -> timedelta:
    return timedelta(days=desk.settings.scrub_after_days)


def _look_again(desk: Desk, began: datetime) -> None:
    waking.look_at(desk.session, desk.satker_id, next_look(desk, began))


def next_look(desk: Desk, after: datetime) -> datetime:
    """The next hour at which anything can come due: the coming backup, reminder or recap hour of any day.

    Whether something then is due is told by the rows; so a day too many is looked at, and none too few.
    """
    settings, today = desk.settings, desk.local(after).date()
    hours = (
        datetime.combine(day, hour, settings.timezone)
        for day in (today, today + timedelta(days=1))
        for hour in (settings.backup_at, settings.remind_at, settings.recap_at)
    )
    return min(at for at in hours if at > after)

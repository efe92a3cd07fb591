"""The group's weekly digest: silent, once a week at most, and only where something is late."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from zibot.context import Desk
from zibot.jobs import recap
from zibot.model import Group
from zibot.rules.lifecycle import Duty
from zibot.rules.progress import late_duties
from zibot.storage import outbox, people, plans, topics
from zibot.storage.outbox import Rank
from zibot.workdays import Quarter

SHOWN = 20
"""Lines of what is late; the rest is in /terlambat."""


def day_of(desk: Desk, day: date) -> date | None:
    """The day of a week's digest: the office's weekday, else the nearest working day of that week."""
    if not desk.settings.digest_on:
        return None
    monday = day - timedelta(days=day.weekday())
    wanted = monday + timedelta(days=desk.settings.digest_on - 1)
    later, earlier = desk.workdays.on_or_after(wanted), desk.workdays.on_or_before(wanted)
    return next((one for one in (later, earlier) if monday <= one <= monday + timedelta(days=6)), None)


def hour_of(desk: Desk, day: date) -> datetime | None:
    """The instant from which a week's digest is due."""
    found = day_of(desk, day)
    return datetime.combine(found, desk.settings.recap_at, desk.settings.timezone) if found is not None else None


def key(desk: Desk, day: date) -> str:
    """What makes a week's digest be posted once only."""
    year, week, _ = day.isocalendar()
    return f"weekly:{desk.satker_id}:{year}-W{week:02}"


def is_due(desk: Desk, group: Group) -> bool:
    """Whether the week's digest is to be posted now: within hours, and not where the recap tells more today."""
    begins, local = hour_of(desk, desk.today), desk.local(desk.now)
    if begins is None or desk.now < begins or group.bound_at >= begins:
        return False
    working = local.time() < desk.settings.remind_until and desk.workdays.is_workday(desk.today)
    recapped = recap.day_of(desk, Quarter.of(desk.today).previous()) == desk.today
    return working and not recapped and not outbox.said(desk.session, key(desk, desk.today))


def post_due(desk: Desk) -> bool:
    """Post what is late to the group, if it is time and something is; nothing of what confidential items say."""
    group = people.the_group(desk.session, desk.satker_id)
    if group is None or not is_due(desk, group):
        return False
    duties = plans.duties(desk.session, desk.satker_id)
    # A digest that is made up for tells of what was late on its day; what is since is for the next one.
    late = late_duties(duties, day_of(desk, desk.today) or desk.today)
    apart = topics.areas(desk.session, group.chat_id) & {duty.area for duty in late}
    told = False
    for area in sorted(apart):
        desk.speak_of(group.chat_id, area)
        mine = [duty for duty in late if duty.area == area]
        told = _post(desk, group, mine, [d for d in duties if d.area == area], once=f":{area}") or told
    desk.threads.pop(group.chat_id, None)
    rest = [duty for duty in late if duty.area not in apart]
    return _post(desk, group, rest, [duty for duty in duties if duty.area not in apart]) or told


def _post(desk: Desk, group: Group, late: Sequence[Duty], duties: Sequence[Duty], *, once: str = "") -> bool:
    """Post what is late of some areas, where something is."""
    if not late:
        return False
    open_ones = [duty for duty in late if not duty.confidential]
    shown = open_ones[:SHOWN]
    return desk.say(
        group.chat_id,
        "weekly",
        rank=Rank.DIGEST,
        once=key(desk, desk.today) + once,
        silent=True,
        about=[duty.id for duty in shown],
        areas=_by_area(shown),
        secret=len(late) - len(open_ones),
        more=len(open_ones) - len(shown),
        week=_this_week(duties, desk.today),
        team=desk.team,
    )


def _by_area(duties: Sequence[Duty]) -> list[tuple[int, str, list[Duty]]]:
    """The areas in the order of the plan, each with its number, name and what is late, the longest late first."""
    found: dict[int, tuple[int, str, list[Duty]]] = {}
    for duty in duties:
        found.setdefault(duty.area, (duty.area, duty.area_name, []))[2].append(duty)
    return [found[area] for area in sorted(found)]


def _this_week(duties: Sequence[Duty], today: date) -> list[str]:
    """The codes of what falls due from today until Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    return list(dict.fromkeys(duty.code for duty in duties if duty.active and today <= duty.due <= sunday))

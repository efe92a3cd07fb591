"""How far the plan is, from the facts alone: only accepted evidence (or what the lead settled) counts as done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zibot.rules.lifecycle import Duty, State


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """Counts of one area's obligations; all but `late` add up to `total`, since a late one is open in some state too.

    `area` is 0 and `name` empty where the figures are of the whole plan.
    """

    area: int
    name: str
    total: int
    """All but those that were cancelled or withdrawn."""
    done: int
    submitted: int
    progress: int
    blocked: int
    returned: int
    late: int
    open: int
    """Nothing heard of yet, and not of the backlog."""
    backlog: int
    percent: int | None


def percent(done: int, total: int) -> int | None:
    """The share in whole percent, half rounded up; None of nothing."""
    return (200 * done + total) // (2 * total) if total else None


def _progress(area: int, name: str, duties: Iterable[Duty], today: date) -> AreaProgress:
    counted = [duty for duty in duties if duty.state.counted]
    states = Counter(duty.state for duty in counted)
    done = sum(duty.state.done for duty in counted)
    backlog = sum(duty.backlog for duty in counted)
    return AreaProgress(
        area=area,
        name=name,
        total=len(counted),
        done=done,
        submitted=states[State.SUBMITTED],
        progress=states[State.PROGRESS],
        blocked=states[State.BLOCKED],
        returned=states[State.RETURNED],
        late=sum(duty.late(today) for duty in counted),
        open=states[State.OPEN] - backlog,
        backlog=backlog,
        percent=percent(done, len(counted)),
    )


def grouped_by_area(duties: Iterable[Duty]) -> dict[tuple[int, str], list[Duty]]:
    """The obligations of each area (number and name), in the order of the plan; an area has the first name met."""
    groups: dict[int, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(duty.area, []).append(duty)
    return {(area, group[0].area_name): group for area, group in sorted(groups.items())}


def progress_by_area(duties: Iterable[Duty], today: date) -> tuple[AreaProgress, ...]:
    """The figures of each area, in the order of the plan."""
    return tuple(_progress(area, name, group, today) for (area, name), group in grouped_by_area(duties).items())


def overall(duties: Iterable[Duty], today: date) -> AreaProgress:
    """The figures of the whole plan."""
    return _progress(0, "", duties, today)


def in_order(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Oldest due date first, then the order of the plan ("I.2" before "I.10")."""
    return tuple(sorted(duties, key=lambda duty: (duty.due, duty.area, _steps(duty.code), duty.id)))


def _steps(code: str) -> tuple[int, ...]:
    return tuple(int(step) for step in code.split(".")[1:] if step.isdecimal())


def late_duties(duties: Iterable[Duty], today: date) -> tuple[Duty, ...]:
    """What is past due and waits for the staff, oldest first; each says who holds it."""
    return in_order(duty for duty in duties if duty.late(today))


def lacking_evidence(duties: Iterable[Duty], until: date) -> tuple[Duty, ...]:
    """What is not done by that day (included) and has no evidence at all, also where it was said to be there."""
    unproven = (duty for duty in duties if duty.active or duty.state is State.SUBMITTED)
    return in_order(duty for duty in unproven if duty.due <= until and not duty.standing.evidence)

"""Putting a plan in force: what it would change, then the change, for the terminal and the chat alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from zibot import texts
from zibot.context import Desk
from zibot.model import Person, Plan, saved
from zibot.plan.compare import Comparison, compare
from zibot.plan.ics import is_confidential
from zibot.plan.reading import PlanItem, Reading
from zibot.rules.roles import Role
from zibot.storage import adopting, amending, people, plans
from zibot.storage.amending import Amended, Replanned
from zibot.storage.outbox import Rank


@dataclass(frozen=True, slots=True)
class Preview:
    """What adopting a reading would bring about."""

    amends: Plan | None
    """The plan of the same year that it would take the place of."""
    comparison: Comparison | None
    """Against that plan; None for the first plan of its year."""
    unchanged: bool
    """Whether the plan in force says all of it already, so that there is nothing to adopt."""
    undecided: tuple[PlanItem, ...]
    """Items that would be adopted without dates and asked about in the chat."""
    secret: frozenset[str]
    """The codes of its confidential items: by their words, or since what they continue is confidential."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adopting a plan brought about."""

    year: int
    items: int
    obligations: int
    undated: int
    backlog: int
    other_office: bool
    """Whether the decree names another office than the settings do."""
    unchanged: bool = False
    """Whether nothing was done, since the plan in force says all of it already."""
    amended: Amended | None = None


def preview(desk: Desk, reading: Reading) -> Preview:
    """Look at what adopting a reading would change; nothing is written."""
    year = reading.decree.year or desk.today.year
    amends = plans.of_year(desk.session, desk.satker_id, year)
    secret = frozenset(item.code for item in reading.items if is_confidential(item, desk.settings.confidential))
    if amends is None:
        return Preview(None, None, False, tuple(item for item in reading.items if not item.certain), secret)
    comparison = compare(plans.reading_of(desk.session, amends).items, reading.items)
    kept = {pair.after.code for pair in comparison.pairs if pair.keeps_schedule}
    once = plans.secret(desk.session, amends)
    in_force = plans.in_force(desk.session, desk.satker_id)
    decree = (reading.decree.number, reading.decree.date)
    return Preview(
        amends=amends,
        comparison=comparison,
        unchanged=comparison.nothing_changed
        and decree == (amends.decree_number, amends.decree_date)
        and in_force is not None
        and amends.id == in_force.id,
        undecided=tuple(item for item in reading.items if not item.certain and item.code not in kept),
        # What was confidential once stays so, whatever its words are now.
        secret=secret | {pair.after.code for pair in comparison.pairs if pair.before.code in once},
    )


def adopt(desk: Desk, reading: Reading, *, source_name: str, source_sha256: str, actor: Person | None) -> Adopted:
    """Make a reading the plan in force; doubtful schedules stay unscheduled. `actor` is None for the terminal.

    A plan of a year that has one already amends it. Whoever it concerns is told; the actor is answered by the caller.
    """
    settings, source = desk.settings, (source_name, source_sha256)
    office = reading.decree.office
    satker = people.the_satker(desk.session, settings.satker, settings.office or office or settings.satker, desk.now)
    looked = preview(desk, reading)
    amended = None
    if looked.amends is None or looked.comparison is None:
        adopting.adopt(
            desk.session,
            saved(satker.id),
            reading,
            source=source,
            now=desk.now,
            today=desk.today,
            confidential=settings.confidential,
            actor_id=actor.id if actor else None,
        )
    elif not looked.unchanged:
        amendment = amending.Amendment(
            amends=looked.amends,
            reading=reading,
            comparison=looked.comparison,
            source=source,
            now=desk.now,
            today=desk.today,
            reason=texts.label("reason", "decree", number=reading.decree.number),
            confidential=settings.confidential,
            actor_id=actor.id if actor else None,
        )
        amended = amending.amend(desk.session, amendment)
        _tell_all(desk, amended, looked.comparison, actor)
    duties = plans.duties(desk.session, desk.satker_id)
    return Adopted(
        year=reading.decree.year or desk.today.year,
        items=len(reading.items),
        obligations=sum(duty.state.counted for duty in duties),
        undated=len(looked.undecided),
        backlog=sum(duty.backlog for duty in duties),
        other_office=bool(settings.office and office and settings.office.casefold() != office.casefold()),
        unchanged=looked.unchanged,
        amended=amended,
    )


def _tell_all(desk: Desk, amended: Amended, comparison: Comparison, actor: Person | None) -> None:
    """Tell the group and whoever leads what changed, and each of the staff what changed for them."""
    group = people.the_group(desk.session, desk.satker_id)
    if group is not None:
        _tell(desk, group.chat_id, amended, comparison, None)
    for person in desk.team.values():
        if person.telegram_id is None or (actor is not None and person.id == actor.id):
            continue
        if person.role == Role.LEAD:
            _tell(desk, person.telegram_id, amended, comparison, None)
        elif person.role == Role.COORDINATOR:
            _tell(desk, person.telegram_id, amended, comparison, person.areas)
        mine = [change for change in amended.replanned if person.id in change.holders]
        if mine:
            _tell_holder(desk, person, amended.plan, mine)


def _tell(desk: Desk, chat_id: int, amended: Amended, comparison: Comparison, areas: Sequence[int] | None) -> None:
    """The counts, and for a coordinator those of their areas."""
    desk.say(
        chat_id,
        "amended",
        rank=Rank.DIGEST,
        once=f"amended:{amended.plan.id}:{chat_id}",
        plan=amended.plan,
        whole=_counts(amended, comparison, None),
        mine=_counts(amended, comparison, areas) if areas else None,
        areas=areas or [],
    )


def _counts(amended: Amended, comparison: Comparison, areas: Sequence[int] | None) -> dict[str, int]:
    """How many items were added, changed, recoded and dropped, and how many obligations withdrawn."""

    def count(items: Sequence[PlanItem]) -> int:
        return sum(areas is None or item.area.number in areas for item in items)

    return {
        "added": count(comparison.added),
        "changed": count([pair.after for pair in comparison.changed]),
        "recoded": count([pair.after for pair in comparison.pairs if pair.recoded]),
        "dropped": count(comparison.dropped),
        "withdrawn": sum(
            len(change.withdrawn) for change in amended.replanned if areas is None or change.area in areas
        ),
    }


def _tell_holder(desk: Desk, person: Person, plan: Plan, changes: Sequence[Replanned]) -> None:
    assert person.telegram_id is not None
    desk.say(
        person.telegram_id,
        "amended_mine",
        rank=Rank.DIGEST,
        once=f"amended-mine:{plan.id}:{person.id}",
        name=person.name,
        plan=plan,
        changes=changes,
        protect=any(change.confidential for change in changes),
    )

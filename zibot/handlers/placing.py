"""Placing: a piece goes under its obligation as one of the checklist; once all is there it is submitted by itself."""

from zibot.context import Desk
from zibot.handlers.review import changed
from zibot.handlers.status import say_status
from zibot.model import Evidence, Person
from zibot.rules import slots
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.storage import evidence, plans


def file_and_submit(
    desk: Desk, person: Person, piece: Evidence, duty: Duty, *, caption: str | None = None, slot: int | None = None
) -> Duty:
    """File a piece; once each slot has one, the obligation is submitted by itself. Returns how it stands then.

    `caption` is what was said of the set with which it came, `slot` which of the checklist it was said to be. What was
    returned is submitted again only when its sender says so: what is missing may be several pieces.
    """
    which = slot or slot_of(piece, duty, caption)
    evidence.file_under(desk.session, piece, duty.id, actor=person, now=desk.now, slot=which)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    if now.state is State.SUBMITTED:
        changed(desk, duty.id, more=person)
    if now.slots and not now.lacks and now.state not in (State.SUBMITTED, State.RETURNED):
        # All that the plan asks for is there, whoever sent it.
        return say_status(desk, person, now, Kind.SUBMITTED, whole=True)
    return now


def slot_of(piece: Evidence, duty: Duty, caption: str | None = None) -> int | None:
    """Which of the checklist a piece is: as its words say, else where it is already, else the next that is missing."""
    said = slots.named(duty.slots, piece.caption or caption or "", piece.name)
    here = next((slot.number for slot in duty.checklist if piece.id in slot.pieces), None)
    return said or here or next((slot.number for slot in duty.lacks), None)

"""What became of an obligation: its events, in order, add up to a state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zibot.rules.slots import Slot, placed


class State(StrEnum):
    """Where an obligation stands."""

    OPEN = "open"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    """Done before the plan was adopted, as the lead said when settling the backlog."""
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """No longer planned: a later decree left it out."""

    @property
    def done(self) -> bool:
        """Whether it counts as done: only what was accepted, or settled by the lead."""
        return self in (State.ACCEPTED, State.SETTLED)

    @property
    def closed(self) -> bool:
        """Whether nothing more is expected from the staff."""
        return self.done or not self.counted

    @property
    def counted(self) -> bool:
        """Whether the figures know it: what was cancelled or withdrawn is neither done nor missing."""
        return self not in (State.CANCELLED, State.WITHDRAWN)


class Kind(StrEnum):
    """The kinds of events that change an obligation."""

    PROGRESS = "status.progress"
    BLOCKED = "status.blocked"
    SUBMITTED = "status.submitted"
    ACCEPTED = "review.accepted"
    RETURNED = "review.returned"
    SETTLED = "backlog.settled"
    CANCELLED = "obligation.cancelled"
    WITHDRAWN = "obligation.withdrawn"
    RESTORED = "obligation.restored"
    MOVED = "due.moved"
    ASKED = "due.asked"
    """Someone asked for a later due date; it stays as it is until that is granted."""
    DENIED = "due.denied"
    FILED = "evidence.filed"
    UNFILED = "evidence.unfiled"
    VOIDED = "evidence.voided"


class Happened(NamedTuple):
    """One event as the rules see it."""

    kind: str
    reason: str | None = None
    due: date | None = None
    evidence_id: int | None = None
    actor_id: int | None = None
    part: bool = False
    """Whether a status is only its sayer's own, since others hold the obligation with them."""
    slot: int | None = None
    """Which piece of the checklist a filed one is, counted from 1."""


class Said(NamedTuple):
    """What one of several who hold an obligation said last of their own part."""

    person_id: int
    state: State
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events of one obligation add up to, whoever holds it; where it stands for those, its duty says."""

    state: State
    """What was said of the whole of it."""
    reason: str | None
    due: date
    moved: bool
    evidence: tuple[int, ...]
    asked: date | None = None
    """The later due date that someone asked for and nobody granted or denied yet."""
    asked_by: int | None = None
    """Who asked for it, by id."""
    said: tuple[Said, ...] = ()
    """What was said of parts since the whole was spoken of, each person once, the latest last."""
    slots: tuple[tuple[int, int], ...] = ()
    """Which piece of the checklist each filed one is said to be, by the evidence's id."""


_STATE_AFTER = {
    Kind.PROGRESS: State.PROGRESS,
    Kind.BLOCKED: State.BLOCKED,
    Kind.SUBMITTED: State.SUBMITTED,
    Kind.ACCEPTED: State.ACCEPTED,
    Kind.RETURNED: State.RETURNED,
    Kind.SETTLED: State.SETTLED,
    Kind.CANCELLED: State.CANCELLED,
    Kind.WITHDRAWN: State.WITHDRAWN,
}


def stand(due: date, events: Iterable[Happened]) -> Standing:
    """Add up the events of an obligation, oldest first."""
    state, reason, moved, asked, asked_by = State.OPEN, None, False, None, None
    evidence: dict[int, int | None] = {}
    said: dict[int, Said] = {}
    for event in events:
        if event.kind == Kind.RESTORED:
            if state is State.WITHDRAWN:
                state, reason = State.PROGRESS if evidence else State.OPEN, None
        elif event.kind in _STATE_AFTER:
            # A press on an old button says nothing about what is no longer planned.
            if state is State.WITHDRAWN:
                continue
            after = _STATE_AFTER[Kind(event.kind)]
            if not event.part:
                # Who speaks of the whole speaks of every part; what was done of it stays told where all is submitted.
                said = {id: one for id, one in said.items() if after is one.state is State.SUBMITTED}
                state, reason = after, event.reason
            if event.actor_id is not None and (event.part or after is State.SUBMITTED):
                said.pop(event.actor_id, None)
                said[event.actor_id] = Said(event.actor_id, after, event.reason)
        elif event.kind == Kind.MOVED and event.due:
            due, moved, asked, asked_by = event.due, True, None, None
        elif event.kind in (Kind.ASKED, Kind.DENIED):
            asked, asked_by = (event.due, event.actor_id) if event.kind == Kind.ASKED else (None, None)
        elif event.kind == Kind.FILED and event.evidence_id is not None:
            evidence[event.evidence_id] = event.slot
            if state is State.OPEN:
                state = State.PROGRESS
        elif event.kind in (Kind.UNFILED, Kind.VOIDED) and event.evidence_id is not None:
            there = event.evidence_id in evidence
            evidence.pop(event.evidence_id, None)
            # Once all that was to be checked is void there is nothing left to accept.
            if there and not evidence and event.kind == Kind.VOIDED and state is State.SUBMITTED:
                state = State.PROGRESS
                said.clear()
    slots = tuple((id, slot) for id, slot in evidence.items() if slot is not None)
    return Standing(state, reason, due, moved, tuple(evidence), asked, asked_by, tuple(said.values()), slots)


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation with everything that is asked about it: its item, its standing and who holds it."""

    id: int
    item_id: int
    code: str
    area: int
    area_name: str
    component: str
    indicator: str
    action: str
    slots: tuple[str, ...]
    planned: date
    adopted_on: date
    standing: Standing
    holders: tuple[int, ...]
    """Ids of the people who hold it."""
    confidential: bool = False

    @property
    def state(self) -> State:
        """Where all of it stands: as was said of the whole, else what the parts of those who hold it add up to."""
        whole, said = self.standing.state, self.standing.said
        if whole.closed or not said:
            return whole
        if not any(one.person_id in self.holders for one in said):
            return State.PROGRESS if whole is State.OPEN else whole
        parts = [self._part(id) for id in self.holders]
        if all(part is State.SUBMITTED for part in parts):
            return State.SUBMITTED
        # One who is blocked holds up the whole; what was returned stays so until each has said that theirs is done.
        if State.BLOCKED in parts:
            return State.BLOCKED
        return State.RETURNED if whole is State.RETURNED else State.PROGRESS

    @property
    def reason(self) -> str | None:
        """Why it is blocked or was returned: as was said of the whole, else by whoever is held up with their part."""
        if self.state is State.BLOCKED:
            theirs = [one for one in self.standing.said if one.person_id in self.holders]
            blocked = [one.reason for one in theirs if one.state is State.BLOCKED]
            return blocked[-1] if blocked else self.standing.reason
        return self.standing.reason if self.state is self.standing.state else None

    def missing(self) -> tuple[int, ...]:
        """Who of those who hold it has not said that their part is done, by id."""
        return tuple(id for id in self.holders if self.part(id) is not State.SUBMITTED)

    def part(self, person_id: int) -> State:
        """Where one person's own part of it stands: as they said last, else as the whole of it stands."""
        whole = self.standing.state
        return whole if whole.closed else self._part(person_id)

    def _part(self, person_id: int) -> State:
        said = (one.state for one in self.standing.said if one.person_id == person_id)
        return next(said, self.standing.state)

    def parts(self) -> tuple[Said, ...]:
        """What each of several who hold it said of their own part, in their order; OPEN where they said nothing yet.

        Empty where one holds it alone, where nobody spoke of a part, and once it is closed.
        """
        said = {one.person_id: one for one in self.standing.said}
        if len(self.holders) < 2 or self.standing.state.closed or said.keys().isdisjoint(self.holders):
            return ()
        whole = self.standing.state
        silent = whole if whole in (State.BLOCKED, State.RETURNED) else State.OPEN
        return tuple(said.get(id, Said(id, silent)) for id in self.holders)

    @property
    def checklist(self) -> tuple[Slot, ...]:
        """What the plan asks for, in its order, each with the pieces that are there."""
        return placed(self.slots, self.standing.evidence, self.standing.slots)

    @property
    def lacks(self) -> tuple[Slot, ...]:
        """What of the checklist is still without a piece."""
        return tuple(slot for slot in self.checklist if not slot.pieces)

    @property
    def due(self) -> date:
        """The due date in force, after moves."""
        return self.standing.due

    @property
    def backlog(self) -> bool:
        """Due before the plan was adopted and not yet settled: for the lead's list, never for reminders."""
        return self.planned < self.adopted_on and not self.standing.moved and self.state is State.OPEN

    @property
    def active(self) -> bool:
        """Whether the staff still have something to do."""
        return not self.state.closed and self.state is not State.SUBMITTED and not self.backlog

    def late(self, today: date) -> bool:
        """Whether it is past due and still waits for the staff."""
        return self.active and self.due < today

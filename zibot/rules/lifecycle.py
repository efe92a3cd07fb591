"""What became of an obligation: its events, in order, add up to a state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


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
    FILED = "evidence.filed"
    UNFILED = "evidence.unfiled"
    VOIDED = "evidence.voided"


class Happened(NamedTuple):
    """One event as the rules see it."""

    kind: str
    reason: str | None = None
    due: date | None = None
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events of one obligation add up to."""

    state: State
    reason: str | None
    due: date
    moved: bool
    evidence: tuple[int, ...]


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
    state, reason, moved = State.OPEN, None, False
    evidence: dict[int, None] = {}
    for event in events:
        if event.kind == Kind.RESTORED:
            if state is State.WITHDRAWN:
                state, reason = State.PROGRESS if evidence else State.OPEN, None
        elif event.kind in _STATE_AFTER:
            # A press on an old button says nothing about what is no longer planned.
            if state is State.WITHDRAWN:
                continue
            state, reason = _STATE_AFTER[Kind(event.kind)], event.reason
        elif event.kind == Kind.MOVED and event.due:
            due, moved = event.due, True
        elif event.kind == Kind.FILED and event.evidence_id is not None:
            evidence[event.evidence_id] = None
            if state is State.OPEN:
                state = State.PROGRESS
        elif event.kind in (Kind.UNFILED, Kind.VOIDED) and event.evidence_id is not None:
            there = event.evidence_id in evidence
            evidence.pop(event.evidence_id, None)
            # Once all that was to be checked is void there is nothing left to accept.
            if there and not evidence and event.kind == Kind.VOIDED and state is State.SUBMITTED:
                state = State.PROGRESS
    return Standing(state, reason, due, moved, tuple(evidence))


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
        """Where it stands."""
        return self.standing.state

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

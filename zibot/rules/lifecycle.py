"""What became of an obligation: its events, in order, add up to a state."""

from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events of one obligation add up to."""

    state: State
    reason: str | None
    due: date
    moved: bool
    evidence: tuple[int, ...]
    asked: date | None = None
    """The later due date that someone asked for and nobody granted or denied yet."""
    said: tuple[tuple[int, State], ...] = ()
    """What each person last said of their own part since it was last judged, by their id."""


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


_SAID = (Kind.PROGRESS, Kind.BLOCKED, Kind.SUBMITTED)


def stand(due: date, events: Iterable[Happened]) -> Standing:
    """Add up the events of an obligation, oldest first."""
    state, reason, moved, asked = State.OPEN, None, False, None
    evidence: dict[int, None] = {}
    said: dict[int, tuple[State, str | None]] = {}
    for event in events:
        if event.kind == Kind.RESTORED:
            if state is State.WITHDRAWN:
                state, reason = State.PROGRESS if evidence else State.OPEN, None
        elif event.kind in _STATE_AFTER:
            # A press on an old button says nothing about what is no longer planned.
            if state is State.WITHDRAWN:
                continue
            told = _STATE_AFTER[Kind(event.kind)], event.reason
            if event.kind == Kind.RETURNED:
                said.clear()
            elif event.actor_id is not None and event.kind in _SAID:
                said[event.actor_id] = told
            state, reason = _together(said, state, reason) if event.part else told
        elif event.kind == Kind.MOVED and event.due:
            due, moved, asked = event.due, True, None
        elif event.kind in (Kind.ASKED, Kind.DENIED):
            asked = event.due if event.kind == Kind.ASKED else None
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
    parts = tuple((id, of_theirs) for id, (of_theirs, _) in said.items())
    return Standing(state, reason, due, moved, tuple(evidence), asked, parts)


def _together(
    said: Mapping[int, tuple[State, str | None]], state: State, reason: str | None
) -> tuple[State, str | None]:
    """Where all stands after one of several spoke for their own part: one who is blocked holds up the whole."""
    if state.closed or state is State.SUBMITTED:
        return state, reason
    held_up = [told for told in said.values() if told[0] is State.BLOCKED]
    return held_up[-1] if held_up else (State.PROGRESS, None)


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
        """Where it stands; once each of several who hold it says that their part is done, all of it is."""
        state = self.standing.state
        waits = self.standing.said and state in (State.PROGRESS, State.OPEN)
        return State.SUBMITTED if waits and self.holders and not self.missing() else state

    def missing(self) -> tuple[int, ...]:
        """Who of those who hold it has not said that their part is done, by id."""
        done = {id for id, state in self.standing.said if state is State.SUBMITTED}
        return tuple(id for id in self.holders if id not in done)

    def part(self, person_id: int) -> State:
        """Where one person's own part of it stands: as they said last, else as all of it stands."""
        if self.state is State.SUBMITTED or self.state.closed:
            return self.state
        return dict(self.standing.said).get(person_id, self.state)

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

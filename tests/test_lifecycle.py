from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duties import ADOPTED, duty
from zibot.rules.lifecycle import Happened, Kind, Standing, State, stand

DUE = date(2027, 3, 31)


def state_after(*kinds: Kind) -> State:
    return stand(DUE, [Happened(kind, evidence_id=1) for kind in kinds]).state


def test_an_obligation_nobody_spoke_of_is_open_and_due_as_planned() -> None:
    assert stand(DUE, []) == Standing(State.OPEN, None, DUE, moved=False, evidence=())


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([Kind.PROGRESS], State.PROGRESS),
        ([Kind.PROGRESS, Kind.BLOCKED], State.BLOCKED),
        ([Kind.BLOCKED, Kind.PROGRESS], State.PROGRESS),
        ([Kind.SUBMITTED], State.SUBMITTED),
        ([Kind.SUBMITTED, Kind.RETURNED], State.RETURNED),
        ([Kind.SUBMITTED, Kind.RETURNED, Kind.SUBMITTED, Kind.ACCEPTED], State.ACCEPTED),
        ([Kind.SETTLED], State.SETTLED),
        ([Kind.CANCELLED], State.CANCELLED),
        ([Kind.WITHDRAWN], State.WITHDRAWN),
        ([Kind.FILED, Kind.WITHDRAWN, Kind.FILED], State.WITHDRAWN),
        ([Kind.BLOCKED, Kind.WITHDRAWN, Kind.RESTORED], State.OPEN),
        ([Kind.FILED, Kind.WITHDRAWN, Kind.RESTORED], State.PROGRESS),
        ([Kind.SUBMITTED, Kind.RESTORED], State.SUBMITTED),
        ([Kind.FILED], State.PROGRESS),
        ([Kind.BLOCKED, Kind.FILED], State.BLOCKED),
        ([Kind.SUBMITTED, Kind.RETURNED, Kind.FILED], State.RETURNED),
        ([Kind.SUBMITTED, Kind.FILED], State.SUBMITTED),
        ([Kind.FILED, Kind.UNFILED], State.PROGRESS),
        ([Kind.FILED, Kind.VOIDED], State.PROGRESS),
        ([Kind.FILED, Kind.SUBMITTED, Kind.VOIDED], State.PROGRESS),
        ([Kind.SUBMITTED, Kind.VOIDED], State.SUBMITTED),
        ([Kind.FILED, Kind.SUBMITTED, Kind.UNFILED], State.SUBMITTED),
        ([Kind.FILED, Kind.SUBMITTED, Kind.ACCEPTED, Kind.VOIDED], State.ACCEPTED),
        ([Kind.FILED, Kind.SUBMITTED, Kind.RETURNED, Kind.VOIDED], State.RETURNED),
        ([Kind.MOVED], State.OPEN),
    ],
)
def test_what_was_told_adds_up_to_a_state(told: list[Kind], state: State) -> None:
    assert state_after(*told) is state


def test_a_reason_belongs_to_its_status_and_ends_with_it() -> None:
    told = [Happened(Kind.BLOCKED, "menunggu SK")]
    assert stand(DUE, told).reason == "menunggu SK"
    assert stand(DUE, [*told, Happened(Kind.FILED, evidence_id=1)]).reason == "menunggu SK"
    assert stand(DUE, [*told, Happened(Kind.PROGRESS)]).reason is None


def test_the_last_move_says_the_due_date() -> None:
    moved = stand(DUE, [Happened(Kind.MOVED, due=date(2027, 4, 9)), Happened(Kind.MOVED, due=date(2027, 5, 10))])
    assert (moved.due, moved.moved) == (date(2027, 5, 10), True)


def test_evidence_stays_in_the_order_in_which_it_was_filed_and_each_piece_once() -> None:
    told = [(Kind.FILED, 3), (Kind.FILED, 1), (Kind.FILED, 3), (Kind.UNFILED, 1), (Kind.UNFILED, 9), (Kind.FILED, 2)]
    assert stand(DUE, [Happened(kind, evidence_id=piece) for kind, piece in told]).evidence == (3, 2)


def test_of_what_was_submitted_a_voided_piece_leaves_the_others_to_be_checked() -> None:
    told = [(Kind.FILED, 3), (Kind.FILED, 1), (Kind.SUBMITTED, None), (Kind.VOIDED, 3)]
    now = stand(DUE, [Happened(kind, evidence_id=piece) for kind, piece in told])
    assert (now.state, now.evidence) == (State.SUBMITTED, (1,))


def test_facts_of_other_kinds_change_nothing() -> None:
    assert stand(DUE, [Happened("team.loaded"), Happened("evidence.stored", evidence_id=4)]) == stand(DUE, [])


def test_only_accepted_and_settled_are_done_and_cancelled_and_withdrawn_are_closed_without_being_done() -> None:
    assert {state for state in State if state.done} == {State.ACCEPTED, State.SETTLED}
    assert {state for state in State if not state.counted} == {State.CANCELLED, State.WITHDRAWN}
    assert {state for state in State if state.closed} == {state for state in State if state.done or not state.counted}


def test_what_is_said_of_an_obligation_that_was_withdrawn_changes_nothing() -> None:
    ended = [Happened(Kind.PROGRESS), Happened(Kind.WITHDRAWN, "Keputusan Nomor 9")]
    for kind in (Kind.PROGRESS, Kind.BLOCKED, Kind.SUBMITTED, Kind.ACCEPTED, Kind.CANCELLED):
        assert stand(DUE, [*ended, Happened(kind, "lain")]) == stand(DUE, ended)


def test_what_was_due_before_adoption_is_backlog_until_someone_speaks_of_it() -> None:
    before = date(2027, 1, 29)
    assert duty(before).backlog
    assert not duty(before, State.PROGRESS).backlog
    assert not duty(before, State.SETTLED).backlog
    assert not duty(date(2027, 3, 1), planned=before).backlog
    assert not duty(ADOPTED).backlog


def test_late_is_what_is_past_due_and_waits_for_the_staff() -> None:
    today = date(2027, 4, 1)
    late = {state for state in State if duty(DUE, state).late(today)}
    assert late == {State.OPEN, State.PROGRESS, State.BLOCKED, State.RETURNED}
    assert not duty(today).late(today)
    assert not duty(date(2027, 1, 29)).late(today)


happened = st.builds(
    Happened,
    st.sampled_from(Kind),
    st.sampled_from([None, "alasan"]),
    st.one_of(st.none(), st.dates(date(2027, 1, 1), date(2027, 12, 31))),
    st.one_of(st.none(), st.integers(1, 4)),
    st.one_of(st.none(), st.integers(1, 3)),
    st.just(False),
)


@given(st.lists(happened, max_size=12), happened)
def test_the_state_is_that_of_the_last_status_whatever_was_before(told: list[Happened], last: Happened) -> None:
    before, after = stand(DUE, told), stand(DUE, [*told, last])
    if last.kind == Kind.VOIDED:
        assert after.state is before.state or (before.state, after.state) == (State.SUBMITTED, State.PROGRESS)
        assert after.reason == before.reason
    elif last.kind in (Kind.FILED, Kind.UNFILED, Kind.MOVED, Kind.ASKED, Kind.DENIED):
        assert after.state is before.state or (before.state, after.state) == (State.OPEN, State.PROGRESS)
        assert after.reason == before.reason
    elif last.kind == Kind.RESTORED or before.state is State.WITHDRAWN:
        assert State.WITHDRAWN in (before.state, after.state) or after.state is before.state
    else:
        assert after.state.value == last.kind.value.partition(".")[2]
        assert after.evidence == before.evidence

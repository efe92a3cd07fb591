from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duties import ADOPTED, duty
from zibot.rules.lifecycle import Duty, Happened, Kind, Said, Standing, State, stand

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


# several who hold it, each with their own part

RINA, BUDI, LEAD = 1, 2, 9


def said(kind: Kind, who: int, reason: str | None = None, *, part: bool = True) -> Happened:
    return Happened(kind, reason, actor_id=who, part=part)


def held(*told: Happened, holders: tuple[int, ...] = (RINA, BUDI)) -> Duty:
    """What Rina and Budi hold together, after this was told of it."""
    return replace(duty(DUE, holders=holders), standing=stand(DUE, told))


def test_it_is_handed_in_once_each_has_said_that_their_part_is_done() -> None:
    first = held(said(Kind.SUBMITTED, RINA))
    assert (first.state, first.missing()) == (State.PROGRESS, (BUDI,))
    assert (first.part(RINA), first.part(BUDI)) == (State.SUBMITTED, State.OPEN)
    both = held(said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, BUDI))
    assert (both.state, both.missing()) == (State.SUBMITTED, ())


def test_one_who_is_blocked_holds_up_the_whole_with_their_reason() -> None:
    told = [said(Kind.BLOCKED, BUDI, "menunggu SK"), said(Kind.SUBMITTED, RINA)]
    assert (held(*told).state, held(*told).reason) == (State.BLOCKED, "menunggu SK")
    assert held(*told).part(RINA) is State.SUBMITTED
    going_on = held(*told, said(Kind.PROGRESS, BUDI))
    assert (going_on.state, going_on.reason) == (State.PROGRESS, None)


def test_a_return_is_everyones_until_each_has_said_that_theirs_is_done_again() -> None:
    told = [said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, BUDI), said(Kind.RETURNED, LEAD, "kabur", part=False)]
    assert held(*told).missing() == (RINA, BUDI)
    assert held(*told).parts() == ()
    again = held(*told, said(Kind.SUBMITTED, RINA))
    assert (again.state, again.reason) == (State.RETURNED, "kabur")
    assert again.parts() == (Said(RINA, State.SUBMITTED), Said(BUDI, State.RETURNED))
    assert held(*told, said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, BUDI)).state is State.SUBMITTED


def test_who_checks_it_speaks_for_the_whole() -> None:
    told = [said(Kind.BLOCKED, BUDI, "menunggu SK")]
    whole = held(*told, said(Kind.SUBMITTED, LEAD, part=False))
    assert (whole.state, whole.missing(), whole.reason) == (State.SUBMITTED, (), None)
    assert held(said(Kind.SUBMITTED, RINA), said(Kind.PROGRESS, LEAD, part=False)).missing() == (RINA, BUDI)


def test_what_was_handed_in_as_a_whole_opens_again_when_one_says_that_theirs_is_not_done() -> None:
    whole = [said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, BUDI, part=False)]
    again = held(*whole, said(Kind.PROGRESS, BUDI))
    assert (again.state, again.missing()) == (State.PROGRESS, (BUDI,))


def test_once_the_others_are_gone_it_is_done_if_the_rest_said_so() -> None:
    told = [said(Kind.SUBMITTED, RINA)]
    assert held(*told, holders=(RINA,)).state is State.SUBMITTED
    assert held(*told, holders=(RINA, BUDI, 3)).missing() == (BUDI, 3)
    assert held(*told, holders=(BUDI,)).state is State.PROGRESS
    assert held(*told, holders=()).state is State.PROGRESS


def test_whoever_comes_to_hold_it_later_does_not_open_what_was_handed_in() -> None:
    told = [said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, BUDI, part=False)]
    assert held(*told, holders=(RINA, BUDI, 3)).state is State.SUBMITTED


def test_once_all_evidence_is_void_each_must_say_again_that_theirs_is_done() -> None:
    told = [Happened(Kind.FILED, evidence_id=4), said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, BUDI, part=False)]
    void = held(*told, Happened(Kind.VOIDED, evidence_id=4))
    assert (void.state, void.missing()) == (State.PROGRESS, (RINA, BUDI))
    alone = held(
        *told[:1], said(Kind.SUBMITTED, RINA, part=False), Happened(Kind.VOIDED, evidence_id=4), holders=(RINA,)
    )
    assert alone.state is State.PROGRESS


def test_parts_are_told_where_several_hold_it_and_one_spoke() -> None:
    told = said(Kind.PROGRESS, RINA)
    assert held(told).parts() == (Said(RINA, State.PROGRESS), Said(BUDI, State.OPEN))
    assert held(told, holders=(RINA,)).parts() == ()
    assert held().parts() == ()
    assert held(told, said(Kind.ACCEPTED, LEAD, part=False)).parts() == ()


def test_a_review_shows_who_said_that_their_part_is_done() -> None:
    by_both = held(said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, BUDI, part=False))
    assert by_both.parts() == (Said(RINA, State.SUBMITTED), Said(BUDI, State.SUBMITTED))
    by_the_lead = held(said(Kind.SUBMITTED, RINA), said(Kind.SUBMITTED, LEAD, part=False))
    assert by_the_lead.parts() == (Said(RINA, State.SUBMITTED), Said(BUDI, State.OPEN))


def test_of_several_hindrances_the_latest_is_told_and_none_once_all_go_on() -> None:
    both = [said(Kind.BLOCKED, BUDI, "menunggu SK"), said(Kind.BLOCKED, RINA, "listrik padam")]
    assert held(*both).reason == "listrik padam"
    whole = [said(Kind.BLOCKED, LEAD, "anggaran", part=False), said(Kind.PROGRESS, RINA)]
    assert (held(*whole).state, held(*whole).reason) == (State.BLOCKED, "anggaran")
    going_on = held(*whole, said(Kind.PROGRESS, BUDI))
    assert (going_on.state, going_on.reason) == (State.PROGRESS, None)


told_of_parts = st.builds(
    said,
    st.sampled_from([Kind.PROGRESS, Kind.BLOCKED, Kind.SUBMITTED]),
    st.sampled_from([RINA, BUDI, 3]),
    st.sampled_from([None, "alasan"]),
)
judged = st.builds(said, st.sampled_from([Kind.RETURNED, Kind.PROGRESS]), st.just(LEAD), part=st.just(False))
several = st.sampled_from([(RINA,), (RINA, BUDI), (RINA, BUDI, 3)])


@given(st.lists(st.one_of(told_of_parts, judged), max_size=10), several)
def test_it_is_handed_in_when_nobody_is_missing_and_only_then(told: list[Happened], holders: tuple[int, ...]) -> None:
    now = held(*told, holders=holders)
    assert (now.state is State.SUBMITTED) == (now.missing() == ())
    assert set(now.missing()) == {id for id in holders if now.part(id) is not State.SUBMITTED}


@given(st.lists(st.one_of(told_of_parts, judged), max_size=10), several, told_of_parts)
def test_what_one_says_of_their_part_changes_no_other_part(
    told: list[Happened], holders: tuple[int, ...], last: Happened
) -> None:
    before, after = held(*told, holders=holders), held(*told, last, holders=holders)
    others = [id for id in holders if id != last.actor_id]
    assert [after.part(id) for id in others] == [before.part(id) for id in others]
    if last.actor_id in holders:
        assert after.part(last.actor_id).value == last.kind.partition(".")[2]


@given(st.lists(st.one_of(told_of_parts, judged), max_size=10), several)
def test_a_return_clears_every_part(told: list[Happened], holders: tuple[int, ...]) -> None:
    now = held(*told, said(Kind.RETURNED, LEAD, "kurang", part=False), holders=holders)
    assert now.state is State.RETURNED
    assert now.missing() == holders
    assert now.reason == "kurang"


@given(st.lists(st.one_of(told_of_parts, judged), max_size=10), several)
def test_it_is_blocked_exactly_while_one_of_its_holders_is(told: list[Happened], holders: tuple[int, ...]) -> None:
    now = held(*told, holders=holders)
    assert (now.state is State.BLOCKED) == any(now.part(id) is State.BLOCKED for id in holders)

"""Who holds what once a scope is given, shared or let go."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zibot.rules.assigning import (
    Change,
    Held,
    HeldWider,
    How,
    Nobodys,
    Row,
    assigned,
    changes,
    closer,
    holders,
    unowned,
    whole,
)
from zibot.rules.scopes import under

PLAN = ("I.1.1", "I.1.2", "I.2.1", "V.1.1", "V.1.2", "V.1.3", "V.2.1", "VI.1.1", "VI.10.1")
RINA, BUDI, CICI = 1, 2, 3


def test_an_items_own_name_outranks_its_component_and_that_its_area() -> None:
    held = {RINA: ("V",), BUDI: ("V.1",), CICI: ("V.1.2",)}
    assert [holders(held, code) for code in PLAN[3:7]] == [(BUDI,), (CICI,), (BUDI,), (RINA,)]
    assert holders(held, "VI.1.1") == ()


def test_an_area_is_not_held_because_another_begins_alike() -> None:
    assert holders({RINA: ("VI.1",), BUDI: ("V",)}, "VI.10.1") == ()


def test_who_is_given_a_component_holds_it_alone_and_what_is_named_closer_stays() -> None:
    held = {RINA: ("V",), BUDI: ("V.1",), CICI: ("V.1.2",)}
    after = assigned(held, ["V.1"], {RINA}, How.GIVE)
    assert after == {RINA: ("V", "V.1"), BUDI: (), CICI: ("V.1.2",)}
    assert closer(after, "V.1", {RINA}) == ("V.1.2",)
    assert changes(held, after, PLAN) == {RINA: Change(("V.1.1", "V.1.3"), ()), BUDI: Change((), ("V.1.1", "V.1.3"))}


def test_of_what_stays_with_others_the_widest_scopes_are_told() -> None:
    assert closer({RINA: ("V",), BUDI: ("V.1", "V.1.2"), CICI: ("V.2.1",)}, "V", {RINA}) == ("V.1", "V.2.1")
    assert closer({RINA: ("V.1", "V.1.2"), BUDI: ("V.1",)}, "V.1", {RINA}) == ()


def test_who_holds_all_around_it_goes_on_holding_what_is_shared() -> None:
    after = assigned({RINA: ("V",), BUDI: ()}, ["V.1"], {BUDI}, How.SHARE)
    assert holders(after, "V.1.1") == (RINA, BUDI)
    assert changes({RINA: ("V",), BUDI: ()}, after, PLAN)[RINA] == Change((), (), ("V.1.1", "V.1.2", "V.1.3"))
    assert holders(after, "V.2.1") == (RINA,)


def test_who_lets_go_of_a_part_of_what_several_hold_leaves_it_to_the_others() -> None:
    after = assigned({RINA: ("V",), BUDI: ("V",), CICI: ()}, ["V.1"], {BUDI}, How.TAKE)
    assert holders(after, "V.1.1") == (RINA,)
    assert holders(after, "V.2.1") == (RINA, BUDI)


def test_who_holds_all_around_it_alone_cannot_let_go_of_a_part() -> None:
    with pytest.raises(HeldWider) as wider:
        assigned({RINA: ("V",), BUDI: ()}, ["V.1"], {RINA}, How.TAKE)
    assert (wider.value.person_id, wider.value.scope) == (RINA, "V")


def test_items_are_named_by_the_fewest_scopes_that_cover_them_alone() -> None:
    assert whole(["V.1.1", "V.1.2", "V.1.3"], PLAN) == ("V.1",)
    assert whole(["V.1.1", "V.1.2", "V.2.1"], PLAN) == ("V.1.1", "V.1.2", "V.2")
    assert whole(["V.1.1", "V.1.2", "V.1.3", "V.2.1", "I.1.1"], PLAN) == ("I.1.1", "V")


def test_what_nobody_holds_is_told_by_component_in_the_order_of_the_plan() -> None:
    rows = [Row(code, 5, "Komponen " + code.rpartition(".")[0], code == "V.1.3") for code in PLAN[3:7]]
    assert unowned(rows, {RINA: ("V.1.2",)}) == (
        Nobodys("V.1", 5, "Komponen V.1", ("V.1.1", "V.1.3"), confidential=True),
        Nobodys("V.2", 5, "Komponen V.2", ("V.2.1",)),
    )
    assert unowned(rows, {RINA: ("V",)}) == ()


scopes = st.sampled_from(sorted({*PLAN, *(code.rpartition(".")[0] for code in PLAN), "I", "V", "VI"}))
everyone = st.fixed_dictionaries({id: st.lists(scopes, max_size=4, unique=True).map(tuple) for id in (1, 2, 3, 4)})
people = st.sets(st.integers(1, 4), min_size=1, max_size=3)


def outside(scope: str) -> list[str]:
    return [code for code in PLAN if not under(code, scope)]


@given(everyone, scopes, people)
def test_who_is_given_a_scope_holds_just_what_is_not_named_closer(held: Held, scope: str, to: set[int]) -> None:
    after = assigned(held, [scope], to, How.GIVE)
    for code in (code for code in PLAN if under(code, scope)):
        by_name = any(len(one) > len(scope) and under(code, one) for mine in held.values() for one in mine)
        assert by_name or set(holders(after, code)) == to
        assert not by_name or holders(after, code) == holders(held, code)
    assert [holders(after, code) for code in outside(scope)] == [holders(held, code) for code in outside(scope)]


@given(everyone, scopes, people)
def test_nobody_loses_anything_by_sharing(held: Held, scope: str, to: set[int]) -> None:
    after = assigned(held, [scope], to, How.SHARE)
    assert all(not change.lost for change in changes(held, after, PLAN).values())
    assert {id for id, change in changes(held, after, PLAN).items() if change.won} <= to
    assert to <= set(holders(after, scope))


def let_go(held: Held, scope: str, who: set[int]) -> Held | HeldWider:
    try:
        return assigned(held, [scope], who, How.TAKE)
    except HeldWider as wider:
        return wider


@given(everyone, scopes, people)
def test_who_lets_go_holds_nothing_of_it_and_no_other_loses_anything(held: Held, scope: str, who: set[int]) -> None:
    after = let_go(held, scope, who)
    if isinstance(after, HeldWider):
        assert under(scope, after.scope)
        assert after.person_id in who
        return
    for code in PLAN:
        assert not (under(code, scope) and who & set(holders(after, code)))
    others = {id: change for id, change in changes(held, after, PLAN).items() if id not in who}
    assert all(not change.lost for change in others.values())
    assert [holders(after, code) for code in outside(scope)] == [holders(held, code) for code in outside(scope)]


@given(everyone, scopes, people, st.sampled_from(How))
def test_to_say_it_twice_changes_nothing_more(held: Held, scope: str, to: set[int], how: How) -> None:
    try:
        once = assigned(held, [scope], to, how)
    except HeldWider:
        assume(False)
    assert assigned(once, [scope], to, how) == once


@given(st.sets(st.sampled_from(PLAN)))
def test_the_fewest_scopes_cover_what_was_named_and_nothing_else(codes: set[str]) -> None:
    found = whole(codes, PLAN)
    assert {code for code in PLAN if any(under(code, one) for one in found)} == codes
    assert len(found) <= len(codes)


@given(everyone)
def test_given_what_nobody_holds_somebody_holds_everything_and_nobody_loses_anything(held: Held) -> None:
    rows = [Row(code, 1, "K") for code in PLAN]
    after = assigned(held, [group.scope for group in unowned(rows, held)], {4}, How.GIVE)
    assert unowned(rows, after) == ()
    assert all(not change.lost for change in changes(held, after, PLAN).values())

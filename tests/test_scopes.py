from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.scopes import follow, under

SWAPPED = [("V.1.1", "V.1.2"), ("V.1.2", "V.1.1"), ("V.2.1", "V.2.1")]


def test_a_code_lies_under_its_component_and_area_but_not_under_a_longer_number() -> None:
    assert under("V.1.2", "V.1.2")
    assert under("V.1.2", "V.1")
    assert under("V.1.2", "V")
    assert not under("V.10.2", "V.1")
    assert not under("VI.1.2", "V")


def test_an_item_that_someone_holds_is_followed_to_its_new_code() -> None:
    assert follow(["V.1.1"], SWAPPED, []) == ("V.1.2",)
    assert follow(["V.1.1", "V.1.2"], SWAPPED, []) == ("V.1.2", "V.1.1")


def test_what_was_dropped_is_not_held_any_more_since_its_code_may_be_anothers() -> None:
    assert follow(["V.1.1", "VI"], [("V.1.2", "V.1.1")], ["V.1.1"]) == ("VI",)
    assert follow(["V.1"], [("V.2.1", "V.1.1")], ["V.1.1"]) == ()


def test_a_component_goes_along_as_a_whole() -> None:
    assert follow(["V.1"], [("V.1.1", "V.2.1"), ("V.1.2", "V.2.2"), ("V.2.1", "V.3.1")], []) == ("V.2",)


def test_the_items_of_a_component_that_came_apart_are_named_one_by_one() -> None:
    parted = [("V.1.1", "V.1.1"), ("V.1.2", "V.2.2"), ("V.2.1", "V.2.1")]
    assert follow(["V.1"], parted, []) == ("V.1", "V.2.2")
    assert follow(["V.2"], parted, []) == ("V.2.1",)


def test_an_area_and_what_the_plan_never_named_stay_as_they_are() -> None:
    assert follow(["V", "III.9", "VI.1.7"], SWAPPED, []) == ("V", "III.9", "VI.1.7")


codes = st.lists(
    st.builds("V.{}.{}".format, st.integers(1, 3), st.integers(1, 4)), unique=True, min_size=1, max_size=12
)


@given(codes, st.data())
def test_whoever_held_an_item_holds_it_afterwards_and_no_other_that_goes_on(before: list[str], data) -> None:
    after = data.draw(st.permutations(before))
    gone = data.draw(st.integers(0, len(before) - 1))
    follows, dropped = list(zip(before[gone:], after[gone:], strict=True)), before[:gone]
    scopes = data.draw(st.lists(st.sampled_from([*before, *(code.rpartition(".")[0] for code in before), "V"])))
    followed = follow(scopes, follows, dropped)
    for old, new in follows:
        assert any(under(old, scope) for scope in scopes) == any(under(new, scope) for scope in followed)

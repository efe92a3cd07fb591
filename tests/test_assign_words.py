"""What people write after /tugaskan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.assign_words import Plan, read
from zibot.rules.assigning import How
from zibot.rules.subjects import Component, Known

AREAS = ((1, "MANAJEMEN PERUBAHAN"), (5, "PENGUATAN PENGAWASAN"), (6, "PENINGKATAN KUALITAS PELAYANAN PUBLIK"))
COMPONENTS = (
    Component("I.1", 1, "Tim Kerja"),
    Component("V.1", 5, "Pengendalian Gratifikasi"),
    Component("V.3", 5, "Pengaduan Masyarakat"),
    Component("V.4", 5, "Whistle Blowing System"),
    Component("VI.1", 6, "Standar Pelayanan"),
    Component("VI.3", 6, "Pengelolaan Pengaduan Pelayanan"),
)
RIZKY, RINA, RINI, MADE, BUDI, SANTI = range(1, 7)
PEOPLE = (
    (RIZKY, "Rizky Fadhillah Koto"),
    (RINA, "Rina Amelia"),
    (RINI, "Rini Amelia"),
    (MADE, "I Made Suardhana"),
    (BUDI, "Budi Santoso"),
    (SANTI, "Santi Budi Rahayu"),
)
PLAN = Plan(Known(AREAS, COMPONENTS, PEOPLE), tuple(f"{one.code}.{step}" for one in COMPONENTS for step in (1, 2)))


def sure(words: str) -> tuple[How, tuple[str, ...], tuple[int, ...]]:
    """What is asked for, where all of it is clear."""
    asked = read(words, PLAN)
    assert asked.clear, asked
    return asked.how, tuple(one.means[0] for one in asked.scopes), tuple(one.means[0] for one in asked.people)


@pytest.mark.parametrize(
    ("words", "scopes", "people"),
    [
        ("V.4 Rizky", ("V.4",), (RIZKY,)),
        ("v.4 rizki", ("V.4",), (RIZKY,)),
        ("5.4 pak Rizky", ("V.4",), (RIZKY,)),
        ("V Rizky", ("V",), (RIZKY,)),
        ("area V Rizky", ("V",), (RIZKY,)),
        ("pengawasan Rizky", ("V",), (RIZKY,)),
        ("pengawsan Rizky", ("V",), (RIZKY,)),
        ("gratifikasi Rizky", ("V.1",), (RIZKY,)),
        ("komponen gratifikasi kepada bu Rina", ("V.1",), (RINA,)),
        ("wbs ke Rizky", ("V.4",), (RIZKY,)),
        ("standar pelayanan Rini", ("VI.1",), (RINI,)),
        ("V.4.1 Rizky", ("V.4.1",), (RIZKY,)),
        ("V.4.1 dan V.4.2 Rizky", ("V.4.1", "V.4.2"), (RIZKY,)),
        ("V.4, V.1 Rizky, Rina", ("V.4", "V.1"), (RIZKY, RINA)),
        ("V.4 V.1 Rizky", ("V.4", "V.1"), (RIZKY,)),
        ("V.4, gratifikasi Rizky", ("V.4", "V.1"), (RIZKY,)),
        ("V.4 Rina dan Rini", ("V.4",), (RINA, RINI)),
        ("V.4: Rina & Rizky", ("V.4",), (RINA, RIZKY)),
        ("V.4 → Rizky", ("V.4",), (RIZKY,)),
        ("Rizky V.4", ("V.4",), (RIZKY,)),
        ("Rizky: V.4", ("V.4",), (RIZKY,)),
        ("yanlik Rizky", ("VI",), (RIZKY,)),
        ("V.4 I Made", ("V.4",), (MADE,)),
        ("I I Made Suardhana", ("I",), (MADE,)),
        ("V.4", ("V.4",), ()),
        ("gratifikasi", ("V.1",), ()),
        ("Rizky", (), (RIZKY,)),
        ("I Made", (), (MADE,)),
        ("", (), ()),
    ],
)
def test_a_part_of_the_plan_and_people_in_many_words(
    words: str, scopes: tuple[str, ...], people: tuple[int, ...]
) -> None:
    assert sure(words) == (How.GIVE, scopes, people)


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("V.4 lepas Rizky", How.TAKE),
        ("lepaskan V.4 dari Rizky", How.TAKE),
        ("V.4 juga Rizky", How.SHARE),
        ("V.4 Rizky juga", How.SHARE),
        ("V.4 tambah Rizky", How.SHARE),
    ],
)
def test_to_let_go_and_to_share(words: str, how: How) -> None:
    assert sure(words) == (how, ("V.4",), (RIZKY,))


def test_what_several_components_are_called_is_asked_back() -> None:
    asked = read("pengaduan Rizky", PLAN)
    assert not asked.clear
    assert [one.means for one in asked.scopes] == [("V.3", "VI.3")]
    assert [one.means for one in asked.people] == [(RIZKY,)]


def test_a_name_between_two_people_is_asked_back() -> None:
    for words, alike in (("Amelia", {RINA, RINI}), ("Rin", {RINA, RINI}), ("Budi", {BUDI, SANTI})):
        [person] = read(f"V.4 {words}", PLAN).people
        assert set(person.means) == alike, words


def test_who_is_not_in_the_team_is_nobody() -> None:
    for words in ("Joko Widagdo", "Rizky Ramadhan", "Xaverius", "Rizal"):
        for scope, code in (("V.4", "V.4"), ("gratifikasi", "V.1"), ("standar pelayanan", "VI.1")):
            asked = read(f"{scope} {words}", PLAN)
            [person] = asked.people
            assert (person.said, person.means) == (words, ()), words
            assert [one.means for one in asked.scopes] == [(code,)]


def test_what_is_not_in_the_plan_is_nothing() -> None:
    for words in ("V.9", "V.4.9", "IX", "XX.1", "entah apa"):
        asked = read(f"{words} Rizky", PLAN)
        assert not asked.clear, words
        assert [one.means for one in asked.scopes] == [()], words


@given(
    st.lists(st.sampled_from(PLAN.codes), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True),
    st.sampled_from([" ", " kepada ", " -> ", ": ", " lepas ", " juga "]),
    st.sampled_from([", ", " dan ", "; ", " & "]),
)
def test_codes_and_full_names_are_read_as_they_are(
    codes: list[str], people: list[tuple[int, str]], between: str, comma: str
) -> None:
    _, scopes, ids = sure(comma.join(codes) + between + comma.join(name for _, name in people))
    assert list(scopes) == codes
    assert list(ids) == [id for id, _ in people]


@given(st.text(max_size=60))
def test_whatever_is_written_nothing_is_meant_that_is_not_there(words: str) -> None:
    asked = read(words, PLAN)
    known = {*PLAN.codes, *(one.code for one in COMPONENTS), "I", "V", "VI"}
    assert all(set(one.means) <= known for one in asked.scopes)
    assert all(set(one.means) <= {id for id, _ in PEOPLE} for one in asked.people)

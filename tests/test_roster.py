from pathlib import Path

import pytest

from zibot import texts
from zibot.rules.roles import Role
from zibot.rules.roster import Member, RosterError, area_number, read_team

SAMPLE = Path(__file__).parents[1] / "config" / "team.yaml"


def refusal(text: str) -> RosterError:
    """Why a team file is not taken; the refusal always has a sentence that names the file."""
    with pytest.raises(RosterError) as caught:
        read_team(text, "tim.yaml")
    assert "tim.yaml" in texts.label("error", caught.value.code, **caught.value.details)
    return caught.value


def people(*rows: str) -> str:
    return "people:\n" + "".join(f"  - {row}\n" for row in rows)


def test_a_person_is_read_with_role_areas_and_items() -> None:
    (budi,) = read_team(
        people(
            "{name: ' Budi  Santoso ', jabatan: Kasubbag, role: coordinator, areas: [V, 6], items: [I, v.1, VI.2.10]}"
        ),
        "tim.yaml",
    )
    assert budi == Member("Budi Santoso", "Kasubbag", "coordinator", (5, 6), ("I", "V.1", "VI.2.10"))


def test_who_is_only_named_is_staff_and_holds_nothing() -> None:
    assert read_team(people("{name: Citra, jabatan:, areas:, items:}"), "tim.yaml") == (
        Member("Citra", "", "staff", (), ()),
    )


def test_an_item_of_a_numbered_area_gets_its_letters_and_plain_numbers() -> None:
    (budi,) = read_team(people("{name: Budi, items: ['5', '5.1', V.01, ' vi.2.3 ']}"), "tim.yaml")
    assert budi.items == ("V", "V.1", "V.1", "VI.2.3")


def test_the_sample_team_is_read_whole() -> None:
    team = read_team(SAMPLE.read_text(encoding="utf-8"), "tim.yaml")
    assert len(team) == 14
    assert {member.role for member in team} <= set(Role)


@pytest.mark.parametrize(
    ("text", "code", "details"),
    [
        ("people: [", "team-broken", {"line": "1"}),
        ("people:\n  - {name: Budi}\n\tx", "team-broken", {"line": "3"}),
        ("people:\n  - {name: 2027-13-45}", "team-broken", {}),
        ("people: \x00", "team-broken", {}),
        ("", "team-people", {}),
        ("orang: []", "team-people", {}),
        ("people: []", "team-people", {}),
        ("people: Budi", "team-people", {}),
        ("- name: Budi", "team-people", {}),
        (people("{name: Budi}", "{jabatan: Kasubbag}"), "team-name", {"position": "2"}),
        (people("{name: '  '}"), "team-name", {"position": "1"}),
        (people("{name: 7}"), "team-name", {"position": "1"}),
        (people("Budi"), "team-name", {"position": "1"}),
        (people("{name: Budi, peran: staff}"), "team-key", {"name": "Budi", "key": "peran"}),
        (people("{name: Budi, 7: staff}"), "team-key", {"key": "7"}),
        (people("{name: Budi, role: ketua}"), "team-role", {"name": "Budi", "role": "ketua"}),
        (people("{name: Budi, role: Lead}"), "team-role", {"role": "Lead"}),
        (people("{name: Budi, role:}"), "team-role", {}),
        (people("{name: Budi, areas: V}"), "team-list", {"name": "Budi", "key": "areas"}),
        (people("{name: Budi, items: {V: 1}}"), "team-list", {"key": "items"}),
        (people("{name: Budi, areas: [XIII]}"), "team-area", {"name": "Budi", "area": "XIII"}),
        (people("{name: Budi, areas: [0]}"), "team-area", {"area": "0"}),
        (people("{name: Budi, areas: [pengawasan]}"), "team-area", {"area": "pengawasan"}),
        (people("{name: Budi, areas: [V.1]}"), "team-area", {"area": "V.1"}),
        (people("{name: Budi, items: [V.a]}"), "team-item", {"name": "Budi", "item": "V.a"}),
        (people("{name: Budi, items: [V.1.2.3]}"), "team-item", {"item": "V.1.2.3"}),
        (people("{name: Budi, items: [XX.1]}"), "team-item", {"item": "XX.1"}),
        (people("{name: Budi, items: [V.1.]}"), "team-item", {"item": "V.1."}),
        (people("{name: Budi, items: [~]}"), "team-item", {}),
        (people("{name: Budi Santoso}", "{name: 'budi  SANTOSO'}"), "team-twice", {"position": "2"}),
    ],
)
def test_a_bad_team_file_is_refused_with_the_place_that_is_wrong(text: str, code: str, details: dict[str, str]) -> None:
    error = refusal(text)
    assert error.code == code
    assert details.items() <= error.details.items()


def test_a_code_that_yaml_took_for_a_number_is_refused_since_its_last_zero_is_lost() -> None:
    assert refusal(people("{name: Budi, items: [5.10]}")).code == "team-item"


def test_an_area_is_written_in_letters_or_figures() -> None:
    assert [area_number(text) for text in ("V", " v ", "5", "xii", "12", "I")] == [5, 5, 5, 12, 12, 1]
    assert [area_number(text) for text in ("", "0", "13", "IIII", "V.1", "-1", "5a")] == [None] * 7

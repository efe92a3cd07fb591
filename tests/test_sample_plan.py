from collections import Counter
from pathlib import Path

import pytest
import yaml

from zibot.plan import read_plan
from zibot.workdays import Quarter, Workdays

CONFIG = Path(__file__).parent.parent / "config"


@pytest.fixture(scope="module")
def plan():
    return read_plan(CONFIG / "rencana-kerja-2027.txt", workdays=Workdays.indonesia())


@pytest.fixture(scope="module")
def people():
    return yaml.safe_load((CONFIG / "team.yaml").read_text(encoding="utf-8"))["people"]


def test_the_decree_is_read(plan) -> None:
    assert plan.decree.number == "7/HK.03.1/9901/2027"
    assert plan.decree.year == 2027


def test_the_sample_has_forty_two_items_over_six_areas(plan) -> None:
    assert len(plan.items) == 42
    assert Counter(item.code.split(".")[0] for item in plan.items) == {
        "I": 8,
        "II": 6,
        "III": 8,
        "IV": 6,
        "V": 8,
        "VI": 6,
    }


def test_every_kind_of_schedule_is_there(plan) -> None:
    kinds = {str(item.schedule.kind) for item in plan.items}
    assert kinds == {"monthly", "quarterly", "semester", "yearly", "months", "once", "tentative", "none"}


def test_every_quarter_has_work_in_every_area_but_at_most_one(plan) -> None:
    for number in range(1, 5):
        quarter = Quarter(2027, number)
        busy = {
            item.code.split(".")[0]
            for item in plan.items
            if any(quarter.first <= day <= quarter.last for day in item.due)
        }
        assert len(busy) >= 5, quarter


def test_rows_torn_by_a_page_are_whole_again(plan) -> None:
    actions = [item.action for item in plan.items]
    assert any("dan menyapa penerima layanan" in action for action in actions)
    assert any("dan menandai target yang tertinggal" in action for action in actions)


def test_each_item_has_a_holder_and_each_area_a_coordinator(plan, people) -> None:
    codes = [code for person in people for code in person.get("items", [])]
    for item in plan.items:
        assert any(f"{item.code}.".startswith(f"{code}.") for code in codes), item.code
    for code in codes:
        assert any(f"{item.code}.".startswith(f"{code}.") for item in plan.items), code
    assert sorted(area for person in people for area in person.get("areas", [])) == ["I", "II", "III", "IV", "V", "VI"]


def test_the_team_is_fourteen_people_with_one_lead_and_one_reviewer(people) -> None:
    assert len({person["name"] for person in people}) == 14
    assert Counter(person["role"] for person in people) == {"lead": 1, "coordinator": 6, "staff": 6, "reviewer": 1}


def test_nobody_checks_what_they_hold(people) -> None:
    for person in people:
        for area in person.get("areas", []):
            assert not any(code.split(".")[0] == area for code in person.get("items", [])), person["name"]

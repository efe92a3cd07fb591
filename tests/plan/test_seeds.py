"""Four adopted plans, where they are at hand: one is read whole, the others are refused and never misread."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from plans import WORKDAYS, by_code

from zibot.plan import PlanError, Reading, read_plan

SHARED = Path(__file__).parents[3] / "shared"


def seed(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the adopted plans are not part of this repository")
    return path


@pytest.fixture(scope="module")
def kudus() -> Reading:
    return read_plan(seed("seeds/kudus-2022.txt"), workdays=WORKDAYS)


def test_the_decree_of_kudus(kudus: Reading) -> None:
    decree = kudus.decree
    assert (decree.number, decree.date) == ("11/HK.03.1/3319/2022", date(2022, 2, 8))
    assert (decree.office, decree.year) == ("KPU Kabupaten Kudus", 2022)


def test_every_item_of_kudus_is_found_under_its_area(kudus: Reading) -> None:
    areas = Counter(item.code.split(".")[0] for item in kudus.items)
    assert areas == {"I": 5, "II": 6, "III": 18, "IV": 10, "V": 19, "VI": 12}
    assert kudus.components == 23
    assert sum(len(item.due) for item in kudus.items) == 141
    assert kudus.items[0].area.name == "Manajemen Perubahan"


def test_only_the_two_items_without_target_are_asked_about(kudus: Reading) -> None:
    assert [item.code for item in kudus.items if not item.certain] == ["III.3.5", "III.3.6"]
    assert [problem.code for problem in kudus.problems] == ["no-target", "no-target"]


def test_the_difficult_rows_of_kudus(kudus: Reading) -> None:
    items = by_code(kudus)
    assert items["I.3.1"].due == (date(2022, 4, 28), date(2022, 7, 29), date(2022, 10, 31), date(2022, 12, 30))
    assert len(items["I.3.1"].evidence) == 5
    assert items["II.1.1"].due == (date(2022, 6, 30),)
    assert items["II.1.1"].schedule.deadline
    torn = [item for item in kudus.items if "Septem-ber" in item.target]
    assert [item.schedule.months for item in torn] == [(3, 6, 9, 12)]
    assert items["I.4.1"].action.endswith("(Laporan LHKPN dan SPT)")


def test_the_reading_is_the_json_that_scripts_rely_on(kudus: Reading) -> None:
    known = json.loads(json.dumps(kudus.as_json(lambda problem: problem.code)))
    assert set(known) == {"decree", "items", "problems"}
    assert set(known["decree"]) == {"number", "date", "office", "year", "title"}
    item = known["items"][3]
    assert set(item["schedule"]) == {"kind", "months", "week", "deadline"}
    assert item["area"] == {"number": 1, "name": "Manajemen Perubahan"}
    lost = next(item for item in known["items"] if item["code"] == "III.3.5")
    assert known["problems"][0] == {**lost["problems"][0], "where": f"row {lost['source']['row']}"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("seeds/kota-mojokerto-2022.txt", "month-grid"),
        ("seeds/bengkulu-tengah-2022.txt", "month-grid"),
        ("seeds/bojonegoro-2025.txt", "no-table"),
        ("plans/bps_nias_rencana_aksi_zi_2025.txt", "no-target-column"),
        ("plans/tangsel_lke_zi_bukti_dukung.txt", "no-heading"),
    ],
)
def test_layouts_that_are_not_known_yet_are_refused(name: str, code: str) -> None:
    with pytest.raises(PlanError) as refused:
        read_plan(seed(name), workdays=WORKDAYS)
    assert refused.value.problem.code == code

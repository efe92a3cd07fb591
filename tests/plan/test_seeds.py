"""Four adopted plans and two documents of other offices, where they are at hand: read as a careful clerk would."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from plans import WORKDAYS, by_code

from zibot.plan import PlanItem, Reading, read_plan

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


def months(item: PlanItem) -> tuple[int, ...]:
    return item.schedule.months


def areas(reading: Reading) -> dict[str, int]:
    return dict(Counter(item.code.split(".")[0] for item in reading.items))


def test_the_month_grid_of_mojokerto_lost_its_marks_and_asks_for_each_item() -> None:
    reading = read_plan(seed("seeds/kota-mojokerto-2022.txt"), workdays=WORKDAYS)
    assert areas(reading) == {"I": 7, "II": 9, "III": 13, "IV": 5, "V": 10, "VI": 9}
    tentative = [item for item in reading.items if item.schedule.kind == "tentative"]
    assert len(tentative) == 6
    assert all(item.certain and item.target == "tentativ" for item in tentative)
    others = [item for item in reading.items if item.schedule.kind != "tentative"]
    assert all(item.schedule.kind == "none" and not item.certain for item in others)
    assert {problem.code for problem in reading.problems} == {"marks-lost", "shifted-row"}
    torn = by_code(reading)["I.4.2"]
    assert (torn.action, torn.indicator) == ("Pembentukan Agen Perubahan.", "Terbitnya SK Agen Perubahan.")


def test_the_drifting_grid_of_bengkulu_tengah_is_certain_of_every_month_only() -> None:
    reading = read_plan(seed("seeds/bengkulu-tengah-2022.txt"), workdays=WORKDAYS)
    assert list(areas(reading)) == ["I", "III", "IV", "V", "VI", "VII", "VIII"]
    [missing] = [problem for problem in reading.problems if problem.code == "areas-missing"]
    assert missing.details == {"numbers": "II"}
    assert {item.schedule.kind for item in reading.items if item.certain} == {"monthly"}
    sparse = [item for item in reading.items if any(problem.code == "drifting-grid" for problem in item.problems)]
    assert len(sparse) > 40
    assert not any(item.certain or item.due for item in sparse)
    firsts = {item.code.split(".")[0]: item for item in reversed(reading.items)}
    assert firsts["IV"].component.startswith("Peningkatan tatalaksana")
    assert firsts["VII"].component.startswith("pembangunan zona integritas")
    assert firsts["VIII"].component.startswith("Penguatan pelayan prima")


def test_the_running_text_of_bojonegoro_is_read_with_its_measures_and_targets() -> None:
    reading = read_plan(seed("seeds/bojonegoro-2025.txt"), workdays=WORKDAYS)
    assert areas(reading) == {"I": 13, "II": 9, "III": 17, "IV": 6, "V": 23, "VI": 11}
    assert reading.components == 23
    assert not any(item.certain for item in reading.items)
    assert {measure.code for measure in reading.measures} == {"IPAK", "TLHP", "IPKP", "IKM"}
    assert {number: len(texts) for number, texts in reading.targets.items()} == {1: 3, 2: 2, 3: 4, 4: 2, 5: 3, 6: 3}
    assert by_code(reading)["I.3.1"].schedule.kind == "monthly"
    assert by_code(reading)["I.3.2"].schedule.kind == "quarterly"


def test_a_nested_plan_of_another_office_is_read_under_its_pillars() -> None:
    reading = read_plan(seed("plans/bps_nias_rencana_aksi_zi_2025.txt"), workdays=WORKDAYS)
    assert areas(reading) == {"I": 16, "II": 15, "III": 21, "IV": 14, "V": 21, "VI": 22}
    first = reading.items[0]
    assert (first.component, first.evidence) == ("Penyusunan Tim Kerja", ("SK Tim Kerja ZI",))
    assert first.notes["Tim Kerja Terkait"] == "Tim Pilar 1"


def test_an_evaluation_worksheet_is_read_question_by_question() -> None:
    reading = read_plan(seed("plans/tangsel_lke_zi_bukti_dukung.txt"), workdays=WORKDAYS)
    assert list(areas(reading)) == ["I", "II", "III", "IV", "V", "VI"]
    assert reading.items[0].component == "Penyusunan Tim Kerja"
    assert not any(item.certain for item in reading.items)

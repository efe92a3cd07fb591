import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.areas import AREAS, Found, find_area, roman

EIGHT = {
    1: "Manajemen Perubahan",
    2: "Deregulasi Kebijakan",
    3: "Penguatan Kelembagaan",
    4: "Penataan Tata Laksana",
    5: "Penataan Sistem Manajemen SDM Aparatur",
    6: "Penguatan Akuntabilitas",
    7: "Penguatan Pengawasan",
    8: "Peningkatan Kualitas Pelayanan Publik",
}
SIX_AS_IN_2022 = {
    1: "PEMBANGUNAN UNIT KERJA UNTUK MEMPEROLEH PREDIKAT MENUJU WBK/WBBM",
    2: "PENATAAN TATA LAKSANA",
    3: "PENATAAN SISTEM MANAJEMEN SDM",
    4: "Penguatan Akuntabilitas",
    5: "Penguatan Pengawasan",
    6: "Penguatan kualitas pelayanan publik",
}


def romans(found: Found) -> list[str]:
    return [area.roman for area in found.candidates]


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (1, ["I", "1", "manajemen perubahan", "perubahan", "mp", "MP", "menejemen perubahan", "tim kerja", "area 1"]),
        (2, ["II", "tatalaksana", "tata laksana", "tata  laksana", "tata-laksana", "tata laksna", "SOP", "e-office"]),
        (3, ["SDM", "area sdm", "manajemen sdm", "kepegawaian", "sumber daya manusia", "tim sdm", "sistem sdm"]),
        (4, ["IV", "akuntabilitas", "akuntabiltas", "akuntablitas kinerja", "penguatan akuntabilitas", "lakip"]),
        (5, ["V", "v", "5", "area 5", "area V", "area5", "area ke-5", "kelima", "V.1", "V.1.2", "area perubahan V"]),
        (
            5,
            ["pengawasan", "PENGAWASAN!", "area pengawasan", "penguatan pengawasan", "pengawsan", "status pengawasan?"],
        ),
        (5, ["gratifikasi", "spip", "wbs", "pengaduan masyarakat", "benturan kepentingan", "pengawas"]),
        (5, ["status area pengawasan dong", "status pengawasan tw 2", "gimana pengawasan tahun 2027, pak?"]),
        (6, ["pelayanan", "pelayanan publik", "yanlik", "plyanan", "layanan", "penguatan kualitas pelayanan publik"]),
        (6, ["pengaduan pelayanan"]),
    ],
)
def test_every_usual_name_gives_its_area(number: int, texts: list[str]) -> None:
    found = {text: find_area(text).area for text in texts}
    assert {text: area and area.number for text, area in found.items()} == dict.fromkeys(texts, number)


@pytest.mark.parametrize(
    "text", ["", "  ", "semua", "all", "SEMUA area", "status", "status semua dong", "tw 2", "2027"]
)
def test_no_area_or_semua_means_all_of_them(text: str) -> None:
    assert find_area(text) == Found(everything=True)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("manajemen", ["I", "III"]),
        ("menejemen", ["I", "III"]),
        ("penguatan", ["IV", "V"]),
        ("penataan", ["II", "III"]),
        ("kinerja", ["III", "IV"]),
        ("pengaduan", ["V", "VI"]),
        ("lhkpn", ["I", "V"]),
        ("area perubahan", ["I"]),
        ("pengawasan dan pelayanan", ["V", "VI"]),
        ("pengawsan dan plyanan", ["V", "VI"]),
        ("V dan VI", ["V", "VI"]),
        ("1 pengawasan", ["I", "V"]),
        ("area 9 pengawasan", ["V"]),
        ("selain pengawasan", ["I", "II", "III", "IV", "VI"]),
        ("plynn", ["VI"]),
    ],
)
def test_what_fits_several_areas_or_only_nearly_one_is_asked_about(text: str, asked: list[str]) -> None:
    found = find_area(text)
    assert found.area is None
    assert romans(found) == asked


@pytest.mark.parametrize(
    "text", ["halo", "9", "0", "IX", "perumahan", "keuangan", "logistik", "undangan rapat", "ada 5 butir"]
)
def test_what_names_no_area_gives_none(text: str) -> None:
    assert find_area(text) == Found()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("V", 5),
        ("7", 7),
        ("VIII", 8),
        ("pengawasan", 7),
        ("sdm", 5),
        ("yanlik", 8),
        ("kelembagaan", 3),
        ("klembagaan", 3),
    ],
)
def test_the_plan_in_force_says_which_number_a_name_has(text: str, number: int) -> None:
    area = find_area(text, EIGHT).area
    assert area is not None
    assert (area.number, area.name) == (number, EIGHT[number])


def test_a_shared_word_asks_about_the_areas_of_the_plan_in_force() -> None:
    assert romans(find_area("penguatan", EIGHT)) == ["III", "VI", "VII"]
    assert romans(find_area("penguatan", SIX_AS_IN_2022)) == ["IV", "V", "VI"]


def test_the_first_area_is_found_by_its_usual_name_in_a_plan_that_calls_it_otherwise() -> None:
    area = find_area("mp", SIX_AS_IN_2022).area
    assert area is not None
    assert area.number == 1


def test_an_area_that_the_plan_lacks_is_not_found() -> None:
    assert find_area("VI", {5: "Penguatan Pengawasan"}) == Found()


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    found = find_area(text)
    assert not (found.area and (found.candidates or found.everything))


@given(st.sampled_from([area.name for area in AREAS]), st.data())
def test_a_lost_letter_never_leads_to_another_area(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    found = find_area(name[:at] + name[at + 1 :]).area
    assert found is None or found.name == name


def test_roman_numbers_are_written_as_in_the_plans() -> None:
    assert [roman(number) for number in (1, 4, 5, 6, 8, 9, 14)] == ["I", "IV", "V", "VI", "VIII", "IX", "XIV"]


def test_a_number_that_no_area_has_takes_no_more_room_than_its_figures() -> None:
    assert [roman(number) for number in (39, 40, 10**17)] == ["XXXIX", "40", "1" + "0" * 17]


def test_rapidfuzz_is_loaded_for_a_typo_only() -> None:
    code = "import sys, zibot.rules.areas as a; a.find_area('pengawasan'); print('rapidfuzz' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

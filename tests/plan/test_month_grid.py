"""Month grids: marks under months, quarters and weeks, with remarks, as extracted text gives them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import DECREE, by_code, codes, read

from zibot.plan.document import Row
from zibot.plan.layouts.headings import heading_at

NUMBERED = ("NO|KEGIATAN|SUB KEGIATAN|INDIKATOR|PELAKSANAAN (BULAN)" + "|" * 12 + "KET", "||||" + "|".join(
    str(month) for month in range(1, 13)) + "|")  # fmt: skip
AREA = "I.|MANAJEMEN PERUBAHAN" + "|" * 15


def marks(*months: int, mark: str = "√", of: int = 12) -> str:
    return "|".join(mark if month in months else "" for month in range(1, of + 1))


def test_marks_are_the_months_beneath_which_they_stand(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *(*NUMBERED, AREA),
        f"|1. Tim Kerja|1. Membentuk tim|Tim ada|{marks(1)}|",
        f"||2. Rapat tim|Tim rapat|{marks(3, 6, 9, 12, mark='v')}|",
        f"|2. Budaya|1. Sosialisasi|Ada sosialisasi|{marks(*range(1, 13), mark='x')}|",
        f"||2. Agen perubahan|Ada agen|{marks()}|tentatif",
        f"||3. Penilaian|Ada nilai|{marks()}|",
    )
    items = by_code(reading)
    assert {code: item.schedule.months for code, item in items.items()} == {
        "I.1.1": (1,),
        "I.1.2": (3, 6, 9, 12),
        "I.2.1": tuple(range(1, 13)),
        "I.2.2": (),
        "I.2.3": (),
    }
    assert [item.certain for item in reading.items] == [True, True, True, True, False]
    assert items["I.2.1"].schedule.kind == "monthly"
    assert items["I.2.2"].schedule.kind == "tentative"
    assert items["I.1.2"].target == "Maret, Juni, September dan Desember"
    assert codes(reading) == ["no-target"]


@pytest.mark.parametrize(
    ("names", "columns", "marked", "months"),
    [
        ("Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agt|Sep|Okt|Nop|Des", 12, (2, 8), (2, 8)),
        ("JANUARI|PEBRUARI|MARET|APRIL|MEI|JUNI|JULI|AGUSTUS|SEPTEMBER|OKTOBER|NOPEMBER|DESEMBER", 12, (11,), (11,)),
        ("J|F|M|A|M|J|J|A|S|O|N|D", 12, (3, 7), (3, 7)),
        ("B01|B02|B03|B04|B05|B06|B07|B08|B09|B10|B11|B12", 12, (6, 12), (6, 12)),
        ("TW I|TW II|TW III|TW IV", 4, (1, 3), (3, 9)),
        ("Triwulan 1|Triwulan 2|Triwulan 3|Triwulan 4", 4, (1, 2, 3, 4), (3, 6, 9, 12)),
        ("Semester I|Semester II", 2, (2,), (12,)),
        ("Mar 2027|Jun 2027|Sep 2027|Des 2027", 4, (1, 4), (3, 12)),
    ],
)
def test_periods_are_known_by_their_names(
    tmp_path: Path, names: str, columns: int, marked: tuple[int, ...], months: tuple[int, ...]
) -> None:
    rows = [
        f"NO|KOMPONEN|RENCANA AKSI|{names}",
        "I|MANAJEMEN PERUBAHAN|" + "|" * columns,
        f"1|Tim|Membentuk tim|{marks(*marked, of=columns)}",
    ]
    [item] = read(tmp_path, *rows).items
    assert item.schedule.months == months
    assert item.certain


def test_roman_quarters_stand_under_the_word_for_them(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "NO|AREA|KEGIATAN|TRIWULAN||||PIC",
        "|||I|II|III|IV|",
        "1|Manajemen Perubahan|Rapat|1 keg||1 keg||Sari",
        "2|Penataan Tata Laksana|Menilai SOP|0|100%|-|100%|Budi",
    )
    assert [item.schedule.months for item in reading.items] == [(3, 9), (6, 12)]
    assert all(item.certain for item in reading.items)
    assert reading.items[0].notes == {"PIC": "Sari"}


def test_weeks_beneath_a_month_are_due_at_their_end(tmp_path: Path) -> None:
    weeks = "|1|2|3|4|1|2|3|4"
    reading = read(
        tmp_path,
        "NO|KEGIATAN|OUTPUT|JANUARI||||FEBRUARI|||",
        "||" + weeks,
        "I|MANAJEMEN PERUBAHAN|||||||||",
        "1|Membentuk tim|SK||√||||||",
        "2|Sosialisasi|Foto||√|||√|||",
    )
    first, second = reading.items
    assert (first.schedule.months, first.schedule.week, first.certain) == ((1,), 2, True)
    assert (second.schedule.months, second.schedule.week, second.certain) == ((1, 2), None, False)
    assert "weeks-differ" in codes(reading)


def test_only_what_is_planned_counts_where_realisation_stands_beside_it(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "NO|KEGIATAN|OUTPUT|TW I||TW II||TW III||TW IV|",
        "|||Target|Realisasi|Target|Realisasi|Target|Realisasi|Target|Realisasi",
        "I|MANAJEMEN PERUBAHAN||||||||||",
        "1|Membentuk tim|SK|1|1||1|||1|",
    )
    [item] = reading.items
    assert (item.schedule.months, item.certain) == ((3, 12), True)
    assert item.notes == {"TW I Realisasi": "1", "TW II Realisasi": "1"}


def test_words_across_the_months_say_when(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *(*NUMBERED, AREA),
        "|1. Tim|Membentuk tim|Tim ada|setiap bulan" + "|" * 12,
        "|2. Rapat|Rapat tim|Tim rapat|sesuai arahan pimpinan" + "|" * 12,
    )
    assert reading.items[0].schedule.kind == "monthly"
    assert not reading.items[1].certain or reading.items[1].schedule.kind == "tentative"


def test_a_remark_that_contradicts_the_marks_is_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, *NUMBERED, AREA, f"|1. Tim|Membentuk tim|Tim ada|{marks(3)}|tentatif")
    assert codes(reading) == ["two-readings"]


def test_a_page_whose_columns_moved_makes_few_marks_uncertain_and_many_every_month(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *(*NUMBERED, AREA),
        f"|1. Tim|1. Membentuk tim|Tim ada|{marks(1)}|",
        "",
        "2. Budaya|1. Sosialisasi|Ada sosialisasi|" + marks(*range(1, 12)) + "||||",
        "|2. Rapat|Ada rapat|" + marks(2, 5) + "||||",
    )
    many = next(item for item in reading.items if "Sosialisasi" in item.action)
    few = [item for item in reading.items if item is not many]
    assert (many.schedule.kind, many.certain, many.component) == ("monthly", True, "Budaya")
    assert not any(item.certain or item.due for item in few)
    assert {"drifting-grid", "slid-row"} <= set(codes(reading))


def test_no_mark_at_all_means_that_extraction_lost_them(tmp_path: Path) -> None:
    reading = read(tmp_path, *NUMBERED, AREA, f"|1. Tim|Membentuk tim|Tim ada|{marks()}|")
    assert codes(reading) == ["marks-lost"]


def test_a_column_of_words_and_the_marks_must_agree(tmp_path: Path) -> None:
    rows = [
        "NO|KEGIATAN|OUTPUT|WAKTU PELAKSANAAN|TW I|TW II|TW III|TW IV",
        "I|MANAJEMEN PERUBAHAN||||||",
        "1|Membentuk tim|SK|Maret|√|||",
        "2|Rapat|Notulen|setiap triwulan|√|||",
    ]
    assert [item.certain for item in read(tmp_path, *rows).items] == [True, False]


def test_marks_in_another_year_are_asked_about(tmp_path: Path) -> None:
    rows = [
        "NO|KEGIATAN|OUTPUT|2027||2028|",
        "|||Jan|Feb|Jan|Feb",
        "I|MANAJEMEN PERUBAHAN|||||",
        "1|Membentuk tim|SK|√||√|",
    ]
    [item] = read(tmp_path, *rows, before=DECREE).items
    assert (item.schedule.months, item.certain) == ((1,), False)


@given(
    months=st.sets(st.integers(1, 12), min_size=1),
    mark=st.sampled_from(["√", "v", "V", "x", "X", "●", "■", "*", "✓"]),
)
def test_every_set_of_months_reads_back(tmp_path_factory: pytest.TempPathFactory, months: set[int], mark: str) -> None:
    folder = tmp_path_factory.mktemp("grid")
    row = f"|1. Tim|Membentuk tim|Tim ada|{marks(*months, mark=mark)}|"
    [item] = read(folder, *NUMBERED, AREA, row).items
    assert (item.schedule.months, item.certain) == (tuple(sorted(months)), True)


def test_a_heading_of_several_rows_is_one_heading() -> None:
    merged = Row(("NO", "KEGIATAN", "URAIAN", "WAKTU", "", "", ""), 1, table=1, joined=frozenset({4, 5, 6}))
    middle = Row(
        ("NO", "KEGIATAN", "URAIAN", "TRIWULAN", "", "", ""),
        2,
        table=1,
        carried=frozenset({0, 1, 2}),
        joined=frozenset({4, 5, 6}),
    )
    below = Row(("NO", "KEGIATAN", "URAIAN", "I", "II", "III", "IV"), 3, table=1, carried=frozenset({0, 1, 2}))
    found = heading_at([merged, middle, below], 0)
    assert found is not None
    heading, rows = found
    assert rows == 3
    assert [period.month for period in heading.periods.values()] == [3, 6, 9, 12]
    assert heading.roles == {"no": 0, "component": 1, "action": 2}

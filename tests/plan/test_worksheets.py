"""Nested worksheets: areas in a column of their own, steps to the right, several things in one cell, sections."""

from pathlib import Path

import pytest
from plans import DECREE, by_code, codes, read

from zibot.plan import PlanError, read_plan
from zibot.plan.layouts.parts import other_parts, spread_parts
from zibot.workdays import Workdays


def test_repeated_values_are_one_component_and_the_pillar_is_the_area(tmp_path: Path) -> None:
    front = "A. Pengungkit|I. Pemenuhan|1. Manajemen Perubahan"
    reform = "A. Pengungkit|II. Reform|1. Manajemen Perubahan"
    reading = read(
        tmp_path,
        "ASPEK|AREA|PILAR|SUB PILAR|PERTANYAAN|RENCANA AKSI|WAKTU",
        f"{front}|i. Tim Kerja|a. Tim dibentuk|Membentuk tim|Januari",
        f"{front}|i. Tim Kerja|b. Anggota dipilih|Rapat pemilihan|Februari",
        f"{front}|ii. Rencana|a. Ada rencana|Menyusun rencana|Maret",
        "A. Pengungkit|I. Pemenuhan|2. Penataan Tatalaksana|i. SOP|a. SOP ada|Menyusun SOP|TW II",
        f"{reform}|i. Komitmen|a. Agen berubah|Melaporkan perubahan|Desember",
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "I.2.1", "II.1.1", "I.3.1"]
    assert [item.component for item in reading.items] == ["Tim Kerja", "Tim Kerja", "Rencana", "SOP", "Komitmen"]
    assert by_code(reading)["I.3.1"].notes == {"ASPEK": "A. Pengungkit", "AREA": "II. Reform"}
    assert all(item.certain for item in reading.items)


STAIRS = (
    "NO|Penilaian||||||Bobot|Jawaban|Rencana Aksi|Bukti Dukung|Target Waktu",
    "1|A.|PENGUNGKIT||||||||||",
    "2||I.|PEMENUHAN|||||||||",
    "3|||1.|MANAJEMEN PERUBAHAN|||4|||||",
    "4||||i.|Tim Kerja|||||||",
    "5|||||a.|Tim dibentuk||Ya|Membentuk tim|SK Tim|Januari",
    "6|||||b.|Anggota dipilih||Ya|Rapat pemilihan|Notulen|Februari",
    "7||||ii.|Agen Perubahan|||||||",
    "8|||||-|Persentase agen||80%|Menilai agen|Laporan|TW IV",
    "9||||||- Jumlah agen||5|||",
    "10|||2.|PENATAAN TATALAKSANA|||4|||||",
    "11||||i.|SOP|||||||",
    "12|||||a.|SOP ada||Ya|Menyusun SOP|SOP|Mei",
    "13|B.|HASIL|||||40|||||",
    "14|||a.|Nilai survei persepsi||||||||",
)


def test_a_staircase_is_read_by_its_steps_and_its_results_are_no_items(tmp_path: Path) -> None:
    reading = read(tmp_path, *STAIRS)
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "I.2.1", "II.1.1"]
    first = reading.items[0]
    assert (first.indicator, first.action, first.evidence) == ("Tim dibentuk", "Membentuk tim", ("SK Tim",))
    assert [item.schedule.months for item in reading.items] == [(1,), (2,), (12,), (5,)]
    assert by_code(reading)["I.2.1"].component == "Agen Perubahan"


def test_the_column_of_numbers_may_count_the_areas(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "NO|AREA PERUBAHAN|KEGIATAN|SUB KEGIATAN|WAKTU",
        "1.|Manajemen Perubahan|Tim|Membentuk tim|Mei",
        "||Budaya|Sosialisasi|Juni",
        "3|Penguatan Kelembagaan|Organisasi|Menilai organisasi|Juli",
        "4|Penguatan Tatalaksana|SOP|Menyusun SOP|Agustus",
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.2.1", "III.1.1", "IV.1.1"]
    assert codes(reading) == ["areas-missing"]


def test_a_column_may_hold_areas_and_actions(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *("NO|AREA PERUBAHAN / KEGIATAN|EVIDEN|JADWAL", "1|MANAJEMEN PERUBAHAN||", "1.1|Membentuk tim|SK|Mei"),
        *("1.2|Rapat tim|Notulen|setiap bulan", "2|PENATAAN TATALAKSANA||", "2.1|Menyusun SOP|SOP|Juni"),
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "II.1.1"]
    assert [item.action for item in reading.items] == ["Membentuk tim", "Rapat tim", "Menyusun SOP"]


@pytest.mark.parametrize(
    "rows",
    [
        ("a|Tim Kerja||", "1|Membentuk tim|SK|Mei", "2|Rapat|Notulen|Juni", "b|Agen||", "1|Memilih agen|SK|Juli"),
        ("|Tim Kerja||", "1|Membentuk tim|SK|Mei", "2|Rapat|Notulen|Juni", "|Agen||", "3|Memilih agen|SK|Juli"),
        ("1.1|Tim Kerja||", "1.1.1|Membentuk tim|SK|Mei", "1.1.2|Rapat|SK|Juni", "1.2|Agen||", "1.2.1|Memilih|SK|Juli"),
    ],
    ids=["letters", "no number", "decimals"],
)  # fmt: skip
def test_rows_that_only_name_a_component_are_no_items(tmp_path: Path, rows: tuple[str, ...]) -> None:
    reading = read(tmp_path, "NO|RENCANA AKSI|OUTPUT|WAKTU", "I|MANAJEMEN PERUBAHAN||", *rows)
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "I.2.1"]
    assert [item.component for item in reading.items] == ["Tim Kerja", "Tim Kerja", "Agen"]


def test_an_area_in_the_middle_of_its_rows_begins_where_the_numbering_does(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "NO|AREA|KOMPONEN|KEGIATAN|WAKTU",
        *("1.|Manajemen Perubahan|1. Tim|Membentuk tim|Mei", "||2. Budaya|Sosialisasi|Juni"),
        *("||1. SOP|Menyusun SOP|Juli", "2.|Penataan Tatalaksana|2. SPBE|Memakai aplikasi|Agustus"),
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.2.1", "II.1.1", "II.2.1"]
    moved = by_code(reading)["II.1.1"]
    assert [problem.code for problem in moved.problems] == ["floating-area"]
    assert moved.certain  # where it belongs is in doubt, when it is due is not


def test_what_a_cell_holds_under_labels_goes_where_it_belongs() -> None:
    cells = dict.fromkeys(("no", "area", "component", "indicator", "action", "evidence", "target", "note"), "")
    cells["action"] = "Uraian: Membentuk tim ; Output: Tim ada ; Dokumen: SK Tim ; Waktu: Maret ; PIC: Sari"
    spread = spread_parts(cells)
    assert (spread["action"], spread["evidence"], spread["target"]) == ("Membentuk tim", "SK Tim", "Maret")
    assert other_parts(cells) == {"Output": "Tim ada", "PIC": "Sari"}
    cells["action"] = "Rapat: membahas hal ini"
    assert spread_parts(cells) == cells


def test_a_legend_and_signatures_end_the_table(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *("NO|KEGIATAN|OUTPUT|WAKTU", "I|MANAJEMEN PERUBAHAN||", "1|Membentuk tim|SK|Mei"),
        *("Keterangan: √ berarti terlaksana|||", "Mengetahui,||Awan Putih, 4 Januari 2027|", "Kepala Kantor|||"),
    )
    assert [item.action for item in reading.items] == ["Membentuk tim"]
    assert reading.items[0].certain


def test_columns_may_be_named_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "lain.txt"
    rows = ("Urut\tIhwal\tWujud\tKapan", "I\tMANAJEMEN PERUBAHAN\t\t", "1\tMembentuk tim\tSK Tim\tMaret 2027")
    path.write_text(DECREE + "\n".join(rows) + "\n", encoding="utf-8")
    days = Workdays.indonesia()
    with pytest.raises(PlanError) as refused:
        read_plan(path, workdays=days)
    assert refused.value.problem.code == "no-heading"
    reading = read_plan(path, workdays=days, columns={"NO": "A", "LANGKAH AKSI": "B", "BUKTI": "3", "TARGET": "D"})
    [item] = reading.items
    assert (item.action, item.evidence, item.schedule.months) == ("Membentuk tim", ("SK Tim",), (3,))
    assert codes(reading) == ["mapped-by-hand"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"LANGKAH AKSI": "Z"}, "no-such-column"), ({"WARNA": "B"}, "column-unknown"), ({"BUKTI": "C"}, "column-unknown")],
)
def test_columns_named_wrongly_are_refused(tmp_path: Path, columns: dict[str, str], code: str) -> None:
    path = tmp_path / "lain.txt"
    path.write_text("Urut\tIhwal\tWujud\n1\tMembentuk tim\tSK\n", encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        read_plan(path, workdays=Workdays.indonesia(), columns=columns)
    assert refused.value.problem.code == code

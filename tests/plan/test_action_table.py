"""Action tables in the shapes that offices and extraction give them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import AREA, DECREE, FIRST, HEADING, NUMBERS, WORKDAYS, by_code, codes, read, table

from zibot.plan import PlanError, read_plan


def test_items_are_counted_within_area_and_component(tmp_path: Path) -> None:
    reading = table(
        tmp_path,
        FIRST,
        "||Tugas dibagi|Membagi tugas|Undangan; Notulen|setiap bulan",
        "2|Rencana Kerja|Rencana tersusun|Menyusun rencana|Rencana kerja|TW I",
        "II PENATAAN TATA LAKSANA|||||",
        "1.|SOP|SOP dinilai|Menilai SOP|Laporan|Juni, Desember 2027",
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "I.2.1", "II.1.1"]
    assert {item.area.name for item in reading.items} == {"Manajemen Perubahan", "Penataan Tatalaksana"}
    assert [item.component for item in reading.items] == ["Tim Kerja", "Tim Kerja", "Rencana Kerja", "SOP"]
    assert reading.components == 3
    assert by_code(reading)["I.1.2"].evidence == ("Undangan", "Notulen")
    assert all(item.certain for item in reading.items)
    assert reading.problems == ()


def test_an_item_knows_its_line(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST)
    lines = (tmp_path / "rencana.txt").read_text(encoding="utf-8").splitlines()
    source = reading.items[0].source
    assert source.row is not None
    assert "Tim terbentuk" in lines[source.row - 1]
    assert source.page == 1


def test_a_row_without_target_stays_an_item_and_is_reported_by_its_row(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "||Pegawai dilatih|Mengikutkan pegawai|Sertifikat|")
    item = by_code(reading)["I.1.2"]
    assert (item.schedule.kind, item.due, item.certain) == ("none", (), False)
    [problem] = reading.problems
    assert (problem.code, problem.where) == ("no-target", f"row {item.source.row}")


PAGE = ("", HEADING, NUMBERS)


@pytest.mark.parametrize(
    ("tail", "part", "whole"),
    [
        ("|||dan mengumumkannya||", "action", "Membentuk tim dan mengumumkannya"),
        ("||lewat seleksi|||", "indicator", "Tim terbentuk lewat seleksi"),
        ("||2027 untuk seluruh bagian|||", "indicator", "Tim terbentuk 2027 untuk seluruh bagian"),
        ("||||- Foto|", "evidence", ("Keputusan", "Foto")),
    ],
)
def test_a_row_torn_by_a_page_is_whole_again(
    tmp_path: Path, tail: str, part: str, whole: str | tuple[str, ...]
) -> None:
    reading = table(tmp_path, FIRST, *PAGE, tail, "2|Rencana|Ada rencana|Menyusun|Rencana|TW I")
    assert [item.code for item in reading.items] == ["I.1.1", "I.2.1"]
    assert getattr(reading.items[0], part) == whole
    assert all(item.certain for item in reading.items)
    assert [item.source.page for item in reading.items] == [1, 2]


def test_a_rest_that_begins_like_a_sentence_is_joined_and_asked_about(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, *PAGE, "|||Ketua mengumumkannya||")
    [item] = reading.items
    assert item.action == "Membentuk tim Ketua mengumumkannya"
    assert not item.certain
    assert codes(reading) == ["joined-row"]


def test_a_target_torn_by_a_page_is_whole_again(tmp_path: Path) -> None:
    first = "1|Tim Kerja|Tim bekerja|Rapat tim dan|Notulen|Maret, Juni,"
    reading = table(tmp_path, first, *PAGE, "|||mencatat hasilnya||September 2027")
    [item] = reading.items
    assert item.target == "Maret, Juni, September 2027"
    assert item.schedule.months == (3, 6, 9)
    assert item.certain


def test_a_second_target_for_one_row_is_asked_about(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "|||||Mei 2027")
    assert not reading.items[0].certain
    assert "joined-row" in codes(reading)


def test_one_indicator_may_stand_for_several_actions(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "|||Mengumumkan tim|Pengumuman|Februari 2027")
    assert [item.indicator for item in reading.items] == ["Tim terbentuk"] * 2
    assert all(item.certain for item in reading.items)


def test_a_slid_row_is_moved_back_and_asked_about(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "Tugas dibagi|Membagi tugas|Matriks|Mei 2027||")
    item = by_code(reading)["I.1.2"]
    assert (item.indicator, item.action, item.evidence) == ("Tugas dibagi", "Membagi tugas", ("Matriks",))
    assert item.schedule.months == (5,)
    assert not item.certain
    assert codes(reading) == ["shifted-row"]


def test_a_target_in_the_evidence_column_is_asked_about(tmp_path: Path) -> None:
    reading = table(tmp_path, "1|Tim Kerja|Tim terbentuk|Membentuk tim|Januari 2027|")
    [item] = reading.items
    assert (item.target, item.evidence, item.certain) == ("Januari 2027", (), False)
    assert "shifted-row" in codes(reading)


def test_more_cells_than_columns_are_asked_about(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST + "|sisa")
    assert codes(reading) == ["extra-cells"]
    assert not reading.items[0].certain


def test_a_row_that_was_extracted_twice_is_asked_about(tmp_path: Path) -> None:
    again = "||Tim terbentuk|Membentuk tim|Keputusan|Januari 2027"
    reading = table(tmp_path, FIRST, again)
    assert [item.certain for item in reading.items] == [True, False]
    assert codes(reading) == ["duplicate-row"]


def test_columns_are_known_by_their_words_in_any_order(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "No|Area Perubahan|Sub Komponen|PIC|Rencana Aksi|Jadwal Pelaksanaan|Output|Indikator Keberhasilan|Ket",
        "1|Manajemen Perubahan|Tim Kerja|Sari|Membentuk tim|TW I|SK Tim|Tim ada|penting",
        "2|||Budi|Rapat tim|setiap bulan|Notulen; Daftar hadir|Rapat berjalan|",
        "3|Penataan Tata Laksana|SOP|Cici|Menyusun SOP|B03, B09|SOP|SOP ada|",
        "4|Penataan Tata Laksana|SOP|Cici|Menilai SOP|Desember|Laporan|SOP dinilai|",
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "II.1.1", "II.1.2"]
    first = reading.items[0]
    assert (first.indicator, first.action, first.evidence) == ("Tim ada", "Membentuk tim", ("SK Tim",))
    assert first.notes == {"PIC": "Sari", "Ket": "penting"}
    assert all(item.certain for item in reading.items)


def test_a_table_of_activities_without_components_is_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *("I. MANAJEMEN PERUBAHAN", "", "NO|KEGIATAN|OUTPUT|WAKTU"),
        *("1|Membentuk tim|SK|Januari", "2|Rapat|Notulen|setiap bulan", ""),
        *("II. PENATAAN TATALAKSANA", "", "NO|KEGIATAN|OUTPUT|WAKTU", "1|Menyusun SOP|SOP|TW II"),
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "II.1.1"]
    assert [item.action for item in reading.items] == ["Membentuk tim", "Rapat", "Menyusun SOP"]
    assert reading.problems == ()


def test_cells_may_hold_line_breaks(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *("NO|KOMPONEN|INDIKATOR|LANGKAH", "AKSI|BUKTI FISIK|TARGET", "WAKTU", NUMBERS, AREA),
        *("1|Tim", "Kerja|Tim ada|Membentuk tim", "melalui rapat|- SK", "- Notulen|Maret,", "Juni 2027"),
        *("||Tim rapat|Rapat|Undangan|Mei 2027", "II PENATAAN TATALAKSANA", "1|SOP|SOP ada|Menyusun|SOP|Februari"),
        "Ditetapkan di Awan Putih",
    )
    first = reading.items[0]
    assert (first.component, first.action) == ("Tim Kerja", "Membentuk tim melalui rapat")
    assert (first.evidence, first.target) == (("SK", "Notulen"), "Maret, Juni 2027")
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "II.1.1"]
    assert all(item.certain for item in reading.items)


def test_markdown_tables_and_marks_of_emphasis_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rencana.md"
    path.write_text(
        "# RENCANA AKSI KPU KOTA LAMA TAHUN 2027\n\n"
        "| No | Komponen | Indikator | Rencana Aksi | Data Dukung | Waktu |\n|---|:--|---|---|---|---|\n"
        "| I | MANAJEMEN PERUBAHAN | | | | |\n"
        "| 1 | Tim Kerja | <i>Tim</i> ada | **Membentuk** tim | SK<br>Undangan | Januari 2027 |\n",
        encoding="utf-8",
    )
    [item] = read_plan(path, workdays=WORKDAYS).items
    assert (item.indicator, item.action, item.evidence) == ("Tim ada", "Membentuk tim", ("SK", "Undangan"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "rencana.txt"
    row = FIRST.replace("Januari", "Januari – Desember").replace("|", "\t")
    path.write_bytes(f"{DECREE}{HEADING.replace('|', chr(9))}\r\n{AREA.replace('|', chr(9))}\r\n{row}".encode(encoding))
    [item] = read_plan(path, workdays=WORKDAYS).items
    assert item.schedule.kind == "monthly"


def test_quotes_of_spreadsheets_are_no_part_of_a_cell(tmp_path: Path) -> None:
    quoted = '1|Tim Kerja|"Tim ""inti"" ada"|"Membentuk tim, lalu rapat"|"- SK'
    reading = table(tmp_path, quoted, '- Notulen"|"Maret, Juni 2027"')
    [item] = reading.items
    assert (item.indicator, item.action) == ('Tim "inti" ada', "Membentuk tim, lalu rapat")
    assert (item.evidence, item.schedule.months) == (("SK", "Notulen"), (3, 6))


def test_form_feeds_are_pages(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "\f||Tugas dibagi|Membagi tugas|Matriks|Mei 2027")
    assert [item.source.page for item in reading.items] == [1, 2]


def test_lettered_areas_may_have_any_name_once_the_letters_are_known(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        *(HEADING, "A|MANAJEMEN PERUBAHAN||||", FIRST, "B|PENATAAN TATALAKSANA||||"),
        *(
            "1|SOP|SOP ada|Menyusun|SOP|Mei",
            "C|PENGUATAN KELEMBAGAAN DAN SDM||||",
            "1|Peta|Ada peta|Menyusun|Peta|Juni",
        ),
    )
    assert [item.code for item in reading.items] == ["I.1.1", "II.1.1", "III.1.1"]
    assert reading.items[-1].area.name == "Penguatan Kelembagaan dan SDM"


def test_an_area_repeated_on_the_next_page_is_the_same_area(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, *PAGE, "I|MANAJEMEN PERUBAHAN (lanjutan)||||", "2|Rencana|Ada|Menyusun|SK|Mei")
    assert [item.code for item in reading.items] == ["I.1.1", "I.2.1"]
    assert reading.problems == ()


def test_two_areas_of_one_number_are_kept_apart_and_told(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "I|PENATAAN TATALAKSANA||||", "1|SOP|SOP ada|Menyusun|SOP|Mei 2027")
    assert [item.code for item in reading.items] == ["I.1.1", "II.1.1"]
    assert codes(reading) == ["area-number-twice"]


def test_components_that_start_again_tell_of_a_lost_area(tmp_path: Path) -> None:
    again = "1|SOP|SOP ada|Menyusun|SOP|Mei 2027"
    reading = table(tmp_path, FIRST, "2|Rencana|Ada rencana|Menyusun|Rencana|Mei 2027", again)
    assert [item.certain for item in reading.items] == [True, True, False]
    assert codes(reading) == ["area-lost"]


def test_a_gap_in_the_numbers_is_told(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "3|Rencana|Ada rencana|Menyusun|Rencana|Mei 2027")
    assert codes(reading) == ["component-number"]


def test_a_skipped_area_is_told(tmp_path: Path) -> None:
    reading = table(tmp_path, FIRST, "III|PENATAAN SISTEM MANAJEMEN SDM||||", "1|Mutasi|Ada pola|Menata|SK|Mei")
    assert codes(reading) == ["areas-missing"]


def test_items_without_an_area_are_told(tmp_path: Path) -> None:
    assert "no-area" in codes(read(tmp_path, HEADING, FIRST))


def test_another_table_is_left_alone_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADING, AREA, FIRST, "", "NO|NAMA|JABATAN|TUGAS", "1|Sari|Ketua|Memimpin")
    assert len(reading.items) == 1
    assert codes(reading) == ["table-skipped"]


def test_a_plan_without_decree_is_read_with_its_gaps_told(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADING, AREA, FIRST, before="")
    assert codes(reading) == ["year-inferred", "no-decree-number", "no-decree-date", "no-office"]
    assert reading.decree.year == 2027
    assert reading.items[0].due


def test_without_any_year_nothing_falls_due(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADING, AREA, FIRST.replace(" 2027", ""), before="")
    assert "no-year" in codes(reading)
    assert reading.items[0].due == ()


def test_the_year_that_is_asked_for_outranks_the_document(tmp_path: Path) -> None:
    table(tmp_path, FIRST)
    reading = read_plan(tmp_path / "rencana.txt", year=2028, workdays=WORKDAYS)
    assert reading.decree.year == 2028
    assert "other-year" in codes(reading)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \n\t\n", "file-empty"),
        (b"PK\x03\x04.......", "broken-file"),
        (b"{\\rtf1 rencana}", "format-not-yet"),
        (b"<html><table></table></html>", "format-not-yet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 lama", "format-not-yet"),
        (b"\x00\x01\x02\x03binary", "not-text"),
        (bytes(range(128, 160)) * 40, "not-text"),
        (b"Hanya paragraf tanpa tabel.\n", "no-table"),
        (b"apel\tjeruk\tpir\n1\t2\t3\n", "no-heading"),
        (b"NO\tKOMPONEN\tBUKTI\tWAKTU\n1\ta\tb\tMei\n", "no-action-column"),
        (b"NO\tKEGIATAN\tINDIKATOR\tTARGET WAKTU\nI\tMANAJEMEN PERUBAHAN\t\t\n", "no-items"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_reason(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "berkas.txt"
    path.write_bytes(content)
    with pytest.raises(PlanError) as refused:
        read_plan(path, workdays=WORKDAYS)
    assert refused.value.problem.code == code
    assert refused.value.problem.details["file"] == "berkas.txt"


def test_missing_files_folders_and_giants_are_refused(tmp_path: Path) -> None:
    giant = tmp_path / "besar.txt"
    with giant.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    for path, code in ((tmp_path / "tiada.txt", "file-missing"), (tmp_path, "is-folder"), (giant, "too-large")):
        with pytest.raises(PlanError) as refused:
            read_plan(path, workdays=WORKDAYS)
        assert refused.value.problem.code == code


CELLS = st.sampled_from(
    [
        "",
        "",
        "1",
        "2",
        "II",
        "I. MANAJEMEN PERUBAHAN",
        "Tim Kerja",
        "dan seterusnya",
        "- Foto",
        "Mei 2027",
        "√",
        "TW V",
        "\f",
    ]
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=12))
def test_no_table_breaks_the_reading(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("plan")
    try:
        reading = read(folder, HEADING, *("|".join(cells) for cells in rows))
    except PlanError:
        return
    assert len({item.code for item in reading.items}) == len(reading.items)
    assert all(item.certain or item.problems for item in reading.items)
    reading.as_json(lambda problem: problem.code)


def test_a_component_that_lost_its_name_is_still_counted_and_told(tmp_path: Path) -> None:
    others = [f"{number}|Komponen {number}|Ada {number}|Kerja|SK|Mei" for number in range(3, 8)]
    reading = table(tmp_path, FIRST, "2||Rencana tersusun|Menyusun rencana|Rencana|Mei 2027", *others)
    assert [item.code for item in reading.items] == [f"I.{number}.1" for number in range(1, 8)]
    assert codes(reading) == ["no-component"]


def test_numbers_may_count_items_instead_of_components(tmp_path: Path) -> None:
    reading = table(
        tmp_path,
        *(FIRST, "2||Tugas dibagi|Membagi tugas|Matriks|Mei", "3||Tim rapat|Rapat|Notulen|setiap bulan"),
        *("4|Rencana Kerja|Ada rencana|Menyusun|Rencana|Mei", "5||Rencana dinilai|Menilai|Laporan|Juni"),
    )
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "I.1.3", "I.2.1", "I.2.2"]
    assert reading.problems == ()


def test_a_table_that_says_no_time_is_read_and_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, "NO|KOMPONEN|INDIKATOR|LANGKAH AKSI", "I|MANAJEMEN PERUBAHAN||", "1|Tim|Tim ada|Membentuk")
    [item] = reading.items
    assert (item.schedule.kind, item.certain) == ("none", False)
    assert codes(reading) == ["no-target-column", "no-target"]

"""The review workbook: what is written is read back, and what a person corrects is read exactly as it says."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plans import AREA, FIRST, HEADING, WORKDAYS, by_code, codes, read, table

from zibot import texts
from zibot.plan import Area, PlanError, PlanItem, Problem, Reading, Source, read_plan
from zibot.plan.decree import Decree
from zibot.plan.reading import Measure
from zibot.plan.review.book import is_review
from zibot.plan.review.read import read_review
from zibot.plan.review.schedule_cells import ScheduleCells, months_cell, narrower_cell, read_schedule
from zibot.plan.review.shape import HEADINGS, LONGEST
from zibot.plan.schedule import (
    EVERY_MONTH,
    KINDS,
    MONTHLY,
    NOTHING,
    QUARTERLY,
    SEMESTER,
    TENTATIVE,
    Schedule,
    due_dates,
    in_months,
)
from zibot.texts.files import review_workbook

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
HEADING_ROW = 3
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Shrinking a whole plan takes minutes."""

ROWS = (
    FIRST,
    "||Tim rapat|Mengadakan rapat|Undangan; Notulen|setiap triwulan",
    "2|Rencana Kerja|Rencana ada|Menyusun rencana|Rencana kerja|secara berkala",
    "||Rencana dinilai|Menilai rencana|Laporan|",
    "II|PENATAAN TATALAKSANA||||",
    "1|SOP|SOP ada|Menyusun SOP|SOP|paling lambat minggu ke-2 Mei",
)


@pytest.fixture
def plan(tmp_path: Path) -> Reading:
    """Six rows: I.1.1, I.1.2 and II.1.1 are clear; I.2.1 names no months and I.2.2 no target."""
    return table(tmp_path, *ROWS)


class Sheet:
    """A review workbook on somebody's desk."""

    def __init__(self, folder: Path, reading: Reading) -> None:
        self.path = folder / "lembar-periksa.xlsx"
        self.path.write_bytes(review_workbook(reading))
        self.book = openpyxl.load_workbook(self.path)
        self.rows: Any = self.book["Butir"]

    def column(self, heading: str) -> int:
        return next(cell.column for cell in self.rows[HEADING_ROW] if cell.value == heading)

    def cell(self, code: str, heading: str) -> Any:
        return self.rows.cell(self.row(code), self.column(heading))

    def row(self, code: str) -> int:
        return next(row for row in range(HEADING_ROW + 1, 99) if self.rows.cell(row, 1).value == code)

    def write(self, code: str, **cells: Any) -> None:
        """Change cells of an item by the names of their columns in the code."""
        for name, value in cells.items():
            self.cell(code, HEADINGS[name]).value = value

    def add(self, below: str, **cells: Any) -> int:
        """Insert a row below an item and fill some of its cells; its number."""
        row = self.row(below) + 1
        self.rows.insert_rows(row)
        for name, value in cells.items():
            self.rows.cell(row, self.column(HEADINGS[name])).value = value
        return row

    def read(self, **given: Any) -> Reading:
        self.book.save(self.path)
        return read_review(self.path, workdays=WORKDAYS, **given)


@pytest.fixture
def sheet(tmp_path: Path, plan: Reading) -> Sheet:
    return Sheet(tmp_path, plan)


def say(problem: Problem) -> str:
    return texts.problem(problem.code, problem.details)


# what is written


def test_what_nobody_changed_is_read_as_it_was(sheet: Sheet, plan: Reading) -> None:
    assert sheet.read() == plan
    assert is_review(sheet.path)


def test_each_item_is_a_row_with_what_was_understood(sheet: Sheet) -> None:
    said = {name: sheet.cell("II.1.1", heading).value for name, heading in HEADINGS.items()}
    assert said == {
        **{"code": "II.1.1", "id": "z0005", "area": "II Penataan Tatalaksana", "component": "SOP"},
        **{"indicator": "SOP ada", "action": "Menyusun SOP", "evidence": "SOP"},
        **{"target": "paling lambat minggu ke-2 Mei", "kind": "satu kali", "months": "Mei"},
        **{"narrower": "minggu ke-2, paling lambat", "certain": "ya", "due": "14 Mei 2027"},
        **{"doubts": None, "source": "hlm. 1, baris 17"},
    }
    assert sheet.cell("I.1.2", "Bukti fisik").value == "Undangan\nNotulen"


def test_doubts_are_coloured_and_say_why(sheet: Sheet) -> None:
    clear, doubtful = sheet.cell("I.1.1", "Jenis jadwal"), sheet.cell("I.2.2", "Jenis jadwal")
    assert clear.fill.fgColor.rgb != doubtful.fill.fgColor.rgb
    assert clear.comment is None
    assert "tidak menyebut target waktu" in doubtful.comment.text
    assert "tidak menyebut target waktu" in sheet.cell("I.2.2", "Yang perlu dipastikan").value
    assert sheet.cell("I.2.2", "Pasti?").value == "periksa"


def test_a_hint_is_no_doubt(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, table(tmp_path, "1|Tim|Tim ada|Membentuk tim||Mei 2027", ROWS[1]))
    assert sheet.cell("I.1.1", "Pasti?").value == "ya"
    assert sheet.cell("I.1.1", "Pasti?").comment is None
    assert "tidak menyebut bukti fisik" in sheet.cell("I.1.1", "Bukti fisik").comment.text
    # Only ids of doubtful rows end so: what colours a confirmed row looks at them.
    assert not sheet.cell("I.1.1", "ID zibot").value.endswith("?")


def test_area_and_kind_are_chosen_from_lists(sheet: Sheet) -> None:
    offered = {}
    for rule in sheet.rows.data_validations.dataValidation:
        name, _, cells = rule.formula1.partition("!")
        letters = openpyxl.utils.get_column_letter
        heading = next(h for h in HEADINGS.values() if f"{letters(sheet.column(h))}4" in rule.sqref)
        offered[heading] = [cell.value for (cell,) in sheet.book[name][cells.replace("$", "")]]
    assert offered["Area"][0] == "I Manajemen Perubahan"
    assert offered["Area"][-1] == "VI Peningkatan Kualitas Pelayanan Publik"
    assert offered["Jenis jadwal"][0] == "setiap bulan"
    assert offered["Pasti?"] == ["ya", "periksa"]


def test_the_sheet_is_laid_out_for_screen_and_print(sheet: Sheet) -> None:
    rows = sheet.rows
    assert rows.freeze_panes == "C4"
    assert rows.auto_filter.ref == "A3:O8"
    assert rows.print_title_rows == "$3:$3"
    assert (rows.page_setup.orientation, rows.page_setup.fitToHeight) == ("landscape", 0)
    assert rows.column_dimensions["B"].hidden
    assert sheet.book["zibot"].sheet_state == "hidden"
    guide = "\n".join(str(cell.value) for row in sheet.book["Petunjuk"] for cell in row if cell.value)
    assert all(words in guide for words in ("Arti warna", "belum ditentukan", "TW II", "kirim ke bot"))


# what is corrected


def test_yes_confirms_what_was_proposed(sheet: Sheet) -> None:
    sheet.write("I.2.1", certain="ya")
    sheet.write("I.2.2", kind="setiap semester")
    items = by_code(sheet.read())
    assert (items["I.2.1"].certain, items["I.2.1"].problems) == (True, ())
    assert (items["I.2.2"].schedule, items["I.2.2"].certain, items["I.2.2"].problems) == (SEMESTER, True, ())
    assert items["I.2.2"].due == (date(2027, 6, 30), date(2027, 12, 31))


@pytest.mark.parametrize("word", ["ya", "YA ", "Ya", True, "ok", "sudah", "✓"])
def test_yes_has_many_words(sheet: Sheet, word: Any) -> None:
    sheet.write("I.2.1", certain=word)
    assert by_code(sheet.read())["I.2.1"].certain


def test_check_takes_certainty_away(sheet: Sheet) -> None:
    sheet.write("I.1.1", certain="periksa")
    sheet.write("I.1.2", certain="entahlah")
    sheet.write("II.1.1", certain=None)
    reading = sheet.read()
    items = by_code(reading)
    for code, problem in (("I.1.1", "unconfirmed"), ("I.1.2", "confirm-unknown"), ("II.1.1", "unconfirmed")):
        assert not items[code].certain
        assert problem in [found.code for found in items[code].problems]
        assert all(found in reading.problems for found in items[code].problems)
    assert items["I.1.1"].schedule == in_months((1,))


CELLS: list[tuple[tuple[Any, Any, Any], Schedule]] = [
    (("setiap bulan", None, None), MONTHLY),
    (("Setiap  Triwulan", "", ""), QUARTERLY),
    (("triwulanan", "April, Juli, Oktober, Desember", None), in_months((4, 7, 10, 12))),
    (("setiap bulan", "Februari - Desember", None), in_months(range(2, 13))),
    (("setiap tahun", "Mei", None), in_months((5,))),
    (("bulan tertentu", "Maret, Juni", None), in_months((3, 6))),
    (("bulan tertentu", "pebruari dan AGT", None), in_months((2, 8))),
    (("bulan tertentu", "3, 6", None), in_months((3, 6))),
    (("bulan tertentu", 3, None), in_months((3,))),
    (("bulan tertentu", "TW II", None), in_months((6,))),
    (("bulan tertentu", "Januari-Maret", None), in_months((1, 2, 3))),
    (("bulan tertentu", "Maret\nJuni", "minggu ke-2"), in_months((3, 6), week=2)),
    (("satu kali", "Mei", "tanggal 31, paling lambat"), Schedule("once", (5,), day=31, deadline=True)),
    (("satu kali", "minggu ke-2 Januari", None), Schedule("once", (1,), week=2)),
    (("satu kali", "31 Mei", None), Schedule("once", (5,), day=31)),
    (("setiap bulan", None, "tgl 5"), replace(MONTHLY, day=5)),
    (("setiap bulan", None, "minggu terakhir"), replace(MONTHLY, week=5)),
    (("setiap bulan", None, "tanggal 10, untuk bulan sebelumnya"), replace(MONTHLY, day=10, next_month=True)),
    (("belum ditentukan", "Maret, Juni", None), in_months((3, 6))),
    ((None, "setiap semester", None), SEMESTER),
    (("tentatif", None, None), TENTATIVE),
]


@pytest.mark.parametrize(("cells", "meant"), CELLS)
def test_a_schedule_may_be_written_in_many_ways(sheet: Sheet, cells: tuple[Any, ...], meant: Schedule) -> None:
    sheet.write("I.2.2", kind=cells[0], months=cells[1], narrower=cells[2])
    item = by_code(sheet.read())["I.2.2"]
    assert (item.schedule, item.certain, item.problems) == (meant, True, ())
    assert item.due == due_dates(meant, 2027, WORKDAYS)


MISTAKES: list[tuple[tuple[Any, Any, Any], str]] = [
    (("kadang-kadang", "Mei", None), "kind-unknown"),
    (("bulan tertentu", None, None), "kind-without-months"),
    (("satu kali", " - ", None), "kind-without-months"),
    (("satu kali", "Maret, Juni", None), "kind-and-months"),
    (("setiap triwulan", "Maret, Juni", None), "kind-and-months"),
    (("setiap bulan", "Maret", None), "kind-and-months"),
    (("tentatif", "Maret", None), "kind-and-months"),
    (("tentatif", None, "tanggal 5"), "kind-and-months"),
    (("bulan tertentu", "minggu ke-2 Mei", "tanggal 5"), "kind-and-months"),
    (("bulan tertentu", "Maretember", None), "months-unreadable"),
    (("bulan tertentu", "3,6,13", None), "months-unreadable"),
    (("bulan tertentu", 3.6, None), "months-unreadable"),
    (("bulan tertentu", "Mei 2026", None), "other-year"),
    (("bulan tertentu", "Mei", "habis gajian"), "narrower-unreadable"),
    (("bulan tertentu", "Mei", 5), "narrower-unreadable"),
    (("bulan tertentu", "Mei", "minggu ke-7"), "narrower-unreadable"),
    (("bulan tertentu", "Mei", "minggu ke-2, tanggal 5"), "narrower-unreadable"),
    (("bulan tertentu", "Maret, Juni", "tanggal 31"), "no-such-day"),
]


@pytest.mark.parametrize(("cells", "code"), MISTAKES)
def test_a_mistake_in_a_schedule_is_told_with_sheet_and_row(sheet: Sheet, cells: tuple[Any, ...], code: str) -> None:
    sheet.write("I.1.1", kind=cells[0], months=cells[1], narrower=cells[2])
    reading = sheet.read()
    item = reading.items[0]
    assert not item.certain
    assert [problem.code for problem in item.problems] == [code]
    assert item.problems[0].where == "sheet Butir, row 4"
    assert texts.where(item.problems[0].where) == "lembar Butir, baris 4"
    assert say(item.problems[0])


def test_yes_does_not_cover_a_mistake(sheet: Sheet) -> None:
    sheet.write("I.2.1", kind="bulan tertentu", months="entah", certain="ya")
    assert not by_code(sheet.read())["I.2.1"].certain


def test_a_month_that_became_a_date_is_still_a_month_where_it_shows_no_day(sheet: Sheet) -> None:
    for code, shown in (("I.1.1", "mmm-yy"), ("I.2.2", "d-mmm")):
        sheet.write(code, kind="bulan tertentu", months=date(2027, 5, 1))
        sheet.cell(code, "Bulan").number_format = shown
    items = by_code(sheet.read())
    assert (items["I.1.1"].schedule, items["I.1.1"].certain) == (in_months((5,)), True)
    assert [problem.code for problem in items["I.2.2"].problems] == ["months-unreadable"]


def test_a_target_that_was_written_in_is_read(sheet: Sheet) -> None:
    sheet.write("I.2.2", target="Maret, Juni")
    sheet.write("I.1.1", target="Februari 2027")
    sheet.write("I.1.2", target="tiap triwulan")
    items = by_code(sheet.read())
    assert (items["I.2.2"].schedule, items["I.2.2"].certain) == (in_months((3, 6)), True)
    assert (items["I.1.2"].schedule, items["I.1.2"].certain) == (QUARTERLY, True)
    # Its schedule was certain and says January: one of the two is wrong.
    assert (items["I.1.1"].schedule, items["I.1.1"].certain) == (in_months((1,)), False)
    assert [problem.code for problem in items["I.1.1"].problems] == ["target-and-schedule"]


def test_a_target_that_is_still_unclear_stays_in_doubt(sheet: Sheet) -> None:
    sheet.write("I.2.2", target="berkala")
    item = by_code(sheet.read())["I.2.2"]
    assert not item.certain
    assert [problem.code for problem in item.problems] == ["no-period"]


def test_undecided_again_is_asked_about(sheet: Sheet) -> None:
    sheet.write("I.1.1", kind="belum ditentukan", months=None)
    item = by_code(sheet.read())["I.1.1"]
    assert (item.schedule, item.certain, item.due) == (NOTHING, False, ())
    assert [problem.code for problem in item.problems] == ["no-target"]


def test_texts_and_evidence_are_corrected(sheet: Sheet) -> None:
    sheet.write(
        "I.1.1", action="  Membentuk   tim kecil ", evidence="- SK Tim\n2) Undangan\n\n SK Tim ", indicator=None
    )
    sheet.write("I.1.2", evidence=None)
    items = by_code(sheet.read())
    assert (items["I.1.1"].action, items["I.1.1"].indicator) == ("Membentuk tim kecil", "")
    assert items["I.1.1"].evidence == ("SK Tim", "Undangan")
    assert items["I.1.1"].certain
    assert [problem.code for problem in items["I.1.2"].problems] == ["no-evidence"]
    assert items["I.1.2"].certain


def test_an_item_without_any_work_is_told(sheet: Sheet) -> None:
    sheet.write("I.1.1", action=None, indicator=None)
    item = by_code(sheet.read())["I.1.1"]
    assert (item.certain, [problem.code for problem in item.problems]) == (False, ["no-action"])


# rows that come, go and move


def test_sorting_the_rows_changes_nothing(sheet: Sheet, plan: Reading) -> None:
    rows = [[cell.value for cell in row] for row in sheet.rows.iter_rows(min_row=4, max_row=8)]
    for at, values in enumerate(reversed(rows), 4):
        for column, value in enumerate(values, 1):
            sheet.rows.cell(at, column).value = value
    assert sheet.read() == plan


def test_a_deleted_row_vanishes_and_the_codes_close_up(sheet: Sheet) -> None:
    sheet.rows.delete_rows(sheet.row("I.2.1"))
    reading = sheet.read()
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "I.2.1", "II.1.1"]
    moved = reading.items[2]
    assert moved.indicator == "Rencana dinilai"
    assert moved.problems[0].details["code"] == "I.2.1"


def test_an_emptied_row_vanishes_too(sheet: Sheet) -> None:
    for heading in ("Area", "Komponen", "Indikator", "Langkah aksi", "Bukti fisik", "Target waktu", "Bulan"):
        sheet.cell("I.1.1", heading).value = None
    assert [item.action for item in sheet.read().items][:2] == ["Mengadakan rapat", "Menyusun rencana"]


def test_a_new_row_joins_its_component_where_it_stands(sheet: Sheet) -> None:
    new = {"area": "I", "component": " tim kerja", "indicator": "Tim sehat", "action": "Senam", "evidence": "Foto"}
    sheet.add("I.1.1", **new, kind="setiap bulan")
    reading = sheet.read()
    found = reading.items[1]
    assert [item.code for item in reading.items][:4] == ["I.1.1", "I.1.2", "I.1.3", "I.2.1"]
    assert (found.code, found.action, found.schedule, found.certain) == ("I.1.2", "Senam", MONTHLY, True)
    assert found.area == Area(1, "Manajemen Perubahan")
    assert found.source == Source()
    assert [problem.details["code"] for problem in reading.problems] == ["I.2.1", "I.2.2"]


def test_a_new_row_may_give_its_target_only(sheet: Sheet) -> None:
    new = {"area": "II Penataan Tatalaksana", "component": "E-Office", "action": "Memakai", "evidence": "Foto"}
    sheet.add("II.1.1", **new, target="Maret, Juni 2027")
    sheet.add("II.1.1", **new)
    reading = sheet.read()
    vague, clear = reading.items[-2:]
    assert (clear.code, clear.schedule, clear.certain) == ("II.2.2", in_months((3, 6)), True)
    assert (vague.code, vague.certain) == ("II.2.1", False)
    assert [problem.code for problem in vague.problems] == ["no-target"]


def test_a_copied_row_is_a_new_item_and_a_forgotten_copy_is_told(sheet: Sheet) -> None:
    for changed in ("Melapor", None):
        values = [cell.value for cell in sheet.rows[sheet.row("I.1.1")]]
        row = sheet.add("I.1.1")
        for column, value in enumerate(values, 1):
            sheet.rows.cell(row, column).value = value
        if changed:
            sheet.rows.cell(row, sheet.column("Langkah aksi")).value = changed
    reading = sheet.read()
    assert [item.action for item in reading.items][:3] == ["Membentuk tim", "Membentuk tim", "Melapor"]
    assert [item.certain for item in reading.items][:3] == [True, False, True]
    assert reading.items[1].problems[0].code == "duplicate-row"


def test_an_item_moves_to_another_area_by_its_list(sheet: Sheet) -> None:
    sheet.write("I.1.2", area="II Penataan Tatalaksana", component="SOP")
    sheet.write("I.2.1", area="V Penguatan Pengawasan", component="Gratifikasi")
    reading = sheet.read()
    assert [(item.code, item.action) for item in reading.items] == [
        *[("I.1.1", "Membentuk tim"), ("I.2.1", "Menilai rencana")],
        *[("II.1.1", "Menyusun SOP"), ("II.1.2", "Mengadakan rapat")],
        ("V.1.1", "Menyusun rencana"),
    ]
    assert reading.items[-1].area == Area(5, "Penguatan Pengawasan")
    assert "areas-missing" in codes(reading)


def test_a_renamed_component_keeps_its_place(sheet: Sheet) -> None:
    for code in ("I.1.1", "I.1.2"):
        sheet.write(code, component="Tim Kerja ZI")
    reading = sheet.read()
    assert [item.code for item in reading.items] == ["I.1.1", "I.1.2", "I.2.1", "I.2.2", "II.1.1"]
    assert reading.items[1].component == "Tim Kerja ZI"


def test_a_renamed_area_is_renamed_and_a_slip_is_told(sheet: Sheet) -> None:
    sheet.write("II.1.1", area="II. Tata Laksana dan SPBE")
    sheet.write("I.1.1", area="Antariksa")
    sheet.write("I.1.2", area="I Manajemen")
    items = by_code(sheet.read())
    assert items["II.1.1"].area == Area(2, "Tata Laksana dan SPBE")
    assert items["II.1.1"].certain
    for code in ("I.1.1", "I.1.2"):
        assert items[code].area == Area(1, "Manajemen Perubahan")
        assert (items[code].certain, [problem.code for problem in items[code].problems]) == (False, ["area-unknown"])


@pytest.mark.parametrize("cell", ["ii", "Area II", "penataan tatalaksana", "II - Penataan Tatalaksana", 2])
def test_an_area_is_known_by_number_or_name(sheet: Sheet, cell: Any) -> None:
    sheet.write("I.1.1", area=cell)
    assert [item.code for item in sheet.read().items if item.action == "Membentuk tim"] == ["II.2.1"]


# columns, decree, notes


def test_columns_may_stand_in_any_order_and_others_become_notes(sheet: Sheet) -> None:
    last = sheet.rows.max_column + 1
    for row in range(HEADING_ROW, 9):
        sheet.rows.cell(row, last).value = sheet.rows.cell(row, sheet.column("Bulan")).value
    sheet.rows.delete_cols(sheet.column("Bulan"))
    sheet.rows.cell(HEADING_ROW, last).value = "PIC"
    sheet.cell("I.1.1", "PIC").value = "Sari"
    sheet.cell("I.1.1", "Kode").value = "I.1.1"
    reading = sheet.read()
    assert reading.items[0].notes == {"PIC": "Sari"}
    assert reading.items[1].notes == {}
    assert reading.items[0].certain


def test_notes_of_the_document_are_kept_and_corrected(tmp_path: Path) -> None:
    plan = read(tmp_path, HEADING + "|PIC|Sumber", AREA, FIRST + "|Sari|APBN", ROWS[1] + "||")
    sheet = Sheet(tmp_path, plan)
    assert plan.items[0].notes == {"PIC": "Sari", "Sumber": "APBN"}
    assert sheet.read() == plan
    sheet.cell("I.1.1", "PIC").value = "Dedi"
    sheet.cell("I.1.2", "PIC").value = "Citra"
    changed = sheet.read()
    assert changed.items[0].notes == {"PIC": "Dedi", "Sumber": "APBN"}
    assert changed.items[1].notes["PIC"] == "Citra"


def test_the_decree_is_corrected(sheet: Sheet) -> None:
    cells = {row[0].value: row[1] for row in sheet.book["Keputusan"].iter_rows(min_row=3, max_row=7)}
    cells["Nomor keputusan"].value = "9/HK.03.1/9902/2028"
    cells["Tanggal penetapan"].value = date(2028, 1, 3)
    cells["Tahun rencana"].value = 2028
    reading = sheet.read()
    assert (reading.decree.number, reading.decree.date) == ("9/HK.03.1/9902/2028", date(2028, 1, 3))
    assert reading.decree.year == 2028
    assert reading.items[0].due == (date(2028, 1, 31),)
    assert sheet.read(year=2027).items[0].due == (date(2027, 1, 29),)


def test_what_the_decree_lacked_may_be_filled_in_and_a_slip_is_told(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, read(tmp_path, HEADING, AREA, FIRST, before=""))
    assert set(codes(sheet.read())) == {"year-inferred", "no-decree-number", "no-decree-date", "no-office"}
    cells = {row[0].value: row[1] for row in sheet.book["Keputusan"].iter_rows(min_row=3, max_row=7)}
    cells["Nomor keputusan"].value = "1/A/2027"
    cells["Tanggal penetapan"].value = "32 Januari 2027"
    reading = sheet.read()
    assert set(codes(reading)) == {"year-inferred", "no-decree-date", "no-office", "decree-cell"}
    assert [problem.where for problem in reading.problems if problem.code == "decree-cell"] == [
        "sheet Keputusan, row 4"
    ]
    assert all(say(problem) for problem in reading.problems)


def test_measures_and_targets_are_kept_and_corrected(tmp_path: Path, plan: Reading) -> None:
    measures = (Measure("IPAK", "Indeks persepsi anti korupsi"), Measure("IKM", "Kepuasan"))
    plan = replace(plan, measures=measures, targets={1: ("Tim kuat", "Budaya baik"), 2: ("SOP dipakai",)})
    sheet = Sheet(tmp_path, plan)
    assert sheet.read() == plan
    page = sheet.book["Keputusan"]
    at = {cell.value: cell.row for (cell,) in page.iter_rows(max_col=1)}
    page.cell(at["IKM"], 2).value = "Kepuasan masyarakat"
    page.cell(page.max_row + 1, 1).value = "V"
    page.cell(page.max_row, 2).value = "Bersih"
    reading = sheet.read()
    assert [problem.code for problem in reading.problems][-1:] != ["area-unknown"]
    assert reading.measures == (measures[0], Measure("IKM", "Kepuasan masyarakat"))


# what is broken


def test_without_its_hidden_sheet_the_workbook_still_says_all(sheet: Sheet, plan: Reading) -> None:
    for rule in list(sheet.rows.data_validations.dataValidation):
        sheet.rows.data_validations.dataValidation.remove(rule)
    del sheet.book["zibot"]
    reading = sheet.read()
    assert is_review(sheet.path)

    def told(item: PlanItem) -> tuple[Any, ...]:
        return (item.code, item.area, item.component, item.action, item.evidence, item.schedule, item.due, item.certain)

    assert [told(item) for item in reading.items] == [told(item) for item in plan.items]
    assert reading.decree == plan.decree
    assert all(item.certain or item.problems for item in reading.items)


def drop_sheet(book: Any) -> None:
    del book["Butir"]


def drop_headings(book: Any) -> None:
    book["Butir"].delete_rows(HEADING_ROW)


def drop_column(book: Any) -> None:
    book["Butir"].delete_cols(list(HEADINGS).index("months") + 1)


def drop_items(book: Any) -> None:
    book["Butir"].delete_rows(HEADING_ROW + 1, 300)


@pytest.mark.parametrize(
    ("damage", "code", "words"),
    [
        (drop_sheet, "review-no-sheet", "Butir"),
        (drop_headings, "review-no-heading", "Jenis jadwal"),
        (drop_column, "review-no-heading", "Bulan"),
        (drop_items, "no-items", "lembar-periksa.xlsx"),
    ],
)
def test_a_damaged_workbook_is_refused(sheet: Sheet, damage: Callable[[Any], None], code: str, words: str) -> None:
    damage(sheet.book)
    with pytest.raises(PlanError) as refused:
        sheet.read()
    assert refused.value.problem.code == code
    assert words in say(refused.value.problem)


def test_what_is_no_workbook_is_none(tmp_path: Path, sheet: Sheet) -> None:
    whole = sheet.path.read_bytes()
    for name, content in {"teks": b"NO\tKODE", "nol": b"", "potong": whole[: len(whole) // 2]}.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(content)
        assert not is_review(path)
        with pytest.raises(PlanError) as refused:
            read_review(path, workdays=WORKDAYS)
        assert refused.value.problem.code == "review-broken"
    assert not is_review(tmp_path)
    assert not is_review(tmp_path / "tiada.xlsx")
    other = openpyxl.Workbook()
    other.active.title = "Butir"
    other.save(tmp_path / "lain.xlsx")
    assert not is_review(tmp_path / "lain.xlsx")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (65 * 1024 * 1024))
    assert not is_review(path)
    with pytest.raises(PlanError) as refused:
        read_review(path, workdays=WORKDAYS)
    assert refused.value.problem.code == "review-too-large"


def test_rows_without_end_are_refused_at_once(sheet: Sheet) -> None:
    whole = sheet.path.read_bytes()
    rows = "<row><c><v>1</v></c></row>" * 21_000
    for row, opens in ((rows, False), ('<row r="999999999"><c r="A999999999"><v>1</v></c></row>', True)):
        with zipfile.ZipFile(BytesIO(whole)) as parts, zipfile.ZipFile(sheet.path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in parts.namelist():
                content = parts.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    content = content.replace(b"</sheetData>", row.encode() + b"</sheetData>")
                new.writestr(name, content)
        assert is_review(sheet.path) is opens


@settings(max_examples=40, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10**6), byte=st.integers(0, 255), cut=st.booleans())
def test_no_damaged_byte_breaks_the_reading(sheet: Sheet, at: int, byte: int, cut: bool) -> None:
    content = bytearray(review_workbook(ONE))
    at %= len(content)
    content[at] = byte
    sheet.path.write_bytes(bytes(content[:at] if cut else content))
    is_review(sheet.path)
    try:
        told = read_review(sheet.path, workdays=WORKDAYS).problems
    except PlanError as error:
        told = (error.problem,)
    assert all(say(problem) for problem in told)


# every reading comes back


def test_texts_never_become_formulas(tmp_path: Path, plan: Reading) -> None:
    wild = ("=1+1", "+62 812", "@nama", "-5", "#N/A", "'kutip", '=HYPERLINK("x")', "TRUE", "2027-01-01", "0012")
    items = tuple(replace(plan.items[0], code=f"I.1.{at}", action=text) for at, text in enumerate(wild, 1))
    reading = replace(plan, items=items, problems=())
    sheet = Sheet(tmp_path, reading)
    kinds = {cell.data_type for row in sheet.rows.iter_rows(min_row=4) for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert sheet.cell("I.1.1", "Langkah aksi").quotePrefix
    assert sheet.read() == reading


def test_a_text_beyond_the_size_of_a_cell_is_kept_whole(tmp_path: Path, plan: Reading) -> None:
    long = "panjang 🙂 " * 5_000
    reading = replace(plan, items=(replace(plan.items[0], action=long),), problems=())
    sheet = Sheet(tmp_path, reading)
    shown = str(sheet.cell("I.1.1", "Langkah aksi").value)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST
    assert "terpotong" in sheet.cell("I.1.1", "Yang perlu dipastikan").value
    assert sheet.read() == reading
    sheet.write("I.1.1", action="x" * LONGEST)
    changed = sheet.read().items[0]
    assert [problem.code for problem in changed.problems] == ["text-cut"]
    assert changed.certain


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "+a", "@b", "-c", "\r\n", "a\r\nb", "_x000D_", "\x00\x0b", " tepi ", "\ufffe", "😀", "√", "ya", "I"]
)
problems = st.builds(
    lambda word, number: Problem("not-understood", f"row {number}", {"target": word, "code": "I.1.1"}),
    words,
    st.integers(1, 99),
)
schedules = st.builds(
    Schedule,
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(EVERY_MONTH), max_size=12).map(lambda found: tuple(sorted(set(found)))),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(1, 31),
    st.booleans(),
    st.booleans(),
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any plan at all, with its codes counted as plans are read."""
    items = []
    names = {number: draw(words) for number in range(1, 4)}
    for number, letters in ((1, "I"), (2, "II"), (3, "III")):
        for component in range(1, draw(st.integers(0 if number > 1 else 1, 2)) + 1):
            name = draw(words)
            for item in range(1, draw(st.integers(1, 2)) + 1):
                schedule = draw(schedules)
                items.append(
                    PlanItem(
                        code=f"{letters}.{component}.{item}",
                        area=Area(number, names[number]),
                        component=name,
                        indicator=draw(words.filter(lambda text: bool(text.strip()))),
                        action=draw(words),
                        evidence=tuple(draw(st.lists(words, max_size=3))),
                        target=draw(words),
                        schedule=schedule,
                        due=due_dates(schedule, 2027, WORKDAYS),
                        certain=draw(st.booleans()),
                        problems=tuple(draw(st.lists(problems, max_size=2))),
                        source=Source(draw(st.none() | st.integers(1, 9)), draw(st.none() | st.integers(1, 99))),
                        notes=draw(st.dictionaries(words, words, max_size=2)),
                    )
                )
    number, title = draw(st.none() | words), draw(st.none() | words)
    decree = Decree(number, draw(st.none() | st.dates(date(1, 1, 1))), draw(st.none() | words), 2027, title)
    told = draw(st.lists(problems, max_size=2))
    return Reading(
        decree,
        tuple(items),
        (*told, *(problem for item in items for problem in item.problems)),
        tuple(draw(st.lists(st.builds(Measure, words, words), max_size=2))),
        draw(st.dictionaries(st.integers(1, 3), st.lists(words, min_size=1, max_size=2).map(tuple), max_size=2)),
    )


ONE = Reading(
    Decree("1/A/2027", date(2027, 1, 4), "KPU Kota Lama", 2027, "Rencana"),
    (
        PlanItem(
            code="I.1.1",
            area=Area(1, "Manajemen Perubahan"),
            component="Tim",
            indicator="Ada",
            action="Membentuk",
            evidence=("SK",),
            target="Mei",
            schedule=in_months((5,)),
            due=(date(2027, 5, 31),),
            certain=True,
        ),
    ),
)


@settings(max_examples=25, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.too_slow])
@given(reading=readings())
def test_every_reading_comes_back(tmp_path_factory: pytest.TempPathFactory, reading: Reading) -> None:
    path = tmp_path_factory.mktemp("review") / "lembar.xlsx"
    path.write_bytes(review_workbook(reading))
    found = read_review(path, workdays=WORKDAYS)
    assert found.items == reading.items
    assert (found.decree, found.measures, found.targets) == (reading.decree, reading.measures, reading.targets)
    assert sorted(found.problems, key=repr) == sorted(reading.problems, key=repr)


@given(schedule=schedules.filter(lambda schedule: schedule.week is None or schedule.day is None))
def test_the_cells_of_a_schedule_mean_when_it_falls_due(schedule: Schedule) -> None:
    cells = ScheduleCells("bulan tertentu", months_cell(replace(schedule, kind="months")), narrower_cell(schedule))
    meant, mistakes = read_schedule(cells, 2027)
    if not schedule.months:
        assert mistakes
    elif not mistakes:
        assert replace(meant, kind=schedule.kind) == schedule
    else:
        assert [mistake.code for mistake in mistakes] == ["no-such-day"]


REAL: Mapping[str, Path] = {
    "sample": ROOT / "config" / "rencana-kerja-2027.txt",
    "kudus": SEEDS / "kudus-2022.txt",
}


@pytest.mark.parametrize("name", REAL)
def test_whole_plans_come_back(tmp_path: Path, name: str) -> None:
    if not REAL[name].exists():
        pytest.skip("no such document here")
    reading = read_plan(REAL[name], workdays=WORKDAYS)
    path = tmp_path / "lembar.xlsx"
    path.write_bytes(review_workbook(reading))
    assert read_review(path, workdays=WORKDAYS) == reading


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no office suite here")
def test_another_office_suite_may_save_it(tmp_path: Path, plan: Reading) -> None:
    sheet = Sheet(tmp_path, plan)
    sheet.write("I.2.2", kind="bulan tertentu", months="Maret, Juni")
    expected = sheet.read()
    (tmp_path / "lain").mkdir()
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    to = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "lain")]
    subprocess.run(
        ["soffice", profile, "--headless", *to, str(sheet.path)], check=True, capture_output=True, timeout=90
    )
    assert is_review(tmp_path / "lain" / sheet.path.name)
    assert read_review(tmp_path / "lain" / sheet.path.name, workdays=WORKDAYS) == expected

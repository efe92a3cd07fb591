"""Rows of formats that know their tables: merged cells, colours, and what the end of a printed page tears."""

from collections.abc import Iterable

from zibot.plan.document import Document, Row
from zibot.plan.items import items_of
from zibot.plan.layouts.tables import read_tables
from zibot.plan.problem import Problem
from zibot.plan.reading import PlanItem
from zibot.workdays import Workdays

HEADING = "NO|AREA|KOMPONEN|INDIKATOR|RENCANA AKSI|BUKTI|WAKTU"
MONTHS = "NO|KEGIATAN|RENCANA AKSI|" + "|".join(
    ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")
)


def row(cells: str, number: int, *, carried: Iterable[int] = (), coloured: Iterable[int] = (), page: int = 0) -> Row:
    """A row of table 1, of a page where one is named."""
    place = f"page {page}" if page else "table 1"
    return Row(
        tuple(cells.split("|")),
        number,
        page=page or None,
        place=place,
        table=1,
        carried=frozenset(carried),
        coloured=frozenset(coloured),
    )


def items(*rows: Row) -> list[PlanItem]:
    table = read_tables(rows, year=2027)
    return list(items_of(table.drafts, 2027, Workdays.indonesia(), document=Document(tuple(rows))))


def test_a_target_merged_over_several_actions_is_the_target_of_each() -> None:
    first, second, third = items(
        row(HEADING, 1),
        row("1|Manajemen Perubahan|Tim|Tim ada|Membentuk tim|SK|Maret", 2),
        row("1|Manajemen Perubahan|Tim|Tim ada|Membagi tugas|Matriks|Maret", 3, carried=(0, 1, 2, 3, 6)),
        row("2|Manajemen Perubahan|Budaya|Budaya ada|Sosialisasi|Foto|setiap bulan", 4, carried=(1,)),
    )
    assert first.schedule.months == second.schedule.months == (3,)
    assert first.certain
    assert second.certain
    assert third.code == "I.2.1"


def test_rows_of_evidence_beside_one_merged_action_are_its_checklist() -> None:
    [item] = items(
        row(HEADING, 1),
        row("1|Manajemen Perubahan|Tim|Tim ada|Membentuk tim|Undangan|Maret", 2),
        row("1|Manajemen Perubahan|Tim|Tim ada|Membentuk tim|Daftar hadir|Maret", 3, carried=(0, 1, 2, 3, 4, 6)),
        row("1|Manajemen Perubahan|Tim|Tim ada|Membentuk tim|Notulen|Maret", 4, carried=(0, 1, 2, 3, 4, 6)),
    )
    assert item.evidence == ("Undangan", "Daftar hadir", "Notulen")
    assert item.certain


def test_one_action_with_two_targets_is_two_items() -> None:
    first, second = items(
        row(HEADING, 1),
        row("1|Manajemen Perubahan|Tim|Tim ada|Rapat tim|Undangan|Maret", 2),
        row("1|Manajemen Perubahan|Tim|Tim ada|Rapat tim|Laporan|Juni", 3, carried=(0, 1, 2, 3, 4)),
    )
    assert (first.action, second.action) == ("Rapat tim", "Rapat tim")
    assert (first.schedule.months, second.schedule.months) == ((3,), (6,))


def test_colours_are_marks_and_a_coloured_row_or_column_is_none() -> None:
    read = items(
        row(MONTHS, 1, coloured=range(15)),
        row("I|MANAJEMEN PERUBAHAN" + "|" * 13, 2, coloured=range(15)),
        row("1|Tim|Membentuk tim" + "|" * 12, 3, coloured=(3,)),
        row("2|Rapat|Rapat tim" + "|" * 12, 4, coloured=(5, 8, 11, 14)),
        row("3|Arsip|Mengarsipkan" + "|" * 12, 5, coloured=range(3, 15)),
    )
    assert [item.schedule.months for item in read] == [(1,), (3, 6, 9, 12), tuple(range(1, 13))]
    assert all(item.certain for item in read)
    marked = items(
        row(MONTHS, 1),
        row("I|MANAJEMEN PERUBAHAN" + "|" * 13, 2),
        row("1|Tim|Membentuk tim|√" + "|" * 11, 3, coloured=(7,)),
        row("2|Rapat|Rapat tim||√" + "|" * 10, 4, coloured=(7,)),
    )
    assert [item.schedule.months for item in marked] == [(1,), (2,)]
    assert all(item.certain for item in marked)  # a column coloured from top to bottom is decoration


def test_a_colour_beside_a_mark_is_asked_about() -> None:
    first, second = items(
        row(MONTHS, 1),
        row("I|MANAJEMEN PERUBAHAN" + "|" * 13, 2),
        row("1|Tim|Membentuk tim|√" + "|" * 11, 3, coloured=(9,)),
        row("2|Rapat|Rapat tim||√" + "|" * 10, 4),
    )
    assert [problem.code for problem in first.problems] == ["shade-and-marks"]
    assert not first.certain
    assert second.certain


def test_a_row_of_what_was_realised_is_no_item() -> None:
    heading = "NO|RENCANA AKSI||TW I|TW II|TW III|TW IV"
    [item] = items(
        row(heading, 1),
        row("I|MANAJEMEN PERUBAHAN|||||", 2),
        row("1|Membentuk tim|Rencana|√|||", 3),
        row("1|Membentuk tim|Realisasi||√||", 4, carried=(0, 1)),
    )
    assert item.schedule.months == (3,)


def test_progress_and_two_years_in_a_grid_are_asked_about() -> None:
    [progress] = items(
        row("NO|RENCANA AKSI|BUKTI|TW I|TW II|TW III|TW IV", 1),
        row("I|MANAJEMEN PERUBAHAN|||||", 2),
        row("1|Membentuk tim|SK|25%|50%|75%|100%", 3),
    )
    assert [problem.code for problem in progress.problems] == ["progress-in-grid"]
    [years] = items(
        row("NO|RENCANA AKSI|BUKTI|TW I 2026|TW II 2026|TW I 2027|TW II 2027", 1),
        row("I|MANAJEMEN PERUBAHAN|||||", 2),
        row("1|Membentuk tim|SK|||√|", 3),
    )
    assert "years-in-grid" in {problem.code for problem in years.problems}
    assert not years.certain


def test_what_a_page_tore_off_a_numbered_row_is_put_back() -> None:
    first, second = items(
        row(HEADING, 6, page=1),
        row("1|Manajemen Perubahan|Tim|Tim ada|Membentuk tim kerja di|SK|Maret, Juni,", 7, page=1),
        row(HEADING, 1, page=2),
        row("|||dan bekerja|Kantor Pusat||September", 2, page=2),
        row("2|Manajemen Perubahan|Tim|Tim rapat|Rapat|Notulen|Mei", 3, page=2),
    )
    assert (first.indicator, first.action) == ("Tim ada dan bekerja", "Membentuk tim kerja di Kantor Pusat")
    assert (first.schedule.months, first.certain) == ((3, 6, 9), True)
    assert second.code == "I.1.2"


def test_the_name_of_an_area_torn_by_a_page_is_put_together() -> None:
    read = items(
        row(HEADING, 6, page=1),
        row("1|Manajemen Perubahan|Tim|Tim ada|Membentuk tim|SK|Maret", 7, page=1),
        row("2|Peningkatan|Standar|Standar ada|Menyusun|SK|Mei", 8, page=1),
        row(HEADING, 1, page=2),
        row("|Kualitas Pelayanan Publik||dan berlaku|||", 2, page=2),
        row("3|Peningkatan Kualitas Pelayanan Publik|Standar|Standar dinilai|Menilai|Laporan|Juni", 3, page=2),
    )
    assert [item.code for item in read] == ["I.1.1", "VI.1.1", "VI.1.2"]
    assert read[1].indicator == "Standar ada dan berlaku"


def test_words_that_a_narrow_column_broke_are_whole() -> None:
    narrow = row("1|Penguatan\nAkuntabilita\ns|Kinerja|Laporan ada|Menyusun lapora\nn kinerja|SK|Mei", 2, page=1)
    [item] = items(row(HEADING, 1, page=1), narrow)
    assert (item.area.number, item.action) == (4, "Menyusun laporan kinerja")


def test_headings_and_months_that_narrow_columns_broke_are_known() -> None:
    broken = MONTHS.replace("RENCANA AKSI", "RENCANA AK\nSI").replace("Mar", "Ma\nr").replace("Agt", "Ag\nu")
    [item] = items(
        row(broken, 1, page=1),
        row("I|MANAJEMEN PERUBAHAN" + "|" * 13, 2, page=1),
        row("1|Tim|Membentuk tim|||√|||||√||||", 3, page=1),
    )
    assert (item.schedule.months, item.certain) == ((3, 8), True)


def test_what_the_format_doubted_is_doubted_in_the_item() -> None:

    rows = (row(HEADING, 1, page=1), row("1|Manajemen Perubahan|Tim|Tim ada|Membentuk|SK|Mei", 2, page=1))
    table = read_tables(rows, year=2027)
    document = Document(rows, problems=(Problem("no-lines", "page 1"),))
    [item] = items_of(table.drafts, 2027, Workdays.indonesia(), document=document)
    assert not item.certain
    table = read_tables(rows, year=2027)
    [scanned] = items_of(table.drafts, 2027, Workdays.indonesia(), document=Document(rows, scanned=True))
    assert [problem.code for problem in scanned.problems] == ["scanned"]


SPAN = "NO|AREA|KEGIATAN|TARGET|MULAI|SELESAI|KET"


def test_work_that_begins_and_ends_is_due_at_its_end() -> None:
    dates, window, whole = items(
        row(SPAN, 1),
        row("1|Manajemen Perubahan|Membentuk tim|1 SK|2 Juni 2027|20 Juni 2027|", 2),
        row("2|Manajemen Perubahan|Menyusun rencana|1 dokumen|Februari|April|", 3),
        row("3|Manajemen Perubahan|Rapat tim|12 notulen|Maret|Maret|", 4),
    )
    assert (dates.schedule.kind, dates.schedule.months, dates.schedule.day) == ("once", (6,), 20)
    assert dates.certain
    assert not window.certain
    assert (whole.schedule.months, whole.certain) == ((3,), True)


def test_a_second_time_or_a_remark_that_contradicts_is_asked_about() -> None:
    heading = "NO|AREA|KEGIATAN|WAKTU|BATAS PELAPORAN|KET"
    same, other, late, plain = items(
        row(heading, 1),
        row("1|Manajemen Perubahan|Membentuk tim|Maret|Maret 2027|", 2),
        row("2|Manajemen Perubahan|Menyusun rencana|Maret|Juni|", 3),
        row("3|Manajemen Perubahan|Rapat tim|Maret||ditunda ke Juli", 4),
        row("4|Manajemen Perubahan|Sosialisasi|Mei||bersama bagian umum", 5),
    )
    assert [item.certain for item in (same, other, late, plain)] == [True, False, False, True]
    assert [problem.code for problem in (*other.problems, *late.problems)] == ["other-time", "remark"]


def test_months_named_beneath_their_quarters_are_those_months() -> None:
    [item] = items(
        row("NO|AREA|KEGIATAN|TW I|TW II|TW III|TW IV", 1),
        row("1|Manajemen Perubahan|Rapat tim|Februari|Mei|Agustus|November", 2),
    )
    assert (item.schedule.months, item.certain) == ((2, 5, 8, 11), True)


def test_parts_of_the_evaluation_are_no_areas() -> None:
    def part(text: str, number: int) -> Row:
        return Row((text, "", ""), number, place="table 1", table=1, joined=frozenset((1, 2)))

    read = items(
        row("NO|KEGIATAN|WAKTU", 1),
        *(part("A. PEMENUHAN", 2), part("1. Manajemen Perubahan", 3), row("1|Membentuk tim|Mei", 4)),
        *(part("B. REFORM", 5), part("1. Manajemen Perubahan", 6), row("2|Melaporkan agen|Juni", 7)),
        *(part("2. Penataan Tatalaksana", 8), row("3|Menyusun SOP|Juli", 9)),
    )
    assert [item.code for item in read] == ["I.1.1", "I.1.2", "II.1.1"]


def test_the_eight_areas_of_a_reform_keep_their_numbers() -> None:
    heading = "AREA PERUBAHAN|RENCANA AKSI|KELUARAN|WAKTU"
    read = items(
        row(heading, 1),
        row("Manajemen Perubahan|Membentuk tim|SK|Mei", 2),
        row("Deregulasi Kebijakan|Memetakan peraturan|Matriks|Juni", 3),
        row("Penataan Organisasi|Menilai organisasi|Laporan|Juli", 4),
        row("Penataan Tatalaksana|Menyusun SOP|SOP|Agustus", 5),
        row("Penguatan Pengawasan|Menilai risiko|Register|Mei", 6),
    )
    assert [item.area.number for item in read] == [1, 2, 3, 4, 7]


def test_a_sheet_that_repeats_the_others_is_left_out() -> None:
    def on(sheet: str, cells: str, number: int, table: int) -> Row:
        return Row(tuple(cells.split("|")), number, place=f"sheet {sheet}", table=table)

    short, full = "NO|AREA|KEGIATAN|WAKTU", "NO|AREA|KEGIATAN|BUKTI|WAKTU"
    rows = (
        on("REKAP", short, 1, 1),
        on("REKAP", "1|Manajemen Perubahan|Membentuk tim|Mei", 2, 1),
        on("REKAP", "2|Penataan Tatalaksana|Menyusun SOP|Juni", 3, 1),
        on("Area I", full, 1, 2),
        on("Area I", "1|Manajemen Perubahan|Membentuk tim|SK|Mei", 2, 2),
        on("Area II", full, 1, 3),
        on("Area II", "1|Penataan Tatalaksana|Menyusun SOP|SOP|Juni", 2, 3),
    )
    table = read_tables(rows, year=2027)
    assert [(draft.area.number, draft.source.place) for draft in table.drafts] == [
        (1, "sheet Area I"),
        (2, "sheet Area II"),
    ]
    assert [(problem.code, problem.where) for problem in table.problems] == [("sheet-repeats", "sheet REKAP")]


def test_a_heading_cut_by_a_page_is_no_item() -> None:
    cut = MONTHS.replace("KEGIATAN", "KEGI")
    read = items(
        row(MONTHS, 1, page=1),
        row("I|MANAJEMEN PERUBAHAN" + "|" * 13, 2, page=1),
        row("1|Tim|Membentuk tim|√" + "|" * 11, 3, page=1),
        row(cut, 1, page=2),
        row("2|Rapat|Rapat tim||√" + "|" * 10, 2, page=2),
    )
    assert [item.action for item in read] == ["Membentuk tim", "Rapat tim"]


def test_colours_that_a_legend_gives_to_what_was_realised_are_asked_about() -> None:
    rows = (
        row(MONTHS, 1),
        row("I|MANAJEMEN PERUBAHAN" + "|" * 13, 2),
        row("1|Tim|Membentuk tim" + "|" * 12, 3, coloured=(3,)),
    )
    legend = Row(("Keterangan: hijau = rencana, merah = realisasi",), 9)
    assert [item.certain for item in items(*rows)] == [True]
    assert [problem.code for item in items(*rows, legend) for problem in item.problems] == ["colour-legend"]

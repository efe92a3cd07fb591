"""Printed plans become the rows that people see: tables over pages, merged and shaded cells, marks, prose."""

import random
import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from printed import MONTHS, Turned, check, drawn, printed, prose, read, table, tables
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from zibot.plan.document import Document
from zibot.plan.formats import pdf
from zibot.plan.problem import PlanError

HEADING = ["NO", "KOMPONEN", "INDIKATOR", "LANGKAH AKSI", "BUKTI FISIK", "TARGET WAKTU"]


def rows(count: int) -> list[list[str]]:
    return [
        [f"{number}", f"Komponen {number}", "Ada tim kerja", "Membentuk tim kerja", "Keputusan tim", "Maret 2027"]
        for number in range(1, count + 1)
    ]


def test_a_table_stands_between_the_lines_of_prose(tmp_path: Path) -> None:
    path = printed(tmp_path / "a.pdf", "KEPUTUSAN NOMOR 4", "TENTANG RENCANA", table([HEADING, *rows(2)]), "Ketua")
    document = read(path)
    assert [row.cells for row in document.rows] == [
        ("KEPUTUSAN NOMOR 4",),
        ("TENTANG RENCANA",),
        tuple(HEADING),
        *map(tuple, rows(2)),
        ("Ketua",),
    ]
    assert [row.number for row in document.rows] == [1, 2, 3, 4, 5, 6]
    assert {(row.page, row.place) for row in document.rows} == {(1, "page 1")}
    assert [row.table for row in document.rows] == [0, 0, 1, 1, 1, 0]
    assert not document.scanned
    assert not document.problems


@pytest.mark.parametrize("repeated", [0, 1])
def test_a_table_over_several_pages_is_one_table(tmp_path: Path, repeated: int) -> None:
    document = read(printed(tmp_path / "a.pdf", table([HEADING, *rows(60)], repeated=repeated)))
    pages = max(row.page or 0 for row in document.rows)
    assert pages > 1
    assert {row.table for row in document.rows} == {1}
    assert [row.cells for row in document.rows].count(tuple(HEADING)) == (pages if repeated else 1)
    assert [row.cells[0] for row in document.rows if row.cells[0] != "NO"] == [str(count) for count in range(1, 61)]
    assert [row.number for row in document.rows if row.page == 2][:3] == [1, 2, 3]


def test_told_hears_of_each_page(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    pdf.read(printed(tmp_path / "a.pdf", table(rows(60))), told=lambda page, pages: heard.append((page, pages)))
    assert heard == [(page, len(heard)) for page in range(1, len(heard) + 1)]
    assert len(heard) > 1


def test_a_merged_area_is_said_in_each_of_its_rows(tmp_path: Path) -> None:
    plan = [["Area", "Komponen", "Aksi"], ["Tatalaksana", "SOP", "Menyusun"], ["", "SPBE", "Melatih"], ["Umum", "", ""]]
    path = printed(
        tmp_path / "a.pdf", table(plan, ("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (-1, 3)), widths=(4, 4, 4))
    )
    heading, first, second, wide = tables(read(path))
    assert (first.cells, first.carried) == (("Tatalaksana", "SOP", "Menyusun"), frozenset())
    assert (second.cells, second.carried) == (("Tatalaksana", "SPBE", "Melatih"), frozenset({0}))
    assert (wide.cells, wide.joined) == (("Umum", "", ""), frozenset({1, 2}))
    assert not heading.joined


def test_shaded_months_are_coloured_and_white_ones_are_not(tmp_path: Path) -> None:
    plan = [["1", "Rapat", "", "", ""], ["2", "Survei", "", "", ""]]
    shades = (
        ("BACKGROUND", (2, 0), (2, 0), colors.green),
        ("BACKGROUND", (3, 0), (3, 0), colors.white),
        ("BACKGROUND", (3, 1), (4, 1), colors.CMYKColor(0, 0, 0.6, 0)),
    )
    first, second = tables(read(printed(tmp_path / "a.pdf", table(plan, *shades, widths=(1, 4, 1, 1, 1)))))
    assert first.coloured == {2}
    assert second.coloured == {3, 4}


def test_a_shade_made_of_stripes_is_one_shade(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 90, 250, 300), [["1", "Rapat", ""], ["2", "Survei", ""]])
        canvas.setFillColor(colors.yellow)
        for stripe in range(14):
            canvas.rect(251, 697 - 2 * stripe, 48, 2, stroke=0, fill=1)

    first, second = read(drawn(tmp_path / "a.pdf", page)).rows
    assert (first.cells, first.coloured) == (("1", "Rapat", ""), {2})
    assert not second.coloured


def test_check_marks_of_symbol_fonts_are_read_as_checks(tmp_path: Path) -> None:
    path = printed(tmp_path / "a.pdf", table([["1", "Rapat", check(), "", check()]], widths=(1, 4, 1, 1, 1)))
    assert tables(read(path))[0].cells == ("1", "Rapat", "√", "", "√")


def test_headings_turned_upwards_are_read(tmp_path: Path) -> None:
    heading = ["NO", "KEGIATAN", *map(Turned, MONTHS)]
    path = printed(
        tmp_path / "a.pdf", table([heading, ["1", "Rapat", *["v", "v", "v"], "", "", ""]], widths=(1, 4, *[0.9] * 6))
    )
    assert tables(read(path))[0].cells == ("NO", "KEGIATAN", *MONTHS)


def sideways(canvas: Canvas) -> None:
    """A table drawn along the page, as a wide table on upright paper."""
    canvas.rotate(90)
    canvas.setFont("Helvetica", 9)
    for x in (60, 120, 300):
        canvas.line(x, -60, x, -120)
    for y in (-60, -90, -120):
        canvas.line(60, y, 300, y)
    for x, y, text in ((65, -80, "NO"), (125, -80, "KEGIATAN"), (65, -110, "1"), (125, -110, "Rapat tim kerja")):
        canvas.drawString(x, y, text)


def test_a_page_printed_sideways_is_turned(tmp_path: Path) -> None:
    document = read(drawn(tmp_path / "a.pdf", sideways))
    assert [row.cells for row in document.rows] == [("NO", "KEGIATAN"), ("1", "Rapat tim kerja")]


def ruled(canvas: Canvas, xs: tuple[int, ...], lines: list[list[str]], *, top: int = 700) -> None:
    canvas.setFont("Helvetica", 9)
    for x in xs:
        canvas.line(x, top, x, top - 30 * len(lines))
    for row in range(len(lines) + 1):
        canvas.line(xs[0], top - 30 * row, xs[-1], top - 30 * row)
    for row, texts in enumerate(lines):
        for x, text in zip(xs, texts, strict=False):
            canvas.drawString(x + 4, top - 30 * row - 18, text)


def test_columns_stay_the_same_on_a_page_that_lacks_a_line_or_has_one_more(tmp_path: Path) -> None:
    path = drawn(
        tmp_path / "a.pdf",
        lambda canvas: ruled(
            canvas, (50, 90, 250, 350, 500), [["NO", "AKSI", "BUKTI", "WAKTU"], ["1", "Rapat", "SK", "Mei"]]
        ),
        lambda canvas: ruled(canvas, (50, 90, 350, 500), [["2", "Rapat lagi" + " " * 54 + "Notulen", "Juni"]]),
        lambda canvas: ruled(canvas, (50, 90, 250, 300, 350, 500), [["3", "Survei", "SK", "", "Juli"]]),
    )
    document = read(path)
    assert [row.cells for row in document.rows[2:]] == [
        ("2", "Rapat lagi", "Notulen", "Juni"),
        ("3", "Survei", "SK", "Juli"),
    ]
    assert {row.table for row in document.rows} == {1}


def test_double_rulings_underlines_and_frames_make_no_columns(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 90, 250, 500), [["NO", "AKSI", "WAKTU"], ["1", "Rapat", "Mei"]])
        ruled(canvas, (52, 92, 252, 502), [[], []])
        canvas.line(94, 650, 130, 650)
        canvas.rect(20, 20, 555, 800)
        canvas.drawString(50, 760, "LAMPIRAN")
        canvas.line(50, 757, 110, 757)

    document = read(drawn(tmp_path / "a.pdf", page))
    assert [row.cells for row in document.rows] == [("LAMPIRAN",), ("NO", "AKSI", "WAKTU"), ("1", "Rapat", "Mei")]


def test_watermarks_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 90, 250, 500), [["NO", "AKSI", "WAKTU"], ["1", "Rapat", "Mei"]])
        canvas.drawString(280, 20, "Halaman 3 dari 10")
        canvas.saveState()
        canvas.translate(100, 500)
        canvas.rotate(40)
        canvas.setFillGray(0.8)
        canvas.setFont("Helvetica", 90)
        canvas.drawString(0, 0, "SALINAN")
        canvas.restoreState()
        canvas.setFont("Helvetica", 110)
        canvas.drawString(60, 600, "DRAFT")

    assert [row.cells for row in read(drawn(tmp_path / "a.pdf", page)).rows] == [
        ("NO", "AKSI", "WAKTU"),
        ("1", "Rapat", "Mei"),
    ]


def test_letters_set_apart_are_one_word(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 90, 250, 500), [["1", "J a n u a r i", ""]])
        canvas.drawString(260, 682, "Rapat tim", charSpace=3)

    assert read(drawn(tmp_path / "a.pdf", page)).rows[0].cells == ("1", "Januari", "Rapat tim")


def test_a_spreadsheet_cell_too_low_for_its_text_keeps_it(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 250, 500), [["", "Mei"], ["Survei", "Juni"]])
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(50, 670, 200, 30)
        canvas.clipPath(clip, stroke=0)
        for line, y in (("Rapat tim", 701), ("kerja", 682), ("dan survei", 660)):
            canvas.drawString(54, y, line)
        canvas.restoreState()

    assert [row.cells for row in read(drawn(tmp_path / "a.pdf", page)).rows] == [
        ("Rapat tim\nkerja\ndan survei", "Mei"),
        ("Survei", "Juni"),
    ]


def test_texts_printed_over_each_other_are_told(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 250, 500), [["Membentuk tim kerja", "Mei"]])
        canvas.drawString(54, 680, "Rapat bulanan")

    document = read(drawn(tmp_path / "a.pdf", page))
    assert [(problem.code, problem.where) for problem in document.problems] == [("text-overlaps", "page 1")]
    assert document.rows[0].cells == ("Membentuk tim kerja\nRapat bulanan", "Mei")


def test_a_text_that_runs_over_the_next_cells_stays_in_its_own(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(
            canvas,
            (50, 90, 150, 200, 500),
            [["I", "MANAJEMEN PERUBAHAN DAN TATA LAKSANA", "", ""], ["1", "SOP", "SK", "Mei"]],
        )

    document = read(drawn(tmp_path / "a.pdf", page))
    assert document.rows[0].cells == ("I", "MANAJEMEN PERUBAHAN DAN TATA LAKSANA", "", "")


def test_a_mark_that_is_drawn_is_told(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 90, 250, 300), [["1", "Rapat", ""]])
        canvas.lines([(260, 685, 265, 675), (265, 675, 280, 695)])

    document = read(drawn(tmp_path / "a.pdf", page))
    assert [(problem.code, problem.where) for problem in document.problems] == [("drawing-in-cell", "page 1")]
    assert document.rows[0].cells == ("1", "Rapat", "")


def test_a_table_without_lines_is_read_by_its_gaps_and_told(tmp_path: Path) -> None:
    path = printed(tmp_path / "a.pdf", "KEPUTUSAN NOMOR 4", table([HEADING, *rows(60)], ruled=False), "Ketua")
    document = read(path)
    assert [row.cells for row in tables(document)] == [tuple(HEADING), *map(tuple, rows(60))]
    assert prose(document) == ["KEPUTUSAN NOMOR 4", "Ketua"]
    assert {row.table for row in tables(document)} == {1}
    pages = max(row.page or 0 for row in document.rows)
    assert [problem.where for problem in document.problems] == [f"page {page}" for page in range(1, pages + 1)]
    assert {problem.code for problem in document.problems} == {"no-lines"}


def test_text_without_lines_stays_prose(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for y, texts in ((700, ("Menimbang", ":", "a. bahwa rapat")), (680, ("", "", "b. bahwa tim"))):
            for x, text in zip((50, 150, 170), texts, strict=True):
                canvas.drawString(x, y, text)

    document = read(drawn(tmp_path / "a.pdf", page))
    assert prose(document) == ["Menimbang : a. bahwa rapat", "b. bahwa tim"]
    assert not document.problems


def pictured(canvas: Canvas, source: Path) -> None:
    """The first page of another file as a picture that fills the page, as a scanner makes it."""
    with pdfium.PdfDocument(source) as document:
        picture = document[0].render(scale=2, grayscale=True).to_pil()
    canvas.drawImage(ImageReader(picture), 0, 0, *canvas._pagesize)
    layer = canvas.beginText(50, 700)
    layer.setTextRenderMode(3)
    layer.textLine("teks yang dikenali oleh pemindai")
    canvas.drawText(layer)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_scanned_page_is_recognised_anew_among_pages_with_text(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 110, 300, 540), [["NO", "KEGIATAN", "WAKTU"], ["1", "Rapat tim kerja", "Maret 2027"]])

    source = drawn(tmp_path / "a.pdf", page)
    heard: list[tuple[int, int]] = []
    path = drawn(tmp_path / "b.pdf", lambda canvas: pictured(canvas, source), page)
    document = pdf.read(path, told=lambda done, pages: heard.append((done, pages)))
    assert heard == [(0, 2), (1, 2), (2, 2)]
    assert document.scanned
    assert [row.cells[1] for row in tables(document)] == ["KEGIATAN", "Rapat tim kerja"] * 2
    assert [row.page for row in document.rows] == [1, 1, 2, 2]


def test_a_large_picture_beside_text_is_told(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "Rencana kerja pada gambar berikut")
        canvas.drawImage(ImageReader(Image.effect_noise((60, 60), 80)), 50, 200, 450, 500)

    document = read(drawn(tmp_path / "a.pdf", page))
    assert [(problem.code, problem.where) for problem in document.problems] == [("picture-in-page", "page 1")]
    assert not document.scanned


def refusal(path: Path) -> str:
    with pytest.raises(PlanError) as refused:
        read(path)
    return refused.value.problem.code


def test_a_password_is_asked_away_but_an_owner_password_is_none(tmp_path: Path) -> None:
    assert refusal(printed(tmp_path / "a.pdf", table(rows(1)), password="rahasia", owner="induk")) == "password"
    assert tables(read(printed(tmp_path / "b.pdf", table(rows(1)), owner="induk")))[0].cells == tuple(rows(1)[0])


def test_more_than_three_hundred_pages_are_refused(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", *[lambda canvas: canvas.drawString(50, 50, "Rapat")] * 301, size=(100, 100))
    with pytest.raises(PlanError) as refused:
        read(path)
    assert refused.value.problem.code == "too-many-pages"
    assert refused.value.problem.details == {"pages": "301", "largest": "300"}


def test_a_page_full_of_lines_is_skipped_and_the_others_are_read(tmp_path: Path) -> None:
    def map_of(canvas: Canvas) -> None:
        canvas.lines([(x % 500, x // 500, x % 500 + 3, x // 500 + 2) for x in range(16_000)])

    document = read(drawn(tmp_path / "a.pdf", map_of, lambda canvas: ruled(canvas, (50, 90, 500), [["1", "Rapat"]])))
    assert [(problem.code, problem.where) for problem in document.problems] == [("page-unreadable", "page 1")]
    assert [row.cells for row in document.rows] == [("1", "Rapat")]


def test_broken_files_are_refused_or_mended(tmp_path: Path) -> None:
    whole = printed(tmp_path / "a.pdf", table([HEADING, *rows(3)])).read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole[: len(whole) // 3])
    assert refusal(cut) == "broken-file"
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"%PDF-1.4\n")
    assert refusal(empty) == "broken-file"
    tailless = tmp_path / "tailless.pdf"
    tailless.write_bytes(whole[: whole.rindex(b"xref")])
    assert read(tailless).rows == read(tmp_path / "a.pdf").rows


def test_damage_never_ends_in_a_traceback(tmp_path: Path) -> None:
    whole = printed(tmp_path / "a.pdf", "Keputusan", table([HEADING, *rows(3)])).read_bytes()
    chance = random.Random(20)
    path = tmp_path / "damaged.pdf"
    ends: set[str] = set()
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(bytes(damaged[: chance.randint(len(damaged) // 2, len(damaged) * 2)]))
        try:
            ends.add(type(read(path)).__name__)
        except PlanError as error:
            ends.add(error.problem.code)
    assert Document.__name__ in ends
    assert ends <= {Document.__name__, "broken-file", "password", "too-many-pages", "letters-unknown"}


def last_row(path: Path, *texts: tuple[float, str]) -> tuple[str, ...]:
    """The cells of the last row, which lacks the line after its first column; each text is given with its place."""

    def page(canvas: Canvas) -> None:
        ruled(canvas, (50, 150, 300, 500), [["NO", "AKSI", "WAKTU"], ["Satu", "Rapat", "Mei"], ["Dua", "Foto", "Juni"]])
        ruled(canvas, (50, 300, 500), [["", "Juli"]], top=610)
        for x, text in texts:
            canvas.drawString(x, 592, text)

    return tables(read(drawn(path, page)))[-1].cells


def test_a_cell_that_a_missing_line_made_of_two_is_parted_where_the_column_begins(tmp_path: Path) -> None:
    assert last_row(tmp_path / "a.pdf", (54, "Tiga"), (154, "Monev")) == ("Tiga", "Monev", "Juli")


@pytest.mark.parametrize(
    "texts",
    [
        [(54, "A. Manajemen Perubahan tim kerja")],  # a word stands on the border
        [(54, "A. Manajemen"), (170, "Perubahan")],  # nothing in the column begins there
        [(102.8, "Manajemen"), (153, "Perubahan")],  # one space parts them
        [(154, "Monev")],
    ],
)
def test_a_merged_cell_stays_whole_where_its_words_do_not_stand_in_the_columns(
    tmp_path: Path, texts: list[tuple[float, str]]
) -> None:
    assert last_row(tmp_path / "a.pdf", *texts) == (" ".join(text for _, text in texts), "", "Juli")

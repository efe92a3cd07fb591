"""Pictures of pages: tables by their rulings, marks and shading, crooked and noisy scans, broken files."""

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from zibot.plan.document import Row
from zibot.plan.formats.ocr import _with_semicolons
from zibot.plan.formats.rulings import Cell, Rulings, Table, rulings_of, tables_of
from zibot.plan.formats.scan import languages, read_picture, rows_of_picture
from zibot.plan.formats.scan_marks import marks_in
from zibot.plan.formats.scan_numerals import settled, year_in
from zibot.plan.formats.straighten import Pixels, darkness, grey_of, straighten
from zibot.plan.problem import PlanError

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")

LEFT, TOP, HIGH = 100, 160, 64
WIDTHS = (70, 330, 520, *[62] * 6, 230)
EDGES = [LEFT + sum(WIDTHS[:at]) for at in range(len(WIDTHS) + 1)]
SHADED = {(2, 7), (3, 4)}
MARKED = {(2, 3), (2, 5), (3, 3), (3, 6), (3, 8), (4, 4), (4, 5), (4, 6), (4, 7), (4, 8)}
ACTIONS = ("Membentuk tim kerja", "Menyusun rencana kerja", "Sosialisasi kepada pegawai")
FONT = ImageFont.load_default(26)


def page(*, ink: int = 0) -> Image.Image:
    """A month grid: a heading of two rows, the area merged beside three rows, months with marks and shaded cells."""
    image = Image.new("RGB", (1754, 560), "white")
    draw = ImageDraw.Draw(image)
    rows = [TOP + HIGH * row for row in range(6)]
    for row, column in SHADED:
        draw.rectangle((EDGES[column], rows[row], EDGES[column + 1], rows[row + 1]), fill=(255, 230, 120))
    for column, x in enumerate(EDGES):  # the months share one heading
        draw.line((x, rows[1] if 3 < column < 9 else rows[0], x, rows[5]), fill=(ink,) * 3, width=2)
    for row, y in enumerate(rows):
        for column in range(len(WIDTHS)):
            merged = (row == 1 and not 3 <= column < 9) or (row in (3, 4) and column == 1)
            if not merged:
                draw.line((EDGES[column], y, EDGES[column + 1], y), fill=(ink,) * 3, width=2)
    draw.text((LEFT, 80), "RENCANA KERJA ZONA INTEGRITAS TAHUN 2027", "black", FONT)
    texts = {(0, 0): "NO", (0, 1): "AREA", (0, 2): "RENCANA AKSI", (0, 3): "WAKTU PELAKSANAAN", (0, 9): "KETERANGAN"}
    texts |= {(1, 2 + month): str(month) for month in range(1, 7)} | {(2, 1): "Manajemen Perubahan", (4, 9): "tentatif"}
    texts |= {(2 + at, 0): str(at + 1) for at in range(3)} | {(2 + at, 2): text for at, text in enumerate(ACTIONS)}
    for (row, column), text in texts.items():
        draw.text((EDGES[column] + 14, rows[row] + 16), text, "black", FONT)
    for row, column in MARKED:
        x, y = EDGES[column] + 20, rows[row] + 34
        draw.line((x, y, x + 6, y + 10, x + 20, y - 14), fill="black", width=4)
    return image


def scanned(image: Image.Image, *, angle: float = 0.0) -> Image.Image:
    """As a cheap scanner gives it: turned, unevenly lit, noisy, pressed hard."""
    turned = np.asarray(image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white"), dtype=np.float32)
    light = np.linspace(1, 0.75, turned.shape[1])[None, :, None]
    noise = np.random.default_rng(5).normal(0, 6, turned.shape[:2])[..., None]
    pressed = io.BytesIO()
    Image.fromarray(np.clip(turned * light + noise, 0, 255).astype(np.uint8)).save(pressed, "JPEG", quality=55)
    return Image.open(pressed)


def told(_page: int, _of: int) -> None:
    pass


def assert_is_the_plan(rows: list[Row]) -> None:
    title, *table = rows
    assert title.cells == ("RENCANA KERJA ZONA INTEGRITAS TAHUN 2027",)
    assert [len(row.cells) for row in table] == [10] * 5
    assert table[0].cells[:4] == ("NO", "AREA", "RENCANA AKSI", "WAKTU PELAKSANAAN")
    assert table[0].joined == {4, 5, 6, 7, 8}
    assert table[1].carried == {0, 1, 2, 9}
    assert [row.cells[2] for row in table[2:]] == list(ACTIONS)
    assert [row.cells[1] for row in table[2:]] == ["Manajemen Perubahan"] * 3
    assert [1 in row.carried for row in table[2:]] == [False, True, True]
    marks = {(at, column) for at, row in enumerate(table) for column, cell in enumerate(row.cells) if cell == "√"}
    assert marks == MARKED
    assert {(at, column) for at, row in enumerate(table) for column in row.coloured} == SHADED
    assert table[3].cells[9] == ""
    assert table[4].cells[9].startswith("tentati")


@needs_tesseract
def test_a_page_upright_or_on_its_side_gives_its_table_with_merged_shaded_and_marked_cells() -> None:
    pages = {4: page(), 5: page().transpose(Image.Transpose.ROTATE_90)}
    with ThreadPoolExecutor(2) as threads:  # two pages are read at once
        found = threads.map(lambda number: rows_of_picture(pages[number], page=number), pages)
        for number, rows in zip(pages, found, strict=True):
            assert_is_the_plan(rows)
            assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
            assert {(row.page, row.place) for row in rows} == {(number, f"page {number}")}


@needs_tesseract
def test_a_crooked_and_noisy_scan_gives_the_same_table() -> None:
    assert_is_the_plan(rows_of_picture(scanned(page(), angle=1.5), page=1))


@pytest.mark.parametrize("angle", [0.0, -6.0])
def test_faint_and_crooked_rulings_are_found(angle: float) -> None:
    faint = np.asarray(scanned(page(ink=170), angle=angle))
    (table,) = tables_of(rulings_of(darkness(grey_of(straighten(faint)))))
    assert (len(table.acrosses), len(table.downs), len(table.cells)) == (6, 11, 39)


@needs_tesseract
def test_a_page_without_a_table_gives_its_lines() -> None:
    image = Image.new("L", (1754, 500), "white")
    lines = ["KEPUTUSAN KOMISI PEMILIHAN UMUM", "NOMOR 4 TAHUN 2027", "TENTANG RENCANA KERJA ZONA INTEGRITAS"]
    for at, line in enumerate(lines):
        ImageDraw.Draw(image).text((200, 200 + 70 * at), line, 0, FONT)
    assert [row.cells for row in rows_of_picture(image, page=1)] == [(line,) for line in lines]


@needs_tesseract
def test_an_empty_page_gives_nothing() -> None:
    assert rows_of_picture(Image.new("RGB", (1754, 350), "white"), page=1) == []


@needs_tesseract
def test_a_photo_is_a_scanned_document_the_right_way_up(tmp_path: Path) -> None:
    sideways = Image.Exif()
    sideways[0x0112] = 6  # the phone was held upright: show it a quarter turn to the right
    page().transpose(Image.Transpose.ROTATE_90).save(tmp_path / "foto.jpg", quality=80, exif=sideways)
    seen: list[tuple[int, int]] = []
    document = read_picture(tmp_path / "foto.jpg", told=lambda at, of: seen.append((at, of)))
    assert document.scanned
    assert_is_the_plan(list(document.rows))
    assert seen == [(0, 1), (1, 1)]
    assert ("ind" in languages()) == (document.problems == ())


@needs_tesseract
@pytest.mark.parametrize("spoilt", [b"", b"\x89PNG\r\n\x1a\n", b"cut", b"II*\0\xff\xff\xff\x7f"])
def test_a_broken_picture_is_refused_in_one_line(tmp_path: Path, spoilt: bytes) -> None:
    whole = io.BytesIO()
    page().save(whole, "PNG")
    path = tmp_path / "rusak.png"
    path.write_bytes(whole.getvalue()[:5000] if spoilt == b"cut" else spoilt)
    with pytest.raises(PlanError) as refused:
        read_picture(path, told=told)
    assert refused.value.problem.code == "broken-file"


@needs_tesseract
def test_a_picture_that_is_too_large_inside_is_refused(tmp_path: Path) -> None:
    Image.new("1", (13_000, 13_000)).save(tmp_path / "besar.png")
    with pytest.raises(PlanError) as refused:
        read_picture(tmp_path / "besar.png", told=told)
    assert refused.value.problem.code == "too-large-inside"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Triwulan Ⅰ, Ⅱ, Ⅲ dan IV", "Triwulan I, II, III dan IV"),
        ("Triwulan! 2027", "Triwulan I 2027"),
        ("Ⅰ. MANAJEMEN PERUBAHAN", "I. MANAJEMEN PERUBAHAN"),
        ("Junidan Desember", "Juni dan Desember"),
        ("Setiap bin", "Setiap bln"),
        ("Kepala kantor", "Kepala kantor"),
    ],
)
def test_strokes_and_glued_words_are_read_as_they_were_printed(read: str, meant: str) -> None:
    assert settled(read, narrow=False) == meant


def test_a_lone_stroke_is_a_numeral_in_a_narrow_cell_and_the_rest_of_a_ruling_in_a_wide_one() -> None:
    assert (settled("Ⅰ", narrow=True), settled("Kasubbag Ⅰ", narrow=False)) == ("I", "Kasubbag |")


def test_twelve_cells_are_the_months_where_most_of_them_were_read_as_such() -> None:
    assert year_in(["J", "F", "M", "A", "M", "J", "J", "A", "s", "ko)", "N", "D"]) == tuple("JFMAMJJASOND")
    assert year_in(["J", "F", *["x"] * 10]) is None


def test_a_low_row_that_is_merged_between_ruled_rows_stays_one_cell() -> None:
    image = Image.new("RGB", (1754, 320), "white")
    draw = ImageDraw.Draw(image)
    for y in (100, 160, 184, 244):
        draw.line((100, y, 1600, y), fill="black", width=2)
    for x in (100, 500, 1000, 1600):
        draw.line((x, 100, x, 160), fill="black", width=2)
        draw.line((x, 184, x, 244), fill="black", width=2)
    draw.line((100, 160, 100, 184), fill="black", width=2)
    draw.line((1600, 160, 1600, 184), fill="black", width=2)
    (table,) = tables_of(rulings_of(darkness(grey_of(straighten(np.asarray(image))))))
    assert [(cell.row, cell.columns) for cell in table.cells] == [(0, 1)] * 3 + [(1, 3)] + [(2, 1)] * 3


def test_letters_that_touch_a_ruling_do_not_hide_it() -> None:
    image = Image.new("RGB", (1754, 320), "white")
    draw = ImageDraw.Draw(image)
    for y in (100, 144, 188, 232):
        draw.line((100, y, 1600, y), fill="black", width=2)
    for x in (100, 266, 1000, 1600):
        draw.line((x, 100, x, 232), fill="black", width=2)
    for x in (100, 266, 1000):
        draw.text((x + 3, 108), "Jawaban", "black", FONT, stroke_width=1)
    (table,) = tables_of(rulings_of(darkness(grey_of(straighten(np.asarray(image))))))
    assert [(cell.row, cell.columns) for cell in table.cells] == [(row, 1) for row in range(3) for _ in range(3)]


@pytest.mark.parametrize(("lettered", "rows"), [(True, 2), (False, 3)])
def test_a_line_with_letters_above_and_below_it_is_no_ruling(*, lettered: bool, rows: int) -> None:
    across, down, words = (np.zeros((200, 600), np.uint8) for _ in range(3))
    for y in (20, 100, 180):
        across[y - 1 : y + 2, 20:560] = 255
    for x in (20, 240, 560):
        down[20:180, x - 1 : x + 2] = 255
    across[59:62, 24:236] = 255
    if lettered:
        words[46:57, 30:230:4] = words[64:75, 30:230:4] = 255
        words[46:57, 31:230:4] = words[64:75, 31:230:4] = 255
    (table,) = tables_of(Rulings(across, down, across, down, down, words, down))
    assert len(table.acrosses) == rows + 1


def test_filled_squares_and_dots_are_marks_whatever_was_read_in_them_and_lone_letters_are_none() -> None:
    def cell(draw_sign: str) -> Pixels:
        image = Image.new("L", (60, 60), "white")
        draw = ImageDraw.Draw(image)
        if draw_sign == "square":
            draw.rectangle((20, 20, 40, 40), 0)
        elif draw_sign == "dot":
            draw.ellipse((20, 20, 40, 40), 0)
        else:
            draw.text((20, 14), draw_sign, 0, FONT)
        return np.asarray(image)

    signs = ["square", "dot", "S", "8"]
    cells = tuple(Cell(row, 0, 1, 1, (0, 60 * row, 60, 60 * row + 60)) for row in range(len(signs)))
    table = Table((0, 60), tuple(range(0, 60 * len(signs) + 1, 60)), cells)
    assert marks_in(table, dict(enumerate(["m", "e", "S", "8"])), [cell(sign) for sign in signs]) == {0, 1}


def test_semicolons_come_from_the_english_reading_where_both_have_as_many_stops() -> None:
    assert _with_semicolons("Undangan, Notulen: Foto", "Undangan; Notulen; F0to") == "Undangan; Notulen; Foto"
    assert _with_semicolons("Undangan, Notulen", "Undangan; Notulen; F0to") == "Undangan, Notulen"

"""Workbooks: what the person sees in their sheets."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, GradientFill, PatternFill
from papers import LAUGHS, damaged, repacked, workbook

from zibot.plan import PlanError
from zibot.plan.document import Document, Row
from zibot.plan.formats import xlsx
from zibot.plan.formats.package import encrypted
from zibot.plan.formats.xlsx_values import shown

PLAN = [["NO", "KEGIATAN", "TARGET"], [1, "Tim", "Mei"], [2.0, "Rencana", None]]


def read(book: Workbook, folder: Path, sheet: str | None = None) -> Document:
    path = folder / "rencana.xlsx"
    book.save(path)
    return xlsx.read(path, sheet=sheet)


def cells(document: Document) -> list[tuple[str, ...]]:
    return [row.cells for row in document.rows]


def codes(document: Document) -> list[tuple[str, str, str | None]]:
    return [(problem.code, problem.where, problem.details.get("count")) for problem in document.problems]


# sheets


def test_all_visible_sheets_are_read_in_order(tmp_path: Path) -> None:
    book = workbook(PLAN)
    book.create_sheet("Daftar").append(["hidden"])
    book["Daftar"].sheet_state = "hidden"
    book.create_sheet("LKE ZI").append(["a", "b"])
    book.create_sheet("Kosong")
    document = read(book, tmp_path)
    assert cells(document) == [("NO", "KEGIATAN", "TARGET"), ("1", "Tim", "Mei"), ("2", "Rencana", ""), ("a", "b")]
    assert [(row.place, row.number, row.table) for row in document.rows] == [
        *[("sheet Rencana", number, 1) for number in (1, 2, 3)],
        ("sheet LKE ZI", 1, 3),
    ]
    assert document.problems == ()


@pytest.mark.parametrize("asked", ["LKE ZI", "lke zi", "LKEZI", " Lke  Zi "])
def test_a_sheet_is_found_by_its_name_however_it_is_spaced(tmp_path: Path, asked: str) -> None:
    book = workbook(PLAN)
    book.create_sheet("LKE ZI").append(["a", "b"])
    book["LKE ZI"].sheet_state = "veryHidden"
    assert cells(read(book, tmp_path, asked)) == [("a", "b")]


def test_the_sheet_with_exactly_that_name_comes_first(tmp_path: Path) -> None:
    book = workbook([["a"]], name="TW 1")
    book.create_sheet("TW1").append(["b"])
    assert cells(read(book, tmp_path, "TW1")) == [("b",)]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    book = workbook(PLAN)
    book.create_sheet("LKE")
    with pytest.raises(PlanError) as refused:
        read(book, tmp_path, "Jadwal")
    assert refused.value.problem.code == "no-sheet"
    assert refused.value.problem.details == {"sheet": "Jadwal", "names": "Rencana, LKE"}


def test_a_sheet_of_one_column_is_prose(tmp_path: Path) -> None:
    document = read(workbook([[None, "KEPUTUSAN"], [None, None], [None, "NOMOR 4"]]), tmp_path)
    assert [(row.cells, row.number, row.is_prose) for row in document.rows] == [
        (("KEPUTUSAN",), 1, True),
        (("NOMOR 4",), 3, True),
    ]


def test_columns_and_rows_keep_their_place_and_what_is_empty_is_left_out(tmp_path: Path) -> None:
    book = workbook([[None] * 3, [None, "a", "b"], [None] * 3, [None, "c", None]])
    sheet = book["Rencana"]
    sheet["ZZ9"].font = Font(bold=True)
    sheet["C40"].fill = PatternFill("solid", fgColor="FF0000")
    document = read(book, tmp_path)
    assert [(row.number, row.cells) for row in document.rows] == [(2, ("", "a", "b")), (4, ("", "c", ""))]


def test_hidden_rows_are_told_once_and_hidden_columns_are_read(tmp_path: Path) -> None:
    book = workbook([*PLAN, [3, "Lama", "Juni"], [None, None, None], [4, "Akhir", "Juli"]])
    sheet = book["Rencana"]
    for number in (2, 4, 5):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["B"].hidden = True
    document = read(book, tmp_path)
    assert [row.cells[1] for row in document.rows] == ["KEGIATAN", "Rencana", "Akhir"]
    assert codes(document) == [("hidden-rows", "sheet Rencana", "2")]


# merged cells and colours


def test_merged_cells_are_carried_down_and_joined_to_the_right(tmp_path: Path) -> None:
    rows = [
        ["AREA", "NO", "BULAN", None, None],
        [None, None, 1, 2, 3],
        ["I", 1, "x", None, None],
        [None, 2, None, "y", None],
    ]
    rows.append(["II. AREA"])
    book = workbook(rows, merges=["A1:A2", "B1:B2", "C1:E1", "A3:A4", "D3:E3", "A5:E5"])
    found = read(book, tmp_path).rows
    assert [row.cells for row in found] == [
        ("AREA", "NO", "BULAN", "", ""),
        ("AREA", "NO", "1", "2", "3"),
        ("I", "1", "x", "", ""),
        ("I", "2", "", "y", ""),
        ("II. AREA", "", "", "", ""),
    ]
    assert [sorted(row.carried) for row in found] == [[], [0, 1], [], [0], []]
    assert [sorted(row.joined) for row in found] == [[3, 4], [], [4], [], [1, 2, 3, 4]]


def test_a_block_is_merged_both_ways_and_coloured_as_its_first_cell(tmp_path: Path) -> None:
    rows = [["a", "Blok", None, "1"], ["b", None, None, "2"], ["c", "d", "e", "3"]]
    found = read(workbook(rows, merges=["B1:C2"], fills={"B1": "FFFF00", "C3": "00FF00"}), tmp_path).rows
    assert [row.cells for row in found] == [("a", "Blok", "", "1"), ("b", "Blok", "", "2"), ("c", "d", "e", "3")]
    assert [(row.carried, row.joined, row.coloured) for row in found] == [
        (set(), {2}, {1, 2}),
        ({1, 2}, {2}, {1, 2}),
        (set(), set(), {2}),
    ]


def test_a_merged_cell_whose_first_row_is_hidden_is_seen_in_the_next(tmp_path: Path) -> None:
    book = workbook([["Area", 1], [None, 2], [None, 3]], merges=["A1:A3"])
    book["Rencana"].row_dimensions[1].hidden = True
    found = read(book, tmp_path).rows
    assert [(row.cells, row.carried) for row in found] == [(("Area", "2"), set()), (("Area", "3"), {0})]


def test_rows_that_only_hold_colours_are_part_of_the_item_above(tmp_path: Path) -> None:
    rows = [["1", "Tim", None, "x"], [], ["2", "Lain"], []]
    merges = ["A1:A2", "B1:B2", "A3:A4", "B3:B4"]
    fills = {"C2": "FF0000", "D4": "FF0000", "C5": "FF0000"}
    found = read(workbook(rows, merges=merges, fills=fills), tmp_path).rows
    assert [(row.number, row.cells[:2], row.coloured) for row in found] == [
        (1, ("1", "Tim"), set()),
        (2, ("1", "Tim"), {2}),
        (3, ("2", "Lain"), set()),
        (4, ("2", "Lain"), {3}),
    ]


FILLS = {
    "a colour": (PatternFill("solid", fgColor="FF92D050"), True),
    "white": (PatternFill("solid", fgColor="FFFFFFFF"), False),
    "white without its alpha": (PatternFill("solid", fgColor="00FFFFFF"), False),
    "nothing": (PatternFill(fill_type=None, fgColor="FFFF0000"), False),
    "a pattern": (PatternFill("lightGray"), True),
    "the paper of the theme": (PatternFill("solid", fgColor=Color(theme=0)), False),
    "the paper, darker": (PatternFill("solid", fgColor=Color(theme=0, tint=-0.15)), True),
    "an accent of the theme": (PatternFill("solid", fgColor=Color(theme=4, tint=0.6)), True),
    "white of the palette": (PatternFill("solid", fgColor=Color(indexed=9)), False),
    "yellow of the palette": (PatternFill("solid", fgColor=Color(indexed=13)), True),
    "the paper of the system": (PatternFill("solid", fgColor=Color(indexed=65)), False),
    "a gradient": (GradientFill(stop=("FF0000", "00FF00")), True),
}


@pytest.mark.parametrize("kind", FILLS)
def test_a_filled_cell_is_coloured_and_a_white_one_is_not(tmp_path: Path, kind: str) -> None:
    book = workbook([["a", "b"]])
    fill, coloured = FILLS[kind]
    book["Rencana"]["B1"].fill = fill
    assert read(book, tmp_path).rows[0].coloured == ({1} if coloured else set())


def test_a_cell_that_is_not_stored_has_the_colour_of_its_row_or_column(tmp_path: Path) -> None:
    path = tmp_path / "rencana.xlsx"
    workbook([["a", None, "c"], ["d", None, "f"], ["g", "h", "i"]], fills={"A3": "FF0000"}).save(path)
    changes = {
        b'<row r="2">': b'<row r="2" s="1" customFormat="1">',
        b"<sheetData>": b'<cols><col min="2" max="2" style="1"/></cols><sheetData>',
    }

    def painted(xml: bytes) -> bytes:
        for old, new in changes.items():
            assert old in xml
            xml = xml.replace(old, new)
        return xml

    found = xlsx.read(repacked(path, tmp_path / "warna.xlsx", {"xl/worksheets/sheet1.xml": painted})).rows
    assert [sorted(row.coloured) for row in found] == [[1], [1], [0]]


def test_colours_of_conditions_and_notes_are_not_read(tmp_path: Path) -> None:
    book = workbook([["a", 1]])
    sheet = book["Rencana"]
    rule = CellIsRule(operator="equal", formula=["1"], fill=PatternFill("solid", bgColor="FF0000"))
    sheet.conditional_formatting.add("B1", rule)
    sheet["A1"].comment = Comment("catatan", "Sari")
    row = read(book, tmp_path).rows[0]
    assert (row.cells, row.coloured) == (("a", "1"), set())


# values


def at(*parts: int) -> datetime:
    """An instant as openpyxl gives it, which knows no zone."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime.combine(date(year, month, day), time(hour, minute))


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (None, "General", ""),
        (True, "General", "√"),
        (False, "General", ""),
        (1.0, "General", "1"),
        (1.1, "General", "1.1"),
        (0.1 + 0.2, "General", "0.3"),
        (1.1, "0.00", "1.10"),
        (3, "00", "03"),
        (3, '"B"00', "B03"),
        (4, 'General"."', "4."),
        (2, "0\\.", "2."),
        (0.875, "0%", "88%"),
        (0.875, "0.0%", "87.5%"),
        (1, "0%", "100%"),
        (1500000, "#,##0", "1500000"),
        (2.5, "0.##", "2.5"),
        (2.0, "0.##", "2"),
        (5, "@", "5"),
        (-3, "0;[Red]-0", "-3"),
        (float("inf"), "General", ""),
        (at(2027, 1, 1), "mmm-yy", "Januari 2027"),
        (at(2027, 1, 1), "[$-421]mmmm\\ yyyy;@", "Januari 2027"),
        (at(2027, 8, 16), "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "16 Agustus 2027"),
        (at(2027, 8, 16), "mm-dd-yy", "16 Agustus 2027"),
        (at(2027, 8, 16), "d-mmm", "16 Agustus"),
        (at(2027, 8, 16), "mmmm", "Agustus"),
        (at(2027, 8, 16), "yyyy", "2027"),
        (at(2027, 8, 16, 7, 30), "dd/mm/yyyy hh:mm", "16 Agustus 2027 07.30"),
        (at(2027, 8, 16), "yyyy-mm-dd h:mm:ss", "16 Agustus 2027"),
        (at(2027, 8, 16), "General", "16 Agustus 2027"),
        (date(2027, 8, 16), "d mmmm", "16 Agustus"),
        (time(7, 30), "h:mm", "07.30"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30.05"),
    ],
)
def test_a_value_is_told_as_its_format_shows_it(value: object, number_format: str, seen: str) -> None:
    assert shown(value, number_format) == seen


def test_dates_and_percents_of_a_workbook_are_told_by_their_formats(tmp_path: Path) -> None:
    book = workbook([["TARGET", date(2027, 3, 1), 0.5, date(2027, 8, 16)]])
    sheet = book["Rencana"]
    sheet["B1"].number_format, sheet["C1"].number_format = "mmmm yyyy", "0%"
    assert cells(read(book, tmp_path)) == [("TARGET", "Maret 2027", "50%", "16 Agustus 2027")]


def test_lines_of_a_cell_are_kept_and_spaces_tidied(tmp_path: Path) -> None:
    book = workbook([["1)  Undangan\n\n2) Daftar\u00a0hadir ", "x_x000D_\ny"]])
    assert cells(read(book, tmp_path)) == [("1) Undangan\n2) Daftar hadir", "x\ny")]


def test_letters_in_a_font_of_symbols_are_check_marks(tmp_path: Path) -> None:
    book = workbook([["ü", "P", "a", "ü", None]])
    sheet = book["Rencana"]
    for place, font in {"A1": "Wingdings", "B1": "Wingdings 2", "C1": "Webdings"}.items():
        sheet[place].font = Font(name=font)
    sheet["E1"] = CellRichText("Mei ", TextBlock(InlineFont(rFont="Wingdings"), "ü"))
    assert cells(read(book, tmp_path)) == [("√", "√", "√", "ü", "Mei √")]


def stored(folder: Path, old: bytes, new: bytes) -> Document:
    """A workbook with one formula, in whose sheet something is stored otherwise."""
    path = folder / "asal.xlsx"
    workbook([["a", "=1+1", "b"]]).save(path)

    def change(xml: bytes) -> bytes:
        assert old in xml
        return xml.replace(old, new)

    return xlsx.read(repacked(path, folder / "lain.xlsx", {"xl/worksheets/sheet1.xml": change}))


def shared(folder: Path, strings: bytes) -> Document:
    """A workbook as Excel stores it, with its texts in a part of their own: these, and the first of them in B1."""
    path = folder / "asal.xlsx"
    workbook([["a", "=1+1", "b"]]).save(path)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    known = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    changes = {
        "xl/sharedStrings.xml": b'<sst xmlns="' + main + b'">' + strings + b"</sst>",
        "xl/worksheets/sheet1.xml": lambda xml: xml.replace(FORMULA, b'<c r="B1" t="s"><v>0</v></c>'),
        "[Content_Types].xml": lambda xml: xml if kind in xml else xml.replace(b"</Types>", known),
    }
    return xlsx.read(repacked(path, folder / "rencana.xlsx", changes))


FORMULA = b'<c r="B1"><f>1+1</f><v></v></c>'


def test_a_formula_is_read_by_its_value_and_one_without_is_told(tmp_path: Path) -> None:
    document = stored(tmp_path, FORMULA, FORMULA)
    assert (cells(document), codes(document)) == ([("a", "", "b")], [("formula-without-value", "sheet Rencana", "1")])
    document = stored(tmp_path, FORMULA, FORMULA.replace(b"<v></v>", b"<v>2</v>"))
    assert (cells(document), codes(document)) == ([("a", "2", "b")], [])


def test_a_formula_may_give_no_words_or_an_error(tmp_path: Path) -> None:
    document = stored(tmp_path, FORMULA, b'<c r="B1" t="str"><f>""</f><v></v></c>')
    assert (cells(document), codes(document)) == ([("a", "", "b")], [])
    document = stored(tmp_path, FORMULA, b'<c r="B1" t="e"><f>A9</f><v>#REF!</v></c>')
    assert (cells(document), codes(document)) == ([("a", "", "b")], [("formula-without-value", "sheet Rencana", "1")])


def test_text_that_is_stored_in_its_cell_and_ticked_boxes_are_read(tmp_path: Path) -> None:
    inline = b'<c t="inlineStr"><is><t>dalam</t></is></c>'
    assert cells(stored(tmp_path, FORMULA, inline)) == [("a", "dalam", "b")]
    assert cells(stored(tmp_path, FORMULA, b'<c r="B1" t="b"><v>1</v></c>')) == [("a", "√", "b")]


def test_shared_texts_are_read_with_the_fonts_of_their_parts(tmp_path: Path) -> None:
    assert cells(shared(tmp_path, b"<si><t>Tim</t></si>")) == [("a", "Tim", "b")]
    run = b'<si><r><t xml:space="preserve">Mei </t></r><r><rPr><rFont val="Wingdings 2"/></rPr><t>P</t></r></si>'
    assert cells(shared(tmp_path, run)) == [("a", "Mei √", "b")]
    with pytest.raises(PlanError):
        shared(tmp_path, b"")


# what is broken, dangerous or odd


def refused(path: Path) -> str:
    with pytest.raises(PlanError) as error:
        xlsx.read(path)
    return error.value.problem.code


def saved(folder: Path) -> Path:
    path = folder / "utuh.xlsx"
    workbook(PLAN, merges=["B2:C2"], fills={"A1": "FF0000"}).save(path)
    return path


def test_a_workbook_with_macros_is_read_and_says_so(tmp_path: Path) -> None:
    plain, macros = (
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"vnd.ms-excel.sheet.macroEnabled.main",
    )
    path = repacked(
        saved(tmp_path),
        tmp_path / "makro.xlsm",
        {"[Content_Types].xml": lambda xml: xml.replace(plain, macros), "xl/vbaProject.bin": b"Sub Auto_Open()"},
    )
    document = xlsx.read(path)
    assert [problem.code for problem in document.problems] == ["has-macros"]
    assert cells(document)[1] == ("1", "Tim", "")


def test_a_million_formatted_rows_and_merged_columns_are_read_at_once(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d" ht="15" customHeight="1"/>' % number for number in range(9, 60_009))
    rows += b'<row r="1048576" s="1" customFormat="1"><c r="XFD1048576" s="1"/></row></sheetData>'
    merges = b'<mergeCell ref="A1:A1048576"/><mergeCell ref="B3:XFD1048576"/><mergeCell '

    def change(xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", rows).replace(b"<mergeCell ", merges, 1)

    path = repacked(saved(tmp_path), tmp_path / "jauh.xlsx", {"xl/worksheets/sheet1.xml": change})
    assert [row.number for row in xlsx.read(path).rows] == [1, 2, 3]


def test_more_cells_than_a_plan_can_have_are_refused(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (at, at) for at in range(9, 21_009))
    change = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")}
    assert refused(repacked(saved(tmp_path), tmp_path / "banyak.xlsx", change)) == "too-large-inside"
    wide = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (at, at) for at in range(9, 409))
    change = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"</sheetData>", wide + b"</sheetData>")}
    assert refused(repacked(saved(tmp_path), tmp_path / "lebar.xlsx", change)) == "too-large-inside"


def test_entities_that_explode_are_refused(tmp_path: Path) -> None:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = f"<sst {main}><si><t>&j;</t></si></sst>"
    sheet = f'<worksheet {main}><sheetData><row r="1"><c t="str"><v>&j;</v></c></row></sheetData></worksheet>'
    for part, xml in {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet}.items():
        for encoding in ("utf-8", "utf-16"):
            path = repacked(saved(tmp_path), tmp_path / "tawa.xlsx", {part: (LAUGHS + xml).encode(encoding)})
            assert refused(path) == "broken-file"


def test_what_is_locked_by_a_password_is_told(tmp_path: Path) -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    assert encrypted(container)
    assert not encrypted(container[:500])
    assert not encrypted(b"PK\x03\x04" + "EncryptedPackage".encode("utf-16-le"))
    locked = bytearray(saved(tmp_path).read_bytes())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "kunci.xlsx"
    path.write_bytes(locked)
    assert refused(path) == "password"


def test_what_is_no_workbook_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"bukan zip" * 30)
    assert refused(path) == "broken-file"
    with ZipFile(path, "w") as empty:
        empty.writestr("xl/a.xml", "<a/>")
    assert refused(path) == "broken-file"


PARTS = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/theme/theme1.xml", "xl/styles.xml", "[Content_Types].xml"]


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    path = damaged(saved(tmp_path), tmp_path / "rusak.xlsx", seed, PARTS)
    try:
        rows = xlsx.read(path).rows
    except PlanError as error:
        rows, code = (), error.problem.code
    else:
        code = ""
    assert code in ("", "broken-file", "password", "too-large-inside")
    assert all(isinstance(row, Row) for row in rows)

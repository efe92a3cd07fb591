"""Word documents: what the person sees in them, in the order in which it stands."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from papers import LAUGHS, damaged, listed, new_word, numbering, raw, read_word, repacked, says, word_table, write

from zibot.plan import PlanError
from zibot.plan.document import Document, Row
from zibot.plan.formats import docx

PLAN = ["NO|KOMPONEN|TARGET", "1|Tim Kerja|Mei", "2|Rencana|Juni"]


def cells(document: Document) -> list[tuple[str, ...]]:
    return [row.cells for row in document.rows]


def prose(document: Document) -> list[str]:
    return [row.cells[0] for row in document.rows if row.is_prose]


def paragraph(folder: Path, inner: str) -> list[str]:
    """The texts of a document with one paragraph of this XML."""
    return prose(read_word(write(new_word(), f"<w:p>{inner}</w:p>"), folder))


# order and places


def test_paragraphs_and_tables_come_in_the_order_of_the_body(tmp_path: Path) -> None:
    word = new_word()
    word.add_paragraph("Sebelum")
    word.add_paragraph("")
    word_table(word, PLAN)
    word.add_paragraph("Antara")
    word_table(word, ["a|b"])
    document = read_word(word, tmp_path)
    assert cells(document) == [
        *[("Sebelum",), ("NO", "KOMPONEN", "TARGET"), ("1", "Tim Kerja", "Mei"), ("2", "Rencana", "Juni")],
        *[("Antara",), ("a", "b")],
    ]
    assert [(row.place, row.number, row.table) for row in document.rows] == [
        *[("", 1, 0), ("table 1", 1, 1), ("table 1", 2, 1), ("table 1", 3, 1), ("", 3, 0), ("table 2", 1, 2)],
    ]
    assert [row.page for row in document.rows] == [None] * 6


def test_the_head_and_foot_of_the_page_are_left_out(tmp_path: Path) -> None:
    word = new_word()
    word.sections[0].header.paragraphs[0].text = "SALINAN"
    word.sections[0].footer.paragraphs[0].text = "Halaman 1"
    word.add_paragraph("Isi")
    assert prose(read_word(word, tmp_path)) == ["Isi"]


def test_breaks_that_word_has_found_count_the_pages_once_for_a_row(tmp_path: Path) -> None:
    turn = "<w:r><w:lastRenderedPageBreak/><w:t>lalu</w:t></w:r>"
    cell = f"<w:tc><w:p>{turn}</w:p></w:tc>"
    word = write(
        new_word(),
        f"<w:p>{says('awal')}<w:r><w:br w:type='page'/></w:r></w:p>",
        f"<w:p>{turn}</w:p>",
        f"<w:tbl><w:tr>{cell}{cell}</w:tr><w:tr><w:tc><w:p>{says('a')}{turn}</w:p></w:tc><w:tc/></w:tr></w:tbl>",
        f"<w:p>{says('akhir')}</w:p>",
    )
    assert [row.page for row in read_word(word, tmp_path).rows] == [1, 2, 3, 3, 4]


def test_breaks_that_the_writer_set_count_the_pages_where_there_are_no_others(tmp_path: Path) -> None:
    word = new_word()
    word.add_paragraph("satu")
    word.add_page_break()
    word.add_paragraph("dua")
    assert [row.page for row in read_word(word, tmp_path).rows] == [1, 2]


# what a paragraph says


def test_lines_tabs_and_hyphens_within_a_paragraph(tmp_path: Path) -> None:
    inner = "<w:r><w:t>NOMOR</w:t><w:tab/><w:t>: 4</w:t><w:br/><w:t>Kasub</w:t><w:softHyphen/><w:t>bag</w:t></w:r>"
    inner += "<w:r><w:cr/><w:t>e</w:t><w:noBreakHyphen/><w:t>Office</w:t></w:r>"
    assert paragraph(tmp_path, inner) == ["NOMOR : 4\nKasubbag\ne-Office"]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    inner = f"{says('Tim ')}<w:ins w:id='1'>{says('baru')}</w:ins>"
    inner += "<w:del w:id='2'><w:r><w:delText>lama</w:delText></w:r></w:del>"
    inner += f"<w:moveFrom w:id='3'>{says('pergi')}</w:moveFrom><w:moveTo w:id='4'>{says(' datang')}</w:moveTo>"
    assert paragraph(tmp_path, inner) == ["Tim baru datang"]


def test_a_row_that_a_tracked_change_removes_is_gone(tmp_path: Path) -> None:
    word = new_word()
    table = word_table(word, PLAN)
    table.rows[1]._tr.get_or_add_trPr().append(raw('<w:del w:id="1"/>'))
    assert [(row.cells[0], row.number) for row in read_word(word, tmp_path).rows] == [("NO", 1), ("2", 2)]


def test_hidden_text_and_instructions_of_fields_are_not_seen(tmp_path: Path) -> None:
    inner = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>rahasia</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    inner += f"<w:r><w:instrText>PAGE</w:instrText></w:r>{says('7')}"
    assert paragraph(tmp_path, inner) == ["7"]


def test_links_and_content_controls_hold_text(tmp_path: Path) -> None:
    word = write(
        new_word(),
        f"<w:p><w:hyperlink>{says('tautan')}</w:hyperlink>"
        f"<w:sdt><w:sdtContent>{says(' isian')}</w:sdtContent></w:sdt></w:p>",
        f"<w:sdt><w:sdtContent><w:p>{says('blok')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{says('Klik')}</w:sdtContent></w:sdt></w:p>",
    )
    assert prose(read_word(word, tmp_path)) == ["tautan isian", "blok"]


def test_rows_and_cells_within_content_controls_are_rows_and_cells(tmp_path: Path) -> None:
    cell = f"<w:tc><w:p>{says('x')}</w:p></w:tc>"
    wrapped = f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell}{wrapped}</w:tr></w:sdtContent></w:sdt>"
    assert cells(read_word(write(new_word(), f"<w:tbl>{row}</w:tbl>"), tmp_path)) == [("x", "x")]


@pytest.mark.parametrize(("state", "seen"), [("1", ["√ Mei"]), ("0", ["Mei"])])
def test_a_ticked_box_is_a_check_mark(tmp_path: Path, state: str, seen: list[str]) -> None:
    control = f'<w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
    assert (
        paragraph(tmp_path, f"<w:sdt>{control}<w:sdtContent>{says('☒')}</w:sdtContent></w:sdt>{says(' Mei')}") == seen
    )
    older = (
        f'<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{state}"/></w:checkBox></w:ffData>'
    )
    assert paragraph(tmp_path, f"<w:r>{older}</w:fldChar></w:r>{says(' Mei')}") == seen


@pytest.mark.parametrize(
    ("font", "code", "seen"),
    [
        *[
            ("Wingdings", "F0FC", "√"),
            ("Wingdings", "00FE", "√"),
            ("Wingdings 2", "F050", "√"),
            ("Webdings", "61", "√"),
        ],
        *[
            ("Symbol", "F0D6", "√"),
            ("Segoe UI Symbol", "2714", "✔"),
            ("Wingdings", "F0FB", "x"),
            ("Wingdings", "F0D8", "•"),
        ],
    ],
)
def test_symbols_are_read_as_they_are_seen(tmp_path: Path, font: str, code: str, seen: str) -> None:
    assert paragraph(tmp_path, f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>') == [seen]


def test_letters_in_a_font_of_symbols_are_symbols(tmp_path: Path) -> None:
    run = '<w:r><w:rPr><w:rFonts w:ascii="{}"/></w:rPr><w:t>{}</w:t></w:r>'
    assert paragraph(tmp_path, run.format("Wingdings", "ü")) == ["√"]
    assert paragraph(tmp_path, run.format("Wingdings 2", "P")) == ["√"]
    assert paragraph(tmp_path, run.format("Arial", "P")) == ["P"]
    assert paragraph(tmp_path, run.format("Arial", "\uf0fc")) == ["√"]


def test_a_bare_root_of_the_formula_editor_is_a_check_mark(tmp_path: Path) -> None:
    assert paragraph(tmp_path, "<m:oMath><m:rad><m:deg/><m:e/></m:rad></m:oMath>") == ["√"]
    inner = "<m:oMath><m:rad><m:e><m:r><m:t>9</m:t></m:r></m:e></m:rad></m:oMath>"
    assert paragraph(tmp_path, inner) == ["9"]


def test_a_text_box_is_read_once_and_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{says('LAMPIRAN')}</w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    assert paragraph(tmp_path, f"<w:r>{both}</mc:AlternateContent></w:r>{says('KEPUTUSAN')}") == [
        "KEPUTUSAN",
        "LAMPIRAN",
    ]


# automatic numbers


def test_lists_are_numbered_as_they_are_seen(tmp_path: Path) -> None:
    word = numbering(
        new_word(),
        ["upperRoman|%1.", "decimal|%2)", "lowerLetter|%3.", "decimal|%1.%2.%4"],
        ["bullet|"],
    )
    write(word, listed("Area", 1), listed("Satu", 1, 1), listed("rinci", 1, 2), listed("lagi", 1, 2))
    write(
        word, listed("Dua", 1, 1), listed("anew", 1, 2), listed("dalam", 1, 3), listed("Area", 1), listed("Satu", 1, 1)
    )
    write(word, listed("foto", 2), listed("", 2))
    assert prose(read_word(word, tmp_path)) == [
        *[
            "I. Area",
            "1) Satu",
            "a. rinci",
            "b. lagi",
            "2) Dua",
            "a. anew",
            "I.2.1 dalam",
            "II. Area",
            "1) Satu",
            "- foto",
        ]
    ]


def test_a_bullet_that_is_a_check_mark_counts_where_nothing_else_stands(tmp_path: Path) -> None:
    word = numbering(new_word(), ["bullet|\uf0fc"])
    level = next(word.part.numbering_part.element.iter(f"{{{word.element.nsmap['w']}}}lvl"))
    level.append(raw('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'))
    assert prose(read_word(write(word, listed("", 1), listed("foto", 1)), tmp_path)) == ["√", "- foto"]


@pytest.mark.parametrize(
    ("form", "count", "seen"),
    [
        *[("decimal", 12, "12."), ("lowerLetter", 27, "aa."), ("upperLetter", 3, "C."), ("lowerRoman", 14, "xiv.")],
        *[("upperRoman", 9, "IX."), ("decimalZero", 3, "03."), ("none", 2, "."), ("ordinalText", 4, "4.")],
    ],
)
def test_each_form_of_number(tmp_path: Path, form: str, count: int, seen: str) -> None:
    word = write(numbering(new_word(), [f"{form}|%1."]), *[listed("", 1)] * count)
    assert prose(read_word(word, tmp_path))[-1] == seen


def test_lists_of_one_definition_count_on_and_an_override_begins_anew(tmp_path: Path) -> None:
    anew = '0|<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    word = numbering(new_word(), ["decimal|%1."], lists=["0", "0", anew])
    write(word, listed("a", 1), listed("b", 2), listed("c", 3), listed("d", 3), listed("e", 1))
    assert prose(read_word(word, tmp_path)) == ["1. a", "2. b", "5. c", "6. d", "7. e"]


def test_a_level_may_go_on_counting_under_the_next_heading(tmp_path: Path) -> None:
    word = numbering(new_word(), ["upperLetter|%1.", 'decimal|%2.|<w:lvlRestart w:val="0"/>'])
    write(word, listed("A", 1), listed("x", 1, 1), listed("B", 1), listed("y", 1, 1))
    assert prose(read_word(word, tmp_path)) == ["A. A", "1. x", "B. B", "2. y"]


def test_a_legal_level_writes_digits_and_an_own_level_outranks_the_definition(tmp_path: Path) -> None:
    own = (
        '1|<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/></w:lvl>'
    )
    word = numbering(
        new_word(),
        ["upperRoman|%1.", "decimal|%1.%2|<w:isLgl/>"],
        ["decimal|%1."],
        lists=["0", f"{own}</w:lvlOverride>"],
    )
    write(word, listed("A", 1), listed("x", 1, 1), listed("y", 2))
    assert prose(read_word(word, tmp_path)) == ["I. A", "1.1 x", "(a) y"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_refuse(tmp_path: Path) -> None:
    word = new_word()
    for text in ("satu", "dua"):
        word.add_paragraph(text, style="List Number")
    bare = word.add_paragraph("tanpa", style="List Number")
    bare._p.get_or_add_pPr().append(raw('<w:numPr><w:numId w:val="0"/></w:numPr>'))
    word.add_paragraph("foto", style="List Bullet")
    assert prose(read_word(word, tmp_path)) == ["1. satu", "2. dua", "tanpa", "- foto"]


def test_a_style_that_is_based_on_a_numbered_one_finds_its_own_level(tmp_path: Path) -> None:
    word = numbering(new_word(), ["upperRoman|%1.", 'decimal|%2.|<w:pStyle w:val="Anak"/>'])
    of_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    word.styles.element.append(raw(f'<w:style w:type="paragraph" w:styleId="Anak">{of_list}</w:style>'))
    word.styles.element.append(raw('<w:style w:type="paragraph" w:styleId="Cucu"><w:basedOn w:val="Anak"/></w:style>'))
    write(word, *[f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{says(name)}</w:p>' for name in ("Anak", "Cucu")])
    assert prose(read_word(word, tmp_path)) == ["1. Anak", "2. Cucu"]


def test_a_column_of_automatic_numbers_is_read_and_covered_cells_are_not_counted(tmp_path: Path) -> None:
    word = numbering(new_word(), ["decimal|%1."])
    number = listed("", 1)
    rows = "".join(
        f"<w:tr><w:tc><w:tcPr>{merge}</w:tcPr>{number}</w:tc><w:tc><w:p>{says(text)}</w:p></w:tc></w:tr>"
        for merge, text in [('<w:vMerge w:val="restart"/>', "a"), ("<w:vMerge/>", "b"), ("", "c")]
    )
    assert cells(read_word(write(word, f"<w:tbl>{rows}</w:tbl>"), tmp_path)) == [("1.", "a"), ("1.", "b"), ("2.", "c")]


def test_a_list_that_is_not_defined_has_no_numbers(tmp_path: Path) -> None:
    assert prose(read_word(write(new_word(), listed("bebas", 99)), tmp_path)) == ["bebas"]


# tables


def test_merged_cells_are_carried_down_and_joined_to_the_right(tmp_path: Path) -> None:
    word = new_word()
    rows = ["NO|KEGIATAN|BULAN||", "||1|2|3", "I. AREA||||", "1|Blok||x|", "|||y|", "2|Lain|||"]
    merges = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 4)), ((2, 0), (2, 4)), ((3, 1), (4, 2))]
    word_table(word, rows, merges=merges)
    found = read_word(word, tmp_path).rows
    assert [row.cells for row in found] == [
        ("NO", "KEGIATAN", "BULAN", "", ""),
        ("NO", "KEGIATAN", "1", "2", "3"),
        ("I. AREA", "", "", "", ""),
        ("1", "Blok", "", "x", ""),
        ("", "Blok", "", "y", ""),
        ("2", "Lain", "", "", ""),
    ]
    assert [sorted(row.carried) for row in found] == [[], [0, 1], [], [], [1, 2], []]
    assert [sorted(row.joined) for row in found] == [[3, 4], [], [1, 2, 3, 4], [2], [2], []]


def test_cells_that_an_older_program_joined(tmp_path: Path) -> None:
    joined = "<w:tc><w:tcPr><w:hMerge{}/></w:tcPr><w:p>{}</w:p></w:tc>"
    row = joined.format(' w:val="restart"', says("AREA")) + joined.format("", "") + "<w:tc><w:p/></w:tc>"
    found = read_word(write(new_word(), f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"), tmp_path).rows[0]
    assert (found.cells, found.joined) == (("AREA", "", ""), {1})


def test_a_row_that_begins_or_ends_within_the_table_is_padded(tmp_path: Path) -> None:
    cell = f"<w:tc><w:p>{says('x')}</w:p></w:tc>"
    short = f'<w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>{cell}</w:tr>'
    word = write(new_word(), f"<w:tbl>{short}<w:tr>{cell * 3}</w:tr><w:tr>{cell}</w:tr></w:tbl>")
    assert cells(read_word(word, tmp_path)) == [("", "x", ""), ("x", "x", "x"), ("x", "", "")]


def test_a_cell_that_continues_nothing_keeps_its_words(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p>{}</w:p></w:tc>"
    row = f"<w:tr>{cell.format(says('sisa'))}<w:tc><w:p>{says('a')}</w:p></w:tc></w:tr>"
    assert cells(read_word(write(new_word(), f"<w:tbl>{row}</w:tbl>"), tmp_path)) == [("sisa", "a")]


def test_a_row_in_which_no_cell_begins_is_left_out(tmp_path: Path) -> None:
    word = new_word()
    word_table(word, ["a|b", "|", "c|d"], merges=[((0, 0), (1, 0)), ((0, 1), (1, 1))])
    assert [(row.number, row.cells) for row in read_word(word, tmp_path).rows] == [(1, ("a", "b")), (3, ("c", "d"))]


def test_borders_that_slipped_by_a_hair_are_one_border(tmp_path: Path) -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in (1000, 30, 2000, 1500)) + "</w:tblGrid>"

    def row(*spans: int) -> str:
        return (
            "<w:tr>"
            + "".join(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p>{says(str(at))}</w:p></w:tc>'
                for at, span in enumerate(spans)
            )
            + "</w:tr>"
        )

    found = read_word(write(new_word(), f"<w:tbl>{grid}{row(2, 1, 1)}{row(1, 2, 1)}</w:tbl>"), tmp_path).rows
    assert [row.cells for row in found] == [("0", "1", "2"), ("0", "1", "2")]
    found = read_word(write(new_word(), f"<w:tbl>{grid}{row(1, 1, 1, 1)}</w:tbl>"), tmp_path).rows
    assert [row.cells for row in found] == [("0", "1", "2", "3")]


SHADES = {
    'w:val="clear" w:color="auto" w:fill="FFFF00"': True,
    'w:val="clear" w:color="auto" w:fill="auto"': False,
    'w:val="clear" w:fill="ffffff"': False,
    'w:val="clear" w:fill="FFFFFF" w:themeFill="background1"': False,
    'w:val="clear" w:fill="BFBFBF" w:themeFill="background1" w:themeFillShade="BF"': True,
    'w:val="clear" w:themeFill="accent1"': True,
    'w:val="solid" w:color="00B050" w:fill="auto"': True,
    'w:val="solid" w:color="FFFFFF" w:fill="auto"': False,
    'w:val="pct25" w:color="auto" w:fill="auto"': True,
    'w:val="nil"': False,
}


@pytest.mark.parametrize("shade", SHADES)
def test_a_shaded_cell_is_coloured(tmp_path: Path, shade: str) -> None:
    word = new_word()
    word_table(word, ["a|b"], shades={(0, 1): shade})
    assert read_word(word, tmp_path).rows[0].coloured == ({1} if SHADES[shade] else set())


def test_the_shade_of_a_merged_cell_covers_all_of_it(tmp_path: Path) -> None:
    word = new_word()
    word_table(
        word, ["a|b|", "c||", "d||"], merges=[((0, 1), (1, 2))], shades={(0, 1): 'w:val="clear" w:fill="FF0000"'}
    )
    assert [row.coloured for row in read_word(word, tmp_path).rows] == [{1, 2}, {1, 2}, set()]


def test_a_highlighted_word_is_no_shade(tmp_path: Path) -> None:
    word = new_word()
    table = word_table(word, ["a|b"])
    table.cell(0, 0).paragraphs[0].runs[0]._r.get_or_add_rPr().append(raw('<w:highlight w:val="yellow"/>'))
    assert read_word(word, tmp_path).rows[0].coloured == set()


def test_the_paragraphs_of_a_cell_are_its_lines(tmp_path: Path) -> None:
    word = new_word()
    cell = word_table(word, ["a|b"]).cell(0, 1)
    cell.add_paragraph("")
    cell.add_paragraph("c\nd")
    assert cells(read_word(word, tmp_path)) == [("a", "b\nc\nd")]


def test_a_table_within_a_cell_follows_its_table_and_one_of_a_single_column_stays(tmp_path: Path) -> None:
    word = new_word()
    table = word_table(word, ["a|b", "c|d"])
    inner = table.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "x", "y"
    list_of_one = table.cell(1, 1).add_table(2, 1)
    list_of_one.cell(0, 0).text, list_of_one.cell(1, 0).text = "Undangan", "Notulen"
    word_table(word, ["e|f"])
    document = read_word(word, tmp_path)
    assert cells(document) == [("a", "b"), ("c", "d\nUndangan\nNotulen"), ("x", "y"), ("e", "f")]
    assert [row.place for row in document.rows] == ["table 1", "table 1", "table 2", "table 3"]


# what is broken, dangerous or odd


def saved(folder: Path) -> Path:
    word = new_word()
    word.add_paragraph("Satu", style="List Number")
    word_table(word, PLAN, merges=[((1, 2), (2, 2))])
    path = folder / "utuh.docx"
    word.save(str(path))
    return path


def refused(path: Path) -> str:
    with pytest.raises(PlanError) as error:
        docx.read(path)
    return error.value.problem.code


def test_a_document_with_macros_is_read_and_says_so(tmp_path: Path) -> None:
    types = (b"wordprocessingml.document.main+xml", b"word.document.macroEnabled.main+xml")
    path = repacked(
        saved(tmp_path),
        tmp_path / "makro.docm",
        {
            "[Content_Types].xml": lambda xml: xml.replace(b"vnd.openxmlformats-officedocument." + types[0], types[1]),
            "word/vbaProject.bin": b"Sub AutoOpen()",
        },
    )
    document = docx.read(path)
    assert [problem.code for problem in document.problems] == ["has-macros"]
    assert cells(document)[2] == ("1", "Tim Kerja", "Mei\nJuni")


def test_a_relation_that_leads_nowhere_harms_nobody(tmp_path: Path) -> None:
    lost = b'<Relationship Id="rId99" Type="http://x/image" Target="../NULL"/></Relationships>'
    path = repacked(
        saved(tmp_path),
        tmp_path / "null.docx",
        {"word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", lost)},
    )
    assert cells(docx.read(path))[0] == ("1. Satu",)


def test_entities_that_explode_or_read_files_are_refused(tmp_path: Path) -> None:
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        "&j;</w:t></w:r></w:p></w:body></w:document>"
    )
    outside = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
    for prolog in (LAUGHS, outside):
        for encoding in ("utf-8", "utf-16"):
            xml = (prolog + body).encode(encoding)
            path = repacked(saved(tmp_path), tmp_path / "tawa.docx", {"word/document.xml": xml})
            assert refused(path) == "broken-file"


def test_what_is_far_larger_than_its_file_is_refused(tmp_path: Path) -> None:
    blown = b"<x>" + b" " * (6 * 1024 * 1024) + b"</x>"
    path = repacked(saved(tmp_path), tmp_path / "bom.docx", {"word/besar.xml": blown})
    assert refused(path) == "too-large-inside"


def test_more_paragraphs_than_a_plan_can_have_are_refused(tmp_path: Path) -> None:
    many = b"<w:p/>" * 100_001
    change = {"word/document.xml": lambda xml: xml.replace(b"<w:sectPr", many + b"<w:sectPr", 1)}
    assert refused(repacked(saved(tmp_path), tmp_path / "panjang.docx", change)) == "too-large-inside"


def test_what_is_no_package_or_has_no_body_is_broken(tmp_path: Path) -> None:
    broken = tmp_path / "rusak.docx"
    broken.write_bytes(b"PK\x03\x04" + b"bukan zip" * 30)
    assert refused(broken) == "broken-file"
    assert refused(repacked(saved(tmp_path), broken, {"word/document.xml": b"<x/>"})) == "broken-file"
    with ZipFile(broken, "w") as empty:
        empty.writestr("a.txt", "a")
    assert refused(broken) == "broken-file"


PARTS = ["word/document.xml", "word/numbering.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"]


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_document_is_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    path = damaged(saved(tmp_path), tmp_path / "rusak.docx", seed, PARTS)
    try:
        rows = docx.read(path).rows
    except PlanError as error:
        rows, code = (), error.problem.code
    else:
        code = ""
    assert code in ("", "broken-file", "password", "too-large-inside")
    assert all(isinstance(row, Row) for row in rows)

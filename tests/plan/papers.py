"""Office documents written for the tests, as Word and Excel store them."""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from zibot.plan.document import Document
from zibot.plan.formats import docx as word_format

Place = tuple[int, int]
SPACES = (
    nsdecls("w")
    + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def word_table(
    word: Word,
    rows: Sequence[str],
    *,
    merges: Iterable[tuple[Place, Place]] = (),
    shades: Mapping[Place, str] | None = None,
) -> Table:
    """Add a table whose rows are written with | between their cells."""
    cells = [row.split("|") for row in rows]
    table = word.add_table(len(cells), len(cells[0]))
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for (row, column), shade in (shades or {}).items():
        properties = table.cell(row, column)._tc.get_or_add_tcPr()
        properties.append(raw(f"<w:shd {shade}/>"))
    for first, last in merges:
        table.cell(*first).merge(table.cell(*last))
    return table


def raw(xml: str) -> Any:
    """An element of WordprocessingML from its text, in which w:, w14:, mc: and m: are known."""
    return parse_xml(re.sub(r"[^\s>/]+", lambda name: f"{name[0]} {SPACES}", xml, count=1))


def write(word: Word, *blocks: str) -> Word:
    """Add paragraphs or tables from their XML to the end of the body."""
    for block in blocks:
        word.element.body.insert(len(word.element.body) - 1, raw(block))
    return word


def says(text: str) -> str:
    """The XML of a run."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def listed(text: str, number: int, level: int = 0) -> str:
    """The XML of a paragraph in an automatically numbered list."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered}</w:pPr>{says(text) if text else ''}</w:p>"


def numbering(word: Word, *definitions: Sequence[str], lists: Sequence[str] = ()) -> Word:
    """Replace the definitions of lists: of each its levels as "form text extra", then the lists that use them."""
    root = word.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for at, levels in enumerate(definitions):
        written = "".join(_level(depth, *level.split("|")) for depth, level in enumerate(levels))
        root.append(raw(f'<w:abstractNum w:abstractNumId="{at}">{written}</w:abstractNum>'))
    for at, own in enumerate(lists or [str(at) for at in range(len(definitions))], 1):
        definition, _, overrides = own.partition("|")
        uses = f'<w:num w:numId="{at}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
        root.append(raw(uses))
    return word


def _level(depth: int, form: str, text: str, extra: str = "") -> str:
    first = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{depth}">{first}{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def read_word(word: Word, folder: Path) -> Document:
    """Save a Word document and read it."""
    path = folder / "rencana.docx"
    word.save(str(path))
    return word_format.read(path)


def new_word() -> Word:
    """An empty Word document."""
    return docx.Document()


def workbook(
    rows: Iterable[Sequence[object]],
    *,
    merges: Iterable[str] = (),
    fills: Mapping[str, str | PatternFill] | None = None,
    name: str = "Rencana",
) -> Workbook:
    """A workbook with one sheet; a fill is a colour in hex or a pattern."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for place, fill in (fills or {}).items():
        sheet[place].fill = fill if isinstance(fill, PatternFill) else PatternFill("solid", fgColor=fill)
    for merge in merges:
        sheet.merge_cells(merge)
    return book


def repacked(source: Path, target: Path, changes: Mapping[str, bytes | Callable[[bytes], bytes]]) -> Path:
    """The package with some parts changed or added."""
    with ZipFile(source) as package, ZipFile(target, "w", ZIP_DEFLATED) as other:
        for name in [*package.namelist(), *(name for name in changes if name not in package.namelist())]:
            change = changes.get(name)
            if isinstance(change, bytes):
                other.writestr(name, change)
            else:
                content = package.read(name)
                other.writestr(name, change(content) if change else content)
    return target


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The content cut off somewhere, or with some bytes changed."""
    if chance.random() < 0.3:
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 20])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def damaged(path: Path, target: Path, seed: int, parts: Sequence[str]) -> Path:
    """The package with one part spoiled (odd seeds), or spoiled itself (even ones)."""
    chance = random.Random(seed)
    if seed % 2:
        return repacked(path, target, {chance.choice(parts): lambda content: spoiled(content, chance)})
    target.write_bytes(spoiled(path.read_bytes(), chance))
    return target


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
"""The beginning of an XML in which &j; is a billion words."""

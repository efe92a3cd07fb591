"""A Word document (.docx, .docm) to rows: paragraphs and tables in the order of the body."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from docx.oxml import parse_xml

from zibot.plan.document import Document, Row
from zibot.plan.formats.blocks import tidied
from zibot.plan.formats.docx_table import Cell, is_gone, table_rows
from zibot.plan.formats.docx_text import (
    BREAK,
    PARAGRAPH,
    RENDERED_BREAK,
    TABLE,
    TEXT,
    Element,
    W,
    is_on,
    paragraph_text,
    settle_controls,
    shown_version,
)
from zibot.plan.formats.numbering import BULLET, CHECK, Numbering
from zibot.plan.formats.package import check_package, damage_told
from zibot.plan.problem import PlanError, Problem

LONGEST = 100_000
"""Paragraphs, those of tables too; a plan of fifty pages has some five thousand."""
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read(path: Path) -> Document:
    """Read the document; raises PlanError where it is locked, broken or dangerously large inside."""
    problems = check_package(path)
    with damage_told():
        with ZipFile(path) as package:
            main = _related(package, "", "officeDocument")
            if main is None:
                raise KeyError("officeDocument")
            root = _part(package, main)
            parts = {kind: _part(package, _related(package, main, kind)) for kind in ("numbering", "styles")}
        body = root.find(f"{W}body")
        settle_controls(body)
        reader = _Reader(Numbering(parts["numbering"], parts["styles"]), _kind_of_breaks(body))
        return Document(tuple(reader.rows(body)), problems=problems)


def _related(package: ZipFile, source: str, kind: str) -> str | None:
    """The part of this kind that belongs to another one ("" for the package)."""
    # Not by python-docx's own package: it refuses macros and relations that lead nowhere, which Word reads.
    folder, name = posixpath.split(source)
    relations = parse_xml(package.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    for relation in relations.iter(_RELATION):
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            return posixpath.normpath(posixpath.join("/", folder, relation.get("Target"))).lstrip("/")
    return None


def _part(package: ZipFile, name: str | None) -> Element:
    return parse_xml(package.read(name)) if name in package.namelist() else None


def _kind_of_breaks(body: Element) -> str | None:
    """Which breaks tell the pages: those where Word ended them when it saved, else those that the writer set."""
    if next(body.iter(RENDERED_BREAK), None) is not None:
        return RENDERED_BREAK
    return BREAK if any(_is_page_break(found) for found in body.iter(BREAK)) else None


def _is_page_break(found: Element) -> bool:
    return bool(found.get(f"{W}type") == "page")


@dataclass(slots=True)
class _Reader:
    """Walks through the body once and counts what is counted: numbered paragraphs, tables, pages."""

    numbering: Numbering
    breaks: str | None
    paragraphs: int = 0
    said: int = 0
    tables: int = 0
    pages: int = 1

    def rows(self, container: Element) -> Iterator[Row]:
        """The rows of the body, or of what else holds paragraphs and tables."""
        for block in blocks_of(container):
            if block.tag == TABLE:
                yield from self._table(block)
            else:
                yield from self._paragraph(block)

    def _paragraph(self, paragraph: Element) -> Iterator[Row]:
        self.paragraphs += 1
        number = self.paragraphs
        before, after = self._turns(paragraph)
        self.pages += before
        text, boxes = self._said(paragraph)
        if text:
            yield Row((text,), number, self._page)
        for box in boxes:
            yield from self.rows(box)
        self.pages += after

    def _said(self, paragraph: Element) -> tuple[str, list[Element]]:
        """The text of a paragraph after its automatic number, and its text boxes."""
        self.said += 1
        if self.said > LONGEST:
            raise PlanError(Problem("too-large-inside"))
        text, boxes = paragraph_text(paragraph)
        text = tidied(text)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if not text and mark is not None and (is_on(mark, "del") or is_on(mark, "moveFrom")):
            return "", boxes
        label = self.numbering.label(paragraph)
        if label in (BULLET, CHECK):
            # Without text a bullet says nothing, but a check mark says all that a month column needs.
            return f"{BULLET} {text}" if text else label.replace(BULLET, ""), boxes
        return f"{label} {text}".strip(), boxes  # a number is seen without text too, as in a column NO

    def _table(self, table: Element) -> Iterator[Row]:
        self.tables += 1
        number = self.tables
        rows: list[list[Cell]] = []
        inner: list[Row] = []
        pages: dict[int, int] = {}
        for row in children_of(table, f"{W}tr"):
            if is_gone(row):
                continue
            cells = [Cell(element) for element in children_of(row, f"{W}tc")]
            turns = [self._turns(cell.element) for cell in cells]
            self.pages += max((before for before, _ in turns), default=0)
            if self.breaks:
                pages[len(rows) + 1] = self.pages
            for cell in cells:
                # An empty paragraph in a cell that another one covers is not seen, so its number is not counted.
                if not cell.continues or any(found.text for found in cell.element.iter(TEXT)):
                    cell.text = "\n".join(self._lines(cell.element, inner))
            self.pages += max((after for _, after in turns), default=0)
            rows.append(cells)
        yield from table_rows(table, rows, number=number, pages=pages)
        yield from inner

    def _lines(self, cell: Element, inner: list[Row]) -> Iterator[str]:
        """The lines of a cell; the rows of a table within it go to `inner`, those of a single column stay here."""
        for block in blocks_of(cell):
            if block.tag == PARAGRAPH:
                text, boxes = self._said(block)
                if text:
                    yield text
                for box in boxes:
                    yield from self._lines(box, inner)
                continue
            outer = self.breaks, self.tables
            self.breaks = None  # the page of the row is counted for the whole cell
            nested = list(self._table(block))
            self.breaks = outer[0]
            if all(row.is_prose for row in nested):
                self.tables = outer[1]
                yield from (row.cells[0] for row in nested if row.cells[0])
            else:
                inner.extend(nested)

    @property
    def _page(self) -> int | None:
        return self.pages if self.breaks else None

    def _turns(self, element: Element) -> tuple[int, int]:
        """How many pages end before the first word of a paragraph or cell, and how many after it."""
        counts, begun = [0, 0], False
        for found in element.iter(TEXT, BREAK, RENDERED_BREAK) if self.breaks else ():
            if found.tag == TEXT:
                begun = begun or bool(found.text and found.text.strip())
            elif found.tag == self.breaks and (found.tag == RENDERED_BREAK or _is_page_break(found)):
                counts[begun] += 1
        return counts[0], counts[1]


def blocks_of(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, a cell or a text box, also those within content controls."""
    return children_of(container, PARAGRAPH, TABLE)


def children_of(container: Element, *tags: str) -> Iterator[Element]:
    """The children with these tags, also where content controls or tracked changes wrap them."""
    for child in container:
        shown = shown_version(child)
        if shown.tag in tags:
            yield shown
        elif shown is not child or shown.tag in _WRAPPERS:
            yield from children_of(shown, *tags)

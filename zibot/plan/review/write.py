"""A reading to the review workbook: one row an item, doubts in colour with the reason, drop-downs and a legend."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from zibot.plan.layouts.areas import NAMES, known_area
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, PlanItem, Reading, Say
from zibot.plan.review import memory
from zibot.plan.review.guide import write_decree, write_guide
from zibot.plan.review.hidden import WORDS, Hidden, covered
from zibot.plan.review.look import BOX, FONT, TEXT, comment, fill, heading, put, style
from zibot.plan.review.schedule_cells import KIND_WORDS
from zibot.plan.review.shape import (
    CHECK,
    DECREE,
    GUIDE,
    HEADINGS,
    ITEMS,
    MEMORY,
    SCHEDULE,
    TOLD,
    YES,
    ReviewLabels,
    area_label,
    clean,
    due_cell,
    fitting,
    note_headings,
    written,
)

_WIDTHS = {
    **{"code": 8, "id": 4, "area": 16, "component": 19, "indicator": 27, "action": 30, "evidence": 26, "target": 17},
    **{"kind": 14, "months": 16, "narrower": 13, "certain": 9, "due": 15, "doubts": 32, "source": 10},
}
_NOTE_WIDTH = 18
_HEADING_ROW = 3
_SPARE = 200
"""Empty rows below the items that have the drop-downs too, for items that the document lost."""
_LISTS = ("B", "C", "D")
_TALLEST = 27
"""Lines that a row shows at most: a workbook knows no row higher than 409 points."""


def write_review(reading: Reading, *, say: Say, labels: ReviewLabels, hidden: Hidden | None = None) -> bytes:
    """The reading as a workbook (.xlsx) that people correct; read_review reads it back.

    One that leaves the house does not say what the `hidden` items say; who corrects it has them by their codes.
    """
    book = Workbook()
    items = book.active
    assert items is not None
    items.title = ITEMS
    notes = note_headings(reading.items)
    _head(items, reading, notes=list(notes), labels=labels)
    for position, item in enumerate(reading.items, 1):
        row, secret = _HEADING_ROW + position, hidden is not None and item.code in hidden.codes
        cells = _said(item, labels) if secret else {**written(item), "doubts": _doubts(item, say)}
        cells |= {"code": item.code, "id": memory.id_of(position, item), "due": due_cell(item.due)}
        _row(items, row, {**cells, "source": _source(item, labels)}, certain=item.certain)
        said = {key: item.notes.get(key, "") for key in notes.values()}
        for at, text in enumerate((covered(said) if secret else said).values(), len(HEADINGS) + 1):
            _cell(items, row, at, text)
        items.row_dimensions[row].height = _height(items[row])
    _choices(items, reading, labels)
    _lay_out(items, len(reading.items), len(HEADINGS) + len(notes))
    write_decree(book.create_sheet(DECREE), reading, labels)
    write_guide(book.create_sheet(GUIDE), labels)
    _remember(book.create_sheet(MEMORY), reading, notes, hidden)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _head(sheet: Any, reading: Reading, *, notes: Sequence[str], labels: ReviewLabels) -> None:
    doubts = sum(not item.certain for item in reading.items)
    title = labels.title.format(year=reading.decree.year or "", office=reading.decree.office or "")
    hint = (labels.doubtful if doubts else labels.settled).format(doubts=doubts, items=len(reading.items))
    for row, text, size in ((1, " ".join(title.split()), 16), (2, hint, 12)):
        put(sheet.cell(row, 1), text)
        style(sheet.cell(row, 1), bold=row == 1, size=size, colour="1F4E79" if row == 1 else "404040")
        sheet.cell(row, 1).alignment = Alignment(vertical="center")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, 22
    for at, name in enumerate(HEADINGS, 1):
        heading(sheet.cell(_HEADING_ROW, at), HEADINGS[name], told=name in TOLD)
    for at, text in enumerate(notes, len(HEADINGS) + 1):
        heading(sheet.cell(_HEADING_ROW, at), text)
    sheet.row_dimensions[_HEADING_ROW].height = 34


def _said(item: PlanItem, labels: ReviewLabels) -> dict[str, str]:
    """The cells of an item whose words are left out; what is in doubt of it could repeat them."""
    cells = written(item)
    return {**cells, **covered({name: cells[name] for name in WORDS}), "doubts": labels.hidden[item.certain]}


def _doubts(item: PlanItem, say: Say) -> str:
    """What is in doubt of an item, each in a line."""
    return "\n".join(dict.fromkeys(say(problem) for problem in (*item.problems, *_cut(item))))


def _row(sheet: Any, row: int, cells: Mapping[str, str], *, certain: bool) -> None:
    """One item: its cells, in colour where it is in doubt, with the reason beside it and as a comment."""
    said = cells["doubts"]
    for at, name in enumerate(HEADINGS, 1):
        cell = _cell(sheet, row, at, cells[name], told=name in TOLD)
        if not certain:
            cell.fill = fill("schedule" if name in (*SCHEDULE, "certain") else "doubt")
        elif said and name in ("doubts", "evidence"):
            cell.fill = fill("hint")
        if name == "doubts":
            cell.font = Font(name=FONT, size=11)
        if said and name in (("evidence",) if certain else ("kind", "certain")):
            comment(cell, said)


def _cut(item: PlanItem) -> list[Problem]:
    """Texts that no cell can hold; unless somebody changes what is left of them, they are read back whole."""
    texts = {"action": item.action, "indicator": item.indicator, "component": item.component, "target": item.target}
    texts["evidence"] = "\n".join(item.evidence)
    return [
        Problem("text-cut", details={"code": item.code, "column": HEADINGS[name]})
        for name, text in texts.items()
        if fitting(clean(text)) != clean(text)
    ]


def _cell(sheet: Any, row: int, at: int, text: str, *, told: bool = False) -> Any:
    cell = sheet.cell(row, at)
    put(cell, text)
    style(cell, colour="595959" if told else "000000", ground="told" if told else None)
    cell.border = BOX
    if list(HEADINGS)[at - 1 : at] and list(HEADINGS)[at - 1] in (*SCHEDULE, "code", "certain"):
        cell.number_format = TEXT
    return cell


def _height(cells: Sequence[Any]) -> float:
    """Points that the longest cell of a row needs: not every program fits rows to wrapped text by itself."""
    widths = (*(_WIDTHS[name] for name in HEADINGS), *(_NOTE_WIDTH for _ in cells[len(HEADINGS) :]))
    lines = (
        sum(len(wrap(line, width - 1)) or 1 for line in str(cell.value or "").split("\n")[:_TALLEST])
        for cell, width in zip(cells, widths, strict=True)
        if width != _WIDTHS["id"]
    )
    return 15.0 * min(max(lines), _TALLEST) + 4


def _source(item: PlanItem, labels: ReviewLabels) -> str:
    page = labels.page.format(number=item.source.page) if item.source.page is not None else ""
    row = labels.row.format(number=item.source.row) if item.source.row is not None else ""
    sheet = item.source.place.removeprefix("sheet ") if item.source.place.startswith("sheet ") else ""
    return ", ".join(part for part in (sheet, page, row) if part)


def _offered(reading: Reading) -> list[str]:
    """The areas to choose from: those of the plan, and those of the six that it leaves out."""
    areas = {item.area.number: item.area for item in reading.items}
    if all(known_area(area.name) in (None, number) for number, area in areas.items()):
        areas = {number: Area(number, name) for number, name in enumerate(NAMES, 1)} | areas
    return [area_label(area) for _, area in sorted(areas.items())]


def _choices(sheet: Any, reading: Reading, labels: ReviewLabels) -> None:
    """The drop-downs; their lists stand in the hidden sheet, since a list in a rule ends at its 255th character."""
    last = _HEADING_ROW + len(reading.items) + _SPARE
    prompts = {"area": labels.choose_area, "kind": labels.choose_kind, "certain": labels.choose_certain}
    lengths = {"area": len(_offered(reading)), "kind": len(KIND_WORDS), "certain": 2}
    for (name, prompt), column in zip(prompts.items(), _LISTS, strict=True):
        rule = DataValidation("list", formula1=f"{MEMORY}!${column}$1:${column}${lengths[name]}", allow_blank=True)
        rule.promptTitle, rule.prompt = HEADINGS[name][:32], prompt[:255]
        rule.errorTitle, rule.error = HEADINGS[name][:32], labels.not_listed[:225]
        # A further area may be typed, the other two know all their words.
        rule.errorStyle = "warning" if name == "area" else "stop"
        rule.showErrorMessage = rule.showInputMessage = True
        letter = _letter(name)
        rule.add(f"{letter}{_HEADING_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(rule)
    for name in SCHEDULE:
        for row in range(last - _SPARE + 1, last + 1):
            sheet.cell(row, list(HEADINGS).index(name) + 1).number_format = TEXT


def _letter(name: str) -> str:
    return get_column_letter(list(HEADINGS).index(name) + 1)


def _lay_out(sheet: Any, items: int, columns: int) -> None:
    """Widths, what stays in view, what is printed, and colours that follow what is chosen."""
    for at in range(1, columns + 1):
        name = list(HEADINGS)[at - 1] if at <= len(HEADINGS) else ""
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, _NOTE_WIDTH)
    sheet.column_dimensions[_letter("id")].hidden = True
    last = get_column_letter(columns)
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 3)
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{last}{_HEADING_ROW + max(items, 1)}"
    sheet.print_area = f"A1:{last}{_HEADING_ROW + max(items, 1)}"
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
    sheet.sheet_view.zoomScale = 90
    landscape(sheet)
    first = _HEADING_ROW + 1
    area = f"A{first}:{last}{_HEADING_ROW + items + _SPARE}"
    certain, mark = f"${_letter('certain')}{first}", f"RIGHT(${_letter('id')}{first})"
    # A row that somebody confirms turns green at once; one that somebody doubts turns yellow.
    for formula, ground in (
        (f'AND({certain}="{YES}",{mark}="?")', "done"),
        (f'AND({certain}="{CHECK}",{mark}<>"?")', "doubt"),
    ):
        look = DifferentialStyle(fill=fill(ground))
        sheet.conditional_formatting.add(area, Rule("expression", dxf=look, formula=[formula], stopIfTrue=True))


def landscape(sheet: Any) -> None:
    """Print across A4, as wide as the page, with its number at the foot."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top, sheet.page_margins.bottom = 0.4, 0.5
    sheet.oddFooter.center.text = "&P / &N"


def _remember(sheet: Any, reading: Reading, notes: dict[str, str], hidden: Hidden | None) -> None:
    """The hidden sheet: what was written, row by row, or where it lies; and the lists of the drop-downs."""
    sheet.sheet_state = "hidden"
    rows = [(memory.MARK, hidden.remembered() if hidden is not None else memory.whole(reading, notes))]
    if hidden is None:
        rows += [(memory.id_of(position, item), memory.one(item)) for position, item in enumerate(reading.items, 1)]
    for row, (id, known) in enumerate(rows, 1):
        for at, text in [(1, id), *enumerate(memory.chunks(known), memory.FIRST_CHUNK)]:
            put(sheet.cell(row, at), text)
    lists = (_offered(reading), list(KIND_WORDS.values()), [YES, CHECK])
    for column, words in zip(_LISTS, lists, strict=True):
        for row, word in enumerate(words, 1):
            put(sheet[f"{column}{row}"], word)

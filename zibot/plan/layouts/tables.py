"""Tables of a plan to drafts of items: action tables, month grids, nested worksheets, told apart by their headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zibot.plan.document import Row, one_line, unbroken
from zibot.plan.layouts.alignment import aligned, slides_of, strange_number
from zibot.plan.layouts.areas import AreaMark, area_mark, area_name, known_area, mark_of_cell
from zibot.plan.layouts.columns import ROLES, normal
from zibot.plan.layouts.components import count_components
from zibot.plan.layouts.drafts import Draft, Table, roman, short
from zibot.plan.layouts.floating import settle_floating
from zibot.plan.layouts.grid import colours, grid_of, is_mark, marks_of
from zibot.plan.layouts.headings import (
    Heading,
    heading_at,
    is_column_numbers,
    is_foreign_heading,
    with_area_column,
)
from zibot.plan.layouts.parts import other_parts, spread_parts
from zibot.plan.layouts.sections import ends_table, is_section
from zibot.plan.layouts.steps import Steps, step_of, steps_of
from zibot.plan.layouts.tails import Tail, joined, tail_of
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import Area, Source
from zibot.plan.target_waktu import read_target
from zibot.when import number_of


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the document with the heading it stands under; `begins` where it is the first under it."""

    row: Row
    heading: Heading | None
    begins: bool = False


def read_tables(rows: Sequence[Row], *, year: int | None, heading: Heading | None = None) -> Table:
    """Read every plan table of a document; raises PlanError where there is none or it holds no items.

    `heading` says by hand what each column holds, for tables whose own heading says it otherwise.
    """
    lines, failure = _lines(rows, heading)
    headings = [line.heading for line in lines if line.heading and line.heading.works]
    if not headings:
        raise PlanError(failure or _no_heading(rows))
    timed = any(one.timed for one in headings)
    lines = [line for line in lines if line.heading is None or (line.heading.works and line.heading.timed == timed)]
    first = next(line.row for line in lines if line.heading)
    reader = _Reader(lines, year)
    table = reader.read()
    settle_floating(table)
    count_components(table)
    table.drafts = [draft for draft in table.drafts if draft.is_item]
    if not table.drafts:
        raise PlanError(Problem("no-items", first.where))
    if not timed:
        table.problems.insert(0, Problem("no-target-column", first.where))
    if failure:
        table.problems.append(Problem("table-skipped", failure.where))
    return table


def _no_heading(rows: Sequence[Row]) -> Problem:
    table = next((row for row in rows if len(row.filled) > 1), None)
    return Problem("no-heading", table.where) if table else Problem("no-table")


def _lines(rows: Sequence[Row], mapped: Heading | None) -> tuple[list[Line], Problem | None]:
    """Every row that is no heading, with the heading above it; and the first table that cannot be read, if any."""
    lines: list[Line] = []
    failure: Problem | None = None
    heading: Heading | None = None
    begins, at, table = True, 0, 0
    while at < len(rows):
        row = rows[at]
        if not row.is_prose and row.table != table:
            table = row.table
            if heading and not _goes_on_in(row, heading):
                heading = None
        found = heading_at(rows, at)
        if found:
            heading, begins = found[0], True
            if mapped is None and not heading.works:
                failure = failure or Problem("no-action-column", row.where)
            at += found[1]
            continue
        if is_foreign_heading(row) and not mapped:
            heading, failure = None, failure or Problem("no-heading", row.where)
        elif heading and ends_table(row):
            heading = None
        elif not is_column_numbers(row):
            under = None if row.is_prose else mapped or heading
            lines.append(Line(row, under, begins and under is not None))
            begins = begins and under is None
        at += 1
    return lines, failure


def _goes_on_in(row: Row, heading: Heading) -> bool:
    """Whether a table without heading of its own goes on with the one before: as wide, and not on a new sheet."""
    return len(row.cells) == len(heading.names) and not row.place.startswith("sheet ")


class _Reader:
    """Walks the lines from top to bottom and remembers where it is: the area, the row before."""

    def __init__(self, lines: Sequence[Line], year: int | None) -> None:
        self.table = Table()
        self._year = year
        self._lines = lines
        self._area: Area | None = None
        self._style = ""
        self._pending: AreaMark | None = None
        self._prose: list[str] = []
        self._after_break = False
        self._after_area = False
        self._page: int | None = None
        self._heading = Heading({}, ())
        self._numbers_areas = _numbers_areas(lines)
        self._numbered = False
        self._steps: Steps | None = None
        under = [(line.row, line.heading) for line in lines if line.heading]
        self._grid = grid_of(under)
        self._slides = slides_of(under)

    def read(self) -> Table:
        """Take in every line."""
        for at, line in enumerate(self._lines):
            if line.heading is None:
                self._outside(line.row)
            else:
                if line.begins:
                    self._begin(line.heading, at)
                self._take(line.row, at)
        return self.table

    def _begin(self, heading: Heading, at: int) -> None:
        """Begin under a heading, which may be the one before, repeated on a page."""
        rows = []
        for line in self._lines[at:]:
            if line.heading is not heading:
                break
            rows.append(line.row)
        self._steps = steps_of(heading, rows)
        self._heading = heading if self._steps else with_area_column(heading, rows)
        self._numbered = _numbers_items(self._heading, rows)
        self.table.has_components |= "component" in self._heading.roles or self._steps is not None
        self._after_break = True
        if rows and rows[0].place.startswith("sheet "):
            mark = area_mark([rows[0].place.removeprefix("sheet ")])
            if mark and mark.known and not self._pending:
                self._pending = mark

    def _outside(self, row: Row) -> None:
        """A line outside the tables may name an area, in pieces even ("4.", "Penataan", "Tatalaksana")."""
        text = one_line(" ".join(row.filled)).strip("#* ")
        if not text:
            return
        self._prose = [*self._prose, text][-4:]
        for count in range(1, len(self._prose) + 1):
            words = " ".join(self._prose[-count:])
            mark = area_mark([words]) if len(words) < 100 else None
            if mark and mark.known:
                self._pending = mark

    def _take(self, row: Row, at: int) -> None:
        self._prose = []
        if row.page != self._page and (not _whole(row) or _printed(row)):
            self._after_break = True
        self._page = row.page
        if self._pending:
            self._enter(self._pending, row, loose=not self._lines[at].begins and not _whole(row))
            self._pending = None
        if self._steps:
            self._step(self._steps, row)
            return
        if _tells_of_realisation(row, self._heading):
            return
        mark = area_mark(row.cells, style=self._style) or _torn_mark(row)
        if mark and self._begins_area(mark, row):
            self._enter(mark, row)
            self._after_area = True
        elif row.filled:
            following = self._lines[at + 1] if at + 1 < len(self._lines) else None
            self._data(row, following.row if following and following.heading else None)
            self._after_area = False

    def _step(self, steps: Steps, row: Row) -> None:
        """A row of a staircase: an area, a component, an item, or figures that belong to the item above."""
        step = step_of(steps, row)
        if step.kind == "area":
            self._enter(mark_of_cell(step.text), row)
        elif step.kind == "outside":
            self._area = None
        elif self._area and step.kind == "component":
            cells = {**dict.fromkeys(ROLES, ""), "component": step.text}
            self.table.drafts.append(self._draft(row, cells, [], None))
        elif self._area and step.kind == "item":
            inside = range(steps.first, steps.last + 1)
            cells = {
                role: "" if self._heading.roles.get(role) in inside else text
                for role, text in self._heading.cells(row).items()
            }
            cells = {**spread_parts(cells), "no": "", "component": "", "area": "", "indicator": step.text}
            self.table.drafts.append(self._draft(row, cells, [], None))

    def _begins_area(self, mark: AreaMark, row: Row) -> bool:
        """Whether what looks like an area is one: not a numbered component, and not a sentence torn off its row.

        Components numbered I, II … stand under areas lettered A, B …; names in small letters begin at the left.
        """
        if not mark.known and self._style not in ("", mark.style):
            return False
        first = next(at for at, cell in enumerate(row.cells) if cell.strip())
        labels = [self._heading.roles[role] for role in ("no", "area", "component") if role in self._heading.roles]
        at_left = first <= max(labels, default=0)
        return mark.name.isupper() or (at_left and mark.name[0].isupper())

    def _enter(self, mark: AreaMark, row: Row, *, loose: bool = False) -> None:
        """Begin an area, or go on with it where a page repeats its name; a `loose` label may stand below its border."""
        used = {draft.area.number: draft.area for draft in self.table.drafts}
        number = mark.number or mark.known or max(used, default=0) + 1
        if mark.known and mark.known in used and used[mark.known].name == area_name(mark.known, mark.name):
            number = mark.known  # under "Reform" the areas of "Pemenuhan" come again, perhaps counted on
        name = area_name(number, mark.name)
        if self._area and self._area.name == name:
            return
        if mark.number is None and not mark.known:
            details = {"name": name, "number": roman(number)}
            self.table.problems.append(Problem("area-unnumbered", row.where, details))
        elif number in used and used[number].name not in ("", name):
            wishes = [mark.known or number, *range(1, len(used) + 2)]
            free = next(one for one in wishes if one not in used)
            details = {"name": name, "number": roman(number), "other": used[number].name, "given": roman(free)}
            self.table.problems.append(Problem("area-number-twice", row.where, details))
            number, name = free, area_name(free, mark.name)
        self._style = self._style or mark.style
        self._area = Area(number, name)
        if loose:
            self.table.loose.add(len(self.table.drafts))

    def _data(self, row: Row, following: Row | None) -> None:
        """A row under a heading: a rest of the row before, a component's name, or an item."""
        if _whole(row) and not any(cell.strip() for at, cell in enumerate(row.cells) if at not in row.carried):
            return  # nothing but cells that began above
        cells, doubts = self._cells(row)
        if self._is_torn(cells, row):
            self._join_torn(cells, row, doubts)
            return
        if cells["area"]:
            self._area_cell(cells, row)
        if self._after_area and self._area and _rest_of_area(cells):
            self._area = Area(self._area.number, area_name(self._area.number, f"{self._area.name} {row.filled[0]}"))
            return
        before = self.table.drafts[-1] if self.table.drafts and not self._after_area else None
        if before and before.area != self._area:
            before = None  # a row never goes on across the border of an area
        if before and not before.is_item and any(text for role, text in cells.items() if role != "component"):
            before = None  # under a component's name a row begins anew
        if is_section(row, cells, self._heading, following, numbered=self._numbered):
            cells = _as_section(cells)
            self.table.has_components = True
        elif before and self._joins(before, cells, row, doubts):
            return
        self._after_break = False
        self._area = self._area or Area(1, "")
        if not self._area.name:
            doubts.append(Problem("no-area", row.where))
        self.table.drafts.append(self._draft(row, cells, doubts, before))

    def _cells(self, row: Row) -> tuple[dict[str, str], list[Problem]]:
        """A row's cells by role; the words of a grid's schedule are found later, in its marks."""
        if _whole(row):
            cells = self._heading.cells(row)
            if _printed(row):
                cells = {role: unbroken(text) for role, text in cells.items()}
            doubts = strange_number(self._heading, cells, row)
        else:
            cells, doubts = aligned(self._heading, row, slide=self._slides.get(id(row), 0))
        return spread_parts(cells), doubts

    def _is_torn(self, cells: Mapping[str, str], row: Row) -> bool:
        """Whether a row is what a page tore off the row before: in a table that numbers its rows, it has no number."""
        begins_page = _printed(row) and self._after_break and bool(self.table.drafts) and not self._after_area
        return begins_page and self._numbered and not cells["no"] and not row.joined and self.table.drafts[-1].is_item

    def _join_torn(self, cells: dict[str, str], row: Row, doubts: list[Problem]) -> None:
        before = self.table.drafts[-1]
        area = cells.pop("area")
        if area and self._area == before.area:
            self._whole_area(before.area, f"{before.area.name} {area}")
        filled = {role: text for role, text in cells.items() if text and role != "note"}
        self._join(before, Tail(filled, doubtful=False), row, doubts)

    def _whole_area(self, torn: Area, name: str) -> None:
        """Put the name of an area together that a page has torn, where that makes it one that is known."""
        known = known_area(name)
        if known is None:
            return
        areas = {draft.area.number: draft.area for draft in self.table.drafts if draft.area != torn}
        same = next((area for area in areas.values() if known_area(area.name) == known), None)
        number = torn.number if known in areas and torn.number not in areas else known
        self._area = same or Area(number, area_name(known, name))
        for draft in self.table.drafts:
            draft.area = self._area if draft.area == torn else draft.area
        self.table.problems = [
            problem
            for problem in self.table.problems
            if problem.code != "area-unnumbered" or problem.details["name"] != torn.name
        ]

    def _joins(self, before: Draft, cells: dict[str, str], row: Row, doubts: list[Problem]) -> bool:
        """Join a row to the one before where it is the rest of it."""
        if _whole(row):
            tail = _more_of(before, row, self._heading)
            after_break = _printed(row) and self._after_break
        else:
            tail, after_break = None, self._after_break
        lead = "indicator" if "indicator" in self._heading.roles else "action"
        own = {role: "" if self._carried(role, row) else text for role, text in cells.items() if role != "note"}
        if tail is None and not (self._heading.periods and _is_own(row, self._heading, own, before)):
            tail = tail_of(own, before.cells, lead=lead, after_break=after_break)
        if tail is None:
            return False
        self._join(before, tail, row, doubts)
        return True

    def _carried(self, role: str, row: Row) -> bool:
        column = self._heading.roles.get(role)
        if column is None and role == "component":  # taken from the column of areas
            column = self._heading.roles.get("area")
        return column is not None and column in row.carried

    def _area_cell(self, cells: dict[str, str], row: Row) -> None:
        """The area's column; a "PROGRAM" under areas that have rows of their own holds components instead."""
        mark = mark_of_cell(cells["area"])
        if mark.number is None and self._numbers_areas and (number := number_of(cells["no"].strip(" .)"))):
            mark, cells["no"] = replace(mark, number=number), ""
        if self._area and "component" not in self._heading.roles and mark.number is None and not mark.known:
            cells["component"] = cells["area"]
            self.table.has_components = True
        elif mark.known or mark.number or not re.match(r"\W*[a-z]", mark.name):
            self._enter(mark, row, loose=not _whole(row))
        cells["area"] = ""

    def _draft(self, row: Row, cells: dict[str, str], doubts: list[Problem], before: Draft | None) -> Draft:
        assert self._area is not None
        source = Source(row.page, row.number, row.place)
        notes = self._heading.notes(row) | other_parts(self._heading.cells(row))
        draft = Draft(self._area, cells, source, notes, doubts)
        if self._heading.periods and draft.is_item:
            self._schedule(draft, row)
        same = before is not None and before.area == self._area and not cells["component"]
        if same and before and draft.is_item:
            self._fill_down(cells, before)
        return draft

    def _fill_down(self, cells: dict[str, str], before: Draft) -> None:
        """A merged cell stands once, for all the rows beside it: an indicator for its actions, or the reverse."""
        roles = self._heading.roles
        if "indicator" in roles and not cells["indicator"]:
            cells["indicator"] = before.cells["indicator"]
            cells["action"] = cells["action"] or before.cells["action"]
        elif not cells["action"] and roles.get("action", 99) < roles.get("indicator", 0):
            cells["action"] = before.cells["action"]

    def _schedule(self, draft: Draft, row: Row) -> None:
        """The schedule from the marks of a grid, unless a column says it in words as well."""
        beyond = row.cells[max(self._heading.periods) + 1 :]
        note = draft.cells["note"] or ("" if _whole(row) else " ".join(cell for cell in beyond if not is_mark(cell)))
        words, understood = marks_of(row, self._heading, self._grid, note=note, year=self._year)
        said = draft.cells["target"]
        if not said:
            draft.cells["target"], draft.understood = words, understood
        elif words and read_target(said, year=self._year).schedule.months != understood.schedule.months:
            draft.doubts.append(Problem("two-readings", row.where, {"target": f"{one_line(said)}; {words}"}))

    def _join(self, before: Draft, tail: Tail, row: Row, doubts: list[Problem]) -> None:
        targets = before.cells["target"]
        for role, text in tail.cells.items():
            before.cells[role] = joined(before.cells[role], text)
        before.doubts += doubts
        if tail.doubtful or (targets and not read_target(before.cells["target"]).certain and "target" in tail.cells):
            words = one_line(" ".join(tail.cells.values()))
            before.doubts.append(Problem("joined-row", row.where, {"words": short(words)}))


def _is_own(row: Row, heading: Heading, own: Mapping[str, str], before: Draft) -> bool:
    """Whether a row of a month grid is one of its own: it has marks, or goes on with the numbering above."""
    if any(is_mark(cell) for cell in row.cells) or colours(row, heading):
        return True
    role = next((role for role in ("indicator", "action") if own[role]), None)
    numbered = role and re.match(r"(?:\d{1,2}|[a-z])[.)]", own[role])
    return bool(role and numbered and not before.cells[role].rstrip().endswith(":"))


def _whole(row: Row) -> bool:
    """Whether the format knows its tables, so that every cell is where it belongs."""
    return row.table > 0


def _tells_of_realisation(row: Row, heading: Heading) -> bool:
    """Whether a row beneath an item says what became of it, beside a row for what was planned."""
    own = [
        normal(cell)
        for at, cell in enumerate(row.cells)
        if cell.strip() and at not in row.carried and at not in heading.periods
    ]
    return len(own) == 1 and own[0] in ("REALISASI", "CAPAIAN", "REAL", "R")


def _torn_mark(row: Row) -> AreaMark | None:
    """The area that a printed row names across cells, where a ruling was seen in the middle of its words."""
    if not _printed(row) or not 2 <= len(row.filled) <= 3:
        return None
    mark = area_mark(["".join(row.filled)])
    return mark if mark and mark.known else None


def _printed(row: Row) -> bool:
    """Whether a row stands on a printed page, whose end may tear it."""
    return row.place.startswith("page ")


def _more_of(before: Draft, row: Row, heading: Heading) -> Tail | None:
    """More evidence for the item before: the row adds nothing else, what is done stands in cells merged over both."""
    own = {
        role: text
        for role, text in heading.cells(row).items()
        if text and heading.roles[role] not in row.carried and role not in ("no", "note")
    }
    evidence = {"evidence": "\n" + own["evidence"]} if own.keys() == {"evidence"} else None
    return Tail(evidence, doubtful=False) if evidence and before.cells["evidence"] else None


def _own_cells(heading: Heading, row: Row) -> dict[str, str]:
    """A row's cells without those that are merged with the row above."""
    return heading.cells(
        replace(row, cells=tuple("" if at in row.carried else cell for at, cell in enumerate(row.cells)))
    )


def _numbers_items(heading: Heading, rows: Sequence[Row]) -> bool:
    """Whether the rows that hold work are numbered, nearly all of them."""
    full = [_own_cells(heading, row) for row in rows if len(row.filled) > 3]
    return sum(bool(re.fullmatch(r"\W*\w{1,3}\W*", cells["no"])) for cells in full) * 10 > len(full) * 8


def _numbers_areas(lines: Sequence[Line]) -> bool:
    """Whether the column of numbers counts the areas beside it: it is filled only where another area begins."""
    named: list[str] = []
    for line in lines:
        if line.heading and {"no", "area"} <= line.heading.roles.keys():
            cells = _own_cells(line.heading, line.row)
            if re.fullmatch(r"[\dIVX]{1,4}[.)]?", cells["no"]):
                named.append(one_line(cells["area"]))
    known = sum(known_area(name) is not None for name in named)
    return len(named) > 1 and all(named) and len(set(named)) == len(named) and known * 3 >= len(named)


def _as_section(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that names a component across the table."""
    name = next((cells[role] for role in ("component", "indicator", "action", "area", "no") if cells[role]), "")
    number = cells["no"] if cells["no"] != name else ""
    return {**dict.fromkeys(cells, ""), "no": number, "component": name}


def _rest_of_area(cells: Mapping[str, str]) -> bool:
    """Whether the row under an area's name holds only more words of it, in capitals."""
    filled = [text for text in cells.values() if text]
    return len(filled) == 1 and filled[0].isupper() and not re.match(r"\d", filled[0])

"""Tables of a plan to drafts of items: action tables, month grids, nested worksheets, told apart by their headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zibot.plan.document import Row, one_line, unbroken
from zibot.plan.layouts.alignment import aligned, slides_of, strange_number
from zibot.plan.layouts.areas import (
    AreaMark,
    among_eight,
    area_mark,
    area_name,
    is_part,
    known_area,
    mark_of_cell,
    of_reform,
)
from zibot.plan.layouts.beside import doubts_beside
from zibot.plan.layouts.columns import ROLES, normal
from zibot.plan.layouts.components import count_components
from zibot.plan.layouts.drafts import Draft, Table, roman, short
from zibot.plan.layouts.floating import settle_floating
from zibot.plan.layouts.grid import colours, grid_of, is_mark, marks_of, tells_colours
from zibot.plan.layouts.headings import Heading, areas_in, with_area_column
from zibot.plan.layouts.lines import Line, lines_of, no_heading
from zibot.plan.layouts.numbering import is_own, names_eight, numbers_areas, numbers_items
from zibot.plan.layouts.parts import other_parts, spread_parts
from zibot.plan.layouts.sections import is_section
from zibot.plan.layouts.steps import Steps, step_of, steps_of
from zibot.plan.layouts.summaries import leave_summaries_out
from zibot.plan.layouts.tails import Tail, joined, tail_of
from zibot.plan.layouts.whole import is_printed, is_whole, more_of, tells_of_realisation, torn_mark
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import Area, Source
from zibot.plan.target_waktu import read_target
from zibot.when import number_of

_YEAR = re.compile(r"\b(20\d\d)\b")


def read_tables(rows: Sequence[Row], *, year: int | None, heading: Heading | None = None) -> Table:
    """Read every plan table of a document; raises PlanError where there is none or it holds no items.

    `heading` says by hand what each column holds, for tables whose own heading says it otherwise.
    """
    lines, failure = lines_of(rows, heading)
    headings = [line.heading for line in lines if line.heading and line.heading.works]
    if not headings:
        raise PlanError(failure or no_heading(rows))
    timed = any(one.timed for one in headings)
    lines = [line for line in lines if line.heading is None or (line.heading.works and line.heading.timed == timed)]
    first = next(line.row for line in lines if line.heading)
    reader = _Reader(lines, year)
    table = reader.read()
    table.years = tuple({int(year) for one in headings for name in one.names for year in _YEAR.findall(name)})
    leave_summaries_out(table)
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
        self._numbers_areas = numbers_areas(lines)
        self._eight = names_eight(lines)
        self._numbered = self._names_areas = False
        self._shades: frozenset[int] = frozenset()
        self._steps: Steps | None = None
        under = [(line.row, line.heading) for line in lines if line.heading]
        self._grid = replace(grid_of(under), legend=tells_colours(line.row for line in lines))
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
        self._numbered = numbers_items(self._heading, rows)
        self._names_areas = areas_in(rows, self._heading.roles.get("area", -1)) > 1
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
        if row.page != self._page and (not is_whole(row) or is_printed(row)):
            self._after_break = True
        self._page = row.page
        if self._pending:
            self._enter(self._pending, row, loose=not self._lines[at].begins and not is_whole(row))
            self._pending = None
        if self._steps:
            self._step(self._steps, row)
            return
        if tells_of_realisation(row, self._heading):
            return
        if len(row.filled) <= 2 and is_part(" ".join(row.filled)):
            self._area = None if normal(row.filled[-1]).endswith("HASIL") else self._area
            return
        mark = area_mark(row.cells, style=self._style) or torn_mark(row)
        if mark is None and self._eight and len(row.filled) == 1 and of_reform(row.filled[0]):
            self._enter(AreaMark(None, None, one_line(row.filled[0]), "none"), row)
            self._after_area = True
        elif mark and self._begins_area(mark, row):
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
        if mark.known and is_whole(row) and len(row.filled) == 1 and row.joined:
            return True
        first = next(at for at, cell in enumerate(row.cells) if cell.strip())
        labels = [self._heading.roles[role] for role in ("no", "area", "component") if role in self._heading.roles]
        at_left = first <= max(labels, default=0)
        return mark.name.isupper() or (at_left and mark.name[0].isupper())

    def _enter(self, mark: AreaMark, row: Row, *, loose: bool = False) -> None:
        """Begin an area, or go on with it where a page repeats its name; a `loose` label may stand below its border."""
        used = {draft.area.number: draft.area for draft in self.table.drafts}
        usual = among_eight(mark.name) if self._eight else mark.known
        number = mark.number or usual or max(used, default=0) + 1
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
        if is_whole(row) and not any(cell.strip() for at, cell in enumerate(row.cells) if at not in row.carried):
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
        self._after_break, self._shades = False, colours(row, self._heading)
        self._area = self._area or Area(1, "")
        if not self._area.name:
            doubts.append(Problem("no-area", row.where))
        self.table.drafts.append(self._draft(row, cells, doubts, before))

    def _cells(self, row: Row) -> tuple[dict[str, str], list[Problem]]:
        """A row's cells by role; the words of a grid's schedule are found later, in its marks."""
        if is_whole(row):
            cells = self._heading.cells(row)
            if is_printed(row):
                cells = {role: unbroken(text) for role, text in cells.items()}
            doubts = strange_number(self._heading, cells, row)
        else:
            cells, doubts = aligned(self._heading, row, slide=self._slides.get(id(row), 0))
        return spread_parts(cells), doubts

    def _is_torn(self, cells: Mapping[str, str], row: Row) -> bool:
        """Whether a row is what a page tore off the row before.

        In a table that numbers its rows it has no number; in a month grid it has the colours of the row before.
        """
        begins_page = is_printed(row) and self._after_break and bool(self.table.drafts) and not self._after_area
        if not begins_page or cells["no"] or row.joined or not self.table.drafts[-1].is_item:
            return False
        shades = colours(row, self._heading)
        marked = any(row.cells[at].strip() for at in self._heading.periods)
        return self._numbered or (bool(shades) and shades == self._shades and not marked and not cells["component"])

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
        if is_whole(row):
            tail = more_of(before, row, self._heading)
            after_break = is_printed(row) and self._after_break
        else:
            tail, after_break = None, self._after_break
        lead = "indicator" if "indicator" in self._heading.roles else "action"
        own = {role: "" if self._carried(role, row) else text for role, text in cells.items() if role != "note"}
        if tail is None and not (self._heading.periods and is_own(row, self._heading, own, before)):
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
        named = mark.number or mark.known or self._names_areas
        if self._area and "component" not in self._heading.roles and not named:
            cells["component"] = cells["area"]
            self.table.has_components = True
        elif mark.known or mark.number or not re.match(r"\W*[a-z]", mark.name):
            self._enter(mark, row, loose=not is_whole(row))
        cells["area"] = ""

    def _draft(self, row: Row, cells: dict[str, str], doubts: list[Problem], before: Draft | None) -> Draft:
        assert self._area is not None
        source = Source(row.page, row.number, row.place)
        notes = self._heading.notes(row) | other_parts(self._heading.cells(row))
        draft = Draft(self._area, cells, source, notes, doubts)
        if self._heading.periods and draft.is_item:
            self._schedule(draft, row)
        elif draft.is_item:
            doubts += doubts_beside(self._heading, row, draft.cells, year=self._year)
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
        note = draft.cells["note"] or ("" if is_whole(row) else " ".join(cell for cell in beyond if not is_mark(cell)))
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


def _as_section(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that names a component across the table."""
    name = next((cells[role] for role in ("component", "indicator", "action", "area", "no") if cells[role]), "")
    number = cells["no"] if cells["no"] != name else ""
    return {**dict.fromkeys(cells, ""), "no": number, "component": name}


def _rest_of_area(cells: Mapping[str, str]) -> bool:
    """Whether the row under an area's name holds only more words of it, in capitals."""
    filled = [text for text in cells.values() if text]
    return len(filled) == 1 and filled[0].isupper() and not re.match(r"\d", filled[0])

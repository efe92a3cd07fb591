"""Action tables (area, component, indicator, action, evidence, target) to drafts of items with their problems."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.alignment import aligned
from zibot.plan.layouts.areas import AreaMark, area_mark, area_name, mark_of_cell
from zibot.plan.layouts.columns import Heading, heading_of, is_column_numbers, is_foreign_heading
from zibot.plan.layouts.components import count_components
from zibot.plan.layouts.drafts import Draft, Table, roman, short
from zibot.plan.layouts.tails import Tail, joined, tail_of
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import Area, Source
from zibot.plan.target_waktu import read_target


def read_action_table(rows: Sequence[Row]) -> Table:
    """Read every action table of a document; raises PlanError where there is none or it holds no items."""
    reader = _Reader()
    for row, following in pairwise([*rows, None]):
        if row is not None:
            reader.take(row, following)
    if not reader.seen:
        raise PlanError(reader.failure or _no_heading(rows))
    count_components(reader.table)
    reader.table.drafts = [draft for draft in reader.table.drafts if draft.is_item]
    if not reader.table.drafts:
        raise PlanError(Problem("no-items", f"row {reader.seen}"))
    if reader.failure:
        reader.table.problems.append(Problem("table-skipped", reader.failure.where))
    return reader.table


def _no_heading(rows: Iterable[Row]) -> Problem:
    table = next((row for row in rows if len(row.filled) > 1), None)
    return Problem("no-heading", f"row {table.number}") if table else Problem("no-table")


def _refusal(heading: Heading, row: Row) -> Problem:
    """Why no items can be read under a heading."""
    if heading.grid:
        return Problem("month-grid", f"row {row.number}")
    lacks_time = "target" in heading.lacks
    return Problem("no-target-column" if lacks_time else "no-action-column", f"row {row.number}")


class _Reader:
    """Walks the rows from top to bottom and remembers where it is: the heading, the area, the row before."""

    def __init__(self) -> None:
        self.table = Table()
        self.seen = 0
        """The line of the first usable heading."""
        self.failure: Problem | None = None
        self._heading: Heading | None = None
        self._area: Area | None = None
        self._style = ""
        self._pending: AreaMark | None = None
        self._after_break = False
        self._after_area = False
        self._page: int | None = None

    def take(self, row: Row, following: Row | None) -> None:
        """Take in one row; `following` is the one under it."""
        if row.is_prose:
            self._pending = self._prose(row)
            return
        if row.page != self._page:
            self._after_break, self._page = True, row.page
        if self._is_heading(row, following) or self._heading is None or is_column_numbers(row):
            return
        if self._pending:
            self._enter(self._pending, row)
            self._pending = None
        mark = area_mark(row.cells, style=self._style)
        if mark and self._begins_area(mark, row):
            self._enter(mark, row)
            self._after_area = True
        elif row.filled:
            self._data(row)
            self._after_area = False

    def _prose(self, row: Row) -> AreaMark | None:
        """An area that is named in a line of its own, above its table or between its rows."""
        mark = area_mark(row.cells)
        return mark if mark and mark.known and len(row.cells[0]) < 100 else None

    def _is_heading(self, row: Row, following: Row | None) -> bool:
        heading = heading_of(row, following)
        if heading is None:
            if is_foreign_heading(row):
                self._heading = None
                self.failure = self.failure or Problem("no-heading", f"row {row.number}")
                return True
            return False
        self._heading = heading if heading.usable else None
        if heading.usable:
            self.seen = self.seen or row.number
            self.table.has_components |= "component" in heading.roles
        else:
            self.failure = self.failure or _refusal(heading, row)
        self._after_break = True
        return True

    def _begins_area(self, mark: AreaMark, row: Row) -> bool:
        """Whether what looks like an area is one: not a numbered component, and not a sentence torn off its row.

        Components numbered I, II … stand under areas lettered A, B …; names in small letters begin at the left.
        """
        assert self._heading is not None
        if not mark.known and self._style not in ("", mark.style):
            return False
        first = next(at for at, cell in enumerate(row.cells) if cell.strip())
        labels = [self._heading.roles[role] for role in ("no", "area", "component") if role in self._heading.roles]
        at_left = first <= max(labels, default=0)
        return mark.name.isupper() or (at_left and mark.name[0].isupper())

    def _enter(self, mark: AreaMark, row: Row) -> None:
        """Begin an area, or go on with it where a page repeats its name."""
        used = {draft.area.number: draft.area for draft in self.table.drafts}
        number = mark.number or mark.known or max(used, default=0) + 1
        name = area_name(number, mark.name)
        where = f"row {row.number}"
        if self._area and self._area.name == name:
            return
        if mark.number is None and not mark.known:
            self.table.problems.append(Problem("area-unnumbered", where, {"name": name, "number": roman(number)}))
        elif number in used and used[number].name not in ("", name):
            wishes = [mark.known or number, *range(1, len(used) + 2)]
            free = next(one for one in wishes if one not in used)
            details = {"name": name, "number": roman(number), "other": used[number].name, "given": roman(free)}
            self.table.problems.append(Problem("area-number-twice", where, details))
            number, name = free, area_name(free, mark.name)
        self._style = self._style or mark.style
        self._area = Area(number, name)

    def _data(self, row: Row) -> None:
        """A row under a heading: a rest of the row before, a component's name, or an item."""
        assert self._heading is not None
        cells, doubts = aligned(self._heading, row)
        if cells["area"]:
            self._area_cell(cells, row)
        if self._after_area and self._area and _rest_of_area(cells):
            self._area = Area(self._area.number, area_name(self._area.number, f"{self._area.name} {row.filled[0]}"))
            return
        drafts = self.table.drafts
        before = drafts[-1] if drafts and not self._after_area else None
        if before and not before.is_item and any(text for role, text in cells.items() if role != "component"):
            before = None  # under a component's name a row begins anew
        lead = "indicator" if "indicator" in self._heading.roles else "action"
        tail = tail_of(cells, before.cells if before else None, lead=lead, after_break=self._after_break)
        if tail and before:
            self._join(before, tail, row, doubts)
            return
        self._after_break = False
        if self._area is None:
            self._area = Area(1, "")
        if not self._area.name:
            doubts.append(Problem("no-area", f"row {row.number}"))
        drafts.append(self._draft(row, cells, doubts, before))

    def _area_cell(self, cells: dict[str, str], row: Row) -> None:
        """The area's column; a "PROGRAM" under areas that have rows of their own holds components instead."""
        assert self._heading is not None
        mark = mark_of_cell(cells["area"])
        if self._area and "component" not in self._heading.roles and mark.number is None and not mark.known:
            cells["component"] = cells["area"]
            self.table.has_components = True
        else:
            self._enter(mark, row)
        cells["area"] = ""

    def _draft(self, row: Row, cells: dict[str, str], doubts: list[Problem], before: Draft | None) -> Draft:
        assert self._heading is not None
        assert self._area is not None
        draft = Draft(self._area, cells, Source(row.page, row.number), self._heading.notes(row), doubts)
        same = before is not None and before.area == self._area and not cells["component"]
        if same and before and not cells["indicator"] and "indicator" in self._heading.roles and draft.is_item:
            # A merged indicator stands once, for all the actions beside it.
            cells["indicator"] = before.cells["indicator"]
            cells["action"] = cells["action"] or before.cells["action"]
        return draft

    def _join(self, before: Draft, tail: Tail, row: Row, doubts: list[Problem]) -> None:
        targets = before.cells["target"]
        for role, text in tail.cells.items():
            before.cells[role] = joined(before.cells[role], text)
        before.doubts += doubts
        if tail.doubtful or (targets and not read_target(before.cells["target"]).certain and "target" in tail.cells):
            words = one_line(" ".join(tail.cells.values()))
            before.doubts.append(Problem("joined-row", f"row {row.number}", {"words": short(words)}))


def _rest_of_area(cells: dict[str, str]) -> bool:
    """Whether the row under an area's name holds only more words of it, in capitals."""
    filled = [text for text in cells.values() if text]
    return len(filled) == 1 and filled[0].isupper() and not re.match(r"\d", filled[0])

"""Action tables (area, component, indicator, action, evidence, target) to drafts of items with their problems."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.areas import ROMANS, AreaMark, area_mark, area_name, mark_of_cell
from zibot.plan.layouts.columns import Heading, heading_of, is_column_numbers, is_foreign_heading
from zibot.plan.layouts.tails import Tail, joined, tail_of
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import Area, Source
from zibot.plan.target_waktu import read_target


@dataclass(slots=True)
class Draft:
    """A row on its way to an item; `component` is filled in once all rows are known."""

    area: Area
    cells: dict[str, str]
    source: Source
    notes: dict[str, str] = field(default_factory=dict)
    doubts: list[Problem] = field(default_factory=list)
    component: tuple[int, str] = (0, "")
    """Its number within the area, counted, and its name."""

    @property
    def is_item(self) -> bool:
        """Whether it holds work, and not only the name of a component."""
        return any(self.cells[role] for role in ("indicator", "action", "evidence", "target"))


@dataclass(slots=True)
class Table:
    """What the rows of a document hold: drafts in order, and problems that belong to no single item."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_components: bool = False
    """Whether a heading has a column of components at all."""


def read_action_table(rows: Sequence[Row]) -> Table:
    """Read every action table of a document; raises PlanError where there is none or it holds no items."""
    reader = _Reader()
    for row, following in pairwise([*rows, None]):
        if row is not None:
            reader.take(row, following)
    if not reader.seen:
        raise PlanError(reader.failure or _no_heading(rows))
    _count_components(reader.table)
    reader.table.drafts = [draft for draft in reader.table.drafts if draft.is_item]
    if not reader.table.drafts:
        raise PlanError(Problem("no-items", f"row {reader.seen}"))
    if reader.failure:
        reader.table.problems.append(Problem("table-skipped", reader.failure.where))
    return reader.table


def _no_heading(rows: Iterable[Row]) -> Problem:
    table = next((row for row in rows if len(row.filled) > 1), None)
    return Problem("no-heading", f"row {table.number}") if table else Problem("no-table")


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
            code = (
                "month-grid"
                if heading.grid
                else "no-target-column"
                if "target" in heading.lacks
                else "no-action-column"
            )
            self.failure = self.failure or Problem(code, f"row {row.number}")
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
            self.table.problems.append(Problem("area-unnumbered", where, {"name": name, "number": _roman(number)}))
        elif number in used and used[number].name not in ("", name):
            free = next(one for one in range(1, len(used) + 14) if one not in used)
            details = {"name": name, "number": _roman(number), "other": used[number].name, "given": _roman(free)}
            self.table.problems.append(Problem("area-number-twice", where, details))
            number, name = free, area_name(free, mark.name)
        self._style = self._style or mark.style
        self._area = Area(number, name)

    def _data(self, row: Row) -> None:
        """A row under a heading: a rest of the row before, a component's name, or an item."""
        assert self._heading is not None
        cells, doubts = _aligned(self._heading, row)
        if cells["area"]:
            self._enter(mark_of_cell(cells["area"]), row)
            cells["area"] = ""
        if self._after_area and self._area and _rest_of_area(cells):
            self._area = Area(self._area.number, area_name(self._area.number, f"{self._area.name} {row.filled[0]}"))
            return
        drafts = self.table.drafts
        before = drafts[-1] if drafts and not self._after_area else None
        tail = tail_of(cells, before.cells if before else None, after_break=self._after_break)
        if tail and before:
            self._join(before, tail, row, doubts)
            return
        self._after_break = False
        if self._area is None:
            self._area = Area(1, "")
        if not self._area.name:
            doubts.append(Problem("no-area", f"row {row.number}"))
        drafts.append(self._draft(row, cells, doubts, before))

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
            before.doubts.append(Problem("joined-row", f"row {row.number}", {"words": _short(words)}))


def _roman(number: int) -> str:
    return ROMANS[number - 1] if 1 <= number <= len(ROMANS) else str(number)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _rest_of_area(cells: dict[str, str]) -> bool:
    """Whether the row under an area's name holds only more words of it, in capitals."""
    filled = [text for text in cells.values() if text]
    return len(filled) == 1 and filled[0].isupper() and not re.match(r"\d", filled[0])


def _aligned(heading: Heading, row: Row) -> tuple[dict[str, str], list[Problem]]:
    """A row's cells by role; where empty cells were lost so that text slid to the left, moved back and asked about."""
    cells = heading.cells(row)
    where = f"row {row.number}"
    inside = re.fullmatch(r"(\d{1,2})\s*[.)]?\s+(\D.*)", cells["no"], re.DOTALL)
    if inside and not cells["component"]:  # number and name in one cell
        cells["no"], cells["component"] = inside[1], inside[2]
    beyond = [cell for cell in row.cells[len(heading.names) :] if cell.strip()]
    if beyond:
        return cells, [Problem("extra-cells", where, {"words": _short(one_line(" ".join(beyond)))})]
    at = max((at for at, cell in enumerate(row.cells) if cell.strip()), default=0)
    gap = heading.roles["target"] - at
    if cells["target"] or gap <= 0 or len(row.filled) < 2:
        return cells, _strange_number(cells, where)
    last = read_target(row.cells[at])
    if not last.schedule.months or not last.certain:
        return cells, _strange_number(cells, where)
    doubt = Problem("shifted-row", where, {"target": one_line(row.cells[at])})
    if re.search(r"[^\W\d]{3,}", cells["no"]):  # the whole row slid: a sentence stands where numbers should
        return heading.cells(replace(row, cells=(*[""] * gap, *row.cells))), [doubt]
    role = next((role for role, column in heading.roles.items() if column == at), None)
    return {**cells, **({role: ""} if role else {}), "target": row.cells[at].strip()}, [doubt]


def _strange_number(cells: dict[str, str], where: str) -> list[Problem]:
    """A number column that holds a sentence: the row slid, and nobody can say how far."""
    if not re.search(r"[^\W\d]{3,}", cells["no"]):
        return []
    words = cells["no"]
    cells["no"] = ""
    cells["action"] = joined(words, cells["action"])
    return [Problem("shifted-row", where, {"target": _short(one_line(words))})]


def _count_components(table: Table) -> None:
    """Give each draft its component: counted within its area, its name carried down until the next one begins."""
    drafts = table.drafts
    numbers_items = any(draft.cells["no"] and not draft.cells["component"] and draft.is_item for draft in drafts)
    counts: dict[int, int] = {}
    current: dict[int, tuple[str, str]] = {}
    lost: Problem | None = None
    for before, draft in pairwise([None, *drafts]):
        assert draft is not None
        if (
            before is None
            or before.area != draft.area
            or (lost and lost.code == "floating-label" and draft.cells["component"])
        ):
            lost = None
        area = draft.area.number
        number, name = _component_cell(draft)
        if (
            name
            and (name, "" if numbers_items else number) != current.get(area)
            and not (name == current.get(area, ("", ""))[0] and not number)
        ):
            counts[area] = counts.get(area, 0) + 1
            current[area] = (name, "" if numbers_items else number)
            if number.isdigit() and not numbers_items:
                lost = _check_number(int(number), counts[area], draft, table) or lost
        elif area in counts and before and not name and _starts_again(before, draft):
            lost = Problem("floating-label", details={"name": current[area][0]})
        elif area not in counts:
            counts[area], current[area] = 1, ("", "")
            if table.has_components:
                table.problems.append(Problem("no-component", f"row {draft.source.row}"))
        if lost:
            draft.doubts.append(replace(lost, where=f"row {draft.source.row}"))
        draft.component = (counts[area], current[area][0])


def _starts_again(before: Draft, draft: Draft) -> bool:
    """Whether numbering inside the cells starts again at 1: a border, though no component is named beside it."""
    for role in ("indicator", "action"):
        last, first = (re.match(r"(\d{1,2}|[a-h])[.)]\s", one.cells[role]) for one in (before, draft))
        if last and first and first[1] in ("1", "a") and before.cells[role] != draft.cells[role]:
            return True
    return False


def _component_cell(draft: Draft) -> tuple[str, str]:
    """The number and the name of the component that a row begins; the number may stand before the name."""
    name = one_line(draft.cells["component"])
    number = draft.cells["no"].strip(" .)")
    inside = re.match(r"(\d{1,2})[.)]?\s+(?=[^\W\d])", name)
    return (inside[1], name[inside.end() :]) if inside else (number, name)


def _check_number(number: int, count: int, draft: Draft, table: Table) -> Problem | None:
    """Compare the number that is written with the count: one that starts again tells of an area whose name was lost."""
    details = {"number": str(number), "count": str(count), "area": _roman(draft.area.number)}
    if number == count:
        return None
    if number == 1:
        return Problem("area-lost", details=details)
    table.problems.append(Problem("component-number", f"row {draft.source.row}", details))
    return None

"""The heading of a plan table, of one row or several: which column holds what, and which columns are months."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.areas import mark_of_cell
from zibot.plan.layouts.columns import (
    ROLES,
    assigned,
    is_heading_word,
    nearly_heading_word,
    normal,
    options_of,
    tells_time,
    whole_words,
)
from zibot.plan.layouts.periods import Period, periods_of
from zibot.when import month_of, quarter_of

_BARE = re.compile(
    r"B?\d{1,2}|(?:tahun )?20\d\d|[IVX]{1,4}|[JFMASONDTRP]|(?:smt|sem|semester|minggu|mgg|m|w|s)\W*\w{1,2}",
    re.IGNORECASE,
)
_DEEPEST = 4
"""Rows that one heading may have."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table: roles to positions, the words over each column, and the columns that are periods."""

    roles: Mapping[str, int]
    names: tuple[str, ...]
    periods: Mapping[int, Period] = field(default_factory=dict)
    until: int | None = None
    """The column in which work ends, where the target's column says when it begins."""

    @property
    def works(self) -> bool:
        """Whether it has a column for what is done or what must be true."""
        return "action" in self.roles or "indicator" in self.roles

    @property
    def timed(self) -> bool:
        """Whether it says when."""
        return "target" in self.roles or bool(self.periods)

    def cells(self, row: Row) -> dict[str, str]:
        """A row's cells by role; a role without a column or a cell is empty."""
        at = self.roles
        if self.until is not None and self.until < len(row.cells) and row.cells[self.until].strip():
            begin, end = row.cells[at["target"]].strip(), row.cells[self.until].strip()
            span = f"{begin} s.d. {end}" if begin and begin != end else end
            row = replace(
                row, cells=tuple(span if place == at["target"] else cell for place, cell in enumerate(row.cells))
            )
        return {role: row.cells[at[role]].strip() if role in at and at[role] < len(row.cells) else "" for role in ROLES}

    def other_times(self, row: Row) -> dict[str, str]:
        """What stands in further columns that tell of time, by their heading."""
        taken = {self.roles.get("target"), self.until, *self.periods}
        found = {}
        for at, name in enumerate(self.names):
            if at not in taken and at not in self.roles.values() and at < len(row.cells) and tells_time(name):
                found[name] = one_line(row.cells[at])
        return {name: cell for name, cell in found.items() if cell.strip("-–. ")}

    def notes(self, row: Row) -> dict[str, str]:
        """What stands in the columns without a use here, by their heading; a nameless one is called by its number."""
        taken = {at for role, at in self.roles.items() if role != "note"} | set(self.periods) | {self.until}
        named = (
            ((self.names[at] if at < len(self.names) else "") or f"kolom {at + 1}", one_line(cell))
            for at, cell in enumerate(row.cells)
            if at not in taken
        )
        return {name: cell for name, cell in named if cell}


def heading_at(rows: Sequence[Row], at: int) -> tuple[Heading, int] | None:
    """The heading that begins with a row, and how many rows it has; None where none begins."""
    first = rows[at]
    if first.is_prose or sum(nearly_heading_word(whole_words(cell)) for cell in first.filled) < 2:
        return None
    best: tuple[Heading, int] | None = None
    for length in range(1, _DEEPEST + 1):
        block = rows[at : at + length]
        if len(block) < length or (length > 1 and not _goes_on(block[-1], first)):
            break
        if length == 2 and best is None and _heading(block[1:]):
            return None  # it begins with the next row
        heading = _heading(block)
        if heading and (best is None or _worth(heading) >= _worth(best[0])):
            best = heading, length
    return best


def _worth(heading: Heading) -> int:
    return len(heading.roles) + bool(heading.periods)


def _goes_on(row: Row, first: Row) -> bool:
    """Whether a row is one more row of the heading: names of periods or words of headings beneath the first."""
    if row.is_prose or row.table != first.table or is_column_numbers(row):
        return False
    own = [whole_words(cell) for at, cell in enumerate(row.cells) if cell.strip() and at not in row.carried]
    if not all(is_heading_word(cell) or _is_period(cell) for cell in own):
        return False
    return len(own) > 1 or (len(own) == 1 and is_heading_word(own[0]) and not normal(own[0]).isdigit())


def _is_period(cell: str) -> bool:
    text = one_line(cell).strip(" .")
    bare = _BARE.fullmatch(text)
    dated = re.fullmatch(r"([^\W\d]+)\W*(?:20)?\d\d", text)
    return bool(bare or month_of(text.replace(" ", "")) or quarter_of(text) or (dated and month_of(dated[1])))


def is_column_numbers(row: Row) -> bool:
    """Whether a row only numbers the columns from the first one on (1 2 3 … or a b c …)."""
    own = [(at, cell) for at, cell in enumerate(row.cells) if cell.strip() and at not in row.carried]
    marks = [re.sub(r"[\s().]", "", cell).lower() for _at, cell in own]
    if len(marks) < 3 or own[0][0] > 1:
        return False
    return all(mark.isdigit() for mark in marks) or marks == [*"abcdefghijklmnopqrst"[: len(marks)]]


def is_foreign_heading(row: Row) -> bool:
    """Whether a row begins a table of another kind (a list of team members): numbered columns with other names."""
    filled = row.filled
    named = len(filled) > 2 and normal(filled[0]) in ("NO", "NOMOR", "NO URUT")
    return named and all(len(cell) <= 40 and not re.search(r"\d", cell) for cell in filled)


def _heading(block: Sequence[Row]) -> Heading | None:
    """The heading of these rows taken together; None where they are none."""
    paths = _paths(block)
    names = [" ".join(dict.fromkeys(path)) for path in paths]
    periods = periods_of(paths)
    sure = sum(is_heading_word(name) for at, name in enumerate(names) if at not in periods)
    fits = is_heading_word if sure < 3 else nearly_heading_word
    known = [options_of(name) if at not in periods and fits(name) else {} for at, name in enumerate(names)]
    if any(len(name) > 90 for name in names) or (sum(map(bool, known)) + bool(periods) < 3 and sure < 5):
        return None
    if periods:  # beside months, a column "TARGET" holds how much and not when
        known = [{role: sure for role, sure in options.items() if role != "target" or sure > 3} for options in known]
    begin, until = _span(names, periods)
    if begin is not None:
        known = [{role: sure for role, sure in options.items() if role != "target"} for options in known]
        known[begin] = {"target": 5}
    roles = assigned(known)
    works = "action" in roles or "indicator" in roles
    if len(roles) < 3 and not (periods and len(roles) > 1) and not (works and sure > 4):
        return None
    return Heading(roles, tuple(names), periods, until if roles.get("target") == begin else None)


def _span(names: Sequence[str], periods: Mapping[int, Period]) -> tuple[int | None, int | None]:
    """The columns in which work begins and ends, where a table has both."""
    words = [normal(name) if at not in periods else "" for at, name in enumerate(names)]
    begin = next((at for at, name in enumerate(words) if re.search(r"\b(?:MULAI|AWAL|START)\b", name)), None)
    end = next((at for at, name in enumerate(words) if re.search(r"\b(?:SELESAI|AKHIR|FINISH|END)\b", name)), None)
    return (begin, end) if begin is not None and end is not None and begin < end else (None, None)


def _paths(block: Sequence[Row]) -> list[list[str]]:
    """The words above each column, outermost first; a cell that spans columns stands over each of them."""
    width = max(len(row.cells) for row in block)
    paths: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(block):
        below = block[depth + 1] if depth + 1 < len(block) else None
        over = -1
        for at in range(width):
            text = whole_words(row.cells[at]) if at < len(row.cells) else ""
            if at in row.carried:
                over = -1
            elif text:
                over = at
                paths[at].append(text)
            elif over >= 0 and (
                at in row.joined or (not row.table and _labelled(below, over) and _labelled(below, at))
            ):
                paths[at].append(one_line(row.cells[over]))
            elif row.table:
                over = -1
    return paths


def _labelled(row: Row | None, at: int) -> bool:
    return row is not None and at < len(row.cells) and bool(row.cells[at].strip())


def with_area_column(heading: Heading, rows: Sequence[Row]) -> Heading:
    """The heading with its area in the column whose cells name areas: "AREA" may head something else ("I. Reform").

    The column that was taken for the area before is left to the components if they have none, or to the notes.
    """
    width = len(heading.names)
    free = [
        at
        for at in range(width)
        if at not in heading.periods and (at == heading.roles.get("area") or _loose(heading, at))
    ]
    best = max(free, key=lambda at: areas_in(rows, at), default=None)
    if best is None or best == heading.roles.get("area") or not areas_in(rows, best):
        return heading
    if areas_in(rows, heading.roles.get("area", -1)) >= areas_in(rows, best):
        return heading
    known = [{} if at in (best, *heading.periods) else options_of(name) for at, name in enumerate(heading.names)]
    roles = assigned([{role: sure for role, sure in options.items() if role != "area"} for options in known])
    roles = {role: at for role, at in roles.items() if role != "target" and at != heading.roles.get("target")}
    times = {"target": heading.roles["target"]} if "target" in heading.roles else {}
    return replace(heading, roles={**roles, **times, "area": best})


def _loose(heading: Heading, at: int) -> bool:
    """Whether a column has no role that it needs: areas may stand in it under any name."""
    role = next((role for role, column in heading.roles.items() if column == at), None)
    return role in (None, "component", "area")


def areas_in(rows: Sequence[Row], at: int) -> int:
    """How many different areas the cells of a column name; 0 where most of its cells name none."""
    full = [row for row in rows if len(row.filled) > 2]  # rows that only name an area belong to no column
    texts = {one_line(row.cells[at]) for row in full if 0 <= at < len(row.cells) and row.cells[at].strip()}
    areas = {mark.known for mark in map(mark_of_cell, texts) if mark.known}
    named = sum(bool(mark_of_cell(text).known) for text in texts)
    enough = named * 2 >= len(texts) if len(areas) > 1 else named == len(texts)
    return len(areas) if enough else 0

"""Worksheets drawn as a staircase, as an LKE is: each level has its mark in a column further to the right."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.areas import known_area
from zibot.plan.layouts.headings import Heading

_MARK = re.compile(r"[A-Z]\.?|[IVX]{1,5}\.?|\d{1,2}[.)]?|[ivx]{1,5}[.)]?|[a-z][.)]?|[-–]")


@dataclass(frozen=True, slots=True)
class Steps:
    """The columns in which areas and components have their marks; items stand in those to the right of these."""

    first: int
    area: int
    component: int
    last: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one row of a staircase is, and its words; "outside" is a part of the worksheet that belongs to no area."""

    kind: Literal["area", "component", "item", "detail", "outside", "none"]
    text: str


def steps_of(heading: Heading, rows: Sequence[Row]) -> Steps | None:
    """The steps of a table, or None where its rows do not form a staircase."""
    marks = [(at, text) for row in rows if (found := _mark_in(row)) for at, text in [found]]
    columns = Counter(at for at, _text in marks)
    areas = Counter(at for at, text in marks if known_area(text))
    if len(columns) < 3 or not areas or len(marks) * 2 < len(rows):
        return None
    area, named = areas.most_common(1)[0]
    deeper = sorted(at for at in columns if at > area)
    if named < 2 or len(deeper) < 2 or heading.roles.get("area") is not None:
        return None
    return Steps(min(columns), area, deeper[0], max(deeper) + 1)


def _mark_in(row: Row) -> tuple[int, str] | None:
    """Where a row has its mark and the words beside it; a running number in the first column is no mark."""
    for at in range(min(len(row.cells) - 1, 9)):
        cell, beside = row.cells[at].strip(), one_line(row.cells[at + 1])
        if cell and _MARK.fullmatch(cell) and len(beside) > 2 and not beside[0].isdigit():
            return at, beside
        if cell and at > 0:
            return None
    return None


def step_of(steps: Steps, row: Row) -> Step:
    """What a row of a staircase is."""
    found = _mark_in(row)
    if found is None:
        text = next((one_line(cell) for cell in row.cells[steps.first : steps.last + 1] if len(cell.strip()) > 2), "")
        return Step("detail" if text else "none", text)
    at, text = found
    if at < steps.area:
        return Step("outside", text)
    if at == steps.area:
        return Step("area" if known_area(text) else "outside", text)
    if at == steps.component:
        return Step("component", text)
    return Step("detail" if re.match(r"-|jumlah\b", text, re.IGNORECASE) else "item", text)

"""What the numbers of a table count: its items, its areas, or the rows that go on with the numbering above."""

import re
from collections.abc import Mapping, Sequence

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.areas import area_mark, known_area, mark_of_cell, of_reform
from zibot.plan.layouts.drafts import Draft
from zibot.plan.layouts.grid import colours, is_mark
from zibot.plan.layouts.headings import Heading
from zibot.plan.layouts.lines import Line
from zibot.plan.layouts.whole import own_cells


def numbers_items(heading: Heading, rows: Sequence[Row]) -> bool:
    """Whether the rows that hold work are numbered, nearly all of them."""
    full = [own_cells(heading, row) for row in rows if len(row.filled) > 3]
    return sum(bool(re.fullmatch(r"\W*\w{1,3}\W*", cells["no"])) for cells in full) * 10 > len(full) * 8


def numbers_areas(lines: Sequence[Line]) -> bool:
    """Whether the column of numbers counts the areas beside it: it is filled only where another area begins."""
    named: list[str] = []
    for line in lines:
        mark = area_mark(line.row.cells) if line.heading and len(line.row.filled) <= 2 else None
        if mark and mark.known:
            return False  # the areas have rows of their own
        if line.heading and {"no", "area"} <= line.heading.roles.keys():
            cells = own_cells(line.heading, line.row)
            if re.fullmatch(r"[\dIVX]{1,4}[.)]?", cells["no"]):
                named.append(one_line(cells["area"]))
    known = sum(known_area(name) is not None for name in named)
    return len(named) > 1 and all(named) and len(set(named)) == len(named) and known * 3 >= len(named)


def names_eight(lines: Sequence[Line]) -> bool:
    """Whether the areas are those of a reformasi birokrasi, of which there are eight."""
    for line in lines:
        if line.heading:
            label = line.heading.cells(line.row)["area"] or (line.row.filled[0] if len(line.row.filled) == 1 else "")
            if label and of_reform(mark_of_cell(label).name):
                return True
    return False


def is_own(row: Row, heading: Heading, own: Mapping[str, str], before: Draft) -> bool:
    """Whether a row of a month grid is one of its own: it has marks, or goes on with the numbering above."""
    if any(is_mark(cell) for cell in row.cells) or colours(row, heading):
        return True
    role = next((role for role in ("indicator", "action") if own[role]), None)
    numbered = role and re.match(r"(?:\d{1,2}|[a-z])[.)]", own[role])
    return bool(role and numbered and not before.cells[role].rstrip().endswith(":"))

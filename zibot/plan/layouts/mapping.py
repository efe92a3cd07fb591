"""A table's columns as a person named them ("INDIKATOR=C,TARGET=F"), for headings that zibot does not know."""

import re
from collections.abc import Mapping, Sequence

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.columns import assigned, options_of
from zibot.plan.layouts.headings import Heading
from zibot.plan.problem import PlanError, Problem


def mapped_heading(columns: Mapping[str, str], rows: Sequence[Row]) -> Heading:
    """The heading that a person named, a column by its letter (A, B … AA) or number; raises PlanError."""
    width = max((len(row.cells) for row in rows if not row.is_prose), default=0)
    places = {name: _place(column) for name, column in columns.items()}
    for name, at in places.items():
        if at is None or at >= width:
            details = {"name": name, "column": columns[name], "width": str(width)}
            raise PlanError(Problem("no-such-column", details=details))
    at_column = {at: name for name, at in places.items() if at is not None}
    known = [options_of(at_column[at]) if at in at_column else {} for at in range(width)]
    roles = assigned(known)
    strange = [name for name, at in places.items() if at not in roles.values()]
    heading = Heading(roles, tuple(one_line(at_column.get(at, "")) for at in range(width)))
    if strange or not heading.works:
        raise PlanError(Problem("column-unknown", details={"name": ", ".join(strange) or ", ".join(columns)}))
    return heading


def _place(column: str) -> int | None:
    """The position from 0 of a column named "C" or "3"."""
    name = column.strip().upper()
    if name.isdigit():
        return int(name) - 1 if int(name) > 0 else None
    if not re.fullmatch(r"[A-Z]{1,2}", name):
        return None
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1

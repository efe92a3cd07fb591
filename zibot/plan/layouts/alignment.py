"""Rows whose text slid to the left, because extraction lost an empty cell: moved back, and always asked about."""

import re
from dataclasses import replace

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.columns import Heading
from zibot.plan.layouts.drafts import short
from zibot.plan.layouts.tails import joined
from zibot.plan.problem import Problem
from zibot.plan.target_waktu import read_target


def aligned(heading: Heading, row: Row) -> tuple[dict[str, str], list[Problem]]:
    """A row's cells by role; where empty cells were lost so that text slid to the left, moved back and asked about."""
    cells = heading.cells(row)
    where = f"row {row.number}"
    inside = re.fullmatch(r"(\d{1,2})\s*[.)]?\s+(\D.*)", cells["no"], re.DOTALL)
    if inside and not cells["component"]:  # number and name in one cell
        cells["no"], cells["component"] = inside[1], inside[2]
    beyond = [cell for cell in row.cells[len(heading.names) :] if cell.strip()]
    if beyond:
        return cells, [Problem("extra-cells", where, {"words": short(one_line(" ".join(beyond)))})]
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
    return [Problem("shifted-row", where, {"target": short(one_line(words))})]

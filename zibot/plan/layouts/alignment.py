"""Rows of extracted text that slid to the left, because an empty cell was lost: moved back, and always asked about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.areas import mark_of_cell
from zibot.plan.layouts.drafts import short
from zibot.plan.layouts.grid import is_mark
from zibot.plan.layouts.headings import Heading
from zibot.plan.layouts.tails import joined
from zibot.plan.problem import Problem
from zibot.plan.target_waktu import read_target

_TEXTS = ("component", "indicator", "action", "evidence")


def aligned(heading: Heading, row: Row, *, slide: int = 0) -> tuple[dict[str, str], list[Problem]]:
    """A row's cells by role; where empty cells were lost so that text slid to the left, moved back and asked about.

    `slide` is by how many columns the page's rows have slid, where its marks tell.
    """
    if slide:
        return _slid(heading, row, slide)
    cells = heading.cells(row)
    inside = re.fullmatch(r"(\d{1,2})\s*[.)]?\s+(\D.*)", cells["no"], re.DOTALL)
    if inside and not cells["component"] and not heading.periods:  # number and name in one cell
        cells["no"], cells["component"] = inside[1], inside[2]
    beyond = [cell for cell in row.cells[len(heading.names) :] if cell.strip()]
    if beyond and not heading.periods:
        return cells, [Problem("extra-cells", row.where, {"words": short(one_line(" ".join(beyond)))})]
    if "target" not in heading.roles or heading.periods:
        return cells, strange_number(heading, cells, row)
    return _target_back(heading, row, cells)


def _target_back(heading: Heading, row: Row, cells: dict[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """A row whose last words are a target, though they stand left of its column."""
    at = max((at for at, cell in enumerate(row.cells) if cell.strip()), default=0)
    gap = heading.roles["target"] - at
    if cells["target"] or gap <= 0 or len(row.filled) < 2:
        return cells, strange_number(heading, cells, row)
    last = read_target(row.cells[at])
    if not last.schedule.months or not last.certain:
        return cells, strange_number(heading, cells, row)
    doubt = Problem("shifted-row", row.where, {"target": one_line(row.cells[at])})
    if re.search(r"[^\W\d]{3,}", cells["no"]):  # the whole row slid: a sentence stands where numbers should
        return heading.cells(replace(row, cells=(*[""] * gap, *row.cells))), [doubt]
    role = next((role for role, column in heading.roles.items() if column == at), None)
    return {**cells, **({role: ""} if role else {}), "target": row.cells[at].strip()}, [doubt]


def strange_number(heading: Heading, cells: dict[str, str], row: Row) -> list[Problem]:
    """A number column that holds a sentence: the row slid; its texts are taken for the last ones of a full row."""
    if not re.search(r"[^\W\d]{3,}", cells["no"]):
        return []
    words = cells["no"]
    roles = sorted((role for role in _TEXTS if role in heading.roles), key=lambda role: heading.roles[role])
    texts = [words, *(cells[role] for role in roles if cells[role])]
    cells["no"] = ""
    if heading.periods and 1 < len(texts) <= len(roles):
        cells.update(dict.fromkeys(roles, ""))
        cells.update(zip(roles[-len(texts) :], texts, strict=True))
    else:
        cells["action"] = joined(words, cells["action"])
    return [Problem("shifted-row", row.where, {"target": short(one_line(words))})]


def _slid(heading: Heading, row: Row, slide: int) -> tuple[dict[str, str], list[Problem]]:
    """A row of a page whose rows have all slid; a component that would come to stand among the areas slid further."""
    cells = heading.cells(replace(row, cells=("",) * slide + row.cells))
    if cells["area"] and not mark_of_cell(cells["area"]).known and slide + 1 <= min(heading.periods):
        cells = heading.cells(replace(row, cells=("",) * (slide + 1) + row.cells))
    for role in ("evidence", "target", "note"):
        if is_mark(cells[role]):
            cells[role] = ""
    words = short(one_line(" ".join(cell for cell in row.filled if not is_mark(cell))))
    return cells, [Problem("slid-row", row.where, {"words": words})]


def slides_of(under: Iterable[tuple[Row, Heading]]) -> dict[int, int]:
    """By how many columns each row of extracted month grids has slid to the left, by the row's identity.

    A page (a run of rows without a gap) has slid where its marks begin before the first month; by how much, its
    longest rows tell.
    """
    slides: dict[int, int] = {}
    block: list[Row] = []
    heading: Heading | None = None
    for row, over in under:
        if block and heading and (over is not heading or row.number > _next_line(block[-1])):
            slides.update(_slides(block, heading))
            block = []
        heading = over
        if over.periods and not row.table:
            block.append(row)
    if block and heading:
        slides.update(_slides(block, heading))
    return slides


def _next_line(row: Row) -> int:
    return row.number + 1 + sum(cell.count("\n") for cell in row.cells)


def _slides(block: Sequence[Row], heading: Heading) -> dict[int, int]:
    start = min(heading.periods)
    firsts = {id(row): first for row in block if (first := _first_mark(row)) is not None}
    if not firsts or min(firsts.values()) >= start:
        return {}
    reach = max(
        (at for row in block for at, cell in enumerate(row.cells) if cell.strip() and not is_mark(cell)), default=0
    )
    page = max(start - 1 - reach, 0)
    return {
        id(row): slide
        for row in block
        if (slide := start - firsts[id(row)] if firsts.get(id(row), start) < start - page else page)
    }


def _first_mark(row: Row) -> int | None:
    return next((at for at, cell in enumerate(row.cells) if is_mark(cell)), None)

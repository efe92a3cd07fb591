"""Which component each row belongs to: counted within its area, carried down, and checked against what is written."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zibot.plan.document import one_line
from zibot.plan.layouts.drafts import Draft, Table, roman
from zibot.plan.problem import Problem


def count_components(table: Table) -> None:
    """Give each draft its component: counted within its area, its name carried down until the next one begins."""
    numbers_items = _numbers_items(table.drafts)
    counts: dict[int, int] = {}
    current: dict[int, tuple[str, str]] = {}
    lost: Problem | None = None
    before: Draft | None = None
    for draft in table.drafts:
        area = draft.area.number
        number, name = _component_cell(draft)
        number = "" if numbers_items else number
        if before is None or before.area != draft.area or (lost and lost.code == "floating-label" and name):
            lost = None
        if _begins_component((number, name), current.get(area)):
            counts[area] = counts.get(area, 0) + 1
            current[area] = (number, name)
            if not name and table.has_components:
                table.problems.append(Problem("no-component", draft.where))
            if number.isdigit():
                lost = _check_number(int(number), counts[area], draft, table) or lost
        elif before and not name and _starts_again(before, draft):
            lost = Problem("floating-label", details={"name": current[area][1]})
        if lost:
            draft.doubts.append(replace(lost, where=draft.where))
        draft.component = (counts[area], current[area][1])
        before = draft


def _numbers_items(drafts: Sequence[Draft]) -> bool:
    """Whether the numbers count items and not components.

    Many then stand beside no component's name or beside the same one twice, or they run on into the next area.
    """
    numbered = [draft for draft in drafts if draft.cells["no"] and draft.is_item]
    nameless = sum(not _component_cell(draft)[1] for draft in numbered)
    if nameless * 4 > len(numbered):
        return True
    for before, draft in pairwise(numbered):
        (last, name), (number, other) = _component_cell(before), _component_cell(draft)
        same = name == other and last != number and before.area == draft.area
        if same or (before.area != draft.area and last.isdigit() and number == str(int(last) + 1)):
            return True
    return False


def _begins_component(cell: tuple[str, str], current: tuple[str, str] | None) -> bool:
    """Whether a row's number and component name begin a component; a name that is repeated on each row does not."""
    number, name = cell
    if current is None:
        return True
    if not name:
        return bool(number) and number != current[0]
    return name != current[1] or (bool(number) and number != current[0])


def _starts_again(before: Draft, draft: Draft) -> bool:
    """Whether numbering inside the cells starts again at 1: a border, though no component is named beside it."""
    for role in ("indicator", "action"):
        last, first = (re.match(r"(\d{1,2}|[a-h])[.)]\s", one.cells[role]) for one in (before, draft))
        same = last and first and last[1].isdigit() == first[1].isdigit()
        if same and first and first[1] in ("1", "a") and before.cells[role] != draft.cells[role]:
            return True
    return False


def _component_cell(draft: Draft) -> tuple[str, str]:
    """The number and the name of the component that a row begins; the number may stand before the name."""
    name = one_line(draft.cells["component"])
    number = draft.cells["no"].strip(" .)")
    inside = re.match(r"(\d{1,2})(?:[.)]\s*|\s+)(?=[^\W\d])", name)
    if inside:
        return inside[1], name[inside.end() :]
    lettered = re.match(r"(?:[ivx]{1,5}|[a-z]|[IVX]{1,5}|[A-Z])[.)]\s*(?=[^\W\d]{2})", name)
    return number, name[lettered.end() :] if lettered else name


def _check_number(number: int, count: int, draft: Draft, table: Table) -> Problem | None:
    """Compare the number that is written with the count: one that starts again tells of an area whose name was lost."""
    details = {"number": str(number), "count": str(count), "area": roman(draft.area.number)}
    if number == count:
        return None
    if number == 1:
        return Problem("area-lost", details=details)
    table.problems.append(Problem("component-number", draft.where, details))
    return None

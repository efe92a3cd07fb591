"""Labels of merged cells that extraction put in the middle of their rows: moved up to where their numbering begins."""

import re

from zibot.plan.document import one_line
from zibot.plan.layouts.drafts import Draft, Table
from zibot.plan.problem import Problem


def settle_floating(table: Table) -> None:
    """Give the rows above a floating label to it, and ask about each of them.

    The true border is where the numbering beneath the label starts again at 1: above a label that stands beside a 2 or
    beside no number at all.
    """
    _areas(table)
    _components(table)


def _areas(table: Table) -> None:
    drafts = table.drafts
    for at in range(1, len(drafts)):
        here, above = drafts[at], drafts[at - 1]
        if at not in table.loose or here.area == above.area or _number(here, "component") == 1:
            continue
        nameless = [one for one in drafts[:at] if one.area == above.area]
        start = _restart(drafts, at, "component")
        if not above.area.name and start is None:
            start = at - len(nameless)  # nothing above the first label has a name of its own
        if start is None:
            continue
        if not above.area.name and start > at - len(nameless):
            continue
        for draft in drafts[start:at]:
            draft.area = here.area
            doubt = Problem("floating-area", draft.where, {"name": here.area.name})
            draft.doubts = [one for one in draft.doubts if one.code != "no-area"] + [doubt]


def _restart(drafts: list[Draft], at: int, role: str) -> int | None:
    """The nearest row above that begins the numbering anew, within its area and not at that area's beginning."""
    area = drafts[at - 1].area
    for place in range(at - 1, 0, -1):
        if drafts[place - 1].area != area:
            return None
        if _number(drafts[place], role) == 1:
            return place
    return None


def _components(table: Table) -> None:
    drafts = table.drafts
    for at in range(1, len(drafts)):
        here = drafts[at]
        number = _number(here, "component")
        if not here.cells["component"] or number in (None, 1) or _child(here) in (1, None):
            continue
        for place in range(at - 1, 0, -1):
            draft = drafts[place]
            if draft.area != here.area or draft.cells["component"]:
                break
            if _child(draft) == 1 and draft.cells["action"] != drafts[place - 1].cells["action"]:
                _move_label(drafts, place, at)
                break


def _move_label(drafts: list[Draft], start: int, at: int) -> None:
    name, number = drafts[at].cells["component"], drafts[at].cells["no"]
    drafts[at].cells = {**drafts[at].cells, "component": "", "no": ""}
    drafts[start].cells = {**drafts[start].cells, "component": name, "no": number or drafts[start].cells["no"]}
    for draft in drafts[start:at]:
        draft.doubts.append(Problem("floating-label", draft.where, {"name": one_line(name)}))


def _number(draft: Draft, role: str) -> int | None:
    match = re.match(r"\s*(\d{1,2})[.)]?\s*(?=[^\W\d])", draft.cells[role])
    return int(match[1]) if match else None


def _child(draft: Draft) -> int | None:
    """The number with which the row's action, or else its indicator, begins."""
    found = _number(draft, "action")
    return found if found is not None else _number(draft, "indicator")

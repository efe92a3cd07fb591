"""Drafts to the items of a plan: their codes, schedules, due dates and doubts."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from zibot.plan.document import Document, one_line
from zibot.plan.evidence_list import split_evidence
from zibot.plan.layouts.drafts import Draft, roman
from zibot.plan.problem import Problem
from zibot.plan.reading import PlanItem
from zibot.plan.schedule import due_dates
from zibot.plan.target_waktu import read_target
from zibot.workdays import Workdays

PLACEMENT = frozenset(("floating-area", "floating-label", "slid-row"))
"""Doubts about where a row belongs that leave no doubt about when its work is due."""


def items_of(
    drafts: Iterable[Draft], year: int | None, workdays: Workdays, *, document: Document
) -> tuple[PlanItem, ...]:
    """The items of drafts, in order; each is counted within its component.

    Nothing is certain that was read from a picture, or stands where the format itself had doubts.
    """
    drafts = list(drafts)
    shows_evidence = any(draft.cells["evidence"].strip() for draft in drafts)
    counts: Counter[tuple[int, int]] = Counter()
    items: list[PlanItem] = []
    for draft in drafts:
        place = draft.area.number, draft.component[0]
        counts[place] += 1
        code = f"{roman(place[0])}.{place[1]}.{counts[place]}"
        if document.scanned:
            draft.doubts.append(Problem("scanned", draft.where))
        draft.doubts += [problem for problem in document.problems if _concerns(problem, draft)]
        item = _item(draft, code, year, workdays, shows_evidence=shows_evidence)
        if items and _same(items[-1], item):
            doubt = Problem("duplicate-row", draft.where, {"code": item.code, "other": items[-1].code})
            item = replace(item, certain=False, problems=(*item.problems, doubt))
        items.append(item)
    return tuple(items)


_OF_THE_PAGE = frozenset(("no-lines", "text-overlaps", "drawing-in-cell", "picture-in-page"))


def _concerns(problem: Problem, draft: Draft) -> bool:
    """Whether what a format could not read surely concerns a row: the row itself, or its whole page."""
    whole_page = draft.source.place.startswith("page ") and problem.where == draft.source.place
    return problem.code in _OF_THE_PAGE and (whole_page or problem.where == draft.where)


def _item(draft: Draft, code: str, year: int | None, workdays: Workdays, *, shows_evidence: bool) -> PlanItem:
    understood = draft.understood or read_target(draft.cells["target"], year=year)
    doubts = [
        replace(problem, where=draft.where, details={**problem.details, "code": code})
        for problem in _once((*draft.doubts, *understood.problems))
    ]
    evidence = split_evidence(draft.cells["evidence"])
    hints = [Problem("no-evidence", draft.where, {"code": code})] if shows_evidence and not evidence else []
    return PlanItem(
        code=code,
        area=draft.area,
        component=draft.component[1],
        indicator=_unnumbered(one_line(draft.cells["indicator"])),
        action=_unnumbered(one_line(draft.cells["action"])),
        evidence=evidence,
        target=one_line(draft.cells["target"]),
        schedule=understood.schedule,
        due=due_dates(understood.schedule, year, workdays) if year else (),
        certain=all(doubt.code in PLACEMENT for doubt in doubts),
        problems=(*doubts, *hints),
        source=draft.source,
        notes=draft.notes,
    )


_NUMBERED = re.compile(r"(?P<mark>\d{1,2}|[a-z])[.)]\s+(?=[^\W\d])")


def _unnumbered(text: str) -> str:
    """A text without the number before it, which the item's code tells; a list within one cell keeps its numbers."""
    match = _NUMBERED.match(text)
    if match is None:
        return text
    mark = match["mark"]
    following = str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)
    rest = text[match.end() :]
    return text if re.search(rf"(?:^|[\s;,]){re.escape(following)}[.)]", rest) else rest


def _same(one: PlanItem, other: PlanItem) -> bool:
    """Whether two rows say the same: a row that was extracted twice, most likely."""
    return (one.area, one.component, one.indicator, one.action, one.evidence, one.target) == (
        other.area,
        other.component,
        other.indicator,
        other.action,
        other.evidence,
        other.target,
    )


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once: the several rows that make up an item may all have slid."""
    known: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        known.setdefault((problem.code, str(sorted(problem.details.items()))), problem)
    return list(known.values())

"""Sheets of a workbook that repeat what other sheets hold: what they repeat is left out, and told."""

from collections import Counter, defaultdict

from zibot.plan.layouts.columns import normal
from zibot.plan.layouts.drafts import Draft, Table
from zibot.plan.problem import Problem


def leave_summaries_out(table: Table) -> None:
    """Drop what a sheet repeats, where nearly all of it stands on other sheets too; the poorer sheet yields."""
    sheets: dict[str, list[Draft]] = defaultdict(list)
    for draft in table.drafts:
        if draft.is_item and draft.source.place.startswith("sheet "):
            sheets[draft.source.place].append(draft)
    for place in sorted(sheets, key=lambda place: _richness(sheets[place])):
        others = Counter(_key(draft) for other, drafts in sheets.items() if other != place for draft in drafts)
        repeated = sum(_key(draft) in others for draft in sheets[place])
        if repeated and repeated * 5 >= len(sheets[place]) * 4:
            table.drafts = [draft for draft in table.drafts if draft.source.place != place or _key(draft) not in others]
            table.problems.append(Problem("sheet-repeats", place, {"count": str(repeated)}))
            del sheets[place]


def _key(draft: Draft) -> tuple[int, str]:
    return draft.area.number, normal(draft.cells["action"] or draft.cells["indicator"])


def _richness(drafts: list[Draft]) -> float:
    """How many cells of a sheet's drafts are filled, on average: a summary holds less than what it sums up."""
    return sum(sum(map(bool, draft.cells.values())) + len(draft.notes) for draft in drafts) / len(drafts)

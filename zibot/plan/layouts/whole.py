"""Rows of formats that know their tables, so that every cell is where it belongs; and what their merged cells tell."""

from dataclasses import replace

from zibot.plan.document import Row
from zibot.plan.layouts.areas import AreaMark, area_mark
from zibot.plan.layouts.columns import normal
from zibot.plan.layouts.drafts import Draft
from zibot.plan.layouts.headings import Heading
from zibot.plan.layouts.tails import Tail


def is_whole(row: Row) -> bool:
    """Whether the format knows its tables, so that every cell is where it belongs."""
    return row.table > 0


def is_printed(row: Row) -> bool:
    """Whether a row stands on a printed page, whose end may tear it."""
    return row.place.startswith("page ")


def own_cells(heading: Heading, row: Row) -> dict[str, str]:
    """A row's cells without those that are merged with the row above."""
    return heading.cells(
        replace(row, cells=tuple("" if at in row.carried else cell for at, cell in enumerate(row.cells)))
    )


def torn_mark(row: Row) -> AreaMark | None:
    """The area that a printed row names across cells, where a ruling was seen in the middle of its words."""
    if not is_printed(row) or not 2 <= len(row.filled) <= 3:
        return None
    mark = area_mark(["".join(row.filled)])
    return mark if mark and mark.known else None


def tells_of_realisation(row: Row, heading: Heading) -> bool:
    """Whether a row beneath an item says what became of it, beside a row for what was planned."""
    own = [
        normal(cell)
        for at, cell in enumerate(row.cells)
        if cell.strip() and at not in row.carried and at not in heading.periods
    ]
    return len(own) == 1 and own[0] in ("REALISASI", "CAPAIAN", "REAL", "R")


def more_of(before: Draft, row: Row, heading: Heading) -> Tail | None:
    """More evidence for the item before: the row adds nothing else, what is done stands in cells merged over both."""
    own = {
        role: text
        for role, text in heading.cells(row).items()
        if text and heading.roles[role] not in row.carried and role not in ("no", "note")
    }
    evidence = {"evidence": "\n" + own["evidence"]} if own.keys() == {"evidence"} else None
    return Tail(evidence, doubtful=False) if evidence and before.cells["evidence"] else None

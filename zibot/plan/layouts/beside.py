"""What stands beside a target and may contradict it: further columns of time, and remarks."""

import re
from collections.abc import Mapping

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.drafts import short
from zibot.plan.layouts.headings import Heading
from zibot.plan.problem import Problem
from zibot.plan.target_waktu import read_target

_PUT_OFF = re.compile(
    r"\b(?:ditunda|tertunda|diundur|dibatalkan|batal|tidak (?:jadi|dilaksanakan|dilakukan)|tentati\w+|reschedule)\b",
    re.IGNORECASE,
)


def doubts_beside(heading: Heading, row: Row, cells: Mapping[str, str], *, year: int | None) -> list[Problem]:
    """Doubts about a row's target that other cells of the row raise."""
    target, note = cells["target"], one_line(cells["note"])
    said = read_target(target, year=year)
    if not said.certain:
        return []
    doubts = []
    if heading.until is not None and len(said.schedule.months) > 1:
        doubts.append(Problem("short-range", row.where, {"target": one_line(target)}))
    for name, other in heading.other_times(row).items():
        if _differs(other, said.schedule.months, year, sure=not re.match("TARGET", name.upper())):
            details = {"target": one_line(target), "name": short(name, 30), "words": short(other)}
            doubts.append(Problem("other-time", row.where, details))
    told = read_target(note, year=year) if note else said
    if note and (_PUT_OFF.search(note) or (told.certain and told.schedule.months not in ((), said.schedule.months))):
        doubts.append(Problem("remark", row.where, {"target": one_line(target), "words": short(note)}))
    return doubts


def _differs(other: str, months: tuple[int, ...], year: int | None, *, sure: bool) -> bool:
    """Whether other words of time are no mere repetition; a column that may hold volumes must name months (`sure`)."""
    if re.fullmatch(r"20\d\d", other):
        return year is not None and int(other) != year
    found = read_target(other, year=year)
    if found.schedule.months and (sure or found.certain):
        return found.schedule.months != months
    return sure and found.schedule.kind != "tentative"

"""What the schedule of a row means, and whether the person who corrected it is sure."""

import re
from dataclasses import dataclass, replace

from zibot.plan.problem import Problem
from zibot.plan.review.entries import Entry
from zibot.plan.review.schedule_cells import ScheduleCells, read_schedule
from zibot.plan.review.shape import SCHEDULE
from zibot.plan.schedule import Schedule, wording
from zibot.plan.target_waktu import read_target

HINTS = ("no-evidence", "text-cut")
"""Problems that do not put a schedule in doubt."""
_YES = re.compile(r"ya+|y|yes|ok|oke|okay|benar|betul|sudah|pasti|setuju|sesuai|true|1|[v✓✔√]", re.IGNORECASE)
_NO = re.compile(r"periksa|tidak|belum|ragu|n|no|false|0|\?|x|-|", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A schedule, and the problems that keep it from being certain; those of `before` are kept where it was not."""

    schedule: Schedule
    doubts: tuple[Problem, ...] = ()
    certain: bool = True
    keeps: bool = False
    """Whether the problems that the item had before still hold."""


def judge(entry: Entry, year: int | None) -> Judged:
    """The schedule of a row: confirmed, corrected, left as it was, or in doubt again."""
    said = entry.cells["certain"].strip()
    yes = bool(_YES.fullmatch(said))
    found = _known(entry, yes, year) if entry.before else _new(entry, yes, year)
    if not yes and not _NO.fullmatch(said):
        doubt = Problem("confirm-unknown", details={"word": said})
        found = replace(found, certain=False, doubts=(*found.doubts, doubt))
    if yes and found.certain and found.schedule.kind == "none" and not (entry.before and entry.before.certain):
        # "ya" filled down the whole column must not silence the question when: only "tentatif" says without a date.
        found = replace(found, certain=False, doubts=(Problem("yes-without-schedule"),))
    if entry.mistakes:
        found = replace(found, certain=False, doubts=(*entry.mistakes, *found.doubts))
    return found


def _cells(entry: Entry, year: int | None) -> tuple[Schedule, tuple[Problem, ...]]:
    return read_schedule(ScheduleCells(*(entry.cells[name] for name in SCHEDULE)), year)


def _new(entry: Entry, yes: bool, year: int | None) -> Judged:
    """A row that somebody added: its schedule cells, or its target where they are empty."""
    said = entry.cells["certain"].strip()
    if any(entry.cells[name] for name in SCHEDULE):
        schedule, doubts = _cells(entry, year)
        if doubts:
            return Judged(schedule, doubts, certain=False)
        doubts = (Problem("no-target"),) if schedule.kind == "none" else ()
    else:
        understood = read_target(entry.cells["target"], year=year)
        schedule, doubts = understood.schedule, understood.problems
    if yes:
        return Judged(schedule)
    if said and _NO.fullmatch(said):
        doubts = doubts or (Problem("unconfirmed"),)
    return Judged(schedule, doubts, certain=not doubts)


def _known(entry: Entry, yes: bool, year: int | None) -> Judged:
    """A row that zibot wrote."""
    before = entry.before
    assert before is not None
    confirmed, doubted = yes and not before.certain, before.certain and not yes
    again = (Problem("unconfirmed"),) if doubted else ()
    if entry.changed(*SCHEDULE):
        schedule, mistakes = _cells(entry, year)
        if not mistakes and schedule.kind == "none" and not confirmed:
            mistakes = (Problem("no-target"),)
        doubts = mistakes or again
        return Judged(schedule, doubts, certain=not doubts)
    if entry.changed("target"):
        judged = _by_target(entry, confirmed, year)
        return replace(judged, doubts=judged.doubts or again, certain=judged.certain and not again)
    if confirmed:
        return Judged(before.schedule)
    return Judged(before.schedule, again, certain=before.certain and not again, keeps=True)


def _by_target(entry: Entry, confirmed: bool, year: int | None) -> Judged:
    """Only the wording of the target was changed: it is read anew, and must not contradict what is certain."""
    before = entry.before
    assert before is not None
    understood = read_target(entry.cells["target"], year=year)
    open_still = before.schedule.kind == "none"
    if confirmed and not (open_still and understood.certain):
        return Judged(before.schedule)
    if before.certain and understood.schedule != before.schedule:
        details = {"target": entry.cells["target"], "schedule": wording(before.schedule)}
        return Judged(before.schedule, (Problem("target-and-schedule", details=details),), certain=False)
    if before.certain:
        return Judged(before.schedule, keeps=True)
    return Judged(understood.schedule, understood.problems, certain=understood.certain)

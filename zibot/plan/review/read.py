"""The corrected workbook to a Reading: exactly what it says, and a problem with its row for each mistake in it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from zibot.plan.decree import Decree
from zibot.plan.document import one_line
from zibot.plan.layouts.drafts import roman
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import Area, PlanItem, Reading, Source
from zibot.plan.review.book import columns_of, open_review
from zibot.plan.review.entries import Areas, Entry, coded, entries_of, renamed
from zibot.plan.review.hidden import Kept, remembered, uncover
from zibot.plan.review.judge import HINTS, judge
from zibot.plan.review.memory import Memory
from zibot.plan.review.particulars import read_particulars
from zibot.plan.review.shape import DECREE, HEADINGS, ITEMS, LONGEST, MEMORY, area_label, clean, same
from zibot.plan.schedule import due_dates
from zibot.workdays import Workdays

_BULLET = re.compile(r"^\s*(?:[-–•·●▪*]\s+|[•·●▪]|\(?\d{1,2}[.)]\s+)")


def read_review(path: Path, *, workdays: Workdays, year: int | None = None, kept: Kept | None = None) -> Reading:
    """Read a review workbook back; `year` outranks the one in it. Raises PlanError where it is no such workbook.

    `kept` tells where the workbook lies that has the words of confidential items, where this one left without them.

    An item is certain where its row says "ya", or where somebody gave it a schedule that is understood. Whatever
    cannot be understood keeps its item in doubt, with a problem that names sheet and row.
    """
    book = open_review(path)
    columns = columns_of(book[ITEMS], path.name)
    found, hides = remembered([line.cells for line in book.get(MEMORY, ())], path.name, kept)
    known = found or Memory(Reading(Decree(), ()), {})
    entries = entries_of(book[ITEMS], columns, known)
    if hides:
        uncover(entries, known)
    if not entries:
        raise PlanError(Problem("no-items", details={"file": path.name}))
    areas = Areas((item.area for item in known.items.values()), (entry.cells["area"] for entry in entries))
    areas.place(entries)
    about = read_particulars(
        book.get(DECREE, ()),
        known.reading,
        label=lambda number: area_label(areas.known.get(number) or Area(number, "")),
        area_of=areas.of,
    )
    decree, problems = _dated(about.decree, about.problems, year)
    ordered = coded(entries, known)
    codes = renamed(ordered)
    notes = known.notes
    items: list[PlanItem] = []
    for code, entry in ordered:
        item = _item(entry, code, decree.year, workdays, codes=codes, notes=notes)
        items.append(_not_twice(item, items[-1] if items else None, entry))
    problems = _gaps(problems, items, known.items.values())
    problems += [problem for item in items for problem in item.problems]
    return Reading(decree, tuple(items), tuple(problems), about.measures, about.targets)


def _dated(decree: Decree, problems: list[Problem], year: int | None) -> tuple[Decree, list[Problem]]:
    if year is not None:
        problems = [problem for problem in problems if problem.code not in ("no-year", "year-inferred")]
        return replace(decree, year=year), problems
    if decree.year is None and not any(problem.code == "no-year" for problem in problems):
        problems = [*problems, Problem("no-year", "decree")]
    return decree, problems


def _item(
    entry: Entry,
    code: str,
    year: int | None,
    workdays: Workdays,
    *,
    codes: Mapping[str, str],
    notes: Mapping[str, str],
) -> PlanItem:
    before, judged = entry.before, judge(entry, year)
    evidence = before.evidence if before and not entry.changed("evidence") else _documents(entry.cells["evidence"])
    kept = [_recoded(problem, codes) for problem in before.problems] if before else []
    if not judged.keeps:
        kept = [problem for problem in kept if problem.code in HINTS]
    kept = [problem for problem in kept if not (problem.code == "no-evidence" and evidence)]
    doubts = [
        replace(problem, where=entry.where, details={**problem.details, "code": code}) for problem in judged.doubts
    ]
    missing = entry.changed("indicator", "action") and not (entry.cells["indicator"] or entry.cells["action"])
    if missing:
        doubts.append(Problem("no-action", entry.where, {"code": code}))
    if not evidence and entry.changed("evidence"):
        kept.append(Problem("no-evidence", entry.where, {"code": code}))
    return PlanItem(
        code=code,
        area=entry.area,
        component=_text(entry, "component"),
        indicator=_text(entry, "indicator"),
        action=_text(entry, "action"),
        evidence=evidence,
        target=_text(entry, "target"),
        schedule=judged.schedule,
        due=due_dates(judged.schedule, year, workdays) if year else (),
        certain=judged.certain and not missing,
        problems=(*doubts, *kept, *_cut(entry, code)),
        source=before.source if before else Source(),
        notes=_notes(entry, notes),
    )


def _text(entry: Entry, name: str) -> str:
    """A cell of running text; one that nobody changed is as the document has it, though the sheet could not hold it."""
    if entry.before and not entry.changed(name):
        text: str = getattr(entry.before, name)
        return text
    return one_line(entry.cells[name])


def _documents(cell: str) -> tuple[str, ...]:
    """One document a line, without bullets and numbers."""
    lines = (one_line(_BULLET.sub("", line)).strip(" ;") for line in cell.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def _notes(entry: Entry, headings: Mapping[str, str]) -> dict[str, str]:
    before = dict(entry.before.notes) if entry.before else {}
    # An empty note has no cell that could say so.
    silent = (key for key, text in before.items() if not clean(text).strip() or key not in headings.values())
    found = {key: before[key] for key in silent}
    for heading, words in entry.notes.items():
        key = headings.get(heading, heading)
        found[key] = before[key] if key in before and same(before[key], words) else words
    return found


def _cut(entry: Entry, code: str) -> list[Problem]:
    """Texts that somebody wrote and that fill their cell to the brim: what came after them was lost."""
    return [
        Problem("text-cut", entry.where, {"code": code, "column": HEADINGS[name]})
        for name in ("component", "indicator", "action", "evidence", "target")
        if len(entry.cells[name]) * 2 >= LONGEST and entry.changed(name) and _full(entry.cells[name])
    ]


def _full(text: str) -> bool:
    return len(text.encode("utf-16-le")) // 2 >= LONGEST


def _recoded(problem: Problem, codes: Mapping[str, str]) -> Problem:
    """The problem with the codes that its items have now."""
    now = {name: codes.get(text, text) if name in ("code", "other") else text for name, text in problem.details.items()}
    return replace(problem, details=now)


def _not_twice(item: PlanItem, above: PlanItem | None, entry: Entry) -> PlanItem:
    """A new row that says the same as the one before it was copied and forgotten, most likely."""
    if entry.before is not None or above is None:
        return item
    told = ("area", "component", "indicator", "action", "evidence", "target", "schedule")
    if any(getattr(item, name) != getattr(above, name) for name in told):
        return item
    doubt = Problem("duplicate-row", entry.where, {"code": item.code, "other": above.code})
    return replace(item, certain=False, problems=(doubt, *item.problems))


def _gaps(problems: Sequence[Problem], items: Iterable[PlanItem], before: Iterable[PlanItem]) -> list[Problem]:
    """Areas that are missing, told anew where areas came or went."""
    numbers, old = {item.area.number for item in items}, {item.area.number for item in before}
    if numbers == old:
        return list(problems)
    missing = [roman(number) for number in range(1, max(numbers)) if number not in numbers]
    rest = [problem for problem in problems if problem.code != "areas-missing"]
    return [*rest, Problem("areas-missing", "", {"numbers": ", ".join(missing)})] if missing else rest

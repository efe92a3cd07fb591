"""A plan document to a Reading: the file's kind by its content, its rows, its decree, its items."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from zibot.plan.decree import Decree, read_decree
from zibot.plan.document import Row, one_line
from zibot.plan.evidence_list import split_evidence
from zibot.plan.formats import text
from zibot.plan.layouts.action_table import read_action_table
from zibot.plan.layouts.drafts import Draft, roman
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import PlanItem, Reading
from zibot.plan.schedule import due_dates
from zibot.plan.target_waktu import read_target
from zibot.plan.words import tidy, tokens_of
from zibot.workdays import Workdays

LARGEST = 20 * 1024 * 1024
Progress = Callable[[int, int], None]
"""Told how many pages of how many are read."""

# What a file is, by its first bytes: an extension may lie.
_KINDS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word/Excel"),
    (b"\xd0\xcf\x11\xe0", "Word/Excel 97"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)


def read_plan(path: Path, *, year: int | None = None, workdays: Workdays, progress: Progress | None = None) -> Reading:
    """Read a plan document; `year` outranks the year that the document names.

    Raises PlanError, which names the file and what to do, where nothing can be read as a plan.
    """
    try:
        rows = _rows(_content(Path(path)))
        table = read_action_table(rows)
    except PlanError as error:
        problem = error.problem
        raise PlanError(replace(problem, details={**problem.details, "file": Path(path).name})) from error.__cause__
    decree = read_decree("\n".join(row.cells[0] for row in rows if row.is_prose))
    decree, problems = _dated(decree, year, table.drafts)
    items = _items(table.drafts, decree.year, workdays)
    problems += _decree_problems(decree) + _missing_areas(items) + table.problems
    problems += [problem for item in items for problem in item.problems]
    if progress:
        progress(1, 1)
    return Reading(decree, items, tuple(problems))


def _content(path: Path) -> bytes:
    """The bytes of the file; raises PlanError for what is no file of a sensible size."""
    try:
        if path.is_dir():
            raise PlanError(Problem("is-folder"))
        size = path.stat().st_size
        if size > LARGEST:
            details = {"size": str(-(-size // 1024**2)), "largest": str(LARGEST // 1024**2)}
            raise PlanError(Problem("too-large", details=details))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise PlanError(Problem("file-missing")) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = getattr(error, "strerror", None) or str(error)
        raise PlanError(Problem("unreadable", details={"why": why})) from error
    if not content.strip():
        raise PlanError(Problem("file-empty"))
    return content


def _rows(content: bytes) -> tuple[Row, ...]:
    kind = next((kind for start, kind in _KINDS if content.lstrip()[:8].startswith(start)), None)
    if kind:
        raise PlanError(Problem("format-not-yet", details={"kind": kind}))
    decoded = text.decode(content)
    if decoded is None:
        raise PlanError(Problem("not-text"))
    return text.rows_of(decoded)


def _dated(decree: Decree, year: int | None, drafts: Iterable[Draft]) -> tuple[Decree, list[Problem]]:
    """The decree with the plan's year: as asked for, as it says, or as most of its targets say."""
    if year is not None:
        return replace(decree, year=year), []
    if decree.year is not None:
        return decree, []
    years = Counter(
        token.value for draft in drafts for token in tokens_of(tidy(draft.cells["target"])) if token.kind == "Y"
    )
    if not years:
        return decree, [Problem("no-year", "decree")]
    found = years.most_common(1)[0][0]
    return replace(decree, year=found), [Problem("year-inferred", "decree", {"year": str(found)})]


def _decree_problems(decree: Decree) -> list[Problem]:
    problems = []
    if decree.number is None:
        problems.append(Problem("no-decree-number", "decree"))
    elif decree.other_numbers:
        details = {"number": decree.number, "other": ", ".join(decree.other_numbers)}
        problems.append(Problem("decree-numbers-differ", "decree", details))
    if decree.date is None:
        problems.append(Problem("no-decree-date", "decree"))
    if decree.office is None:
        problems.append(Problem("no-office", "decree"))
    return problems


def _missing_areas(items: Iterable[PlanItem]) -> list[Problem]:
    """Numbers that are skipped between the first area and the last one."""
    numbers = {item.area.number for item in items}
    missing = [number for number in range(1, max(numbers, default=0)) if number not in numbers]
    names = ", ".join(roman(number) for number in missing)
    return [Problem("areas-missing", "", {"numbers": names})] if missing else []


def _items(drafts: Iterable[Draft], year: int | None, workdays: Workdays) -> tuple[PlanItem, ...]:
    counts: Counter[tuple[int, int]] = Counter()
    items: list[PlanItem] = []
    for draft in drafts:
        place = draft.area.number, draft.component[0]
        counts[place] += 1
        item = _item(draft, f"{roman(place[0])}.{place[1]}.{counts[place]}", year, workdays)
        if items and _same(items[-1], item):
            doubt = Problem("duplicate-row", f"row {item.source.row}", {"code": item.code, "other": items[-1].code})
            item = replace(item, certain=False, problems=(*item.problems, doubt))
        items.append(item)
    return tuple(items)


def _item(draft: Draft, code: str, year: int | None, workdays: Workdays) -> PlanItem:
    where = f"row {draft.source.row}"
    understood = read_target(draft.cells["target"], year=year)
    doubts = [replace(doubt, details={**doubt.details, "code": code}) for doubt in draft.doubts]
    doubts += [
        replace(problem, where=where, details={**problem.details, "code": code}) for problem in understood.problems
    ]
    evidence = split_evidence(draft.cells["evidence"])
    hints = [] if evidence else [Problem("no-evidence", where, {"code": code})]
    return PlanItem(
        code=code,
        area=draft.area,
        component=draft.component[1],
        indicator=one_line(draft.cells["indicator"]),
        action=one_line(draft.cells["action"]),
        evidence=evidence,
        target=one_line(draft.cells["target"]),
        schedule=understood.schedule,
        due=due_dates(understood.schedule, year, workdays) if year else (),
        certain=not doubts,
        problems=(*doubts, *hints),
        source=draft.source,
        notes=draft.notes,
    )


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

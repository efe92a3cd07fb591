"""A plan document to a Reading: the file's kind by its content, its rows, its decree, its items."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from zibot.plan.decree import Decree, read_decree
from zibot.plan.document import Document, Row, one_line
from zibot.plan.formats import text
from zibot.plan.formats.kinds import READABLE, kind_of
from zibot.plan.items import items_of
from zibot.plan.layouts.drafts import Table, roman
from zibot.plan.layouts.mapping import mapped_heading
from zibot.plan.layouts.outline import read_outline
from zibot.plan.layouts.tables import read_tables
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import Measure, PlanItem, Reading
from zibot.plan.words import tidy, tokens_of
from zibot.workdays import Workdays

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 6_000
WIDEST = 200
LONGEST_CELL = 20_000
LONGEST_LINE = 50_000
Progress = Callable[[int, int], None]
"""Told how many pages of how many are read."""


def read_plan(
    path: Path,
    *,
    year: int | None = None,
    workdays: Workdays,
    progress: Progress | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    kept: Callable[[str], Path] | None = None,
) -> Reading:
    """Read a plan document; `year` outranks the year that the document names.

    `sheet` names the sheet of a workbook that holds the plan. `columns` says by hand which column holds what, for a
    table whose headings zibot does not know: {"INDIKATOR": "C", "TARGET": "F"}. `kept` tells where a file lies by its
    SHA-256: a review workbook that left without confidential words finds them there. Raises PlanError, which names the
    file and what to do, where nothing can be read as a plan.
    """
    path = Path(path)
    try:
        content = _content(path)
        kind = kind_of(path, content)
        if kind == "xlsx" and not columns:
            from zibot.plan.review.book import is_review  # noqa: PLC0415 - only workbooks need their library
            from zibot.plan.review.read import read_review  # noqa: PLC0415 - see above

            if is_review(path):
                return read_review(path, workdays=workdays, year=year, kept=kept)
        document = _document(kind, path, content, sheet=sheet, progress=progress)
        return _reading(document, year=year, workdays=workdays, columns=columns)
    except PlanError as error:
        problem = error.problem
        raise PlanError(replace(problem, details={**problem.details, "file": path.name})) from error.__cause__


def _reading(document: Document, *, year: int | None, workdays: Workdays, columns: Mapping[str, str] | None) -> Reading:
    document = _checked(document)
    rows = document.rows
    decree = read_decree("\n".join(_prose(rows)))
    table, measures, targets = _table(rows, year or decree.year, columns)
    decree, problems = _dated(decree, year, table)
    items = items_of(table.drafts, decree.year, workdays, document=document)
    problems += [*document.problems, *_decree_problems(decree), *_missing_areas(items), *table.problems]
    if columns:
        problems.append(Problem("mapped-by-hand", details={"columns": ", ".join(columns)}))
    problems += [problem for item in items for problem in item.problems]
    return Reading(decree, items, tuple(problems), measures, targets)


def _content(path: Path) -> bytes:
    """The bytes of the file; raises PlanError for what is no file of a sensible size."""
    try:
        if path.is_dir():
            raise PlanError(Problem("is-folder"))
        size = path.stat().st_size
        if not path.is_file():  # a pipe would be waited for
            raise PlanError(Problem("no-file"))
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


def _document(kind: str, path: Path, content: bytes, *, sheet: str | None, progress: Progress | None) -> Document:
    """The rows of a file; all that is no plain text is read in a process of its own."""
    told = progress or (lambda _page, _of: None)
    if kind in READABLE:
        from zibot.plan.formats.apart import read_apart  # noqa: PLC0415 - text needs no other process

        return read_apart(kind, path, sheet=sheet, told=told)
    if kind != "text":
        raise PlanError(Problem("format-not-yet", details={"kind": kind}))
    decoded = text.decode(content)
    if decoded is None:
        raise PlanError(Problem("not-text"))
    if decoded.count("\n") > MOST_ROWS * 10:
        raise PlanError(Problem("too-many-rows", details={"most": str(MOST_ROWS)}))
    for number, line in enumerate(decoded.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise PlanError(Problem("endless-cell", f"row {number}", {"most": str(LONGEST_LINE)}))
    rows = text.rows_of(decoded)
    told(1, 1)
    return Document(rows)


def _checked(document: Document) -> Document:
    """The document without what lies far out on a sheet, unless its rows are too many or too long for a plan."""
    rows = document.rows
    if len(rows) > MOST_ROWS:
        raise PlanError(Problem("too-many-rows", details={"most": str(MOST_ROWS)}))
    endless = next((row for row in rows if any(len(cell) > LONGEST_CELL for cell in row.cells)), None)
    if endless:
        raise PlanError(Problem("endless-cell", endless.where, {"most": str(LONGEST_CELL)}))
    wide = next((row for row in rows if any(cell.strip() for cell in row.cells[WIDEST:])), None)
    far = (Problem("too-many-columns", wide.where, {"most": str(WIDEST)}),) if wide else ()
    narrow = tuple(replace(row, cells=row.cells[:WIDEST]) if len(row.cells) > WIDEST else row for row in rows)
    return replace(document, rows=narrow, problems=(*document.problems, *far))


def _prose(rows: Sequence[Row]) -> Iterable[str]:
    """The lines of a document that may speak of its decree: paragraphs, and narrow rows above the first wide one."""
    wide = next((at for at, row in enumerate(rows) if len(dict.fromkeys(row.filled)) > 3), len(rows))
    for at, row in enumerate(rows):
        if row.is_prose:
            yield row.cells[0]
        elif at < wide or (row.table and len(row.filled) == 1):
            yield one_line(" ".join(dict.fromkeys(row.filled)))


def _table(
    rows: Sequence[Row], year: int | None, columns: Mapping[str, str] | None
) -> tuple[Table, tuple[Measure, ...], Mapping[int, tuple[str, ...]]]:
    """What the document's tables hold, or what its running text says where it has no table of a plan."""
    if columns:
        return read_tables(rows, year=year, heading=mapped_heading(columns, rows)), (), {}
    try:
        table = read_tables(rows, year=year)
    except PlanError:
        outline = read_outline(rows)
        if outline is None:
            raise
        return outline.table, outline.measures, outline.targets
    return table, (), {}


def _dated(decree: Decree, year: int | None, table: Table) -> tuple[Decree, list[Problem]]:
    """The decree with the plan's year: as asked for, as it says, or as its table's heading or most targets say."""
    if year is not None:
        return replace(decree, year=year), []
    if decree.year is not None:
        return decree, []
    years = Counter(table.years) or Counter(
        token.value for draft in table.drafts for token in tokens_of(tidy(draft.cells["target"])) if token.kind == "Y"
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

"""Marks, colours and words in the columns of a month grid: what they schedule, and what about them is in doubt."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.drafts import short
from zibot.plan.layouts.headings import Heading
from zibot.plan.layouts.periods import Period
from zibot.plan.problem import Problem
from zibot.plan.schedule import MONTHLY, NOTHING, QUARTERLY, SEMESTER, Schedule, in_months, wording
from zibot.plan.target_waktu import Understanding, read_target

MANY = 11
"""Marks in a row that mean every month, even where the columns of a page have moved."""

_MARK = re.compile(r"(?:[√✓✔☑☒✗✘✕×xvX V●•■◼▪◾★⚫⬤*○◯+/\\\s]|ü|û)+", re.IGNORECASE)
_NOTHING = re.compile(r"[\s\-–—_.:0]*")
_VOLUME = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(%|[a-z]{1,12}\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grid:
    """What all rows of a document's month grids have in common."""

    drifts: bool = False
    """Whether columns were lost or doubled by extraction, so that the place of a mark tells no month."""
    marked: bool = False
    """Whether any cell holds a mark; colours then are decoration."""
    anything: bool = False
    """Whether any cell holds a mark or a colour: where none does, extraction has lost them all."""
    legend: bool = False
    """Whether the document says that one colour is what was planned and another what was realised."""
    stripes: frozenset[int] = frozenset()
    """Columns that are coloured from top to bottom, as the present month is."""


_COLOUR = r"(?:merah|hijau|kuning|biru|abu|jingga|oranye|ungu|hitam|warna)"
_LEGEND = re.compile(rf"\b{_COLOUR}\b.{{0,30}}\brealisasi\b|\brealisasi\b.{{0,30}}\b{_COLOUR}\b", re.IGNORECASE)


def tells_colours(rows: Iterable[Row]) -> bool:
    """Whether a legend gives a colour to what was realised."""
    return any(_LEGEND.search(one_line(cell)) for row in rows for cell in row.filled if len(cell) < 300)


def grid_of(rows: Iterable[tuple[Row, Heading]]) -> Grid:
    """Look over the rows of all grids, each with its heading."""
    drifts = marked = coloured = False
    stripes: frozenset[int] | None = None
    for row, heading in rows:
        if not any(_says_something(cell) for cell in _period_cells(row, heading).values()):
            coloured = coloured or bool(heading.periods and colours(row, heading))
            continue
        shades = row.coloured & heading.periods.keys()
        stripes = shades if stripes is None else stripes & shades
        drifts = drifts or (not row.table and _has_moved(row, heading))
        marked = True
        coloured = coloured or bool(colours(row, heading))
    return Grid(drifts, marked, marked or coloured, stripes=stripes or frozenset())


def _has_moved(row: Row, heading: Heading) -> bool:
    """Whether a row of extracted text has lost or gained cells: its width differs, or marks stand beyond the months."""
    width = len(heading.names)
    trimmed = len(row.cells) < width and bool(row.cells[-1].strip())
    if not any(map(is_mark, row.cells)):
        return False
    if len(row.cells) != width and not trimmed:
        return True
    if any(is_mark(cell) and len(cell.split()) > 1 for cell in row.cells):
        return True  # the marks of two columns in one cell
    last = max(heading.periods)
    beyond = row.cells[last + 1 :]
    before = row.cells[: min(heading.periods)]
    return any(map(is_mark, beyond)) or any("√" in cell for cell in before)


def _says_something(cell: str) -> bool:
    return bool(cell.strip()) and (is_mark(cell) or not _NOTHING.fullmatch(cell))


def _period_cells(row: Row, heading: Heading) -> dict[int, str]:
    return {at: row.cells[at] for at in heading.periods if at < len(row.cells)}


def is_mark(cell: str) -> bool:
    """Whether a cell holds nothing but marks."""
    return bool(cell.strip()) and bool(_MARK.fullmatch(cell))


def colours(row: Row, heading: Heading) -> frozenset[int]:
    """The coloured cells among the periods; none where the whole row is coloured, as headings within a table are."""
    labels = {at for at in range(len(heading.names)) if at not in heading.periods}
    if labels and labels <= row.coloured:
        return frozenset()
    return row.coloured & heading.periods.keys()


def marks_of(row: Row, heading: Heading, grid: Grid, *, note: str, year: int | None) -> tuple[str, Understanding]:
    """The words of a row's schedule, made from its marks, and what they mean; `note` is the row's remark (KET)."""
    where = row.where
    doubts: list[Problem] = []
    marked, words = _marked(row, heading, grid, doubts)
    if grid.drifts and not row.table:
        schedule, doubts = _drifting(row, doubts)
        if schedule == NOTHING and doubts and not words:
            shown = " ".join(one_line(cell) for cell in row.cells if is_mark(cell))
            return shown, Understanding(NOTHING, False, tuple(doubts))
    else:
        schedule = _schedule(sorted(marked), heading.periods, where, doubts, year=year)
    if words:
        return _from_words(words, schedule, where, [heading.periods[at] for at in sorted(marked)])
    if schedule == NOTHING:
        return _from_note(note, grid, where)
    said = read_target(note) if note else None
    if said and (said.schedule.kind == "tentative" or (said.certain and said.schedule != schedule)):
        doubts.append(Problem("two-readings", where, {"target": f"{wording(schedule)}; {one_line(note)}"}))
    return wording(schedule), Understanding(schedule, not doubts, tuple(doubts))


def _marked(row: Row, heading: Heading, grid: Grid, doubts: list[Problem]) -> tuple[set[int], str]:
    """The columns that are marked, and the words that stand in the grid instead of marks."""
    marked: set[int] = set()
    words: list[str] = []
    volumes: list[str] = []
    for at, cell in _period_cells(row, heading).items():
        text = one_line(cell)
        span = _span(row, at, heading)
        if is_mark(cell):
            marked |= span
            if len(span) > 1 or len(text.split()) > 1:
                doubts.append(Problem("merged-marks", row.where))
        elif text and not _NOTHING.fullmatch(text):
            volume = _VOLUME.fullmatch(text)
            if volume and float(volume[1].replace(",", ".")) > 0:
                marked |= span
                volumes.append(text)
                if not volume[2] and 12 < float(volume[1].replace(",", ".")) <= 31:
                    doubts.append(Problem("number-in-grid", row.where, {"words": text}))
            elif not volume:
                words.append(text)
                marked |= span
    if _is_progress(volumes):
        doubts.append(Problem("progress-in-grid", row.where, {"words": ", ".join(volumes)}))
    if len({period.year for period in heading.periods.values()} - {None}) > 1:
        doubts.append(Problem("years-in-grid", row.where))
    shades = colours(row, heading)
    if not grid.marked:
        marked |= shades
        if shades and grid.legend:
            doubts.append(Problem("colour-legend", row.where))
    elif marked and shades - marked - grid.stripes and shades != heading.periods.keys():
        doubts.append(Problem("shade-and-marks", row.where))
    apart = ", " if all(read_target(word).schedule.months for word in words) else " "
    return marked, apart.join(dict.fromkeys(words))


def _is_progress(volumes: Sequence[str]) -> bool:
    """Whether volumes rise to 100 %: how far one piece of work has come, rather than work in each period."""
    figures = [float(text.rstrip(" %").replace(",", ".")) for text in volumes if text.endswith("%")]
    return len(figures) == len(volumes) > 1 and figures[-1] == 100 and figures == sorted(set(figures))


def _span(row: Row, at: int, heading: Heading) -> set[int]:
    """The columns that a cell covers."""
    span = {at}
    while max(span) + 1 in row.joined and max(span) + 1 in heading.periods:
        span.add(max(span) + 1)
    return span


def _drifting(row: Row, doubts: list[Problem]) -> tuple[Schedule, list[Problem]]:
    """A row whose columns have moved: many marks in a row are every month; of few nobody can tell the months."""
    most = run = count = 0
    for cell in row.cells:
        marks = len(re.sub(r"\s", "", cell)) if is_mark(cell) else 0
        run = run + marks if marks else 0
        most, count = max(most, run), count + marks
    if most >= MANY:
        return MONTHLY, doubts
    return NOTHING, [Problem("drifting-grid", row.where)] if count else doubts


def _schedule(
    columns: Sequence[int], periods: Mapping[int, Period], where: str, doubts: list[Problem], *, year: int | None
) -> Schedule:
    """The schedule of the marked columns."""
    marked = [periods[at] for at in columns]
    elsewhere = [period for period in marked if period.year and year and period.year != year]
    if elsewhere:
        others = ", ".join(sorted({str(period.year) for period in elsewhere}))
        doubts.append(Problem("other-year", where, {"target": others, "other": others, "year": str(year)}))
        marked = [period for period in marked if period not in elsewhere]
    if not marked:
        return NOTHING
    months = {period.month for period in marked}
    for length, whole in ((3, QUARTERLY), (6, SEMESTER)):
        if all(period.length == length for period in marked) and months == set(whole.months):
            return whole
    schedule = in_months(months)
    weeks = [_last_week(marked, month) for month in sorted(months)]
    if any(weeks):
        if len(set(weeks)) > 1:
            doubts.append(Problem("weeks-differ", where))
        else:
            schedule = replace(schedule, week=weeks[0], kind="once" if len(months) == 1 else schedule.kind)
    return schedule


def _last_week(marked: Sequence[Period], month: int) -> int | None:
    return max((period.week for period in marked if period.month == month and period.week), default=None)


def _from_words(words: str, marked: Schedule, where: str, periods: Sequence[Period]) -> tuple[str, Understanding]:
    """Words in the columns say when ("setiap bulan" across them, "Mei" beneath TW II); else they are asked about."""
    said = read_target(words)
    if said.schedule.kind != "none" and said.certain and (marked == NOTHING or _fits(said.schedule, marked, periods)):
        return words, said
    schedule = said.schedule if said.schedule.kind != "none" else marked
    return words, Understanding(schedule, False, (Problem("words-in-grid", where, {"words": short(words)}),))


def _fits(said: Schedule, marked: Schedule, periods: Sequence[Period]) -> bool:
    """Whether words agree with the columns in which they stand: tentative, months of them all, or one within each."""
    if said.kind == "tentative" or set(marked.months) <= set(said.months):
        return True
    spans = [range(period.month - period.length + 1, period.month + 1) for period in periods]
    return all(any(month in span for month in said.months) for span in spans) and all(
        any(month in span for span in spans) for month in said.months
    )


def _from_note(note: str, grid: Grid, where: str) -> tuple[str, Understanding]:
    """A row without any mark: its remark may say "tentatif"; else nobody knows when, or the marks were lost."""
    said = read_target(note) if note.strip() else None
    if said and said.schedule.kind == "tentative" and said.certain:
        return one_line(note), said
    if said and said.schedule.months:
        return one_line(note), Understanding(
            said.schedule, False, (Problem("only-remark", where, {"target": one_line(note)}),)
        )
    code = "no-target" if grid.anything else "marks-lost"
    return "", Understanding(NOTHING, False, (Problem(code, where),))

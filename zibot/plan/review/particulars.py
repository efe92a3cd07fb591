"""The sheet of the decree both ways: its particulars, the measures, and what the plan wants to reach in each area."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zibot.plan.decree import Decree
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, Measure, Reading
from zibot.plan.review.book import Line
from zibot.plan.review.shape import DECREE, clean, fitting, plain, same
from zibot.when import MONTHS, calendar_date, month_of

PARTICULARS: Mapping[str, str] = {
    "number": "Nomor keputusan",
    "date": "Tanggal penetapan",
    "office": "Satuan kerja",
    "year": "Tahun rencana",
    "title": "Judul",
}
MEASURES, TARGETS = "Ukuran hasil", "Target area"
"""The headings of two lists below the particulars."""
_TOLD_OF: Mapping[str, str] = {
    "no-decree-number": "number",
    "decree-numbers-differ": "number",
    "no-decree-date": "date",
    "no-office": "office",
    "no-year": "year",
    "year-inferred": "year",
}
"""Problems that a particular settles once somebody fills it in."""
_DAY = re.compile(r"(?P<d>\d{1,2})\s*[-/. ]\s*(?P<m>\d{1,2}|[A-Za-z]+)\.?\s*[-/. ]\s*(?P<y>\d{4})")
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")


@dataclass(slots=True)
class Particulars:
    """What the sheet says."""

    decree: Decree
    measures: tuple[Measure, ...] = ()
    targets: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def decree_cells(decree: Decree) -> dict[str, str]:
    """The particulars as their cells say them."""
    day = decree.date
    cells = {
        "number": decree.number or "",
        "date": f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "",
        "office": decree.office or "",
        "year": str(decree.year) if decree.year is not None else "",
        "title": decree.title or "",
    }
    return {name: fitting(clean(text)) for name, text in cells.items()}


def measure_rows(reading: Reading) -> list[tuple[str, str]]:
    """The measures, a row each."""
    return [(fitting(clean(measure.code)), fitting(clean(measure.name))) for measure in reading.measures]


def target_rows(reading: Reading, label: Callable[[int], str]) -> list[tuple[str, str]]:
    """What the plan wants to reach, a row each, by area."""
    return [(label(area), fitting(clean(text))) for area, texts in reading.targets.items() for text in texts]


def read_particulars(
    lines: Sequence[Line], before: Reading, *, label: Callable[[int], str], area_of: Callable[[str], Area | None]
) -> Particulars:
    """Read the sheet; what nobody changed is as it was in `before`."""
    cells, measures, targets = _parts(lines)
    found = Particulars(_decree(cells, before.decree))
    for name, (line, words) in cells.items():
        if name in ("date", "year") and words and getattr(found.decree, name) is None:
            details = {"column": PARTICULARS[name], "value": words}
            found.problems.append(Problem("decree-cell", f"sheet {DECREE}, row {line.number}", details))
    found.problems = [*_still_open(before.problems, before.decree, found.decree), *found.problems]
    rows = [(line.at(0), line.at(1)) for line in measures]
    unchanged = _alike(rows, measure_rows(before))
    found.measures = before.measures if unchanged else tuple(Measure(*row) for row in rows)
    found.targets = before.targets
    if not _alike([(line.at(0), line.at(1)) for line in targets], target_rows(before, label)):
        found.targets = _targets(targets, area_of, found.problems)
    return found


def _parts(lines: Iterable[Line]) -> tuple[dict[str, tuple[Line, str]], list[Line], list[Line]]:
    """The particulars by name, and the rows under the headings of the two lists."""
    names = {plain(words): name for name, words in PARTICULARS.items()}
    cells: dict[str, tuple[Line, str]] = {}
    lists: dict[str, list[Line]] = {plain(MEASURES): [], plain(TARGETS): []}
    under: list[Line] | None = None
    for line in lines:
        head = plain(line.at(0))
        if head in lists:
            under = lists[head]
        elif under is not None:
            if line.at(0) or line.at(1):
                under.append(line)
        elif head in names:
            cells.setdefault(names[head], (line, line.at(1)))
    return cells, lists[plain(MEASURES)], lists[plain(TARGETS)]


def _alike(rows: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> bool:
    others = [row for row in others if row[0].strip() or row[1].strip()]
    return len(rows) == len(others) and all(
        same(one, two) for row, other in zip(rows, others, strict=True) for one, two in zip(row, other, strict=True)
    )


def _decree(cells: Mapping[str, tuple[Line, str]], before: Decree) -> Decree:
    written = decree_cells(before)
    changed: dict[str, Any] = {
        name: _value(name, words) for name, (_, words) in cells.items() if not same(words, written[name])
    }
    if "number" in changed:
        changed["other_numbers"] = ()
    return replace(before, **changed)


def _value(name: str, words: str) -> str | int | date | None:
    if name == "year":
        return int(words) if re.fullmatch(r"(?:19|20)\d\d", words) else None
    return _day(words) if name == "date" else words or None


def _day(words: str) -> date | None:
    match = _ISO.fullmatch(words.strip()) or _DAY.fullmatch(words.strip())
    if match is None:
        return None
    month = int(match["m"]) if match["m"].isdigit() else month_of(match["m"])
    return calendar_date(int(match["y"]), month or 0, int(match["d"]))


def _still_open(problems: Iterable[Problem], before: Decree, now: Decree) -> list[Problem]:
    """The problems of the document without those that a changed particular has settled."""
    settled = {
        code
        for code, name in _TOLD_OF.items()
        if getattr(now, name) is not None and getattr(now, name) != getattr(before, name)
    }
    return [problem for problem in problems if problem.code not in settled]


def _targets(
    lines: Sequence[Line], area_of: Callable[[str], Area | None], problems: list[Problem]
) -> dict[int, tuple[str, ...]]:
    """The targets by the number of their area; an empty first cell goes on with the area above."""
    found: dict[int, tuple[str, ...]] = {}
    area: Area | None = None
    for line in lines:
        area = area_of(line.at(0)) if line.at(0) else area
        if area is None:
            details = {"area": line.at(0)}
            problems.append(Problem("area-unknown", f"sheet {DECREE}, row {line.number}", details))
        elif line.at(1):
            found[area.number] = (*found.get(area.number, ()), line.at(1))
    return found

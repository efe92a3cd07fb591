"""What the hidden sheet remembers: the reading as it was written, so that every correction can be told from it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from zibot.plan.decree import Decree
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, Measure, PlanItem, Reading, Source
from zibot.plan.schedule import Schedule

MARK = "zibot 1"
"""What the first cell says: who wrote the sheet, and in which version."""
CHUNK = 30_000
"""Characters of JSON in one cell; what is longer goes on in the next cell of the row."""
FIRST_CHUNK = 5
"""The column, counted from 1, in which the JSON begins; before it stand the row's id and the drop-downs' lists."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The reading that was written: its items by the id of their row, in order, and the columns of their notes."""

    reading: Reading
    items: Mapping[str, PlanItem]
    notes: Mapping[str, str] = field(default_factory=dict)


def id_of(position: int, item: PlanItem) -> str:
    """The id of the row of an item, counted from 1; it ends with a question mark where the item was in doubt."""
    return f"z{position:04d}" if item.certain else f"z{position:04d}?"


def chunks(known: Mapping[str, Any]) -> list[str]:
    """JSON cut into cells, in plain ASCII, so that no program that saves the workbook changes a character of it."""
    text = json.dumps(known, separators=(",", ":"))
    return [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]


def whole(reading: Reading, notes: Mapping[str, str]) -> dict[str, Any]:
    """What is remembered of the plan as a whole; problems of items stand with their items."""
    decree, problems = reading.decree, list(reading.problems)
    for problem in (problem for item in reading.items for problem in item.problems):
        if problem in problems:
            problems.remove(problem)
    return {
        "decree": {**decree.as_json(), "others": list(decree.other_numbers)},
        "problems": [_problem(problem) for problem in problems],
        "measures": [[measure.code, measure.name] for measure in reading.measures],
        "targets": [[area, list(texts)] for area, texts in reading.targets.items()],
        "notes": [[heading, key] for heading, key in notes.items()],
    }


def one(item: PlanItem) -> dict[str, Any]:
    """What is remembered of an item; its due dates are worked out anew."""
    return {
        **item.as_json(lambda problem: problem.code),
        "due": [],
        "source": asdict(item.source),
        "problems": [_problem(problem) for problem in item.problems],
        "notes": dict(item.notes),
    }


def _problem(problem: Problem) -> list[Any]:
    return [problem.code, problem.where, dict(problem.details)]


def recalled(rows: Iterable[Sequence[str]]) -> Memory | None:
    """What the rows of the hidden sheet remember, or None where they are not what zibot wrote."""
    try:
        (mark, known), *items = [(row[0], json.loads("".join(row[FIRST_CHUNK - 1 :]))) for row in rows if row[0]]
        if mark != MARK:
            return None
        reading = _reading(known)
        found = {id: _item(item) for id, item in items}
        notes = {str(heading): str(key) for heading, key in known["notes"]}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None
    return Memory(replace(reading, items=tuple(found.values())), found, notes)


def _reading(known: Mapping[str, Any]) -> Reading:
    decree = known["decree"]
    day = date.fromisoformat(decree["date"]) if decree["date"] else None
    year = int(decree["year"]) if decree["year"] is not None else None
    return Reading(
        Decree(decree["number"], day, decree["office"], year, decree["title"], tuple(decree["others"])),
        (),
        tuple(_told(problem) for problem in known["problems"]),
        tuple(Measure(str(code), str(name)) for code, name in known["measures"]),
        {int(area): tuple(map(str, texts)) for area, texts in known["targets"]},
    )


def _item(known: Mapping[str, Any]) -> PlanItem:
    return PlanItem(
        code=str(known["code"]),
        area=Area(int(known["area"]["number"]), str(known["area"]["name"])),
        component=str(known["component"]),
        indicator=str(known["indicator"]),
        action=str(known["action"]),
        evidence=tuple(map(str, known["evidence"])),
        target=str(known["target"]),
        schedule=Schedule.from_dict(known["schedule"]),
        due=(),
        certain=bool(known["certain"]),
        problems=tuple(_told(problem) for problem in known["problems"]),
        source=Source(**known["source"]),
        notes={str(key): str(text) for key, text in known["notes"].items()},
    )


def _told(known: Sequence[Any]) -> Problem:
    code, where, details = known
    return Problem(str(code), str(where), {str(name): str(text) for name, text in details.items()})

"""What was read from a plan document: decree, items and problems, and the JSON that `zibot plan read` prints."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zibot.plan.decree import Decree
from zibot.plan.problem import Problem
from zibot.plan.schedule import Schedule

ALIKE = 3
"""More problems of one kind than these are told by the first of them."""

Say = Callable[[Problem], str]
"""Renders a problem as one sentence for people."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item stands: the page as far as the document shows it, the line or row counted from 1 in its place."""

    page: int | None = None
    row: int | None = None
    place: str = ""
    """Where the rows are counted from, as in Row: "" for the whole file, "sheet LKE ZI", "page 3"."""

    @property
    def where(self) -> str:
        """How a problem names the place."""
        row = f"row {self.row}"
        return f"{self.place}, {row}" if self.place else row


@dataclass(frozen=True, slots=True)
class Area:
    """An area of change (area perubahan) as the plan numbers and names it."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item (butir) of the plan; `notes` are the cells of columns that zibot has no use for, by their heading."""

    code: str
    area: Area
    component: str
    indicator: str
    action: str
    evidence: tuple[str, ...]
    target: str
    schedule: Schedule
    due: tuple[date, ...]
    certain: bool
    problems: tuple[Problem, ...] = ()
    source: Source = Source()
    notes: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, say: Say) -> dict[str, Any]:
        """The item in the shape that scripts rely on."""
        known: dict[str, Any] = {
            "code": self.code,
            "area": {"number": self.area.number, "name": self.area.name},
            "component": self.component,
            "indicator": self.indicator,
            "action": self.action,
            "evidence": list(self.evidence),
            "target": self.target,
            "schedule": self.schedule.as_dict(),
            "due": [day.isoformat() for day in self.due],
            "certain": self.certain,
            "problems": [problem_json(problem, say) for problem in self.problems],
            "source": {"page": self.source.page, "row": self.source.row},
        }
        if self.notes:
            known["notes"] = dict(self.notes)
        return known


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the result component (ukuran hasil): its short name (IPAK, TLHP, IPKP, IKM) and the plan's words."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole plan as it was understood; `problems` holds those of the document and those of its items."""

    decree: Decree
    items: tuple[PlanItem, ...]
    problems: tuple[Problem, ...] = ()
    measures: tuple[Measure, ...] = ()
    targets: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """What the plan wants to reach in each area, by the area's number, where it says so."""

    @property
    def components(self) -> int:
        """How many components the items belong to."""
        return len({item.code.rpartition(".")[0] for item in self.items})

    def told(self) -> Iterator[tuple[Problem, int]]:
        """The problems for people: where many are alike the first of them stands for all, with how many others."""
        counts = Counter(problem.code for problem in self.problems)
        shown: set[str] = set()
        for problem in self.problems:
            many = counts[problem.code] > ALIKE
            if not many or problem.code not in shown:
                yield problem, counts[problem.code] - 1 if many else 0
            shown.add(problem.code)

    def as_json(self, say: Say) -> dict[str, Any]:
        """The reading in the shape that scripts rely on."""
        known: dict[str, Any] = {
            "decree": self.decree.as_json(),
            "items": [item.as_json(say) for item in self.items],
            "problems": [problem_json(problem, say) for problem in self.problems],
        }
        if self.measures:
            known["measures"] = [{"code": measure.code, "name": measure.name} for measure in self.measures]
        if self.targets:
            known["targets"] = [{"area": area, "texts": list(texts)} for area, texts in sorted(self.targets.items())]
        return known


def problem_json(problem: Problem, say: Say) -> dict[str, str]:
    """A problem with its sentence."""
    return {"where": problem.where, "code": problem.code, "text": say(problem)}

"""A problem of a plan document: its code, where it stands and what fills its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """What is unclear or wrong; `where` is "row 12", "decree" or "" for the whole document."""

    code: str
    where: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


class PlanError(Exception):
    """The document cannot be read as a plan at all; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, problem.where, dict(problem.details))
        self.problem = problem

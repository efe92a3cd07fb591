"""Rows on their way to items, and the few words that their problems need."""

from dataclasses import dataclass, field

from zibot.plan.layouts.areas import ROMANS
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, Source
from zibot.plan.target_waktu import Understanding


@dataclass(slots=True)
class Draft:
    """A row on its way to an item; `component` is filled in once all rows are known."""

    area: Area
    cells: dict[str, str]
    source: Source
    notes: dict[str, str] = field(default_factory=dict)
    doubts: list[Problem] = field(default_factory=list)
    component: tuple[int, str] = (0, "")
    """Its number within the area, counted, and its name."""
    understood: Understanding | None = None
    """What its schedule is, where the layout itself says so (the marks of a grid) and not the target's words."""

    @property
    def where(self) -> str:
        """Where it stands, as a problem names it."""
        return self.source.where

    @property
    def is_item(self) -> bool:
        """Whether it holds work, and not only the name of a component."""
        return any(self.cells[role] for role in ("indicator", "action", "evidence", "target"))


@dataclass(slots=True)
class Table:
    """What the rows of a document hold: drafts in order, and problems that belong to no single item."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_components: bool = False
    """Whether a heading has a column of components at all."""
    years: tuple[int, ...] = ()
    """The years that its headings name."""
    loose: set[int] = field(default_factory=set)
    """Positions of drafts beside which an area's label stood loose, so that the area may begin above them."""


def roman(number: int) -> str:
    """An area's number as the plans write it; beyond XII in figures."""
    return ROMANS[number - 1] if 1 <= number <= len(ROMANS) else str(number)


def short(text: str, most: int = 60) -> str:
    """A text to quote in a problem, cut where it is long."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

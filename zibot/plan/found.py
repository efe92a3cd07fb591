"""What a rule of target waktu gives: a schedule and its doubt; with it what all rules share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zibot.plan.schedule import Schedule
from zibot.plan.words import Token


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule and, where it holds a guess, the code of the problem that tells so."""

    schedule: Schedule
    doubt: str | None = None


Rule = Callable[[Sequence[Token]], Found | None]
"""Builds what a shape of tokens means, or None where their numbers make no sense."""

WIDTH = {"M": 1, "Q": 3, "C": 4, "H": 6}
"""Months of a month, a quarter, a third of the year, a half."""


def values(tokens: Sequence[Token], kinds: str) -> list[int]:
    """The numbers of the tokens of these kinds, in order."""
    return [token.value for token in tokens if token.kind in kinds]

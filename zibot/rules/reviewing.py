"""Whose verdict an obligation waits for: never its own sender's where another can give one, and of whom is there."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, TypeVar

from zibot.rules.roles import Role


class Judge(Protocol):
    """Someone of the team, as far as it decides whether they check."""

    @property
    def id(self) -> int | None:
        """Their id."""

    @property
    def role(self) -> str:
        """What they are in the team."""

    @property
    def areas(self) -> Sequence[int]:
        """The areas that they coordinate."""

    @property
    def telegram_id(self) -> int | None:
        """Their account; without one nobody can ask them."""


J = TypeVar("J", bound=Judge)


def judges(area: int, team: Iterable[J], *, authors: Collection[int], away: Collection[int] = ()) -> list[J]:
    """Who is asked for a verdict: the area's coordinators, else the lead; who is there before who is on leave.

    Whoever submitted it or sent any of it is asked only where nobody else can be.
    """
    coordinators, leads = able(area, team)
    for mine in (False, True):
        for gone in (False, True):
            for group in (coordinators, leads):
                found = [one for one in group if (one.id in authors) == mine and (one.id in away) == gone]
                if found:
                    # Who has to check their own is enough alone.
                    return found[:1] if mine else found
    return []


def able(area: int, team: Iterable[J]) -> tuple[list[J], list[J]]:
    """The area's coordinators and the leads who can be reached."""
    reachable = [person for person in team if person.telegram_id is not None]
    coordinators = [one for one in reachable if one.role == Role.COORDINATOR and area in one.areas]
    return coordinators, [one for one in reachable if one.role == Role.LEAD]


def others(person_id: int, area: int, team: Iterable[J], *, authors: Collection[int]) -> list[J]:
    """Who else can check what a person sent or submitted themself; of what is not their own nobody needs to."""
    if person_id not in authors:
        return []
    return [one for group in able(area, team) for one in group if one.id not in authors]

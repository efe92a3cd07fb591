"""Who decides about what belongs to an area: its coordinators who are there, else the lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from zibot.rules.roles import Role


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the team, as the rules see them."""

    id: int
    role: str
    areas: tuple[int, ...] = ()


def deciders(here: Sequence[Member], area: int, *, besides: int | None = None) -> list[Member]:
    """The area's coordinators of those who are there, else the lead; never `besides` where another can."""
    coordinators = [one for one in here if one.role == Role.COORDINATOR and area in one.areas]
    leads = [one for one in here if one.role == Role.LEAD]
    for group in (coordinators, leads):
        others = [one for one in group if one.id != besides]
        if others:
            return others
    return [one for one in (*coordinators, *leads) if one.id == besides][:1]

"""Who may do what: one table, asked by every handler."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from zibot.rules.lifecycle import Duty


class Guarded(Protocol):
    """What may be confidential: an item, or an obligation."""

    @property
    def area(self) -> int:
        """The area to which it belongs."""

    @property
    def confidential(self) -> bool:
        """Whether only its own people may see what it says."""


class Role(StrEnum):
    """What a person is in the team."""

    ADMIN = "admin"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    STAFF = "staff"
    REVIEWER = "reviewer"


class May(StrEnum):
    """What someone may be allowed to do."""

    READ = "read"
    REPORT = "report"
    REVIEW = "review"
    SETTLE = "settle"
    BIND_GROUP = "bind-group"
    ADOPT = "adopt"
    MAINTAIN = "maintain"
    TEAM = "team"
    """Make the team: add people, give them roles and links, take them out."""
    ASSIGN = "assign"
    """Say who holds an item: the lead of any, a coordinator of the areas that are theirs."""


_ALLOWED: dict[Role, frozenset[May]] = {
    Role.ADMIN: frozenset({May.READ, May.REPORT, May.BIND_GROUP, May.ADOPT, May.MAINTAIN, May.TEAM}),
    Role.LEAD: frozenset(
        {May.READ, May.REPORT, May.REVIEW, May.SETTLE, May.BIND_GROUP, May.ADOPT, May.TEAM, May.ASSIGN}
    ),
    Role.COORDINATOR: frozenset({May.READ, May.REPORT, May.REVIEW, May.ASSIGN}),
    Role.STAFF: frozenset({May.READ, May.REPORT}),
    Role.REVIEWER: frozenset({May.READ}),
}


def allowed(role: str, may: May) -> bool:
    """Whether a role may do this at all."""
    return may in _ALLOWED[Role(role)]


def may_give(giver: str, role: str, *, instead_of: str | None = None) -> bool:
    """Whether someone may give a role, in place of another: admins are made, changed and taken out by admins only."""
    return allowed(giver, May.TEAM) and (giver == Role.ADMIN or Role.ADMIN not in (role, instead_of))


def indispensable(role: str, others: Iterable[str]) -> bool:
    """Whether someone must keep their role: the last lead, and the last admin, until one of the others has it."""
    return role in (Role.LEAD, Role.ADMIN) and role not in set(others)


def may_report(person_id: int, role: str, areas: Iterable[int], duty: Duty) -> bool:
    """Whether a person may say the status of an obligation: who holds it, its coordinator, or the lead."""
    return may_report_on(person_id, role, areas, duty, duty.holders)


def may_report_on(person_id: int, role: str, areas: Iterable[int], thing: Guarded, holders: Iterable[int]) -> bool:
    """The same for an item, also for one that has no obligation yet."""
    return allowed(role, May.REPORT) and _theirs(person_id, role, areas, thing.area, holders)


def may_review(role: str, areas: Iterable[int], duty: Duty) -> bool:
    """Whether a person may accept or return: the coordinator of the area, or the lead."""
    return may_schedule(role, areas, duty.area)


def may_schedule(role: str, areas: Iterable[int], area: int) -> bool:
    """Whether a person decides when an area's items fall due: its coordinator, or the lead."""
    return allowed(role, May.REVIEW) and (role == Role.LEAD or area in areas)


def may_assign(role: str, areas: Iterable[int], area: int) -> bool:
    """Whether a person says who holds an area's items: its coordinator, or the lead."""
    return allowed(role, May.ASSIGN) and (role == Role.LEAD or area in areas)


def may_open(person_id: int, role: str, areas: Iterable[int], thing: Guarded, holders: Iterable[int]) -> bool:
    """Whether a person may see what an item says: everyone, but of a confidential one only its own people."""
    return allowed(role, May.READ) and (not thing.confidential or _theirs(person_id, role, areas, thing.area, holders))


def may_look(person_id: int, role: str, areas: Iterable[int], thing: Guarded, holders: Iterable[int]) -> bool:
    """Whether a person may look at the evidence of an item: its own people, and of what is not confidential TPI."""
    if role == Role.REVIEWER and not thing.confidential:
        return True
    return allowed(role, May.READ) and _theirs(person_id, role, areas, thing.area, holders)


def _theirs(person_id: int, role: str, areas: Iterable[int], area: int, holders: Iterable[int]) -> bool:
    """Whether an item is a person's own: they hold it, coordinate its area, or lead the team."""
    return person_id in holders or role == Role.LEAD or (role == Role.COORDINATOR and area in areas)

"""Who may do what: one table, asked by every handler."""

from collections.abc import Iterable
from enum import StrEnum

from zibot.rules.lifecycle import Duty


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


_ALLOWED: dict[Role, frozenset[May]] = {
    Role.ADMIN: frozenset({May.READ, May.REPORT, May.BIND_GROUP, May.ADOPT}),
    Role.LEAD: frozenset({May.READ, May.REPORT, May.REVIEW, May.SETTLE, May.BIND_GROUP, May.ADOPT}),
    Role.COORDINATOR: frozenset({May.READ, May.REPORT, May.REVIEW}),
    Role.STAFF: frozenset({May.READ, May.REPORT}),
    Role.REVIEWER: frozenset({May.READ}),
}


def allowed(role: str, may: May) -> bool:
    """Whether a role may do this at all."""
    return may in _ALLOWED[Role(role)]


def may_report(person_id: int, role: str, areas: Iterable[int], duty: Duty) -> bool:
    """Whether a person may say the status of an obligation: who holds it, its coordinator, or the lead."""
    if not allowed(role, May.REPORT):
        return False
    return person_id in duty.holders or role == Role.LEAD or (role == Role.COORDINATOR and duty.area in areas)


def may_review(role: str, areas: Iterable[int], duty: Duty) -> bool:
    """Whether a person may accept or return: the coordinator of the area, or the lead."""
    return allowed(role, May.REVIEW) and (role == Role.LEAD or duty.area in areas)

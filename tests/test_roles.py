from datetime import date

import pytest

from tests.duties import duty
from zibot.rules.roles import (
    May,
    Role,
    allowed,
    indispensable,
    may_give,
    may_open,
    may_report,
    may_report_on,
    may_review,
    may_schedule,
)

TABLE = """
              read  report  review  settle  bind-group  adopt  maintain  team  assign
admin         yes   yes     no      no      yes         yes    yes       yes   no
lead          yes   yes     yes     yes     yes         yes    no        yes   yes
coordinator   yes   yes     yes     no      no          no     no        no    yes
staff         yes   yes     no      no      no          no     no        no    no
reviewer      yes   no      no      no      no          no     no        no    no
"""
HEAD, *ROWS = (line.split() for line in TABLE.strip().splitlines())
CELLS = [(row[0], may, cell == "yes") for row in ROWS for may, cell in zip(HEAD, row[1:], strict=True)]
THEIRS = duty(date(2027, 3, 31), area=5, holders=(7,))


def test_the_table_names_every_role_and_everything_that_may_be_allowed() -> None:
    assert set(HEAD) == set(May)
    assert {row[0] for row in ROWS} == set(Role)


@pytest.mark.parametrize(("role", "may", "expected"), CELLS)
def test_who_may_do_what(role: str, may: str, expected: bool) -> None:
    assert allowed(role, May(may)) is expected


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="ketua"):
        allowed("ketua", May.READ)


@pytest.mark.parametrize(
    ("person", "role", "areas", "expected"),
    [
        (7, Role.STAFF, [], True),
        (8, Role.STAFF, [], False),
        (8, Role.STAFF, [5], False),
        (8, Role.COORDINATOR, [5], True),
        (8, Role.COORDINATOR, [4], False),
        (7, Role.COORDINATOR, [4], True),
        (8, Role.LEAD, [], True),
        (7, Role.REVIEWER, [5], False),
        (7, Role.ADMIN, [5], True),
    ],
)
def test_a_status_is_said_by_who_holds_it_its_coordinator_or_the_lead(
    person: int, role: Role, areas: list[int], expected: bool
) -> None:
    assert may_report(person, role, areas, THEIRS) is expected


@pytest.mark.parametrize(
    ("role", "areas", "expected"),
    [
        (Role.COORDINATOR, [5], True),
        (Role.COORDINATOR, [4], False),
        (Role.COORDINATOR, [], False),
        (Role.LEAD, [], True),
        (Role.STAFF, [5], False),
        (Role.REVIEWER, [5], False),
        (Role.ADMIN, [5], False),
    ],
)
def test_a_review_is_made_by_the_coordinator_of_the_area_or_the_lead(
    role: Role, areas: list[int], expected: bool
) -> None:
    assert may_review(role, areas, THEIRS) is expected


def test_a_schedule_is_decided_by_the_coordinator_of_the_area_or_the_lead() -> None:
    assert may_schedule(Role.COORDINATOR, [5], 5)
    assert may_schedule(Role.LEAD, [], 5)
    assert not may_schedule(Role.COORDINATOR, [4], 5)
    assert not may_schedule(Role.STAFF, [5], 5)


def test_an_item_without_obligations_is_reported_on_by_the_same_people() -> None:
    assert may_report_on(7, Role.STAFF, [], THEIRS, (7,))
    assert not may_report_on(7, Role.STAFF, [], THEIRS, (8,))


@pytest.mark.parametrize(
    ("person", "role", "areas", "expected"),
    [
        (7, Role.STAFF, [], True),
        (8, Role.STAFF, [5], False),
        (8, Role.COORDINATOR, [5], True),
        (8, Role.COORDINATOR, [4], False),
        (8, Role.LEAD, [], True),
        (8, Role.ADMIN, [5], False),
        (8, Role.REVIEWER, [5], False),
        (7, Role.REVIEWER, [], True),
    ],
)
def test_what_is_confidential_is_opened_by_who_holds_it_its_coordinator_or_the_lead(
    person: int, role: Role, areas: list[int], expected: bool
) -> None:
    secret = duty(date(2027, 3, 31), area=5, holders=(7,), confidential=True)
    assert may_open(person, role, areas, secret, secret.holders) is expected
    assert may_open(person, role, areas, THEIRS, THEIRS.holders), "what is not confidential is everyone's to read"


@pytest.mark.parametrize(
    ("giver", "role", "instead_of", "expected"),
    [
        (Role.LEAD, Role.LEAD, None, True),
        (Role.LEAD, Role.REVIEWER, Role.LEAD, True),
        (Role.LEAD, Role.ADMIN, None, False),
        (Role.LEAD, Role.STAFF, Role.ADMIN, False),
        (Role.ADMIN, Role.ADMIN, Role.STAFF, True),
        (Role.ADMIN, Role.STAFF, Role.ADMIN, True),
        (Role.COORDINATOR, Role.STAFF, None, False),
        (Role.STAFF, Role.STAFF, None, False),
        (Role.REVIEWER, Role.REVIEWER, None, False),
    ],
)
def test_roles_are_given_by_who_makes_the_team_and_admins_are_made_by_admins(
    giver: Role, role: Role, instead_of: Role | None, expected: bool
) -> None:
    assert may_give(giver, role, instead_of=instead_of) is expected


def test_the_last_lead_and_the_last_admin_stay_until_someone_else_is_one() -> None:
    assert indispensable(Role.LEAD, [Role.ADMIN, Role.STAFF])
    assert indispensable(Role.ADMIN, [])
    assert not indispensable(Role.LEAD, [Role.STAFF, Role.LEAD])
    assert not indispensable(Role.COORDINATOR, [])

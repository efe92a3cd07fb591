"""Updates of every shape at the real handlers: nothing is lost, doubled, told to the wrong people or left half done."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.books import (
    FILES,
    check_the_books,
    check_the_calls,
    check_the_facts,
    check_what_was_fetched,
    the_sender,
)
from tests.fuzz.cast import Json
from tests.fuzz.conftest import PROFILE
from tests.fuzz.line import FATES
from tests.fuzz.office import FuzzedOffice
from tests.fuzz.updates import updates
from zibot.model import Event, Outbox, Person

STEPS = st.fixed_dictionaries(
    {
        "update": updates(),
        "fate": st.sampled_from(FATES),
        "minutes": st.sampled_from([0, 0, 0, 1, 65, 3000]),
        "aim": st.sampled_from([None, None, *range(60)]),
    }
)
"""An update, how a file comes, how many minutes go by before it, and at which message of ours it aims, if at any."""
HOURS = st.lists(STEPS, max_size=12)
DAYS = st.builds(lambda *hours: [step for hour in hours for step in hour], HOURS, HOURS, HOURS)
"""A day in three parts: hypothesis makes each list a short one."""


# A long day that fails is long to print, which must not hide what it failed with.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(PROFILE)
@given(day=DAYS)
def test_whatever_comes_the_books_are_right(fuzzed: FuzzedOffice, day: list[Json]) -> None:
    fuzzed.begin_anew()
    for step in day:
        one_step(fuzzed, **step)
    check_the_books(fuzzed)


def one_step(office: FuzzedOffice, update: Json, fate: str, *, minutes: int, aim: int | None) -> None:
    office.later(minutes)
    one_update(office, update if aim is None else office.aimed(update, aim), fate)


def one_update(office: FuzzedOffice, update: Json, fate: str) -> None:
    """Let an update come, as often as Telegram sends it, and look at what it brought about."""
    before, sender = office.counts(), known(office, update)
    failed = office.comes(update, fate)
    if failed is not None:
        assert office.counts() == before, f"half done: {failed!r}"
        assert office.newest_row().handled_at is None
        failed = office.tried_again()
    if failed is None:
        assert office.newest_row().handled_at is not None
        check_what_was_fetched(office, update)
    look_at(office, update, sender or known(office, update), before)
    if failed is None and any(name in update.get("message", {}) for name in FILES):
        check_that_it_counts_once(office, update, fate)
    office.reads()
    office.sends()


def known(office: FuzzedOffice, update: Json) -> Person | None:
    """The person of the team who speaks: nobody where a bot does."""
    user = the_sender(update)
    return None if user.get("is_bot", True) else office.person(user["id"])


def look_at(office: FuzzedOffice, update: Json, sender: Person | None, before: dict[str, int]) -> None:
    check_the_calls(office, update, sender, since(office, Outbox, before))
    check_the_facts(sender, since(office, Event, before))


def since(office: FuzzedOffice, table: Any, before: dict[str, int]) -> Sequence[Any]:
    """The rows that were added."""
    return office.all(table)[before[table.__name__] :]


def check_that_it_counts_once(office: FuzzedOffice, update: Json, fate: str) -> None:
    """The very same message under another number, as after a quiet week, stores nothing twice."""
    before = office.counts()
    office.comes(update, fate)
    after = office.counts()
    assert [name for name in ("Evidence", "Draft") if after[name] != before[name]] == []

"""The updates that are made up are ones that Telegram may send, and the types carried here are the published ones."""

import json

from hypothesis import given, settings

from tests.conftest import PUBLISHED_API
from tests.fuzz.anything import TYPES
from tests.fuzz.cast import Json
from tests.fuzz.conftest import PROFILE
from tests.fuzz.published import ASKED_FOR, trimmed
from tests.fuzz.updates import updates
from zibot.delivery.polling import ALLOWED
from zibot.rehearsal.checks import Published

PUBLISHED = Published({}, TYPES)


def test_the_carried_types_are_the_published_ones() -> None:
    assert set(ALLOWED) == set(ASKED_FOR)
    if PUBLISHED_API.exists():
        assert trimmed(json.loads(PUBLISHED_API.read_text(encoding="utf-8"))["types"]) == TYPES


@settings(PROFILE)
@given(update=updates())
def test_each_update_is_one_that_telegram_may_send(update: Json) -> None:
    assert PUBLISHED.problem_of_object(update, ["Update"], "update") is None

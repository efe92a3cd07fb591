"""What the rehearsal carries of the published Bot API, so that every call is checked on every machine."""

import json
from pathlib import Path

from zibot.rehearsal.api import OF_THE_PLAYED
from zibot.rehearsal.methods import METHODS

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "bot-api.json"


def test_it_covers_what_is_played_and_agrees_with_the_published_api() -> None:
    carried = json.loads(OF_THE_PLAYED.read_text(encoding="utf-8"))
    assert set(carried["methods"]) == {*METHODS, "getUpdates"}
    if PUBLISHED.exists():
        published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
        for part in ("methods", "types"):
            assert {name: published[part][name] for name in carried[part]} == carried[part]


def test_a_parameter_that_is_not_published_is_refused_without_any_other_file(loose_office) -> None:
    loose_office.siti.starts()
    code, _ = loose_office.refused("sendMessage", chat_id=11, text="x", disable_web_page_preview=True)
    assert code == 400
    assert loose_office.world.violations
    assert loose_office.refused("sendMessage", text="x") == (400, "Bad Request: chat_id is empty")
    assert loose_office.refused("sendPhoto", chat_id=11) == (400, "Bad Request: there is no photo in the request")

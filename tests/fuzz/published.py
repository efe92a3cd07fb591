"""The types of the published Bot API of which updates are made, carried here so that every machine has them."""

import json
from pathlib import Path
from typing import Any

CARRIED = Path(__file__).with_name("bot-api-types.json")
ASKED_FOR = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
NEVER_ASKED_FOR = (
    "edited_channel_post",
    "business_message",
    "message_reaction",
    "inline_query",
    "chat_member",
    "chat_join_request",
    "poll_answer",
)
"""Kinds that could come all the same, as after a change of what is asked for."""
PLAIN = ("Integer", "Float", "Boolean", "True", "String")

Types = dict[str, Any]


def element(kind: str) -> str:
    """What an array, or an array of arrays, is made of."""
    while kind.startswith("Array of "):
        kind = kind.removeprefix("Array of ")
    return kind


def trimmed(types: Types) -> Types:
    """Of all published types those that these kinds of updates can hold, each with all its fields."""
    known = ("update_id", *ASKED_FOR, *NEVER_ASKED_FOR)
    update = {name: field for name, field in types["Update"]["fields"].items() if name in known}
    kept: Types = {"Update": {"fields": update, "subtypes": []}}
    waiting = ["Update"]
    while waiting:
        kind = kept[waiting.pop()]
        named = [*kind["subtypes"], *(one for kinds, _ in kind["fields"].values() for one in kinds)]
        for name in map(element, named):
            if name not in kept and name not in PLAIN:
                kept[name] = types[name]
                waiting.append(name)
    return {name: kept[name] for name in sorted(kept)}


def carried() -> Types:
    """The types that are carried here."""
    types: Types = json.loads(CARRIED.read_text(encoding="utf-8"))["types"]
    return types


def write(published: Path) -> None:
    """Carry anew what a file of the whole Bot API says, a type a line."""
    types = trimmed(json.loads(published.read_text(encoding="utf-8"))["types"])
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(said)}" for name, said in types.items())
    CARRIED.write_text(f'{{"types": {{\n{lines}\n}}}}\n', encoding="utf-8")

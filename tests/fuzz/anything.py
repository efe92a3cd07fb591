"""Any value that the published Bot API allows, by the name of its type."""

import re
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.fuzz import cast
from tests.fuzz.published import PLAIN, carried

TYPES = carried()
DEEP = 3
"""Types within types that are filled with what is optional; below only what is required."""
NOW = 1_799_024_400
"""4 January 2027, 08.00 in Jakarta."""
_MOST_FIELDS = 4

IDS = [
    *(user["id"] for user in (*cast.PEOPLE, *cast.STRANGERS, cast.US, cast.ANONYMOUS)),
    *(chat["id"] for chat in cast.GROUPS),
    cast.CHANNEL["id"],
    2**52 - 1,
]
NUMBERS = [0, 1, 2, 3, 7, 640, 4096, 20 * 1024 * 1024 + 1, 2**31 - 1, -1]
WORDS = [
    "",
    "x",
    "Foto bukti I.1.1",
    "📷👨‍👩‍👧‍👦🇮🇩",
    "\u202eتقرير\u202c",
    "a\x00b\x07\u200b\u2028c\td",
    "<b>tebal</b> & <a href='x'>&lt;</i>",
    "../../etc/passwd",
    "=HYPERLINK(1)",
    "{{ 7 * 7 }} {% raw %}",
    "n\u0303 \ufb01 ı İ ß ſ",
    "kata " * 819,
    "📷" * 2048,
    "<&>" * 1365,
    "baris & <i>\n" * 341,
]
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
_FIRST_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMED = {"ChatMemberOwner": "creator", "ChatMemberBanned": "kicked", "RichBlockSectionHeading": "heading"}
"""Subtypes whose `type`, `status` or `source` is not just the end of their name."""


def kind_word(union: str, name: str) -> str:
    """What tells a subtype from its brothers: MessageOriginHiddenUser is a "hidden_user"."""
    return _NAMED.get(name) or _FIRST_WORD.sub("_", name.removeprefix(union)).lower()


def _unions() -> dict[str, str]:
    return {name: union for union, said in TYPES.items() for name in said["subtypes"] if name in TYPES}


UNION_OF = _unions()


def _heights() -> dict[str, int]:
    """How deep a type goes at least: 0 where it needs no other."""
    known = dict.fromkeys(PLAIN, 0)
    while len(known) < len(PLAIN) + len(TYPES):
        for name, said in TYPES.items():
            if said["subtypes"]:
                parts = [min((known[one] for one in said["subtypes"] if one in known), default=None)]
            else:
                needed = [kinds for kinds, required in said["fields"].values() if required]
                parts = [min((_height(one, known) for one in kinds), default=None) for kinds in needed]
            if None not in parts:
                known[name] = 1 + max((part for part in parts if part is not None), default=0)
    return known


def _height(kind: str, known: dict[str, int]) -> int:
    return 0 if kind.startswith("Array of ") else known.get(kind, 99)


HEIGHTS = _heights()


def _fixed(made: list[Any]) -> Callable[[st.DrawFn], Any]:
    return lambda draw: draw(st.sampled_from(made))


KNOWN: dict[str, Callable[[st.DrawFn], Any]] = {
    "User": _fixed([*cast.PEOPLE, *cast.STRANGERS, *cast.BOTS, cast.ANONYMOUS]),
    "Chat": _fixed([*cast.GROUPS, cast.CHANNEL, *map(cast.private, (*cast.PEOPLE, *cast.STRANGERS))]),
}
"""Types of which the office's own are likelier than any other."""


def value(draw: st.DrawFn, kind: str, depth: int = DEEP, field: str = "") -> Any:
    """A JSON value of a type."""
    if kind.startswith("Array of "):
        size = draw(st.integers(0, 2)) if depth > 0 else 0
        return [value(draw, kind.removeprefix("Array of "), depth - 1, field) for _ in range(size)]
    if kind in PLAIN:
        return _plain(draw, kind, field)
    if kind in KNOWN and draw(st.integers(0, 9)):
        return KNOWN[kind](draw)
    subtypes = TYPES[kind]["subtypes"]
    if subtypes:
        lowest = min(map(_least, subtypes))
        return value(draw, draw(st.sampled_from([s for s in subtypes if depth > 0 or _least(s) == lowest])), depth - 1)
    return filled(draw, kind, depth)


def _least(kind: str) -> int:
    return _height(kind, HEIGHTS)


def filled(draw: st.DrawFn, kind: str, depth: int = DEEP, most: int = _MOST_FIELDS) -> dict[str, Any]:
    """An object with all required fields and a few optional ones."""
    fields = TYPES[kind]["fields"]
    names = [name for name, (_, required) in fields.items() if required]
    optional = [name for name in fields if name not in names]
    if optional and depth > 0:
        names += draw(st.lists(st.sampled_from(optional), max_size=most, unique=True))
    made = {name: field_of(draw, kind, name, depth - 1) for name in names}
    word = next((name for name in ("type", "status", "source") if name in made), None)
    if kind in UNION_OF and word is not None:
        made[word] = kind_word(UNION_OF[kind], kind)
    return made


def field_of(draw: st.DrawFn, kind: str, name: str, depth: int = 1) -> Any:
    """A value for a field of a type."""
    kinds = TYPES[kind]["fields"][name][0]
    return value(draw, kinds[0] if len(kinds) == 1 else draw(st.sampled_from(kinds)), depth, name)


def _plain(draw: st.DrawFn, kind: str, field: str) -> Any:
    match kind:
        case "Boolean":
            return draw(st.booleans())
        case "True":
            return True
        case "Float":
            return draw(st.sampled_from([0, 0.5, -6.2, 106.8, 1e9]))
        case "Integer" if field == "id" or field.endswith("_id"):
            return draw(st.sampled_from(IDS))
        case "Integer" if field == "date" or field.endswith("_date"):
            return draw(st.sampled_from([0, 1, NOW, NOW - 400 * 86_400, 2**31 - 1, 2**31 + 1]))
        case "Integer":
            return draw(st.sampled_from(NUMBERS))
        case _:
            return draw(TEXTS)

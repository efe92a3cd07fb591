"""The command menu that Telegram shows in a private chat, where its person's role has another than everybody's."""

from typing import Any

from zibot import texts
from zibot.context import Desk
from zibot.model import Person
from zibot.rules.roles import Role
from zibot.storage import outbox
from zibot.storage.outbox import Rank

SET, DELETE = outbox.MENUS
NOWHERE = 0
"""Menus are in no chat's queue: one that must wait keeps no message waiting."""


def menu(scope: str, role: str | None = None) -> list[dict[str, str]]:
    """The commands of a scope for a role as Telegram wants them."""
    return [{"command": name, "description": text} for name, text in texts.commands(scope, role)]


def follow(desk: Desk, person: Person) -> None:
    """Bring the menu in a person's chat in line with their role; nothing goes out where it is so already."""
    key = f"menu:{person.id}:"
    last = outbox.last_of(desk.session, key)
    shown = last.payload if last is not None and last.method == SET and last.failed_at is None else {}
    wanted = _wanted(person)
    if wanted == shown:
        return
    number = last.id if last is not None else 0
    if shown and shown["scope"] != wanted.get("scope"):
        _put(desk, DELETE, {"scope": shown["scope"]}, f"{key}{number}/old")
    if wanted:
        _put(desk, SET, wanted, f"{key}{number}")


def follow_everyone(desk: Desk) -> None:
    """The same for the whole team, as after a change of the commands themselves."""
    for person in desk.team.values():
        follow(desk, person)


def _wanted(person: Person) -> dict[str, Any]:
    """The menu for a person's own chat; empty for those whose menu is everybody's, and who is not there."""
    if person.left_at is not None or person.telegram_id is None or person.role == Role.STAFF:
        return {}
    return {"commands": menu("private", person.role), "scope": {"type": "chat", "chat_id": person.telegram_id}}


def _put(desk: Desk, method: str, payload: dict[str, Any], once: str) -> None:
    desk.put(NOWHERE, method, payload, rank=Rank.RECAP, once=once)

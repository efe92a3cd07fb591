"""The team file: names, roles, areas and items, read into members or refused with the place that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from zibot.rules.areas import roman
from zibot.rules.roles import Role

HIGHEST_AREA = 12


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the team file says: the areas they check, and the codes of what they hold."""

    name: str
    jabatan: str
    role: str
    areas: tuple[int, ...]
    items: tuple[str, ...]


class RosterError(Exception):
    """The team file cannot be used; `code` names the sentence, `details` fill it."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


def read_team(text: str, file: str) -> tuple[Member, ...]:
    """The members of a team file; raises RosterError that names the person and what is wrong."""
    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:  # a date that does not exist is a ValueError
        mark = getattr(error, "problem_mark", None)
        why = str(getattr(error, "problem", None) or error)
        raise RosterError("team-broken", file=file, line=str(mark.line + 1 if mark else 1), why=why) from error
    rows = said.get("people") if isinstance(said, dict) else None
    if not isinstance(rows, list) or not rows:
        raise RosterError("team-people", file=file)
    members: dict[str, Member] = {}
    for position, row in enumerate(rows, start=1):
        member = _member(row, position, file)
        if member.name.casefold() in members:
            raise RosterError("team-twice", file=file, position=str(position), name=member.name)
        members[member.name.casefold()] = member
    return tuple(members.values())


def _member(row: object, position: int, file: str) -> Member:
    place = {"file": file, "position": str(position)}
    if not isinstance(row, Mapping) or not isinstance(row.get("name"), str) or not row["name"].strip():
        raise RosterError("team-name", **place)
    place["name"] = row["name"]
    unknown = set(row) - {"name", "jabatan", "role", "areas", "items"}
    if unknown:
        raise RosterError("team-key", key=str(sorted(map(str, unknown))[0]), **place)
    role = str(row.get("role", "staff"))
    if role not in set(Role):
        raise RosterError("team-role", role=role, **place)
    return Member(
        name=" ".join(row["name"].split()),
        jabatan=str(row.get("jabatan") or ""),
        role=role,
        areas=tuple(_area(value, place) for value in _list(row, "areas", place)),
        items=tuple(_code(value, place) for value in _list(row, "items", place)),
    )


def _list(row: Mapping[str, Any], key: str, place: dict[str, str]) -> list[object]:
    value = row.get(key) or []
    if not isinstance(value, list):
        raise RosterError("team-list", key=key, **place)
    return value


def _area(value: object, place: dict[str, str]) -> int:
    number = area_number(str(value))
    if number is None:
        raise RosterError("team-area", area=str(value), **place)
    return number


def _code(value: object, place: dict[str, str]) -> str:
    area, _, rest = str(value).strip().upper().partition(".")
    number = area_number(area)
    steps = rest.split(".") if rest else []
    # YAML reads 5.10 as the number 5.1, so that what was meant cannot be told any more.
    if number is None or isinstance(value, float) or len(steps) > 2 or not all(step.isdecimal() for step in steps):
        raise RosterError("team-item", item=str(value), **place)
    return ".".join((roman(number), *(str(int(step)) for step in steps)))


def area_number(text: str) -> int | None:
    """The number of an area written as V or 5; None where it is neither."""
    wanted = text.strip().upper()
    if wanted.isdecimal() and 1 <= int(wanted) <= HIGHEST_AREA:
        return int(wanted)
    return next((number for number in range(1, HIGHEST_AREA + 1) if roman(number) == wanted), None)

"""Who is in the team: people who come, come back, put their own data right, hand over; and the team file."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from zibot.model import Event, Person
from zibot.rules.roster import Member
from zibot.storage import erasing, ledger, people

GIVEN = ("role", "areas", "items")
"""What a person is given, and the ledger tells."""


def add(
    session: Session,
    satker_id: int,
    name: str,
    *,
    jabatan: str = "",
    role: str,
    areas: Iterable[int] = (),
    items: Iterable[str] = (),
    now: datetime,
    actor: Person | None = None,
    file: dict[str, Any] | None = None,
) -> Person:
    """Take someone into the team; who left comes back as the same person, and needs a new link.

    `file` is as in `people.given`.
    """
    person = next(iter(erasing.named(session, satker_id, name)), None)
    if person is None:
        person = Person(satker_id=satker_id, name=name, role=role)
        session.add(person)
    else:
        assert person.left_at is not None, "they are in the team"
        person.left_at = person.joined_at = person.telegram_id = None
        actor_id = actor.id if actor is not None else None
        ledger.append(session, satker_id, "person.returned", at=now, actor_id=actor_id, person=person.id)
    person.jabatan, person.role = jabatan or person.jabatan, role
    person.areas, person.items = list(areas), list(items)
    people.given(session, person, now, actor=actor, file=file)
    return person


def hand_over(session: Session, person: Person, to: Person, now: datetime, *, actor: Person | None = None) -> None:
    """Give another person what someone holds; a coordinator also takes over the areas that a coordinator checks."""
    to.items = list(dict.fromkeys([*to.items, *person.items]))
    if to.role == person.role:
        to.areas = sorted({*to.areas, *person.areas})
    ledger.append(
        session,
        person.satker_id,
        "person.handed",
        at=now,
        actor_id=actor.id if actor is not None else None,
        person=person.id,
        to=to.id,
        items=list(person.items),
    )
    people.given(session, to, now, actor=actor)


def correct(session: Session, person: Person, what: str, words: str, now: datetime) -> None:
    """Put a person's own name or jabatan right; the ledger tells that they did, not the words."""
    if what == "name":
        person.known_as, person.name = person.known_as or person.name, words
    else:
        person.jabatan = words
    session.flush()
    told: dict[str, Any] = {"person": person.id, "field": what, **people.called(session, person)}
    ledger.append(session, person.satker_id, "person.corrected", at=now, actor_id=person.id, **told)


def called(session: Session, satker_id: int, name: str) -> list[Person]:
    """Whoever of the office is called so, or was: in the team by this name or an earlier one, then who left."""
    wanted = name.casefold().strip()
    team = people.everyone(session, satker_id)
    found = [one for one in team if one.name.casefold() == wanted]
    found += [one for one in team if one.known_as.casefold() == wanted and one not in found]
    return found + [one for one in erasing.named(session, satker_id, name) if one not in found]


# the team file


class Kept(NamedTuple):
    """What a team file says otherwise than the office does by now, so that it was not taken over."""

    name: str
    field: str
    """jabatan, role, areas or items; `left` where they left the team since."""
    ours: Any
    file: Any


@dataclass
class Loaded:
    """What a team file brought."""

    added: int = 0
    changed: list[Person] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def load_team(
    session: Session, satker_id: int, members: Iterable[Member], now: datetime, *, overwrite: bool = False
) -> Loaded:
    """Bring the team in line with its file; nobody is removed.

    What was changed since the file said so, in the chat or by an amendment, stays and is told, unless the file shall
    win (`overwrite`).
    """
    done, before = Loaded(), _told(session, satker_id)
    for member in members:
        person = next(iter(called(session, satker_id, member.name)), None)
        wanted = _wanted(member)
        if person is None or (person.left_at is not None and overwrite):
            add(session, satker_id, member.name, **wanted, now=now, file={})
            done.added += 1
        elif person.left_at is not None:
            done.kept.append(Kept(person.name, "left", None, None))
        else:
            last = _Last() if overwrite else before.get(person.id or 0, _Last())
            _follow_file(session, person, wanted, last, done, now=now)
    counts = {"added": done.added, "changed": len(done.changed)}
    ledger.append(session, satker_id, "team.loaded", at=now, **counts)
    return done


def _wanted(member: Member) -> dict[str, Any]:
    return {
        "jabatan": member.jabatan,
        "role": member.role,
        "areas": list(member.areas),
        "items": list(member.items),
    }


@dataclass
class _Last:
    """What the file said of a person last, and what they have put right since."""

    said: dict[str, Any] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    marked: bool = False
    """Whether a fact says that it was the file; older ones do not, and there each without an actor counts as such."""


def _told(session: Session, satker_id: int) -> dict[int, _Last]:
    """What the ledger tells of each person's part of the file."""
    known: dict[int, _Last] = {}
    kinds = ("person.given", "person.corrected")
    rows = session.exec(
        select(Event).where(Event.satker_id == satker_id, col(Event.kind).in_(kinds)).order_by(col(Event.id))
    )
    for event in rows:
        words = json.loads(event.payload)
        last = known.setdefault(words["person"], _Last())
        if event.kind == "person.corrected":
            last.corrected.add(words["field"])
        elif "file" in words or (event.actor_id is None and not last.marked):
            last.marked = "file" in words
            last.said = {name: words[name] for name in GIVEN} | words.get("file", {})
            last.corrected &= set(words.get("file", {}))
    return known


def _follow_file(
    session: Session, person: Person, wanted: dict[str, Any], last: _Last, done: Loaded, *, now: datetime
) -> None:
    kept = {name: wanted[name] for name in _stays(person, wanted, last)}
    done.kept += [Kept(person.name, name, getattr(person, name), value) for name, value in kept.items()]
    taken = {name: value for name, value in wanted.items() if name not in kept and getattr(person, name) != value}
    for name, value in taken.items():
        setattr(person, name, value)
    if taken:
        # A jabatan is personal data: that it was kept is told, not what the file says.
        told = {name: value if name in GIVEN else "" for name, value in kept.items()}
        people.given(session, person, now, file=told)
        done.changed.append(person)


def _stays(person: Person, wanted: dict[str, Any], last: _Last) -> Iterator[str]:
    """What of a person was changed since the file said the same that it says now."""
    if person.jabatan != wanted["jabatan"] and "jabatan" in last.corrected:
        yield "jabatan"
    for name in GIVEN:
        if getattr(person, name) != wanted[name] and last.said.get(name) == wanted[name]:
            yield name

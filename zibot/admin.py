"""What the person at the server has done: adopting a plan, loading the team, inviting; for terminal and rehearsal."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from zibot import adoption, recap, texts
from zibot.adoption import Adopted
from zibot.context import Desk
from zibot.handlers import leaving, team
from zibot.handlers.asking import progress_answer
from zibot.handlers.parts import completed
from zibot.handlers.seeing import nothing
from zibot.model import Person, Plan, saved
from zibot.monev.charts import ChartError
from zibot.monev.figures import QuarterFigures
from zibot.plan.reading import Reading
from zibot.rules.roles import May, Role, allowed
from zibot.rules.roster import Member, RosterError, area_number, read_team
from zibot.settings import SettingsError
from zibot.storage import erasing, inbox, ledger, membership, people, plans
from zibot.storage.membership import Loaded
from zibot.workdays import Quarter


def adopt(desk: Desk, reading: Reading, file: Path) -> Adopted:
    """Make a reading of a file the plan in force; doubtful schedules stay unscheduled."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return adoption.adopt(desk, reading, source_name=file.name, source_sha256=digest, actor=None)


def team_file(file: Path) -> tuple[Member, ...]:
    """Read a team file; raises SettingsError that names file, person and what is wrong."""
    try:
        return read_team(file.read_text(encoding="utf-8"), str(file))
    except FileNotFoundError as error:
        raise SettingsError("team-missing", file=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("team-unreadable", file=str(file), why=str(error)) from error
    except RosterError as error:
        raise SettingsError(error.code, **error.details) from error


def load_team(desk: Desk, members: Iterable[Member], *, overwrite: bool = False) -> Loaded:
    """Bring the team in line with its file; what was changed since stays and is told, unless the file shall win."""
    before = {id: (person.role, list(person.areas)) for id, person in desk.team.items()}
    done = membership.load_team(desk.session, desk.satker_id, members, desk.now, overwrite=overwrite)
    for person in done.changed:
        _follow_role(desk, person, before[saved(person.id)])
    completed(desk)
    return done


def _follow_role(desk: Desk, person: Person, before: tuple[str, list[int]]) -> None:
    """Tell a person whose role or areas were changed here, as one is told of a change in the chat."""
    if before != (person.role, person.areas):
        team.tell_changed(desk, person, before, by=None)


def invite(desk: Desk, name: str, role: str | None, areas: str | None) -> tuple[Person, str]:
    """Make a one-time code for a person of the team, or for a new one whose role is named. Raises SettingsError."""
    person = people.by_name(desk.session, desk.satker_id, name)
    if person is None and role is None:
        raise SettingsError("no-person", name=name)
    if role is not None and role not in set(Role):
        raise SettingsError("role", role=role)
    numbers = _areas(areas) if areas else None
    if person is None:
        called, given = " ".join(name.split()), role or Role.STAFF
        person = membership.add(desk.session, desk.satker_id, called, role=given, areas=numbers or [], now=desk.now)
    before = (person.role, list(person.areas))
    person.role = role or person.role
    person.areas = numbers if numbers is not None else person.areas
    if before != (person.role, person.areas):
        people.given(desk.session, person, desk.now)
        _follow_role(desk, person, before)
    return person, people.invite(desk.session, person, desk.now, days=desk.settings.invitation_days)


def _areas(said: str) -> list[int]:
    numbers = [area_number(part) for part in said.split(",")]
    if None in numbers:
        raise SettingsError("areas", areas=said)
    return [number for number in numbers if number is not None]


def status(desk: Desk, area: str) -> tuple[list[dict[str, object]], str]:
    """Figures of the areas, and the words that the chat would get. Raises SettingsError."""
    plan = _plan(desk)
    answer = progress_answer(desk, plan, area, hidden=nothing)
    if answer.choices:
        raise SettingsError("area-unknown", area=area)
    html = texts.render(answer.template, office=desk.satker.name, today=desk.today, **answer.data)
    return [asdict(figures) for figures in answer.figures], texts.plain(html)


def recap_of(desk: Desk, named: str) -> tuple[QuarterFigures, str, str]:
    """A quarter's figures, the words that the group would get, and the office. Raises SettingsError."""
    try:
        quarter = Quarter.parse(named)
    except ValueError as error:
        raise SettingsError("quarter", quarter=named) from error
    plan = _plan(desk)
    told = recap.figures(desk, quarter)
    if told is None:
        raise SettingsError("quarter-outside", quarter=named, year=str(plan.year))
    return told, texts.plain(recap.text(desk, told)), desk.satker.name


def write_recap(told: QuarterFigures, words: str, office: str, folder: Path) -> list[Path]:
    """Write a recap's text and chart into a folder; raises SettingsError."""
    try:
        png = recap.chart(told, office)
        folder.mkdir(parents=True, exist_ok=True)
        text, chart = folder / f"rekap-{told.quarter}.txt", folder / f"rekap-{told.quarter}.png"
        text.write_text(words + "\n", encoding="utf-8")
        chart.write_bytes(png)
    except ChartError as error:
        raise SettingsError("chart", why=str(error)) from error
    except OSError as error:
        raise SettingsError("output", file=str(folder), why=str(error.strerror)) from error
    return [text, chart]


def exported(desk: Desk, what: str, files: Mapping[str, str]) -> None:
    """Write down which files left the house at the terminal, by name and SHA-256."""
    ledger.append(desk.session, desk.satker_id, "exported", at=desk.now, what=what, files=dict(files))


def sealed(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of files by their name."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def named(desk: Desk, name: str) -> Person:
    """The one person of this name who was not erased, perhaps one who left. Raises SettingsError."""
    found = erasing.named(desk.session, desk.satker_id, name)
    if not found:
        raise SettingsError("nobody", name=name)
    return found[0]


def leave(desk: Desk, name: str, to: str | None = None) -> tuple[Person, Person | None]:
    """Let a person leave the team, and hand over to another what they held. Raises SettingsError."""
    person = _member(desk, name)
    successor = _member(desk, to) if to else None
    if successor is not None and (successor is person or not allowed(successor.role, May.REPORT)):
        raise SettingsError("successor", name=successor.name)
    leaving.take_out(desk, person, successor, actor=None)
    return person, successor


def _member(desk: Desk, name: str) -> Person:
    """The person of this name who is in the team. Raises SettingsError."""
    person = people.by_name(desk.session, desk.satker_id, name)
    if person is None:
        raise SettingsError("nobody", name=name)
    return person


def erase(desk: Desk, name: str) -> str:
    """Take out what names a person, on their request; returns what they are called from now on."""
    person = named(desk, name)
    called = texts.label("terminal", "erased-name", id=person.id)
    erasing.erase(desk.session, person, desk.now, called=called)
    completed(desk)
    return called


def set_aside(desk: Desk) -> list[dict[str, Any]]:
    """The updates that were set aside, oldest first: id, when they came, chat, tries, and what was wrong."""
    return [
        {"id": row.id, "at": row.received_at, "chat": row.chat_id, "tries": row.attempts, "error": row.error}
        for row in inbox.dead(desk.session)
    ]


def retry(desk: Desk, which: str) -> int:
    """Have one update that was set aside, or all, tried anew; returns how many. Raises SettingsError."""
    ids = [saved(row.id) for row in inbox.dead(desk.session)] if which == "all" else [int(which)]
    count = sum(inbox.retry(desk.session, id) for id in ids)
    if not count and which != "all":
        raise SettingsError("no-dead", id=which)
    return count


def _plan(desk: Desk) -> Plan:
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        raise SettingsError("no-plan")
    return plan

"""The doctor: what is wrong with this installation and what to do; looks at everything and changes nothing."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from zibot import clock, texts
from zibot.context import calendar as workdays_of
from zibot.doctor import calendar, machine, office, rows, service
from zibot.doctor.finding import Finding, State, attention, fine, tried, wrong
from zibot.model import Plan, saved
from zibot.redact import hide
from zibot.settings import DEFAULT_CONFIG, Settings, SettingsError, load
from zibot.storage import examine, plans, whereabouts
from zibot.storage.database import HEAD, DatabaseError, Session
from zibot.storage.files import Files

__all__ = ["Finding", "State", "as_lines", "examine_all", "examined", "told"]

PATIENCE = 5.0
"""Seconds that Telegram has for its answer."""


def examined() -> list[Finding]:
    """All findings about the installation in this folder; settings that cannot be used are the only one."""
    try:
        settings = load()
        texts.use(settings.texts_dir)
    except SettingsError as error:
        return [wrong("settings", "settings-broken", why=texts.label("error", error.code, **error.details))]
    return examine_all(settings)


def examine_all(settings: Settings, *, patience: float = PATIENCE) -> list[Finding]:
    """All findings about an office's settings, machine, data and calendar; the token stands in none of them."""
    found = [*_machine(settings, patience)]
    try:
        now = clock.now(settings)
    except (OSError, ValueError, KeyError, TypeError) as error:
        found.append(wrong("clock", "clock-broken", file=str(settings.clock_file), why=str(error)))
    else:
        found += _remembered(settings, now)
    return [_without_secrets(finding) for finding in found]


def told(finding: Finding) -> dict[str, str]:
    """A finding with its sentence, for people and programs."""
    text = texts.doctor("finding", finding.code, **finding.details)
    return {"check": finding.check, "state": finding.state, "code": finding.code, "text": " ".join(text.split())}


def as_lines(found: Sequence[Finding]) -> str:
    """One line for each finding, in people's words, and what they come to."""
    lines = []
    for finding in found:
        state, check = texts.doctor("state", finding.state), texts.doctor("check", finding.check)
        lines.append(texts.doctor("shown", "line", state=state, check=check, text=told(finding)["text"]))
    counts = {state.value: sum(finding.state is state for finding in found) for state in State}
    worst = next((state for state in (State.WRONG, State.ATTENTION) if counts[state]), State.FINE)
    return "\n".join((*lines, "", texts.doctor("shown", worst, **counts)))


def _config() -> str:
    """The file in which the office's settings stand."""
    return os.environ.get("ZIBOT_CONFIG") or str(DEFAULT_CONFIG)


def _machine(settings: Settings, patience: float) -> Iterator[Finding]:
    if Path(_config()).exists():
        yield fine("settings", "settings", file=_config())
    else:
        yield attention("settings", "settings-none", file=_config())
    yield from tried("timezone", machine.zone, settings)
    yield from tried("clock", machine.clock_set, settings)
    yield from tried("token", machine.secrets, Path())
    yield from tried("telegram", machine.telegram, settings, patience)
    yield from tried("data", machine.folder, settings)
    yield from tried("scans", machine.scans)


def _remembered(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What the database tells, read-only; the calendar is looked at even where there is none."""
    file = settings.sqlite_file()
    if whereabouts.lost(file, settings.data_dir):
        yield wrong("database", "database-lost", file=str(file))
        yield from _calendar(settings, None, now)
        return
    if file is not None and _missing(file):
        yield attention("database", "database-none", file=str(file))
        yield from _nothing_yet(settings, now)
        return
    try:
        with examine.looking(settings.database()) as session:
            yield from _rows(session, settings, now)
    except DatabaseError as error:
        yield wrong("database", "database-closed", **error.details)
        yield from _calendar(settings, None, now)


def _missing(file: Path) -> bool:
    """Whether a file is not there; one in a folder that is closed to us is, as opening it will tell."""
    try:
        return not file.exists()
    except OSError:
        return False


def _nothing_yet(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What a new office has still to do."""
    yield attention("plan", "plan-none")
    yield attention("team", "team-none")
    yield from _calendar(settings, None, now)


def _rows(session: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    yield from rows.database(session)
    if examine.revision(session) != HEAD:
        yield from _calendar(settings, None, now)
        return
    known = {satker.code: satker for satker in examine.satkers(session)}
    satker = known.get(settings.satker)
    if satker is not None:
        yield from tried("plan", _office, session, settings, saved(satker.id), now)
        return
    if known:
        yield attention("satker", "satker-unknown", satker=settings.satker, known=sorted(known), config=_config())
    yield from _nothing_yet(settings, now)


def _office(session: Session, settings: Settings, satker_id: int, now: datetime) -> Iterator[Finding]:
    today = now.astimezone(settings.timezone).date()
    in_force = plans.in_force(session, satker_id)
    yield from tried("ledger", rows.chain, session, satker_id)
    yield from tried("evidence", rows.evidence, session, satker_id, Files(settings.data_dir))
    yield from tried("inbox", rows.incoming, session, settings, now)
    yield from tried("outbox", rows.outgoing, session, settings, now)
    yield from tried("line", service.line, settings, now)
    yield from tried("backup", service.backup, settings, now)
    yield from tried("access", rows.refused, session, settings, satker_id, now)
    yield from tried("plan", office.plan, session, satker_id, in_force, today)
    if in_force is not None:
        yield from tried("schedules", office.doubts, session, in_force)
        yield from tried("holders", office.holders, session, satker_id, in_force)
    yield from tried("team", office.team, session, satker_id)
    yield from tried("group", office.group, session, satker_id)
    yield from _calendar(settings, in_force, now)
    if in_force is not None:
        yield from tried("due", _due, session, settings, in_force, today)


def _due(session: Session, settings: Settings, in_force: Plan, today: date) -> Iterator[Finding]:
    yield from calendar.due(workdays_of(settings), plans.duties_of(session, in_force), in_force.year, today)


def _calendar(settings: Settings, in_force: Plan | None, now: datetime) -> Iterator[Finding]:
    days, today = workdays_of(settings), now.astimezone(settings.timezone).date()
    yield from tried("calendar", calendar.years, days, in_force.year if in_force else today.year, today, _config())
    yield from tried("corrections", calendar.corrections, days, _config())


def _without_secrets(finding: Finding) -> Finding:
    """A finding in which others' words cannot repeat the token."""
    details = {name: hide(value) if isinstance(value, str) else value for name, value in finding.details.items()}
    return replace(finding, details=details)

"""The doctor: what is wrong with this installation and what to do; looks at everything and changes nothing."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from zibot import clock, texts
from zibot.context import calendar as workdays_of
from zibot.doctor import calendar, machine, office, rows
from zibot.doctor.finding import Finding, State, attention, fine, tried, wrong
from zibot.settings import DEFAULT_CONFIG, Settings, SettingsError, load
from zibot.storage import examine, plans
from zibot.storage.database import HEAD, Session
from zibot.storage.files import Files

__all__ = ["Finding", "State", "examine_all", "examined"]

PATIENCE = 5.0
"""Seconds that Telegram has for its answer."""


def examined() -> list[Finding]:
    """All findings about the installation in this folder; settings that cannot be used are the only one."""
    try:
        settings = load()
    except SettingsError as error:
        return [wrong("settings", "settings-broken", why=texts.label("error", error.code, **error.details))]
    return examine_all(settings)


def examine_all(settings: Settings, *, patience: float = PATIENCE) -> list[Finding]:
    """All findings about an office's settings, machine, data and calendar; the token stands in none of them."""
    found = [*_machine(settings, patience)]
    try:
        now = clock.now(settings)
    except (OSError, ValueError, KeyError) as error:
        found.append(wrong("clock", "clock-broken", file=str(settings.clock_file), why=str(error)))
    else:
        found += _remembered(settings, now)
    return [_without_token(finding, settings) for finding in found]


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
    today = now.astimezone(settings.timezone).date()
    file = settings.sqlite_file()
    if file is not None and not file.exists():
        yield attention("database", "database-none", file=str(file))
        yield from _calendar(settings, today.year, now)
        return
    try:
        with examine.looking(settings.database()) as session:
            yield from _rows(session, settings, now)
    except SettingsError as error:
        yield wrong("database", error.code, **error.details)
        yield from _calendar(settings, today.year, now)


def _rows(session: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    today = now.astimezone(settings.timezone).date()
    yield from rows.database(session)
    known = {satker.code: satker for satker in examine.satkers(session)} if examine.revision(session) == HEAD else {}
    satker = known.get(settings.satker)
    if satker is None or satker.id is None:
        if known:
            yield attention("satker", "satker-unknown", code=settings.satker, known=sorted(known), config=_config())
        yield from _calendar(settings, today.year, now)
        return
    yield from tried("ledger", rows.chain, session, satker.id)
    yield from tried("evidence", rows.evidence, session, satker.id, Files(settings.data_dir))
    yield from tried("inbox", rows.incoming, session, settings, now)
    yield from tried("outbox", rows.outgoing, session, settings, now)
    in_force = plans.in_force(session, satker.id)
    yield from tried("plan", office.plan, session, satker.id, in_force, today)
    if in_force is not None:
        yield from tried("schedules", office.doubts, session, in_force)
        yield from tried("holders", office.holders, session, satker.id, in_force)
    yield from tried("team", office.team, session, satker.id)
    yield from tried("group", office.group, session, satker.id)
    yield from _calendar(settings, in_force.year if in_force else today.year, now)
    if in_force is not None:
        days = workdays_of(settings)
        yield from tried(
            "due",
            lambda: calendar.due(days, plans.duties(session, satker.id or 0), in_force.year, today),
        )


def _calendar(settings: Settings, year: int, now: datetime) -> Iterator[Finding]:
    days, today = workdays_of(settings), now.astimezone(settings.timezone).date()
    yield from tried("calendar", calendar.years, days, year, today)
    yield from tried("corrections", calendar.corrections, days, _config())


def _without_token(finding: Finding, settings: Settings) -> Finding:
    """A finding in which others' words cannot repeat the token."""
    try:
        token = settings.token()
    except SettingsError:
        return finding

    def hidden(value: Any) -> Any:
        return value.replace(token, "***") if isinstance(value, str) else value

    return replace(finding, details={name: hidden(value) for name, value in finding.details.items()})

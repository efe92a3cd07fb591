"""A plan as a file at the terminal: the review workbook or the calendar, written whole or not at all."""

import hashlib
import os
import tempfile
from pathlib import Path

from zibot import clock
from zibot.context import Desk
from zibot.plan.ics import days_of, is_calendar
from zibot.plan.reading import Reading
from zibot.settings import Settings, SettingsError
from zibot.storage import ledger, plans
from zibot.texts.files import calendar, review_workbook

_CALENDAR, _WORKBOOK = ".ics", ".xlsx"


def check(file: Path) -> None:
    """Refuse a file that cannot be written before anything is read for it; raises SettingsError.

    What zibot wrote is overwritten, whatever else is there is not.
    """
    kind = file.suffix.lower()
    if kind not in (_CALENDAR, _WORKBOOK):
        raise SettingsError("output-kind", file=str(file))
    if file.exists() and not _ours(file, kind):
        raise SettingsError("output-taken", file=str(file))


def _ours(file: Path, kind: str) -> bool:
    from zibot.plan.review.book import is_review  # noqa: PLC0415 - loads openpyxl, which few commands need

    return is_calendar(file) if kind == _CALENDAR else is_review(file)


def of_reading(settings: Settings, reading: Reading, file: Path) -> bytes:
    """What the file is to hold: the workbook of a reading, or its due dates as a calendar."""
    if file.suffix.lower() != _CALENDAR:
        return review_workbook(reading)
    days = days_of(reading, settings.confidential)
    return calendar(days, office=reading.decree.office, year=reading.decree.year, now=clock.now(settings))


def of_plan(desk: Desk, file: Path | None) -> tuple[Path, bytes]:
    """The plan in force as a file, and its name where none is given. Raises SettingsError."""
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        raise SettingsError("no-plan")
    if file is None:
        file = Path(f"rencana-{plan.year}{_WORKBOOK}")
        check(file)
    if file.suffix.lower() != _CALENDAR:
        content = review_workbook(plans.reading_of(desk.session, plan))
    else:
        days = plans.due_days(desk.session, plan, desk.satker.code)
        content = calendar(days, office=plan.office or desk.satker.name, year=plan.year, now=desk.now)
    files = {file.name: hashlib.sha256(content).hexdigest()}
    ledger.append(desk.session, desk.satker_id, "exported", at=desk.now, what="plan", files=files)
    return file, content


def save(file: Path, content: bytes) -> None:
    """Write a file at once, so that nobody ever finds half of it; raises SettingsError."""
    part = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{file.name[:80]}.", suffix=".part", dir=file.parent)
        with os.fdopen(handle, "wb") as beside:
            beside.write(content)
        Path(part).chmod(0o644)
        Path(part).replace(file)
    except OSError as error:
        if part is not None:
            Path(part).unlink(missing_ok=True)
        raise SettingsError("output", file=str(file), why=error.strerror or str(error)) from error

"""The machine and its line: time zone, clock, token, Telegram, data folder, what reads scans."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from zibot.delivery.telegram import connected
from zibot.doctor.finding import Finding, attention, fine, wrong
from zibot.plan.formats import ocr
from zibot.plan.problem import PlanError
from zibot.settings import Settings, SettingsError
from zibot.storage import whereabouts

ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}
LITTLE, TOO_LITTLE = 500_000_000, 50_000_000
"""Bytes of free space that deserve a look, and with which evidence will soon be refused."""


def zone(settings: Settings) -> Iterator[Finding]:
    """Whether the office's zone is one of Indonesia's three."""
    name = settings.timezone.key
    if name in ZONES:
        yield fine("timezone", "zone", zone=name, short=ZONES[name])
    else:
        yield attention("timezone", "zone-foreign", zone=name)


def clock_set(settings: Settings) -> Iterator[Finding]:
    """Whether the office's days are the machine's and not those of a rehearsal."""
    if settings.clock_file is not None:
        yield attention("clock", "clock-moved", file=str(settings.clock_file))


def secrets(folder: Path) -> Iterator[Finding]:
    """Whether others on this machine can read the file with the token in it."""
    file = folder / ".env"
    if file.exists() and file.stat().st_mode & 0o077:
        yield attention("token", "secret-open", file=str(file))


def telegram(settings: Settings, patience: float) -> Iterator[Finding]:
    """Whether there is a token, and whether Telegram knows it; `patience` in seconds."""
    try:
        token = settings.token()
    except SettingsError as error:
        yield wrong("token", error.code, **error.details)
        return
    yield fine("token", "token")
    try:
        name = asyncio.run(_name(token, settings.bot_api_url, patience))
    except TimeoutError:
        yield attention("telegram", "unreachable", url=settings.bot_api_url, why=f"{patience:g} s")
    except SettingsError as error:
        severe = wrong if error.code == "bad-token" else attention
        yield severe("telegram", error.code, **error.details)
    else:
        yield fine("telegram", "telegram", name=name)


async def _name(token: str, url: str, patience: float) -> str:
    async with asyncio.timeout(patience), connected(token, url) as bot:
        return bot.username


def folder(settings: Settings) -> Iterator[Finding]:
    """Whether the data folder is there, can be written to, and has room."""
    data = settings.data_dir.absolute()
    place = next(path for path in (data, *data.parents) if path.exists())
    if not place.is_dir():
        yield wrong("data", "folder-file", folder=str(data), file=str(place))
        return
    closed = [path for path in (place, data / "evidence", data / "zibot.db") if path.exists() and not _writable(path)]
    if closed:
        yield wrong("data", "folder-closed", folder=str(closed[0]))
    elif place != data:
        yield attention("data", "folder-none", folder=str(data))
    else:
        yield fine("data", "folder", folder=str(data))
    yield room(shutil.disk_usage(place).free)
    if place == data:
        yield from running(data)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK | (os.X_OK if path.is_dir() else 0))


def room(free: int) -> Finding:
    """Whether so many free bytes are enough."""
    megabytes = free // 1_000_000
    if free < TOO_LITTLE:
        return wrong("space", "space-none", free=megabytes)
    if free < LITTLE:
        return attention("space", "space-little", free=megabytes)
    return fine("space", "space", free=megabytes / 1000)


def running(data: Path) -> Iterator[Finding]:
    """Whether the bot is running on this folder just now, which is as it should be."""
    yield fine("running", "running" if whereabouts.held(data) else "running-not")


def scans() -> Iterator[Finding]:
    """Whether scanned plans can be read, and in Indonesian."""
    try:
        languages = ocr.languages().split("+")
    except PlanError:
        yield attention("scans", "scans-none")
        return
    if "ind" in languages:
        yield fine("scans", "scans")
    else:
        yield attention("scans", "scans-foreign")

"""The stage of a rehearsal: sample plan and team, everyone's Telegram, the movable clock, and the bot as a process."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from zibot import admin, texts
from zibot.clock import now
from zibot.context import Desk, House
from zibot.jobs.agenda import next_event
from zibot.model import Person as Member
from zibot.plan.reading import Reading
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.nouns import Chat
from zibot.rehearsal.people import Person
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World
from zibot.rules.roles import Role
from zibot.settings import Settings, SettingsError
from zibot.storage import outbox, people
from zibot.storage.database import open_database
from zibot.storage.files import Files

TOKEN = "7000000001:latihan-zibot"
FIRST_USER = 81_000_001
START_HOUR = time(7, 0)
GROUP = "Tim ZI"
SETTLED_AFTER = 20.0
"""Seconds within which the bot has said what it had to say."""


@dataclass
class RehearsalStage:
    """What stands behind the page; the bot knows nothing of it but an address, a clock file and a data folder."""

    settings: Settings
    world: World
    house: House
    invited: dict[int, str] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    bot: subprocess.Popen[bytes] | None = None

    def now(self) -> datetime:
        """The time on the clock, in the zone of the office."""
        return now(self.settings).astimezone(self.settings.timezone)

    async def move_clock(self, to: datetime) -> None:
        """Let time pass up to `to`."""
        assert self.settings.clock_file is not None
        write_clock(self.settings.clock_file, to, frozen=False)

    async def next_event(self) -> datetime | None:
        """When the bot will next do something by itself."""
        return await self.house.look(next_event)

    def bot_state(self) -> str:
        """`running` or `dead`."""
        return "running" if self.bot is not None and self.bot.poll() is None else "dead"

    async def kill_bot(self) -> None:
        """Kill the bot as `kill -9` does."""
        if self.bot is not None:
            self.bot.send_signal(signal.SIGKILL)
            await asyncio.to_thread(self.bot.wait)

    async def start_bot(self) -> None:
        """Start the bot's process, unless it runs."""
        if self.bot_state() == "dead":
            self.bot = await asyncio.to_thread(self._spawn)

    def _spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "zibot", "run"], env=self._environment())

    def _environment(self) -> dict[str, str]:
        """What the bot's process is told; nothing of a real installation on this machine reaches it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZIBOT_")}
        if "ZIBOT_CONFIG" in os.environ:
            kept["ZIBOT_CONFIG"] = os.environ["ZIBOT_CONFIG"]
        told = {
            "ZIBOT_BOT_TOKEN": TOKEN,
            "ZIBOT_BOT_API_URL": self.settings.bot_api_url,
            "ZIBOT_DATA_DIR": str(self.settings.data_dir),
            "ZIBOT_DATABASE_URL": self.settings.database(),
            "ZIBOT_CLOCK_FILE": str(self.settings.clock_file),
            "ZIBOT_LISTEN": "127.0.0.1:0",
            "ZIBOT_SEND_PER_SECOND": str(self.settings.send_per_second),
            "ZIBOT_SEND_PER_CHAT": str(self.settings.send_per_chat),
            "ZIBOT_SEND_PER_GROUP": str(self.settings.send_per_group),
            "ZIBOT_SATKER": self.settings.satker,
            "ZIBOT_TIMEZONE": str(self.settings.timezone),
        }
        return kept | told

    def start_payload(self, user_id: int) -> str | None:
        """The one-time code with which this person presses Start."""
        return self.invited.get(user_id)

    def about(self, user_id: int) -> str:
        """The line under the name: jabatan and role."""
        return self.lines.get(user_id, "")

    def stop(self) -> None:
        """End the bot as a supervisor does."""
        if self.bot is not None and self.bot.poll() is None:
            self.bot.terminate()
            try:
                self.bot.wait(10)
            except subprocess.TimeoutExpired:
                self.bot.kill()
        self.house.close()


def rehearsal_settings(settings: Settings) -> Settings:
    """The office's own settings, on a data folder and a clock that are the rehearsal's alone."""
    folder = settings.data_dir / "rehearsal"
    own = {
        "data_dir": folder,
        "database_url": "",
        "bot_token": SecretStr(TOKEN),
        "bot_token_file": None,
        "clock_file": folder / "clock.json",
    }
    return settings.model_copy(update=own)


def opening(at: str, zone: ZoneInfo) -> datetime:
    """The instant at which a rehearsal begins: a day at seven, or just what is said. Raises SettingsError."""
    try:
        begun = datetime.fromisoformat(at)
    except ValueError as error:
        raise SettingsError("at", at=at) from error
    if len(at) <= len("2027-01-04"):
        begun = datetime.combine(begun.date(), START_HOUR)
    return begun if begun.tzinfo is not None else begun.replace(tzinfo=zone)


def prepare(settings: Settings, reading: Reading, plan: Path, team: Path, begun: datetime) -> RehearsalStage:
    """Set everything up on a fresh data folder: clock, plan, team, and a Telegram account for each person."""
    own = rehearsal_settings(settings)
    members = admin.team_file(team)
    shutil.rmtree(own.data_dir, ignore_errors=True)
    own.data_dir.mkdir(parents=True)
    assert own.clock_file is not None
    write_clock(own.clock_file, begun, frozen=False)
    house = House(own, open_database(own.database()), Files(own.data_dir))
    house.work_here(admin.adopt, reading, plan)
    house.work_here(admin.load_team, members)
    world = World(lambda: now(own).astimezone(UTC))
    stage = RehearsalStage(own, world, house)
    house.work_here(_invite_all, stage)
    return stage


def _invite_all(desk: Desk, stage: RehearsalStage) -> None:
    for offset, member in enumerate(desk.team.values()):
        first, _, last = member.name.partition(" ")
        user = stage.world.add_person(FIRST_USER + offset, first, last or None)
        stage.invited[user.id] = people.invite(desk.session, member, desk.now, days=365)
        stage.lines[user.id] = _about(member)


def _about(member: Member) -> str:
    return " · ".join(part for part in (texts.label("role", member.role), member.jabatan) if part)


async def overture(stage: RehearsalStage) -> None:
    """Let everyone press Start and the lead bind the group, so that the play begins with a team in place."""
    everyone = [stage.world.person(id) for id in stage.invited]
    lead = _lead(stage)
    group = stage.world.add_group(
        GROUP, lead, *[person for person in everyone if person.id != lead.id], supergroup=True, with_bot=False
    )
    for person in everyone:
        person.starts(stage.invited[person.id])
    await _until(lambda: stage.house.work_here(_all_joined))
    lead.adds_bot(group)
    lead.says("/pasang", to=group)
    await _until(lambda: _heard(stage.world, group))
    await _until(lambda: stage.house.work_here(lambda desk: outbox.open_count(desk.session)) == 0)


def _lead(stage: RehearsalStage) -> Person:
    role = texts.label("role", Role.LEAD)
    chosen = next((id for id, line in stage.lines.items() if line.startswith(role)), next(iter(stage.lines)))
    return stage.world.person(chosen)


def _all_joined(desk: Desk) -> bool:
    return all(person.telegram_id is not None for person in desk.team.values())


def _heard(world: World, group: Chat) -> bool:
    with world.lock:
        return any(message.sender.id == world.bot.id for message in world.said(group.id))


async def _until(holds: Callable[[], bool]) -> None:
    """Wait until the bot has done its part; a bot that does not is shown as it is."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SETTLED_AFTER):
            while not await asyncio.to_thread(holds):  # noqa: ASYNC110 - the bot is another process
                await asyncio.sleep(0.1)


def play(stage: RehearsalStage, port: int, announce: Callable[[str], None]) -> None:
    """Serve the page, run the bot, and let people play until Ctrl-C or SIGTERM. Raises SettingsError."""
    try:
        url, stop_serving = serve_in_thread(build(stage.world, TOKEN, stage=stage), port)
    except OSError as error:
        raise SettingsError("port", port=str(port)) from error
    stage.settings = stage.settings.model_copy(update={"bot_api_url": url})
    try:
        asyncio.run(_played(stage, lambda: announce(url)))
    finally:
        stage.stop()
        stop_serving()


async def _played(stage: RehearsalStage, announce: Callable[[], None]) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stage.start_bot()
    playing = asyncio.create_task(_overture_then(stage, announce))
    await stop.wait()
    playing.cancel()


async def _overture_then(stage: RehearsalStage, announce: Callable[[], None]) -> None:
    await overture(stage)
    announce()

"""The cast that all tests share: a Telegram of our own, an office with a plan and a team, and a clock to move."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from pydantic import SecretStr

from tests.desk import Room
from zibot import admin
from zibot.once import once
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.nouns import Chat, Message, Query
from zibot.rehearsal.people import Person, Photo
from zibot.rehearsal.pictures import sample
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World
from zibot.service import build_house
from zibot.settings import Settings
from zibot.storage.database import open_database

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PUBLISHED_API = SHARED / "bot-api.json"
WIB = ZoneInfo("Asia/Jakarta")
TOKEN = "7000000001:latihan"
PATIENCE = 20.0
# How long something takes is measured in benchmarks/, not by a test on a busy machine.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

BEGINNING = datetime(2027, 1, 4, 7, 0, tzinfo=WIB)
LOOKS_AT = ((2, 0), (7, 30), (8, 0))
"""The hours of a day at which something can come due: backups, reminders and recaps, as they are set by default."""
UNPACED: dict[str, Any] = {"send_per_second": 1000, "send_per_chat": 1000, "send_per_group": 1000}
"""Messages go out as fast as they can: how fast is the story of the pace alone."""

PLAN = """KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN WANASARI
NOMOR: 3/HK.03.1/9902/2027
TENTANG
RENCANA KERJA PEMBANGUNAN ZONA INTEGRITAS
KABUPATEN WANASARI TAHUN 2027

Ditetapkan di Wanasari
pada tanggal 4 Januari 2027

NO\tKOMPONEN\tINDIKATOR\tLANGKAH AKSI\tBUKTI FISIK\tTARGET WAKTU
1\t2\t3\t4\t5\t6
I\tMANAJEMEN PERUBAHAN
1\tTim Kerja\tTim kerja terbentuk\tMenyusun surat keputusan tim kerja\tSK tim kerja\tJanuari 2027
\t\tTim kerja bertemu\tMengadakan rapat tim\tUndangan; Notulen\tFebruari, April 2027
V\tPENGUATAN PENGAWASAN
1\tPengendalian Gratifikasi\tGratifikasi dikendalikan\tMemasang poster gratifikasi\tFoto poster\tMaret 2027
2\tPengaduan Masyarakat\tPengaduan ditangani\tMerekap pengaduan yang masuk\tRekapitulasi\tMaret 2027
VI\tPENINGKATAN KUALITAS PELAYANAN PUBLIK
1\tStandar Pelayanan\tStandar ditetapkan\tMenyusun maklumat pelayanan\tMaklumat\tJuni 2027
"""

TEAM = """people:
  - {name: Ratna Lestari, jabatan: Anggota KPU, role: lead}
  - {name: Budi Santoso, jabatan: Kasubbag Hukum, role: coordinator, areas: [V], items: [VI]}
  - {name: Citra Dewi, jabatan: Kasubbag Umum, role: coordinator, areas: [I, VI]}
  - {name: Dedi Kurnia, jabatan: Staf, role: staff, items: [I, V]}
  - {name: Eka Putri, jabatan: Inspektorat, role: reviewer}
"""


@dataclass
class Office:
    """An office whose bot is a real process that talks to our Telegram over HTTP."""

    folder: Path
    world: World
    url: str
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Invitations made on the first morning by full name; they hold for fourteen days."""
    bot: subprocess.Popen[bytes] | None = None

    # time

    @property
    def clock(self) -> Path:
        return self.folder / "clock.json"

    def at(self, moment: str) -> None:
        """Set the clock, in WIB: `office.at("2027-01-29 07:30")`."""
        write_clock(self.clock, datetime.fromisoformat(moment).replace(tzinfo=WIB), frozen=True)

    def now(self) -> datetime:
        """The instant that the clock shows."""
        return datetime.fromisoformat(json.loads(self.clock.read_text())["at"])

    def wakes_at(self, moment: str) -> None:
        """Set the clock and have all said that is then due: by the running bot, else as `zibot tick` does it."""
        self.at(moment)
        if self.bot is None or self.bot.poll() is not None:
            once(self.settings())
            return
        local = self.now().astimezone(WIB)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        hours = (midnight + timedelta(days=day, hours=h, minutes=m) for day in (0, 1) for h, m in LOOKS_AT)
        coming = min(at for at in hours if at > local).astimezone(UTC)
        assert self._next_look() != coming, "choose a moment after which the bot looks at another hour than before"
        eventually(lambda: self._next_look() == coming)
        self.quiet()

    def _next_look(self) -> datetime | None:
        found = self.rows("SELECT look_at FROM waking")
        return datetime.fromisoformat(str(found[0][0])).replace(tzinfo=UTC) if found else None

    # the terminal

    def settings(self) -> Settings:
        """The settings of this office."""
        return Settings(
            satker="wanasari",
            data_dir=self.folder / "data",
            clock_file=self.clock,
            bot_token=SecretStr(TOKEN),
            bot_api_url=self.url,
            **UNPACED,
        )

    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ZIBOT_")}
        return clean | {
            "ZIBOT_CONFIG": str(self.folder / "zibot.toml"),
            "ZIBOT_BOT_TOKEN": TOKEN,
            "ZIBOT_BOT_API_URL": self.url,
            "ZIBOT_DATA_DIR": str(self.folder / "data"),
            "ZIBOT_CLOCK_FILE": str(self.clock),
            "ZIBOT_LISTEN": "127.0.0.1:0",
            **{f"ZIBOT_{name.upper()}": str(value) for name, value in UNPACED.items()},
        }

    def zibot(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command at the terminal, perhaps with something else in its environment."""
        return subprocess.run(
            [sys.executable, "-m", "zibot", *words],
            env=self.environment() | environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def invite(self, name: str, *more: str) -> str:
        answer = self.zibot("invite", name, "--json", *more)
        assert answer.returncode == 0, answer.stderr
        code: str = json.loads(answer.stdout)["code"]
        return code

    # the bot

    def start(self, **environment: str) -> None:
        """Start the bot, perhaps with something else in its environment."""
        log = (self.folder / "bot.log").open("ab")
        self.bot = subprocess.Popen(
            [sys.executable, "-m", "zibot", "run"], env=self.environment() | environment, cwd=self.folder, stderr=log
        )
        log.close()

    def kill(self) -> None:
        """End the bot as `kill -9` does."""
        assert self.bot is not None
        self.bot.send_signal(signal.SIGKILL)
        self.bot.wait()

    def stop(self) -> int:
        """End the bot as a supervisor does; returns its exit code."""
        assert self.bot is not None
        self.bot.terminate()
        return self.bot.wait(15)

    # people

    def person(self, name: str) -> Person:
        """Someone with Telegram, known by first name; joined only once they pressed Start with their code."""
        if name not in self.people:
            self.people[name] = self.world.add_person(500_000 + len(self.people), name)
        return self.people[name]

    def join(self, full_name: str) -> Person:
        person = self.person(full_name.split(maxsplit=1)[0])
        code = self.codes.pop(full_name, None)
        if code is None or self.now() > BEGINNING + timedelta(days=13):
            code = self.invite(full_name)
        person.starts(code)
        self.heard(person, "Selamat datang")
        return person

    def group(self, *people: Person) -> Chat:
        chat = self.world.add_group("Tim ZI Wanasari", *people, with_bot=True)
        people[0].says("/pasang", to=chat)
        self.heard(chat, "sekarang menjadi grup Tim ZI")
        return chat

    def taps(self, person: Person, message: Message, words: str) -> Query:
        """Someone presses the button whose label holds these words; returns what the bot made of it."""
        query = person.presses(message, button(message, words))
        self.quiet()
        assert query.answered
        return query

    # what the chat shows

    def last(self, where: Person | Chat) -> Message:
        """The bot's newest message."""
        return self.said(where)[-1]

    def said(self, where: Person | Chat) -> list[Message]:
        with self.world.lock:
            return list(self.world.said(where.id))

    def texts(self, where: Person | Chat) -> list[str]:
        return [message.text for message in self.said(where)]

    def heard(self, where: Person | Chat, words: str, *, after: int = 0) -> Message:
        """The newest message of the bot that holds these words, once it is there."""

        def newest() -> Message | None:
            found = [m for m in self.said(where) if words in m.text and m.message_id > after]
            return found[-1] if found else None

        assert self.world.wait_until(newest, PATIENCE), f"{words!r} not in {self.texts(where)}"
        found = newest()
        assert found is not None
        return found

    def quiet(self) -> None:
        """Wait until the bot has handled all that came and sent all that must go out."""
        database = self.folder / "data" / "zibot.db"
        eventually(lambda: self._nothing_open(database))

    def _nothing_open(self, database: Path) -> bool:
        import sqlite3  # noqa: PLC0415

        # First what Telegram still holds, then the rows: the other way round an update could slip past both.
        with self.world.lock:
            if self.world.updates.pending:
                return False
        connection = sqlite3.connect(database, timeout=10)
        try:
            open_rows = connection.execute(
                "SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL AND dead_at IS NULL)"
                " + (SELECT count(*) FROM draft WHERE closed_at IS NULL AND (read_at IS NULL OR adopt_at IS NOT NULL))"
                " + (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL)"
            ).fetchone()[0]
        finally:
            connection.close()
        return bool(open_rows == 0)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Look into the bot's database."""
        import sqlite3  # noqa: PLC0415

        connection = sqlite3.connect(self.folder / "data" / "zibot.db", timeout=10)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def eventually(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait for something that another process brings about."""
    pause = threading.Event()
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        pause.wait(0.02)


def a_photo(seed: int = 0, caption: str = "") -> Photo:
    """A made-up picture to send; each seed has other bytes."""
    return Photo(sample(["Foto bukti", f"lembar {seed}"], seed), caption)


def button(message: Message, words: str) -> str:
    """The label of the button whose label holds these words, and of no other."""
    found = [str(b["text"]) for b in message.buttons if words in b["text"]]
    assert len(found) == 1, f"{words!r} names {len(found)} of {[b['text'] for b in message.buttons]}"
    return found[0]


@pytest.fixture
def bare_office(tmp_path: Path) -> Iterator[Office]:
    """An office on Monday, 4 January 2027 that has neither plan nor team yet, only their files."""
    clock = tmp_path / "clock.json"
    write_clock(clock, BEGINNING, frozen=True)

    def now() -> datetime:
        return datetime.fromisoformat(json.loads(clock.read_text())["at"])

    world = World(now)
    url, stop_serving = serve_in_thread(build(world, TOKEN, PUBLISHED_API if PUBLISHED_API.exists() else None))
    office = Office(tmp_path, world, url)
    _write_files(tmp_path)
    try:
        yield office
        assert world.violations == []
    finally:
        if office.bot is not None and office.bot.poll() is None:
            office.bot.kill()
            office.bot.wait()
        stop_serving()


def _write_files(folder: Path) -> None:
    (folder / "zibot.toml").write_text('satker = "wanasari"\n')
    (folder / "rencana.txt").write_text(PLAN)
    (folder / "team.yaml").write_text(TEAM)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """What the person at the server did once for all offices: the plan adopted, the team loaded, everyone invited."""
    folder = tmp_path_factory.mktemp("prepared")
    write_clock(folder / "clock.json", BEGINNING, frozen=True)
    office = Office(folder, World(lambda: BEGINNING), "")
    _write_files(folder)
    for words in (("plan", "adopt", "rencana.txt", "--yes"), ("team", "load", "team.yaml")):
        done = office.zibot(*words)
        assert done.returncode == 0, done.stderr
    house = build_house(office.settings())
    for (name,) in office.rows("SELECT name FROM person"):
        _, office.codes[str(name)] = house.work_here(admin.invite, str(name), None, None)
    house.close()
    return office


@pytest.fixture
def office(bare_office: Office, prepared: Office) -> Office:
    """An office with an adopted plan and a loaded team on Monday, 4 January 2027; its bot is not started yet."""
    shutil.copytree(prepared.folder / "data", bare_office.folder / "data")
    bare_office.codes = dict(prepared.codes)
    return bare_office


@pytest.fixture
def running(office: Office) -> Office:
    """The office with its bot running."""
    office.start()
    return office


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows, made once and copied for each test."""
    file = tmp_path_factory.mktemp("fresh") / "zibot.db"
    open_database(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine reaches the test."""
    for name in [name for name in os.environ if name.upper().startswith("ZIBOT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def room(tmp_path: Path, fresh_database: Path, plain_environment: None) -> Iterator[Room]:
    """A small office without process or Telegram on Monday, 4 January 2027; no plan, no team."""
    shutil.copy(fresh_database, tmp_path / "zibot.db")
    room = Room.open(tmp_path)
    yield room
    room.house.close()

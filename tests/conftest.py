"""The cast that all tests share: a Telegram of our own, an office with a plan and a team, and a clock to move."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.nouns import Chat, Message
from zibot.rehearsal.people import Person
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PUBLISHED_API = SHARED / "bot-api.json"
WIB = ZoneInfo("Asia/Jakarta")
TOKEN = "7000000001:latihan"
PATIENCE = 20.0

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
    bot: subprocess.Popen[bytes] | None = None

    # time

    @property
    def clock(self) -> Path:
        return self.folder / "clock.json"

    def at(self, moment: str) -> None:
        """Set the clock, in WIB: `office.at("2027-01-29 07:30")`."""
        write_clock(self.clock, datetime.fromisoformat(moment).replace(tzinfo=WIB), frozen=True)

    # the terminal

    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ZIBOT_")}
        return clean | {
            "ZIBOT_CONFIG": str(self.folder / "zibot.toml"),
            "ZIBOT_BOT_TOKEN": TOKEN,
            "ZIBOT_BOT_API_URL": self.url,
            "ZIBOT_DATA_DIR": str(self.folder / "data"),
            "ZIBOT_CLOCK_FILE": str(self.clock),
        }

    def zibot(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "zibot", *words],
            env=self.environment(),
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

    def start(self) -> None:
        log = (self.folder / "bot.log").open("ab")
        self.bot = subprocess.Popen(
            [sys.executable, "-m", "zibot", "run"], env=self.environment(), cwd=self.folder, stderr=log
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
        person = self.person(full_name.split()[0])
        person.starts(self.invite(full_name))
        self.heard(person, "Selamat datang")
        return person

    def group(self, *people: Person) -> Chat:
        chat = self.world.add_group("Tim ZI Wanasari", *people, with_bot=True)
        people[0].says("/pasang", to=chat)
        self.heard(chat, "sekarang menjadi grup Tim ZI")
        return chat

    # what the chat shows

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

        connection = sqlite3.connect(database, timeout=10)
        try:
            open_rows = connection.execute(
                "SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL AND dead_at IS NULL)"
                " + (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL)"
            ).fetchone()[0]
        finally:
            connection.close()
        with self.world.lock:
            return open_rows == 0 and not self.world.updates.pending

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


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an adopted plan and a loaded team on Monday, 4 January 2027; its bot is not started yet."""
    clock = tmp_path / "clock.json"
    write_clock(clock, datetime(2027, 1, 4, 7, 0, tzinfo=WIB), frozen=True)

    def now() -> datetime:
        return datetime.fromisoformat(json.loads(clock.read_text())["at"])

    world = World(now)
    url, stop_serving = serve_in_thread(build(world, TOKEN, PUBLISHED_API if PUBLISHED_API.exists() else None))
    office = Office(tmp_path, world, url)
    (tmp_path / "zibot.toml").write_text('satker = "wanasari"\n')
    (tmp_path / "rencana.txt").write_text(PLAN)
    (tmp_path / "team.yaml").write_text(TEAM)
    try:
        for words in (("plan", "adopt", "rencana.txt", "--yes"), ("team", "load", "team.yaml")):
            done = office.zibot(*words)
            assert done.returncode == 0, done.stderr
        yield office
        assert world.violations == []
    finally:
        if office.bot is not None and office.bot.poll() is None:
            office.bot.kill()
            office.bot.wait()
        stop_serving()


@pytest.fixture
def running(office: Office) -> Office:
    """The office with its bot running."""
    office.start()
    return office

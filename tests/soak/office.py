"""The ground: an office of some dozen people whose bot takes its updates by polling or by a webhook."""

import contextlib
import json
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import BEGINNING, PUBLISHED_API, TOKEN, Office
from zibot import admin
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.nouns import Json
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.updates import Updates
from zibot.rehearsal.world import World
from zibot.service import build_house

SECRET = "rahasia-latihan-soak"
AREAS = ("MANAJEMEN PERUBAHAN", "PENATAAN TATALAKSANA", "PENATAAN SISTEM MANAJEMEN SDM APARATUR")
AREAS += ("PENGUATAN AKUNTABILITAS KINERJA", "PENGUATAN PENGAWASAN", "PENINGKATAN KUALITAS PELAYANAN PUBLIK")
NUMERALS = ("I", "II", "III", "IV", "V", "VI")
ITEMS = (("Kegiatan", "Foto kegiatan; Notulen"), ("Pemantauan", "Rekap"), ("Pengarsipan", "Daftar arsip"))
HEAD = """KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN WANASARI
NOMOR: 3/HK.03.1/9902/2027
TENTANG
RENCANA KERJA PEMBANGUNAN ZONA INTEGRITAS
KABUPATEN WANASARI TAHUN 2027

Ditetapkan di Wanasari
pada tanggal 4 Januari 2027

NO\tKOMPONEN\tINDIKATOR\tLANGKAH AKSI\tBUKTI FISIK\tTARGET WAKTU
1\t2\t3\t4\t5\t6
"""


def plan() -> str:
    """In each area, on other days each month: an item that wants pictures, one of which only the status is said, and
    one that wanders from hand to hand.
    """
    lines = []
    for at, (numeral, area) in enumerate(zip(NUMERALS, AREAS, strict=True)):
        lines.append(f"{numeral}\t{area}")
        for number, (what, wanted) in enumerate(ITEMS, 1):
            day = 3 + (at * 2 + min(number, 2)) * 2
            said = f"{what} {area.lower()}"
            lines.append(
                f"{number}\t{what}\t{said} berjalan\tMengadakan {said}\t{wanted}\tSetiap tanggal {day} setiap bulan"
            )
    return HEAD + "\n".join(lines) + "\n"


class Remembered(Updates):
    """The queue of updates, which remembers all that was ever in it."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[Json] = []

    def add(self, kind: str, payload: Json, now: datetime) -> bool:
        """Queues an update unless the bot does not want this kind."""
        added = super().add(kind, payload, now)
        if added:
            self.made.append(self.pending[-1].body)
        return added


@dataclass
class SoakOffice(Office):
    """An office that can be told to take its updates by a webhook, and whose clock is moved on in small steps."""

    updates: Remembered = field(default_factory=Remembered)
    port: int = 0
    """Where the webhook listens; 0 where updates are asked for."""

    def environment(self) -> dict[str, str]:
        """As any office's, and with the webhook where there is one."""
        if not self.port:
            return super().environment()
        address = f"127.0.0.1:{self.port}"
        hook = {"ZIBOT_WEBHOOK_URL": f"http://{address}/telegram/masuk", "ZIBOT_WEBHOOK_SECRET": SECRET}
        return super().environment() | hook | {"ZIBOT_LISTEN": address}

    def passes(self, seconds: float) -> None:
        """Move the clock on."""
        write_clock(self.clock, self.now() + timedelta(seconds=seconds), frozen=True)

    def looks_at(self) -> datetime:
        """When the bot will look at the clock next, as it has written down."""
        found = self._next_look()
        assert found is not None
        return found

    def settles(self, *, step: float = 10, patience: float = 120) -> bool:
        """Let time pass until nothing is open; False where something still is after so many real seconds."""
        for _ in range(int(patience / 0.1)):
            if self._nothing_open(self.folder / "data" / "zibot.db"):
                return True
            self.passes(step)
            pause(0.1)
        return False


def pause(seconds: float) -> None:
    """Leave the machine to the other processes."""
    threading.Event().wait(seconds)


def prepared(folder: Path, team: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Adopt the plan and load the team in a folder; everyone's invitation by full name."""
    folder.mkdir(parents=True, exist_ok=True)
    write_clock(folder / "clock.json", BEGINNING, frozen=True)
    (folder / "zibot.toml").write_text('satker = "wanasari"\n')
    (folder / "rencana.txt").write_text(plan())
    (folder / "team.yaml").write_text(json.dumps({"people": list(team)}))  # JSON is YAML
    office = Office(folder, World(lambda: BEGINNING), "")
    for words in (("plan", "adopt", "rencana.txt", "--yes"), ("team", "load", "team.yaml")):
        done = office.zibot(*words)
        assert done.returncode == 0, done.stderr
    house = build_house(office.settings())
    codes = {str(one["name"]): house.work_here(admin.invite, str(one["name"]), None, None)[1] for one in team}
    house.close()
    return codes


@contextlib.contextmanager
def opened(folder: Path, codes: dict[str, str], *, hooked: bool = False) -> Iterator[SoakOffice]:
    """The office of a prepared folder with a Telegram of its own; its bot is not started yet."""

    def now() -> datetime:
        return datetime.fromisoformat(json.loads((folder / "clock.json").read_text())["at"])

    world = World(now, retry_seconds=0.05)
    office = SoakOffice(folder, world, "", codes=dict(codes), port=free_port() if hooked else 0)
    world.updates = office.updates
    office.url, stop_serving = serve_in_thread(build(world, TOKEN, PUBLISHED_API if PUBLISHED_API.exists() else None))
    try:
        yield office
    finally:
        if office.bot is not None and office.bot.poll() is None:
            office.kill()
        stop_serving()


def copied(prepared_folder: Path, folder: Path) -> Path:
    """A folder of one's own that is as the prepared one."""
    shutil.copytree(prepared_folder, folder, dirs_exist_ok=True)
    return folder


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])

"""After a faulty day the bot's token stands in nothing that was written, and pictures left without their places."""

import contextlib
import io
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import BEGINNING, PUBLISHED_API, TOKEN, Office, a_photo, eventually
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.faults import BAD_GATEWAY, INTERNAL, CutAnswer, CutDownload, Outcome, Reset, flood
from zibot.rehearsal.people import Document, Person
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World

SHAPED = "7000000001:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"
"""Invented, in the shape of a real one."""
LOST = {"file_id": "BQACAgUAAxkBAAM-hilang", "file_unique_id": "AgADx", "file_name": "notulen.pdf"}
PLACE = "Rumah-Pelapor-7.1234S"


@dataclass
class Watched(Office):
    """An office whose bot has this token and tells all that it can about itself."""

    token: str = TOKEN

    def environment(self) -> dict[str, str]:
        told = {"ZIBOT_DEBUG": "1", "PYTHONASYNCIODEBUG": "1", "PYTHONWARNINGS": "default"}
        return super().environment() | told | {"ZIBOT_BOT_TOKEN": self.token}


@pytest.fixture(params=[TOKEN, SHAPED], ids=["of the rehearsal", "shaped like a real one"])
def watched(request: pytest.FixtureRequest, tmp_path: Path, prepared: Office) -> Iterator[Watched]:
    shutil.copytree(prepared.folder, tmp_path, dirs_exist_ok=True)
    world = World(lambda: datetime.fromisoformat(json.loads(office.clock.read_text())["at"]))
    office = Watched(tmp_path, world, "", codes=dict(prepared.codes), token=request.param)
    write_clock(office.clock, BEGINNING, frozen=True)
    published = PUBLISHED_API if PUBLISHED_API.exists() else None
    office.url, stop_serving = serve_in_thread(build(office.world, office.token, published))
    try:
        yield office
    finally:
        if office.bot is not None and office.bot.poll() is None:
            office.bot.kill()
            office.bot.wait()
        stop_serving()


def forms(token: str) -> list[bytes]:
    """The token as it could stand somewhere, and the part of it that is secret."""
    part = token.partition(":")[2]
    alone = [part] if len(part) > 20 else [f":{part}", f"%3A{part}"]
    return [form.encode() for form in (token, token.replace(":", "%3A"), token.replace(":", "%3a"), *alone)]


def found_in(office: Watched, *outputs: str) -> list[str]:
    """Where the token stands: in files below the office's folder, byte by byte, and in what commands printed."""
    files = [path for path in sorted(office.folder.rglob("*")) if path.is_file()]
    assert {"bot.log", "zibot.db"} <= {path.name for path in files}
    written = {str(path.relative_to(office.folder)): path.read_bytes() for path in files}
    said = written | {f"output {at}": output.encode() for at, output in enumerate(outputs)}
    return [f"{name}: {form!r}" for name, content in said.items() for form in forms(office.token) if form in content]


def photographed(kind: str = "JPEG") -> bytes:
    """A picture that says where it was taken, and that its camera was held upright."""
    out, said = io.BytesIO(), Image.Exif()
    said[0x0112], said[0x010E] = 6, PLACE
    said.get_ifd(0x8825)[29] = PLACE
    Image.new("RGB", (64, 32), "teal").save(out, kind, exif=said)
    return out.getvalue()


def passes(office: Watched) -> None:
    """Let time pass until nothing waits, so that whatever failed is tried again."""
    for _ in range(60):
        write_clock(office.clock, office.now() + timedelta(minutes=4), frozen=True)
        with contextlib.suppress(AssertionError):
            eventually(lambda: office._nothing_open(office.folder / "data" / "zibot.db"), 0.7)
            return
    raise AssertionError("something still waits after four hours")


TROUBLE: tuple[tuple[str, Outcome], ...] = (
    *[("sendMessage", trouble) for trouble in (Reset(), BAD_GATEWAY, INTERNAL, flood(1), CutAnswer())],
    *[("download", trouble) for trouble in (CutDownload(), Reset(), BAD_GATEWAY)],
    *[("getFile", trouble) for trouble in (Reset(), BAD_GATEWAY)],
    *[("answerCallbackQuery", trouble) for trouble in (Reset(), BAD_GATEWAY)],
    *[("getUpdates", trouble) for trouble in (Reset(), BAD_GATEWAY, flood(1))],
    *[("setMyCommands", trouble) for trouble in (Reset(), BAD_GATEWAY)],
)


def test_the_token_stands_nowhere_after_a_faulty_day(watched: Watched) -> None:
    office = watched
    office.start()
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    _a_faulty_morning(office, dedi)
    outputs = _a_faulty_afternoon(office)
    assert found_in(office, *outputs) == [], "while it runs, what SQLite has not yet folded in included"

    office.kill()
    office.start()
    citra.says("/tugas")
    passes(office)
    assert office.stop() == 0
    assert found_in(office, *outputs) == []
    log = (office.folder / "bot.log").read_text()
    assert "Traceback" in log, "and the log does tell of what went wrong"


def _a_faulty_morning(office: Watched, dedi: Person) -> None:
    """Whatever can go wrong with a call, a file and a poll does."""
    for method, trouble in TROUBLE:
        office.world.faults.add(method, trouble)
    dedi.says("/tugas")
    passes(office)
    dedi.sends(a_photo(1, "I.1.1"))
    dedi.sends(Document(b"\xff\xd8\xff\xe0rusak", "foto.jpg", "image/jpeg", caption="V.1.1"))
    dedi.sends_other({"document": LOST, "caption": "I.1.1"})
    passes(office)


def _a_faulty_afternoon(office: Watched) -> list[str]:
    """What the terminal prints, also where the token is refused, the address is dead, or a token is where none goes."""
    wrong = office.token[:-1] + "x"
    elsewhere = {"ZIBOT_DATA_DIR": str(office.folder / "lain")}
    refused, dead = {"ZIBOT_BOT_TOKEN": wrong}, {"ZIBOT_BOT_API_URL": "http://127.0.0.1:9"}
    calls: list[tuple[str, dict[str, str]]] = [("doctor", dead), ("tick", {}), ("invite Citra", refused)]
    if office.token == SHAPED:
        calls += [("doctor", {}), ("doctor --json", refused), ("invite Citra --json", {}), ("invite Budi", dead)]
        calls += [("tick", elsewhere | refused), ("tick", elsewhere | dead), ("run", elsewhere | refused)]
        calls += [("status", {"ZIBOT_LEAD_DAYS": SHAPED}), ("status", _misplaced(office, f'bot_toke = "{SHAPED}"'))]
        calls += [("status", {"ZIBOT_BOT_TOKEN": "", **_misplaced(office, f'bot_token = ["{SHAPED}"]')})]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda call: office.zibot(*call[0].split(), **call[1]), calls))
    for file in office.folder.glob("salah*.toml"):
        file.unlink()
    outputs = [output for one in done for output in (one.stdout, one.stderr)]
    assert not any(form in output.encode() for output in outputs for form in forms(wrong))
    return outputs


def _misplaced(office: Watched, line: str) -> dict[str, str]:
    """A file of settings with a token where none belongs."""
    file = office.folder / f"salah{len(line)}.toml"
    file.write_text(line)
    return {"ZIBOT_CONFIG": str(file)}


def test_pictures_leave_bare_and_one_that_cannot_is_told_of(running: Office) -> None:
    office = running
    dedi, citra, budi = office.join("Dedi Kurnia"), office.join("Citra Dewi"), office.join("Budi Santoso")
    dedi.sends(Document(photographed(), "laporan\u202egpj.jpg", "image/jpeg", caption="I.1.1"))
    shown = office.heard(citra, "Perlu diperiksa: I.1.1")
    assert shown.document is not None
    with office.world.lock:
        copy = shown.document.data
    assert shown.document.name == "laporangpj.jpg"
    assert PLACE.encode() not in copy
    with Image.open(io.BytesIO(copy)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (32, 64))
    [kept] = [path for path in (office.folder / "data" / "evidence").rglob("*") if path.is_file()]
    assert kept.read_bytes() == photographed(), "the original stays as it came"

    dedi.sends(Document(b"\xff\xd8\xff\xe0rusak" * 9, "foto.jpg", "image/jpeg", caption="V.1.1"))
    told = office.heard(budi, "Perlu diperiksa: V.1.1")
    assert "tidak dapat saya kirim" in told.text
    assert told.document is None


def test_a_token_that_someone_pastes_into_the_chat_is_not_kept(watched: Watched) -> None:
    office = watched
    office.start()
    dedi = office.join("Dedi Kurnia")
    for words in (f"tokennya {SHAPED} ya", f"https://api.telegram.org/bot{office.token}/getMe", office.token):
        dedi.says(words)
    dedi.sends(a_photo(1, f"I.1.1 {SHAPED}"))
    office.quiet()
    assert found_in(office) == []
    assert office.stop() == 0
    assert found_in(office) == []

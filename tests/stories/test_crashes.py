"""Killed at any instant, on bad days: each photo is stored once and receipted, and the ledger holds."""

import random
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Office, a_photo, eventually
from tests.soak import books
from tests.soak.burst import burst
from tests.soak.office import SoakOffice, copied, opened, prepared
from tests.soak.people import staff
from tests.soak.supervisor import Supervisor
from zibot.context import Verb
from zibot.rehearsal.errors import ApiError
from zibot.rehearsal.faults import Backwards, Hold, Outcome, Refuse, Trickle, Unconfirmed
from zibot.rehearsal.nouns import Message
from zibot.rehearsal.people import Document, Person

MB = 1024 * 1024
Crew = tuple[Path, dict[str, str]]


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Crew:
    """An office of six whose invitations are at hand."""
    folder = tmp_path_factory.mktemp("crew")
    return folder, prepared(folder, staff(6))


@pytest.fixture(params=[False, True], ids=["polling", "webhook"])
def hooked(request: pytest.FixtureRequest) -> bool:
    chosen: bool = request.param
    return chosen


@pytest.fixture
def crewed(crew: Crew, tmp_path: Path, hooked: bool) -> Iterator[SoakOffice]:
    with opened(copied(crew[0], tmp_path), crew[1], hooked=hooked) as office:
        yield office


def test_photos_of_six_people_survive_kills_on_a_bad_day(crewed: SoakOffice) -> None:
    office, few = crewed, bool(crewed.port)
    photos, kills = (24, 3) if few else (60, 8)
    with Supervisor(office, random.Random(7)) as supervisor:
        people = [office.join(name) for name in list(office.codes)]
        assert burst(office, supervisor, people, photos=photos, kills=kills, seed=11), "it came to rest"
    assert supervisor.kills == kills
    assert supervisor.fell == [], "and never ended by itself"
    assert bool(office.world.webhook) == few
    assert stored(office) == photos
    assert books.wrong(office, kills) == []


def test_the_books_name_what_was_lost_and_what_was_done_twice(crew: Crew, tmp_path: Path) -> None:
    with opened(copied(crew[0], tmp_path), crew[1]) as office:
        office.start()
        person = office.join(next(iter(office.codes)))
        person.sends(a_photo(1))
        person.says("/status")
        office.heard(person, "Kemajuan")
        office.quiet()
        assert books.wrong(office, 0) == []
        assert office.stop() == 0
        with closing(sqlite3.connect(tmp_path / "data" / "zibot.db")) as database, database:
            database.execute("DELETE FROM inbox WHERE id = 1")
            database.execute("UPDATE outbox SET sent_at = NULL WHERE once LIKE 'receipt:%'")
            database.execute("DELETE FROM outbox WHERE payload LIKE '%Kemajuan%'")
        next((tmp_path / "data" / "evidence").glob("*/*")).write_bytes(b"lain")
        person.sends(a_photo(2))
        found = "\n".join(books.wrong(office, 0))
    for words in (
        "was handled 0 times",
        "is stored 0 times",
        "receipt of piece 1 was never sent",
        "was answered 0 times",
        "is missing or another",
        "messages came twice with 0 kills",
        "verify: ",
    ):
        assert words in found, found


def stored(office: Office) -> int:
    return len(office.rows("SELECT 1 FROM evidence"))


def receipts(office: Office, person: Person) -> list[str]:
    """The numbers of the receipts that someone has, in order."""
    return re.findall(r"Bukti tersimpan · No\. (\d+)", "\n".join(office.texts(person)))


def held(office: Office, method: str) -> Hold:
    """The next call of a method waits, as things stand then, until it is let go."""
    hold = Hold()
    office.world.faults.add(method, hold)
    return hold


def wait_for(office: Office, outcome: Outcome) -> None:
    eventually(lambda: any(met.outcome is outcome for met in office.world.faults.befell))


@pytest.mark.parametrize("method", ["download", "sendMessage"])
def test_killed_while_a_file_or_its_receipt_is_under_way_nothing_is_lost(running: Office, method: str) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    hold = held(office, method)
    dedi.sends(a_photo(1))
    wait_for(office, hold)
    assert stored(office) == (method == "sendMessage"), "a receipt never goes before its file"
    office.kill()
    hold.release.set()
    office.start()
    eventually(lambda: receipts(office, dedi))
    office.quiet()
    assert stored(office) == 1
    assert 1 <= len(receipts(office, dedi)) <= 1 + (method == "sendMessage")
    assert set(receipts(office, dedi)) == {"000001"}
    assert office.zibot("verify").returncode == 0


def test_killed_while_a_file_is_being_written_no_half_of_it_is_evidence(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    dedi.sends(Document(bytes(random.Random(1).randbytes(MB)) * 19, "notulen.pdf"))
    evidence = office.folder / "data" / "evidence"
    killed = False
    while not killed and not stored(office):
        killed = any(evidence.rglob(".tmp-*"))
    assert office.bot is not None
    office.bot.send_signal(signal.SIGKILL)
    office.bot.wait()
    assert killed, "the file was seen while it was being written"
    office.start()
    office.heard(dedi, "No. 000001")
    office.quiet()
    assert stored(office) == 1
    assert office.rows("SELECT size FROM evidence") == [(19 * MB,)]
    assert not any(evidence.rglob(".tmp-*")), "and what was left of it is gone"
    assert office.zibot("verify").returncode == 0


def test_twenty_megabytes_that_dribble_delay_nobody_else(running: Office) -> None:
    office = running
    dedi, others = office.join("Dedi Kurnia"), [office.join("Citra Dewi"), office.join("Budi Santoso")]
    office.quiet()
    slow = Trickle(piece=MB // 4, pause=0.1)
    office.world.faults.add("download", slow)
    dedi.sends(Document(b"%PDF-1.4\n" + bytes(20 * MB - 9), "notulen.pdf"))
    wait_for(office, slow)
    for number, person in enumerate(others):
        person.sends(a_photo(number))
        person.says("/status")
    for person in others:
        office.heard(person, "Bukti tersimpan")
        office.heard(person, "Kemajuan")
    assert receipts(office, dedi) == [], "the large one is still on its way"
    office.heard(dedi, "Bukti tersimpan")
    office.quiet()
    assert sorted(size for (size,) in office.rows("SELECT size FROM evidence"))[-1] == 20 * MB


TOO_LONG = {"voice": {"file_id": "AwACAgUAAxkBAAM-x", "file_unique_id": "AgADx", "duration": 2**62}}
"""Nothing that the library can read."""
REFUSED = Refuse(ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable"))


def test_what_fails_is_set_aside_holds_up_nobody_and_can_be_tried_anew(running: Office) -> None:
    office = running
    code = office.invite("Wayan Admin", "--role", "admin")
    wayan, dedi, citra = office.person("Wayan"), office.join("Dedi Kurnia"), office.join("Citra Dewi")
    wayan.starts(code)
    office.heard(wayan, "Selamat datang")
    office.world.faults.add("getFile", REFUSED, times=6)
    dedi.sends(a_photo(1))
    citra.sends_other(TOO_LONG)
    for tries in range(1, 7):
        failed = [(tries,), (tries,)]
        eventually(lambda failed=failed: office.rows("SELECT attempts FROM inbox WHERE error IS NOT NULL") == failed)
        office.at(f"2027-01-04 {7 + tries:02}:00")
    # Others are served, and so are the two themselves.
    for person in (dedi, citra):
        person.says("/status")
        office.heard(person, "Kemajuan")
        office.heard(person, "belum tersimpan")
    told = [message for message in office.said(wayan) if "disisihkan" in message.text]
    assert len(told) == 2
    listed = office.zibot("inbox")
    assert listed.returncode == 0
    assert listed.stdout.count("\n") == 2, listed.stdout

    photos = next(message for message in told if f"obrolan {dedi.id}" in message.text)
    assert "coba lagi" in office.taps(wayan, photos, "Coba lagi").text
    office.heard(dedi, "No. 000001")
    assert stored(office) == 1
    assert "tidak berlaku" in office.taps(wayan, photos, "Coba lagi").text

    assert '"retried": 1' in office.zibot("inbox", "retry", "all", "--json").stdout
    eventually(lambda: office.rows("SELECT attempts, dead_at FROM inbox WHERE error LIKE '%Overflow%'") == [(1, None)])
    dedi.says("/jadwal")
    office.heard(dedi, "Tenggat")


def test_updates_in_reverse_order_and_twice_take_effect_once_each(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    office.kill()
    faults = office.world.faults
    faults.add("getUpdates", Backwards())
    faults.add("getUpdates", Unconfirmed(), times=2)
    for number in range(8):
        dedi.sends(a_photo(number, f"foto {number}"))
    office.start()
    eventually(lambda: stored(office) == 8 and faults.left == 0)
    office.quiet()
    assert receipts(office, dedi) == [f"{number:06d}" for number in range(1, 9)]
    captions = [caption for (caption,) in office.rows("SELECT caption FROM evidence ORDER BY number")]
    assert captions == [f"foto {number}" for number in range(8)], "as they were sent"


def newest(office: Office, person: Person, verb: Verb, *, last: int | None = None) -> tuple[Message, str]:
    """The newest button of a kind that someone sees, perhaps with this last number."""
    for message in reversed(office.said(person)):
        for button in message.buttons:
            data = str(button["callback_data"])
            if data.partition(":")[0] == verb and data.endswith(f":{last}" if last is not None else ""):
                return message, data
    raise AssertionError(f"no button {verb.name} in {office.texts(person)[-2:]}")


def killed_while(office: Office, method: str, does: Callable[[], object]) -> None:
    """Someone does something, and the bot is killed while its first such call is under way."""
    office.quiet()
    hold = held(office, method)
    does()
    wait_for(office, hold)
    office.kill()
    hold.release.set()
    office.start()
    office.quiet()


def test_killed_in_the_middle_of_the_conversation_nothing_is_lost_and_little_said_twice(running: Office) -> None:
    office = running
    ratna, budi, citra = (office.join(name) for name in ("Ratna Lestari", "Budi Santoso", "Citra Dewi"))
    dedi = office.join("Dedi Kurnia")
    killed_while(office, "sendMessage", lambda: dedi.sends_album(a_photo(1, "I.1.1"), a_photo(2), a_photo(3)))
    assert stored(office) == 3
    assert "3 bukti" in office.last(dedi).text
    killed_while(office, "sendPhoto", lambda: dedi.sends(a_photo(4, "V.1.1")))
    assert office.heard(budi, "Perlu diperiksa: V.1.1").photo
    dedi.says("V.2.1 mohon mundur sampai 30 April")
    office.heard(budi, "V.2.1")
    killed_while(office, "sendMessage", lambda: budi.presses(*newest(office, budi, Verb.GRANT)))
    assert office.rows("SELECT count(*) FROM event WHERE kind = 'due.moved'") == [(1,)]
    office.heard(dedi, "30 April 2027")
    killed_while(office, "sendMessage", lambda: ratna.says("/tugaskan VI citra dan dedi"))
    for person in (citra, dedi):
        office.heard(person, "mulai hari ini Anda memegang")
    ratna.says("/tim Dedi")
    office.quiet()
    ratna.presses(*newest(office, ratna, Verb.MEMBER_OUT))
    office.quiet()
    [(to,)] = office.rows("SELECT id FROM person WHERE name = 'Citra Dewi'")
    assert isinstance(to, int)
    leaves = newest(office, ratna, Verb.MEMBER_OUT_TO, last=to)
    killed_while(office, "sendMessage", lambda: ratna.presses(*leaves))
    assert office.rows("SELECT count(*) FROM event WHERE kind = 'person.left'") == [(1,)]
    office.heard(citra, "Dedi Kurnia")
    assert list(books.said_once(office, 5)) == []
    assert office.rows("SELECT id FROM outbox WHERE failed_at IS NOT NULL AND chat_id <> 0") == []
    assert office.zibot("verify").returncode == 0


def test_killed_in_the_middle_of_a_morning_one_message_comes_twice_at_most(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    office.group(ratna, dedi)
    office.quiet()
    holds = [held(office, "sendMessage") for _ in range(9)]
    office.at("2027-02-01 08:30")
    wait_for(office, holds[0])
    eventually(lambda: len(waiting(office)) > 1)
    mornings = len(waiting(office))
    ratna.says("/status")  # whoever asks meanwhile is heard, though nobody is answered
    eventually(lambda: len(waiting(office)) > mornings)
    begun = sum(met.outcome in holds for met in office.world.faults.befell)
    office.kill()
    for hold in holds:
        hold.release.set()
    office.start()
    office.quiet()
    assert begun == 1
    assert books.doubled(office).total() == 1
    assert list(books.said_once(office, 1)) == []


def waiting(office: Office) -> list[tuple[object, ...]]:
    """What still has to go out."""
    return office.rows("SELECT id FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL")

"""Trouble with what is remembered: the disk is full, the database is locked, closed or damaged; what people see of it.

Whoever sends something is told at once that it is not stored, nothing half is kept, and once the cause is gone all that
Telegram still holds is stored without a hand being lifted.
"""

import contextlib
import hashlib
import os
import re
import resource
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import Office, a_photo, eventually
from tests.stories.signs import health
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.faults import CutDownload, OtherLength
from zibot.rehearsal.people import Person
from zibot.storage import witness

UNTOLD = "belum tersimpan"


@contextlib.contextmanager
def without_room(office: Office) -> Iterator[None]:
    """For a while the running bot cannot write a single byte to any file, as on a disk that is full."""
    assert office.bot is not None
    before = resource.prlimit(office.bot.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(office.bot.pid, resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def locked(office: Office) -> Iterator[None]:
    """For a while someone else writes into the database and does not end."""
    with contextlib.closing(sqlite3.connect(database(office), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def database(office: Office) -> Path:
    return office.folder / "data" / "zibot.db"


def passes(office: Office) -> None:
    """Let time pass until nothing waits, so that whatever failed is tried again."""
    for _ in range(20):
        write_clock(office.clock, office.now() + timedelta(minutes=5), frozen=True)
        with contextlib.suppress(AssertionError):
            eventually(lambda: office._nothing_open(database(office)), 2)
            return
    raise AssertionError("something still waits")


def in_order(office: Office, person: Person, photos: int) -> None:
    """So many photos are stored and receipted, each once, and their bytes are whole."""
    receipts = [n for text in office.texts(person) for n in re.findall(r"Bukti tersimpan · No\. (\d{6})", text)]
    assert receipts == [f"{number:06}" for number in range(1, photos + 1)]
    pieces = office.rows("SELECT sha256, size FROM evidence")
    assert len(pieces) == photos
    for sha256, size in pieces:
        content = (office.folder / "data" / "evidence" / str(sha256)[:2] / str(sha256)).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (sha256, size)
    kept = [path for path in (office.folder / "data" / "evidence").rglob("*") if path.is_file()]
    assert {path.name for path in kept} == {str(sha256) for sha256, _ in pieces}, "and nothing half is left"
    assert office.zibot("verify").returncode == 0


def told(office: Office, person: Person) -> int:
    """How often someone was told that nothing is stored."""
    return len([text for text in office.texts(person) if UNTOLD in text])


def test_a_full_disk_is_told_at_once_and_what_was_sent_is_stored_when_there_is_room(running: Office) -> None:
    office = running
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    office.quiet()
    assert health(office).status == 200
    with without_room(office):
        for number in range(3):
            dedi.sends(a_photo(number, "I.1.1"))
        citra.says("/tugas")
        office.heard(dedi, UNTOLD)
        office.heard(citra, UNTOLD)
        eventually(lambda: health(office).status == 503)
        assert re.search("disk|full|large", health(office).why), health(office).why
        assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    office.heard(dedi, "Bukti tersimpan · No. 000003")
    office.heard(citra, "menunggu Anda")
    passes(office)
    assert told(office, dedi) == 1, "once, not with every attempt"
    eventually(lambda: health(office).status == 200)
    in_order(office, dedi, 3)
    assert office.stop() == 0


def test_evidence_for_which_there_is_no_room_is_told_and_tried_again(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    store = office.folder / "data" / "evidence"
    store.write_bytes(b"a file where a folder belongs: nothing can be put there")
    office.quiet()
    dedi.sends(a_photo(1, "I.1.1"))
    office.heard(dedi, UNTOLD)
    assert health(office).status == 503
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    dedi.says("/tugas")
    office.heard(dedi, "Tugas Dedi Kurnia")
    store.unlink()
    passes(office)
    in_order(office, dedi, 1)
    assert health(office).status == 200


def test_a_database_that_another_process_holds_is_told_and_goes_on_when_it_lets_go(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    with locked(office):
        dedi.sends(a_photo(1, "I.1.1"))
        office.heard(dedi, UNTOLD)
        assert "locked" in health(office).why
        assert office.stop() == 0, "and it still ends when it is told to"
        office.start()
        dedi.sends(a_photo(2, "I.1.1"))
    eventually(lambda: office.rows("SELECT count(*) FROM evidence") == [(2,)])
    passes(office)
    in_order(office, dedi, 2)
    eventually(lambda: health(office).status == 200)


@pytest.mark.parametrize("asleep", [False, True], ids=["awake", "asleep"])
def test_a_damaged_database_is_named_and_the_right_one_put_back_is_gone_on_with(office: Office, asleep: bool) -> None:
    office.start()
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    assert office.stop() == 0
    whole = database(office).read_bytes()
    office.start()
    if not asleep:
        dedi.says("/tugas")
        office.heard(dedi, "Tugas Dedi Kurnia")
        office.quiet()
    eventually(lambda: health(office).figures["state"] == ("asleep" if asleep else "awake"))
    before = len(office.said(dedi))
    spoil(office)
    dedi.sends(a_photo(1, "I.1.1"))
    office.heard(dedi, UNTOLD)
    assert len(office.said(dedi)) == before + 1
    assert health(office).status == 503
    assert health(office).why
    examined = office.zibot("doctor")
    assert examined.returncode == 1
    assert re.search(r"^salah +Basis data: ", examined.stdout, re.MULTILINE)

    # Put back under a running bot, as by someone in a hurry, or with the bot stopped.
    if not asleep:
        assert office.stop() == 0
    for name in ("zibot.db-wal", "zibot.db-shm"):
        (office.folder / "data" / name).unlink(missing_ok=True)
    database(office).write_bytes(whole)
    if not asleep:
        office.start()
    office.heard(dedi, "Bukti tersimpan · No. 000001")
    passes(office)
    in_order(office, dedi, 1)


def spoil(office: Office) -> None:
    """Overwrite the database from its first byte to its last."""
    with database(office).open("r+b") as file:
        file.write(os.urandom(database(office).stat().st_size))
    for name in ("zibot.db-wal", "zibot.db-shm"):
        with contextlib.suppress(FileNotFoundError), (office.folder / "data" / name).open("r+b") as file:
            file.write(os.urandom(max(1, (office.folder / "data" / name).stat().st_size)))


def test_what_comes_while_the_database_is_known_to_be_broken_stays_with_telegram(office: Office) -> None:
    office.start()
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    dedi.sends(a_photo(1, "I.1.1"))
    office.heard(dedi, "Bukti tersimpan · No. 000001")
    office.quiet()
    assert office.zibot("backup", "--out", "cadangan.tar").returncode == 0
    assert office.stop() == 0
    spoil_table(office, "evidence")
    office.start()
    dedi.sends(a_photo(2, "I.1.1"))
    office.heard(dedi, UNTOLD)
    citra.sends(a_photo(3, "I.1.1"))
    office.heard(citra, UNTOLD)
    assert health(office).status == 503
    assert office.stop() == 0
    with office.world.lock:
        assert len(office.world.updates.pending) == 1, "what was confirmed would go with the broken database"

    (office.folder / "data").rename(office.folder / "data-rusak")
    assert office.zibot("restore", "cadangan.tar").returncode == 0
    office.start()
    office.heard(citra, "Bukti tersimpan · No. 000002")
    office.quiet()
    assert office.zibot("verify").returncode == 0


def spoil_table(office: Office, name: str) -> None:
    """Overwrite the first page of one table of a bot that is stopped."""
    with contextlib.closing(sqlite3.connect(database(office))) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        [(size,)] = connection.execute("PRAGMA page_size")
    with database(office).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))


def test_where_its_journal_was_deleted_the_bot_ends_and_has_lost_nothing_when_it_is_back(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    dedi.sends(a_photo(1, "I.1.1"))
    office.heard(dedi, "Bukti tersimpan · No. 000001")
    office.quiet()
    (office.folder / "data" / "zibot.db-wal").unlink()
    assert office.bot is not None
    assert office.bot.wait(20) == 1
    assert "zibot.db-wal terhapus" in (office.folder / "bot.log").read_text().splitlines()[-1]
    dedi.sends(a_photo(2, "I.1.1"))
    office.start()
    office.heard(dedi, "Bukti tersimpan · No. 000002")
    office.quiet()
    in_order(office, dedi, 2)


def test_facts_that_went_with_the_journal_of_a_dead_bot_are_missed_and_asked_for_again(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    group = office.group(office.join("Ratna Lestari"), dedi)
    assert office.stop() == 0  # all that is known by now is in the database itself
    office.start()
    dedi.sends(a_photo(1, "I.1.1"))
    office.heard(dedi, "Bukti tersimpan · No. 000001")
    office.quiet()
    [(held,)] = office.rows("SELECT count FROM head")
    eventually(lambda: seen_by_witness(office) == held)
    office.kill()
    for name in ("zibot.db-wal", "zibot.db-shm"):
        (office.folder / "data" / name).unlink()
    done = office.zibot("verify")
    assert done.returncode == 1
    assert f"menyebut {held} catatan" in done.stdout

    office.start()
    told = office.heard(group, "Sebagian data bot hilang dari server")
    assert "mohon kirim ulang" in told.text
    dedi.sends(a_photo(1, "I.1.1"))
    office.heard(dedi, "Bukti tersimpan · No. 000001")
    office.quiet()
    assert office.zibot("verify").returncode == 0
    assert office.rows("SELECT count(*) FROM event WHERE kind = 'gone-back'") == [(1,)]


def seen_by_witness(office: Office) -> int:
    """How many facts the bot noted beside its database."""
    seen = witness.read(office.folder / "data")
    return seen.count if seen is not None else 0


def test_a_database_that_is_damaged_at_the_start_is_one_line(office: Office) -> None:
    spoil(office)
    done = office.zibot("run")
    assert (done.returncode, done.stdout) == (2, "")
    [line] = [line for line in done.stderr.splitlines() if not re.match(r"\d{4}-", line)]
    assert "Basis data tidak dapat dibuka" in line
    assert "Traceback" not in done.stderr


def test_a_download_that_breaks_off_or_comes_with_another_length_is_fetched_again(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    for trouble in (CutDownload(), OtherLength(-7), OtherLength(7)):
        office.world.faults.add("download", trouble)
    dedi.sends(a_photo(1, "I.1.1"))
    passes(office)
    assert office.world.faults.left == 0
    in_order(office, dedi, 1)
    assert told(office, dedi) == 0


@pytest.mark.parametrize("state", ["asleep", "no room"])
def test_the_bot_ends_within_ten_seconds_in_any_state(office: Office, state: str) -> None:
    office.start()
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    if state == "asleep":
        assert office.stop() == 0
        office.start()
        eventually(lambda: health(office).figures["state"] == "asleep")
        assert office.stop() == 0
        return
    with without_room(office):
        dedi.sends(a_photo(1, "I.1.1"))
        office.heard(dedi, UNTOLD)
        assert office.stop() == 0
    office.start()
    office.heard(dedi, "Bukti tersimpan · No. 000001")

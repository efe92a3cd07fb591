"""The witness: it notes how far the ledger has come, and notices where the ledger has gone back."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.desk import Room, butir
from zibot.handlers import errors
from zibot.proof import as_lines, verified
from zibot.rules.roles import Role
from zibot.storage import ledger, people, witness
from zibot.storage.witness import Seen, Watch

NOON = datetime(2027, 1, 4, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(room: Room) -> Room:
    """An office whose ledger tells of a plan and two people."""
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    room.joins("Ratna Lestari", Role.LEAD, account=501)
    room.joins("Dedi Kurnia", account=502)
    return room


def watch(room: Room) -> Watch:
    settings = room.house.settings
    return Watch(settings.data_dir, settings.sqlite_file(), settings.satker)


def database(room: Room) -> Path:
    file = room.house.settings.sqlite_file()
    assert file is not None
    return file


def put_back(room: Room, to: Path) -> None:
    """Somebody puts an older copy in the place of the database."""
    room.house.close()
    shutil.copy(to, database(room))


def copied(room: Room) -> Path:
    """The database as it is now, beside it."""
    copy = database(room).with_name("lama.db")
    with closing(sqlite3.connect(database(room))) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def count(room: Room) -> tuple[int, str]:
    return room.do(lambda desk: ledger.head(desk.session, desk.satker_id))


def test_what_was_seen_is_read_as_it_was_written(tmp_path: Path) -> None:
    seen = Seen("9902", 7, "ab" * 32, NOON)
    witness.write(tmp_path, seen)
    witness.write(tmp_path, replace(seen, count=8))
    assert witness.read(tmp_path) == replace(seen, count=8)
    assert [path.name for path in tmp_path.iterdir()] == [witness.FILE]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"satker": "9902"}', b"\xff"])
def test_what_cannot_be_read_was_never_seen(tmp_path: Path, content: bytes) -> None:
    assert witness.read(tmp_path) is None
    (tmp_path / witness.FILE).write_bytes(content)
    assert witness.read(tmp_path) is None


def test_it_notes_how_far_the_ledger_has_come_and_only_then_writes(office: Room) -> None:
    watching, folder = watch(office), office.house.settings.data_dir
    assert watching.look(NOON) is None
    seen = witness.read(folder)
    assert seen == Seen(office.house.settings.satker, *count(office), NOON)
    assert watching.look(NOON + MINUTE) is None
    assert witness.read(folder) == seen
    office.joins("Citra Dewi", account=503)
    assert watching.look(NOON + MINUTE) is None
    assert witness.read(folder) == Seen(office.house.settings.satker, *count(office), NOON + MINUTE)


def test_a_ledger_that_went_back_is_noticed_until_somebody_is_told(office: Room) -> None:
    old = copied(office)
    office.joins("Citra Dewi", account=503)
    watch(office).look(NOON)
    seen = witness.read(office.house.settings.data_dir)
    put_back(office, old)
    after = watch(office)
    assert [after.look(NOON + MINUTE), after.look(NOON + MINUTE)] == [seen, seen]
    assert witness.read(office.house.settings.data_dir) == seen
    after.told()
    assert after.look(NOON + MINUTE) is None
    assert witness.read(office.house.settings.data_dir) != seen


def test_another_office_or_a_database_that_cannot_be_read_tells_nothing(office: Room, tmp_path: Path) -> None:
    folder = office.house.settings.data_dir
    witness.write(folder, Seen("another", 999, "ab" * 32, NOON))
    assert watch(office).look(NOON) is None
    for content in (None, b"", b"no database at all"):
        file = tmp_path / "other.db"
        if content is not None:
            file.write_bytes(content)
        assert Watch(folder, file, "9902").look(NOON) is None
    assert Watch(folder, None, "9902").look(NOON) is None


def test_verify_names_the_facts_that_are_gone_though_all_that_is_left_agrees(office: Room) -> None:
    settings, old = office.house.settings, copied(office)
    office.joins("Citra Dewi", account=503)
    watch(office).look(NOON)
    assert verified(settings).ok
    held, _ = count(office)
    put_back(office, old)
    proof = verified(settings)
    [finding] = proof.findings
    assert (finding.code, finding.where) == ("cut", "zibot.head")
    said = " ".join("".join(as_lines(proof)).split())
    assert f"Catatan bot 4 Januari 2027 12.00 (zibot.head) menyebut {held} catatan" in said


def test_verify_does_not_take_what_was_added_since_for_a_fault(office: Room) -> None:
    watch(office).look(NOON)
    office.joins("Citra Dewi", account=503)
    assert verified(office.house.settings).ok


def test_the_group_hears_from_when_to_send_again_and_the_ledger_keeps_that_it_went_back(office: Room) -> None:
    lead = office.do(lambda desk: next(one for one in desk.team.values() if one.role == Role.LEAD))
    office.do(lambda desk: people.bind_group(desk.session, desk.satker_id, -100, "Tim", actor=lead, now=desk.now))
    last = office.do(lambda desk: ledger.last_at(desk.session, desk.satker_id))
    held, head = count(office)
    before = office.put_out()
    office.do(errors.gone_back, Seen("9902", held + 3, "ab" * 32, office.house.now() + MINUTE))
    [said] = office.outbox(before)
    assert said.chat_id == -100
    assert "Sebagian data bot hilang dari server" in said.payload["text"]
    assert "mohon kirim ulang" in said.payload["text"]
    assert last is not None
    assert f"pukul {last.astimezone(office.house.settings.timezone):%H.%M}" in said.payload["text"]
    assert count(office)[0] == held + 1
    assert count(office)[1] != head
    assert verified(office.house.settings).ok

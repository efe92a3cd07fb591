"""Backups and restores that were killed, found no room, or met each other: nothing half done is taken for whole."""

import contextlib
import resource
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk import Room
from tests.test_backup import keeping
from zibot.backup import archive, nightly, placing, restoring
from zibot.backup.manifest import DATABASE
from zibot.backup.workplace import workplace
from zibot.door import holding
from zibot.proof import verified
from zibot.rules.roles import Role
from zibot.settings import Settings, SettingsError
from zibot.storage import people, whereabouts

NOW = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
SECRET = "kuda laut berkacamata"


@pytest.fixture
def office(room: Room) -> Room:
    """An office with a plan and two pieces of evidence, larger than what is written where there is no room."""
    return keeping(room, 600_000)


def elsewhere(room: Room, folder: Path) -> Settings:
    return room.house.settings.model_copy(update={"data_dir": folder})


def save(room: Room, out: Path, secret: str | None = None) -> Path:
    return archive.save(room.house.settings, out, now=NOW, passphrase=secret).file


def back(room: Room, file: Path, folder: Path, secret: str | None = None) -> restoring.Restored:
    return restoring.restore(elsewhere(room, folder), file, now=NOW, passphrase=secret)


def refusal(attempt: Callable[[], object]) -> str:
    with pytest.raises(SettingsError) as refused:
        attempt()
    return refused.value.code


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# a backup


def test_what_a_killed_backup_left_is_taken_away_by_the_next_of_any_name(office: Room, tmp_path: Path) -> None:
    left = tmp_path / "out" / ".zibot-backup-abcdefgh"
    left.mkdir(parents=True)
    (left / DATABASE).write_bytes(b"half")
    (left.parent / ".zibot.tar").mkdir()
    save(office, tmp_path / "out" / "zibot-2.tar", SECRET)
    assert names(left.parent) == {".zibot.tar", "zibot-2.tar"}


def test_two_who_work_in_one_folder_take_turns(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with workplace(tmp_path, ".beside-"):
            order.append("second")

    with workplace(tmp_path, ".beside-") as made:
        other = threading.Thread(target=second)
        other.start()
        other.join(0.2)
        assert made.is_dir(), "and neither takes the other's for left over"
        order.append("first")
    other.join()
    assert order == ["first", "second"]
    assert names(tmp_path) == set()


def test_copies_of_days_to_come_were_made_by_a_wrong_clock_and_go_first(office: Room) -> None:
    settings = office.house.settings.model_copy(update={"backup_keep": 2})
    for day in ("2028-04-13", "2028-04-14", "2027-01-05", "2027-01-06"):
        moment = datetime.fromisoformat(f"{day} 02:00").replace(tzinfo=settings.timezone)
        assert Path(nightly.make(settings, moment).file).exists(), "never the one that was just made"
    found = {path.name for path in settings.backups().glob("*.db")}
    assert found == {"zibot-2027-01-05.db", "zibot-2027-01-06.db"}


# a restore


@pytest.fixture
def killed(office: Room, tmp_path: Path) -> tuple[Path, Path]:
    """A backup, and a data folder in which a restore of it was killed before it had put anything in place."""
    file, folder = save(office, tmp_path / "zibot.tar"), tmp_path / "back"
    stage = folder / f"{whereabouts.STAGE}abcdefgh"
    (stage / "evidence" / "ab").mkdir(parents=True)
    (stage / DATABASE).write_bytes(b"SQLite format 3")
    return file, folder


def test_a_restore_that_was_killed_is_done_again_in_the_same_folder(office: Room, killed: tuple[Path, Path]) -> None:
    file, folder = killed
    assert whereabouts.lost(folder / DATABASE, folder)
    for trace in placing.TRACES:
        (folder / trace).touch()
    assert back(office, file, folder).files == 2
    assert names(folder) == {"evidence", DATABASE, "zibot.lock", "zibot.pulse"}, "another ledger was seen before"
    assert verified(elsewhere(office, folder)).ok


def test_what_a_killed_restore_had_put_in_place_gives_way_to_the_next(office: Room, killed: tuple[Path, Path]) -> None:
    file, folder = killed
    [stage] = folder.iterdir()
    (stage / "evidence").rename(folder / "evidence")
    (folder / "evidence" / "ab" / ("ab" * 32)).touch()
    assert whereabouts.lost(folder / DATABASE, folder)
    assert back(office, file, folder).files == 2
    proof = verified(elsewhere(office, folder))
    assert (proof.ok, proof.files, proof.strangers) == (True, 2, 0)


def test_what_lies_beside_a_killed_restore_and_is_not_its_own_stays(office: Room, killed: tuple[Path, Path]) -> None:
    file, folder = killed
    (folder / "evidence").mkdir()
    assert refusal(lambda: back(office, file, folder)) == "not-empty", "it had not moved its own yet"
    (folder / "evidence").rename(folder / "surat")
    assert refusal(lambda: back(office, file, folder)) == "not-empty"
    assert (folder / "surat").exists()


def test_a_folder_that_a_bot_holds_is_not_restored_into(office: Room, tmp_path: Path) -> None:
    file = save(office, tmp_path / "zibot.tar")
    with holding(tmp_path / "back"):
        assert refusal(lambda: back(office, file, tmp_path / "back")) == "data-dir-busy"
    assert back(office, file, tmp_path / "back").files == 2


def test_a_database_on_another_disk_is_put_there_whole(office: Room, tmp_path: Path) -> None:
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this machine has one disk only")
    file = save(office, tmp_path / "zibot.tar")
    with tempfile.TemporaryDirectory(dir=shared) as other:
        apart = {"data_dir": tmp_path / "back", "database_url": f"sqlite:///{other}/{DATABASE}"}
        settings = office.house.settings.model_copy(update=apart)
        restoring.restore(settings, file, now=NOW)
        assert names(Path(other)) == {DATABASE}
        assert verified(settings).ok


# no room


@contextlib.contextmanager
def no_room() -> Iterator[None]:
    """For a while this process can write only the beginning of a file, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("secret", [None, SECRET], ids=["open", "sealed"])
def test_a_disk_that_has_no_room_is_told_from_a_backup_that_is_broken(
    office: Room, tmp_path: Path, secret: str | None
) -> None:
    file = save(office, tmp_path / "out" / "zibot.tar", secret)
    before = file.read_bytes()
    with no_room():
        assert refusal(lambda: save(office, file, secret)) == "backup-failed"
        assert refusal(lambda: back(office, file, tmp_path / "back", secret)) == "restore-no-room"
    assert (names(file.parent), file.read_bytes()) == ({file.name}, before)
    assert not (tmp_path / "back").exists()
    assert back(office, file, tmp_path / "back", secret).files == 2


# who hears of it


def test_those_who_sent_something_after_the_backup_hear_that_it_is_gone(office: Room, tmp_path: Path) -> None:
    lead = office.joins("Ratna Lestari", Role.LEAD, account=900)
    alone = save(office, tmp_path / "alone.tar")
    office.do(lambda desk: people.bind_group(desk.session, desk.satker_id, -100, "Tim", actor=lead, now=desk.now))
    for file, chat_id in ((alone, 900), (save(office, tmp_path / "grouped.tar"), -100)):
        back(office, file, tmp_path / file.stem)
        again = Room.open(tmp_path / file.stem)
        [said] = [row for row in again.outbox() if row.payload.get("text", "").startswith("♻️")]
        assert said.chat_id == chat_id
        for words in ("5 Januari 2027 pukul 08.00", "mohon kirim ulang", "No. 000002"):
            assert words in said.payload["text"]
        again.house.close()

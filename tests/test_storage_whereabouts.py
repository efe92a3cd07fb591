"""Where the database lies: one that was lost is not made anew, and one that was taken away is not written to."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.desk import Room, butir
from zibot import doctor
from zibot.proof import as_dict, verified
from zibot.service import build_house
from zibot.settings import Settings, SettingsError
from zibot.storage import whereabouts
from zibot.storage.database import DriverError, is_trouble
from zibot.web.health import Line, health

ASLEEP = Line(polls=True, silent_seconds=0, why="", awake=False)


@pytest.fixture
def office(room: Room) -> Room:
    """An office with a file in its evidence store."""
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    room.house.files.keep(b"foto")
    return room


def database(room: Room) -> Path:
    return room.house.settings.data_dir / "zibot.db"


def take_away(room: Room) -> None:
    for file in database(room).parent.glob("zibot.db*"):
        file.unlink()


@pytest.mark.parametrize("empty", [False, True], ids=["gone", "empty"])
def test_a_database_that_was_lost_is_named_by_all_and_not_made_anew(office: Room, empty: bool) -> None:
    office.house.close()
    take_away(office)
    if empty:
        database(office).touch()
    settings = office.house.settings
    [finding] = as_dict(verified(settings))["findings"]
    assert (finding["code"], "hilang" in finding["text"]) == ("database-lost", True)
    assert "database-lost" in {one.code for one in doctor.examine_all(settings)}
    assert health(settings, ASLEEP)[0] is False
    with pytest.raises(SettingsError) as refused:
        build_house(settings)
    assert refused.value.code == "database-lost"
    assert database(office).exists() is empty


def test_where_nothing_was_a_database_is_made(room: Room) -> None:
    room.house.close()
    take_away(room)
    assert health(room.house.settings, ASLEEP)[0]
    build_house(room.house.settings).close()
    assert database(room).exists()


def test_a_database_that_was_taken_away_under_a_running_bot_is_not_written_to(office: Room, tmp_path: Path) -> None:
    away = tmp_path / "di-tempat-lain"
    away.mkdir()
    for file in database(office).parent.glob("zibot.db*"):
        file.rename(away / file.name)
    for _ in range(2):
        with pytest.raises(DriverError) as refused:
            office.do(lambda desk: desk.satker)
        assert is_trouble(refused.value)
        assert not database(office).exists(), "and none is made in its place"
    for file in away.iterdir():
        file.rename(database(office).parent / file.name)
    assert office.do(lambda desk: desk.satker_id) == 1


def test_another_database_in_its_place_is_gone_on_with(office: Room, tmp_path: Path) -> None:
    copy = tmp_path / "salinan.db"
    office.do(lambda desk: desk.session.connection().exec_driver_sql("SELECT 1"))
    office.house.database.close()
    copy.write_bytes(database(office).read_bytes())
    assert office.do(lambda desk: desk.satker_id) == 1
    take_away(office)
    copy.rename(database(office))
    with pytest.raises(DriverError):
        office.do(lambda desk: desk.satker)
    assert office.do(lambda desk: desk.satker_id) == 1


def test_where_nothing_was_ever_kept_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "evidence" / "ab").mkdir(parents=True)
    assert not whereabouts.lost(tmp_path / "zibot.db", tmp_path)
    (tmp_path / "evidence" / "ab" / ("ab" * 32)).write_bytes(b"bukti")
    assert whereabouts.lost(tmp_path / "zibot.db", tmp_path)


@pytest.mark.parametrize("beside", ["-wal", "-shm"])
def test_where_a_file_beside_it_was_taken_away_nothing_is_written_and_nothing_is_lost(
    office: Room, tmp_path: Path, beside: str
) -> None:
    office.joins("Dedi Kurnia")
    Path(f"{database(office)}{beside}").unlink()
    for _ in range(2):
        with pytest.raises(SettingsError) as refused:
            office.joins("Citra Dewi")
        assert refused.value.code == "journal-lost"
    # Even if the process were killed now: what was written is in the file itself.
    copy = tmp_path / "salinan.db"
    copy.write_bytes(database(office).read_bytes())
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("SELECT name FROM person").fetchall() == [("Dedi Kurnia",)]


def test_a_restore_that_was_killed_is_no_office_and_no_new_one(tmp_path: Path) -> None:
    assert not whereabouts.lost(tmp_path / "zibot.db", tmp_path)
    (tmp_path / f"{whereabouts.STAGE}abc").mkdir()
    assert whereabouts.lost(tmp_path / "zibot.db", tmp_path)
    known = Settings(_env_file=None, satker="wanasari", data_dir=tmp_path)
    with pytest.raises(SettingsError) as refused:
        build_house(known)
    assert refused.value.code == "database-lost"
    assert "database-lost" in {one.code for one in verified(known).findings}

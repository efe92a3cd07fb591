import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel, select

from tests.desk import Room
from zibot import model
from zibot.storage import database
from zibot.storage.database import Database, DatabaseError, DriverError, is_damage, is_trouble, open_database

NOON = datetime(2027, 1, 29, 12, 0, tzinfo=timezone(timedelta(hours=9)))


def office(code: str, at: datetime = NOON) -> model.Satker:
    return model.Satker(code=code, name="KPU", created_at=at)


@pytest.fixture
def base(room: Room) -> Database:
    return room.house.database


# instants


def test_an_instant_comes_back_as_the_same_moment_in_utc(base: Database) -> None:
    with base.writing() as session:
        session.add(office("a"))
    with base.reading() as session:
        at = session.exec(select(model.Satker.created_at)).one()
    assert at == NOON
    assert at.tzinfo is UTC


def test_a_naive_instant_is_refused(base: Database) -> None:
    with pytest.raises(StatementError, match="naive"), base.writing() as session:
        session.add(office("a", NOON.replace(tzinfo=None)))


def test_a_naive_instant_is_refused_in_a_question_too(base: Database) -> None:
    with pytest.raises(StatementError, match="naive"), base.reading() as session:
        session.exec(select(model.Satker).where(model.Satker.created_at < NOON.replace(tzinfo=None))).all()


# transactions


class Halt(Exception):
    pass


def written_then_halted(base: Database) -> None:
    with base.writing() as session:
        session.add(office("a"))
        session.flush()
        raise Halt


def test_what_was_written_before_an_error_is_gone(base: Database) -> None:
    with pytest.raises(Halt):
        written_then_halted(base)
    with base.writing() as session:
        assert session.exec(select(model.Satker)).all() == []


def test_reading_leaves_nothing_behind(base: Database) -> None:
    with base.reading() as session:
        session.add(office("a"))
        session.flush()
    with base.reading() as session:
        assert session.exec(select(model.Satker)).all() == []


def test_a_reader_sees_one_picture_while_another_writes(base: Database) -> None:
    with base.reading() as reader:
        before = reader.exec(select(model.Satker)).all()
        with base.writing() as writer:
            writer.add(office("a"))
        assert reader.exec(select(model.Satker)).all() == before == []


def test_rows_can_be_used_after_their_transaction(base: Database) -> None:
    with base.writing() as session:
        row = office("a")
        session.add(row)
    assert (row.code, row.id) == ("a", 1)


def test_a_row_that_points_nowhere_is_refused(base: Database) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), base.writing() as session:
        session.add(model.Waking(satker_id=99, look_at=NOON))


def test_what_is_committed_survives_a_crash(tmp_path: Path) -> None:
    base = open_database(f"sqlite:///{tmp_path / 'zibot.db'}")
    with base.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    base.close()


# tables


def test_the_migrations_make_the_tables_of_the_model(base: Database) -> None:
    with base.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_newest_migration_is_the_one_that_the_house_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [database.HEAD]


def test_opening_again_keeps_what_is_there(room: Room, base: Database) -> None:
    with base.writing() as session:
        session.add(office("a"))
    again = open_database(room.house.settings.database())
    with again.reading() as session:
        assert session.exec(select(model.Satker.code)).all() == ["a"]
    again.close()


def test_every_row_belongs_to_an_office_but_for_updates_as_they_came() -> None:
    without = {table.name for table in SQLModel.metadata.sorted_tables if "satker_id" not in table.columns}
    assert without == {"satker", "inbox"}


# what cannot be opened


def test_a_folder_is_made_for_a_new_database(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/baru/lagi/zibot.db").close()
    assert (tmp_path / "baru" / "lagi" / "zibot.db").exists()


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("this is no database at all, just a text that is long enough")
    (tmp_path / "folder").mkdir()
    for url in (
        "bukan alamat",
        "tidakada://tuan/zibot",
        f"sqlite:///{tmp_path}/file",
        f"sqlite:///{tmp_path}/folder",
        f"sqlite:///{tmp_path}/file/zibot.db",
    ):
        with pytest.raises(DatabaseError) as caught:
            open_database(url)
        assert caught.value.details["url"] == url
        assert caught.value.details["why"]


def test_a_password_in_the_address_is_not_repeated() -> None:
    with pytest.raises(DatabaseError) as caught:
        open_database("tidakada://zibot:rahasia@tuan/zibot")
    assert caught.value.details["url"] == "tidakada://zibot:***@tuan/zibot"
    assert "rahasia" not in str(caught.value)


def test_a_database_of_a_newer_zibot_is_left_alone(room: Room, base: Database) -> None:
    with base.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="9999"):
        open_database(room.house.settings.database())


def test_rows_are_read_right_after_the_first_opening_of_a_new_process(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from zibot.storage import people; from zibot.storage.database import open_database\n"
        "base = open_database(sys.argv[1])\n"
        "with base.reading() as session: print(people.office(session, 'kudus').name)\n"
    )
    url = f"sqlite:///{tmp_path}/zibot.sqlite3"
    base = open_database(url)
    with base.writing() as session:
        session.add(office("kudus"))
    base.close()
    done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("KPU\n", "")


# a file that is broken


def test_a_database_that_is_whole_is_told_from_one_that_is_broken(base: Database, tmp_path: Path) -> None:
    base.must_be_whole()
    base.close()
    broken = bytearray((tmp_path / "zibot.db").read_bytes())
    for page in range(4096, len(broken), 8 * 4096):
        broken[page : page + 4096] = b"\xa5" * 4096
    (tmp_path / "broken.db").write_bytes(broken)
    other = Database(f"sqlite:///{tmp_path / 'broken.db'}")
    with pytest.raises(DriverError) as found:
        other.must_be_whole()
    assert is_trouble(found.value)
    other.close()


@pytest.mark.parametrize(("content", "broken"), [(b"\xa5" * 9000, True), (b"", False)])
def test_what_is_no_database_is_damage_and_what_is_only_empty_is_none(
    tmp_path: Path, content: bytes, broken: bool
) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(content)
    with pytest.raises(DriverError) as found, Database(f"sqlite:///{file}").reading() as session:
        session.exec(select(model.Satker)).all()
    assert is_damage(found.value) is broken

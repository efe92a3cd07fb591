"""A database of the first version, with a plan at work in it, is brought up to date in place."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from tests.desk import Room, butir
from zibot.rules.lifecycle import State
from zibot.storage import database, evidence, ledger, plans

MARCH, JUNE = date(2027, 3, 31), date(2027, 6, 30)
POSTER = "Memasang poster gratifikasi"


def upgraded(file: Path, version: str, rows: Sequence[str]) -> None:
    """Bring a database to a version, and put rows into it."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        for statement in rows:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def first_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first version left it, with rows."""
    file = tmp_path_factory.mktemp("lama") / "zibot.db"
    upgraded(file, "0001", ROWS)
    return file


ROWS = (
    "INSERT INTO satker VALUES (1, 'wanasari', 'KPU Kabupaten Wanasari', '2027-01-04 00:00:00')",
    "INSERT INTO person (id, satker_id, name, jabatan, role, areas, items)"
    " VALUES (1, 1, 'Dedi Kurnia', 'Staf', 'staff', '[]', '[\"V\"]')",
    "INSERT INTO plan (id, satker_id, year, decree_number, source_name, source_sha256, adopted_at, adopted_on)"
    " VALUES (1, 1, 2027, '1/2027', 'a.txt', '0', '2027-01-04 00:00:00', '2027-01-04')",
    "INSERT INTO plan (id, satker_id, year, decree_number, source_name, source_sha256, adopted_at, adopted_on)"
    " VALUES (2, 1, 2027, '2/2027', 'b.txt', '0', '2027-04-05 00:00:00', '2027-04-05')",
    *(
        "INSERT INTO item (id, satker_id, plan_id, position, code, area, area_name, component, indicator, action,"
        f" slots, target, schedule, certain, confidential) VALUES ({id}, 1, {id}, 1, 'V.1.1', 5,"
        " 'PENGUATAN PENGAWASAN', 'Komponen V.1', 'Indikator V.1.1', 'Memasang poster gratifikasi', '[\"Foto\"]',"
        ' \'Maret\', \'{"kind": "months", "months": [3]}\', 1, 0)'
        for id in (1, 2)
    ),
    "INSERT INTO obligation (id, satker_id, item_id, due) VALUES (1, 1, 1, '2027-03-31'), (2, 1, 2, '2027-03-31')",
)


SUBMITTED = (
    "INSERT INTO person (id, satker_id, name, jabatan, role, areas, items)"
    " VALUES (2, 1, 'Fajar Nugroho', 'Staf', 'staff', '[]', '[\"V\"]')",
    "INSERT INTO evidence (id, satker_id, number, person_id, kind, sha256, size, mime, name, caption, chat_id,"
    " message_id, sent_at, stored_at) VALUES (1, 1, 1, 1, 'photo', 'ab', 9, 'image/jpeg', 'foto.jpg', 'rapat', 7, 1,"
    " '2027-03-01 01:00:00', '2027-03-01 01:00:00')",
    *(
        "INSERT INTO event (satker_id, at, actor_id, kind, obligation_id, evidence_id, payload, previous, hash)"
        f" VALUES (1, '2027-03-01 01:00:00', 1, '{kind}', 2, {piece}, '{{}}', '{kind}', '{kind}')"
        for kind, piece in (("evidence.filed", "1"), ("status.submitted", "NULL"))
    ),
)
"""Of an obligation that two hold one sent evidence and said that it is done: for both, as it was meant then."""


def test_what_one_of_several_submitted_for_all_stays_submitted(
    first_version: Path, tmp_path: Path, plain_environment: None
) -> None:
    shutil.copy(first_version, tmp_path / "zibot.db")
    upgraded(tmp_path / "zibot.db", "0004", SUBMITTED)
    room = Room.open(tmp_path)
    [duty] = room.duties()
    assert (duty.holders, duty.state, duty.missing()) == ((1, 2), State.SUBMITTED, ())
    assert duty.standing.evidence == (1,)
    [piece] = room.do(lambda desk: evidence.pieces(desk.session, [1]))
    assert (piece.album, piece.forwarded_at) == (None, None)
    [person] = room.do(lambda desk: [one for one in desk.team.values() if one.id == 2])
    assert person.known_as == ""
    room.house.close()


@pytest.fixture
def old_room(first_version: Path, tmp_path: Path, plain_environment: None):
    shutil.copy(first_version, tmp_path / "zibot.db")
    room = Room.open(tmp_path)
    yield room
    room.house.close()


def test_what_was_there_is_there_and_stands_as_it_stood(old_room: Room) -> None:
    [duty] = old_room.duties()
    assert (duty.id, duty.code, duty.planned, duty.adopted_on, duty.backlog) == (
        2,
        "V.1.1",
        MARCH,
        date(2027, 4, 5),
        True,
    )
    assert [person.name for person in old_room.do(lambda desk: desk.team.values())] == ["Dedi Kurnia"]


def test_the_plan_in_force_can_be_amended_and_what_was_replaced_before_stays_away(old_room: Room) -> None:
    old_room.at("2027-05-03 09:00")
    plan = old_room.adopt(butir("V.1.2", JUNE, action=POSTER), number="3/2027")
    assert plan.amends_id == 2
    assert {duty.id: duty.state for duty in old_room.duties()} == {2: State.WITHDRAWN, 3: State.OPEN}
    assert [duty.adopted_on for duty in old_room.duties()] == [date(2027, 4, 5), date(2027, 5, 3)]
    assert old_room.do(lambda desk: list(ledger.broken(desk.session, desk.satker_id))) == []


def test_each_table_can_be_read(old_room: Room) -> None:
    with old_room.house.database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            connection.execute(table.select()).all()
    [item] = old_room.do(lambda desk: plans.items(desk.session, plans.in_force(desk.session, desk.satker_id)))
    assert (item.notes, item.problems, item.source, item.continues_id) == ({}, [], {}, None)
    assert plans.as_read(item).source.row is None

"""What is kept of rows: made once, and anew as soon as the rows are not as they were seen."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.desk import Room
from zibot.context import Desk
from zibot.model import Person
from zibot.storage.database import open_database
from zibot.storage.kept import forget, kept


def test_it_is_made_once_while_the_rows_are_as_they_were_seen(room: Room) -> None:
    made: list[str] = []

    def ask(seen: int, what: str = "team") -> int:
        def make(seen: int) -> int:
            made.append(f"{what} {seen}")
            return len(made)

        def asked(desk: Desk) -> int:
            forget(desk.session.connection())
            return kept(desk.session, (what, 1), lambda: seen, make)

        return room.do(asked)

    assert [ask(1), ask(1), ask(2), ask(1)] == [1, 1, 2, 3]
    assert [ask(1, "plan"), ask(1, "plan"), ask(1)] == [4, 4, 3]
    assert made == ["team 1", "team 2", "team 1", "plan 1"]


def test_a_reader_is_not_handed_what_a_writer_has_not_committed(room: Room) -> None:
    database = room.house.database
    with database.writing() as session:
        assert kept(session, ("team", 1), lambda: 1, lambda _: "not yet committed") == "not yet committed"
        with database.reading() as other:
            assert kept(other, ("team", 1), lambda: 1, lambda _: "as it is") == "as it is"


def looks(session: Session, looked: list[str]) -> list[str]:
    """The names of the team, noting each look at the rows."""

    def see() -> list[str]:
        looked.append("looked")
        return [row.name for row in session.connection().execute(text("SELECT name FROM person ORDER BY name"))]

    return kept(session, ("members", 1), see, lambda seen: seen)


def test_the_rows_are_not_looked_at_again_before_something_is_written(room: Room) -> None:
    room.joins("Rina Wulandari")
    looked: list[str] = []
    for _ in range(3):
        assert room.do(lambda desk: looks(desk.session, looked)) == ["Rina Wulandari"]
    assert looked == ["looked"]


def test_what_this_very_transaction_writes_is_seen_at_once(room: Room) -> None:
    looked: list[str] = []

    def joins(desk: Desk) -> list[list[str]]:
        before = looks(desk.session, looked)
        desk.session.add(Person(satker_id=desk.satker_id, name="Dedi Kurnia", role="staff"))
        return [before, looks(desk.session, looked), looks(desk.session, looked)]

    assert room.do(joins) == [[], ["Dedi Kurnia"], ["Dedi Kurnia"]]
    assert looked == ["looked", "looked"]


def test_what_was_taken_back_is_not_believed(room: Room) -> None:
    room.do(lambda desk: desk.satker_id)
    looked: list[str] = []

    def fails(desk: Desk) -> None:
        desk.session.add(Person(satker_id=1, name="Tidak Jadi", role="staff"))
        assert looks(desk.session, looked) == ["Tidak Jadi"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        room.do(fails)
    assert room.do(lambda desk: looks(desk.session, looked)) == []


def test_what_another_process_wrote_is_noticed(room: Room) -> None:
    looked: list[str] = []
    room.do(lambda desk: desk.satker_id)
    assert room.do(lambda desk: looks(desk.session, looked)) == []
    other = open_database(room.house.settings.database())
    with other.writing() as session:
        session.add(Person(satker_id=1, name="Dari Terminal", role="staff"))
    other.close()
    assert room.do(lambda desk: looks(desk.session, looked)) == ["Dari Terminal"]


def test_a_statement_that_names_no_table_makes_all_be_looked_at_anew(room: Room) -> None:
    room.joins("Rina Wulandari")
    looked: list[str] = []

    def renamed(desk: Desk) -> list[str]:
        looks(desk.session, looked)
        desk.session.connection().execute(text("UPDATE person SET name = 'Rina W.'"))
        return looks(desk.session, looked)

    assert room.do(renamed) == ["Rina W."]

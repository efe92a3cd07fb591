from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.desk import Room
from zibot.model import Inbox
from zibot.storage import inbox
from zibot.storage.database import Database, Session
from zibot.storage.ending import asked, at_the_end
from zibot.storage.writer import Writer

Written = list[list[Any]]


@pytest.fixture
def base(room: Room) -> Database:
    return room.house.database


class Halt(Exception):
    pass


def noting(written: Written):
    def write(_connection: Connection, what: list[Any]) -> None:
        written.append(what)

    return write


def test_what_is_asked_for_several_times_is_written_once_in_that_order(base: Database) -> None:
    written: Written = []
    write = noting(written)
    with base.writing() as session:
        at_the_end(session, write, "first")
        at_the_end(session, write, "second")
        assert asked(session, write) == ["first", "second"]
        assert written == []
    assert written == [["first", "second"]]


def test_pieces_of_work_that_share_a_transaction_share_its_end(base: Database) -> None:
    written: Written = []
    write = noting(written)
    with base.sharing() as work:
        for number in range(3):
            work(lambda session, number=number: at_the_end(session, write, number))
    assert written == [[0, 1, 2]]


def test_what_was_taken_back_is_never_written(base: Database) -> None:
    written: Written = []
    write = noting(written)

    def fails(session: Session) -> None:
        at_the_end(session, write, "of the one that failed")
        raise Halt

    with pytest.raises(Halt), base.writing() as session:
        fails(session)
    with base.writing() as session:
        at_the_end(session, write, "of the next")
    assert written == [["of the next"]]


def test_what_cannot_be_written_at_the_end_takes_all_back(base: Database) -> None:
    def fails(_connection: Connection, _what: list[Any]) -> None:
        raise Halt

    def renames(session: Session) -> None:
        session.execute(text("UPDATE satker SET name = 'other'"))
        at_the_end(session, fails, None)

    with pytest.raises(Halt), base.writing() as session:
        renames(session)
    with base.reading() as session:
        assert session.execute(text("SELECT count(*) FROM satker WHERE name = 'other'")).scalar_one() == 0


def test_updates_that_are_handled_together_are_all_marked_but_not_that_of_a_job_that_failed(room: Room) -> None:
    def kept(session: Session) -> None:
        for number in (1, 2, 3):
            inbox.keep(session, number, number, "{}", room.house.now())

    room.do(lambda desk: kept(desk.session))
    writer = Writer(room.house.database)

    def handles(number: int, *, fails: bool = False):
        def job(session: Session) -> None:
            inbox.handled(session, number, room.house.now())
            if fails:
                raise Halt

        return job

    jobs = [writer.submit(handles(1)), writer.submit(handles(2, fails=True)), writer.submit(handles(3))]
    writer.close()
    assert [type(job.exception()) for job in jobs] == [type(None), Halt, type(None)]
    rows = room.do(lambda desk: {n: desk.session.get_one(Inbox, n).handled_at is not None for n in (1, 2, 3)})
    assert rows == {1: True, 2: False, 3: True}

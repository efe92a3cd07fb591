"""The writer: what waits goes to disk together, and a job that fails takes only its own changes back."""

import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from tests.desk import MORNING
from zibot.model import Satker, Waking
from zibot.storage import people
from zibot.storage.database import Database, open_database
from zibot.storage.writer import TOGETHER, Writer


@pytest.fixture
def database(tmp_path: Path) -> Any:
    database = open_database(f"sqlite:///{tmp_path / 'zibot.db'}")
    yield database
    database.close()


def office(name: str) -> Any:
    return lambda session: people.the_satker(session, name, name, MORNING).name


def held(writer: Writer) -> threading.Event:
    """Keeps the writer busy until it is set, so that what is submitted meanwhile waits together."""
    let_go, begun = threading.Event(), threading.Event()

    def hold(_: Session) -> None:
        begun.set()
        assert let_go.wait(10)

    writer.submit(hold)
    assert begun.wait(10)
    return let_go


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [name for (name,) in session.connection().exec_driver_sql("SELECT name FROM satker ORDER BY id")]


def commits(database: Database) -> list[int]:
    seen: list[int] = []
    event.listen(database.engine, "commit", lambda _: seen.append(1))
    return seen


def test_what_waits_is_committed_together(database: Database) -> None:
    writer = Writer(database)
    let_go = held(writer)
    futures = [writer.submit(office(f"kantor-{n}")) for n in range(1, TOGETHER)]
    seen = commits(database)
    let_go.set()
    assert [future.result(10) for future in futures] == [f"kantor-{n}" for n in range(1, TOGETHER)]
    assert names(database) == [f"kantor-{n}" for n in range(1, TOGETHER)]
    assert len(seen) == 1  # with the job that held it up, which wrote nothing
    writer.close()


def test_a_job_that_is_called_off_while_it_waits_is_not_done_and_stops_no_other(database: Database) -> None:
    writer = Writer(database)
    let_go = held(writer)
    before, called_off, behind = (writer.submit(office(name)) for name in ("satu", "dua", "tiga"))
    assert called_off.cancel()
    let_go.set()
    assert [before.result(10), behind.result(10)] == ["satu", "tiga"]
    assert writer.submit(office("empat")).result(10) == "empat"
    assert names(database) == ["satu", "tiga", "empat"]
    writer.close()


def test_a_job_that_has_begun_cannot_be_called_off(database: Database) -> None:
    writer = Writer(database)
    let_go, begun = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        office("satu")(session)
        begun.set()
        assert let_go.wait(10)

    under_way = writer.submit(slow)
    assert begun.wait(10)
    assert not under_way.cancel()
    let_go.set()
    assert writer.submit(office("dua")).result(10) == "dua"
    assert names(database) == ["satu", "dua"]
    writer.close()


def test_a_job_that_fails_takes_back_its_own_changes_only(database: Database) -> None:
    writer = Writer(database)

    def half(session: Session) -> None:
        office("setengah")(session)
        raise LookupError

    let_go = held(writer)
    futures: list[Future[Any]] = [writer.submit(job) for job in (office("satu"), half, office("dua"))]
    let_go.set()
    assert [type(future.exception(10)) for future in futures] == [type(None), LookupError, type(None)]
    assert names(database) == ["satu", "dua"]
    writer.close()


def test_a_job_that_breaks_a_rule_of_the_database_hurts_no_other(database: Database) -> None:
    writer = Writer(database)

    def twice(session: Session) -> None:
        session.add_all([Waking(satker_id=1, look_at=MORNING), Waking(satker_id=1, look_at=MORNING)])
        session.flush()

    let_go = held(writer)
    futures: list[Future[Any]] = [writer.submit(job) for job in (office("satu"), twice, office("dua"))]
    let_go.set()
    assert [future.exception(10) is None for future in futures] == [True, False, True]
    assert names(database) == ["satu", "dua"]
    writer.close()


def test_later_jobs_see_what_earlier_ones_of_the_same_batch_wrote(database: Database) -> None:
    writer = Writer(database)
    let_go = held(writer)
    first = writer.submit(office("satu"))
    second = writer.submit(lambda session: [one.name for one in session.exec(select(Satker).order_by(col(Satker.id)))])
    let_go.set()
    assert (first.result(10), second.result(10)) == ("satu", ["satu"])
    writer.close()


def test_closing_does_first_what_waits(database: Database) -> None:
    writer = Writer(database)
    future = writer.submit(office("terakhir"))
    writer.close()
    assert future.result(0) == "terakhir"


def test_a_database_that_is_locked_is_told_to_all_who_wait_and_not_tried_for_each(database: Database) -> None:
    writer = Writer(database)
    asked: list[int] = []

    def refused(_: Session) -> None:
        asked.append(1)
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    let_go = held(writer)
    futures: list[Future[Any]] = [writer.submit(refused, urgent=True)]
    futures += [writer.submit(job) for job in (refused, *(office(str(n)) for n in range(2 * TOGETHER)))]
    let_go.set()
    assert {type(future.exception(10)) for future in futures} == {OperationalError}
    assert (len(asked), names(database)) == (1, [])
    assert writer.submit(office("lagi")).result(10) == "lagi"
    writer.close()


def test_what_is_urgent_goes_first(database: Database) -> None:
    writer = Writer(database)
    let_go = held(writer)
    futures = [writer.submit(office("satu")), writer.submit(office("dua"), urgent=True)]
    let_go.set()
    assert [future.result(10) for future in futures] == ["satu", "dua"]
    assert names(database) == ["dua", "satu"]
    writer.close()


def test_what_is_urgent_is_committed_before_much_else_is_done(database: Database) -> None:
    writer = Writer(database)
    let_go = held(writer)
    done: list[str] = []
    event.listen(database.engine, "commit", lambda _: done.append("on disk"))

    def job(name: str) -> Any:
        def does(session: Session) -> None:
            people.the_satker(session, name, name, MORNING)
            done.append(name)

        return does

    futures = [writer.submit(job(f"foto {n}")) for n in (1, 2, 3)]
    futures.append(writer.submit(job("tanda terima"), urgent=True))
    let_go.set()
    for future in futures:
        future.result(10)
    assert done[:3] == ["tanda terima", "foto 1", "on disk"]
    assert done[3:] == ["foto 2", "foto 3", "on disk"]
    writer.close()

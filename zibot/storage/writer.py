"""The writer: one thread does all writing; what waits for it goes to disk together, each job whole or not at all."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from zibot.storage.database import Database

R = TypeVar("R")
Job = Callable[[Session], Any]

TOGETHER = 64
"""Jobs that share one commit at most. What costs is forcing it to disk, whether it is one job or many."""


class Writer:
    """Takes jobs in the order in which they come; the future of each is done once it is on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: SimpleQueue[tuple[Job, Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Session], R]) -> "Future[R]":
        """Have a job done; its error, or that of the commit, is the future's."""
        future: Future[R] = Future()
        self._waiting.put((job, future))
        return future

    def close(self) -> None:
        """Do what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        going_on = True
        while going_on:
            first = self._waiting.get()
            batch, going_on = self._gathered(first) if first is not None else ([], False)
            if batch:
                self._settle(batch)

    def _gathered(self, first: tuple[Job, Future[Any]]) -> tuple[list[tuple[Job, Future[Any]]], bool]:
        """All that waits by now, and whether more may come."""
        batch = [first]
        while len(batch) < TOGETHER:
            try:
                another = self._waiting.get_nowait()
            except Empty:
                break
            if another is None:
                return batch, False
            batch.append(another)
        return batch, True

    def _settle(self, batch: Sequence[tuple[Job, Future[Any]]]) -> None:
        """Do the jobs together; where the whole fails, such as for want of room, each is tried by itself."""
        told = _alone(self._database, batch[0][0]) if len(batch) == 1 else self._together([job for job, _ in batch])
        for (_, future), (result, error) in zip(batch, [told] if isinstance(told, tuple) else told, strict=True):
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

    def _together(self, jobs: Sequence[Job]) -> "list[Told]":
        try:
            with self._database.sharing() as begin:
                told = [_within(begin, job) for job in jobs]
        except SQLAlchemyError:
            return [_alone(self._database, job) for job in jobs]
        return told


Told = tuple[Any, BaseException | None]
"""What a job gave back, or its error."""


def _alone(database: Database, job: Job) -> Told:
    try:
        with database.writing() as session:
            result = job(session)
    except Exception as error:  # noqa: BLE001 - it is raised again where the future is awaited
        return None, error
    return result, None


def _within(begin: Callable[[], Session], job: Job) -> Told:
    """One job of several in a transaction: its error takes back its own changes only."""
    try:
        with begin() as session, session.begin():
            result = job(session)
    except SQLAlchemyError:
        raise  # the transaction may be gone with it
    except Exception as error:  # noqa: BLE001 - see above
        return None, error
    return result, None

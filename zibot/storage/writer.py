"""The writer: one thread does all writing; what waits for it goes to disk together, each job whole or not at all.

A job may be done twice, if the first time was taken back: it changes nothing but rows.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlmodel import Session

from zibot.storage.database import Database, is_trouble

R = TypeVar("R")
Job = Callable[[Session], Any]

TOGETHER = 8
"""Jobs that share one commit at most: what costs is forcing it to disk, but what is urgent waits for so many."""

ALONGSIDE = 2
"""Others that are done with what is urgent, since their commit costs nothing more, but their work does."""

_Waiting = deque[tuple[Job, Future[Any]]]


class Writer:
    """Takes jobs in the order in which they come, urgent ones first; the future of each is done once it is on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: _Waiting = deque()
        self._urgent: _Waiting = deque()
        self._changed = threading.Condition()
        self._ending = False
        self._begun: float | None = None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Session], R], *, urgent: bool = False) -> "Future[R]":
        """Have a job done; its error, or that of the commit, is the future's."""
        future: Future[R] = Future()
        with self._changed:
            (self._urgent if urgent else self._jobs).append((job, future))
            self._changed.notify()
        return future

    @property
    def seconds(self) -> float:
        """For how long what is being written just now has taken; a database that is locked keeps it waiting."""
        begun = self._begun
        return 0.0 if begun is None else time.monotonic() - begun

    def close(self) -> None:
        """Do what waits, then end."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while batch := self._next():
            self._begun = time.monotonic()
            self._settle(batch)
            self._begun = None

    def _next(self) -> list[tuple[Job, Future[Any]]]:
        """What is to be done next, once there is something; nothing where the end has come."""
        with self._changed:
            self._changed.wait_for(lambda: self._urgent or self._jobs or self._ending)
            urgent = [self._urgent.popleft() for _ in range(min(TOGETHER, len(self._urgent)))]
            room = ALONGSIDE if urgent else TOGETHER
            return urgent + [self._jobs.popleft() for _ in range(min(room, len(self._jobs)))]

    def _settle(self, batch: Sequence[tuple[Job, Future[Any]]]) -> None:
        jobs = [job for job, _ in batch]
        for (_, future), (result, error) in zip(batch, self._done(jobs), strict=True):
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

    def _done(self, jobs: Sequence[Job]) -> "list[Told]":
        """Do the jobs in one transaction; where one fails, or the whole for want of room, each is done by itself."""
        if len(jobs) > 1:
            try:
                with self._database.sharing() as session_of:
                    return [(session_of(job), None) for job in jobs]
            except Exception as error:  # noqa: BLE001 - whose it is comes out when each is done by itself
                self._database.forget()
                if is_trouble(error):  # a disk that is full or locked would be so for each of them
                    return [(None, error)] * len(jobs)
        return [self._alone(job) for job in jobs]

    def _alone(self, job: Job) -> "Told":
        try:
            with self._database.writing() as session:
                result = job(session)
        except Exception as error:  # noqa: BLE001 - it is raised again where the future is awaited
            return None, error
        return result, None


Told = tuple[Any, BaseException | None]
"""What a job gave back, or its error."""

"""The writer: one thread does all writing; what waits for it goes to disk together, each job whole or not at all.

A job may be done twice, if the first time was taken back: it changes nothing but rows.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlmodel import Session

from zibot.storage.database import Database, is_trouble

R = TypeVar("R")
Job = Callable[[Session], Any]

TOGETHER = 8
"""Jobs that share one commit at most: what costs is forcing it to disk."""
ALONGSIDE = 1
"""Jobs that still come in after an urgent one, which waits for the commit."""

_Waits = tuple[Job, "Future[Any]"]
_Waiting = deque[_Waits]


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
        """Have a job done, unless it is called off before; its error, or that of the commit, is the future's."""
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
        while self._waited():
            self._begun = time.monotonic()
            self._settle()
            self._begun = None

    def _waited(self) -> bool:
        """Wait until there is something to do; False where the end has come and nothing waits."""
        with self._changed:
            self._changed.wait_for(lambda: self._urgent or self._jobs or self._ending)
            return bool(self._urgent or self._jobs)

    def _settle(self) -> None:
        """Do what waits in one transaction; where a job fails each is done by itself, and takes back its own only."""
        batch: list[_Waits] = []
        told: Sequence[Told]
        try:
            with self._database.sharing() as session_of:
                results = [session_of(job) for job in self._taken(batch)]
            told = [(result, None) for result in results]
        except Exception as error:  # noqa: BLE001 - whose it is comes out when each is done by itself
            self._database.forget()
            if is_trouble(error) or not batch:  # a disk that is full or locked would be so for all that wait
                batch += self._all_that_wait()
                told = [(None, error)] * len(batch)
            else:
                told = [(None, error)] if len(batch) == 1 else [self._alone(job) for job, _ in batch]
        for (_, future), (result, failed) in zip(batch, told, strict=True):
            if failed is not None:
                future.set_exception(failed)
            else:
                future.set_result(result)

    def _taken(self, batch: list[_Waits]) -> Iterator[Job]:
        """What waits, one after the other: whatever is urgent before all else, and little after it."""
        room = TOGETHER
        while room > 0:
            with self._changed:
                if self._urgent:
                    found, room = self._urgent.popleft(), min(room, ALONGSIDE + 1)
                elif self._jobs:
                    found = self._jobs.popleft()
                else:
                    return
            if not found[1].set_running_or_notify_cancel():
                continue  # whoever asked for it was told to stop; from here on it can only be done
            room -= 1
            batch.append(found)
            yield found[0]

    def _all_that_wait(self) -> list[_Waits]:
        with self._changed:
            found = [*self._urgent, *self._jobs]
            self._urgent.clear()
            self._jobs.clear()
        return [one for one in found if one[1].set_running_or_notify_cancel()]

    def _alone(self, job: Job) -> "Told":
        try:
            with self._database.writing() as session:
                result = job(session)
        except Exception as error:  # noqa: BLE001 - it is raised again where the future is awaited
            return None, error
        return result, None


Told = tuple[Any, BaseException | None]
"""What a job gave back, or its error."""

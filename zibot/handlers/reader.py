"""The reader: works through the plan documents that were sent, off the loop, and puts in force what was confirmed.

What it does stands in rows, so that after a crash a reading begins again from the stored bytes.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from zibot import adoption
from zibot.context import Desk, House
from zibot.handlers import summary
from zibot.handlers.sheets import is_workbook, read_workbook, say_problem
from zibot.model import Draft, Person, saved
from zibot.plan import read_plan
from zibot.plan.problem import PlanError, Problem
from zibot.plan.reading import Reading
from zibot.storage import drafts, plans
from zibot.storage.database import DriverError
from zibot.texts.files import leaving_workbook
from zibot.workdays import Workdays

log = logging.getLogger(__name__)
R = TypeVar("R")

IDLE = 1.0
"""Seconds after which a sleeping reader looks for documents that it was not told of."""
PATIENCE = 1.5
"""Seconds after which the sender of a document is told that it is being read."""
PAUSE = 4.0
"""Seconds between two changes of that message; Telegram takes about one a second in a chat at most."""


@dataclass
class Work:
    """A document to be read, and how far the reading has come."""

    draft_id: int
    path: Path
    name: str
    year: int | None
    workdays: Workdays
    kept: Callable[[str], Path] | None = None
    """Where a file lies by its SHA-256."""
    page: int = 0
    pages: int = 0
    corrected: bool = False
    """Whether it turned out to be a review workbook that came back."""

    def progress(self, page: int, pages: int) -> None:
        """Note how far the reading has come."""
        self.page, self.pages = page, pages


class Sheets(NamedTuple):
    """The review workbook of a reading by its SHA-256: as it may leave by chat, and with all that the items say."""

    leaving: str
    whole: str


def read_document(work: Work) -> Reading:
    """Read a plan document, or a review workbook that comes back. Raises PlanError."""
    if is_workbook(work.path):
        work.corrected = True
        return read_workbook(work.path, workdays=work.workdays, year=work.year, kept=work.kept)
    return read_plan(work.path, year=work.year, workdays=work.workdays, progress=work.progress)


@dataclass
class Reader:
    """Reads one document at a time: a scan keeps every core busy."""

    house: House
    read: Callable[[Work], Reading] = read_document
    patience: float = PATIENCE
    pause: float = PAUSE
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Work until told to stop; a reading that is under way is left, and begins again with the next start."""
        while not self.stop.is_set():
            self.house.papers.clear()
            try:
                while not self.stop.is_set() and await self.process_one():
                    pass
            except DriverError as error:
                log.error("plan documents cannot be looked at: %s", error.orig)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.house.papers.wait(), IDLE)

    async def process_one(self) -> bool:
        """Put in force or read one document; False where none waits."""
        id, confirmed = await self.house.look(_next)
        if id is None:
            return False
        try:
            await (self._adopt(id) if confirmed else self._read(id))
        except Exception:  # one bad document never stops the rest
            log.exception("plan document %s", id)
            await self.house.work(_failed, id)
        return True

    async def _read(self, id: int) -> None:
        work = await self.house.work(_begin, id)
        if work is None:
            return
        reading = _in_thread(lambda: self.read(work))
        await self._until_done(reading, work)
        if not reading.done():
            await self.house.work(_left, id)
            return
        try:
            found = reading.result()
        except PlanError as error:
            problem = error.problem
            named = replace(problem, details={**problem.details, "file": work.name})
            await self.house.work(_unread, id, named)
        else:
            seen = await self.house.look(_seen, found)
            sheets = await _in_thread(lambda: self._sheets(found, seen[0]))
            await self.house.work(_told, work, found, sheets, seen)

    def _sheets(self, found: Reading, preview: adoption.Preview) -> Sheets:
        """The review workbook of a reading, in the store: as it may leave by chat, and whole."""
        leaving, whole = leaving_workbook(found, preview.secret)
        return Sheets(*(self.house.files.keep(content).sha256 for content in (leaving, whole)))

    async def _until_done(self, reading: "asyncio.Future[Reading]", work: Work) -> None:
        """Wait for a reading, and tell now and then how far it is; ends early where the bot is told to stop."""
        stopped: asyncio.Future[Any] = asyncio.create_task(self.stop.wait())
        pause = self.patience
        try:
            while not reading.done() and not self.stop.is_set():
                either: set[asyncio.Future[Any]] = {reading, stopped}
                await asyncio.wait(either, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                if not reading.done() and not self.stop.is_set():
                    await self.house.work(_notice, work)
                pause = self.pause
        finally:
            stopped.cancel()

    async def _adopt(self, id: int) -> None:
        draft = await self.house.look(lambda desk: desk.session.get_one(Draft, id))
        path = self.house.files.path(draft.review_sha256 or "")
        workdays = await self.house.look(lambda desk: desk.workdays)
        reading = await _in_thread(lambda: read_workbook(path, workdays=workdays, year=draft.year))
        await self.house.work(_adopted, id, reading)


def _in_thread(job: Callable[[], R]) -> "asyncio.Future[R]":
    """Do work in a thread that does not keep the process from ending, as those of the event loop's own pool do."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[R] = loop.create_future()

    def settle(result: R | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type] # None only where the job gives None

    def run() -> None:
        result, error = None, None
        try:
            result = job()
        except Exception as raised:  # noqa: BLE001 - it is raised again where the result is awaited
            error = raised
        # The loop may be closed by now, when the bot ended in the middle of a reading.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="reader", daemon=True).start()
    return future


def _next(desk: Desk) -> tuple[int | None, bool]:
    """The document to work on, and whether it is to be put in force."""
    confirmed = drafts.confirmed(desk.session)
    if confirmed is not None:
        return saved(confirmed.id), True
    waiting = drafts.unread(desk.session)
    return (saved(waiting[0].id), False) if waiting else (None, False)


def _begin(desk: Desk, id: int) -> Work | None:
    """Count a reading that begins; one that never ended several times brings the bot down, and is laid aside."""
    draft = desk.session.get_one(Draft, id)
    if draft.attempts >= drafts.TRIES:
        _lay_aside(desk, draft, None)
        return None
    draft.attempts += 1
    # What was understood before is kept in the review workbook: a year or a comparison needs no second look.
    path = desk.files.path(draft.review_sha256 or draft.sha256)
    return Work(id, path, draft.name, draft.year, desk.workdays, desk.files.path)


def _left(desk: Desk, id: int) -> None:
    """A reading was left because the bot ends in good order: it does not count."""
    desk.session.get_one(Draft, id).attempts -= 1


def _notice(desk: Desk, work: Work) -> None:
    """Tell the senders of all documents that wait how far theirs is."""
    for draft in drafts.unread(desk.session):
        if draft.id == work.draft_id:
            summary.noticed(desk, draft, state="reading", page=work.page, pages=work.pages)
        else:
            summary.noticed(desk, draft, state="waiting")


def _seen(desk: Desk, reading: Reading) -> tuple[adoption.Preview, int | None]:
    """What adopting would change, and the plan in force with which it was compared."""
    plan = plans.in_force(desk.session, desk.satker_id)
    return adoption.preview(desk, reading), saved(plan.id) if plan else None


def _told(desk: Desk, work: Work, reading: Reading, sheets: Sheets, seen: tuple[adoption.Preview, int | None]) -> None:
    """Write down what was understood, and tell it; an earlier document of the same chat gives way."""
    draft = desk.session.get_one(Draft, work.draft_id)
    if draft.closed_at is not None:
        return
    earlier = [one for one in drafts.undecided(desk.session, draft.satker_id, draft.chat_id) if one.id != draft.id]
    settled = _settled(reading, earlier) if work.corrected and draft.review_sha256 is None else None
    preview, base = seen
    told = {**summary.understood(desk, reading, preview, settled), "sheet": sheets.leaving}
    drafts.understood(draft, told=told, review_sha256=sheets.whole, base=base, now=desk.now)
    for other in earlier:
        if other.adopt_at is None:
            drafts.close(other, "replaced", desk.now)
            summary.update(desk, other)
    summary.noticed(desk, draft, state="done")
    summary.show(desk, draft, reply_to=draft.message_id)


def _settled(reading: Reading, earlier: list[Draft]) -> Draft | None:
    """The draft whose doubts a corrected workbook settles: the latest of the same decree in this chat."""
    return next((one for one in earlier if (one.told or {}).get("number") == reading.decree.number), None)


def _unread(desk: Desk, id: int, problem: Problem) -> None:
    draft = desk.session.get_one(Draft, id)
    if draft.closed_at is None:
        _lay_aside(desk, draft, problem)


def _lay_aside(desk: Desk, draft: Draft, problem: Problem | None) -> None:
    """Tell that a document could not be read as a plan: why and what to do; without a problem the fault is ours."""
    drafts.close(draft, "unread", desk.now)
    summary.noticed(desk, draft, state="done")
    desk.say(
        draft.chat_id,
        "draft_unread",
        reply_to=draft.message_id,
        once=summary.key(draft, "unread"),
        buttons=summary.laid_aside(desk, draft, again=problem is None),
        name=draft.name,
        why=say_problem(problem) if problem is not None else None,
    )


def _failed(desk: Desk, id: int) -> None:
    """Something of ours went wrong: a reading is laid aside, a confirmation is taken back; nothing has changed."""
    draft = desk.session.get_one(Draft, id)
    if draft.closed_at is None and draft.adopt_at is not None:
        draft.adopt_at = None
        desk.say(draft.chat_id, "draft_failed")
        summary.update(desk, draft)
    elif draft.closed_at is None:
        _lay_aside(desk, draft, None)


def _adopted(desk: Desk, id: int, reading: Reading) -> None:
    """Put a confirmed draft in force, once, and tell what that brought about and what comes next."""
    draft = desk.session.get_one(Draft, id)
    if draft.closed_at is not None or draft.adopt_at is None:
        return
    plan = plans.in_force(desk.session, desk.satker_id)
    if (plan.id if plan else None) != draft.base_plan_id:
        drafts.read_again(draft)
        return
    actor = desk.session.get_one(Person, draft.person_id)
    done = adoption.adopt(desk, reading, source_name=draft.name, source_sha256=draft.sha256, actor=actor)
    drafts.close(draft, "adopted", desk.now)
    summary.update(desk, draft)
    desk.say(draft.chat_id, "draft_adopted", once=summary.key(draft, "adopted"), done=done)

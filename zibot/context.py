"""What each handler and job is handed: settings, session, now and the ways to answer."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from telegram.ext import CallbackContext, ExtBot

from zibot import clock, texts
from zibot.model import Person, Satker
from zibot.rules.lifecycle import Duty
from zibot.settings import Settings
from zibot.storage import changing, inbox, ledger, outbox, people, prompts, topics
from zibot.storage.database import Database, Session
from zibot.storage.files import Files
from zibot.storage.outbox import Rank
from zibot.storage.writer import Writer
from zibot.when import date_in_words
from zibot.workdays import Workdays

P = ParamSpec("P")
R = TypeVar("R")


def calendar(settings: Settings) -> Workdays:
    """The working days of the office, with the corrections of its settings."""
    return Workdays.indonesia(extra_off=settings.holidays_added, extra_work=settings.holidays_removed)


Button = tuple[str, str]
"""What a button says and the callback data that it sends back (at most 64 bytes)."""


class Verb(StrEnum):
    """What a button does."""

    AREA = "a"
    OPEN = "o"
    SEND = "b"
    SUBMIT = "d"
    DONE = "e"
    PROGRESS = "p"
    BLOCK = "x"
    FILE = "f"
    CHOOSE = "m"
    SAY = "w"
    ACCEPT = "t"
    RETURN = "k"
    SHOW = "g"
    SETTLE = "bl"
    SETTLE_DONE = "bs"
    SETTLE_MOVE = "bm"
    SETTLE_CANCEL = "bc"
    SCHEDULE = "js"
    PROPOSED = "jp"
    UNDATED = "jt"
    PLAN_SEND = "rk"
    PLAN_THIS = "ri"
    PLAN_SHEET = "rx"
    PLAN_CALENDAR = "rc"
    DRAFT_ASK = "rb"
    DRAFT_ADOPT = "ry"
    DRAFT_BACK = "rm"
    DRAFT_SHEET = "rl"
    DRAFT_CANCEL = "rn"
    DRAFT_EVIDENCE = "re"
    DRAFT_AGAIN = "ru"
    DRAFT_YEAR = "rt"
    RETRY_INBOX = "ui"
    RETURN_FOR = "kr"
    RETURN_BACK = "kb"
    QUEUE = "kp"
    SKIP = "kl"
    COMPARE = "ks"
    VOID = "v"
    VOID_YES = "vy"
    VOID_NO = "vn"
    SLOTS = "fa"
    SLOT = "fb"
    ASSIGN_LIST = "ca"
    ASSIGN_SCOPE = "cb"
    ASSIGN_TO = "cc"
    ASSIGN_PAGE = "cd"
    ASSIGN_WHICH = "ce"
    ASSIGN_MORE = "cf"
    ASSIGN_CLOSER = "cg"
    ASSIGN_UNDO = "ch"
    PIC = "cp"
    PIC_SET = "cs"
    PIC_ALL = "ct"
    PIC_CHOOSE = "cq"
    TEAM = "ta"
    MEMBER = "tb"
    MEMBER_NEW = "tc"
    MEMBER_NEW_AS = "td"
    MEMBER_NEW_NOT = "te"
    MEMBER_LINK = "tf"
    MEMBER_ROLE = "tg"
    MEMBER_AREAS = "th"
    MEMBER_AREAS_DONE = "ti"
    MEMBER_OUT = "tj"
    MEMBER_OUT_TO = "tk"
    MY_DATA = "tl"
    MY_NAME = "tm"
    MY_JABATAN = "tn"
    MY_ERASURE = "to"
    MY_ERASURE_YES = "tp"
    VOID_ALL = "ev"
    REMARK = "ek"
    REMARK_YES = "ey"
    WHAT_FOR = "ew"
    REMARK_NO = "en"
    DAY = "et"
    OTHER_DAY = "el"
    TEXT_YES = "ea"
    TEXT_NO = "eb"
    LATER = "na"
    LATER_DAY = "nb"
    LATER_ALL = "nc"
    LATER_NOT = "nd"
    LEAVE_CANCEL = "ne"
    CORRECT = "pa"
    POSTPONE = "pb"
    GRANT = "pc"
    DENY = "pd"
    DENY_PLAIN = "pf"
    WITHDRAW = "pe"
    TURN = "qa"
    LATE = "qb"
    MISSING = "qc"
    AGENDA = "qd"
    ITEM = "qi"
    COMPONENT = "qk"
    PERSON = "qp"


def data(verb: Verb, *numbers: int) -> str:
    """The callback data of a button, far below Telegram's 64 bytes."""
    return ":".join((verb, *(str(number) for number in numbers)))


@dataclass
class Desk:
    """One piece of work in one transaction: what it may look at, and how it answers."""

    session: Session
    settings: Settings
    now: datetime
    files: Files
    threads: dict[int, int] = field(default_factory=dict)
    """The topic of a forum group in which what is said belongs, by the group's id; 0 for none."""
    pictured: set[tuple[int, int]] = field(default_factory=set)
    """Messages, by chat and number, that were seen to be pictures or files: one that a crash doubled has no row."""

    @cached_property
    def satker(self) -> Satker:
        """The office of this installation."""
        code, name = self.settings.satker, self.settings.office or ""
        known = people.office(self.session, code)
        if known is not None and name in ("", known.name):
            return known
        return people.the_satker(self.session, code, name, self.now)

    @property
    def satker_id(self) -> int:
        """The office's id."""
        assert self.satker.id is not None
        return self.satker.id

    @cached_property
    def workdays(self) -> Workdays:
        """The office's working days."""
        return calendar(self.settings)

    @property
    def today(self) -> date:
        """The local date."""
        return self.local(self.now).date()

    def local(self, instant: datetime) -> datetime:
        """An instant on the office's own clock."""
        return instant.astimezone(self.settings.timezone)

    @cached_property
    def team(self) -> Mapping[int, Person]:
        """Everyone in the team by id, as they were when it was asked for first."""
        return people.members(self.session, self.satker_id)

    def record(self, kind: str, *, actor: Person, duty: Duty | None = None, **payload: Any) -> None:
        """Append a fact to the ledger, in this very transaction."""
        ledger.append(
            self.session,
            self.satker_id,
            kind,
            at=self.now,
            actor_id=actor.id,
            obligation_id=duty.id if duty else None,
            **payload,
        )

    def ask(self, person: Person, kind: str, chat_id: int, duty: Duty) -> None:
        """Ask a person for the words that go with an obligation: a reason or a new date."""
        prompts.ask(self.session, person, kind, chat_id, obligation_id=duty.id, now=self.now)
        self.say(chat_id, "ask_reason", kind=kind, duty=duty, about=[duty.id])

    def date_in(self, words: str) -> date | None:
        """The coming date that someone wrote in words; None where it is none, unclear or past."""
        found = date_in_words(words, self.today)
        return found if found is not None and found >= self.today else None

    def say(
        self,
        chat_id: int,
        template: str,
        *,
        buttons: Sequence[Sequence[Button]] = (),
        rank: Rank = Rank.REPLY,
        about: Sequence[int] = (),
        once: str | None = None,
        reply_to: int | None = None,
        edit: int | None = None,
        over: changing.Message | None = None,
        protect: bool = False,
        silent: bool = False,
        **data: Any,
    ) -> bool:
        """Put a message into the outbox, or a change of one that stands there (`edit`) or is on its way (`over`).

        A long message becomes several, with the buttons under the last.
        """
        pages = texts.pages(
            texts.render(template, office=self.satker.name, today=self.today, **data),
            texts.CAPTION if self._pictured(chat_id, edit, over) else texts.LIMIT,
        )
        put = False
        for number, page in enumerate(pages, start=1):
            payload: dict[str, Any] = {"chat_id": chat_id, "text": page, "parse_mode": "HTML"}
            if edit is not None and number == 1:
                payload["message_id"] = edit
            if reply_to is not None:
                payload["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
            if protect and "message_id" not in payload:
                payload["protect_content"] = True
            if silent:
                payload["disable_notification"] = True
            if buttons and number == len(pages):
                payload["reply_markup"] = keyboard(buttons)
            key = f"{once}/{number}" if once and number > 1 else once
            if over is not None and number == 1:
                put = self._change(over, payload, about=about, once=key) or put
                continue
            if "message_id" in payload:
                put = self._edit(payload, rank=rank, about=about, once=key) or put
            else:
                put = self.put(chat_id, "sendMessage", payload, rank=rank, about=about, once=key) or put
        return put

    def _pictured(self, chat_id: int, edit: int | None, over: changing.Message | None) -> bool:
        """Whether a message that is to be changed is a picture or file, which takes fewer words."""
        id = over.message_id if over is not None else edit
        if id is not None and (chat_id, id) in self.pictured:
            return True
        last = outbox.message(self.session, chat_id, id) if id is not None else None
        return changing.has_media(last.method) if last is not None else over is not None and over.has_media

    def _edit(self, payload: dict[str, Any], *, rank: Rank, about: Sequence[int], once: str | None) -> bool:
        """Change a message of ours, unless it says just this already: a change that changes nothing is refused."""
        where = payload["chat_id"], payload["message_id"]
        last = outbox.message(self.session, *where)
        method = "editMessageText"
        if where in self.pictured or (last is not None and changing.has_media(last.method)):
            method, payload = "editMessageCaption", changing.captioned(payload)
        same = ("text", "caption", "reply_markup")
        if last is not None and all(last.payload.get(part) == payload.get(part) for part in same):
            return False
        return self.put(payload["chat_id"], method, payload, rank=rank, about=about, once=once)

    def _change(
        self, message: changing.Message, payload: dict[str, Any], *, about: Sequence[int], once: str | None
    ) -> bool:
        """Change a message of ours wherever it is: in its row, by an edit, or by what follows it."""
        chat = payload["chat_id"]
        if payload.get("protect_content"):
            changing.guard(self.session, message)
        if changing.rewritten(self.session, message, payload, about):
            return True
        if message.message_id is not None:
            edited = {name: said for name, said in payload.items() if name != "protect_content"}
            edited["message_id"] = message.message_id
            return self._edit(edited, rank=Rank.REPLY, about=about, once=once)
        following = changing.kept(message, payload) | {changing.FOLLOWS: message.id}
        return self.put(chat, changing.FOLLOW, following, about=about, once=once)

    def _topic(self, chat_id: int) -> int | None:
        """The topic of a group in which it is said: that of the message that is answered, else the bot's own."""
        if chat_id not in self.threads:
            self.threads[chat_id] = topics.thread(self.session, chat_id) or 0
        return self.threads[chat_id]

    def speak_of(self, chat_id: int, area: int) -> None:
        """What is said to a group from here on is about one area, and goes to its topic."""
        self.threads[chat_id] = topics.thread(self.session, chat_id, area) or 0

    def put(
        self,
        chat_id: int,
        method: str,
        payload: dict[str, Any],
        *,
        rank: Rank = Rank.REPLY,
        about: Sequence[int] = (),
        once: str | None = None,
        file_sha256: str | None = None,
    ) -> bool:
        """Put any call into the outbox; False where the same `once` was put before."""
        if chat_id < 0 and method.startswith("send") and (topic := self._topic(chat_id)):
            payload = {"message_thread_id": topic, **payload}
        return outbox.put(
            self.session,
            self.satker_id,
            chat_id,
            method,
            payload,
            rank=rank,
            now=self.now,
            about=about,
            once=once,
            file_sha256=file_sha256,
        )


def keyboard(buttons: Sequence[Sequence[Button]]) -> dict[str, Any]:
    """Rows of buttons as Telegram wants them."""
    return {
        "inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in buttons if row]
    }


LARGE = 2 * 1024 * 1024
"""Bytes of a file from which it is a large one."""
LANES = {False: 6, True: 3}
"""How many files are fetched at once: small ones, and large ones. More at once would not be faster, only dearer."""


@dataclass
class House:
    """The parts that live as long as the process; made by the switchboard."""

    settings: Settings
    database: Database
    files: Files
    mail: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever something may have come into the inbox."""
    post: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever something may have come into the outbox."""
    papers: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a plan document came; what a button asks of one the reader sees within a second."""
    pieces: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever a piece of evidence may wait to be looked at."""
    familiar: set[int] = field(default_factory=set)
    """Accounts whose photos were let in: the next is fetched at once, and only its storing asks again."""
    forgot_on: date | None = None
    """The day on which old updates were last scrubbed."""

    def __post_init__(self) -> None:
        self.writer = Writer(self.database)
        self._lanes = {large: asyncio.Semaphore(most) for large, most in LANES.items()}

    def lane(self, size: int | None) -> asyncio.Semaphore:
        """What lets so many files of a size be fetched at once: large ones must not keep photos waiting."""
        return self._lanes[size is None or size > LARGE]

    def now(self) -> datetime:
        """The instant it is."""
        return clock.now(self.settings)

    async def work(self, job: Callable[Concatenate[Desk, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do a piece of work whole or not at all, off the event loop; it is on disk when this returns."""
        result = await asyncio.wrap_future(self.writer.submit(lambda session: job(self.desk(session), *args, **kwargs)))
        self.post.set()
        return result

    def desk(self, session: Session) -> Desk:
        """A desk for one piece of work, now."""
        return Desk(session, self.settings, self.now(), self.files)

    async def look(self, job: Callable[Concatenate[Desk, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Look at one consistent picture off the event loop; nothing is written."""

        def looked() -> R:
            with self.database.reading() as session:
                return job(self.desk(session), *args, **kwargs)

        return await asyncio.to_thread(looked)

    def work_here(self, job: Callable[Concatenate[Desk, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do a piece of work in one transaction, here and now (the terminal has no loop)."""
        with self.database.writing() as session:
            return job(self.desk(session), *args, **kwargs)

    def close(self) -> None:
        """Wait for the work under way and give back the database."""
        self.writer.close()
        self.database.close()


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What Telegram's library hands to a handler, with the house and the update's row in the inbox."""

    house: House
    inbox_id: int

    async def work(self, job: Callable[Concatenate[Desk, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do the handler's work and mark its update as handled, in one transaction."""

        def whole(desk: Desk) -> R:
            result = job(desk, *args, **kwargs)
            inbox.handled(desk.session, self.inbox_id, desk.now)
            return result

        outcome = await self.house.work(whole)
        self.house.pieces.set()
        return outcome

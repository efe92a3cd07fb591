"""What goes out and comes in, with a bot that only answers what a test tells it to."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, select
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.desk import MORNING, Room
from tests.flying import fly
from zibot.context import Desk
from zibot.delivery import inbox as delivery_inbox
from zibot.delivery.client import NotSent
from zibot.delivery.inbox import InboxWorker, Torn, chat_of, fault_of
from zibot.delivery.outbox import AGAIN_IN, OutboxWorker
from zibot.delivery.telegram import LONGEST_PAUSE, Outcome, call, outcome_of
from zibot.delivery.trouble import AGAIN_AFTER, Trouble
from zibot.handlers import errors
from zibot.model import Group, Inbox, Outbox
from zibot.service import make_post
from zibot.storage import inbox, outbox
from zibot.storage.database import DriverError
from zibot.storage.files import FileError
from zibot.storage.inbox import Fault
from zibot.storage.outbox import Rank

SAID = {"message_id": 77, "chat": {"id": 501, "type": "private"}}


class FakeBot:
    """Makes no calls; answers each with what it was told, and remembers them."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def do_api_request(self, method: str, *, api_kwargs: dict[str, Any]) -> object:
        """Make a call by its name."""
        self.calls.append((method, api_kwargs))
        answer = self.answers.pop(0) if self.answers else SAID
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def send_message(self, chat_id: int, text: str, **_: Any) -> object:
        """Say something directly."""
        return await self.do_api_request("send_Message", api_kwargs={"chat_id": chat_id, "text": text})


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    """An error of the library as it is raised out of another."""
    error.__cause__ = cause
    return error


# one call


async def test_a_message_that_went_out_tells_its_number() -> None:
    assert await call(FakeBot(), "sendMessage", {"chat_id": 501}, None, 1) == Outcome(sent=True, message_id=77)  # type: ignore[arg-type]
    assert await call(FakeBot(True), "answerCallbackQuery", {}, None, 1) == Outcome(sent=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "field"), [("sendPhoto", "photo"), ("sendDocument", "document")])
async def test_bytes_are_uploaded_and_without_them_nothing_is_sent(method: str, field: str) -> None:
    bot = FakeBot()
    payload = {"chat_id": 1, "filename": "grafik.png"}
    assert (await call(bot, method, payload, b"png", 1)).sent  # type: ignore[arg-type]
    ((_, values),) = bot.calls
    file = values.pop(field)
    assert isinstance(file, InputFile)
    assert (values, file.filename, file.input_file_content) == ({"chat_id": 1}, "grafik.png", b"png")
    assert payload["filename"] == "grafik.png"
    assert (await call(bot, method, {"chat_id": 1}, None, 1)) == Outcome(error=f"no such call: {method}")  # type: ignore[arg-type]
    assert (await call(bot, "sendMessage", {"chat_id": 1}, b"png", 1)).error  # type: ignore[arg-type]


async def test_a_call_that_does_not_exist_is_impossible() -> None:
    bot = FakeBot()
    assert await call(bot, "banEveryone", {}, None, 1) == Outcome(error="no such call: banEveryone")  # type: ignore[arg-type]
    assert bot.calls == []


# what an error means

CERTAINLY_NOT_SENT = [
    NotSent("ClientConnectorError: refused"),
    NetworkError("Bad Gateway"),
    NetworkError("Internal Server Error"),
    NetworkError("Service Unavailable"),
]
IN_DOUBT = [
    TimedOut(),
    caused(TimedOut(), TimeoutError()),
    caused(NetworkError("ServerDisconnectedError"), ConnectionResetError()),
    caused(NetworkError("ClientPayloadError"), ValueError()),
    NetworkError("Gateway Timeout"),
    NetworkError("504 Gateway Time-out"),
    TelegramError("Invalid server response"),
]
CLOSED = [
    Forbidden("Forbidden: bot was blocked by the user"),
    Forbidden("Forbidden: bot can't initiate conversation with a user"),
    Forbidden("Forbidden: bot was kicked from the supergroup chat"),
    Forbidden("Forbidden: user is deactivated"),
    Forbidden("Forbidden: bot is not a member of the channel chat"),
    Forbidden("Forbidden: the group chat was deleted"),
    BadRequest("Chat not found"),
    BadRequest("Bad Request: PEER_ID_INVALID"),
    BadRequest("Bad Request: group chat was deactivated"),
    BadRequest("Bad Request: not enough rights to send text messages to the chat"),
    BadRequest("Bad Request: have no rights to send a message"),
    BadRequest("Bad Request: CHAT_WRITE_FORBIDDEN"),
]
OURS = [
    BadRequest("Bad Request: message text is empty"),
    BadRequest("Bad Request: can't parse entities: unclosed tag"),
    BadRequest("Bad Request: message to edit not found"),
    BadRequest("Bad Request: query is too old and response timeout expired or query ID is invalid"),
]


@pytest.mark.parametrize("error", CERTAINLY_NOT_SENT, ids=str)
@pytest.mark.parametrize("method", ["sendMessage", "sendDocument", "editMessageText", "answerCallbackQuery"])
def test_what_certainly_did_not_go_out_is_tried_again_with_a_growing_pause(error: TelegramError, method: str) -> None:
    pauses = [outcome_of(error, method, tries) for tries in (1, 2, 3, 9)]
    assert [told.retry_in for told in pauses] == [*(timedelta(seconds=2**n) for n in (1, 2, 3)), LONGEST_PAUSE]
    assert not any(told.sent or told.doubt or told.closed for told in pauses)


@pytest.mark.parametrize("error", IN_DOUBT, ids=str)
def test_what_went_out_without_an_answer_is_in_doubt_but_for_what_may_be_said_twice(error: TelegramError) -> None:
    for method in ("sendMessage", "sendPhoto", "sendDocument"):
        told = outcome_of(error, method, 1)
        assert told == Outcome(doubt=True, error=error.message)
    for method in ("editMessageText", "answerCallbackQuery"):
        told = outcome_of(error, method, 1)
        assert (told.doubt, told.retry_in) == (False, timedelta(seconds=2))


@pytest.mark.parametrize("error", CLOSED, ids=str)
def test_a_chat_that_takes_nothing_from_us_is_closed(error: TelegramError) -> None:
    assert outcome_of(error, "sendMessage", 1) == Outcome(closed=True, error=error.message)


@pytest.mark.parametrize("error", OURS, ids=str)
def test_what_telegram_can_make_nothing_of_is_impossible_and_closes_no_chat(error: TelegramError) -> None:
    assert outcome_of(error, "sendMessage", 1) == Outcome(error=error.message)


def test_an_edit_that_changes_nothing_has_been_made() -> None:
    assert outcome_of(BadRequest("Message is not modified: specified new message"), "editMessageText", 1).sent


@pytest.mark.parametrize("pause", [17, timedelta(seconds=17)])
def test_telegram_asks_for_a_pause(pause: int | timedelta) -> None:
    told = outcome_of(RetryAfter(pause), "sendMessage", 5)
    assert (told.sent, told.doubt, told.retry_in) == (False, False, timedelta(seconds=17))


def test_a_group_became_a_supergroup() -> None:
    told = outcome_of(ChatMigrated(-1005), "sendMessage", 1)
    assert (told.sent, told.new_chat, told.retry_in) == (False, -1005, None)


@pytest.mark.parametrize("error", [InvalidToken("no"), EndPointNotFound("no")])
def test_a_refused_token_says_nothing_of_the_message_which_waits(error: TelegramError) -> None:
    assert outcome_of(error, "sendMessage", 1).retry_in == LONGEST_PAUSE


# the outbox's worker


def put(room: Room, *, chat: int = 501, file: str | None = None, method: str = "sendMessage", **how: Any) -> None:
    how.setdefault("rank", Rank.REPLY)
    room.do(lambda desk: desk.put(chat, method, {"chat_id": chat}, file_sha256=file, **how))


async def sends(room: Room, *answers: object) -> FakeBot:
    """Send all that can go out now, at any pace; each call gets the next answer."""
    bot = FakeBot(*answers)
    fast = room.house.settings.model_copy(
        update={"send_per_second": 1000.0, "send_per_chat": 1000.0, "send_per_group": 1000}
    )
    room.house.settings = fast
    await OutboxWorker(make_post(room.house, bot)).drain()  # type: ignore[arg-type]
    return bot


async def test_all_that_waits_goes_out_once_in_order(room: Room) -> None:
    put(room, chat=501)
    put(room, chat=502)
    put(room, chat=503, rank=Rank.RECAP)
    put(room, chat=504, rank=Rank.DIGEST)
    bot = await sends(room)
    assert (await sends(room)).calls == []
    assert [values["chat_id"] for _, values in bot.calls] == [501, 502, 504, 503]
    assert [row.message_id for row in room.outbox()] == [77] * 4


async def test_one_bad_row_never_stops_the_rest(room: Room) -> None:
    for _ in range(3):
        put(room)
    await sends(room, TypeError("a payload that does not fit"), BadRequest("message text is empty"))
    failed = [(row.failed_at is not None, row.sent_at is not None) for row in room.outbox()]
    assert failed == [(True, False), (True, False), (False, True)]
    assert "TypeError" in str(room.outbox()[0].error)


async def test_a_pause_keeps_the_row_and_the_chat_waiting_and_no_other(room: Room) -> None:
    room.at("2027-01-04 07:30")
    for chat in (501, 501, 502):
        put(room, chat=chat)
    await sends(room, RetryAfter(30))
    first, second, other = room.outbox()
    assert (first.not_before, first.sent_at, second.sent_at) == (MORNING + timedelta(seconds=30), None, None)
    assert other.sent_at
    room.at("2027-01-04 07:31")
    await sends(room)
    assert all(row.sent_at for row in room.outbox())


async def test_a_reminder_in_doubt_goes_out_once_more_and_then_stays_in_doubt(room: Room) -> None:
    room.at("2027-01-04 07:30")
    put(room, rank=Rank.DIGEST)
    bot = await sends(room, TimedOut())
    [row] = room.outbox()
    assert (len(bot.calls), row.doubts, row.failed_at, row.not_before) == (1, 1, None, MORNING + AGAIN_IN)
    room.at("2027-01-04 07:31")
    await sends(room, TimedOut())
    [row] = room.outbox()
    assert (row.doubts, row.failed_at is None, row.sent_at) == (2, False, None)
    room.at("2027-01-04 09:00")
    assert (await sends(room)).calls == []


async def test_bytes_that_are_gone_fail_their_row_only(room: Room) -> None:
    kept = room.house.files.keep(b"png")
    put(room, file="0" * 64, method="sendPhoto")
    put(room, file=kept.sha256, method="sendPhoto")
    bot = await sends(room)
    assert [row.failed_at is None for row in room.outbox()] == [False, True]
    assert [values["photo"].input_file_content for _, values in bot.calls] == [b"png"]


async def test_a_group_that_moved_is_followed(room: Room) -> None:
    room.binds_group(room.joins("Ratna Lestari", "lead"), -5)
    put(room, chat=-5)
    bot = await sends(room, ChatMigrated(-1005))
    assert [values["chat_id"] for _, values in bot.calls] == [-5, -1005]
    assert room.do(lambda desk: desk.session.exec(select(Group.chat_id)).one()) == -1005


async def test_a_button_that_waited_too_long_is_not_answered_any_more(room: Room) -> None:
    room.at("2027-01-04 07:00")
    put(room, method="answerCallbackQuery", rank=Rank.ANSWER)
    room.at("2027-01-04 07:01")
    assert (await sends(room)).calls == []
    assert room.outbox()[0].error == "too late for an answer"


@pytest.mark.parametrize("protected", [False, True])
async def test_the_lead_hears_once_of_someone_who_cannot_be_reached_and_the_group_only_what_is_no_secret(
    room: Room, protected: bool
) -> None:
    lead = room.joins("Ratna Lestari", "lead", account=500)
    room.joins("Dedi Kurnia", account=501)
    room.binds_group(lead)
    payload = {"chat_id": 501, "text": "Selamat pagi"} | ({"protect_content": True} if protected else {})
    for _ in range(2):
        room.do(lambda desk: desk.put(501, "sendMessage", payload, rank=Rank.DIGEST))
        await sends(room, Forbidden("bot was blocked by the user"))
    assert len([text for text in room.texts(500) if "Dedi Kurnia" in text]) == 1
    assert len([text for text in room.texts(-100) if "Selamat pagi" in text]) == (0 if protected else 2)


def test_the_outbox_never_loses_a_row(room: Room) -> None:
    put(room)
    room.do(lambda desk: outbox.claim(desk.session, desk.now))
    assert room.do(lambda desk: desk.session.get_one(Outbox, 1).sent_at) is None
    assert room.do(lambda desk: outbox.open_count(desk.session)) == 1


# the inbox's worker


def test_an_update_is_kept_as_it_came_under_its_chat_and_once(room: Room) -> None:
    said = {"update_id": 9, "message": {"chat": {"id": 501}, "text": "Selamat pagi", "something_new": [1, {"x": None}]}}
    assert room.do(lambda desk: delivery_inbox.keep(desk.session, [said], desk.now)) == 1
    assert room.do(lambda desk: delivery_inbox.keep(desk.session, [said, said], desk.now)) == 0
    other = {**said, "message": {"chat": {"id": 502}}}
    assert room.do(lambda desk: delivery_inbox.keep(desk.session, [other], desk.now)) == 1, "ids may begin anew"
    row = room.do(lambda desk: desk.session.exec(select(Inbox).where(Inbox.chat_id == 501)).one())
    assert (row.update_id, json.loads(row.payload)) == (9, said)


@pytest.mark.parametrize(
    ("said", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"update_id": 1}, None),
        ({"update_id": 1, "message": {"chat": {"id": "x"}}}, None),
        ({"update_id": 1, "message": {"chat": None}}, None),
        ({"update_id": 1, "message": []}, None),
    ],
)
def test_an_update_belongs_to_a_chat_where_it_says_so(said: dict[str, Any], chat: int | None) -> None:
    assert chat_of(said) == chat


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (Torn("7 of 9 bytes"), Fault.LINE),
        (TimeoutError(), Fault.LINE),
        (NetworkError("reset"), Fault.LINE),
        (RetryAfter(3), Fault.LINE),
        (BadRequest("wrong file_id"), Fault.OURS),
        (Forbidden("no"), Fault.OURS),
        (FileError("disk full"), Fault.STORE),
        (OSError(28, "No space left on device"), Fault.STORE),
        (ValueError("x"), Fault.OURS),
        (KeyError("x"), Fault.OURS),
    ],
    ids=repr,
)
def test_whose_fault_an_error_is(error: Exception, fault: Fault) -> None:
    assert fault_of(error) is fault


def test_an_update_whose_file_telegram_will_not_give_yet_waits_exactly_as_long_as_it_asks(room: Room) -> None:
    room.do(lambda desk: inbox.keep(desk.session, 1, 501, "{}", desk.now))

    def refused(desk: Desk) -> timedelta | None:
        row = desk.session.get_one(Inbox, 1)
        errors.failed(desk, row, RetryAfter(41), Fault.LINE)
        return row.not_before and row.not_before - desk.now

    assert [room.do(refused) for _ in range(3)] == [timedelta(seconds=41)] * 3


async def test_each_chat_is_served_in_order_and_one_bad_update_stops_nobody(room: Room) -> None:
    for number, chat in ((1, 501), (2, 501), (3, 502)):
        room.do(lambda desk, n=number, c=chat: inbox.keep(desk.session, n, c, str(n), desk.now))
    stop, mail = asyncio.Event(), asyncio.Event()
    seen = SimpleNamespace(handled=[], failed=[])

    async def handle(row: Inbox) -> None:
        if row.update_id == 1 and not seen.failed:
            raise ValueError("bad")
        await room.house.work(lambda desk: inbox.handled(desk.session, row.id, desk.now))
        seen.handled.append(row.update_id)
        if len(seen.handled) == 2:
            stop.set()
            mail.set()

    async def failed(row: Inbox, error: Exception, fault: Fault) -> None:
        seen.failed.append((row.update_id, str(error), fault))
        await room.house.work(lambda desk: inbox.failed(desk.session, row.id, repr(error), desk.now))

    await asyncio.wait_for(
        InboxWorker(room.house.database, room.house.now, mail, handle=handle, failed=failed).run(stop), 5
    )
    assert sorted(seen.handled) == [2, 3]
    assert seen.failed == [(1, "bad", Fault.OURS)]


# while nothing can be stored


def test_who_sends_again_after_something_went_well_is_told_again_and_who_only_waits_is_not(room: Room) -> None:
    def comes(desk: Desk, id: int) -> None:
        inbox.keep(desk.session, id, 501, json.dumps({"update_id": id}), desk.now)

    def fails(desk: Desk, id: int) -> None:
        errors.failed(desk, desk.session.get_one(Inbox, id), FileError("disk full"), Fault.STORE)

    def told() -> int:
        return len([text for text in room.texts(501) if "belum tersimpan" in text])

    for id in (1, 2, 3):
        room.do(comes, id)
    for id in (1, 1, 2):
        room.do(fails, id)
    assert told() == 1, "once for all that fail together"
    room.do(lambda desk: inbox.handled(desk.session, 3, desk.now))
    room.do(fails, 1)
    assert told() == 1, "a next try of the same is nothing new"
    room.do(comes, 4)
    room.do(fails, 4)
    assert told() == 2


def test_what_was_found_broken_is_in_trouble_until_it_is_found_whole() -> None:
    trouble = Trouble(FakeBot(), lambda: "")  # type: ignore[arg-type]
    torn = sqlite3.DatabaseError("database disk image is malformed")
    torn.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    trouble.met(DriverError("SELECT 1", None, torn))
    trouble.met(OSError("disk full"))
    trouble.over()
    assert (trouble.damaged, trouble.why) == (True, "disk full")
    trouble.over(whole=True)
    assert (trouble.damaged, trouble.why) == (False, "")


def from_(chat: int, kind: str = "private", *, bot: bool = False) -> dict[str, Any]:
    return {"update_id": 1, "message": {"chat": {"id": chat, "type": kind}, "from": {"id": chat, "is_bot": bot}}}


async def test_each_sender_is_told_once_and_again_when_trouble_comes_back() -> None:
    bot = FakeBot()
    trouble = Trouble(bot, lambda: "belum tersimpan")  # type: ignore[arg-type]
    strange: list[dict[str, Any]] = [{"update_id": 2}, {"update_id": 3, "message": None}, {"message": {"chat": 7}}]
    sent = [from_(501), from_(501), from_(502), from_(-5, "group"), from_(503, bot=True), *strange]
    for _ in range(2):
        await trouble.tell(sent)
    assert sorted(values["chat_id"] for _, values in bot.calls) == [501, 502]
    trouble.met(OSError("disk full"))
    assert trouble.why == "disk full"
    trouble.over()
    await trouble.tell(sent)
    assert (trouble.why, len(bot.calls)) == ("", 4)
    assert AGAIN_AFTER > 60


async def test_who_could_not_be_told_is_told_at_the_next_attempt() -> None:
    bot = FakeBot(NetworkError("no route"))
    trouble = Trouble(bot, lambda: "belum tersimpan")  # type: ignore[arg-type]
    for _ in range(3):
        await trouble.tell([from_(501)])
    assert len(bot.calls) == 2


class FarBot(FakeBot):
    """Answers a tenth of a second later, and knows how many calls waited for that together."""

    waiting = together = 0

    async def do_api_request(self, method: str, *, api_kwargs: dict[str, Any]) -> object:
        """Make a call by its name."""
        self.waiting += 1
        self.together = max(self.together, self.waiting)
        await asyncio.sleep(0.1)
        self.waiting -= 1
        return await super().do_api_request(method, api_kwargs=api_kwargs)


def together(room: Room) -> tuple[int, int]:
    """Send all that waits to a Telegram that is far; how many calls were made, and how many at the same time."""
    bot = FarBot()

    async def here(job: Callable[[Session], Any]) -> Any:
        with room.house.database.writing() as session:
            return job(session)

    async def story() -> None:
        await OutboxWorker(replace(make_post(room.house, bot), work=here)).drain()  # type: ignore[arg-type]

    fly(story)
    return len(bot.calls), bot.together


@pytest.mark.parametrize("rank", [Rank.REPLY, Rank.DIGEST, Rank.RECAP])
def test_however_far_telegram_is_a_crash_finds_one_message_under_way_at_most(room: Room, rank: Rank) -> None:
    for chat in range(501, 507):
        put(room, chat=chat, rank=rank)
    assert together(room) == (6, 1)


def test_what_may_be_done_twice_without_harm_waits_for_nothing(room: Room) -> None:
    put(room, chat=500)
    for chat in range(501, 507):
        edit = {"chat_id": chat, "message_id": 7, "text": "Selesai"}
        room.do(lambda desk, edit=edit: desk.put(edit["chat_id"], "editMessageText", edit))  # type: ignore[misc]
    made, at_once = together(room)
    assert made == 7
    assert at_once > 2

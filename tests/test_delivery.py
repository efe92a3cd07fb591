"""What goes out and comes in, with a bot that only answers what a test tells it to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.desk import MORNING, Room
from zibot.delivery import inbox as delivery_inbox
from zibot.delivery.client import NotSent
from zibot.delivery.inbox import InboxWorker, Torn, fault_of
from zibot.delivery.outbox import AGAIN_IN, OutboxWorker, Post
from zibot.delivery.pace import Pace
from zibot.delivery.telegram import LONGEST_PAUSE, Outcome, call, outcome_of
from zibot.model import Group, Inbox
from zibot.storage import inbox
from zibot.storage.files import FileError
from zibot.storage.inbox import Fault
from zibot.storage.outbox import MORE_ANSWERS, Rank


class FakeBot:
    """Makes no calls; answers each with what it was told, and remembers them."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def do_api_request(self, name: str, *, api_kwargs: dict[str, Any]) -> object:
        self.calls.append((name, api_kwargs))
        answer = self.answers.pop(0) if self.answers else {"message_id": 77}
        if isinstance(answer, Exception):
            raise answer
        return answer


def cut_off() -> NetworkError:
    """A call that went out and whose answer never came."""
    error = TimedOut()
    error.__cause__ = TimeoutError()
    return error


async def made(bot: FakeBot, method: str, payload: dict[str, Any], content: bytes | None = None) -> Outcome:
    return await call(bot, method, payload, content, 1)  # type: ignore[arg-type]


# one call


async def test_a_message_that_went_out_tells_its_number() -> None:
    assert await made(FakeBot(), "sendMessage", {"chat_id": 501}) == Outcome(sent=True, message_id=77)
    assert await made(FakeBot(True), "answerCallbackQuery", {}) == Outcome(sent=True)


async def test_a_call_goes_out_as_its_row_says_it() -> None:
    bot = FakeBot()
    payload = {"chat_id": 501, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Ya"}]]}}
    await made(bot, "sendMessage", payload)
    assert bot.calls == [("send_Message", payload)]


@pytest.mark.parametrize(
    ("method", "name", "part"), [("sendPhoto", "send_Photo", "photo"), ("sendDocument", "send_Document", "document")]
)
async def test_bytes_are_uploaded_under_their_name_and_without_them_nothing_is_sent(
    method: str, name: str, part: str
) -> None:
    bot = FakeBot()
    assert (await made(bot, method, {"chat_id": 1, "filename": "TW I.png"}, b"png")).sent
    [(called, values)] = bot.calls
    assert (called, values["chat_id"], "filename" in values) == (name, 1, False)
    assert (values[part].input_file_content, values[part].filename) == (b"png", "TW I.png")
    assert await made(bot, method, {"chat_id": 1}) == Outcome(error=f"no such call: {method}")


async def test_a_call_that_does_not_exist_is_impossible() -> None:
    assert await made(FakeBot(), "banEveryone", {}) == Outcome(error="no such call: banEveryone")


@pytest.mark.parametrize("pause", [17, timedelta(seconds=17)])
def test_telegram_asks_for_a_pause_and_gets_just_that(pause: int | timedelta) -> None:
    assert outcome_of(RetryAfter(pause), "sendMessage", 1).retry_in == timedelta(seconds=17)


def test_a_group_became_a_supergroup() -> None:
    told = outcome_of(ChatMigrated(-1005), "sendMessage", 1)
    assert (told.sent, told.new_chat, told.retry_in) == (False, -1005, None)


def test_an_edit_that_changes_nothing_has_been_made() -> None:
    assert outcome_of(BadRequest("Message is not modified: specified ..."), "editMessageText", 1).sent


@pytest.mark.parametrize(
    ("error", "closed"),
    [
        (Forbidden("bot was blocked by the user"), True),
        (Forbidden("bot was kicked from the supergroup chat"), True),
        (BadRequest("Chat not found"), True),
        (BadRequest("not enough rights to send text messages to the chat"), True),
        (BadRequest("can't parse entities"), False),
        (BadRequest("message text is empty"), False),
    ],
)
def test_what_can_never_go_out_tells_whether_the_chat_is_closed_or_the_message_wrong(
    error: TelegramError, closed: bool
) -> None:
    told = outcome_of(error, "sendMessage", 1)
    assert (told.sent, told.retry_in, told.new_chat, told.doubt, told.closed) == (False, None, None, False, closed)
    assert told.error


@pytest.mark.parametrize("error", [InvalidToken("no"), EndPointNotFound("Not Found")])
def test_a_refused_token_says_nothing_of_the_message_which_waits(error: TelegramError) -> None:
    assert outcome_of(error, "sendMessage", 1).retry_in == LONGEST_PAUSE


@pytest.mark.parametrize(
    "error", [NotSent("no route"), NetworkError("Bad Gateway"), Conflict("two pollers"), NetworkError("Internal")]
)
def test_what_certainly_did_not_go_out_is_tried_again_with_a_growing_pause(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        error.__cause__ = NetworkError("409")
    pauses = [outcome_of(error, "editMessageText", tries).retry_in for tries in (1, 2, 3, 9)]
    assert pauses == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8), LONGEST_PAUSE]


@pytest.mark.parametrize("error", [cut_off(), NetworkError("504 Gateway Timeout"), TelegramError("no JSON")])
def test_where_nobody_can_know_it_is_in_doubt_but_for_what_may_be_done_twice(error: TelegramError) -> None:
    assert outcome_of(error, "sendMessage", 1).doubt
    assert outcome_of(error, "answerCallbackQuery", 1).retry_in == timedelta(seconds=2)
    assert outcome_of(error, "editMessageText", 1).retry_in == timedelta(seconds=2)


# the outbox's worker


@dataclass
class Sending:
    """A worker for a room's outbox, and what it could not deliver."""

    room: Room
    bot: FakeBot
    lost: list[str] = field(default_factory=list)
    pace: Pace = field(default_factory=lambda: Pace(per_second=1e6, per_chat=1e6, per_group=1000))

    async def drain(self) -> int:
        house = self.room.house
        post = Post(
            self.bot,  # type: ignore[arg-type]
            house.files,
            house.now,
            work=lambda job: asyncio.wrap_future(house.writer.submit(job)),
            pace=self.pace,
            lost=lambda session, row, outcome: self.lost.append(outcome.error),
        )
        return await OutboxWorker(post).drain()


def put(
    room: Room, *, chat: int = 501, file: str | None = None, method: str = "sendMessage", rank: Rank = Rank.REPLY
) -> None:
    room.do(lambda desk: desk.put(chat, method, {"chat_id": chat}, rank=rank, file_sha256=file))


async def drained(room: Room, *answers: object) -> Sending:
    sending = Sending(room, FakeBot(*answers))
    await sending.drain()
    return sending


def chats(sending: Sending) -> list[int]:
    return [values["chat_id"] for _, values in sending.bot.calls]


async def test_all_that_waits_goes_out_once_in_order(room: Room) -> None:
    put(room, chat=501)
    put(room, chat=502)
    assert chats(await drained(room)) == [501, 502]
    assert chats(await drained(room)) == []
    assert [row.message_id for row in room.outbox()] == [77, 77]


async def test_one_bad_row_never_stops_the_rest(room: Room) -> None:
    for _ in range(3):
        put(room)
    sending = await drained(room, TypeError("a payload that does not fit"), Forbidden("blocked"))
    failed = [(row.failed_at is not None, row.sent_at is not None) for row in room.outbox()]
    assert failed == [(True, False), (True, False), (False, True)]
    assert "TypeError" in str(room.outbox()[0].error)
    assert sending.lost[1] == "blocked"


async def test_a_pause_keeps_the_row_and_its_chat_waiting_and_no_other(room: Room) -> None:
    room.at("2027-01-04 07:30")
    for chat in (501, 501, 502):
        put(room, chat=chat)
    assert chats(await drained(room, RetryAfter(30))) == [501, 502]
    first, second, third = room.outbox()
    assert (first.not_before, first.sent_at, second.sent_at) == (MORNING + timedelta(seconds=30), None, None)
    assert third.sent_at is not None
    room.at("2027-01-04 07:31")
    await drained(room)
    assert all(row.sent_at for row in room.outbox())


async def test_bytes_that_are_gone_fail_their_row_only(room: Room) -> None:
    kept = room.house.files.keep(b"png")
    put(room, file="0" * 64, method="sendPhoto")
    put(room, file=kept.sha256, method="sendPhoto")
    sending = await drained(room)
    assert [row.failed_at is None for row in room.outbox()] == [False, True]
    assert [values["photo"].input_file_content for _, values in sending.bot.calls] == [b"png"]


async def test_a_group_that_moved_is_followed_and_the_message_sent_again(room: Room) -> None:
    room.binds_group(room.joins("Ratna Lestari", "lead"), -5)
    put(room, chat=-5)
    assert chats(await drained(room, ChatMigrated(-1005))) == [-5, -1005]
    assert room.do(lambda desk: desk.session.exec(select(Group.chat_id)).one()) == -1005


@pytest.mark.parametrize(("rank", "times"), [(Rank.DIGEST, 2), (Rank.RECAP, 2), (Rank.REPLY, 1 + MORE_ANSWERS)])
async def test_a_reminder_in_doubt_is_said_once_more_at_most_and_an_answer_some_times(
    room: Room, rank: Rank, times: int
) -> None:
    put(room, rank=rank)
    now, sending = room.house.now(), Sending(room, FakeBot(*(cut_off() for _ in range(9))))
    for passed in range(9):
        room.at(f"{(now + passed * 2 * AGAIN_IN).astimezone(room.house.settings.timezone):%Y-%m-%d %H:%M:%S}")
        await sending.drain()
    [row] = room.outbox()
    assert (len(sending.bot.calls), row.doubts, row.failed_at is not None) == (times, times, True)
    assert len(sending.lost) == 1


async def test_a_drain_waits_for_the_pace(room: Room) -> None:
    for chat in (501, 501, 502):
        put(room, chat=chat)
    sending = Sending(room, FakeBot(), pace=Pace(per_second=100, per_chat=20, per_group=20))
    assert await sending.drain() == 3
    assert sorted(chats(sending)) == [501, 501, 502]


async def test_a_button_that_waited_too_long_is_not_answered(room: Room) -> None:
    put(room, method="answerCallbackQuery", rank=Rank.ANSWER)
    room.at("2027-01-04 07:01")
    assert (await drained(room)).bot.calls == []
    assert room.outbox()[0].error == "too late for an answer"


# the inbox's worker


def said(update_id: int, chat: int) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": 1, "chat": {"id": chat, "type": "private"}}}


def test_updates_are_kept_as_they_came_under_their_chat_and_once(room: Room) -> None:
    pressed = {"update_id": 10, "callback_query": {"id": "1", "from": {"id": 503}, "data": "d:1"}}
    odd = {"update_id": 11, "what_nobody_knows": ["x"]}
    updates: Sequence[dict[str, Any]] = (said(9, 501), pressed, odd)
    assert room.do(lambda desk: delivery_inbox.keep(desk.session, updates, desk.now)) == 3
    assert room.do(lambda desk: delivery_inbox.keep(desk.session, updates, desk.now)) == 0
    rows = room.do(lambda desk: list(desk.session.exec(select(Inbox).order_by(Inbox.id))))
    assert [(row.update_id, row.chat_id) for row in rows] == [(9, 501), (10, 503), (11, 0)]
    assert [delivery_inbox.json.loads(row.payload) for row in rows] == list(updates)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (ValueError("x"), Fault.OURS),
        (BadRequest("file is too big"), Fault.OURS),
        (Torn(), Fault.LINE),
        (TimedOut(), Fault.LINE),
        (RetryAfter(3), Fault.LINE),
        (OSError(28, "No space left on device"), Fault.STORE),
        (FileError("x"), Fault.STORE),
    ],
)
def test_whose_fault_it_is_decides_how_often_it_is_tried(error: Exception, fault: Fault) -> None:
    assert fault_of(error) is fault


async def test_each_chat_is_served_in_order_and_one_bad_update_stops_nobody(room: Room) -> None:
    updates = [said(1, 501), said(2, 501), said(3, 502)]
    room.do(lambda desk: delivery_inbox.keep(desk.session, updates, desk.now))
    stop = asyncio.Event()
    served: list[int] = []
    failures: list[tuple[int, str, Fault]] = []

    async def handle(row: Inbox) -> None:
        if row.update_id == 1:
            raise ValueError("bad")
        await room.house.work(lambda desk: inbox.handled(desk.session, row.id or 0, desk.now))
        served.append(row.update_id)
        if len(served) == 2:
            stop.set()
        room.house.mail.set()

    async def failed(row: Inbox, error: Exception, fault: Fault) -> None:
        failures.append((row.update_id, str(error), fault))
        await room.house.work(lambda desk: inbox.failed(desk.session, row.id or 0, repr(error), desk.now, fault=fault))

    worker = InboxWorker(room.house.database, room.house.now, room.house.mail, handle=handle, failed=failed)
    await asyncio.wait_for(worker.run(stop), 10)
    assert sorted(served) == [2, 3]
    assert failures == [(1, "bad", Fault.OURS)]

"""What goes out and comes in, with a bot that only answers what a test tells it to."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import select
from telegram import Chat, InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.desk import MORNING, Room
from zibot.delivery import inbox as delivery_inbox
from zibot.delivery.inbox import InboxWorker
from zibot.delivery.outbox import OutboxWorker
from zibot.delivery.polling import DurableQueue
from zibot.delivery.telegram import ANSWER_TRIES, LONGEST_PAUSE, Outcome, call
from zibot.model import Group, Inbox, Outbox
from zibot.storage import inbox, outbox
from zibot.storage.outbox import Rank

CHAT = Chat(501, "private")
SAID = Message(77, datetime(2027, 1, 4, tzinfo=UTC), CHAT)


class FakeBot:
    """Makes no calls; answers each with what it was told, and remembers them."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        async def made(**values: Any) -> object:
            self.calls.append((name, values))
            answer = self.answers.pop(0) if self.answers else SAID
            if isinstance(answer, Exception):
                raise answer
            return answer

        return made


async def outcome(error: Exception, *, method: str = "sendMessage", tries: int = 1) -> Outcome:
    return await call(FakeBot(error), method, {}, None, tries)  # type: ignore[arg-type]


# the queue of the poller


async def test_an_update_is_committed_before_the_poller_goes_on() -> None:
    kept: list[Update] = []

    async def keep(update: Update) -> None:
        kept.append(update)

    await DurableQueue(keep).put(Update(5))
    assert [update.update_id for update in kept] == [5]


@pytest.mark.parametrize("why", [OSError("disk full"), ValueError("x"), RuntimeError()])
async def test_an_update_that_cannot_be_kept_is_asked_for_again(why: Exception) -> None:
    async def keep(update: Update) -> None:
        raise why

    with pytest.raises(NetworkError, match="update 5") as caught:
        await DurableQueue(keep).put(Update(5))
    assert caught.value.__cause__ is why


async def test_the_end_of_the_process_is_no_reason_to_ask_again() -> None:
    async def keep(update: Update) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await DurableQueue(keep).put(Update(5))


# one call


async def test_a_message_that_went_out_tells_its_number() -> None:
    assert await call(FakeBot(), "sendMessage", {"chat_id": 501}, None, 1) == Outcome(sent=True, message_id=77)  # type: ignore[arg-type]
    assert await call(FakeBot(True), "answerCallbackQuery", {}, None, 1) == Outcome(sent=True)  # type: ignore[arg-type]


async def test_keyboards_and_replies_become_what_the_library_wants() -> None:
    bot = FakeBot()
    payload = {
        "chat_id": 501,
        "reply_markup": {"inline_keyboard": [[{"text": "Selesai", "callback_data": "d:1"}]]},
        "reply_parameters": {"message_id": 5, "allow_sending_without_reply": True},
    }
    await call(bot, "sendMessage", payload, None, 1)  # type: ignore[arg-type]
    ((name, values),) = bot.calls
    assert name == "send_message"
    assert isinstance(values["reply_markup"], InlineKeyboardMarkup)
    assert isinstance(values["reply_parameters"], ReplyParameters)
    assert isinstance(payload["reply_markup"], dict)


@pytest.mark.parametrize(
    ("method", "name", "field"), [("sendPhoto", "send_photo", "photo"), ("sendDocument", "send_document", "document")]
)
async def test_bytes_are_uploaded_and_without_them_nothing_is_sent(method: str, name: str, field: str) -> None:
    bot = FakeBot()
    assert (await call(bot, method, {"chat_id": 1}, b"png", 1)).sent  # type: ignore[arg-type]
    assert bot.calls == [(name, {"chat_id": 1, field: b"png"})]
    assert (await call(bot, method, {"chat_id": 1}, None, 1)) == Outcome(error=f"no such call: {method}")  # type: ignore[arg-type]


async def test_a_call_that_does_not_exist_is_impossible() -> None:
    assert await call(FakeBot(), "banEveryone", {}, None, 1) == Outcome(error="no such call: banEveryone")  # type: ignore[arg-type]


@pytest.mark.parametrize("pause", [17, timedelta(seconds=17)])
async def test_telegram_asks_for_a_pause(pause: int | timedelta) -> None:
    told = await outcome(RetryAfter(pause))
    assert (told.sent, told.retry_in) == (False, timedelta(seconds=17))


async def test_a_group_became_a_supergroup() -> None:
    told = await outcome(ChatMigrated(-1005))
    assert (told.sent, told.new_chat, told.retry_in) == (False, -1005, None)


async def test_an_edit_that_changes_nothing_has_been_made() -> None:
    told = await outcome(
        BadRequest("Message is not modified: specified new message content ..."), method="editMessageText"
    )
    assert told.sent


@pytest.mark.parametrize(
    "error",
    [BadRequest("Chat not found"), Forbidden("bot was blocked by the user")],
)
async def test_what_can_never_go_out_is_not_tried_again(error: Exception) -> None:
    told = await outcome(error)
    assert (told.sent, told.retry_in, told.new_chat) == (False, None, None)
    assert told.error


async def test_a_refused_token_says_nothing_of_the_message_which_waits() -> None:
    assert (await outcome(InvalidToken("no"))).retry_in == LONGEST_PAUSE


@pytest.mark.parametrize(
    "error", [NetworkError("no route"), TimedOut(), Conflict("two pollers"), TelegramError("Bad Gateway")]
)
async def test_what_may_go_out_later_is_tried_again_with_a_growing_pause(error: Exception) -> None:
    pauses = [(await outcome(error, tries=tries)).retry_in for tries in (1, 2, 3, 9)]
    assert pauses == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8), LONGEST_PAUSE]


async def test_a_button_is_not_answered_for_ever() -> None:
    before = await outcome(NetworkError("x"), method="answerCallbackQuery", tries=ANSWER_TRIES - 1)
    after = await outcome(NetworkError("x"), method="answerCallbackQuery", tries=ANSWER_TRIES)
    assert (before.retry_in is None, after.retry_in is None) == (False, True)


# the outbox's worker


def put(room: Room, *, chat: int = 501, file: str | None = None, method: str = "sendMessage") -> None:
    room.do(lambda desk: desk.put(chat, method, {"chat_id": chat}, rank=Rank.REPLY, file_sha256=file))


def worker(room: Room, bot: FakeBot) -> OutboxWorker:
    house = room.house
    return OutboxWorker(bot, house.database, house.files, clock=house.now, post=asyncio.Event())  # type: ignore[arg-type]


async def test_all_that_waits_goes_out_once_in_order(room: Room) -> None:
    put(room, chat=501)
    put(room, chat=502)
    bot = FakeBot()
    assert await worker(room, bot).drain() == 2
    assert await worker(room, bot).drain() == 0
    assert [values["chat_id"] for _, values in bot.calls] == [501, 502]
    assert [row.message_id for row in room.outbox()] == [77, 77]


async def test_one_bad_row_never_stops_the_rest(room: Room) -> None:
    for _ in range(3):
        put(room)
    await worker(room, FakeBot(TypeError("a payload that does not fit"), Forbidden("blocked"))).drain()
    failed = [(row.failed_at is not None, row.sent_at is not None) for row in room.outbox()]
    assert failed == [(True, False), (True, False), (False, True)]
    assert "TypeError" in str(room.outbox()[0].error)


async def test_a_pause_keeps_the_row_and_the_chat_waiting(room: Room) -> None:
    room.at("2027-01-04 07:30")
    put(room)
    put(room)
    await worker(room, FakeBot(RetryAfter(30))).drain()
    first, second = room.outbox()
    assert (first.not_before, first.sent_at, second.sent_at) == (MORNING + timedelta(seconds=30), None, None)
    room.at("2027-01-04 07:31")
    await worker(room, FakeBot()).drain()
    assert all(row.sent_at for row in room.outbox())


async def test_bytes_that_are_gone_fail_their_row_only(room: Room) -> None:
    kept = room.house.files.keep(b"png")
    put(room, file="0" * 64, method="sendPhoto")
    put(room, file=kept.sha256, method="sendPhoto")
    bot = FakeBot()
    await worker(room, bot).drain()
    assert [row.failed_at is None for row in room.outbox()] == [False, True]
    assert [values["photo"] for _, values in bot.calls] == [b"png"]


async def test_a_group_that_moved_is_followed(room: Room) -> None:
    room.binds_group(room.joins("Ratna Lestari", "lead"), -5)
    put(room, chat=-5)
    bot = FakeBot(ChatMigrated(-1005))
    await worker(room, bot).drain()
    assert [values["chat_id"] for _, values in bot.calls] == [-5, -1005]
    assert room.do(lambda desk: desk.session.exec(select(Group.chat_id)).one()) == -1005


# the inbox's worker


def test_an_update_is_kept_as_it_came_under_its_chat(room: Room) -> None:
    update = Update(9, message=SAID)
    assert room.do(lambda desk: delivery_inbox.keep(desk.session, update, desk.now))
    assert not room.do(lambda desk: delivery_inbox.keep(desk.session, update, desk.now))
    row = room.do(lambda desk: desk.session.exec(select(Inbox)).one())
    assert (row.update_id, row.chat_id, row.payload) == (9, 501, update.to_json())


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

    async def failed(row: Inbox, error: Exception) -> None:
        seen.failed.append((row.update_id, str(error)))
        await room.house.work(lambda desk: inbox.failed(desk.session, row.id, repr(error), desk.now))

    await asyncio.wait_for(
        InboxWorker(room.house.database, room.house.now, mail, handle=handle, failed=failed).run(stop), 5
    )
    assert sorted(seen.handled) == [2, 3]
    assert seen.failed == [(1, "bad")]


def test_the_outbox_never_loses_a_row(room: Room) -> None:
    put(room)
    room.do(lambda desk: outbox.claim(desk.session, desk.now))
    assert room.do(lambda desk: desk.session.get_one(Outbox, 1).sent_at) is None
    assert room.do(lambda desk: outbox.open_count(desk.session)) == 1

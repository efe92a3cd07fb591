"""An unchanged bot of the real library talks to the rehearsal over HTTP."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Update
from telegram.constants import ParseMode, ReactionEmoji
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from zibot.rehearsal import faults
from zibot.rehearsal.people import Document, Photo

TOKEN = "7000000001:latihan"
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Awaitable[None]]


def built(office, token: str = TOKEN) -> Application:
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{office.url}/bot")
        .base_file_url(f"{office.url}/file/bot")
        .request(HTTPXRequest(httpx_kwargs={"trust_env": False}))
        .get_updates_request(HTTPXRequest(httpx_kwargs={"trust_env": False}))
        .build()
    )


@asynccontextmanager
async def polling(app: Application) -> AsyncIterator[Application]:
    async with app:
        await app.start()
        await app.updater.start_polling(poll_interval=0, timeout=5)
        yield app
        await app.updater.stop()
        await app.stop()


async def until(office, holds: Callable[[], object]) -> None:
    """Waits in a thread, so that the bot's loop runs on."""
    assert await asyncio.to_thread(office.world.wait_until, holds)


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    button = InlineKeyboardButton("Terima", callback_data="ok")
    await update.message.reply_html(
        f"<b>{update.message.text}</b> & lagi".replace("&", "&amp;"),
        reply_markup=InlineKeyboardMarkup([[button]]),
        do_quote=True,
    )


async def accept(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer("Diterima", show_alert=True)
    await update.callback_query.edit_message_text("Sudah diterima")


async def test_start_echo_button_answer_edit(office) -> None:
    app = built(office)
    app.add_handler(CommandHandler("start", echo))
    app.add_handler(CallbackQueryHandler(accept))
    async with polling(app):
        office.siti.starts("KODE")
        await until(office, lambda: office.world.said(11))
        said = office.world.said(11)[0]
        assert said.text == "/start KODE & lagi"
        assert said.entities[0]["type"] == "bold"
        assert said.reply_to is not None
        query = office.siti.presses(said, "Terima")
        await until(office, lambda: query.answered and said.edit_date)
        assert (query.text, query.alert, said.text, said.keyboard) == ("Diterima", True, "Sudah diterima", None)
    assert office.world.violations == []


async def test_an_evidence_photo_comes_in_and_a_report_goes_out(office, jpeg) -> None:
    received: list[bytes] = []

    async def keep(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        attached = update.message.photo[-1] if update.message.photo else update.message.document
        file = await attached.get_file()
        received.append(bytes(await file.download_as_bytearray()))
        await update.message.reply_document(io.BytesIO(received[-1]), filename="salinan.bin", caption="No. 000123")

    app = built(office)
    app.add_handler(MessageHandler(filters.PHOTO | filters.Document.ALL, keep))
    async with polling(app):
        office.siti.starts()
        photo = office.siti.sends(Photo(jpeg, "Rapat"))
        document = office.siti.sends(Document(b"%PDF-1.7", "notulen.pdf"))
        await until(office, lambda: len(office.world.said(11)) == 2)
    assert document.document
    assert received == [photo.photo[-1].data, document.document.data]
    assert office.world.said(11)[0].document.data == photo.photo[-1].data
    assert office.world.said(11)[0].document.name == "salinan.bin"
    assert office.world.violations == []


async def test_everything_that_a_bot_sends(office, jpeg) -> None:
    office.siti.starts()
    app = built(office)
    async with app.bot as bot:
        await bot.send_chat_action(11, "upload_photo")
        photo = await bot.send_photo(11, jpeg, caption="<i>grafik</i>", parse_mode=ParseMode.HTML, protect_content=True)
        assert photo.caption == "grafik"
        again = await bot.send_photo(11, photo.photo[-1].file_id)
        assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
        album = await bot.send_media_group(11, [InputMediaPhoto(jpeg, caption="Satu"), InputMediaPhoto(jpeg)])
        assert album[0].media_group_id == album[1].media_group_id
        files = await bot.send_media_group(
            11, [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
        )
        assert files[1].document.file_name == "b.txt"
        await bot.edit_message_media(InputMediaPhoto(jpeg, caption="Baru"), 11, again.message_id)
        await bot.edit_message_caption(11, again.message_id, caption="Lebih baru")
        await bot.edit_message_reply_markup(
            11, again.message_id, reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="y")]])
        )
        await bot.set_message_reaction(11, 1, ReactionEmoji.THUMBS_UP)
        await bot.copy_message(office.group.id, 11, again.message_id)
        await bot.forward_message(office.group.id, 11, again.message_id)
        await bot.pin_chat_message(11, again.message_id)
        assert (await bot.get_chat(11)).pinned_message.message_id == again.message_id
        await bot.delete_message(11, again.message_id)
        await bot.set_my_commands([("tugas", "Tugas saya")])
        await bot.set_my_description("Membantu Tim ZI")
        await bot.set_my_short_description("Membantu")
        assert (await bot.get_my_commands())[0].command == "tugas"
        assert (await bot.get_chat_member(office.group.id, 11)).status == "creator"
        assert (await bot.get_chat_member(office.group.id, bot.id)).status == "member"
        assert [m.user.id for m in await bot.get_chat_administrators(office.group.id)] == [11]
        assert await bot.get_chat_member_count(office.group.id) == 3
        assert (await bot.get_webhook_info()).url == ""
    assert office.world.violations == []


async def test_the_library_understands_the_refusals(office, monkeypatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise RetryAfter warns of its future type
    app = built(office)
    async with app.bot as bot:
        with pytest.raises(Forbidden):
            await bot.send_message(12, "x")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(99, "x")
        new = office.siti.upgrades(office.group)
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(office.group.id, "x")
        assert moved.value.new_chat_id == new.id
        office.world.faults.add("sendMessage", faults.flood(7))
        with pytest.raises(RetryAfter):
            await bot.send_message(new.id, "x")
        office.world.faults.add("sendMessage", faults.INTERNAL)
        office.world.faults.add("sendMessage", faults.BAD_GATEWAY)
        office.world.faults.add("sendMessage", faults.Reset())
        office.world.faults.add("sendMessage", faults.CutAnswer())
        for _ in range(4):
            with pytest.raises(NetworkError):
                await bot.send_message(new.id, "x")
        assert len(office.world.said(new.id)) == 1  # the one whose answer was cut off
        office.world.webhook = {"url": "https://kantor.example", "secret": ""}
        with pytest.raises(Conflict):
            await bot.get_updates()
    stranger = built(office, "1:lain").bot
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()

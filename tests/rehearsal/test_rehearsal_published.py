"""Calls and answers against the published Bot API."""

from pathlib import Path

import pytest

from zibot.rehearsal.checks import Published
from zibot.rehearsal.methods import BY_LOWER_NAME
from zibot.rehearsal.people import Document, Photo

FILE = Path(__file__).parents[2].parent / "shared" / "bot-api.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the published Bot API (bot-api.json) is not on this machine")


@pytest.fixture(scope="module")
def published() -> Published:
    return Published.read(FILE)


def test_wrong_parameters_are_refused_and_recorded(office) -> None:
    office.siti.starts()
    here = {"chat_id": 11, "text": "x"}
    wrong = [
        ("sendMessage", {**here, "disable_web_page_preview": True}),
        ("sendMessage", {**here, "reply_to_message_id": 1}),
        ("sendMessage", {"text": "x"}),
        ("sendMessage", {**here, "disable_notification": "mungkin"}),
        ("sendMessage", {**here, "reply_markup": {"inline_keyboard": [[{"text": "x", "callback": "y"}]]}}),
        ("sendMessage", {**here, "reply_markup": {"inline_keyboard": [{"text": "x", "callback_data": "y"}]}}),
        ("sendMessage", {**here, "reply_parameters": {"message": 1}}),
        ("sendMessage", {**here, "entities": "[{"}),
        ("getUpdates", {"timeout": "lama"}),
        ("setMyCommands", {"commands": [{"command": "tugas"}]}),
        ("sendPhoto", {"chat_id": 11, "photo": "attach://hilang"}),
        ("sendDice", {"chat_id": 11}),
    ]
    for method, params in wrong:
        assert office.refused(method, **params)[0] == 400, (method, params)
    assert len(office.world.violations) == len(wrong)
    assert office.world.said(11) == []


def test_an_upload_that_nothing_refers_to_is_refused(office, jpeg) -> None:
    office.siti.starts()
    body = office.send_file("sendMessage", "lampiran", ("a.jpg", jpeg, "image/jpeg"), chat_id="11", text="x")
    assert body["description"] == 'Bad Request: file "lampiran" is not referred to by sendMessage'


def play_all(office, jpeg: bytes) -> None:
    """A day on which about everything happens that can."""
    siti, budi, group = office.siti, office.budi, office.group
    keyboard = {"inline_keyboard": [[{"text": "Terima", "callback_data": "ok"}]]}
    siti.starts("KODE")
    photo = siti.sends(Photo(jpeg, "Rapat #zi"))
    document = siti.sends(Document(b"%PDF", "a.pdf"), reply_to=photo)
    assert document.document
    siti.edits(photo, "Rapat @siti_r https://kpu.go.id")
    siti.sends_album(Photo(jpeg), Photo(jpeg))
    siti.sends_other({"contact": {"phone_number": "0", "first_name": "x"}})
    text = '<b>a</b> <pre><code class="language-py">x</code></pre> <a href="tg://user?id=12">Budi</a>'
    sent = office.get("sendMessage", chat_id=11, text=text, parse_mode="HTML", reply_markup=keyboard)
    office.get("sendMessage", chat_id=11, text="x", reply_markup={"force_reply": True}, protect_content=True)
    siti.presses(office.world.said(11)[0], "ok")
    office.get("editMessageText", chat_id=11, message_id=sent["message_id"], text="b")
    office.get("sendPhoto", chat_id=11, photo=photo.photo[-1].file_id, reply_parameters={"message_id": 1})
    office.get("sendDocument", chat_id=11, document=document.document.file_id)
    media = [{"type": "photo", "media": photo.photo[-1].file_id}] * 2
    office.get("sendMediaGroup", chat_id=11, media=media)
    office.get("forwardMessage", chat_id=group.id, from_chat_id=11, message_id=photo.message_id)
    office.get("copyMessage", chat_id=group.id, from_chat_id=11, message_id=photo.message_id)
    office.get("pinChatMessage", chat_id=11, message_id=1)
    for chat_id in (11, group.id):
        office.get("getChat", chat_id=chat_id)
    office.get("getFile", file_id=photo.photo[0].file_id)
    budi.promotes_bot(group)
    for user_id in (11, 12, office.world.bot.id):
        office.get("getChatMember", chat_id=group.id, user_id=user_id)
    office.get("getChatAdministrators", chat_id=group.id)
    office.get("getChatMemberCount", chat_id=group.id)
    for method in ("getMe", "getWebhookInfo", "getMyDescription", "getMyShortDescription", "logOut", "close"):
        office.get(method)
    office.get("setMyCommands", commands=[{"command": "a", "description": "b"}], scope={"type": "all_private_chats"})
    office.get("getMyCommands", scope={"type": "all_private_chats"})
    budi.says("/status", to=group)
    budi.leaves(group)
    budi.joins(group)
    new = siti.upgrades(group)
    siti.kicks_bot(new)
    siti.blocks()


def test_all_that_the_rehearsal_returns_is_of_the_published_types(office, published, jpeg) -> None:
    play_all(office, jpeg)
    updates = office.get("getUpdates")
    assert len(updates) > 15
    assert published.problem_of_object(updates, ["Array of Update"], "getUpdates") is None
    for call in office.world.calls:
        if call.ok:
            kinds = published.methods[call.method]["returns"]
            assert published.problem_of_object(call.result, kinds, call.method) is None
    assert office.world.violations == []


def test_every_method_played_is_a_published_one(published) -> None:
    assert set(BY_LOWER_NAME.values()) <= published.methods.keys()

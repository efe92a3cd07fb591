"""What the real server refuses is refused here, in its own words."""

from typing import Any

import pytest

from zibot.rehearsal.people import Document, Photo

KEYBOARD = {"inline_keyboard": [[{"text": "Terima", "callback_data": "ok:1"}]]}


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **fields}]]}


def test_a_wrong_token_and_an_unknown_method(office) -> None:
    wrong = office.client.post(f"{office.url}/bot1:lain/getMe")
    assert (wrong.status_code, wrong.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert office.refused("makeCoffee") == (404, "Not Found")


def test_method_names_in_any_case_and_parameters_in_any_form(office) -> None:
    office.siti.starts()
    for send in (
        lambda u: office.client.get(u, params={"chat_id": 11, "text": "a b"}),
        lambda u: office.client.post(u, data={"chat_id": "11", "text": "a b"}),
        lambda u: office.client.post(u, json={"chat_id": 11, "text": "a b"}),
        lambda u: office.client.post(u, files={"chat_id": (None, "11"), "text": (None, "a b")}),
    ):
        body = send(f"{office.url}/bot7000000001:latihan/SENDmessage").json()
        assert body["result"]["text"] == "a b"
    assert len(office.world.calls_of("sendMessage")) == 4


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"chat_id": 99, "text": "x"}, "chat not found"),
        ({"chat_id": "@tidakada", "text": "x"}, "chat not found"),
        ({"chat_id": 11, "text": ""}, "message text is empty"),
        ({"chat_id": 11, "text": " \n "}, "message text is empty"),
        ({"chat_id": 11, "text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"chat_id": 11, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": 11, "text": "🙏" * 2049}, "message is too long"),
        (
            {"chat_id": 11, "text": "a < b", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "" at byte offset 2',
        ),
        ({"chat_id": 11, "text": "x", "parse_mode": "Word"}, "unsupported parse_mode"),
        ({"chat_id": 11, "text": "x", "reply_markup": button(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 11, "text": "x", "reply_markup": button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 11, "text": "x", "reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
        (
            {"chat_id": 11, "text": "x", "reply_markup": button(url="http://localhost:8088/papan")},
            "inline keyboard button URL 'http://localhost:8088/papan' is invalid: Wrong HTTP URL",
        ),
        (
            {"chat_id": 11, "text": "x", "reply_markup": button()},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {
                "chat_id": 11,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "1"}]] * 101},
            },
            "REPLY_MARKUP_TOO_LONG",
        ),
        ({"chat_id": 11, "text": "x", "reply_parameters": {"message_id": 500}}, "message to be replied not found"),
    ],
)
def test_messages_that_cannot_be_sent(office, params: dict[str, Any], problem: str) -> None:
    office.siti.starts()
    assert office.refused("sendMessage", **params) == (400, f"Bad Request: {problem}")
    assert office.world.said(11) == []


def test_the_longest_message_and_caption_pass(office, jpeg) -> None:
    office.siti.starts()
    office.get("sendMessage", chat_id=11, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    body = office.send_file("sendPhoto", "photo", ("a.jpg", jpeg, "image/jpeg"), chat_id=11, caption="x" * 1024)
    assert len(body["result"]["caption"]) == 1024
    body = office.send_file("sendPhoto", "photo", ("a.jpg", jpeg, "image/jpeg"), chat_id=11, caption="x" * 1025)
    assert body["description"] == "Bad Request: message caption is too long"


def test_only_a_person_who_pressed_start_and_does_not_block_is_written_to(office) -> None:
    hello = {"chat_id": 11, "text": "Selamat pagi"}
    assert office.refused("sendMessage", **hello) == (403, "Forbidden: bot can't initiate conversation with a user")
    office.siti.starts()
    office.get("sendMessage", **hello)
    office.siti.blocks()
    assert office.refused("sendMessage", **hello) == (403, "Forbidden: bot was blocked by the user")
    office.siti.starts()
    office.get("sendMessage", **hello)
    office.siti.leaves_telegram()
    assert office.refused("sendMessage", **hello) == (403, "Forbidden: user is deactivated")


def test_groups_that_threw_the_bot_out_or_moved_on(office) -> None:
    hello = {"chat_id": office.group.id, "text": "Selamat pagi"}
    new = office.siti.upgrades(office.group)
    body = office.ask("sendMessage", **hello)
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new.id}
    office.get("sendMessage", chat_id=new.id, text="Selamat pagi")
    office.siti.kicks_bot(new)
    assert office.refused("sendMessage", chat_id=new.id, text="x") == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )
    other = office.world.add_group("Grup lain", office.budi)
    assert office.refused("sendMessage", chat_id=other.id, text="x") == (400, "Bad Request: chat not found")
    office.budi.adds_bot(other)
    office.get("leaveChat", chat_id=other.id)
    assert (
        office.refused("sendMessage", chat_id=other.id, text="x")[1]
        == "Forbidden: bot is not a member of the group chat"
    )
    third = office.world.add_group("Grup ketiga", office.budi, with_bot=True)
    office.budi.kicks_bot(third)
    assert (
        office.refused("sendMessage", chat_id=third.id, text="x")[1] == "Forbidden: bot was kicked from the group chat"
    )


def test_edits_that_change_nothing_or_find_nothing(office, jpeg) -> None:
    heard = office.siti.starts()
    sent = office.get("sendMessage", chat_id=11, text="Tugas", reply_markup=KEYBOARD)
    here = {"chat_id": 11, "message_id": sent["message_id"]}
    same = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a"
        " current content and reply markup of the message"
    )
    assert office.refused("editMessageText", **here, text="<b>Tugas</b>"[3:-4], reply_markup=KEYBOARD) == (400, same)
    assert office.refused("editMessageReplyMarkup", **here, reply_markup=KEYBOARD) == (400, same)
    assert "reply_markup" not in office.get("editMessageText", **here, text="Tugas")
    assert office.refused("editMessageText", **here, text="Tugas") == (400, same)
    assert "edit_date" in office.get("editMessageText", **here, text="<b>Tugas</b>", parse_mode="HTML")
    gone = {"chat_id": 11, "message_id": 77}
    assert office.refused("editMessageText", **gone, text="x")[1] == "Bad Request: message to edit not found"
    assert office.refused("deleteMessage", **gone)[1] == "Bad Request: message to delete not found"
    assert office.refused("setMessageReaction", **gone)[1] == "Bad Request: message to react not found"
    assert office.refused("pinChatMessage", **gone)[1] == "Bad Request: message to pin not found"
    theirs = {"chat_id": 11, "message_id": heard.message_id}
    assert office.refused("editMessageText", **theirs, text="x")[1] == "Bad Request: message can't be edited"
    assert office.refused("editMessageCaption", **here, caption="x")[1].endswith(
        "there is no caption in the message to edit"
    )
    photo = office.send_file("sendPhoto", "photo", ("a.jpg", jpeg, "image/jpeg"), chat_id="11")["result"]
    there = {"chat_id": 11, "message_id": photo["message_id"]}
    assert office.refused("editMessageText", **there, text="x")[1].endswith("there is no text in the message to edit")
    assert office.get("editMessageCaption", **there, caption="Foto")["caption"] == "Foto"


def test_deleting_has_its_bounds(office) -> None:
    said = office.siti.says("Halo semua", to=office.group)
    place = {"chat_id": office.group.id, "message_id": said.message_id}
    assert office.refused("deleteMessage", **place)[1] == "Bad Request: message can't be deleted"
    office.siti.promotes_bot(office.group)
    assert office.get("deleteMessage", **place)
    own = office.get("sendMessage", chat_id=office.group.id, text="x")
    office.clock.on(hours=49)
    place = {"chat_id": office.group.id, "message_id": own["message_id"]}
    assert office.refused("deleteMessage", **place)[1] == "Bad Request: message can't be deleted"


def test_a_reply_to_a_deleted_message_goes_through_only_if_allowed(office) -> None:
    office.siti.starts()
    lost = office.siti.says("salah kirim")
    office.siti.deletes(lost)
    answer = {"chat_id": 11, "text": "x"}
    reply = {"message_id": lost.message_id}
    assert office.refused("sendMessage", **answer, reply_parameters=reply)[1].endswith(
        "message to be replied not found"
    )
    allowed = office.get("sendMessage", **answer, reply_parameters={**reply, "allow_sending_without_reply": True})
    assert "reply_to_message" not in allowed


def test_a_pressed_button_must_be_answered_in_time(office) -> None:
    office.siti.starts()
    office.get("sendMessage", chat_id=11, text="Tugas", reply_markup=KEYBOARD)
    query = office.siti.presses(office.world.said(11)[0], "Terima")
    assert office.get("answerCallbackQuery", callback_query_id=query.id, text="Diterima", show_alert=True)
    assert (query.answered, query.text, query.alert) == (True, "Diterima", True)
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert office.refused("answerCallbackQuery", callback_query_id="12345") == (400, old)
    late = office.siti.presses(office.world.said(11)[0], "ok:1")
    office.clock.on(minutes=5)
    assert office.refused("answerCallbackQuery", callback_query_id=late.id) == (400, old)


def test_files_that_are_no_photos_too_big_or_unknown(office) -> None:
    office.siti.starts()
    text = office.send_file("sendPhoto", "photo", ("a.jpg", b"bukan foto", "image/jpeg"), chat_id="11")
    assert text["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    big = office.send_file("sendPhoto", "photo", ("a.jpg", b"x" * (10 * 1024 * 1024 + 1), "image/jpeg"), chat_id="11")
    assert "is too big for a photo" in big["description"]
    empty = office.send_file("sendDocument", "document", ("a.pdf", b"", "application/pdf"), chat_id="11")
    assert empty["description"] == "Bad Request: file must be non-empty"
    unknown = office.refused("sendDocument", chat_id=11, document="BQAC-tidak-ada")
    assert unknown[1].startswith("Bad Request: wrong remote file identifier specified")
    assert office.refused("getFile", file_id="BQAC-tidak-ada") == (400, "Bad Request: invalid file_id")
    huge = office.siti.sends(Document(b"x" * (20 * 1024 * 1024 + 1), "rekaman.zip"))
    assert huge.document
    assert office.refused("getFile", file_id=huge.document.file_id) == (400, "Bad Request: file is too big")


def test_the_bot_sends_up_to_fifty_megabytes(office) -> None:
    office.siti.starts()
    most = 50 * 1024 * 1024
    sent = office.send_file("sendDocument", "document", ("a.zip", bytes(most), "application/zip"), chat_id="11")
    assert sent["result"]["document"]["file_size"] == most
    more = office.send_file("sendDocument", "document", ("a.zip", bytes(most + 1), "application/zip"), chat_id="11")
    assert (more["error_code"], more["description"]) == (413, "Request Entity Too Large")


def test_an_album_is_of_one_kind_and_of_two_to_ten(office, jpeg) -> None:
    office.siti.starts()
    photo = office.siti.sends(Photo(jpeg)).photo[-1].file_id
    document = office.siti.sends(Document(b"%PDF", "a.pdf")).document
    assert document
    one = {"type": "photo", "media": photo}
    other = {"type": "document", "media": document.file_id}
    assert office.refused("sendMediaGroup", chat_id=11, media=[one, other])[0] == 400
    assert office.refused("sendMediaGroup", chat_id=11, media=[one] * 11)[0] == 400
    assert office.refused("sendMediaGroup", chat_id=11, media=[one])[0] == 400
    sent = office.get("sendMediaGroup", chat_id=11, media=[{**one, "caption": "Rapat"}, one])
    assert len({message["media_group_id"] for message in sent}) == 1


def test_protected_content_stays_where_it_is(office) -> None:
    office.siti.starts()
    office.budi.starts()
    sent = office.get("sendMessage", chat_id=11, text="Rahasia", protect_content=True)
    assert sent["has_protected_content"]
    where = {"chat_id": 12, "from_chat_id": 11, "message_id": sent["message_id"]}
    assert office.refused("forwardMessage", **where) == (400, "Bad Request: the message can't be forwarded")
    assert office.refused("copyMessage", **where) == (400, "Bad Request: the message can't be copied")


def test_commands_must_be_lower_case_and_described(office) -> None:
    fine = {"command": "tugas", "description": "Tugas saya"}
    assert office.get("setMyCommands", commands=[fine])
    assert office.get("getMyCommands") == [fine]
    assert office.refused("setMyCommands", commands=[{**fine, "command": "Tugas Saya"}])[1].endswith(
        "BOT_COMMAND_INVALID"
    )
    assert office.get("deleteMyCommands")
    assert office.get("getMyCommands") == []


def test_a_mistake_in_the_bots_code_is_a_violation_and_bad_luck_is_not(office) -> None:
    office.refused("sendMessage", chat_id=11, text="x")
    office.refused("sendMessage", chat_id=99, text="x")
    assert office.world.violations == []
    office.siti.starts()
    office.refused("sendMessage", chat_id=11, text="<b>", parse_mode="HTML")
    assert office.world.violations == [
        "sendMessage: Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
    ]

"""Updates as Telegram could send them to this office, biased towards what bites."""

from typing import Any

from hypothesis import strategies as st

from tests.fuzz import cast
from tests.fuzz.anything import NOW, TEXTS, TYPES, WORDS, field_of, filled
from tests.fuzz.cast import Json
from tests.fuzz.published import ASKED_FOR, NEVER_ASKED_FOR
from zibot.app import COMMANDS
from zibot.context import Verb

OURS = st.integers(1, 30)
"""Ids that our messages may have; people's own begin above."""
_ODD_NAMES = [
    "",
    "..",
    "a/b\\c.jpg",
    "rencana kerja 2027.txt",
    "CON",
    "x" * 300,
    "laporan\x00\r\n.pdf",
    "📷.JPG",
    "a.xlsx",
]
_MIMES = ["image/jpeg", "application/pdf", "text/plain", "", "text/html; charset=x", "tidak ada", "x" * 300]
_DIGITS = [
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "-1",
    "9" * 25,
    "9" * 60,
    "99999999999",
    "٣",
    "²",
    "",
    " 1",
    "1_0",
    "+1",
]
_BIG = ["9" * 25, str(2**63), "1" + "0" * 59, str(2**53)]
_ARGUMENTS = [
    "",
    *("V.2.1", "v.2.1", "I.1.2", "II.9.9", "area 5", "V", "semua", "pengawasan", "XII", "tw 1", "tw 1 0000", "9999-4"),
    *("0001-1", "triwulan iv 2027", "tw ٣", "2027-1 ", cast.CODE, "1" * 4000, "tw 4 9999"),
]
_SAID = [
    *("selesai", "sudah selesai I.1.1", "terkendala", "terkendala: listrik <padam>", "sedang proses V.2.1", "V.2.1"),
    *("besok", "10 mei", "31 februari", "Maret, Juni 2027", "setiap bulan", "tanggal 99999999999", "rencana kerja"),
    *("selesai " + "& baris\n" * 500, "1", "ı.1.1 selesai", "terkendala " + "<x>\n" * 800),
]
_LONG = [words for words in (*_SAID, *WORDS) if len(words) > 1000]
_SPEAKERS = [*cast.PEOPLE[:4] * 8, *cast.PEOPLE * 3, *cast.STRANGERS, cast.BOTS[1]]
NAMES = sorted({*COMMANDS, "start", "rekap", "laporan", "tugaskan", "tidakada"})


@st.composite
def updates(draw: st.DrawFn) -> Json:
    """One update of a kind that zibot asks for, or now and then of one that it does not."""
    kind = draw(st.sampled_from([*("message",) * 6, *("callback_query",) * 5, *ASKED_FOR[1:], "other"]))
    if kind == "other":
        kind = draw(st.sampled_from(NEVER_ASKED_FOR))
    makers: dict[str, Any] = {"message": message, "callback_query": press, "edited_message": edited}
    made = makers[kind](draw) if kind in makers else field_of(draw, "Update", kind, 3)
    return {"update_id": draw(st.integers(1, 10**9)), kind: made}


def when(draw: st.DrawFn) -> int:
    """When a message was sent: about now, or long ago."""
    return draw(st.sampled_from([NOW, NOW + 60, NOW + 3600, NOW - 30 * 86_400]))


def speaker(draw: st.DrawFn) -> Json:
    """From whom and in which chat: `from`, `chat` and perhaps `sender_chat`."""
    user = draw(st.sampled_from(_SPEAKERS))
    group = draw(st.sampled_from(cast.GROUPS))
    ways: list[Json] = [
        {"from": user, "chat": cast.private(user)},
        {"from": user, "chat": group},
        {"from": user, "chat": cast.BOUND},
        {"from": cast.ANONYMOUS, "sender_chat": group, "chat": group},
        {"from": cast.FOR_A_CHANNEL, "sender_chat": cast.CHANNEL, "chat": group},
        {"from": cast.FORWARDER, "sender_chat": cast.CHANNEL, "chat": group, "is_automatic_forward": True},
        {"sender_chat": cast.CHANNEL, "chat": cast.CHANNEL},
    ]
    return draw(st.sampled_from([*ways[:1] * 10, *ways[1:3] * 3, *ways[3:]]))


def message(draw: st.DrawFn) -> Json:
    """A message of a person, a bot, an anonymous admin or a channel, with what it may carry."""
    body = {"message_id": draw(st.integers(1000, 1020)), "date": when(draw), **speaker(draw)}
    content = draw(st.sampled_from([*(command,) * 4, *(said,) * 3, *(file,) * 4, service, anything]))
    body |= content(draw)
    if draw(st.integers(0, 2)) == 0:
        body["reply_to_message"] = replied(draw, body["chat"])
    if draw(st.integers(0, 5)) == 0:
        name = draw(st.sampled_from(["forward_origin", "quote", "external_reply", "media_group_id", "via_bot"]))
        body[name] = field_of(draw, "Message", name, 2)
    return body


def edited(draw: st.DrawFn) -> Json:
    return {**message(draw), "edit_date": NOW + 90}


def command(draw: st.DrawFn) -> Json:
    """One of our commands, or nearly, with an argument that may be odd."""
    name = "/" + draw(st.sampled_from(NAMES)) + draw(st.sampled_from(["", "", "", "@zibot_bot", "@lain_bot", "@"]))
    text = name + draw(st.sampled_from([" ", " ", "\n", "\u00a0"])) + _argument(draw)
    length = len(name) if draw(st.integers(0, 5)) else draw(st.integers(0, 5000))
    entity = {"type": "bot_command", "offset": 0 if draw(st.integers(0, 5)) else 3, "length": length}
    return {"text": text[:4096], "entities": [entity]}


def _argument(draw: st.DrawFn) -> str:
    return draw(st.one_of(st.sampled_from(_ARGUMENTS), TEXTS))


def said(draw: st.DrawFn) -> Json:
    """Words: a status, an answer, anything; perhaps with entities that do not fit."""
    body: Json = {"text": draw(st.one_of(st.sampled_from(_SAID), st.sampled_from(_LONG), TEXTS)) or "."}
    if draw(st.integers(0, 3)) == 0:
        body["entities"] = [filled(draw, "MessageEntity", 2)]
    return body


def file(draw: st.DrawFn) -> Json:
    """A photo, document, video or voice whose size, name and type may be missing or wrong."""
    named = draw(st.sampled_from(sorted(cast.FILES)))
    bones: Json = {"file_id": f"{named}-{draw(st.integers(0, 3))}", "file_unique_id": named}
    right = len(cast.FILES[named])
    size = draw(st.sampled_from([None, right, right, right, right, right, right + 1, 0, 20 * 1024 * 1024 + 1, 2**32]))
    if size is not None:
        bones["file_size"] = size
    body: Json = {"caption": draw(st.one_of(st.sampled_from([*_ARGUMENTS, *_SAID]), TEXTS))[:1024]}
    if not body["caption"]:
        del body["caption"]
    shape = draw(st.sampled_from(["photo", "document", "document", "video", "voice", "animation", "audio", "sticker"]))
    if shape == "photo":
        return {**body, "photo": [{**bones, "width": 90, "height": 51}] * draw(st.integers(1, 3))}
    return {**body, shape: {**filled(draw, kind_of(shape), 0), **_named(draw, shape), **bones}}


def kind_of(field: str) -> str:
    kind: str = TYPES["Message"]["fields"][field][0][0]
    return kind


def _named(draw: st.DrawFn, shape: str) -> Json:
    fields, made = TYPES[kind_of(shape)]["fields"], {}
    for name, odd in (("file_name", _ODD_NAMES), ("mime_type", _MIMES)):
        if name in fields and draw(st.booleans()):
            made[name] = draw(st.sampled_from(odd))
    return made


def service(draw: st.DrawFn) -> Json:
    """A group that moves, members that come and go, a pinned message that nobody can see."""
    hidden = {"chat": cast.BOUND, "message_id": 1, "date": 0}
    bodies: list[Json] = [
        {"migrate_to_chat_id": cast.NEW_ID},
        {"migrate_to_chat_id": cast.BOUND["id"]},
        {"migrate_from_chat_id": cast.FOREIGN["id"]},
        {"new_chat_members": [cast.US]},
        {"left_chat_member": cast.US},
        {"pinned_message": hidden},
        {"group_chat_created": True},
    ]
    return draw(st.sampled_from(bodies))


def anything(draw: st.DrawFn) -> Json:
    """Whatever else the published type of a message has."""
    fields = [name for name, (_, required) in TYPES["Message"]["fields"].items() if not required]
    names = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3, unique=True))
    return {name: field_of(draw, "Message", name, 2) for name in names if name not in ("from", "sender_chat")}


def replied(draw: st.DrawFn, chat: Json) -> Json:
    """A message that is replied to: mostly one of ours."""
    who = draw(st.sampled_from([cast.US, cast.US, cast.US, cast.BOTS[1], cast.PEOPLE[0]]))
    return {"message_id": draw(OURS), "date": NOW, "chat": chat, "from": who, "text": "Bukti tersimpan"}


def press(draw: st.DrawFn) -> Json:
    """A button that was pressed: ours with any numbers, another's, or under a message that is gone."""
    user = draw(st.sampled_from(_SPEAKERS))
    chat = draw(st.sampled_from([cast.private(user)] * 3 + cast.GROUPS))
    body: Json = {"id": draw(st.sampled_from(["4382bfdwdsb323b2d9", "1"])), "from": user, "chat_instance": "-5"}
    under = draw(st.sampled_from(["ours", "ours", "ours", "gone", "inline", "nothing"]))
    if under == "ours":
        body["message"] = replied(draw, chat) | {"from": cast.US}
    elif under == "gone":
        body["message"] = {"chat": chat, "message_id": draw(OURS), "date": 0}
    elif under == "inline":
        body["inline_message_id"] = "AQAAAA"
    if draw(st.integers(0, 19)) == 0:
        return body | {"game_short_name": "catur"}
    return body | {"data": callback_data(draw)}


def callback_data(draw: st.DrawFn) -> str:
    """At most 64 bytes: a verb of ours and numbers as they should be, or not."""
    verb = draw(st.one_of(st.sampled_from(list(Verb)), st.sampled_from(["", "rx\n", "zz", "RX", "t "])))
    number = st.one_of(st.integers(1, 8).map(str), st.sampled_from(_BIG), st.sampled_from(_DIGITS))
    count = draw(st.sampled_from([1, 1, 1, 1, 2, 2, 0, 3, 4]))
    numbers = draw(st.lists(number, min_size=count, max_size=count))
    odd = draw(st.sampled_from([*("",) * 12, ":", "\n", "\x00", WORDS[3]]))
    whole = ":".join((verb, *numbers)) + odd
    return whole.encode()[:64].decode(errors="ignore") or "a"

"""Attacks at the door: forged buttons, anonymous admins, channels, bots, forwards, foreign groups, guesses."""

from datetime import date

import pytest
from sqlmodel import select

from tests.board import ANONYMOUS, CHANNEL, FOREIGN, OURS, Board, message, place, query, reply, user
from tests.desk import Room, butir
from zibot.context import Desk
from zibot.model import Event
from zibot.storage import evidence, inbox, people
from zibot.storage.files import Kept

RATNA, BUDI, DEDI, EKA, ADMIN, PARDI = 101, 102, 103, 104, 105, 990
CHANNEL_BOT = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@pytest.fixture
def board(room: Room) -> Board:
    """An office with one of each role, an item that Dedi holds and one that Budi holds."""
    ratna = room.joins("Ratna Lestari", "lead", account=RATNA)
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5], items=["VI"])
    room.joins("Dedi Kurnia", account=DEDI, items=["I", "V"])
    room.joins("Eka Putri", "reviewer", account=EKA)
    room.joins("Admin Kantor", "admin", account=ADMIN)
    room.adopt(butir("I.1.1", date(2027, 3, 31)), butir("V.1.1", date(2027, 3, 31)), butir("VI.1.1", date(2027, 6, 30)))
    room.binds_group(ratna, OURS)
    return Board(room)


def has_evidence(board: Board, duty: int) -> None:
    """Dedi's photo lies under an obligation."""

    def filed(desk: Desk) -> None:
        dedi = next(one for one in desk.team.values() if one.telegram_id == DEDI)
        arrived = evidence.Arrived("photo", "image/jpeg", "", "", DEDI, 77, desk.now)
        piece = evidence.store(desk.session, dedi, Kept("a" * 64, 9), arrived, desk.now)
        assert piece is not None
        evidence.file_under(desk.session, piece, duty, actor=dedi, now=desk.now)

    board.room.do(filed)


def whys(board: Board) -> list[tuple[str, str]]:
    return [(row.what, row.why) for row in board.refusals()]


async def test_forged_data_is_an_old_button_and_never_a_fault(board: Board) -> None:
    duty = board.room.obligation("I.1.1")
    forged = [
        "",
        "d",
        "d:",
        f"d:{duty}:",
        f"d:{duty}:{duty}",
        f"d:0{duty}",
        f"d:+{duty}",
        f"d: {duty}",
        f"d:{duty}\n",
        f"d:-{duty}",
        "d:٣",
        "d:²",
        "d:१",
        "d:1_0",
        "d:" + "9" * 19,
        "d:" + "9" * 62,
        "o:" + "9" * 18,
        "f:" + "9" * 18 + ":" + "9" * 18,
        "m:1:" + "9" * 18,
        "rt:" + "9" * 18 + ":" + "9" * 18,
        "js:" + "9" * 18,
        "ui:" + "9" * 18,
        "a:" + "9" * 18,
        "cb:" + "9" * 18,
        "qk:" + "9" * 18 + ":" + "9" * 18,
        "a:7",
        f"f:{duty}",
        "zz:1",
        "D:1",
        "💥" * 16,
        "\x00" * 64,
        "'; DROP TABLE person;--",
    ]
    for account in (RATNA, DEDI, ADMIN):
        for data in forged:
            for chat in (None, OURS):
                with board.unchanged():
                    assert await board.presses(account, data, chat=chat), repr(data)
    assert {what for what, _ in whys(board)} >= {"button", "button submit", "button open", "button draft_year"}


async def test_a_button_without_its_message_and_one_that_a_bot_pressed_are_refused(board: Board) -> None:
    duty = board.room.obligation("I.1.1")
    bare = query(DEDI, f"d:{duty}")
    del bare["message"]
    with board.unchanged():
        await board.hears("callback_query", bare)
        await board.hears("callback_query", query(DEDI, f"d:{duty}") | {"from": user(DEDI, is_bot=True)})
    assert [why for _, why in whys(board)] == ["old", "stranger"]


async def test_what_is_anothers_stays_theirs(board: Board) -> None:
    dedis, budis = board.room.obligation("I.1.1"), board.room.obligation("VI.1.1")
    with board.unchanged():
        for data in (f"d:{budis}", f"p:{budis}", f"x:{budis}", f"b:{budis}", f"bs:{budis}"):
            assert "penanggung jawab" in await board.presses(DEDI, data)
        for data in (f"t:{dedis}", f"k:{dedis}"):
            assert "penanggung jawab" in await board.presses(BUDI, data), "another area's coordinator"
        assert "tidak berlaku" in await board.presses(RATNA, f"w:{dedis}"), "nothing was said before"


async def test_a_status_is_said_only_of_what_was_offered_and_by_whom_it_was_asked(board: Board) -> None:
    asked = await board.says(DEDI, "proses")
    assert any("untuk butir mana" in text for text in asked)
    offered = board.sent()[-1]
    board.room.do(lambda desk: setattr(desk.session.merge(offered), "message_id", 900))
    budis = board.room.obligation("VI.1.1")
    with board.unchanged():
        assert "tidak berlaku" in await board.presses(DEDI, f"w:{budis}")
        assert "tidak berlaku" in await board.presses(DEDI, f"w:{board.room.obligation('I.1.1')}", message=901)
    assert "Tersimpan" in await board.presses(DEDI, f"w:{board.room.obligation('I.1.1')}")


async def test_anonymous_admins_and_channels_are_asked_once_an_hour_to_write_as_themselves(board: Board) -> None:
    group = place(0, OURS)
    with board.unchanged():
        for _ in range(3):
            told = message(0, chat=OURS, text="/status") | {"from": ANONYMOUS, "sender_chat": group}
            await board.hears("message", told)
            told = message(0, chat=OURS, text="/pasang") | {"from": CHANNEL_BOT, "sender_chat": CHANNEL}
            await board.hears("message", told)
            photo = {"photo": [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}]}
            answered = message(0, chat=OURS, **photo) | {"from": ANONYMOUS, "sender_chat": group}
            await board.hears("message", answered | {"reply_to_message": reply(900, group)})
    assert [text for text in board.room.texts(OURS) if "atas namanya sendiri" in text] == board.room.texts(OURS)
    assert len(board.room.texts(OURS)) == 1
    assert whys(board) == [("/status", "anonymous"), ("/pasang", "channel")]
    assert [row.telegram_id for row in board.refusals()] == [OURS, CHANNEL["id"]]


async def test_what_nobody_waits_for_gets_no_answer(board: Board) -> None:
    linked = {"from": user(777000), "sender_chat": CHANNEL, "is_automatic_forward": True}
    with board.unchanged():
        await board.hears("message", message(0, chat=OURS, text="/status") | linked)
        await board.hears("message", message(7, chat=OURS, text="/status") | {"from": user(7, is_bot=True)})
        await board.hears("message", message(7, text="/start abc") | {"from": user(7, is_bot=True)})
        post = {"message_id": 3, "date": 1_799_000_000, "chat": CHANNEL, "sender_chat": CHANNEL, "text": "/status"}
        await board.hears("channel_post", post)
        await board.says(DEDI, "obrolan biasa", chat=OURS)
        await board.says(PARDI, "obrolan biasa", chat=OURS)
    assert board.sent() == []
    assert whys(board) == [
        ("/status", "linked-channel"),
        ("/status", "bot"),
        ("/start", "bot"),
        ("channel-post", "channel"),
    ]


BUSINESS = {"business_connection_id": "A1"}
ELSEWHERE: tuple[tuple[str, dict[str, object]], ...] = (
    ("business_message", message(DEDI, text="/status semua") | BUSINESS),
    ("edited_business_message", message(DEDI, text="selesai", edit_date=1_799_000_001) | BUSINESS),
    ("inline_query", {"id": "1", "from": user(RATNA), "query": "status V", "offset": ""}),
    ("chosen_inline_result", {"result_id": "1", "from": user(RATNA), "query": "status V"}),
    ("edited_message", message(DEDI, chat=OURS, text="/pasang", edit_date=1_799_000_001)),
    ("message", message(DEDI, chat=OURS, new_chat_title="Grup lain")),
    ("message", message(DEDI, chat=OURS, pinned_message=message(RATNA, chat=OURS, text="/status semua"))),
)
"""What speaks to us by another way than a message of a person's own."""


@pytest.mark.parametrize(("kind", "body"), ELSEWHERE, ids=[kind for kind, _ in ELSEWHERE])
async def test_what_comes_by_another_way_is_not_carried_out_and_not_answered(
    board: Board, kind: str, body: dict[str, object]
) -> None:
    with board.unchanged():
        await board.hears(kind, body)
    assert board.sent() == []


async def test_a_button_under_a_copy_or_under_a_message_that_is_gone_stands_for_no_more_than_its_presser(
    board: Board,
) -> None:
    """Whoever passes our message on passes on no right: what counts is who presses, and where."""
    dedis = board.room.obligation("I.1.1")
    origin = {"type": "user", "date": 1_798_000_000, "sender_user": user(RATNA)}
    forwarded = query(BUDI, f"d:{dedis}", chat=OURS)
    forwarded["message"]["forward_origin"] = origin
    gone = query(BUDI, f"d:{dedis}")
    gone["message"] = {"chat": place(BUDI, None), "message_id": 900, "date": 0}
    inline = query(RATNA, f"d:{dedis}") | {"inline_message_id": "AQ"}
    del inline["message"]
    elsewhere = query(DEDI, f"d:{dedis}", chat=FOREIGN)
    channel = query(RATNA, f"d:{dedis}")
    channel["message"] = reply(900, CHANNEL)
    for pressed in (forwarded, gone, inline, elsewhere, channel):
        with board.unchanged():
            await board.hears("callback_query", pressed)
    assert [why for _, why in whys(board)] == ["not-yours", "old", "foreign-group", "foreign-group"]
    assert {row.method for row in board.sent()} == {"answerCallbackQuery"}


@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "user", "date": 1_798_000_000, "sender_user": user(DEDI)}},
        {"via_bot": {"id": 8, "is_bot": True, "first_name": "Lain", "username": "lain_bot"}},
    ],
    ids=["forwarded", "via-bot"],
)
async def test_words_that_someone_did_not_type_are_not_carried_out(board: Board, more: dict[str, object]) -> None:
    board.room.do(lambda desk: None)
    with board.unchanged():
        for text in ("/status semua", "/pasang", "/start abc", "selesai", "V.1.1 proses"):
            [told] = await board.says(DEDI, text, **more)
            assert "ketik sendiri" in told
    assert {why for _, why in whys(board)} == {"forwarded" if "forward_origin" in more else "via-bot"}
    with board.unchanged():
        [told] = await board.says(PARDI, "/status", **more)
    assert "diundang" in told


async def test_a_forwarded_answer_is_no_answer(board: Board) -> None:
    await board.presses(DEDI, f"x:{board.room.obligation('I.1.1')}")
    origin = {"type": "hidden_user", "date": 1_798_000_000, "sender_user_name": "X"}
    with board.unchanged():
        await board.says(DEDI, "menunggu anggaran", forward_origin=origin)
    assert any("menunggu anggaran" in text for text in await board.says(DEDI, "menunggu anggaran"))


async def test_an_edited_message_says_once_an_hour_that_it_is_not_read_again(board: Board) -> None:
    with board.unchanged():
        for _ in range(2):
            await board.hears("edited_message", message(DEDI, text="/status", edit_date=1_799_000_001))
        await board.hears("edited_message", message(DEDI, chat=OURS, text="/status", edit_date=1_799_000_001))
    [told] = board.room.texts(DEDI)
    assert "tidak saya baca ulang" in told
    assert whys(board) == [("edited", "edited")]


async def test_another_group_gets_one_kind_line_and_nothing_of_the_office(board: Board) -> None:
    duty = board.room.obligation("I.1.1")
    with board.unchanged():
        for text in (
            "/status",
            "/butir I.1.1",
            "/terlambat",
            "/jadwal",
            "/rekap",
            "/rencana",
            "/tim",
            "/bantuan",
            "/tugas",
        ):
            await board.says(RATNA, text, chat=FOREIGN)
        assert "bukan grup Tim ZI" in await board.presses(DEDI, f"d:{duty}", chat=FOREIGN)
    [told] = [row.payload["text"] for row in board.sent() if row.chat_id == FOREIGN and row.method == "sendMessage"]
    assert "obrolan pribadi" in told
    assert board.room.texts(RATNA) == []
    # The lead may make it the office's group; then the earlier one is foreign.
    board.room.at("2027-01-04 09:00")
    await board.says(RATNA, "/pasang", chat=FOREIGN)
    assert any("sekarang menjadi grup" in text for text in board.room.texts(FOREIGN))
    await board.says(RATNA, "/status", chat=OURS)
    assert "bukan grup Tim ZI" in board.room.texts(OURS)[-1]


async def test_old_buttons_of_what_was_decided_change_nothing(board: Board) -> None:
    duty = board.room.obligation("I.1.1")
    has_evidence(board, duty)
    await board.presses(DEDI, f"d:{duty}")
    await board.presses(RATNA, f"t:{duty}")
    with board.unchanged():
        for account, verb in ((DEDI, "d"), (DEDI, "p"), (DEDI, "x"), (DEDI, "b"), (RATNA, "t"), (RATNA, "k")):
            assert "tidak berlaku" in await board.presses(account, f"{verb}:{duty}")


async def test_a_question_that_others_answered_meanwhile_is_none_any_more(board: Board) -> None:
    duty = board.room.obligation("I.1.1")
    has_evidence(board, duty)
    await board.presses(DEDI, f"x:{duty}")
    await board.presses(RATNA, f"d:{duty}")
    await board.presses(RATNA, f"t:{duty}")
    with board.unchanged():
        assert any("Status belum saya ubah" in text for text in await board.says(DEDI, "nanti sore saja"))


# links


def invited(board: Board, name: str) -> str:
    def code(desk: Desk) -> str:
        person = people.by_name(desk.session, desk.satker_id, name)
        assert person is not None
        return people.invite(desk.session, person, desk.now, days=14)

    return str(board.room.do(code))


async def test_a_guesser_is_not_listened_to_for_an_hour(board: Board) -> None:
    board.room.joins("Gita Rahayu")
    code = invited(board, "Gita Rahayu")
    with board.unchanged():
        for guess in ("abc", "x" * 65, "👻", "' OR 1=1", code[:-1]):
            assert any("tidak berlaku" in text for text in await board.says(PARDI, f"/start {guess}"))
        assert any("minta tautan baru" in text for text in await board.says(PARDI, f"/start {code}"))
        for _ in range(20):
            assert await board.says(PARDI, f"/start {code}") == [], "told once an hour"
    assert [why for _, why in whys(board)] == ["wrong-code"] * 5 + ["too-many-codes"]
    board.room.at("2027-01-04 08:01")
    assert any("Selamat datang, Gita" in text for text in await board.says(PARDI, f"/start {code}"))


async def test_a_link_lets_in_one_account_once_while_it_holds(board: Board) -> None:
    board.room.joins("Gita Rahayu")
    superseded, code = invited(board, "Gita Rahayu"), invited(board, "Gita Rahayu")
    with board.unchanged():
        await board.says(PARDI, f"/start {superseded}")
    await board.says(201, f"/start {code}")
    with board.unchanged():
        await board.says(PARDI, f"/start {code}")
        await board.says(201, f"/start {code}")
    late = invited(board, "Gita Rahayu")
    board.room.at("2027-01-18 07:01")
    with board.unchanged():
        await board.says(PARDI, f"/start {late}")
    gone = invited(board, "Gita Rahayu")
    board.room.do(_leaves)
    with board.unchanged():
        await board.says(PARDI, f"/start {gone}")
    assert {why for _, why in whys(board)} == {"wrong-code"}


def _leaves(desk: Desk) -> None:
    person = people.by_name(desk.session, desk.satker_id, "Gita Rahayu")
    assert person is not None
    person.left_at = desk.now


async def test_a_new_telephone_takes_the_place_of_the_old_one_which_is_told_once(board: Board) -> None:
    await board.says(301, f"/start {invited(board, 'Dedi Kurnia')}")
    [told] = [text for text in board.room.texts(DEDI) if "akun Telegram lain" in text]
    assert "Dedi Kurnia" in told
    with board.unchanged():
        assert any("diundang" in text for text in await board.says(DEDI, "/tugas"))
    told = board.room.do(lambda desk: [e for e in desk.session.exec(select(Event))])
    *_, joined = [event for event in told if event.kind == "person.joined"]
    assert '"moved":true' in joined.payload


# the maintainer


async def test_only_an_admin_has_what_was_set_aside_tried_again(board: Board) -> None:
    def aside(desk: Desk) -> int:
        row = inbox.Inbox(
            update_id=-5,
            payload_sha256="0",
            chat_id=9,
            payload="{}",
            received_at=desk.now,
            dead_at=desk.now,
            attempts=6,
        )
        desk.session.add(row)
        desk.session.flush()
        return row.id or 0

    id = board.room.do(aside)
    assert "hanya admin" in await board.presses(RATNA, f"ui:{id}")
    assert "coba lagi" in await board.presses(ADMIN, f"ui:{id}")
    assert "tidak berlaku" in await board.presses(ADMIN, f"ui:{id}")
    dead = board.room.do(lambda desk: desk.session.get(inbox.Inbox, id).dead_at)
    assert dead is None

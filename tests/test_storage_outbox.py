from datetime import timedelta

from tests.desk import MORNING, Room
from zibot.context import Desk
from zibot.model import Outbox, saved
from zibot.storage import outbox
from zibot.storage.changing import FOLLOW
from zibot.storage.outbox import Rank

BUDI, CITRA = 501, 502


def put(room: Room, chat: int = BUDI, *, rank: Rank = Rank.REPLY, once: str | None = None) -> bool:
    return room.do(
        lambda desk: outbox.put(
            desk.session, desk.satker_id, chat, "sendMessage", {"chat_id": chat}, rank=rank, now=desk.now, once=once
        )
    )


def claim(room: Room, seconds: float = 0) -> int | None:
    row = room.do(lambda desk: outbox.claim(desk.session, MORNING + timedelta(seconds=seconds)))
    return row.id if row else None


def sent(room: Room, id: int, message: int | None = 7) -> None:
    room.do(lambda desk: outbox.sent(desk.session, id, message, desk.now))


def row(room: Room, id: int) -> Outbox:
    return room.do(lambda desk: desk.session.get_one(Outbox, id))


def test_a_thing_with_a_key_is_said_once_even_after_it_was_sent(room: Room) -> None:
    assert [put(room, once="digest:1"), put(room, once="digest:1"), put(room, once="digest:2")] == [True, False, True]
    assert claim(room) == 1
    sent(room, 1)
    assert not put(room, once="digest:1")
    assert room.do(lambda desk: outbox.said(desk.session, "digest:2"))
    assert not room.do(lambda desk: outbox.said(desk.session, "digest:3"))


def test_answers_go_before_replies_digests_and_recaps_and_the_older_before_the_newer(room: Room) -> None:
    for rank in (Rank.RECAP, Rank.DIGEST, Rank.REPLY, Rank.ANSWER, Rank.REPLY):
        put(room, rank=rank)
    order = []
    while (id := claim(room)) is not None:
        order.append(id)
        sent(room, id)
    assert order == [4, 3, 5, 2, 1]


def test_a_change_that_may_go_out_beside_an_answer_never_overtakes_what_waits_in_its_own_chat(room: Room) -> None:
    def put_call(desk: Desk, chat: int, method: str) -> None:
        called = {"chat_id": chat, "message_id": 7}
        outbox.put(desk.session, desk.satker_id, chat, method, called, rank=Rank.REPLY, now=desk.now)

    def beside(desk: Desk) -> int | None:
        found = outbox.claim(desk.session, desk.now, repeatable_only=True)
        return found.id if found is not None else None

    for chat, method in ((BUDI, FOLLOW), (BUDI, "editMessageText"), (CITRA, "editMessageText")):
        room.do(put_call, chat, method)
    assert room.do(beside) == 3
    sent(room, 3)
    assert room.do(beside) is None
    sent(room, 1)
    assert room.do(beside) == 2


def test_a_claimed_row_that_was_never_recorded_is_claimed_again(room: Room) -> None:
    put(room)
    assert [claim(room), claim(room)] == [1, 1]
    assert row(room, 1).attempts == 2


def test_a_chat_whose_message_waits_is_held_whole_while_others_are_served(room: Room) -> None:
    put(room)
    put(room)
    put(room, CITRA)
    room.do(lambda desk: outbox.postpone(desk.session, 1, MORNING + timedelta(seconds=30), "x" * 900))
    assert claim(room) == 3
    sent(room, 3)
    assert claim(room, 29) is None
    assert claim(room, 30) == 1
    assert len(row(room, 1).error) == 500
    sent(room, 1)
    assert (claim(room, 30), row(room, 1).error) == (2, None)


def test_what_can_never_go_out_lets_the_next_go(room: Room) -> None:
    put(room)
    put(room)
    room.do(lambda desk: outbox.give_up(desk.session, 1, "Forbidden", desk.now))
    assert claim(room) == 2
    assert room.do(lambda desk: outbox.open_count(desk.session)) == 1


def test_a_group_that_became_a_supergroup_gets_what_waits_at_its_new_address(room: Room) -> None:
    for _ in range(3):
        put(room, -5)
    sent(room, 1)
    room.do(lambda desk: outbox.postpone(desk.session, 2, MORNING + timedelta(hours=1), "moved"))
    room.do(lambda desk: outbox.redirect(desk.session, -5, -1005))
    assert [(row(room, id).chat_id, row(room, id).payload["chat_id"]) for id in (1, 2, 3)] == [
        (-5, -5),
        (-1005, -1005),
        (-1005, -1005),
    ]
    assert claim(room) == 2


def test_a_reply_finds_the_call_that_made_the_message(room: Room) -> None:
    put(room)
    put(room)
    sent(room, 1, 70)
    sent(room, 2, 71)

    def found(chat: int, message: int) -> int | None:
        row = room.do(lambda desk: outbox.message(desk.session, chat, message))
        return row.id if row else None

    assert [found(BUDI, 71), found(BUDI, 70), found(CITRA, 70), found(BUDI, 1)] == [2, 1, None, None]


def test_a_chat_that_is_held_with_very_much_waiting_does_not_keep_others_waiting(room: Room) -> None:
    for _ in range(250):
        put(room)
    put(room, CITRA)
    room.do(lambda desk: outbox.postpone(desk.session, 1, MORNING + timedelta(hours=1), "flood"))
    assert claim(room) == 251


def test_a_message_that_changes_back_before_its_change_went_out_ends_as_it_was(room: Room) -> None:
    def shows(desk: Desk, template: str) -> bool:
        return desk.say(7, template, edit=41)

    room.do(lambda desk: desk.say(7, "group_here"))
    first = room.outbox()[0]
    room.do(lambda desk: outbox.sent(desk.session, saved(first.id), 41, desk.now))
    assert not room.do(shows, "group_here"), "it says so already"
    assert room.do(shows, "draft_private")
    assert room.do(shows, "group_here"), "what it is to say next is another thing"
    assert not room.do(shows, "group_here")
    words = [row.payload["text"] for row in room.outbox()]
    assert words[0] == words[2] != words[1]


def test_a_link_that_nobody_gets_any_more_is_nowhere_to_be_read(room: Room) -> None:
    payload = {"chat_id": 501, outbox.CODE: "https://t.me/kantor_bot?start=rahasia"}
    for words in (payload, {"chat_id": 501, "text": "Selamat pagi"}):
        room.do(lambda desk, words=words: desk.put(501, "sendPhoto", words, rank=Rank.REPLY))
    room.do(lambda desk: outbox.recall(desk.session, 501, desk.now))
    assert [row(room, id).payload for id in (1, 2)] == [{}, {"chat_id": 501, "text": "Selamat pagi"}]
    assert all(row(room, id).error == outbox.RECALLED for id in (1, 2))

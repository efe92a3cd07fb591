"""How fast messages go out: never more than the limits in any window, and never later than they ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.delivery.pace import SLACK, Pace, Window

DUST = 1e-6
CHATS = (501, 502, 503, -100, -200)
PER_SECOND, PER_CHAT, PER_GROUP = 30.0, 1.0, 20
Sent = tuple[float, int, str]


def played(wishes: list[tuple[int, float]]) -> list[Sent]:
    """Messages to chats, each wished for so long after the one before was sent, and sent as soon as it may be."""
    pace, now, sent = Pace(per_second=PER_SECOND, per_chat=PER_CHAT, per_group=PER_GROUP), 0.0, []
    for chat_id, after in wishes:
        now += after
        earliest = max(now, pace.opens(now), pace.barred(now).get(chat_id, now))
        assert pace.opens(earliest) <= earliest + DUST
        assert pace.barred(earliest).get(chat_id, earliest) <= earliest + DUST
        if earliest > now:
            assert _full(sent, chat_id, earliest - 10 * DUST), "it waits only where a limit asks for it"
        pace.note(chat_id, "sendMessage", earliest)
        sent.append((earliest, chat_id, "sendMessage"))
        now = earliest
    return sent


def _full(sent: list[Sent], chat_id: int, at: float) -> bool:
    """Whether a message to this chat would break a limit at this instant."""
    here = [moment for moment, chat, _ in sent if chat == chat_id]
    lately = [moment for moment, _, _ in sent if at - moment < SLACK / PER_SECOND]
    in_chat = [moment for moment in here if at - moment < SLACK / PER_CHAT]
    in_group = [moment for moment in here if chat_id < 0 and at - moment < 60 * SLACK]
    return bool(lately or in_chat or len(in_group) >= PER_GROUP)


@given(st.lists(st.tuples(st.sampled_from(CHATS), st.sampled_from([0.0, 0.0, 0.01, 0.5, 1.5])), max_size=120))
def test_no_window_ever_holds_more_than_its_limit(wishes: list[tuple[int, float]]) -> None:
    sent = played(wishes)
    for begin, _, _ in sent:
        within = [(moment - begin, chat) for moment, chat, _ in sent if moment >= begin]
        assert sum(age < 1 for age, _ in within) <= PER_SECOND
        for chat_id in CHATS:
            assert sum(age < 1 for age, chat in within if chat == chat_id) <= 1
            if chat_id < 0:
                assert sum(age < 60 for age, chat in within if chat == chat_id) <= PER_GROUP


def test_thirty_chats_are_served_in_a_second_and_one_chat_once_a_second() -> None:
    many = played([(number, 0.0) for number in range(1, 61)])
    assert many[-1][0] == pytest.approx(59 * SLACK / 30)
    one = played([(501, 0.0)] * 5)
    assert [moment for moment, _, _ in one] == pytest.approx([number * SLACK for number in range(5)])


def test_a_group_takes_twenty_a_minute_and_private_chats_go_on_meanwhile() -> None:
    sent = played([(-100, 0.0)] * 20 + [(501, 0.0), (-100, 0.0)])
    assert sent[19][0] == pytest.approx(19 * SLACK)
    assert sent[20][0] < 20 * SLACK
    assert sent[21][0] == pytest.approx(60 * SLACK)


def test_an_answer_to_a_button_holds_up_no_chat_but_counts_in_all() -> None:
    pace = Pace(per_second=30, per_chat=1, per_group=20)
    pace.note(501, "answerCallbackQuery", 10.0)
    assert pace.barred(10.0) == {}
    assert 10.0 < pace.opens(10.0) <= 10 + SLACK / 30
    pace.note(501, "sendMessage", 10.1)
    assert pace.barred(10.1) == pytest.approx({501: 10.1 + SLACK})


def test_what_is_long_over_is_forgotten() -> None:
    pace = Pace(per_second=30, per_chat=1, per_group=20)
    for chat_id in (501, -100):
        pace.note(chat_id, "sendMessage", 0.0)
    assert set(pace.barred(1.0)) == {501, -100}
    assert pace.barred(100.0) == {}
    assert (pace._chats, pace._groups) == ({}, {})


def test_a_window_opens_when_the_oldest_that_fills_it_is_over() -> None:
    window = Window(2, 10.0)
    assert window.empty
    for moment in (0.0, 3.0):
        assert window.opens(moment) == moment
        window.note(moment)
    assert (window.opens(4.0), window.opens(9.9), window.opens(10.0)) == (10.0, 10.0, 10.0)
    assert not window.empty

"""How fast messages go out: never more than the limits in any window, and never later than they ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.delivery.pace import MADE_UP, Pace, Window

DUST = 1e-6
CHATS = (501, 502, 503, -100, -200)
PER_SECOND, PER_CHAT, PER_GROUP = 30.0, 1.0, 20
WISHES = st.lists(
    st.tuples(
        st.sampled_from((*CHATS, *range(601, 640))),
        st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.5, 1.5]),
        st.sampled_from([0.0, 0.004, 0.06, 0.3]),
        st.floats(0, 1),
    ),
    max_size=120,
)
"""To which chat, how long after the one before was answered, how long the answer takes, and when it arrived in that."""


def played(wishes: list[tuple[int, float, float, float]]) -> list[tuple[float, int]]:
    """When messages arrived, and in which chat, where each begins after the last was answered and as soon as it may."""
    pace, now, arrived = Pace(per_second=PER_SECOND, per_chat=PER_CHAT, per_group=PER_GROUP), 0.0, []
    for chat_id, after, line, when in wishes:
        now = _begun(pace, chat_id, now + after)
        pace.begin(chat_id, "sendMessage", now)
        arrived.append((now + line * when, chat_id))
        now += line
        pace.end(chat_id, "sendMessage", now)
    return arrived


def _begun(pace: Pace, chat_id: int, now: float) -> float:
    """When a message may begin that is ready now."""
    while (opens := max(pace.opens(now), pace.barred(now).get(chat_id, now))) > now:
        now = opens
    return now


def at_once(*chats: int, line: float = 0.0) -> list[float]:
    """When messages arrive that are all ready at once."""
    return [moment for moment, _ in played([(chat, 0.0, line, 1.0) for chat in chats])]


@given(WISHES)
def test_no_window_ever_holds_more_than_its_limit_however_the_line_delays_them(
    wishes: list[tuple[int, float, float, float]],
) -> None:
    arrived = played(wishes)
    for begin, _ in arrived:
        within = [(moment - begin + DUST, chat) for moment, chat in arrived if moment >= begin]
        assert sum(age < 1 for age, _ in within) <= PER_SECOND
        for chat_id in {chat for _, chat in within}:
            assert sum(age < 1 for age, chat in within if chat == chat_id) <= 1
            if chat_id < 0:
                assert sum(age < 60 for age, chat in within if chat == chat_id) <= PER_GROUP


def test_thirty_chats_are_served_in_a_second_and_one_chat_once_a_second() -> None:
    assert at_once(*range(1, 62))[-1] == pytest.approx(2.0)
    assert at_once(*[501] * 5) == pytest.approx([0, 1, 2, 3, 4])
    assert at_once(*[501] * 3, line=0.25) == pytest.approx([0.25, 1.5, 2.75])


def test_they_go_out_evenly_and_make_up_for_a_hitch_but_not_for_a_long_rest() -> None:
    quick = [(chat, 0.0, 0.0, 0.0) for chat in range(1, 201)]
    hitch = [*quick[:60], (201, 0.0, 0.15, 1.0), *quick[60:119]]
    even, hitched = (played(wishes)[-1][0] for wishes in (quick[:120], hitch))
    assert hitched == pytest.approx(even, abs=1 / PER_SECOND)
    rested = [moment for moment, _ in played([*quick[:30], (201, 100.0, 0.0, 0.0), *quick[30:60]])]
    after = [moment - rested[30] for moment in rested[30:]]
    assert sum(age < DUST for age in after) <= MADE_UP + 1


def test_a_group_takes_twenty_a_minute_and_private_chats_go_on_meanwhile() -> None:
    sent = at_once(*[-100] * 20, 501, -100)
    assert sent[19] == pytest.approx(19)
    assert sent[20] < 20
    assert sent[21] == pytest.approx(60)


def test_an_answer_to_a_button_holds_up_no_chat_but_counts_in_all() -> None:
    pace = Pace(per_second=1, per_chat=1, per_group=20)
    pace.begin(501, "answerCallbackQuery", 10.0)
    assert pace.barred(10.0) == {}
    assert pace.opens(10.0) > 10.0
    pace.end(501, "answerCallbackQuery", 10.1)
    assert pace.opens(10.1) == pytest.approx(11.1)
    pace.begin(501, "sendMessage", 11.1)
    pace.end(501, "sendMessage", 11.2)
    assert pace.barred(11.2) == pytest.approx({501: 12.2})


def test_a_chat_waits_as_long_as_its_message_is_unanswered() -> None:
    pace = Pace(per_second=30, per_chat=1, per_group=20)
    pace.begin(501, "sendMessage", 0.0)
    assert pace.barred(50.0) == {501: 51.0}
    pace.end(501, "sendMessage", 50.5)
    assert pace.barred(51.0) == {501: 51.5}
    assert pace.barred(51.5) == {}


def test_what_is_long_over_is_forgotten() -> None:
    pace = Pace(per_second=30, per_chat=1, per_group=20)
    for chat_id in (501, -100):
        pace.begin(chat_id, "sendMessage", 0.0)
        pace.end(chat_id, "sendMessage", 0.0)
    assert set(pace.barred(0.9)) == {501, -100}
    assert pace.barred(100.0) == {}
    assert (pace._chats, pace._groups) == ({}, {})


def test_a_window_opens_when_the_oldest_that_fills_it_is_over() -> None:
    window = Window(2, 10.0)
    assert window.empty
    for moment in (0.0, 3.0):
        assert window.opens(moment) == moment
        window.begin()
        window.end(moment)
    assert (window.opens(4.0), window.opens(9.9), window.opens(10.0)) == (10.0, 10.0, 10.0)
    assert not window.empty

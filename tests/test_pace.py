"""How fast messages may go out: never more than Telegram takes in any second or minute, and hardly less."""

from hypothesis import given
from hypothesis import strategies as st

from zibot.delivery.pace import Pace

delays = st.floats(0, 0.08)


def play(chats: list[int], delays: list[float], *, method: str = "sendMessage") -> list[tuple[float, int]]:
    """Sends to each chat in turn as soon as it may, each a little later than it could; when and where it did."""
    pace, now, sent = Pace(per_second=30, per_chat=1, per_group=20), 100.0, []
    for position, chat in enumerate(chats):
        now = max(now, pace.opens(now), pace.barred(now).get(chat, now)) + delays[position % len(delays)]
        assert pace.opens(now) <= now
        pace.note(chat, method, now)
        sent.append((now, chat))
    return sent


def most_within(instants: list[float], seconds: float) -> int:
    return max(sum(1 for other in instants if at <= other < at + seconds) for at in instants)


@given(st.lists(st.integers(1, 200), min_size=1, max_size=150), st.lists(delays, min_size=1, max_size=20))
def test_never_more_than_thirty_in_any_second(chats: list[int], delays: list[float]) -> None:
    assert most_within([at for at, _ in play(chats, delays)], 1.0) <= 30


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40), st.lists(delays, min_size=1, max_size=20))
def test_never_more_than_one_a_second_in_a_chat(chats: list[int], delays: list[float]) -> None:
    sent = play(chats, delays)
    for chat in set(chats):
        assert most_within([at for at, where in sent if where == chat], 1.0) == 1


def test_never_more_than_twenty_a_minute_in_a_group() -> None:
    sent = play([-5] * 70, [0.0])
    assert most_within([at for at, _ in sent], 60.0) == 20


def test_other_chats_do_not_wait_for_one_that_must() -> None:
    pace = Pace(per_second=30, per_chat=1, per_group=20)
    pace.note(7, "sendMessage", 100.0)
    assert set(pace.barred(100.2)) == {7}
    assert pace.opens(100.2) <= 100.2
    assert pace.barred(101.1) == {}


def test_an_answer_to_a_button_keeps_no_chat_waiting() -> None:
    pace = Pace(per_second=30, per_chat=1, per_group=20)
    pace.note(7, "answerCallbackQuery", 100.0)
    assert pace.barred(100.01) == {}


def test_under_load_nearly_all_of_what_is_allowed_goes_out() -> None:
    sent = play(list(range(1, 61)) * 30, [0.004, 0.0, 0.012])
    seconds = sent[-1][0] - sent[0][0]
    assert len(sent) / seconds > 0.95 * 30

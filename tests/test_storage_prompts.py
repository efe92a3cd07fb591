import pytest

from tests.desk import Room
from zibot.model import Person
from zibot.storage import prompts

GROUP = -100


@pytest.fixture
def dedi(room: Room) -> Person:
    return room.joins("Dedi Kurnia", account=501)


def ask(room: Room, who: Person, kind: str, chat: int = 501) -> None:
    room.do(lambda desk: prompts.ask(desk.session, who, kind, chat, obligation_id=None, now=desk.now))


def pending(room: Room, who: Person, chat: int = 501) -> str | None:
    prompt = room.do(lambda desk: prompts.pending(desk.session, who, chat, desk.now))
    return prompt.kind if prompt else None


def test_the_next_words_answer_the_last_question(room: Room, dedi: Person) -> None:
    assert pending(room, dedi) is None
    ask(room, dedi, "reason-blocked")
    ask(room, dedi, "new-due")
    assert pending(room, dedi) == "new-due"


def test_a_question_in_one_chat_is_not_answered_in_another(room: Room, dedi: Person) -> None:
    ask(room, dedi, "reason-blocked", GROUP)
    assert pending(room, dedi) is None
    assert pending(room, dedi, GROUP) == "reason-blocked"


def test_a_question_to_one_person_is_not_answered_by_another(room: Room, dedi: Person) -> None:
    citra = room.joins("Citra Dewi", account=502)
    ask(room, dedi, "reason-blocked", GROUP)
    assert pending(room, citra, GROUP) is None


def test_an_answered_question_is_closed(room: Room, dedi: Person) -> None:
    ask(room, dedi, "reason-blocked")
    room.do(lambda desk: prompts.close(desk.session, dedi, desk.now))
    assert pending(room, dedi) is None


def test_a_question_is_not_waited_for_longer_than_two_days(room: Room, dedi: Person) -> None:
    ask(room, dedi, "reason-blocked")
    room.at("2027-01-06 06:59")
    assert pending(room, dedi) == "reason-blocked"
    room.at("2027-01-06 07:00")
    assert pending(room, dedi) is None

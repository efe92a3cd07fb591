"""The topics of a forum group: where the bot speaks of what, and what happens when one is gone."""

from tests.desk import Room
from zibot.context import Desk
from zibot.model import Group
from zibot.storage import ledger, people, topics

GROUP = -1_002_000_000_001


def bound(room: Room, thread: int, area: int | None = None) -> bool:
    """Bind a topic of the group; whether that was news."""
    known = room.do(lambda desk: next(iter(people.members(desk.session, desk.satker_id).values()), None))
    lead = known or room.joins("Ratna Lestari", "lead", account=502)

    def does(desk: Desk) -> bool:
        if people.the_group(desk.session, desk.satker_id) is None:
            people.bind_group(desk.session, desk.satker_id, GROUP, "Tim ZI", actor=lead, now=desk.now)
        group = people.the_group(desk.session, desk.satker_id)
        assert isinstance(group, Group)
        return topics.bind(desk.session, group, thread, area=area, actor=lead, now=desk.now)

    return bool(room.do(does))


def thread(room: Room, area: int | None = None) -> int | None:
    found: int | None = room.do(lambda desk: topics.thread(desk.session, GROUP, area))
    return found


def test_an_area_without_a_topic_is_spoken_of_where_everything_else_is(room: Room) -> None:
    assert thread(room) is None
    assert bound(room, 7)
    assert bound(room, 9, area=5)
    assert (thread(room), thread(room, 5), thread(room, 1)) == (7, 9, 7)
    assert room.do(lambda desk: topics.areas(desk.session, GROUP)) == {5}


def test_the_latest_topic_counts_and_the_same_again_is_no_news(room: Room) -> None:
    assert bound(room, 7, area=5)
    assert not bound(room, 7, area=5)
    assert bound(room, 8, area=5)
    assert thread(room, 5) == 8
    assert thread(room) is None


def test_what_was_said_in_a_topic_that_is_gone_goes_where_the_rest_goes(room: Room) -> None:
    bound(room, 7)
    bound(room, 9, area=5)
    assert room.do(lambda desk: topics.lost(desk.session, GROUP, 9, desk.now))
    assert not room.do(lambda desk: topics.lost(desk.session, GROUP, 9, desk.now))
    assert thread(room, 5) == 7


def test_binding_and_losing_a_topic_are_facts(room: Room) -> None:
    bound(room, 9, area=5)
    room.do(lambda desk: topics.lost(desk.session, GROUP, 9, desk.now))

    def kinds(desk: Desk) -> list[str]:
        return [link.fact.kind for link in ledger.links(desk.session, desk.satker_id)]

    assert room.do(kinds)[-2:] == ["topic.bound", "topic.lost"]

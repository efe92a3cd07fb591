"""Pauses that began while the clock was wrong end once it is set right; all others last as long as they should."""

from datetime import datetime, timedelta

import pytest

from tests.desk import MORNING, Room
from zibot.context import Desk
from zibot.jobs.tick import tick
from zibot.model import Inbox
from zibot.storage import inbox, outbox, pauses
from zibot.storage.inbox import Fault
from zibot.storage.outbox import Rank

AHEAD = MORNING + timedelta(days=366)
SOON = timedelta(seconds=40)


def failed(desk: Desk, *, came: datetime, tried: datetime) -> None:
    """An update that came once and whose handling failed later."""
    inbox.keep(desk.session, 1, 501, "{}", came)
    inbox.failed(desk.session, 1, "disk full", tried, fault=Fault.STORE)


def held_up(desk: Desk, tried: datetime) -> None:
    """A message that Telegram wants later."""
    outbox.put(desk.session, desk.satker_id, 501, "sendMessage", {}, rank=Rank.REPLY, now=tried)
    row = outbox.claim(desk.session, tried)
    assert row is not None
    assert row.id is not None
    outbox.postpone(desk.session, row.id, tried + SOON, "429")


def ready(desk: Desk) -> tuple[int, bool]:
    """How many updates can be handled now, and whether a message can go out."""
    pauses.end_drawn_out(desk.session, desk.now)
    return len(inbox.waiting(desk.session, desk.now).rows), outbox.waits(desk.session, desk.now)


@pytest.mark.parametrize("ahead", [timedelta(days=366), timedelta(days=1), timedelta(minutes=5)])
def test_what_came_and_failed_while_the_clock_was_ahead_is_tried_at_once(room: Room, ahead: timedelta) -> None:
    room.at("2027-01-04 07:30")
    room.do(failed, came=MORNING + ahead, tried=MORNING + ahead)
    room.do(held_up, MORNING + ahead)
    assert room.do(ready) == (1, True)


def test_what_had_come_before_is_tried_at_once_too(room: Room) -> None:
    room.at("2027-01-04 07:30")
    room.do(failed, came=MORNING - SOON, tried=AHEAD)
    assert room.do(ready) == (1, False)


def test_a_pause_that_began_in_time_is_kept(room: Room) -> None:
    room.at("2027-01-04 07:30")
    room.do(failed, came=MORNING - SOON, tried=MORNING)
    room.do(held_up, MORNING)
    assert room.do(ready) == (0, False)


async def test_every_look_at_the_clock_ends_them(room: Room) -> None:
    room.do(failed, came=AHEAD, tried=AHEAD)
    room.at("2027-01-04 07:30")
    await tick(room.house)
    assert room.do(lambda desk: desk.session.get_one(Inbox, 1).not_before) is None

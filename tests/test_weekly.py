"""The group's weekly digest: silent, only what is late, once a week, and never a burst."""

from datetime import date, datetime

import pytest

from tests.desk import WIB, Room, butir
from zibot.jobs import agenda, weekly
from zibot.jobs.tick import tick
from zibot.model import Outbox
from zibot.plan.reading import PlanItem
from zibot.rules.lifecycle import Kind

GROUP, LEAD, DEDI = -100, 500, 501
DUE = date(2027, 4, 30)  # a Friday


def plan() -> list[PlanItem]:
    return [
        butir("I.1.1", DUE, action="Menetapkan tim"),
        butir("V.1.1", DUE),
        butir("V.2.1", DUE, action="Merekap pengaduan Zamrud"),
        butir("VI.1.1", date(2027, 5, 7)),
    ]


@pytest.fixture
def office(room: Room) -> Room:
    """Three items fall due on Friday, 30 April; the group is bound on 4 January."""
    room.adopt(*plan())
    lead = room.joins("Ratna Lestari", "lead", account=LEAD)
    room.joins("Dedi Kurnia", account=DEDI, items=["I", "V", "VI"])
    room.binds_group(lead, GROUP)
    return room


async def posted(room: Room, *moments: str) -> list[Outbox]:
    """The digests that the group gets at these moments."""
    before = room.put_out()
    for moment in moments:
        room.at(moment)
        await tick(room.house)
    rows = [row for row in room.outbox(before) if row.chat_id == GROUP]
    return [row for row in rows if (row.once or "").startswith("weekly:")]


async def test_on_monday_the_group_hears_silently_what_is_late_by_area_and_who_holds_it(office: Room) -> None:
    [row] = await posted(office, "2027-05-03 07:59", "2027-05-03 08:00", "2027-05-03 09:00", "2027-05-04 08:00")
    text = row.payload["text"]
    assert row.payload["disable_notification"] is True
    assert "Menetapkan tim — 30 Apr, Dedi Kurnia" in text
    assert text.index("I · MANAJEMEN") < text.index("I.1.1") < text.index("V · PENGUATAN") < text.index("V.1.1")
    assert "Minggu ini jatuh tempo: VI.1.1." in text
    assert "1 butir rahasia" in text
    assert "Zamrud" not in text
    assert "V.2.1" not in text
    assert len(row.about) == 2


async def test_where_nothing_is_late_nothing_is_posted_not_even_later_in_the_week(office: Room) -> None:
    assert await posted(office, "2027-04-26 08:00", "2027-04-30 08:00") == []
    # VI.1.1 is due on Friday and late on the Monday after: the week before has nothing of it.
    for duty in office.duties():
        if duty.code != "VI.1.1":
            office.happens(duty, Kind.ACCEPTED)
    assert await posted(office, "2027-05-03 08:00", "2027-05-07 08:00") == []
    assert len(await posted(office, "2027-05-10 08:00")) == 1


async def test_a_machine_that_was_down_makes_up_for_it_once_within_hours_of_the_same_week(office: Room) -> None:
    assert len(await posted(office, "2027-05-05 16:00", "2027-05-08 09:00")) == 0
    assert len(await posted(office, "2027-05-12 07:59", "2027-05-12 13:00", "2027-05-14 08:00")) == 1


@pytest.mark.parametrize(
    ("on", "week", "day"),
    [
        (1, date(2027, 5, 12), date(2027, 5, 10)),
        (3, date(2027, 5, 12), date(2027, 5, 12)),
        (1, date(2027, 3, 10), None),  # nobody works in that week
        (2, date(2027, 6, 1), date(2027, 6, 2)),  # Pancasila day
        (5, date(2027, 3, 26), date(2027, 3, 24)),  # Good Friday, and cuti bersama before it
        (0, date(2027, 5, 12), None),
    ],
)
def test_it_comes_on_the_offices_weekday_or_the_nearest_working_day_of_that_week(
    office: Room, on: int, week: date, day: date | None
) -> None:
    office.house.settings = office.house.settings.model_copy(update={"digest_on": on})
    assert office.do(weekly.day_of, week) == day


async def test_a_group_that_was_bound_only_now_waits_for_the_next_week(room: Room) -> None:
    room.adopt(*plan())
    lead = room.joins("Ratna Lestari", "lead", account=LEAD)
    room.joins("Dedi Kurnia", account=DEDI, items=["I", "V", "VI"])
    room.at("2027-05-03 08:30")
    room.binds_group(lead, GROUP)
    assert await posted(room, "2027-05-03 09:00", "2027-05-04 08:00") == []
    assert len(await posted(room, "2027-05-10 08:00")) == 1


async def test_on_the_day_of_a_recap_it_keeps_quiet(office: Room) -> None:
    office.happens(office.duties()[0], Kind.MOVED, due="2027-06-28")
    assert await posted(office, "2027-07-01 08:00") == []
    assert "Rekap Triwulan II" in office.texts(GROUP)[-1]
    assert len(await posted(office, "2027-07-02 08:00")) == 1


def test_who_plays_the_rehearsal_sees_it_coming(office: Room) -> None:
    office.at("2027-05-03 07:45")
    assert office.do(agenda.next_event) == datetime(2027, 5, 3, 8, 0, tzinfo=WIB)


async def test_a_long_list_is_cut_and_leads_on(room: Room) -> None:
    room.adopt(*(butir(f"V.1.{number}", DUE, action="Menyusun " * 40) for number in range(1, 41)))
    room.binds_group(room.joins("Ratna Lestari", "lead", account=LEAD), GROUP)
    [row] = await posted(room, "2027-05-03 08:00")
    assert "dan 20 butir lainnya: /terlambat" in row.payload["text"]
    assert len(row.payload["text"]) < 4096

"""What happens by itself as time passes, in an office whose clock a test sets."""

from dataclasses import astuple
from datetime import date, datetime

import pytest

from tests.desk import WIB, Room, butir
from zibot import recap as recap_of
from zibot.context import Verb, data
from zibot.delivery.telegram import Outcome
from zibot.handlers import errors
from zibot.jobs import agenda, recap, remind
from zibot.jobs.tick import next_look, tick
from zibot.rules.lifecycle import Kind
from zibot.storage import people, reminders, waking
from zibot.storage.peek import may_sleep

MARCH = date(2027, 3, 31)
LEAD, DEDI, CITRA, GROUP = 500, 501, 502, -100


@pytest.fixture
def team(room: Room) -> Room:
    """A plan adopted on 4 January with two items due on 31 March, and a lead and two staff who joined."""
    room.adopt(butir("V.1.1", MARCH), butir("VI.1.1", MARCH, action="Merekap pengaduan"))
    room.joins("Ratna Lestari", "lead", account=LEAD)
    room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    room.joins("Citra Dewi", account=CITRA, items=["VI"])
    return room


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=WIB)


# the morning


async def test_a_morning_says_to_each_holder_once_what_is_due(team: Room) -> None:
    team.at("2027-03-17 07:30")
    assert (await tick(team.house)).digests == 2
    assert "V.1.1" in team.texts(DEDI)[0]
    assert "VI.1.1" in team.texts(CITRA)[0]
    assert team.texts(LEAD) == []


async def test_looking_again_does_nothing_more(team: Room) -> None:
    team.at("2027-03-17 07:30")
    await tick(team.house)
    before = [row.model_dump() for row in team.outbox()]
    for later in ("2027-03-17 07:30", "2027-03-17 11:00", "2027-03-18 07:30"):
        team.at(later)
        assert not any(astuple(await tick(team.house)))
    assert [row.model_dump() for row in team.outbox()] == before


@pytest.mark.parametrize(
    "moment",
    [
        "2027-03-17 07:29:59",  # too early
        "2027-03-17 16:00",  # too late for today
        "2027-03-20 09:00",  # a Saturday
        "2027-03-26 09:00",  # Good Friday
        "2027-03-16 09:00",  # nothing is due yet
    ],
)
def test_outside_the_hours_of_a_working_day_nothing_is_said(team: Room, moment: str) -> None:
    team.at(moment)
    assert team.do(remind.due) == {}


async def test_a_machine_that_comes_back_in_the_afternoon_makes_up_for_the_morning(team: Room) -> None:
    team.at("2027-03-19 15:59")
    assert (await tick(team.house)).digests == 2


async def test_what_was_named_is_written_down_with_the_message(team: Room) -> None:
    team.at("2027-03-17 07:30")
    await tick(team.house)
    named = team.do(lambda desk: reminders.last_named(desk.session, desk.satker_id, desk.today))
    assert named == {
        (2, team.obligation("V.1.1")): date(2027, 3, 17),
        (3, team.obligation("VI.1.1")): date(2027, 3, 17),
    }
    assert [row.about for row in team.outbox() if row.chat_id == DEDI] == [[team.obligation("V.1.1")]]


@pytest.mark.parametrize("ahead", ["2028-03-17 07:30", "2027-03-18 07:30"])
async def test_what_was_named_while_the_clock_was_ahead_is_named_again_on_its_day(team: Room, ahead: str) -> None:
    team.at(ahead)
    await tick(team.house)
    team.at("2027-03-17 07:30")
    assert (await tick(team.house)).digests == 2
    assert (await tick(team.house)).digests == 0
    team.at(ahead)
    assert (await tick(team.house)).digests == 0, "and who heard of a day hears of it once"


async def test_every_button_of_a_morning_is_one_that_is_answered(team: Room) -> None:
    team.at("2027-03-17 07:30")
    await tick(team.house)
    pressed = [
        button["callback_data"].split(":")
        for row in team.outbox()
        for line in row.payload["reply_markup"]["inline_keyboard"]
        for button in line
    ]
    assert {Verb(verb) for verb, _ in pressed} == {Verb.SEND, Verb.OPEN, Verb.LATER}
    assert {int(number) for _, number in pressed} == {1, 2}


async def test_twenty_items_are_one_message_that_shows_the_most_pressing_of_each_group(room: Room) -> None:
    days = [date(2027, 4, 30)] * 6 + [date(2027, 5, 3)] * 6 + [date(2027, 5, 5)] * 6 + [date(2027, 5, 17)] * 6
    items = [butir(f"V.1.{n}", day, action="Menyusun laporan 👨‍👩‍👧‍👦 & " * 30) for n, day in enumerate(days, start=1)]
    room.adopt(*items)
    room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    room.at("2027-05-03 07:30")
    await tick(room.house)
    [row] = room.outbox()
    text = row.payload["text"]
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    for heading in ("Lewat tenggat", "Hari ini, 3 Mei 2027", "Minggu ini"):
        assert heading in text
    assert "dan 16 lainnya: /tugas" in text
    keys = row.payload["reply_markup"]["inline_keyboard"]
    assert [len(line) for line in keys] == [1] * 9
    assert len(row.about) == 24


async def test_an_item_late_on_several_days_is_one_line_with_all_of_them(room: Room) -> None:
    room.adopt(butir("V.1.1", *(date(2027, month, 28) for month in (1, 2, 4))), butir("V.1.2", date(2027, 4, 28)))
    room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    room.at("2027-04-29 07:30")
    await tick(room.house)
    [text] = room.texts(DEDI)
    assert "28 Jan, 28 Feb, 28 Apr" in text
    assert text.count("V.1.1") == 1


async def test_what_the_message_tells_of_others_is_not_told_in_the_group_where_it_cannot_be_delivered(
    room: Room,
) -> None:
    room.adopt(butir("V.1.1", MARCH))
    lead = room.joins("Ratna Lestari", "lead", account=LEAD)
    room.joins("Budi Santoso", "coordinator", account=DEDI, areas=[5])
    room.joins("Citra Dewi", account=CITRA, items=["V"])
    room.binds_group(lead, GROUP)
    room.at("2027-04-05 07:30")
    await tick(room.house)
    row = next(row for row in room.outbox() if row.chat_id == DEDI)
    assert "Perlu bantuan Anda" in row.payload["text"]
    room.do(errors.undelivered, row, Outcome(closed=True, error="Forbidden: bot was blocked by the user"))
    assert not [text for text in room.texts(GROUP) if "Perlu bantuan" in text]


async def test_a_coordinators_morning_has_a_button_for_each_thing_that_waits(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH), butir("V.1.2", MARCH), butir("V.1.3", MARCH), butir("V.2.1", date(2027, 12, 30)))
    room.joins("Budi Santoso", "coordinator", account=CITRA, areas=[5])
    dedi = room.joins("Dedi Kurnia", account=DEDI, items=["V.1"])
    room.at("2027-04-06 09:00")
    duties = {duty.code: duty for duty in room.duties()}
    room.happens(duties["V.1.1"], Kind.SUBMITTED, actor_id=dedi.id)
    room.happens(duties["V.1.2"], Kind.ASKED, actor_id=dedi.id, due="2027-05-14")
    room.at("2027-04-08 07:30")
    await tick(room.house)
    [row] = [row for row in room.outbox() if row.chat_id == CITRA]
    text = row.payload["text"]
    for words in ("V.1.3", "lewat 6 hari kerja", "Menunggu pemeriksaan Anda: 1", "mundur ke Jumat, 14 Mei", "V.2.1"):
        assert words in text
    keys = [line[0]["callback_data"] for line in row.payload["reply_markup"]["inline_keyboard"]]
    opened = [data(Verb.OPEN, duties[code].id) for code in ("V.1.2", "V.1.3")]
    assert keys == [*opened, data(Verb.QUEUE), data(Verb.ASSIGN_LIST)]
    assert row.about == []
    # All of it was told, so that tomorrow has nothing new.
    room.at("2027-04-09 07:30")
    await tick(room.house)
    assert len([row for row in room.outbox() if row.chat_id == CITRA]) == 1


async def test_a_message_about_something_confidential_cannot_be_passed_on(team: Room) -> None:
    team.at("2027-03-17 07:30")
    await tick(team.house)
    assert {row.chat_id: row.payload.get("protect_content", False) for row in team.outbox()} == {
        DEDI: False,
        CITRA: True,
    }


async def test_who_never_joined_is_reminded_once_they_have(team: Room) -> None:
    eka = team.joins("Eka Putri", items=["V.1.1"])
    team.at("2027-03-17 07:30")
    assert (await tick(team.house)).digests == 1  # Citra; Dedi is no longer the closest
    code = team.do(lambda desk: people.invite(desk.session, desk.session.get_one(type(eka), eka.id), desk.now, days=3))
    team.do(lambda desk: people.join(desk.session, desk.satker_id, code, 503, desk.now))
    team.at("2027-03-18 07:30")
    assert (await tick(team.house)).digests == 1
    assert "V.1.1" in team.texts(503)[0]


async def test_what_was_submitted_is_not_asked_for(team: Room) -> None:
    team.happens(team.duties()[0], Kind.SUBMITTED)
    team.at("2027-03-17 07:30")
    await tick(team.house)
    assert team.texts(DEDI) == []
    assert "VI.1.1" in team.texts(CITRA)[0]


# what was due before adoption


async def test_the_lead_gets_the_backlog_once_and_nobody_is_nagged_about_it(room: Room) -> None:
    room.at("2027-04-27 09:00")
    room.adopt(butir("V.1.1", MARCH), butir("V.1.2", date(2027, 12, 31)))
    room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    assert not any(astuple(await tick(room.house)))
    room.joins("Ratna Lestari", "lead", account=LEAD)
    assert (await tick(room.house)).backlog == 1
    assert not any(astuple(await tick(room.house)))
    assert "V.1.1" in room.texts(LEAD)[0]
    assert room.texts(DEDI) == []


async def test_items_in_doubt_are_asked_about_once_each_of_who_decides(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, certain=False), butir("VI.1.1", MARCH, certain=False), butir("V.1.2"))
    room.joins("Ratna Lestari", "lead", account=LEAD)
    room.joins("Budi Santoso", "coordinator", account=CITRA, areas=[5])
    assert (await tick(room.house)).asked == 2
    assert not any(astuple(await tick(room.house)))
    (to_lead,), (to_budi,) = room.texts(LEAD), room.texts(CITRA)
    assert ("V.1.1" in to_budi, "VI.1.1" in to_budi, "V.1.2" in to_budi) == (True, False, False)
    assert ("VI.1.1" in to_lead, "• <b>V.1.1" in to_lead) == (True, False)


# when to look again


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2027-03-17 00:00", "2027-03-17 02:00"),
        ("2027-03-17 02:00", "2027-03-17 07:30"),
        ("2027-03-17 07:30", "2027-03-17 08:00"),
        ("2027-03-17 08:00", "2027-03-18 02:00"),
        ("2027-03-20 12:00", "2027-03-21 02:00"),
        ("2027-12-31 23:59", "2028-01-01 02:00"),
    ],
)
def test_the_clock_is_looked_at_again_at_the_next_hour_of_a_copy_a_reminder_or_a_recap(
    room: Room, now: str, then: str
) -> None:
    room.at(now)
    assert room.do(next_look, at(now)) == at(then)


async def test_after_a_look_the_bot_may_sleep_until_the_next_one(team: Room) -> None:
    await tick(team.house)
    file = team.clock.parent / "zibot.db"
    assert may_sleep(file, at("2027-01-04 07:29"))
    assert not may_sleep(file, at("2027-01-04 07:30"))


def test_the_hour_to_look_is_one_row(room: Room) -> None:
    for hour in (1, 2):
        room.do(lambda desk, h=hour: waking.look_at(desk.session, desk.satker_id, at(f"2027-01-05 0{h}:00")))
    assert not may_sleep(room.clock.parent / "zibot.db", at("2027-01-05 02:00"))
    assert may_sleep(room.clock.parent / "zibot.db", at("2027-01-05 01:30"))


# what comes next, for who plays the rehearsal


def test_without_a_plan_nothing_is_in_sight(room: Room) -> None:
    assert room.do(agenda.next_event) is None


async def test_the_next_event_is_the_next_morning_that_has_something_to_say(team: Room) -> None:
    assert team.do(agenda.next_event) == at("2027-03-17 07:30")
    team.at("2027-03-17 07:30")
    await tick(team.house)
    assert team.do(agenda.next_event) == at("2027-03-24 07:30")


def test_once_a_group_is_bound_a_recap_may_come_before(team: Room) -> None:
    for duty in team.duties():
        team.happens(duty, Kind.ACCEPTED)
    assert team.do(agenda.next_event) is None
    team.binds_group(team.do(lambda desk: desk.team[1]))
    assert team.do(agenda.next_event) == at("2027-04-01 08:00")
    team.at("2027-04-01 08:00")
    assert team.do(agenda.next_event) == at("2027-07-01 08:00")


# the recap of a quarter


def due(room: Room) -> str | None:
    told = room.do(recap.due)
    return str(told.quarter) if told else None


def bind(room: Room) -> None:
    room.binds_group(room.do(lambda desk: desk.team[1]), GROUP)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-03-31 23:59", None),
        ("2027-04-01 07:59", None),
        ("2027-04-01 08:00", "2027-1"),
        ("2027-05-03 09:00", "2027-1"),
        ("2027-05-30 09:00", "2027-1"),
        ("2027-05-31 08:00", None),  # sixty days late is too late
        ("2027-07-01 08:00", "2027-2"),
        ("2027-10-01 08:00", "2027-3"),
        ("2028-01-03 07:59", None),
        ("2028-01-03 08:00", "2027-4"),
    ],
)
def test_a_recap_is_due_from_the_first_working_day_after_its_quarter(
    team: Room, moment: str, expected: str | None
) -> None:
    bind(team)
    team.at(moment)
    assert due(team) == expected


def test_a_recap_waits_for_the_first_working_day(team: Room) -> None:
    bind(team)
    days = [team.do(lambda desk, q=q: recap.day_of(desk, recap.Quarter(2027, q))) for q in (1, 2, 3, 4)]
    assert days == [date(2027, 4, 1), date(2027, 7, 1), date(2027, 10, 1), date(2028, 1, 3)]


def test_a_quarter_that_was_over_before_the_plan_was_adopted_has_no_recap(room: Room) -> None:
    room.at("2027-04-01 07:00")
    room.adopt(butir("V.1.1", MARCH))
    room.joins("Ratna Lestari", "lead", account=LEAD)
    bind(room)
    room.at("2027-04-01 08:00")
    assert due(room) is None
    room.at("2027-07-01 08:00")
    assert due(room) == "2027-2"


def test_a_plan_adopted_on_the_last_day_of_a_quarter_has_its_recap(room: Room) -> None:
    room.at("2027-03-31 09:00")
    room.adopt(butir("V.1.1", MARCH))
    room.joins("Ratna Lestari", "lead", account=LEAD)
    bind(room)
    room.at("2027-04-01 08:00")
    assert due(room) == "2027-1"


def test_without_a_group_the_lead_is_told_once_that_the_recap_waits(team: Room) -> None:
    team.at("2027-04-01 08:00")
    assert [due(team), due(team)] == [None, None]
    assert len(team.texts(LEAD)) == 1
    assert "/pasang" in team.texts(LEAD)[0]
    bind(team)
    assert due(team) == "2027-1"


def test_a_recap_that_was_said_is_not_due_again(team: Room) -> None:
    bind(team)
    team.at("2027-04-01 08:00")
    told = team.do(recap.due)

    def post(desk):
        return recap_of.post(desk, GROUP, told, None, once=recap.key(desk, told.quarter))

    assert [team.do(post), team.do(post)] == [True, False]
    assert due(team) is None
    assert "Triwulan I 2027" in team.texts(GROUP)[0]
    team.at("2027-04-02 08:00")
    assert due(team) is None


def test_a_recap_asked_for_by_a_person_does_not_count_as_said(team: Room) -> None:
    bind(team)
    team.at("2027-04-01 08:00")
    told = team.do(recap.due)
    assert team.do(lambda desk: recap_of.post(desk, GROUP, told, None))
    assert due(team) == "2027-1"


def test_a_recap_of_another_year_than_the_plan_has_no_figures(team: Room) -> None:
    bind(team)
    team.at("2028-04-03 08:00")
    assert due(team) is None


def test_without_a_plan_no_recap_is_due(room: Room) -> None:
    room.joins("Ratna Lestari", "lead", account=LEAD)
    bind(room)
    room.at("2027-04-01 08:00")
    assert due(room) is None


def test_the_chart_goes_with_the_text_under_a_key_of_its_own(team: Room) -> None:
    bind(team)
    team.at("2027-04-01 08:00")
    told = team.do(recap.due)
    team.do(lambda desk: recap_of.post(desk, GROUP, told, "c" * 64, once=recap.key(desk, told.quarter)))
    text, chart = team.outbox()
    assert (text.method, chart.method) == ("sendMessage", "sendPhoto")
    assert (chart.file_sha256, chart.payload["filename"]) == ("c" * 64, "rekap-2027-1.png")
    assert (text.once, chart.once) == ("recap:1:2027-1", "recap:1:2027-1/chart")

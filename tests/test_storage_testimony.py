"""Rows as they stand: whatever someone wrote into one by hand is read, and told for what it is."""

from datetime import UTC, date, datetime

from tests.desk import Room
from zibot.context import Desk
from zibot.model import Leave, Person
from zibot.storage import leaves, testimony

NOW = datetime(2027, 1, 4, 0, 0, tzinfo=UTC)


def as_it_stands(desk: Desk) -> tuple[testimony.Row, testimony.Row]:
    people = testimony.rows(desk.session, desk.satker_id, Person, "role", "areas", "left_at")
    days = testimony.rows(desk.session, desk.satker_id, Leave, "first", "said_at", "cancelled_at")
    return people[1], days[1]


def test_columns_are_read_as_days_instants_and_lists(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", areas=[5])
    room.do(lambda desk: leaves.take(desk.session, dedi, date(2027, 2, 1), date(2027, 2, 2), desk.now))
    person, days = room.do(as_it_stands)
    assert person == {"role": "staff", "areas": [5], "left_at": None}
    assert days == {"first": "2027-02-01", "said_at": NOW, "cancelled_at": None}


def test_what_is_no_day_no_instant_and_no_list_is_read_too(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia")
    room.do(lambda desk: leaves.take(desk.session, dedi, date(2027, 2, 1), date(2027, 2, 2), desk.now))

    def spoil(desk: Desk) -> None:
        connection = desk.session.connection()
        connection.exec_driver_sql("UPDATE person SET areas = 'semua', left_at = 'kemarin'")
        connection.exec_driver_sql("UPDATE leave SET first = 'besok', said_at = 7")

    room.do(spoil)
    person, days = room.do(as_it_stands)
    assert (person["areas"], person["left_at"]) == ("semua", "kemarin")
    assert (days["first"], days["said_at"]) == ("besok", "7")


def test_guards_that_miss_and_triggers_of_others_are_told(room: Room) -> None:
    assert room.do(lambda desk: testimony.guards(desk.session)) == []

    def loosen(desk: Desk) -> list[str]:
        connection = desk.session.connection()
        connection.exec_driver_sql("DROP TRIGGER event_no_update")
        connection.exec_driver_sql("CREATE TRIGGER tamu AFTER INSERT ON event BEGIN SELECT 1; END")
        return testimony.guards(desk.session)

    assert room.do(loosen) == ["event_no_update", "tamu"]

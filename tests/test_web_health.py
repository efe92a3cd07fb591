"""Health: what a supervisor reads, and when it is told that something is wrong."""

from datetime import timedelta
from typing import Any

import pytest

from tests.desk import Room
from zibot.backup.last import LastBackup, write_down
from zibot.web.health import LITTLE, Line, health, shortage


def told(room: Room, **line: Any) -> tuple[bool, dict[str, Any]]:
    known = {"polls": True, "silent_seconds": 3.0, "why": "", "awake": True}
    return health(room.house.settings, Line(**known | line))


def test_all_is_well(room: Room) -> None:
    write_down(room.house.settings.data_dir, LastBackup(at=room.house.now() - timedelta(hours=5)))
    ok, figures = told(room)
    assert ok
    assert figures.pop("disk_free_bytes") > 0
    assert figures == {
        "ok": True,
        "state": "awake",
        "why": "",
        "mode": "polling",
        "last_poll_seconds": 3.0,
        "last_answer_seconds": 3.0,
        "inbox": {"waiting": 0, "oldest_seconds": 0.0, "dead": 0},
        "outbox": {"waiting": 0, "oldest_seconds": 0.0, "uncertain": 0},
        "backup_age_seconds": 18_000.0,
    }


def test_who_is_asleep_or_brought_its_updates_says_so(room: Room) -> None:
    assert told(room, awake=False)[1]["state"] == "asleep"
    figures = told(room, polls=False)[1]
    assert (figures["mode"], figures["last_poll_seconds"], figures["last_answer_seconds"]) == ("webhook", None, 3.0)


def test_without_a_copy_there_is_no_age(room: Room) -> None:
    assert told(room)[1]["backup_age_seconds"] is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"why": "database is locked"}, "database is locked"),
        ({"silent_seconds": 121.0}, "has not answered for 121 s"),
        ({"silent_seconds": 121.0, "polls": False}, "has not answered for 121 s"),
    ],
)
def test_what_stands_in_the_way_is_named(room: Room, line: dict[str, Any], words: str) -> None:
    ok, figures = told(room, **line)
    assert (ok, figures["ok"]) == (False, False)
    assert words in figures["why"]


def test_a_database_that_cannot_be_read_is_named_also_while_the_house_sleeps(room: Room) -> None:
    room.house.database.close()
    (room.clock.parent / "zibot.db").write_bytes(b"no database" * 500)
    ok, figures = told(room, awake=False)
    assert not ok
    assert figures["why"] == "the database cannot be read"
    assert (figures["inbox"], figures["outbox"]) == (None, None)


def test_a_new_office_without_a_database_is_well(room: Room) -> None:
    room.house.database.close()
    elsewhere = room.house.settings.model_copy(update={"data_dir": room.clock.parent / "new"})
    ok, figures = health(elsewhere, Line(polls=True, silent_seconds=0.0, why="", awake=False))
    assert ok
    assert figures["inbox"] is None


def test_a_disk_with_little_room_is_told() -> None:
    assert [shortage(free) for free in (None, LITTLE)] == ["", ""]
    assert shortage(LITTLE - 1) == "only 49999999 bytes are left on the disk"

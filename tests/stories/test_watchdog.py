"""The line falls silent, the network is gone, the machine was off: the bot opens it anew, ends, stays, or says so."""

from datetime import datetime

import pytest

from tests.conftest import Office, eventually
from tests.stories.signs import ended, health, last_line
from zibot.delivery import pulse
from zibot.rehearsal.faults import Hold, Reset
from zibot.rehearsal.nouns import Chat

WATCHED = {"ZIBOT_WATCH_SECONDS": "2"}


def test_a_line_that_stays_silent_is_opened_anew_and_then_the_bot_ends(office: Office) -> None:
    office.start(**WATCHED)
    dedi = office.join("Dedi Kurnia")
    held = Hold()
    office.world.faults.add("getUpdates", held, times=1000)
    dedi.says("/tugas")
    eventually(lambda: health(office).status == 503)
    assert health(office).figures["last_poll_seconds"] > 2
    assert ended(office) == 1
    log = (office.folder / "bot.log").read_text()
    assert log.count("the line is opened anew") == 1
    assert last_line(office).startswith("zibot: Telegram tidak menjawab selama 2 detik")
    assert "Traceback" not in log

    # A supervisor starts it again, and nothing was lost.
    office.world.faults.clear()
    held.release.set()
    office.start(**WATCHED)
    office.heard(dedi, "Tugas Dedi Kurnia")


def test_a_line_that_answers_after_it_was_opened_anew_goes_on(office: Office) -> None:
    office.start(**WATCHED)
    dedi = office.join("Dedi Kurnia")
    held = Hold()
    office.world.faults.add("getUpdates", held)
    dedi.says("/tugas")
    office.heard(dedi, "Tugas Dedi Kurnia")
    assert office.bot is not None
    assert office.bot.poll() is None
    eventually(lambda: health(office).status == 200)
    held.release.set()


def test_a_network_that_is_gone_says_why_and_the_bot_stays(office: Office) -> None:
    office.start(**WATCHED)
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    office.world.faults.add("getUpdates", Reset(), times=1000)
    dedi.says("/tugas")
    eventually(lambda: health(office).figures["last_poll_seconds"] > 5)
    told = health(office)
    assert (told.status, office.bot is not None and office.bot.poll()) == (503, None)
    assert told.why
    assert "opened anew" not in (office.folder / "bot.log").read_text()
    office.world.faults.clear()
    office.heard(dedi, "Tugas Dedi Kurnia")
    eventually(lambda: health(office).status == 200)


def test_without_a_network_at_the_start_the_bot_waits_tells_why_and_still_ends_when_told(office: Office) -> None:
    office.start(ZIBOT_BOT_API_URL="http://127.0.0.1:9")
    eventually(lambda: health(office).why)
    assert health(office).status == 503
    assert office.stop() == 0
    silent = Hold()
    office.world.faults.add("getMe", silent)
    office.start()
    eventually(lambda: office.world.faults.left == 0)
    assert office.stop() == 0
    silent.release.set()


# an absence


def said_back(office: Office, group: Chat) -> list[str]:
    return [text for text in office.texts(group) if "tidak aktif sejak" in text]


@pytest.mark.parametrize(
    ("again", "words"),
    [
        ("2027-01-04 11:05", "Pesan yang dikirim selama itu sedang saya proses"),
        ("2027-01-05 15:00", "Yang dikirim kepada saya sebelum Senin, 4 Januari 2027 pukul 15.00 tidak sampai"),
    ],
)
def test_after_an_absence_of_hours_the_group_hears_so_once(office: Office, again: str, words: str) -> None:
    office.start()
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    office.at("2027-01-04 09:00")
    dedi.says("/jadwal")
    eventually(lambda: heard_at(office) == office.now())
    assert office.stop() == 0
    office.at("2027-01-04 09:50")
    office.start()
    dedi.says("/tugas")
    office.heard(dedi, "Tugas Dedi Kurnia")
    eventually(lambda: heard_at(office) == office.now())
    assert said_back(office, group) == [], "less than an hour is no absence"
    office.kill()

    office.at(again)
    office.start()
    told = office.heard(group, "tidak aktif sejak")
    assert words in told.text
    assert "Senin, 4 Januari 2027 pukul 09.50" in told.text
    office.quiet()
    office.kill()
    office.start()
    dedi.says("/status")
    office.heard(dedi, "Kemajuan")
    office.quiet()
    assert len(said_back(office, group)) == 1


def heard_at(office: Office) -> datetime | None:
    """When Telegram last answered, as the bot wrote it down."""
    beat = pulse.read(office.folder / "data")
    return beat.heard_at if beat else None


def test_a_clock_that_is_moved_under_a_running_bot_is_no_absence(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    office.at("2027-01-04 12:00")
    dedi.says("/tugas")
    office.heard(dedi, "Tugas Dedi Kurnia")
    eventually(lambda: heard_at(office) == office.now())
    office.quiet()
    assert said_back(office, group) == []

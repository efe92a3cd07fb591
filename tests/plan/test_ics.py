"""The calendar of due dates: what Outlook and phones make of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import icalendar

from zibot.plan import Area, PlanItem, Reading
from zibot.plan.decree import Decree
from zibot.plan.ics import DueDay, days_of, is_calendar
from zibot.plan.schedule import in_months
from zibot.texts.files import calendar

NOW = datetime(2027, 1, 4, 0, 30, tzinfo=UTC)
PENGAWASAN = Area(5, "Penguatan Pengawasan")
POSTER = DueDay("w-7@zibot", date(2027, 3, 31), "V.1.2", PENGAWASAN, "Gratifikasi", "Memasang poster", ("Foto", "SK"))
ADUAN = DueDay("w-8@zibot", date(2027, 1, 29), "V.2.1", PENGAWASAN, "Pengaduan", "Merekap aduan Budi", ("Rekap",), True)


def events(*days: DueDay) -> list[icalendar.Event]:
    content = calendar(days, office="KPU Kabupaten Wanasari", year=2027, now=NOW)
    assert b"\r\n" in content
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_each_due_date_is_an_event_of_one_day() -> None:
    aduan, poster = events(POSTER, ADUAN)
    assert (poster["uid"], poster["summary"]) == ("w-7@zibot", "V.1.2 Memasang poster")
    assert (poster["dtstart"].dt, poster["dtend"].dt) == (date(2027, 3, 31), date(2027, 4, 1))
    assert poster["dtstamp"].dt == NOW
    assert poster["transp"] == "TRANSPARENT"
    said = str(poster["description"])
    assert all(words in said for words in ("V Penguatan Pengawasan", "Gratifikasi", "- Foto\n- SK"))
    assert aduan["dtstart"].dt == date(2027, 1, 29)


def test_a_confidential_item_gives_away_its_code_and_area_only() -> None:
    [event] = events(ADUAN)
    assert event["summary"] == "V.2.1 (rahasia)"
    assert "Pengaduan" not in event.to_ical().decode()
    assert event["class"] == "CONFIDENTIAL"
    assert "Budi" not in event.to_ical().decode()
    assert "Rekap" not in event.to_ical().decode()


def test_the_calendar_has_a_name_and_is_the_same_whenever_it_is_made() -> None:
    made = [calendar(days, office=None, year=2027, now=NOW) for days in ((POSTER, ADUAN), (ADUAN, POSTER))]
    assert made[0] == made[1]
    assert b"X-WR-CALNAME:Rencana kerja 2027\r\n" in made[0]


def test_wild_words_stay_within_their_line() -> None:
    wild = DueDay("w-9@zibot", date(2027, 5, 3), "I.1.1", Area(1, "A;B,C"), "Tim\r\nBEGIN:VEVENT", "x\x00\x0b" * 200)
    [event] = events(wild)
    assert len(str(event["summary"])) <= 120
    assert "\nBEGIN:VEVENT" in str(event["description"])


def item(code: str, action: str, *due: date, certain: bool = True) -> PlanItem:
    return PlanItem(
        code=code,
        area=PENGAWASAN,
        component="Komponen",
        indicator="Indikator",
        action=action,
        evidence=("Foto",),
        target="",
        schedule=in_months(day.month for day in due),
        due=due,
        certain=certain,
    )


def test_a_reading_gives_its_certain_due_dates() -> None:
    first, second = date(2027, 3, 31), date(2027, 6, 30)
    items = (
        item("V.1.1", "Memasang poster", first, second),
        item("V.1.2", "Menjawab PENGADUAN", first),
        item("V.1.3", "Entah", second, certain=False),
    )
    days = list(days_of(Reading(Decree(year=2027), items), ["pengaduan"]))
    assert [(day.uid, day.confidential) for day in days] == [
        ("V.1.1-2027-03-31@zibot", False),
        ("V.1.1-2027-06-30@zibot", False),
        ("V.1.2-2027-03-31@zibot", True),
    ]


def test_a_calendar_of_ours_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "kalender"
    folder.mkdir()
    ours, other = folder / "a.ics", folder / "b.ics"
    ours.write_bytes(calendar([POSTER], office=None, year=None, now=NOW))
    other.write_text("BEGIN:VCALENDAR\nPRODID:-//Lain//\nEND:VCALENDAR\n")
    assert [is_calendar(path) for path in (ours, other, folder, folder / "c.ics")] == [True, False, False, False]

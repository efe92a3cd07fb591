"""The plan as a file: out of the terminal as a workbook or a calendar, never over somebody's own file."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from icalendar import Calendar

from tests.conftest import Office
from tests.desk import Room, butir
from zibot import exports
from zibot.plan.review.book import is_review
from zibot.plan.review.read import read_review
from zibot.rules.lifecycle import Kind
from zibot.storage import plans
from zibot.workdays import Workdays

MARCH, JUNE = date(2027, 3, 31), date(2027, 6, 30)


def test_a_document_becomes_a_workbook_and_a_calendar(bare_office: Office) -> None:
    office, here = bare_office, bare_office.folder
    done = office.zibot("plan", "read", "rencana.txt", "--out", "lembar.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert "lembar.xlsx" in done.stdout.splitlines()[-1]
    assert len(read_review(here / "lembar.xlsx", workdays=Workdays.indonesia()).items) == 5
    assert office.zibot("plan", "read", "rencana.txt", "--out", "tenggat.ics", "--json").stdout.startswith("{")
    found = list(Calendar.from_ical((here / "tenggat.ics").read_bytes()).walk("VEVENT"))
    assert [str(event["summary"]).split()[0] for event in found] == [
        "I.1.1",
        "I.1.2",
        "V.1.1",
        "V.2.1",
        "I.1.2",
        "VI.1.1",
    ]
    assert str(found[3]["summary"]) == "V.2.1 (rahasia)"
    assert sorted(path.name for path in here.iterdir() if path.name.startswith(".")) == []


def test_what_somebody_else_wrote_is_not_overwritten(office: Office) -> None:
    here = office.folder
    openpyxl.Workbook().save(here / "anggaran.xlsx")
    (here / "rapat.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    before = {name: (here / name).read_bytes() for name in ("anggaran.xlsx", "rapat.ics", "rencana.txt")}
    for name in before:
        done = office.zibot("plan", "export", "--out", name)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
        assert name in done.stderr
    assert {name: (here / name).read_bytes() for name in before} == before
    done = office.zibot("plan", "export", "--out", "rencana.txt/lembar.xlsx")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert [office.zibot("plan", "export").returncode for _ in range(2)] == [0, 0]
    assert is_review(here / "rencana-2027.xlsx")


def test_without_a_plan_there_is_nothing_to_export(bare_office: Office) -> None:
    done = bare_office.zibot("plan", "export")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "Belum ada rencana kerja" in done.stderr


def exported(room: Room, file: Path) -> Any:
    path, content = room.do(exports.of_plan, file)
    exports.save(path, content)
    return path


def test_the_plan_in_force_tells_the_days_as_they_stand(room: Room, tmp_path: Path) -> None:
    room.adopt(butir("V.1.1", MARCH, JUNE), butir("V.1.2", MARCH), butir("V.1.3", MARCH, certain=False))
    first, second, later = room.duties()
    room.happens(first, Kind.MOVED, due="2027-04-30")
    room.happens(second, Kind.CANCELLED, reason="tidak ada anggaran")
    found = list(Calendar.from_ical(exported(room, tmp_path / "a.ics").read_bytes()).walk("VEVENT"))
    assert [(str(event["uid"]), event["dtstart"].dt.isoformat()) for event in found] == [
        (f"wanasari-{first.id}@zibot", "2027-04-30"),
        (f"wanasari-{later.id}@zibot", "2027-06-30"),
    ]
    reading = read_review(exported(room, tmp_path / "a.xlsx"), workdays=Workdays.indonesia())
    assert [item.code for item in reading.items] == ["V.1.1", "V.1.2", "V.1.3"]
    assert [item.certain for item in reading.items] == [True, True, False]
    assert reading.decree.number == "3/HK.03.1/9902/2027"


def test_a_plan_reads_as_it_was_adopted(room: Room) -> None:
    items = (butir("V.1.1", MARCH, JUNE), butir("V.1.2"))
    room.adopt(*items)

    def told(desk: Any) -> Any:
        plan = plans.in_force(desk.session, desk.satker_id)
        assert plan is not None
        return plans.reading_of(desk.session, plan)

    assert room.do(told).items == items

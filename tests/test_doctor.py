"""What the doctor says of an office: new, healthy, damaged, cut off; and that looking changes nothing."""

import ast
import json
import re
import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from pydantic import SecretStr
from sqlmodel import select

from tests.conftest import TOKEN, Office
from tests.desk import Room, butir
from tests.duties import duty
from zibot import doctor, texts
from zibot.backup.last import LastBackup, write_down
from zibot.context import Desk
from zibot.delivery import pulse
from zibot.delivery.pulse import Beat
from zibot.doctor import Finding, State, calendar, examine_all, machine, told
from zibot.door import holding
from zibot.model import Inbox, Outbox
from zibot.rehearsal.faults import Hold
from zibot.rules.lifecycle import Kind
from zibot.settings import Settings
from zibot.storage import database, evidence, examine, people, refusals
from zibot.storage.evidence import Arrived
from zibot.workdays import Workdays

SENTENCES = tomllib.loads((texts.HERE / "doctor.toml").read_text(encoding="utf-8"))
MARCH, IDUL_FITRI, SECOND_DAY, IDUL_ADHA = date(2027, 3, 31), date(2027, 3, 10), date(2027, 3, 11), date(2027, 5, 17)
TODAY = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the project's settings nor its secrets lie in this folder."""
    monkeypatch.chdir(tmp_path)


def codes(found: list[Finding], *states: State) -> set[str]:
    """The codes of what was found, each of which can be said."""
    assert all(told(finding)["text"] for finding in found)
    return {finding.code for finding in found if finding.state in (states or tuple(State))}


def of(found: list[Finding], check: str) -> list[Finding]:
    return [finding for finding in found if finding.check == check]


def sentence(found: list[Finding], code: str) -> str:
    """What people read of the one finding with this code."""
    [finding] = [finding for finding in found if finding.code == code]
    return told(finding)["text"]


def seen(room: Room, **settings: Any) -> list[Finding]:
    """What the doctor finds in a room, whose token nobody asks about."""
    return examine_all(room.house.settings.model_copy(update=settings))


def at_work(room: Room) -> Room:
    """A plan, a team that has joined, and a group."""
    room.adopt(butir("V.1.1", MARCH), butir("V.1.2", date(2027, 6, 30)))
    lead = room.joins("Ratna", "lead", account=1)
    room.joins("Budi", "coordinator", account=2, areas=[5])
    room.joins("Dedi", account=3, items=["V"])
    room.joins("Gita", "admin", account=4)
    room.binds_group(lead)
    return room


def sends(room: Room, content: bytes) -> None:
    """Dedi sends a piece of evidence."""

    def stored(desk: Desk) -> None:
        dedi = people.by_name(desk.session, desk.satker_id, "Dedi")
        assert dedi is not None
        arrived = Arrived("photo", "image/jpeg", "foto.jpg", "", 3, len(content), desk.now)
        evidence.store(desk.session, dedi, desk.files.keep(content), arrived, desk.now)

    room.do(stored)


def tampered(room: Room, *statements: str) -> None:
    """Someone changes the file behind zibot's back."""
    with sqlite3.connect(room.clock.parent / "zibot.db") as connection:
        for statement in ("DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete", *statements):
            connection.execute(statement)
    connection.close()


# at the terminal


def test_a_new_office_hears_what_to_do_and_nothing_is_made(bare_office: Office) -> None:
    done = bare_office.zibot("doctor")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "Tersambung sebagai @" in done.stdout
    for words in ("zibot plan adopt", "zibot team load", "2027, tanggalnya baru perkiraan: Hari Raya Idul Fitri"):
        assert [line for line in lines if words in line and line.startswith("perlu perhatian ")], words
    assert lines[-1].startswith("Tidak ada yang salah")
    assert not (bare_office.folder / "data").exists()
    assert TOKEN not in done.stdout + done.stderr


def test_a_damaged_office_ends_with_one_and_says_so_to_programs_too(office: Office) -> None:
    with sqlite3.connect(office.folder / "data" / "zibot.db") as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET payload = '{\"added\":99}' WHERE kind = 'team.loaded'")
    connection.close()
    done = office.zibot("doctor", "--json")
    assert done.returncode == 1, done.stderr
    found = [(one["check"], one["state"], one["text"]) for one in json.loads(done.stdout)]
    for check, state, words in (
        ("ledger", "wrong", "mengubah basis data di luar zibot"),
        ("team", "attention", "5 dari 5 orang belum bergabung"),
        ("token", "fine", "Terisi"),
    ):
        assert [text for one, stands, text in found if (one, stands) == (check, state) and words in text], words


def test_settings_that_cannot_be_used_are_a_finding(bare_office: Office) -> None:
    (bare_office.folder / "zibot.toml").write_text('satker = "wanasari"\nwarna = "merah"\n')
    done = bare_office.zibot("doctor")
    assert done.returncode == 1
    assert done.stderr == ""
    assert re.match(r"salah +Pengaturan: .*zibot\.toml: kunci warna tidak dikenal", done.stdout)


# the whole office


def test_a_healthy_office_has_nothing_to_do(bare_office: Office, fresh_database: Path, plain_environment: None) -> None:
    folder = bare_office.folder / "data"
    folder.mkdir()
    shutil.copy(fresh_database, folder)
    room = at_work(
        Room.open(
            folder,
            bot_token=SecretStr(TOKEN),
            bot_api_url=bare_office.url,
            holidays_added=(IDUL_FITRI, SECOND_DAY, IDUL_ADHA),
        )
    )
    sends(room, b"foto")
    write_down(folder, LastBackup(at=room.house.now() - timedelta(hours=5)))
    (bare_office.folder / "config").mkdir()
    (bare_office.folder / "config" / "zibot.toml").write_text("")
    found = seen(room)
    room.house.close()
    assert codes(found, State.ATTENTION, State.WRONG) == {"clock-moved"}
    assert {"telegram", "ledger", "evidence", "holders", "team", "group", "due", "corrections"} <= codes(found)
    assert len({finding.check for finding in found}) == len(SENTENCES["check"]) - 1  # `satker` speaks of trouble only


def test_looking_changes_nothing(room: Room) -> None:
    at_work(room)
    room.house.database.close()
    file = room.clock.parent / "zibot.db"
    before = file.read_bytes()
    assert {"ledger", "plan"} <= codes(seen(room))
    assert file.read_bytes() == before


def test_the_read_only_look_cannot_write(room: Room) -> None:
    at_work(room)
    before = datetime(2027, 1, 4, tzinfo=UTC)

    def written() -> None:
        with examine.looking(room.house.settings.database()) as session:
            session.add(Inbox(update_id=1, payload_sha256="0", chat_id=1, payload="", received_at=before))
            session.flush()

    with pytest.raises(database.DatabaseError) as refused:
        written()
    assert "readonly" in refused.value.details["why"]


# damage


def test_a_ledger_changed_behind_its_back_is_found(room: Room) -> None:
    at_work(room)
    tampered(room, "UPDATE event SET at = '2026-01-01 00:00:00' WHERE id = 1")
    found = seen(room)
    assert of(found, "ledger")[0].state is State.WRONG
    assert "mulai nomor 1" in sentence(found, "ledger-broken")


def test_evidence_that_is_lost_or_torn_is_named_by_its_receipt(room: Room) -> None:
    at_work(room)
    for content in (b"satu", b"dua!!", b"tiga!!!"):
        sends(room, content)
    files = sorted(path for path in (room.clock.parent / "evidence").rglob("*") if path.is_file())
    [one, two] = [path for path in files if path.read_bytes() in (b"satu", b"dua!!")]
    [one, two] = sorted((one, two), key=lambda path: path.stat().st_size)
    one.unlink()
    two.write_bytes(b"dua")
    found = seen(room)
    assert "1 bukti hilang berkasnya: No. 000001." in sentence(found, "evidence-lost")
    assert "1 bukti ukuran berkasnya berubah: No. 000002." in sentence(found, "evidence-torn")
    assert "evidence" not in codes(found)


def test_a_fact_that_cannot_be_read_keeps_no_other_check_from_being_done(room: Room) -> None:
    at_work(room)
    room.happens(room.duties()[0], Kind.BLOCKED, reason="listrik")
    tampered(room, "UPDATE event SET payload = '{' WHERE kind = 'status.blocked'")
    found = seen(room)
    [due] = of(found, "due")
    assert (due.state, due.code) == (State.ATTENTION, "unchecked")
    assert {"ledger-broken", "group", "calendar"} <= codes(found)


def test_a_file_that_is_no_database_is_told(room: Room) -> None:
    room.house.database.close()
    file = room.clock.parent / "zibot.db"
    file.write_bytes(b"bukan basis data\n" * 400)
    found = seen(room)
    assert of(found, "database")[0].state is State.WRONG
    assert "zibot.db" in sentence(found, "database-closed")
    assert of(found, "calendar")


def test_an_empty_file_is_a_database_to_come(room: Room) -> None:
    room.house.database.close()
    (room.clock.parent / "zibot.db").write_bytes(b"")
    found = seen(room)
    assert codes(of(found, "database")) == {"database-empty"}
    assert (room.clock.parent / "zibot.db").read_bytes() == b""


def test_a_database_with_rows_that_belong_to_nothing_is_told(room: Room) -> None:
    at_work(room)
    tampered(room, "UPDATE obligation SET item_id = 999")
    assert "foreign key: obligation" in sentence(seen(room), "database-damaged")


# versions and offices


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """A database as the first version left it."""
    file = tmp_path / "zibot.db"
    engine = database.Database(f"sqlite:///{file}").engine
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    return file


def test_a_database_of_an_older_version_is_reported_and_left_as_it_is(
    first_version: Path, plain_environment: None
) -> None:
    settings = Settings(_env_file=None, data_dir=first_version.parent)
    found = examine_all(settings)
    assert "Masih versi 0001" in sentence(found, "database-old")
    assert of(found, "plan") == []
    with examine.looking(settings.database()) as session:
        assert examine.revision(session) == "0001"


def test_a_database_of_a_newer_version_is_not_touched(room: Room) -> None:
    tampered(room, "UPDATE alembic_version SET version_num = '9999'")
    found = seen(room)
    assert of(found, "database")[0].state is State.WRONG
    assert "Versinya 9999" in sentence(found, "database-new")
    assert of(found, "ledger") == []


def test_an_office_whose_code_was_changed_hears_which_one_is_there(room: Room) -> None:
    at_work(room)
    found = seen(room, satker="wanasri")
    assert "Kode wanasri" in sentence(found, "satker-unknown")
    assert "yang ada wanasari" in sentence(found, "satker-unknown")
    assert room.do(lambda desk: [satker.code for satker in examine.satkers(desk.session)]) == ["wanasari"]


# mail


def test_what_is_stuck_is_counted_with_its_oldest(room: Room) -> None:
    at_work(room)

    def stuck(desk: Desk) -> None:
        old, long_ago = desk.now - timedelta(hours=3), desk.now - timedelta(days=90)
        for number, (came, dead) in enumerate(((old, None), (old, desk.now), (long_ago, long_ago)), start=1):
            desk.session.add(
                Inbox(update_id=number, payload_sha256="0", chat_id=1, payload="", received_at=came, dead_at=dead)
            )
        for number, failed in enumerate((None, desk.now, long_ago)):
            desk.put(10 + number, "sendMessage", {})
            desk.session.flush()
            row = desk.session.exec(select(Outbox).where(Outbox.chat_id == 10 + number)).one()
            row.created_at, row.failed_at, row.error = old, failed, "bot was blocked by the user" if failed else None

    room.do(stuck)
    found = seen(room)
    assert sentence(found, "inbox-waiting").startswith("1 kiriman menunggu")
    assert sentence(found, "inbox-dead").startswith("1 kiriman dalam 30 hari")
    assert "4 Januari 2027 pukul 04.00" in sentence(found, "inbox-dead")
    assert sentence(found, "outbox-waiting").startswith("1 pesan menunggu")
    assert "blocked by the user" in sentence(found, "outbox-failed")
    assert not {"inbox", "outbox"} & codes(found)


def test_what_may_have_arrived_is_told_apart_from_what_was_refused(room: Room) -> None:
    at_work(room)

    def in_doubt(desk: Desk) -> None:
        desk.put(10, "sendMessage", {})
        desk.session.flush()
        row = desk.session.exec(select(Outbox).where(Outbox.chat_id == 10)).one()
        row.failed_at, row.error, row.doubts = desk.now, "Timed out", 2

    room.do(in_doubt)
    found = seen(room)
    assert sentence(found, "outbox-uncertain").startswith("1 pesan dalam 30 hari terakhir tidak jelas sampai")
    assert "outbox-failed" not in codes(found)


def test_what_came_or_goes_out_just_now_is_no_fault(room: Room) -> None:
    at_work(room)

    def fresh(desk: Desk) -> None:
        came = desk.now - timedelta(minutes=1)
        desk.session.add(Inbox(update_id=1, payload_sha256="0", chat_id=1, payload="", received_at=came))
        desk.put(10, "sendMessage", {})

    room.do(fresh)
    room.at("2027-01-04 07:01")
    found = seen(room)
    assert sentence(found, "inbox-fresh").startswith("1 kiriman sedang diproses")
    assert sentence(found, "outbox-fresh").startswith("1 pesan sedang dikirim")


# the bot at work


@pytest.mark.parametrize(
    ("ago", "why", "runs", "code"),
    [
        (30, "", True, "line"),
        (30, "httpx.ConnectError: refused", True, "line-trouble"),
        (130, "", True, "line-silent"),
        (7200, "", False, "line-before"),
        (7200, "httpx.ConnectError: refused", False, "line-before"),
        (None, "", True, "line-none"),
        (None, "httpx.ConnectError: refused", True, "line-why"),
    ],
)
def test_the_age_of_the_last_answer_and_what_stands_in_the_way_are_told(
    room: Room, ago: int | None, why: str, runs: bool, code: str
) -> None:
    at_work(room)
    folder, now = room.house.settings.data_dir, room.house.now()
    pulse.write(folder, Beat(now, now - timedelta(seconds=ago) if ago is not None else None, why))
    if runs:
        with holding(folder):
            found = of(seen(room), "line")
    else:
        found = of(seen(room), "line")
    assert codes(found) == {code}
    assert ("refused" in sentence(found, code)) == (code in ("line-trouble", "line-why"))
    assert found[0].state is {"line-silent": State.WRONG, "line-trouble": State.ATTENTION}.get(
        code, State.ATTENTION if code == "line-why" else State.FINE
    )


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (LastBackup(), {"backup-none"}),
        (LastBackup(at=datetime(2027, 1, 3, tzinfo=UTC)), {"backup"}),
        (LastBackup(at=datetime(2027, 1, 2, 0, 1, tzinfo=UTC)), {"backup"}),
        (LastBackup(at=datetime(2027, 1, 1, 23, 59, tzinfo=UTC)), {"backup-old"}),
        (LastBackup(at=datetime(2027, 1, 3, tzinfo=UTC), error="disk full"), {"backup-failed"}),
        (LastBackup(at=datetime(2026, 12, 1, tzinfo=UTC), error="disk full"), {"backup-failed", "backup-old"}),
        (LastBackup(error="disk full"), {"backup-failed", "backup-none"}),
    ],
)
def test_a_copy_that_is_old_failed_or_was_never_made_deserves_a_look(
    room: Room, last: LastBackup, expected: set[str]
) -> None:
    at_work(room)
    write_down(room.house.settings.data_dir, last)
    assert codes(of(seen(room), "backup")) == expected


def test_a_ledger_whose_tail_was_cut_off_is_wrong(room: Room) -> None:
    at_work(room)
    room.happens(room.duties()[0], Kind.BLOCKED, reason="listrik")
    tampered(room, "DELETE FROM event WHERE id = (SELECT max(id) FROM event)")
    found = of(seen(room), "ledger")
    assert codes(found, State.WRONG) == codes(found) == {"ledger-cut"}
    assert sentence(found, "ledger-cut").startswith("1 catatan terakhir hilang")


def test_refused_attempts_of_the_last_month_are_counted_with_the_newest(room: Room) -> None:
    at_work(room)
    assert sentence(seen(room), "access").startswith("Tidak ada percobaan")

    def tried(desk: Desk) -> None:
        common = {"person_id": None, "chat_id": 9, "what": "/status", "why": "stranger"}
        for ago in (timedelta(days=31), timedelta(hours=2), timedelta(minutes=30)):
            refusals.note(desk.session, desk.satker_id, account=9, now=desk.now - ago, **common)

    room.do(tried)
    assert sentence(seen(room), "access-refused").startswith("2 percobaan ditolak")
    assert "pukul 06.30" in sentence(seen(room), "access-refused")


# the plan and the team


def test_items_that_are_undecided_or_nobodys_are_named(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH), butir("VI.1.1", certain=False))
    room.joins("Dedi", items=["V"])
    found = seen(room)
    assert "VI.1.1" in sentence(found, "doubts")
    assert "1 butir tanpa pemegang (VI.1.1)" in sentence(found, "holders-none")
    assert "Area V, VI tanpa koordinator" in sentence(found, "areas-unchecked")
    assert "1 dari 1 orang belum bergabung: Dedi." in sentence(found, "team-waiting")
    assert {"team-no-lead", "team-no-admin", "group-none"} <= codes(found, State.ATTENTION)


def test_of_many_who_have_not_joined_only_five_are_named(room: Room) -> None:
    for name in "ABCDEFG":
        room.joins(name)
    assert "7 dari 7 orang belum bergabung: A, B, C, D, E …" in sentence(seen(room), "team-waiting")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-10-29 09:00", {"plan"}),
        ("2027-11-01 09:00", {"plan", "plan-next"}),
        ("2028-01-03 09:00", {"plan-over"}),
    ],
)
def test_next_years_plan_is_missed_from_november_on(room: Room, moment: str, expected: set[str]) -> None:
    at_work(room)
    room.at(moment)
    assert codes(of(seen(room), "plan")) == expected


# the calendar


def found_of(days: Workdays, year: int, today: date = TODAY) -> list[Finding]:
    return list(calendar.years(days, year, today, "config/zibot.toml"))


def test_estimated_holidays_are_named_with_their_dates() -> None:
    words = sentence(found_of(Workdays.indonesia(), 2027), "estimates")
    assert "Hari Raya Idul Fitri (10 Maret 2027)" in words
    assert "Hari Raya Idul Adha (17 Mei 2027)" in words
    assert "isi config/zibot.toml" in words
    assert "Kemerdekaan" not in words
    passed = sentence(found_of(Workdays.indonesia(), 2027, date(2027, 4, 1)), "estimates")
    assert "Idul Adha" in passed
    assert "Idul Fitri" not in passed


def test_corrections_settle_an_estimate_whether_it_stays_or_moves() -> None:
    stays = Workdays.indonesia(extra_off=[IDUL_FITRI, SECOND_DAY], extra_work=[IDUL_ADHA])
    [settled] = of(found_of(stays, 2027), "estimates")
    assert settled.state is State.FINE


def test_next_years_estimates_are_natural_until_november() -> None:
    early = found_of(Workdays.indonesia(), 2027, date(2027, 10, 31))
    assert "Hari Raya Idul Fitri 27 Feb" in sentence(early, "calendar-early")
    late = found_of(Workdays.indonesia(), 2027, date(2027, 11, 1))
    assert "belum ada cuti bersama" in sentence(late, "calendar-no-shared")
    assert any(finding.details["year"] == 2028 for finding in of(late, "estimates"))


def test_cuti_bersama_written_into_the_settings_is_known() -> None:
    added = Workdays.indonesia(extra_off=[date(2028, 2, 25), date(2028, 2, 29)], extra_work=[date(2028, 5, 5)])
    known = found_of(added, 2028, date(2028, 1, 3))[0]
    assert (known.code, known.details["own"], known.details["public"]) == ("calendar", 2, 16)


def test_a_correction_that_says_nothing_is_told() -> None:
    days = Workdays.indonesia(extra_off=[IDUL_ADHA], extra_work=[IDUL_ADHA, date(2027, 3, 16)])
    found = list(calendar.corrections(days, "config/zibot.toml"))
    assert "16 Maret 2027" in sentence(found, "corrections-idle")
    assert "17 Mei 2027" in sentence(found, "corrections-both")


@pytest.mark.parametrize(
    ("day", "shaky"),
    [
        (date(2027, 5, 21), True),  # the week of Idul Adha, Monday the 17th
        (date(2027, 5, 14), True),  # the Friday before: were Idul Adha a day later, Monday would be worked
        (date(2027, 5, 13), False),
        (date(2027, 5, 24), False),
        (date(2027, 3, 16), True),  # behind Idul Fitri and its cuti bersama
    ],
)
def test_due_dates_that_hang_on_an_estimate_are_counted(day: date, shaky: bool) -> None:
    found = list(calendar.due(Workdays.indonesia(), [duty(day)], 2027, TODAY))
    assert codes(found) == ({"due-shaky"} if shaky else {"due"})


def test_a_day_off_decreed_after_the_plan_shows_the_due_dates_on_it(room: Room) -> None:
    at_work(room)
    assert "due" in codes(seen(room))
    found = seen(room, holidays_added=(MARCH,))
    assert "1 tenggat kini jatuh pada hari libur: V.1.1 (31 Maret 2027)" in sentence(found, "due-off")
    assert Workdays.indonesia(extra_off=[MARCH]).last_of_month(2027, 3) == date(2027, 3, 30)


# the machine


def test_the_three_zones_are_called_by_their_names(plain_environment: None) -> None:
    for zone, name in (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")):
        settings = Settings(_env_file=None, timezone=zone)
        assert sentence(list(machine.zone(settings)), "zone") == f"{zone} ({name})."
    abroad = list(machine.zone(Settings(_env_file=None, timezone="Asia/Singapore")))
    assert codes(abroad, State.ATTENTION) == {"zone-foreign"}


def test_an_office_in_wita_lives_on_its_own_day(room: Room) -> None:
    at_work(room)
    room.at("2027-10-31 23:30")
    assert codes(of(seen(room), "plan")) == {"plan"}
    wita = room.house.settings.model_copy(
        update={"timezone": Settings(_env_file=None, timezone="Asia/Makassar").timezone}
    )
    assert "plan-next" in codes(examine_all(wita))


def test_no_token_is_wrong(room: Room) -> None:
    found = of(seen(room), "token")
    assert codes(found, State.WRONG) == {"no-token"}
    lost = of(seen(room, bot_token_file=Path("hilang")), "token")
    assert sentence(lost, "token-file").startswith("Berkas hilang tidak dapat dibaca")


@pytest.fixture
def asked(bare_office: Office) -> Callable[..., list[Finding]]:
    """What the doctor says of a token and a server."""

    def ask(token: str = TOKEN, url: str = bare_office.url, patience: float = 5) -> list[Finding]:
        settings = bare_office.settings().model_copy(update={"bot_token": SecretStr(token), "bot_api_url": url})
        found = examine_all(settings, patience=patience)
        assert token not in doctor.as_lines(found)
        return of(found, "telegram")

    return ask


def test_telegram_knows_the_bot_or_refuses_it(asked: Callable[..., list[Finding]]) -> None:
    assert [finding.state for finding in asked()] == [State.FINE]
    [refused] = asked(token="7000000001:salah")
    assert (refused.state, refused.code) == (State.WRONG, "bad-token")


def test_a_server_that_cannot_be_reached_or_is_silent_deserves_a_look(
    asked: Callable[..., list[Finding]], bare_office: Office
) -> None:
    [gone] = asked(url="http://127.0.0.1:9")
    assert (gone.state, gone.code) == (State.ATTENTION, "unreachable")
    held = Hold()
    bare_office.world.faults.add("getMe", held)
    [silent] = asked(patience=0.2)
    held.release.set()
    assert (silent.state, silent.code) == (State.ATTENTION, "unreachable")


def test_an_address_that_is_none_is_told_without_the_token(asked: Callable[..., list[Finding]]) -> None:
    [none] = asked(url="kantor")
    assert none.state is State.ATTENTION


def test_a_bot_that_runs_is_no_fault(tmp_path: Path) -> None:
    assert codes(list(machine.running(tmp_path))) == {"running-not"}
    with holding(tmp_path):
        assert codes(list(machine.running(tmp_path))) == {"running"}
    assert codes(list(machine.running(tmp_path))) == {"running-not"}


def test_little_room_deserves_a_look_and_none_is_wrong() -> None:
    states = [machine.room(free).state for free in (49_999_999, 50_000_000, 499_999_999, 500_000_000)]
    assert states == [State.WRONG, State.ATTENTION, State.ATTENTION, State.FINE]
    assert told(machine.room(83_540_000_000))["text"] == "Tersisa 83,5 GB."


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path, plain_environment: None) -> None:
    (tmp_path / "berkas").write_text("")
    found = list(machine.folder(Settings(_env_file=None, data_dir=tmp_path / "berkas" / "data")))
    assert codes(found, State.WRONG) == codes(found) == {"folder-file"}


def test_secrets_that_others_can_read_are_told(tmp_path: Path) -> None:
    secret = tmp_path / ".env"
    secret.write_text("ZIBOT_BOT_TOKEN=x\n")
    secret.chmod(0o644)
    assert codes(list(machine.secrets(tmp_path))) == {"secret-open"}
    secret.chmod(0o600)
    assert list(machine.secrets(tmp_path)) == []


def test_a_clock_that_cannot_be_read_is_told(room: Room) -> None:
    room.clock.write_text("{}")
    assert "clock-broken" in codes(seen(room), State.WRONG)


# sentences


def made() -> Iterator[tuple[str, str]]:
    """Check and code of each finding that the code can make, as far as they are written there."""
    for source in Path(doctor.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("fine", "attention", "wrong", "severe"):
                leaves = [[leaf.value for leaf in ast.walk(arg) if isinstance(leaf, ast.Constant)] for arg in node.args]
                if len(leaves) == 2:
                    yield from ((check, code) for check in leaves[0] for code in leaves[1])


def test_every_finding_has_its_sentence_and_every_sentence_its_finding() -> None:
    from_elsewhere = {"no-token", "token-file", "bad-token", "unchecked"}
    assert {code for _, code in made()} | from_elsewhere == set(SENTENCES["finding"])


def test_every_check_and_state_has_its_name() -> None:
    assert {check for check, _ in made()} == set(SENTENCES["check"])
    assert set(SENTENCES["state"]) == {state.value for state in State}
    assert set(SENTENCES["shown"]) == {state.value for state in State} | {"line"}

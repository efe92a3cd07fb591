"""Verifying a small office: it passes as it is, and any single tampering is named for what it is."""

import inspect
import json
import os
import re
import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, BigInteger, Boolean, Date, Integer
from sqlmodel import SQLModel

import zibot.proof
from tests.desk import Room, butir
from zibot import texts
from zibot.context import Desk
from zibot.handlers import schedule
from zibot.model import Person, UtcDateTime
from zibot.plan.schedule import Schedule
from zibot.proof import Proof, as_dict, as_lines, verified
from zibot.rules.alike import Alike
from zibot.rules.roles import Role
from zibot.rules.roster import Member
from zibot.settings import SettingsError
from zibot.storage import (
    evidence,
    leaves,
    ledger,
    membership,
    people,
    pictures,
    plans,
    proofs,
    remarks,
    snoozes,
    topics,
)
from zibot.storage.evidence import Arrived
from zibot.storage.outbox import Rank

DUE = date(2027, 3, 31)
SENT = datetime(2027, 1, 4, 0, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with a plan, three people, three pieces of evidence and a recap in the group."""
    folder = tmp_path_factory.mktemp("office")
    room = Room.open(folder)
    room.adopt(butir("V.1.1", DUE), butir("V.1.2", DUE), butir("VI.1.1", date(2027, 6, 30)))
    dedi = room.do(arrives)
    ratna = room.joins("Ratna Lestari", "lead", account=502)
    room.binds_group(ratna)

    def sends(desk: Desk, number: int) -> None:
        content = desk.files.keep(b"foto %d " % number * 50)
        said = Arrived("photo", "image/jpeg", "foto.jpg", "", 501, number, SENT, album="77", forwarded_at=SENT)
        piece = evidence.store(desk.session, dedi, content, said, desk.now, happened_on=date(2027, 1, number))
        assert piece is not None
        evidence.file_under(desk.session, piece, number, actor=dedi, now=desk.now)

    for number in (1, 2, 3):
        room.do(sends, number)
    room.do(remarks_on, dedi)
    room.do(says_more, dedi)
    room.do(posts)
    room.do(lambda desk: ledger.append(desk.session, desk.satker_id, "team.loaded", at=desk.now))
    room.house.close()
    return folder


def arrives(desk: Desk) -> Person:
    """Dedi stands in the team file and follows his link."""
    dedi = Member("Dedi Kurnia", "Staf", Role.STAFF, (), ("V",))
    membership.load_team(desk.session, desk.satker_id, [dedi], desk.now)
    person = people.by_name(desk.session, desk.satker_id, "Dedi Kurnia")
    assert person is not None
    code = people.invite(desk.session, person, desk.now, days=14)
    assert people.join(desk.session, desk.satker_id, code, 501, desk.now) is person
    return person


def remarks_on(desk: Desk, dedi: Person) -> None:
    """Dedi says more of what he sent."""
    piece = evidence.numbered(desk.session, desk.satker_id, 1)
    assert piece is not None
    for words in ("Rapat", "Rapat tim"):
        remarks.add(desk.session, piece, words, actor=dedi, now=desk.now)
    remarks.date_of(desk.session, piece, date(2027, 1, 2), actor=dedi, now=desk.now)


def says_more(desk: Desk, dedi: Person) -> None:
    """Dedi takes leave twice and once comes back from it, puts a reminder off, and sends a picture a second time."""
    leaves.cancel(desk.session, leaves.take(desk.session, dedi, DUE, DUE, desk.now), desk.now)
    leaves.take(desk.session, dedi, date(2027, 2, 1), date(2027, 2, 5), desk.now)
    snoozes.put_off(desk.session, dedi, [1, 2], date(2027, 1, 7), desk.now)
    group = people.the_group(desk.session, desk.satker_id)
    assert group is not None
    topics.bind(desk.session, group, 5, area=5, actor=dedi, now=desk.now)
    topics.bind(desk.session, group, 6, area=None, actor=dedi, now=desk.now)
    topics.bind(desk.session, group, 7, area=6, actor=dedi, now=desk.now)
    topics.lost(desk.session, group.chat_id, 7, desk.now)
    piece = evidence.numbered(desk.session, desk.satker_id, 2)
    assert piece is not None
    pictures.seen(desk.session, piece, "ab", [Alike(1, 30)], desk.now)


def posts(desk: Desk) -> None:
    """The bot says the head in the group, as a recap does."""
    count, sealed = ledger.head(desk.session, desk.satker_id)
    text = f"Riwayat: {count} catatan, sidik <code>{sealed}</code>"
    desk.put(-100, "sendMessage", {"chat_id": -100, "text": text}, rank=Rank.RECAP)


@pytest.fixture
def office(kept: Path, tmp_path: Path) -> Iterator[Room]:
    """That office, to do with as one likes."""
    yield from copied(kept, tmp_path)


def copied(kept: Path, to: Path) -> Iterator[Room]:
    shutil.copytree(kept, to, dirs_exist_ok=True)
    room = Room.open(to)
    room.house.close()
    yield room


def proof(room: Room, **witness: object) -> Proof:
    return verified(room.house.settings, **witness)  # type: ignore[arg-type]


def codes(room: Room, **witness: object) -> set[str]:
    return {finding.code for finding in proof(room, **witness).findings}


def tamper(room: Room, *statements: str) -> None:
    """Someone with the file in hand, who knows their way and leaves no trace on theirs."""
    with closing(sqlite3.connect(room.house.settings.data_dir / "zibot.db")) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, made in guards:
            connection.execute(made)
        connection.commit()


def ask(room: Room, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(room.house.settings.data_dir / "zibot.db")) as connection:
        return connection.execute(query).fetchall()


def hashes(room: Room) -> list[str]:
    return [str(sealed) for (sealed,) in ask(room, "SELECT hash FROM event ORDER BY id")]


def test_an_honest_office_passes(office: Room) -> None:
    found = proof(office)
    assert found.ok
    assert (found.events, found.head, found.files) == (len(hashes(office)), hashes(office)[-1], 3)
    assert as_dict(found)["findings"] == []
    assert found.head in as_lines(found)


def test_verifying_changes_nothing(office: Room) -> None:
    folder = office.house.settings.data_dir

    def everything() -> dict[Path, bytes]:
        # SQLite keeps its own two beside a database in use, whoever looks.
        files = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".db-wal", ".db-shm"))
        return {path: path.read_bytes() for path in files}

    before = everything()
    assert proof(office).ok
    assert everything() == before


def test_the_recaps_that_the_bot_posted_are_witnesses(office: Room) -> None:
    everything = hashes(office)
    assert proof(office, head=everything[-1]).ok
    assert proof(office, head=everything[3][:8], count=4).ok
    assert proof(office, head=everything[-1].upper(), count=len(everything)).ok


def test_a_head_from_another_ledger_tells_that_this_one_was_rewritten(office: Room) -> None:
    assert codes(office, head="f" * 64) == {"rewritten"}
    assert codes(office, head="f" * 12, count=3) == {"rewritten"}
    assert codes(office, head=hashes(office)[3], count=5) == {"moved"}
    assert codes(office, head="f" * 64, count=500) == {"cut"}


@pytest.mark.parametrize("head", ["", "abc", "xyz" * 8, "a" * 65])
def test_what_is_no_head_is_refused(office: Room, head: str) -> None:
    with pytest.raises(SettingsError) as refused:
        proof(office, head=head)
    assert refused.value.code == "head"


def test_a_count_alone_is_no_witness(office: Room) -> None:
    with pytest.raises(SettingsError):
        proof(office, count=3)


def rewritten(room: Room, begin: int) -> None:
    """Someone seals the chain anew from a place on, and the head with it."""
    first = iter((True,))
    resealed(room, begin, lambda said: {**said, "lain": 1} if next(first, False) else said)


def resealed(room: Room, begin: int, otherwise: Callable[[dict[str, object]], dict[str, object]]) -> None:
    """The facts from a place on say otherwise, each with a seal that holds."""
    with closing(sqlite3.connect(room.house.settings.data_dir / "zibot.db")) as connection:
        [(guard,)] = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event_no_update'").fetchall()
        connection.execute("DROP TRIGGER event_no_update")
        rows = connection.execute(
            "SELECT id, satker_id, at, actor_id, kind, obligation_id, evidence_id, payload, hash FROM event ORDER BY id"
        ).fetchall()
        previous = ledger.GENESIS
        for id, satker, at, actor, kind, obligation, piece, payload, sealed in rows:
            if id >= begin:
                when = datetime.fromisoformat(at).replace(tzinfo=UTC)
                said = ledger.canonical(otherwise(json.loads(payload)))
                sealed = ledger.seal(ledger.Fact(satker, when, actor, kind, obligation, piece, said, previous))  # noqa: PLW2901
                connection.execute(
                    "UPDATE event SET payload = ?, previous = ?, hash = ? WHERE id = ?", (said, previous, sealed, id)
                )
            previous = sealed
        connection.execute("UPDATE head SET hash = ?", (previous,))
        connection.execute(guard)
        connection.commit()


def test_a_chain_that_was_sealed_anew_is_caught_by_a_recap(office: Room) -> None:
    rewritten(office, 3)
    found = proof(office)
    assert {finding.code for finding in found.findings} == {"rewritten"}
    assert found.findings[0].where == "recap"


def test_what_was_sealed_anew_after_the_last_recap_is_caught_by_a_given_head(office: Room) -> None:
    before = hashes(office)[-1]
    rewritten(office, len(hashes(office)))
    assert proof(office).ok, "no recap had seen it"
    assert codes(office, head=before) == {"rewritten"}
    assert codes(office, head=before[:8], count=len(hashes(office))) == {"rewritten"}


def test_a_tail_that_was_cut_with_its_head_is_caught_by_a_recap(office: Room) -> None:
    everything = hashes(office)
    tamper(
        office,
        "DELETE FROM event WHERE id > 5",
        f"UPDATE head SET count = 5, hash = '{everything[4]}'",
    )
    assert "cut" in codes(office)


def test_facts_that_were_added_behind_its_back(office: Room) -> None:
    before = ask(office, "SELECT count, hash FROM head")[0]
    room = Room.open(office.house.settings.data_dir)
    room.do(lambda desk: ledger.append(desk.session, desk.satker_id, "team.loaded", at=desk.now))
    room.house.close()
    tamper(office, f"UPDATE head SET count = {before[0]}, hash = '{before[1]}'")
    assert codes(office) == {"surplus"}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE head SET count = count + 2", "head-changed"),
        (f"UPDATE head SET hash = '{'f' * 64}'", "head-changed"),
        ("DELETE FROM head", "head-missing"),
        ("UPDATE evidence SET number = 9 WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET person_id = 2 WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET sent_at = '2026-01-01 00:00:00.000000' WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET stored_at = '2026-01-01 00:00:00.000000' WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET happened_on = '2026-12-31' WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET happened_on = NULL WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET size = size + 1 WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET forwarded_at = NULL WHERE number = 2", "evidence-changed"),
        ("UPDATE evidence SET album = '78' WHERE number = 2", "evidence-changed"),
        ("DELETE FROM evidence WHERE number = 2", "evidence-gone"),
        ("UPDATE remark SET text = 'lain' WHERE id = 1", "remark-changed"),
        ("UPDATE remark SET text = '' WHERE id = 2", "remark-changed"),
        ("UPDATE remark SET evidence_id = 2 WHERE id = 1", "remark-changed"),
        ("UPDATE remark SET person_id = 2 WHERE id = 1", "remark-changed"),
        ("DELETE FROM remark WHERE id = 2", "remark-gone"),
        ("DELETE FROM plan", "plan-gone"),
        ("UPDATE plan SET decree_number = '99'", "plan-changed"),
        (f"UPDATE plan SET source_sha256 = '{'1' * 64}'", "plan-changed"),
        ("DELETE FROM obligation WHERE id = 3", "obligation-gone"),
        ("DELETE FROM person WHERE id = 1", "person-gone"),
        ('DELETE FROM "group"', "group-gone"),
    ],
)
def test_rows_that_were_changed_beside_the_ledger(office: Room, statement: str, code: str) -> None:
    tamper(office, statement)
    assert codes(office) == {code}


TEXTS = ("code", "area_name", "component", "indicator", "action", "slots", "target")
EDITS = {
    **{f"evidence.{column}": ("'lain'", 2) for column in ("caption", "name", "mime", "kind")},
    "evidence.message_id": ("message_id + 100", 2),
    "evidence.chat_id": ("chat_id + 1", 2),
    "obligation.due": ("'2027-12-31'", 2),
    "obligation.item_id": ("3", 2),
    **{f"item.{column}": (f"{column} || ' lain'", 2) for column in TEXTS},
    "item.area": ("6", 2),
    "item.confidential": ("1", 2),
    "item.continues_id": ("1", 2),
    "person.role": ("'admin'", 1),
    "person.areas": ("'[5]'", 1),
    "person.items": ("'[]'", 1),
    "person.telegram_id": ("telegram_id + 100", 1),
    "person.left_at": ("'2027-01-04 00:00:00.000000'", 1),
    "group.chat_id": ("chat_id - 1", 1),
}
"""What a row may be made to say by hand: the value in SQL, and which row."""


def edited(room: Room, where: str, value: str | None = None) -> tuple[str, str]:
    """Change one column of a row; returns the code and the place that the finding should have."""
    table, _, column = where.partition(".")
    usual, row = EDITS[where]
    tamper(room, f'UPDATE "{table}" SET {column} = {value or usual} WHERE id = {row}')
    return f"{table}-changed", f"evidence {row:06d}" if table == "evidence" else f"{table} {row}"


@pytest.mark.parametrize("where", EDITS)
def test_a_row_that_was_edited_by_hand_is_named(office: Room, where: str) -> None:
    expected = edited(office, where)
    found = proof(office).findings
    assert expected in {(one.code, one.where) for one in found}
    assert all("None" not in one["text"] for one in as_dict(proof(office))["findings"])


VOUCHED = (
    *("plan", "item", "obligation", "person", "invitation", "group", "evidence", "remark"),
    *("resemblance", "leave", "snooze", "topic", "event"),
)
"""The tables of which the ledger tells: each of their rows must be there, as it was, and none besides."""
UNTOLD = {"group.title", *(f"{table}.id" for table in ("group", "resemblance", "snooze", "topic"))}
"""What no fact holds: how Telegram calls a group, and ids that nothing else names."""


def columns_of(table: str) -> list[str]:
    return [column.name for column in SQLModel.metadata.tables[table].columns]


COLUMNS_TOLD = sorted({f"{table}.{column}" for table in VOUCHED for column in columns_of(table)} - UNTOLD)


def other(where: str) -> str:
    """Another value for a column, in SQL."""
    table, _, column = where.partition(".")
    kind = SQLModel.metadata.tables[table].columns[column].type
    if isinstance(kind, UtcDateTime):
        return f"CASE WHEN {column} IS NULL THEN '2027-01-03 00:00:00.000000' ELSE NULL END"
    if isinstance(kind, Date):
        return "'2027-03-03'"
    if isinstance(kind, JSON):
        return """'["lain"]'"""
    if isinstance(kind, Boolean):
        return f"NOT {column}"
    if isinstance(kind, Integer | BigInteger):
        return f"coalesce({column}, 0) + 100"
    return f"coalesce({column}, '') || 'lain'"


def named(room: Room, table: str) -> list[str]:
    """The findings that name a table, each in a sentence that is filled in."""
    found = [one for one in as_dict(proof(room))["findings"] if one["where"].split()[0] == table]
    assert all("None" not in one["text"] for one in found)
    return [one["text"] for one in found]


@pytest.mark.parametrize("where", COLUMNS_TOLD)
def test_whatever_column_of_a_row_is_changed_by_hand_the_row_is_named(office: Room, where: str) -> None:
    table, _, column = where.partition(".")
    statement = f'UPDATE "{table}" SET {column} = {other(where)} WHERE id = (SELECT min(id) FROM "{table}")'
    try:
        tamper(office, statement)
    except sqlite3.IntegrityError:  # which columns must never be empty, so that another instant is put there
        tamper(office, statement.replace("ELSE NULL", "ELSE '2027-01-03 00:00:00.000000'"))
    assert named(office, table)


@pytest.mark.parametrize("table", VOUCHED)
def test_a_row_that_was_taken_out_by_hand_is_named(office: Room, table: str) -> None:
    tamper(office, f'DELETE FROM "{table}" WHERE id = (SELECT min(id) FROM "{table}")')
    assert named(office, table)


ITS_OWN = {
    **{"number": "99", "code": "'IX.9.9'", "name": "'Tamu Gelap'", "telegram_id": "4242", "code_sha256": "'ff'"},
    **{"chat_id": "-999", "due": "'2027-11-11'", "hash": "'ff'", "message_id": "99", "earlier_id": "3", "id": "NULL"},
}
"""What a forged row says otherwise than the one after which it is made."""


@pytest.mark.parametrize("table", VOUCHED)
def test_a_row_that_was_put_in_by_hand_is_named(office: Room, table: str) -> None:
    values = ", ".join(ITS_OWN.get(name, name) for name in columns_of(table))
    columns = ", ".join(columns_of(table))
    tamper(office, f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" ORDER BY id LIMIT 1')
    assert named(office, table)


def test_many_rows_without_a_fact_are_one_finding(office: Room) -> None:
    for at in range(8):
        tamper(
            office,
            "INSERT INTO person (satker_id, name, jabatan, role, areas, items)"
            f" VALUES (1, 'Tamu {at}', '', 'admin', '[]', '[]')",
        )
    [finding] = as_dict(proof(office))["findings"]
    assert (finding["code"], "8 baris" in finding["text"]) == ("rows-unknown", True)


def test_a_link_that_was_used_cannot_be_opened_again_nor_prolonged_by_hand(office: Room) -> None:
    tamper(office, "UPDATE invitation SET used_at = NULL, expires_at = '2099-01-01 00:00:00.000000' WHERE id = 1")
    [said] = named(office, "invitation")
    assert "pemakaian, batas waktu" in said


def test_a_link_that_is_gone_is_told_once_and_not_with_every_piece_of_its_person(office: Room) -> None:
    tamper(office, "DELETE FROM invitation WHERE id = 1")
    assert [(one.code, one.where) for one in proof(office).findings] == [("row-gone", "invitation 1")]


def test_names_of_two_people_that_were_exchanged_are_seen(office: Room) -> None:
    tamper(
        office,
        "UPDATE person SET name = 'x' WHERE id = 2",
        "UPDATE person SET name = 'Ratna Lestari' WHERE id = 1",
        "UPDATE person SET name = 'Dedi Kurnia' WHERE id = 2",
    )
    assert [one.where for one in proof(office).findings] == ["person 1"], "the other never joined by a link"


def test_facts_that_changed_places_are_told_from_lost_ones(office: Room) -> None:
    tamper(
        office,
        "UPDATE event SET id = -1 WHERE id = 4",
        "UPDATE event SET id = 4 WHERE id = 5",
        "UPDATE event SET id = 5 WHERE id = -1",
    )
    assert codes(office) == {"unlinked"}


def test_one_fact_that_was_sealed_anew_is_told_from_a_lost_one(office: Room) -> None:
    [(satker, at, actor, kind, due, piece, before)] = ask(
        office,
        "SELECT satker_id, at, actor_id, kind, obligation_id, evidence_id, previous FROM event"
        " WHERE kind = 'team.loaded' LIMIT 1",
    )
    when = datetime.fromisoformat(str(at)).replace(tzinfo=UTC)
    sealed = ledger.seal(ledger.Fact(satker, when, actor, kind, due, piece, '{"lain":1}', before))  # type: ignore[arg-type]
    tamper(office, f"""UPDATE event SET payload = '{{"lain":1}}', hash = '{sealed}' WHERE previous = '{before}'""")
    assert "unlinked" in codes(office)
    assert "missing" not in codes(office)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER event_no_delete",
        "CREATE TRIGGER tamu AFTER INSERT ON event BEGIN UPDATE person SET role = 'admin' WHERE id = 1; END",
    ],
)
def test_a_ledger_without_its_guards_is_named(office: Room, statement: str) -> None:
    with closing(sqlite3.connect(office.house.settings.data_dir / "zibot.db")) as connection:
        connection.execute(statement)
    [finding] = as_dict(proof(office))["findings"]
    assert finding["code"] == "unguarded"
    assert ("tamu" if "tamu" in statement else "event_no_delete") in finding["text"]


@pytest.mark.parametrize("where", ["evidence.chat_id", "person.telegram_id"])
@pytest.mark.parametrize("value", ["NULL", "-100", "'lain'", "0"])
def test_no_other_account_passes_for_theirs(office: Room, where: str, value: str) -> None:
    if (where, value) != ("evidence.chat_id", "NULL"):  # which the database itself refuses
        expected = edited(office, where, value)
        assert expected in {(one.code, one.where) for one in proof(office).findings}


def test_rows_from_before_facts_told_of_them_pass(office: Room) -> None:
    """An older ledger told less; it was sealed as it was, and holds nothing against what it did not tell."""
    newer = ("row", "dues", "item_seals", "item_details", "item_schedules", "account", "invitation", "named", "with")
    newer += ("items", "areas", "role", "code", "expires")

    def older(said: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in said.items() if name not in newer}

    resealed(office, 1, older)
    assert codes(office) == {"rewritten"}, "by the recap alone"


def test_what_an_amendment_moves_is_no_tampering(office: Room) -> None:
    room = Room.open(office.house.settings.data_dir)
    room.adopt(
        butir("V.1.3", DUE),
        butir("V.1.2", date(2027, 6, 30)),
        butir("VI.1.2", DUE, action="Menyusun maklumat pelayanan", evidence=("Dokumen",)),
        number="4",
    )
    room.house.close()
    assert proof(office).findings == ()
    [(last,)] = ask(office, "SELECT max(id) FROM obligation")
    tamper(office, f"UPDATE obligation SET due = '2027-11-30' WHERE id = {last}")
    assert [(one.code, one.where) for one in proof(office).findings] == [("obligation-changed", f"obligation {last}")]


def test_days_that_were_decided_or_added_later_are_held_too(office: Room) -> None:
    room = Room.open(office.house.settings.data_dir)
    room.adopt(butir("V.1.1", DUE), butir("V.1.2", DUE, certain=False), butir("V.1.3"), number="5")

    def works(desk: Desk) -> None:
        plan = plans.in_force(desk.session, desk.satker_id)
        assert plan is not None
        rows, dedi = plans.items(desk.session, plan), desk.session.get_one(Person, 1)
        plans.unscheduled(desk.session, rows[2], today=desk.today, actor=dedi, now=desk.now)
        schedule.decide(desk, dedi, 501, rows[1], Schedule("months", (6, 9)))

    [(before,)] = ask(office, "SELECT max(id) FROM obligation")
    room.do(works)
    room.house.close()
    assert proof(office).findings == ()
    ids = [id for (id,) in ask(office, f"SELECT id FROM obligation WHERE id > {before}")]
    assert len(ids) == 3
    for id in ids:
        tamper(office, f"UPDATE obligation SET due = '2027-11-{id:02d}' WHERE id = {id}")
    assert {one.where for one in proof(office).findings} == {f"obligation {id}" for id in ids}


def test_who_left_or_moved_passes_and_cannot_be_let_in_again_by_hand(office: Room) -> None:
    room = Room.open(office.house.settings.data_dir)

    def moves(desk: Desk) -> None:
        dedi = desk.session.get_one(Person, 1)
        code = people.invite(desk.session, dedi, desk.now, days=14)
        assert people.join(desk.session, desk.satker_id, code, 777, desk.now) is dedi
        people.move_group(desk.session, -100, -1009, desk.now)

    room.do(moves)
    assert proof(office).ok, "pieces came from the account before, sealed when they came"
    room.do(lambda desk: people.leave(desk.session, desk.session.get_one(Person, 1), desk.now))
    room.house.close()
    assert proof(office).ok
    tamper(office, "UPDATE person SET left_at = NULL WHERE id = 1")
    assert codes(office) == {"person-changed"}


def test_a_row_whose_parent_is_gone_is_told_in_sqlites_words(office: Room) -> None:
    tamper(office, "INSERT INTO reminder (satker_id, person_id, obligation_id, day) VALUES (1, 99, 1, '2027-01-04')")
    assert codes(office) == {"orphans"}


def test_a_database_that_is_torn_is_told_first(office: Room) -> None:
    file = office.house.settings.data_dir / "zibot.db"
    content = bytearray(file.read_bytes())
    content[8192:20480] = bytes(12288)
    file.write_bytes(content)
    assert codes(office) == {"damaged"}


def test_a_piece_that_the_ledger_never_heard_of(office: Room) -> None:
    tamper(
        office,
        "INSERT INTO evidence (satker_id, number, person_id, kind, sha256, size, mime, name, caption, chat_id,"
        " message_id, sent_at, stored_at) SELECT satker_id, 77, person_id, kind, sha256, size, mime, name, caption,"
        " chat_id, 77, sent_at, stored_at FROM evidence WHERE number = 1",
    )
    assert codes(office) == {"evidence-unknown"}


def stored(room: Room) -> list[Path]:
    return sorted(path for path in (room.house.settings.data_dir / "evidence").rglob("*") if path.is_file())


def test_a_file_that_is_gone_and_one_that_lost_its_end(office: Room) -> None:
    first, second, _ = stored(office)
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    found = proof(office)
    assert {(one.code, one.where.rpartition("/")[2]) for one in found.findings} == {
        ("file-missing", first.name),
        ("file-changed", second.name),
    }


def test_a_file_in_whose_place_a_link_or_a_pipe_lies_is_no_file(office: Room, tmp_path: Path) -> None:
    first, second, _ = stored(office)
    away = first.rename(tmp_path / "di-tempat-lain")
    first.symlink_to(away)
    second.unlink()
    os.mkfifo(second)
    assert {one.code for one in proof(office).findings} == {"file-changed"}


def test_a_file_that_no_row_names_is_noted_and_is_no_fault(office: Room) -> None:
    (stored(office)[0].parent / ".tmp-abc").write_bytes(b"half")
    found = proof(office)
    assert (found.ok, found.strangers) == (True, 1)
    assert "1 berkas" in as_lines(found)


def test_a_row_that_names_no_hash_leads_to_no_file(office: Room) -> None:
    tamper(office, "UPDATE evidence SET sha256 = '../../zibot.db' WHERE number = 1")
    assert codes(office) == {"evidence-changed", "file-missing"}


def test_each_finding_is_one_sentence_that_says_what_to_do(office: Room) -> None:
    tamper(
        office,
        "UPDATE event SET payload = '{}' WHERE id = 2",
        "DELETE FROM event WHERE id = 4",
        "UPDATE evidence SET size = 1",
        "DELETE FROM plan",
        f"UPDATE head SET count = 99, hash = '{'e' * 64}'",
    )
    for path in stored(office):
        path.unlink()
    said = as_dict(proof(office, head="abcdef0123"))
    assert not said["ok"]
    for finding in said["findings"]:
        assert set(finding) == {"code", "where", "text"}
        assert finding["text"].endswith((".", "restore."))
        assert "None" not in finding["text"]
        assert "\n" not in finding["text"]


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    sources = "".join(path.read_text() for path in Path(zibot.proof.__file__).parent.glob("*.py"))
    coded = set(re.findall(r'found\(\s*"([\w-]+)"', sources))
    words = tomllib.loads((texts.HERE / "labels.toml").read_text())
    assert coded == set(words["verify"]) - {"line", "strangers", "whole", "broken"}
    named = set(re.findall(r'^        "(\w+)": select', inspect.getsource(proofs.files), re.M))
    assert set(words["file"]) == named | {"exported"}


def test_a_folder_without_a_database_and_one_of_another_office(office: Room, tmp_path: Path) -> None:
    elsewhere = office.house.settings.model_copy(update={"data_dir": tmp_path / "leer"})
    with pytest.raises(SettingsError) as refused:
        verified(elsewhere)
    assert refused.value.code == "no-database"
    with pytest.raises(SettingsError) as refused:
        verified(office.house.settings.model_copy(update={"satker": "lain"}))
    assert refused.value.code == "no-satker"


# any single tampering

COLUMNS = ("at", "actor_id", "kind", "obligation_id", "evidence_id", "payload", "previous", "hash")


def changed(room: Room, row: int, column: str, salt: int) -> set[str]:
    """One column of one fact says something else."""
    [(before,)] = ask(room, f"SELECT {column} FROM event WHERE id = {row}")
    values = {
        "at": f"'2027-02-{1 + salt % 28:02d} 01:02:03.000000'",
        "kind": f"'kind.{salt}'",
        "payload": f"""'{{"angka":{salt}}}'""",
        "previous": f"'{salt + 1:064x}'",
        "hash": f"'{salt:064x}'",
    }
    value = values.get(column, str(10_000 + salt) if before is None else "NULL")
    tamper(room, f"UPDATE event SET {column} = {value} WHERE id = {row}")
    return {"changed"}


def cut_out(room: Room, row: int, column: str, salt: int) -> set[str]:
    """One fact in the middle is gone."""
    tamper(room, f"DELETE FROM event WHERE id = {row}")
    return {"missing"} if row < len_of(room) else {"tail"}


def cut_off(room: Room, row: int, column: str, salt: int) -> set[str]:
    """All facts from one on are gone."""
    tamper(room, f"DELETE FROM event WHERE id >= {row}")
    return {"tail"}


def rewrote(room: Room, row: int, column: str, salt: int) -> set[str]:
    """One column of one row says something else."""
    return {edited(room, sorted(EDITS)[salt % len(EDITS)])[0]}


OF_LOST_FACTS = {"evidence-unknown", "remark-unknown", "row-unknown", "rows-unknown", "cut"}
OF_LOST_FACTS |= {"group-changed", "person-changed", "row-changed", "row-gone"}
"""What the rows come to once the facts are gone that told of them, or of their change."""


def flipped(room: Room, row: int, column: str, salt: int) -> set[str]:
    """One byte of one file is another."""
    path = stored(room)[row % 3]
    content = bytearray(path.read_bytes())
    content[salt % len(content)] ^= 1 + salt % 255
    path.write_bytes(content)
    return {"file-changed"}


def len_of(room: Room) -> int:
    [(count,)] = ask(room, "SELECT count FROM head")
    assert isinstance(count, int)
    return count


Tampering = Callable[[Room, int, str, int], set[str]]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([changed, cut_out, cut_off, flipped, rewrote]),
    st.tuples(st.integers(1, 10_000), st.sampled_from(COLUMNS), st.integers(0, 10_000)),
)
def test_any_single_tampering_is_named_for_what_it_is(
    kept: Path, tmp_path_factory: pytest.TempPathFactory, tampering: Tampering, where: tuple[int, str, int]
) -> None:
    folder = tmp_path_factory.mktemp("tampered")
    room = next(copied(kept, folder))
    row, column, salt = where
    expected = tampering(room, 1 + row % len_of(room), column, salt)
    found = codes(room)
    assert expected <= found
    # Facts that are gone leave their rows without them; nothing is said of what is not so.
    follows = {
        flipped: set[str](),
        # An item that another seems to carry on no longer has the obligations.
        rewrote: {"obligation-changed"},
    }.get(tampering, OF_LOST_FACTS)
    assert found <= expected | follows
    shutil.rmtree(folder)

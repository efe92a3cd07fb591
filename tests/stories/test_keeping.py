"""What was entrusted is kept: a restore drill, whatever was tampered with is named, and who leaves is forgotten."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.conftest import Office, a_photo, eventually
from zibot.backup.last import last_backup

SECRET = "kuda laut berkacamata"


def worked(office: Office) -> None:
    """A morning on which Dedi sent a photo that Citra accepted."""
    office.start()
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    dedi.sends(a_photo(1, caption="I.1.1"))
    office.heard(dedi, "No. 000001")
    office.taps(citra, office.heard(citra, "Perlu diperiksa: I.1.1"), "Terima")
    office.quiet()


def verify(office: Office, *words: str, exit_code: int = 0, **environment: str) -> dict[str, Any]:
    done = office.zibot("verify", "--json", *words, **environment)
    assert done.returncode == exit_code, done
    assert done.stderr == ""
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_an_office_comes_back_from_its_backup_and_the_bot_goes_on(office: Office) -> None:
    worked(office)
    dedi = office.person("Dedi")
    saved = office.zibot("backup", "--out", "cadangan.tar")
    assert saved.returncode == 0, saved
    assert "cadangan.tar" in saved.stdout
    assert office.rows("SELECT payload FROM event WHERE kind = 'exported'") == [
        (f'{{"files":{{"cadangan.tar":"{_sha256(office.folder / "cadangan.tar")}"}},"what":"backup"}}',)
    ]
    assert verify(office)["files"] == 1
    dedi.sends(a_photo(2, caption="I.1.1"))
    office.heard(dedi, "No. 000002")
    assert office.stop() == 0

    # The machine is gone with all that was on it; what was sent after the backup must be sent again.
    refused = office.zibot("restore", "cadangan.tar")
    assert refused.returncode == 2
    assert "tidak kosong" in refused.stderr
    (office.folder / "data").rename(office.folder / "data-lama")
    restored = office.zibot("restore", "cadangan.tar")
    assert restored.returncode == 0, restored
    assert "Utuh: " in restored.stdout
    assert verify(office)["files"] == 1

    before = dedi_receipts(office)
    office.start()
    dedi.sends(a_photo(3, caption="I.1.1"))
    eventually(lambda: dedi_receipts(office) > before)
    assert "No. 000002" in office.said(dedi)[-1].text
    office.quiet()
    assert verify(office)["files"] == 2


def dedi_receipts(office: Office) -> int:
    return sum("Bukti tersimpan" in text for text in office.texts(office.person("Dedi")))


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_sealed_backup_needs_its_passphrase_which_is_said_nowhere(office: Office) -> None:
    (office.folder / "frasa").write_text(SECRET + "\n")
    saved = office.zibot("backup", "--out", "cadangan.tar", "--passphrase-file", "frasa")
    assert saved.returncode == 0, saved
    assert "terkunci" in saved.stdout
    elsewhere = {"ZIBOT_DATA_DIR": str(office.folder / "pulih")}
    for environment, words in (({}, "terkunci"), ({"ZIBOT_BACKUP_PASSPHRASE": "salah"}, "tidak cocok")):
        refused = office.zibot("restore", "cadangan.tar", **elsewhere, **environment)
        assert refused.returncode == 2
        assert words in refused.stderr
        assert not (office.folder / "pulih").exists()
    restored = office.zibot("restore", "cadangan.tar", **elsewhere, ZIBOT_BACKUP_PASSPHRASE=SECRET)
    assert restored.returncode == 0, restored
    for path in office.folder.rglob("*"):
        assert path.name == "frasa" or not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    assert SECRET not in saved.stdout + saved.stderr + restored.stdout + restored.stderr


def test_each_night_a_copy_is_made_from_which_the_office_comes_back(office: Office) -> None:
    worked(office)
    office.wakes_at("2027-01-05 02:10")
    backups = office.folder / "data" / "backups"
    eventually((backups / "zibot-2027-01-05.db").exists)
    eventually(lambda: last_backup(office.folder / "data").at == office.now())
    assert office.stop() == 0
    elsewhere = {"ZIBOT_DATA_DIR": str(office.folder / "pulih")}
    restored = office.zibot("restore", str(backups / "zibot-2027-01-05.db"), **elsewhere)
    assert restored.returncode == 0, restored
    assert verify(office, **elsewhere)["files"] == 1


def tampered(office: Office, *statements: str) -> None:
    with closing(sqlite3.connect(office.folder / "data" / "zibot.db")) as connection:
        for trigger in ("event_no_update", "event_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_flipped_byte_an_edited_row_and_a_cut_tail_are_each_named(office: Office) -> None:
    worked(office)
    assert office.stop() == 0
    data = office.folder / "data"
    whole = verify(office)
    assert verify(office, "--head", whole["head"][:8], "--count", str(whole["events"]))["ok"]
    kept = {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and path.name != "zibot.lock"}

    def put_back() -> None:
        for path, content in kept.items():
            path.write_bytes(content)
        for beside in ("zibot.db-wal", "zibot.db-shm"):
            if data / beside not in kept:
                (data / beside).unlink(missing_ok=True)

    [(sha256,)] = office.rows("SELECT sha256 FROM evidence")
    piece = data / "evidence" / str(sha256)[:2] / str(sha256)
    piece.write_bytes(bytes([piece.read_bytes()[0] ^ 1]) + piece.read_bytes()[1:])
    [finding] = verify(office, exit_code=1)["findings"]
    assert (finding["code"], finding["where"]) == ("file-changed", f"evidence/{str(sha256)[:2]}/{sha256}")
    assert "000001" in finding["text"]

    put_back()
    tampered(office, "UPDATE event SET actor_id = 1 WHERE kind = 'review.accepted'")
    [finding] = verify(office, exit_code=1)["findings"]
    assert finding["code"] == "changed"
    assert "review.accepted" in finding["text"]

    put_back()
    tampered(office, "DELETE FROM event WHERE id > (SELECT max(id) - 2 FROM event)")
    [finding] = verify(office, exit_code=1)["findings"]
    assert finding["code"] == "tail"
    assert str(whole["events"]) in finding["text"]

    put_back()
    [(dedi, citra)] = office.rows(
        "SELECT (SELECT id FROM person WHERE name LIKE 'Dedi%'), (SELECT id FROM person WHERE name LIKE 'Citra%')"
    )
    [(due,)] = office.rows("SELECT obligation_id FROM event WHERE kind = 'review.accepted'")
    for statement, where, words in (
        ("UPDATE evidence SET caption = 'lain'", "evidence 000001", "keterangan"),
        ("UPDATE evidence SET chat_id = chat_id + 1", "evidence 000001", "obrolan"),
        (f"UPDATE obligation SET due = '2027-12-30' WHERE id = {due}", f"obligation {due}", "jatuh tempo"),
        ("UPDATE item SET code = 'I.9.9' WHERE id = 1", "item 1", "I.9.9"),
        (f"UPDATE person SET role = 'admin' WHERE id = {dedi}", f"person {dedi}", "peran"),
        (f"UPDATE person SET telegram_id = 99 WHERE id = {citra}", f"person {citra}", "akun"),
    ):
        put_back()
        tampered(office, statement)
        [finding] = verify(office, exit_code=1)["findings"]
        assert finding["where"] == where
        assert words in finding["text"]

    put_back()
    told = office.zibot("verify", "--head", "f" * 64)
    assert told.returncode == 1
    assert "ditulis ulang" in told.stdout
    assert verify(office)["ok"]


def test_a_recap_in_the_group_says_the_head_to_verify_against(running: Office) -> None:
    office = running
    ratna = office.join("Ratna Lestari")
    group = office.group(ratna)
    office.wakes_at("2027-04-01 08:30")
    said = office.heard(group, "Rekap Triwulan I 2027").text
    line = next(line for line in said.splitlines() if line.startswith("Riwayat: "))
    count, head = line.split()[1], line.split()[-1]
    assert verify(office, "--head", head, "--count", count)["ok"]
    assert verify(office, "--head", "0" * 64, "--count", count, exit_code=1)["findings"][0]["where"] == "--head"


def test_who_is_erased_is_gone_and_the_bot_knows_them_no_more(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    refused = office.zibot("people", "erase", "Nama Lain", "--yes")
    assert (refused.returncode, "Nama Lain" in refused.stderr) == (2, True)
    kept = office.zibot("people", "erase", "Dedi Kurnia")
    assert kept.returncode != 0, "nobody answered the question"
    gone = office.zibot("people", "erase", "dedi kurnia", "--yes")
    assert gone.returncode == 0, gone
    assert "team.yaml" in gone.stdout
    assert office.rows("SELECT count(*) FROM person WHERE name LIKE '%Dedi%'") == [(0,)]
    dedi.says("/tugas")
    office.quiet()
    assert "hanya melayani anggota tim" in office.last(dedi).text
    assert verify(office)["ok"]


def test_who_leaves_and_what_was_set_aside_at_the_terminal(office: Office) -> None:
    left = office.zibot("people", "leave", "Dedi Kurnia")
    assert left.returncode == 0, left
    assert office.rows("SELECT count(*) FROM person WHERE left_at IS NOT NULL") == [(1,)]

    assert office.zibot("inbox").stdout.strip() == "Tidak ada kiriman yang disisihkan."
    with closing(sqlite3.connect(office.folder / "data" / "zibot.db")) as connection:
        connection.execute(
            "INSERT INTO inbox (update_id, payload_sha256, chat_id, payload, received_at, attempts, dead_at, error)"
            " VALUES (7, 'x', 501, '{}', '2027-01-04 01:02:03', 6, '2027-01-04 02:00:00', 'KeyError()')"
        )
        connection.commit()
    [dead] = json.loads(office.zibot("inbox", "--json").stdout)
    assert (dead["chat"], dead["tries"], dead["error"]) == (501, 6, "KeyError()")
    assert "08.02" in office.zibot("inbox").stdout
    for words in (("retry",), ("lihat",), ("retry", "semua"), ("retry", "99")):
        assert office.zibot("inbox", *words).returncode == 2, words
    assert office.zibot("inbox", "retry", str(dead["id"])).returncode == 0
    assert json.loads(office.zibot("inbox", "--json").stdout) == []
    assert office.zibot("inbox", "retry", "all").returncode == 0


def test_without_anything_to_verify_restore_or_save_one_line_says_what_to_do(bare_office: Office) -> None:
    office = bare_office
    for words in (("verify",), ("backup", "--out", "x.tar"), ("restore", "tidak-ada.tar"), ("verify", "--head", "xyz")):
        done = office.zibot(*words)
        assert done.returncode == 2, done
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    elsewhere = {"ZIBOT_DATABASE_URL": "postgresql://db/zibot"}
    for words in (("backup", "--out", "x.tar"), ("restore", "x.tar")):
        assert "pg_dump" in office.zibot(*words, **elsewhere).stderr

"""Backups: consistent, sealed on wish, whole or not at all, and the way back from them."""

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from sqlmodel import select

from tests.desk import Room, butir
from zibot.backup import archive, manifest, nightly, restoring
from zibot.backup.last import LastBackup, last_backup, write_down
from zibot.backup.manifest import DATABASE, LABEL, MANIFEST, Manifest
from zibot.backup.passphrase import passphrase
from zibot.context import Desk
from zibot.jobs import backup
from zibot.model import Outbox, Person
from zibot.proof import verified
from zibot.rules.roles import Role
from zibot.settings import Settings, SettingsError
from zibot.storage import evidence, people, snapshot
from zibot.storage.evidence import Arrived
from zibot.storage.files import Files
from zibot.storage.outbox import Rank

NOW = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
SECRET = "kuda laut berkacamata"


@pytest.fixture
def office(room: Room) -> Room:
    """An office with a plan and two pieces of evidence."""
    return keeping(room, 200_000)


def keeping(room: Room, size: int) -> Room:
    """The office with a plan and two pieces of evidence of so many bytes."""
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    dedi = room.joins("Dedi Kurnia", account=501, items=["V"])

    def sends(desk: Desk, number: int) -> None:
        kept = desk.files.keep(bytes([number]) * size)
        evidence.store(desk.session, dedi, kept, Arrived("photo", "", "", "", 501, number, desk.now), desk.now)

    for number in (1, 2):
        room.do(sends, number)
    return room


def of(room: Room) -> Settings:
    return room.house.settings


def elsewhere(room: Room, folder: Path) -> Settings:
    return of(room).model_copy(update={"data_dir": folder})


def save(room: Room, out: Path, secret: str | None = None) -> archive.Backup:
    return archive.save(of(room), out, now=NOW, passphrase=secret)


def back(room: Room, file: Path, folder: Path, secret: str | None = None) -> restoring.Restored:
    return restoring.restore(elsewhere(room, folder), file, now=NOW, passphrase=secret)


def refusal(attempt: Callable[[], object]) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        attempt()
    return refused.value


def pieces(room: Room) -> list[Path]:
    return sorted(path for path in (of(room).data_dir / "evidence").rglob("*") if path.is_file())


@pytest.mark.parametrize("secret", [None, SECRET], ids=["open", "sealed"])
def test_everything_comes_back_and_verifies(office: Room, tmp_path: Path, secret: str | None) -> None:
    saved = save(office, tmp_path / "out" / "zibot.tar", secret)
    assert (saved.damaged, len(saved.manifest.files)) == ((), 3)
    assert saved.file.stat().st_mode & 0o077 == 0
    assert [path.name for path in saved.file.parent.iterdir()] == ["zibot.tar"]
    restored = back(office, saved.file, tmp_path / "back", secret)
    assert (restored.made_at, restored.files) == (NOW, 2)
    assert {path.name for path in (tmp_path / "back").iterdir()} == {"evidence", "zibot.db"}
    proof = verified(elsewhere(office, tmp_path / "back"))
    assert (proof.ok, proof.files) == (True, 2)
    assert proof.events == saved.manifest.events + 1, "that it was restored is a fact too"


def test_a_sealed_backup_shows_nothing_and_opens_with_its_passphrase_only(office: Room, tmp_path: Path) -> None:
    saved = save(office, tmp_path / "zibot.tar", SECRET)
    content = saved.file.read_bytes()
    assert SECRET.encode() not in content
    assert b"SQLite format" not in content
    assert bytes([1]) * 1000 not in content
    assert refusal(lambda: back(office, saved.file, tmp_path / "back")).code == "backup-locked"
    assert refusal(lambda: back(office, saved.file, tmp_path / "back", "salah")).code == "passphrase"
    assert not (tmp_path / "back").exists()


def test_a_sealed_backup_is_two_age_files_in_a_tar(office: Room, tmp_path: Path) -> None:
    saved = save(office, tmp_path / "zibot.tar", SECRET)
    with tarfile.open(saved.file) as tar:
        assert tar.getnames() == [LABEL, manifest.KEY, manifest.SEALED]
        key, sealed = (tar.extractfile(name) for name in (manifest.KEY, manifest.SEALED))
        assert key is not None
        assert sealed is not None
        said = pyrage.passphrase.decrypt(key.read(), SECRET).decode()
        inner = pyrage.decrypt(sealed.read(), [pyrage.x25519.Identity.from_str(said.strip())])
    with tarfile.open(fileobj=io.BytesIO(inner)) as tar:
        assert tar.getnames()[0] == LABEL
        assert tar.getnames()[-1] == MANIFEST


@pytest.mark.parametrize("secret", [None, SECRET], ids=["open", "sealed"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_backup_of_which_a_byte_was_changed_is_not_put_in_place(
    office: Room, tmp_path: Path, secret: str | None, part: float
) -> None:
    saved = save(office, tmp_path / "zibot.tar", secret)
    content = bytearray(saved.file.read_bytes())
    content[int(len(content) * part)] ^= 1
    saved.file.write_bytes(content)
    assert refusal(lambda: back(office, saved.file, tmp_path / "back", secret)).code == "backup-broken"
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("secret", [None, SECRET], ids=["open", "sealed"])
@pytest.mark.parametrize("part", [0.001, 0.3, 0.97])
def test_a_backup_that_was_cut_off_is_not_put_in_place(
    office: Room, tmp_path: Path, secret: str | None, part: float
) -> None:
    saved = save(office, tmp_path / "zibot.tar", secret)
    content = saved.file.read_bytes()
    saved.file.write_bytes(content[: int(len(content) * part)])
    assert refusal(lambda: back(office, saved.file, tmp_path / "back", secret)).code == "backup-broken"
    assert not (tmp_path / "back").exists()


def test_a_damaged_file_does_not_keep_the_rest_from_being_saved(office: Room, tmp_path: Path) -> None:
    first, second = pieces(office)
    first.write_bytes(first.read_bytes()[:-1])
    saved = save(office, tmp_path / "zibot.tar")
    assert [one.sha256 for one in saved.damaged] == [first.name]
    assert saved.manifest.damaged == (first.name,)
    assert back(office, saved.file, tmp_path / "back").files == 1
    proof = verified(elsewhere(office, tmp_path / "back"))
    assert [(one.code, one.where) for one in proof.findings] == [("file-missing", manifest.path_of(first.name))]
    assert Files(tmp_path / "back").read(second.name) == second.read_bytes()


def test_what_is_not_ours_is_not_overwritten_and_what_is_ours_is(office: Room, tmp_path: Path) -> None:
    taken = tmp_path / "surat.tar"
    taken.write_bytes(b"surat penting")
    assert refusal(lambda: save(office, taken)).code == "backup-taken"
    assert taken.read_bytes() == b"surat penting"
    saved = save(office, tmp_path / "zibot.tar")
    assert archive.is_ours(saved.file)
    assert save(office, saved.file).file == saved.file


def test_only_an_empty_folder_is_restored_into(office: Room, tmp_path: Path) -> None:
    saved = save(office, tmp_path / "zibot.tar")
    (tmp_path / "empty").mkdir()
    assert back(office, saved.file, tmp_path / "empty").files == 2
    assert refusal(lambda: back(office, saved.file, tmp_path / "empty")).code == "not-empty"
    assert refusal(lambda: back(office, saved.file, saved.file)).code == "not-empty"


def test_a_backup_of_another_office_and_what_is_no_backup(office: Room, tmp_path: Path) -> None:
    saved = save(office, tmp_path / "zibot.tar")
    other = elsewhere(office, tmp_path / "back").model_copy(update={"satker": "lain"})
    assert refusal(lambda: restoring.restore(other, saved.file, now=NOW)).code == "no-satker"
    letter = tmp_path / "surat.txt"
    letter.write_text("surat")
    assert refusal(lambda: back(office, letter, tmp_path / "back")).code == "backup-broken"
    assert refusal(lambda: back(office, tmp_path / "tidak-ada.tar", tmp_path / "back")).code == "backup-broken"
    assert not (tmp_path / "back").exists()


def test_another_database_has_its_own_tools(office: Room, tmp_path: Path) -> None:
    other = of(office).model_copy(update={"database_url": "postgresql://db/zibot"})
    assert refusal(lambda: archive.save(other, tmp_path / "z.tar", now=NOW)).code == "backup-sqlite"
    assert refusal(lambda: restoring.restore(other, tmp_path / "z.tar", now=NOW)).code == "backup-sqlite"
    assert not nightly.due(other, NOW)


def forged(file: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    """A tar that says it is ours."""
    with tarfile.open(file, "w") as tar:
        for header, content in ((tarfile.TarInfo(LABEL), b'{"format": 1}'), *members):
            header.size = len(content)
            tar.addfile(header, io.BytesIO(content))
    return file


@pytest.mark.parametrize(
    "name",
    ["../luar", "/tmp/luar", "evidence/../../luar", "zibot.db/../../luar", "evidence/aa/" + "b" * 64, "lain.txt", ""],
)
def test_a_member_of_any_other_name_is_refused(office: Room, tmp_path: Path, name: str) -> None:
    file = forged(tmp_path / "z.tar", (tarfile.TarInfo(name), b"x"))
    assert refusal(lambda: back(office, file, tmp_path / "deep" / "back")).code == "backup-broken"
    assert not list(tmp_path.rglob("luar"))
    assert not (tmp_path / "deep" / "back").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_link_or_anything_else_that_is_no_file_is_refused(office: Room, tmp_path: Path, kind: bytes) -> None:
    header = tarfile.TarInfo(DATABASE)
    header.type, header.linkname = kind, "/etc/passwd"
    file = forged(tmp_path / "z.tar", (header, b""))
    assert refusal(lambda: back(office, file, tmp_path / "back")).code == "backup-broken"


def test_the_same_member_twice_and_evidence_under_a_wrong_hash(office: Room, tmp_path: Path) -> None:
    twice = forged(tmp_path / "a.tar", (tarfile.TarInfo(DATABASE), b"x"), (tarfile.TarInfo(DATABASE), b"y"))
    assert refusal(lambda: back(office, twice, tmp_path / "back")).code == "backup-broken"
    other = forged(tmp_path / "b.tar", (tarfile.TarInfo(manifest.path_of("a" * 64)), b"x"))
    assert refusal(lambda: back(office, other, tmp_path / "back")).code == "backup-broken"


def test_a_manifest_is_read_back_as_it_was_written_and_nothing_else_is_one() -> None:
    said = Manifest(1, NOW.isoformat(), 3, "ab", {"zibot.db": ("cd", 5)}, ("ef",))
    assert manifest.read(said.as_json()) == said
    for wrong in (b"", b"[]", b"{}", b"\xff", replace(said, format=2).as_json(), replace(said, made_at="x").as_json()):
        with pytest.raises(ValueError, match=r".*"):
            manifest.read(wrong)


def test_a_link_that_was_used_after_the_copy_does_not_let_in_another_after_a_restore(
    office: Room, tmp_path: Path
) -> None:
    """The copy knows it as unused; whoever has it could come in again as that person."""
    gita = office.joins("Gita Permata")
    codes = [
        office.do(lambda desk, who=who: people.invite(desk.session, who, desk.now, days=14))
        for who in (office.do(lambda desk: desk.session.get_one(Person, gita.id)), office.joins("Hari Basuki"))
    ]
    saved = save(office, tmp_path / "zibot.tar")
    office.do(lambda desk: people.join(desk.session, desk.satker_id, codes[0], 900, desk.now))
    settings = elsewhere(office, tmp_path / "back")
    later = NOW + timedelta(hours=1)
    restoring.restore(settings, saved.file, now=later)
    assert verified(settings).ok
    back = Room.open(tmp_path / "back")
    for code in codes:
        assert back.do(lambda desk, code=code: people.join(desk.session, desk.satker_id, code, 901, later)) is None
        assert (
            back.do(lambda desk, code=code: people.why_not(desk.session, desk.satker_id, code, later))[0] == "expired"
        )


def test_what_waited_long_before_a_restore_is_not_sent_any_more(office: Room, tmp_path: Path) -> None:
    office.at("2027-01-05 06:00")
    office.do(lambda desk: desk.put(501, "sendMessage", {"chat_id": 501, "text": "lama"}, rank=Rank.DIGEST))
    office.at("2027-01-05 07:30")
    office.do(lambda desk: desk.put(501, "sendMessage", {"chat_id": 501, "text": "baru"}, rank=Rank.REPLY))
    saved = save(office, tmp_path / "zibot.tar")
    assert back(office, saved.file, tmp_path / "back").closed == 1
    again = Room.open(tmp_path / "back")
    rows = again.do(lambda desk: list(desk.session.exec(select(Outbox))))
    assert {row.payload["text"]: row.error for row in rows if row.payload["text"] in ("lama", "baru")} == {
        "lama": "restored",
        "baru": None,
    }
    again.house.close()


def test_the_passphrase_comes_from_a_file_or_the_environment(tmp_path: Path, plain_environment: None) -> None:
    bare = Settings(_env_file=None)
    assert passphrase(bare, None) is None
    file = tmp_path / "frasa"
    file.write_text(f"{SECRET}\n")
    assert passphrase(bare, file) == SECRET
    assert passphrase(Settings(_env_file=None, backup_passphrase=SECRET), None) == SECRET
    file.write_text("\n")
    assert refusal(lambda: passphrase(bare, file)).code == "passphrase-file"
    assert refusal(lambda: passphrase(bare, tmp_path / "tidak-ada")).code == "passphrase-file"


# each night


def local(settings: Settings, moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=settings.timezone)


def copies(room: Room) -> list[str]:
    return sorted(path.name for path in of(room).backups().glob("*.db"))


def test_a_copy_is_made_once_a_local_day_after_its_hour(office: Room) -> None:
    settings = of(office)
    assert not nightly.due(settings, local(settings, "2027-01-05 01:59"))
    assert nightly.due(settings, local(settings, "2027-01-05 02:00"))
    made = nightly.make(settings, local(settings, "2027-01-05 02:00"))
    assert (made.error, made.files, made.damaged) == ("", 2, ())
    assert copies(office) == ["zibot-2027-01-05.db"]
    assert last_backup(settings.data_dir) == made
    assert not nightly.due(settings, local(settings, "2027-01-05 23:59"))
    assert not nightly.due(settings, local(settings, "2027-01-06 01:00"))
    assert nightly.due(settings, local(settings, "2027-01-06 02:00"))
    assert not nightly.due(settings.model_copy(update={"backup_keep": 0}), local(settings, "2027-01-06 02:00"))


def test_the_oldest_copies_go_and_nothing_else_does(office: Room) -> None:
    settings = of(office).model_copy(update={"backup_keep": 2})
    settings.backups().mkdir()
    (settings.backups() / "surat.db").write_text("bukan milik kami")
    for day in (5, 6, 7, 8):
        assert not nightly.make(settings, local(settings, f"2027-01-0{day} 02:00")).error
    assert copies(office) == ["surat.db", "zibot-2027-01-07.db", "zibot-2027-01-08.db"]
    assert len([path for path in (settings.backups() / "evidence").rglob("*") if path.is_file()]) == 2


def test_the_pool_takes_only_what_is_new(office: Room) -> None:
    settings = of(office)
    nightly.make(settings, local(settings, "2027-01-05 02:00"))
    pooled = Files(settings.backups())
    before = [pooled.path(path.name).stat().st_mtime_ns for path in pieces(office)]
    nightly.make(settings, local(settings, "2027-01-06 02:00"))
    assert [pooled.path(path.name).stat().st_mtime_ns for path in pieces(office)] == before


def test_what_a_copy_left_that_was_killed_is_taken_away_by_the_next(office: Room) -> None:
    settings = of(office)
    folder = settings.backups()
    for left in (folder / ".zibot-abc" / "zibot-2027-01-04.db", folder / "evidence" / "ab" / ".tmp-abc"):
        left.parent.mkdir(parents=True)
        left.write_bytes(b"half")
    assert not nightly.make(settings, local(settings, "2027-01-05 02:00")).error
    assert [path.name for path in folder.glob("*/") if path.name.startswith(".")] == []
    assert list(folder.rglob(".tmp-*")) == []


def test_a_nightly_copy_is_restored_with_the_files_from_its_pool(office: Room, tmp_path: Path) -> None:
    made = nightly.make(of(office), local(of(office), "2027-01-05 02:00"))
    assert back(office, Path(made.file), tmp_path / "back").files == 2
    assert verified(elsewhere(office, tmp_path / "back")).ok


def test_what_is_damaged_is_told_and_does_not_come_into_the_pool(office: Room) -> None:
    first, _ = pieces(office)
    first.write_bytes(b"lain")
    made = nightly.make(of(office), NOW)
    assert len(made.damaged) == 1
    assert not Files(of(office).backups()).path(first.name).exists()


def test_a_copy_that_failed_is_tried_again_an_hour_later_and_the_last_good_one_is_still_known(office: Room) -> None:
    settings = of(office)
    good = nightly.make(settings, local(settings, "2027-01-05 02:00"))
    closed = settings.model_copy(update={"backup_dir": settings.data_dir / "zibot.db"})
    failed = nightly.make(closed, local(settings, "2027-01-06 02:00"))
    assert failed.error
    assert (failed.at, failed.file) == (good.at, good.file)
    assert not nightly.due(settings, local(settings, "2027-01-06 02:59"))
    assert nightly.due(settings, local(settings, "2027-01-06 03:00"))
    assert not nightly.make(settings, local(settings, "2027-01-06 03:00")).error


async def test_the_admin_hears_once_a_day_that_it_failed(office: Room) -> None:
    office.joins("Gilang", Role.ADMIN, account=900)
    office.house.settings = of(office).model_copy(update={"backup_dir": of(office).data_dir / "zibot.db"})
    for hour in ("02:00", "02:30", "03:10", "09:00"):
        office.at(f"2027-01-06 {hour}")
        assert not await backup.make_due(office.house)
    assert len([text for text in office.texts(900) if "gagal dibuat" in text]) == 1
    office.at("2027-01-07 02:00")
    await backup.make_due(office.house)
    assert len(office.texts(900)) == 2


async def test_the_admin_hears_which_evidence_is_damaged(office: Room) -> None:
    office.joins("Gilang", Role.ADMIN, account=900)
    pieces(office)[0].unlink()
    office.at("2027-01-06 02:00")
    assert await backup.make_due(office.house)
    assert not await backup.make_due(office.house), "once a day"
    [said] = office.texts(900)
    assert "No. 00000" in said
    assert "zibot verify" in said


def test_what_is_known_of_the_last_copy_survives_and_broken_notes_are_no_notes(tmp_path: Path) -> None:
    assert last_backup(tmp_path) == LastBackup()
    known = LastBackup(NOW, "zibot.db", 3, (7,), NOW + timedelta(days=1), "penuh")
    write_down(tmp_path, known)
    assert last_backup(tmp_path) == known
    for wrong in ("", "[]", json.dumps({"at": "kemarin"})):
        (tmp_path / "last-backup.json").write_text(wrong)
        assert last_backup(tmp_path) == LastBackup()


def test_a_database_that_cannot_be_copied_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "z.db").write_text("bukan basis data " * 100)
    with pytest.raises(snapshot.SnapshotError):
        snapshot.copy_database(tmp_path / "z.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_damaged_database_is_not_copied_as_if_it_were_sound(office: Room, tmp_path: Path) -> None:
    sound = tmp_path / "sound.db"
    snapshot.copy_database(office.clock.parent / "zibot.db", sound)
    content = bytearray(sound.read_bytes())
    for page in range(4096, len(content), 8 * 4096):
        content[page : page + 4096] = b"\xa5" * 4096
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(content)
    with pytest.raises(snapshot.SnapshotError):
        snapshot.copy_database(damaged, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()

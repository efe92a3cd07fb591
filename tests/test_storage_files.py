import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.storage.files import FileError, Files, tidy

PHOTO = b"\xff\xd8 poster di ruang pelayanan"
SHA = hashlib.sha256(PHOTO).hexdigest()


def all_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "data")


def test_bytes_lie_under_their_hash_and_come_back_as_they_were(files: Files) -> None:
    kept = files.keep(PHOTO)
    assert (kept.sha256, kept.size) == (SHA, len(PHOTO))
    assert files.path(SHA) == files.folder / "evidence" / SHA[:2] / SHA
    assert files.read(SHA) == PHOTO


def test_the_same_bytes_twice_are_one_file(files: Files) -> None:
    files.keep(PHOTO)
    written = files.path(SHA).stat().st_mtime_ns, files.path(SHA).stat().st_ino
    files.keep(PHOTO)
    assert (files.path(SHA).stat().st_mtime_ns, files.path(SHA).stat().st_ino) == written
    assert all_files(files.folder) == [files.path(SHA)]


def test_a_file_that_a_crash_left_short_is_written_anew(files: Files) -> None:
    files.keep(PHOTO)
    files.path(SHA).write_bytes(PHOTO[:5])
    files.keep(PHOTO)
    assert files.read(SHA) == PHOTO


def test_where_the_store_cannot_be_written_nothing_is_left_behind(files: Files, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should be")
    with pytest.raises(FileError):
        files.keep(PHOTO)
    assert all_files(tmp_path) == [tmp_path / "data"]


def test_a_rename_that_fails_leaves_no_half_written_file(files: Files) -> None:
    in_the_way = files.path(SHA)
    (in_the_way / "folder").mkdir(parents=True)
    with pytest.raises(FileError):
        files.keep(PHOTO)
    assert all_files(files.folder) == []


def test_bytes_that_are_gone_are_a_named_error(files: Files) -> None:
    with pytest.raises(FileError, match=SHA[:8]):
        files.read(SHA)


@given(st.binary(max_size=2000))
def test_any_bytes_are_kept_whole(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    files = Files(tmp_path_factory.getbasetemp() / "apa-saja")
    assert files.read(files.keep(data).sha256) == data


def test_what_a_killed_process_left_half_written_is_taken_away_and_nothing_else(files: Files) -> None:
    kept = files.keep(PHOTO)
    left = files.path(kept.sha256).with_name(".tmp-abc")
    left.write_bytes(PHOTO[:100])
    tidy(files)
    assert all_files(files.folder) == [files.path(kept.sha256)]


def test_the_first_file_makes_all_folders_and_one_that_was_taken_away_is_made_again(files: Files) -> None:
    files.keep(PHOTO)
    store = files.folder / "evidence"
    assert {path.name for path in store.iterdir()} == {f"{number:02x}" for number in range(256)}
    other = b"bukti lain"
    (store / hashlib.sha256(other).hexdigest()[:2]).rmdir()
    assert files.read(files.keep(other).sha256) == other

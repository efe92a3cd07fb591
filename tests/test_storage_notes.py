"""Small notes beside the database: there whole, or as they were before."""

from pathlib import Path

import pytest

from zibot.storage import notes


def test_a_note_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    for words in ("satu", "dua"):
        notes.put(tmp_path / "catatan", words)
        assert (tmp_path / "catatan").read_text() == words
    assert [path.name for path in tmp_path.iterdir()] == ["catatan"]


def test_one_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "catatan").mkdir()
    with pytest.raises(OSError, match="catatan"):
        notes.put(tmp_path / "catatan", "satu")
    assert [path.name for path in tmp_path.iterdir()] == ["catatan"]

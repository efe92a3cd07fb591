"""Links in words, and papers that are better sent as files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules import links, originals


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("https://kpu.go.id", ["https://kpu.go.id"]),
        ("lihat https://kpu.go.id/a?b=1, ya.", ["https://kpu.go.id/a?b=1"]),
        ("(HTTP://kpu.go.id)", ["HTTP://kpu.go.id"]),
        ("https://a.id https://b.id", ["https://a.id", "https://b.id"]),
        ("kpu.go.id", []),
        ("ftp://kpu.go.id", []),
        ("sudah selesai", []),
    ],
)
def test_links_are_found_without_what_ends_the_sentence(words: str, found: list[str]) -> None:
    assert links.found(words) == found


@pytest.mark.parametrize(
    ("words", "breaks"),
    [
        ("https://drive.google.com/drive/folders/x", True),
        ("https://docs.google.com/document/d/x", True),
        ("https://kantor.sharepoint.com/x", True),
        ("https://kpu.go.id/drive.google.com", False),
        ("https://notdrive.google.com.lain.id", False),
        ("https://mydrive.google.com/x", False),
        ("http://[rusak", False),
    ],
)
def test_links_into_a_folder_that_somebody_keeps_may_break(words: str, breaks: bool) -> None:
    assert links.breaks(words) is breaks


def test_only_links_are_told_from_words_with_a_link() -> None:
    assert links.only_links(" https://kpu.go.id \nhttps://b.id")
    assert not links.only_links("ini https://kpu.go.id")
    assert not links.only_links("")


@given(st.text(max_size=80))
def test_whatever_is_written_is_read_without_a_fault(words: str) -> None:
    assert all(link in words for link in links.found(words))
    links.breaks(words)
    links.breaks(f"https://{words}")


@pytest.mark.parametrize(
    ("slot", "wanted"),
    [
        ("SK tim kerja", True),
        ("Surat undangan", True),
        ("Daftar hadir", True),
        ("Notulen rapat", True),
        ("Laporan monev", True),
        ("Foto kegiatan", False),
        ("Dokumentasi", False),
        ("Poster", False),
        ("Foto daftar hadir", False),
        ("Rizky", False),
    ],
)
def test_papers_are_wanted_as_they_are_and_pictures_are_not(slot: str, wanted: bool) -> None:
    assert originals.wanted(slot) is wanted

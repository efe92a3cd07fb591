"""Searching the plan's words: each word must be there, a slip is forgiven, the best comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.search import Entry, search

ENTRIES = (
    Entry(
        1, {"code": "V.1.1", "action": "Memasang poster gratifikasi", "slots": "Foto poster", "holders": "Dedi Kurnia"}
    ),
    Entry(2, {"code": "V.1.2", "action": "Sosialisasi gratifikasi", "slots": "Notulen · Daftar hadir"}),
    Entry(3, {"code": "I.1.1", "action": "Rapat tim kerja", "slots": "Undangan · Notulen rapat"}),
    Entry(4, {"code": "V.2.1", "holders": "Dedi Kurnia"}),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("poster", [1]),
        ("POSTER gratifikasi", [1]),
        ("gratifikasi", [1, 2]),
        ("notulen rapat", [3]),
        ("daftar hadir", [2]),
        ("sosialisasinya", [2]),
        ("undng", []),
        ("undngan", [3]),
        ("pster", [1]),
        ("dedi", [1, 4]),
        ("V.1.2", [2]),
        ("poster rapat", []),
        ("dan di", []),
        ("", []),
    ],
)
def test_items_are_found_by_every_word_of_theirs(asked: str, found: list[int]) -> None:
    assert [hit.id for hit in search(asked, ENTRIES)] == found


def test_what_holds_the_words_together_comes_first() -> None:
    apart = Entry(5, {"action": "Rapat yang membahas notulen", "indicator": "x"})
    assert search("notulen rapat", (apart, ENTRIES[2]))[0].id == 3


@given(st.text(max_size=120))
def test_any_words_can_be_searched_for(asked: str) -> None:
    assert {hit.id for hit in search(asked, ENTRIES)} <= {1, 2, 3, 4}

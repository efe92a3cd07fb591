"""Words as chats spell them: short forms, missing vowels, affixes and slips, and what they must not be taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules import reply_words
from zibot.rules.spelling import words_of


def plain(text: str) -> list[str]:
    return [word.plain for word in words_of(text)]


@pytest.mark.parametrize(
    ("written", "meant"),
    {
        "sdh slesai": ["sudah", "selesai"],
        "udaaaah kelar": ["sudah", "kelar"],
        "sdhselesai": ["sudah", "selesai"],
        "belun bres": ["belum", "beres"],
        "dikrim dkirim dikirimin kirimkan": ["kirim"] * 4,
        "mengirim ngirim pengiriman terkirim": ["kirim", "kirim", "kirim", "terkirim"],
        "nyusun menyusun penyusunan disusunin": ["susun"] * 4,
        "kelar2 beres-beres": ["kelar", "beres"],
        "krjkan dikerjkn": ["kerja", "kerja"],
        "bukan tdk gak nggak": ["bukan", "tidak", "tidak", "tidak"],
        "sampun dikintun engke": ["sudah", "kintun", "nanti"],
        "menungguu nunggu": ["tunggu", "tunggu"],
    }.items(),
)
def test_what_was_meant_is_found(written: str, meant: list[str]) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize("word", ["susah", "kelas", "keluar", "beras", "minggu", "protes", "tugas", "maret", "printer"])
def test_a_word_that_only_looks_alike_stays_itself(word: str) -> None:
    assert plain(word) == [word]


def test_the_prefix_tells_the_passive_from_the_active() -> None:
    assert [word.prefix for word in words_of("dikirim mengirim kirim terkendala")] == ["di", "me", "", "ter"]


def test_no_short_spelling_stands_for_two_words() -> None:
    spelt = [spelling for spellings in reply_words.SMALL.values() for spelling in spellings]
    assert sorted(spelt) == sorted(set(spelt))


@given(st.text(max_size=80))
def test_any_text_has_words_and_none_is_empty(text: str) -> None:
    assert all(word.plain and word.written for word in words_of(text))

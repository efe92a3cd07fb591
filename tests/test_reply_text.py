"""The text of a reply made ready: what several words say together, codes, dates and parts, and the lists of words."""

from datetime import date

import pytest

from zibot.rules.chat_phrases import told_shortly
from zibot.rules.office_words import AGENTS, COMMON, NOUNS, PRIVATE
from zibot.rules.regional_words import REGIONAL
from zibot.rules.reply_text import plain_text, with_dates
from zibot.rules.word_lists import table, word_set

TODAY, DUE = date(2027, 4, 7), date(2027, 4, 15)


@pytest.mark.parametrize(
    ("text", "short"),
    {
        "terima kasih": "makasih",
        "ketua di luar kota": "ketua perjadin",
        "ketua masih dl": "ketua masih perjadin",
        "selesai tanpa kendala": "selesai ,",
        "wes mari": "wes selesai",
        "triwulan lalu sudah": "lain sudah",
        "3 hari lalu": "kemarin",
        "otw kelar": "hampir kelar",
        "sudah dikirim": "sudah dikirim",
    }.items(),
)
def test_what_several_words_say_together_becomes_one(text: str, short: str) -> None:
    assert told_shortly(text) == short


def test_the_item_is_named_by_its_code_or_by_the_end_of_it() -> None:
    assert plain_text("V.4.3 sudah", "V.4.3") == "sudah"
    assert plain_text("4.3 masih proses, 4.2 sudah", "V.4.3") == "masih proses"
    assert plain_text("yg 4.3 beres, sisanya menyusul", "V.4.3") == "yg beres"
    assert plain_text("V.4.4 sudah", "V.4.3") is None
    assert plain_text("maksud 'Selesai' apa", "V.4.3") is None


def test_coming_dates_parts_and_earlier_years_are_signs() -> None:
    assert with_dates("tanggal 12 saya kirim", TODAY, DUE) == (" @  saya kirim", False)
    assert with_dates("tanggal 20 saya kirim", TODAY, DUE)[1] is True
    assert "kemarin" in with_dates("tanggal 2 april sudah", TODAY, DUE)[0]
    assert "lain" in with_dates("yang 2026 sudah", TODAY, DUE)[0]
    assert "lain" not in with_dates("yang 2027 sudah", TODAY, DUE)[0]
    for part in ("70%", "tujuh puluh persen", "3 dari 5", "dari 12 baru 7"):
        assert "sebagian" in with_dates(part, TODAY, DUE)[0]
    assert "selesai" in with_dates("100%", TODAY, DUE)[0]


def test_lists_of_words_are_read_line_by_line() -> None:
    assert table("sudah: sdh udh\n\nsudah: su\nbelum:") == {"sudah": ("sudah", "sdh", "udh", "su"), "belum": ("belum",)}
    assert word_set("a b  a") == {"a", "b"}
    assert "su" in table(REGIONAL)["sudah"]


def test_who_has_the_work_is_no_thing_and_no_private_matter() -> None:
    assert AGENTS <= COMMON
    assert not AGENTS & NOUNS
    assert not AGENTS & PRIVATE

"""Words of captions made alike, the codes and the months that they name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules import caption_words
from zibot.rules.caption_words import codes, in_period, of_file, period, words

KNOWN = ["I.3.1", "II.1.2", "V.4.3", "V.1.2", "VI.10.2", "VI.1.12"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("und", "undangan"),
        ("dafdir", "daftar hadir"),
        ("notula rapat", "notulen rapat"),
        ("SK tim", "keputusan tim"),
        ("dok kegiatan", "foto kegiatan"),
        ("ss medsos", "tangkapan layar media sosial"),
        ("screenshot IG", "tangkapan layar media sosial"),
        ("lakip", "laporan kinerja"),
        ("dumas", "pengaduan masyarakat"),
        ("Rekapitulasi Pengaduan", "rekap pengaduan"),
        ("pelatihan", "melatih"),
    ],
)
def test_short_forms_and_endings_are_made_alike(short: str, long: str) -> None:
    assert set(words(long)) <= set(words(short)) or set(words(short)) <= set(words(long))


def test_idle_words_and_months_tell_nothing() -> None:
    assert words("mohon izin pak, ini bukti bulan Maret ya") == ()
    assert words("tw 2") == ()


@pytest.mark.parametrize(
    "caption",
    [
        "V.4.3",
        "v.4.3",
        "V43",
        "v43",
        "v 4 3",
        "V-4-3",
        "butir V.4.3 ya",
        "(V.4.3)",
        "V.4.3: foto",
        "V 4.3",
        "v.43",
        "V.4.3.",
    ],
)
def test_a_code_is_read_however_it_is_written(caption: str) -> None:
    assert codes(caption, "", KNOWN) == ["V.4.3"]


@pytest.mark.parametrize(
    "caption",
    ["", "TW I 31 Maret", "rapat 4 3", "V.9.9", "versi v1.2", "draft V.1.2", "smt I 3 1", "V.4.3.1", "24V43", "12 31"],
)
def test_what_is_no_code_of_the_plan_is_none(caption: str) -> None:
    assert codes(caption, "", KNOWN) == []


def test_a_code_in_the_name_of_a_file_is_read_only_as_the_plan_writes_it() -> None:
    assert codes("", "V.4.3_Foto.pdf", KNOWN) == ["V.4.3"]
    assert codes("", "Laporan-II_1_2.docx", KNOWN) == ["II.1.2"]
    assert codes("", "laporan v1.2.docx", KNOWN) == []
    assert codes("", "V43.pdf", KNOWN) == []


def test_a_code_that_may_be_two_names_both() -> None:
    assert codes("VI102", "", [*KNOWN, "VI.1.02"]) == ["VI.10.2", "VI.1.02"]
    assert codes("I.3.1 dan V.4.3", "", KNOWN) == ["I.3.1", "V.4.3"]


@given(st.text(max_size=80), st.text(max_size=40))
def test_whatever_is_written_only_known_codes_are_found(caption: str, name: str) -> None:
    assert set(codes(caption, name, KNOWN)) <= set(KNOWN)
    assert all(word == word.strip() and word for word in words(caption))


@given(st.sampled_from(KNOWN), st.sampled_from([".", " ", "-", " . "]), st.text("abcdefgh ", max_size=20))
def test_every_code_is_found_with_any_mark_between(code: str, mark: str, more: str) -> None:
    assert codes(f"{code.replace('.', mark)} {more}", "", KNOWN) == [code]


@pytest.mark.parametrize(
    ("caption", "months"),
    [
        ("rapat januari", (1, 1)),
        ("notulen feb", (2, 2)),
        ("tw 1", (1, 3)),
        ("Triwulan II", (4, 6)),
        ("TW-3", (7, 9)),
        ("smt 2", (7, 12)),
        ("semester I", (1, 6)),
        ("maret dan april", None),
        ("rapat", None),
        ("tw 1 (maret)", (1, 3)),
    ],
)
def test_months_quarters_and_halves_are_read(caption: str, months: tuple[int, int] | None) -> None:
    assert period(caption) == months


def test_a_period_means_the_due_date_at_its_end_or_the_month_after() -> None:
    dues = [date(2027, 3, 31), date(2027, 6, 30)]
    assert [in_period(due, (1, 3), dues) for due in dues] == [True, False]
    later = [date(2027, 4, 30), date(2027, 7, 30)]
    assert [in_period(due, (1, 3), later) for due in later] == [True, False]
    assert not any(in_period(due, (8, 8), dues) for due in dues)


def test_a_name_that_we_made_up_tells_nothing() -> None:
    assert of_file("foto-20270104-073000.jpg") == ""
    assert words(of_file("Notulen_Rapat-Maret.final.pdf")) == words("notulen rapat")
    assert caption_words.features("daftar hadir") >= {"daftar", "hadir", "daftar hadir"}

"""Names as people write them in one line, with titles and a jabatan behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.names import LONGEST_NAME, as_jabatan, as_name, name_and_jabatan

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12).map(str.capitalize)
NAMES = st.lists(LETTERS, min_size=1, max_size=4).map(" ".join)
TITLES = st.sampled_from(("S.H.", "S.E.", "M.Si.", "S.Kom", "A.Md.Kom.", "S.I.P.", "Ph.D.", "SH", "M. Si."))


@pytest.mark.parametrize(
    ("said", "name", "jabatan"),
    [
        ("Sari Wulandari", "Sari Wulandari", ""),
        ("Sumarni", "Sumarni", ""),
        (" sari   wulandari ,Bendahara ", "sari wulandari", "Bendahara"),
        ("Sari Wulandari, S.E., Bendahara", "Sari Wulandari, S.E.", "Bendahara"),
        ("Drs. H. Ahmad Fauzi, S.H., M.Si., Anggota KPU, Divisi Hukum", "Drs. H. Ahmad Fauzi, S.H., M.Si.",
         "Anggota KPU, Divisi Hukum"),
        ("Dewi Lestari, SH, MH", "Dewi Lestari, SH, MH", ""),
        ("Ma'ruf Nu’man-Hadi, Staf", "Ma'ruf Nu’man-Hadi", "Staf"),
        ("Yohana Tandirura, Kasubbag Teknis & Hukum (Plt.)", "Yohana Tandirura", "Kasubbag Teknis & Hukum (Plt.)"),
    ],
)  # fmt: skip
def test_a_name_is_told_from_the_jabatan_behind_it(said: str, name: str, jabatan: str) -> None:
    assert name_and_jabatan(said) == (name, jabatan)


@pytest.mark.parametrize(
    "said",
    ["", " ", "x", "7", "Sari 2", "081234567890", "siapa yang belum?", "S.H.,", "a" * 200, ", Staf", "<b>", "Sari, -"],
)
def test_what_is_no_name_is_not_taken_for_one(said: str) -> None:
    assert name_and_jabatan(said) is None


@given(NAMES, st.lists(TITLES, max_size=3), st.one_of(st.just(""), NAMES.map("Kepala {}".format)))
def test_a_name_with_any_titles_comes_apart_as_it_was_put_together(name: str, titles: list[str], jabatan: str) -> None:
    said = ", ".join(filter(None, [name, *titles, jabatan]))
    assert name_and_jabatan(said) == (", ".join([name, *titles]), jabatan)


@given(st.text(max_size=300))
def test_what_is_kept_is_one_short_line_whatever_was_written(said: str) -> None:
    found = name_and_jabatan(said)
    for words in (*(found or ()), as_name(said) or "", as_jabatan(said) or ""):
        assert "\n" not in words
        assert words == " ".join(words.split())
    assert len(as_name(said) or "") <= LONGEST_NAME

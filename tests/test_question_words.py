"""How questions sound in a chat: everyday words of the regions, what stands beside a question, and what it turns on."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_questions import COMPONENTS, KNOWN, TODAY
from zibot.rules.asides import matters, openings, says_nothing
from zibot.rules.asked_of_people import asks_holder, asks_review, asks_tasks
from zibot.rules.asked_of_plan import asks_agenda, asks_late, asks_missing, asks_status
from zibot.rules.chat_spellings import REGIONAL, SPELLINGS, STANDARD
from zibot.rules.chat_words import KIND_OF, REAL, mended, standard
from zibot.rules.hearing import Heard, heard
from zibot.rules.questions import Intent, read_question
from zibot.rules.sayings import asks_by_tag, said_usually, without_address, without_reason
from zibot.rules.subjects import Component
from zibot.rules.wondering import calls_upon, ends_with_tag, has_only, headless, open_ended, wonders


def taken_apart(text: str) -> Heard:
    found = heard(text, KNOWN, TODAY)
    assert found is not None
    return found


def test_no_spelling_leads_on_to_another() -> None:
    on = {word: STANDARD[word] for words in (SPELLINGS, REGIONAL) for word in words if STANDARD.get(word, word) != word}
    assert on == {}


def test_no_word_of_another_matter_is_one_of_ours() -> None:
    ours = {word for word in REAL if standard(word) not in KIND_OF and mended(word, frozenset(KIND_OF)) is not None}
    assert ours == set()


@pytest.mark.parametrize(
    ("regional", "plain"),
    [
        ("sopo sing nyekel SPIP?", "siapa yang pegang SPIP?"),
        ("piye progrese area telu?", "bagaimana progres area 3?"),
        ("sa pu tugas apa saja kah?", "tugas saya apa saja?"),
        ("siapa belumpi setor bukti area 5?", "siapa belum setor bukti area 5?"),
        ("torang so brapa persen total?", "kita sudah berapa persen total?"),
        ("saha nu nyepeng SPIP?", "siapa yang pegang SPIP?"),
        ("kumaha progres gratifikasi?", "bagaimana progres gratifikasi?"),
        ("siape nyang pegang SPIP?", "siapa yang pegang SPIP?"),
        ("ambo punyo tugas apo sajo?", "saya punya tugas apa saja?"),
        ("wulan ngarep ono tenggat opo wae?", "bulan depan ada tenggat apa saja?"),
    ],
)
def test_every_region_is_understood_alike(regional: str, plain: str) -> None:
    assert read_question(regional, KNOWN, TODAY) == read_question(plain, KNOWN, TODAY) is not None


_FOREIGN = ("pemilu", "samsat", "kampanye", "sekolah", "pilkada", "tps", "desa", "bawaslu", "puskesmas", "pemilih")
_FRAMES = (
    "progres {} {other} gimana",
    "{} {other} sudah sampai mana",
    "siapa yang pegang {} {other}",
    "{} {other} ada yang telat?",
    "kaka, {other} {} piye",
    "anggaran {other} {} gimana",
    "lagi di jalan, {} {other} gimana",
)


@given(st.sampled_from(_FRAMES), st.sampled_from(["pengawasan", "pelayanan", "SPIP", "area 5"]), st.data())
def test_a_word_of_another_matter_beside_a_name_is_never_overheard(frame: str, name: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(_FOREIGN))
    assert read_question(frame.format(name, other=other), KNOWN, TODAY) is None


_OPENINGS = ("lagi di jalan nih, ", "maaf mengganggu, ", "td lupa, ", "nuwun sewu pak, ", "tabe kaka, ", "urgent! ")


@given(st.sampled_from(_OPENINGS), st.sampled_from(COMPONENTS[:12]))
def test_an_opening_changes_nothing(opening: str, component: Component) -> None:
    question = f"progres {component.name} gimana?"
    assert read_question(opening + question, KNOWN, TODAY) == read_question(question, KNOWN, TODAY) is not None


@given(st.sampled_from(["pengawasan", "gratifikasi", "akuntabilitas", "tatalaksana"]), st.data())
def test_lost_vowels_are_put_back_or_asked_about(name: str, data: st.DataObject) -> None:
    vowels = [at for at, letter in enumerate(name) if letter in "aeiou" and at]
    gone = data.draw(st.sets(st.sampled_from(vowels), max_size=3))
    written = "".join(letter for at, letter in enumerate(name) if at not in gone)
    asked = read_question(f"progres {written} gimana?", KNOWN, TODAY)
    assert asked in (None, read_question(f"progres {name} gimana?", KNOWN, TODAY))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("progres SPIP gimana cuyyyo", ()),  # how someone is addressed
        ("tolong jembrengin status SPIP", ()),  # a verb of showing
        ("area 4 sudah kinclong belum", ()),  # how it stands
        ("wi progres SPIP gimana", ()),  # a particle
        ("progres SPIP polres gimana", ("polres",)),
        ("progres SPIP di polres", ("polres",)),
        ("pelayanan sudah tutup belum", ("tutup",)),  # an everyday word for what is no part of the plan
        ("siapa yang pegang remote", ("remote",)),
    ],
)
def test_only_what_changes_a_question_matters(text: str, left: tuple[str, ...]) -> None:
    assert matters(taken_apart(text)) == left


def test_a_text_is_parted_where_a_clause_ends() -> None:
    assert list(openings("td lupa, tugas saya apa")) == [("td lupa", "tugas saya apa")]
    assert list(openings("saya lagi makan tolong bacain status SPIP")) == [
        ("saya lagi makan", "tolong bacain status SPIP")
    ]
    assert says_nothing(taken_apart("saya lagi makan"))
    assert not says_nothing(taken_apart("soal SPIP"))


@pytest.mark.parametrize(
    ("said", "usual"),
    [
        ("batas akhir pengumpulan", "tenggat pengumpulan"),
        ("tiga bulan pertama", "triwulan pertama"),
        ("paling lambat kapan", "tenggat kapan"),
        ("to do list saya", "tugas saya"),
        ("seberapa jauh SPIP", "posisi apa SPIP"),
    ],
)
def test_sayings_are_said_as_usual(said: str, usual: str) -> None:
    assert said_usually(said) == usual


def test_what_stands_around_a_question_is_left_out() -> None:
    left = without_address("pak joko, butir lima titik satu titik dua gimana, terima kasih")
    assert left.split() == ["butir", "5.1.2", "gimana,"]
    assert without_reason("progres apa karena mau rapat").strip() == "progres apa"


@pytest.mark.parametrize("words", ["sudah aman kah", "V.1.2 su masuk ka", "sudah beres kan?", "adakah yang telat"])
def test_a_small_word_asks(words: str) -> None:
    assert asks_by_tag(words)


def test_how_a_question_sounds() -> None:
    assert wonders(taken_apart("area 5 sudah beres belum"))
    assert ends_with_tag(taken_apart("area 5 sudah beres belum"))
    assert headless(taken_apart("yang belum kirim"))
    assert open_ended(taken_apart("tugas saya apa"))
    assert calls_upon(taken_apart("yang belum kirim segera ya"))
    assert has_only(taken_apart("area 5 dong pak"))
    assert not wonders(taken_apart("area 5 sudah beres"))


@pytest.mark.parametrize(
    ("asks_it", "asks", "tells"),
    [
        (asks_late, "di area 3 ada yang keteteran ga", "maaf terlambat"),
        (asks_missing, "bukti apa yang belum dilampirin di area 1", "bukti belum saya kirim"),
        (asks_agenda, "september apa aja", "agenda ketua hari ini apa"),
        (asks_status, "rapor area 5", "area 5 sudah selesai"),
        (asks_holder, "tolong nama yang pegang SOP", "foto siapa ini di area 5"),
        (asks_tasks, "todo list ku", "besok saya kumpulkan tugas saya"),
        (asks_review, "yang harus saya cek apa", "ok nanti saya cek"),
    ],
)
def test_a_question_is_told_from_a_statement(asks_it: Callable[[Heard], bool], asks: str, tells: str) -> None:
    assert asks_it(taken_apart(asks))
    assert not asks_it(taken_apart(tells))


@pytest.mark.parametrize(
    ("text", "code"),
    [("V-5-1 sudah aman kah", "V.5.1"), ("no I.1.3 gimana", "I.1.3"), ("butir lima titik satu titik dua?", "V.1.2")],
)
def test_a_code_is_read_however_it_is_written(text: str, code: str) -> None:
    asked = read_question(text, KNOWN, TODAY)
    assert asked is not None
    assert (asked.intent, asked.code) == (Intent.ITEM, code)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("nov nanti ada tenggat apa", date(2027, 11, 1)),
        ("maret kemarin tenggatnya apa aja", date(2027, 3, 1)),
        ("bulan besok ada tenggat apa", date(2027, 5, 1)),
    ],
)
def test_months_are_named_as_people_do(text: str, first: date) -> None:
    asked = read_question(text, KNOWN, TODAY)
    assert asked is not None
    assert asked.period is not None
    assert asked.period.first == first

"""Plain questions in the spelling of a chat: what they ask, and that whatever is no question is left alone."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.chat_words import mended, standard, with_owner
from zibot.rules.hearing import heard
from zibot.rules.looking_for import looked_for
from zibot.rules.periods import found_period, found_quarter
from zibot.rules.questions import Intent, measured, read_question
from zibot.rules.subjects import Component, Known, names_of

DATA = Path(__file__).parent / "data"
TODAY = date(2027, 4, 7)
AREAS = (
    (1, "MANAJEMEN PERUBAHAN"),
    (2, "PENATAAN TATALAKSANA"),
    (3, "PENATAAN SISTEM MANAJEMEN SDM"),
    (4, "PENGUATAN AKUNTABILITAS"),
    (5, "PENGUATAN PENGAWASAN"),
    (6, "PENINGKATAN KUALITAS PELAYANAN PUBLIK"),
)
NAMES = {
    "I": "Tim Kerja|Rencana Pembangunan ZI|Pemantauan dan Evaluasi|Perubahan Pola Pikir dan Budaya Kerja",
    "II": "SOP|SPBE/e-office|Keterbukaan Informasi Publik",
    "III": "Perencanaan Kebutuhan Pegawai|Pola Mutasi Internal|Pengembangan Pegawai|Kinerja Individu|Disiplin|"
    "Sistem Informasi Kepegawaian",
    "IV": "Keterlibatan Pimpinan|Pengelolaan Akuntabilitas Kinerja",
    "V": "Pengendalian Gratifikasi|SPIP|Pengaduan Masyarakat|Whistle Blowing System|Benturan Kepentingan",
    "VI": "Standar Pelayanan|Budaya Pelayanan Prima|Penilaian Kepuasan",
}
COMPONENTS = tuple(
    Component(f"{roman}.{number}", area, name)
    for area, (roman, names) in enumerate(NAMES.items(), start=1)
    for number, name in enumerate(names.split("|"), start=1)
)
PEOPLE = ((1, "Rina"), (2, "Budi Santoso"), (3, "Siti Aminah"), (4, "Agus"), (5, "Dewi"))
KNOWN = Known(AREAS, COMPONENTS, PEOPLE)
CALLED = {"WBS": "Whistle Blowing System", "SPBE": "SPBE/e-office"}


class Line(NamedTuple):
    """A question, the intents that it may have, and what must (or, where optional, may) be understood of it."""

    text: str
    intents: tuple[str, ...]
    wanted: dict[str, str]
    optional: dict[str, str]


def lines() -> Iterator[Line]:
    for line in (DATA / "questions.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, intents, *rest = line.split("\t")
            named = [one for one in (rest[0] if rest else "").split(";") if one]
            pairs = [(one.startswith("["), *one.strip("[]").split("=")) for one in named]
            wanted, optional = ({name: said for may, name, said in pairs if may is which} for which in (False, True))
            yield Line(text, tuple(intents.split("|")), wanted, optional)


def understood(line: Line) -> bool | None:
    """Whether a question is understood; None where it is not answered at all."""
    intent, said = measured(line.text, COMPONENTS, PEOPLE, TODAY, areas=AREAS)
    if intent is None:
        return None
    left = {name: str(value) for name, value in said.items() if value is not None}
    if intent not in line.intents or not line.wanted.keys() <= left.keys():
        return False
    known = {**line.optional, **line.wanted}
    return all(name in known and _same(name, known[name], value) for name, value in left.items())


def _same(name: str, wanted: str, said: str) -> bool:
    if name == "who":
        return set(wanted.casefold().split()) <= set(said.casefold().split())
    return CALLED.get(wanted, wanted).casefold() == said.casefold()


def test_nearly_every_question_is_understood_and_hardly_any_misunderstood() -> None:
    found = {line.text: understood(line) for line in lines()}
    wrong = [text for text, was in found.items() if was is False]
    assert len(wrong) <= 0.005 * len(found), wrong
    assert sum(was is True for was in found.values()) >= 0.98 * len(found), [text for text in found if not found[text]]


@pytest.mark.parametrize("words", (DATA / "no_questions.txt").read_text(encoding="utf-8").splitlines())
def test_what_is_no_question_for_the_bot_is_left_alone(words: str) -> None:
    assert read_question(words, KNOWN, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "pengawasan sama pelayanan gimana",  # two areas
        "tugas Rina sama Dewi apa",  # two people
        "gimana progres area 9",  # an area that the plan lacks
        "butir X.2.1 gimana",
        "gimana progres pengawasan pemilu",  # words that are not the plan's
        "pengaduan pelayanan SPIP gimana",  # two components
    ],
)
def test_what_could_mean_two_things_or_nothing_of_the_plan_is_not_guessed(text: str) -> None:
    assert read_question(text, KNOWN, TODAY) is None


@pytest.mark.parametrize(
    "polite", ["Mohon izin pak, {}", "{} ya bu, terima kasih", "selamat pagi mas, {}", "Pak Joko, {}"]
)
@pytest.mark.parametrize(
    "text", ["gimana progres pengawasan?", "apa yang telat minggu ini?", "siapa yang pegang SPIP?"]
)
def test_politeness_changes_nothing(polite: str, text: str) -> None:
    assert read_question(polite.format(text), KNOWN, TODAY) == read_question(text, KNOWN, TODAY) is not None


@given(st.sampled_from(["progres {} gimana?", "{} ada yang telat?"]), st.sampled_from(AREAS), st.data())
def test_a_lost_letter_never_leads_to_another_area(question: str, area: tuple[int, str], data: st.DataObject) -> None:
    name = area[1].lower()
    at = data.draw(st.integers(0, len(name) - 1))
    asked = read_question(question.format(name[:at] + name[at + 1 :]), KNOWN, TODAY)
    assert asked is None or (asked.component.area if asked.component else asked.area) == area[0]


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    asked = read_question(text, KNOWN, TODAY)
    assert asked is None or asked.intent in Intent


@pytest.mark.parametrize("text", ["butir " * 60, "cari " + "ya " * 120, "ada yang " * 40, "pak " * 95 + "butir mana"])
def test_a_tiresome_text_is_read_quickly(text: str) -> None:
    begun = time.perf_counter()
    read_question(text, KNOWN, TODAY)
    assert time.perf_counter() - begun < 0.5


def test_words_are_read_as_people_spell_them() -> None:
    spelt = {"blm": "belum", "gmn": "bagaimana", "statusnya": "status", "pemilu": "pemilu"}
    assert {word: standard(word) for word in spelt} == spelt
    assert with_owner("tugasku") == ("tugas", "saya")


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("tatalaksna", "tatalaksana"),
        ("pengwasan", "pengawasan"),
        ("pengadaan", None),
        ("perumahan", None),
        ("apa", None),
    ],
)
def test_a_slip_is_mended_but_another_word_is_not(slip: str, meant: str | None) -> None:
    assert mended(slip, names_of(KNOWN).words) == meant


def test_a_question_is_taken_apart() -> None:
    found = heard("Mohon izin pak, bukti SPIP di area 5 bulan mei yg blm apa?", KNOWN, TODAY)
    assert found is not None
    assert [one.name for one in found.components] == ["SPIP"]
    assert (found.areas, found.unclear, found.unknown, found.asked) == ([], False, (), True)
    assert found.period is not None
    assert found.period.first == date(2027, 5, 1)
    strange = heard("gimana pengawasan pemilu", KNOWN, TODAY)
    assert strange is not None
    assert strange.unknown == ("pemilu",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tolong carikan butir soal pakta integritas dong", "pakta integritas"),
        ("LHKPN itu masuk butir berapa?", "lhkpn"),
        ("butir yang minta foto kegiatan apa saja", "foto kegiatan"),
        ("butir mana yang telat", ""),
        ("cari makan yuk", ""),
        ("gimana progres pengawasan", ""),
    ],
)
def test_what_is_looked_for_is_found_in_its_sentence(text: str, words: str) -> None:
    assert looked_for(text) == words


def test_a_name_that_is_also_a_month_or_a_word_needs_its_title() -> None:
    known = Known(AREAS, COMPONENTS, ((1, "Mei Lestari"), (2, "Aman Jaya")))
    asked = {
        text: read_question(text, known, TODAY) for text in ("jadwal mei", "tugas bu mei apa?", "pengawasan aman?")
    }
    assert [one and one.intent for one in asked.values()] == [Intent.AGENDA, Intent.PERSON, Intent.STATUS]


def test_components_follow_the_plan_in_force() -> None:
    other = Known(((7, "Penguatan Pengawasan"),), (Component("VII.2", 7, "Penanganan Pengaduan Masyarakat"),), ())
    asked = read_question("dumas gimana?", other, TODAY)
    assert asked is not None
    assert asked.component == other.components[0]
    assert read_question("SPBE gimana?", other, TODAY) is None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("jadwal minggu ini", date(2027, 4, 5), date(2027, 4, 11)),
        ("jadwal minggu depan", date(2027, 4, 12), date(2027, 4, 18)),
        ("jadwal bulan depan", date(2027, 5, 1), date(2027, 5, 31)),
        ("jadwal bulan lalu", date(2027, 3, 1), date(2027, 3, 31)),
        ("jadwal mei", date(2027, 5, 1), date(2027, 5, 31)),
        ("jadwal bulan februari 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("jadwal 2027-05", date(2027, 5, 1), date(2027, 5, 31)),
        ("jadwal bulan 12", date(2027, 12, 1), date(2027, 12, 31)),
        ("jadwal akhir tahun", date(2027, 12, 1), date(2027, 12, 31)),
        ("jadwal 7 hari ke depan", date(2027, 4, 7), date(2027, 4, 14)),
        ("jadwal besok", date(2027, 4, 8), date(2027, 4, 8)),
    ],
)
def test_words_for_days_are_their_days(words: str, first: date, last: date) -> None:
    period, rest = found_period(words, TODAY)
    assert period is not None
    assert (period.first, period.last, rest) == (first, last, "jadwal")


def test_two_stretches_of_time_are_none() -> None:
    assert found_period("mei atau juni", TODAY) == (None, "mei atau juni")


def test_a_quarter_is_found_across_the_turn_of_the_year() -> None:
    january = date(2027, 1, 4)
    quarters = {
        words: str(found_quarter(words, january)[0]) for words in ("triwulan lalu", "triwulan ini", "triwulan 3")
    }
    assert quarters == {"triwulan lalu": "2026-4", "triwulan ini": "2027-1", "triwulan 3": "2027-3"}

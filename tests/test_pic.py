"""The plan's own column of who is responsible, and whom of the team each wording may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.pic import MOST, Known, Meant, Wording, likely, responsible, wordings

TEAM = (
    Known(1, "Yohana Tandirura", "Anggota KPU, Divisi Hukum dan Pengawasan", "lead"),
    Known(2, "I Made Suardhana", "Kepala Subbagian Perencanaan, Data, dan Informasi", "coordinator", (1,)),
    Known(3, "Butet Simarangkir", "Kepala Subbagian Teknis dan Hukum", "coordinator", (2,)),
    Known(4, "Asep Rukmantara", "Kepala Subbagian Parmas dan SDM", "coordinator", (3,)),
    Known(5, "Nurul Aini Daulay", "Kepala Subbagian Keuangan, Umum, dan Logistik", "coordinator", (4,)),
    Known(6, "Yance Kogoyame", "Penata Kelola Pemilihan, Subbagian Teknis dan Hukum", "coordinator", (5,)),
    Known(7, "Rizky Fadhillah Koto", "Pengelola Data Hukum", "staff"),
    Known(8, "Wahyu Prasetyaningtyas", "Analis Kepegawaian", "staff"),
    Known(9, "Gabriel Lado Manafe", "Pengelola Kepegawaian", "staff"),
    Known(10, "Sumarni", "Petugas Layanan Informasi Publik", "staff"),
)


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Kasubbag Hukum", (3,)),
        ("Ka. Subbag Teknis & Hukum", (3,)),
        ("Subbag Teknis dan Hukum", (3, 6)),
        ("Kepala Subbagian Teknis dan Hukum", (3,)),
        ("Subbagian Keuangan, Umum dan Logistik", (5,)),
        ("Kasubag Parmas & SDM", (4,)),
        ("Divisi Hukum", (1,)),
        ("Rizki Fadilah Koto", (7,)),
        ("Bu Sumarni", (10,)),
        ("Ketua Tim", (1,)),
        ("Tim Pilar 5", (6,)),
        ("Koordinator Area III", (4,)),
        ("Pokja 9", ()),
        ("Staf Kepegawaian", (8, 9)),
        ("Tim PPID", ()),
        ("Sekretaris", ()),
        ("Seluruh pegawai", ()),
        ("-", ()),
    ],
)
def test_a_wording_means_those_whose_office_name_or_role_it_says(words: str, people: tuple[int, ...]) -> None:
    assert likely(words, TEAM) == Meant(people)


@pytest.mark.parametrize("words", ["Sumarni, Rizky / Gabriel", "Kasubbag Hukum dan Rizky", "Bu Sumarni serta Asep"])
def test_a_wording_that_names_several_means_them_together(words: str) -> None:
    meant = likely(words, TEAM)
    assert meant.together
    assert len(meant.people) > 1


def test_an_office_whose_name_has_several_parts_is_one() -> None:
    few = (TEAM[0], TEAM[2], TEAM[6])
    assert likely("Kasubbag Teknis dan Hukum", few) == Meant((3,))


def test_what_fits_too_many_alike_means_nobody_in_particular() -> None:
    assert likely("Kepala Subbagian", TEAM) == Meant()


def test_the_plainest_of_several_columns_counts_and_others_do_not() -> None:
    assert responsible({"KETERANGAN": "Sumarni", "PELAKSANAAN (BULAN)": "Maret", "PEMERIKSA": "Budi"}) == ""
    assert responsible({"Pelaksana": "Tim", "PIC": "Kasubbag  Hukum"}) == "Kasubbag Hukum"
    assert responsible({"PENANGGUNG JAWAB": " - ", "Pilihan Jawaban": "A/B/C"}) == ""
    assert responsible({"Tim Kerja Terkait": "Tim Kerja Terkait"}) == ""
    assert responsible({"PENANGGUNG-JAWAB": "Sumarni"}) == "Sumarni"


def test_each_wording_comes_once_with_its_items_however_it_is_spelt() -> None:
    rows = [
        ("I.1.1", {"PIC": "Tim PPID"}),
        ("I.1.2", {"PIC": "TIM  PPID."}),
        ("I.2.1", {}),
        ("V.1.1", {"PIC": "Sumarni"}),
    ]
    assert wordings(rows) == (Wording("Tim PPID", ("I.1.1", "I.1.2")), Wording("Sumarni", ("V.1.1",)))


@given(st.text(max_size=80))
def test_whatever_a_plan_says_a_few_of_the_team_are_proposed_at_most(words: str) -> None:
    meant = likely(words, TEAM)
    assert len(meant.people) <= MOST
    assert set(meant.people) <= {person.id for person in TEAM}
    assert not meant.together or len(meant.people) > 1


@given(st.sampled_from(TEAM), st.sampled_from(["{}", "Sdr. {}", "bapak {}", "{} (PIC)"]))
def test_a_full_name_means_its_bearer_before_all_others(person: Known, frame: str) -> None:
    assert likely(frame.format(person.name), TEAM).people[:1] == (person.id,)


@given(st.sampled_from(TEAM))
def test_a_full_jabatan_means_its_bearer(person: Known) -> None:
    assert person.id in likely(person.jabatan, TEAM).people


@given(st.lists(st.tuples(st.sampled_from(["I.1.1", "I.1.2", "V.1.1"]), st.text(max_size=8)), max_size=6))
def test_no_item_is_left_out_or_named_twice(said: list[tuple[str, str]]) -> None:
    rows = [(code, {"PIC": words}) for code, words in said]
    named = [code for one in wordings(rows) for code in one.codes]
    assert sorted(named) == sorted(code for code, notes in rows if responsible(notes))

"""Plans in running text: areas, components and numbered actions, however they are marked and broken into lines."""

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined

from zibot.plan.document import Row
from zibot.plan.formats.text import rows_of
from zibot.plan.layouts.areas import NAMES
from zibot.plan.layouts.drafts import Draft
from zibot.plan.layouts.frequency import words_of_time
from zibot.plan.layouts.outline import Outline, read_outline

SHARED = Path(__file__).parents[3] / "shared"
SENTENCES = Path(__file__).parents[2] / "zibot" / "texts" / "problems.toml"


def read(text: str) -> Outline:
    found = read_outline(rows_of(text))
    assert found is not None
    return found


def drafts(text: str) -> list[Draft]:
    return read(text).table.drafts


def actions(text: str) -> list[str]:
    return [draft.cells["action"] for draft in drafts(text)]


def codes(found: Outline) -> list[str]:
    problems = [*found.table.problems, *(doubt for draft in found.table.drafts for doubt in draft.doubts)]
    return [problem.code for problem in problems]


PLAN = """RENCANA KERJA PEMBANGUNAN ZONA INTEGRITAS

A. DASAR

1. Peraturan Menteri Nomor 90 Tahun 2021;
2. Surat Sekretaris Jenderal Nomor 7.

B. RENCANA AKSI KOMPONEN PENGUNGKIT

1. MANAJEMEN PERUBAHAN

Manajemen Perubahan bertujuan mengubah pola kerja, dengan indikator sebagai berikut:

a. Penyusunan Tim Kerja

Penyusunan Tim Kerja dilakukan dengan:

1) Membentuk tim pelaksana;
2) Sosialisasi melalui:
  a) rapat pegawai;
  b) laman kantor.

b. Agen Perubahan

Agen perubahan dipilih tanpa langkah bernomor.

Target:

a. Meningkatnya komitmen pegawai;
b. Menurunnya risiko kegagalan.

2. PENATAAN TATA LAKSANA

a. SOP

1) Menyusun SOP utama; dan
2) Menilai penerapan SOP setiap triwulan.

C. KOMPONEN HASIL

Diukur melalui persepsi anti korupsi dan lainnya.

a. Nilai Indeks Persepsi Anti Korupsi (IPAK);
b. Penyelesaian TLHP;
c. Survei Kepuasan Masyarakat (IKM).

KETUA KPU KABUPATEN AWAN PUTIH

ttd.

SARI
"""


def test_areas_components_and_actions_are_told_apart() -> None:
    found = [(draft.area.number, draft.area.name, draft.component, draft.cells["action"]) for draft in drafts(PLAN)]
    one, two = "Manajemen Perubahan", "Penataan Tatalaksana"
    assert found == [
        (1, one, (1, "Penyusunan Tim Kerja"), "Membentuk tim pelaksana"),
        (1, one, (1, "Penyusunan Tim Kerja"), "Sosialisasi melalui: a) rapat pegawai; b) laman kantor"),
        (1, one, (2, "Agen Perubahan"), "Agen perubahan dipilih tanpa langkah bernomor"),
        (2, two, (1, "SOP"), "Menyusun SOP utama"),
        (2, two, (1, "SOP"), "Menilai penerapan SOP setiap triwulan"),
    ]
    assert [draft.source.row for draft in drafts(PLAN)] == [18, 19, 23, 36, 37]


def test_targets_of_areas_and_measures_of_the_result_are_kept_apart_from_items() -> None:
    found = read(PLAN)
    assert found.targets == {1: ("Meningkatnya komitmen pegawai", "Menurunnya risiko kegagalan")}
    assert [measure.code for measure in found.measures] == ["IPAK", "TLHP", "IKM"]
    assert found.measures[0].name == "Nilai Indeks Persepsi Anti Korupsi (IPAK)"
    assert found.table.problems == []


def test_a_frequency_in_the_sentence_is_kept_and_doubted() -> None:
    last = drafts(PLAN)[-1]
    assert last.cells["target"] == "setiap triwulan"
    assert [(doubt.code, doubt.where) for doubt in last.doubts] == [("inferred-frequency", "row 37")]


@pytest.mark.parametrize("width", [45, 60, 80, 100])
@pytest.mark.parametrize("blank", [True, False])
def test_broken_lines_are_joined_at_any_width(width: int, blank: bool) -> None:
    lines = [
        piece for line in PLAN.splitlines() if line or blank for piece in textwrap.wrap(line.strip(), width) or [""]
    ]
    broken = read("\n".join(lines))
    whole = read(PLAN)
    assert [draft.cells for draft in broken.table.drafts] == [draft.cells for draft in whole.table.drafts]
    assert (broken.targets, broken.measures) == (whole.targets, whole.measures)


def test_page_numbers_and_running_headers_are_no_part_of_a_sentence() -> None:
    header = "Rencana Kerja KPU Awan Putih"
    text = """RENCANA AKSI
1. Manajemen Perubahan
a. Tim
1) Membentuk tim kerja yang menjalankan pembangunan zona
- 1 -
{header}
integritas di kantor;
2) Menyusun rencana kerja seluruh bagian bersama dengan para
Halaman 2 dari 4
{header}
pegawai;
2. Penataan Tatalaksana
a. SOP
1) Menyusun SOP.
3
{header}
2) Menilai SOP.
"""
    assert actions(text.replace("{header}", header)) == [
        "Membentuk tim kerja yang menjalankan pembangunan zona integritas di kantor",
        "Menyusun rencana kerja seluruh bagian bersama dengan para pegawai",
        "Menyusun SOP",
        "Menilai SOP",
    ]


def test_a_sentence_goes_on_over_the_page_of_a_pdf() -> None:
    lines = ["RENCANA AKSI", "1. Manajemen Perubahan", "a. Tim", "1) Membentuk tim untuk seluruh Komisi"]
    rest = ["Pemilihan Umum Awan Putih;", "2) Rapat.", "2. Penataan Tatalaksana", "a. SOP", "1) Menyusun SOP."]
    rows = [Row((line,), at, 1, "page 1") for at, line in enumerate(lines, 1)]
    rows += [Row((line,), at, 2, "page 2") for at, line in enumerate(rest, 1)]
    found = read_outline(rows)
    assert found is not None
    first, second, *_rest = found.table.drafts
    assert first.cells["action"] == "Membentuk tim untuk seluruh Komisi Pemilihan Umum Awan Putih"
    assert (second.source.page, second.source.row, second.source.place) == (2, 2, "page 2")


def test_hyphens_at_the_end_of_a_line() -> None:
    text = """RENCANA AKSI
1. Manajemen Perubahan
1) Menyusun rencana pemba-
ngunan masing-
masing bidang dengan e-
office;
2) Rapat
3) Sosialisasi
"""
    assert actions(text)[0] == "Menyusun rencana pembangunan masing-masing bidang dengan e-office"


def test_markers_alone_on_their_lines_and_an_area_in_two_lines() -> None:
    text = "AREA I\nMANAJEMEN PERUBAHAN\na.\nTim Kerja\n1)\nMembentuk tim\n2)\nRapat\n"
    text += "AREA II :\nTATA LAKSANA\na.\nSOP\n1)\nSOP"
    assert [(draft.area.number, *draft.component, draft.cells["action"]) for draft in drafts(text)] == [
        (1, 1, "Tim Kerja", "Membentuk tim"),
        (1, 1, "Tim Kerja", "Rapat"),
        (2, 1, "SOP", "SOP"),
    ]


def test_markers_between_tabs() -> None:
    text = "I.\tMANAJEMEN PERUBAHAN\na.\tTim Kerja\n1)\tMembentuk tim\nkerja\n2)\tRapat\n"
    text += "II.\tTATALAKSANA\na.\tSOP\n1)\tMenilai"
    assert actions(text) == ["Membentuk tim kerja", "Rapat", "Menilai"]


def test_an_area_without_components_is_its_own_component() -> None:
    text = """RENCANA KERJA
I. MANAJEMEN PERUBAHAN
- Membentuk tim
- Rapat
II. PENATAAN TATALAKSANA
- Menyusun SOP
"""
    assert [draft.component for draft in drafts(text)] == [(1, NAMES[0]), (1, NAMES[0]), (1, NAMES[1])]


def test_headings_without_marks_are_components_where_lists_begin_anew() -> None:
    text = """I. MANAJEMEN PERUBAHAN
Area ini mengubah pola kerja.
Tim Kerja
1. Membentuk tim;
2. Rapat.
Agen Perubahan
1. Memilih agen.
II. PENATAAN TATALAKSANA
SOP
1. Menyusun SOP.
"""
    names = [draft.component for draft in drafts(text)]
    assert names == [(1, "Tim Kerja"), (1, "Tim Kerja"), (2, "Agen Perubahan"), (1, "SOP")]
    assert actions(text)[1] == "Rapat"


def test_a_third_level_of_lists_makes_the_second_one_indicators() -> None:
    text = """A. MANAJEMEN PERUBAHAN
1. Tim Kerja
a. Tim telah dibentuk
1) Menyusun SK
2) Rapat
b. Anggota dipilih
1) Seleksi
B. PENATAAN TATALAKSANA
1. SOP
a. SOP diterapkan
1) Menilai SOP
"""
    found = [(draft.cells["indicator"], draft.cells["action"]) for draft in drafts(text)]
    assert found == [
        ("Tim telah dibentuk", "Menyusun SK"),
        ("Tim telah dibentuk", "Rapat"),
        ("Anggota dipilih", "Seleksi"),
        ("SOP diterapkan", "Menilai SOP"),
    ]


def test_markdown_headings() -> None:
    text = "# RENCANA KERJA\n\n## **A. Manajemen Perubahan**\n\n### Tim Kerja\n\n- Membentuk *tim*\n- Rapat\n\n" + (
        "## **B. Penataan Tatalaksana**\n\n### SOP\n\n- Menilai SOP\n"
    )
    found = [(draft.area.number, draft.component[1], draft.cells["action"]) for draft in drafts(text)]
    assert found == [(1, "Tim Kerja", "Membentuk tim"), (1, "Tim Kerja", "Rapat"), (2, "SOP", "Menilai SOP")]


def test_areas_that_an_introduction_or_a_table_of_contents_lists_are_not_read_twice() -> None:
    text = """DAFTAR ISI
1. Manajemen Perubahan ............ 2
2. Penataan Tatalaksana ........... 3
A. PENDAHULUAN
Zona integritas memiliki dua area:
1. Manajemen Perubahan;
2. Penataan Tatalaksana.
B. RENCANA AKSI
1. Manajemen Perubahan
a. Tim
1) Membentuk tim
2. Penataan Tatalaksana
a. SOP
1) Menyusun SOP
2) Menilai SOP
C. PENUTUP
Demikian rencana ini.
1. Sekretaris
"""
    assert actions(text) == ["Membentuk tim", "Menyusun SOP", "Menilai SOP"]


def test_targets_before_the_components() -> None:
    text = """1. Manajemen Perubahan
Area ini mengubah pola kerja. Target yang ingin dicapai melalui program ini adalah:
a. Meningkatnya komitmen;
b. Menurunnya risiko.
Indikator yang perlu dilakukan, yaitu:
a. Tim Kerja
1) Membentuk tim
b. Agen
1) Memilih agen
2. Penguatan Pengawasan
Sasaran: Terwujudnya pengawasan
a. Gratifikasi
1) Public campaign
"""
    found = read(text)
    assert found.targets == {1: ("Meningkatnya komitmen", "Menurunnya risiko"), 2: ("Terwujudnya pengawasan",)}
    assert [draft.component[1] for draft in found.table.drafts] == ["Tim Kerja", "Agen", "Gratifikasi"]


LABELS = """1. Manajemen Perubahan
a. Tim Kerja
1) Membentuk tim
Bukti: SK Tim; Undangan
Target waktu : Maret 2027
PIC: Sekretaris
Indikator: Tim terbentuk
2) Menyusun rencana. Output: Dokumen rencana; waktu: setiap triwulan.
3) Rapat (data dukung: notulen)
4) Sosialisasi pada bulan Juni
Eviden:
- Foto
- Daftar hadir
5) Pembekalan
2. Penataan Tatalaksana
a. SOP
Waktu: Februari 2027
1) Menyusun SOP
2) Menilai SOP
b. Arsip
1) Menata arsip
2) Memindai arsip
Waktu: TW II
"""


def test_labels_put_what_follows_to_its_role() -> None:
    tim, rencana, rapat, sosialisasi, bekal, *_rest = drafts(LABELS)
    assert (tim.cells["evidence"], tim.cells["target"]) == ("SK Tim; Undangan", "Maret 2027")
    assert (tim.cells["indicator"], tim.notes, tim.doubts) == ("Tim terbentuk", {"PIC": "Sekretaris"}, [])
    assert (rencana.cells["action"], rencana.cells["evidence"]) == ("Menyusun rencana", "Dokumen rencana")
    assert (rencana.cells["target"], rencana.doubts) == ("setiap triwulan", [])
    assert (rapat.cells["action"], rapat.cells["evidence"]) == ("Rapat", "notulen")
    assert sosialisasi.cells["evidence"] == "Foto;\nDaftar hadir"
    assert [doubt.code for doubt in sosialisasi.doubts] == ["time-in-sentence"]
    assert (bekal.cells["action"], bekal.cells["evidence"], bekal.cells["target"]) == ("Pembekalan", "", "")


def test_a_time_that_may_be_meant_for_a_whole_component_is_never_certain() -> None:
    *_first, susun, nilai, tata, pindai = drafts(LABELS)
    assert [draft.cells["target"] for draft in (susun, nilai, tata, pindai)] == [*["Februari 2027"] * 2, "", "TW II"]
    assert [[doubt.code for doubt in draft.doubts] for draft in (susun, nilai, tata, pindai)] == [
        ["shared-target"],
        ["shared-target"],
        [],
        ["shared-target"],
    ]


def test_numbers_out_of_order_are_told_and_nothing_is_dropped() -> None:
    text = """1. Manajemen Perubahan
c. Tim
1) Membentuk tim
3) Rapat
3) Notulen
d. Agen
1) Memilih agen
2. Penguatan Pengawasan
a. SPIP
1) Peta risiko
"""
    found = read(text)
    assert len(found.table.drafts) == 5
    assert [draft.component[0] for draft in found.table.drafts] == [1, 1, 1, 2, 1]
    known = [(problem.code, problem.where, dict(problem.details)) for problem in found.table.problems]
    assert known == [
        ("component-number", "row 2", {"number": "c", "count": "1", "area": "I"}),
        ("action-numbers", "row 3", {"name": "Tim", "marks": "1) 3) 3)"}),
    ]


def test_numbers_that_go_on_from_component_to_component_are_in_order() -> None:
    text = "1. Manajemen Perubahan\na. Tim\n1) Satu\n2) Dua\nb. Agen\n3) Tiga\n2. Pengawasan\na. SPIP\n1) Empat\n"
    assert codes(read(text)) == []


def test_areas_of_other_names_and_numbers() -> None:
    text = """C. MANAJEMEN PERUBAHAN
1. Membentuk tim
2. Rapat
D. DEREGULASI KEBIJAKAN
1. Memetakan peraturan
E. PENGUATAN PENGAWASAN
1. Peta risiko
"""
    assert [(draft.area.number, draft.area.name) for draft in drafts(text)][1:] == [
        (3, "Manajemen Perubahan"),
        (4, "Deregulasi Kebijakan"),
        (5, "Penguatan Pengawasan"),
    ]
    lettered = text.replace("D. DEREGULASI KEBIJAKAN", "D. PENATAAN TATALAKSANA").replace("E. PENG", "G. PENG")
    assert [draft.area.number for draft in drafts(lettered)] == [1, 1, 2, 5]


def test_what_looks_like_a_signature_within_a_list_loses_nothing() -> None:
    text = "1. Manajemen Perubahan\na. Tim\n1) Satu\nKETUA TIM\n2) Dua\n"
    text += "2. Pengawasan\na. SPIP\n1) Tiga\nKETUA KPU\n1. Arsip\n"
    assert actions(text) == ["Satu", "Dua", "Tiga"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yth. Sekretaris\nMohon hadir pada:\n1. Rapat;\n2. Sosialisasi;\n3. Penutupan.\n",
        "PERATURAN\nPasal 1\n(1) Manajemen perubahan.\nPasal 2\nManajemen Perubahan\na. tim\nPasal 3\n"
        "Penguatan Pengawasan\na. unit\nb. tim\nc. rapat\n",
        PLAN[: PLAN.index("B. RENCANA")],
        "Enam area:\n1. Manajemen Perubahan;\n2. Penataan Tatalaksana;\n3. Penguatan Pengawasan.\n",
        "1. Manajemen Perubahan\na. Tim\n1) Satu\n2) Dua\n3) Tiga\n",
    ],
)
def test_what_is_no_plan_gives_nothing(text: str) -> None:
    assert read_outline(rows_of(text)) is None


def test_a_text_that_only_leads_up_to_a_table_gives_nothing() -> None:
    table = "\n".join(f"{number}\tKomponen\tIndikator\tLangkah\tBukti" for number in range(9))
    assert read_outline(rows_of(f"{PLAN}\n\n{table}\n")) is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Rapat setiap bulan melalui daring", "setiap bulan"),
        ("Monev setiap setahun sekali.", "setiap setahun sekali"),
        ("Menyusun laporan disiplin bulanan", "bulanan"),
        ("Menyusun laporan tahunan", "tahunan"),
        ("Rapat setiap bulan dan laporan setiap triwulan", "setiap bulan / setiap triwulan"),
        ("Rapat secara berkala setiap semester", "setiap semester"),
        ("Rapat secara berkala", "secara berkala"),
        ("Survei minimal 2 kali dalam setahun", "minimal 2 kali dalam setahun"),
        ("Lapor LHKPN paling lambat 31 Maret 2027", "paling lambat 31 Maret 2027"),
        ("Dinilai pada bulan Juni dan Desember", "pada bulan Juni dan Desember"),
        ("Dinilai pada Triwulan I dan III", "pada Triwulan I dan III"),
        ("Rapat minggu pertama bulan Mei", "minggu pertama bulan Mei"),
        ("Pemutakhiran setiap ada perubahan data", "setiap ada perubahan data"),
        ("Menyusun RTP Tahun 2027", ""),
        ("Telaah keterwakilan setiap seksi", ""),
        ("Evaluasi Rencana Kerja Tahunan sebagai dasar perencanaan tahunan", ""),
        ("Menerapkan Surat Nomor 13 Tahun 2025 tanggal 21 Juli 2025", ""),
        ("Rekapitulasi data per 31 Desember 2026", ""),
    ],
)
def test_words_of_time_and_words_that_only_look_like_them(sentence: str, words: str) -> None:
    assert words_of_time(sentence) == words


def test_every_problem_of_an_outline_has_its_sentence() -> None:
    text = LABELS.replace("2) Menilai SOP", "7) Menilai SOP")
    jinja = Environment(undefined=StrictUndefined, autoescape=False)
    sentences = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    found = read(text)
    assert {"action-numbers", "shared-target", "time-in-sentence"} <= set(codes(found))
    for problem in [*found.table.problems, *(doubt for draft in found.table.drafts for doubt in draft.doubts)]:
        assert jinja.from_string(sentences[problem.code]).render({**problem.details, "code": "I.1.1"})


ROMANS = ("I", "II", "III", "IV", "V", "VI")
MARKS = {
    "digit": lambda at: f"{at}.",
    "letter": lambda at: f"{'abcdefgh'[at - 1]}.",
    "capital": lambda at: f"{'ABCDEFGH'[at - 1]}.",
    "roman": lambda at: f"{ROMANS[at - 1]}.",
    "small roman": lambda at: f"{ROMANS[at - 1].lower()}.",
    "digit)": lambda at: f"{at})",
    "letter)": lambda at: f"{'abcdefgh'[at - 1]})",
    "(digit)": lambda at: f"({at})",
    "bullet": lambda _at: "-",
    "dot": lambda _at: "•",
    "area": lambda at: f"AREA {ROMANS[at - 1]} :",
    "heading": lambda at: f"## {at}.",
    "subheading": lambda _at: "###",
}
STYLES = (
    ("digit", "letter", "digit)"),
    ("roman", "capital", "digit"),
    ("capital", "digit", "letter"),
    ("digit)", "letter)", "bullet"),
    ("roman", "digit", "letter"),
    ("capital", "digit", "dot"),
    ("digit", "letter)", "(digit)"),
    ("roman", "letter", "small roman"),
    ("area", "digit", "bullet"),
    ("heading", "subheading", "digit"),
    ("dotted", "dotted", "dotted"),
)
NOUN = st.sampled_from(
    ("rapat", "tim", "gratifikasi", "pegawai", "layanan", "risiko", "internal", "formulir", "survei")
)
ACTION = st.builds(
    lambda verb, nouns: f"{verb} {' '.join(nouns)}",
    st.sampled_from(("Menyusun", "Membentuk", "Melakukan", "Menetapkan")),
    st.lists(NOUN, min_size=1, max_size=14),
)
COMPONENT = st.builds(
    lambda head, nouns: f"{head} {' '.join(nouns).title()}",
    st.sampled_from(("Pengendalian", "Penanganan", "Pembentukan", "Pola")),
    st.lists(NOUN, min_size=1, max_size=5),
)
CONTENTS = st.dictionaries(
    st.integers(1, 6),
    st.lists(st.tuples(COMPONENT, st.lists(ACTION, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=4),
    min_size=2,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONTENTS, st.sampled_from(STYLES), st.integers(44, 110), st.booleans(), st.booleans())
def test_an_outline_printed_in_any_style_and_width_reads_back(
    plan: dict[int, list[tuple[str, list[str], bool]]], styles: tuple[str, ...], width: int, blank: bool, capitals: bool
) -> None:
    lines: list[str] = []
    written: list[tuple[int, tuple[int, str], str]] = []

    def put(level: int, numbers: tuple[int, ...], text: str) -> None:
        dotted = ".".join(map(str, numbers)) + ("." if level == 0 else "")
        mark = dotted if styles[level] == "dotted" else MARKS[styles[level]](numbers[-1])
        lines.extend([*([""] if blank and level < 2 else []), *textwrap.wrap(f"{mark} {text}", width)])

    for area, components in sorted(plan.items()):
        put(0, (area,), NAMES[area - 1].upper() if capitals else NAMES[area - 1])
        for count, (name, steps, introduced) in enumerate(components, 1):
            put(1, (area, count), name)
            if introduced:
                sentence = f"{name.split()[0]} dilakukan dengan memperhatikan hal-hal sebagai berikut:"
                lines.extend([*([""] if blank else []), *textwrap.wrap(sentence, width)])
            for at, step in enumerate(steps, 1):
                put(2, (area, count, at), f"{step};")
                written.append((area, (count, name), step))
    found = read_outline(rows_of("\n".join(["RENCANA AKSI", "", *lines])))
    if len(written) < 3:
        assert found is None
    else:
        assert found is not None
        assert [(one.area.number, one.component, one.cells["action"]) for one in found.table.drafts] == written


@pytest.fixture(scope="module")
def bojonegoro() -> str:
    path = SHARED / "seeds" / "bojonegoro-2025.txt"
    if not path.exists():
        pytest.skip("the adopted plans are not part of this repository")
    return path.read_text(encoding="utf-8")


def test_the_outline_of_bojonegoro(bojonegoro: str) -> None:
    found = read(bojonegoro)
    counts = [sum(draft.area.number == area for draft in found.table.drafts) for area in range(1, 7)]
    assert counts == [13, 9, 17, 6, 23, 11]
    assert len({(draft.area.number, draft.component[0]) for draft in found.table.drafts}) == 23
    assert [measure.code for measure in found.measures] == ["IPAK", "TLHP", "IPKP", "IKM"]
    assert {area: len(texts) for area, texts in found.targets.items()} == {1: 3, 2: 2, 3: 4, 4: 2, 5: 3, 6: 3}
    assert [problem.code for problem in found.table.problems] == ["component-number"]
    timed = [draft.cells["target"] for draft in found.table.drafts if draft.cells["target"]]
    assert timed == [
        *("setiap bulan", "setiap triwulan", "setiap triwulan", "setiap setahun sekali", "bulanan", "setiap bulan"),
    ]


@pytest.mark.parametrize(("width", "paged"), [(40, False), (80, False), (80, True), (100, True)])
def test_bojonegoro_in_broken_lines_reads_the_same(bojonegoro: str, width: int, paged: bool) -> None:
    plain = bojonegoro.replace("*", "")
    pieces = [piece for line in plain.splitlines() for piece in textwrap.wrap(line.strip(" -"), width)]
    if paged:
        pages = [pieces[at : at + 35] for at in range(0, len(pieces), 35)]
        pieces = [line for number, page in enumerate(pages, 1) for line in [*page, "", f"- {number} -", ""]]
    broken, whole = read("\n".join(pieces)), read(plain)

    def content(found: Outline) -> list[tuple[int, int, str, str]]:
        return [
            (one.area.number, one.component[0], re.sub(r"[\s-]", "", one.cells["action"]), one.cells["target"])
            for one in found.table.drafts
        ]

    assert content(broken) == content(whole)
    assert broken.targets == whole.targets

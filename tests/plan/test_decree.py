"""The decree around a plan: its number, date, office, year and title, or None."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zibot.plan.decree import read_decree

DECREE = """SALINAN

KOMISI PEMILIHAN UMUM
KABUPATEN AWAN PUTIH

KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN AWAN PUTIH
NOMOR : 4/HK.03.1/9902/2026
TENTANG

RENCANA KERJA ZONA INTEGRITAS
KABUPATEN AWAN PUTIH TAHUN 2027

KETUA KOMISI PEMILIHAN UMUM KABUPATEN AWAN PUTIH,

Mengingat : 1. Undang-Undang Nomor 7 Tahun 2017 yang disahkan pada tanggal 15 Agustus 2017;

Ditetapkan di Awan Putih
pada tanggal 28 Desember 2026
"""


def test_a_decree_is_read_whole() -> None:
    decree = read_decree(DECREE)
    assert decree.number == "4/HK.03.1/9902/2026"
    assert decree.date == date(2026, 12, 28)
    assert decree.office == "KPU Kabupaten Awan Putih"
    assert decree.year == 2027
    assert decree.title == "RENCANA KERJA ZONA INTEGRITAS KABUPATEN AWAN PUTIH TAHUN 2027"


def test_without_a_year_in_its_title_the_date_gives_the_plans_year() -> None:
    assert read_decree(DECREE.replace(" TAHUN 2027", "")).year == 2026


def test_a_number_that_differs_in_the_annex_is_kept_in_sight() -> None:
    decree = read_decree(DECREE + "\nLAMPIRAN\nNomor : 5 /HK.03.1/9902/2026\n")
    assert decree.number == "4/HK.03.1/9902/2026"
    assert decree.other_numbers == ("5/HK.03.1/9902/2026",)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("NOMOR 16 TAHUN 2025", "16 TAHUN 2025"),
        ("Nomor: 11 /HK.03.1/3301/ 2022", "11/HK.03.1/3301/2022"),
        ("NOMOR 02/ORT.07-Kpts/KPU-Kab/1701/I/2022", "02/ORT.07-Kpts/KPU-Kab/1701/I/2022"),
        ("NOMOR 612/ORT.04- Kpt/05/KPU/XII/2020", "612/ORT.04-Kpt/05/KPU/XII/2020"),
        ("NOMOR ..... TAHUN 2027", None),
        ("", None),
    ],
)
def test_numbers_have_several_forms(line: str, number: str | None) -> None:
    assert read_decree(f"KEPUTUSAN\n{line}\nTENTANG\nRENCANA").number == number


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("Ditetapkan di Kota Lama\npada tanggal 08 Februari 2022", date(2022, 2, 8)),
        ("Ditetapkan di : KOTA LAMA\npada tanggal : 26 Januari 2022", date(2022, 1, 26)),
        ("Ditetapkan di Kota Lama\nPada tanggal, 21 Juli 2025", date(2025, 7, 21)),
        ("Ditetapkan di Kota Lama pada tanggal 1 Nopember 2022", date(2022, 11, 1)),
        ("Kota Lama, 10 Januari 2022", date(2022, 1, 10)),
        ("pada tanggal      Januari 2022", None),
        ("pada tanggal 31 Juni 2022", None),
    ],
)
def test_dates_have_several_forms(closing: str, expected: date | None) -> None:
    assert read_decree(f"TENTANG\nRENCANA\n\n{closing}\n").date == expected


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("KOMISI PEMILIHAN UMUM KOTA LAMA\n", "KPU Kota Lama"),
        ("KOMISI PEMILIHAN UMUM\nPROVINSI TANAH TINGGI\n", "KPU Provinsi Tanah Tinggi"),
        ("KOMISI INDEPENDEN PEMILIHAN KABUPATEN PANTAI BARAT\n", "KIP Kabupaten Pantai Barat"),
        ("RENCANA KERJA KPU KABUPATEN AWAN PUTIH TAHUN 2027\n", "KPU Kabupaten Awan Putih"),
        ("DINAS PENDIDIKAN KABUPATEN AWAN PUTIH\n", None),
    ],
)
def test_offices_have_one_short_form(text: str, office: str | None) -> None:
    assert read_decree(text).office == office


def test_a_plan_without_a_decree_has_its_heading_for_a_title() -> None:
    decree = read_decree("RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS\nKPU KOTA LAMA TAHUN 2027\n")
    assert decree.title == "RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS KPU KOTA LAMA TAHUN 2027"
    assert (decree.year, decree.number, decree.date) == (2027, None, None)


@settings(deadline=None)  # the first example loads libraries
@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_a_decree(text: str) -> None:
    read_decree(text)

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
        ("NOMOR : KEP-05/M.3.36/Cr.4/01/2022", "KEP-05/M.3.36/Cr.4/01/2022"),
        ("Nomor: W11-A29/123/OT.01.2/I/2023", "W11-A29/123/OT.01.2/I/2023"),
        ("NOMOR 188.4/12/2024", "188.4/12/2024"),
        ("NOMOR : KEP-12/KPP.3201/2024", "KEP-12/KPP.3201/2024"),
        ("Nomor B-123/33050/OT.110/01/2025", "B-123/33050/OT.110/01/2025"),
        ("NOMOR: W.13.PAS.PAS.5-12.OT.01.02 TAHUN 2023", "W.13.PAS.PAS.5-12.OT.01.02 TAHUN 2023"),
        ("Nomor 12 Tahun 2025", "12 TAHUN 2025"),
        ("Nomor : KEP / 12 / I / 2024", "KEP/12/I/2024"),
        ("NOMOR :\n7/HK.03/9902/2027", "7/HK.03/9902/2027"),
        ("KEPUTUSAN KEPALA DINAS NOMOR 9/KPTS/2027", "9/KPTS/2027"),
        ("Undang-Undang Nomor 28 Tahun 1999", None),
        ("Mengingat : 1. Peraturan Menteri PANRB\nNomor 90 Tahun 2021", None),
        ("NOMOR :      /HK.03/9902/2027", None),
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
        ("Ditetapkan di Kota Lama\n\npada tanggal 3 Januari 2024", date(2024, 1, 3)),
        ("Ditetapkan di\nKota Lama\npada tanggal\n3 Januari 2024", date(2024, 1, 3)),
        ("ditetapkan: 3-1-2024", date(2024, 1, 3)),
        ("Tanggal : 03/01/2024", date(2024, 1, 3)),
        ("Kota Lama, 05.01.2024", date(2024, 1, 5)),
        ("Kota Lama, tanggal 5 Januari 2024.", date(2024, 1, 5)),
        ("Senin, 5 Januari 2024", None),
        ("Mengingat : peraturan yang ditetapkan pada tanggal 5 Mei 2017", None),
        ("Kota Lama, Januari 2024", None),
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
        ("DINAS PENDIDIKAN KABUPATEN AWAN PUTIH\n", "Dinas Pendidikan Kabupaten Awan Putih"),
        ("BPS Kabupaten Awan Putih\n", "BPS Kabupaten Awan Putih"),
        ("BADAN PUSAT STATISTIK\nKABUPATEN AWAN PUTIH\n", "Badan Pusat Statistik Kabupaten Awan Putih"),
        ("PENGADILAN NEGERI\nKOTA LAMA\n", "Pengadilan Negeri Kota Lama"),
        ("PENGADILAN NEGERI TANAH TINGGI KELAS IB\nTAHUN 2027\n", "Pengadilan Negeri Tanah Tinggi Kelas IB"),
        ("KEPUTUSAN KEPALA KEJAKSAAN NEGERI AWAN PUTIH\nNOMOR 1/A/2027\n", "Kejaksaan Negeri Awan Putih"),
        ("KEMENTERIAN HUKUM\nKANTOR WILAYAH JAWA\nLAPAS KELAS IIA TANAH TINGGI\n", "Lapas Kelas IIA Tanah Tinggi"),
        ("KANTOR IMIGRASI KELAS II NON TPI KOTA LAMA\n", "Kantor Imigrasi Kelas II Non TPI Kota Lama"),
        ("RENCANA AKSI DI LINGKUNGAN KPP PRATAMA KOTA LAMA TAHUN 2027\n", "KPP Pratama Kota Lama"),
        ("DINAS KESEHATAN KABUPATEN AWAN PUTIH\nPUSKESMAS TANAH TINGGI I\n", "Puskesmas Tanah Tinggi I"),
        ("RSUD AWAN PUTIH\n", "RSUD Awan Putih"),
        ("FAKULTAS HUKUM UNIVERSITAS TANAH TINGGI\n", "Fakultas Hukum Universitas Tanah Tinggi"),
        ("RENCANA KERJA ZONA INTEGRITAS POLRES AWAN PUTIH TAHUN 2027\n", "Polres Awan Putih"),
        ("KEMENTERIAN PERTANIAN\nDIREKTORAT JENDERAL HORTIKULTURA\n", "Direktorat Jenderal Hortikultura"),
        ("SMA NEGERI 1 KOTA LAMA\n", "SMA Negeri 1 Kota Lama"),
        ("Kantor Pertanahan Kabupaten Awan Putih\n", "Kantor Pertanahan Kabupaten Awan Putih"),
        ("Melaksanakan rapat bersama Dinas Kesehatan setiap bulan\n", None),
        ("PUSKESMAS\n", None),
        ("Tim Kerja Zona Integritas\n", None),
    ],
)
def test_offices_have_one_short_form(text: str, office: str | None) -> None:
    assert read_decree(text).office == office


def test_a_plan_without_a_decree_has_its_heading_for_a_title() -> None:
    decree = read_decree("RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS\nKPU KOTA LAMA TAHUN 2027\n")
    assert decree.title == "RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS KPU KOTA LAMA TAHUN 2027"
    assert (decree.year, decree.number, decree.date) == (2027, None, None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS\nKANTOR KAMI\nTAHUN 2025", 2025),
        ("RENCANA AKSI ZI T.A. 2024", 2024),
        ("PROGRAM KERJA ZONA INTEGRITAS\nTAHUN ANGGARAN 2023", 2023),
        ("Rencana Kerja Zona Integritas Kantor Kami Tahun 2025", 2025),
        ("MATRIKS RENCANA AKSI ZONA INTEGRITAS 2025", 2025),
        ("LKE ZONA INTEGRITAS\nTahun 2026", 2026),
        ("TIME SCHEDULE ZONA INTEGRITAS\nLOKA KAMI TAHUN 2024", 2024),
        ("DINAS KAMI TAHUN 2024\nDAFTAR KERJA", 2024),
        ("RENCANA AKSI ZONA INTEGRITAS TAHUN 2024-2025", None),
        ("ROAD MAP ZONA INTEGRITAS 2024 s.d. 2026\nKota Lama, 5 Januari 2024", None),
        ("Sesuai Peraturan Menteri PANRB Nomor 90 Tahun 2021", None),
        ("RENCANA KERJA TAHUN 2027\nDitetapkan di Kota Lama pada tanggal 28 Desember 2026", 2027),
    ],
)
def test_the_year_is_the_plans_and_no_laws(text: str, year: int | None) -> None:
    assert read_decree(text).year == year


def test_a_title_ends_where_the_plan_begins() -> None:
    text = "RENCANA KERJA ZONA INTEGRITAS\nKANTOR KAMI\nA. PENDAHULUAN\nPembangunan zona integritas tahun 2020 …\n"
    assert read_decree(text).title == "RENCANA KERJA ZONA INTEGRITAS KANTOR KAMI"


@settings(deadline=None)  # the first example loads libraries
@given(
    st.lists(
        st.sampled_from(DECREE.split())
        | st.sampled_from(["\n", "/", "2027", "Mengingat", "MEMUTUSKAN", "KPP", "-", "(,"])
    )
)
def test_no_jumble_of_its_words_breaks_the_reading_of_a_decree(words: list[str]) -> None:
    assert (read_decree(" ".join(words)).year or 2027) in range(2000, 2100)


@settings(deadline=None)  # the first example loads libraries
@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_a_decree(text: str) -> None:
    read_decree(text)

"""A cell of bukti fisik becomes a checklist, and what is one document stays one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zibot.plan.evidence_list import split_evidence


@pytest.mark.parametrize(
    ("cell", "slots"),
    [
        ("", []),
        ("-", []),
        ("SK Tim Kerja", ["SK Tim Kerja"]),
        ("Undangan; Daftar hadir; Notulen.", ["Undangan", "Daftar hadir", "Notulen"]),
        ("SK tim yang ditandatangani; dan Prosedur", ["SK tim yang ditandatangani", "Prosedur"]),
        ("1) Daftar informasi 2) Tangkapan layar 3) Berita acara 2027", None),
        ("1. Daftar informasi\n2. Tangkapan layar\n3. Berita acara 2027", None),
        ("a. Daftar informasi; b. Tangkapan layar; c. Berita acara 2027", None),
        ("- Daftar informasi - Tangkapan layar - Berita acara 2027", None),
        ("- Daftar informasi\n- Tangkapan layar\n- Berita acara 2027", None),
        ("Daftar informasi\nTangkapan layar\nBerita acara 2027", None),
        ("Daftar informasi, Tangkapan layar, dan Berita acara 2027", None),
        ("Daftar informasi, Tangkapan layar dan Berita acara 2027", None),
        ("Laporan evaluasi\nyang ditandatangani", ["Laporan evaluasi yang ditandatangani"]),
        ("Laporan analisis kebutuhan, kecukupan dan mutasi", ["Laporan analisis kebutuhan, kecukupan dan mutasi"]),
        ("Analisis survei dan tindak lanjutnya", ["Analisis survei dan tindak lanjutnya"]),
        ("Surat usulan (SE Nomor 9 tahun 2021)", ["Surat usulan (SE Nomor 9 tahun 2021)"]),
        ("Aplikasi presensi (https://contoh.go.id/a-b/)", ["Aplikasi presensi (https://contoh.go.id/a-b/)"]),
        ("Spanduk saluran yaitu:\n- Surel - Telepon", ["Spanduk saluran yaitu: Surel, Telepon"]),
        ("Rapat:\n- Undangan\n- Notulen", ["Rapat: Undangan", "Rapat: Notulen"]),
        ("Foto; Foto", ["Foto"]),
        ("Renstra, IKU, Renja", ["Renstra", "IKU", "Renja"]),
        ("Peta risiko, Kertas kerja penilaian risiko", ["Peta risiko", "Kertas kerja penilaian risiko"]),
        ("Rencana aksi, tangkapan layar", ["Rencana aksi", "tangkapan layar"]),
        (
            "Undangan, daftar hadir, notulen dan dokumentasi rapat",
            ["Undangan", "daftar hadir", "notulen", "dokumentasi rapat"],
        ),
        ("Undangan/Daftar hadir/Notulen", ["Undangan", "Daftar hadir", "Notulen"]),
        ("SK Tim, Undangan/Daftar hadir/Notulen", ["SK Tim", "Undangan", "Daftar hadir", "Notulen"]),
        ("SK mutasi dan Nota dinas", ["SK mutasi", "Nota dinas"]),
        ("SK/Surat Tugas, Laporan", ["SK/Surat Tugas", "Laporan"]),
        ("Undangan & Daftar hadir", ["Undangan", "Daftar hadir"]),
        ("Foto dan video kegiatan", ["Foto dan video kegiatan"]),
        ("SOP dan SK penetapannya", ["SOP", "SK penetapannya"]),
        ("Laporan monitoring dan evaluasi", ["Laporan monitoring dan evaluasi"]),
        ("Laporan monitoring dan\nevaluasi", ["Laporan monitoring dan evaluasi"]),
        ("Peraturan dan perundang-undangan", ["Peraturan dan perundang-undangan"]),
        ("Bukti lapor SPT dan LHKPN", ["Bukti lapor SPT dan LHKPN"]),
        ("Dokumentasi (foto, video), Laporan", ["Dokumentasi (foto, video)", "Laporan"]),
        ("Undangan (rapat; apel); Notulen", ["Undangan (rapat; apel)", "Notulen"]),
        ("Notulen, foto, dll.", ["Notulen", "foto, dll"]),
        (
            "SK Tim, hasil pemilihan anggota, tata cara dan Notulen",
            ["SK Tim", "hasil pemilihan anggota, tata cara", "Notulen"],
        ),
        ("Undangan rapat\nDaftar hadir\nNotulen", ["Undangan rapat", "Daftar hadir", "Notulen"]),
        ("Olahraga\nDoa\nPembinaan mental pegawai", ["Olahraga", "Doa", "Pembinaan mental pegawai"]),
        ("Tangkapan layar\nSIMPEG", ["Tangkapan layar SIMPEG"]),
        ("Laporan evaluasi\nSOP", ["Laporan evaluasi SOP"]),
        ("Daftar hadir (rapat\nPleno)\nFoto", ["Daftar hadir (rapat Pleno)", "Foto"]),
        ("Surat tugas\nLaporan perjalanan dinas, foto", ["Surat tugas", "Laporan perjalanan dinas", "foto"]),
        ("a. Hasil survei", ["Hasil survei"]),
        ("SK Tim ZI Undangan rapat Daftar hadir", ["SK Tim ZI", "Undangan rapat", "Daftar hadir"]),
        ("Daftar SOP Peta proses bisnis", ["Daftar SOP", "Peta proses bisnis"]),
        ("SK Tim Penyusun Rencana Aksi", ["SK Tim Penyusun Rencana Aksi"]),
        ("Bukti lapor Surat tugas", ["Bukti lapor Surat tugas"]),
        ("Publikasi melalui laman, media sosial dan banner", ["Publikasi melalui laman, media sosial dan banner"]),
        ("Laporan melalui surat, data dan video", ["Laporan melalui surat, data dan video"]),
        ("Dokumen target, capaian dan tindak lanjut", ["Dokumen target, capaian dan tindak lanjut"]),
    ],
)
def test_a_cell_is_split_where_documents_are_clearly_apart(cell: str, slots: list[str] | None) -> None:
    expected = slots if slots is not None else ["Daftar informasi", "Tangkapan layar", "Berita acara 2027"]
    assert list(split_evidence(cell)) == expected


@settings(deadline=None)  # the first example loads libraries
@given(st.text(max_size=120))
def test_no_cell_breaks_the_list_and_no_slot_is_empty(cell: str) -> None:
    slots = split_evidence(cell)
    assert all(slot.strip() for slot in slots)
    assert len(set(slots)) == len(slots)


DOCUMENTS = ["Undangan rapat", "Daftar hadir", "Notulen", "Dokumentasi (foto, video)", "Renstra", "Laporan monitoring"]
DOCUMENTS += ["Rencana aksi", "Tangkapan layar aplikasi", "Berita acara seleksi", "Peta risiko", "Kertas kerja", "SOP"]


def numbered(documents: list[str]) -> str:
    return " ".join(f"{number}) {document}" for number, document in enumerate(documents, 1))


def comma_and(documents: list[str]) -> str:
    return " dan ".join([", ".join(documents[:-1]), documents[-1]] if len(documents) > 1 else documents)


WRITTEN = {
    **{between: between.join for between in ("; ", ", ", "\n", "/", " & ", ";")},
    **{"numbered": numbered, "dan": comma_and, "bullets": lambda documents: "- " + "\n- ".join(documents)},
}


@settings(deadline=None)  # the first example loads libraries
@given(st.lists(st.sampled_from(DOCUMENTS), min_size=1, unique=True), st.sampled_from(sorted(WRITTEN)))
def test_documents_come_back_one_by_one_however_they_are_listed(documents: list[str], way: str) -> None:
    if way in ("\n", " & ", "dan"):  # alone on a line, or after "Laporan …", a bare SOP may be what the other is about
        documents = [document for document in documents if document != "SOP"]
    assert list(split_evidence(WRITTEN[way](documents))) == documents

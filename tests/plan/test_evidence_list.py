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


@settings(deadline=None)  # the first example loads libraries
@given(st.lists(st.sampled_from(["Undangan", "Notulen", "Foto", "Laporan rapat"]), min_size=1, unique=True))
def test_documents_between_semicolons_come_back_one_by_one(documents: list[str]) -> None:
    assert list(split_evidence("; ".join(documents) + ".")) == documents

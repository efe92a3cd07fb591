"""Which pieces the plan wants as they are on paper: Telegram makes a photo smaller, and then nobody can read it."""

import re

_PAPER = re.compile(
    r"\b(?:asli|scan|pindai\w*|surat|sk|s\.k\.|keputusan|dokumen|notul[ea]n?|notula|daftar hadir|absen\w*|presensi"
    r"|laporan|undangan|berita acara|sop|formulir|rekap\w*|matriks|sertifikat|piagam|pakta)\b",
    re.I,
)
_PICTURE = re.compile(r"\b(?:foto|dokumentasi|gambar|poster|spanduk|banner|tangkapan layar|screenshot|video)\b", re.I)


def wanted(slot: str) -> bool:
    """Whether what the plan asks for is a paper whose words must stay legible, and no picture."""
    return _PAPER.search(slot) is not None and _PICTURE.search(slot) is None

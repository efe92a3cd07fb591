"""Cells of a target column that say no time: nothing at all, a mark, a volume ("1 dokumen"), a status ("selesai")."""

import re

_NOTHING = re.compile(
    r"[\W_]*|n\W?a\W*|nihil|kosong|none|null|(?:tidak|tdk|belum) (?:ada|ditentukan|diketahui)|tb[ad]|#\w+[!?]?"
)
_MARKS = re.compile(r"[√✓✔☑✗✘☒●■vx](?:[√✓✔☑✗✘☒●■vx]|[\s,;/.\-])*")
_STATUS = re.compile(
    r"(?:(?:sudah|telah|belum|sedang|dalam|akan|on)\s*)*(?:selesai|dilaksanakan|terlaksana|dilakukan|tercapai|terpenuhi"
    r"|dikerjakan|tersedia|proses|progress?|done|ok|closed|open|ya|tidak|ada|sudah|belum)\W*"
)
_UNIT = (
    r"%|persen|dokumen|dok|laporan|lap|kegiatan|orang|unit|paket|berkas|buah|bh|set|eksemplar|layanan|jenis(?: \w+)?"
    r"|gedung|sk|sop|pos|sertifikat|pegawai|inovasi|aplikasi|publikasi|konten|media|video|foto|surat|modul|lembar"
    r"|keputusan|naskah|peserta|peraturan|rekomendasi|temuan|permohonan|objek|lokasi|titik|poin|nilai|berita acara"
    r"|notulen|rapat|angkatan|responden|peta|daftar|pertemuan|pengaduan|data|tim|area|agen"
)
_VOLUME = re.compile(rf"(?<![\w.,/])(?P<count>\d{{1,4}}(?:[.,]\d+)?)(?:\s*\(\s*\w+\s*\))?\s*(?:{_UNIT})(?!\w)")


def says_no_time(words: str) -> str | None:
    """The code of what a tidied cell says instead of a time, or None where it may say one."""
    bare = words.strip(" .,;:()[]\"'")
    code = None
    if _MARKS.fullmatch(bare):
        code = "marks"
    elif _NOTHING.fullmatch(bare):
        code = "no-target"
    elif _STATUS.fullmatch(bare):
        code = "status-not-time"
    elif _VOLUME.search(bare) and not re.sub(r"dan|[\W_]", "", _VOLUME.sub(" ", bare)):
        code = "volume-not-time"
    return code


def without_volume(words: str) -> tuple[str, int | None]:
    """The words without the one volume among them, and its number: "1 dokumen (Maret)" is "(Maret)" and 1."""
    found = list(_VOLUME.finditer(words))
    if len(found) != 1 or "%" in found[0][0] or not found[0]["count"].isdecimal():
        return words, None
    return " ".join(_VOLUME.sub(" ", words).split()), int(found[0]["count"])

"""The words of a plan table's heading: which column may hold what."""

import re
from collections.abc import Mapping, Sequence

ROLES = ("no", "area", "component", "indicator", "action", "evidence", "target", "note")

# Each line: what a column may hold, how sure its heading is of it, and the heading. The surest takes the role first.
_HEADINGS = (
    ("no", 3, r"NO|NOMOR|(?:NO|NOMOR) URUT|KODE|HURUF"),
    ("area", 3, r"AREA\b.*"),
    ("area", 2, r"PILAR|ASPEK|PROGRAM"),
    ("component", 4, r"SUB (?:KOMPONEN|PILAR|AREA|ASPEK|UNSUR)\b.*"),
    ("component", 3, r"KOMPONEN\b.*"),
    ("component", 2, r"(?:PROGRAM )?KEGIATAN\b.*|UNSUR|SUB PROGRAM"),
    ("component", 1, r"PROGRAM|PILAR|ASPEK"),
    ("indicator", 3, r"INDIKATOR\b.*"),
    ("indicator", 2, r"PERTANYAAN|RENCANA KINERJA|PENILAIAN|KRITERIA\b.*|SASARAN\b.*|KONDISI\b.*"),
    ("action", 4, r"LANGKAH\b.*|RENCANA (?:AKSI|TINDAK|KEGIATAN|KERJA)\b.*|ACTION(?: PLAN)?|UPAYA\b.*"),
    (
        "action",
        3,
        r"SUB KEGIATAN\b.*|AKTIVITAS\b.*|TINDAKAN\b.*|TAHAPAN\b.*|(?:URAIAN|RINCIAN|NAMA|DETAIL|BENTUK) \w.*",
    ),
    (
        "action",
        2,
        r"ACTIVITY|TARGET PRIORITAS|QUICK WINS?|INOVASI|URAIAN|AKSI|RENCANA KERJA|PROGRAM KERJA|PEKERJAAN|RENCANA",
    ),
    ("action", 1, r"(?:PROGRAM )?KEGIATAN\b.*|(?:AREA|KOMPONEN|PROGRAM|PILAR|ASPEK)\b.*\b(?:KEGIATAN|AKSI|URAIAN)\b.*"),
    ("evidence", 4, r".*\b(?:BUKTI|DATA DUKUNG|DATA PENDUKUNG|EVIDEN|EVIDENCE)\b.*"),
    ("evidence", 3, r"DOKUMEN\b.*"),
    ("evidence", 2, r"(?:RENCANA |TARGET )?OUTPUT\b.*|KELUARAN\b.*|HASIL\b.*"),
    ("target", 4, r".*\b(?:WAKTU|WKT|SCHEDULE)\b.*|JADWAL\b.*|TENGGAT|KAPAN|BULAN PELAKSANAAN|PELAKSANAAN BULAN"),
    ("target", 4, r"TARGET (?:PENYELESAIAN|SELESAI|BULAN)"),
    ("target", 3, r"PELAKSANAAN|BULAN|PERIODE\b.*|TRIWULAN|TIMELINE|TIME LINE|DEADLINE|TANGGAL\b.*|FREKUENSI\b.*"),
    ("target", 2, r"TARGET|TARGET TAHUN(?: \d{4})?|TARGET \d{4}"),
    ("target", 1, r"TAHUN"),
    ("note", 3, r"KET|KETERANGAN|CATATAN"),
)
_COMPILED = tuple((role, sure, re.compile(pattern)) for role, sure, pattern in _HEADINGS)
# A heading is made of these words, so that a row that begins with "Rencana aksi …" is none.
_VOCABULARY = (
    "NO NOMOR URUT KODE HURUF AREA PERUBAHAN PILAR ASPEK PROGRAM KOMPONEN SUB KEGIATAN INDIKATOR KEBERHASILAN "
    "KINERJA PERTANYAAN RENCANA PENILAIAN KRITERIA SASARAN LANGKAH AKSI TINDAK LANJUT URAIAN RINCIAN AKTIVITAS "
    "TINDAKAN BUKTI FISIK DUKUNG DATA PENDUKUNG EVIDEN EVIDENCE DOKUMEN DOKUMENTASI OUTPUT KELUARAN HASIL "
    "TARGET WAKTU PELAKSANAAN JADWAL BULAN TRIWULAN TAHUN PENYELESAIAN TENGGAT BATAS PERIODE DAN ATAU KERJA "
    "UTAMA ZI ZONA INTEGRITAS PEMBANGUNAN REALISASI YANG DIHARAPKAN DIBUTUHKAN DIPERLUKAN PENCAPAIAN DICAPAI AKAN "
    "NAMA JENIS UNSUR TAHAPAN TIMELINE TIME LINE DEADLINE DILAKSANAKAN DILAKUKAN DISIAPKAN DETAIL BENTUK KONDISI "
    "PENANGGUNG JAWAB PENANGGUNGJAWAB PJ PIC PELAKSANA TIM TERKAIT PEMERIKSA UNIT KET KETERANGAN CATATAN STATUS "
    "BOBOT NILAI JAWABAN PENJELASAN PILIHAN ANGGARAN BIAYA SATUAN VOLUME LINK TAUTAN SEMESTER TW PEKERJAAN FREKUENSI "
    "RP SUMBER DANA JUMLAH JANGKA SCHEDULE ACTION PLAN ACTIVITY UPAYA PRIORITAS QUICK WIN WINS INOVASI WKT KAPAN "
    "PENDANAAN LOKASI TEMPAT PELAPORAN KELENGKAPAN POKJA OUTPUTS PEGAWAI SEKSI SUBBAG BIDANG "
    "TANGGAL TGL MULAI SELESAI AWAL AKHIR START FINISH END MINGGU OUTCOME PROSES CAPAIAN PROGRES PROGRESS"
)
_WORDS = frozenset(_VOCABULARY.split())
_LONGEST = 70


def normal(text: str) -> str:
    """Upper case, words and figures only."""
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper()))


def whole_words(cell: str) -> str:
    """A heading in one line, with words made whole that a narrow column broke ("KETERANG" above "AN")."""
    lines = [" ".join(line.split()) for line in cell.split("\n") if line.strip()]
    text = lines[0] if lines else ""
    for line in lines[1:]:
        last, first = normal(text).split()[-1:], normal(line).split()[:1]
        broken = last and first and last[0] + first[0] in _WORDS and not (last[0] in _WORDS and first[0] in _WORDS)
        text = text + line if broken else f"{text} {line}"
    return text


def is_heading_word(name: str) -> bool:
    """Whether a cell may stand in a heading: it is short and made of the words that headings use."""
    words = normal(name).split()
    known = all(word in _WORDS or word.isdigit() for word in words)
    return len(name) <= _LONGEST and known and not all(map(str.isdigit, words))


def nearly_heading_word(name: str) -> bool:
    """Whether a cell may stand in a heading whose other cells are sure: most of its words are a heading's."""
    words = normal(name).split()
    known = sum(word in _WORDS or word.isdigit() for word in words)
    return len(name) <= _LONGEST and known * 5 >= len(words) * 3 and not all(map(str.isdigit, words))


def options_of(name: str) -> dict[str, int]:
    """The roles that a column with this heading may have, with how sure it is of each."""
    words = normal(name)
    if not words or re.match(r"REALISASI|CAPAIAN|STATUS", words):
        return {}
    found: dict[str, int] = {}
    for role, sure, pattern in _COMPILED:
        if role not in found and pattern.fullmatch(words):
            found[role] = sure
    return found


def tells_time(name: str) -> bool:
    """Whether a column of this heading tells of time, even where another one is the target's."""
    words = normal(name)
    if re.match(r"REALISASI|CAPAIAN|STATUS", words):
        return False
    return "target" in options_of(name) or bool(re.fullmatch(r"MINGGU\b.*|TGL|TAHUN|BATAS\b.*", words))


def assigned(known: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Each role to one column: the surest first, then from the left."""
    wishes = sorted((-sure, at, role) for at, options in enumerate(known) for role, sure in options.items())
    roles: dict[str, int] = {}
    for _sure, at, role in wishes:
        if role not in roles and at not in roles.values():
            roles[role] = at
    for role in ("component", "area"):
        # "KEGIATAN" alone is what is done, and "AREA / KEGIATAN" holds what is done beneath rows that name the areas.
        if role in roles and not {"action", "indicator"} & roles.keys() and "action" in known[roles[role]]:
            roles["action"] = roles.pop(role)
    return roles

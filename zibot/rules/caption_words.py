"""The words of a caption or a file's name, made alike: short forms written out, endings off, idle words left out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from zibot.when import MONTH_WORDS, month_of, number_of

# What people write short, and what they call otherwise; on the right the words of the plans.
_SHORT = {
    "und": "undangan",
    "undgn": "undangan",
    "surat undangan": "undangan",
    "dafdir": "daftar hadir",
    "dafhad": "daftar hadir",
    "dh": "daftar hadir",
    "absen": "daftar hadir",
    "absensi": "daftar hadir presensi",
    "kehadiran": "hadir",
    "notula": "notulen",
    "notulensi": "notulen",
    "notul": "notulen",
    "risalah": "notulen",
    "dokumentasi": "foto dokumentasi",
    "dok": "foto dokumentasi",
    "dokum": "foto dokumentasi",
    "foto": "foto dokumentasi",
    "foto foto": "foto dokumentasi",
    "poto": "foto dokumentasi",
    "photo": "foto dokumentasi",
    "gambar": "foto dokumentasi",
    "sk": "keputusan",
    "kep": "keputusan",
    "surat keputusan": "keputusan",
    "ba": "berita acara",
    "bap": "berita acara",
    "lap": "laporan",
    "lapor": "laporan",
    "report": "laporan",
    "rekapitulasi": "rekap",
    "rekapan": "rekap",
    "ss": "tangkapan layar",
    "screenshot": "tangkapan layar",
    "screenshoot": "tangkapan layar",
    "screen shot": "tangkapan layar",
    "skrinsut": "tangkapan layar",
    "capture": "tangkapan layar",
    "tangkap layar": "tangkapan layar",
    "medsos": "media sosial",
    "sosmed": "media sosial",
    "ig": "media sosial",
    "instagram": "media sosial",
    "fb": "media sosial",
    "facebook": "media sosial",
    "tiktok": "media sosial",
    "postingan": "media sosial",
    "web": "laman",
    "website": "laman",
    "situs": "laman",
    "online": "daring",
    "gratif": "gratifikasi",
    "upg": "unit pengendalian gratifikasi",
    "banner": "spanduk",
    "baliho": "spanduk",
    "dumas": "pengaduan masyarakat",
    "aduan": "pengaduan",
    "wbs": "wbs whistle blowing",
    "whistleblowing": "wbs whistle blowing",
    "whistle blowing": "wbs whistle blowing",
    "benkep": "benturan kepentingan",
    "benturan": "benturan kepentingan",
    "skp": "sasaran kinerja pegawai",
    "pk": "perjanjian kinerja",
    "perkin": "perjanjian kinerja",
    "rkt": "rencana kinerja tahunan",
    "renja": "rencana kerja",
    "renaksi": "rencana aksi",
    "lkjip": "laporan kinerja",
    "lkj": "laporan kinerja",
    "lkip": "laporan kinerja",
    "lakip": "laporan kinerja",
    "abk": "analisis beban kerja",
    "anjab": "analisis jabatan",
    "dip": "daftar informasi publik",
    "ppid": "ppid informasi publik",
    "bimtek": "bimbingan teknis",
    "diklat": "pelatihan",
    "training": "pelatihan",
    "skm": "survei kepuasan",
    "ikm": "survei kepuasan",
    "survey": "survei",
    "kuisioner": "kuesioner",
    "angket": "kuesioner",
    "rtl": "daftar rencana tindak lanjut",
    "monev": "evaluasi",
    "se": "surat edaran",
    "st": "surat tugas",
    "sprint": "surat perintah",
    "tukin": "tunjangan",
    "subbag": "subbagian",
    "srikandi": "surat elektronik",
    "surel": "surat elektronik",
    "ti": "teknologi informasi",
    "reg": "daftar",
    "register": "daftar",
    "ceklis": "daftar periksa",
    "checklist": "daftar periksa",
    "lhkpn": "lhkpn laporan harta kekayaan",
    "zi": "zona integritas",
}
_PHRASES = sorted((short for short in _SHORT if " " in short), key=len, reverse=True)
_LONG_SHORT = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")
_IDLE = frozenset(
    re.findall(
        r"\w+",
        """
        yang dan di ke dari untuk pada dengan dalam oleh serta atau ini itu tadi kemarin lalu sudah telah akan sdh udah
        yg dgn utk dr tsb nya pak bu bapak ibu mas mbak mohon izin ijin selamat pagi siang sore malam terima kasih
        makasih berikut terlampir lampiran kami saya kita adalah sebagai para bagi lewat atas hasilnya bersama semua
        setiap tiap bulan bln tahun thn tgl tanggal minggu hari triwulan tw tribulan semester smt baru terbaru final fix
        rev revisi draft draf versi ver scan copy salinan file berkas dokumen img wa whatsapp image jpg jpeg png pdf doc
        docx xls xlsx ppt pptx ttg tentang bukti dukung eviden butir kirim dikirim update up per soal aja saja dong ya
        kpu kab kabupaten kota kantor senin selasa rabu kamis jumat sabtu pertama kedua ketiga keempat ii iii iv vi
        """,
    )
)
_ENDING = re.compile(r"(?<=\w{4})(?:nya|kan|an)$")
_BEGINNING = re.compile(r"^(?:meng|mem|men|me|peng|pem|pen|per|pe|ber|ter|di|ke)(?=\w{4})")
_MADE_UP = re.compile(r"^(?:foto|file|video|voice)-\d{8}-\d{6}", re.I)
"""The names that we give to what comes without one."""
_WORD = re.compile(r"[^\W\d_]+|(?<!\d)\d{4}(?!\d)")


def plain(text: str) -> str:
    """Small letters in one form; a file's name loses its ending and the marks between its words."""
    return unicodedata.normalize("NFKC", text).casefold()


def of_file(name: str) -> str:
    """What a file's name says; nothing where the name was made up by us."""
    return "" if _MADE_UP.match(name) else re.sub(r"[_\-+.]+", " ", re.sub(r"\.\w{2,5}$", "", name))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words that tell something, alike however they are written, in their order."""
    written = _LONG_SHORT.sub(lambda found: _SHORT[found[0]], plain(text))
    found: list[str] = []
    for word in _WORD.findall(written):
        for long in _SHORT.get(word, word).split():
            if long not in _IDLE and month_of(long) is None:
                found.append(_bare(long))
    return tuple(found)


def _bare(word: str) -> str:
    """A word without the commonest endings and beginnings, so that "menilai" meets "penilaian"."""
    return _BEGINNING.sub("", _ENDING.sub("", word)) if len(word) > 5 else word


@lru_cache(maxsize=4096)
def features(text: str) -> frozenset[str]:
    """Its words, and each two that follow one another."""
    found = words(text)
    return frozenset(found) | {f"{one} {next}" for one, next in pairwise(found)}


_MONTH = re.compile(rf"(?<![^\W\d_])({MONTH_WORDS})(?![^\W\d_])")
_PERIOD = re.compile(
    r"(?<![^\W_])(?P<kind>tw|triwulan|tribulan|smt|semester)[\s.\-_]*(?:ke[\s\-]*)?"
    r"(?P<which>iv|i{1,3}|[1-4]|pertama|kedua|ketiga|keempat)(?![^\W_])"
)


def period(text: str) -> tuple[int, int] | None:
    """The months that a caption names, first and last: (3, 3) for "maret", (1, 3) for "tw 1"; None for none or two."""
    said = plain(text)
    span = {_span(found["kind"], found["which"]) for found in _PERIOD.finditer(said)}
    months = {month_of(found[1]) for found in _MONTH.finditer(said)}
    spans = span or {(month, month) for month in months if month is not None}
    return next(iter(spans)) if len(spans) == 1 else None


def _span(kind: str, which: str) -> tuple[int, int]:
    number = number_of(which) or 1
    length = 6 if kind.startswith("s") else 3
    return length * (number - 1) + 1, min(length * number, 12)


_CODE = re.compile(
    r"(?<![^\W_])(?P<area>[ivx]{1,4})(?:\s*[.\-/]\s*|\s+|)(?P<two>\d{1,2})(?:\s*[.\-/]\s*|\s+)(?P<three>\d{1,3})"
    r"(?![\w]|[.,]\d)"
)
_GLUED = re.compile(r"(?<![^\W_])(?P<area>[ivx]{1,4})[.\-]?(?P<digits>\d{2,5})(?![\w]|[.,]\d)")
_STRICT = re.compile(r"(?<![^\W_])(?P<area>[IVX]{1,4})[.\-_](?P<two>\d{1,2})[.\-_](?P<three>\d{1,3})(?!\d)")
_OTHER = re.compile(r"(?:tw|triwulan|tribulan|smt|semester|versi|ver|rev|revisi|draft|draf|bab|kelas|no|nomor)[\s.]*$")
"""Words after which figures tell something else than an item."""


def codes(caption: str, name: str, known: Iterable[str]) -> list[str]:
    """The items that are named by their code, however it is written: "V.4.3", "V43", "v 4 3"."""
    squeezed: dict[str, list[str]] = {}
    for code in dict.fromkeys(known):
        squeezed.setdefault(code.replace(".", ""), []).append(code)
    wanted = list(dict.fromkeys(code for codes in squeezed.values() for code in codes))
    said = plain(caption)
    found: list[str] = []
    for match in _CODE.finditer(said):
        if not _OTHER.search(said[: match.start()]):
            found.append(f"{match['area']}.{match['two']}.{match['three']}".upper())
    for match in _GLUED.finditer(said):
        if not _OTHER.search(said[: match.start()]):
            found += squeezed.get(f"{match['area']}{match['digits']}".upper(), [])
    found += [f"{match['area']}.{match['two']}.{match['three']}" for match in _STRICT.finditer(name)]
    return [code for code in dict.fromkeys(found) if code in wanted]


def in_period(due: date, span: tuple[int, int], dues: Sequence[date]) -> bool:
    """Whether a due date is the one meant by a month or quarter: the first from the last month of it on."""
    coming = [day for day in sorted(dues) if day.month >= span[1]]
    return bool(coming) and due == coming[0] and (due.month - span[1]) <= 1

"""What people say in several words, or beside a question, in the words that are usual for it."""

import re
from collections.abc import Sequence

from zibot.rules.chat_words import standard
from zibot.when import NUMBER_WORDS, number_of

_TWICE = re.compile(r"\b((?!area|pilar|bulan|tw\b|triwulan|kuartal|pokja)[a-z]{3,})2\b")
_VOCATIVE = re.compile(
    r"^((?:\s*(?:mohon|izin|ijin|selamat|pagi|siang|sore|malam|halo|hai|assalam\w+)\b)*\s*)"
    r"(?:pak|bu|bapak|ibu|mas|mbak|mba|kak|bang)\s+[a-z]+(?:\s+[a-z]+)?\s*[,:]"
    r"|,\s*(?:pak|bu|mas|mbak|mba|kak|bang)\s+[a-z]+\s*[?.!]*$"
)
_TAG = re.compile(
    r"\b(?:sudah|udah|udh|sdh|belum|blm|ada|apa|masih|bisa|boleh|perlu|siapa|mana|kapan)? ?kah\b"
    r"|\b(?:bisa|ada|sudah|boleh) ka\b|\bka(?: belum| tidak)?\W*$|\bkan\W*$"
)
_SPOKEN = re.compile(
    rf"\b({NUMBER_WORDS}|\d{{1,2}}) titik ({NUMBER_WORDS}|\d{{1,2}}) titik ({NUMBER_WORDS}|\d{{1,3}})\b"
)
"""A code as a voice keyboard writes it: "butir lima titik satu titik dua"."""
_THANKS = re.compile(r"\b(?:terima ?kasih|makasih|trims|thanks|tq|suwun|nuhun)\b[^,.?!]*")
_BECAUSE = re.compile(
    r"(?<=\w )(?:karena|biar|supaya|agar|sebab|keburu|sebelum (?:saya|kita|rapat|di)|mau di ?lapor\w*|"
    r"(?:untuk|mau) (?:di ?lapor\w*|laporan|bahan|rapat|paparan|pimpinan|disampaikan|dibawa|dipaparkan))\b.*$"
)
_WANTS = re.compile(
    r"\b(?:saya )?(?:mau|ingin|pengen|pingin|izin|boleh|bisa|numpang|hendak) (?:minta )?(?:tolong )?(?:tanya|"
    r"bertanya|menanyakan|tanyakan|nanyakan|nanya|nanyain|tahu|tau|lihat|ngecek|cek|mengetahui|konfirmasi|"
    r"memastikan)(?: saya)?\b"
    r"(?! apa saja(?: (?:ya|sih|disini|sini|di|ke|kamu|bot|zibot))*$| ke (?:bot|zibot|kamu|sini))"
    r"|\b(?:beri ?tahu|kasih tahu|kasih tau|infokan|kabari|kabarin|tampilkan|kasih|tunjukkan|bantu)"
    r"(?: ke| kepada)? saya\b"
)
_SAYINGS: Sequence[tuple[str, str]] = (
    (r"\bjatuh tempo(nya)?\b", "jatuhtempo"),
    (r"\b(?:due date|batas (?:waktu|akhir|pengumpulan|kirim|setor)(?:nya)?|paling lambat)\b", "tenggat"),
    (r"\b(?:penanggung ?jawab|tanggung jawab|bertanggung jawab)(?:nya)?\b", "penanggungjawab"),
    (r"\bini? charge\b", "incharge"),
    (r"\b(?:to ?do(?: list)?|job ?desk|jobdesc)\b", "tugas"),
    (r"\brencana kerja\b", "jadwal"),
    (r"\b(?:anggota|personil|personel|susunan) tim kerja\b", "anggota tim"),
    (r"\b(?:menyampaikan|mengajukan|ada|punya) pertanyaan\b", " "),
    (r"\bkados (?:mana|apa)\b", "bagaimana"),
    (r"\bseberapa jauh\b", "posisi apa"),
    (r"\b(?:yang )?dekat dekat ini\b|\bdalam waktu dekat\b", "terdekat"),
    (r"\bon progres\b|^(?:masih |lagi |sedang )?ini progres\b", "proses"),
    (r"\b(?:bulan|hari|tanggal) (?:apa|berapa)\b", "kapan"),
    (r"\bharus tidak (?=\w)", "harus saya "),
    (r"\bsaya lupa\b", "lupa"),
    (r"\btata cara\b", "cara"),
    (r"\blebih dari (?:se|\w+ )(?:hari|minggu|bulan)\b", " "),
    (r"\b(?:mulai|dari|sejak) (?:besok|hari ini|ini) (?=sampai)", " "),
    (r"^siap (?=yang )", "siapa "),
    (r"\blaporan seperti\b", "laporan pajak"),
    (r"\bsaya dpt\b", "saya dapat"),
    (r"\bsiapa (?:saja )?(?:yang )?(?:harus |bisa )(?:saya |kita )?(?:di)?(?:tagih|kejar|colek|ingatkan|tegur)\b",
     "siapa yang belum kirim"),
    (r"\blewat (?=sini|bot|zibot|telegram|chat)", "melalui "),
    (r"\btolong (?:kiranya |berkenan |dapat |untuk )*(?:di|men)?(?:y?ampaikan|sampaikan)\b", "tolong"),
    (r"\b(?:tolong|minta) bantuan\b", "tolong"),
    (r"\b(?:tiga|3) bulan (?=pertama|kedua|ketiga|keempat|ini|lalu|kemarin)", "triwulan "),
    (r"\b(?:saya|kita) (?:pe|pu|pung)(?= tugas| bukti| utang| bagian| kerja)", "saya punya"),
    (r"\b(?:data (?:pen)?dukung|bukti (?:(?:pen)?dukung|fisik)|dokumen (?:(?:pen)?dukung|bukti))(?:nya)?\b", "bukti"),
    (r"\b(?:sudah )?(?:sejauh|sampai(?: di)?|sudah) ?(?:mana|apa|tahap mana|tahap apa)(?: ya)?\b", "posisi apa"),
    (r"^ku | ku\b", " saya "),
    (r"\bapa kabar(?:nya)?\b", " "),
    (r"%", " persen "),
    (r"\b(?:tolong|mohon) izin\b", " "),
    (r"\bkantor kita\b", "kita"),
    (r"\b(?:saat ini|sekarang ini|skrg ini|hari gini|(?:sampai|per|hingga) hari ini|sejauh ini)\b", "ini"),
    (r"\b(?:zona integritas|zi wbk|wbk|wbbm)\b", "zi"),
    (r"(?<!rencana )\bpembangunan zi\b", "zi"),
)  # fmt: skip


def asks_by_tag(words: str) -> bool:
    """Whether a small word makes it a question: "sudah aman kah", "sudah masuk ka", "sudah beres kan"."""
    return _TAG.search(words) is not None


def without_address(words: str) -> str:
    """A text without whom it speaks to and its thanks; spoken codes as they are written."""
    words = _THANKS.sub(" ", _VOCATIVE.sub(lambda match: (match[1] or "") + " ", words))
    words = _SPOKEN.sub(lambda match: ".".join(str(number_of(part)) for part in match.groups()), words)
    return _TWICE.sub(r"\1", words)


def without_reason(words: str) -> str:
    """Standard words without why they are asked; who wishes to know says no more than "tolong"."""
    return _WANTS.sub(" tolong ", _BECAUSE.sub(" ", words))


def said_usually(words: str) -> str:
    """Words in their usual spelling, and what is said in several words as one."""
    words = re.sub(r"\btata laksana\b", "tatalaksana", words)
    words = re.sub(r"\b(?:ber|pe)?(?:tanggung|nanggung) ?jawab(?:nya)?\b", "penanggungjawab", words)
    words = " ".join(part if part in ("tw",) else standard(part) for part in words.split())
    for pattern, usual in _SAYINGS:
        words = re.sub(pattern, usual, words)
    return " ".join(words.split())

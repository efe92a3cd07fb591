"""What someone looks for in the plan's words: "cari notulen", "kotak saran itu butir berapa", "butir soal LHKPN"."""

import re

from zibot.rules.chat_words import KIND_OF, Class, plain, standard, word_set


def _any(words: str) -> str:
    """A regex of any of these words; a stroke parts what is of several words."""
    parts = words.split("|") if "|" in words else words.split()
    return f"(?:{'|'.join(part.strip() for part in parts)})"


def _maybe(words: str) -> str:
    return rf"(?:{_any(words)}\s+)?"


_POLITE = _any(
    "tolong mohon minta bisa coba bantuan izin ijin pak bu mas mbak min kak ya dong donk deh bantu saya sy pls mau "
    "tlg mhn "
    "selamat pagi siang sore malam halo hai assalamualaikum permisi bot zibot bang bapak ibu"
)
_BEGIN = rf"^(?:{_POLITE}\W+)*"
_ITEM = _any("butir-butir|butir2|butir|item|poin|point|rencana aksi|langkah aksi|kegiatan|aksi|indikator|nomor|kode")
_ABOUT = _any(
    "soal|tentang|ttg|mengenai|terkait|perihal|seputar|menyangkut|berisi|memuat|isinya|bahas|membahas|nyebut|menyebut|nyinggung|menyinggung"
    "|(?:yang |yg )?(?:berkaitan|berhubungan|terkait|(?:ada )?(?:kaitan|hubungan)(?:nya)?) (?:dengan|dgn|dg|sama)"
)
_WHICH = _maybe("yang yg")
_ONLY = _maybe("aja saja")
_SOUGHT = r"(?P<words>.+?)"
_LEFT = _any(
    "ga|gak|nggak|tidak|ngga|gk|ya|yah|dong|donk|deh|sih|nih|pak|bu|mas|mbak|kak|min|aja|saja|apa|mana|apa saja"
    "|(?:itu )?(?:ada )?(?:di )?(?:butir|nomor) (?:mana|berapa)|to|kah|opo|wae|mana aja|mana saja|di mana|dimana|tolong"
    "|itu|tdk|enggak|apakah|bang|makasih|terima kasih|thanks|trims"
)
_END = rf"(?:[?!.,]|\b{_LEFT}\b|\s)*$"
_FRAMES = tuple(
    re.compile("".join(parts))
    for parts in (
        # "tolong carikan butir yang soal agen perubahan"
        (_BEGIN, r"(?:di|men)?(?:cari(?:kan|in)?|nyari|golek(?:e|no|i)?|search|find|temukan)\s+",
         r"(?:(?:saya|dong|akang|dulu)\s+)*", rf"(?:{_ITEM}\s+)?", _WHICH,
         rf"(?:{_ABOUT}\s+|ada\s+kata\s+|kata\s+|ada\s+|minta\s+|meminta\s+)?", _SOUGHT, _END),
        # "ada butir tentang pakta integritas ga"
        (_BEGIN, r"(?:(?:apakah\s+)?ada\s+)?", _maybe("ga gak nggak ngga tidak tdk"), rf"{_ITEM}\s+",
         _maybe("mana apa"), _ONLY, _WHICH,
         _maybe("membahas bahas menyebut nyebut"), rf"{_ABOUT}\s+", _SOUGHT, _END),
        # "ada yang bahas role model ga"
        (_BEGIN, rf"(?:apakah\s+)?ada\s+(?:yang|yg)\s+{_any('bahas membahas menyebut nyebut memuat')}\s+",
         _SOUGHT, _END),
        # "yang ada kata maklumat pelayanan mana saja"
        (_BEGIN, rf"(?:{_ITEM}\s+)?", _maybe("mana"), _ONLY, _WHICH,
         rf"{_any('ada pakai pake memuat mengandung berisi menyebut nyebut')}\s+(?:kata|tulisan)(?:\s+kata)?\s+",
         _SOUGHT, _END),
        # "butir yang minta foto kegiatan apa saja"
        (_BEGIN, r"(?:(?:apakah\s+)?ada\s+|adakah\s+)?", rf"{_ITEM}\s+", _maybe("mana apa"), _ONLY,
         r"(?:yang|yg)\s+", _any("minta meminta butuh membutuhkan perlu memerlukan mensyaratkan pakai pake memakai "
         "membahas bahas menyebut nyebut memuat berisi ada"), r"\s+", _SOUGHT, _END),
        # "kotak saran itu masuk butir berapa"
        (_BEGIN, _SOUGHT, r"\s+", _maybe("itu tuh tu ini iku kuwi"),
         _maybe("ada adanya masuk masuknya termasuk letaknya tercantum"),
         _maybe("di ke dalam pada"), _ITEM, r"(?:\s+(?:yang|yg))?\s+",
         _any("mana|berapa|brp|mn|apa|nomor berapa|no berapa"), _END),
    )
)  # fmt: skip
_REPORTS = "lhkpn|lhkasn|lhkan"
_HOLDS = _any("urus ngurus pegang megang mengurus memegang tangani nangani")
_WHO = re.compile(
    rf"^(?:siapa|sp|sapa)\s+{_WHICH}{_HOLDS}\s+(?P<words>{_REPORTS}){_END}"
    rf"|^(?P<first>{_REPORTS})\s+{_WHICH}(?:siapa|sp)?\s*{_WHICH}{_HOLDS}\s*(?:siapa|sp)?{_END}"
)
"""Who holds what a plan may name in several places: the items are shown, each with its holders."""
_ELSEWHERE = word_set(
    "makan makanan minum parkir parkiran kunci kopi tempat orang waktu duit uang pulpen jodoh yuk kos kost tiket hotel "
    "penginapan mobil motor bensin pesawat warung toko kontrakan rumah alamat pacar obat dokter sinyal "
    "pemilih coklit tps paslon caleg pilkada pemilu cpns kampanye"
)
"""What people look for, but not in a plan."""
_EDGES = word_set("yang yg soal tentang ada itu ini butir kata saja aja dong ya nya nih tuh sih deh e kah kaka")
_ASKING = word_set(
    "bahas membahas nyebut menyebut nyinggung menyinggung minta meminta butuh membutuhkan perlu memerlukan memuat "
    "berisi"
)
_NOT_SOUGHT = (Class.LATE, Class.LACK, Class.YET, Class.DUE, Class.ALREADY, Class.WHO, Class.ME, Class.HOLD)


def looked_for(text: str) -> str:
    """The words that someone looks for in the plan; empty where nothing is looked for."""
    line = plain(re.sub(r"@\w+", " ", text))
    who = _WHO.match(line.strip(" ?!."))
    if who is not None:
        return who["words"] or who["first"]
    matches = (frame.match(line) for frame in _FRAMES)
    return next((words for words in (_core(match["words"]) for match in matches if match is not None) if words), "")


def _core(words: str) -> str:
    """What is looked for, without the small words around it; empty where it is a question of another kind."""
    parts = words.strip(" \"'“”?!.,:;").split()
    while parts and parts[0].strip(",") in _EDGES:
        if parts.pop(0) in ("yang", "yg") and parts and parts[0] in _ASKING:
            parts.pop(0)
    while parts and parts[-1].strip(",") in _EDGES:
        parts.pop()
    kinds = [KIND_OF.get(standard(part)) for part in parts]
    if any(kind in _NOT_SOUGHT for kind in kinds) or len(parts) > 8 or _ELSEWHERE & set(parts):
        return ""
    if parts == ["rencana", "aksi"]:
        return "rencana aksi"
    idle = (Class.FILLER, Class.ASKS, Class.WHICH, Class.ITEM, Class.NO)
    return "" if all(kind in idle for kind in kinds) else " ".join([*parts[:-1], _bare(parts[-1])])


def _bare(word: str) -> str:
    """A word without what points at it: "kinerjanya" is looked for as "kinerja"."""
    return re.sub(r"(?<=\w{4})nya$", "", word)

"""What holds the work up: a hindrance by its name, waiting, what broke, who is ill, what others have not given."""

from collections.abc import Sequence

from zibot.rules.clauses import DUE, Clause, Says, content, first, head, pair
from zibot.rules.office_words import AGENTS, NOUNS
from zibot.rules.others import away, someone, with_others
from zibot.rules.promises import promise
from zibot.rules.reply_words import (
    ABLE,
    ARRIVES,
    DELIVER,
    DONE,
    FUTURE,
    GOING_ON,
    HINDRANCE,
    IDLE,
    KNOWN_WORK,
    LACKING,
    PAST,
    TROUBLE,
    UNWELL,
    WE,
)
from zibot.rules.spelling import Word, known
from zibot.rules.word_lists import word_set

_KEYS = frozenset(("password", "sandi", "pin", "akun", "user", "username"))
_OWED = ARRIVES | {"ada"}
_REFUSED = frozenset(("kasih", "respon", "balas", "jawab", "keluar", "turun", "cair", "muncul", "angkat", "masuk"))
_MEANS = word_set("jaringan sinyal listrik internet wifi koneksi anggaran dana biaya uang operator petugas orang")
"""What nothing can be done without."""
_WHITHER = frozenset(("ke", "di", "untuk", "dari", "pada", "tim"))
_HANDS = word_set("orang personel personil staf sdm tenaga dana anggaran biaya alat")
_ACCESS = word_set("akses akun izin data anggaran")
_STUCK = word_set("nyangkut tersangkut ketahan ngendap mengendap")
_BROKEN = frozenset(("putus", "jelek", "lelet", "dicuri", "lemah", "buruk", "ambruk"))
_OURS = frozenset(("progres", "selesai", "perkembangan"))
"""What is ours to make: where there is none of it nobody holds us up."""


def held_up(clause: Clause) -> Says | None:
    """A hindrance that a clause tells of."""
    words = clause.plain
    found = set(words)
    if "tunggu" in found:
        return _waits(clause)
    if found & {"macet", "tunda"} and not found & (HINDRANCE - {"macet", "tunda"}):
        return _stands_still(words)
    trouble = found & TROUBLE and "sudah" not in found and not pair(words, {"tidak", "belum"}, TROUBLE)
    forgot = "lupa" in found and found & _KEYS
    if found & HINDRANCE or trouble or forgot:
        return Says.BLOCKED
    cut = found & (_MEANS | {"jalan", "kabel", "jembatan"}) and found & _BROKEN
    if cut or with_others(clause.words) or away(clause.words) or _owed_by_name(clause) or _short_of(words):
        return Says.BLOCKED
    if _unwell(words) and "sudah" not in found:
        return _away(words)
    missing = "kurang" in found and found & {"masih", "ada"}
    if found & (LACKING - {"lupa"}) and not missing and not found & {"sudah", "kirim"} and _lacks(words):
        return Says.BLOCKED
    return _owed(clause)


def _owed_by_name(clause: Clause) -> bool:
    """Whether others are named who have not done their part: "belum lengkap dari subbag", "belum dibuka pusat"."""
    words = clause.plain
    at, origin = first(words, {"belum"}), first(words, {"dari"})
    short = "kurang" in words or pair(words, {"belum"}, {"lengkap", "ada", "masuk"})
    if short and someone(clause.words[origin + 1 : origin + 4]):
        return True
    passive = at + 2 < len(words) and clause.words[at + 1].written.startswith("di")
    if passive and words[at + 2] not in _WHITHER and someone(clause.words[at + 2 : at + 4]):
        return True
    theirs = origin < at < len(words) and someone(clause.words[origin + 1 : at])
    return theirs and bool(set(words[at + 1 :]) & (KNOWN_WORK | ARRIVES))


def _short_of(words: Sequence[str]) -> bool:
    """Whether hands, money or access are wanting: "kurang personel", "belum punya akun", "butuh tambahan orang"."""
    found = set(words)
    without = pair(words, {"tidak", "belum"}, {"punya", "dapat"}) and found & _ACCESS
    needs = {"butuh", "perlu"} & found and {"tambahan", "bantuan", "tambah"} & found
    return bool(without or found & _STUCK or (("kurang" in found or needs) and found & _HANDS))


def _unwell(words: Sequence[str]) -> bool:
    """Whether someone is away: "dinas" is so on a journey only, else it is an office."""
    found = set(words) & UNWELL
    return bool(found - {"dinas"}) or pair(words, {"dinas"}, {"luar", "ke"}) or pair(words, GOING_ON, {"dinas"})


def _stands_still(words: Sequence[str]) -> Says:
    """ "macet: printer rusak", "rapat tertunda"; where one is stuck on the road it is the road."""
    road = head(words) == "jalan" or (head(words) != "macet" and set(words) & (WE | {"jalan"}))
    return Says.NOTHING if road else Says.BLOCKED


def _away(words: Sequence[str]) -> Says:
    """ "operatornya sakit", "ketua lagi dinas luar"; one's own leave is no hindrance by itself."""
    before = set(words[: first(words, UNWELL)])
    somebody = before - IDLE - GOING_ON - {DUE} and not before & FUTURE
    ill = set(words) & {"sakit", "opname", "rawat"} and "saya" in words
    return Says.BLOCKED if somebody or ill else Says.NOTHING


def _waits(clause: Clause) -> Says | None:
    """Waiting for something holds the work up; "tunggu sebentar" asks us to."""
    words = clause.plain
    at = words.index("tunggu")
    if "sudah" in words[:at] and clause.words[at].written.startswith("di"):
        return Says.NOTHING
    before, rest = set(words[:at]), content(words[at + 1 :])
    if not content(words[:at]) and set(rest) & FUTURE and promise(words):
        return None
    if before & {"tidak", "sedia", "mohon", "oke", "jangan", "bukan"}:
        return Says.NOTHING
    if words[at - 1 : at] and words[at - 1] in WE and words[at + 1 : at + 2] == ("di",):
        return Says.NOTHING
    if len(rest) == 1 and rest[0] in ("sebentar", "kabar", "nanti", "besok"):
        return Says.NOTHING
    return Says.BLOCKED if rest or before & {"masih", "sedang", "belum"} or len(words) == 1 else Says.NOTHING


def _lacks(words: Sequence[str]) -> bool:
    """Whether something ran out: "ATK habis", "kurang orang", not "habis rapat"."""
    at = first(words, LACKING)
    before, after = content(words[:at]), content(words[at + 1 :])
    if words[at] in ("kekurangan", "kehabisan"):
        return not set(before) & KNOWN_WORK
    return bool(before and not after)


def _owed(clause: Clause) -> Says | None:
    """What others have not given, and what therefore cannot be done."""
    words = clause.plain
    at = max((at for at, word in enumerate(words) if word in ("belum", "tidak")), default=None)
    if at is None:
        return None
    skipped = WE | {"pernah", "juga", "pun", "di", "akan"}
    after = [word for word in clause.words[at + 1 :] if word.plain not in skipped]
    before = [word for word in content(words[:at]) if word not in GOING_ON | {"sudah", "baru"}]
    if after and after[0].plain == "sempat" and someone(clause.words[:at]):
        after = after[1:]
    if not after:
        return None
    verb = after[0].plain
    rest = content(word.plain for word in after[1:])
    if verb == "bisa":
        return _cannot(words[at], rest)
    if verb == "ada":
        return _nothing_there(words[at], before, [word.plain for word in after[1:]])
    if _ours(clause, at, verb):
        return None
    if verb == "masuk" and not before and len(after) == 1:
        return None
    others = _by_others(clause, at, before)
    if verb not in _OWED or (verb in DELIVER - {"terbit"} and not others):
        return Says.BLOCKED if verb == "terima" or (verb in KNOWN_WORK and others) else None
    return Says.BLOCKED if words[at] == "belum" or verb in _REFUSED else None


def _ours(clause: Clause, at: int, verb: str) -> bool:
    """Whether what is not done is for us to do: "fotonya belum saya masukkan", "saya tidak masuk"."""
    between = clause.words[at + 1 :]
    to = next((place for place, word in enumerate(between) if word.plain == verb), 0)
    own = any(word.plain in WE for word in between[:to]) and verb not in ("terima", "dapat")
    return own or (verb == "masuk" and clause.plain[at] == "tidak" and bool(WE & set(clause.plain[:at])))


def _nothing_there(negation: str, before: Sequence[str], after: Sequence[str]) -> Says | None:
    """ "belum ada disposisi", "petugasnya belum ada", "tidak ada yang mengerjakan"; "belum ada progres" is our own."""
    rest = content(after)
    if not rest:
        if before and negation == "tidak":
            return Says.BLOCKED if set(before) & _MEANS else Says.UNSURE
        return Says.BLOCKED if before and before[-1] not in NOUNS | _OURS else None
    if rest[0] in _OURS | {"sempat"} or after[0] == "yang":
        third = head(word for word in rest if word not in DONE | {"akan", "bisa", "bantu"})
        return Says.BLOCKED if negation == "tidak" and third in KNOWN_WORK | ARRIVES else None
    return Says.BLOCKED


def _cannot(negation: str, rest: Sequence[str]) -> Says:
    """ "belum bisa lanjut", "ga bisa login"; what one cannot attend is no hindrance."""
    if not rest:
        return Says.CANNOT
    if rest[0] not in KNOWN_WORK | ARRIVES | ABLE | {"lanjut"}:
        return Says.NOTHING
    return Says.CANNOT if negation == "belum" else Says.BLOCKED


def _by_others(clause: Clause, at: int, before: Sequence[str]) -> bool:
    """Whether someone else has not done it: named before an active verb, or after a passive one."""
    words = clause.words[at + 1 :]
    verb = next((place for place, word in enumerate(words) if word.plain in KNOWN_WORK | ARRIVES), None)
    if verb is None or {word.plain for word in clause.words[: at + 1 + verb]} & WE:
        return False
    if words[verb].prefix != "di":
        return _somebody(clause.words[:at], before, alone=words[verb].plain in DONE)
    return bool(set(content(_agent(words[verb + 1 :]))) - PAST - KNOWN_WORK)


def _somebody(words: Sequence[Word], before: Sequence[str], *, alone: bool) -> bool:
    """Whether one who should have done it is named; of what ends by itself only the first word tells."""
    if alone:
        first_ones = [word for word in words if word.plain in before][:1]
        return bool(first_ones) and (first_ones[0].plain in AGENTS or someone(words))
    strange = any(not known(word) and not word.written.endswith("nya") for word in words)
    return strange or someone(words)


def _agent(words: Sequence[Word]) -> list[str]:
    """What follows a passive verb, up to the word for whither or why."""
    plain = [word.plain for word in words]
    return plain[: first(plain, {"ke", "di", "karena", "untuk"})]

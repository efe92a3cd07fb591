"""What has been done of the work: all of it, a part, or nothing yet."""

from collections.abc import Sequence

from zibot.rules.clauses import DUE, Clause, Says, content, first, head, pair
from zibot.rules.office_words import NOUNS
from zibot.rules.promises import future
from zibot.rules.reply_words import (
    CHECKED,
    DELIVER,
    DONE,
    DRAFTS,
    FINISHED,
    GOING_ON,
    HOPES,
    IDLE,
    KNOWN_WORK,
    MADE,
    NUMBERS,
    OCCASIONS,
    PART,
    PAST,
    WE,
    WORK,
)
from zibot.rules.spelling import Word
from zibot.rules.word_lists import word_set

_STAGES = frozenset(("proses", "progres", "progress", "ongoing", "process", "draft", "draf"))
_LAST_STEPS = frozenset(("cetak", "jilid", "unduh", "entri", "entry", "input"))
_IN_FACT = frozenset(("sudah", "baru", "berhasil", "lama", "akhirnya", "langsung"))
_NOT_WORK = OCCASIONS | word_set(
    "jam kantor kerja rumah sekolah bulan musim waktu ruang zoom link grup tugas tim absen absensi"
)
"""What "sudah masuk …", "sudah bagi …" is about where it is no work."""
_CHAPTERS = frozenset(("pendahuluan", "penutup", "narasi", "isi", "lampir", "daftar"))
_NOT_DONE = word_set("belum tidak harus mau target supaya rencana otw ingin pengen pengin harap harapan kepengen")
_DOES = WORK | MADE | DELIVER


def under_way(clause: Clause) -> Says | None:
    """What goes on, has begun, or is done in part."""
    words = clause.plain
    found = set(words)
    coming = future(words) and not found & {"masih", "sedang"}
    elsewhere = found & OCCASIONS and not found & (KNOWN_WORK - OCCASIONS)
    if coming or elsewhere:
        return None
    if "hampir" in found and not found & KNOWN_WORK:
        return Says.PROGRESS if len(content(words)) == 1 else Says.NOTHING
    lacking = (
        ("kurang" in found and bool(found & {"masih", "ada"}))
        or _a_little(words, "kurang")
        or _a_little(words, "belum")
    )
    if lacking or _in_part(words) or (clause.tie == "tinggal" and content(words)):
        return Says.PROGRESS
    bones = "baru" in words and set(content(words[words.index("baru") + 1 :])[:1]) & DRAFTS
    bones = bones or (pair(words, {"baru"}, {"hingga"}) and found & (NOUNS | _CHAPTERS))
    return Says.PROGRESS if bones or _goes_on(clause) or _at_a_stage(clause) else None


def _a_little(words: Sequence[str], short: str) -> bool:
    """Whether so many or a little are lacking: "kurang 2 halaman", "kurang dikit", "tiga lagi belum"."""
    if short not in words or "sudah" in words:
        return False
    at = first(words, {short})
    near = content(words[at + 1 :])[:1] if short == "kurang" else [word for word in words[:at] if word != "pula"][-1:]
    return bool(near) and (near[0].isdigit() or near[0] in PART | NUMBERS)


def _in_part(words: Sequence[str]) -> bool:
    """ "sudah 75 persen", "baru setengah", "hampir selesai", "3 dari 5"."""
    found = set(words)
    some = _some_of_them(words)
    if some or not found & (PART | {"kecuali"}):
        return some
    if "hampir" in found or not set(content(words)) - PART - {"pula", "baru"}:
        return True
    return bool(found & (KNOWN_WORK | {"sudah", "masih", "baru", "jalan"})) and "belum" not in found


def _some_of_them(words: Sequence[str]) -> bool:
    """ "selesai satu", "masih ada dua": so many, not all of them."""
    found = set(words)
    ended = (
        {"selesai", "beres", "kelar", "rampung", "jadi"} if not found & {"hari", "jam", "kali", "rangkap"} else set()
    )
    return pair(words, ended, NUMBERS) or ("masih" in found and pair(words, {"ada"}, NUMBERS))


def _goes_on(clause: Clause) -> bool:
    """ "masih dikerjakan", "lg nyusun", "baru mulai": a word for going on, and one for the work behind it."""
    words = clause.plain
    at = first(words, GOING_ON | {"baru"})
    if at == len(words) or "sudah" in words:
        return False
    after = content(words[at + 1 :])
    verbs = [word for word in after if word not in GOING_ON | {"bisa", "mulai", "perlu", "harus"}] or after
    if head(verbs) not in _DOES | CHECKED:
        return False
    verb = next(word for word in clause.words[at:] if word.plain in _DOES | CHECKED)
    over = verb.plain in DONE and not (verb.prefix or verb.ended)
    return not over and not (words[at] == "baru" and verb.plain in DONE | DELIVER)


def _at_a_stage(clause: Clause) -> bool:
    """ "proses", "on progress", "penyusunan laporan": the work by its noun, and nothing against it."""
    words = clause.plain
    found = set(words)
    if found & _STAGES and set(content(words)) <= WORK | GOING_ON | {"ttd", "tanda", "tangan"}:
        return not found & {"sedia", "mohon"} or bool(found & {"masih", "sedang"})
    noun = next((word for word in clause.words if word.plain not in IDLE), None)
    named = noun is not None and noun.prefix == "pe" and noun.ended and noun.plain in _DOES
    return named and not found & {"sudah", "belum", "tidak"}


def done(clause: Clause) -> Says | None:
    """Done, sent, or just "sudah"; what one has read or eaten is none of it."""
    words = clause.plain
    found = set(words)
    if found & _NOT_DONE or future(words):
        return None
    if "sudah" in found and found & {"besok", "lusa", "nanti", DUE}:
        return Says.UNSURE  # "sudah selesai besok": one of the two is a slip
    if found & FINISHED:
        return Says.UNSURE if pair(words, {"pagi", "hari", "minggu"}, {"ini"}) and "sudah" not in found else Says.DONE
    return _over(clause) or (_already(clause) if "sudah" in found else _just_sent(clause))


def _over(clause: Clause) -> Says | None:
    """What a word for the end says: done, unless it is hoped for or the end of something else."""
    words = clause.plain
    found = set(words)
    if any(word.plain in DONE and not word.ended and not word.prefix for word in clause.words):
        hoped = "sudah" not in found and (found & {"bisa", "sedia"} or clause.tie == "supaya")
        if hoped:
            return None
        if _of_else(words):
            return Says.NOTHING
        if "sudah" in found or not _hoped(words):
            return Says.BEGUN if DRAFTS & found else Says.DONE
    if pair(words, {"sudah"}, {"sedia"}) and any(word.prefix == "di" for word in clause.words):
        return Says.NOTHING
    return None


def _just_sent(clause: Clause) -> Says | None:
    """ "tadi pagi saya kirim", "baru saja diunggah": no "sudah", but a time past."""
    words = clause.plain
    found = set(words)
    past = found & PAST or "lalu" in found or ("baru" in found and ("aja" in found or "bisa" not in found))
    sent = any(word.plain in DELIVER | MADE and word.prefix != "pe" for word in clause.words)
    return Says.DONE if past and sent else None


def _hoped(words: Sequence[str]) -> bool:
    """Whether the end is hoped for or spoken of: "pasti selesai", "sampai selesai"."""
    return bool(set(words[: first(words, DONE)]) & HOPES)


def _of_else(words: Sequence[str]) -> bool:
    """Whether what is over is a meeting or a meal: "selesai rapat"."""
    at = first(words, DONE)
    return at + 1 < len(words) and words[at + 1] in OCCASIONS


def _already(clause: Clause) -> Says:
    """What stands after "sudah" says whether it is done: "sudah dikirim" is, "sudah dibaca" is not."""
    words = clause.plain
    at = words.index("sudah")
    after = [word for word in clause.words[at + 1 :] if word.plain not in IDLE | PAST | _IN_FACT]
    if words[at + 1 : at + 2] and words[at + 1] in ("pagi", "siang", "sore", "malam", "makasih"):
        return Says.NOTHING
    if not after:
        others = set(content(words[:at])) - NOUNS - {"sedia", "yang", DUE}
        if DRAFTS & set(words):
            return Says.BEGUN
        return Says.ALREADY if len(others) <= 2 and "sedia" not in words[at:] else Says.NOTHING
    verb = after[0]
    if (verb.plain in ("masuk", "bagi") or (verb.plain == "isi" and not verb.prefix)) and {
        word.plain for word in after[1:2]
    } & _NOT_WORK:
        return Says.NOTHING
    if verb.plain in ("ke", DUE, "jam", "di"):
        return Says.ALREADY
    if verb.plain == "terima":
        return Says.DONE if verb.prefix == "di" and not set(words) & WE else Says.NOTHING
    if verb.plain in DELIVER | MADE | {"jadi", "fix", "masuk"}:
        return Says.BEGUN if DRAFTS & set(words) else Says.DONE
    return _begun(verb, {word.plain for word in clause.words})


def _begun(verb: Word, found: set[str]) -> Says:
    """ "sudah dicetak" is the last step, "sudah diketik" is not."""
    if verb.plain == "ttd":
        return Says.DONE if found & (DONE | DELIVER) else Says.NOTHING
    if verb.plain not in WORK:
        return Says.NOTHING
    if verb.plain == "mulai":
        return Says.PROGRESS
    last = verb.plain in _LAST_STEPS and verb.prefix == "di"
    return Says.DONE if last or found & DONE else Says.BEGUN


def not_yet(clause: Clause) -> Says | None:
    """ "belum", "belum selesai", "belum dikirim"."""
    words = clause.plain
    if "belum" not in words:
        return None
    after = [word for word in content(words[words.index("belum") + 1 :]) if word not in ("ada", "sempat", "bisa")]
    known = KNOWN_WORK | PART | {"mulai", "banyak", "yang", "lanjut"} | ({"masuk"} if WE & set(words) else set())
    return Says.NOT_YET if not after or after[0] in known or "sempat" in words else Says.NOTHING

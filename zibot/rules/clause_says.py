"""What one clause of a chat message says of a piece of work, if anything."""

from collections.abc import Sequence

from zibot.rules.clauses import Clause, Says, content, first, pair
from zibot.rules.doings import done, not_yet, under_way
from zibot.rules.hindrances import held_up
from zibot.rules.office_words import NOUNS, PRIVATE
from zibot.rules.others import of_else, someone
from zibot.rules.promises import promised
from zibot.rules.reply_words import ASKING, CHECKED, DELIVER, DONE, HINDRANCE, KNOWN_WORK, PART, REPORTS, REST, TROUBLE
from zibot.rules.word_lists import word_set

_NOT_SURE = frozenset(("tahu", "tau", "yakin", "paham", "tentu", "ngerti", "pasti"))
_ASKED = frozenset(("sudah", "ada", "bisa", "masih", "selesai", "kirim", "sampai", "perlu", "harus", "boleh"))
"""What asks with a "-kah" behind it."""
_CUES = HINDRANCE | TROUBLE | {"tunggu", "belum", "tidak"}
_FEIGNED = word_set(
    "takut khawatir kuatir anggap sangka seolah seolah-olah seakan pura pura-pura hoax bohong bercanda canda"
)
_WHEN = frozenset(("setelah", "begitu", "asal", "ketika", "sebelum"))
_HABITS = frozenset(("biasanya", "biasa", "umumnya", "kadang", "kadang-kadang", "selalu", "seringnya"))
_OWN = frozenset((Says.DONE, Says.ALREADY, Says.BEGUN, Says.PROGRESS, Says.NOT_YET, Says.LATER))
_NO_TROUBLE = HINDRANCE | TROUBLE | {"masalah", "halangan", "problem", "rintangan", "kesulitan"}


def says(clause: Clause) -> Says | None:
    """What a clause says of the work; None where it says nothing of it."""
    for reader in (_unsure, _nothing, held_up, under_way, done, promised, not_yet):
        found = reader(clause)
        if found is not None:
            return _here(found, clause)
    return None


def _here(found: Says, clause: Clause) -> Says | None:
    """What was found, where it is said of this item: of another nothing, and what is lacking there may lack here."""
    if found is Says.NOTHING or (found is not Says.NOT_YET and found in _OWN and of_else(clause.plain)):
        return None
    held = found is Says.BLOCKED and "lain" in clause.plain and "dari" not in clause.plain
    theirs = held and first(clause.plain, {"lain"}) < first(clause.plain, _CUES)
    return Says.UNSURE if theirs or (found is Says.NOT_YET and of_else(clause.plain)) else found


def _unsure(clause: Clause) -> Says | None:
    """Questions, conditions, hearsay, orders, and what is somebody else's."""
    words = clause.plain
    found = set(words)
    asks = found & (ASKING | {"kata", "mungkin", "kalau", "jangan", "atau"} | _HABITS)
    asks |= {word.plain for word in clause.words if word.written.endswith("kah") and word.plain in _ASKED}
    if _supposed(clause) or asks or ("apa" in found and not pair(words, {"tidak"}, {"apa"})):
        return Says.UNSURE
    if pair(words, {"tidak", "kurang", "belum"}, _NOT_SURE):
        return Says.UNSURE
    tag = "sudah" in found and content(words)[-1:] == ["belum"] and not found & PART
    spared = found & ({"ada", "masih", "sudah", "tunggu"} | HINDRANCE) or clause.tie in ("tinggal", "karena")
    picks = pair(words, {"yang"}, {"belum", "kurang"}) and not spared
    if tag or picks or pair(words, {"salah"}, KNOWN_WORK):
        return Says.UNSURE  # "sdh kirim belum", "bukti yg blm masuk"
    if "yang" in found and KNOWN_WORK & set(words[words.index("yang") + 1 :][:1]) and _theirs(clause):
        return Says.UNSURE  # "beliau yang urus"
    if "bukan" in found:
        return Says.NOTHING if pair(words, {"bukan"}, {"belum", "tidak"}) else Says.UNSURE
    orders = "mohon" in found and found & KNOWN_WORK and not found & (CHECKED | {"maaf", "izin"})
    return Says.UNSURE if orders and not found & {"sudah", "belum", "masih"} else None


def _supposed(clause: Clause) -> bool:
    """Whether it is a thought, a wonder, a condition or taken back: "begitu selesai", "kok sudah", "eh belum"."""
    words = clause.plain
    first_written = clause.words[0].written if clause.words else ""
    wonders = (
        first_written in ("kok", "emang", "emangnya", "memangnya")
        or _up_to_you(clause)
        or (first_written in ("eh", "ralat") and bool({"sudah", "belum"} & set(words)))
    )
    feigned = any(
        word.written.removesuffix("2").removesuffix("nya").removeprefix("di") in _FEIGNED for word in clause.words
    )
    hoped = clause.tie == "supaya" and "sudah" in words
    return wonders or feigned or hoped or pair(words, _WHEN, {"sudah"} | DONE)


def _up_to_you(clause: Clause) -> bool:
    """Whether all that is left is for whom we speak for: "tinggal ibu acc"."""
    words = clause.plain
    return (
        clause.tie == "tinggal"
        and words[:1] == ("pak",)
        and words[1:2] in (("acc",), ("ttd",), ("setuju",), ("paraf",))
    )


def _theirs(clause: Clause) -> bool:
    """Whether somebody else is named as the one who does it."""
    at = clause.plain.index("yang")
    return someone(clause.words[:at]) and not {"sudah", "belum", "tidak", "ada"} & set(clause.plain[:at])


def _nothing(clause: Clause) -> Says | None:
    """Thanks, what was once, what is no hindrance, what is left but is no work, what only was not reported."""
    words = clause.plain
    found = set(words)
    once = (
        words[:1] == ("dulu",)
        or "teratasi" in found
        or "tadinya" in found
        or ("sempat" in found and "belum" not in found)
    )
    idle = clause.tie == "tinggal" and found & (REST | CHECKED | (REPORTS - DELIVER))
    private = found & PRIVATE and not found & (NOUNS | HINDRANCE)
    return (
        Says.NOTHING if private or once or idle or _no_trouble(words) or _thanks(words) or _unreported(clause) else None
    )


def _no_trouble(words: Sequence[str]) -> bool:
    """ "tidak ada kendala", "kendala nihil", "kendala sudah teratasi"."""
    found = set(words)
    if not found & _NO_TROUBLE:
        return False
    none = {"tidak", "belum"}
    return (
        pair(words, none | {"tanpa", "nihil"}, _NO_TROUBLE)
        or (pair(words, none, {"ada"}) and pair(words, {"ada"}, _NO_TROUBLE))
        or (pair(words, _NO_TROUBLE, {"tidak", "nihil", "sudah"}) and "bisa" not in found and not _named_after(words))
        or pair(words, {"sudah"}, {"tidak"})
        or "teratasi" in found
    )


def _named_after(words: Sequence[str]) -> bool:
    """Whether it is said after all which it is: "kendala: tidak ada anggaran"."""
    return "ada" in words and bool(content(words[words.index("ada") + 1 :]))


def _thanks(words: Sequence[str]) -> bool:
    """ "terima kasih sudah mengingatkan": what we did."""
    return "makasih" in words and "sudah" in words[words.index("makasih") :]


def _unreported(clause: Clause) -> bool:
    """ "belum dicentang di sistem": the work may well be done."""
    if pair(clause.plain, {"belum", "sempat"}, {"lapor"}) and content(clause.plain)[-1:] == ["lapor"]:
        return True
    reports = any(
        word.plain in REPORTS and (word.prefix == "di" or word.plain in ("centang", "klik")) for word in clause.words
    )
    return reports and "belum" in clause.plain and "kirim" not in clause.plain

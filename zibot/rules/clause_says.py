"""What one clause of a chat message says of a piece of work, if anything."""

from collections.abc import Sequence

from zibot.rules.clauses import Clause, Says, content, pair
from zibot.rules.doings import done, not_yet, under_way
from zibot.rules.hindrances import held_up
from zibot.rules.others import of_else
from zibot.rules.promises import promised
from zibot.rules.reply_words import ASKING, CHECKED, DELIVER, HINDRANCE, KNOWN_WORK, PART, REPORTS, REST, TROUBLE

_NOT_SURE = frozenset(("tahu", "tau", "yakin", "paham", "tentu", "ngerti", "pasti"))
_ASKED = frozenset(("sudah", "ada", "bisa", "masih", "selesai", "kirim", "sampai", "perlu", "harus", "boleh"))
"""What asks with a "-kah" behind it."""
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
    return Says.UNSURE if found is Says.NOT_YET and of_else(clause.plain) else found


def _unsure(clause: Clause) -> Says | None:
    """Questions, conditions, hearsay, orders, and what is somebody else's."""
    words = clause.plain
    found = set(words)
    asks = found & (ASKING | {"kata", "mungkin", "kalau", "jangan", "atau"})
    asks |= {word.plain for word in clause.words if word.written.endswith("kah") and word.plain in _ASKED}
    if asks or ("apa" in found and not pair(words, {"tidak"}, {"apa"})):
        return Says.UNSURE
    if pair(words, {"tidak", "kurang", "belum"}, _NOT_SURE):
        return Says.UNSURE
    tag = "sudah" in found and content(words)[-1:] == ["belum"] and not found & PART
    spared = found & ({"ada", "masih", "sudah", "tunggu"} | HINDRANCE) or clause.tie in ("tinggal", "karena")
    picks = pair(words, {"yang"}, {"belum", "kurang"}) and not spared
    if tag or picks or pair(words, {"salah"}, KNOWN_WORK):
        return Says.UNSURE  # "sdh kirim belum", "bukti yg blm masuk"
    if "bukan" in found:
        return Says.NOTHING if pair(words, {"bukan"}, {"belum", "tidak"}) else Says.UNSURE
    orders = "mohon" in found and found & KNOWN_WORK and not found & (CHECKED | {"maaf", "izin"})
    return Says.UNSURE if orders and not found & {"sudah", "belum", "masih"} else None


def _nothing(clause: Clause) -> Says | None:
    """Thanks, what was once, what is no hindrance, what is left but is no work, what only was not reported."""
    words = clause.plain
    found = set(words)
    once = "tadinya" in found or ("sempat" in found and "belum" not in found)
    idle = clause.tie == "tinggal" and found & (REST | CHECKED | (REPORTS - DELIVER))
    return Says.NOTHING if once or idle or _no_trouble(words) or _thanks(words) or _unreported(clause) else None


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

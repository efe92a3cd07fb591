"""What a short reply says about an obligation: done, under way or blocked; unsure means asking, not guessing."""

import re
from typing import NamedTuple

from zibot.rules.lifecycle import Kind


class StatusSaid(NamedTuple):
    """A status in someone's own words."""

    kind: Kind
    reason: str | None = None


_DONE = {"selesai", "sudah", "sdh", "udah", "udh", "beres", "rampung", "done", "tuntas", "kelar", "clear", "lengkap"}
_PROGRESS = {"proses", "diproses", "berproses", "sedang", "sdg", "lagi", "dikerjakan", "progress", "progres", "jalan"}
_BLOCKED = {"terkendala", "kendala", "macet", "terhambat", "tertunda", "hambatan", "menunggu", "nunggu", "tunggu"}
_NOT_YET = {"belum", "blm", "blum", "tidak", "tdk", "gak", "nggak", "bukan", "kapan", "apakah"}
_WHY = re.compile(
    r"^\W*(?:status\s+)?(terkendala|kendala\w*|macet|terhambat|tertunda)\s*(?:[:,-]|karena|krn|sebab)?\s*", re.I
)
_FILLER = re.compile(
    r"\b(?:pak|bu|mas|mbak|min|ya|yaa|siap|ok|oke|alhamdulillah|saya|kami|ini|itu|untuk|butir|tugas|nya|semua|"
    r"telah|masih|dalam|tahap|status|on|terima|kasih|makasih|dan|di|laksanakan|kerjakan)\b",
    re.I,
)


def read_status(words: str) -> StatusSaid | None:
    """Read a status out of a short reply; None where it says none, or could mean two things."""
    text = " ".join(words.split())
    found = set(re.findall(r"[a-z]+", text.casefold()))
    if not found or "?" in text or len(text) > 300:
        return None
    if found & _BLOCKED:
        # "sudah kirim, menunggu dicek" is two statuses in one sentence: ask.
        return None if found & _DONE else StatusSaid(Kind.BLOCKED, _reason(text))
    if found & _NOT_YET:
        return None
    if found & _DONE and found & _PROGRESS:
        return None
    rest = set(re.findall(r"[a-z]+", _FILLER.sub(" ", text.casefold()))) - _DONE - _PROGRESS
    if len(rest) > 2:
        return None
    if found & _DONE:
        return StatusSaid(Kind.SUBMITTED)
    return StatusSaid(Kind.PROGRESS) if found & _PROGRESS else None


def _reason(text: str) -> str | None:
    """The reason after the word; the whole where the word itself tells it, as in "menunggu SK"."""
    return _WHY.sub("", text).strip(" .") or None

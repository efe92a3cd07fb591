"""What a short reply says about an obligation: done, under way or blocked; unsure means asking, not guessing.

Done and under way are read only where every word is known, so that "besok selesai" or "sudah dibaca" says nothing.
"""

import re
from typing import NamedTuple

from zibot.rules.lifecycle import Kind


class StatusSaid(NamedTuple):
    """A status in someone's own words."""

    kind: Kind
    reason: str | None = None


LONGEST = 300
"""Characters; a longer text is a story unless it begins with the word for a hindrance."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ALREADY = _set("sudah sdh udah udh uda dah telah")
_DONE = _set(
    "selesai slesai slsai selese beres rampung done tuntas kelar clear lengkap komplit terlaksana finished completed"
)
_DID = _set("dikerjakan kerjakan kerjain dilaksanakan laksanakan dilakukan lakukan diselesaikan selesaikan dituntaskan")
_PROGRESS = _set("proses diproses berproses process progress progres")
_STILL = _set("masih msh sedang sdg lagi lg dalam dlm tahap on in")
_DOING = _PROGRESS | _set(
    "dikerjakan pengerjaan dilaksanakan berjalan disusun dibuat disiapkan dilengkapi dikumpulkan dicetak digarap"
)
_HINDERED = _set("terkendala kendala kendalanya hambatan hambatannya terhambat tertunda macet")
_WAITING = _set("menunggu nunggu")
_NO = _set("belum blm blum tidak tdk tak gak ga nggak ngga enggak bukan tanpa jangan usah nihil")
_ASKED = _set("apa apakah kapan siapa bagaimana gimana mengapa kenapa mana berapa")
_POLITE = _set(
    "pak bu bapak ibu mas mbak kak bang min admin ya yah nggih alhamdulillah saya sy kami kita semua semuanya butir "
    "makasih trims maaf izin ijin lapor melaporkan"
)
_ALSO = _set("siap ok oke baik ini itu untuk utk tugas nya status statusnya dan bukti buktinya data tadi kemarin")
"""Words that change nothing beside a clear one, but might beside "sudah" alone."""

_THANKS = _set("makasih trims")
_FOLLOWS = _set("siap ok oke baik")
"""Words of someone who says that they wait for us."""

_CODE = re.compile(r"\b[ivx]{1,4}(?:\.\d{1,3}){1,2}\b")
_GREETING = re.compile(r"\bselamat (?:pagi|siang|sore|malam)\b|\bassalam\w*\b")
_PART = re.compile(r"\b[1-9]\d?\s*(?:%|persen\b)")
_NOT_DONE = re.compile(
    rf"\b(?:belum|blm|blum)\s+(?:{'|'.join(sorted(_DONE))})\b|^\W*(?:belum|blm|blum)\b(?=\W+(?:masih|msh|sedang|sdg|lagi|lg)\b)"
)
_WHY = re.compile(
    r"^\W*(?:(?:masih|msh|ada|status)\s+)*(?:terkendala|kendala(?:nya)?|hambatan(?:nya)?|macet|terhambat|tertunda)\b"
    r"\s*(?:[:,-]|karena\b|krn\b|sebab\b|adalah\b)?\s*",
    re.I,
)
_NOTHING = re.compile(r"(?:(?:tidak|tdk|tak|gak|ga|nggak|belum|blm)\s+ada|nihil)\s*(?:$|[,.;]|(?:pak|bu|sama|semua)\b)")


def read_status(words: str) -> StatusSaid | None:
    """Read a status out of a short reply; None where it says none, or could mean two things."""
    text = " ".join(words.split())
    plain = _GREETING.sub(" ", _CODE.sub(" ", re.sub(r"(\w)\1{2,}", r"\1", text.casefold())))
    plain = re.sub(r"\bterima ?kasih\b", "makasih", plain)
    said = re.findall(r"[a-z]+", plain)
    if not said or "?" in text or _ASKED & set(said):
        return None
    if (_HINDERED | _WAITING) & set(said):
        return _blocked(text, said)
    if _is_done(said) and not re.search(r"\d", plain):
        return StatusSaid(Kind.SUBMITTED)
    return StatusSaid(Kind.PROGRESS) if _is_under_way(plain) else None


def _is_done(said: list[str]) -> bool:
    """Whether it is done: "selesai", or "sudah" with nothing else than "dikerjakan" and the like."""
    rest = [word for word in said if word not in _POLITE]
    if set(rest) & _DONE:
        return set(rest) <= _DONE | _ALREADY | _DID | _ALSO
    thanked_first = bool(rest) and bool(_THANKS & set(said[: said.index(rest[0])]))  # "terima kasih sudah …"
    return bool(rest) and not thanked_first and rest[0] in _ALREADY and set(rest[1:]) <= _ALREADY | _DID


def _is_under_way(plain: str) -> bool:
    """Whether it is under way: "proses", or "masih" and a word for working on it, with a few words about what."""
    said = [word for word in re.findall(r"[a-z]+", _NOT_DONE.sub(" ", _PART.sub(" ", plain))) if word not in _POLITE]
    if not said or re.search(r"\d", _PART.sub(" ", plain)) or set(said) & (_DONE | _ALREADY | _NO):
        return False
    if set(said) <= _STILL | _PROGRESS | _set("status statusnya ini itu"):
        return bool(set(said) & _PROGRESS)
    begun = next((at for at, word in enumerate(said) if word not in _STILL), len(said))
    return begun > 0 and said[begun : begun + 1] != [] and said[begun] in _DOING and len(said) - begun <= 5


def _blocked(text: str, said: list[str]) -> StatusSaid | None:
    """A hindrance and its reason; "tidak ada kendala" is none, and beside another status it is unsure."""
    found = set(said)
    reason = _WHY.sub("", text).strip(" .")
    leads = said[0] in _HINDERED
    if (len(text) > LONGEST and not leads) or found & (_DONE | _ALREADY) or _NOTHING.match(reason.casefold()):
        return None
    if found & _WAITING and not found & _HINDERED and found & (_PROGRESS | _FOLLOWS):
        return None
    if "macet" in found and not leads and not found & (_HINDERED - {"macet"}):
        return None  # that is the road
    for at, word in enumerate(said):
        before = said[at - 1] if at and said[at - 1] != "ada" else said[at - 2] if at > 1 else ""
        if word in _HINDERED | _WAITING and at and before in _NO and not _starts_anew(text, word):
            return None
    idle = _POLITE | _STILL | _HINDERED | _WAITING | _set("ada sebentar dulu nih")
    told = set(re.findall(r"\w+", reason.casefold())) - idle
    return StatusSaid(Kind.BLOCKED, reason if told else None)


def _starts_anew(text: str, word: str) -> bool:
    """Whether a word begins a part of its own, as in "belum, menunggu SK"."""
    return re.search(rf"[,.;:]\s*(?:masih |msh )?{word}\b", text.casefold()) is not None

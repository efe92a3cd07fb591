"""A later due date that someone asks for in words, and which."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zibot.rules.asked_dates import Mention, mentions, more, spans, wanted, written_out
from zibot.rules.clauses import content
from zibot.rules.reply_words import DELIVER, DONE, KNOWN_WORK, POSTPONE, TIMEY
from zibot.rules.spelling import Word, words_of


class Wish(NamedTuple):
    """What is asked for: a day that can be meant, or one that cannot, or neither."""

    day: date | None = None
    doubtful: date | None = None
    """A day that is past, or no later than the due date."""
    clear: bool = True
    """False where the words may as well ask, tell of others, or decline."""


class _Heard(NamedTuple):
    """A message as it is looked at here."""

    plain: str
    words: tuple[Word, ...]
    found: tuple[Mention, ...]
    due: date | None

    @property
    def said(self) -> list[str]:
        return [word.plain for word in self.words]

    @property
    def later(self) -> list[Mention]:
        """The times that it names after the due date, or that are vague."""
        return [one for one in self.found if one.vague or (one.day and self.due and one.day > self.due)]


_POLITE_IF = re.compile(
    r"\b(?:kalau|kalo|klo|kl|jika|bila|apabila|nek|sekiranya) (?:bapak |ibu )?"
    r"(?:boleh|bisa|bs|iso|saget|berkenan|diizinkan|diijinkan|memungkinkan|diperbolehkan|diperkenankan|dimungkinkan|bole)\b"
    r"|\b(?:gimana|gmn|bagaimana|piye|kumaha) (?:kalau|kalo|klo|kl|nek)\b"
)
_MORE_TIME = re.compile(
    r"\b(?:minta|mnt|mohon|mhn|nyuwun|suhun|kasih|beri|butuh|perlu|tambah\w*|nambah)\s+(?:\w+\s+){0,2}"
    r"(?:waktu|wkt|wekdal|tempo|kelonggaran)(?:nya)?\b(?! (?:sebentar|bentar|bntr|sbntr|dulu))"
)
_MORE_DAYS = re.compile(
    r"\b(?:tambahan|tambah|nambah)\s+(?:\w+\s+)?(?:\d+|se|satu|dua|tiga|empat|lima|enam|tujuh)\s*(?:hari|minggu|bulan)"
    r"|(?:jadwal(?:kan|an)?|atur) ulang\b"
)
_LATE = re.compile(r"\b(?:telat|terlambat|lewat|lwat|lewati|melewati|molor|mundur)\b")
_UNTIL = re.compile(
    r"\b(?:pending|tunda|tahan|undur|mundur)(?:in|kan)?\b(?! karena)[^,.;]*\b(?:sampai|hingga|setelah|habis)\b"
)
_NOT_KNOWN = re.compile(r"\b(?:belum|blm|tidak|tdk|ga|gak|nggak) (?:tau|tahu|pasti|jelas)\b[^,.;]*")
_NOT_THEN = re.compile(r"\b(?:jangan|bukan|jgn|bkn)\s+tanggal\b")
_ALLOWED = frozenset(("boleh", "bisa", "mohon", "izin"))
_OPEN = frozenset(("kata", "mungkin", "kalau", "kapan", "siapa", "kenapa", "berapa", "atau"))
_PAST = frozenset(("sudah", "kemarin", "tadi", "barusan", "semalam", "masih", "rapat", "lalu"))
_OTHERS = frozenset(("rapat", "pleno", "acara", "kegiatan", "sosialisasi", "apel", "zoom", "pencairan", "pelantikan"))
"""What is put off by others, not asked of us."""
_SMALL = frozenset(
    (
        "target",
        "rencana",
        "estimasi",
        "depannya",
        "pula",
        "mungkin",
        "nanti",
        "due",
        "ya",
        "baru",
        "bisa",
        "aja",
        "boleh",
        "tanggal",
        "hari",
        "bulan",
        "hingga",
        "tidak",
        "ke",
    )
)
_BEGS = frozenset(("perlu", "butuh", "usul", "kasih", "beri", "nyusul", "dikit", "sedikit", "jelas", "pasti", "wae"))


def wish(plain: str, today: date, due: date | None) -> Wish | None:
    """What a message in small letters asks for; None where it is no such request."""
    heard = _heard(plain, today, due)
    if not _asks(heard):
        return None
    lengths, one = spans(heard.plain), wanted(heard.plain, heard.found, due)
    elsewhere = heard.found and not (lengths and {found.day for found in heard.found} == {due})
    if not _clear(heard, asked="?" in plain, dated=bool(heard.found or lengths)):
        return Wish(clear=False)
    day = one.day if one is not None else None if elsewhere else more(lengths, today=today, due=due)
    if day is not None and (day <= today or (due is not None and day <= due)):
        return Wish(doubtful=day)
    return Wish(day)


def _heard(plain: str, today: date, due: date | None) -> _Heard:
    out = _NOT_KNOWN.sub("", _POLITE_IF.sub(" boleh ", written_out(plain)))
    found = mentions(out, today)
    bare = out
    for one in reversed(found):
        bare = f"{bare[: one.start]} due {bare[one.end :]}"
    return _Heard(out, tuple(words_of(bare)), tuple(found), due)


def _clear(heard: _Heard, *, asked: bool, dated: bool) -> bool:
    """Whether it is a request, rather than a question, hearsay, or one that is taken back."""
    kinds = frozenset(heard.said)
    open_ = kinds & _OPEN
    if open_ == {"mungkin"} and any(one.day for one in heard.later) and not asked:
        open_ = frozenset()
    if open_ or _waived(heard.plain) or _of_a_meeting(heard.said):
        return False
    begs = bool(kinds & _ALLOWED) or "boleh" in heard.plain
    return begs or (dated if asked else "apa" not in kinds)


def _of_a_meeting(said: Sequence[str]) -> bool:
    """Whether a meeting or what others do is moved, and nothing of ours is named: "rapatnya diundur tgl 20"."""
    at = next((place for place, word in enumerate(said) if word in POSTPONE), 0)
    return content(said[:at])[-1:] in [[one] for one in _OTHERS - {"kegiatan", "sosialisasi", "acara"}] and not {
        "lapor",
        "hasil",
        "sesuai",
    } & set(said)


def _waived(plain: str) -> bool:
    """Whether a later date is declined: "tidak jadi mundur", "ga usah ditunda"."""
    for part in re.split(r"[,.;!]", plain):
        said = [word.plain for word in words_of(part)]
        at = next((place for place, word in enumerate(said) if word in POSTPONE), len(said))
        said = ["" if before in ("bisa", "boleh") else one for before, one in zip(["", *said], said, strict=False)]
        if at < len(said) and {"tidak", "jangan", "bukan", "belum"} & set(said[max(0, at - 3) : at]):
            return True
    return False


def _asks(heard: _Heard) -> bool:
    """Whether a message asks to put the due date off, in whatever words."""
    if _UNTIL.search(heard.plain) and not _PAST & set(heard.said) and any(one.vague or one.day for one in heard.later):
        return True
    if any(word.plain in POSTPONE for word in heard.words):
        return _moves_it(heard)
    if _LATE.search(heard.plain) and spans(heard.plain) and not _PAST & set(heard.said):
        return True
    if _MORE_TIME.search(heard.plain):
        return "sudah" not in heard.said or bool(heard.found)
    if _MORE_DAYS.search(heard.plain) or (heard.found and _NOT_THEN.search(heard.plain)):
        return True
    days = [one.day for one in heard.found if one.day]
    if "jangan" in heard.said and days and heard.due and max(days) > heard.due:
        return True
    if heard.due and heard.due in days and max(days) > heard.due:
        return True
    return bool(heard.later) and not _PAST & set(heard.said) and _names_a_later_one(heard)


def _names_a_later_one(heard: _Heard) -> bool:
    """Whether a later date is named as the one until which it takes: "tgl 20 ya pak baru bisa", "jadi tgl 18"."""
    kinds = frozenset(heard.said)
    rest = _more_than(heard.said)
    exact = any(one.day is not None for one in heard.later)
    if kinds & {"pindah", "ganti", "jadi"} or (exact and kinds & {"tempo", "tenggat", "deadline"}):
        return True
    if kinds & {"mohon", "tunggu"}:
        return "mohon" in kinds and not kinds & KNOWN_WORK
    if "baru" in kinds and kinds & ({"bisa"} | KNOWN_WORK):
        return True
    if not rest:
        asks = bool(kinds & _ALLOWED) or "boleh" in heard.plain
        weeks = all(re.search("minggu|pekan", heard.plain[one.start : one.end]) for one in heard.later)
        return not weeks or (asks and not kinds & KNOWN_WORK)
    return exact and bool(set(rest) & (DONE | DELIVER)) and len(rest) <= 2 and "belum" not in kinds


def _moves_it(heard: _Heard) -> bool:
    """Whether a word for moving is about the due date, not about a meeting that was put off."""
    said = heard.said
    at = next(place for place, word in enumerate(said) if word in POSTPONE)
    word = heard.words[at]
    befell = word.plain == "tunda" and word.prefix == "ter"
    long = word.plain == "panjang" and not (word.prefix or word.ended)
    if befell or long:
        return False
    before = content(said[:at])[-1:]
    if heard.found or (before and before[0] in _OTHERS):
        return bool(heard.found)
    if spans(heard.plain):
        return True
    asked = "?" in heard.plain or bool(frozenset(said) & (_ALLOWED | {"kalau", "karena", "boleh"}))
    return asked or not set(_more_than(said)) - POSTPONE - TIMEY - _BEGS


def _more_than(said: Sequence[str]) -> list[str]:
    """What is said besides a date and manners."""
    return [word for word in content(said) if word not in _SMALL]

"""What a short reply says about an obligation: done, under way, held up, to be put off, promised; unsure means asking.

A message is cut into clauses (clauses.py); what they say adds up here. Misreading someone is far worse than asking
back, so that a question, a condition, hearsay or a contradiction anywhere says nothing at all.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zibot.rules.asked_dates import Mention, mentions, written_out
from zibot.rules.clause_says import says
from zibot.rules.clauses import Clause, Says, clauses, content
from zibot.rules.certainty import CUT_OFF, certainty, still_so
from zibot.rules.regional_words import told_shortly
from zibot.rules.reply_words import CHECKED, DELIVER, KNOWN_WORK
from zibot.rules.spelling import squeezed, words_of
from zibot.rules.wishes import wish


class Meaning(StrEnum):
    """What a reply means."""

    DONE = "done"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    POSTPONE = "postpone"
    LATER = "later"
    """A promise: no status, but worth a kind answer."""


class StatusSaid(NamedTuple):
    """What someone said in their own words."""

    meaning: Meaning
    reason: str | None = None
    due: date | None = None
    """The later due date that is asked for; None where none was said, or none that can be later."""
    doubtful: date | None = None
    """What a date was read as that cannot be meant: past, or no later than the due date."""


_ANSWERS = frozenset(("balas", "tanggap", "respon", "respons", "jawab", "konfirmasi", "cek", "periksa"))
LONGEST = 300
"""Characters; a longer text is a story unless it begins with the word for a hindrance."""

CODE = re.compile(r"\b([ivx]{1,4}(?:\.\d{1,3}){1,2})\b", re.I)
_QUOTED = re.compile(r"[\"“”«»„](.{1,80}?)[\"“”«»„]|(?<!\w)'([^']{2,80})'(?!\w)")
_ABOUT = re.compile(r"\b(?:kurang lebih|krg lebih|lebih kurang|sekitar|kira[- ]?kira|kira2)\s")
_MINUTES = re.compile(r"\b\d+\s*(?:menit|mnt|jam)\s+(?:lagi|lg)\b")
_TICKED = re.compile(r"[✅☑✔💯]")
_GREETING = re.compile(r"\b(?:(?:selamat|met) (?:pagi|siang|sore|malam)|ass?alamu?\s?'?alaikum\w*(?: wr\.? ?wb\.?)?)\b")
_THE_REST = re.compile(r"[,;.]\s*(?:sisa|sisanya|yg lain|yang lain|lainnya)\b.*$")
_NUM = r"\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
_PERCENT = re.compile(r"\b(?:(\d{1,3})\s*(?:%|persen|prosen)|\w+ puluh(?: \w+)? (?:persen|prosen))(?:an| an)?(?!\w)")
_COUNTED = re.compile(rf"\b({_NUM})\s*(?:[a-z]+ )?(?:dari|dr|/)\s*({_NUM})\b")
_ONLY = re.compile(rf"\b(?:dari|dr) (?:{_NUM}) (?:\w+ )?(?:baru|br|bru|sudah|sdh|udah|nembe|kari|tinggal) (?:{_NUM})\b")
_BARE = frozenset(
    (
        "masih",
        "sedang",
        "kendala",
        "hambat",
        "tunda",
        "macet",
        "tunggu",
        "ada",
        "sebentar",
        "stuck",
        "pending",
        "halang",
    )
)
"""Words that name a hindrance without saying which."""
_WHY = re.compile(
    r"^\W*(?:(?:masih|msh|ada|status)\s+)*(?:terkendala|kendala(?:nya)?|hambatan(?:nya)?|macet|terhambat|tertunda|pending)\b"
    r"\s*(?:[:,-]|karena\b|krn\b|sebab\b|adalah\b)?\s*",
    re.I,
)


def read_status(words: str, today: date, *, due: date | None = None, code: str | None = None) -> StatusSaid | None:
    """Read what a reply says about an item of this code and due date; None where it says nothing, or nothing clear."""
    text = " ".join(words.split())
    if not text or (len(text) > LONGEST and not _WHY.match(text)):
        return None
    plain = _plain(text, code)
    if plain is None:
        return None
    asked = wish(plain, today, due)
    if asked is not None:
        told = StatusSaid(Meaning.POSTPONE, _because(text), asked.day, asked.doubtful)
        return told if asked.clear else None
    if "?" in plain:
        return None
    plain, overdue = _with_dates(plain, today, due)
    parts = clauses(plain)
    meaning = _together(parts)
    if meaning is None or (overdue and meaning is Meaning.LATER):
        return None
    return StatusSaid(meaning, _reason(text) if meaning is Meaning.BLOCKED else None)


def is_courtesy(words: str) -> bool:
    """Whether words are nothing but thanks, a nod or a greeting: "ok", "siap pak", "terima kasih", a thumb."""
    plain = _GREETING.sub(" ", squeezed(re.sub(r"\bterima ?kasih\b", "makasih", words, flags=re.I)))
    return bool(words.strip()) and "?" not in words and not content(word.plain for word in words_of(plain))


def _plain(text: str, code: str | None) -> str | None:
    """The text without greetings and its item's code; None where it quotes a status or speaks of other items only."""
    quoted = [one for pair in _QUOTED.findall(text) for one in pair if one]
    if any(word.plain in KNOWN_WORK | {"sudah", "belum"} for part in quoted for word in words_of(part)):
        return None
    small = _mine_by_number(told_shortly(squeezed(text)), code)
    small = _MINUTES.sub("sebentar", _ABOUT.sub("", small))
    small = _TICKED.sub(" selesai ", small)
    named = {found.upper() for found in CODE.findall(small)}
    if code is not None and named - {code.upper()}:
        mine = [
            part
            for part in re.split(r"[,;!\n]+|\.\s", small)
            if not (CODE.search(part) and code.casefold() not in part)
        ]
        if len(mine) == 0 or not any(content(word.plain for word in words_of(part)) for part in mine):
            return None
        small = ", ".join(mine)
    small = re.sub(r"\b(?:butir|item|nomor|no)\.? (?=[ivx]+\.)", "", small)
    return " ".join(_GREETING.sub(" ", CODE.sub(" ", small)).split())


def _mine_by_number(small: str, code: str | None) -> str:
    """The text with "yang 4.3" put into the item's code, and without what is said of the rest then."""
    number = code.casefold().partition(".")[2] if code else ""
    if not number:
        return small
    named = re.sub(rf"\b(?:yang|yg|butir|no|nomor) {re.escape(number)}\b(?!\.?\d)", "yang ini", small)
    return named if named == small else _THE_REST.sub("", named)


def _with_dates(plain: str, today: date, due: date | None) -> tuple[str, bool]:
    """The text with signs for coming dates and for parts of the whole, and whether a date lies past the due one."""
    out = written_out(plain)
    found = mentions(out, today)
    late = False
    for one in reversed(found):
        if _is_over(out, one, today):
            out = out[: one.start] + " kemarin " + out[one.end :]
            continue
        if re.search(r"\b(?:sejak|dari|per|laporan|rekap|periode)\s*$", out[: one.start]) or (
            one.day is None and not one.vague
        ):
            continue
        late = (
            late
            or bool(one.vague and "minggu" not in out[one.start : one.end])
            or bool(one.day and due and one.day > due)
        )
        out = out[: one.start] + " @ " + out[one.end :]
    out = _ONLY.sub(" baru sebagian ", out)
    out = _PERCENT.sub(lambda match: " selesai " if match[1] == "100" else " sebagian ", out)
    out = _COUNTED.sub(lambda match: " sebagian " if match[1] != match[2] else " semua ", out)
    return re.sub(r"\bbab\s*[\d\-,]+", " bab ", out), late


def _is_over(out: str, one: Mention, today: date) -> bool:
    """Whether a date lies behind: so it says, or what was done "sudah" was done on it."""
    if (one.day is not None and one.day < today) or re.search(
        r"\b(?:kemarin|lalu|tadi)\b", out[one.end : one.end + 12]
    ):
        return True
    if re.search("besok|lusa|depan|lagi", out[one.start : one.end]):
        return False
    before = words_of(re.split(r"[,;.!]", out[: one.start])[-1])
    return one.day is not None and any(word.plain == "sudah" for word in before)


def _together(parts: Sequence[Clause]) -> Meaning | None:
    """What the clauses of a message add up to."""
    said = still_so([(says(part), part) for part in parts])
    told = [(one, part) for one, part in said if one is not None]
    kinds = {one for one, _ in told}
    if not told or Says.UNSURE in kinds:
        return None
    if certainty(said) < CUT_OFF:
        return None
    if kinds <= _AS_DONE | {Says.BEGUN} and kinds & _AS_DONE:
        return Meaning.DONE if not _in_doubt(said) else None
    done, held = kinds & _AS_DONE, kinds & {Says.BLOCKED, Says.CANNOT}
    if held:
        return _held(told, done=bool(done), promised=Says.LATER in kinds)
    if Says.LATER in kinds:
        if done:
            return None
        return Meaning.PROGRESS if kinds & {Says.PROGRESS, Says.BEGUN} else Meaning.LATER
    if done and not kinds & {Says.PROGRESS, Says.BEGUN}:
        return _done_and_not(told)
    return Meaning.PROGRESS


_AS_DONE = frozenset((Says.DONE, Says.ALREADY))
_EXCUSES = frozenset(("lapor", "kabar", "bilang", "info", "infokan", "update", "balas", "maaf"))
"""What is said against oneself, not against the work: "tapi maaf telat ngabarin"."""


def _in_doubt(said: Sequence[tuple[Says | None, Clause]]) -> bool:
    """Whether something that nobody understands is said against it: "sudah dikirim, tapi salah file"."""
    begun = next((at for at, (one, _) in enumerate(said) if one is not None), 0)
    against = (part.plain for one, part in said[begun + 1 :] if one is None and part.tie == "tapi")
    return any(content(words) and not _EXCUSES & set(words) for words in against)


def _held(told: Sequence[tuple[Says, Clause]], *, done: bool, promised: bool) -> Meaning | None:
    """A hindrance beside something else: what is said last counts, where it is said to be so now."""
    kinds = [one for one, _ in told]
    last, where = told[-1]
    if done and last in (Says.DONE, Says.ALREADY):
        delivered = any(word.plain in DELIVER for word in where.words)
        return Meaning.DONE if where.tie in ("sekarang", "malah") or (where.tie == "tapi" and delivered) else None
    if done and "tunggu" in where.plain and CHECKED & set(where.plain):
        return None  # what waits to be checked may be done
    if (
        done
        and any(word.plain in DELIVER for _, part in told[:-1] for word in part.words)
        and _ANSWERS & set(where.plain)
    ):
        return None  # it was sent, and not yet answered
    if promised and Says.BLOCKED not in kinds:
        return None
    if promised and last is Says.LATER and told[-1][1].tie == "tapi":
        return None
    return Meaning.BLOCKED if Says.BLOCKED in kinds or not promised else None


def _done_and_not(told: Sequence[tuple[Says, Clause]]) -> Meaning | None:
    """ "sudah, tapi belum lengkap": a part of it; "sudah dan belum" is a joke."""
    bare = all(len(content(part.plain)) <= 1 for _, part in told)
    if bare:
        return None
    return Meaning.PROGRESS


def _reason(text: str) -> str | None:
    """What holds the work up, in the person's own words; None where nothing but the word for it was said."""
    reason = _WHY.sub("", text).strip(" .")
    told = [word for word in content(word.plain for word in words_of(reason)) if word not in _BARE]
    return reason if told else None


def _because(text: str) -> str | None:
    """The reason that follows its word: "mundur ke 10 mei krn ketua cuti"."""
    found = re.search(r"\b(?:karena|krn|karna|soalnya|sebab|berhubung|gara-?gara)\s+(.{3,})$", text, re.I)
    return found[1].strip(" .") if found else None

"""The text of a reply made ready to be read: greetings, codes, what several words say together, dates and parts."""

import re
from datetime import date

from zibot.rules.asked_dates import Mention, mentions, written_out
from zibot.rules.chat_phrases import told_shortly
from zibot.rules.clauses import content
from zibot.rules.reply_words import KNOWN_WORK
from zibot.rules.spelling import squeezed, words_of

CODE = re.compile(r"\b([ivx]{1,4}(?:\.\d{1,3}){1,2})\b", re.I)
_QUOTED = re.compile(r"[\"“”«»„](.{1,80}?)[\"“”«»„]|(?<!\w)'([^']{2,80})'(?!\w)")
_ABOUT = re.compile(r"\b(?:kurang lebih|krg lebih|lebih kurang|sekitar|kira[- ]?kira|kira2)\s")
_MINUTES = re.compile(r"\b\d+\s*(?:menit|mnt|jam)\s+(?:lagi|lg)\b")
_TICKED = re.compile(r"[✅☑✔💯]")
GREETING = re.compile(r"\b(?:(?:selamat|met) (?:pagi|siang|sore|malam)|ass?alamu?\s?'?alaikum\w*(?: wr\.? ?wb\.?)?)\b")
_THE_REST = re.compile(r"[,;.]\s*(?:sisa|sisanya|yg lain|yang lain|lainnya)\b.*$")
_NUM = r"\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
_PERCENT = re.compile(r"\b(?:(\d{1,3})\s*(?:%|persen|prosen)|\w+ puluh(?: \w+)? (?:persen|prosen))(?:an| an)?(?!\w)")
_COUNTED = re.compile(rf"\b({_NUM})\s*(?:[a-z]+ )?(?:dari|dr|/)\s*({_NUM})\b")
_OF_YEAR = re.compile(r"\b(?:yang|yg|tahun|thn|punya|laporan|lap) (20\d\d)\b")
_ONLY = re.compile(rf"\b(?:dari|dr) (?:{_NUM}) (?:\w+ )?(?:baru|br|bru|sudah|sdh|udah|nembe|kari|tinggal) (?:{_NUM})\b")


def plain_text(text: str, code: str | None) -> str | None:
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
    return " ".join(GREETING.sub(" ", CODE.sub(" ", small)).split())


def _mine_by_number(small: str, code: str | None) -> str:
    """The text with "4.3" put into the whole code, and without what is said of the rest where "yang 4.3" is done."""
    area, _, number = (code or "").casefold().partition(".")
    section, _, last = number.partition(".")
    if not last:
        return small
    short = rf"(^|[,;] ?|\b(?:yang|yg|butir|no|nomor) )({section}\.\d{{1,2}})\b(?!\.?\d)(?= ?[a-z,])"
    named = re.sub(short, rf"\1{area}.\2", small)
    mine = re.search(rf"\b(?:yang|yg) {re.escape(code or '')}\b", named, re.I)
    return _THE_REST.sub("", named) if mine and named != small else named


def with_dates(plain: str, today: date, due: date | None) -> tuple[str, bool]:
    """The text with signs for coming dates and for parts of the whole, and whether a date lies past the due one."""
    out = _OF_YEAR.sub(lambda match: "lain" if int(match[1]) < today.year else match[0], written_out(plain))
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

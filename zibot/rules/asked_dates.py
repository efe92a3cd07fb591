"""Dates in a chat message: where they stand, what they mean on the day of the message, and which one is asked for."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from zibot.when import MONTH_WORDS, NUMBER_WORDS, calendar_date, date_in_words, month_of, number_of


class Mention(NamedTuple):
    """A date or a vague time ("bulan depan") in a text: its place, and the day, None where it is vague or no day."""

    start: int
    end: int
    day: date | None
    vague: bool = False


class Span(NamedTuple):
    """So many days more than the due date: "seminggu", "3 hari"."""

    days: int
    from_now: bool = False
    """Whether it was counted "lagi", which may be from today or from the due date."""


_DAYS = "senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad"
_NUM = r"[0-3]?\d"
_YEAR = r"(?:\s*,?\s*(?:tahun\s+)?20\d\d)?"
_PATTERN = re.compile(
    rf"(?P<iso>\b20\d\d-\d\d?-\d\d?\b)"
    rf"|(?P<numeric>(?:\b(?:hari\s+)?(?:{_DAYS})\s+(?:tanggal\s+)?)?\b{_NUM}\s?[/.\-]\s?[01]?\d(?:\s?[/.\-]\s?(?:20)?\d\d)?\b(?!\s*%))"
    rf"|(?P<named>(?:\b(?:hari\s+)?(?:{_DAYS})\s*,?\s+)?(?:\btanggal\s+)?\b{_NUM}\s*-?\s*(?:bulan\s+)?(?:{MONTH_WORDS})\b\.?{_YEAR})"
    rf"|(?P<nextmonth>\btanggal\s+{_NUM}\s+(?:bulan\s+)(?:depan|ini)\b)"
    rf"|(?P<both>\b(?:hari\s+)?(?:{_DAYS})\s+tanggal\s+{_NUM}\b)"
    rf"|(?P<monthend>\bakhir\s+(?:bulan\s+)?(?:(?:{MONTH_WORDS})\b{_YEAR}|ini\b|depan\b)|\bakhir\s+bulan\b)"
    rf"|(?P<blurred>\b(?:awal|pertengahan|tengah)\s+(?:bulan\s+)?(?:(?:{MONTH_WORDS})|depan|ini)?\b"
    rf"|\b(?:minggu|pekan|bulan|tahun|semester|triwulan|tw)\s+(?:depan|ke-?\d|berikutnya)\b|\bbulan\s+(?:{MONTH_WORDS})\b"
    rf"|\b(?:habis|setelah|sesudah|sehabis)\s+(?:lebaran|pilkades|bimtek|diklat|pelantikan|cuti|pemeriksaan|audit|idul\s+\w+|natal|pilkada|pemilu|tahun\s+baru|puasa|libur\w*)"
    rf"|\b(?:nanti|ntar|entar|nunggu|sampai|hingga|ke) (?:bulan )?(?:{MONTH_WORDS})\b(?!\s*20)"
    rf"|\b(?:beberapa|bbrp)\s+(?:hari|minggu)\b)"
    rf"|(?P<day>\b(?:tanggal|ke-?|jadi|menjadi|sampai|hingga)\s?{_NUM}\b"
    rf"(?!\s*(?:%|persen|hari|minggu|bulan|dari|dokumen|orang|jam|[.:/\-]\s?\d|{MONTH_WORDS})))"
    rf"|(?P<ahead>\b(?:\d{{1,2}}|{NUMBER_WORDS})\s+(?:hari|minggu|pekan)\s+(?:lagi|ke\s?depan)\b)"
    rf"|(?P<weekday>\b(?:hari\s+)?(?:{_DAYS.replace('|minggu', '')})(?:\s+(?:depan|ini|besok))?\b"
    r"|\bhari\s+minggu(?:\s+(?:depan|ini))?\b)"
    r"|(?P<soon>\b(?:besok\s+lusa|besok|lusa)\b)"
)
_LENGTH = re.compile(
    rf"\b(?:(\d{{1,2}}|{NUMBER_WORDS})\s+(hari|minggu|pekan|bulan)|(sehari|seminggu|sepekan|sebulan))\b(\s+(?:lagi|ke\s?depan))?"
)
_FAR = timedelta(days=180)
"""Further into the next year than anybody means who names no year."""
_TENS = ["dua", "tiga"]
_ONES = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
_SHORT = {
    "tgl": "tanggal",
    "tg": "tanggal",
    "tgll": "tanggal",
    "bln": "bulan",
    "mgg": "minggu",
    "mggu": "minggu",
    "dpn": "depan",
    "smpe": "sampai",
    "sampe": "sampai",
    "smp": "sampai",
    "sd": "sampai",
    "s/d": "sampai",
    "s.d.": "sampai",
    "s.d": "sampai",
    "jd": "jadi",
    "hr": "hari",
    "akhr": "akhir",
    "bsk": "besok",
    "besuk": "besok",
    "jumt": "jumat",
    "jmat": "jumat",
    "jumaat": "jumat",
    "jum": "jumat",
    "snin": "senin",
    "slasa": "selasa",
    "kms": "kamis",
    "sbtu": "sabtu",
    "lg": "lagi",
    "abis": "habis",
    "ke": "ke",
}
_NOT_THIS = re.compile(
    r"\b(?:bukan|bkn|jangan|jgn|dari|dr|semula|awalnya|tadinya|harusnya|seharusnya|semestinya|bukannya)\s+(?:\w+\s+){0,2}$"
    r"|\b(?:tidak|tdk|ga|gak|nggak|blm|belum) (?:bisa|bs|sanggup|keburu) (?:hari )?$"
)


_ONE_OR_TWO = re.compile(rf"\b(?:{'|'.join(_ONES)}|\d)[ -](?:{'|'.join(_ONES)}|\d) (?=(?:hari|minggu|pekan|bulan)\b)")
_FROM_DUE = re.compile(
    r"(?<=hari|nggu) lagi(?=(?: \w+){0,3} (?:dari|dr) (?:tgl|tanggal|tenggat|deadline|jatuh|batas|due))"
)
"""What makes "5 hari lagi dari tanggal 15" a count from that date."""


def written_out(text: str) -> str:
    """A text with the short words for times written out, and numbers in words as figures ("dua puluh tiga april")."""
    plain = " ".join(text.casefold().split())
    plain = re.sub(r"(?<![\w.])(s/d|s\.d\.?)(?=[\s\d])", "sampai ", plain)
    plain = re.sub(r"\b(tgl|tanggal|tg)\.?(?=\d)|\btggl\.?\s*(?=\d)", "tanggal ", plain)
    plain = re.sub(r"[a-z']+", lambda match: _SHORT.get(match[0], match[0]), plain)
    plain = re.sub(rf"\b(\w+) puluh(?: ({'|'.join(_ONES)}))?\b", _tens, plain)
    plain = re.sub(rf"\b({'|'.join(_ONES)}) belas\b", lambda match: str(10 + _ONES.index(match[1]) + 1), plain)
    plain = _ONE_OR_TWO.sub("beberapa ", _FROM_DUE.sub("", plain))
    plain = re.sub(r"\bsebelas\b", "11", re.sub(r"\bsepuluh\b", "10", plain))
    return re.sub(rf"\b({'|'.join(_ONES)}) (?={MONTH_WORDS}\b)", lambda match: f"{_ONES.index(match[1]) + 1} ", plain)


def _tens(match: re.Match[str]) -> str:
    if match[1] not in _TENS and match[1] != "se":
        return match[0]
    return str(10 * (_ONES.index(match[1]) + 1) + (_ONES.index(match[2]) + 1 if match[2] else 0))


def mentions(plain: str, today: date) -> list[Mention]:
    """The dates and vague times of a text that was written out, in its order."""
    return [found for match in _PATTERN.finditer(plain) if (found := _mention(match, today)) is not None]


def _mention(match: re.Match[str], today: date) -> Mention | None:
    kind, said = match.lastgroup or "", match[0]
    if kind == "blurred" and said.strip() in ("awal", "tengah", "pertengahan"):
        return None
    if kind == "numeric" and not _plausible(said):
        return None
    day, vague = _day(kind, said, today)
    parts = len(re.findall(r"\d+", said))
    yearless = (kind == "named" and parts == 1) or (kind == "numeric" and parts == 2)
    if day is not None and yearless and day.year > today.year and day - today > _FAR:
        day = calendar_date(day.year - 1, day.month, day.day)  # "2 april" on 7 April lies behind
    if vague and (named := re.search(rf"\b(?:bulan|nanti|ntar|entar|nunggu|sampai|hingga|ke) ({MONTH_WORDS})\b", said)):
        vague = (month_of(named[1]) or 0) > today.month
        if not vague:
            return None
    return Mention(match.start(), match.end(), day, vague)


def _plausible(said: str) -> bool:
    parts = [int(part) for part in re.findall(r"\d+", said)]
    return 1 <= parts[0] <= 31 and 1 <= parts[1] <= 12 and (len(parts) > 2 or "-" not in said or parts[0] > 12)


def _day(kind: str, said: str, today: date) -> tuple[date | None, bool]:
    if kind == "blurred":
        return None, True
    if kind == "nextmonth":
        number = int(re.findall(r"\d+", said)[0])
        ahead = today.month + ("depan" in said) - 1
        return calendar_date(today.year + ahead // 12, ahead % 12 + 1, number), False
    if kind == "both":
        name, _, rest = said.partition("tanggal")
        day = date_in_words(f"tanggal{rest}", today)
        wanted = date_in_words(name.strip(), today)
        return (day if day and wanted and day.weekday() == wanted.weekday() else None), False
    if kind == "day":
        return date_in_words("tanggal " + re.findall(r"\d+", said)[0], today), False
    if kind == "numeric" and re.match(rf"(?:hari\s+)?(?:{_DAYS})", said):
        day = date_in_words(re.sub(rf"^(?:hari\s+)?(?:{_DAYS})\s+(?:tanggal\s+)?", "", said), today)
        named = date_in_words(re.findall(_DAYS, said)[0], today)
        return (day if day and named and day.weekday() == named.weekday() else None), False
    if kind == "ahead":
        unit = 7 if re.search("minggu|pekan", said) else 1
        return today + timedelta(days=unit * (number_of(said.split(maxsplit=1)[0]) or 0)), False
    tidy = re.sub(r"\bakhir depan\b", "akhir bulan depan", re.sub(r"\bakhir ini\b", "akhir bulan ini", said))
    tidy = re.sub(r"\bbulan (?=(?:" + MONTH_WORDS + r")\b)", "", tidy) if kind == "named" else tidy
    return date_in_words(tidy.replace("besok lusa", "lusa"), today), False


def spans(plain: str) -> list[Span]:
    """How many days more are named, beside any date."""
    return list(_spans(plain))


def _spans(plain: str) -> Iterator[Span]:
    for match in _LENGTH.finditer(plain):
        word = match[2] or match[3].removeprefix("se")
        count = number_of(match[1]) or 0 if match[1] else 1
        unit = {"hari": 1, "minggu": 7, "pekan": 7}.get(word)
        if unit and count:
            yield Span(count * unit, bool(match[4]))


def wanted(plain: str, found: Sequence[Mention], due: date | None) -> Mention | None:
    """The one date that is asked for: not the one it is moved from; None where there is none or more than one."""
    kept = [one for one in found if not _NOT_THIS.search(plain[: one.start]) and (one.day is None or one.day != due)]
    days = {(one.day, one.vague) for one in kept}
    return kept[-1] if len(days) == 1 else None


def more(lengths: Sequence[Span], *, today: date, due: date | None) -> date | None:
    """The due date put off by so many days; None where it may be counted from today as well."""
    if due is None or len(lengths) != 1:
        return None
    asked = lengths[0]
    if asked.from_now and today + timedelta(days=asked.days) > due:
        return None
    return due + timedelta(days=asked.days)


def later_date(words: str, today: date, due: date) -> date | None:
    """The day that an answer to "until when?" names: a date, or so many days more; None where it is unclear."""
    plain = written_out(words)
    found = mentions(plain, today)
    if found:
        one = wanted(plain, found, due)
        return one.day if one is not None else None
    return more(spans(plain), today=today, due=due) or date_in_words(words, today)

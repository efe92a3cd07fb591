"""Words about time to months and dates: month names in every spelling, numbers, and dates as people type them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)

# Short forms, old spellings, frequent slips and the English of spreadsheets, each of one month only.
_SPELLINGS = (
    "januari jan january",
    "februari feb febr pebruari peb pebr febuari februai february",
    "maret mar mrt march",
    "april apr apl",
    "mei may",
    "juni jun june",
    "juli jul july",
    "agustus agt ags agst agu agus agust agts aug august",
    "september sep sept",
    "oktober okt october oct",
    "november nov nop nopember",
    "desember des december dec",
)
_MONTH_OF: Mapping[str, int] = {word: number for number, words in enumerate(_SPELLINGS, 1) for word in words.split()}
MONTH_WORDS = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
"""Every spelling of a month as one regex alternation, longest first."""

# Long names may be torn anywhere; "Jun I" and "Jul I" must not become months, so these tear at a hyphen only.
_LONG = (
    *("januari", "februari", "pebruari", "maret", "april", "agustus"),
    *("september", "oktober", "november", "nopember", "desember"),
)
_TEAR = r"(?:\s*-\s*|\s+)?"
_TORN = re.compile(rf"\b(?:{'|'.join(_TEAR.join(word) for word in _LONG)}|ju-\s*[nl]i)\b", re.IGNORECASE)

_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ORDINALS = "pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh kesebelas keduabelas"
_CARDINALS = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas"
_NUMBER_OF: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_ROMANS, 1)},
    **{word: number for number, word in enumerate(_ORDINALS.split(), 1)},
    **{word: number for number, word in enumerate(_CARDINALS.split(), 1)},
}
NUMBER_WORDS = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
"""Roman numerals I to XII, cardinals and ordinals in words as one regex alternation, longest first."""


def mend(text: str) -> str:
    """Put month names together that a hyphen, a line break or OCR has torn ("Septem-ber", "Febru ari")."""
    return _TORN.sub(lambda match: re.sub(r"[\s-]", "", match[0]), text)


def month_of(word: str) -> int | None:
    """The number (1 to 12) of the month that one word names in any spelling, or None."""
    return _MONTH_OF.get(re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", word)).lower())


def number_of(word: str) -> int | None:
    """A number written in digits, as a Roman numeral up to XII, or in words ("dua", "kedua", "ke-2"), or None."""
    word = re.sub(r"^ke\s*-?\s*(?=[\divx])", "", word.strip().lower())
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else _NUMBER_OF.get(word)


def quarter_of(word: str) -> int | None:
    """The number (1 to 4) of the quarter that "TW II", "T4" or "Triwulan kedua" names, or None."""
    match = re.fullmatch(
        rf"(?:triwulan|kuartal|tw|[tq](?=\s?\d))[\s.\-]*(?:ke\W*)?([1-4]|{NUMBER_WORDS})", word.lower()
    )
    number = number_of(match[1]) if match else None
    return number if number is not None and number <= 4 else None


def calendar_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


_WEEKDAYS: Mapping[str, int] = {
    **{"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "ahad": 6},
    "hari minggu": 6,
}
_OFFSETS: Mapping[str, int] = {
    **{"hari ini": 0, "sekarang": 0, "besok": 1, "esok": 1, "lusa": 2, "besok lusa": 2},
    **{"kemarin": -1, "kemaren": -1, "kemarin lusa": -2, "kemarin dulu": -2},
    **{"minggu depan": 7, "pekan depan": 7, "seminggu lagi": 7, "sepekan lagi": 7, "sehari lagi": 1},
}
_FILLERS = re.compile(
    r"\b(?:pada|tanggal|tgl|tolong|mohon|ke|jadi|ubah|undur|mundur|sampai|hingga|paling lambat|ya|yah|saja|aja|deh|dong"
    r"|insya allah|bisa|pagi|siang|sore)\b"
)
_WEEKDAY = re.compile(
    r"(?:hari\s+)?(senin|selasa|rabu|kamis|jum'?at|sabtu|ahad|(?<=hari )minggu)\s*(depan|ini|lalu|kemarin)?"
)
_DISTANCE = re.compile(rf"(\d{{1,3}}|{NUMBER_WORDS}) (hari|minggu|pekan) (lagi|ke depan|lalu|yang lalu|yg lalu)")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(rf"(\d{{1,2}})\s*-?\s*({MONTH_WORDS})\.?\s*-?\s*(?:tahun\s*)?(\d{{4}})?")
_MONTH_END = re.compile(rf"akhir (?:bulan (?:(ini|depan)|({MONTH_WORDS}))|bulan|({MONTH_WORDS}))(?: (\d{{4}}))?")


def date_in_words(text: str, today: date) -> date | None:
    """The date that a person means ("10 mei", "10/5", "besok", "jumat depan", "akhir bulan"), None when unsure.

    A date without a year is the nearest one from `today` on; only words for the past ("kemarin") look back.
    """
    plain = mend(unicodedata.normalize("NFKC", text)).lower()
    bare = " ".join(re.sub(r"[!?,;]", " ", plain).split())
    words = " ".join(_FILLERS.sub(" ", bare).split()).strip(" .")
    if words.startswith("hari ") and words != "hari ini" and words.removeprefix("hari ") in _OFFSETS:
        words = words.removeprefix("hari ")
    try:
        if words in _OFFSETS:
            return today + timedelta(days=_OFFSETS[words])
        for reader in (_weekday, _distance, _iso, _numeric, _named, _month_end):
            known, found = reader(words, today)
            if known:
                return found
        return _day_only(bare, today) or _by_library(words, today)
    except OverflowError:  # the calendar of computers ends with the year 9999
        return None


def _weekday(words: str, today: date) -> tuple[bool, date | None]:
    match = _WEEKDAY.fullmatch(words)
    if match is None:
        return False, None
    wanted = _WEEKDAYS.get(match[1], 6)
    monday = today - timedelta(days=today.weekday())
    ahead = today + timedelta(days=(wanted - today.weekday()) % 7)
    if match[2] == "depan":
        return True, monday + timedelta(days=7 + wanted)
    if match[2] in ("lalu", "kemarin"):
        return True, ahead - timedelta(days=7)
    return True, ahead


def _distance(words: str, today: date) -> tuple[bool, date | None]:
    match = _DISTANCE.fullmatch(words)
    if match is None:
        return False, None
    days = (number_of(match[1]) or 0) * (1 if match[2] == "hari" else 7)
    return True, today + timedelta(days=-days if "lalu" in match[3] else days)


def _iso(words: str, _today: date) -> tuple[bool, date | None]:
    match = _ISO.fullmatch(words)
    return (True, calendar_date(int(match[1]), int(match[2]), int(match[3]))) if match else (False, None)


def _numeric(words: str, today: date) -> tuple[bool, date | None]:
    match = _NUMERIC.fullmatch(words)
    return (True, _near(int(match[1]), int(match[2]), match[3], today)) if match else (False, None)


def _named(words: str, today: date) -> tuple[bool, date | None]:
    weekday = re.match(r"(?:hari )?(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad) (?=\d)", words)
    match = _NAMED.fullmatch(words[weekday.end() :] if weekday else words)
    if match is None:
        return False, None
    found = _near(int(match[1]), _MONTH_OF[match[2]], match[3], today)
    if found and weekday and found.weekday() != _WEEKDAYS.get(weekday[1], 6):
        return True, None  # "senin 14 mei" where the 14th is a Friday: one of the two is a slip
    return True, found


def _month_end(words: str, today: date) -> tuple[bool, date | None]:
    match = _MONTH_END.fullmatch(words)
    if match is None:
        return False, None
    name = match[2] or match[3]
    month = _MONTH_OF[name] if name else today.month + (match[1] == "depan")
    year = int(match[4]) if match[4] else today.year + (month > 12 or bool(name and month < today.month))
    month = (month - 1) % 12 + 1
    return True, calendar_date(year, month, monthrange(year, month)[1]) if 1 <= year <= 9999 else None


def _day_only(bare: str, today: date) -> date | None:
    """ "tanggal 10": the next tenth from today on; a bare number may be anything and is no date."""
    match = re.search(r"\b(?:tanggal|tgl)\.? (\d{1,2})(?: (?:ya|saja|aja))?\.?$", bare)
    if match is None or len(re.findall(r"\d+", bare)) != 1:
        return None
    months = ((today.year + (today.month + ahead - 1) // 12, (today.month + ahead - 1) % 12 + 1) for ahead in range(3))
    found = (calendar_date(year, month, int(match[1])) for year, month in months)
    return next((day for day in found if day and day >= today), None)


def _near(day: int, month: int, year: str | None, today: date) -> date | None:
    """The date with its year, or the nearest one from today on where the year is not said."""
    if year is not None:
        return calendar_date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    # 29 February may be four (or eight) years away: too far to be what someone means.
    found = (calendar_date(today.year + ahead, month, day) for ahead in range(2))
    return next((one for one in found if one and one >= today), None)


def _by_library(words: str, today: date) -> date | None:
    """The last resort, only for a day, a month's name and perhaps a year: the library guesses whatever is missing."""
    names = [word for word in re.findall(r"[a-z]+", words) if word in _MONTH_OF]
    digits = re.findall(r"\d+", words)
    if len(names) != 1 or not 1 <= len(digits) <= 2 or len(words) > 40:
        return None
    if not any(1 <= int(number) <= 31 for number in digits) or (len(digits) == 2 and not any(map(_is_year, digits))):
        return None
    from dateparser.date import DateDataParser  # noqa: PLC0415 - loading it takes longer than most commands

    parser = DateDataParser(
        languages=["id", "en"],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "REQUIRE_PARTS": ["day", "month"],
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
        },
    )
    found = parser.get_date_data(words).date_obj
    if found is None or found.month != _MONTH_OF[names[0]] or str(found.day) not in {n.lstrip("0") for n in digits}:
        return None
    return found.date()


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


_UNTIL = re.compile(r"\s*(?:\bs\s*[./]\s*d\b\.?|\bs\.?d\.?(?=\s)|\bsampai(?: dengan)?\b|\bhingga\b|\bsd\b|[-–—])\s*")
_WEEK = re.compile(r"(?:(?:selama|dari|mulai) )?(?:satu )?(minggu|pekan|bulan) (ini|depan)")
_SAME_MONTH = re.compile(rf"(\d{{1,2}})\s*-\s*(\d{{1,2}})\s*(?:(?:{MONTH_WORDS})\b.*|[/.]\s*\d.*)")
_LENGTH = re.compile(rf"(?:selama )?(\d{{1,3}}|{NUMBER_WORDS}|se)\s*(hari|minggu|pekan)")
_START = re.compile(r"\b(?:mulai|dari|sejak|antara)\b")


def dates_in_words(text: str, today: date) -> tuple[date, date] | None:
    """The first and last day that a person means ("5-9 mei", "senin sampai rabu", "minggu depan"), None when unsure.

    Days without a year are the nearest ones that are not wholly past; a single day is its own first and last.
    """
    plain = mend(unicodedata.normalize("NFKC", text)).lower()
    plain = re.sub(rf"\b{_ISO.pattern}\b", r"\3/\2/\1", plain)
    words = " ".join(re.sub(r"[!?,;]", " ", _UNTIL.sub(" - ", _START.sub(" mulai ", plain))).split())
    words = re.sub(r"\b(?:pada|tanggal|tgl)\b\.?", " ", words)
    words = " ".join(words.split()).strip(" .-")
    try:
        if _WEEK.fullmatch(words):
            return _week_or_month(words, today)
        if re.fullmatch(r"(\d{1,2}) - (\d{1,2})", words):
            return None  # two days of a month that is not said, or a day and its month
        found = _length(words, today) or _range(words, today)
        one = date_in_words(text, today) if found is None and " - " not in words else None
    except OverflowError:
        return None
    return found if one is None else (one, one)


def _week_or_month(words: str, today: date) -> tuple[date, date] | None:
    """The working week or the month that someone names; of the running one what is left."""
    ahead = words.endswith("depan")
    if "bulan" in words:
        first = date(today.year + (today.month + ahead > 12), (today.month + ahead - 1) % 12 + 1, 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return max(first, today), last
    monday = today + timedelta(days=7 * ahead - today.weekday())
    friday = monday + timedelta(days=4)
    return (max(monday, today), friday) if friday >= today else None


def _length(words: str, today: date) -> tuple[date, date] | None:
    """ "3 hari mulai besok", "besok selama 3 hari"."""
    head, _, tail = words.partition(" mulai ")
    if words.startswith("mulai "):
        head, _, tail = words.removeprefix("mulai ").partition(" selama ")
        head, tail = tail, head
    elif not tail and " selama " in words:
        tail, _, head = words.partition(" selama ")
    match = _LENGTH.fullmatch(head.strip())
    first = date_in_words(tail, today) if match and tail else None
    if match is None or first is None:
        return None
    days = (1 if match[1] == "se" else number_of(match[1]) or 0) * (1 if match[2] == "hari" else 7)
    return (first, first + timedelta(days=days - 1)) if days else None


def _range(words: str, today: date) -> tuple[date, date] | None:
    """ "5 - 9 mei", "30 april - 2 mei", "senin - rabu"."""
    words = words.removeprefix("mulai ")
    if _SAME_MONTH.fullmatch(words):
        return _same_month(words, today)
    parts = words.split(" - ")
    if len(parts) != 2:
        return None
    first, last = (date_in_words(part, today) for part in parts)
    if first is None or last is None:
        return None
    if first <= last:
        return first, last
    if all(map(_is_day_and_month, parts)):
        # It has begun: its first day is of this year, not of the next one.
        begun = date_in_words(parts[0], last - timedelta(days=364))
        return (begun, last) if begun is not None and begun <= last and last - begun < _RUNNING else None
    later = date_in_words(parts[1], first) if _WEEKDAY.fullmatch(parts[1]) else None
    return (first, later) if later is not None and first <= later else None


_RUNNING = timedelta(days=120)
"""So long ago a leave may have begun that is told of only now."""


def _is_day_and_month(words: str) -> bool:
    return bool((_NAMED.fullmatch(words) or _NUMERIC.fullmatch(words)) and not re.search(r"\d{4}", words))


def _same_month(words: str, today: date) -> tuple[date, date] | None:
    head, _, tail = words.partition("-")
    last = date_in_words(tail.strip(), today)
    if last is None or not 1 <= int(head) <= last.day:
        return None
    return last.replace(day=int(head)), last

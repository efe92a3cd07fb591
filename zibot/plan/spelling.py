"""How target cells are written: list marks, lines, months misspelt or misread, years of two digits; all made plain."""

import re
import unicodedata
from itertools import product

from zibot.when import MONTH_WORDS, MONTHS, month_of

_MONTH = rf"(?:{MONTH_WORDS})\b\.?"
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[•·●▪○◦]|[-*–](?=\s))[ \t]*")
_BULLET_IN_LINE = re.compile(r"\s[-–•·●▪]\s")
_BETWEEN_LINES = re.compile(
    rf"(?P<before>(?:{_MONTH}|b\d\d|(?:tw|triwulan|semester)\W*[ivx\d]+)(?:\s*20\d\d)?)[ \t]*\n\s*"
    rf"(?=(?:\d{{1,2}}\s+)?{_MONTH}|b\d\d\b|(?:tw|triwulan|semester)\b)"
)
_EMPHASIS = re.compile(r"\A\s*(\*{1,3})(?=[^\s*])([^*]+)(?<=\S)\1\s*\Z|\A\s*(?=\*\s)\*([^*]+)\Z")
_MARKS = (tuple("123456789"), tuple("abcdefgh"))
_NUMBERED_MONTH = re.compile(rf"(?<![\w.])\d{{1,2}}(?:\.\s+|\)\s*){_MONTH}")
_MONTH_AND_YEAR = re.compile(r"(?<![\w/.\-])(0?[1-9]|1[0-2])\s?[/\-]\s?(20\d\d)(?![\w/.\-]*\d)")
_YEAR_AND_MONTH = re.compile(r"(?<![\w/.\-])(?<!\d )(20\d\d)-(0[1-9]|1[0-2])(?![\w/.\-]*\d)")
# "perbulan Maret" says how often and a month; "per bulan Maret" may say the month only.
_GLUED = re.compile(
    r"\b(setiap|tiap|per)((?:bulan|bln|triwulan|tribulan|tw|semester|smt|tahun|minggu|pekan|hari)(?:nya)?)\b"
    rf"(?:(?=(\s+(?:akhir\s+)?(?:{_MONTH}|b\d))))?"
)
_SHORT_YEAR = re.compile(
    rf"(?P<month>{_MONTH})\s*(?P<mark>['’`‘\-/]?)\s*(?P<year>\d\d)\b(?!\s*[/.\-]?\s*(?:\d|{_MONTH}))"
)
_WEEK = re.compile(r"\b[mw]\s?-?([1-5])\b")
_ROMAN = re.compile(r"(?<=\b)((?:tw|triwulan|semester|minggu)\b[\s.\-]*(?:ke\W*)?)([il|]{1,3}v?)(?!\w)")
_LONG_NAMES = (*(month.lower() for month in MONTHS if len(month) > 4), "nopember", "pebruari")
_MISREAD = {"0": "o", "1": "il", "5": "s", "|": "il", "!": "il"}


def normalised(text: str) -> str:
    """Lower case, one kind of dash, one form of each letter; line breaks stay."""
    plain = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", text).lower())
    plain = _GLUED.sub(lambda match: f"{match[1]} {match[2]}{',' if match[3] else ''}", plain)
    return re.sub(r"(?<=[^\W_])s\.\s?d\.?(?![a-z])", " s.d. ", plain)


def unlisted(text: str) -> tuple[str, bool]:
    """A lower-case cell with its lines and list marks as commas; true where a mark may as well mean something else."""
    text = _EMPHASIS.sub(lambda match: match[2] or match[3], text)
    text = text.strip().strip("\"'()[]").strip() if re.match(r"\W*-\s", text) else text
    if len(_BULLET.findall(text)) == 1 and _BULLET_IN_LINE.search(text) and text.lstrip()[:1] in "-–":
        return text, True  # "- Januari - Juli" is two bullets or a bullet and a range
    plain = _BULLET.sub(", ", text).strip(", ") if re.search(r"\n\s*[-*–•·●▪○◦]|^\s*[•·●▪○◦]", text) else text
    plain = re.sub(r"\s*[•●▪○◦]\s*", ", ", plain).strip(", ") if re.search("[•●▪○◦]", plain) else plain
    plain = _BETWEEN_LINES.sub(lambda match: f"{match['before']}, ", plain)
    for marks in _MARKS:
        plain = _without_marks(plain, marks)
    return plain, bool(_NUMBERED_MONTH.search(plain))


def _without_marks(text: str, marks: tuple[str, ...]) -> str:
    """The text without "1." "2." or "a)" "b)" in front of its entries, if there are two or more in order."""
    spans: list[tuple[int, int]] = []
    for mark in marks:
        match = re.compile(rf"(?:^|(?<=[\s,;]))\(?{mark}(?:\.(?!\d)|\))\s*").search(text, spans[-1][1] if spans else 0)
        if match is None:
            break
        spans.append(match.span())
    if len(spans) < 2:
        return text
    ends = [start for start, _end in spans[1:]] + [len(text)]
    parts = [text[end:until].strip(" ,;\n") for (_start, end), until in zip(spans, ends, strict=True)]
    return ", ".join([part for part in (text[: spans[0][0]].strip(" ,;\n"), *parts) if part])


def corrected(text: str) -> tuple[str, bool]:
    """The text with misspelt and misread months put right, and whether any was: "agusuts", "0ktober", "desernber"."""
    found = False

    def put_right(match: re.Match[str]) -> str:
        nonlocal found
        month = _meant(match[0])
        if month is None:
            return match[0]
        found = True
        return MONTHS[month - 1].lower()

    plain = re.sub(r"(?<![\w|!])[^\W_][\w|!]{2,11}(?![\w|!])", put_right, text)
    romans = _ROMAN.sub(lambda match: match[1] + re.sub(r"[l|]", "i", match[2]), plain)
    return romans, found or romans != plain


def _meant(word: str) -> int | None:
    """The month that a word means which is none as it stands, if it can be one only."""
    if month_of(word) or word.isdecimal():
        return None
    if re.search(r"[015|!]", word):
        spelled = ("".join(letters) for letters in product(*(_MISREAD.get(letter, letter) for letter in word)))
        months = {month_of(one) for one in spelled} - {None}
    else:
        months = {month_of(word.replace("rn", "m"))} - {None}
    if not months and len(word) >= 4 and sum(letter.isdecimal() for letter in word) <= 1:
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - loaded at the first typo only

        months = {month_of(name) for name in _LONG_NAMES if OSA.distance(word, name, score_cutoff=1) <= 1}
    return months.pop() if len(months) == 1 else None


def dated(text: str, year: int | None) -> tuple[str, bool]:
    """The text with "03/2027", "2027-03", "Mar-27" and "M2 Januari" written out; true where two digits may be a day.

    Two digits after a month are its year where they are the plan's, or where no day has that number.
    """
    unsure = False

    def written_out(match: re.Match[str]) -> str:
        nonlocal unsure
        digits = int(match["year"])
        if match["mark"] in "'’`‘" and match["mark"]:
            return f"{match['month']} {2000 + digits}"
        if digits != (year or 0) % 100 and digits <= 31:
            return match[0]
        unsure = unsure or (not match["mark"] and digits <= 31 and not _after_day(text, match.start()))
        return f"{match['month']} {2000 + digits}"

    if not re.search(r"\b(?:tri\s?wulan|tw|k[uw]artal|semester|minggu|bulan)", text):
        text = _MONTH_AND_YEAR.sub(lambda match: f"{MONTHS[int(match[1]) - 1].lower()} {match[2]}", text)
        text = _YEAR_AND_MONTH.sub(lambda match: f"{MONTHS[int(match[2]) - 1].lower()} {match[1]}", text)
    plain = _SHORT_YEAR.sub(written_out, text)
    if re.search(rf"\b{_MONTH}", plain):
        plain = _WEEK.sub(r"minggu \1", plain)
    return plain, unsure


def _after_day(text: str, at: int) -> bool:
    """Whether a day stands before the month at this place, so that digits after it can be no second day."""
    return re.search(r"(?<!\d)\d{1,2}\s*[-/]?\s*$", text[:at]) is not None

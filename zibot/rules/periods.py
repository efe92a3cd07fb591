"""Words for a stretch of time in a question ("minggu ini", "bulan depan", "mei", "tw kemarin") to its days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from zibot.when import MONTH_WORDS, NUMBER_WORDS, month_of, number_of
from zibot.workdays import Quarter


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, first and last included; `name` is how it was called, such as week, nextmonth or month-5."""

    name: str
    first: date
    last: date


def month(year: int, number: int, name: str = "") -> Period:
    """A month; a number below 1 or above 12 is one of the year before or after."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    after = date(year + number // 12, number % 12 + 1, 1)
    return Period(name or f"month-{number}", date(year, number, 1), after - timedelta(days=1))


def week(day: date, name: str) -> Period:
    """The week of a day, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(name, monday, monday + timedelta(days=6))


def days(first: date, name: str, count: int = 1) -> Period:
    """So many days from one on."""
    return Period(name, first, first + timedelta(days=count - 1))


_NUMBER = rf"\d{{1,2}}|{NUMBER_WORDS}"
_AHEAD = re.compile(rf"\b(?:dalam )?(?:(se)|({_NUMBER}) )(hari|minggu|bulan) (?:ke ?depan|lagi|mendatang|depan)\b")
_NEAR = re.compile(
    r"\b(?:di |pada |untuk )?(?:hari ini|(?:akhir |awal |sampai akhir )?(?:minggu|bulan)(?: yang)?(?: ini| depan| "
    r"lalu| kemarin| besok)|besok|lusa|akhir (?:minggu|bulan|tahun)|tahun ini)\b"
)
_NAMED = re.compile(
    rf"\b(?:akhir tahun |(?:(?:akhir|awal|sepanjang|selama) )?(?:bulan )?(?:ke )?)?({MONTH_WORDS})(?: (20\d\d))?"
    r"(?: (?:kemarin|lalu|nanti|ini|besok|depan|mendatang))?\b"
)
_NUMBERED = re.compile(rf"\bbulan (?:ke ?)?({_NUMBER})\b")
_ISO = re.compile(r"\b(20\d\d)-(0?[1-9]|1[0-2])\b")
_QUARTER = re.compile(
    r"\btriwulan (?:(?:yang )?(ini|berjalan|depan|lalu|kemarin|sebelumnya|terakhir)"
    rf"|(?:ke ?)?({_NUMBER}))(?: (20\d\d))?(?: (?:kemarin|lalu|ini|nanti))?\b"
)


def found_period(words: str, today: date) -> tuple[Period | None, str]:
    """The stretch of time that standard words name, and the words without it; None where there is none or two."""
    found, rest = [], words
    for pattern, read in ((_AHEAD, _ahead), (_ISO, _iso), (_NEAR, _near), (_NAMED, _by_name), (_NUMBERED, _by_number)):
        for match in pattern.finditer(rest):
            period = read(match, today)
            if period is not None:
                found.append(period)
                rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    if len({(one.first, one.last) for one in found}) == 2 and any(one.name == "yearend" for one in found):
        found = [one for one in found if one.name != "yearend"]
    same = len({(one.first, one.last) for one in found}) == 1
    return (found[0] if same else None), " ".join(rest.split()) if same or not found else words


def found_quarter(words: str, today: date) -> tuple[Quarter | None, str]:
    """The quarter that standard words name, and the words without it."""
    match = _QUARTER.search(words)
    if match is None:
        return None, words
    current = Quarter.of(today)
    said, number, year = match.groups()
    if number is not None:
        which = number_of(number) or 0
        if not 1 <= which <= 4:
            return None, words
        quarter = Quarter(int(year or today.year), which)
    else:
        step = {"ini": 0, "berjalan": 0, "depan": 1}.get(said, -1)
        whole = current.year * 4 + current.number - 1 + step
        quarter = Quarter(whole // 4, whole % 4 + 1)
    return quarter, " ".join((words[: match.start()] + " " + words[match.end() :]).split())


def _ahead(match: re.Match[str], today: date) -> Period | None:
    count = 1 if match[1] else number_of(match[2]) or 0
    if not 1 <= count <= 60:
        return None
    return days(today, "ahead", count * {"hari": 1, "minggu": 7, "bulan": 30}[match[3]] + 1)


def _iso(match: re.Match[str], _today: date) -> Period:
    return month(int(match[1]), int(match[2]))


def _near(match: re.Match[str], today: date) -> Period | None:
    words = match[0].split()
    back, ahead = bool({"lalu", "kemarin"} & set(words)), bool({"depan", "besok"} & set(words))
    if words[-1] in ("besok", "lusa") and not {"minggu", "bulan"} & set(words):
        return days(today + timedelta(days=1 if "besok" in words else 2), "tomorrow" if "besok" in words else "day")
    if "hari" in words:
        return days(today, "today")
    if "tahun" in words:
        if "akhir" in words:
            return month(today.year, 12, "yearend")
        return Period("year", date(today.year, 1, 1), date(today.year, 12, 31))
    if "bulan" in words:
        number = today.month + ahead - back
        return month(today.year, number, "lastmonth" if back else "nextmonth" if ahead else "month")
    day = today + timedelta(days=7 * (ahead - back))
    return week(day, "lastweek" if back else "nextweek" if ahead else "week")


def _by_name(match: re.Match[str], today: date) -> Period | None:
    number = month_of(match[1])
    return month(int(match[2] or today.year), number) if number is not None else None


def _by_number(match: re.Match[str], today: date) -> Period | None:
    number = number_of(match[1])
    return month(today.year, number) if number is not None and number <= 12 else None

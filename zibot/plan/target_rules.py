"""The sentences of target waktu: shapes of tokens and the schedules that they mean."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from zibot.plan.schedule import (
    AFTER_QUARTERS,
    EVERY_MONTH,
    MONTHLY,
    QUARTERLY,
    SEMESTER,
    TENTATIVE,
    YEARLY,
    Schedule,
    in_months,
)
from zibot.plan.words import Token, shape, without
from zibot.when import calendar_date


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule and, where it holds a guess, the code of the problem that tells so."""

    schedule: Schedule
    doubt: str | None = None


_Builder = Callable[[Sequence[Token]], Found | None]


def sentence(tokens: tuple[Token, ...]) -> Found | None:
    """The first rule that explains the whole shape."""
    kinds = shape(tokens)
    for pattern, build in _RULES:
        if re.fullmatch(pattern, kinds):
            found = build(tokens)
            if found is not None:
                return found
    return _period_with_months(tokens)


def values(tokens: Sequence[Token], kinds: str) -> list[int]:
    """The numbers of the tokens of these kinds, in order."""
    return [token.value for token in tokens if token.kind in kinds]


WIDTH = {"M": 1, "Q": 3, "H": 6}
"""Months of a month, a quarter, a half."""


def _parts(tokens: Sequence[Token]) -> list[tuple[int, int]] | None:
    """A list such as "I, II s.d. IV" as pairs of first and last numbers of its parts; None if one is too large."""
    width = WIDTH[next(token.kind for token in tokens if token.kind in WIDTH)]
    parts: list[tuple[int, int]] = []
    joined = False
    for token in tokens:
        if token.kind == "-":
            joined = True
        elif token.kind in "MQHN":
            if not 1 <= token.value <= 12 // width:
                return None
            parts[-1:] = [(parts[-1][0], token.value)] if joined else [*parts[-1:], (token.value, token.value)]
            joined = False
    return parts


def _spread(tokens: Sequence[Token]) -> Found | None:
    """Months, quarters or halves, one by one and in ranges, to the months in which each ends."""
    parts = _parts(tokens)
    if parts is None:
        return None
    width = WIDTH[next(token.kind for token in tokens if token.kind in WIDTH)]
    count = 12 // width
    months: set[int] = set()
    doubt = None
    for first, last in parts:
        if first > last:
            doubt = "wraps-year"
        elif first < last and (first, last) != (1, count) and _is_short(first, last, width):
            doubt = doubt or "short-range"
        length = (last - first) % count + 1
        months.update(((first - 1 + step) % count + 1) * width for step in range(length))
    if [first for first, _last in parts] != sorted(first for first, _last in parts):
        doubt = "wraps-year"  # "April, Juli, Oktober, Januari": that January may be of the year after
    whole = {3: QUARTERLY, 6: SEMESTER}.get(width)
    return Found(whole if whole and set(whole.months) == months else in_months(months), doubt)


def _is_short(first: int, last: int, width: int) -> bool:
    """Whether a range may as well be one window with its end as the deadline: half a year or less."""
    return (last - first + 1) * width <= 6


def _window(tokens: Sequence[Token]) -> Found | None:
    """A quarter or half that spells out its months: "Semester II (Jul - Des)"."""
    named, months = tokens[0], values(tokens, "M")
    last = named.value * WIDTH[named.kind]
    first = last - WIDTH[named.kind] + 1
    if not first <= months[0] <= months[-1] <= last:
        return Found(in_months(months[-1:]), "two-readings")
    if months[-1] == last and months[0] in (first, last):
        return Found(in_months((last,)))
    return Found(in_months(months[-1:]), "two-readings")


def _once(day: int, month: int) -> Found | None:
    # 2028 has a 29 February: whether the plan's year has one is told when its due dates are made.
    return Found(Schedule("once", (month,), day=day)) if calendar_date(2028, month, day) else None


def _date(tokens: Sequence[Token]) -> Found | None:
    last = tokens[-1].value
    return _once(last % 100, last // 100 % 100)


def _day_of_month(tokens: Sequence[Token]) -> Found | None:
    """ "16 Agustus", "14 s.d 22 Agustus": the last day named, in the last month named."""
    days, months = values(tokens, "N"), values(tokens, "M")
    spans = [*zip(months, days, strict=True)] if len(months) == len(days) else [(months[0], day) for day in days]
    if months[-1] > months[0] + 1:
        return _throughout(months)
    return _once(days[-1], months[-1]) if spans == sorted(spans) and days[0] > 0 else None


def _throughout(months: Sequence[int]) -> Found:
    """ "1 Januari - 31 Desember": a long stretch is work that goes on rather than one deadline."""
    return Found(in_months(range(months[0], months[-1] + 1)), "throughout")


def _day_of_months(tokens: Sequence[Token]) -> Found | None:
    """ "tanggal 5 Maret dan Juni"."""
    day, months = values(tokens, "N")[0], values(tokens, "M")
    valid = all(calendar_date(2028, month, day) for month in months)
    return Found(in_months(months, day=day)) if valid and len(set(months)) > 1 else None


def _week_of_months(tokens: Sequence[Token]) -> Found | None:
    """ "minggu ke-2 Januari": a span of weeks is due at its end."""
    weeks, months = values(tokens, "Nl"), sorted(set(values(tokens, "M")))
    if not all(1 <= week <= 5 for week in weeks) or (weeks != sorted(weeks) and len(months) == 1):
        return None
    if len(weeks) == 2 and shape(tokens).count("M") == 2:  # from a week of one month to a week of another
        first, last = values(tokens, "M")
        if last > first + 1:
            return _throughout([first, last])
        return Found(Schedule("once", (last,), week=weeks[-1])) if first <= last else None
    if len(months) == 1:
        return Found(Schedule("once", tuple(months), week=weeks[-1]))
    return Found(in_months(months, week=weeks[-1]))


def _every_month_day(tokens: Sequence[Token]) -> Found | None:
    day = values(tokens, "N")[-1]
    return Found(replace(MONTHLY, day=day)) if 1 <= day <= 31 else None


def _every_month_week(tokens: Sequence[Token]) -> Found | None:
    week = values(tokens, "Nl")[-1]
    return Found(replace(MONTHLY, week=week)) if 1 <= week <= 5 else None


def _month_after(tokens: Sequence[Token]) -> Found | None:
    """ "hari ke-10 bulan berikutnya": due in every month for the one before it, which nobody said outright."""
    days = values(tokens, "N")
    if days and not 1 <= days[-1] <= 31:
        return None
    after = replace(MONTHLY, day=days[-1] if days else None, next_month=True)
    return Found(after, "inferred-frequency")


def _month_after_quarter(_tokens: Sequence[Token]) -> Found:
    return Found(Schedule("quarterly", AFTER_QUARTERS, next_month=True), "inferred-frequency")


def _numbered_months(tokens: Sequence[Token]) -> Found | None:
    """ "bulan 3, 6": numbers that are most likely months."""
    months = values(tokens, "N")
    return Found(in_months(months), "numbered-months") if all(month in EVERY_MONTH for month in months) else None


def _two_periods(tokens: Sequence[Token]) -> Found | None:
    """ "per semester / per triwulan": the more frequent one is proposed."""
    lengths = [_UNITS.get(token.kind, token.value) for token in tokens if token.kind not in "E/,"]
    known = [_BY_PERIOD[length] for length in sorted(lengths) if length in _BY_PERIOD]
    return Found(known[0], "two-frequencies") if 0 not in lengths and known else Found(MONTHLY, "shorter-than-month")


_UNITS = {"D": 0, "W": 0, "B": 1, "q": 3, "h": 6, "A": 12}
"""Months of a unit; days and weeks are less than one."""
_BY_PERIOD = {
    1: MONTHLY,
    2: in_months((2, 4, 6, 8, 10, 12)),
    3: QUARTERLY,
    4: in_months((4, 8, 12)),
    6: SEMESTER,
    12: YEARLY,
}


def _period(tokens: Sequence[Token]) -> Found | None:
    """How often: "setiap triwulan", "dua bulan sekali", "4 kali dalam setahun"."""
    kinds = shape(tokens)
    adjective = values(tokens, "F")
    unit = next((token.kind for token in tokens if token.kind in _UNITS), None)
    length = adjective[0] if adjective else _UNITS[unit or "B"]
    if length == 0:
        return Found(MONTHLY, "shorter-than-month")
    times = re.search("Nx", kinds)
    count = tokens[times.start()].value if times else 1
    several = values(without(tuple(tokens), "Nx"), "N")
    months = Fraction(length * (several[0] if several else 1), count or 1)
    if count == 0 or months == 0:
        return None
    if months > 12:
        return Found(YEARLY, "longer-than-year")
    found = _BY_PERIOD.get(int(months)) if months.denominator == 1 else None
    if found is None:
        return Found(MONTHLY, "shorter-than-month") if months < 1 else None
    plain = length < 12 and count == 1 and (several or [1])[0] == 1
    return Found(found, None if plain else "inferred-frequency")


_UNIT = "[BqhAWD]"
_PERIOD = rf"EZ?N?{_UNIT}s?|N?{_UNIT}s|E?F|sE?N?{_UNIT}|NxE?N?{_UNIT}|E?{_UNIT}Nx"  # "per bulan", "2 kali setahun"
_LIST = "E?(?:M(?:-M)?(?:,M(?:-M)?)*|Q(?:-[QN])?(?:,[QN](?:-[QN])?)*|H(?:-[HN])?(?:,[HN])*)"


def _period_with_months(tokens: tuple[Token, ...]) -> Found | None:
    """ "setiap triwulan (April, Juli, …)": the months that are named, if they are as many as the period asks for."""
    kinds = shape(tokens)
    match = re.fullmatch(rf"(?P<period>{_PERIOD}),?(?P<list>{_LIST})", kinds) or re.fullmatch(
        rf"(?P<list>{_LIST}),?(?P<period>{_PERIOD})", kinds
    )
    if match is None:
        return None
    often = _period(tokens[slice(*match.span("period"))])
    named = _spread(tokens[slice(*match.span("list"))])
    if often is None or named is None:
        return None
    return Found(named.schedule, None if _agree(often, named) else named.doubt or "two-readings")


def _agree(often: Found, named: Found) -> bool:
    """Whether named months are what a frequency asks for: a run of months for monthly, one in each part otherwise."""
    months, kind = named.schedule.months, often.schedule.kind
    if named.doubt == "wraps-year" or often.doubt in ("shorter-than-month", "longer-than-year"):
        return False
    if kind == "monthly":
        return len(months) > 1 and months == tuple(range(months[0], months[-1] + 1))
    # A report on a quarter is often due in the month after it, so that any month of each part will do.
    apart = {"quarterly": 2, "semester": 4}.get(kind, 1)
    if any(later - sooner < apart for sooner, later in pairwise(months)):
        return False
    return len(months) == len(often.schedule.months) and (kind != "months" or months == often.schedule.months)


def _fixed(schedule: Schedule, doubt: str | None = None) -> _Builder:
    return lambda _tokens: Found(schedule, doubt)


_RULES: tuple[tuple[str, _Builder], ...] = (
    ("d(?:-d)?", _date),
    ("E?T?N(?:-T?N)?M|T?NM-T?NM|MTN(?:-T?N)?", _day_of_month),
    ("E?TNM(?:,M)+", _day_of_months),
    ("W[Nl](?:-W?N)?M(?:,M)*|M(?:,M)*,?W[Nl](?:-W?N)?|W[Nl]M-W[Nl]M", _week_of_months),
    (_LIST, _spread),
    ("[QH],?M(?:-M)?", _window),
    (_PERIOD, _period),
    (rf"(?:{_PERIOD})(?:[/,](?:{_PERIOD}|{_UNIT}))+", _two_periods),
    ("E?[TD]N(?:-T?N)?,?EB|EB,?[TD]N(?:-T?N)?|ETN", _every_month_day),
    ("W[Nl],?EB|EB,?W[Nl]", _every_month_week),
    ("ZB", _fixed(MONTHLY, "inferred-frequency")),
    ("(?:EB,?)?(?:[TD]N|Z)?E?Bn", _month_after),
    ("ZBnaE?q", _month_after_quarter),
    ("JA?", _fixed(MONTHLY, "throughout")),
    ("P?,?k(?:[,/]?k)*", _fixed(TENTATIVE)),
    ("P(?:,?P)*", _fixed(TENTATIVE, "no-period")),
    ("Y|A", _fixed(YEARLY, "inferred-frequency")),
    ("ZA", _fixed(in_months((12,)))),
    ("vA", _fixed(in_months((1,)), "vague-part")),
    ("BN(?:[,-]N)*|N(?:,N)+", _numbered_months),
)

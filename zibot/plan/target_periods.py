"""How often: "setiap triwulan", "4 kali setahun", and the months that are named beside it."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from zibot.plan.found import WIDTH, Found, values
from zibot.plan.schedule import EVERY_MONTH, MONTHLY, QUARTERLY, SEMESTER, YEARLY, in_months
from zibot.plan.target_months import LIST, spread
from zibot.plan.words import Token, shape, without

UNITS = {"D": 0, "W": 0, "B": 1, "q": 3, "u": 4, "h": 6, "A": 12}
"""Months of a unit; days and weeks are less than one."""
BY_PERIOD = {
    1: MONTHLY,
    2: in_months((2, 4, 6, 8, 10, 12)),
    3: QUARTERLY,
    4: in_months((4, 8, 12)),
    6: SEMESTER,
    12: YEARLY,
}
UNIT = "[BquhAWD]"
PERIOD = rf"EZ?N?{UNIT}s?|N?{UNIT}s|E?F|sE?N?{UNIT}|NxE?N?{UNIT}|E?{UNIT}Nx"  # "per bulan", "2 kali setahun"


def period(tokens: Sequence[Token]) -> Found | None:
    """How often: "setiap triwulan", "dua bulan sekali", "4 kali dalam setahun"."""
    kinds = shape(tokens)
    adjective = values(tokens, "F")
    unit = next((token.kind for token in tokens if token.kind in UNITS), None)
    length = adjective[0] if adjective else UNITS[unit or "B"]
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
    found = BY_PERIOD.get(int(months)) if months.denominator == 1 else None
    if found is None:
        return Found(MONTHLY, "shorter-than-month") if months < 1 else None
    plain = length < 12 and count == 1 and (several or [1])[0] == 1
    return Found(found, None if plain else "inferred-frequency")


def two_periods(tokens: Sequence[Token]) -> Found | None:
    """ "per semester / per triwulan": the more frequent one is proposed."""
    lengths = [UNITS.get(token.kind, token.value) for token in tokens if token.kind not in "E/,"]
    known = [BY_PERIOD[length] for length in sorted(lengths) if length in BY_PERIOD]
    return Found(known[0], "two-frequencies") if 0 not in lengths and known else Found(MONTHLY, "shorter-than-month")


def same_period(tokens: Sequence[Token]) -> Found | None:
    """ "4 kali setahun (tiap triwulan)": how often in two ways, clear where both mean the same."""
    kinds = shape(tokens)
    found: list[Found | None] = []
    for at in range(1, len(kinds)):
        if re.fullmatch(PERIOD, kinds[:at].rstrip(",")) and re.fullmatch(PERIOD, kinds[at:]):
            found += [period(tokens[:at]), period(tokens[at:])]
    known = [one for one in found if one is not None]
    if len(known) < max(2, len(found)) or any(one.schedule != known[0].schedule for one in known):
        return None
    if any(one.doubt not in (None, "inferred-frequency") for one in known):
        return None
    return Found(known[0].schedule, None if any(one.doubt is None for one in known) else "inferred-frequency")


def period_with_months(tokens: tuple[Token, ...]) -> Found | None:
    """ "setiap triwulan (April, Juli, …)": the months that are named, if they are as many as the period asks for."""
    kinds = shape(tokens)
    match = re.fullmatch(rf"(?P<period>{PERIOD}|[quh]),?(?P<list>{LIST})", kinds) or re.fullmatch(
        rf"(?P<list>{LIST}),?(?P<period>{PERIOD})", kinds
    )
    if match is None:
        return None
    often = period(tokens[slice(*match.span("period"))])
    named = spread(tokens[slice(*match.span("list"))])
    if often is None or named is None:
        return None
    if named.schedule == MONTHLY and often.schedule.kind in ("quarterly", "semester"):
        return Found(often.schedule, "two-readings")  # "Januari - Desember, setiap triwulan"
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


def several(tokens: Sequence[Token]) -> Found | None:
    """ "3 bulanan": a number before how often."""
    count, length = tokens[0].value, tokens[1].value
    if length == 0:
        return Found(MONTHLY, "shorter-than-month")
    if count * length > 12:
        return Found(YEARLY, "longer-than-year")
    found = BY_PERIOD.get(count * length)
    return Found(found, "inferred-frequency") if found else None


def counted(tokens: Sequence[Token]) -> Found | None:
    """ "4 kali": how often in the year, by which months it is not said."""
    times = tokens[0].value
    length = Fraction(12, times) if times else Fraction(0)
    found = BY_PERIOD.get(int(length)) if length.denominator == 1 else None
    return Found(found, "inferred-frequency") if found else None


def counted_months(tokens: Sequence[Token]) -> Found | None:
    """ "2x (Juni, Desember)", "Maret 1 kali": the months that are named, if they are as many."""
    before = shape(tokens).endswith("x")
    times, rest = (tokens[-2], tokens[:-2]) if before else (tokens[0], tokens[2:])
    named = spread([token for token in rest if token.kind in "MQCHN,-"])
    if named is None:
        return None
    return Found(named.schedule, None if times.value == len(named.schedule.months) else "two-readings")


def from_on(tokens: Sequence[Token]) -> Found | None:
    """ "mulai Maret", "setiap bulan mulai Maret": every month or period from there to the end of the year."""
    first = next(token for token in tokens if token.kind in WIDTH)
    every = next((token.kind for token in tokens if token.kind in UNITS), None)
    start = (first.value - 1) * WIDTH[first.kind] + 1
    if every == "A" or not 1 <= start <= 12:
        return None
    ends = BY_PERIOD[UNITS[every]].months if every else EVERY_MONTH
    return Found(in_months(month for month in ends if month >= start), None if every else "open-start")


def part_of_year(tokens: Sequence[Token]) -> Found:
    """ "awal tahun", "pertengahan tahun": about January, about June."""
    return Found(in_months((1 if tokens[0].text == "awal" else 6,)), "vague-part")


def up_to(tokens: Sequence[Token]) -> Found:
    """ "setiap bulan s.d. Juni": from the beginning of the year, one supposes."""
    return Found(in_months(range(1, values(tokens, "M")[0] + 1)), "open-start")

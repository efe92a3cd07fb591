"""The wording of a target waktu to a Schedule, by a small grammar that must explain every word or say it is unsure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zibot.plan.problem import Problem
from zibot.plan.schedule import (
    AFTER_QUARTERS,
    EVERY_MONTH,
    MONTHLY,
    NOTHING,
    QUARTERLY,
    SEMESTER,
    TENTATIVE,
    YEARLY,
    Schedule,
    in_months,
)
from zibot.plan.words import Token, shape, tidy, tokens_of, without
from zibot.when import calendar_date

_LONGEST = 400  # a target cell holds a few words; what is longer is prose and is asked about


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a target means; where `certain` is false, `problems` say why and a person has to confirm it."""

    schedule: Schedule
    certain: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A schedule and, where it holds a guess, the code of the problem that tells so."""

    schedule: Schedule
    doubt: str | None = None


_Builder = Callable[[Sequence[Token]], _Found | None]


def read_target(text: str, *, year: int | None = None) -> Understanding:
    """Read the wording of one target cell; `year` is the plan's, and any other year in the cell raises a doubt.

    Readings that zibot declares: "TW II", "B06" and "Semester I" are the end of June; "A-B" is every month from A to
    B, and where it spans two or three months or just one half it is asked about, for it may be one window; "paling
    lambat A-B" is once, in B; "minggu ke-n" ends on day 7n.
    """
    words = tidy(text)
    if not words.strip("-–._ "):
        return Understanding(NOTHING, False, (Problem("no-target"),))
    tokens = tokens_of(words[:_LONGEST])
    if "c" in shape(tokens):
        return _unsure(NOTHING, "marks", text)
    problems = [] if len(words) <= _LONGEST else [Problem("not-understood", details={"target": text[:80]})]
    left = [token.text for token in tokens if token.kind == "?"]
    if left:
        problems.append(Problem("leftover", details={"target": text, "words": " ".join(left)}))
    years = {_year(token) for token in tokens if token.kind in "Yd"}
    if year is not None and years - {year}:
        others = ", ".join(str(other) for other in sorted(years - {year}))
        problems.append(Problem("other-year", details={"target": text, "other": others, "year": str(year)}))
    found = _read(without(tokens, r"\?"))
    if year is not None and not _exists(found.schedule, year):
        problems.append(Problem("no-such-day", details={"target": text, "year": str(year)}))
    if found.doubt:
        problems.append(Problem(found.doubt, details={"target": text}))
    return Understanding(found.schedule, not problems, tuple(problems))


def _exists(schedule: Schedule, year: int) -> bool:
    """Whether the plan's year has the one date that is named: 29 February is not in every year."""
    if schedule.kind != "once" or schedule.day is None:
        return True
    return calendar_date(year, schedule.months[0], schedule.day) is not None


def _unsure(schedule: Schedule, code: str, text: str) -> Understanding:
    return Understanding(schedule, False, (Problem(code, details={"target": text}),))


def _year(token: Token) -> int:
    return token.value if token.kind == "Y" else token.value // 10_000


def _read(tokens: tuple[Token, ...]) -> _Found:
    """The best reading: the whole, or the whole without its condition, or at least the months it names."""
    found = _whole(tokens)
    if found is None and "k" in shape(tokens):
        rest = _whole(without(tokens, ",?k"))
        found = _Found(rest.schedule, "conditional") if rest else None
    return found or _Found(_named_at_all(tokens), "not-understood")


def _named_at_all(tokens: Sequence[Token]) -> Schedule:
    """Every month, quarter or half that is named, for a cell whose sentence is not understood."""
    width = {"M": 1, "Q": 3, "H": 6}
    months = [token.value * width[token.kind] for token in tokens if token.kind in width]
    months += [token.value // 100 % 100 for token in tokens if token.kind == "d"]
    known = [month for month in months if month in EVERY_MONTH]
    return in_months(known) if known else NOTHING


def _whole(tokens: tuple[Token, ...]) -> _Found | None:
    """Read all tokens, or None where the grammar has no such sentence."""
    tokens, doubt = _simplified(tokens)
    latest = re.match("L", shape(tokens)) or re.search("L(?=[TNWZD])", shape(tokens))
    if latest:
        tokens = tokens[: latest.start()] + tokens[latest.end() :]
        tokens = without(tokens, "^[,-]+")
    found = _sentence(tokens)
    if found is None and re.search("[mP]", shape(tokens)) and re.search("[^mP,]", shape(tokens)):
        # "berkala" and "minimal" add nothing but doubt to a sentence that says how often.
        doubt = doubt or ("inferred-frequency" if "m" in shape(tokens) else None)
        found = _sentence(without(tokens, "^[mP]+,?|,?[mP]"))
    if found is not None and latest:
        found = _as_deadline(found, tokens)
    return replace(found, doubt=found.doubt or doubt) if found else None


def _simplified(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], str | None]:
    """Drop what adds nothing: years, brackets, "bulan" before its name, "akhir" of what ends anyway."""
    if re.search("[JZv]Y", shape(tokens)):  # "akhir tahun 2027" names the year itself
        tokens = tuple(Token("A", 0, token.text) if token.kind == "Y" else token for token in tokens)
    elif re.search("[^Y,()]", shape(tokens)):
        tokens = without(tokens, "Y")
    for match in re.finditer(r"N\(N\)", shape(tokens)):  # "1 (satu) kali"
        if tokens[match.start()].value == tokens[match.start() + 2].value:
            tokens = tokens[: match.start() + 1] + tokens[match.end() :]
            break
    tokens = without(tokens, r"B(?=M)|Z(?=B?[MQHqh])")
    tokens = without(tokens, r"B(?=M)|[()]")
    doubt = "vague-part" if re.search("v(?=[MQHBqh])", shape(tokens)) else None
    tokens = without(tokens, "v(?=[MQHBqh])")
    if re.search("[MQHd]", shape(tokens)):
        tokens = without(tokens, ",?EAs?,?")
    if re.search("[-,/]$", shape(tokens)):
        doubt = "open-end"
    return without(tokens, "^[-,/]+|[-,/]+$|(?<=,),+"), doubt


def _sentence(tokens: tuple[Token, ...]) -> _Found | None:
    """The first rule that explains the whole shape."""
    kinds = shape(tokens)
    for pattern, build in _RULES:
        if re.fullmatch(pattern, kinds):
            found = build(tokens)
            if found is not None:
                return found
    return _period_with_months(tokens)


def _values(tokens: Sequence[Token], kinds: str) -> list[int]:
    return [token.value for token in tokens if token.kind in kinds]


def _as_deadline(found: _Found, tokens: tuple[Token, ...]) -> _Found:
    """ "Paling lambat": a span is one deadline at its end, a single month one deadline in it."""
    schedule = found.schedule
    kinds = shape(tokens)
    plain = schedule.kind == "months" and schedule.day is None and schedule.week is None
    span = re.fullmatch("M-M|Q-[QN]|H-[HN]", kinds)
    if span and found.doubt != "wraps-year":
        return _Found(Schedule("once", (_values(tokens, "MQHN")[-1] * _WIDTH[kinds[0]],), deadline=True))
    if plain and len(schedule.months) == 1:
        return _Found(replace(schedule, kind="once", deadline=True), found.doubt)
    if schedule.kind in ("tentative", "none"):
        return _Found(schedule, found.doubt or "not-understood")
    return _Found(replace(schedule, deadline=True), found.doubt)


_WIDTH = {"M": 1, "Q": 3, "H": 6}
"""Months of a month, a quarter, a half."""


def _parts(tokens: Sequence[Token]) -> list[tuple[int, int]] | None:
    """A list such as "I, II s.d. IV" as pairs of first and last numbers of its parts; None if one is too large."""
    width = _WIDTH[next(token.kind for token in tokens if token.kind in _WIDTH)]
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


def _spread(tokens: Sequence[Token]) -> _Found | None:
    """Months, quarters or halves, one by one and in ranges, to the months in which each ends."""
    parts = _parts(tokens)
    if parts is None:
        return None
    width = _WIDTH[next(token.kind for token in tokens if token.kind in _WIDTH)]
    count = 12 // width
    months: set[int] = set()
    doubt = None
    for first, last in parts:
        if first > last:
            doubt = "wraps-year"
        elif first < last and (first, last) != (1, count) and (last < first + 3 or _is_half(first, last, width)):
            doubt = doubt or "short-range"
        length = (last - first) % count + 1
        months.update(((first - 1 + step) % count + 1) * width for step in range(length))
    if [first for first, _last in parts] != sorted(first for first, _last in parts):
        doubt = "wraps-year"  # "April, Juli, Oktober, Januari": that January may be of the year after
    whole = {3: QUARTERLY, 6: SEMESTER}.get(width)
    return _Found(whole if whole and set(whole.months) == months else in_months(months), doubt)


def _is_half(first: int, last: int, width: int) -> bool:
    """Whether "Januari-Juni" or "Juli-Desember" is written, which may well be one half of the year."""
    return width == 1 and (first, last) in ((1, 6), (7, 12))


def _window(tokens: Sequence[Token]) -> _Found | None:
    """A quarter or half that spells out its months: "Semester II (Jul - Des)"."""
    named, months = tokens[0], _values(tokens, "M")
    last = named.value * _WIDTH[named.kind]
    first = last - _WIDTH[named.kind] + 1
    if not first <= months[0] <= months[-1] <= last:
        return _Found(in_months(months[-1:]), "two-readings")
    if months[-1] == last and months[0] in (first, last):
        return _Found(in_months((last,)))
    return _Found(in_months(months[-1:]), "two-readings")


def _once(day: int, month: int) -> _Found | None:
    # 2028 has a 29 February: whether the plan's year has one is told when its due dates are made.
    return _Found(Schedule("once", (month,), day=day)) if calendar_date(2028, month, day) else None


def _date(tokens: Sequence[Token]) -> _Found | None:
    last = tokens[-1].value
    return _once(last % 100, last // 100 % 100)


def _day_of_month(tokens: Sequence[Token]) -> _Found | None:
    """ "16 Agustus", "14 s.d 22 Agustus": the last day named, in the last month named."""
    days, months = _values(tokens, "N"), _values(tokens, "M")
    spans = [*zip(months, days, strict=True)] if len(months) == len(days) else [(months[0], day) for day in days]
    if months[-1] > months[0] + 1:
        return _throughout(months)
    return _once(days[-1], months[-1]) if spans == sorted(spans) and days[0] > 0 else None


def _throughout(months: Sequence[int]) -> _Found:
    """ "1 Januari - 31 Desember": a long stretch is work that goes on rather than one deadline."""
    return _Found(in_months(range(months[0], months[-1] + 1)), "throughout")


def _day_of_months(tokens: Sequence[Token]) -> _Found | None:
    """ "tanggal 5 Maret dan Juni"."""
    day, months = _values(tokens, "N")[0], _values(tokens, "M")
    valid = all(calendar_date(2028, month, day) for month in months)
    return _Found(in_months(months, day=day)) if valid and len(set(months)) > 1 else None


def _week_of_months(tokens: Sequence[Token]) -> _Found | None:
    """ "minggu ke-2 Januari": a span of weeks is due at its end."""
    weeks, months = _values(tokens, "Nl"), sorted(set(_values(tokens, "M")))
    if not all(1 <= week <= 5 for week in weeks) or (weeks != sorted(weeks) and len(months) == 1):
        return None
    if len(weeks) == 2 and shape(tokens).count("M") == 2:  # from a week of one month to a week of another
        first, last = _values(tokens, "M")
        if last > first + 1:
            return _throughout([first, last])
        return _Found(Schedule("once", (last,), week=weeks[-1])) if first <= last else None
    if len(months) == 1:
        return _Found(Schedule("once", tuple(months), week=weeks[-1]))
    return _Found(in_months(months, week=weeks[-1]))


def _every_month_day(tokens: Sequence[Token]) -> _Found | None:
    day = _values(tokens, "N")[-1]
    return _Found(replace(MONTHLY, day=day)) if 1 <= day <= 31 else None


def _every_month_week(tokens: Sequence[Token]) -> _Found | None:
    week = _values(tokens, "Nl")[-1]
    return _Found(replace(MONTHLY, week=week)) if 1 <= week <= 5 else None


def _month_after(tokens: Sequence[Token]) -> _Found | None:
    """ "hari ke-10 bulan berikutnya": due in every month for the one before it, which nobody said outright."""
    days = _values(tokens, "N")
    if days and not 1 <= days[-1] <= 31:
        return None
    after = replace(MONTHLY, day=days[-1] if days else None, next_month=True)
    return _Found(after, "inferred-frequency")


def _month_after_quarter(_tokens: Sequence[Token]) -> _Found:
    return _Found(Schedule("quarterly", AFTER_QUARTERS, next_month=True), "inferred-frequency")


def _numbered_months(tokens: Sequence[Token]) -> _Found | None:
    """ "bulan 3, 6": numbers that are most likely months."""
    months = _values(tokens, "N")
    return _Found(in_months(months), "numbered-months") if all(month in EVERY_MONTH for month in months) else None


def _two_periods(tokens: Sequence[Token]) -> _Found | None:
    """ "per semester / per triwulan": the more frequent one is proposed."""
    lengths = [_UNITS.get(token.kind, token.value) for token in tokens if token.kind not in "E/,"]
    known = [_BY_PERIOD[length] for length in sorted(lengths) if length in _BY_PERIOD]
    return _Found(known[0], "two-frequencies") if 0 not in lengths and known else _Found(MONTHLY, "shorter-than-month")


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


def _period(tokens: Sequence[Token]) -> _Found | None:
    """How often: "setiap triwulan", "dua bulan sekali", "4 kali dalam setahun"."""
    kinds = shape(tokens)
    adjective = _values(tokens, "F")
    unit = next((token.kind for token in tokens if token.kind in _UNITS), None)
    length = adjective[0] if adjective else _UNITS[unit or "B"]
    if length == 0:
        return _Found(MONTHLY, "shorter-than-month")
    times = re.search("Nx", kinds)
    count = tokens[times.start()].value if times else 1
    several = _values(without(tuple(tokens), "Nx"), "N")
    months = Fraction(length * (several[0] if several else 1), count or 1)
    if count == 0 or months == 0:
        return None
    if months > 12:
        return _Found(YEARLY, "longer-than-year")
    found = _BY_PERIOD.get(int(months)) if months.denominator == 1 else None
    if found is None:
        return _Found(MONTHLY, "shorter-than-month") if months < 1 else None
    plain = length < 12 and count == 1 and (several or [1])[0] == 1
    return _Found(found, None if plain else "inferred-frequency")


_UNIT = "[BqhAWD]"
_PERIOD = rf"EZ?N?{_UNIT}s?|N?{_UNIT}s|E?F|sE?N?{_UNIT}|NxE?N?{_UNIT}|E?{_UNIT}Nx"  # "per bulan", "2 kali setahun"
_LIST = "E?(?:M(?:-M)?(?:,M(?:-M)?)*|Q(?:-[QN])?(?:,[QN](?:-[QN])?)*|H(?:-[HN])?(?:,[HN])*)"


def _period_with_months(tokens: tuple[Token, ...]) -> _Found | None:
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
    return _Found(named.schedule, None if _agree(often, named) else named.doubt or "two-readings")


def _agree(often: _Found, named: _Found) -> bool:
    """Whether named months are what a frequency asks for: a run of months for monthly, one in each part otherwise."""
    months, kind = named.schedule.months, often.schedule.kind
    if named.doubt == "wraps-year" or often.doubt in ("shorter-than-month", "longer-than-year"):
        return False
    if kind == "monthly":
        return len(months) > 1 and months == tuple(range(months[0], months[-1] + 1))
    # A report on a quarter is often due in the month after it, so that any month of each part will do.
    return len(months) == len(often.schedule.months) and (kind != "months" or months == often.schedule.months)


def _fixed(schedule: Schedule, doubt: str | None = None) -> _Builder:
    return lambda _tokens: _Found(schedule, doubt)


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

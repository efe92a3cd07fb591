"""The wording of a target waktu to a Schedule, by a small grammar that must explain every word or say it is unsure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zibot.plan.found import WIDTH, Found, values
from zibot.plan.no_time import says_no_time, without_volume
from zibot.plan.problem import Problem
from zibot.plan.schedule import EVERY_MONTH, NOTHING, Schedule, in_months
from zibot.plan.spelling import corrected, dated, normalised, unlisted
from zibot.plan.target_rules import sentence
from zibot.plan.target_weekdays import contradicts
from zibot.plan.words import Token, shape, tidy, tokens_of, without, without_repeats
from zibot.when import calendar_date

_LONGEST = 400  # a target cell holds a few words; what is longer is prose and is asked about


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a target means; where `certain` is false, `problems` say why and a person has to confirm it."""

    schedule: Schedule
    certain: bool
    problems: tuple[Problem, ...] = ()


def read_target(said: str, *, year: int | None = None) -> Understanding:
    """Read the wording of one target cell; `year` is the plan's, and any other year in the cell raises a doubt.

    Readings that zibot declares: "TW II", "B06" and "Semester I" are the end of June; "A-B" is every month from A to
    B, and where it spans two or three months or just one half it is asked about, for it may be one window; "paling
    lambat A-B" is once, in B; "minggu ke-n" ends on day 7n; a day or week before a list of months is that of each.
    """
    text, listed = unlisted(normalised(said[: _LONGEST * 3]))
    words, misspelt = corrected(tidy(text))
    instead = says_no_time(words)
    if instead:
        return _unsure(NOTHING, instead, said)
    words, short_year = dated(words, year)
    words, volume = without_volume(words)
    tokens = tokens_of(words[:_LONGEST])
    found = _read(without(tokens, "[?*c]"))
    details = {"target": said}
    problems = [*_doubts(tokens, details, year=year)]
    if len(words) > _LONGEST:
        problems.insert(0, Problem("not-understood", details={"target": said[:80]}))
    if listed:
        problems.append(Problem("list-marks", details=details))
    if misspelt:
        problems.append(Problem("misspelt-month", details={**details, "words": words[:80]}))
    if short_year:
        problems.append(Problem("short-year", details=details))
    if volume not in (None, 1, len(found.schedule.months)):
        problems.append(Problem("two-readings", details=details))
    if year is not None and not _exists(found.schedule, year):
        problems.append(Problem("no-such-day", details={**details, "year": str(year)}))
    if found.doubt:
        problems.append(Problem(found.doubt, details=details))
    return Understanding(found.schedule, not problems, tuple(problems))


def _doubts(tokens: tuple[Token, ...], details: Mapping[str, str], *, year: int | None) -> Iterable[Problem]:
    """What its single words leave in doubt: unknown ones, marks beside them, a year that is not the plan's."""
    left = [token.text for token in tokens if token.kind == "?"]
    if left:
        yield Problem("leftover", details={**details, "words": " ".join(left)})
    if "*" in shape(tokens):
        yield Problem("questioned", details=details)
    if "c" in shape(tokens):
        yield Problem("marks", details=details)
    if any(re.search("gasal|ganjil|genap", token.text) for token in tokens):
        yield Problem("academic-term", details=details)
    if contradicts(tokens, year):
        yield Problem("weekday-differs", details=details)
    others = {_year(token) for token in tokens if token.kind in "Yd"} - {year}
    if year is not None and others:
        other = ", ".join(str(one) for one in sorted(others))
        yield Problem("other-year", details={**details, "other": other, "year": str(year)})


def _exists(schedule: Schedule, year: int) -> bool:
    """Whether the plan's year has the one date that is named: 29 February is not in every year."""
    if schedule.kind != "once" or schedule.day is None:
        return True
    return calendar_date(year, schedule.months[0], schedule.day) is not None


def _unsure(schedule: Schedule, code: str, text: str) -> Understanding:
    return Understanding(schedule, False, (Problem(code, details={"target": text}),))


def _year(token: Token) -> int:
    return token.value if token.kind == "Y" else token.value // 10_000


def _read(tokens: tuple[Token, ...]) -> Found:
    """The best reading: the whole, or the whole without its condition, or at least the months it names."""
    found = _whole(tokens)
    if found is None and "k" in shape(tokens):
        rest = _whole(without(tokens, ",?k"))
        found = Found(rest.schedule, "conditional") if rest else None
    return found or Found(_named_at_all(tokens), "not-understood")


def _named_at_all(tokens: Sequence[Token]) -> Schedule:
    """Every month, quarter or half that is named, for a cell whose sentence is not understood."""
    months = [token.value * WIDTH[token.kind] for token in tokens if token.kind in WIDTH]
    months += [token.value // 100 % 100 for token in tokens if token.kind == "d"]
    known = [month for month in months if month in EVERY_MONTH]
    return in_months(known) if known else NOTHING


def _whole(tokens: tuple[Token, ...]) -> Found | None:
    """Read all tokens, or None where the grammar has no such sentence."""
    before = tokens
    tokens, doubt = _simplified(tokens)
    latest = re.match("L", shape(tokens)) or re.search("L(?=[TNWZD])", shape(tokens))
    # "s.d. 28 Februari" lacks a beginning, but a day that is named is a deadline.
    until = re.fullmatch("-(?:(?:T?NM|d)Y?)", shape(before)) if latest is None and doubt == "open-end" else None
    if until:
        latest, doubt = until, None
    elif latest:
        tokens = tokens[: latest.start()] + tokens[latest.end() :]
        tokens = without(tokens, "^[,-]+")
    found = sentence(tokens)
    if found is None and re.search("[mP]", shape(tokens)) and re.search("[^mP,]", shape(tokens)):
        # "berkala" and "minimal" add nothing but doubt to a sentence that says how often.
        doubt = doubt or ("inferred-frequency" if "m" in shape(tokens) else None)
        found = sentence(without(tokens, "^[mP]+,?|,?[mP]"))
    if found is not None and latest:
        found = _as_deadline(found, tokens)
    return replace(found, doubt=found.doubt or doubt) if found else None


def _simplified(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], str | None]:
    """Drop what adds nothing: years, brackets, "bulan" before its name, "akhir" of what ends anyway."""
    tokens = _without_years(tokens)
    tokens = without_repeats(tokens)
    tokens = without(
        tokens, r"B(?=M)|Z(?=E?B?[MQHCqh]|EB)|D,?(?=T?N(?:-T?N)?M|d)|(?<=x)/(?=[BqhuA])|b(?=B?(?:M-M|[QHC]-))"
    )
    tokens = without(tokens, r"B(?=M)|[()]")
    doubt = "vague-part" if re.search("v(?=[MQHCBqh])|(?<=[MQHC])v", shape(tokens)) else None
    tokens = without(tokens, "v(?=[MQHCBqh])|(?<=[MQHC])v")
    if re.search("[MQHCd]", shape(tokens)):
        tokens = without(tokens, ",?EAs?,?")
    if re.search("(?<=[MQHCN])[,/]*/[,/]*(?=[MQHCN])", shape(tokens)):
        doubt = "either-or"  # "Mei/Juni" may be one of the two
        tokens = _slashes_as_commas(tokens)
    lead = re.match("[-,/]*", shape(tokens))
    wordy = any(token.text not in "-,;" for token in tokens[: lead.end() if lead else 0])
    if wordy or re.search("[-,/]$", shape(tokens)):  # a hyphen in front is a bullet, "s.d. Maret" lacks its beginning
        doubt = "open-end"
    return without(tokens, "^[-,/]+|[-,/]+$|(?<=,),+"), doubt


def _without_years(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without years, which are told of elsewhere; a year that is the whole target stays."""
    if re.search("[JZv]Y", shape(tokens)):  # "akhir tahun 2027" names the year itself
        return tuple(Token("A", 0, token.text) if token.kind == "Y" else token for token in tokens)
    if re.search("[^Y,()]", shape(tokens)):
        return without(tokens, "(?<=[MQHCN])[-/]Y|Y")
    return tokens


def _slashes_as_commas(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return without(tuple(token._replace(kind=",") if token.kind == "/" else token for token in tokens), "(?<=,),+")


def _as_deadline(found: Found, tokens: tuple[Token, ...]) -> Found:
    """ "Paling lambat": a span is one deadline at its end, a single month one deadline in it."""
    schedule = found.schedule
    kinds = shape(tokens)
    plain = schedule.kind == "months" and schedule.day is None and schedule.week is None
    span = re.fullmatch("M-M|Q-[QN]|H-[HN]|C-[CN]", kinds)
    if span and found.doubt not in ("wraps-year", "report-codes"):
        return Found(Schedule("once", (values(tokens, "MQHCN")[-1] * WIDTH[kinds[0]],), deadline=True))
    if plain and len(schedule.months) == 1:
        return Found(replace(schedule, kind="once", deadline=True), found.doubt)
    if schedule.kind in ("tentative", "none"):
        return Found(schedule, found.doubt or "not-understood")
    doubt = None if found.doubt == "two-month-window" else found.doubt
    return Found(replace(schedule, deadline=True), doubt)

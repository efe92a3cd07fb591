"""The wording of a target waktu to a Schedule, by a small grammar that must explain every word or say it is unsure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zibot.plan.problem import Problem
from zibot.plan.schedule import EVERY_MONTH, NOTHING, Schedule, in_months
from zibot.plan.target_rules import WIDTH, Found, sentence, values
from zibot.plan.words import Token, shape, tidy, tokens_of, without
from zibot.when import calendar_date

_LONGEST = 400  # a target cell holds a few words; what is longer is prose and is asked about


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a target means; where `certain` is false, `problems` say why and a person has to confirm it."""

    schedule: Schedule
    certain: bool
    problems: tuple[Problem, ...] = ()


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


def _read(tokens: tuple[Token, ...]) -> Found:
    """The best reading: the whole, or the whole without its condition, or at least the months it names."""
    found = _whole(tokens)
    if found is None and "k" in shape(tokens):
        rest = _whole(without(tokens, ",?k"))
        found = Found(rest.schedule, "conditional") if rest else None
    return found or Found(_named_at_all(tokens), "not-understood")


def _named_at_all(tokens: Sequence[Token]) -> Schedule:
    """Every month, quarter or half that is named, for a cell whose sentence is not understood."""
    width = {"M": 1, "Q": 3, "H": 6}
    months = [token.value * width[token.kind] for token in tokens if token.kind in width]
    months += [token.value // 100 % 100 for token in tokens if token.kind == "d"]
    known = [month for month in months if month in EVERY_MONTH]
    return in_months(known) if known else NOTHING


def _whole(tokens: tuple[Token, ...]) -> Found | None:
    """Read all tokens, or None where the grammar has no such sentence."""
    tokens, doubt = _simplified(tokens)
    latest = re.match("L", shape(tokens)) or re.search("L(?=[TNWZD])", shape(tokens))
    if latest:
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
    lead = re.match("[-,/]*", shape(tokens))
    wordy = any(token.text not in "-,;" for token in tokens[: lead.end() if lead else 0])
    if wordy or re.search("[-,/]$", shape(tokens)):  # a hyphen in front is a bullet, "s.d. Maret" lacks its beginning
        doubt = "open-end"
    return without(tokens, "^[-,/]+|[-,/]+$|(?<=,),+"), doubt


def _as_deadline(found: Found, tokens: tuple[Token, ...]) -> Found:
    """ "Paling lambat": a span is one deadline at its end, a single month one deadline in it."""
    schedule = found.schedule
    kinds = shape(tokens)
    plain = schedule.kind == "months" and schedule.day is None and schedule.week is None
    span = re.fullmatch("M-M|Q-[QN]|H-[HN]", kinds)
    if span and found.doubt != "wraps-year":
        return Found(Schedule("once", (values(tokens, "MQHN")[-1] * WIDTH[kinds[0]],), deadline=True))
    if plain and len(schedule.months) == 1:
        return Found(replace(schedule, kind="once", deadline=True), found.doubt)
    if schedule.kind in ("tentative", "none"):
        return Found(schedule, found.doubt or "not-understood")
    return Found(replace(schedule, deadline=True), found.doubt)

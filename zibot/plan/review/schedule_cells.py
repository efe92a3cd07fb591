"""The cells of a schedule, kind, months, week or day, to a Schedule and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from zibot.plan.problem import Problem
from zibot.plan.schedule import (
    AFTER_QUARTERS,
    EVERY_MONTH,
    MONTHLY,
    NOTHING,
    QUARTERLY,
    SEMESTER,
    YEARLY,
    Kind,
    Schedule,
    in_months,
)
from zibot.plan.target_waktu import read_target
from zibot.when import MONTHS, NUMBER_WORDS, calendar_date, mend, month_of, number_of

KIND_WORDS: Mapping[Kind, str] = {
    "monthly": "setiap bulan",
    "quarterly": "setiap triwulan",
    "semester": "setiap semester",
    "yearly": "setiap tahun",
    "months": "bulan tertentu",
    "once": "satu kali",
    "tentative": "tentatif",
    "none": "belum ditentukan",
}
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"(?:(?:se)?tiap|per) ?bulan(?:nya)?|bulanan|sebulan sekali", "monthly"),
    (r"(?:(?:se)?tiap|per) ?(?:triwulan|tw)(?:nya)?|triwulanan", "quarterly"),
    (r"(?:(?:se)?tiap|per) ?(?:semester|smt)(?:nya)?|semesteran", "semester"),
    (r"(?:(?:se)?tiap|per) ?tahun(?:nya)?|tahunan|setahun sekali", "yearly"),
    (r"bulan(?: bulan)? tertentu", "months"),
    (r"(?:satu|1) ?(?:kali|x)|sekali", "once"),
    (r"tentati[fv]e?|insidenti?[ai]?l|jika ada", "tentative"),
    (r"(?:belum|tidak) ditentukan|belum ada|", "none"),
)
_USUAL = {"monthly": MONTHLY, "quarterly": QUARTERLY, "semester": SEMESTER, "yearly": YEARLY}
_APART = {"quarterly": 2, "semester": 4, "yearly": 1}
"""Months that lie at least between two due dates, so that any month of each quarter or half will do."""
_LATEST = r"(?:paling|selambat\W*) ?lambat(?:nya)?"
_NEXT_MONTH = "untuk bulan sebelumnya"
# In a column of months a range is each month in it, and figures are months.
_HARMLESS = {"short-range", "numbered-months"}


@dataclass(frozen=True, slots=True)
class ScheduleCells:
    """What the three cells of a schedule say, as typed."""

    kind: str
    months: str
    narrower: str


@dataclass(frozen=True, slots=True)
class Narrower:
    """What narrows each month: a week or a day of it, and how the document put it."""

    week: int | None = None
    day: int | None = None
    deadline: bool = False
    next_month: bool = False


def months_cell(schedule: Schedule) -> str:
    """The months in words: "Maret, Juni"; empty where the kind says them already."""
    usual = _USUAL.get(schedule.kind)
    if usual and usual.months == schedule.months:
        return ""
    months = schedule.months
    if len(months) > 3 and months == tuple(range(months[0], months[0] + len(months))):
        return f"{MONTHS[months[0] - 1]} - {MONTHS[months[-1] - 1]}"
    return ", ".join(MONTHS[month - 1] for month in months)


def narrower_cell(schedule: Schedule) -> str:
    """Week, day and the rest in words: "minggu ke-2, paling lambat"."""
    parts = (
        f"minggu ke-{schedule.week}" if schedule.week is not None else "",
        f"tanggal {schedule.day}" if schedule.day is not None else "",
        "paling lambat" if schedule.deadline else "",
        _NEXT_MONTH if schedule.next_month else "",
    )
    return ", ".join(part for part in parts if part)


def read_schedule(cells: ScheduleCells, year: int | None) -> tuple[Schedule, tuple[Problem, ...]]:
    """What the cells mean; with a problem the schedule is what could be understood, and nobody may rely on it."""
    kind = kind_of(cells.kind)
    narrower = read_narrower(cells.narrower)
    named, problem = _months(cells.months, year)
    problems = [problem] if problem else []
    if kind is None:
        problems.append(Problem("kind-unknown", details={"kind": cells.kind}))
    if narrower is None:
        problems.append(Problem("narrower-unreadable", details={"words": cells.narrower}))
    if problems or kind is None or narrower is None:
        return named or NOTHING, tuple(problems)
    said = Narrower(named.week, named.day, named.deadline, named.next_month) if named else Narrower()
    if said != Narrower() and narrower not in (Narrower(), said):
        return named or NOTHING, (_disagree(cells),)
    # "minggu ke-2 Januari" in the column of months says all by itself.
    found = _joined(kind, named, narrower if said == Narrower() else said)
    if found is not None:
        return found, _no_such_day(found, cells, year)
    if named is None and kind in ("months", "once"):
        return NOTHING, (Problem("kind-without-months", details={"kind": cells.kind}),)
    return named or NOTHING, (_disagree(cells),)


def kind_of(words: str) -> Kind | None:
    """The kind that a drop-down's words (or their like) name; an empty cell says nothing; None for unknown words."""
    simple = " ".join(re.sub(r"[\W_]+", " ", words).casefold().split())
    return next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, simple)), None)


def read_narrower(words: str) -> Narrower | None:
    """Week, day and the rest from words; None where a part of them is not understood or two of them collide."""
    week = day = None
    deadline = next_month = False
    for part in re.split(r"[,;\n]+", words.casefold()):
        said = re.sub(rf"^{_LATEST}\b", "", part.strip())
        deadline |= said != part.strip()
        said = " ".join(said.split()).strip(". -")
        at_week = re.fullmatch(rf"(?:minggu|mgg|pekan) ?(?P<n>(?:ke ?-? ?)?(?:\d+|{NUMBER_WORDS})|terakhir)", said)
        at_day = re.fullmatch(r"(?:tanggal|tgl\.?|hari ke ?-?) ?(?P<n>\d{1,2})", said)
        if at_week and week is None:
            week = 5 if at_week["n"] == "terakhir" else number_of(at_week["n"])
        elif at_day and day is None:
            day = int(at_day["n"])
        elif said in (_NEXT_MONTH, "bulan berikutnya"):
            next_month = True
        elif said:
            return None
    sound = (week is None or 1 <= week <= 5) and (day is None or 1 <= day <= 31) and (week is None or day is None)
    return Narrower(week, day, deadline, next_month) if sound else None


def _months(words: str, year: int | None) -> tuple[Schedule | None, Problem | None]:
    """The months that a cell names, None for an empty cell, with a problem where it is not understood."""
    if not words.strip(" -–.\n"):
        return None, None
    parts = [part.strip(" .-") for part in re.split(r"[,;&\n/]+|\bdan\b", mend(words.casefold())) if part.strip(" .-")]
    known = [_month(part) for part in parts]
    if known and all(known):
        return Schedule("months", tuple(sorted({month for month in known if month}))), None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):  # a program made a date of it: "1/3" may be two months
        return None, Problem("months-unreadable", details={"months": words})
    understood = read_target(words, year=year)
    doubts = [problem for problem in understood.problems if problem.code not in _HARMLESS]
    if not doubts and understood.schedule.months:
        return understood.schedule, None
    other_year = next((problem for problem in doubts if problem.code == "other-year"), None)
    return None, other_year or Problem("months-unreadable", details={"months": words})


def _month(word: str) -> int | None:
    number = int(word) if re.fullmatch("[0-9]{1,2}", word) else month_of(word)
    return number if number in EVERY_MONTH else None


def _joined(kind: Kind, named: Schedule | None, narrower: Narrower) -> Schedule | None:
    """Kind, months and what narrows them as one schedule; None where they contradict one another."""
    months = named.months if named else ()
    if kind == "none" and named is not None:
        # Months were filled in and the kind was left as it stood: they say it.
        return _of(months, narrower) if named.kind == "months" else _narrowed(named, narrower)
    if kind in ("tentative", "none"):
        return None if months or narrower != Narrower() else Schedule(kind)
    if kind == "once":
        return _narrowed(Schedule("once", months), narrower) if len(months) == 1 else None
    if kind == "months":
        return _of(months, narrower) if months else None
    usual = _USUAL[kind]
    if not months or months == usual.months:
        after = kind == "quarterly" and narrower.next_month and not months
        return _narrowed(replace(usual, months=AFTER_QUARTERS) if after else usual, narrower)
    if kind == "quarterly" and narrower.next_month and months == AFTER_QUARTERS:
        return _narrowed(Schedule("quarterly", months), narrower)
    return _of(months, narrower) if _agree(kind, months) else None


def _agree(kind: Kind, months: tuple[int, ...]) -> bool:
    """Whether these months are what the kind asks for: a run of months, or one in each part of the year."""
    if kind == "monthly":
        return len(months) > 1 and months == tuple(range(months[0], months[-1] + 1))
    spread = all(later - sooner >= _APART[kind] for sooner, later in pairwise(months))
    return spread and len(months) == len(_USUAL[kind].months)


def _of(months: tuple[int, ...], narrower: Narrower) -> Schedule:
    return _narrowed(in_months(months), narrower)


def _narrowed(schedule: Schedule, narrower: Narrower) -> Schedule:
    return replace(
        schedule,
        week=narrower.week,
        day=narrower.day,
        deadline=narrower.deadline,
        next_month=narrower.next_month,
    )


def _disagree(cells: ScheduleCells) -> Problem:
    said = ", ".join(part for part in (cells.months, cells.narrower) if part)
    return Problem("kind-and-months", details={"kind": cells.kind, "months": said})


def _no_such_day(schedule: Schedule, cells: ScheduleCells, year: int | None) -> tuple[Problem, ...]:
    """A day that a named month does not have, such as 31 June."""
    if schedule.day is None or schedule.kind not in ("months", "once"):
        return ()
    if all(calendar_date(year or 2028, month, schedule.day) for month in schedule.months):
        return ()
    target = ", ".join(part for part in (cells.narrower, cells.months) if part)
    return (Problem("no-such-day", details={"target": target, "year": str(year or "")}),)

"""Columns that stand for months, quarters, halves or weeks: what each one means, from the headings above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zibot.plan.document import one_line
from zibot.when import MONTH_WORDS, month_of, number_of, quarter_of


@dataclass(frozen=True, slots=True)
class Period:
    """What a column stands for: the month in which it ends, its length in months, its week, its year where named."""

    month: int
    length: int = 1
    week: int | None = None
    year: int | None = None


_NOT_PLANNED = re.compile(r"\b(?:REALISASI|CAPAIAN|TEREALISASI|BUKTI|KETERANGAN|KET|STATUS)\b|^R$", re.IGNORECASE)
_PLANNED = re.compile(r"(?:TARGET|RENCANA|VOLUME|VOL|T|P|%)(?:\s*\(?(?:%|FISIK|KEGIATAN)\)?)?", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_MONTH = re.compile(rf"(?:bulan\s+)?({MONTH_WORDS})\W*(?:20\d\d|'?\d\d)?", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(r"(?:b|bln|bulan)[\s.\-]*(?:ke\W*)?(0?[1-9]|1[0-2])", re.IGNORECASE)
_HALF = re.compile(r"(?:semester|smt|smtr|sem|s)[\s.\-]*(?:ke\W*)?(i{1,2}|[12])", re.IGNORECASE)
_WEEK = re.compile(r"(?:minggu|mgg|m|w|week|pekan)[\s.\-]*(?:ke\W*)?([1-5]|i{1,3}|iv|v)", re.IGNORECASE)
_INITIALS = "JFMAMJJASOND"


def periods_of(paths: Sequence[Sequence[str]]) -> dict[int, Period]:
    """The period of each column by the headings above it, outermost first; empty unless two columns or more have one.

    Bare figures and letters count only as a run: 1 to 12 are months, I to IV under a quarter's word are quarters, 1 to
    4 under a month are its weeks.
    """
    trimmed = {at: parts for at, path in enumerate(paths) if (parts := _planned(path))}
    found = {at: period for at, parts in trimmed.items() if (period := _named(parts))}
    bare = [at for at, parts in trimmed.items() if at not in found and _bare(parts[-1])]
    for run in _runs(bare, trimmed):
        found.update(_of_run(run, trimmed))
    if sum(period.length == 1 for period in found.values()) >= 6:
        found = {at: period for at, period in found.items() if period.length == 1}  # beside months, sums of quarters
    return found if len(found) > 1 else {}


def _planned(path: Sequence[str]) -> tuple[str, ...]:
    """The headings of a column that says what is planned, without the word for it; none for what was realised."""
    parts = [one_line(part) for part in path if part.strip()]
    if parts and _NOT_PLANNED.search(parts[-1]):
        return ()
    while len(parts) > 1 and _PLANNED.fullmatch(parts[-1]):
        parts.pop()
    return tuple(parts)


def _bare(leaf: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}|[IVX]{1,4}|[A-Z]", leaf.rstrip(".").upper()))


def _named(parts: Sequence[str]) -> Period | None:
    """A period that its own words name, and a week that its words and a month above name."""
    leaf, year = parts[-1], _year(parts)
    month = _month(leaf)
    if month:
        return Period(month, year=year)
    quarter = quarter_of(leaf) or quarter_of(re.sub(r"\W*20\d\d$", "", leaf))
    if quarter:
        return Period(3 * quarter, 3, year=year)
    half = _HALF.fullmatch(leaf)
    if half:
        return Period(6 * (number_of(half[1]) or 1), 6, year=year)
    week, above = _WEEK.fullmatch(leaf), _month(parts[-2]) if len(parts) > 1 else None
    return Period(above, week=number_of(week[1]), year=year) if week and above else None


def _month(text: str) -> int | None:
    whole = re.sub(r"(?<=[a-z])\s+(?=[a-z])", "", text.strip(" ."), flags=re.IGNORECASE)  # "Ma r" in a narrow column
    match = _MONTH.fullmatch(text.strip(" .")) or _MONTH.fullmatch(whole)
    if match:
        return month_of(match[1])
    numbered = _NUMBERED_MONTH.fullmatch(text.strip(" ."))
    return int(numbered[1]) if numbered else None


def _year(parts: Sequence[str]) -> int | None:
    years = [int(year) for part in parts for year in _YEAR.findall(part)]
    return years[-1] if years else None


def _runs(columns: Sequence[int], paths: Mapping[int, Sequence[str]]) -> list[list[int]]:
    """Neighbouring columns under the same headings."""
    runs: list[list[int]] = []
    for at in columns:
        if runs and runs[-1][-1] == at - 1 and paths[at][:-1] == paths[at - 1][:-1]:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _of_run(run: Sequence[int], paths: Mapping[int, Sequence[str]]) -> dict[int, Period]:
    """What a run of bare figures or letters stands for, by its length and the headings above it."""
    leaves = [paths[at][-1].rstrip(".").upper() for at in run]
    above, year = paths[run[0]][:-1], _year(paths[run[0]])
    if "".join(leaves) == _INITIALS:
        return {at: Period(month, year=year) for month, at in enumerate(run, 1)}
    numbers = [number_of(leaf) for leaf in leaves]
    if numbers != list(range(1, len(run) + 1)):
        return {}
    words = " ".join(above).upper()
    month = _month(above[-1]) if above else None
    if month and len(run) in (4, 5):
        return {at: Period(month, week=week, year=year) for week, at in enumerate(run, 1)}
    length = _length(len(run), words, roman=not leaves[0].isdigit())
    return {at: Period(number * length, length, year=year) for number, at in enumerate(run, 1)} if length else {}


def _length(count: int, above: str, *, roman: bool) -> int | None:
    """How many months each column of a run of `count` spans; None where nobody can tell."""
    if count == 12:
        return 1
    if count == 4 and (re.search(r"\b(?:TRIWULAN|TW|KUARTAL)", above) or (roman and above)):
        return 3
    if count == 2 and re.search(r"\b(?:SEMESTER|SMT)", above):
        return 6
    return 1 if count > 2 and re.search(r"\bBULAN\b", above) and "TRIWULAN" not in above else None

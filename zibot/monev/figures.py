"""The figures of a quarter at its cut-off: what was planned, what is done, what waits and what hinders."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from zibot.rules.lifecycle import Duty, State
from zibot.rules.progress import grouped_by_area, in_order, lacking_evidence, percent
from zibot.workdays import Quarter

TOP_REASONS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """How the planned obligations of a span divide; the five parts add up to `planned`."""

    planned: int
    done: int
    submitted: int
    """Waiting for review."""
    progress: int
    """In progress, blocked or returned, and not past due."""
    late: int
    pending: int
    """Nothing heard of yet; also what fell due before adoption and the lead has not settled."""

    @property
    def percent(self) -> int | None:
        """Done of planned in whole percent; None where nothing was planned."""
        return percent(self.done, self.planned)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why items are blocked, and which ones; never from confidential items, since a recap goes to the group."""

    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuarterArea:
    """One area: the tally of the quarter alone and that of the year so far; 0 and "" stand for all areas.

    `blocked`, `reasons` and `without_evidence` are of the year so far: what hindered before still hinders.
    """

    area: int
    name: str
    quarter: Tally
    cumulative: Tally
    blocked: int
    reasons: tuple[Reason, ...]
    without_evidence: int
    """Obligations due by the cut-off for which the staff sent nothing."""


@dataclass(frozen=True, slots=True)
class QuarterFigures:
    """All that a recap of a quarter tells; two of them can be compared."""

    quarter: Quarter
    cut_off: date
    areas: tuple[QuarterArea, ...]
    total: QuarterArea

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain JSON values, percents included."""
        return {
            "quarter": str(self.quarter),
            "cut_off": self.cut_off.isoformat(),
            "areas": [_area_as_dict(area) for area in self.areas],
            "total": _area_as_dict(self.total),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "QuarterFigures":
        """Read back what `as_dict` wrote."""
        return cls(
            quarter=Quarter.parse(values["quarter"]),
            cut_off=date.fromisoformat(values["cut_off"]),
            areas=tuple(_area_from_dict(area) for area in values["areas"]),
            total=_area_from_dict(values["total"]),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """How an area's year so far moved from one set of figures to a later one; 0 stands for all areas."""

    area: int
    done: int
    percent: int | None
    """Points of the cumulative percent; None where either side had nothing planned."""
    late: int


def quarter_figures(duties: Iterable[Duty], quarter: Quarter, cut_off: date) -> QuarterFigures:
    """Count a quarter; the obligations must stand as they stood at the end of the cut-off day."""
    counted = [duty for duty in duties if duty.state.counted and duty.due.year == quarter.year]
    areas = tuple(
        _area(area, name, group, quarter=quarter, cut_off=cut_off)
        for (area, name), group in grouped_by_area(counted).items()
    )
    return QuarterFigures(quarter, cut_off, areas, _area(0, "", counted, quarter=quarter, cut_off=cut_off))


def changes(later: QuarterFigures, earlier: QuarterFigures) -> tuple[Change, ...]:
    """What moved in each area between two sets of figures, the whole plan last."""
    before = {area.area: area.cumulative for area in (*earlier.areas, earlier.total)}
    return tuple(
        _change(area.area, area.cumulative, before.get(area.area, _tally((), earlier.cut_off)))
        for area in (*later.areas, later.total)
    )


def _change(area: int, now: Tally, before: Tally) -> Change:
    points = None if now.percent is None or before.percent is None else now.percent - before.percent
    return Change(area, now.done - before.done, points, now.late - before.late)


def _area(area: int, name: str, duties: list[Duty], *, quarter: Quarter, cut_off: date) -> QuarterArea:
    so_far = [duty for duty in duties if duty.due <= quarter.last]
    in_quarter = [duty for duty in so_far if duty.due >= quarter.first]
    blocked = [duty for duty in so_far if duty.state is State.BLOCKED]
    return QuarterArea(
        area=area,
        name=name,
        quarter=_tally(in_quarter, cut_off),
        cumulative=_tally(so_far, cut_off),
        blocked=len(blocked),
        reasons=_reasons(blocked),
        without_evidence=len(lacking_evidence(so_far, min(quarter.last, cut_off))),
    )


def _tally(duties: Iterable[Duty], cut_off: date) -> Tally:
    counts = dict.fromkeys(("done", "submitted", "progress", "late", "pending"), 0)
    for duty in duties:
        counts[_part(duty, cut_off)] += 1
    return Tally(planned=sum(counts.values()), **counts)


def _part(duty: Duty, cut_off: date) -> str:
    """The part of a tally that an obligation belongs to."""
    if duty.state.done:
        return "done"
    if duty.state is State.SUBMITTED:
        return "submitted"
    if duty.late(cut_off):
        return "late"
    return "pending" if duty.state is State.OPEN else "progress"


def _reasons(blocked: Iterable[Duty]) -> tuple[Reason, ...]:
    """The reasons that hold up most items, the oldest first among equals."""
    texts: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    for duty in in_order(blocked):
        text = " ".join((duty.reason or "").split())
        if text and not duty.confidential:
            texts.setdefault(text.casefold(), text)
            codes.setdefault(text.casefold(), []).append(duty.code)
    most = sorted(codes, key=lambda key: -len(codes[key]))[:TOP_REASONS]
    return tuple(Reason(texts[key], tuple(dict.fromkeys(codes[key]))) for key in most)


def _area_as_dict(area: QuarterArea) -> dict[str, Any]:
    values = asdict(area)
    values["quarter"]["percent"] = area.quarter.percent
    values["cumulative"]["percent"] = area.cumulative.percent
    values["reasons"] = [{"text": reason.text, "codes": list(reason.codes)} for reason in area.reasons]
    return values


def _area_from_dict(values: Mapping[str, Any]) -> QuarterArea:
    tallies = {
        span: Tally(**{part: count for part, count in values[span].items() if part != "percent"})
        for span in ("quarter", "cumulative")
    }
    reasons = tuple(Reason(reason["text"], tuple(reason["codes"])) for reason in values["reasons"])
    return QuarterArea(**{**values, **tallies, "reasons": reasons})

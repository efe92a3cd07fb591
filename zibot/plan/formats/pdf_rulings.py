"""Rulings to lattices: close lines made one, loose ends closed or cut, lines that touch grouped as one table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zibot.plan.formats.pdf_ink import PageTooFull
from zibot.plan.formats.pdf_page import Ruling

_NEAR = 3.0  # points: lines and ends as close as this belong together
_MOST_CROSSINGS = 2_000_000


@dataclass(frozen=True, slots=True)
class Lattice:
    """The level and upright rulings of one table, which all touch each other."""

    level: tuple[Ruling, ...]
    upright: tuple[Ruling, ...]

    @property
    def area(self) -> float:
        """How much of the page it takes."""
        across = [line.at for line in self.upright]
        down = [line.at for line in self.level]
        return (max(across) - min(across)) * (max(down) - min(down))


def lattices(level: Iterable[Ruling], upright: Iterable[Ruling]) -> list[Lattice]:
    """The tables that the rulings of a page draw; underlines and other lines that meet no second one are left out."""
    level, upright = _merged(level), _merged(upright)
    if len(level) * len(upright) > _MOST_CROSSINGS:
        raise PageTooFull
    # A side that no line closes, where several lines end: some tables are open to the left, right or foot.
    sides = _closing(level, upright)
    feet = _closing(upright, level)
    level, upright = _merged([*level, *feet]), _merged([*upright, *sides])
    for _ in range(3):
        level, upright = _trimmed(level, upright), _trimmed(upright, level)
    return _groups(level, upright)


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings at nearly the same place snapped together, and joined where they overlap or nearly touch."""
    found: list[Ruling] = []
    bundle: list[Ruling] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if bundle and ruling.at - bundle[0].at > _NEAR:
            found += _joined(bundle)
            bundle = []
        bundle.append(ruling)
    return found + _joined(bundle)


def _joined(bundle: list[Ruling]) -> list[Ruling]:
    if not bundle:
        return []
    length = sum(ruling.end - ruling.start + 0.1 for ruling in bundle)
    at = sum(ruling.at * (ruling.end - ruling.start + 0.1) for ruling in bundle) / length
    spans: list[list[float]] = []
    for ruling in sorted(bundle, key=lambda ruling: ruling.start):
        if spans and ruling.start - spans[-1][1] <= _NEAR:
            spans[-1][1] = max(spans[-1][1], ruling.end)
        else:
            spans.append([ruling.start, ruling.end])
    return [Ruling(at, start, end) for start, end in spans]


def _meet(one: Ruling, other: Ruling) -> bool:
    """Whether a level and an upright ruling touch or cross."""
    return one.start - _NEAR <= other.at <= one.end + _NEAR and other.start - _NEAR <= one.at <= other.end + _NEAR


def _closing(rulings: Sequence[Ruling], across: Sequence[Ruling]) -> list[Ruling]:
    """The lines that are missing where three or more rulings of a table end at the same place."""
    ends: list[tuple[float, Ruling]] = []
    for ruling in rulings:
        met = [other.at for other in across if _meet(ruling, other)]
        if met:
            ends += [(end, ruling) for end in (ruling.start, ruling.end) if all(abs(at - end) > _NEAR for at in met)]
    found: list[Ruling] = []
    bundle: list[tuple[float, Ruling]] = []
    for end, ruling in [*sorted(ends, key=lambda pair: pair[0]), (float("inf"), Ruling(0, 0, 0))]:
        if bundle and end - bundle[0][0] > _NEAR:
            places = [each.at for _, each in bundle]
            if len(bundle) >= 3:
                found.append(Ruling(bundle[0][0], min(places), max(places)))
            bundle = []
        bundle.append((end, ruling))
    return found


def _trimmed(rulings: Iterable[Ruling], across: Sequence[Ruling]) -> list[Ruling]:
    """The rulings cut to where they meet others; those that meet fewer than two are gone."""
    found = []
    for ruling in rulings:
        met = [other.at for other in across if _meet(ruling, other)]
        if len(met) > 1 and max(met) - min(met) > _NEAR:
            found.append(Ruling(ruling.at, min(met), max(met)))
    return found


def _groups(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[Lattice]:
    """Rulings that touch, directly or through others, as one lattice."""
    group = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for row, ruling in enumerate(level):
        for column, other in enumerate(upright, len(level)):
            if _meet(ruling, other):
                group[root(column)] = root(row)
    found = []
    for top in sorted({root(index) for index in range(len(group))}):
        levels = tuple(ruling for index, ruling in enumerate(level) if root(index) == top)
        uprights = tuple(ruling for index, ruling in enumerate(upright, len(level)) if root(index) == top)
        if len(levels) > 1 and len(uprights) > 1:
            found.append(Lattice(levels, uprights))
    return found

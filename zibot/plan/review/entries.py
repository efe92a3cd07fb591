"""The rows of the corrected sheet: which item each of them was, its area, and the order and codes of all."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zibot.plan.layouts.areas import NAMES, ROMANS, known_area
from zibot.plan.layouts.drafts import roman
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, PlanItem
from zibot.plan.review.book import Columns, Line
from zibot.plan.review.memory import Memory
from zibot.plan.review.shape import HEADINGS, ITEMS, TOLD, area_label, plain, same, written

_MARKED = re.compile(r"(?:area\s+)?(?P<mark>[IVX]+|\d{1,3})(?:[\s.):–-]+(?P<name>.*))?", re.IGNORECASE | re.DOTALL)
_LAST = 10**9


@dataclass(slots=True)
class Entry:
    """A row of the sheet on its way to an item; `before` is the item that zibot wrote into it, None for a new row."""

    line: Line
    cells: dict[str, str]
    notes: dict[str, str]
    before: PlanItem | None = None
    area: Area = field(default_factory=lambda: Area(1, NAMES[0]))
    mistakes: list[Problem] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Where it stands, as a problem names it."""
        return f"sheet {ITEMS}, row {self.line.number}"

    def changed(self, *names: str) -> bool:
        """Whether one of these cells says something else than what zibot wrote; always so for a new row."""
        if self.before is None:
            return True
        before = written(self.before)
        return any(not same(self.cells[name], before[name]) for name in names)

    @property
    def moved(self) -> bool:
        """Whether it is new, or belongs to another area or component than before."""
        return self.before is None or self.area.number != self.before.area.number or self.changed("component")


def entries_of(lines: Iterable[Line], columns: Columns, known: Memory) -> list[Entry]:
    """The rows below the headings, without those that were emptied; each old item is found once at most."""
    found: list[tuple[str, Entry]] = []
    by_code = {item.code: id for id, item in known.items.items()}
    for line in lines:
        if line.number <= columns.row:
            continue
        cells = {name: line.at(columns.known.get(name)) for name in HEADINGS}
        notes = {heading: line.at(at) for heading, at in columns.others.items() if line.at(at)}
        typed = [text for name, text in cells.items() if name not in (*TOLD, "kind", "certain") and text]
        if typed or notes:
            id = cells["id"] if "id" in columns.known else by_code.get(cells["code"], "")
            found.append((id, Entry(line, cells, notes)))
    for id, item in known.items.items():
        _recognise([entry for given, entry in found if given == id], item)
    return [entry for _, entry in found]


def _recognise(entries: Sequence[Entry], item: PlanItem) -> None:
    """A copied row carries the id of its model: the one that still says the same is the item, else the first."""
    before = written(item)
    alike = (entry for entry in entries if all(same(entry.cells[name], text) for name, text in before.items()))
    chosen = next(alike, entries[0] if entries else None)
    if chosen is not None:
        chosen.before = item


class Areas:
    """The areas of the plan, as the cells of the sheet name them."""

    def __init__(self, known: Iterable[Area], cells: Iterable[str]) -> None:
        self.known: dict[int, Area] = {area.number: area for area in known}
        named: dict[int, dict[str, str]] = {}
        for text in dict.fromkeys(cells):
            number, name = _parsed(text)
            if number is not None and name:
                named.setdefault(number, {}).setdefault(plain(name), name)
        for number, names in named.items():
            # Another name in every row of an area is its new name; in a few rows it is a slip.
            if number not in self.known or len(names) == 1:
                known_as = self.known.get(number)
                name = next(iter(names.values()))
                self.known[number] = (
                    known_as if known_as and plain(known_as.name) == plain(name) else Area(number, name)
                )

    def of(self, text: str) -> Area | None:
        """The area that a cell names by label, number or name; None for one that the plan does not know."""
        for area in self.known.values():
            if same(text, area_label(area)) or (plain(area.name) and plain(text) == plain(area.name)):
                return area
        number, name = _parsed(text)
        usual = known_area(name or text)
        if number is None and usual is not None:
            area = self.known.get(usual) or Area(usual, NAMES[usual - 1])
            return area if known_area(area.name) == usual else None
        found = self.known.get(number or 0)
        if found is not None and (not name or plain(name) == plain(found.name)):
            return found
        return None

    def place(self, entries: Sequence[Entry]) -> None:
        """Give each row its area; one that cannot be told stays where it was, or joins the row above it."""
        above: Area | None = None
        for entry in entries:
            before = entry.before.area if entry.before else None
            found = self.of(entry.cells["area"]) if entry.changed("area") else before
            if found is None:
                details = {"area": entry.cells["area"]}
                entry.mistakes.append(Problem("area-unknown", entry.where, details))
                found = before or above or next(iter(self.known.values()), entry.area)
            entry.area = above = found


def _parsed(text: str) -> tuple[int | None, str]:
    """The number and the name that a cell gives an area."""
    match = _MARKED.fullmatch(" ".join(text.split()))
    if match is None:
        return None, ""
    mark = match["mark"].upper()
    number = int(mark) if mark.isdigit() else ROMANS.index(mark) + 1 if mark in ROMANS else 0
    return number or None, (match["name"] or "").strip()


_Component = tuple[int, str, str]
"""Its area, whether it is known by code or by name, and that."""


def coded(entries: Sequence[Entry], known: Memory) -> list[tuple[str, Entry]]:
    """The rows in the order of the plan with their codes.

    Sorting the sheet changes nothing. A row that is new or was moved joins its component below the row above it, or
    at the end; codes are counted anew only where rows came, went or moved.
    """
    positions = {id(item): at for at, item in enumerate(known.items.values())}
    if len(entries) == len(positions) and not any(entry.moved for entry in entries):
        kept = [(entry.before.code, entry) for entry in entries if entry.before]
        return sorted(kept, key=lambda one: positions[id(one[1].before)])
    keys = _components(entries)
    places: list[tuple[int, int]] = []
    latest: dict[_Component, int] = {}
    for entry, key in zip(entries, keys, strict=True):
        own = positions.get(id(entry.before), _LAST)
        stays = not entry.moved or (key[1] == "name" and entry.before and entry.before.area.number == entry.area.number)
        place = (own, 0) if stays else (latest.get(key, _LAST), entry.line.number)
        latest[key] = place[0]
        places.append(place)
    return _counted(entries, keys, places)


def _components(entries: Sequence[Entry]) -> list[_Component]:
    """The component of each row: the one it was in, else the one of that name in its area, else a new one."""
    by_name: dict[tuple[int, str], _Component] = {}
    for entry in entries:
        if not entry.moved and entry.before:
            key = (entry.area.number, "code", entry.before.code.rpartition(".")[0])
            by_name.setdefault((entry.area.number, plain(entry.before.component)), key)
    return [
        (entry.area.number, "code", entry.before.code.rpartition(".")[0])
        if entry.before and not entry.moved
        else by_name.get(
            (entry.area.number, plain(entry.cells["component"])),
            (entry.area.number, "name", plain(entry.cells["component"])),
        )
        for entry in entries
    ]


def _counted(
    entries: Sequence[Entry], keys: Sequence[_Component], places: Sequence[tuple[int, int]]
) -> list[tuple[str, Entry]]:
    """The rows by area, component and place, with codes counted from 1."""
    first: dict[_Component, tuple[int, int]] = {}
    for key, place in zip(keys, places, strict=True):
        first[key] = min(place, first.get(key, place))
    order = sorted(
        range(len(entries)),
        key=lambda at: (keys[at][0], first[keys[at]], keys[at], places[at], entries[at].line.number),
    )
    numbers: dict[int, dict[_Component, int]] = {}
    counts: dict[_Component, int] = {}
    found: list[tuple[str, Entry]] = []
    for at in order:
        key = keys[at]
        mine = numbers.setdefault(key[0], {})
        number = mine.setdefault(key, len(mine) + 1)
        counts[key] = counts.get(key, 0) + 1
        found.append((f"{roman(key[0])}.{number}.{counts[key]}", entries[at]))
    return found


def renamed(found: Iterable[tuple[str, Entry]]) -> Mapping[str, str]:
    """The codes that the items of the rows had before, and those that they have now."""
    return {entry.before.code: code for code, entry in found if entry.before}

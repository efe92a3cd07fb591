"""The shape that writing and reading share: sheets, columns, and what an item's cells say."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zibot.plan.layouts.drafts import roman
from zibot.plan.reading import Area, PlanItem
from zibot.plan.review.schedule_cells import KIND_WORDS, months_cell, narrower_cell
from zibot.when import MONTHS

ITEMS, DECREE, GUIDE, MEMORY = "Butir", "Keputusan", "Petunjuk", "zibot"
"""The sheets; the last one is hidden and holds the items as they were written."""

HEADINGS: Mapping[str, str] = {
    "code": "Kode",
    "id": "ID zibot",
    "area": "Area",
    "component": "Komponen",
    "indicator": "Indikator",
    "action": "Langkah aksi",
    "evidence": "Bukti fisik",
    "target": "Target waktu",
    "kind": "Jenis jadwal",
    "months": "Bulan",
    "narrower": "Minggu / tanggal",
    "certain": "Pasti?",
    "due": "Tenggat",
    "doubts": "Yang perlu dipastikan",
    "source": "Sumber",
}
"""The columns of the items in order; any other column is a note."""

TOLD = ("code", "id", "due", "doubts", "source")
"""Columns that only tell: whatever is written into them is not read."""
SCHEDULE = ("kind", "months", "narrower")
YES, CHECK = "ya", "periksa"
LONGEST = 32_767
"""UTF-16 units that a cell of a workbook holds."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ReviewLabels:
    """The sentences of the workbook; `{name}` in them is filled in."""

    title: str
    """Holds {year} and {office}."""
    doubtful: str
    """Under the title where something is in doubt; holds {doubts} and {items}."""
    settled: str
    """Under the title where nothing is in doubt; holds {items}."""
    choose_area: str
    choose_kind: str
    choose_certain: str
    not_listed: str
    """What a drop-down says to a value that it does not offer."""
    page: str
    """Holds {number}, as does `row`."""
    row: str
    hidden: Sequence[str]
    """What is said of an item whose words are left out: where its schedule is in doubt, and where it is certain."""
    decree_hint: str
    guide_title: str
    steps: Sequence[str]
    colours_title: str
    colours: Mapping[str, str]
    """What the colours mean: doubt, schedule, done, hint, told."""
    kinds_title: str
    kinds: Mapping[str, str]
    """What each kind of schedule means."""
    wordings_title: str
    wordings: Sequence[Sequence[str]]
    """A heading, how it may be written, what it means."""
    back_title: str
    back: Sequence[str]


def clean(text: str) -> str:
    """The text as a workbook can hold it: no control characters, one kind of line break."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fitting(text: str) -> str:
    """The text cut to what a cell holds."""
    if len(text) * 2 <= LONGEST:
        return text
    return text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", errors="ignore")


def plain(words: str) -> str:
    """Words to compare: letters and figures in lower case."""
    return re.sub(r"[\W_]+", "", words).casefold()


def same(one: str, other: str) -> bool:
    """Whether two cells say the same, line by line; spaces at the edges and empty lines say nothing."""
    return _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return [line for line in lines if line]


def area_label(area: Area) -> str:
    """An area as its drop-down offers it: "V Penguatan Pengawasan"."""
    return f"{roman(area.number)} {area.name}".strip()


def written(item: PlanItem) -> dict[str, str]:
    """What the cells of an item say that people may correct."""
    cells = {
        "area": area_label(item.area),
        "component": item.component,
        "indicator": item.indicator,
        "action": item.action,
        "evidence": "\n".join(item.evidence),
        "target": item.target,
        "kind": KIND_WORDS[item.schedule.kind],
        "months": months_cell(item.schedule),
        "narrower": narrower_cell(item.schedule),
        "certain": YES if item.certain else CHECK,
    }
    return {name: fitting(clean(text)) for name, text in cells.items()}


def due_cell(due: Iterable[date]) -> str:
    """Due dates in few words: "31 Mar, 30 Jun 2027"."""
    days = sorted(due)
    words = [f"{day.day} {MONTHS[day.month - 1][:3]}" for day in days]
    return f"{', '.join(words)} {days[-1].year}" if days else ""


def note_headings(items: Iterable[PlanItem]) -> dict[str, str]:
    """The columns of notes by their heading, each with the name that the note has in the reading."""
    taken = {plain(heading) for heading in HEADINGS.values()}
    found: dict[str, str] = {}
    for key in dict.fromkeys(key for item in items for key in item.notes):
        heading = " ".join(clean(key).split())[:200] or "-"
        while plain(heading) in taken or heading in found:
            heading += " *" if plain(heading) not in taken else " (catatan)"
        taken.add(plain(heading))
        found[heading] = key
    return found

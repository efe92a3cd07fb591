"""Workbooks that leave without the words of confidential items, which stay in the house until the workbook returns."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zibot.plan.problem import PlanError, Problem
from zibot.plan.review.book import open_review
from zibot.plan.review.entries import Entry
from zibot.plan.review.memory import FIRST_CHUNK, Memory, recalled
from zibot.plan.review.shape import MEMORY, plain, written

HIDDEN = "(rahasia)"
"""What a cell says instead of the words that it had."""
WORDS = ("component", "indicator", "action", "evidence", "target")
"""The columns that hold words of an item; the others tell where it belongs and when it falls due."""
_SHA256 = re.compile(r"[0-9a-f]{64}")

Kept = Callable[[str], Path]
"""Where a file lies, or would, by the SHA-256 of its bytes."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a workbook that leaves does not say."""

    codes: frozenset[str]
    """The items whose words are left out."""
    whole: str
    """The SHA-256 of the workbook that has them."""

    def remembered(self) -> dict[str, str]:
        """What the hidden sheet holds instead of the reading."""
        return {"whole": self.whole}


def covered(cells: Mapping[str, str]) -> dict[str, str]:
    """Cells, or notes, without their words; an empty one stays empty."""
    return {name: HIDDEN if text else "" for name, text in cells.items()}


def remembered(rows: Sequence[Sequence[str]], name: str, kept: Kept | None) -> tuple[Memory | None, bool]:
    """What the rows of the hidden sheet remember, and whether the workbook left without the words of some items.

    Then the workbook that has them remembers; raises PlanError where it is not at hand. `name` is the file's.
    """
    whole = _whole_of(rows)
    if whole is None:
        return recalled(rows), False
    try:
        book = open_review(kept(whole)) if kept is not None else {}
    except PlanError:
        book = {}
    known = recalled([line.cells for line in book.get(MEMORY, ())])
    if known is None:
        raise PlanError(Problem("review-words-missing", details={"file": name}))
    return known, True


def _whole_of(rows: Sequence[Sequence[str]]) -> str | None:
    """The workbook to which the hidden sheet points."""
    try:
        whole = json.loads("".join(rows[0][FIRST_CHUNK - 1 :])).get("whole")
    except (ValueError, IndexError, AttributeError, RecursionError):
        return None
    return whole if isinstance(whole, str) and _SHA256.fullmatch(whole) else None


def uncover(entries: Iterable[Entry], known: Memory) -> None:
    """Fill in again what a row left without; a row that nobody can fill in is a mistake."""
    for entry in entries:
        before = entry.before
        cells = written(before) if before is not None else {}
        notes = before.notes if before is not None else {}
        entry.cells |= {name: cells.get(name, HIDDEN) for name in WORDS if _covered(entry.cells[name])}
        for heading in [heading for heading, words in entry.notes.items() if _covered(words)]:
            entry.notes[heading] = notes.get(known.notes.get(heading, heading), HIDDEN)
        if any(_covered(text) for text in (*(entry.cells[name] for name in WORDS), *entry.notes.values())):
            entry.mistakes.append(Problem("review-words-lost", entry.where))


def _covered(text: str) -> bool:
    return plain(text) == plain(HIDDEN)

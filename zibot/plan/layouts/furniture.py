"""Lines of a document that belong to its pages and not to its text: page numbers, running headers, contents."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zibot.plan.document import Row, one_line
from zibot.plan.layouts.markers import marked

_PAGE_NUMBER = re.compile(
    r"\W*\d{1,3}\W*(?:/\s*\d{1,3}\W*)?|\W*(?:halaman|hal|hlm|page)\W*\d{1,3}(?:\s*(?:dari|of|/)\s*\d{1,3})?\W*"
    r"|[ivx]{1,5}",
    re.IGNORECASE,
)
_NUMBER_MARK = re.compile(r"\(?\d{1,2}\s?[.)]+")
_LEADERS = re.compile(r"(?:[.…_]\s?){4,}\s*[\divx]{0,4}\s*$|…{2,}\s*[\divx]{0,4}\s*$", re.IGNORECASE)
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text; `gap` says that an empty line stands before it, `torn` that a page begins there."""

    text: str
    row: Row
    gap: bool = False
    torn: bool = False
    barred: bool = False
    """Whether a row of a table stands before it."""


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """The lines of running text, without page numbers, running headers and tables of contents."""
    texts = [_texts(row) for row in rows]
    edges = _edges(rows, texts)
    running = _running(texts, edges)
    found: list[Line] = []
    torn = barred = False
    before: Row | None = None
    for at, row in enumerate(rows):
        if texts[at] is None:
            torn, barred = torn or at in edges, barred or len(row.filled) > 2
        for text in texts[at] or ():
            torn = torn or at in edges
            if is_page_number(text) or _key(text) in running or _LEADERS.search(text[-200:]):
                torn, before = True, row
                continue
            gap = before is not None and before.place == row.place and row.number - before.number > 1
            found.append(Line(text, row, gap, torn, barred))
            torn, barred, before = False, False, row
    return _without_empty_gaps(found)


def is_page_number(text: str) -> bool:
    """Whether a line only numbers its page: "- 5 -", "12", "Halaman 3 dari 10"."""
    return len(text) < 40 and bool(_PAGE_NUMBER.fullmatch(text)) and not _NUMBER_MARK.fullmatch(text)


def _texts(row: Row) -> list[str] | None:
    """The lines of a row; None where it belongs to a table or to a table of contents."""
    filled = row.filled
    if len(filled) > 1:
        if re.fullmatch(r"\W*[\divx]{1,4}\W*", filled[-1]) and len(filled) == 2:
            return None
        begins = marked(filled[0])
        label = filled[0].rstrip().endswith(":") or filled[1].lstrip().startswith(":")
        if len(filled) > 3 or not ((begins[0] and not begins[1]) or label):
            return None
    lines = [one_line(line) for line in " ".join(filled).split("\n")]
    return [line for line in lines if line] or None


def _edges(rows: Sequence[Row], texts: Sequence[list[str] | None]) -> set[int]:
    """The rows at which a page begins, by the page they tell or by a page number before them."""
    found: set[int] = set()
    for at in range(1, len(rows)):
        before, row = rows[at - 1], rows[at]
        told = before.page != row.page or before.place != row.place
        numbered = any(is_page_number(text) for text in texts[at - 1] or ())
        if told or numbered:
            found.add(at)
    return found


def _running(texts: Sequence[list[str] | None], edges: set[int]) -> set[str]:
    """What is printed on page after page: lines that come nearly always where a page begins, and on many pages."""
    close = {edge + step for edge in edges for step in range(-_NEAR - 1, _NEAR + 1)}
    fewest = max(3, _breaks(edges) * 2 // 5)
    counts: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for at, lines in enumerate(texts):
        for text in lines or ():
            if not marked(text)[0]:
                counts[_key(text)] += 1
                near[_key(text)] += at in close
    return {key for key, count in counts.items() if count >= fewest and near[key] * 3 >= count * 2 and len(key) > 2}


def _breaks(edges: set[int]) -> int:
    """How many pages begin; the page's number and what follows it are two edges of one."""
    return sum(edge - 1 not in edges and edge - 2 not in edges for edge in edges)


def _key(text: str) -> str:
    """A line without its figures, so that "Rencana Kerja 2025 | 7" is the same on each page."""
    return re.sub(r"[\W\d]+", " ", text).strip().upper()


def _without_empty_gaps(lines: list[Line]) -> list[Line]:
    """Where nearly every line has an empty one before it, empty lines tell nothing."""
    if sum(line.gap for line in lines) * 10 < len(lines) * 9:
        return lines
    return [replace(line, gap=False) for line in lines]

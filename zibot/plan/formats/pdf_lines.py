"""Letters to words and lines: in reading order, spaces from the gaps between them, turned text set upright."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zibot.plan.formats.pdf_page import Glyph
from zibot.plan.formats.pdf_symbols import BULLET, CHECK

_SPACE = 0.2  # of the letter's size: a wider gap parts two words
_SPREAD = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
_CHECKED = re.compile(f"^{CHECK}(?= ?[^\\W\\d_]{{2,}})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a gap between them, and where they stand on the page."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words from left to right."""

    words: tuple[Word, ...]
    top: float
    bottom: float
    clashes: bool = False
    """Whether another text is printed over it."""

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell: its lines, upright ones first, then those turned by 90 degrees."""
    parts = [line.text for line in lines_of([glyph for glyph in glyphs if glyph.turn in (0, 180)])]
    for turn in (90, -90):
        turned = [_upright(glyph) for glyph in glyphs if glyph.turn == turn]
        parts += [line.text for line in lines_of(turned)]
    if len(parts) > 2 and all(len(part) == 1 and part.isalpha() for part in parts):
        return "".join(parts)  # a heading with its letters one below the other
    text = "\n".join(_SPREAD.sub(lambda match: match[0].replace(" ", ""), part) for part in parts)
    return _CHECKED.sub(BULLET, text)  # a check before words stands for a bullet


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of upright letters from top to bottom."""
    rows: list[list[Glyph]] = []
    foot = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle[1]):
        middle = glyph.middle[1]
        if rows and middle - foot <= 0.45 * max(glyph.size, rows[-1][-1].size):
            rows[-1].append(glyph)
            foot += (middle - foot) / len(rows[-1])
        else:
            rows.append([glyph])
            foot = middle
    lines = []
    for row in rows:
        if _overlapping(row):
            runs = {glyph.run: [other for other in row if other.run == glyph.run] for glyph in row}
            parts = sorted(runs.values(), key=lambda run: run[0].middle[1])
        else:
            parts = [row]
        lines += [
            replace(_line(part), clashes=len(parts) > 1) for part in parts if any(glyph.text.strip() for glyph in part)
        ]
    return lines


def _overlapping(row: Iterable[Glyph]) -> bool:
    """Whether two texts are printed over each other, as a spreadsheet does where a row is too low for its text."""
    letters = sorted((glyph for glyph in row if glyph.text.strip()), key=lambda glyph: glyph.x0)
    clashes = 0
    for left, right in pairwise(letters):
        shared = min(left.x1, right.x1) - right.x0
        clashes += left.run != right.run and left.text != right.text and shared > 0.4 * (right.x1 - right.x0)
    return clashes > 1


def _line(row: list[Glyph]) -> Line:
    letters: list[Glyph] = []
    spaces: set[int] = set()  # before which letters the document itself has a space
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        if not glyph.text.strip():
            spaces.add(len(letters))
        # Some programs print a letter twice to make it bold.
        elif not letters or glyph.text != letters[-1].text or glyph.x0 - letters[-1].x0 > 0.3 * (glyph.x1 - glyph.x0):
            letters.append(glyph)
    gaps = [right.x0 - left.x1 for left, right in pairwise(letters)]
    limit = _limit(letters, gaps)
    words = [[letters[0]]]
    for count, (glyph, gap) in enumerate(zip(letters[1:], gaps, strict=True), 1):
        if gap > limit or (count in spaces and gap > limit / 2):
            words.append([])
        words[-1].append(glyph)
    found = tuple(
        Word("".join(glyph.text for glyph in word), word[0].x0, max(glyph.x1 for glyph in word)) for word in words
    )
    return Line(found, min(glyph.top for glyph in letters), max(glyph.bottom for glyph in letters))


def _limit(letters: list[Glyph], gaps: list[float]) -> float:
    """The gap beyond which a word ends: a wider one where all letters of the line are set apart."""
    size = sum(glyph.size for glyph in letters) / len(letters)
    usual = sorted(gaps)[len(gaps) // 2] if len(gaps) > 3 else 0.0
    if usual > 0.6 * _SPACE * size and max(gaps) < 4 * usual:
        return 1.7 * usual
    return _SPACE * size


def _upright(glyph: Glyph) -> Glyph:
    """A turned letter as it stands when the page is turned so that it can be read."""
    if glyph.turn == 90:
        return replace(glyph, x0=-glyph.bottom, top=glyph.x0, x1=-glyph.top, bottom=glyph.x1)
    return replace(glyph, x0=glyph.top, top=-glyph.x1, x1=glyph.bottom, bottom=-glyph.x0)

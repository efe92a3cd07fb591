"""Rows of running text to its paragraphs: broken lines joined, markers set apart, page furniture left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from zibot.plan.document import Row
from zibot.plan.layouts.areas import known_area
from zibot.plan.layouts.furniture import Line, lines_of
from zibot.plan.layouts.labels import label_of
from zibot.plan.layouts.markers import Marker, marked, settled
from zibot.when import MONTH_WORDS

_TORN = re.compile(r"(?<![^\W\d])([^\W\d]+)-$")
_ENDED = re.compile(r"[.;:!?][\"')\]]?$")
_OPEN = re.compile(
    r"(?:[,/&(–-]|\b(?:dan|atau|serta|di|ke|dari|untuk|yang|dalam|pada|dengan|oleh|atas|melalui))$", re.I
)
_GOES_ON = re.compile(r"[a-zà-ÿ(/&,]|\d+(?![.)\d]|\s?\))")
_SENTENCE = re.compile(
    r"(?:Pemenuhan|Indikator|Adapun|Dalam rangka|Untuk|Melalui|Sasaran|Program|Kegiatan|Pelaksanaan|Dengan|Pada)\b"
)
ENDING = re.compile(
    r"Ditetapkan\s+di\b|Ditetapkan$|Salinan\b|SALINAN\b|Demikian(?:lah)?\b|Mengetahui\b|MENGETAHUI\b|\W*ttd\b|TTD\b"
    r"|(?:PLT\.?\s+|PLH\.?\s+|PJ\.?\s+)?(?:KETUA|SEKRETARIS|KEPALA|BUPATI|WALI ?KOTA|REKTOR|DIREKTUR|MENTERI)\b[^a-z]*$"
    r"|(?:Ketua|Sekretaris|Kepala|Plt\.?)\b[^.;:]{0,80},$"
    rf"|(?!(?i:{MONTH_WORDS}|tahun)\b)[A-Z][A-Za-z .'-]{{2,30}},\s+(?:tanggal\s+)?\d{{0,2}}\s*"
    r"(?:[A-Z][a-z]+\s+)?20\d\d\W*$"
)
_NARROWEST = 40
_FARTHEST = 4


@dataclass
class Paragraph:
    """A paragraph of the outline: its marker, its lines, and the row where it begins."""

    marker: Marker | None
    lines: list[str]
    row: Row

    @cached_property
    def text(self) -> str:
        """Its lines put together; asked for once all of them are known."""
        return joined_lines(self.lines)

    @property
    def style(self) -> str:
        """The style of its marker; "" where it has none."""
        return self.marker.style if self.marker else ""


def joined_lines(lines: Sequence[str]) -> str:
    """The lines of a paragraph as one; a hyphen at a line's end is dropped, unless it belongs to the word."""
    parts = list(lines[:1])
    for before, after in pairwise(lines):
        torn = _TORN.search(before)
        if torn and after[0].islower():
            doubled = re.match(r"[^\W\d]+", after)
            keeps = len(torn[1]) == 1 or bool(doubled and doubled[0].startswith(torn[1].lower()))
            parts[-1] = before if keeps else before[:-1]
        parts.append(after if torn or re.search(r"\S/$", before[-2:]) else f" {after}")
    return "".join(parts)


def paragraphs_of(rows: Sequence[Row]) -> list[Paragraph]:
    """The paragraphs of a document's running text, in order."""
    lines = lines_of(rows)
    width = _width(lines)
    found: list[Paragraph] = []
    last: dict[str, int] = {}
    for line in lines:
        marker, text = marked(line.text)
        marker = settled(marker, last) if marker else None
        before = found[-1] if found and not line.barred else None
        if before and _continues(before, line, marker, width=width, last=last):
            before.lines.append(line.text)
            continue
        found.append(Paragraph(marker, [text] if text else [], line.row))
        if marker and marker.number is not None:
            last[marker.style] = marker.number
    return found


def _width(lines: Sequence[Line]) -> int:
    """How long a full line is: nearly the longest, for the longest may be an address that could not be broken."""
    lengths = sorted(len(line.text) for line in lines)
    return max(_NARROWEST, lengths[len(lengths) * 95 // 100]) if lengths else _NARROWEST


def _continues(before: Paragraph, line: Line, marker: Marker | None, *, width: int, last: dict[str, int]) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if not before.lines:
        return marker is None  # a marker alone on its line
    above = before.lines[-1]
    ended = bool(_ENDED.search(above))
    # Deeper lists have shorter lines; a sentence that ends with its line hardly ever goes on in the next one.
    full = len(above) + 1 + len(line.text.split(" ")[0]) > width * (1 if ended else 0.8)
    if marker:
        return not (line.gap or ended or known_area(marked(line.text)[1])) and full and _stray(marker, last)
    if label_of(line.text) or ENDING.match(line.text):
        return False
    lower = bool(_GOES_ON.match(line.text))
    if _is_area(before, line):
        return True
    if line.gap and not line.torn and not (lower and not ended):
        return False
    if lower:
        return not ended or (full and not above.endswith(":"))
    if known_area(line.text) or above.endswith((":", ";")) or _is_heading(before, line.text):
        return False
    return (full and not (ended and line.torn)) or bool(_OPEN.search(above))


def _stray(marker: Marker, last: dict[str, int]) -> bool:
    """Whether what looks like a marker is a number in a sentence: it is far from where any list is."""
    number = marker.number
    return number is not None and not 0 <= number - last.get(marker.style, 0) <= _FARTHEST and number > 1


def _is_area(before: Paragraph, line: Line) -> bool:
    """Whether two lines in capitals are the name of one area."""
    whole = " ".join([*before.lines[-2:], line.text])
    return len(before.lines) < 3 and not line.gap and whole.isupper() and bool(known_area(whole))


def _is_heading(before: Paragraph, text: str) -> bool:
    """Whether a line begins the sentence under a heading: it names it again, or begins as such sentences do."""
    if len(before.lines) > 2:
        return False
    above = " ".join(before.lines)
    if known_area(above) or (above.isupper() and not text.isupper()):
        return True
    again = text.split()[:2] == above.split()[:2]
    return before.marker is not None and (again or (bool(_SENTENCE.match(text)) and not _OPEN.search(above)))

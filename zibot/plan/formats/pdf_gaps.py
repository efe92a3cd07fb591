"""A table without lines: columns from the gaps that run down the page, rows from where the first column begins."""

import re
from collections.abc import Sequence
from itertools import pairwise

from zibot.plan.formats.pdf_lines import Line, Word
from zibot.plan.formats.pdf_page import Ruling
from zibot.plan.formats.pdf_rulings import Lattice

_GUTTER = 5.0  # points: a narrower gap may be one between words
_HEADING = re.compile(
    r"\b(?:NO|AREA|PROGRAM|KOMPONEN|INDIKATOR|KEGIATAN|URAIAN|AKSI|BUKTI|DATA|OUTPUT|KELUARAN|TARGET|WAKTU|JADWAL|BULAN"
    r"|TRIWULAN|PENANGGUNG|PELAKSANA|PIC|KET|KETERANGAN)\b"
)
_FEWEST = 3

Edges = tuple[float, ...]


def lineless(lines: Sequence[Line], before: Edges | None) -> Lattice | None:
    """The rulings that a table would have if it had any; None where the page holds none that is clear.

    `before` are the columns of such a table on the page before, which may go on here without its heading.
    """
    first = next((number for number, line in enumerate(lines) if is_heading(line)), None)
    if first is None and before is None:
        return None
    body = _body(lines[first or 0 :])
    edges = _gutters(body) if first is not None else before
    if edges is None or len(edges) <= _FEWEST or sum(_columns(line, edges) > 1 for line in body) < _FEWEST:
        return None
    starts = _starts(body, edges, headed=first is not None)
    if len(starts) < _FEWEST - (first is None):
        return None
    tops = [body[0].top - 1]
    tops += [(body[start - 1].bottom + body[start].top) / 2 for start in starts if start]
    downs = [*tops, body[-1].bottom + 1]
    level = tuple(Ruling(down, edges[0], edges[-1]) for down in downs)
    return Lattice(level, tuple(Ruling(edge, downs[0], downs[-1]) for edge in edges))


def pieces(line: Line) -> list[list[Word]]:
    """The words of a line in groups with a wide gap between them."""
    wide = max(_GUTTER, 0.7 * (line.bottom - line.top))
    groups = [[line.words[0]]]
    for left, right in pairwise(line.words):
        if right.x0 - left.x1 > wide:
            groups.append([])
        groups[-1].append(right)
    return groups


def is_heading(line: Line) -> bool:
    """Whether a line holds the headings of three or more columns, well apart."""
    groups = pieces(line)
    known = sum(bool(_HEADING.search(" ".join(word.text for word in group).upper())) for group in groups)
    return len(groups) >= _FEWEST and known >= _FEWEST


def _body(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines up to the last that has several columns, with what goes on right below it."""
    end = max((number for number, line in enumerate(lines) if len(pieces(line)) > 1), default=0)
    while end + 1 < len(lines) and lines[end + 1].top - lines[end].bottom < 0.4 * (lines[end].bottom - lines[end].top):
        end += 1
    return lines[: end + 1]


def _gutters(lines: Sequence[Line]) -> Edges | None:
    """The edges of the columns: the middles of the gaps that no line with several columns crosses."""
    spans = sorted((group[0].x0, group[-1].x1) for line in lines if len(groups := pieces(line)) > 1 for group in groups)
    if not spans:
        return None
    edges = [spans[0][0] - 2]
    reach = spans[0][1]
    for start, end in spans:
        if start - reach >= _GUTTER:
            edges.append((reach + start) / 2)
        reach = max(reach, end)
    return (*edges, reach + 2)


def _columns(line: Line, edges: Edges) -> int:
    """In how many columns the line has words; 1 for a line that runs over their edges."""
    if any(word.x0 < edge - 1 and word.x1 > edge + 1 for word in line.words for edge in edges):
        return 1
    return len({sum(edge < (word.x0 + word.x1) / 2 for edge in edges) for word in line.words})


def _starts(lines: Sequence[Line], edges: Edges, *, headed: bool) -> list[int]:
    """The lines where a row begins: those with something in the first column."""
    starts = [number for number, line in enumerate(lines) if line.words[0].x0 < edges[1]]
    return sorted({0, *starts}) if headed or starts else []

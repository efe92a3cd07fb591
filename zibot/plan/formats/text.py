"""Text as extracted from a document (.txt, .md, .tsv) to rows: cells between tabs or pipes, broken lines mended."""

import codecs
import html
import re
from collections.abc import Iterator
from itertools import islice

from zibot.plan.document import Row, one_line

_BREAK = re.compile(r"<\s*(?:br|/?[uo]l|/?p|/?div|/?tr)\b[^>]*>", re.IGNORECASE)
_BULLET = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:i|em|u|b|s|strong|sup|sub|span|font|li|a|small|mark)\b[^>]*>", re.IGNORECASE)
_STARS = re.compile(r"\*\*|(?<![\w*])\*(?=\S)([^*\n\t]+?)(?<=\S)\*(?![\w*])")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}|[IVX]{1,5}|[A-Za-z])?[.)]?\s*\t")
_NEW_PARAGRAPH = re.compile(
    r"\s*(?:#|\**\(?[IVX]{1,5}[.)]?\s+\S|Ditetapkan\b|Salinan\b|SALINAN\b|KETUA\b|Ketua\b|SEKRETARI|LAMPIRAN\b|NO\b"
    r"|AREA\b|\W*\d{1,3}\W*$|(?:Hal|Halaman)\b|Keterangan\s*:|[A-Z][\w ]{2,30}, +\d{1,2} \w+ \d{4})"
)
_RULE = re.compile(r"[|\s:\-+=]+")
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes) -> str | None:
    """Bytes to text (UTF-8, UTF-16 with its mark, Windows-1252), or None where they are no text."""
    if content.startswith(_BYTE_ORDER_MARKS):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    strange = sum(not (char.isprintable() or char in "\r\n\t\f") for char in text) + text.count("�")
    return text if strange * 50 <= len(text) else None


def rows_of(text: str) -> tuple[Row, ...]:
    """Every paragraph and table row of the text in order; `number` is the line, pages begin with a table's heading."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(_paged(list(_joined(lines)), fed="\f" in text))


def _joined(lines: list[str]) -> Iterator[Row]:
    """Rows whose cells hold line breaks are put together; `page` is how many form feeds came before, plus one."""
    current: list[str] | None = None
    start = width = page = start_page = 0

    def finished() -> Iterator[Row]:
        if current is not None:
            yield Row(tuple(_plain(cell) for cell in current), start, start_page)

    for number, raw in enumerate(lines, 1):
        page += raw.count("\f")
        line = _piped(raw.replace("\f", ""))
        if line is None:
            continue
        tabs = line.count("\t")
        if tabs and not width:
            width = _width(lines[number - 1 :])
        if not line.strip() and not tabs:
            yield from finished()
            current = None
        elif current is not None and _continues(current, line, width):
            first, *others = line.split("\t")
            current[-1] += "\n" + first
            current.extend(others)
        else:
            yield from finished()
            current = line.split("\t") if tabs else None
            start, start_page = number, page + 1
            if not tabs:
                width = 0
                yield Row((_plain(line),), number, page + 1)
    yield from finished()


def _piped(line: str) -> str | None:
    """A row of a Markdown table as one between tabs; None for the rule under its heading."""
    stripped = line.strip()
    if not (stripped.startswith("|") and stripped.count("|") > 2):
        return line
    if _RULE.fullmatch(stripped) and "-" in stripped:
        return None
    return "\t".join(cell.strip() for cell in stripped.removesuffix("|")[1:].split("|"))


def _width(lines: list[str]) -> int:
    """How many tabs a full row has: the most of the first three lines that hold any (heading, numbers, first row)."""
    tabbed = (line for line in (_piped(raw) for raw in lines) if line and "\t" in line)
    return max((line.count("\t") for line in islice(tabbed, 3)), default=0)


def _continues(current: list[str], line: str, width: int) -> bool:
    """Whether a line goes on with the last cell of a row: it has no row's beginning, and its cells still fit."""
    tabs = line.count("\t")
    if tabs == 0:
        return not _NEW_PARAGRAPH.match(line)
    return not _NUMBERED.match(line) and len(current) - 1 + tabs <= width


def _paged(rows: list[Row], *, fed: bool) -> Iterator[Row]:
    """Without form feeds, the heading that is repeated on each page counts the pages of the table."""
    if fed:
        yield from rows
        return
    heading = next((_key(row) for row in rows if len(row.filled) > 2), None)
    page = 0
    for row in rows:
        page += _key(row) == heading
        yield Row(row.cells, row.number, page or None)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(one_line(cell).upper() for cell in row.filled)


def _plain(cell: str) -> str:
    """A cell without marks of emphasis; list marks become lines that begin with a hyphen."""
    text = _BULLET.sub("\n- ", _BREAK.sub("\n", cell)) if "<" in cell else cell
    text = html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text
    text = _STARS.sub(lambda match: match[1] or "", text) if "*" in text else text
    text = "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)
    inner = text[1:-1].replace('""', "")
    # Spreadsheets put cells with commas or line breaks between quotes.
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' not in inner else text

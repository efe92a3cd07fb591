"""A cell of bukti fisik to a checklist: one entry for each document that it asks for, never torn apart on a guess."""

import re
from collections.abc import Iterable, Sequence

from zibot.plan.document import one_line
from zibot.plan.document_words import (
    ALTERNATIVES,
    BEGINS_DOCUMENT,
    MAY_BEGIN_DOCUMENT,
    SETS,
    SHARES_ITS_HEAD,
    WANTS_OBJECT,
)

_BULLET = r"[-–•·●▪*]"
_LINE_BULLET = re.compile(rf"^\s*{_BULLET}\s+|^\s*[•·●▪]", re.MULTILINE)
_INNER_BULLET = re.compile(rf"(?:^|\s){_BULLET}\s+")
_MARKS = ("{}", "abcdefghijklmnopqrstuvwxyz", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"))
_LONE_MARK = re.compile(r"\(?(?:1|a|i)[.)]\s+(?=[^\W\d])")
_OPEN_PHRASE = re.compile(
    r"(?:[,(/&:+\-]|\b(?:dan|serta|atau|di|ke|dari|pada|dengan|untuk|tentang|yang|atas|oleh|dalam|bagi|terhadap|terkait"
    r"|sesuai|melalui|hasil|antara|per|sebagai|agar))\s*$",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"\b(?:melalui|lewat|via|berupa|yaitu|yakni|antara lain|meliputi|mencakup|terdiri|seperti|misalnya)\b"
)
_ALONE = frozenset(("Undangan", "Notulen", "Notula", "Dokumentasi", "Sertifikat", "Absensi", "Materi"))
_WANTS_MORE = re.compile(
    rf"{_OPEN_PHRASE.pattern}|{WANTS_OBJECT.pattern}|\b(?:bukti|foto|data|surat|isi|draf)$", re.IGNORECASE
)
_COMMA = re.compile(r",\s*(?:(?:dan|serta)\s+|&\s*)?|\s\+\s", re.IGNORECASE)
_AND = re.compile(r"\s+(?:dan|serta)\s+|\s*&\s*", re.IGNORECASE)
_SLASH = re.compile(r"\s*/\s*")
_DASH = re.compile(r"\s+[-–]\s+")


def split_evidence(cell: str) -> tuple[str, ...]:
    """The documents that a cell asks for, in order: "1) A 2) B", bullets, "A; B; C", lines, or a list of documents."""
    text = cell.strip()
    if not text.strip("-–. "):
        return ()
    for split in (_numbered, _bulleted, _semicolons, _lines, _documents):
        parts = split(text)
        if parts:
            return tuple(dict.fromkeys(part for part in map(_tidy, parts) if part))
    whole = _tidy(_LONE_MARK.sub("", text) if _LONE_MARK.match(text) else text)
    return (whole,) if whole else ()


def _tidy(part: str) -> str:
    """An entry without the marks around it; a closing bracket that was opened stays."""
    part = re.sub(rf"^(?:{_BULLET}\s+|(?:dan|serta)\s+)+", "", one_line(part).strip(" ;,"), flags=re.IGNORECASE)
    return re.sub(r"(?:[;,]|\s(?:dan|serta))\s*$", "", part.strip(" ;,")).removesuffix(".").strip()


def _numbered(text: str) -> Sequence[str]:
    """Split at 1, 2, 3 … (or a, b, c; i, ii, iii) where they follow one another without a gap."""
    for marks in _MARKS:
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        while len(starts) < len(marks) or marks == "{}":
            mark = str(len(starts) + 1) if marks == "{}" else marks[len(starts)]
            match = re.compile(rf"(?:^|(?<=[\s;,:]))\(?{mark}[.)]\s*(?=[^\W\d])").search(text, at)
            if match is None:
                break
            starts.append(match.start())
            ends.append(match.end())
            at = match.end()
        if len(starts) > 1:
            parts = [text[end:until] for end, until in zip(ends, [*starts[1:], len(text)], strict=True)]
            head = text[: starts[0]].strip(" :;")
            return [head, *parts] if head and not text[: starts[0]].strip().endswith(":") else parts
    return ()


def _bulleted(text: str) -> Sequence[str]:
    """Split at bullets, once a line begins with one; bullets after "yaitu:" describe one document and stay in it."""
    first = _LINE_BULLET.search(text)
    if first is None:
        return ()
    head = text[: first.start()].strip()
    parts = [part.strip() for part in _INNER_BULLET.split(text[first.start() :]) if part.strip()]
    if head.endswith(":"):
        if re.search(r"\b(?:yaitu|yakni|berupa|melalui|antara lain|meliputi)\b[^:]*:$", head):
            return [f"{head} {', '.join(parts)}"]
        return [f"{head} {part}" for part in parts]
    return [head, *parts] if head else parts


def _semicolons(text: str) -> Sequence[str]:
    parts = [part for part in _apart(text, re.compile(";")) if part.strip(" .,")]
    return parts if len(parts) > 1 else ()


def _lines(text: str) -> Sequence[str]:
    """One entry a line, where a line that goes on belongs to the one before; each may itself be a list."""
    lines = [one_line(line) for line in text.split("\n") if line.strip()]
    width = max(map(len, lines), default=0)
    entries: list[str] = []
    for last, line in zip(["", *lines], lines, strict=False):
        if entries and _goes_on(entries[-1], line, width, last=last):
            entries[-1] = f"{entries[-1]} {line}"
        else:
            entries.append(line)
    if len(entries) < 2:
        return ()
    return [part for entry in entries for part in (_documents(entry) or [entry])]


def _goes_on(before: str, line: str, width: int, *, last: str) -> bool:
    """Whether a line continues the entry above it: in lower case, after an open phrase, or wrapped at the edge."""
    if line[:1].islower() or not line[:1].isalnum() or _OPEN_PHRASE.search(before):
        return True
    if before.count("(") > before.count(")"):
        return True
    if MAY_BEGIN_DOCUMENT.match(line):
        return len(line.split()) == 1 and line.isupper() and bool(WANTS_OBJECT.search(before))
    # A word that had room on the line above was put on a new line on purpose.
    return not before.endswith((".", ";")) and len(last) + 1 + len(line.split(maxsplit=1)[0]) > width


def _documents(text: str) -> Sequence[str]:
    """Split at commas, "dan" and strokes where they stand between documents; what is none stays with the one before."""
    joined = one_line(text)
    if not BEGINS_DOCUMENT.match(joined):
        return ()
    parts = _gathered(_apart(joined, _COMMA), ", ")
    *before, last = parts
    pieces = _apart(last, _AND)
    apart = all(map(BEGINS_DOCUMENT.match, pieces)) and not _DESCRIBES.search(last)
    if apart and (before or not _are_one(pieces, SETS)):
        parts = [*before, *pieces]
    parts = [piece for part in parts for piece in _parted(part)]
    return parts if len(parts) > 1 else _run_together(joined)


def _run_together(text: str) -> Sequence[str]:
    """Split "SK Tim ZI Undangan rapat Daftar hadir", whose separators are lost, before each capital of a document."""
    parts: list[str] = []
    begin = 0
    for gap in re.finditer(r"(?<=[\w)])\s+(?=[A-Z][a-z]+(?:\s+[a-z(]|$|\s+[A-Z]))", text):
        before, rest = text[begin : gap.start()], text[gap.end() :]
        whole = " " in before or before in _ALONE
        sentence_case = re.match(r"\w+(?:\s+[a-z(]|$)", rest)
        if whole and sentence_case and BEGINS_DOCUMENT.match(rest) and not _WANTS_MORE.search(before):
            parts.append(before)
            begin = gap.end()
    return [*parts, text[begin:]] if parts and "(" not in text else ()


def _gathered(parts: Iterable[str], between: str) -> list[str]:
    """The parts, where one that names no document is put back to the one before it."""
    gathered: list[str] = []
    for part in parts:
        if gathered and (not BEGINS_DOCUMENT.match(part.strip()) or _DESCRIBES.search(gathered[-1])):
            gathered[-1] += between + part
        elif part.strip():
            gathered.append(part)
    return gathered or [""]


def _are_one(pieces: Sequence[str], families: Iterable[re.Pattern[str]]) -> bool:
    """Whether "A dan B" is one document or set: "foto dan video kegiatan", "laporan SPT dan LHKPN"."""
    if len(pieces) > 1 and any(all(family.match(piece) for piece in pieces) for family in families):
        return True
    bare = len(pieces) == 2 and len(pieces[1].split()) == 1 and pieces[1].isupper()
    whole = pieces[0].casefold().startswith("daftar hadir")  # wants no other object
    return bare and not whole and len(pieces[0].split()) > 1 and bool(SHARES_ITS_HEAD.match(pieces[0]))


def _parted(text: str) -> Sequence[str]:
    """Split at strokes, or at dashes, where every piece begins with a document of another kind."""
    for separator in (_SLASH, _DASH):
        pieces = _apart(text, separator)
        if len(pieces) > 1 and all(map(BEGINS_DOCUMENT.match, pieces)) and not _are_one(pieces, (*SETS, *ALTERNATIVES)):
            return pieces
    return [text]


def _apart(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split where the separator stands outside brackets; a bracket that never closes protects nothing."""
    inside: set[int] = set()
    opened: list[int] = []
    for at, letter in enumerate(text):
        if letter == "(":
            opened.append(at)
        elif letter == ")" and opened:
            start = opened.pop()
            if not opened:
                inside.update(range(start, at))
    parts = []
    begin = 0
    for match in separator.finditer(text):
        if match.start() not in inside:
            parts.append(text[begin : match.start()])
            begin = match.end()
    return [*parts, text[begin:]]

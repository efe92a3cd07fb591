"""A cell of bukti fisik to a checklist: one entry for each document that it asks for, never torn apart on a guess."""

import re
from collections.abc import Sequence

from zibot.plan.document import one_line

_BULLET = r"[-–•·●▪*]"
_LINE_BULLET = re.compile(rf"^\s*{_BULLET}\s+|^\s*[•·●▪]", re.MULTILINE)
_INNER_BULLET = re.compile(rf"(?:^|\s){_BULLET}\s+")
_MARKS = ("{}", "abcdefghijklmnopqrstuvwxyz", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"))
# What begins an entry of a list between commas, so that "profesional, akuntabel" is never taken for two documents.
_DOCUMENT = re.compile(
    r"(?:undangan|daftar|absensi|notul\w+|dokumen\w*|foto|video|laporan|sk|surat|keputusan|berita acara|ba"
    r"|screens?hoo?ts?|tangkapan|spanduk|banner|poster|leaflet|brosur|sertifikat|rekap\w*|lembar|formulir|matriks?|tabel"
    r"|peta|sop|skp|pk"
    r"|renstra|rkt|rka|iku|lakip|lkjip|penetapan kinerja|perjanjian kinerja|pengumuman|piagam|nota dinas|nd|kartu|data"
    r"|materi|kuesioner|hasil|bukti|tautan|link|pakta|maklumat|tanda terima|dip)\b",
    re.IGNORECASE,
)


def split_evidence(cell: str) -> tuple[str, ...]:
    """The documents that a cell asks for, in order: "1) A 2) B", bullets, "A; B; C", lines, or a list of documents."""
    text = cell.strip()
    if not text.strip("-–. "):
        return ()
    for split in (_numbered, _bulleted, _semicolons, _lines, _documents):
        parts = split(text)
        if parts:
            return tuple(dict.fromkeys(part for part in map(_tidy, parts) if part))
    whole = _tidy(text)
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
    parts = [part for part in text.split(";") if part.strip(" .,")]
    return parts if len(parts) > 1 else ()


def _lines(text: str) -> Sequence[str]:
    """Split at line breaks, unless a line goes on in lower case or with an open bracket."""
    lines = [line for line in text.split("\n") if line.strip()]
    going_on = any(line[:1].islower() for line in lines[1:]) or any(
        line.rstrip().endswith((",", "(", "/", "-", " dan")) for line in lines[:-1]
    )
    return () if going_on or len(lines) < 2 else lines


def _documents(text: str) -> Sequence[str]:
    """Split at commas and "dan" where every part begins with the name of a document."""
    joined = one_line(text)
    parts = [part for part in re.split(r",\s*(?:dan\s+|serta\s+)?(?![^(]*\))", joined) if part.strip()]
    *before, last = parts or [""]
    pieces = re.split(r"\s+(?:dan|serta)\s+(?![^(]*\))", last)
    if len(pieces) == 2 and all(_DOCUMENT.match(piece) for piece in pieces):
        parts = [*before, *pieces]
    return parts if all(_DOCUMENT.match(part.strip()) for part in parts) else ()

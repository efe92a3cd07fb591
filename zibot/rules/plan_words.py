"""Whether a file that someone sent is a plan: by the words with it, or perhaps by its name."""

import re
from enum import StrEnum

READABLE = (".txt", ".md", ".tsv", ".csv", ".docx", ".xlsx", ".pdf")
"""Endings of files that a plan can be read from."""
_MIMES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/",
)

_PLAN = r"(?:rencana\s+(?:kerja|aksi)|renja|renaksi|rencana)"
# What may come before the plan's own name: "ini rencana kerja kita", "usulan perubahan rencana aksi".
_LEAD_IN = r"(?:(?:ini|berikut|adalah|dokumen|berkas|file|usulan|usul|konsep|draf|draft|perubahan|revisi|final)\W+)*"
_SAYS = re.compile(rf"{_LEAD_IN}(?:/rencana\b|{_PLAN}\b)", re.I)
_DECREE = re.compile(r"(?:lampiran|sk|keputusan|surat\s+keputusan)\b", re.I)
_DECREE_ALONE = re.compile(r"(?:(?:lampiran|sk|keputusan|surat\s+keputusan|kpu|zi)\W*)+", re.I)
_CODE = re.compile(r"\b[IVX]{1,4}\.\d{1,2}\.\d{1,3}\b", re.I)
_NAMED = re.compile(rf"{_PLAN}|lampiran|\bsk\b|keputusan|matriks", re.I)


class Said(StrEnum):
    """How sure it is that a file is a plan."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def read_caption(words: str) -> Said:
    """What a caption says: "rencana kerja 2027" is a plan, "SK tim kerja" may be one, "V.1.2" names an item."""
    words = words.strip()
    if not words or _CODE.search(words):
        return Said.NO
    if _SAYS.match(words) or _DECREE_ALONE.fullmatch(words):
        return Said.YES
    if _DECREE.match(words) and re.search(_PLAN, words, re.I):
        return Said.YES
    return Said.PERHAPS if _NAMED.search(words) else Said.NO


def readable(name: str, mime: str) -> bool:
    """Whether a plan can be read from a file of this name and kind."""
    return name.casefold().endswith(READABLE) or mime.casefold().startswith(_MIMES)


def named_as_plan(name: str, mime: str) -> bool:
    """Whether the name of a readable file sounds like a plan: "Lampiran SK Rencana Aksi ZI.docx"."""
    return readable(name, mime) and bool(_NAMED.search(re.sub(r"[_\-.+]", " ", name)))

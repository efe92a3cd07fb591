"""Cells that hold several things under labels of their own ("Uraian: … ; Output: … ; Dokumen: …"), taken apart."""

import re
from collections.abc import Mapping

from zibot.plan.document import one_line

_LABELS = {
    "action": r"uraian(?: kegiatan)?|rencana aksi|langkah aksi|kegiatan|aktivitas",
    "indicator": r"indikator(?: keberhasilan)?",
    "evidence": r"dokumen|data dukung|bukti(?: dukung| fisik| pendukung)?|eviden(?:ce)?",
    "output": r"output|keluaran|hasil",
    "target": r"target waktu|waktu(?: pelaksanaan)?|jadwal|batas waktu|tenggat",
    "other": r"tim kerja(?: terkait)?|pic|penanggung ?jawab|pj|pelaksana|pemeriksa|ket(?:erangan)?|catatan|lokasi",
}
_LABEL = re.compile(
    r"(?:^|[;\n])\s*(?:[-•]\s*)?(?P<label>"
    + "|".join(f"(?P<{role}>{words})" for role, words in _LABELS.items())
    + r")\s*:",
    re.IGNORECASE,
)
_TEXTS = ("action", "indicator", "evidence")


def _parts(text: str) -> list[tuple[str, str, str]]:
    """Role, label and words of each part of a cell; empty unless it begins with a label and holds two or more."""
    found = list(_LABEL.finditer(text))
    if len(found) < 2 or text[: found[0].start()].strip():
        return []
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        (next(role for role in _LABELS if match[role]), one_line(match["label"]), text[match.end() : end].strip(" ;\n"))
        for match, end in zip(found, ends, strict=True)
    ]


def spread_parts(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with the parts of a labelled cell put where they belong; what a column of its own says stays."""
    spread = dict(cells)
    for role in _TEXTS:
        parts = _parts(cells[role])
        if not parts:
            continue
        spread[role] = ""
        for part, _label, words in sorted(parts, key=lambda one: one[0] == "output"):
            place = "evidence" if part == "output" else part
            if place != "other" and not spread[place]:
                spread[place] = words
    return spread


def other_parts(cells: Mapping[str, str]) -> dict[str, str]:
    """The parts of labelled cells that have no place in an item, such as who is responsible, by their labels."""
    known: dict[str, str] = {}
    for role in _TEXTS:
        parts = _parts(cells[role])
        documents = any(part == "evidence" for part, _label, _words in parts)
        for part, label, words in parts:
            if words and (part == "other" or (part == "output" and documents)):
                known[label] = one_line(words)
    return known

"""Labels in running text ("Bukti:", "Waktu:", "Target:") and the role of what follows them."""

import re
from dataclasses import dataclass

from zibot.plan.document import one_line

_LONGEST = 5000  # no sentence is longer
_ROLES = (
    ("evidence", r"(?:data|bukti|dokumen)\s+(?:dukung|pendukung|fisik)\w*|bukti|eviden\w*|dokumen|dokumentasi"
                 r"|(?:rencana\s+)?output|keluaran"),
    ("target", r"target\s+waktu|(?:waktu|jadwal|bulan|periode)(?:\s+(?:pelaksanaan|penyelesaian|kegiatan))?"
               r"|target\s+penyelesaian|tenggat(?:\s+waktu)?|batas\s+waktu|deadline|timeline|frekuensi"),
    ("owner", r"penanggung\s*-?\s*jawab|p\.?i\.?c\.?|pj|pelaksana|pelaksana\s+kegiatan"),
    ("indicator", r"indikator(?:\s+(?:keberhasilan|kinerja|capaian))?"),
    ("goal", r"(?:target|sasaran|tujuan)(?:\s+(?:capaian|kinerja|utama|area|program|strategis|hasil|akhir))*"
             r"|(?:target|hasil|kondisi)\s+yang\s+(?:ingin\s+|akan\s+|hendak\s+)?(?:dicapai|diharapkan)"),
    ("action", r"(?:rencana|langkah(?:-langkah)?|uraian|rincian)(?:\s+(?:aksi|kerja|kegiatan|tindak))?"
               r"|kegiatan|aktivitas"),
    ("note", r"keterangan|catatan|ket"),
)  # fmt: skip
_LABEL = re.compile(
    r"(?:" + "|".join(rf"(?P<{role}>{pattern})" for role, pattern in _ROLES) + r")\s*(?P<end>:|$)", re.IGNORECASE
)
_INLINE = re.compile(
    r"(?P<lead>[.;,(–-]\s*|\s\(\s*|(?<=\s))(?P<label>"
    + "|".join(pattern for role, pattern in _ROLES if role not in ("action", "goal", "note"))
    + r")\s*:\s*",
    re.IGNORECASE,
)
_GOAL_SENTENCE = re.compile(
    r"(?:adapun\s+|maka\s+)?(?:target|sasaran|tujuan|hasil)\b(?!.*\b(?:kegiatan|langkah|indikator)\b).*:$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its role (evidence, target, owner, indicator, goal, action, note), its words, what follows it."""

    role: str
    name: str
    rest: str


def label_of(text: str, *, alone: bool = True) -> Label | None:
    """The label that a paragraph begins with, or None; `alone` says that one without a colon may be the whole text."""
    match = _LABEL.match(text)
    if match is None or match.lastgroup is None:
        return None
    role = next(role for role, _pattern in _ROLES if match[role])
    if match["end"] != ":" and not (alone and match[role][0].isupper()):
        return None
    return Label(role, one_line(match[role]), text[match.end() :].strip())


def introduces_goals(text: str) -> bool:
    """Whether the last sentence of a paragraph announces what an area wants to reach."""
    last = re.split(r"(?<=[.;])\s+", text)[-1]
    return len(last) < 250 and bool(_GOAL_SENTENCE.match(last))


def split_labels(text: str) -> tuple[str, list[Label]]:
    """A sentence without the labels inside it, and those: "Membentuk tim. Output: SK Tim. Waktu: Maret"."""
    found = list(_INLINE.finditer(text)) if len(text) < _LONGEST else []
    if not found:
        return text, []
    labels = []
    for match, following in zip(found, [*found[1:], None], strict=True):
        rest = text[match.end() : following.start() if following else len(text)].strip(" ;,.")
        known = label_of(f"{match['label']}:")
        rest = rest[:-1].rstrip(" ;,.") if rest.endswith(")") and rest.count("(") < rest.count(")") else rest
        if known and rest:
            labels.append(Label(known.role, one_line(match["label"]), rest))
    return text[: found[0].start()].rstrip(" ;,.(–-"), labels

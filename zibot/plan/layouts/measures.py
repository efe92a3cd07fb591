"""The measures of the result component (ukuran hasil) that a plan names: IPAK, TLHP, IPKP, IKM."""

import re
from collections.abc import Iterable

from zibot.plan.layouts.paragraphs import Paragraph
from zibot.plan.reading import Measure

_MEASURES = (
    ("IPAK", r"\b(?:IPAK|SPAK)\b|persepsi\s+anti\s*-?\s*korupsi"),
    ("TLHP", r"\bTLHP\b|tindak\s*lanjut\s+(?:atas\s+)?(?:laporan\s+)?hasil\s+(?:pemeriksaan|audit)"),
    ("IPKP", r"\b(?:IPKP|SPKP)\b|persepsi\s+kualitas\s+pelayanan"),
    ("IKM", r"\bIKM\b|kepuasan\s+masyarakat"),
)
_COMPILED = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _MEASURES)


def measures_of(paragraphs: Iterable[Paragraph]) -> tuple[Measure, ...]:
    """The measures that these paragraphs name, each once, in the order of the plan; entries of lists tell before prose.

    A list says which measures there are, the sentence above it only what they are for.
    """
    found: dict[str, tuple[int, str]] = {}
    numbered = list(enumerate(paragraphs))
    for at, paragraph in sorted(numbered, key=lambda one: (one[1].marker is None, one[0])):
        for code in _codes(paragraph.text):
            found.setdefault(code, (at, paragraph.text.rstrip(" ;.,")))
    ordered = sorted(found.items(), key=lambda one: one[1][0])
    return tuple(Measure(code, name) for code, (_at, name) in ordered)


def _codes(text: str) -> list[str]:
    """The short names of the measures in a text, in its order."""
    places = [(match.start(), code) for code, pattern in _COMPILED if (match := pattern.search(text))]
    return [code for _place, code in sorted(places)]

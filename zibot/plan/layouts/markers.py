"""The marks that begin a paragraph of an outline (1., a), (1), I., A.1, 1.1.1, -, ##, AREA I) and what follows them."""

import re
from dataclasses import dataclass

from zibot.plan.layouts.areas import ROMANS, known_area

_HASHES = re.compile(r"(#{1,6})\s*")
_BULLET = re.compile(
    r"(?:[-–—•·●▪◦○■□➢➤✓✔*\uf0b7\uf0d8\uf0a7\uf0fc]\s+|[•●▪◦➢➤\uf0b7\uf0d8\uf0a7\uf0fc]|o\s+(?=[A-Z]))"
)
_WORD = re.compile(
    r"(?P<word>(?i:AREA(?:\s+PERUBAHAN)?|PILAR|PROGRAM|POKJA|KELOMPOK KERJA|BIDANG|ASPEK|BAB|(?:SUB\s?)?KOMPONEN"
    r"|(?:SUB\s?)?KEGIATAN))\s+(?i:KE\s*-?\s*)?(?P<mark>[IVX]{1,4}|\d{1,2}|[A-H])(?:\s*[.:)]+\s*|\s*$|\s+[-–]\s+"
    r"|\s+(?=[A-Z]{2}))"
)
_DOTTED = re.compile(
    r"(?P<first>[A-Z]|[IVX]{1,4}|\d{1,2})(?P<rest>(?:\.\d{1,2})+(?:\.[a-h])?|(?<=\d)\.[a-hA-H])(?:[.)]+|(?=\s|$))\s*"
)
_SIMPLE = re.compile(
    r"(?P<open>\()?(?P<mark>\d{1,2}|[a-z]|[A-Z]|[ivx]{2,5}|[IVX]{2,5})\s?(?P<close>\)|\.\)?)"
    r"(?:\s+|$|(?<=[\da-z][.)])(?=[A-Z][a-z]))"
)
_BARE = re.compile(r"(?P<mark>[IVX]{1,4}|[A-H]|\d{1,2})\s+(?=[A-Z]{3})")


@dataclass(frozen=True, slots=True)
class Marker:
    """How a paragraph is marked: the style of its list, its number in it (None for bullets), the mark as written."""

    style: str
    number: int | None
    written: str
    other: tuple[str, int] | None = None
    """The other reading of i, v and x: a letter, or a Roman numeral."""

    @property
    def heading(self) -> int:
        """How many # stand before it; 0 for none."""
        return len(self.style) - len(self.style.lstrip("#"))


def marked(text: str) -> tuple[Marker | None, str]:
    """The marker that a text begins with, if any, and what follows it."""
    hashes = _HASHES.match(text)
    level = hashes[1] if hashes else ""
    rest = text[hashes.end() :] if hashes else text
    bullet = None if hashes else _BULLET.match(rest)
    if bullet:
        rest = rest[bullet.end() :]
    found = _numbered(rest)
    if found:
        marker, after = found
        other = (level + marker.other[0], marker.other[1]) if marker.other else None
        return Marker(level + marker.style, marker.number, marker.written, other), after.strip()
    if level:
        return Marker(level, None, level), rest.strip()
    return (Marker("-", None, "-"), rest.strip()) if bullet else (None, text)


def _numbered(text: str) -> tuple[Marker, str] | None:
    word = _WORD.match(text)
    if word:
        style, number = _value(word["mark"])[0]
        return Marker(f"{word['word'].upper()} {style}", number, word[0].strip(" .:)-–")), text[word.end() :]
    dotted = _DOTTED.match(text)
    if dotted:
        style, number = _value(dotted["rest"].rpartition(".")[2])[0]
        depth = dotted["rest"].count(".")
        return Marker(f"{'.1' * depth}.{style}", number, dotted[0].strip()), text[dotted.end() :]
    simple = _SIMPLE.match(text)
    if simple and not (simple["open"] and simple["close"] != ")"):
        shape = f"{simple['open'] or ''}{{}}{simple['close'][-1]}"
        (style, number), *others = _value(simple["mark"])
        other = (shape.format(others[0][0]), others[0][1]) if others else None
        return Marker(shape.format(style), number, simple[0].strip(), other), text[simple.end() :]
    bare = _BARE.match(text)
    if bare and (len(bare["mark"]) > 1 or known_area(text[bare.end() :])) and text.isupper():
        style, number = _value(bare["mark"])[0]
        return Marker(style, number, bare["mark"]), text[bare.end() :]
    return None


def _value(mark: str) -> list[tuple[str, int]]:
    """The readings of a mark as style and number, the likelier one first."""
    if mark.isdigit():
        return [("1", int(mark))]
    letter = [("A" if mark.isupper() else "a", ord(mark.lower()) - ord("a") + 1)] if len(mark) == 1 else []
    if mark.upper() not in ROMANS:
        return letter or [("I" if mark.isupper() else "i", 0)]
    roman = [("I" if mark.isupper() else "i", ROMANS.index(mark.upper()) + 1)]
    return roman + letter


def settled(marker: Marker, last: dict[str, int]) -> Marker:
    """The reading of an ambiguous mark that goes on with a list; `last` holds the last number of each style."""
    if marker.other is None:
        return marker
    style, number = marker.other
    if last.get(style) == number - 1:
        return Marker(style, number, marker.written)
    return marker

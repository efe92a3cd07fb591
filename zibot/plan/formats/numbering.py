"""Word's automatic numbering: the "1.", "b)" or "II." that is seen before a paragraph and stored nowhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from zibot.plan.formats.docx_text import Element, W, is_on, value_of
from zibot.plan.formats.symbols import in_font

BULLET, CHECK = "-", "√"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_CHECKS = ("√", "✓", "✔", "☑")
_DEEPEST_STYLE = 20


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list; `restart` is the level (from 1) after which it begins anew, 0 for never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    plain: bool = False
    style: str | None = None
    font: str | None = None
    restarted: bool = False
    """Whether this list begins here anew, though another one counts with the same levels."""


@dataclass(frozen=True, slots=True)
class _List:
    counter: str
    """Which counter it shares: lists of one definition count on from each other."""
    levels: Mapping[int, _Level]


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of a document, which must be told in their order."""

    numbering: Element | None
    """The root of numbering.xml."""
    styles: Element | None
    """The root of styles.xml."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)
    _lists: dict[str, _List | None] = field(default_factory=dict)
    _known: dict[tuple[str, str | None], Element] = field(default_factory=dict)
    _styles: dict[str | None, Element] | None = None

    def label(self, paragraph: Element) -> str:
        """What is seen before the paragraph: its number with its signs, BULLET, CHECK for a bullet like that, or ""."""
        number, depth, style = self._asked(paragraph)
        if number is None or number == "0":
            return ""
        found = self._list(number)
        if found is None:
            return ""
        if depth is None:
            depth = next((at for at, level in found.levels.items() if style and level.style == style), 0)
        if depth not in found.levels:
            return ""
        counts = self._count(number, found, depth)
        return _written(found.levels, depth, counts)

    def _asked(self, paragraph: Element) -> tuple[str | None, int | None, str | None]:
        """The list that a paragraph belongs to, its level, and the style that says so where the paragraph does not."""
        number = value_of(paragraph, "pPr/numPr/numId")
        level = value_of(paragraph, "pPr/numPr/ilvl")
        depth = None if level is None else int(level)
        if number is not None:
            return number, depth or 0, None
        styles = self._known_styles()
        name = value_of(paragraph, "pPr/pStyle")
        for _ in range(_DEEPEST_STYLE):
            style = styles.get(name)
            if style is None:
                break
            number = value_of(style, "pPr/numPr/numId")
            if number is not None:
                level = value_of(style, "pPr/numPr/ilvl")
                depth = depth if depth is not None or level is None else int(level)
                return number, depth, style.get(f"{W}styleId")
            name = value_of(style, "basedOn")
            if name is None:
                break
        return None, None, None

    def _known_styles(self) -> dict[str | None, Element]:
        """The styles by their names; that of paragraphs without one stands under None."""
        if self._styles is None:
            self._styles = {}
            for style in () if self.styles is None else self.styles.iter(f"{W}style"):
                self._styles[style.get(f"{W}styleId")] = style
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                    self._styles[None] = style
        return self._styles

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._defined(number)
        return self._lists[number]

    def _defined(self, number: str, *, linked: bool = False) -> _List | None:
        """The list with this number: the levels of its definition, and what it sets otherwise for itself."""
        own = self._find("num", number)
        counter = value_of(own, "abstractNumId")
        definition = self._find("abstractNum", counter)
        if own is None or counter is None or definition is None:
            return None
        style = value_of(definition, "numStyleLink")
        if style is not None and not linked:
            other = value_of(self._known_styles().get(style), "pPr/numPr/numId")
            return self._defined(other, linked=True) if other else None
        levels = {int(level.get(f"{W}ilvl")): _level(level) for level in definition.iter(f"{W}lvl")}
        for override in own.iter(f"{W}lvlOverride"):
            depth = int(override.get(f"{W}ilvl"))
            start = value_of(override, "startOverride")
            level = override.find(f"{W}lvl")
            if level is not None or (start is not None and depth in levels):
                levels[depth] = _level(level, levels.get(depth), start)
        return _List(counter, levels)

    def _find(self, tag: str, number: str | None) -> Element | None:
        """A list ("num") or a definition of lists ("abstractNum") by its number."""
        if not self._known:
            for kind in ("num", "abstractNum"):
                for element in () if self.numbering is None else self.numbering.iter(f"{W}{kind}"):
                    self._known.setdefault((kind, element.get(f"{W}{kind}Id")), element)
        return self._known.get((tag, number))

    def _count(self, number: str, found: _List, depth: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.counter, {})
        level = found.levels[depth]
        anew = level.restarted and (number, depth) not in self._begun
        self._begun.add((number, depth))
        counts[depth] = level.start if anew or depth not in counts else counts[depth] + 1
        for deeper in [other for other in counts if other > depth]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or depth < restart:
                del counts[deeper]
        return counts


def _level(level: Element | None, base: _Level | None = None, start: str | None = None) -> _Level:
    """One level as it is defined, or as a list sets it for itself over its definition."""
    known = base or _Level()
    if level is not None:
        restart = value_of(level, "lvlRestart")
        formats = [found.get(f"{W}val") for found in level.iter(f"{W}numFmt")]
        known = _Level(
            start=int(value_of(level, "start") or 1),
            # A form of newer programs stands first, the one that older ones know last.
            form=next((form for form in reversed(formats) if form and form != "custom"), "decimal"),
            text=value_of(level, "lvlText") or "",
            restart=None if restart is None else int(restart),
            plain=is_on(level, "isLgl"),
            style=value_of(level, "pStyle"),
            font=next((font.get(f"{W}ascii") for font in level.iter(f"{W}rFonts")), None),
        )
    if start is None:
        return known
    return replace(known, start=int(start), restarted=True)


def _written(levels: Mapping[int, _Level], depth: int, counts: Mapping[int, int]) -> str:
    level = levels[depth]
    if level.form == "bullet":
        return CHECK if in_font(level.text, level.font) in _CHECKS else BULLET

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels:
            return ""
        return _number(counts.get(at, levels[at].start), "decimal" if level.plain else levels[at].form)

    return re.sub(r"%([1-9])", number, level.text).strip()


@cache
def _number(count: int, form: str) -> str:
    """A count in one of Word's forms; a form that plans do not use is written in digits."""
    letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 100)  # z is followed by aa, then bb
    roman, left = "", count
    for worth, sign in _ROMAN if 0 < count < 5000 else ():
        roman += sign * (left // worth)
        left %= worth
    written = {
        "lowerLetter": letter,
        "upperLetter": letter.upper(),
        "lowerRoman": roman,
        "upperRoman": roman.upper(),
        "decimalZero": f"{count:02}",
        "none": "",
    }
    return written.get(form) or ("" if form == "none" else str(count))

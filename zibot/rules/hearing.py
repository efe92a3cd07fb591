"""What is heard in a question: its words in their usual spelling, what it is about, and whether any word is unknown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from zibot.rules.chat_words import KIND_OF, Class, mended, plain, with_owner, word_set
from zibot.rules.periods import Period, found_period, found_quarter
from zibot.rules.sayings import asks_by_tag, said_usually, without_address, without_reason
from zibot.rules.subjects import TITLES, Component, Known, Names, names_of
from zibot.when import MONTHS, month_of, number_of
from zibot.workdays import Quarter

_MONTHS = frozenset(name.casefold() for name in MONTHS)
LONGEST = 400
"""Characters; what is longer is a story."""

_CODE = re.compile(
    r"(?<![\w.])(?:(?P<roman>[ivx]{1,4})\s?[.\-,]?\s?(?P<component>\d{1,2})(?:\s?[.\-]\s?|\s)(?P<item>\d{1,3})"
    r"|(?P<digit>\d{1,2})\.(?P<of>\d{1,2})\.(?P<at>\d{1,3})|(?P<area>[ivx]{1,4})\.(?P<part>\d{1,2}))(?![\w]|\.\d)"
)
_URL = re.compile(r"https?://\S+|@\w+")
_AREA = re.compile(r"\b(?:area|pilar|pokja|bidang)(?: (?:ke|nomor|no))?(?: ke)? (\d{1,2}|[a-z]+)\b")
_SOFT = word_set(
    "penguatan penataan peningkatan penerapan pelaksanaan pembangunan perubahan sistem kualitas publik manajemen area "
    "areanya komponen penanganan unit pengelolaan pegawai masyarakat pengendalian internal sub program pilar bidang "
    "kinerja aparatur pelayanan reformasi"
)
_EVERYDAY = word_set(
    "pelayanan layanan pengawasan mutasi rotasi pelatihan diklat disiplin kedisiplinan pengaduan aduan kepuasan "
    "kepegawaian prosedur keterbukaan benturan pemantauan perubahan pegawai"
)
"""Names of areas and components that are said of other things as well."""


@dataclass(slots=True)
class Heard:
    """A question taken apart."""

    said: str
    """Its words in their usual spelling; what it is about stands as <area>, <component>, <code>, <person>."""
    asked: bool
    """Whether it ends or stands as a question by its mark."""
    areas: list[int] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    people: list[frozenset[int]] = field(default_factory=list)
    period: Period | None = None
    quarter: Quarter | None = None
    distinct: bool = False
    """Whether it is named as only an office's plan is: by number, by several words or by a short form."""
    unclear: bool = False
    """Whether it names what the plan does not have, or several things where one can be meant."""
    told_of: bool = False
    """Whether a due date is one already spoken of ("tenggatnya besok"), which is said rather than asked."""
    unknown: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """Its words, with the marks of what it is about."""
        return self.said.split()

    def has(self, *kinds: Class) -> bool:
        """Whether a word of one of these kinds is there."""
        return any(KIND_OF.get(word) in kinds for word in self.words)

    def like(self, pattern: str) -> bool:
        """Whether its words contain a pattern, at word borders."""
        return re.search(rf"(?:^| )(?:{pattern})(?= |$)", self.said) is not None

    @property
    def bare(self) -> bool:
        """Whether nothing is named: neither area nor component, item or person."""
        return not (self.areas or self.components or self.codes or self.people)


def heard(text: str, known: Known, today: date) -> Heard | None:
    """Take a question apart; None of what is empty or too long to be one."""
    words = plain(_URL.sub(" ", text))
    if not words or len(words) > LONGEST:
        return None
    names = names_of(known)
    found = Heard("", "?" in words)
    found.told_of = re.search(r"\b(?:tenggat|deadline|batas waktu|jatuh tempo)nya\b", words) is not None
    found.asked = found.asked or asks_by_tag(words)
    words = _codes(without_address(words), found, known)
    words = said_usually(" ".join(re.findall(r"<code>|[a-z']+|\d{4}-\d{1,2}|\d+|%", words)))
    tokens = [part for word in words.split() for part in _known_word(word, names)]
    tokens = _tagged(" ".join(tokens).split(), names.people, "<person>", found.people, _is_person)
    words = without_reason(" ".join(tokens))
    found.quarter, words = found_quarter(words, today)
    words = _numbered_areas(words, found, known)
    tokens = _subjects(words.split(), names, found, known)
    found.period, words = found_period(" ".join(tokens), today)
    _agree(found)
    found.said = " ".join(words.split())
    found.unknown = tuple(word for word in found.words if not _understood(word, found))
    return found


def _codes(words: str, found: Heard, known: Known) -> str:
    """Take codes of items out; a code of two steps names a component."""
    areas = dict(known.areas)

    def taken(match: re.Match[str]) -> str:
        letters = match["roman"] or match["area"]
        number = number_of(letters or match["digit"])
        if number not in areas:
            found.unclear = True
            return " "
        if match["part"]:
            code = f"{letters.upper()}.{int(match['part'])}"
            named = [one for one in known.components if one.code == code]
            found.components += named
            found.unclear = found.unclear or not named
            return " <component> "
        area = (letters or _roman(number)).upper()
        found.codes.append(f"{area}.{int(match['component'] or match['of'])}.{int(match['item'] or match['at'])}")
        return " <code> "

    return _CODE.sub(taken, words)


def _roman(number: int) -> str:
    return ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number]


def _known_word(word: str, names: Names) -> tuple[str, ...]:
    """A word as we know it, also where it has a slip."""
    found = with_owner(word)
    if len(found) > 1 or found[0] in KIND_OF or word in names.words or word in _SOFT or month_of(word):
        return found if word not in names.words or found[0] in KIND_OF else (word,)
    if any(word in phrase.split() for phrase in (*names.people, *names.areas, *names.components)) or number_of(word):
        return (word,)
    bare = re.sub(r"(?:nya|an|kah)$", "", word)
    if bare != word and (
        bare in names.words or bare in _SOFT or bare in names.areas or bare in names.components or bare in names.people
    ):
        return (bare,)
    if found[0] != word:
        return found
    better = mended(word, _mendable(names.words))
    return (better,) if better is not None else (word,)


@lru_cache(maxsize=16)
def _mendable(of_names: frozenset[str]) -> frozenset[str]:
    """The words of which an unknown one may be a slip."""
    return of_names | frozenset(KIND_OF) | _SOFT


def _is_person(words: Sequence[str], start: int, end: int) -> bool:
    """Whether words that are a name mean a person: one that is also another word needs a title before it."""
    titled = start > 0 and words[start - 1] in TITLES
    if words[start - 1 : start] == ["bulan"]:
        return False
    plain_word = words[start] in KIND_OF or words[start] in _SOFT or words[start] in _MONTHS
    return end - start > 1 or titled or not plain_word


def _tagged(
    words: Sequence[str], phrases: Mapping[str, frozenset[int]], tag: str, found: list[frozenset[int]], fits: object
) -> list[str]:
    """The words with every longest phrase of a kind replaced by its tag."""
    tagged, at = [], 0
    while at < len(words):
        for size in range(min(6, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            if phrase in phrases and callable(fits) and fits(words, at, at + size):
                found.append(phrases[phrase])
                tagged.append(tag)
                at += size
                break
        else:
            tagged.append(words[at])
            at += 1
    return tagged


def _numbered_areas(words: str, found: Heard, known: Known) -> str:
    """Take out areas that are named by their number: "area 5", "area V", "area ke lima"."""

    def taken(match: re.Match[str]) -> str:
        number = number_of(match[1].removeprefix("ke")) or number_of(match[1])
        if number is None:
            return match[0]
        if number not in dict(known.areas):
            found.unclear = True
            return " "
        found.areas.append(number)
        found.distinct = True
        return " <area> "

    return _AREA.sub(taken, words)


def _subjects(words: Sequence[str], names: Names, found: Heard, known: Known) -> list[str]:
    """The words with every area and component replaced by its tag, longest first."""
    tagged: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(names.longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            # "area akip" is the area that is called so too, not its component.
            called = tagged[-1:] == ["area"] and phrase in names.areas
            if phrase in names.components and not called:
                places = [known.components[place] for place in sorted(names.components[phrase])]
                found.components += places
                found.distinct = found.distinct or phrase not in _EVERYDAY
                tagged.append("<component>")
                at += size
                break
            if phrase in names.areas:
                found.areas += sorted(names.areas[phrase])
                found.distinct = found.distinct or phrase not in _EVERYDAY or tagged[-1:] == ["area"]
                tagged.append("<area>")
                at += size
                break
        else:
            tagged.append(words[at])
            at += 1
    return tagged


def _agree(found: Heard) -> None:
    """Let what is named more closely stand alone, and note where two things are named."""
    areas = list(dict.fromkeys(found.areas))
    components = list(dict.fromkeys(found.components))
    if areas and components:
        inside = [one for one in components if one.area in areas]
        if len(areas) > 1 or not inside:
            found.unclear = True
        components = inside or components
        areas = []
    found.areas, found.components = areas, components
    if len(areas) > 1 or len(components) > 1 or len(set(found.codes)) > 1 or len(set(found.people)) > 1:
        found.unclear = True


def _understood(word: str, found: Heard) -> bool:
    return (
        word in KIND_OF
        or word.startswith("<")
        or word == "area"
        or word in TITLES
        or (word in _SOFT and not found.bare)
    )

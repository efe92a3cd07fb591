"""The plan's own column of who is responsible (PIC): its wordings, and who of the team each may mean, as a proposal."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zibot.rules.roles import Role
from zibot.rules.roster import area_number

_HEADINGS = (
    re.compile(r"\b(?:penanggung\s*-?\s*jawab\w*|p\.?\s?j\.?|p\.?\s?i\.?\s?c\.?|owner)(?!\w)", re.I),
    re.compile(r"\bpelaksana\b(?!\s+(?:bulan|waktu))", re.I),
    re.compile(r"\b(?:tim|unit)(?:\s+kerja)?\s+terkait\b|\bunit\s+(?:kerja|penanggung)\b|\bpenanggungjawab\b", re.I),
)
"""Headings of such columns, the plainest first: of several the plainest one counts."""
_ABBREVIATIONS = {
    r"ka(?:\.|\s)*sub(?:\s|\.)*bag(?:ian)?": "kepala subbagian",
    r"kasub+ag(?:ian)?": "kepala subbagian",
    r"sub\W*b?ag(?:ian)?": "subbagian",
    r"sumber\s+daya\s+manusia": "sdm",
    r"hubungan\s+masyarakat": "humas",
    r"partisipasi\s+masyarakat": "parmas",
    r"kesekretariatan": "sekretaris",
}
_SHORTENED = re.compile("|".join(rf"(?P<a{at}>\b{words}\b)" for at, words in enumerate(_ABBREVIATIONS)))
_SPLIT = re.compile(r"\s*(?:[;,/&+\n]|\bdan\b|\bserta\b|\bbersama\b)\s*")
_AREA = re.compile(r"\b(?:area|pilar|pokja|kelompok|bidang|tim)\s+(?:kerja\s+)?(?:perubahan\s+)?([ivx]{1,4}|\d{1,2})\b")
_LEAD = re.compile(r"\bketua\s+tim\b|\bketua\s+(?:zi|pelaksana)\b")

_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "tim kerja dan di pada dari yang untuk oleh para seluruh semua setiap masing unit terkait satuan kpu kabupaten "
        "kota provinsi zi zona integritas pic pj penanggung jawab pelaksana bapak ibu pak bu sdr saudara",
    )
)
"""Words that say nothing of who is meant."""
_RANKS = frozenset(
    re.findall(
        r"\w+",
        "kepala subbagian bagian sekretaris sekretariat ketua anggota divisi staf staff penata pengelola analis "
        "pranata petugas pegawai koordinator fungsional pejabat operator layanan kelola",
    )
)
"""Words that many offices share, so that they tell little."""
_RANK, _ENOUGH, _NEAR, _ALIKE = 0.3, 0.6, 0.1, 85.0
MOST = 3
"""People who are proposed at most; where more are equally likely the wording names nobody in particular."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a plan says in that column, and the codes of the items for which it says so."""

    words: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """One of the team, as far as a plan may mean them."""

    id: int
    name: str
    jabatan: str
    role: str
    areas: tuple[int, ...] = ()


def wordings(notes: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[Wording, ...]:
    """The wordings of a plan in the order in which they come; `notes` are the codes with what else their rows say."""
    found: dict[str, tuple[str, list[str]]] = {}
    for code, said in notes:
        words = responsible(said)
        if words:
            found.setdefault(" ".join(re.findall(r"\w+", words.casefold())), (words, []))[1].append(code)
    return tuple(Wording(words, tuple(codes)) for words, codes in found.values())


def responsible(notes: Mapping[str, str]) -> str:
    """What a row says of who is responsible for it; empty where it does not."""
    for heading in _HEADINGS:
        for name, words in notes.items():
            said = " ".join(words.split())
            if heading.search(name) and re.search(r"[^\W\d_]{2}", said) and said.casefold() != name.casefold():
                return said
    return ""


@dataclass(frozen=True, slots=True)
class Meant:
    """Who a wording may mean, the likeliest first; `together` where it names several and each of them is clear."""

    people: tuple[int, ...] = ()
    together: bool = False


def likely(words: str, people: Sequence[Known]) -> Meant:
    """Who of the team a wording may mean; nobody where it fits none, or too many alike."""
    plain = _plain(words)
    whole = _nearest(plain, people)
    # "Subbagian Teknis dan Hukum" is one office, not two.
    split = _SPLIT.split(plain) if max(whole.values(), default=0.0) < 1 else []
    parts = [found for part in split if part and part != plain and (found := _nearest(part, people))]
    best: dict[int, float] = {}
    for found in (whole, *parts):
        for id, score in found.items():
            best[id] = max(score, best.get(id, 0.0))
    named = {id for found in parts for id in found}
    together = len(named) > 1 and all(len(found) == 1 for found in parts)
    return Meant(tuple(sorted(best, key=lambda id: -best[id])[:MOST]), together and len(named) <= MOST)


def _nearest(part: str, people: Sequence[Known]) -> dict[int, float]:
    """Whom one part of a wording fits best and how well, those about as good too; nobody where they are too many."""
    scores = {person.id: score for person in people if (score := _score(part, person)) >= _ENOUGH}
    top = max(scores.values(), default=0.0)
    near = {id: score for id, score in scores.items() if score >= top - _NEAR}
    return near if len(near) <= MOST else {}


def _plain(words: str) -> str:
    words = " ".join(words.casefold().split())
    return _SHORTENED.sub(lambda match: list(_ABBREVIATIONS.values())[int(str(match.lastgroup)[1:])], words)


def _score(part: str, person: Known) -> float:
    """How well a part of a wording fits a person (0 to 1): by role and area, by name, or by what they are."""
    area = _AREA.search(part)
    if area is not None:
        checks = person.role == Role.COORDINATOR and area_number(area[1]) in person.areas
        return 1.0 if checks else 0.0
    if _LEAD.search(part):
        return 1.0 if person.role == Role.LEAD else 0.0
    words = _telling(part)
    return max(_named(words, _telling(person.name)), _covered(words, _telling(_plain(person.jabatan))))


def _telling(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2 and word not in _EMPTY]


def _named(words: Sequence[str], name: Sequence[str]) -> float:
    """How much of what is said is a part of the name; one short word alone may be anybody's."""
    return _covered(words, name) if any(len(word) > 3 for word in words) else 0.0


def _covered(words: Sequence[str], others: Sequence[str]) -> float:
    """How much of the words' weight stands among the others, spelt a little otherwise perhaps."""
    weights = {word: _RANK if word in _RANKS else 1.0 for word in words}
    whole = sum(weights.values())
    return sum(weight for word, weight in weights.items() if _among(word, others)) / whole if whole else 0.0


def _among(word: str, others: Sequence[str]) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded once a plan has such a column

    return word in others or (len(word) > 4 and any(fuzz.ratio(word, other) >= _ALIKE for other in others))

"""Naming an area: what people type ("yanlik", "area V", "pengawsan") to the area they mean, or to a question."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the plan; `aliases` are the other names and component words that mean it and no other."""

    number: int
    roman: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a text names: one `area`, or `everything`, or only `candidates` to ask about (none: ask about all)."""

    area: Area | None = None
    everything: bool = False
    candidates: tuple[Area, ...] = ()


def roman(number: int) -> str:
    """Write an area's number (1 to 39) as the plans do; one that no area has, as of a forged button, in figures."""
    if number > 39:
        return str(number)
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, letters in parts:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _area(number: int, name: str, *aliases: str) -> Area:
    return Area(number, roman(number), name, aliases)


AREAS: tuple[Area, ...] = (
    _area(
        1,
        "Manajemen Perubahan",
        *("perubahan", "mp", "memperoleh predikat", "agen perubahan", "role model"),
        *("pola pikir", "budaya kerja", "tim kerja"),
    ),
    _area(
        2,
        "Penataan Tatalaksana",
        *("tatalaksana", "sop", "spbe", "e office", "ppid", "informasi publik", "keterbukaan informasi"),
    ),
    _area(
        3,
        "Penataan Sistem Manajemen SDM",
        *("sdm", "msdm", "sumber daya manusia", "aparatur", "kepegawaian", "pegawai", "sistem informasi kepegawaian"),
        *("mutasi", "diklat", "pelatihan", "kinerja individu", "skp", "disiplin"),
    ),
    _area(
        4, "Penguatan Akuntabilitas", "akuntabilitas", "akuntabel", "akuntabilitas kinerja", "akip", "sakip", "lakip"
    ),
    _area(
        5,
        "Penguatan Pengawasan",
        *("pengawasan", "gratifikasi", "upg", "spip", "sistem pengawasan internal", "pengawasan internal"),
        *("pengaduan masyarakat", "dumas", "wbs", "whistle blowing", "whistleblowing", "benturan kepentingan"),
    ),
    _area(
        6,
        "Peningkatan Kualitas Pelayanan Publik",
        *("pelayanan", "layanan", "pelayanan publik", "layanan publik", "yanlik", "yan publik", "yanpublik"),
        *("penguatan kualitas pelayanan publik", "penguatan kualitas pelayanan", "penguatan pelayanan"),
        *("pelayanan prima", "standar pelayanan", "kepuasan", "survei kepuasan", "skm", "ikm"),
    ),
)

# Words that several areas share, so that alone they only narrow the choice: complaints are kept by V and by VI,
# wealth reports stand under I in some plans and under V in others, "kinerja" is asked in III and IV.
_SHARED: Mapping[str, tuple[int, ...]] = {
    "manajemen": (1, 3),
    "penataan": (2, 3),
    "penguatan": (4, 5),
    "peningkatan": (6,),
    "sistem": (3, 5),
    "kualitas": (6,),
    "publik": (2, 6),
    "kinerja": (3, 4),
    "pengaduan": (5, 6),
    "lhkpn": (5, 1),
    "lhkasn": (5, 1),
    "lhkan": (5, 1),
}


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_HOLLOW = _words("pembangunan unit kerja untuk memperoleh predikat menuju dan di yang wbk wbbm kpu zona integritas")
_EVERYTHING = _words("semua semuanya seluruh seluruhnya keseluruhan all total")
_EXCEPT = _words("selain kecuali bukan tanpa")
_FILLERS = _words(
    "status area bidang tim pokja kelompok lever zi tolong mohon minta dong donk ya yah yuk nih kak bang pak bu ibu",
    "bapak min admin bot zibot apa apakah bagaimana gimana berapa mana sampai sudah udah belum sih kah dari di ke utk",
    "untuk tentang soal mengenai yang yg dan sama dengan dgn ini itu saja aja lihat liat cek info kabar progres",
    "progress capaian persen rekap laporan jadwal terlambat tugas butir rencana per pada tahun bulan hari minggu",
)
# Real words that lie one letter from a name and mean something else.
_UNRELATED = _words("pengadaan perumahan kegiatan keuangan")
_ORDINALS = {"pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6}
_ROMANS = {roman(number).lower(): number for number in range(1, 13)}
# "tw 2", "semester II", "2027", "3 bulan", "5 butir": numbers that name a time or a count, not an area.
_NOT_AREAS = re.compile(
    r"\b(?:tw|triwulan|semester|tahun|bulan|tanggal|tgl|minggu)\s*(?:ke\s*)?(?:\d+|[ivx]+)\b"
    r"|\b\d+\s*(?:hari|minggu|bulan|tahun|butir|bukti|orang|kegiatan)\b|\b(?:19|20)\d\d\b"
)
_CODE = re.compile(r"(\d{1,2}|[ivx]{1,4})(?:\.\d+)*\.?")
_SURE, _NEAR, _MARGIN, _SHORTEST = 85.0, 70.0, 6.0, 5


def _plain(text: str) -> str:
    """Lower case, one space between words, dots kept inside codes only."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"(?<!\w)\.|\.(?!\d)", " ", text)
    text = " ".join(re.sub(r"[^\w.]|_", " ", text).split())
    text = re.sub(r"\btata laksana\b", "tatalaksana", text)
    return re.sub(r"\barea(?=\d)", "area ", text)


@dataclass(frozen=True, slots=True)
class _Index:
    """Phrases to area numbers; `shared` ones narrow a choice but never make it alone."""

    areas: Mapping[int, Area]
    phrases: Mapping[str, frozenset[int]]
    shared: frozenset[str]
    longest: int


def _index(areas: Iterable[Area], shared: Mapping[str, tuple[int, ...]]) -> _Index:
    phrases: dict[str, set[int]] = {word: set(numbers) for word, numbers in shared.items() if numbers}
    areas = tuple(areas)
    for area in areas:
        words = [word for word in _plain(area.name).split() if len(word) > 2]
        for phrase in {_plain(area.name), *map(_plain, area.aliases), *words} - _HOLLOW:
            phrases.setdefault(phrase, set()).add(area.number)
    longest = max((len(phrase.split()) for phrase in phrases), default=1)
    frozen = {phrase: frozenset(numbers) for phrase, numbers in phrases.items()}
    return _Index({area.number: area for area in areas}, frozen, frozenset(shared), longest)


_OFFICIAL = _index(AREAS, _SHARED)


@lru_cache(maxsize=64)
def _index_of(known: tuple[tuple[int, str], ...]) -> _Index:
    """The index of a plan's own areas: the usual names follow the area that is called so, whatever its number."""
    numbers: dict[int, int] = {}
    areas = []
    for number, name in known:
        lever = _take(_plain(name).split(), _OFFICIAL).sure()
        if lever is not None and lever not in numbers:
            numbers[lever] = number
            areas.append(Area(number, roman(number), name, (AREAS[lever - 1].name, *AREAS[lever - 1].aliases)))
        else:
            areas.append(Area(number, roman(number), name))
    shared = {word: tuple(numbers[one] for one in levers if one in numbers) for word, levers in _SHARED.items()}
    return _index(areas, shared)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the words of a text said: sets of areas by certain and by shared phrases, and the words left over."""

    certain: tuple[frozenset[int], ...]
    shared: tuple[frozenset[int], ...]
    rest: tuple[str, ...]

    def named(self) -> frozenset[int]:
        """Every area that any of the phrases may mean, or only those that all of them may mean."""
        sets = self.certain + self.shared
        return (frozenset.intersection(*sets) or frozenset.union(*sets)) if sets else frozenset()

    def sure(self) -> int | None:
        """The one area that all phrases mean, where at least one of them is certain."""
        agreed = frozenset.intersection(*self.certain, *self.shared) if self.certain else frozenset()
        return next(iter(agreed)) if len(agreed) == 1 else None


def _take(words: list[str], index: _Index) -> _Taken:
    """Take known phrases out of the words, longest first."""
    certain: list[frozenset[int]] = []
    shared: list[frozenset[int]] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(index.longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            if phrase in index.phrases:
                (shared if phrase in index.shared else certain).append(index.phrases[phrase])
                at += size
                break
        else:
            rest.append(words[at])
            at += 1
    return _Taken(tuple(certain), tuple(shared), tuple(rest))


def _numbers(words: Iterable[str], index: _Index) -> tuple[list[frozenset[int]], list[str]]:
    """Split off what is a number or a code: "v", "5", "kelima", "v.1.2"; a number without an area names nothing."""
    named, rest = [], []
    for word in words:
        match = _CODE.fullmatch(word)
        head = match[1] if match else ""
        number = int(head) if head.isdecimal() else _ROMANS.get(head, _ORDINALS.get(word))
        if number is None:
            rest.append(word)
        else:
            named.append(frozenset({number} & index.areas.keys()))
    return named, rest


def _scores(words: tuple[str, ...], index: _Index) -> dict[int, float]:
    """For each area how near its nearest name comes to a word, or to two words written as one (0 to 100)."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded at the first typo only

    pieces = [*words, *("".join(pair) for pair in pairwise(words))]
    scores: dict[int, float] = {}
    for phrase, numbers in index.phrases.items():
        joined = phrase.replace(" ", "")
        if len(joined) < _SHORTEST:
            continue
        best = max(fuzz.ratio(piece, joined) for piece in pieces)
        for number in numbers:
            # A shared word that is spelt wrong stays shared: all its areas get the same score.
            scores[number] = max(best, scores.get(number, 0.0))
    return scores


def _guess(words: Iterable[str], index: _Index) -> tuple[frozenset[int], bool]:
    """The areas that misspelt words come nearest to, and whether they come near enough to be certain."""
    words = tuple(word for word in words if len(word) >= 4 and word not in _UNRELATED | _HOLLOW)
    scores = _scores(words, index) if words else {}
    best = max(scores.values(), default=0.0)
    if best < _NEAR:
        return frozenset(), False
    near = frozenset(number for number, score in scores.items() if score >= max(_NEAR, min(_SURE, best - _MARGIN)))
    return near, best >= _SURE


def _ask(numbers: Iterable[int], index: _Index) -> Found:
    return Found(candidates=tuple(index.areas[number] for number in sorted(numbers)))


def find_area(text: str, known: Mapping[int, str] | None = None) -> Found:
    """Find the area that a text names; `known` (number to name) are the areas of the plan in force.

    Whatever is ambiguous or too far from every name comes back as candidates, never as an area.
    """
    index = _index_of(tuple(sorted(known.items()))) if known else _OFFICIAL
    plain = _NOT_AREAS.sub(" ", _plain(text))
    # "area perubahan" is also what every area is called, so it does not surely name the first one.
    unlabelled = re.sub(r"\barea perubahan\b", "area", plain)
    taken = _take(unlabelled.split(), index)
    named, rest = _numbers((word for word in taken.rest if word not in _FILLERS | _EVERYTHING), index)
    taken = _Taken((*named, *taken.certain), taken.shared, tuple(word for word in rest if word not in _EXCEPT))
    if _EXCEPT & set(rest):
        return _ask(index.areas.keys() - taken.named(), index)
    if any((taken.certain, taken.shared, taken.rest)):
        return _settle(taken, index)
    return Found(everything=True) if plain == unlabelled else _ask(_take(["perubahan"], index).named(), index)


def certain_phrases(known: Mapping[int, str]) -> Mapping[str, frozenset[int]]:
    """Each phrase that by itself means one area of the plan in force, in lower case, with that area's number."""
    index = _index_of(tuple(sorted(known.items())))
    return {phrase: areas for phrase, areas in index.phrases.items() if phrase not in index.shared and len(areas) == 1}


def _settle(taken: _Taken, index: _Index) -> Found:
    """Weigh what was named against what the misspelt words may name."""
    guessed, near = _guess(taken.rest, index)
    if near:
        taken = _Taken((*taken.certain, guessed), taken.shared, ())
    sure = taken.sure()
    return _ask(taken.named() or guessed, index) if sure is None else Found(area=index.areas[sure])

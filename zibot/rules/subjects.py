"""What a question may be about, by every name that people use: areas, components and people of the plan in force."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from zibot.rules.areas import certain_phrases
from zibot.rules.chat_words import KIND_OF, plain, word_set


@dataclass(frozen=True, slots=True)
class Component:
    """A component of the plan: its code ("V.2"), its area and what the plan calls it."""

    code: str
    area: int
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """What can be asked about: areas by number, components, and people by id."""

    areas: tuple[tuple[int, str], ...]
    components: tuple[Component, ...] = ()
    people: tuple[tuple[int, str], ...] = ()


# Words in a component's name, and what else people call it. Several may be meant by one word ("pengaduan").
_CONCEPTS: tuple[tuple[str, str], ...] = (
    ("tim kerja", "tim kerja|pembentukan tim|pembentukan tim kerja"),
    ("rencana pembangunan", "rencana pembangunan|rencana pembangunan zi|rencana pembangunan zona integritas"),
    ("pemantauan|monitoring", "pemantauan|monev|pemantauan dan evaluasi|monitoring|monitoring dan evaluasi"),
    ("pola pikir|budaya kerja", "pola pikir|budaya kerja|pola pikir dan budaya kerja|perubahan pola pikir|mindset"),
    ("sop|prosedur operasional", "sop|prosedur operasional|prosedur operasional tetap|standar operasional prosedur|"
     "prosedur"),
    ("spbe|e office|berbasis elektronik", "spbe|e office|eoffice|e government|egov|pemerintahan berbasis elektronik"),
    ("informasi publik", "keterbukaan informasi publik|keterbukaan informasi|keterbukaan|informasi publik|kip|ppid"),
    ("kebutuhan pegawai", "kebutuhan pegawai|perencanaan kebutuhan|perencanaan pegawai|perencanaan kebutuhan pegawai"),
    ("mutasi", "mutasi|mutasi internal|pola mutasi|mutasi pegawai|rotasi|rotasi pegawai"),
    ("pengembangan pegawai", "pengembangan pegawai|diklat|pelatihan pegawai|pengembangan kompetensi|bangkom|pelatihan"),
    ("kinerja individu", "kinerja individu|penetapan kinerja individu|skp|kinerja pegawai|kinerja perorangan"),
    ("disiplin|kode etik", "disiplin|disiplin pegawai|kode etik|kode perilaku|penegakan disiplin|kedisiplinan"),
    ("informasi kepegawaian", "sistem informasi kepegawaian|informasi kepegawaian|simpeg|sistem informasi|siasn"),
    ("pimpinan", "keterlibatan pimpinan|komitmen pimpinan|peran pimpinan"),
    ("pengelolaan akuntabilitas", "pengelolaan akuntabilitas|akuntabilitas kinerja|sakip|akip|lakip|lkjip"),
    ("gratifikasi", "gratifikasi|gratif|upg|pengendalian gratifikasi|unit pengendalian gratifikasi"),
    ("spip|pengawasan intern|pengendalian intern", "spip|pengendalian intern|pengendalian internal|sistem pengendalian "
     "intern|sistem pengendalian internal|sistem pengendalian intern pemerintah|penerapan spip"),
    ("pengaduan masyarakat", "dumas|pengaduan masyarakat|pengaduan|aduan|aduan masyarakat|penanganan pengaduan"),
    ("pengelolaan pengaduan|pengaduan pelayanan", "pengaduan|pengelolaan pengaduan|pengaduan pelayanan|aduan"),
    ("whistle|wbs", "wbs|whistle blowing system|whistle blowing|whistleblowing system|whistleblowing|whistleblower"),
    ("benturan", "benturan kepentingan|benturan|konflik kepentingan|penanganan benturan kepentingan|benkep"),
    ("standar pelayanan", "standar pelayanan|standar layanan|standar pelayanan publik|standar yanlik"),
    ("prima", "pelayanan prima|budaya pelayanan prima|budaya prima|layanan prima|budaya layanan prima|budaya "
     "pelayanan"),
    ("kepuasan", "penilaian kepuasan|survei kepuasan|survey kepuasan|kepuasan|kepuasan masyarakat|skm|ikm|survei "
     "kepuasan masyarakat|indeks kepuasan|penilaian kepuasan masyarakat|kepuasan pelayanan"),
    ("teknologi informasi", "teknologi informasi|pemanfaatan teknologi informasi|pemanfaatan ti"),
)  # fmt: skip
_NICKNAMES: Mapping[str, tuple[str, ...]] = {
    "tatalaksana": ("tatalaksana", "tata kelola", "penataan tatalaksana", "talak", "tatalak"),
    "perubahan": ("manper", "mp", "manajemen perubahan", "menejemen perubahan", "manajemen perubahan wbk"),
    "sdm": ("sdm", "msdm", "manajemen sdm", "sdm aparatur", "kepegawaian", "sumber daya manusia"),
    "akuntabilitas": ("akuntabilitas", "akun", "akuntabel"),
    "pengawasan": ("pengawasan", "penguatan pengawasan", "wasdal"),
    "pelayanan": ("yanlik", "pelayanan", "yanblik", "yan publik", "layanan publik", "pelayanan publik", "kualitas "
                  "pelayanan", "kualitas layanan", "kualitas pelayanan publik", "kualitas layanan publik", "layanan"),
}  # fmt: skip
# Parts of names that say too little by themselves.
_FAINT = word_set(
    "perubahan kualitas peningkatan publik aparatur pegawai layanan manajemen penataan penguatan sistem kinerja "
    "pelatihan diklat mutasi agen model akuntabel predikat pengembangan internal penilaian perencanaan pola budaya "
    "pembangunan penerapan pelaksanaan penanganan penyusunan penetapan zona integritas "
    "tetap utama aturan berbasis menuju system office masyarakat proses masukan organisasi pelaksana lingkungan "
    "pengadaan langganan biaya jenis sarana instansi pemerintah pemerintahan pelayan aplikasi pemanfaatan kepentingan "
    "tim kerja rencana standar informasi pengelolaan kebutuhan"
)
_HOLLOW = word_set("dan di yang untuk atas terhadap pada dalam kpu the of kabupaten kota")
TITLES = word_set(
    "pak bu buk bapak ibu mas mbak mba mbk kang teh bang kak neng om tante pakde bude sdr sdri saudara dek si"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Phrases of one to six words, and what each means: areas by number, components and people by their index."""

    areas: Mapping[str, frozenset[int]]
    components: Mapping[str, frozenset[int]]
    people: Mapping[str, frozenset[int]]
    longest: int
    words: frozenset[str]
    """Every single word of four letters or more in them, for slips of the pen."""


def words_of(name: str) -> list[str]:
    """The words of a name; a hyphen and a stroke part them, "tata laksana" is one."""
    joined = re.sub(r"\btata\s?-?\s?laksana\b", "tatalaksana", plain(name))
    return re.findall(r"[a-z']+|\d+", joined)


@lru_cache(maxsize=16)
def names_of(known: Known) -> Names:
    """Every phrase that means something of a plan and its team."""
    areas = _area_phrases(known)
    components = _component_phrases(known.components, areas)
    people = _people_phrases(known.people)
    phrases = (*areas, *components, *people)
    longest = max((len(phrase.split()) for phrase in phrases), default=1)
    words = frozenset(word for phrase in (*areas, *components) for word in phrase.split() if len(word) > 3)
    return Names(areas, components, people, longest, words - _HOLLOW)


def _area_phrases(known: Known) -> dict[str, frozenset[int]]:
    found = {" ".join(words_of(phrase)): numbers for phrase, numbers in certain_phrases(dict(known.areas)).items()}
    for one, nicknames in _NICKNAMES.items():
        numbers = found.get(one) if one != "perubahan" else found.get("manajemen perubahan", found.get("mp"))
        if numbers is not None:
            found.update(dict.fromkeys(nicknames, numbers))
    return {phrase: numbers for phrase, numbers in found.items() if phrase not in _FAINT}


def _component_phrases(components: tuple[Component, ...], areas: Iterable[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for at, component in enumerate(components):
        name = " ".join(words_of(component.name))
        found.setdefault(name, set()).add(at)
        for anchors, phrases in _CONCEPTS:
            if any(re.search(rf"\b{anchor}\b", name) for anchor in anchors.split("|")):
                for phrase in phrases.split("|"):
                    found.setdefault(phrase, set()).add(at)
    for word, places in _own_words(components).items():
        if word not in areas:
            found.setdefault(word, places)
    return {phrase: frozenset(places) for phrase, places in found.items() if phrase}


def _own_words(components: tuple[Component, ...]) -> dict[str, set[int]]:
    """Words of five letters or more that stand in the name of one component only.

    A name that is a whole sentence lends none: what stands in it is said of other things too.
    """
    found: dict[str, set[int]] = {}
    for at, component in enumerate(components):
        words = words_of(component.name)
        for word in words if len(words) <= 4 else ():
            if len(word) > 4 and word not in _FAINT | _HOLLOW and word not in KIND_OF:
                found.setdefault(word, set()).add(at)
    return {word: places for word, places in found.items() if len(places) == 1}


def _people_phrases(people: Iterable[tuple[int, str]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for id, name in people:
        words = [word for word in words_of(name) if len(word) > 1]
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                if end - start > 1 or len(words[start]) > 2:
                    found.setdefault(" ".join(words[start:end]), set()).add(id)
    return {phrase: frozenset(ids) for phrase, ids in found.items()}

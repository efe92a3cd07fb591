"""Plain questions: what someone wants to know, and about what. Unsure means None: a wrong answer is worse than none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zibot.rules.asides import matters, openings, says_nothing
from zibot.rules.chat_words import KIND_OF, Class
from zibot.rules.hearing import LONGEST, Heard, heard
from zibot.rules.looking_for import looked_for
from zibot.rules.periods import Period
from zibot.rules.subjects import Component, Known
from zibot.workdays import Quarter


class Intent(StrEnum):
    """What a question wants to know."""

    STATUS = "status"
    TASKS = "tasks"
    PERSON = "person"
    ITEM = "item"
    LATE = "late"
    AGENDA = "agenda"
    MISSING = "missing"
    HOLDER = "holder"
    SEARCH = "search"
    RECAP = "recap"
    REVIEW = "review"
    TEAM = "team"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood: of everything where neither area nor component is named."""

    intent: Intent
    area: int | None = None
    component: Component | None = None
    people: frozenset[int] = frozenset()
    """Whom a name may mean, by id; several where it fits several."""
    code: str | None = None
    period: Period | None = None
    quarter: Quarter | None = None
    words: str = ""


def read_question(text: str, known: Known, today: date) -> Asked | None:
    """What a text asks, of the plan and team that are known; None where it asks nothing or could mean two things."""
    asked = _read(text, known, today)
    if asked is not None:
        return asked
    for opening, rest in openings(text[:LONGEST]):
        asked, begun = _read(rest, known, today), heard(opening, known, today)
        if asked is not None and _of_something(asked) and begun is not None and says_nothing(begun):
            return asked
    return None


def _of_something(asked: Asked) -> bool:
    """Whether a question says what it is about, so that an opening that was left out can hardly have said it."""
    named = asked.area is not None or asked.component is not None or asked.people or asked.code or asked.words
    return bool(named) or asked.intent in (Intent.TASKS, Intent.REVIEW, Intent.RECAP)


def _read(text: str, known: Known, today: date) -> Asked | None:
    found = heard(text, known, today)
    if found is None:
        return None
    found.unknown = matters(found)
    if found.codes:
        return _of_item(found)
    words = looked_for(text)
    if words:
        return Asked(Intent.SEARCH, words=words)
    if _asks_help(found):
        return Asked(Intent.HELP)
    if found.unclear or found.unknown or _calls_upon(found):
        return None
    for intent, asks in _READERS:
        if asks(found):
            return _about(intent, found, today)
    return None


def _about(intent: Intent, found: Heard, today: date) -> Asked:
    asked = Asked(
        intent,
        area=found.areas[0] if found.areas else None,
        component=found.components[0] if found.components else None,
    )
    match intent:
        case Intent.PERSON:
            return Asked(intent, people=found.people[0], period=found.period)
        case Intent.RECAP:
            return Asked(intent, quarter=found.quarter or Quarter.of(today))
        case Intent.TASKS:
            return Asked(intent, period=found.period)
        case Intent.REVIEW | Intent.TEAM | Intent.HELP:
            return Asked(intent)
        case Intent.LATE | Intent.AGENDA | Intent.MISSING:
            quarter = found.quarter
            period = Period("quarter", quarter.first, quarter.last) if quarter is not None else found.period
            return replace(asked, period=period)
    return asked


def _wonders(found: Heard) -> bool:
    """Whether it asks or wishes: a question word or mark, a wish, or "sudah … belum", "ada … tidak"."""
    return (
        found.asked
        or _ends_with_tag(found)
        or found.has(Class.ASKS, Class.WHO, Class.WISH)
        or found.like("ada yang|ada ada")
        or (not found.bare and found.like("(?:kok|kenapa|mengapa) (?:masih|belum|merah|kuning|tidak)"))
    )


def _calls_upon(found: Heard) -> bool:
    """Whether it calls upon people to do something: "yang belum kirim segera ya" asks for nothing."""
    return found.has(Class.ORDER) and not (found.asked or found.has(Class.ASKS, Class.WHO))


def _headless(found: Heard) -> bool:
    """Whether it is a thing described ("yang belum kirim"), which by itself is asked for."""
    return found.has(Class.WHICH)


def _of_item(found: Heard) -> Asked | None:
    """A question about one item, or who holds it."""
    if found.unclear or len(found.unknown) > 2 or found.people:
        return None
    if found.has(Class.ME) and not found.has(Class.ASKS, Class.WHO) and not found.asked:
        return None
    judged = found.has(Class.SEND, Class.EVIDENCE, Class.CHECK) or found.like("dicek|ngecek")
    if not judged and (found.has(Class.WHO) or found.like("penanggungjawab|pemegang|koordinator")):
        return Asked(Intent.HOLDER, code=found.codes[0])
    return Asked(Intent.ITEM, code=found.codes[0]) if _asks_item(found) else None


def _asks_item(found: Heard) -> bool:
    """Whether an item that is named is asked about, not told of ("V.1.2 sudah dikirim")."""
    wonders = _wonders(found)
    told = found.has(Class.ALREADY, Class.YET, Class.FINE, Class.SEND) and not wonders
    if told or (found.unknown and not (wonders or found.has(Class.STATUS))):
        return False
    asks = found.asked or found.has(Class.ASKS) or _ends_with_tag(found)
    if not asks and (found.has(Class.WORK, Class.SEND, Class.ORDER) or found.like("untuk")):
        return False
    idle = all(KIND_OF.get(word) in (Class.FILLER, Class.ITEM, Class.WISH, None) for word in found.words)
    return idle or wonders or found.has(Class.STATUS, Class.DUE, Class.CALENDAR)


def _asks_help(found: Heard) -> bool:
    """How the bot is used; of what is done with it more words are known than elsewhere."""
    if found.unclear or found.unknown or not found.bare:
        return False
    if found.like("cara|caranya|panduan|tutorial|petunjuk|bantuan|manual|menu|fitur|help"):
        return True
    if found.like(
        "bisa (?:apa|ngapain|(?:bantu|jawab|tanya) apa)(?: saja)?|bantu apa|bisa (?:kamu|anda|bot) (?:lakukan|bantu)"
    ):
        return not found.has(Class.LATE, Class.DUE)
    return (
        (found.like("perintah|fungsi|fungsinya|kegunaan|kegunaannya|gunanya") and found.has(Class.USE, Class.ASKS))
        or (found.has(Class.SEND) and found.like("(?:lewat|ke) mana"))
        or (found.like("bot|zibot") and found.has(Class.ASKS) and _only(found, Class.ASKS, Class.USE))
        or _asks_what_fits(found)
    )


def _asks_what_fits(found: Heard) -> bool:
    """Whether it asks what may be sent: "kirim foto bisa tidak atau harus pdf"."""
    how = (found.has(Class.ASKS, Class.NO) or found.asked) and not (
        found.has(Class.CHECK) or found.like("dicek|ngecek")
    )
    fits = found.has(Class.USE) and found.like("bisa|boleh|bagaimana|harus")
    return how and fits and not found.has(Class.LATE, Class.STATUS, Class.YET)


def _asks_review(found: Heard) -> bool:
    """What waits for being checked by who asks."""
    if found.has(Class.ALREADY) and not found.has(Class.YET):
        return False
    looked = found.like("cek|dicek|ngecek|lihat") and found.has(Class.ME, Class.WAIT, Class.MUST)
    if not found.has(Class.CHECK) and not (looked and (found.asked or found.has(Class.ASKS, Class.WHICH, Class.NO))):
        return False
    if found.has(Class.ME, Class.MUST, Class.WAIT):
        return _wonders(found) or _headless(found) or found.like("antrian|antrean")
    return found.has(Class.YET) and (_headless(found) or _wonders(found)) and found.bare


def _asks_recap(found: Heard) -> bool:
    """The recap of a quarter."""
    if found.people or found.has(Class.LATE, Class.LACK, Class.YET, Class.DUE, Class.TASK) or found.period:
        return False
    if found.has(Class.ME) and not (found.has(Class.RECAP) and _wonders(found)):
        return False
    if found.quarter is not None:
        if not found.bare:
            return found.like("rekap")
        return found.has(Class.RECAP, Class.STATUS) or found.like("bagaimana") or _only(found)
    return found.has(Class.RECAP) and found.bare and not found.has(Class.ALL, Class.STATUS, Class.FINE, Class.SEND)


def _only(found: Heard, *kinds: Class) -> bool:
    """Whether nothing but polite words, and words of these kinds, stands beside what it is about."""
    return all(KIND_OF.get(word) in (Class.FILLER, Class.WISH, None, *kinds) for word in found.words)


def _asks_team(found: Heard) -> bool:
    """Who is in the team."""
    if not found.bare or found.has(Class.HOLD, Class.SEND, Class.LATE, Class.LACK, Class.YET, Class.TASK):
        return False
    return found.like("tim|timnya|anggota|personil|personel|susunan") and (
        found.has(Class.WHO) or found.like("daftar|susunan|list")
    )


def _asks_holder(found: Heard) -> bool:
    """Who holds an area or a component."""
    if not (found.areas or found.components) or found.has(Class.ME) or found.people:
        return False
    if found.has(Class.LATE, Class.LACK, Class.YET, Class.SEND, Class.CHECK):
        return False
    role = found.like("penanggungjawab|pemegang|koordinator|pengelola|pengampu")
    return found.has(Class.WHO) or (role and not found.has(Class.STATUS))


def _asks_person(found: Heard) -> bool:
    """What someone has to do, and how far they are."""
    if not found.people or found.areas or found.components or found.has(Class.ME):
        return False
    if found.has(Class.TASK) and not found.has(Class.ALREADY, Class.YET):
        return True
    if not (found.asked or found.has(Class.ASKS) or _ends_with_tag(found) or found.like("ada yang")):
        return found.has(Class.WHICH) and found.has(Class.YET, Class.LATE, Class.LACK)
    about = (Class.TASK, Class.HOLD, Class.SEND, Class.LACK, Class.LATE, Class.WORK, Class.STATUS, Class.EVIDENCE)
    how = found.like("bagaimana|sudah") and _only(found, Class.ASKS, Class.ALREADY)
    return found.has(*about, Class.DUE, Class.FINE) or found.like("belum") or how


def _ends_with_tag(found: Heard) -> bool:
    """Whether it ends with "belum" or "tidak", or asks by "sudah … belum"."""
    if found.like("sudah (?:.* )?belum(?! ada| juga)"):
        return True
    solid = [KIND_OF.get(word) for word in found.words if KIND_OF.get(word) not in (Class.FILLER, None)]
    return len(solid) > 1 and solid[-1] in (Class.YET, Class.NO)


def _asks_tasks(found: Heard) -> bool:
    """What waits for who asks."""
    if not found.has(Class.ME):
        return found.bare and found.like("tugas(?: apa)?(?: saja)?|ada tugas(?: apa)?") and found.has(Class.ASKS)
    if found.people or found.has(Class.WHO) or _told_what_is_done(found):
        return False
    if found.has(Class.TASK) and not found.has(Class.ALREADY) and not (found.has(Class.YET) and not _open(found)):
        return True
    about = (Class.TASK, Class.HOLD, Class.WORK, Class.DUE, Class.CALENDAR, Class.LATE, Class.LACK, Class.EVIDENCE)
    return _open(found) and (
        found.has(*about, Class.MUST)
        or found.like("butir")
        or (found.has(Class.SEND, Class.ASKS) and found.has(Class.YET))
    )


def _told_what_is_done(found: Heard) -> bool:
    """Whether someone says what they send or have sent, rather than asks what they should."""
    if found.asked or found.has(Class.ASKS, Class.YET, Class.WHICH):
        return False
    return found.has(Class.SEND, Class.WORK) and not found.has(Class.NO, Class.MUST)


def _open(found: Heard) -> bool:
    return found.asked or _ends_with_tag(found) or found.has(Class.ASKS, Class.WISH) or _headless(found)


def _asks_late(found: Heard) -> bool:
    """What is past its due date."""
    if found.people or found.has(Class.ME):
        return False
    passed = found.has(Class.DUE) and (
        found.like("(?:sudah|telah) (?:jatuhtempo|tenggat)|(?:jatuhtempo|tenggat|tempo) (?:yang )?sudah|lewat|lampau")
    )
    if found.like("merah") and found.bare and _headless(found):
        return True
    if not (found.has(Class.LATE) or passed):
        return False
    noun = found.like("tunggakan|overdue|keterlambatan") and not found.has(Class.ALREADY)
    first = found.said.startswith(("terlambat", "tunggakan")) and not _told_of_self(found)
    spell = found.period is not None and found.period.name not in ("today", "tomorrow", "day")
    return _wonders(found) or _headless(found) or noun or (first and (spell or not found.bare))


def _told_of_self(found: Heard) -> bool:
    return found.has(Class.ME) or found.like("maaf")


def _asks_missing(found: Heard) -> bool:
    """Which evidence has not come, and from whom."""
    if found.people or found.has(Class.ME):
        return False
    if not (_wonders(found) or _headless(found) or found.said.startswith("kekurangan")):
        return False
    if found.has(Class.LACK) or found.like("tidak ada (?:bukti|dokumen|berkas)"):
        return found.has(Class.EVIDENCE) or not found.bare or found.like("kurang|kekurangan|bolong")
    if found.has(Class.WHO, Class.ASKS) and found.has(Class.MUST) and found.like("nyusul|menyusul|susulan|disusulkan"):
        return True
    if not found.has(Class.YET) or found.like("sudah (?:.* )?belum$|sudah .* belum(?! ada)"):
        return found.has(Class.YET, Class.NO) and found.has(Class.EVIDENCE) and not found.bare and _pair(found)
    there = found.like("belum (?:pada |juga |ada |dapat )*(?:ada|lengkap|selesai|bukti|komplit|terpenuhi)|belum$")
    return found.has(Class.SEND) or there or found.has(Class.EVIDENCE)


def _pair(found: Heard) -> bool:
    """ "bukti SPIP sudah masuk belum": asks what is there, which is told with what is not."""
    return found.like("sudah .*belum") and found.has(Class.SEND)


def _asks_agenda(found: Heard) -> bool:
    """What falls due, and when."""
    if found.people or found.has(Class.WHO) or found.has(Class.STATUS, Class.LATE):
        return False
    if found.like(f"(?:jadwal|agenda|kegiatan) (?:(?:pak|bu|bapak|ibu) )?(?:{_OFFICERS})"):
        return False
    named = found.has(Class.DUE, Class.CALENDAR)
    if found.told_of and not (found.asked or found.has(Class.ASKS, Class.WISH)):
        return False
    dated = found.period is not None or found.quarter is not None
    if named:
        plainly = dated or not found.bare or found.has(Class.ASKS) or found.like("terdekat|jadwal|agenda|kalender")
        return plainly and not (found.has(Class.ALREADY, Class.YET) and not _wonders(found)) and not _told(found)
    if not dated or (found.has(Class.FINE) and not found.has(Class.MUST)) or found.has(Class.ME):
        return False
    whole = found.quarter is None and found.period is not None and found.period.name.startswith(("month-", "next"))
    if whole and found.bare and found.like("apa saja") and _only(found, Class.ASKS):
        return True
    due = found.has(Class.MUST, Class.SEND, Class.WORK, Class.EVIDENCE, Class.ITEM, Class.TASK)
    # "pelatihan bulan depan ada apa" may be about a training, not about what the plan calls so.
    there = found.like("ada") and found.like("apa") and not found.components
    wonders = found.like("apa|mana|daftar|ada yang .*tidak") or found.asked
    return (there or due) and wonders and not found.has(Class.ALREADY)


def _told(found: Heard) -> bool:
    """Whether something is said of a due date rather than asked."""
    return found.has(Class.ALREADY, Class.FINE) and not _wonders(found)


def _asks_status(found: Heard) -> bool:
    """How far it is."""
    if found.people or found.has(Class.ME, Class.WHO, Class.LATE, Class.HOLD, Class.CHECK, Class.DUE):
        return False
    if found.quarter is not None or (found.period is not None and found.period.name not in _NOW):
        return False
    noun, how = found.has(Class.STATUS), found.like("bagaimana")
    if found.like("sudah|belum") and not _wonders(found):
        return False
    if not found.bare:
        state = found.has(Class.FINE) or found.like("berapa")
        return (
            noun
            or how
            or (state and _wonders(found))
            or found.has(Class.RECAP)
            or (_only(found) and not found.like("ada"))
        )
    if noun and found.like(
        "status|progres|perkembangan|capaian|kemajuan|pencapaian|update|realisasi|persen|dashboard|dasbor|rapor|raport"
    ):
        return True
    whole = found.has(Class.ALL) or found.like("area(?:nya)?")
    return whole and (noun or how or found.has(Class.RECAP) or (found.has(Class.FINE) and _wonders(found)))


_OFFICERS = "ketua|sekretaris|kasubbag|pimpinan|komandan|komisioner|kasek|bos"
_NOW = ("today", "week", "month", "year")
_READERS: tuple[tuple[Intent, Callable[[Heard], bool]], ...] = (
    (Intent.REVIEW, _asks_review),
    (Intent.RECAP, _asks_recap),
    (Intent.PERSON, _asks_person),
    (Intent.TASKS, _asks_tasks),
    (Intent.LATE, _asks_late),
    (Intent.MISSING, _asks_missing),
    (Intent.HOLDER, _asks_holder),
    (Intent.TEAM, _asks_team),
    (Intent.AGENDA, _asks_agenda),
    (Intent.STATUS, _asks_status),
)


def measured(
    text: str,
    components: tuple[Component, ...],
    people: tuple[tuple[int, str], ...],
    today: date,
    *,
    areas: tuple[tuple[int, str], ...],
) -> tuple[Intent | None, dict[str, object]]:
    """A question's intent and arguments in plain words, so that a list of labelled questions can be scored."""
    asked = read_question(text, Known(areas, components, people), today)
    if asked is None:
        return None, {}
    named = asked.component.name if asked.component is not None else None
    whole = asked.intent in (Intent.STATUS, Intent.LATE, Intent.MISSING) and named is None
    names = dict(people)
    period = asked.period.name if asked.period is not None and asked.intent is not Intent.PERSON else ""
    dated = period.startswith("month-") or period == "yearend"
    return asked.intent, {
        "area": asked.area or ("all" if whole else None),
        "component": named,
        "who": " | ".join(names[id] for id in sorted(asked.people)) or None,
        "code": asked.code,
        "month": asked.period.first.month if asked.period is not None and dated else None,
        "when": None if dated or period in ("", "quarter") else period,
        "quarter": asked.quarter.number if asked.quarter is not None else None,
        "words": asked.words or None,
    }

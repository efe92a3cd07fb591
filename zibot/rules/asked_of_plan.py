"""What a question asks of the plan: how far it is, what is late, missing or due, and a quarter's recap."""

from zibot.rules.chat_words import Class
from zibot.rules.hearing import Heard
from zibot.rules.wondering import ends_with_tag, has_only, headless, wonders

_OFFICERS = "ketua|sekretaris|kasubbag|pimpinan|komandan|komisioner|kasek|bos"
_NOW = ("today", "week", "month", "year")


def asks_recap(found: Heard) -> bool:
    """The recap of a quarter."""
    if found.people or found.has(Class.LATE, Class.LACK, Class.DUE, Class.TASK) or found.period:
        return False
    if found.has(Class.YET) and not (found.has(Class.RECAP) and found.like("sudah (?:.* )?belum")):
        return False
    if found.has(Class.ME) and not (found.has(Class.RECAP) and wonders(found)):
        return False
    if found.quarter is not None:
        if not found.bare:
            return found.like("rekap")
        return found.has(Class.RECAP, Class.STATUS) or found.like("bagaimana") or has_only(found)
    if not wonders(found) and (found.has(Class.ALREADY) or found.like("lagi|sedang|lupa")):
        return False
    return found.has(Class.RECAP) and found.bare and not found.has(Class.ALL, Class.STATUS, Class.FINE, Class.SEND)


def asks_late(found: Heard) -> bool:
    """What is past its due date."""
    if found.people or found.has(Class.ME):
        return False
    if found.like("maaf|boleh (?:terlambat|molor)|bisa (?:terlambat|molor)") and not found.has(Class.ASKS, Class.WHICH):
        return False
    passed = found.has(Class.DUE) and (
        found.like("(?:sudah|telah) (?:jatuhtempo|tenggat)|(?:jatuhtempo|tenggat|tempo) (?:yang )?sudah|lewat|lampau")
    )
    if found.like("merah") and found.bare and headless(found):
        return True
    if not (found.has(Class.LATE) or passed):
        return False
    noun = found.like("tunggakan|overdue|keterlambatan") and not found.has(Class.ALREADY)
    first = found.said.removeprefix("butir ").startswith(("terlambat", "tunggakan")) and not _told_of_self(found)
    spell = found.period is not None and found.period.name not in ("today", "tomorrow", "day")
    return wonders(found) or headless(found) or noun or (first and (spell or not found.bare))


def _told_of_self(found: Heard) -> bool:
    return found.has(Class.ME) or found.like("maaf")


def asks_missing(found: Heard) -> bool:
    """Which evidence has not come, and from whom."""
    if found.people or found.has(Class.ME) or _told_of_the_rest(found):
        return False
    if not (wonders(found) or headless(found) or (found.said.startswith("kekurangan") and not found.bare)):
        return False
    if found.has(Class.LACK) or found.like("tidak ada (?:bukti|dokumen|berkas)"):
        return found.has(Class.EVIDENCE) or not found.bare or found.like("kurang|kekurangan|bolong")
    if _asks_what_is_left(found):
        return True
    if not found.has(Class.YET) or found.like("sudah (?:.* )?belum$|sudah .* belum(?! ada)"):
        return found.has(Class.YET, Class.NO) and found.has(Class.EVIDENCE) and not found.bare and _pair(found)
    there = found.like("belum (?:pada |juga |ada |dapat )*(?:ada|lengkap|selesai|bukti|komplit|terpenuhi|siapa)|belum$")
    return found.has(Class.SEND) or there or found.has(Class.EVIDENCE)


def _told_of_the_rest(found: Heard) -> bool:
    """Whether someone tells what is left ("masih ada yang kurang") rather than asks."""
    told = found.bare and found.said.startswith(("belum ada yang", "masih ada yang", "tinggal"))
    return told and not (found.asked or found.has(Class.ASKS, Class.NO))


def _asks_what_is_left(found: Heard) -> bool:
    """What an area still owes, whether all of it is there, or who is to bring theirs later."""
    owed = found.like("pr|utang|hutang|tanggungan") and found.has(Class.ASKS)
    whole = found.like("apa (?!yang).*sudah") and found.has(Class.EVIDENCE)
    later = found.like("nyusul|menyusul|susulan|disusulkan") and found.has(Class.MUST)
    return (not found.bare and (owed or whole)) or (later and found.has(Class.WHO, Class.ASKS))


def _pair(found: Heard) -> bool:
    """ "bukti SPIP sudah masuk belum": asks what is there, which is told with what is not."""
    return found.like("sudah .*belum") and found.has(Class.SEND)


def asks_agenda(found: Heard) -> bool:
    """What falls due, and when."""
    if found.people or found.has(Class.WHO) or found.has(Class.STATUS, Class.LATE):
        return False
    if found.like(f"(?:jadwal|agenda|kegiatan) (?:(?:pak|bu|bapak|ibu) )?(?:{_OFFICERS})"):
        return False
    named = found.has(Class.DUE, Class.CALENDAR)
    if found.like("kapan") and not found.bare and found.has(Class.SEND, Class.EVIDENCE, Class.MUST):
        return True
    if found.told_of and not (found.asked or found.has(Class.ASKS, Class.WISH)):
        return False
    dated = found.period is not None or found.quarter is not None
    if named:
        plainly = (
            dated or not found.bare or found.has(Class.ASKS) or found.like("terdekat|dekat|jadwal|agenda|kalender")
        )
        return plainly and not (found.has(Class.ALREADY, Class.YET) and not wonders(found)) and not _told(found)
    if not dated or (found.has(Class.FINE) and not found.has(Class.MUST)) or found.has(Class.ME):
        return False
    whole = found.quarter is None and found.period is not None and found.period.name.startswith(("month-", "next"))
    if whole and found.bare and found.like("apa saja") and has_only(found, Class.ASKS):
        return True
    due = found.has(Class.MUST, Class.SEND, Class.WORK, Class.EVIDENCE, Class.ITEM, Class.TASK)
    # "pelatihan bulan depan ada apa" may be about a training, not about what the plan calls so.
    there = found.like("ada") and found.like("apa") and not found.components
    asks = found.like("apa|mana|daftar|ada yang .*tidak") or found.asked
    return (there or due) and asks and not found.has(Class.ALREADY)


def _told(found: Heard) -> bool:
    """Whether something is said of a due date rather than asked."""
    return found.has(Class.ALREADY, Class.FINE) and not wonders(found)


def asks_status(found: Heard) -> bool:
    """How far it is."""
    if found.people or found.has(Class.ME, Class.WHO, Class.LATE, Class.HOLD, Class.CHECK, Class.DUE):
        return False
    if found.quarter is not None or (found.period is not None and found.period.name not in _NOW):
        return False
    noun, how = found.has(Class.STATUS), found.like("bagaimana")
    if found.like("sudah|belum") and not wonders(found):
        return False
    if not found.bare:
        state = found.has(Class.FINE) or found.like("berapa") or ends_with_tag(found)
        state = state or (found.asked and found.like("sudah"))
        return (
            noun
            or how
            or (state and wonders(found))
            or (found.has(Class.RECAP) and not found.has(Class.FINE))
            or (has_only(found) and not found.like("ada"))
        )
    if noun and found.like(
        "status|progres|perkembangan|capaian|kemajuan|pencapaian|update|realisasi|persen|dashboard|dasbor|rapor|raport"
    ):
        return True
    whole = found.has(Class.ALL) or found.like("area(?:nya)?|kita .*berapa")
    return whole and (
        noun or how or found.like("bandingkan") or found.has(Class.RECAP) or (found.has(Class.FINE) and wonders(found))
    )

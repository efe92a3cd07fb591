"""What a question asks of people and of the bot: tasks, holders, the team, what waits for a check, and help."""

from zibot.rules.chat_words import KIND_OF, Class
from zibot.rules.hearing import Heard
from zibot.rules.wondering import ends_with_tag, has_only, headless, open_ended, wonders

HOLDING = (
    "(?:yang|nama) (?:pegang|memegang|megang|urus|ngurus|ngurusin|mengurus|tangani|handle|ngehandle|kelola|mengelola)"
)
"""Names someone by what they hold: "yang pegang SPIP"."""


def asks_help(found: Heard) -> bool:
    """How the bot is used; of what is done with it more words are known than elsewhere."""
    if found.unclear or found.unknown or not found.bare:
        return False
    if found.like("cara|caranya|panduan|tutorial|petunjuk|bantuan|manual|menu|fitur|help"):
        return True
    if found.like(
        "bisa (?:apa|ngapain|(?:bantu|jawab|tanya) apa)(?: saja)?|bisa (?:di)?tanyakan|bantu apa"
        "|bisa (?:kamu|anda|bot) (?:lakukan|bantu)"
    ):
        return not found.has(Class.LATE, Class.DUE)
    return (
        (found.like("perintah|fungsi|fungsinya|kegunaan|kegunaannya|gunanya") and found.has(Class.USE, Class.ASKS))
        or (found.has(Class.SEND) and found.like("(?:lewat|ke) mana"))
        or (found.like("bot|zibot") and found.has(Class.ASKS) and has_only(found, Class.ASKS, Class.USE))
        or _asks_what_fits(found)
        or found.like("(?:kalau|bila|jika) (?:saya )?(?:terlambat|salah|lupa|gagal) .*bagaimana")
    )


def _asks_what_fits(found: Heard) -> bool:
    """Whether it asks what may be sent: "kirim foto bisa tidak atau harus pdf"."""
    how = (found.has(Class.ASKS, Class.NO) or found.asked) and not (
        found.has(Class.CHECK) or found.like("dicek|ngecek")
    )
    sends = found.has(Class.USE) or (found.has(Class.SEND) and found.like("foto|file|dokumen"))
    fits = sends and found.like("bisa|boleh|bagaimana|harus")
    return how and fits and not found.has(Class.LATE, Class.STATUS, Class.YET)


def asks_item(found: Heard) -> bool:
    """Whether an item that is named is asked about, not told of ("V.1.2 sudah dikirim")."""
    asks = found.asked or found.has(Class.ASKS) or ends_with_tag(found) or found.like("ngapain|ngapa|kok|kenapa")
    wishes = asks or wonders(found)
    told = found.has(Class.ALREADY, Class.YET, Class.FINE, Class.SEND) and not wishes
    if not asks and found.like(r"\d+ persen"):
        return False
    if told or (found.unknown and not (wishes or found.has(Class.STATUS))):
        return False
    if not asks and (found.has(Class.WORK, Class.SEND, Class.ORDER, Class.USE) or found.like("untuk")):
        return False
    idle = all(KIND_OF.get(word) in (Class.FILLER, Class.ITEM, Class.WISH, None) for word in found.words)
    return idle or wishes or found.has(Class.STATUS, Class.DUE, Class.CALENDAR)


def asks_review(found: Heard) -> bool:
    """What waits for being checked by who asks."""
    if found.has(Class.ALREADY) and not found.has(Class.YET):
        return False
    if _told_what_is_done(found) or found.like("cek dulu"):
        return False
    looks = "(?:saya|harus|untuk|belum|antrian|antrean) (?:cek|dicek|ngecek|lihat)"
    looked = found.like(looks) and found.has(Class.ME, Class.WAIT, Class.MUST)
    if not found.has(Class.CHECK) and not (looked and (found.asked or found.has(Class.ASKS, Class.WHICH, Class.NO))):
        return False
    if found.has(Class.ME, Class.MUST, Class.WAIT):
        return wonders(found) or headless(found) or found.like("antrian|antrean")
    return found.has(Class.YET) and (headless(found) or wonders(found)) and found.bare


def asks_team(found: Heard) -> bool:
    """Who is in the team."""
    if not found.bare or found.has(Class.HOLD, Class.SEND, Class.LATE, Class.LACK, Class.YET, Class.TASK):
        return False
    return found.like("tim|timnya|anggota|personil|personel|susunan") and (
        found.has(Class.WHO) or found.like("daftar|susunan|list|struktur|(?:sebutkan|tampilkan|info|lihat) .*anggota")
    )


def asks_holder(found: Heard) -> bool:
    """Who holds an area or a component."""
    if not (found.areas or found.components) or found.has(Class.ME) or found.people:
        return False
    if found.has(Class.LATE, Class.LACK, Class.YET, Class.SEND, Class.CHECK):
        return False
    if found.has(Class.EVIDENCE) and not found.has(Class.HOLD):
        return False
    role = found.like("penanggungjawab|pemegang|koordinator|pengelola|pengampu")
    return found.has(Class.WHO) or found.like(HOLDING) or (role and not found.has(Class.STATUS))


def asks_person(found: Heard) -> bool:
    """What someone has to do, and how far they are."""
    if not found.people or found.areas or found.components or found.has(Class.ME):
        return False
    if found.has(Class.TASK) and not found.has(Class.ALREADY, Class.YET):
        return True
    if found.like("kabar|sehat|orang|sudah ada|ada (?:di|ke|tidak)"):
        return False
    if found.has(Class.WISH) and (found.has(Class.STATUS) or found.like("punya|bagian")):
        return True
    if not (found.asked or found.has(Class.ASKS) or ends_with_tag(found) or found.like("ada yang")):
        return found.has(Class.WHICH) and found.has(Class.YET, Class.LATE, Class.LACK)
    about = (Class.TASK, Class.HOLD, Class.SEND, Class.LACK, Class.LATE, Class.WORK, Class.STATUS, Class.EVIDENCE)
    how = found.like("bagaimana|sudah|apa saja") and has_only(found, Class.ASKS, Class.ALREADY)
    return found.has(*about, Class.DUE, Class.FINE) or found.like("belum") or how


def asks_tasks(found: Heard) -> bool:
    """What waits for who asks."""
    if not found.has(Class.ME):
        return found.bare and found.like("tugas(?: apa)?(?: saja)?|ada tugas(?: apa)?") and found.has(Class.ASKS)
    if found.people or found.has(Class.WHO) or _told_what_is_done(found):
        return False
    if found.has(Class.TASK) and not found.has(Class.ALREADY) and not (found.has(Class.YET) and not open_ended(found)):
        return True
    about = (Class.TASK, Class.HOLD, Class.WORK, Class.DUE, Class.CALENDAR, Class.LATE, Class.LACK, Class.EVIDENCE)
    return open_ended(found) and (
        found.has(*about, Class.MUST)
        or found.like("butir|ditunggu|tertunda|nama saya|ada yang .*kirim tidak")
        or (found.has(Class.SEND, Class.ASKS) and found.has(Class.YET))
    )


def _told_what_is_done(found: Heard) -> bool:
    """Whether someone says what they send or have sent, rather than asks what they should."""
    if found.asked or found.has(Class.ASKS, Class.WHICH):
        return False
    if found.has(Class.YET):
        return found.like("sudah saya|saya sudah|tapi") and not found.like(r"belum(?: \w{1,4})?$")
    done = found.has(Class.SEND, Class.WORK) and not found.has(Class.NO, Class.MUST)
    return done or found.like("sudah saya|saya sudah|tapi")

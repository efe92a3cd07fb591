"""Who else has the work in hand, and whether a clause speaks of something else than the item."""

from collections.abc import Sequence
from itertools import pairwise

from zibot.rules.office_words import AGENTS, NOUNS
from zibot.rules.reply_words import GOING_ON, UNWELL, WE
from zibot.rules.spelling import Word, known
from zibot.rules.word_lists import word_set

_TITLES = word_set("pak pk bapak bpk bu ibu ibuk mas mbak mba bang bg kak pakde om tante")
_HOLDS = word_set("bawa pegang pinjam simpan tangan kuasa tahan")
_AT = frozenset(("di", "sama", "ke", "pada", "dengan"))
_PLACES = frozenset(("meja", "ruang", "pelabuhan", "pos", "percetakan", "kurir"))
_ELSE = word_set("lain sebelah tetangga teman temen temenku temanku teman-teman kawan")
_MESSAGES = word_set("pesan pengingat notif notifikasi reminder chat info pemberitahuan instruksi undangan")
_GETS = word_set("terima masuk sampai hingga baca lihat dengar kirim")


def someone(words: Sequence[Word]) -> bool:
    """Whether words name somebody else: a post, an office, or a name behind its title ("pak Budi")."""
    if any(word.plain in AGENTS or word.written.removesuffix("nya") in AGENTS for word in words):
        return True
    return any(title.written in _TITLES and not known(name) for title, name in pairwise(words))


def with_others(words: Sequence[Word]) -> bool:
    """Whether the work lies with somebody else: "masih di meja ketua", "dibawa pak Budi"."""
    plain = [word.plain for word in words]
    if "sudah" in plain or "belum" in plain:
        return False
    for at, word in enumerate(words):
        if word.written.startswith("di") and word.written[2:] in _HOLDS and someone(words[at + 1 :]):
            return True
        still = word.plain in _AT and {"masih", "ada"} & set(plain[:at])
        if still and not WE & set(plain[at + 1 :]) and _their(words[at + 1 :]):
            return True
    return False


def _their(words: Sequence[Word]) -> bool:
    """Whether words begin with somebody else or a desk: "meja pak sekretaris", "pak Budi"."""
    place = bool(words) and (words[0].plain in _PLACES or words[0].written.startswith("ruang"))
    return place or someone(words[:2])


def away(words: Sequence[Word]) -> bool:
    """Whether somebody else whom it needs is not there: "ketuanya ke Jakarta", "bendahara tidak di tempat"."""
    plain = [word.plain for word in words]
    if not someone(words) or WE & set(plain):
        return False
    gone = {"tidak", "belum"} & set(plain) and {"tempat", "kantor", "pulang", "ngantor", "balik", "kembali"} & set(
        plain
    )
    off = any(a in GOING_ON and b == "ke" for a, b in pairwise(plain))
    return bool(gone or off or ("perjadin" in plain and "perjadin" in UNWELL))


def of_else(words: Sequence[str]) -> bool:
    """Whether words speak of another time, another's work, or of our own message: "yang tahun lalu", "pesannya"."""
    found = {word for before, word in zip(("", *words), words, strict=False) if before not in ("dari", "ke", "sama")}
    other = found & _ELSE and "banyak" not in found
    return bool(other) or bool(found & _MESSAGES and found & _GETS and not found & NOUNS - _MESSAGES)

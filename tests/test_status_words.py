"""What people write back to a reminder, in the spelling of a chat."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.status_words import Meaning, StatusSaid, is_courtesy, read_status

TODAY = date(2027, 4, 7)
DUE = date(2027, 4, 15)
UNDERSTOOD, MISUNDERSTOOD = 0.9, 0.01


class Reply(NamedTuple):
    """What someone wrote, and the readings of it that are right."""

    words: str
    right: frozenset[str]

    @property
    def asked_for(self) -> bool:
        return any(one.startswith("postpone") for one in self.right)


def replies() -> list[Reply]:
    """The list, one reply a line: words, what they mean, what else they may be read as."""
    lines = (Path(__file__).parent / "data/replies.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return [Reply(words, frozenset({meaning, *",".join(others).split(",")}) - {""}) for words, meaning, *others in rows]


def read(words: str) -> StatusSaid | None:
    return read_status(words, TODAY, due=DUE, code="V.4.3")


def meaning(words: str) -> str:
    """The reading in the words of the list."""
    said = read(words)
    if said is None:
        return "ask"
    return f"postpone:{said.due or '?'}" if said.meaning is Meaning.POSTPONE else str(said.meaning)


def test_most_replies_are_understood_and_hardly_any_is_misunderstood() -> None:
    found = [(reply, meaning(reply.words)) for reply in replies()]
    understood = [reply for reply, got in found if got in reply.right]
    asked_back = [reply for reply, got in found if got == "ask" or (got == "postpone:?" and reply.asked_for)]
    wrong = [(reply.words, got) for reply, got in found if reply not in understood and reply not in asked_back]
    assert len(found) >= 150
    assert len(wrong) <= MISUNDERSTOOD * len(found), wrong
    assert len(understood) >= UNDERSTOOD * len(found)


DONE = [
    "selesai",
    "Selesai.",
    "SELESAI 👍",
    "selesaiiii",
    "✅",
    "sudah",
    "sudah pak",
    "sdh beres pak",
    "alhamdulillah sudah selesai",
    "sudah lengkap",
    "sudah saya kerjakan pak",
    "telah dilaksanakan",
    "V.4.3 selesai",
    "selamat pagi, izin lapor pak, butir V.4.3 sudah selesai",
    "Sudah ✅",
    "sudah, terima kasih",
    "status: selesai",
    "100%",
]
UNDER_WAY = [
    "proses",
    "on progress",
    "in progress pak",
    "msh proses bu",
    "sdg dikerjakan",
    "masih dalam tahap pengerjaan pak",
    "sedang berjalan",
    "masih dalam proses pengumpulan data dukung",
    "proses 50%",
    "belum, masih dikerjakan",
    "belum",
    "hampir selesai",
    "sudah, belum lengkap",
]
BLOCKED = {
    "terkendala": None,
    "ada kendala pak": None,
    "masih menunggu bu": None,
    "terkendala: menunggu SK": "menunggu SK",
    "Terkendala karena anggaran belum cair": "anggaran belum cair",
    "kendala anggaran": "anggaran",
    "kendala: tidak ada anggaran": "tidak ada anggaran",
    "terhambat - listrik padam 2 hari": "listrik padam 2 hari",
    "msh nunggu ttd ketua": "msh nunggu ttd ketua",
    "rapat tertunda krn banjir": "rapat tertunda krn banjir",
    "blm selesai msh nunggu ttd": "blm selesai msh nunggu ttd",
}
UNSURE = [
    "",
    "👍",
    "ok",
    "siap laksanakan",
    "siap proses",
    "terima kasih sudah mengingatkan",
    "sudah dibaca",
    "sudah malam pak",
    "sudah siap",
    "kalau sudah selesai saya kabari",
    "apakah sudah selesai",
    "sudah selesai?",
    "kapan selesai",
    "mohon diproses",
    "sudah tidak diproses lagi",
    "lagi rapat",
    "telah kami terima",
    "sedang cuti",
    "masih di jalan",
    "saya kena macet",
    "tunggu sebentar",
    "tidak ada kendala",
    "kendala: nihil",
    "kendala sudah teratasi",
    "terkendala atau sudah selesai",
    "sudah dan belum",
    "selamat pagi",
    "V.4.3",
    "V.4.4 sudah selesai",
    "maksud tombol 'Selesai' apa",
    "besok saya ke kantor",
    "sudah selesai besok",
    "tidak jadi mundur",
    "ga usah ditunda pak",
]


@pytest.mark.parametrize("words", DONE)
def test_a_reply_says_that_it_is_done(words: str) -> None:
    assert meaning(words) == "done"


@pytest.mark.parametrize("words", UNDER_WAY)
def test_a_reply_says_that_it_is_under_way(words: str) -> None:
    assert meaning(words) == "progress"


@pytest.mark.parametrize(("words", "reason"), BLOCKED.items())
def test_a_reply_says_that_it_is_blocked_and_why(words: str, reason: str | None) -> None:
    assert read(words) == StatusSaid(Meaning.BLOCKED, reason)


@pytest.mark.parametrize("words", UNSURE)
def test_a_reply_that_is_no_status_or_could_mean_two_is_asked_about(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("words", "due"),
    {
        "mundur ke 10 mei": date(2027, 5, 10),
        "mundur ke tgl 20 ya": date(2027, 4, 20),
        "minta waktu sampai jumat depan": date(2027, 4, 16),
        "geser ke akhir bulan": date(2027, 4, 30),
        "diundur seminggu": date(2027, 4, 22),
        "bukan tgl 15 tapi tgl 29": date(2027, 4, 29),
        "mundur dari tgl 15 ke tgl 21": date(2027, 4, 21),
        "mohon dispensasi sampai dua puluh tiga april": date(2027, 4, 23),
        "mundur ke 30 desember": date(2027, 12, 30),
        "undur 17.04.27": date(2027, 4, 17),
        "kalau boleh sampai tgl 19": date(2027, 4, 19),
    }.items(),
)
def test_a_later_due_date_is_asked_for_in_words(words: str, due: date) -> None:
    assert read(words) == StatusSaid(Meaning.POSTPONE, None, due)


@pytest.mark.parametrize(
    ("words", "doubtful"),
    {
        "minta mundur": None,
        "bulan depan aja pak": None,
        "mundur ke 20 atau 21 april": None,
        "mundur ke jumat tgl 22 april": None,
        "mundur beberapa hari boleh?": None,
        "mundur ke 10 april": date(2027, 4, 10),
        "mundur ke 2 april": date(2027, 4, 2),
    }.items(),
)
def test_a_date_that_is_vague_or_cannot_be_later_is_none(words: str, doubtful: date | None) -> None:
    said = read(words)
    assert said is None or (said.meaning, said.due, said.doubtful) == (Meaning.POSTPONE, None, doubtful)
    assert said is not None or " atau " in words


@pytest.mark.parametrize(
    ("words", "nod"), {"ok": True, "🙏🙏": True, "nggih pak": True, "siapa?": False, "rapat": False, "": False}.items()
)
def test_a_nod_is_told_from_what_says_something(words: str, nod: bool) -> None:
    assert is_courtesy(words) is nod


def test_the_reason_for_a_later_date_is_kept() -> None:
    assert read("mundur ke 10 mei krn ketua cuti") == StatusSaid(Meaning.POSTPONE, "ketua cuti", date(2027, 5, 10))


def test_a_promise_is_no_status_and_one_for_after_the_due_date_is_none() -> None:
    assert meaning("nanti sore sy kirim") == "later"
    assert meaning("tgl 12 sy kirim pak") == "later"
    assert meaning("minggu depan ya") in ("later", "ask")
    assert meaning("besok saya cuti") == "ask"


def test_other_items_that_are_spoken_of_beside_are_theirs() -> None:
    assert meaning("item ini sudah selesai, yg V.4.4 masih proses") == "done"
    assert meaning("V.4.4 sudah selesai, yang ini masih proses") == "progress"
    assert read_status("V.4.4 sudah selesai", TODAY) == StatusSaid(Meaning.DONE)


def test_a_long_reason_is_kept_whole_after_its_word_while_a_long_story_is_no_status() -> None:
    reason = "hujan " * 80 + "deras"
    assert read(f"terkendala: {reason}") == StatusSaid(Meaning.BLOCKED, reason)
    assert read(f"{reason} sehingga kami menunggu") is None


@pytest.mark.parametrize("words", ["sudah selesai", "udah kelar bu", "sdh dikirim pak", "done", "sudah", "beres semua"])
@pytest.mark.parametrize(
    "twist",
    [
        *("belum tentu {}", "{} besok", "jangan bilang {}", "{}?", "kalau {}", "{} minggu depan", "katanya {}"),
        *("mungkin {}", "apakah {}", "bukan {}", "semoga {}", "{} atau belum", "harus {}", "kata pak Budi {}"),
        *("rencananya {} lusa", "belum {}", "siapa yang {}"),
        *("tahun lalu {}", "yang triwulan kemarin {}", "tim sebelah {}", "biasanya {}", "pengennya {}", "begitu {}"),
        *("supaya {}", "takutnya {}", "kok {}", "{}, eh belum", "{} sebagian", "{} tapi ditolak", "{} kayaknya"),
    ],
)
def test_a_twist_makes_what_is_done_no_longer_done(words: str, twist: str) -> None:
    assert meaning(twist.format(words)) != "done"


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(words: str) -> None:
    said = read(words)
    assert said is None or said.meaning in Meaning


VOCABULARY = """
sudah belum tidak masih lagi selesai dikirim proses menunggu ttd besok nanti mundur ke tgl 10 mei akhir bulan kalau pak
bu ya dan tapi , . ? bukan jangan minta waktu sampai 3 hari jumat depan kata siapa kendala ada V.4.3 V.4.4 100% 2 dari
"""


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=12))
def test_a_date_that_is_read_is_later_than_today_and_than_the_due_date(words: list[str]) -> None:
    said = read(" ".join(words))
    assert said is None or said.due is None or said.due > DUE
    assert said is None or said.doubtful is None or said.doubtful <= DUE


@given(st.integers(min_value=1, max_value=250))
def test_every_later_day_is_read_as_it_is_written(ahead: int) -> None:
    day = DUE + timedelta(days=ahead)
    if day.year == DUE.year:
        assert meaning(f"mundur ke {day.day}/{day.month}/{day.year} ya bu") == f"postpone:{day}"
        assert meaning(f"minta diundur sampai {day:%d-%m-%Y}") == f"postpone:{day}"

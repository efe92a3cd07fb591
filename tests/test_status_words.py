"""What people write back to a reminder, in the spelling of a chat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot.rules.lifecycle import Kind
from zibot.rules.status_words import read_status

DONE = [
    "selesai",
    "Selesai.",
    "SELESAI 👍",
    "selesaiiii",
    "sudah",
    "sudah pak",
    "sdh beres pak",
    "udah kelar bu",
    "sudah selesai ya",
    "alhamdulillah sudah selesai",
    "sdh selesai mas, terima kasih",
    "telah selesai",
    "sudah lengkap",
    "bukti sudah lengkap",
    "sudah dikerjakan",
    "sudah saya kerjakan pak",
    "telah dilaksanakan",
    "sudah kami laksanakan semua",
    "siap, sudah selesai",
    "rampung",
    "done",
    "tuntas pak",
    "selesai kemarin",
    "V.1.2 selesai",
    "butir V.1.2 sudah",
    "selamat pagi, izin lapor pak, butir V.1.2 sudah selesai",
    "✅ selesai",
    "Sudah ✅",
    "sudah terlaksana",
    "sudah, terima kasih",
    "status: selesai",
]
UNDER_WAY = [
    "proses",
    "in process",
    "Proses",
    "on progress",
    "in progress pak",
    "masih proses",
    "msh proses bu",
    "sedang diproses",
    "sdg dikerjakan",
    "lagi dikerjakan",
    "lg proses",
    "dalam proses",
    "masih dalam pengerjaan",
    "masih dalam tahap pengerjaan pak",
    "sedang berjalan",
    "sedang disusun",
    "masih proses ttd ketua",
    "masih dalam proses pengumpulan data dukung",
    "proses 50%",
    "progres 80 persen",
    "belum selesai, masih proses",
    "masih proses, belum selesai",
    "belum, masih dikerjakan",
]
BLOCKED = {
    "terkendala": None,
    "Terkendala.": None,
    "ada kendala pak": None,
    "menunggu": None,
    "masih menunggu bu": None,
    "terkendala: menunggu SK": "menunggu SK",
    "terkendala menunggu SK": "menunggu SK",
    "Terkendala karena anggaran belum cair": "anggaran belum cair",
    "kendala anggaran": "anggaran",
    "kendalanya anggaran": "anggaran",
    "kendala: tidak ada anggaran": "tidak ada anggaran",
    "terhambat - listrik padam 2 hari": "listrik padam 2 hari",
    "macet: printer rusak": "printer rusak",
    "ada hambatan jaringan": "jaringan",
    "msh nunggu ttd ketua": "msh nunggu ttd ketua",
    "menunggu SK": "menunggu SK",
    "belum, menunggu SK": "belum, menunggu SK",
    "rapat tertunda krn banjir": "rapat tertunda krn banjir",
    "masih proses tapi terkendala jaringan": "masih proses tapi terkendala jaringan",
}
UNSURE = [
    "",
    "👍",
    "ok",
    "oke siap",
    "baik",
    "siap pak",
    "siap laksanakan",
    "siap proses",
    "terima kasih",
    "belum",
    "blm pak",
    "belum selesai",
    "belum diproses",
    "belum dikerjakan",
    "sudah diproses",
    "sudah berjalan",
    "sudah mulai dikerjakan",
    "sudah tapi belum lengkap",
    "sudah, belum lengkap",
    "sudah dibaca",
    "sudah tahu",
    "sudah malam pak",
    "sudah siap",
    "sudah dikirim",
    "sudah kirim, menunggu dicek",
    "sudah 80 persen",
    "selesai 50%",
    "selesai 2 dari 3",
    "hampir selesai",
    "sebagian selesai",
    "tinggal ttd, selesai",
    "besok selesai",
    "selesai besok",
    "selesai minggu depan",
    "hari ini selesai",
    "akan selesai",
    "insyaallah selesai",
    "segera diselesaikan",
    "nanti saya kerjakan",
    "kalau sudah selesai saya kabari",
    "apakah sudah selesai?",
    "apakah sudah selesai",
    "sudah selesai?",
    "kapan selesai",
    "mohon diproses",
    "segera diproses",
    "sudah tidak diproses lagi",
    "lagi rapat",
    "terima kasih sudah",
    "terima kasih sudah mengingatkan",
    "telah kami terima",
    "siap menunggu arahan",
    "selesai, bukti menyusul",
    "belum terlaksana",
    "sedang cuti",
    "sedang dinas luar",
    "masih di jalan",
    "saya kena macet",
    "tunggu sebentar",
    "tunggu ya pak",
    "tidak ada kendala",
    "tidak terkendala",
    "belum ada kendala",
    "lancar, tanpa kendala",
    "kendala tidak ada",
    "kendala: nihil",
    "kendala sudah teratasi",
    "kendalanya apa ya",
    "terkendala atau sudah selesai",
    "masih proses menunggu ttd",
    "selamat pagi",
    "V.1.2",
    "besok saya ke kantor",
]


@pytest.mark.parametrize("words", DONE)
def test_a_reply_says_that_it_is_done(words: str) -> None:
    assert read_status(words) == (Kind.SUBMITTED, None)


@pytest.mark.parametrize("words", UNDER_WAY)
def test_a_reply_says_that_it_is_under_way(words: str) -> None:
    assert read_status(words) == (Kind.PROGRESS, None)


@pytest.mark.parametrize(("words", "reason"), BLOCKED.items())
def test_a_reply_says_that_it_is_blocked_and_why(words: str, reason: str | None) -> None:
    assert read_status(words) == (Kind.BLOCKED, reason)


@pytest.mark.parametrize("words", UNSURE)
def test_a_reply_that_is_no_status_or_could_mean_two_is_asked_about(words: str) -> None:
    assert read_status(words) is None


def test_a_long_reason_is_kept_whole_after_its_word_while_a_long_story_is_no_status() -> None:
    reason = "hujan " * 80 + "deras"
    assert read_status(f"terkendala: {reason}") == (Kind.BLOCKED, reason)
    assert read_status(f"{reason} sehingga kami menunggu") is None


@pytest.mark.parametrize("words", [*DONE, *UNDER_WAY])
@pytest.mark.parametrize(
    "twist", ["belum tentu {}", "{} besok", "jangan bilang {}", "{}?", "kalau {}", "{} minggu depan"]
)
def test_a_twist_turns_a_status_into_no_status_rather_than_another(words: str, twist: str) -> None:
    said, plain = read_status(twist.format(words)), read_status(words)
    assert said is None or (said == plain and said.kind is Kind.PROGRESS)


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(words: str) -> None:
    said = read_status(words)
    assert said is None or said.kind in (Kind.SUBMITTED, Kind.PROGRESS, Kind.BLOCKED)

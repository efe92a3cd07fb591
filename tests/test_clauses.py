"""Clauses of a chat message: where it is cut, and what one of them says of the work."""

import pytest

from zibot.rules import clause_says, doings, hindrances, promises
from zibot.rules.clauses import Clause, Says, clauses, content, first, head, pair


def one(text: str) -> Clause:
    [clause] = clauses(text)
    return clause


def test_a_message_is_cut_at_marks_and_at_words_that_tie() -> None:
    parts = clauses("sudah dikirim tapi belum lengkap, tinggal ttd karena ketua cuti")
    assert [part.tie for part in parts] == ["", "tapi", "tinggal", "karena"]
    assert parts[1].plain == ("belum", "lengkap")
    assert clauses("") == []


def test_one_sudah_is_enough_for_what_is_told_one_after_the_other() -> None:
    assert [part.plain[0] for part in clauses("sudah dicetak, dijilid dan diserahkan")] == ["sudah"] * 3
    assert [part.plain[0] for part in clauses("sudah dicetak, belum diserahkan")] == ["sudah", "belum"]


def test_lagi_goes_on_or_is_left_by_what_stands_beside_it() -> None:
    assert one("lagi dikerjakan").plain[0] == "sedang"
    assert "sedang" not in one("sebentar lagi selesai").plain
    assert "sedang" not in one("3 hari lagi").plain


def test_the_small_questions_of_words() -> None:
    words = one("bu belum saya kirim ke provinsi").plain
    assert content(words)[0] == "belum"
    assert head(words) == "belum"
    assert pair(words, {"belum"}, {"kirim"})
    assert not pair(words, {"kirim"}, {"belum"})
    assert (first(words, {"kirim"}), first(words, {"tidak ada"})) == (3, len(words))


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "sudah dikirim": Says.DONE,
        "sudah": Says.ALREADY,
        "masih dikerjakan": Says.PROGRESS,
        "belum selesai": Says.NOT_YET,
        "menunggu ttd": Says.BLOCKED,
        "belum bisa lanjut": Says.CANNOT,
        "besok saya kirim": Says.LATER,
        "kalau sudah selesai": Says.UNSURE,
        "katanya sudah": Says.UNSURE,
        "tidak ada kendala": None,
        "sudah makan": None,
        "cek email": None,
    }.items(),
)
def test_a_clause_says_one_thing(text: str, said: Says | None) -> None:
    assert clause_says.says(one(text)) is said


@pytest.mark.parametrize(
    ("text", "held"),
    {
        "PPK belum setor laporan": True,
        "saya belum setor laporan": False,
        "datanya belum dikirim subbag teknis": True,
        "laporan belum dikirim ke provinsi": False,
        "operatornya sakit": True,
        "ATK habis": True,
        "habis rapat": False,
        "belum ada disposisi": True,
        "belum ada progres": False,
        "tunggu sebentar": False,
    }.items(),
)
def test_what_others_owe_holds_the_work_up_and_what_is_ours_does_not(text: str, *, held: bool) -> None:
    assert (hindrances.held_up(one(text)) is Says.BLOCKED) is held


def test_a_promise_needs_a_time_to_come() -> None:
    assert promises.promised(one("nanti sore dikirim")) is Says.LATER
    assert promises.promised(one("saya kirim")) is None
    assert promises.future(one("besok sudah bisa dikirim").plain)
    assert not promises.future(one("kemarin dikirim").plain)
    assert promises.promise(one("dikirim").plain)


def test_a_part_is_not_the_whole() -> None:
    assert doings.under_way(one("sudah sebagian dikirim")) is Says.PROGRESS
    assert doings.done(one("sudah dikirim")) is Says.DONE
    assert doings.done(one("sudah diketik")) is Says.BEGUN
    assert doings.done(one("sudah dibuat draftnya")) is Says.BEGUN
    assert doings.not_yet(one("belum sempat dikerjakan")) is Says.NOT_YET

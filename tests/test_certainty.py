"""How sure the reading of a reply is, what counts no more, and who else has the work."""

import pytest

from zibot.rules.certainty import CUT_OFF, certainty, still_so
from zibot.rules.clause_says import says
from zibot.rules.clauses import Says, clauses
from zibot.rules.others import away, of_else, someone, with_others
from zibot.rules.spelling import words_of


def kept(text: str) -> list[Says | None]:
    return [one for one, _ in still_so([(says(part), part) for part in clauses(text)])]


def sure(text: str) -> float:
    return certainty([(says(part), part) for part in clauses(text)])


@pytest.mark.parametrize(
    ("text", "over"),
    {
        "kemarin macet, sekarang lancar": True,
        "tadi internet mati, sudah terkirim": True,
        "kemarin masih proses, sekarang sudah selesai": True,
        "dari kemarin macet, sudah dikirim": False,
        "macet, sudah dikirim": False,
    }.items(),
)
def test_what_was_so_counts_no_more_once_it_is_over(text: str, *, over: bool) -> None:
    assert (kept(text)[0] is None) is over


def test_that_others_were_told_of_a_hindrance_does_not_end_it() -> None:
    assert kept("aplikasinya error, sudah saya laporkan ke pusat") == [Says.BLOCKED, None]


def test_unknown_words_beside_a_cue_make_it_less_sure() -> None:
    assert sure("sudah dikirim") == 1
    assert sure("sudah dikirim ke pak Bambang") == 1
    assert CUT_OFF < sure("gurame sudah dikirim") < 1
    assert sure("gurame goreng sudah dikirim") <= CUT_OFF
    assert sure("sudah kirim gurame") <= CUT_OFF
    assert sure("gorden sudah dibuat") < sure("gorden sudah dikirim")
    assert sure("laporan gurame sudah dikirim") == 1


@pytest.mark.parametrize(
    ("text", "other"),
    {
        "bukunya dibawa pak Bambang": True,
        "masih di meja ketua": True,
        "masih di meja saya": False,
        "masih sama bu Wati": True,
        "masih di jalan": False,
        "sudah di meja ketua": False,
    }.items(),
)
def test_work_may_lie_with_somebody_else(text: str, *, other: bool) -> None:
    assert with_others(words_of(text)) is other


def test_somebody_is_named_by_post_or_by_name_and_may_be_away() -> None:
    assert someone(words_of("bu Wati"))
    assert someone(words_of("bendaharanya"))
    assert not someone(words_of("siap pak"))
    assert away(words_of("ketua lagi ke surabaya"))
    assert away(words_of("bendahara tidak di tempat"))
    assert not away(words_of("saya lagi ke surabaya"))


def test_another_time_another_team_and_our_own_message_are_not_the_item() -> None:
    assert of_else(["tim", "sebelah", "sudah", "selesai"])
    assert of_else(["pesan", "sudah", "terima"])
    assert not of_else(["laporan", "sudah", "selesai"])
    assert not of_else(["tunggu", "data", "dari", "teman"])

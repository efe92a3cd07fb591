"""What a piece of evidence is for, told by its caption: measured on everyday captions of the sample plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest

from tests.captions import Sent, all_sent, held_by, holds, open_on, sample
from tests.duties import duty
from zibot.rules import caption_words
from zibot.rules.lifecycle import Duty
from zibot.rules.likeliest import Guess, Hint, fitting, likeliest

DAY = date(2027, 3, 20)


@dataclass
class Figures:
    """How often it was among the first three, and filed without asking: rightly, wrongly, or where nobody can know."""

    known: int = 0
    in_three: int = 0
    direct: int = 0
    wrong: int = 0


def guess(sent: Sent, duties: list[Duty], *, everyone: bool = False) -> Guess:
    open_ones = open_on(duties, sent.day)
    mine = [duty for duty in open_ones if everyone or holds(held_by(sent.who), duty)]
    codes = caption_words.codes(sent.caption, sent.name, [duty.code for duty in open_ones])
    pool = [duty for duty in open_ones if duty.code in codes] or mine
    return likeliest(Hint(sent.caption, sent.name, sent.day), pool, open_ones)


def measured(some: Iterable[Sent], *, everyone: bool) -> Figures:
    duties, figures = sample(), Figures()
    for sent in some:
        found = guess(sent, duties, everyone=everyone)
        meant = [(duty.code, duty.due) for duty in found.duties]
        figures.known += sent.meant is not None
        figures.in_three += sent.meant in meant[:3]
        figures.direct += found.sure
        figures.wrong += found.sure and meant[0] != sent.meant
    return figures


@pytest.mark.parametrize("everyone", [False, True], ids=["of what they hold", "of the whole plan"])
def test_what_is_meant_is_among_the_first_three_and_hardly_ever_filed_elsewhere(everyone: bool) -> None:
    sent = list(all_sent())
    assert len(sent) > 120
    figures = measured(sent, everyone=everyone)
    assert figures.in_three >= 0.9 * figures.known, figures
    assert figures.wrong <= 0.01 * len(sent), figures
    assert figures.direct >= 0.6 * figures.known, figures


def test_without_a_telling_word_nothing_is_filed() -> None:
    duties = sample()
    for words in ("", "ini pak", "SK", "foto kegiatan", "laporan", "terlampir ya bu"):
        sent = Sent(words, "", "Sumarni", date(2027, 6, 15), None, None)
        assert not guess(sent, duties).sure, words


def item(
    number: int, code: str, due: date, action: str = "Memasang poster", slots: tuple[str, ...] = ("Foto",)
) -> Duty:
    made = duty(due, code=code, number=number)
    return Duty(
        **{name: getattr(made, name) for name in Duty.__dataclass_fields__} | {"action": action, "slots": slots}
    )


def same(first: Duty, number: int, due: date) -> Duty:
    """Another due date of the same item."""
    other = item(number, first.code, due, first.action, first.slots)
    return Duty(**{name: getattr(other, name) for name in Duty.__dataclass_fields__} | {"item_id": first.item_id})


POSTER = item(1, "V.1.1", date(2027, 3, 31))
REKAP = item(2, "V.2.1", date(2027, 3, 31), "Merekap pengaduan", ("Rekapitulasi",))
RAPAT = item(3, "I.3.1", date(2027, 3, 31), "Mengadakan rapat bulanan", ("Undangan", "Notulen"))
ALL = [POSTER, REKAP, RAPAT]


def test_the_words_decide_and_without_words_what_was_told_last_and_is_due_first_comes_first() -> None:
    assert likeliest(Hint("notulen rapat", "", DAY), ALL).duties[0] is RAPAT
    assert likeliest(Hint("notulen rapat", "", DAY), ALL).sure
    told = likeliest(Hint("", "", DAY, lately=(REKAP.id,)), ALL)
    assert (told.duties[0], told.sure, told.fits) == (REKAP, False, None)
    sooner = item(4, "VI.1.1", date(2027, 3, 22), "Menyusun maklumat", ("Maklumat",))
    assert likeliest(Hint("", "", DAY), [*ALL, sooner]).duties[0] is sooner


def test_the_name_of_a_file_tells_where_the_caption_tells_nothing() -> None:
    assert likeliest(Hint("mohon izin pak", "Notulen_Rapat.pdf", DAY), ALL).duties[0] is RAPAT
    assert likeliest(Hint("rekap pengaduan", "Notulen_Rapat.pdf", DAY), ALL).duties[0] is REKAP


def test_what_was_chosen_for_the_same_words_twice_is_filed_and_once_comes_first() -> None:
    once = likeliest(Hint("kegiatan di lobi", "", DAY, chosen=((POSTER.item_id, "kegiatan lobi"),)), ALL)
    assert (once.duties[0], once.sure) == (POSTER, False)
    before = ((POSTER.item_id, "kegiatan lobi"), (POSTER.item_id, "Kegiatan di lobi"))
    assert likeliest(Hint("kegiatan di lobi", "", DAY, chosen=before), ALL).sure
    divided = (*before, (REKAP.item_id, "kegiatan lobi"))
    assert not likeliest(Hint("kegiatan di lobi", "", DAY, chosen=divided), ALL).sure


def test_a_month_in_the_caption_chooses_the_due_date() -> None:
    april, may = same(RAPAT, 11, date(2027, 4, 30)), same(RAPAT, 12, date(2027, 5, 31))
    for words, meant in (
        ("notulen rapat april", april),
        ("notulen rapat bln Mei", may),
        ("notulen rapat 28/5", RAPAT),
        ("notulen rapat", RAPAT),
        ("notulen rapat triwulan 1", RAPAT),
    ):
        found = likeliest(Hint(words, "", DAY), [POSTER, REKAP, RAPAT, april, may])
        assert (found.duties[0], found.sure) == (meant, True), words


def test_a_due_date_that_was_missed_may_be_meant_so_that_it_is_asked() -> None:
    earlier = same(RAPAT, 11, date(2027, 2, 26))
    found = likeliest(Hint("notulen rapat", "", DAY), [POSTER, REKAP, earlier, RAPAT])
    assert (found.sure, found.dates) == (False, True)
    assert set(found.duties[:2]) == {RAPAT, earlier}
    # Two days after it there is no doubt.
    found = likeliest(Hint("notulen rapat", "", date(2027, 2, 28)), [POSTER, REKAP, earlier, RAPAT])
    assert (found.duties[0], found.sure) == (earlier, True)
    found = likeliest(Hint("notulen rapat maret", "", DAY), [POSTER, REKAP, earlier, RAPAT])
    assert (found.duties[0], found.sure) == (RAPAT, True)


def test_each_item_is_named_once_before_any_of_them_is_named_for_another_date() -> None:
    later = [same(RAPAT, 10 + month, date(2027, month, 28)) for month in (4, 5, 6)]
    found = likeliest(Hint("", "", DAY), [RAPAT, *later, POSTER, REKAP])
    assert {duty.item_id for duty in found.duties[:3]} == {1, 2, 3}
    assert len(found.duties) == 6


def test_words_that_no_item_knows_make_it_less_sure() -> None:
    share = {
        words: fitting(words, ALL)[RAPAT.item_id].share for words in ("undangan rapat", "undangan rapat alumni kampus")
    }
    assert share["undangan rapat"] >= 2 * share["undangan rapat alumni kampus"]
    assert not likeliest(Hint("undangan rapat alumni kampus", "", DAY), ALL).sure


def test_a_slip_of_the_keys_is_understood() -> None:
    assert likeliest(Hint("notuelen rapat", "", DAY), ALL).duties[0] is RAPAT
    assert likeliest(Hint("rekap pengduan", "", DAY), ALL).duties[0] is REKAP


def test_of_nothing_nothing_is_guessed() -> None:
    assert likeliest(Hint("notulen", "", DAY), []).duties == ()
    assert not likeliest(Hint("notulen", "", DAY), []).sure

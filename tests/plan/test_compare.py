"""Two decrees of one year: which item continues which."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.plans import WORKDAYS
from zibot.plan import PlanItem, read_plan
from zibot.plan.compare import Comparison, compare
from zibot.plan.reading import Area
from zibot.plan.schedule import NOTHING, Schedule

SAMPLE = Path(__file__).parents[2] / "config" / "rencana-kerja-2027.txt"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
MARCH = Schedule("months", (3,))


def item(code: str, action: str, *, component: str = "Pengendalian Gratifikasi", indicator: str = "") -> PlanItem:
    return PlanItem(
        code=code,
        area=Area(5, "Penguatan Pengawasan"),
        component=component,
        indicator=indicator,
        action=action,
        evidence=("Foto",),
        target="Maret",
        schedule=MARCH,
        due=(date(2027, 3, 31),),
        certain=True,
    )


def told(found: Comparison) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    return (
        [(pair.before.code, pair.after.code) for pair in found.pairs],
        [one.code for one in found.added],
        [one.code for one in found.dropped],
    )


POSTER = item("V.1.1", "Memasang poster larangan gratifikasi di ruang tunggu")
REPORT = item("V.1.2", "Menyusun laporan penerimaan gratifikasi")
TALK = item("V.1.3", "Mengadakan sosialisasi gratifikasi kepada pegawai baru")


def test_an_item_that_is_put_before_others_changes_their_codes_and_nothing_else() -> None:
    new = item("V.1.1", "Menunjuk petugas unit pengendali")
    later = [new, *(replace(one, code=f"V.1.{at}") for at, one in enumerate((POSTER, REPORT, TALK), start=2))]
    found = compare([POSTER, REPORT, TALK], later)
    assert told(found) == ([("V.1.1", "V.1.2"), ("V.1.2", "V.1.3"), ("V.1.3", "V.1.4")], ["V.1.1"], [])
    assert found.moved == found.pairs
    assert found.doubtful == ()


def test_what_changed_is_named() -> None:
    later = replace(
        POSTER,
        component="Gratifikasi",
        evidence=("Foto", "Daftar hadir"),
        target="Juni",
        schedule=Schedule("months", (6,)),
        indicator="Pegawai tahu",
    )
    [pair] = compare([POSTER], [later]).changed
    assert pair.fields == ("component", "indicator", "evidence", "target", "schedule")
    moved_on = replace(POSTER, area=Area(6, "Pelayanan"), code="VI.1.1")
    assert compare([POSTER], [moved_on]).pairs[0].fields == ("area",)


def test_capitals_and_punctuation_are_no_change() -> None:
    later = replace(POSTER, action=POSTER.action.upper() + ".", target="MARET", evidence=("foto;",))
    assert compare([POSTER], [later]).nothing_changed


def test_an_item_is_known_again_when_its_words_were_mended() -> None:
    later = replace(POSTER, code="V.1.4", action="Memasang poster dan spanduk larangan gratifikasi pada ruang tunggu")
    found = compare([POSTER, REPORT], [replace(REPORT, code="V.1.1"), later])
    assert told(found) == ([("V.1.2", "V.1.1"), ("V.1.1", "V.1.4")], [], [])
    assert found.changed[0].fields == ("action",)


def test_a_scanned_word_is_the_same_word() -> None:
    later = replace(REPORT, action="Menyusun laporan penerirnaan gratifikasl")
    assert told(compare([REPORT], [later]))[0] == [("V.1.2", "V.1.2")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Menyusun laporan pengendalian gratifikasi", "Menyusun laporan pengaduan masyarakat"),
        (
            "Melaksanakan monitoring dan evaluasi budaya kerja",
            "Melaksanakan monitoring dan evaluasi benturan kepentingan",
        ),
        ("Membuat dokumentasi kegiatan apel pagi", "Membuat dokumentasi kegiatan pemusnahan arsip"),
    ],
)
def test_items_that_share_only_what_every_plan_says_are_not_one(one: str, other: str) -> None:
    found = compare([item("V.1.1", one), TALK], [item("V.1.1", other), TALK])
    assert told(found) == ([("V.1.3", "V.1.3")], ["V.1.1"], ["V.1.1"])


def test_the_same_common_words_in_another_component_are_another_item() -> None:
    common = "Melakukan monitoring dan evaluasi"
    before = item("V.1.1", common)
    after = item("V.4.1", common, component="Whistle Blowing System")
    assert told(compare([before], [after])) == ([], ["V.4.1"], ["V.1.1"])


def test_words_that_stand_in_several_components_tell_nothing_without_theirs() -> None:
    words = "Mengumumkan hasilnya kepada seluruh pegawai lewat papan pengumuman"
    before = [item("V.1.1", words), item("V.2.1", words, component="Pengaduan"), item("V.3.1", words, component="SPIP")]
    after = [before[1], before[2], item("V.5.1", words, component="Benturan Kepentingan")]
    assert told(compare(before, after)) == ([("V.2.1", "V.2.1"), ("V.3.1", "V.3.1")], ["V.5.1"], ["V.1.1"])


def test_of_two_that_are_about_as_good_one_is_taken_and_told_as_doubtful() -> None:
    before = item("V.1.1", "Memasang poster larangan gratifikasi di ruang tunggu")
    left = item("V.1.2", "Memasang poster larangan gratifikasi di ruang sidang")
    right = item("V.1.3", "Memasang poster larangan gratifikasi di ruang arsip")
    found = compare([before], [left, right])
    assert len(found.pairs) == len(found.doubtful) == len(found.added) == 1
    assert compare([before], [left]).doubtful == ()


def test_twins_are_told_apart_by_code_and_target() -> None:
    twins = [POSTER, replace(POSTER, code="V.1.2", target="Juni")]
    found = compare(twins, [replace(twins[1], code="V.1.5"), twins[0]])
    assert told(found)[0] == [("V.1.2", "V.1.5"), ("V.1.1", "V.1.1")]
    assert found.doubtful == ()


def test_a_schedule_in_doubt_that_was_decided_is_kept_while_the_plan_says_the_same() -> None:
    decided = replace(POSTER, target="berkala")
    again = replace(decided, schedule=NOTHING, certain=False, due=())
    [pair] = compare([decided], [again]).pairs
    assert pair.keeps_schedule
    assert pair.fields == ()
    [pair] = compare([decided], [replace(again, target="jika ada")]).pairs
    assert not pair.keeps_schedule
    assert pair.fields == ("target", "schedule")


# whole plans

sample = read_plan(SAMPLE, workdays=WORKDAYS).items


def test_a_plan_is_the_same_as_itself() -> None:
    found = compare(sample, sample)
    assert found.nothing_changed
    assert len(found.same) == len(sample)
    assert compare((), ()).nothing_changed


@given(st.permutations(range(len(sample))))
def test_a_plan_in_another_order_has_lost_and_won_nothing(order: list[int]) -> None:
    shuffled = [replace(sample[at], code=sample[place].code) for place, at in enumerate(order)]
    found = compare(sample, shuffled)
    assert {pair.after.code: pair.before.code for pair in found.pairs} == {
        sample[place].code: sample[at].code for place, at in enumerate(order)
    }
    assert (found.added, found.dropped, found.changed, found.doubtful) == ((), (), (), ())


subsets = st.sets(st.integers(0, len(sample) - 1))


@given(subsets, subsets)
def test_what_is_added_one_way_is_dropped_the_other_and_every_item_is_told_once(
    left: set[int], right: set[int]
) -> None:
    before, after = [sample[at] for at in sorted(left)], [sample[at] for at in sorted(right)]
    there, back = compare(before, after), compare(after, before)
    assert there.added == back.dropped
    assert there.dropped == back.added
    assert sorted([pair.before.code for pair in there.pairs] + [one.code for one in there.dropped]) == sorted(
        one.code for one in before
    )
    assert sorted([pair.after.code for pair in there.pairs] + [one.code for one in there.added]) == sorted(
        one.code for one in after
    )
    kept = {sample[at].code for at in left & right}
    assert {pair.after.code for pair in there.same} == kept


@given(st.lists(st.tuples(st.integers(0, 7), st.text("abc ", max_size=9)), max_size=8), st.data())
def test_whatever_the_words_no_item_is_told_twice(said: list[tuple[int, str]], data) -> None:
    items = [item(f"V.1.{at}", words) for at, (_, words) in enumerate(said)]
    after = data.draw(st.permutations(items)) if items else []
    found = compare(items, after[: data.draw(st.integers(0, len(items)))])
    assert len({pair.before.code for pair in found.pairs}) == len(found.pairs)
    assert len(found.pairs) + len(found.dropped) == len(items)


@pytest.mark.parametrize("name", ["kudus-2022"])
def test_each_item_of_a_real_plan_can_be_left_out_without_another_taking_its_place(name: str) -> None:
    file = SEEDS / f"{name}.txt"
    if not file.exists():
        pytest.skip("the real plans are not here")
    items = read_plan(file, workdays=WORKDAYS).items
    for at, one in enumerate(items):
        found = compare(items, items[:at] + items[at + 1 :])
        assert (found.dropped, found.added, found.changed) == ((one,), (), ())

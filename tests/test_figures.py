import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.duties import days, duties, duty
from zibot.monev.figures import QuarterFigures, Tally, changes, quarter_figures
from zibot.rules.lifecycle import Duty, State
from zibot.workdays import Quarter

SECOND = Quarter(2027, 2)
quarters = st.builds(Quarter, st.just(2027), st.integers(1, 4))


def test_a_quarter_counts_what_is_due_in_it_and_the_year_so_far() -> None:
    known = [
        duty(date(2027, 2, 26), State.ACCEPTED),
        duty(date(2027, 3, 31)),
        duty(date(2027, 4, 30), State.ACCEPTED),
        duty(date(2027, 5, 31), State.SUBMITTED),
        duty(date(2027, 6, 30), State.PROGRESS),
        duty(date(2027, 6, 30), State.CANCELLED),
        duty(date(2027, 7, 30), State.ACCEPTED),
    ]
    (area,) = quarter_figures(known, SECOND, date(2027, 6, 30)).areas
    assert area.quarter == Tally(planned=3, done=1, submitted=1, progress=1, late=0, pending=0)
    assert area.cumulative == Tally(planned=5, done=2, submitted=1, progress=1, late=1, pending=0)
    assert (area.quarter.percent, area.cumulative.percent) == (33, 40)


def test_an_area_without_anything_in_the_quarter_is_shown_without_a_percent() -> None:
    (area,) = quarter_figures([duty(date(2027, 11, 30))], SECOND, date(2027, 6, 30)).areas
    assert (area.quarter.planned, area.quarter.percent, area.cumulative.percent) == (0, None, None)


def test_a_moved_obligation_belongs_to_the_quarter_it_was_moved_to() -> None:
    moved = duty(date(2027, 7, 30), planned=date(2027, 6, 30))
    assert quarter_figures([moved], SECOND, date(2027, 6, 30)).total.quarter.planned == 0
    assert quarter_figures([moved], SECOND.next(), date(2027, 6, 30)).total.quarter.planned == 1


def test_what_was_due_before_adoption_is_pending_and_not_late() -> None:
    figures = quarter_figures([duty(date(2027, 1, 29))], Quarter(2027, 1), date(2027, 3, 31))
    assert (figures.total.quarter.pending, figures.total.quarter.late) == (1, 0)
    assert figures.total.without_evidence == 0


def test_reasons_are_gathered_most_frequent_first_and_never_from_confidential_items() -> None:
    known = [
        duty(date(2027, 3, 31), State.BLOCKED, code="V.1.1", reason="menunggu anggaran"),
        duty(date(2027, 4, 30), State.BLOCKED, code="V.2.1", reason="Listrik padam"),
        duty(date(2027, 5, 31), State.BLOCKED, code="V.2.2", reason="listrik  padam"),
        duty(date(2027, 5, 31), State.BLOCKED, code="V.4.1", reason="pelapor Budi belum ditemui", confidential=True),
    ]
    total = quarter_figures(known, SECOND, date(2027, 6, 30)).total
    assert total.blocked == 4
    assert [(reason.text, reason.codes) for reason in total.reasons] == [
        ("Listrik padam", ("V.2.1", "V.2.2")),
        ("menunggu anggaran", ("V.1.1",)),
    ]


def test_without_evidence_counts_what_was_due_by_the_cut_off() -> None:
    known = [duty(date(2027, 5, 31)), duty(date(2027, 6, 30)), duty(date(2027, 5, 31), State.PROGRESS, evidence=(1,))]
    assert quarter_figures(known, SECOND, date(2027, 6, 15)).total.without_evidence == 1
    assert quarter_figures(known, SECOND, date(2027, 7, 15)).total.without_evidence == 2


def test_changes_tell_what_moved_between_two_cut_offs() -> None:
    before = quarter_figures([duty(date(2027, 5, 31)), duty(date(2027, 6, 30))], SECOND, date(2027, 6, 15))
    after = quarter_figures(
        [duty(date(2027, 5, 31), State.ACCEPTED), duty(date(2027, 6, 30))], SECOND, date(2027, 6, 30)
    )
    change, total = changes(after, before)
    assert (change.area, change.done, change.percent, change.late) == (5, 1, 50, -1)
    assert (total.area, total.done) == (0, 1)


@given(duties, quarters, days)
def test_tallies_add_up(known: list[Duty], quarter: Quarter, cut_off: date) -> None:
    figures = quarter_figures(known, quarter, cut_off)
    for area in (*figures.areas, figures.total):
        for tally in (area.quarter, area.cumulative):
            parts = (tally.done, tally.submitted, tally.progress, tally.late, tally.pending)
            assert sum(parts) == tally.planned
            assert min(parts) >= 0
            assert tally.percent is None if not tally.planned else 0 <= (tally.percent or 0) <= 100
        assert area.quarter.planned <= area.cumulative.planned
        assert area.quarter.done <= area.cumulative.done
    for span in ("quarter", "cumulative"):
        for part in ("planned", "done", "submitted", "progress", "late", "pending"):
            areas = sum(getattr(getattr(area, span), part) for area in figures.areas)
            assert areas == getattr(getattr(figures.total, span), part)


@given(duties, quarters, days)
def test_figures_survive_being_written_as_json(known: list[Duty], quarter: Quarter, cut_off: date) -> None:
    figures = quarter_figures(known, quarter, cut_off)
    assert QuarterFigures.from_dict(json.loads(json.dumps(figures.as_dict()))) == figures


@given(duties, quarters, days)
def test_nothing_moves_between_the_same_figures(known: list[Duty], quarter: Quarter, cut_off: date) -> None:
    figures = quarter_figures(known, quarter, cut_off)
    assert all((one.done, one.percent or 0, one.late) == (0, 0, 0) for one in changes(figures, figures))


@given(duties, days)
def test_the_four_quarters_hold_the_whole_year(known: list[Duty], cut_off: date) -> None:
    figures = [quarter_figures(known, Quarter(2027, number), cut_off).total for number in range(1, 5)]
    assert sum(one.quarter.planned for one in figures) == figures[-1].cumulative.planned

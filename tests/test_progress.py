from datetime import date

import pytest
from hypothesis import given

from tests.duties import ADOPTED, days, duties, duty
from zibot.rules.lifecycle import Duty, State
from zibot.rules.progress import lacking_evidence, late_duties, overall, percent, progress_by_area

TODAY = date(2027, 4, 1)


def test_only_accepted_evidence_and_what_the_lead_settled_count_as_done() -> None:
    states = [State.ACCEPTED, State.SETTLED, State.SUBMITTED, State.PROGRESS, State.OPEN]
    figures = overall([duty(date(2027, 5, 31), state, evidence=(1,)) for state in states], TODAY)
    assert (figures.done, figures.submitted, figures.progress, figures.open) == (2, 1, 1, 1)
    assert figures.percent == 40


def test_cancelled_ones_are_not_counted_at_all() -> None:
    figures = overall([duty(date(2027, 3, 1), State.CANCELLED), duty(date(2027, 5, 1), State.ACCEPTED)], TODAY)
    assert (figures.total, figures.percent) == (1, 100)


def test_nothing_planned_has_no_percent() -> None:
    assert overall([], TODAY).percent is None
    assert progress_by_area([], TODAY) == ()


@pytest.mark.parametrize(("done", "total", "expected"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (1, 200, 1), (0, 9, 0)])
def test_a_half_is_rounded_up(done: int, total: int, expected: int) -> None:
    assert percent(done, total) == expected


def test_what_was_due_before_adoption_is_backlog_and_not_late() -> None:
    figures = overall([duty(date(2027, 1, 29)), duty(date(2027, 3, 31))], TODAY)
    assert (figures.backlog, figures.late, figures.open) == (1, 1, 1)


def test_areas_come_in_the_order_of_the_plan() -> None:
    figures = progress_by_area([duty(TODAY, area=5), duty(TODAY, State.ACCEPTED, area=1), duty(TODAY, area=5)], TODAY)
    assert [(area.area, area.name, area.total) for area in figures] == [
        (1, "Manajemen Perubahan", 1),
        (5, "Penguatan Pengawasan", 2),
    ]


def test_the_late_are_listed_oldest_first_with_their_holders() -> None:
    known = [
        duty(date(2027, 3, 31), code="V.10.1", holders=(3,)),
        duty(date(2027, 3, 31), code="V.2.1", holders=(4, 5)),
        duty(date(2027, 2, 26), State.RETURNED, code="V.3.1"),
        duty(date(2027, 2, 26), State.SUBMITTED, code="V.3.2"),
        duty(TODAY, code="V.4.1"),
    ]
    late = late_duties(known, TODAY)
    assert [(one.code, one.holders) for one in late] == [("V.3.1", (7,)), ("V.2.1", (4, 5)), ("V.10.1", (3,))]


def test_what_lacks_evidence_is_what_the_staff_must_do_by_the_horizon_and_sent_nothing_for() -> None:
    known = [
        duty(TODAY, code="V.1.1"),
        duty(TODAY, State.PROGRESS, code="V.1.2", evidence=(1,)),
        duty(TODAY, State.ACCEPTED, code="V.1.3"),
        duty(date(2027, 4, 2), code="V.1.4"),
        duty(date(2027, 1, 4), code="V.1.5"),
    ]
    assert [one.code for one in lacking_evidence(known, TODAY)] == ["V.1.1"]


@given(duties, days)
def test_the_states_add_up_and_the_areas_add_up(known: list[Duty], today: date) -> None:
    areas, whole = progress_by_area(known, today), overall(known, today)
    for one in (*areas, whole):
        assert one.total == sum(
            (one.done, one.submitted, one.progress, one.blocked, one.returned, one.open, one.backlog)
        )
        assert one.late <= one.progress + one.blocked + one.returned + one.open
        assert one.percent is None if one.total == 0 else 0 <= (one.percent or 0) <= 100
    for part in ("total", "done", "late", "open", "backlog"):
        assert sum(getattr(area, part) for area in areas) == getattr(whole, part)


def test_the_backlog_ends_on_the_day_of_adoption() -> None:
    assert not duty(ADOPTED).backlog


def test_what_was_said_to_be_done_without_any_evidence_still_lacks_it() -> None:
    said, shown = duty(TODAY, State.SUBMITTED), duty(TODAY, State.SUBMITTED, evidence=(1,))
    assert lacking_evidence([said, shown], TODAY) == (said,)

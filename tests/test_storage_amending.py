"""A later decree of the same year: each item carries on what it was, and nothing is lost."""

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func
from sqlmodel import select

from tests.desk import Room, butir
from zibot import adoption
from zibot.model import Event, Evidence, Item, Obligation, Person, Plan
from zibot.plan.reading import PlanItem
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.storage import evidence, ledger, plans, prompts
from zibot.storage.evidence import Arrived
from zibot.storage.files import Kept

JANUARY, MARCH, JUNE, SEPTEMBER = date(2027, 1, 29), date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30)
LATER = "9/HK.03.1/9902/2027"
POSTER = "Memasang poster gratifikasi di ruang pelayanan"
TRAINING = "Melatih petugas loket tentang keramahan"
SURVEY = "Membagikan kuesioner kepuasan pengunjung"


def amend(room: Room, *items: PlanItem, number: str = LATER) -> Plan:
    return room.adopt(*items, number=number)


def by_code(room: Room) -> dict[tuple[str, date], Duty]:
    return {(duty.code, duty.planned): duty for duty in room.duties()}


def states(room: Room) -> dict[tuple[str, date], State]:
    return {place: duty.state for place, duty in by_code(room).items()}


def sends(room: Room, person: Person, duty: Duty) -> int:
    """A photo is stored and filed under an obligation; returns its number."""

    def stored(desk):
        count = desk.session.exec(select(func.count()).select_from(Evidence)).one()
        arrived = Arrived("photo", "image/jpeg", "foto.jpg", "", 5, count + 1, desk.now)
        piece = evidence.store(desk.session, person, Kept(f"{count:064d}", 3), arrived, desk.now)
        evidence.file_under(desk.session, piece, duty.id, actor=person, now=desk.now)
        return piece.number

    number: int = room.do(stored)
    return number


def holds_together(room: Room) -> None:
    """The ledger's chain holds."""
    assert list(room.do(lambda desk: list(ledger.broken(desk.session, desk.satker_id)))) == []


def test_evidence_goes_with_its_item_to_another_code_and_another_month(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", items=["V"])
    room.adopt(butir("V.2.1", MARCH, SEPTEMBER, action=POSTER, evidence=("Foto", "Notulen")), butir("V.1.1", MARCH))
    first = by_code(room)["V.2.1", MARCH]
    sends(room, dedi, first)
    amend(
        room,
        butir("V.1.1", MARCH),
        replace(butir("V.2.1", JUNE, action=TRAINING), component="Komponen V.2"),
        replace(butir("V.2.2", JUNE, action=POSTER, evidence=("Foto", "Notulen")), component="Komponen V.2"),
    )
    now = by_code(room)
    assert now["V.2.2", JUNE].id == first.id
    assert (now["V.2.2", JUNE].state, now["V.2.2", JUNE].due) == (State.PROGRESS, JUNE)
    assert len(now["V.2.2", JUNE].standing.evidence) == 1
    assert (now["V.2.2", SEPTEMBER].state, now["V.2.2", SEPTEMBER].standing.reason) == (
        State.WITHDRAWN,
        f"Keputusan Nomor {LATER}",
    )
    assert now["V.2.1", JUNE].state is State.OPEN
    assert now["V.1.1", MARCH].state is State.OPEN
    holds_together(room)


def test_what_was_accepted_stays_accepted_where_it_was(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, JUNE, action=POSTER))
    room.happens(by_code(room)["V.1.1", MARCH], Kind.ACCEPTED)
    amend(room, butir("V.1.1", SEPTEMBER, action=POSTER))
    assert states(room) == {
        ("V.1.1", MARCH): State.ACCEPTED,
        ("V.1.1", JUNE): State.WITHDRAWN,
        ("V.1.1", SEPTEMBER): State.OPEN,
    }


def test_work_that_was_begun_goes_on_at_the_nearest_new_date(room: Room) -> None:
    room.adopt(butir("V.1.1", JANUARY, JUNE, action=POSTER))
    room.happens(by_code(room)["V.1.1", JUNE], Kind.BLOCKED, reason="menunggu anggaran")
    amend(room, butir("V.1.1", MARCH, date(2027, 7, 30), date(2027, 12, 31), action=POSTER))
    assert states(room) == {
        ("V.1.1", JANUARY): State.WITHDRAWN,
        ("V.1.1", MARCH): State.OPEN,
        ("V.1.1", date(2027, 7, 30)): State.BLOCKED,
        ("V.1.1", date(2027, 12, 31)): State.OPEN,
    }


def test_what_was_sent_is_not_withdrawn_where_no_other_date_is_planned(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", items=["V"])
    room.adopt(butir("V.1.1", JANUARY, MARCH, JUNE, action=POSTER, evidence=("Foto", "Notulen")))
    sends(room, dedi, by_code(room)["V.1.1", JANUARY])
    room.happens(by_code(room)["V.1.1", MARCH], Kind.SUBMITTED)
    room.happens(by_code(room)["V.1.1", JUNE], Kind.PROGRESS)
    amend(room, butir("V.1.1", action=POSTER))
    assert states(room) == {
        ("V.1.1", JANUARY): State.PROGRESS,
        ("V.1.1", MARCH): State.SUBMITTED,
        ("V.1.1", JUNE): State.WITHDRAWN,
    }


def test_dates_that_only_the_calendar_shifted_stay_as_they_are(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, action=POSTER))
    amend(room, replace(butir("V.1.2", date(2027, 3, 30), action=POSTER), target=str(MARCH)))
    assert states(room) == {("V.1.2", MARCH): State.OPEN}


def test_work_on_an_item_without_a_schedule_goes_on_while_it_has_none(room: Room) -> None:
    plan = room.adopt(butir("V.1.1", certain=False, action=POSTER))
    [row] = room.do(lambda desk: list(plans.items(desk.session, plan)))
    dedi = room.joins("Dedi Kurnia", items=["V"])
    room.do(lambda desk: plans.unscheduled(desk.session, row, today=desk.today, actor=dedi, now=desk.now))
    amend(room, butir("V.1.3", certain=False, action=POSTER))
    assert states(room) == {("V.1.3", date(2027, 1, 4)): State.OPEN}


def test_what_was_confidential_stays_so_in_other_words(room: Room) -> None:
    wording = replace(
        butir("V.1.1", MARCH, action="Merekap aduan warga setiap bulan"), component="Pengaduan Masyarakat"
    )
    room.adopt(wording, butir("V.1.2", MARCH, action=POSTER))
    assert [duty.confidential for duty in room.duties()] == [True, False]
    amend(room, replace(wording, component="Layanan Warga"), butir("V.1.2", MARCH, action=POSTER))
    assert [(duty.component, duty.confidential) for duty in room.duties()] == [
        ("Layanan Warga", True),
        ("Komponen V.1", False),
    ]


def test_a_question_about_what_was_withdrawn_waits_no_longer(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", items=["V"])
    room.adopt(butir("V.1.1", MARCH, action=POSTER), butir("V.1.2", MARCH, action=SURVEY))

    def pending(desk) -> int | None:
        found = prompts.pending(desk.session, dedi, 5, desk.now)
        return found.obligation_id if found else None

    def ask(duty: Duty) -> None:
        room.do(lambda desk: prompts.ask(desk.session, dedi, "reason-blocked", 5, obligation_id=duty.id, now=desk.now))

    going_on = by_code(room)["V.1.2", MARCH]
    ask(by_code(room)["V.1.1", MARCH])
    amend(room, butir("V.1.2", MARCH, action=SURVEY))
    assert room.do(pending) is None
    ask(going_on)
    amend(room, butir("V.1.2", MARCH, JUNE, action=SURVEY), number="12/HK.03.1/9902/2027")
    assert room.do(pending) == going_on.id


def test_an_item_that_is_dropped_ends_as_withdrawn_and_what_it_had_done_still_counts(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", items=["V.1.1"])
    room.adopt(butir("V.1.1", MARCH, JUNE, SEPTEMBER, action=POSTER), butir("V.1.2", MARCH, action=SURVEY))
    room.happens(by_code(room)["V.1.1", MARCH], Kind.ACCEPTED)
    number = sends(room, dedi, by_code(room)["V.1.1", JUNE])
    amend(room, butir("V.1.1", MARCH, action=SURVEY))
    found = {(duty.action, duty.planned): duty for duty in room.duties()}
    assert {place: duty.state for place, duty in found.items()} == {
        (POSTER, MARCH): State.ACCEPTED,
        (POSTER, JUNE): State.WITHDRAWN,
        (POSTER, SEPTEMBER): State.WITHDRAWN,
        (SURVEY, MARCH): State.OPEN,
    }
    assert found[POSTER, JUNE].standing.evidence
    piece = room.do(lambda desk: evidence.numbered(desk.session, desk.satker_id, number))
    assert room.do(lambda desk: evidence.filed_under(desk.session, piece)) == found[POSTER, JUNE].id
    # Its code is another item's now: who held the one does not hold the other.
    assert found[SURVEY, MARCH].holders == ()
    assert found[POSTER, MARCH].holders == ()
    holds_together(room)


def test_what_was_late_stays_late_and_what_is_newly_asked_for_in_the_past_is_backlog(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, action=POSTER))
    room.at("2027-04-05 09:00")
    amend(room, butir("V.1.1", JANUARY, MARCH, JUNE, action=POSTER), butir("V.1.2", MARCH, action=SURVEY))
    today = date(2027, 4, 5)
    found = by_code(room)
    assert found["V.1.1", MARCH].late(today)
    assert [place for place, duty in found.items() if duty.backlog] == [("V.1.1", JANUARY), ("V.1.2", MARCH)]


def test_a_date_that_a_further_decree_plans_again_is_expected_again(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, action=POSTER))
    amend(room, butir("V.1.1", JUNE, action=POSTER))
    assert states(room) == {("V.1.1", MARCH): State.WITHDRAWN, ("V.1.1", JUNE): State.OPEN}
    amend(room, butir("V.1.1", MARCH, action=POSTER), number="11/HK.03.1/9902/2027")
    assert states(room) == {("V.1.1", MARCH): State.OPEN, ("V.1.1", JUNE): State.WITHDRAWN}
    holds_together(room)


def test_a_due_date_that_the_lead_moved_stays_moved(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, action=POSTER))
    room.happens(room.duties()[0], Kind.MOVED, due="2027-04-15")
    amend(room, butir("V.1.2", MARCH, action=POSTER), butir("V.1.1", JUNE, action=SURVEY))
    assert by_code(room)["V.1.2", MARCH].due == date(2027, 4, 15)


def test_a_schedule_that_was_decided_in_the_chat_is_not_asked_for_again(room: Room) -> None:
    doubtful = replace(butir("V.1.1", action=POSTER, certain=False), target="minimal 2 kali setahun")
    plan = room.adopt(doubtful, replace(doubtful, code="V.1.2", action=SURVEY))

    def decide(desk):
        for item in plans.items(desk.session, plan):
            plans.schedule(desk.session, item, {"kind": "months", "months": [6]}, [JUNE], now=desk.now)

    room.do(decide)
    later = amend(
        room, replace(doubtful, code="V.1.3"), replace(doubtful, code="V.1.2", action=SURVEY, target="jika perlu")
    )
    assert states(room) == {("V.1.3", JUNE): State.OPEN, ("V.1.2", JUNE): State.WITHDRAWN}
    assert [item.code for item in room.do(lambda desk: plans.in_doubt(desk.session, later))] == ["V.1.2"]

    # What is then decided on the same day is expected again.
    def decide_again(desk):
        [item] = plans.in_doubt(desk.session, later)
        plans.schedule(desk.session, item, {"kind": "months", "months": [6]}, [JUNE], now=desk.now)

    room.do(decide_again)
    assert states(room) == {("V.1.3", JUNE): State.OPEN, ("V.1.2", JUNE): State.OPEN}


def test_an_old_button_leads_to_the_item_that_goes_on(room: Room) -> None:
    plan = room.adopt(butir("V.1.1", certain=False, action=POSTER), butir("V.1.2", action=SURVEY))
    first, second = room.do(lambda desk: list(plans.items(desk.session, plan)))
    amend(room, butir("V.1.4", certain=False, action=POSTER))

    def goes_on(row: Item) -> str | None:
        found = room.do(lambda desk: plans.current(desk.session, desk.session.get(Item, row.id)))
        return found.code if found else None

    assert (goes_on(first), goes_on(second)) == ("V.1.4", None)


def test_the_same_plan_again_changes_nothing(room: Room) -> None:
    items = (butir("V.1.1", MARCH, action=POSTER), butir("V.1.2", certain=False, action=SURVEY))
    first = room.adopt(*items)
    events = room.do(lambda desk: desk.session.exec(select(func.count()).select_from(Event)).one())
    assert room.adopt(*items).id == first.id
    assert room.do(lambda desk: desk.session.exec(select(func.count()).select_from(Event)).one()) == events
    # Another decree that says the same is another plan.
    assert amend(room, *items).id != first.id


def test_another_years_plan_withdraws_nothing(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, action=POSTER))
    room.adopt(butir("V.1.1", date(2028, 3, 31), action=POSTER), year=2028)
    kinds = room.do(lambda desk: set(desk.session.exec(select(Event.kind))))
    assert Kind.WITHDRAWN not in kinds
    assert [duty.planned for duty in room.duties()] == [date(2028, 3, 31)]


def test_what_people_hold_follows_its_item(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", items=["V.1.1"])
    eka = room.joins("Eka Putri", items=["V.1.2", "VI"])
    room.adopt(butir("V.1.1", MARCH, action=POSTER), butir("V.1.2", MARCH, action=SURVEY))
    amend(
        room,
        butir("V.1.1", MARCH, action=TRAINING),
        butir("V.1.2", MARCH, action=POSTER),
        butir("V.1.3", MARCH, action=SURVEY),
    )
    held = {duty.action: duty.holders for duty in room.duties()}
    assert held == {TRAINING: (), POSTER: (dedi.id,), SURVEY: (eka.id,)}
    told = room.do(lambda desk: list(desk.session.exec(select(Event.payload).where(Event.kind == "person.recoded"))))
    assert [json.loads(payload)["after"] for payload in told] == [["V.1.2"], ["V.1.3", "VI"]]


def test_the_ledger_tells_which_item_became_which(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, action=POSTER), butir("V.1.2", MARCH, action=SURVEY))
    amend(room, butir("V.1.1", MARCH, action=SURVEY), butir("V.1.2", MARCH, action=TRAINING))
    [payload] = room.do(lambda desk: list(desk.session.exec(select(Event.payload).where(Event.kind == "plan.amended"))))
    said = json.loads(payload)
    assert (said["pairs"], said["added"], said["dropped"]) == ([["V.1.2", "V.1.1"]], ["V.1.2"], ["V.1.1"])
    assert said["number"] == LATER


def test_a_preview_tells_what_would_change_and_writes_nothing(room: Room) -> None:
    from tests.desk import reading  # noqa: PLC0415

    first = reading(butir("V.1.1", MARCH, action=POSTER), butir("V.1.2", MARCH, action=SURVEY))
    looked = room.do(lambda desk: adoption.preview(desk, first))
    assert (looked.amends, looked.comparison, looked.unchanged) == (None, None, False)
    room.adopt(*first.items)
    assert room.do(lambda desk: adoption.preview(desk, first)).unchanged
    later = reading(butir("V.1.1", JUNE, action=POSTER), butir("V.1.3", action=TRAINING, certain=False), number=LATER)
    looked = room.do(lambda desk: adoption.preview(desk, later))
    assert [(pair.before.due, pair.after.due, pair.fields) for pair in looked.comparison.changed] == [
        ((MARCH,), (JUNE,), ("target", "schedule"))
    ]
    assert [item.code for item in looked.undecided] == ["V.1.3"]
    assert states(room) == {("V.1.1", MARCH): State.OPEN, ("V.1.2", MARCH): State.OPEN}


# any decrees in any order

TOPICS = (POSTER, TRAINING, SURVEY, "Menyusun maklumat pelayanan", "Menerbitkan keputusan agen perubahan")
DAYS = (JANUARY, MARCH, JUNE, SEPTEMBER)
schedules = st.sets(st.sampled_from(DAYS), max_size=4)
decrees = st.lists(
    st.dictionaries(st.sampled_from(TOPICS), st.tuples(schedules, st.booleans()), min_size=1), min_size=1, max_size=4
)


def as_items(decree: dict[str, tuple[set[date], bool]]) -> list[PlanItem]:
    return [
        butir(f"V.1.{number}", *sorted(days), action=action, certain=certain)
        for number, (action, (days, certain)) in enumerate(decree.items(), start=1)
    ]


@settings(max_examples=25, deadline=None)
@given(decrees, st.data())
def test_whatever_is_decreed_evidence_stays_with_its_words_and_nothing_shrinks(tmp_path_factory, decrees, data) -> None:
    room = Room.open(tmp_path_factory.mktemp("kantor"))
    dedi = room.joins("Dedi Kurnia", items=["V"])
    sent: dict[int, str] = {}
    before: dict[type, int] = {}
    moment = date(2027, 1, 4)
    for number, decree in enumerate(decrees, start=1):
        moment += timedelta(days=40)
        room.at(f"{moment} 09:00")
        amend(room, *as_items(decree), number=f"{number}/HK.03.1/9902/2027")
        for duty in room.duties():
            said = data.draw(st.sampled_from([None, Kind.PROGRESS, Kind.SUBMITTED, Kind.ACCEPTED, "bukti"]))
            if said == "bukti" and not duty.state.closed:
                sent[sends(room, dedi, duty)] = duty.action
            elif said not in (None, "bukti") and not duty.state.closed:
                room.happens(duty, Kind(said))
        sizes = {
            table: room.do(lambda desk, t=table: desk.session.exec(select(func.count()).select_from(t)).one())
            for table in (Plan, Item, Obligation, Event, Evidence)
        }
        assert all(sizes[table] >= size for table, size in before.items())
        before = sizes
        found = {id: duty.action for duty in room.duties() for id in duty.standing.evidence}
        assert found == sent
        open_days = {(d.action, d.planned) for d in room.duties() if not d.state.closed and d.state is State.OPEN}
        assert open_days <= {(action, day) for action, (days, _) in decree.items() for day in days}
        holds_together(room)
    room.house.close()

from dataclasses import replace
from datetime import date

from sqlmodel import col, select

from tests.desk import Room, butir, reading
from zibot.model import Event, Item, Obligation
from zibot.plan.problem import Problem
from zibot.plan.reading import Measure, Source
from zibot.proof import verified
from zibot.rules.lifecycle import Kind, State
from zibot.storage import adopting, people, plans

MARCH, JUNE = date(2027, 3, 31), date(2027, 6, 30)


def codes(room: Room) -> list[tuple[str, date]]:
    return [(duty.code, duty.due) for duty in room.duties()]


def item(room: Room, code: str) -> Item:
    return room.do(lambda desk: desk.session.exec(select(Item).where(Item.code == code)).one())


def undated(room: Room) -> list[str]:
    def ask(desk):
        plan = plans.in_force(desk.session, desk.satker_id)
        return [row.code for row in plans.undated(desk.session, plan)]

    return room.do(ask)


def unscheduled(room: Room, code: str) -> date | None:
    asked = item(room, code)
    dedi = room.do(lambda desk: people.by_name(desk.session, desk.satker_id, "Dedi Kurnia")) or room.joins(
        "Dedi Kurnia"
    )
    found = room.do(lambda desk: plans.unscheduled(desk.session, asked, today=desk.today, actor=dedi, now=desk.now))
    return found.due if found else None


def test_each_item_has_an_obligation_for_each_due_date_earliest_first(room: Room) -> None:
    plan = room.adopt(butir("VI.1.1", JUNE, MARCH, MARCH), butir("V.1.1", MARCH))
    assert codes(room) == [("V.1.1", MARCH), ("VI.1.1", MARCH), ("VI.1.1", JUNE)]
    assert (plan.year, plan.decree_number, plan.adopted_on) == (2027, "3/HK.03.1/9902/2027", date(2027, 1, 4))


def test_a_doubtful_schedule_is_kept_but_not_scheduled(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, certain=False), butir("V.1.2"), butir("V.1.3", MARCH))
    assert codes(room) == [("V.1.3", MARCH)]
    assert undated(room) == ["V.1.1", "V.1.2"]
    assert item(room, "V.1.1").schedule["months"] == [3]


def test_an_item_is_confidential_where_its_words_say_so(room: Room) -> None:
    room.adopt(
        butir("V.1.1", MARCH, action="Merekap PENGADUAN masyarakat"),
        butir("V.1.2", MARCH, action="Mengumumkan maklumat"),
        butir("V.1.3", MARCH, action="Sosialisasi Benturan Kepentingan"),
    )
    assert {duty.code: duty.confidential for duty in room.duties()} == {
        "V.1.1": True,
        "V.1.2": False,
        "V.1.3": True,
    }


def test_the_plan_of_another_year_takes_the_place_of_the_one_before(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH))
    first = room.obligation("V.1.1")
    room.adopt(butir("I.1.1", date(2028, 6, 30)), year=2028)
    assert codes(room) == [("I.1.1", date(2028, 6, 30))]
    assert room.do(lambda desk: plans.duty(desk.session, desk.satker_id, first)) is None


def test_what_the_document_says_besides_is_kept_with_the_plan(room: Room) -> None:
    doubt = Problem("target-unclear", "row 12", {"target": "segera"})
    noted = replace(
        butir("V.1.1", MARCH), problems=(doubt,), notes={"PIC": "Subbag Hukum"}, source=Source(page=2, row=12)
    )
    read = replace(reading(noted), problems=(doubt,), measures=(Measure("IPAK", "Indeks"),), targets={5: ("Bersih",)})

    def adopted(desk):
        plan, count = adopting.adopt(
            desk.session,
            desk.satker_id,
            read,
            source=("rencana.txt", "0" * 64),
            now=desk.now,
            today=desk.today,
            confidential=(),
        )
        assert count == 1
        return plan, plans.items(desk.session, plan)

    plan, [row] = room.do(adopted)
    assert plans.as_read(row, [MARCH]) == noted
    assert plan.measures == [{"code": "IPAK", "name": "Indeks"}]
    assert plan.targets == {"5": ["Bersih"]}
    assert plan.problems == [{"code": "target-unclear", "where": "row 12", "details": {"target": "segera"}}]


def test_without_a_plan_nothing_is_due(room: Room) -> None:
    assert room.duties() == []
    assert room.do(lambda desk: plans.in_force(desk.session, desk.satker_id)) is None


def test_a_duty_tells_what_became_of_it_and_who_holds_it(room: Room) -> None:
    room.joins("Dedi Kurnia", items=["V"])
    room.adopt(butir("V.1.1", MARCH), butir("V.1.2", MARCH))
    first, second = room.duties()
    room.happens(first, Kind.BLOCKED, reason="menunggu SK")
    room.happens(second, Kind.MOVED, due="2027-02-26")
    moved, blocked = room.duties()
    assert (blocked.state, blocked.standing.reason, blocked.holders) == (State.BLOCKED, "menunggu SK", (1,))
    assert (moved.code, moved.due, moved.planned) == ("V.1.2", date(2027, 2, 26), MARCH)


def test_one_duty_is_the_same_as_among_all(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, JUNE))
    room.happens(room.duties()[1], Kind.SUBMITTED)
    for duty in room.duties():
        assert room.do(lambda desk, id=duty.id: plans.duty(desk.session, desk.satker_id, id)) == duty
    assert room.do(lambda desk: plans.duties(desk.session, desk.satker_id, ids=[])) == []


def test_work_on_an_item_without_dates_is_due_on_the_day_it_was_done(room: Room) -> None:
    room.adopt(butir("V.1.1"), butir("V.1.2", MARCH, certain=False), butir("V.1.3", MARCH))
    assert unscheduled(room, "V.1.1") == date(2027, 1, 4)
    assert unscheduled(room, "V.1.1") == date(2027, 1, 4)
    assert unscheduled(room, "V.1.2") == date(2027, 1, 4)
    assert unscheduled(room, "V.1.3") is None
    assert len(room.do(lambda desk: list(desk.session.exec(select(Obligation))))) == 3
    added = select(Event).where(Event.kind == "obligation.added").order_by(col(Event.id))
    facts = room.do(lambda desk: list(desk.session.exec(added)))
    assert [(fact.actor_id, fact.obligation_id) for fact in facts] == [(1, 2), (1, 3)]
    assert verified(room.house.settings).findings == ()


def test_an_item_in_doubt_gets_the_obligations_that_were_decided_and_each_once(room: Room) -> None:
    room.adopt(butir("V.1.1", MARCH, certain=False), butir("V.1.2", MARCH))

    def decide(desk, dates):
        plan = plans.in_force(desk.session, desk.satker_id)
        doubtful = plans.in_doubt(desk.session, plan)
        for row in doubtful:
            plans.schedule(desk.session, row, {"kind": "months", "months": [3, 6]}, dates, now=desk.now)
        return [row.code for row in doubtful]

    unscheduled(room, "V.1.1")
    assert room.do(decide, [date(2027, 1, 4), JUNE]) == ["V.1.1"]
    assert room.do(decide, [MARCH]) == []
    assert codes(room) == [("V.1.1", date(2027, 1, 4)), ("V.1.2", MARCH), ("V.1.1", JUNE)]

"""How obligations stand is kept up with the ledger event by event, and is always what reading all anew would say."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from tests.desk import Room, butir
from zibot.context import Desk
from zibot.model import Obligation, Person
from zibot.rules.lifecycle import Duty, Kind
from zibot.storage import ledger, plans
from zibot.storage.standings import standings

MARCH, JUNE = date(2027, 3, 31), date(2027, 6, 30)


@pytest.fixture
def office(room: Room) -> Room:
    room.adopt(butir("I.1.1", MARCH, JUNE), butir("V.1.1", MARCH), butir("V.2.1", JUNE))
    room.joins("Dedi", items=["V"], account=11)
    return room


def anew(room: Room) -> list[Duty]:
    """What is said when nothing is remembered."""

    def read(desk: Desk) -> list[Duty]:
        desk.session.info["kept"] = {}
        plan = plans.in_force(desk.session, desk.satker_id)
        assert plan is not None
        return standings(desk.session, plan, plans.history).chosen(None)

    found: list[Duty] = room.do(read)
    return found


def happening(room: Room, dice: random.Random) -> Callable[[Desk], object]:
    """Something that may happen to an office."""
    duty = dice.choice(room.duties())
    kind = dice.choice([Kind.PROGRESS, Kind.SUBMITTED, Kind.ACCEPTED, Kind.MOVED, Kind.FILED, Kind.CANCELLED])
    said = {"due": "2027-05-07"} if kind is Kind.MOVED else {}

    def event(desk: Desk) -> object:
        return ledger.append(desk.session, desk.satker_id, kind, at=desk.now, obligation_id=duty.id, **said)

    def another_obligation(desk: Desk) -> None:
        day = date(2027, 1, 1).replace(month=dice.randint(1, 12), day=dice.randint(1, 28))
        row = Obligation(satker_id=desk.satker_id, item_id=duty.item_id, due=day)
        if not any(one.item_id == duty.item_id and one.planned == day for one in room_duties(desk)):
            desk.session.add(row)

    def hands_over(desk: Desk) -> None:
        person = desk.session.get_one(Person, 1)
        person.items = dice.choice([["I"], ["V"], ["V.1"], []])

    def of_no_account(desk: Desk) -> object:
        return ledger.append(desk.session, desk.satker_id, "evidence.stored", at=desk.now, number=1)

    return dice.choice([event, event, event, another_obligation, hands_over, of_no_account])


def room_duties(desk: Desk) -> list[Duty]:
    return plans.duties(desk.session, desk.satker_id)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_remembered_is_what_the_rows_say(office: Room, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(25):
        office.do(happening(office, dice))
        assert office.duties() == anew(office)


def test_what_was_taken_back_is_not_remembered(office: Room) -> None:
    [duty] = [duty for duty in office.duties() if duty.code == "V.1.1"]

    def accepted_and_taken_back(desk: Desk) -> None:
        ledger.append(desk.session, desk.satker_id, Kind.ACCEPTED, at=desk.now, obligation_id=duty.id)
        assert [one.state.value for one in room_duties(desk) if one.id == duty.id] == ["accepted"]
        raise LookupError

    with pytest.raises(LookupError):
        office.do(accepted_and_taken_back)
    assert office.duties() == anew(office)
    office.happens(duty, Kind.SUBMITTED)
    assert [one.state.value for one in office.duties() if one.id == duty.id] == ["submitted"]


def test_another_process_that_writes_is_noticed(office: Room) -> None:
    before = office.duties()
    other = Room.open(office.clock.parent)
    other.happens(before[0], Kind.SUBMITTED)
    other.house.close()
    assert office.duties() != before
    assert office.duties() == anew(office)

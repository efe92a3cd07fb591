"""What people hear when a plan is put in force, and how the days go on after an amendment."""

from dataclasses import replace
from datetime import date

import pytest

from tests.desk import Room, butir, id_of, reading
from zibot import adoption
from zibot.adoption import Adopted
from zibot.context import Desk
from zibot.jobs import recap
from zibot.jobs.tick import tick
from zibot.model import Person
from zibot.plan.reading import PlanItem
from zibot.rules.lifecycle import Kind

MARCH, JUNE = date(2027, 3, 31), date(2027, 6, 30)
RATNA, BUDI, DEDI, CITRA, GROUP = 500, 501, 502, 503, -100
POSTER, SURVEY, CHARTER = "Memasang poster gratifikasi", "Membagikan kuesioner kepuasan", "Mengumumkan maklumat"


@pytest.fixture
def team(room: Room) -> Room:
    """Two items due in March; a lead, a coordinator of area V and two staff who joined."""
    room.adopt(butir("V.1.1", MARCH, action=POSTER), butir("VI.1.1", MARCH, action=SURVEY))
    room.joins("Ratna Lestari", "lead", account=RATNA)
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    room.joins("Citra Dewi", account=CITRA, items=["VI"])
    return room


def amend(room: Room, *items: PlanItem, actor: Person | None = None) -> Adopted:
    read = reading(*items, number="9/HK.03.1/9902/2027")
    adopted: Adopted = room.do(adoption.adopt, read, source_name="b.txt", source_sha256="1" * 64, actor=actor)
    return adopted


def test_a_first_plan_is_put_in_force_without_a_word_to_anyone(team: Room) -> None:
    assert team.outbox() == []


def test_each_is_told_what_concerns_them_and_nobody_twice(team: Room) -> None:
    lead = next(person for person in team.do(lambda desk: list(desk.team.values())) if person.role == "lead")
    team.binds_group(lead)
    amend(team, butir("V.1.1", JUNE, action=POSTER), butir("VI.1.1", MARCH, action=SURVEY))
    assert "1 butir berubah, 1 tenggat dicabut" in team.texts(GROUP)[0]
    assert "Di area Anda (V): 1 butir berubah" in team.texts(BUDI)[0]
    assert "tenggat 31 Mar dicabut" in team.texts(DEDI)[0]
    assert "tenggat baru: 30 Jun" in team.texts(DEDI)[0]
    assert team.texts(CITRA) == []
    assert [len(team.texts(chat)) for chat in (GROUP, RATNA, BUDI, DEDI)] == [1, 1, 1, 1]


def test_whoever_adopted_it_is_answered_elsewhere(team: Room) -> None:
    lead = next(person for person in team.do(lambda desk: list(desk.team.values())) if person.role == "lead")

    def adopted(desk):
        actor = desk.team[id_of(lead)]
        read = reading(butir("V.1.1", JUNE, action=POSTER), number="9/HK.03.1/9902/2027")
        return adoption.adopt(desk, read, source_name="b.txt", source_sha256="1" * 64, actor=actor)

    done = team.do(adopted)
    assert team.texts(RATNA) == []
    assert (done.items, done.obligations, done.unchanged, len(done.amended.replanned)) == (1, 1, False, 2)


def test_the_same_plan_again_says_nothing_to_anyone(team: Room) -> None:
    def again(desk):
        read = reading(butir("V.1.1", MARCH, action=POSTER), butir("VI.1.1", MARCH, action=SURVEY))
        return adoption.adopt(desk, read, source_name="a.txt", source_sha256="0" * 64, actor=None)

    done = team.do(again)
    assert (done.unchanged, done.items, done.amended) == (True, 2, None)
    assert team.outbox() == []


async def test_reminders_go_on_for_what_goes_on_and_end_for_what_was_withdrawn(team: Room) -> None:
    team.at("2027-04-01 07:30")
    await tick(team.house)
    assert "Lewat tenggat" in team.texts(DEDI)[-1]
    assert "Lewat tenggat" in team.texts(CITRA)[-1]
    team.at("2027-04-02 06:00")
    amend(team, butir("V.1.2", MARCH, action=POSTER), butir("VI.1.1", JUNE, action=CHARTER))
    team.at("2027-04-12 07:30")
    await tick(team.house)
    assert "V.1.2" in team.texts(DEDI)[-1]
    assert "Lewat tenggat" in team.texts(DEDI)[-1]
    assert "Lewat tenggat" not in team.texts(CITRA)[-1]
    assert "dicabut" in team.texts(CITRA)[-1]
    # What was late before is not on the lead's list of what was due before the plan.
    assert not any("Mohon dibereskan" in text for text in team.texts(RATNA))


async def test_what_a_late_amendment_asks_for_in_the_past_is_on_the_leads_list(team: Room) -> None:
    team.at("2027-04-02 06:00")
    amend(team, butir("V.1.1", MARCH, action=POSTER), butir("V.1.2", date(2027, 2, 26), action=CHARTER))
    await tick(team.house)
    listed = next(text for text in team.texts(RATNA) if "dibereskan" in text)
    assert "V.1.2" in listed
    assert "V.1.1" not in listed


def test_an_amendment_after_the_quarter_does_not_keep_its_recap_back(team: Room) -> None:
    lead = next(person for person in team.do(lambda desk: list(desk.team.values())) if person.role == "lead")
    team.binds_group(lead)
    team.happens(team.duties()[0], Kind.ACCEPTED)
    team.at("2027-04-01 07:00")
    amend(team, butir("VI.1.1", MARCH, action=SURVEY))
    team.at("2027-04-01 09:00")
    told = team.do(recap.due)
    # What was accepted is still done, though its item is no longer planned.
    assert (told.total.quarter.done, told.total.quarter.planned) == (1, 2)


async def test_what_is_newly_in_doubt_is_asked_for_once_and_what_was_decided_is_not(team: Room) -> None:
    doubtful = replace(butir("V.1.3", action=CHARTER, certain=False), target="berkala")
    done = amend(team, butir("V.1.1", MARCH, action=POSTER), doubtful)
    assert done.undated == 1
    await tick(team.house)
    await tick(team.house)
    [asked] = [text for text in team.texts(BUDI) if "belum punya jadwal" in text]
    assert asked.count("V.1.3") == 1


def test_who_put_the_amendment_in_force_is_not_told_of_it_besides(team: Room) -> None:
    items = (butir("V.1.1", JUNE, action=POSTER), butir("VI.1.1", MARCH, action=SURVEY))

    def by_the_lead(desk: Desk) -> None:
        lead = next(id for id, person in desk.team.items() if person.telegram_id == RATNA)
        read = reading(*items, number="9/HK.03.1/9902/2027")
        actor = desk.session.get_one(Person, lead)
        adoption.adopt(desk, read, source_name="b.txt", source_sha256="1" * 64, actor=actor)

    team.do(by_the_lead)
    assert team.texts(RATNA) == []
    assert len(team.texts(BUDI)) == 1

"""A forum group: what the bot says stands in the topic where it belongs, and is not lost with a topic."""

from tests.conftest import Office
from zibot.rehearsal.nouns import Message

RECAP = "Rekap Triwulan I 2027"


def the_topic(message: Message) -> int | None:
    return message.topic


def test_answers_stand_in_the_topic_of_the_question_and_the_recap_in_the_bots_own(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    everything, oversight = ratna.opens_topic(group), ratna.opens_topic(group)

    ratna.says("/pasang", to=group, topic=everything)
    bound = office.heard(group, "Topik ini sekarang dipakai untuk kabar dan rekap")
    assert the_topic(bound) == everything
    assert "balas pesan saya" in bound.text

    dedi.says("/status", to=group, topic=oversight)
    assert the_topic(office.heard(group, "Kemajuan")) == oversight
    dedi.says("/terlambat", to=group)
    assert the_topic(office.heard(group, "lewat tenggat")) is None

    office.wakes_at("2027-04-01 08:30")
    assert the_topic(office.heard(group, RECAP)) == everything


def test_a_topic_that_was_closed_loses_nothing_and_the_lead_hears_of_it_once(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    topic = ratna.opens_topic(group)
    ratna.says("/pasang", to=group, topic=topic)
    office.heard(group, "Topik ini sekarang dipakai")

    ratna.closes_topic(group, topic)
    office.wakes_at("2027-04-01 08:30")
    assert the_topic(office.heard(group, RECAP)) is None
    assert "topik umum" in office.heard(ratna, "Sebuah topik di grup").text
    office.quiet()
    assert len([m for m in office.said(group) if RECAP in m.text]) == 1
    assert len([text for text in office.texts(ratna) if "Sebuah topik" in text]) == 1


def test_an_area_gets_a_topic_of_its_own(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    everything, area = ratna.opens_topic(group), ratna.opens_topic(group)
    ratna.says("/pasang", to=group, topic=everything)
    ratna.says("/pasang area I", to=group, topic=area)
    assert the_topic(office.heard(group, "area I")) == area
    ratna.says("/pasang area I", to=group)
    assert "di dalam topiknya" in office.heard(group, "Untuk memasang topik").text

    office.wakes_at("2027-02-08 08:30")
    late = [message for message in office.said(group) if "I.1.1" in message.text]
    assert late
    assert {message.topic for message in late} == {area}


def test_a_command_with_our_name_that_does_not_exist_is_answered_and_one_for_another_bot_is_not(
    running: Office,
) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    before = len(office.said(group))
    dedi.says(f"/apakabar@{office.world.bot.username}", to=group)
    office.heard(group, "/bantuan")
    dedi.says("/apakabar", to=group)
    office.quiet()
    assert len(office.said(group)) == before + 1

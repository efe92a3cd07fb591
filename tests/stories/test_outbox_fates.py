"""What becomes of messages: held back, in doubt, refused for good, followed to another chat; and who hears of it."""

import contextlib
import json
from datetime import timedelta

from tests.conftest import Office, eventually
from tests.stories.signs import health
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.faults import GATEWAY_TIMEOUT, CutAnswer, Reset, flood
from zibot.rehearsal.nouns import Json
from zibot.rehearsal.people import Person

MORNING_OF_MARCH = "2027-03-17 07:45"
"""V.1.1, which is no secret, and V.2.1, which is one, are due in fourteen days."""


def to(chat_id: int) -> object:
    """Whether a call writes into this chat."""

    def fits(params: Json) -> bool:
        return str(params.get("chat_id")) == str(chat_id)

    return fits


def later(office: Office, seconds: float) -> None:
    """Let the office's clock go on."""
    write_clock(office.clock, office.now() + timedelta(seconds=seconds), frozen=True)


def held(office: Office) -> bool:
    """Whether a call waits to be made again."""
    return bool(office.rows("SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND error IS NOT NULL"))


def passes(office: Office) -> None:
    """Let time pass until nothing waits."""
    for _ in range(20):
        with contextlib.suppress(AssertionError):
            eventually(lambda: office._nothing_open(office.folder / "data" / "zibot.db"), 0.5)
            return
        later(office, 4)
    raise AssertionError("something still waits")


def doctor(office: Office) -> dict[str, str]:
    """What the doctor finds, by code."""
    return {found["code"]: found["text"] for found in json.loads(office.zibot("doctor", "--json").stdout)}


def test_a_pause_that_telegram_asks_for_holds_that_chat_exactly_so_long(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    office.quiet()
    before = len(office.said(dedi))
    office.world.faults.add("sendMessage", flood(37), when=to(dedi.id))
    dedi.says("/tugas")
    eventually(lambda: held(office))
    later(office, 36.9)
    ratna.says("/tugas")
    office.heard(ratna, "menunggu Anda")
    assert len(office.said(dedi)) == before
    later(office, 0.2)
    office.heard(dedi, "Tugas Dedi")
    office.quiet()
    assert len(office.said(dedi)) == before + 1


def test_a_reminder_whose_answer_is_lost_goes_out_once_more_and_never_a_third_time(running: Office) -> None:
    office = running
    dedi, budi = office.join("Dedi Kurnia"), office.join("Budi Santoso")
    office.quiet()
    for person, troubles in ((dedi, [CutAnswer()]), (budi, [CutAnswer(), GATEWAY_TIMEOUT, CutAnswer()])):
        for trouble in troubles:
            office.world.faults.add("sendMessage", trouble, when=to(person.id))
    office.at("2027-06-16 07:45")
    for person in (dedi, budi):
        eventually(lambda person=person: mornings(office, person) == 1)
    passes(office)
    later(office, 3600)
    office.quiet()
    assert (mornings(office, dedi), mornings(office, budi)) == (2, 2)
    assert office.world.faults.left == 1, "nobody was written to a third time"
    office.world.faults.clear()
    fates = "SELECT doubts, sent_at IS NULL, failed_at IS NULL FROM outbox WHERE doubts > 0 ORDER BY doubts"
    assert office.rows(fates) == [(1, 0, 1), (2, 1, 0)]
    assert health(office).figures["outbox"]["uncertain"] == 1
    assert doctor(office)["outbox-uncertain"].startswith("1 pesan")


def test_an_answer_is_worth_more_attempts_than_a_reminder(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    for _ in range(2):
        office.world.faults.add("sendMessage", Reset(), when=to(dedi.id))
    dedi.says("/tugas")
    eventually(lambda: held(office))
    passes(office)
    assert len([text for text in office.texts(dedi) if "Tugas Dedi" in text]) == 1


def mornings(office: Office, person: Person) -> int:
    """How often someone was greeted with what is due."""
    return len([text for text in office.texts(person) if "Selamat pagi" in text])


def blocks(office: Office, *names: str) -> list[Person]:
    found = [office.join(name) for name in names]
    office.quiet()
    for person in found:
        person.blocks()
    office.quiet()
    return found


def test_who_cannot_be_reached_is_named_to_the_lead_once_and_the_group_hears_what_is_no_secret(
    running: Office,
) -> None:
    office = running
    ratna = office.join("Ratna Lestari")
    group = office.group(ratna)
    [dedi] = blocks(office, "Dedi Kurnia")
    office.wakes_at(MORNING_OF_MARCH)
    office.wakes_at("2027-03-24 08:45")
    assert len([text for text in office.texts(ratna) if "Dedi Kurnia tidak sampai" in text]) == 1
    instead = [text for text in office.texts(group) if text.startswith("Untuk Dedi Kurnia")]
    assert not [text for text in office.texts(group) if "V.2.1" in text or "pengaduan" in text.lower()]
    assert not [text for text in office.texts(dedi) if "Selamat pagi" in text]
    failed = office.rows("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL AND error LIKE '%blocked%'")
    assert failed != [(0,)]
    assert "outbox-failed" in doctor(office)
    assert instead == [], "what holds a secret is told to nobody else"


def test_a_morning_message_without_secrets_goes_to_the_group_instead(running: Office) -> None:
    office = running
    ratna = office.join("Ratna Lestari")
    group = office.group(ratna)
    blocks(office, "Dedi Kurnia")
    office.wakes_at("2027-01-15 08:30")
    told = office.heard(group, "Untuk Dedi Kurnia")
    assert "I.1.1" in told.text
    office.quiet()
    assert len([text for text in office.texts(group) if "Untuk Dedi Kurnia" in text]) == 1


def test_someone_who_left_telegram_or_was_never_there_is_recorded(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    office.quiet()
    dedi.leaves_telegram()
    office.wakes_at(MORNING_OF_MARCH)
    office.heard(ratna, "Dedi Kurnia tidak sampai")
    assert office.rows("SELECT 1 FROM outbox WHERE failed_at IS NOT NULL AND error LIKE '%deactivated%'")


def test_a_group_that_threw_the_bot_out_is_named_to_the_lead_once(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    office.quiet()
    ratna.kicks_bot(group)
    office.heard(ratna, "Saya tidak lagi dapat menulis di grup")
    office.wakes_at("2027-04-01 08:30")
    office.quiet()
    assert len([text for text in office.texts(ratna) if "tidak lagi dapat menulis" in text]) == 1


def test_a_group_that_became_a_supergroup_is_followed_by_what_waits(running: Office) -> None:
    office = running
    ratna = office.join("Ratna Lestari")
    group = office.group(ratna)
    office.quiet()
    office.world.faults.add("sendMessage", flood(5), when=to(group.id))
    ratna.says("/status", to=group)
    eventually(lambda: held(office))
    new = ratna.upgrades(group)
    later(office, 6)
    office.heard(new, "Kemajuan")
    office.quiet()
    assert office.rows("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL") == [(0,)]
    office.wakes_at("2027-04-01 08:30")
    office.heard(new, "Rekap Triwulan I 2027")

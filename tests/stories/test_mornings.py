"""The morning message: who gets one, on which days and hours, and that there is never a second."""

import re
from datetime import datetime

from tests.conftest import WIB, Office, a_photo
from zibot.rehearsal.people import Person

DIGEST = "Selamat pagi"
CODE = re.compile(r"[IV]+\.\d\.\d")


def mornings(office: Office, person: Person) -> list[str]:
    """The morning messages that a person got so far: the day of each and the codes that it names in order."""
    found = [message for message in office.said(person) if message.text.startswith(DIGEST)]
    return [f"{datetime.fromtimestamp(m.date, WIB):%m-%d} {' '.join(CODE.findall(m.text))}" for m in found]


def test_dedi_hears_of_january_at_fourteen_seven_three_one_and_no_days(running: Office) -> None:
    office = running
    dedi, budi = office.join("Dedi Kurnia"), office.join("Budi Santoso")
    assert office.stop() == 0  # from here on the office has cron only
    for day in range(4, 30):
        office.wakes_at(f"2027-01-{day:02} 08:30")
    assert mornings(office, dedi) == ["01-15 I.1.1", "01-22 I.1.1", "01-26 I.1.1", "01-28 I.1.1", "01-29 I.1.1"]
    assert "Hari ini" in office.last(dedi).text
    assert "29 Januari" in office.last(dedi).text
    # Nothing of Budi's is due before June.
    assert not [text for text in office.texts(budi) if DIGEST in text]

    # Late: named on the first working day after, then weekly.
    for day in range(1, 10):
        office.wakes_at(f"2027-02-{day:02} 08:30")
    assert mornings(office, dedi)[5:] == ["02-01 I.1.1", "02-08 I.1.1"]
    assert "Lewat tenggat" in office.last(dedi).text


def test_the_message_comes_within_the_hours_of_a_working_day_and_once(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.wakes_at("2027-01-15 07:29")
    assert mornings(office, dedi) == []
    office.wakes_at("2027-01-15 07:30")
    assert mornings(office, dedi) == ["01-15 I.1.1"]

    # The bot is restarted in the same morning, and cron looks too: nobody hears it twice.
    assert office.stop() == 0
    office.start()
    office.wakes_at("2027-01-15 11:00")
    assert office.zibot("tick").returncode == 0
    office.quiet()
    assert mornings(office, dedi) == ["01-15 I.1.1"]

    # A day on which the machine woke only after hours is made up for on the next morning.
    office.wakes_at("2027-01-22 16:00")
    office.wakes_at("2027-01-24 08:30")
    assert mornings(office, dedi) == ["01-15 I.1.1"]
    office.wakes_at("2027-01-25 15:59")
    assert mornings(office, dedi) == ["01-15 I.1.1", "01-25 I.1.1"]


def test_nothing_comes_on_a_holiday_and_what_fell_on_it_comes_on_the_working_day_before(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    assert office.stop() == 0
    office.wakes_at("2027-03-17 08:30")
    # H-3 of 31 March is a Sunday; Good Friday and its cuti bersama lie before it, and H-7 before those.
    for day in range(24, 32):
        office.wakes_at(f"2027-03-{day} 08:30")
    assert mornings(office, dedi) == [
        "03-17 I.1.1 I.1.2 V.1.1 V.2.1",
        "03-24 I.1.1 I.1.2 V.1.1 V.2.1",
        "03-30 I.1.1 I.1.2 V.1.1 V.2.1",
        "03-31 V.1.1 V.2.1",
    ]


def test_one_message_names_all_that_is_near_and_each_button_opens_its_item(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.wakes_at("2027-03-17 08:30")
    digest = office.heard(dedi, DIGEST)
    late, _, soon = digest.text.partition("Sesudah minggu ini")
    assert CODE.findall(late) == ["I.1.1", "I.1.2"]
    assert CODE.findall(soon) == ["V.1.1", "V.2.1"]
    assert digest.protected, "it names a confidential item"
    assert [button["text"].split()[1] for button in digest.buttons] == ["I.1.1", "I.1.2", "V.1.1", "V.2.1", "Nanti"]
    office.taps(dedi, digest, "V.1.1 · ")
    card = office.last(dedi)
    assert "Memasang poster gratifikasi" in card.text
    assert "31 Maret 2027" in card.text
    assert "Dedi Kurnia" in card.text
    office.taps(dedi, digest, "I.1.2 · ")
    office.taps(dedi, office.last(dedi), "Kirim bukti")
    assert "Undangan" in office.last(dedi).text
    assert "Notulen" in office.last(dedi).text


def test_ten_days_without_the_machine_bring_one_message_and_not_ten(office: Office) -> None:
    office.start()
    dedi = office.join("Dedi Kurnia")
    office.wakes_at("2027-03-17 08:30")
    office.kill()
    office.at("2027-04-05 09:15")
    office.start()
    office.heard(dedi, DIGEST, after=office.last(dedi).message_id)
    office.quiet()
    assert len(mornings(office, dedi)) == 2
    caught_up = office.last(dedi).text
    assert CODE.findall(caught_up) == ["I.1.1", "I.1.2", "V.1.1", "V.2.1"]
    office.wakes_at("2027-04-06 08:30")
    assert len(mornings(office, dedi)) == 2


def test_what_is_submitted_or_accepted_is_no_longer_named(running: Office) -> None:
    office = running
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    office.wakes_at("2027-01-15 08:30")
    dedi.says("selesai", reply_to=office.heard(dedi, DIGEST))
    card = office.heard(citra, "Perlu diperiksa: I.1.1")
    office.wakes_at("2027-01-22 08:30")
    office.wakes_at("2027-02-01 08:30")
    assert mornings(office, dedi) == ["01-15 I.1.1"]

    # Returned, it is his again, and being late it is named on the next morning.
    office.taps(citra, card, "Kembalikan")
    citra.says("SK belum ditandatangani")
    office.heard(dedi, "SK belum ditandatangani")
    office.wakes_at("2027-02-02 08:30")
    assert mornings(office, dedi) == ["01-15 I.1.1", "02-02 I.1.1"]
    assert "SK belum ditandatangani" in office.last(dedi).text

    digest = office.last(dedi)
    dedi.sends(a_photo(1), reply_to=digest)
    office.heard(dedi, "No. 000001")
    dedi.says("selesai", reply_to=digest)
    office.taps(citra, office.heard(citra, "Perlu diperiksa: I.1.1", after=card.message_id + 1), "Terima")
    office.heard(dedi, "diterima")
    office.wakes_at("2027-02-09 08:30")
    office.wakes_at("2027-02-12 08:30")
    assert mornings(office, dedi) == ["01-15 I.1.1", "02-02 I.1.1", "02-12 I.1.2"]


def test_a_reminder_is_put_off_with_two_taps_and_comes_back_on_the_day_that_was_chosen(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.wakes_at("2027-01-15 08:30")
    digest = office.heard(dedi, DIGEST)
    office.taps(dedi, digest, "Nanti")
    # The bot is killed between the two taps; the buttons of the message still work.
    office.kill()
    office.start()
    office.taps(dedi, office.last(dedi), "7 hari lagi")
    told = office.heard(dedi, "saya ingatkan lagi Jumat, 22 Januari 2027")
    assert told.message_id == digest.message_id
    assert "Tenggatnya tetap 29 Januari 2027" in told.text
    office.wakes_at("2027-01-22 08:30")
    assert mornings(office, dedi)[-1] == "01-22 I.1.1"


def test_on_leave_nobody_is_reminded_and_the_group_hears_silently_what_is_late(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    dedi.says("/cuti 25 Januari s.d. 2 Februari")
    told = office.heard(dedi, "Selama itu saya tidak mengirim pengingat")
    assert "I.1.1" in told.text
    for day in ("01-22", "01-25", "01-29", "02-01", "02-03"):
        office.wakes_at(f"2027-{day} 08:30")
    assert mornings(office, dedi) == ["01-22 I.1.1", "02-03 I.1.1"]
    weekly = office.heard(group, "Yang masih kita tunggu")
    assert "1 Februari 2027" in weekly.text
    assert "I.1.1" in weekly.text
    assert "Dedi Kurnia" in weekly.text

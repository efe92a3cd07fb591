"""Who holds what: the lead gives items to people, two of them finish their parts, and the coordinator looks once."""

from tests.conftest import Office, a_photo, eventually
from zibot.rehearsal.people import Person


def reviews(office: Office, person: Person, code: str) -> int:
    return sum(f"Perlu diperiksa: {code}" in text for text in office.texts(person))


def test_an_item_is_given_to_two_and_handed_in_once_both_are_done(running: Office) -> None:
    office = running
    ratna, budi, citra = office.join("Ratna Lestari"), office.join("Budi Santoso"), office.join("Citra Dewi")
    dedi = office.join("Dedi Kurnia")
    ratna.says("/tugaskan V.1 budi dan citra")
    done = office.heard(ratna, "Tersimpan. Pemegangnya sekarang")
    assert "Budi Santoso, Citra Dewi (semula Dedi Kurnia)" in done.text
    office.heard(dedi, "tidak lagi Anda pegang")
    mine = office.heard(citra, "mulai hari ini Anda memegang")
    assert "V.1.1 Memasang poster gratifikasi — Rabu, 31 Maret" in mine.text
    assert "bersama Budi Santoso" in mine.text

    # What they were told opens their item, also after the bot was killed in between.
    office.kill()
    office.start()
    office.taps(citra, mine, "V.1.1")
    card = office.heard(citra, "Tenggat: Rabu, 31 Maret 2027")
    office.taps(citra, card, "Selesai")
    assert "setelah bagian Budi Santoso juga selesai" in card.text
    assert "Budi Santoso: belum melapor · Citra Dewi: selesai" in card.text
    assert reviews(office, ratna, "V.1.1") + reviews(office, budi, "V.1.1") == 0
    budi.says("/butir V.1.1")
    office.heard(budi, "Citra Dewi: selesai")

    # Reminders go to whose part is not done, and only to them.
    office.wakes_at("2027-03-24 07:31")
    assert "V.1.1" in office.heard(budi, "Selamat pagi").text
    assert not [text for text in office.texts(citra) if text.startswith("Selamat pagi") and "V.1.1" in text]

    # With the last part it is handed in; who does it is one of the reviewers, so that the lead is asked.
    budi.says("sudah selesai", reply_to=office.heard(budi, "Selamat pagi"))
    office.heard(ratna, "Perlu diperiksa: V.1.1")
    office.quiet()
    assert reviews(office, ratna, "V.1.1") == 1


def test_who_is_taken_off_an_item_leaves_it_to_the_rest_who_are_done(running: Office) -> None:
    office = running
    ratna, budi, dedi = office.join("Ratna Lestari"), office.join("Budi Santoso"), office.join("Dedi Kurnia")
    citra = office.join("Citra Dewi")
    ratna.says("/tugaskan gratifikasi juga Citra")
    office.heard(citra, "mulai hari ini Anda memegang")
    office.heard(dedi, "Anda pegang bersama")
    dedi.says("/tugas")
    office.taps(dedi, office.heard(dedi, "Tugas Dedi"), "V.1.1")
    office.taps(dedi, office.heard(dedi, "Tenggat: Rabu, 31 Maret"), "Selesai")
    assert reviews(office, budi, "V.1.1") == 0
    ratna.says("/tugaskan V.1 lepas Citra")
    office.heard(budi, "Perlu diperiksa: V.1.1")
    office.heard(citra, "tidak lagi Anda pegang")
    office.quiet()
    assert reviews(office, budi, "V.1.1") == 1

    # The ledger tells all of it, and holds.
    kinds = [row[0] for row in office.rows("SELECT kind FROM event WHERE kind LIKE 'items.%' ORDER BY id")]
    assert kinds == ["items.assigned", "items.assigned"]
    assert office.stop() == 0
    verified = office.zibot("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_what_nobody_holds_finds_its_holder_in_two_taps(running: Office) -> None:
    office = running
    ratna, citra = office.join("Ratna Lestari"), office.join("Citra Dewi")
    ratna.says("/tugaskan VI lepas Budi")
    office.heard(ratna, "Tersimpan")
    citra.says("/tugaskan")
    listed = office.heard(citra, "Belum ada pemegangnya: 1 butir")
    office.taps(citra, listed, "VI.1")
    assert "Siapa yang memegang" in listed.text
    office.taps(citra, listed, "Dedi Kurnia")
    assert "Dedi Kurnia (semula belum ada)" in listed.text
    dedi = office.join("Dedi Kurnia")
    dedi.sends(a_photo(1, caption="VI.1.1"))
    office.heard(dedi, "No. 000001")
    eventually(lambda: reviews(office, citra, "VI.1.1"))

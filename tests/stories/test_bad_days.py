"""Bad days: Telegram refuses, breaks off or slows down, people block the bot, the machine is set up wrong."""

from tests.conftest import Office, eventually
from zibot.rehearsal.faults import INTERNAL, CutAnswer, Reset, Slow, flood
from zibot.rehearsal.nouns import Json
from zibot.rehearsal.people import Person


def to(person: Person) -> object:
    """Whether a call writes to this person."""

    def fits(params: Json) -> bool:
        return str(params.get("chat_id")) == str(person.id)

    return fits


def postponed(office: Office) -> bool:
    """Whether a call that failed waits to be made again."""
    return bool(office.rows("SELECT 1 FROM outbox WHERE sent_at IS NULL AND error IS NOT NULL"))


def test_trouble_with_one_chat_holds_up_nobody_else_and_loses_nothing(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    office.quiet()
    faults = office.world.faults
    faults.add("sendMessage", flood(30), when=to(dedi))
    dedi.says("/tugas")
    dedi.says("/jadwal")
    eventually(lambda: postponed(office))
    ratna.says("/jadwal")
    office.heard(ratna, "Tenggat")
    before = len(office.said(dedi))
    office.at("2027-01-04 07:00:29")
    ratna.says("/status")
    office.heard(ratna, "Kemajuan")
    assert len(office.said(dedi)) == before
    office.at("2027-01-04 07:00:31")
    office.heard(dedi, "Tenggat")
    assert "Tugas Dedi" in office.texts(dedi)[-2], "and in the order in which they were asked"

    # Twice the server fails, once the line breaks: tried again until it goes through, and said once.
    for second, trouble in ((40, INTERNAL), (50, Reset())):
        faults.add("sendMessage", trouble, when=to(dedi))
        dedi.says(f"/butir {'V.1.1' if second == 40 else 'V.2.1'}")
        eventually(lambda: postponed(office))
        office.at(f"2027-01-04 07:00:{second + 9}")
        office.quiet()
    assert len([text for text in office.texts(dedi) if "V.1.1" in text and "Langkah aksi" in text]) == 1
    assert len([text for text in office.texts(dedi) if "V.2.1" in text and "Langkah aksi" in text]) == 1

    # The answer is lost after the message went out: it may come twice, never thrice, and nothing is stuck.
    faults.add("sendMessage", CutAnswer(), when=to(dedi))
    dedi.says("/rencana")
    eventually(lambda: postponed(office))
    office.at("2027-01-04 07:01:30")
    office.quiet()
    assert len([text for text in office.texts(dedi) if "Rencana kerja 2027" in text]) in (1, 2)


def test_someone_who_blocks_the_bot_keeps_nobody_else_waiting(running: Office) -> None:
    office = running
    dedi, budi = office.join("Dedi Kurnia"), office.join("Budi Santoso")
    dedi.blocks()
    office.wakes_at("2027-06-16 08:30")
    office.heard(budi, "VI.1.1", after=office.said(budi)[0].message_id)
    assert [text for text in office.texts(dedi) if "Selamat pagi" in text] == []
    [(error, sent)] = office.rows("SELECT error, sent_at FROM outbox WHERE failed_at IS NOT NULL")
    assert "blocked" in str(error)
    assert sent is None

    # Back again: the next morning that has something for them reaches them.
    dedi.starts()
    office.heard(dedi, "sudah terdaftar")
    office.wakes_at("2027-06-23 08:30")
    assert len([text for text in office.texts(dedi) if "Selamat pagi" in text]) == 1


def test_a_message_under_way_is_finished_before_the_bot_ends(office: Office) -> None:
    office.start()
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    office.world.faults.add("sendMessage", Slow(1.0))
    dedi.says("/tugas")
    eventually(lambda: office.world.faults.left == 0)
    assert office.stop() == 0
    assert office.rows("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(0,)]
    office.start()
    dedi.says("/rencana")
    office.heard(dedi, "Rencana kerja 2027")
    assert len([text for text in office.texts(dedi) if "Tugas Dedi" in text]) == 1


LOST = {"file_id": "BQACAgUAAxkBAAM-hilang", "file_unique_id": "AgADx", "file_name": "notulen.pdf"}


def test_what_can_never_be_handled_is_set_aside_and_sender_and_admin_hear_of_it(running: Office) -> None:
    office = running
    code = office.invite("Wayan Admin", "--role", "admin")
    wayan, dedi = office.person("Wayan"), office.join("Dedi Kurnia")
    wayan.starts(code)
    office.heard(wayan, "Selamat datang")
    dedi.sends_other({"document": LOST, "caption": "I.1.1"})
    for hour in range(8, 14):
        tries = hour - 7
        eventually(lambda tries=tries: office.rows("SELECT max(attempts) FROM inbox") == [(tries,)])
        office.at(f"2027-01-04 {hour:02}:00")
    office.quiet()
    office.heard(dedi, "belum tersimpan")
    assert "6 kali" in office.heard(wayan, "disisihkan").text
    assert office.rows("SELECT count(*) FROM inbox WHERE dead_at IS NOT NULL") == [(1,)]
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    dedi.says("/tugas")
    office.heard(dedi, "Tugas Dedi")

"""Who is let in and who is not, through the chat: as themselves, in their own group, to what is theirs."""

from tests.board import CHANNEL, as_group
from tests.conftest import Office, eventually
from zibot.rehearsal.nouns import Chat


def refusals(office: Office) -> list[tuple[object, ...]]:
    return office.rows("SELECT what, why FROM refusal ORDER BY id")


def test_an_anonymous_admin_and_a_channel_are_written_down_and_nothing_is_done_for_them(running: Office) -> None:
    office = running
    ratna = office.join("Ratna Lestari")
    group = office.group(ratna)
    before = len(office.said(group))
    with office.world.lock:
        office.world.tell_bot("message", as_group(group.api(), "/status"))
        post = {"message_id": 1, "date": 1_799_000_000, "chat": CHANNEL, "sender_chat": CHANNEL, "text": "/status"}
        office.world.tell_bot("channel_post", post)
    office.heard(group, "atas namanya sendiri")
    eventually(lambda: refusals(office) == [("/status", "anonymous"), ("channel-post", "channel")])
    assert len(office.said(group)) == before + 1


def test_the_lead_is_asked_in_another_group_and_nothing_of_the_office_is_told_there(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    office.group(ratna, dedi)
    other: Chat = office.world.add_group("Arisan", ratna, with_bot=True)
    ratna.says("/status", to=other)
    ratna.says("/terlambat", to=other)
    office.heard(other, "bukan grup Tim ZI")
    office.quiet()
    assert len(office.said(other)) == 1
    assert refusals(office) == [("/status", "foreign-group"), ("/terlambat", "foreign-group")]


def test_a_complaint_is_opened_by_its_people_only_and_cannot_be_passed_on(running: Office) -> None:
    office = running
    dedi, citra, eka = office.join("Dedi Kurnia"), office.join("Citra Dewi"), office.join("Eka Putri")
    for person in (citra, eka):
        person.says("/butir V.2.1")
        told = office.heard(person, "V.2.1")
        assert "(rahasia)" in told.text
        assert "Pengaduan Masyarakat" not in told.text
        assert "Merekap" not in told.text
    dedi.says("/butir V.2.1")
    mine = office.heard(dedi, "Merekap pengaduan")
    assert mine.protected
    opened = office.taps(dedi, mine, "31 Mar")
    assert not opened.text
    assert office.last(dedi).protected


def test_an_account_that_was_replaced_is_told_so(running: Office) -> None:
    office = running
    old = office.join("Dedi Kurnia")
    new = office.person("Dedi baru")
    new.starts(office.invite("Dedi Kurnia"))
    office.heard(new, "Selamat datang, Dedi Kurnia")
    office.heard(old, "akun Telegram lain")

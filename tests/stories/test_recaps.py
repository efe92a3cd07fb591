"""The recap of a quarter: once to the group, with its chart, however often the bot was restarted in between."""

import json

from tests.conftest import Office, a_photo, eventually
from zibot.rehearsal.faults import Reset
from zibot.rehearsal.nouns import Chat

TEXT = "Rekap Triwulan I 2027"
PNG = b"\x89PNG\r\n\x1a\n"


def posted(office: Office, group: Chat) -> tuple[int, int]:
    """How many recaps and how many charts stand in the group."""
    said = office.said(group)
    return sum(m.text.startswith(TEXT) for m in said), sum(bool(m.photo) for m in said)


def test_the_group_gets_text_and_chart_once_though_the_bot_dies_between_them(office: Office) -> None:
    office.start()
    ratna, dedi, citra = office.join("Ratna Lestari"), office.join("Dedi Kurnia"), office.join("Citra Dewi")
    group = office.group(ratna, dedi, citra)
    dedi.sends(a_photo(1, caption="I.1.1"))
    office.taps(citra, office.heard(citra, "Perlu diperiksa: I.1.1"), "Terima")
    office.wakes_at("2027-03-31 16:30")
    office.wakes_at("2027-04-01 07:45")
    assert posted(office, group) == (0, 0)

    office.world.faults.add("sendPhoto", Reset())
    office.at("2027-04-01 08:00")
    office.heard(group, TEXT)
    eventually(lambda: office.rows("SELECT 1 FROM outbox WHERE method = 'sendPhoto' AND error IS NOT NULL"))
    office.kill()
    office.at("2027-04-01 08:05")
    office.start()
    eventually(lambda: posted(office, group) == (1, 1))
    text = office.heard(group, TEXT).text
    assert "(1 dari 4)" in text
    assert "1 April 2027" in text
    [(sha256,)] = office.rows("SELECT file_sha256 FROM outbox WHERE method = 'sendPhoto' AND chat_id < 0")
    assert (office.folder / "data" / "evidence" / str(sha256)[:2] / str(sha256)).read_bytes().startswith(PNG)

    assert office.stop() == 0
    office.start()
    office.wakes_at("2027-04-02 08:30")
    office.wakes_at("2027-04-05 08:30")
    assert posted(office, group) == (1, 1)


def test_without_a_group_the_lead_is_told_and_the_recap_follows_the_binding(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    office.wakes_at("2027-04-01 08:30")
    waiting = office.heard(ratna, TEXT)
    assert "/pasang" in waiting.text
    office.wakes_at("2027-04-02 08:30")
    assert len([text for text in office.texts(ratna) if "/pasang" in text]) == 1
    assert not [text for text in office.texts(dedi) if TEXT in text]
    group = office.group(ratna, dedi)
    office.wakes_at("2027-04-05 08:30")
    eventually(lambda: posted(office, group) == (1, 1))
    in_group = office.heard(group, TEXT).text

    # Whoever asks gets the same, and so does the terminal.
    dedi.says("/rekap tw 1")
    office.heard(dedi, TEXT)
    eventually(lambda: office.said(dedi)[-1].photo)
    assert [m.text for m in office.said(dedi) if m.text.startswith(TEXT)] == [in_group]
    done = office.zibot("recap", "--quarter", "2027-1", "--out", "keluaran")
    assert done.returncode == 0, done.stderr
    assert (office.folder / "keluaran" / "rekap-2027-1.txt").read_text().strip() == in_group
    assert (office.folder / "keluaran" / "rekap-2027-1.png").read_bytes().startswith(PNG)
    dedi.says("/rekap kapan-kapan")
    office.heard(dedi, "/rekap tw 1")
    dedi.says("/rekap tw 2 2026")
    office.heard(dedi, "2026")


def test_a_host_with_cron_only_says_the_same_and_never_twice(office: Office) -> None:
    office.start()
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    assert office.stop() == 0

    def tick() -> dict[str, int | None]:
        done = office.zibot("tick", "--json")
        assert done.returncode == 0, done.stderr
        answer: dict[str, int | None] = json.loads(done.stdout)
        return answer

    office.at("2027-04-01 08:10")
    # Dedi hears of what is his, and Ratna, who leads, of what is long late.
    assert tick() == {"digests": 2, "recaps": 1, "backlog": 0, "sent": 4, "waiting": 0}
    assert posted(office, group) == (1, 1)
    assert len([text for text in office.texts(dedi) if "Selamat pagi" in text]) == 1
    assert tick()["sent"] == 0

    # With the bot running, cron only puts things into the outbox, and the bot sends them.
    office.start()
    office.wakes_at("2027-04-05 07:29")
    assert tick()["sent"] is None
    office.wakes_at("2027-04-08 08:30")
    eventually(lambda: len([text for text in office.texts(dedi) if "Selamat pagi" in text]) == 2)
    assert posted(office, group) == (1, 1)

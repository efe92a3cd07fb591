"""Status by button and in words, and the coordinator's verdict that comes back to the sender."""

from tests.conftest import Office, a_photo, button, eventually
from zibot.rehearsal.nouns import Message
from zibot.rehearsal.people import Person


def opened(office: Office, person: Person, code: str) -> Message:
    """Someone opens an item's card from /tugas."""
    before = office.last(person).message_id
    person.says("/tugas")
    office.taps(person, office.heard(person, "Tugas", after=before), code)
    return office.last(person)


def states(office: Office) -> list[tuple[object, ...]]:
    """What the ledger tells of statuses and verdicts, in order: code, kind and who said it."""
    return office.rows(
        "SELECT i.code, v.kind, p.name FROM event v JOIN person p ON p.id = v.actor_id JOIN obligation o"
        " ON o.id = v.obligation_id JOIN item i ON i.id = o.item_id"
        " WHERE v.kind LIKE 'status.%' OR v.kind LIKE 'review.%' ORDER BY v.id"
    )


def test_a_status_by_button_or_in_words(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    card = opened(office, dedi, "V.1.1")
    assert office.taps(dedi, card, "Proses").text == "Tersimpan."
    assert "sedang diproses" in card.text
    office.taps(dedi, card, "Terkendala")
    assert "kendala butir V.1.1" in office.last(dedi).text
    dedi.says("menunggu anggaran")
    assert "terkendala — menunggu anggaran" in office.heard(dedi, "Kendala tercatat").text

    dedi.says("sedang diproses ya", reply_to=card)
    office.heard(dedi, "Tercatat", after=office.last(dedi).message_id)
    dedi.says("terkendala: menunggu SK", reply_to=card)
    office.heard(dedi, "terkendala — menunggu SK")
    dedi.says("terkendala", reply_to=card)
    office.heard(dedi, "kendala butir V.1.1", after=office.last(dedi).message_id)
    dedi.says("printer rusak")
    office.heard(dedi, "terkendala — printer rusak")
    dedi.says("sudah belum ya?", reply_to=card)
    office.heard(dedi, "Status: terkendala — printer rusak", after=office.last(dedi).message_id)
    dedi.says("map hijau di lemari pojok", reply_to=card)
    asked = office.heard(dedi, "Anda menulis: “map hijau di lemari pojok”")
    assert {"Selesai", "Proses", "Terkendala", "mundur"} <= {str(b["text"]).split()[-1] for b in asked.buttons}
    assert [kind for _, kind, _ in states(office)] == [
        "status.progress",
        "status.blocked",
        "status.progress",
        "status.blocked",
        "status.blocked",
    ]


def test_words_that_fit_several_items_are_asked_about_and_kept_until_chosen(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.wakes_at("2027-03-17 08:30")
    dedi.says("terkendala: belum ada anggaran", reply_to=office.heard(dedi, "Selamat pagi"))
    asked = office.heard(dedi, "untuk butir mana")
    assert office.taps(dedi, asked, "V.1.1").text == "Tersimpan."
    assert "terkendala — belum ada anggaran" in asked.text
    assert states(office) == [("V.1.1", "status.blocked", "Dedi Kurnia")]

    # With the code in the words nothing needs asking.
    dedi.says("V.2.1 proses", reply_to=office.heard(dedi, "Selamat pagi"))
    office.heard(dedi, "sedang diproses")
    assert states(office)[1:] == [("V.2.1", "status.progress", "Dedi Kurnia")]

    # An old question is no trap: its button no longer does anything.
    dedi.says("proses")
    again = office.heard(dedi, "untuk butir mana")
    office.at("2027-03-20 09:00")
    assert "tidak berlaku" in office.taps(dedi, again, "26 Feb").text
    assert len(states(office)) == 2


def test_a_verdict_comes_back_to_the_sender(running: Office) -> None:
    office = running
    dedi, citra, budi = office.join("Dedi Kurnia"), office.join("Citra Dewi"), office.join("Budi Santoso")
    dedi.sends(a_photo(1, caption="I.1.1"))
    card = office.heard(citra, "Perlu diperiksa: I.1.1")
    assert "Dedi Kurnia" in card.text
    assert {"Terima", "Kembalikan"} <= {str(b["text"]).split()[-1] for b in card.buttons}
    assert not [text for text in office.texts(budi) if "Perlu diperiksa" in text]

    old = next(b for b in card.buttons if "Kembalikan" in b["text"])
    office.taps(citra, card, "Kembalikan")
    assert "Apa yang kurang?" in card.text
    citra.says("Belum ada stempel <basah> & tanggal")
    verdict = office.heard(dedi, "dikembalikan")
    assert "Belum ada stempel <basah> & tanggal" in verdict.text
    assert "Citra Dewi" in verdict.text

    # The answer to it is the better photo; the sender says when all is there, since more may have been missing.
    dedi.sends(a_photo(2), reply_to=verdict)
    office.taps(dedi, office.heard(dedi, "No. 000002"), "ajukan")
    again = office.heard(citra, "Perlu diperiksa: I.1.1", after=card.message_id)
    assert "No. 000001" in again.text
    assert "No. 000002" in again.text
    assert office.taps(citra, again, "Terima").text == "Tersimpan."
    assert "Diterima oleh Citra Dewi" in again.text
    assert again.buttons == []
    office.heard(dedi, "diterima oleh Citra Dewi")
    citra.says("/status I")
    office.heard(citra, "(1 dari 3")

    # What is closed stays closed, also for a phone that still shows the buttons.
    assert card.buttons == []
    card.keyboard = {"inline_keyboard": [[old]]}
    assert "tidak berlaku" in office.taps(citra, card, "Kembalikan").text
    assert "Diterima" in card.text
    receipt = next(m for m in office.said(dedi) if "No. 000001" in m.text)
    office.taps(dedi, receipt, "Ganti butir")
    assert states(office) == [
        ("I.1.1", "status.submitted", "Dedi Kurnia"),
        ("I.1.1", "review.returned", "Citra Dewi"),
        ("I.1.1", "status.submitted", "Dedi Kurnia"),
        ("I.1.1", "review.accepted", "Citra Dewi"),
    ]
    dedi.says("selesai", reply_to=verdict)
    office.heard(dedi, "sudah ditutup")
    assert len(states(office)) == 4


def test_buttons_of_others_forged_ones_and_strangers(running: Office) -> None:
    office = running
    ratna, dedi, budi = office.join("Ratna Lestari"), office.join("Dedi Kurnia"), office.join("Budi Santoso")
    citra, eka = office.join("Citra Dewi"), office.join("Eka Putri")
    stranger = office.person("Pardi")
    group = office.group(ratna, dedi, budi, citra, eka, stranger)
    dedi.sends(a_photo(1, caption="V.1.1"))
    card = office.heard(budi, "Perlu diperiksa: V.1.1")
    mine = opened(office, dedi, "I.1.2 · 26 Feb")
    ids = dict(office.rows("SELECT i.code, o.id FROM obligation o JOIN item i ON i.id = o.item_id ORDER BY o.due DESC"))
    dedi.says("/butir V.1.1", to=group)
    in_group = office.heard(group, "V.1.1")
    accept = next(b["callback_data"] for b in card.buttons if "Terima" in b["text"])

    def forged(person: Person, data: str) -> str:
        """Someone sends callback data of their own making; the toast that they get."""
        in_group.keyboard = {"inline_keyboard": [[{"text": "palsu", "callback_data": data}]]}
        return office.taps(person, in_group, "palsu").text

    before = states(office)
    assert "undang" in forged(stranger, accept)
    assert "penanggung jawab" in forged(dedi, accept), "nobody accepts their own work"
    assert "obrolan pribadi" in forged(citra, accept), "another area's coordinator, and in the group"
    assert "penanggung jawab" in forged(eka, f"d:{ids['I.1.2']}")
    assert "penanggung jawab" in forged(budi, f"p:{ids['I.1.2']}")
    assert "penanggung jawab" in forged(budi, f"f:1:{ids['VI.1.1']}"), "a piece of someone else's"
    forged(dedi, f"e:1:{ids['VI.1.1']}")  # an own piece hands in nothing of another's
    assert "penanggung jawab" in forged(budi, "bl")
    assert "penanggung jawab" in forged(budi, f"bc:{ids['I.1.2']}")
    for nonsense in (
        "t:999999",
        "t:",
        "t",
        "zz:1",
        "t:1:2:3:x",
        "d:-1",
        "f:1",
        "m:77:0",
        "a:99",
        "g:0",
        "💥",
        "w:1",
        "o",
    ):
        forged(ratna, nonsense)
    assert states(office) == before
    assert office.rows("SELECT count(*) FROM inbox WHERE attempts > 0") == [(0,)]

    # Reading is free, changing is not: a card of another's item has no buttons.
    budi.says(f"/butir {'I.1.2'}")
    shown = office.heard(budi, "I.1.2")
    if shown.buttons:
        office.taps(budi, shown, "26 Feb")
        assert office.last(budi).buttons == []
    assert button(mine, "Proses")


def test_the_coordinator_reports_for_the_area_and_the_lead_for_all(running: Office) -> None:
    office = running
    ratna, budi, dedi = office.join("Ratna Lestari"), office.join("Budi Santoso"), office.join("Dedi Kurnia")
    budi.says("/butir V.1.1")
    office.taps(budi, office.heard(budi, "V.1.1"), "31 Mar")
    office.taps(budi, office.last(budi), "Selesai")
    # The area's only coordinator said it, so the lead is asked to look.
    card = office.heard(ratna, "Perlu diperiksa: V.1.1")
    assert "Budi Santoso" in card.text
    assert "Belum ada bukti" in card.text
    assert [str(b["text"]).split()[-1] for b in card.buttons] == ["Kembalikan"], "a word alone is not accepted"
    dedi.sends(a_photo(1, caption="V.1.1"))
    office.heard(dedi, "No. 000001")
    office.taps(ratna, card, "Terima")
    office.heard(dedi, "diterima oleh Ratna Lestari")
    assert states(office) == [
        ("V.1.1", "status.submitted", "Budi Santoso"),
        ("V.1.1", "review.accepted", "Ratna Lestari"),
    ]

    # With no coordinator of the area there yet, the lead gets what staff hand in.
    dedi.sends(a_photo(1, caption="I.1.1"))
    office.heard(ratna, "Perlu diperiksa: I.1.1")
    eventually(lambda: len(states(office)) == 3)


def test_nobody_reachable_to_review_does_not_stop_the_sender(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    dedi.sends(a_photo(1, caption="I.1.1"))
    assert "I.1.1" in office.heard(dedi, "No. 000001").text
    assert states(office) == [("I.1.1", "status.submitted", "Dedi Kurnia")]


def test_a_reason_that_never_comes_is_not_taken_from_later_words(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    office.taps(dedi, opened(office, dedi, "V.1.1"), "Terkendala")
    office.at("2027-01-07 09:00")
    dedi.says("Selamat pagi semua")
    office.heard(dedi, "Bila ada kabar")
    assert states(office) == []
    # A command is never an answer.
    office.taps(dedi, opened(office, dedi, "V.1.1"), "Terkendala")
    dedi.says("/jadwal")
    office.heard(dedi, "I.1.1", after=office.last(dedi).message_id)
    assert states(office) == []
    dedi.says("menunggu anggaran")
    office.heard(dedi, "terkendala — menunggu anggaran")


def test_a_later_due_date_is_asked_for_granted_and_both_are_told(running: Office) -> None:
    office = running
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    office.wakes_at("2027-01-25 08:30")
    dedi.says("I.1.1 mundur ke 10 februari krn ketua cuti", reply_to=office.heard(dedi, "Selamat pagi"))
    office.heard(dedi, "Diminta mundur ke Rabu, 10 Februari 2027, menunggu persetujuan Citra Dewi")
    asked = office.heard(citra, "Dedi Kurnia meminta tenggatnya mundur")
    assert "ketua cuti" in asked.text
    assert office.taps(citra, asked, "Setujui").text == "Tersimpan."
    assert "Tenggat: Rabu, 10 Februari 2027" in asked.text
    assert asked.buttons == []
    office.heard(dedi, "mundur ke Rabu, 10 Februari 2027 (semula 29 Januari 2027), disetujui oleh Citra Dewi")
    dues = office.rows(
        "SELECT json_extract(payload, '$.was'), json_extract(payload, '$.due') FROM event WHERE kind = 'due.moved'"
    )
    assert dues == [("2027-01-29", "2027-02-10")]

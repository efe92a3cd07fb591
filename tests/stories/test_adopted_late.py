"""A plan adopted in April: what was due before is the lead's to settle, once, and nobody is nagged about it."""

import re

from tests.conftest import Office


def adopted_in_april(office: Office) -> Office:
    """The office on 5 April with its plan just adopted, four obligations of which are past, and its bot running."""
    office.at("2027-04-05 07:00")
    for words in (("plan", "adopt", "rencana.txt", "--yes"), ("team", "load", "team.yaml")):
        done = office.zibot(*words)
        assert done.returncode == 0, done.stderr
        assert ("4 kewajiban sudah lewat" in done.stdout) is (words[0] == "plan")
    office.start()
    return office


def test_the_lead_settles_what_lies_before_the_adoption(bare_office: Office) -> None:
    office = adopted_in_april(bare_office)
    dedi, ratna = office.join("Dedi Kurnia"), office.join("Ratna Lestari")
    office.wakes_at("2027-04-05 07:35")
    listed = office.heard(ratna, "4 kewajiban")
    assert re.findall(r"[IV]+\.\d\.\d", listed.text) == ["I.1.1", "I.1.2", "V.1.1", "V.2.1"]
    group = office.group(ratna, dedi)
    office.wakes_at("2027-04-06 08:30")
    dedi.says("/terlambat")
    assert "Tidak ada yang lewat" in office.heard(dedi, "lewat tenggat").text
    dedi.says("/tugas")
    tasks = office.heard(dedi, "Tugas Dedi").text
    assert re.findall(r"[IV]+\.\d\.\d", tasks) == ["I.1.2"]

    # One by one: done, put off, moved, cancelled.
    office.taps(ratna, listed, "Mulai membereskan")
    card = office.last(ratna)
    assert "I.1.1" in card.text
    office.taps(ratna, card, "Sudah dikerjakan")
    assert "I.1.2" in card.text
    office.taps(ratna, card, "Lewati")
    assert "V.1.1" in card.text
    office.taps(ratna, card, "Pindahkan")
    ratna.says("nanti kalau sempat")
    office.heard(ratna, "belum menangkap tanggalnya")
    ratna.says("1 Februari 2027")
    office.heard(ratna, "belum menangkap tanggalnya", after=office.last(ratna).message_id)
    ratna.says("10 Mei")
    assert "Senin, 10 Mei 2027" in office.heard(ratna, "dipindahkan ke").text
    office.quiet()
    card = office.last(ratna)
    while "V.2.1" not in card.text:
        office.taps(ratna, card, "Lewati")
    office.taps(ratna, card, "Batalkan")
    ratna.says("tidak ada pengaduan pada triwulan I")
    office.heard(ratna, "dibatalkan: tidak ada pengaduan")
    office.quiet()
    office.taps(ratna, office.last(ratna), "Sudah dikerjakan")
    assert "sudah dibereskan" in office.last(ratna).text
    assert office.rows("SELECT kind FROM event WHERE kind LIKE 'backlog%' OR kind LIKE '%.moved' OR kind LIKE '%celled'"
                       " ORDER BY id") == [("backlog.settled",), ("due.moved",), ("obligation.cancelled",),
                                           ("backlog.settled",)]  # fmt: skip

    # The old list's button has nothing left to settle.
    office.taps(ratna, listed, "Mulai membereskan")
    assert "sudah dibereskan" in office.last(ratna).text
    dedi.says("/status")
    assert "(2 dari 5" in office.heard(dedi, "Kemajuan").text

    # Nobody heard a morning message until April's own came near; what was moved comes in its turn.
    assert office.stop() == 0
    for day in ("04-15", "04-16", "04-19", "04-26", "05-03", "05-10", "05-11"):
        office.wakes_at(f"2027-{day} 08:30")
    mornings = [re.findall(r"[IV]+\.\d\.\d", text) for text in office.texts(dedi) if "Selamat pagi" in text]
    assert mornings == [["I.1.2"], ["I.1.2", "V.1.1"], ["I.1.2", "V.1.1"], ["I.1.2", "V.1.1"], ["V.1.1"]]
    assert len([text for text in office.texts(ratna) if "4 kewajiban" in text]) == 1
    # The quarter before the adoption has no recap.
    assert not [text for text in office.texts(group) if "Rekap" in text and "Triwulan I " in text]

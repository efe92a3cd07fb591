"""Photos and files: every way in which they come, where they are filed, and what the sender hears of it."""

import hashlib
import re
from datetime import timedelta

from tests.conftest import Office, a_photo, button, eventually
from zibot.rehearsal.faults import CutDownload
from zibot.rehearsal.nouns import Message
from zibot.rehearsal.people import Document, Person, Photo
from zibot.rehearsal.pictures import sample

RECEIPT = re.compile(r"No\. (\d{6})")
PDF = b"%PDF-1.4 notulen rapat\n" * 40


def receipts(office: Office, person: Person) -> list[Message]:
    """The receipts in a private chat as they stand now."""
    return [message for message in office.said(person) if RECEIPT.search(message.text)]


def sent(office: Office, person: Person, what: Photo | Document, reply_to: Message | None = None) -> Message:
    """Someone sends a piece; its receipt."""
    before = len(receipts(office, person))
    person.sends(what, reply_to=reply_to)
    eventually(lambda: len(receipts(office, person)) > before)
    office.quiet()
    return receipts(office, person)[-1]


def filed(office: Office) -> list[tuple[object, ...]]:
    """Number and item of every piece that is filed now."""
    return office.rows(
        "SELECT e.number, i.code FROM evidence e JOIN event v ON v.id ="
        " (SELECT max(id) FROM event WHERE evidence_id = e.id"
        " AND kind IN ('evidence.filed', 'evidence.unfiled', 'evidence.voided'))"
        " JOIN obligation o ON o.id = v.obligation_id JOIN item i ON i.id = o.item_id"
        " WHERE v.kind = 'evidence.filed' ORDER BY e.number"
    )


def the_bytes(office: Office, number: int) -> bytes:
    """What lies on disk of a piece, after checking it against its row."""
    [(sha256, size)] = office.rows(f"SELECT sha256, size FROM evidence WHERE number = {number}")
    content = (office.folder / "data" / "evidence" / str(sha256)[:2] / str(sha256)).read_bytes()
    assert hashlib.sha256(content).hexdigest() == sha256
    assert len(content) == size
    return content


def test_a_photo_in_reply_to_a_morning_with_one_item_is_filed_and_goes_to_the_coordinator(running: Office) -> None:
    office = running
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    office.wakes_at("2027-01-15 08:30")
    receipt = sent(office, dedi, a_photo(1), office.heard(dedi, "Selamat pagi"))
    content = the_bytes(office, 1)
    assert "No. 000001" in receipt.text
    assert "I.1.1" in receipt.text
    assert hashlib.sha256(content).hexdigest()[:8] in receipt.text
    assert receipt.reply_to is not None
    assert receipt.reply_to.photo[-1].data == content, "the largest size is kept as it came"
    assert filed(office) == [(1, "I.1.1")]

    # One photo is all that the plan asks for, so the coordinator has it already, picture and all.
    card = office.heard(citra, "Perlu diperiksa: I.1.1")
    assert card.photo
    assert "No. 000001" in card.text


def test_of_several_items_the_bot_asks_and_a_button_files_and_changes(running: Office) -> None:
    office = running
    dedi, budi = office.join("Dedi Kurnia"), office.join("Budi Santoso")
    office.wakes_at("2027-03-17 08:30")
    asked = sent(office, dedi, a_photo(1), office.heard(dedi, "Selamat pagi"))
    assert "No. 000001" in asked.text
    assert "Untuk butir mana" in asked.text
    assert filed(office) == []
    assert office.taps(dedi, asked, "V.1.1").text == "Tersimpan."
    receipt = receipts(office, dedi)[-1]
    assert receipt is asked, "the receipt itself changes"
    assert "V.1.1" in receipt.text
    assert filed(office) == [(1, "V.1.1")]

    # The wrong one: [Ganti butir] offers the others, and the piece moves.
    office.taps(dedi, receipt, "Ganti butir")
    office.taps(dedi, receipt, "V.2.1")
    assert filed(office) == [(1, "V.2.1")]
    assert office.rows("SELECT count(*) FROM event WHERE kind = 'evidence.stored'") == [(1,)]

    # Without a reply and without having been asked, it is for the only one that the sender holds.
    receipt = sent(office, budi, Document(PDF, "Maklumat.pdf", "application/pdf"))
    assert "No. 000002" in receipt.text
    assert "satu-satunya butir" in receipt.text
    assert the_bytes(office, 2) == PDF
    assert filed(office) == [(1, "V.2.1"), (2, "VI.1.1")]


def test_an_album_has_one_receipt_that_a_late_part_and_its_caption_change(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    first, *_ = dedi.sends_album(a_photo(1), Document(PDF, "Notulen.pdf", "application/pdf"))
    eventually(lambda: "No. 000002" in "".join(office.texts(dedi)))
    office.quiet()
    [asked] = receipts(office, dedi)
    assert "Untuk butir mana" in asked.text
    assert filed(office) == []

    # A weak signal brings the third a while later, and with it the words that say what all are for.
    dedi.sends_album(a_photo(3, caption="V.1.1 pemasangan poster"), album=first.album)
    eventually(lambda: len(filed(office)) == 3)
    office.quiet()
    [receipt] = receipts(office, dedi)
    assert receipt is asked
    hashes = [str(sha256)[:8] for (sha256,) in office.rows("SELECT sha256 FROM evidence ORDER BY number")]
    assert [f"No. 00000{n} · {sha256}" in receipt.text for n, sha256 in enumerate(hashes, 1)] == [True] * 3
    assert filed(office) == [(1, "V.1.1"), (2, "V.1.1"), (3, "V.1.1")]

    office.taps(dedi, receipt, "Batalkan bukti")
    office.taps(dedi, receipt, "No. 000002")
    assert "No. 000002 · " + hashes[1] + " dibatalkan" in receipt.text
    assert filed(office) == [(1, "V.1.1"), (3, "V.1.1")]


def test_killed_in_the_middle_of_an_album_each_piece_is_receipted(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    album = dedi.sends_album(*(a_photo(number) for number in range(1, 6)))[0].album
    eventually(lambda: office.rows("SELECT count(*) FROM evidence")[0] != (0,))
    office.kill()
    dedi.sends_album(*(a_photo(number) for number in range(6, 9)), album=album)
    office.start()
    eventually(lambda: office.rows("SELECT count(*) FROM evidence") == [(8,)])
    office.quiet()
    told = set(RECEIPT.findall("".join(office.texts(dedi))))
    assert told == {f"{number:06d}" for number in range(1, 9)}
    assert len(receipts(office, dedi)) <= 2, "at most the one that was under way is said twice"


def test_forwarded_recaptioned_and_linked(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    dedi.forwards(a_photo(1, caption="V.1.1"), first_sent=office.now() - timedelta(days=5))
    receipt = office.heard(dedi, "No. 000001")
    assert "Diteruskan, aslinya 30 Desember 2026" in receipt.text
    office.taps(dedi, receipt, "30 Des")
    assert "Tanggal kegiatan menurut keterangan Anda: 30 Desember 2026" in receipt.text

    photo = dedi.sends(a_photo(2, caption="V.1.1 poster lobi"))
    receipt = office.heard(dedi, "No. 000002")
    dedi.edits(photo, "V.1.1 poster lobi, 2 Januari")
    eventually(lambda: "poster lobi, 2 Januari" in receipt.text)
    assert "2 Januari 2027" in receipt.text
    office.quiet()
    before = len(office.said(dedi))
    dedi.edits(photo, "V.1.1 poster lobi, 2 Januari")
    office.quiet()
    assert len(office.said(dedi)) == before
    assert office.rows("SELECT count(*) FROM remark") == [(1,)]

    dedi.says("https://drive.google.com/drive/folders/rapat", reply_to=receipt)
    assert "kirim juga berkasnya" in office.heard(dedi, "No. 000003").text
    assert the_bytes(office, 3) == b"https://drive.google.com/drive/folders/rapat"
    assert office.zibot("verify").returncode == 0


def test_a_caption_and_a_reply_with_a_code(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    for number in (1, 2, 3):
        sent(office, dedi, a_photo(number))

    captioned = sent(office, dedi, a_photo(4, caption="poster di lobi, butir v.1.1"))
    assert "V.1.1" in captioned.text
    assert filed(office) == [(4, "V.1.1")]

    # The plan's number in reply to a receipt is for that very piece; of several due dates one is chosen.
    dedi.says("untuk I.1.2 ya", reply_to=receipts(office, dedi)[0])
    office.quiet()
    *choices, void = [b["text"] for b in office.last(dedi).buttons]
    assert [text.split(" · ")[:2] for text in choices] == [["I.1.2", "26 Feb"], ["I.1.2", "30 Apr"]]
    assert "Batalkan bukti" in void
    assert filed(office) == [(4, "V.1.1")]
    office.taps(dedi, office.last(dedi), "26 Feb")
    office.quiet()
    assert filed(office) == [(1, "I.1.2"), (4, "V.1.1")]
    assert "I.1.2" in office.last(dedi).text
    assert "No. 000001" in office.last(dedi).text
    dedi.says("I.9.9", reply_to=receipts(office, dedi)[1])
    office.heard(dedi, "I.9.9")
    dedi.says("VI.1.1", reply_to=receipts(office, dedi)[1])
    office.heard(dedi, "dipegang orang lain")
    assert filed(office) == [(1, "I.1.2"), (4, "V.1.1")]


def test_send_evidence_then_the_photo_and_the_last_piece_hands_it_in(running: Office) -> None:
    office = running
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    dedi.says("/tugas")
    office.taps(dedi, office.heard(dedi, "Tugas Dedi Kurnia"), "I.1.2 · 26 Feb")
    office.taps(dedi, office.last(dedi), "Kirim bukti")
    assert "Undangan" in office.last(dedi).text
    first = sent(office, dedi, a_photo(1))
    assert "I.1.2" in first.text
    assert "26 Februari 2027" in first.text
    assert "ajukan" in button(first, "ajukan")
    office.quiet()
    assert not any("Perlu diperiksa" in text for text in office.texts(citra))
    second = sent(office, dedi, Document(PDF, "Notulen rapat.pdf", "application/pdf"), first)
    assert "I.1.2" in second.text
    assert "No. 000002" in office.heard(citra, "Perlu diperiksa: I.1.2").text
    assert filed(office) == [(1, "I.1.2"), (2, "I.1.2")]

    # An hour later a photo without a word may be for something else.
    dedi.says("/tugas")
    office.taps(dedi, office.heard(dedi, "Tugas Dedi Kurnia", after=second.message_id), "V.1.1")
    office.taps(dedi, office.last(dedi), "Kirim bukti")
    office.at("2027-01-04 08:31")
    assert "Untuk butir mana" in sent(office, dedi, a_photo(3)).text


def test_handing_in_before_all_is_there_is_the_senders_choice(running: Office) -> None:
    office = running
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    # The item has two dates, of which the coming one is meant.
    receipt = sent(office, dedi, a_photo(1, caption="I.1.2 undangan"))
    assert "tenggat 26 Februari 2027" in receipt.text
    assert "☑\xa0Undangan · ☐\xa0Notulen" in receipt.text
    assert office.taps(dedi, receipt, "ajukan").text == "Tersimpan."
    office.heard(citra, "Perlu diperiksa: I.1.2")
    buttons = [button(receipt, words) for words in ("Ganti butir", "Keterangan", "Dokumen lain", "Batalkan")]
    assert buttons == [b["text"] for b in receipt.buttons]


def test_what_cannot_be_kept_is_said_and_nothing_is_half_kept(running: Office) -> None:
    office = running
    dedi, eka = office.join("Dedi Kurnia"), office.join("Eka Putri")
    huge = {"file_id": "BQACAgUAAxkBAAM", "file_unique_id": "AgAD1", "file_size": 21_000_000, "file_name": "video.mp4"}
    dedi.sends_other({"document": huge})
    assert "20 MB" in office.heard(dedi, "belum tersimpan").text
    dedi.sends_other({"location": {"latitude": -7.4, "longitude": 109.2}})
    assert "foto atau berkas" in office.heard(dedi, "belum dapat disimpan").text
    eka.sends(a_photo(1, caption="V.1.1"))
    office.heard(eka, "peninjau")
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    assert office.world.calls_of("getFile") == []

    # A signal that breaks off in the middle: fetched again, and stored once and whole.
    office.world.faults.add("download", CutDownload(200))
    dedi.sends(a_photo(2, caption="V.1.1"))
    eventually(lambda: office.rows("SELECT attempts FROM inbox WHERE attempts > 0") == [(1,)])
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    assert not list((office.folder / "data").rglob(".tmp-*"))
    # While it waits, others that come later are served.
    dedi.sends(a_photo(3, caption="V.1.1"))
    office.heard(dedi, "No. 000001")
    office.at("2027-01-04 07:01")
    eventually(lambda: len(receipts(office, dedi)) == 2)
    office.quiet()
    assert [len(the_bytes(office, number)) > 1000 for number in (1, 2)] == [True, True]
    assert office.rows("SELECT number FROM evidence ORDER BY id") == [(1,), (2,)]


def test_the_same_picture_twice_is_two_pieces_and_one_file(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    pdf = Document(PDF, "SK.pdf", "application/pdf", caption="I.1.2")
    first, second = sent(office, dedi, pdf), sent(office, dedi, pdf)
    assert "No. 000001" in first.text
    assert "No. 000002" in second.text
    assert office.rows("SELECT count(DISTINCT sha256), count(*) FROM evidence") == [(1, 2)]
    assert len([path for path in (office.folder / "data" / "evidence").rglob("*") if path.is_file()]) == 1


def test_complaints_stay_out_of_the_group(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    dedi.says("/butir V.2.1", to=group)
    shown = office.heard(group, "V.2.1")
    assert "Merekap pengaduan" not in shown.text
    assert "rahasia" in shown.text
    dedi.sends(Photo(sample(["Laporan warga"], 5)), to=group, reply_to=shown)
    office.heard(group, "obrolan pribadi")
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    assert office.world.calls_of("getFile") == []

    # An open item's photo is welcome in the group as a reply; a photo that is not for us is left alone.
    dedi.says("/butir V.1.1", to=group)
    shown = office.heard(group, "V.1.1", after=office.last(group).message_id)
    before = len(office.said(group))
    dedi.sends(a_photo(6), to=group)
    dedi.sends(a_photo(7), to=group, reply_to=shown)
    office.heard(group, "No. 000001")
    office.quiet()
    assert len(office.said(group)) == before + 1
    assert filed(office) == [(1, "V.1.1")]
    dedi.says("V.2.1", to=group, reply_to=office.last(group))
    office.heard(group, "obrolan pribadi", after=office.last(group).message_id)
    assert not [text for text in office.texts(group) if "Merekap pengaduan" in text]
    assert filed(office) == [(1, "V.1.1")]

    in_private = sent(office, dedi, a_photo(8, caption="V.2.1"))
    assert "No. 000002" in in_private.text
    assert in_private.protected
    assert filed(office) == [(1, "V.1.1"), (2, "V.2.1")]


def test_a_piece_that_was_sent_by_mistake_is_voided_by_its_sender_and_counts_no_more(running: Office) -> None:
    office = running
    dedi, citra = office.join("Dedi Kurnia"), office.join("Citra Dewi")
    receipt = sent(office, dedi, a_photo(1, caption="I.1.1"))
    card = office.heard(citra, "Perlu diperiksa: I.1.1")
    office.taps(dedi, receipt, "Batalkan bukti")
    assert "Batalkan bukti No. 000001?" in receipt.text
    office.taps(dedi, receipt, "Tidak")
    assert filed(office) == [(1, "I.1.1")]
    office.taps(dedi, receipt, "Batalkan bukti")
    assert office.taps(dedi, receipt, "Ya, batalkan").text == "Tersimpan."
    assert "Bukti dibatalkan · No. 000001" in receipt.text
    assert receipt.buttons == []
    the_bytes(office, 1)
    assert office.rows("SELECT count(*) FROM event WHERE kind = 'evidence.voided'") == [(1,)]

    # There is nothing left to accept, and the card says so; another photo begins anew.
    assert card.buttons == []
    again = sent(office, dedi, a_photo(2, caption="I.1.1"))
    assert "No. 000002" in again.text
    assert "☑\xa0SK tim kerja" in again.text


def test_the_day_that_a_caption_names_is_kept_beside_the_days_of_sending_and_storing(running: Office) -> None:
    office = running
    office.at("2027-03-17 07:00")
    dedi = office.join("Dedi Kurnia")
    dedi.sends(a_photo(1, "V.1.1 pemasangan poster 15 Maret"))
    receipt = office.heard(dedi, "No. 000001")
    assert "Tanggal kegiatan menurut keterangan Anda: 15 Maret 2027" in receipt.text
    [(happened, sent, stored)] = office.rows("SELECT happened_on, sent_at, stored_at FROM evidence")
    assert happened == "2027-03-15"
    assert str(sent).startswith(str(stored)[:10])
    [(payload,)] = office.rows("SELECT payload FROM event WHERE kind = 'evidence.stored'")
    assert '"happened_on":"2027-03-15"' in str(payload)

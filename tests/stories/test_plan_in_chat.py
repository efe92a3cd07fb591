"""The lead sends the plan document to the bot, looks at what was understood, corrects it and puts it in force."""

import re
from io import BytesIO

from openpyxl import load_workbook

from tests.conftest import PLAN, Office, eventually
from zibot.rehearsal.nouns import Message
from zibot.rehearsal.people import Document, Person

DOUBTFUL = (
    PLAN.replace("NOMOR: 3/", "NOMOR: 41/")
    .replace("\tJuni 2027\n", "\tminimal 2 kali setahun\n")
    .replace("\tJanuari 2027\n", "\t\n")
    .replace("Memasang poster gratifikasi", "Memasang spanduk gratifikasi di lobi")
)


def document(words: str, name: str = "SK 41.txt", caption: str = "Rencana kerja perubahan") -> Document:
    return Document(words.encode(), name, "text/plain", caption)


def bytes_of(office: Office, message: Message) -> bytes:
    """What the bot uploaded with a message."""
    assert message.document is not None
    with office.world.lock:
        return message.document.data


def all_of(workbook: bytes) -> str:
    """All that a workbook says, hidden sheets too."""
    sheets = load_workbook(BytesIO(workbook)).worksheets
    return "\n".join(
        str(value) for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def confirmed(workbook: bytes, *codes: str) -> bytes:
    """The review workbook with these items confirmed, as someone does it in Excel."""
    book = load_workbook(BytesIO(workbook))
    sheet = book["Butir"]
    rows = list(sheet.iter_rows())
    heading = next(row for row in rows if row[0].value == "Kode")
    column = {str(cell.value): cell.column - 1 for cell in heading}
    for row in rows:
        if row[column["Kode"]].value in codes:
            row[column["Jenis jadwal"]].value = "bulan tertentu"
            row[column["Bulan"]].value = "Mei"
            row[column["Pasti?"]].value = "ya"
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def in_force(office: Office) -> object:
    return office.rows("SELECT decree_number FROM plan ORDER BY id DESC LIMIT 1")[0][0]


def test_a_lead_sends_the_plan_corrects_it_and_puts_it_in_force(running: Office) -> None:
    office = running
    lead = office.join("Ratna Lestari")
    sent = lead.sends(document(DOUBTFUL))
    told = office.heard(lead, "5 butir")
    assert told.reply_to is not None
    assert told.reply_to.message_id == sent.message_id
    assert "Keputusan Nomor 41/HK.03.1/9902/2027" in told.text
    assert "2  I. Manajemen Perubahan · 1 ragu" in told.text
    assert "2 butir perlu dipastikan" in told.text
    assert "• I.1.1 Menyusun surat keputusan tim kerja" in told.text
    assert "Dibanding rencana 2027 yang berlaku" in told.text
    assert in_force(office) == "3/HK.03.1/9902/2027"
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]

    # The review workbook comes as a file that says what to do; one doubt is settled in it and it goes back.
    office.taps(lead, told, "Unduh lembar periksa")
    sheet = office.heard(lead, "Lembar periksa")
    assert sheet.document is not None
    assert sheet.document.name == "lembar-periksa-2027.xlsx"
    assert "Isi 1 butir rahasia tidak ikut" in sheet.text
    assert "pengaduan" not in all_of(bytes_of(office, sheet)).casefold()
    corrected = confirmed(bytes_of(office, sheet), "I.1.1")
    lead.sends(Document(corrected, "lembar-periksa-2027 (1).xlsx"))
    again = office.heard(lead, "1 dari 2 keraguan sudah dipastikan")
    assert "1 butir perlu dipastikan" in again.text
    office.quiet()
    assert told.buttons == []
    assert "digantikan dokumen yang lebih baru" in told.text

    # Two taps; the first asks once more with the effect, and can be taken back.
    office.taps(lead, again, "Berlakukan, 1 ditanyakan nanti")
    assert "menggantikan Keputusan Nomor 3/HK.03.1/9902/2027; bukti dan riwayat tetap ada" in again.text
    office.taps(lead, again, "Kembali")
    assert "Yakin?" not in again.text
    office.taps(lead, again, "Berlakukan")
    assert in_force(office) == "3/HK.03.1/9902/2027"
    office.taps(lead, again, "Ya, berlakukan")
    done = office.heard(lead, "Rencana kerja 2027 berlaku")
    assert "5 butir" in done.text
    assert "1 butir belum dijadwalkan" in done.text
    assert in_force(office) == "41/HK.03.1/9902/2027"
    assert "Sudah diberlakukan" in again.text
    assert again.buttons == []
    known = office.rows(
        "SELECT code, certain FROM item WHERE plan_id = 2 AND code IN ('I.1.1', 'VI.1.1') ORDER BY code"
    )
    assert known == [("I.1.1", 1), ("VI.1.1", 0)]
    secret = office.rows("SELECT action, confidential FROM item WHERE code = 'V.2.1' ORDER BY plan_id")
    assert secret == [("Merekap pengaduan yang masuk", 1)] * 2, "it never left, and is there unchanged"
    assert ("2027-05-31",) in office.rows(
        "SELECT due FROM obligation JOIN item ON item.id = item_id WHERE plan_id = 2 AND code = 'I.1.1'"
    )

    # The coordinator is asked about what is still in doubt.
    citra = office.join("Citra Dewi")
    asked = office.heard(citra, "belum punya jadwal yang pasti")
    assert [button["text"].split(" · ")[0] for button in asked.buttons] == ["📅 VI.1.1"]


def test_a_reading_that_is_killed_begins_again_and_nothing_is_said_twice(office: Office) -> None:
    office.start()
    lead = office.join("Ratna Lestari")
    rows = "".join(
        f"{n}\tKomponen {n}\tIndikator {n}\tMengerjakan hal {n}\tBerkas {n}\tMaret 2027\n" for n in range(1, 300)
    )
    head, _, _ = PLAN.partition("1\tTim Kerja")
    lead.sends(document(head.replace("NOMOR: 3/", "NOMOR: 42/") + rows))
    eventually(lambda: office.rows("SELECT 1 FROM draft WHERE attempts > 0"))
    office.kill()
    assert office.rows("SELECT read_at FROM draft") == [(None,)]

    office.start()
    told = office.heard(lead, "299 butir")
    office.quiet()
    assert sum("299 butir" in text for text in office.texts(lead)) == 1
    assert office.rows("SELECT count(*), min(attempts) FROM draft") == [(1, 0)]

    # Killed between the last word and its effect, it is put in force once.
    office.taps(lead, told, "Berlakukan")
    lead.presses(told, "✅ Ya, berlakukan")
    eventually(lambda: office.rows("SELECT 1 FROM draft WHERE adopt_at IS NOT NULL OR closed_at IS NOT NULL"))
    office.kill()
    office.start()
    office.heard(lead, "Rencana kerja 2027 berlaku")
    office.quiet()
    assert sum("Rencana kerja 2027 berlaku" in text for text in office.texts(lead)) == 1
    assert office.rows("SELECT count(*) FROM plan") == [(2,)]
    assert in_force(office) == "42/HK.03.1/9902/2027"


def test_a_file_whose_name_sounds_like_a_plan_is_evidence_until_the_lead_says_otherwise(running: Office) -> None:
    office = running
    lead = office.join("Ratna Lestari")
    lead.sends(document(DOUBTFUL, "Lampiran_SK_Rencana_Aksi.txt", ""))
    receipt = office.heard(lead, "Bukti tersimpan · No. 000001")
    office.taps(lead, receipt, "Ini rencana kerja")
    office.heard(lead, "2 butir perlu dipastikan")
    again = office.taps(lead, receipt, "Ini rencana kerja")
    assert "sudah saya baca" in again.text
    assert office.rows("SELECT count(*) FROM evidence") == [(1,)]

    lead.sends(document("Notulen rapat", "Notulen rapat.txt", ""))
    plain = office.heard(lead, "Bukti tersimpan · No. 000002")
    assert not any("Ini rencana kerja" in button["text"] for button in plain.buttons)


def test_what_is_no_plan_says_why_and_can_be_kept_as_evidence(running: Office) -> None:
    office = running
    lead = office.join("Ratna Lestari")
    lead.says("/rencana")
    shown = office.heard(lead, "Rencana kerja 2027")
    office.taps(lead, shown, "Kirim rencana kerja")
    office.heard(lead, "Silakan kirim dokumen rencana kerja")
    lead.sends(document("Notulen rapat tim kerja tanggal 4 Januari 2027", "Notulen.txt", ""))
    unread = office.heard(lead, "belum dapat dibaca sebagai rencana kerja")
    assert "Notulen.txt" in unread.text
    assert "di Notulen.txt" in unread.text
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    office.taps(lead, unread, "Simpan sebagai bukti")
    office.heard(lead, "Bukti tersimpan · No. 000001")
    twice = office.taps(lead, unread, "Simpan sebagai bukti")
    assert "sudah tersimpan" in twice.text

    # What comes next is evidence again.
    lead.sends(document("Daftar hadir", "Daftar hadir.txt", ""))
    office.heard(lead, "Bukti tersimpan · No. 000002")


def test_only_leads_have_a_document_read_and_only_in_private(running: Office) -> None:
    office = running
    lead, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    dedi.sends(document(DOUBTFUL))
    receipt = office.heard(dedi, "Bukti tersimpan")
    assert not any("Ini rencana kerja" in button["text"] for button in receipt.buttons)
    dedi.says("/rencana")
    assert office.heard(dedi, "Rencana kerja 2027").buttons == []

    group = office.group(lead, dedi)
    lead.says("/rencana", to=group)
    shown = office.heard(group, "Rencana kerja 2027")
    assert shown.buttons == []
    office.quiet()
    lead.sends(document(DOUBTFUL, "rencana.txt", ""), to=group, reply_to=shown)
    office.heard(group, "saya baca di obrolan pribadi")
    office.quiet()
    assert office.rows("SELECT count(*) FROM draft") == [(0,)]


def test_a_reply_about_an_item_is_its_evidence_whatever_its_caption_says(running: Office) -> None:
    office = running
    lead = office.join("Ratna Lestari")
    lead.says("/butir I.1.1")
    shown = office.heard(lead, "Menyusun surat keputusan tim kerja")
    office.quiet()
    lead.sends(document("SK", "SK.txt", "rencana kerja"), reply_to=shown)
    receipt = office.heard(lead, "Bukti tersimpan · No. 000001")
    assert "Butir I.1.1" in receipt.text
    assert office.rows("SELECT count(*) FROM draft") == [(0,)]


def test_the_plan_in_force_is_downloaded_as_workbook_and_as_calendar(running: Office) -> None:
    office = running
    lead = office.join("Ratna Lestari")
    shown = _plan(office, lead)
    office.taps(lead, shown, "Unduh rencana")
    workbook = load_workbook(BytesIO(bytes_of(office, office.heard(lead, "Rencana kerja 2027 yang berlaku"))))
    codes = [str(row[0].value) for row in workbook["Butir"].iter_rows()]
    assert [code for code in codes if re.fullmatch(r"[IV]+\.\d\.\d", code)] == [
        "I.1.1",
        "I.1.2",
        "V.1.1",
        "V.2.1",
        "VI.1.1",
    ]
    office.taps(lead, shown, "Kalender")
    calendar = bytes_of(office, office.heard(lead, "Tenggat rencana kerja 2027")).decode()
    assert calendar.count("BEGIN:VEVENT") == 6

    # Sent back as it is, it says that nothing would change.
    lead.sends(Document(bytes_of(office, office.heard(lead, "yang berlaku.")), "rencana-kerja-2027.xlsx"))
    told = office.heard(lead, "Isinya sama dengan rencana yang berlaku")
    assert not any("Berlakukan" in button["text"] for button in told.buttons)


def _plan(office: Office, person: Person) -> Message:
    person.says("/rencana")
    return office.heard(person, "Rencana kerja 2027")

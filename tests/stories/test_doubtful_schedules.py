"""What the plan says unclearly is never guessed: its coordinator is asked, once, and decides in the chat."""

from tests.conftest import PLAN, Office

DOUBTFUL = (
    PLAN.replace("\tJuni 2027\n", "\tminimal 2 kali setahun\n")
    .replace("\tJanuari 2027\n", "\t\n")
    .replace("\tFoto poster\tMaret 2027\n", "\tFoto poster\ttriwulanan/semesteran\n")
)


def test_the_coordinator_is_asked_about_each_item_in_doubt(office: Office) -> None:
    (office.folder / "ragu.txt").write_text(DOUBTFUL)
    adopted = office.zibot("plan", "adopt", "ragu.txt", "--yes")
    assert adopted.returncode == 0, adopted.stderr
    assert "3 butir belum dijadwalkan" in adopted.stdout
    office.start()
    citra, budi = office.join("Citra Dewi"), office.join("Budi Santoso")

    # Citra checks areas I and VI, Budi area V: each is asked about their own.
    asked = office.heard(citra, "belum punya jadwal yang pasti")
    assert [button["text"].split(" · ")[0] for button in asked.buttons] == ["📅 I.1.1", "📅 VI.1.1"]
    assert "minimal 2 kali setahun" in asked.text
    theirs = office.heard(budi, "belum punya jadwal yang pasti")
    assert [button["text"].split(" · ")[0] for button in theirs.buttons] == ["📅 V.1.1"]

    # The proposal of what the document seems to say is one tap away.
    citra.presses(asked, asked.buttons[1]["callback_data"])
    question = office.heard(citra, "Kapan tenggat butir VI.1.1")
    assert "Usulan: 30 Juni 2027, 31 Desember 2027" in question.text
    citra.presses(question, "✅ Pakai usulan")
    office.heard(citra, "Butir VI.1.1 dijadwalkan: 30 Juni 2027, 31 Desember 2027")

    # Or it is written in the plan's own words; what is unclear is asked again.
    citra.presses(asked, asked.buttons[0]["callback_data"])
    office.heard(citra, "Kapan tenggat butir I.1.1")
    citra.says("nanti saja")
    office.heard(citra, "belum menangkap jadwal butir I.1.1")
    citra.says("setiap triwulan")
    done = office.heard(citra, "Butir I.1.1 dijadwalkan: 31 Maret 2027, 30 Juni 2027, 30 September 2027")
    assert "Masih" not in done.text

    budi.presses(theirs, theirs.buttons[0]["callback_data"])
    budi.presses(office.heard(budi, "Kapan tenggat butir V.1.1"), "Tanpa tanggal")
    office.heard(budi, "dicatat tanpa tanggal")
    office.quiet()
    dues = office.rows(
        "SELECT item.code, obligation.due FROM obligation JOIN item ON item.id = obligation.item_id"
        " WHERE item.plan_id = 2 AND item.code IN ('I.1.1', 'V.1.1', 'VI.1.1')"
        " AND (SELECT kind FROM event WHERE obligation_id = obligation.id ORDER BY id DESC LIMIT 1)"
        " IS NOT 'obligation.withdrawn' ORDER BY 1, 2"
    )
    assert dues == [
        ("I.1.1", "2027-03-31"),
        ("I.1.1", "2027-06-30"),
        ("I.1.1", "2027-09-30"),
        ("I.1.1", "2027-12-31"),
        ("VI.1.1", "2027-06-30"),
        ("VI.1.1", "2027-12-31"),
    ]
    # An old button says so, and somebody else's is refused.
    stale = citra.presses(asked, asked.buttons[0]["callback_data"])
    assert office.world.wait_until(lambda: stale.answered, 10)
    assert "tidak berlaku" in stale.text

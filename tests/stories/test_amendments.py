"""In the middle of the year a second decree changes the plan: what people sent goes along, and each is told once."""

import pytest

from tests.conftest import PLAN, Office, a_photo
from zibot.service import build_house
from zibot.storage import ledger

LATER = (
    PLAN.replace("NOMOR: 3/HK", "NOMOR: 9/HK")
    .replace(
        "1\tPengendalian Gratifikasi\tGratifikasi dikendalikan\tMemasang poster gratifikasi\tFoto poster\tMaret 2027\n",
        "1\tPengendalian Gratifikasi\tPetugas ditunjuk\tMenunjuk petugas unit pengendali\tSurat tugas\tJuli 2027\n"
        "\t\tGratifikasi dikendalikan\tMemasang poster gratifikasi\tFoto poster; Foto spanduk\tJuni 2027\n",
    )
    .replace("\tFebruari, April 2027\n", "\tApril, Oktober 2027\n")
    .replace(
        "2\tPengaduan Masyarakat\tPengaduan ditangani\tMerekap pengaduan yang masuk\tRekapitulasi\tMaret 2027\n", ""
    )
)


@pytest.fixture
def amended(office: Office) -> Office:
    (office.folder / "ubah.txt").write_text(LATER)
    (office.folder / "rencana.txt").write_text(
        (office.folder / "rencana.txt").read_text().replace("\tFoto poster\t", "\tFoto poster; Foto spanduk\t")
    )
    office.start()
    return office


def counts(office: Office) -> dict[str, int]:
    return {
        table: int(str(office.rows(f"SELECT count(*) FROM {table}")[0][0]))
        for table in ("plan", "item", "obligation", "event", "evidence", "reminder", "outbox")
    }


def test_the_photo_goes_with_its_item_and_the_old_date_ends_with_the_decree(amended: Office) -> None:
    office = amended
    ratna, budi, dedi = office.join("Ratna Lestari"), office.join("Budi Santoso"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    adopted = office.zibot("plan", "adopt", "rencana.txt", "--yes")
    assert adopted.returncode == 0, adopted.stderr
    dedi.sends(a_photo(1, caption="V.1.1"))
    office.heard(dedi, "No. 000001")
    office.wakes_at("2027-03-01 07:30")
    before = counts(office)

    # The terminal tells what changes.
    changed = office.zibot("plan", "adopt", "ubah.txt", "--yes")
    assert changed.returncode == 0, changed.stderr
    for words in ("1 butir baru, 2 berubah, 1 dicabut", "Menunjuk petugas", "(semula V.1.1)", "Maret 2027 -> 31 Mar"):
        assert words in changed.stdout
    office.quiet()

    # The group and who leads hear the counts; who held something hears what became of it.
    assert "2 butir berubah" in office.heard(group, "Rencana kerja 2027 diperbarui").text
    assert "Di area Anda (V):" in office.heard(budi, "Rencana kerja 2027 diperbarui").text
    office.heard(ratna, "Rencana kerja 2027 diperbarui")
    told = office.heard(dedi, "Yang berubah untuk Anda").text
    assert "V.1.2 (semula V.1.1) Memasang poster" in told
    assert "tenggat 31 Mar pindah ke 30 Juni 2027" in told
    assert "V.2.1 Merekap pengaduan yang masuk" in told
    assert "tidak perlu dikerjakan lagi" in told

    # The evidence is with its item, under whichever code it is asked for.
    dedi.says("/butir V.1.2")
    about = office.heard(dedi, "Langkah aksi:\nMemasang poster").text
    assert "30 Juni 2027 — " in about
    assert "1 dari 2 bukti, kurang: Foto spanduk" in about
    # What was dropped and is confidential is no longer Dedi's to read: its coordinator sees why it ended.
    dedi.says("/butir V.2.1")
    assert "(rahasia)" in office.heard(dedi, "Butir ini sudah dicabut").text
    budi.says("/butir V.2.1")
    assert "dicabut (Keputusan Nomor 9/HK.03.1/9902/2027)" in office.heard(budi, "Butir ini sudah dicabut").text
    dedi.says("/rencana")
    assert "Keputusan Nomor 9/HK.03.1/9902/2027" in office.heard(dedi, "6 kewajiban").text

    # Nothing was deleted, and the ledger holds.
    office.quiet()
    after = counts(office)
    assert all(after[table] >= size for table, size in before.items())
    assert office.stop() == 0
    house = build_house(office.settings())
    assert house.work_here(lambda desk: list(ledger.broken(desk.session, desk.satker_id))) == []
    house.close()


def test_the_same_document_again_changes_nothing_and_one_in_doubt_is_not_adopted_unasked(office: Office) -> None:
    before = counts(office)
    again = office.zibot("plan", "adopt", "rencana.txt")
    assert again.returncode == 0
    assert "sudah sama persis" in again.stdout
    (office.folder / "ragu.txt").write_text(LATER.replace("\tJuni 2027\n", "\tsecara berkala\n"))
    refused = office.zibot("plan", "adopt", "ragu.txt")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    for words in ("ragu.txt", "V.1.2", "--out periksa.xlsx", "--yes"):
        assert words in refused.stderr
    assert counts(office) == before

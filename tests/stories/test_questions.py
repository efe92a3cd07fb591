"""Questions to the bot: every usual way to ask, in private and in the group, and before there is any plan."""

from tests.conftest import Office, a_photo
from zibot.rehearsal.nouns import Chat, Message
from zibot.rehearsal.people import Person


def answer(office: Office, person: Person, question: str, to: Chat | None = None) -> Message:
    """Ask and wait; the bot's one answer."""
    where = to or person
    before = len(office.said(where))
    person.says(question, to=to)
    office.quiet()
    said = office.said(where)[before:]
    assert len(said) == 1, f"{question}: {[message.text for message in said]}"
    return said[0]


def test_status_understands_every_usual_name_of_an_area(running: Office) -> None:
    office = running
    dedi = office.join("Dedi Kurnia")
    for words in ("pengawasan", "V", "v", "5", "area pengawasan", "penguatan pengawasan", "area 5", "pengwasan"):
        said = answer(office, dedi, f"/status {words}").text
        assert "Area V · " in said, words
        assert "PENGAWASAN" in said.upper()
    for words in ("pelayanan", "VI", "pelayanan publik", "yanlik", "area VI"):
        assert "Area VI · " in answer(office, dedi, f"/status {words}").text, words
    assert "Area I · " in answer(office, dedi, "/status manajemen perubahan").text
    for words in ("", " semua", " semua area"):
        said = answer(office, dedi, f"/status{words}").text
        assert "Kemajuan" in said
        assert "(0 dari 6" in said
        assert "PELAYANAN" in said.upper()

    # An area that this plan lacks, and words that name none: asked back with a button for each.
    for words in ("area SDM", "xyzabc"):
        asked = answer(office, dedi, f"/status {words}")
        assert "Area V · " not in asked.text
        if asked.buttons:
            office.taps(dedi, asked, "V · ")
            assert "Area V · " in office.last(dedi).text


def test_lists_and_details(running: Office) -> None:
    office = running
    dedi, budi = office.join("Dedi Kurnia"), office.join("Budi Santoso")
    tasks = answer(office, dedi, "/tugas")
    assert [code in tasks.text for code in ("I.1.1", "I.1.2", "V.1.1", "V.2.1", "VI.1.1")] == [True] * 4 + [False]
    assert "29 Januari 2027" in tasks.text
    assert "VI.1.1" in answer(office, budi, "/tugas").text

    for asked in ("/butir V.1.1", "/butir v.1.1", "/butir V. 1. 1", "/butir V.1.1."):
        said = answer(office, dedi, asked).text
        assert "Memasang poster gratifikasi" in said
        assert "Foto poster" in said
        assert "Dedi Kurnia" in said
        assert "31 Maret 2027" in said
    for asked in ("/butir V.9.9", "/butir <b>"):
        assert "tidak menemukan" in answer(office, dedi, asked).text
    assert "/butir I.1.1" in answer(office, dedi, "/butir").text

    assert "Tidak ada yang lewat tenggat" in answer(office, dedi, "/terlambat").text
    assert "29 Januari" in answer(office, dedi, "/jadwal").text
    office.wakes_at("2027-04-01 07:29")
    late = answer(office, dedi, "/terlambat").text
    assert late.index("I.1.1") < late.index("I.1.2") < late.index("V.1.1")
    assert "Dedi Kurnia" in late
    only = answer(office, dedi, "/terlambat pengawasan").text
    assert "V.1.1" in only
    assert "I.1.1" not in only
    coming = answer(office, dedi, "/jadwal").text
    assert "I.1.2" in coming
    assert "VI.1.1" not in coming

    asked = answer(office, dedi, "apa yg telat di pengawasan bu?").text
    assert asked.startswith("Yang lewat tenggat, area V")
    assert answer(office, dedi, "cari poster").text.startswith("Butir dengan “poster”")
    assert "belum menangkap" in answer(office, dedi, "jadi beli nasi padang di mana").text

    plan = answer(office, dedi, "/rencana").text
    assert "3/HK.03.1/9902/2027" in plan
    assert "5 butir, 6 kewajiban" in plan
    team = answer(office, dedi, "/tim").text
    assert "✅ Dedi Kurnia" in team
    assert "▫️ Citra Dewi" in team
    assert "peninjau" in team
    assert "/bantuan" in answer(office, dedi, "/entahlah").text


def test_help_tells_each_role_what_it_may_do(running: Office) -> None:
    office = running
    dedi, citra, eka = office.join("Dedi Kurnia"), office.join("Citra Dewi"), office.join("Eka Putri")
    for_staff, for_coordinator, for_reviewer = (answer(office, p, "/bantuan").text for p in (dedi, citra, eka))
    assert "Kirim bukti" in for_staff
    assert "Kembalikan" not in for_staff
    assert "Kirim bukti" in for_coordinator
    assert "Kembalikan" in for_coordinator
    assert "Kirim bukti" not in for_reviewer
    assert "Kembalikan" not in for_reviewer
    for command in ("/tugas", "/status", "/butir", "/terlambat", "/jadwal", "/rekap", "/rencana", "/tim"):
        assert command in for_staff
    assert answer(office, dedi, "/help").text == for_staff


def test_the_group_is_answered_without_what_is_confidential(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    group = office.group(ratna, dedi)
    office.wakes_at("2027-04-01 07:29")
    private, public = answer(office, dedi, "/terlambat").text, answer(office, dedi, "/terlambat", to=group).text
    assert "Merekap pengaduan" in private
    for question in ("/terlambat", "/status V", "/butir V.2.1", "/jadwal", "/tugas", "/status", "/rencana"):
        said = answer(office, dedi, question, to=group)
        assert "Merekap pengaduan" not in said.text, question
        assert "Rekapitulasi" not in said.text, question
    assert "V.2.1" in public
    assert "Memasang poster" in public
    # In words the bot is asked by its name; what people say among themselves is none of its business.
    said = answer(office, dedi, "@zibot_latihan_bot gimana progres pengawasan?", to=group)
    assert said.text.startswith("Area V · Penguatan Pengawasan")
    said = answer(office, dedi, "@zibot_latihan_bot siapa yang belum kirim bukti?", to=group)
    assert said.text.startswith("Belum ada bukti")
    assert "Merekap pengaduan" not in said.text
    office.taps(dedi, said, "V.1.1")
    assert "Memasang poster" in office.last(group).text
    # A command of another bot is left alone.
    before = len(office.said(group))
    dedi.says("/cuaca", to=group)
    dedi.says("/status@bot_lain", to=group)
    dedi.says("selesai ya teman-teman", to=group)
    ratna.says("/tim", to=group)
    office.heard(group, "Tim Zona Integritas")
    office.quiet()
    assert len(office.said(group)) == before + 1


def test_before_any_plan_is_adopted(bare_office: Office) -> None:
    office = bare_office
    assert office.zibot("team", "load", "team.yaml").returncode == 0
    office.start()
    dedi, ratna = office.join("Dedi Kurnia"), office.join("Ratna Lestari")
    for question in ("/status", "/status V", "/butir V.1.1", "/terlambat", "/jadwal", "/rencana"):
        assert "Belum ada rencana kerja" in answer(office, dedi, question).text
    assert "Tidak ada tugas" in answer(office, dedi, "/tugas").text
    answer(office, dedi, "/rekap")
    assert "Dedi Kurnia" in answer(office, dedi, "/tim").text
    group = office.group(ratna, dedi)
    assert "Belum ada rencana kerja" in answer(office, dedi, "/status", to=group).text
    office.wakes_at("2027-04-01 08:30")

    # Evidence that comes too early is kept, and filed once there is a plan.
    dedi.sends(a_photo(1, caption="SK tim kerja"))
    receipt = office.heard(dedi, "No. 000001")
    office.at("2027-01-04 08:00")
    adopted = office.zibot("plan", "adopt", "rencana.txt", "--yes")
    assert adopted.returncode == 0
    dedi.says("I.1.1", reply_to=receipt)
    assert "I.1.1" in office.heard(dedi, "No. 000001", after=receipt.message_id).text

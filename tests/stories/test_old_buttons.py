"""A busy week leaves a button of every kind behind; after a restart and 90 days each is still answered, for anyone."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from tests.conftest import Office, a_photo
from zibot.context import Verb
from zibot.rehearsal.nouns import Chat, Message, Query
from zibot.rehearsal.people import Document, Person

HEAD = """KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN WANASARI
NOMOR: 7/HK.03.1/9902/2027
TENTANG
RENCANA KERJA PEMBANGUNAN ZONA INTEGRITAS
KABUPATEN WANASARI TAHUN 2027

Ditetapkan di Wanasari
pada tanggal 12 April 2027

NO\tKOMPONEN\tINDIKATOR\tLANGKAH AKSI\tBUKTI FISIK\tTARGET WAKTU\tPIC
"""
MONTHLY = ("apel", "piket", "arsip", "loket", "survei", "situs", "kotak saran", "ruang tamu")
AREA_V = "".join(
    f"{number}\tLayanan {what}\tLayanan {what} berjalan\tMemantau {what}\tFoto {what}\tSetiap tanggal 14 setiap bulan"
    f"\t{'Dedi Kurnia, Fajar Nugroho' if number == 1 else 'Tim PPID'}\n"
    for number, what in enumerate(MONTHLY, start=1)
)
PLAN = f"""{HEAD}I\tMANAJEMEN PERUBAHAN
1\tTim Kerja\tTim kerja terbentuk\tMenyusun surat keputusan tim kerja\tSK tim kerja\tJanuari 2027\tCitra Dewi
\t\tTim kerja bertemu\tMengadakan rapat tim\tUndangan; Notulen\tApril, Juni 2027\tDedi Kurnia
\t\tTim kerja dinilai\tMenilai kerja tim\tLaporan\tminimal 2 kali setahun\tDedi Kurnia
2\tAgen Perubahan\tAgen ditunjuk\tMemilih agen perubahan\tFoto\tApril 2027\tDedi Kurnia
V\tPENGUATAN PENGAWASAN
{AREA_V}VI\tPENINGKATAN KUALITAS PELAYANAN PUBLIK
1\tLayanan loket\tStandar ditetapkan\tMenyusun maklumat pelayanan\tMaklumat\tJuni 2027\tBudi Santoso
"""
TEAM = """people:
  - {name: Ratna Lestari, jabatan: Anggota KPU, role: lead}
  - {name: Wayan Admin, jabatan: Operator, role: admin}
  - {name: Budi Santoso, jabatan: Kasubbag Hukum, role: coordinator, areas: [V]}
  - {name: Citra Dewi, jabatan: Kasubbag Umum, role: coordinator, areas: [I, VI]}
  - {name: Dedi Kurnia, jabatan: Staf, role: staff, items: [I, V.1, V.2, V.3, V.4, V.5, V.6]}
  - {name: Fajar Nugroho, jabatan: Staf, role: staff, items: [V.1.1]}
  - {name: Eka Putri, jabatan: Inspektorat, role: reviewer}
""" + "".join(f"  - {{name: Petugas {name}, role: staff}}\n" for name in ("Ani", "Bayu", "Cici", "Doni", "Ejen"))
TOO_LONG = {"voice": {"file_id": "AwACAgUAAxkBAAM-x", "file_unique_id": "AgADx", "duration": 2**62}}
"""Nothing that the library can read."""


@dataclass
class Week:
    """An office, and every button that stood under a message at any time of the week."""

    office: Office
    places: list[Person | Chat] = field(default_factory=list)
    stood: dict[tuple[int, int, str], Message] = field(default_factory=dict)

    def looks(self) -> None:
        """Take down which buttons stand now."""
        self.office.quiet()
        for place in self.places:
            for message in self.office.said(place):
                for button in message.buttons:
                    data = str(button["callback_data"])
                    self.stood.setdefault((message.chat.id, message.message_id, data), message)

    @property
    def verbs(self) -> set[str]:
        """What the buttons do."""
        return {data.partition(":")[0] for _, _, data in self.stood}

    def says(self, person: Person, *words: str, to: Chat | None = None, reply_to: Message | None = None) -> None:
        """Someone writes, one message after the other."""
        for said in words:
            person.says(said, to=to, reply_to=reply_to)
            self.looks()

    def presses(self, person: Person, *verbs: Verb, where: Chat | None = None) -> Message:
        """Someone presses the newest button of each of these kinds."""
        message = None
        for verb in verbs:
            message, data = next(self._newest(where or person, verb))
            query = person.presses(message, data)
            self.looks()
            assert query.answered
        assert message is not None
        return message

    def _newest(self, where: Person | Chat, verb: Verb) -> Iterator[tuple[Message, str]]:
        for message in reversed(self.office.said(where)):
            for button in message.buttons:
                if str(button["callback_data"]).partition(":")[0] == verb:
                    yield message, str(button["callback_data"])
        raise AssertionError(f"no button {verb.name} in {where}: {self.office.texts(where)[-3:]}")

    def receipt(self, person: Person) -> Message:
        """The newest receipt that someone has."""
        return self.office.heard(person, "Bukti diterima")


@pytest.fixture
def week(bare_office: Office) -> Week:
    """The first morning: plan and team are there, everyone has joined."""
    office = bare_office
    office.at("2027-04-12 07:00")
    (office.folder / "rencana.txt").write_text(PLAN)
    (office.folder / "team.yaml").write_text(TEAM)
    for words in (("plan", "adopt", "rencana.txt", "--yes"), ("team", "load", "team.yaml")):
        done = office.zibot(*words)
        assert done.returncode == 0, done.stderr
    office.start()
    names = ("Ratna Lestari", "Wayan Admin", "Budi Santoso", "Citra Dewi", "Dedi Kurnia", "Fajar Nugroho", "Eka Putri")
    people = [office.join(name) for name in names]
    return Week(office, [*people, office.group(*people)])


def of_questions(week: Week) -> None:
    """What is asked: progress, lists, items, people; in private and in the group."""
    ratna, _, _, _, dedi, _, _, group = week.places
    assert isinstance(ratna, Person) and isinstance(dedi, Person) and isinstance(group, Chat)
    week.says(ratna, "/status", "/status area V", "/jadwal", "/jadwal kapan-kapan", "/cari foto", "/butir V", "/rencana")
    week.says(ratna, "siapa pemegang area V?", "/tugas")
    week.says(dedi, "/tugas", "/status V", "/jadwal", to=group)
    week.presses(dedi, Verb.OPEN, where=group)


def of_the_team(week: Week) -> None:
    """The lead makes the team; everyone has a card of their own."""
    ratna, dedi = week.office.person("Ratna"), week.office.person("Dedi")
    week.says(ratna, "/tim")
    week.presses(ratna, Verb.MEMBER_NEW)
    week.says(ratna, "Gita Permata, Staf")
    week.says(ratna, "/tim Citra")
    week.presses(ratna, Verb.MEMBER_ROLE)
    week.says(ratna, "/tim Citra")
    week.presses(ratna, Verb.MEMBER_AREAS)
    week.says(ratna, "/tim Fajar")
    week.presses(ratna, Verb.MEMBER_OUT)
    week.says(dedi, "/saya")
    week.presses(dedi, Verb.MY_ERASURE)
    week.says(dedi, "/cuti 3-4 Juni")


def of_plans(week: Week) -> None:
    """The lead sends documents: one to adopt, one without a year, one that is laid aside, one as evidence."""
    ratna = week.office.person("Ratna")
    other = PLAN.replace("NOMOR: 7/", "NOMOR: 8/").replace("Memilih agen", "Menunjuk agen")
    ratna.sends(Document(other.encode(), "SK 8.txt", "text/plain", "rencana kerja"))
    week.office.heard(ratna, "Nomor 8/")
    week.looks()
    week.presses(ratna, Verb.DRAFT_ASK)
    ratna.sends(Document(other.replace("2027", "").encode(), "rencana kerja.txt", "text/plain", "rencana kerja"))
    week.looks()
    week.presses(ratna, Verb.DRAFT_CANCEL)
    ratna.sends(Document(b"%PDF-1.4 rapat", "rencana aksi.pdf", "application/pdf", "bukti I.1.2"))
    week.looks()


def of_evidence(week: Week) -> None:
    """Pictures, albums, words and links come, and what is said of them."""
    dedi = week.office.person("Dedi")
    dedi.sends(a_photo(1, "V.2.1"))
    dedi.sends(a_photo(2))
    week.looks()
    dedi.sends_album(a_photo(3, "I.1.2 notulen"), a_photo(4))
    week.looks()
    week.presses(dedi, Verb.SLOTS, Verb.VOID)
    week.says(dedi, "lampunya sudah diganti juga minggu lalu", reply_to=week.receipt(dedi))
    week.says(dedi, "/butir V.3.1")
    week.presses(dedi, Verb.OPEN, Verb.SEND)
    week.says(dedi, "Arsip kami tata ulang bersama sebelas pegawai")
    week.says(dedi, "selesai")


def of_reviews(week: Week) -> None:
    """What was handed in is looked at: compared, returned, accepted, one after the other."""
    budi, dedi = week.office.person("Budi"), week.office.person("Dedi")
    dedi.sends(a_photo(1, "V.4.1"))
    dedi.sends_album(a_photo(11, "V.5.1"), a_photo(12))
    week.office.heard(budi, "Perlu diperiksa: V.5.1")
    week.looks()
    week.says(budi, "/periksa")
    week.presses(budi, Verb.SKIP)
    week.presses(budi, Verb.RETURN)
    week.says(budi, "apa yang perlu diperiksa?")


def of_time(week: Week) -> None:
    """Later dates are asked for, reminders put off, old dates settled, doubtful schedules decided."""
    office, dedi, ratna, citra = (week.office, *(week.office.person(name) for name in ("Dedi", "Ratna", "Citra")))
    week.says(dedi, "/butir V.6.1")
    week.presses(dedi, Verb.OPEN, Verb.POSTPONE)
    week.says(dedi, "akhir bulan")
    week.presses(office.person("Budi"), Verb.DENY)
    week.says(dedi, "I.2.1 masih proses")
    week.presses(ratna, Verb.SETTLE)
    week.presses(citra, Verb.SCHEDULE)


def of_assigning(week: Week) -> None:
    """The lead says who holds what, in words, by buttons, and by what the plan says."""
    ratna = week.office.person("Ratna")
    week.says(ratna, "/tugaskan")
    week.presses(ratna, Verb.ASSIGN_SCOPE)
    week.says(ratna, "/tugaskan loket Fajar", "/tugaskan V Budi", "/tugaskan pic")
    week.presses(ratna, Verb.PIC)


def of_trouble(week: Week) -> None:
    """Something cannot be handled, and the admin is told."""
    week.office.person("Citra").sends_other(TOO_LONG)
    for hour in range(8, 22):
        week.office.at(f"2027-04-16 {hour:02}:00")
        if [text for text in week.office.texts(week.office.person("Wayan")) if "disisihkan" in text]:
            break
    week.looks()


def test_after_ninety_days_every_button_of_a_busy_week_is_answered(week: Week) -> None:
    office = week.office
    week.looks()
    of_questions(week)
    of_the_team(week)
    of_plans(week)
    of_evidence(week)
    of_reviews(week)
    office.wakes_at("2027-04-15 07:31")
    week.looks()
    of_time(week)
    of_assigning(week)
    of_questions(week)
    missing = {verb.name for verb in Verb} - {verb.name for verb in Verb if verb in week.verbs}
    print(len(week.stood), sorted(missing))
    assert not missing

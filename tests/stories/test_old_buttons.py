"""A busy week leaves a button of every kind behind; after a restart and 90 days each is still answered, for anyone."""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from benchmarks.scenes import jpeg, room
from tests.conftest import Office, a_photo, eventually
from zibot import admin
from zibot.context import Verb
from zibot.handlers.looker import Looker
from zibot.rehearsal.nouns import Chat, Message, Query
from zibot.rehearsal.people import Document, Person, Photo
from zibot.service import build_house

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
NAMES = ("Ratna Lestari", "Wayan Admin", "Budi Santoso", "Citra Dewi", "Dedi Kurnia", "Fajar Nugroho", "Eka Putri")
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
        return self.office.heard(person, "Bukti tersimpan")


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
    house = build_house(office.settings())
    for name in NAMES:
        person = office.person(name.split(maxsplit=1)[0])
        person.starts(house.work_here(admin.invite, name, None, None)[1])
    house.close()
    people = [office.person(name.split(maxsplit=1)[0]) for name in NAMES]
    for person in people:
        office.heard(person, "Selamat datang")
    return Week(office, [*people, office.group(*people)])


def of_questions(week: Week) -> None:
    """What is asked: progress, lists, items, people; in private and in the group."""
    ratna, _, _, _, dedi, _, _, group = week.places
    assert isinstance(ratna, Person)
    assert isinstance(dedi, Person)
    assert isinstance(group, Chat)
    week.says(ratna, "/status", "/status area V", "/jadwal", "/jadwal Budi", "/cari foto", "/butir V", "/rencana")
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
    ratna.sends(Document(b"%PDF-1.4 rapat", "rencana kerja.pdf", "application/pdf", "bukti kegiatan"))
    week.looks()


def of_evidence(week: Week) -> None:
    """Pictures, albums, words and links come, and what is said of them."""
    dedi = week.office.person("Dedi")
    dedi.sends(Photo(jpeg(room(1, 1)), "V.2.1"))
    dedi.sends(a_photo(2))
    week.looks()
    dedi.sends_album(a_photo(3, "I.1.2 notulen"), a_photo(4))
    week.looks()
    week.presses(dedi, Verb.VOID)
    dedi.sends(a_photo(5, "I.1.2 undangan"))
    week.looks()
    week.presses(dedi, Verb.SLOTS)
    dedi.forwards(a_photo(6, "V.2.1"), first_sent=datetime(2027, 3, 30, 3, tzinfo=UTC))
    week.looks()
    week.says(dedi, "lampunya sudah diganti juga minggu lalu", reply_to=week.receipt(dedi))


def of_reviews(week: Week) -> None:
    """What was handed in is looked at: compared, returned, accepted, one after the other."""
    budi, dedi = week.office.person("Budi"), week.office.person("Dedi")
    dedi.sends(Photo(jpeg(room(1, 1), 55), "V.4.1"))
    dedi.sends_album(a_photo(11, "V.5.1"), a_photo(12))
    week.office.heard(budi, "Perlu diperiksa: V.5.1")
    week.looks()
    week.says(budi, "/periksa")
    week.presses(budi, Verb.SKIP, Verb.RETURN)


def of_time(week: Week) -> None:
    """Later dates are asked for, reminders put off, old dates settled, doubtful schedules decided."""
    office, dedi, ratna, citra = (week.office, *(week.office.person(name) for name in ("Dedi", "Ratna", "Citra")))
    week.says(dedi, "masih dikerjakan", reply_to=office.heard(dedi, "Selamat pagi"))
    week.presses(dedi, Verb.OPEN, Verb.SEND)
    week.says(dedi, "Arsip ditata ulang bersama sebelas pegawai di ruang rapat")
    week.presses(dedi, Verb.OPEN, Verb.POSTPONE)
    week.says(dedi, "akhir bulan")
    week.presses(dedi, Verb.OPEN, Verb.LATER)
    week.presses(office.person("Budi"), Verb.DENY)
    week.says(dedi, "I.2.1 masih proses")
    week.presses(ratna, Verb.SETTLE)
    week.presses(citra, Verb.SCHEDULE)


def of_assigning(week: Week) -> None:
    """The lead says who holds what, in words, by buttons, and by what the plan says."""
    ratna = week.office.person("Ratna")
    week.says(ratna, "/tugaskan")
    week.presses(ratna, Verb.ASSIGN_SCOPE)
    week.says(ratna, "/tugaskan pic")
    week.presses(ratna, Verb.PIC, Verb.PIC)
    week.says(ratna, "/tugaskan layanan loket Fajar", "/tugaskan V Budi")


def of_trouble(week: Week) -> None:
    """Something cannot be handled, and the admin is told."""
    office = week.office
    office.person("Citra").sends_other(TOO_LONG)
    for tries in range(1, 7):
        failed = [(tries,)]
        eventually(lambda failed=failed: office.rows("SELECT attempts FROM inbox WHERE error IS NOT NULL") == failed)
        office.at(f"2027-04-15 {7 + tries:02}:40")
    office.heard(office.person("Wayan"), "disisihkan")
    week.looks()


def of_pictures(week: Week) -> None:
    """All pictures are looked at; a running bot does so while nobody needs anything."""
    house = build_house(week.office.settings())

    async def looked() -> None:
        looker = Looker(house)
        while await looker.process_one():
            pass

    asyncio.run(looked())
    house.close()
    week.office.heard(week.office.person("Budi"), "tampak sama")


def pressed_again(week: Week, person: Person, presses: Iterable[tuple[Message, str]]) -> None:
    """Someone sends callback data from these messages, as any client can; each is answered."""
    office, world = week.office, week.office.world
    with world.lock:
        queries = [Query(world.code(), person.user, message, data, world.now()) for message, data in presses]
        world.queries |= {query.id: query for query in queries}
        for query in queries:
            world.tell_bot("callback_query", query.api())
    unsent = "SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL"
    eventually(lambda: all(query.answered for query in queries) and not office.rows(unsent), 120)


def silent(office: Office, after: int) -> list[str]:
    """The buttons that stood there and were answered with neither words nor a message nor a change."""
    shown, said, found = dict[tuple[object, object], tuple[str, ...]](), 0, list[str]()
    for id, method, payload, chat, number in office.rows("SELECT id, method, payload, chat_id, message_id FROM outbox"):
        body = json.loads(str(payload))
        if method != "answerCallbackQuery":
            place = chat, body.get("message_id", number)
            shown[place] = (*shown.get(place, ())[-1:], json.dumps(body.get("reply_markup")))
            said += 1
            continue
        query = office.world.queries[body["callback_query_id"]]
        place = query.message.chat.id, query.message.message_id
        # What a press brings about is put out right before its answer; a page that is shown already stays as it is,
        # and so does one to which a change that is still on its way leads back.
        stands = all(f'"{query.data}"' in markup for markup in shown.get(place, ("",)))
        if int(str(id)) > after and not said and not body.get("text") and stands:
            found.append(f"{query.data} of {query.user.name}: {query.message.text[:80]}")
        said = 0
    return found


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
    of_pictures(week)
    of_trouble(week)
    assert {verb.name for verb in Verb if verb not in week.verbs} == set(), "each kind of button stood somewhere"

    office.kill()
    office.start()
    office.wakes_at("2027-07-14 09:00")
    week.looks()
    [(last,)] = office.rows("SELECT max(id) FROM outbox")
    assert isinstance(last, int)
    stood = [(message, data) for (_, _, data), message in week.stood.items()]
    kinds = {data.partition(":")[0]: data for _, _, data in week.stood}
    stranger = office.person("Orang")
    stranger.starts()
    office.heard(stranger, "yang diundang")
    everyone = [place for place in week.places if isinstance(place, Person)]
    in_group = [(message, data) for message, data in stood if not message.chat.private]
    for person in (stranger, *everyone):
        own = office.last(person)
        pressed_again(week, person, [*((own, data) for data in kinds.values()), *in_group * 2])
    for person in everyone:
        theirs = [one for one in stood if one[0].chat.id == person.id]
        pressed_again(week, person, [one for one in theirs for _ in range(2)])

    assert silent(office, last) == []
    assert office.world.violations == []
    refused = "SELECT method, payload, error FROM outbox WHERE error IS NOT NULL AND error <> 'overtaken'"
    assert office.rows(refused) == []
    assert office.rows("SELECT error FROM inbox WHERE error NOT LIKE 'OverflowError%'") == []
    assert office.stop() == 0
    assert office.zibot("verify").returncode == 0
    is_forgotten(office, office.person("Dedi"), "Dedi Kurnia")
    comes_back(office)


def is_forgotten(office: Office, person: Person, name: str) -> None:
    """Someone is erased: nothing names them but what they wrote on evidence and what the plan itself says."""
    done = office.zibot("people", "erase", name, "--yes")
    assert done.returncode == 0, done.stderr
    for (table,) in office.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        rows = [str(row) for row in office.rows(f'SELECT * FROM "{table}"')]
        assert [row for row in rows if re.search(rf"\b{person.id}\b", row)] == [], table
        assert table in ("evidence", "item") or [row for row in rows if name.casefold() in row.casefold()] == [], table
    done = office.zibot("verify")
    assert done.returncode == 0, done.stdout


def comes_back(office: Office) -> None:
    """A backup of it all is put back elsewhere, and verifies there."""
    done = office.zibot("backup", "--out", "cadangan.tar")
    assert done.returncode == 0, done.stderr
    elsewhere = {"ZIBOT_DATA_DIR": str(office.folder / "pulih")}
    done = office.zibot("restore", "cadangan.tar", **elsewhere)
    assert done.returncode == 0, done.stderr
    done = office.zibot("verify", **elsewhere)
    assert done.returncode == 0, done.stdout

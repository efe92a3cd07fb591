"""/tugaskan: who holds what, in words and by buttons, and who hears of it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from tests.board import OURS, Board
from tests.desk import Room, butir, id_of
from zibot import admin, texts
from zibot.context import Desk
from zibot.handlers import choosing, parts
from zibot.jobs import responsible
from zibot.model import Event, Listing, Outbox, Person
from zibot.plan.reading import PlanItem
from zibot.rules.lifecycle import Kind, State
from zibot.storage import erasing, holdings, people

SAYS = ("sendMessage", "editMessageText")
LEAD, DEDI, RINA, SITI, BUDI = 11, 12, 13, 14, 15
MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 30)


class Office(Board):
    """The board of an office with a lead, a coordinator of area V and staff, all of whom have joined."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.people = {
            LEAD: room.joins("Ratna Lestari", "lead", account=LEAD, jabatan="Ketua"),
            BUDI: room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5], jabatan="Kasubbag Hukum"),
            DEDI: room.joins("Dedi Kurnia", account=DEDI, items=["V"], jabatan="Staf Hukum"),
            RINA: room.joins("Rina Amelia", account=RINA, items=["V.1.2"], jabatan="Analis"),
            SITI: room.joins("Siti Aminah", account=SITI),
        }

    def plan(self, *more: PlanItem) -> None:
        self.room.adopt(
            butir("I.1.1", MARCH, action="Membentuk tim"),
            butir("V.1.1", MARCH, APRIL, action="Memasang poster"),
            butir("V.1.2", MARCH, action="Membentuk UPG"),
            butir("V.2.1", MARCH, action="Merekap aduan"),
            *more,
        )

    def holders(self, code: str) -> set[int]:
        """Who holds an item, by account."""
        team = {id_of(person): account for account, person in self.people.items()}
        found = self.room.do(
            lambda desk: people.holders(list(people.members(desk.session, desk.satker_id).values()), code)
        )
        return {team[id] for id in found}

    def shown(self, account: int) -> Outbox:
        """The last thing that was said to someone, a change of a message included."""
        return [row for row in self.sent() if row.chat_id == account and row.method in SAYS][-1]

    def said(self, account: int) -> str:
        return texts.plain(self.shown(account).payload["text"])

    def labels(self, account: int) -> list[str]:
        return [label for label, _ in self.buttons(account)]

    def buttons(self, account: int) -> list[tuple[str, str]]:
        rows = self.shown(account).payload.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], button["callback_data"]) for row in rows for button in row]

    async def taps(self, account: int, words: str) -> str:
        """Someone presses the button whose label holds these words, under what was said to them last."""
        [data] = [data for label, data in self.buttons(account) if words in label]
        return await self.presses(account, data)

    def events(self, kind: str) -> list[dict[str, Any]]:
        with self.room.house.database.reading() as session:
            found = session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))).all()
            return [json.loads(event.payload) for event in found]


@pytest.fixture
def office(room: Room) -> Office:
    office = Office(room)
    office.plan()
    return office


async def test_a_component_is_given_and_everyone_it_concerns_hears_of_it_once(office: Office) -> None:
    before = office.room.put_out()
    await office.says(LEAD, "/tugaskan V.1 siti")
    assert office.holders("V.1.1") == {SITI}
    assert office.holders("V.1.2") == {RINA}, "her own name on the item is closer"
    answer = office.said(LEAD)
    assert "Siti Aminah (semula Dedi Kurnia, Rina Amelia)" in answer
    assert "V.1.2 tetap dipegang Rina Amelia, karena disebut lebih khusus" in answer
    assert "V.1.1" in office.said(SITI)
    assert "Memasang poster — Rabu, 31 Maret" in office.said(SITI)
    assert "V.1.2" not in office.said(SITI)
    assert [label for label in office.labels(SITI) if "V.1.1" in label]
    assert "tidak lagi Anda pegang" in office.said(DEDI)
    assert "kini Siti Aminah" in office.said(DEDI)
    told = [row.chat_id for row in office.sent(before) if row.method in SAYS]
    assert sorted(told) == [LEAD, DEDI, SITI], "one message each, and nobody whose items stay as they were"


async def test_the_ledger_tells_who_gave_what_to_whom_without_names(office: Office) -> None:
    await office.says(LEAD, "/tugaskan V.1, I.1 Siti dan Rina")
    [told] = office.events("items.assigned")
    ids = [id_of(office.people[account]) for account in (SITI, RINA)]
    assert (told["scopes"], told["how"], set(told["people"])) == (["V.1", "I.1"], "give", set(ids))
    given = {fact["person"]: fact["items"] for fact in office.events("person.given")}
    assert given[ids[0]] == ["V.1", "I.1"]
    with office.room.house.database.reading() as session:
        payloads = [event.payload for event in session.exec(select(Event))]
    assert not [payload for payload in payloads if "Siti" in payload or "Rina" in payload]
    assert office.holders("I.1.1") == {SITI, RINA}


async def test_for_several_parts_in_one_go_each_gets_one_message(office: Office) -> None:
    before = office.room.put_out()
    await office.says(LEAD, "/tugaskan I.1, V.2 Siti")
    mine = [row for row in office.sent(before) if row.chat_id == SITI]
    assert len(mine) == 1
    assert {"I.1.1", "V.2.1"} <= set(office.said(SITI).replace(" ", "\n").split())


async def test_who_takes_something_on_themselves_gets_one_answer(office: Office) -> None:
    before = office.room.put_out()
    await office.says(LEAD, "/tugaskan I.1 Ratna")
    assert office.holders("I.1.1") == {LEAD}
    assert [row.method for row in office.sent(before) if row.chat_id == LEAD] == ["sendMessage"]


async def test_an_item_is_shared_and_let_go_again(office: Office) -> None:
    await office.says(LEAD, "/tugaskan V.1.1 juga Siti")
    assert office.holders("V.1.1") == {DEDI, SITI}
    assert "bersama Dedi Kurnia" in office.said(SITI)
    assert "Anda pegang bersama" in office.said(DEDI)
    assert "bersama Siti Aminah" in office.said(DEDI)
    await office.says(LEAD, "/tugaskan V.1.1 lepas Siti")
    assert office.holders("V.1.1") == {DEDI}
    assert "tidak lagi Anda pegang" in office.said(SITI)


async def test_of_what_is_held_with_all_around_it_one_is_told_how_to_let_go(office: Office) -> None:
    await office.says(LEAD, "/tugaskan V.2 lepas Dedi")
    assert "karena memegang seluruh V sendirian" in office.said(LEAD)
    assert "/tugaskan V lepas Dedi Kurnia" in office.said(LEAD)
    assert office.holders("V.2.1") == {DEDI}
    await office.says(LEAD, "/tugaskan V lepas Dedi")
    assert office.holders("V.2.1") == set()
    assert office.holders("V.1.2") == {RINA}


async def test_what_stayed_with_others_is_handed_over_by_one_tap_and_all_of_it_undone_by_another(
    office: Office,
) -> None:
    await office.says(LEAD, "/tugaskan V.1 Siti")
    await office.taps(LEAD, "Serahkan juga V.1.2")
    assert office.holders("V.1.2") == {SITI}
    assert "tidak lagi Anda pegang" in office.said(RINA)
    assert await office.taps(LEAD, "Urungkan") == "Tersimpan."
    assert office.holders("V.1.2") == {RINA}
    assert "Anda memegang" in office.said(RINA)
    assert "Diurungkan" in office.said(LEAD)
    assert not [label for label in office.labels(LEAD) if "Urungkan" in label]


async def test_undoing_waits_for_nobody_who_was_given_something_else_since(office: Office) -> None:
    await office.says(LEAD, "/tugaskan V.1 Siti")
    undo = next(data for label, data in office.buttons(LEAD) if "Urungkan" in label)
    await office.says(BUDI, "/tugaskan V.1 Rina")
    assert "tidak berlaku" in await office.presses(LEAD, undo)
    assert office.holders("V.1.1") == {RINA}


async def test_someone_more_is_added_by_their_button(office: Office) -> None:
    await office.says(LEAD, "/tugaskan I.1 Siti")
    await office.taps(LEAD, "Tambah orang")
    assert "Sekarang: Siti Aminah" in office.said(LEAD)
    await office.taps(LEAD, "Rina Amelia")
    assert office.holders("I.1.1") == {SITI, RINA}
    assert "bersama Siti Aminah" in office.said(RINA)


async def test_two_people_who_are_called_alike_are_asked_back(office: Office) -> None:
    office.people[16] = office.room.joins("Rina Wulandari", account=16)
    await office.says(LEAD, "/tugaskan I.1 Rina")
    assert office.holders("I.1.1") == set()
    assert sorted(label.partition(" ·")[0] for label in office.labels(LEAD)) == ["Rina Amelia", "Rina Wulandari"]
    await office.taps(LEAD, "Wulandari")
    assert office.holders("I.1.1") == {16}


async def test_who_is_not_in_the_team_is_told_with_who_is_there(office: Office) -> None:
    await office.says(LEAD, "/tugaskan I.1 Joko Widagdo")
    assert "Saya tidak menemukan “Joko Widagdo” di tim" in office.said(LEAD)
    assert "/tim" in office.said(LEAD)
    assert len(office.labels(LEAD)) == len(office.people)
    await office.taps(LEAD, "Siti")
    assert office.holders("I.1.1") == {SITI}


async def test_components_that_are_called_alike_are_asked_back_then_the_person(office: Office) -> None:
    office.plan(
        replace(butir("VI.1.1", MARCH), component="Pengaduan Masyarakat"),
        replace(butir("VI.2.1", MARCH), component="Pengelolaan Pengaduan Pelayanan"),
    )
    await office.says(LEAD, "/tugaskan pengaduan")
    assert "Yang mana yang Anda maksud dengan “pengaduan”?" in office.said(LEAD)
    assert [label.partition(" ")[0] for label in office.labels(LEAD)] == ["VI.1", "VI.2"]
    await office.taps(LEAD, "VI.2")
    await office.taps(LEAD, "Siti")
    assert office.holders("VI.2.1") == {SITI}
    assert office.holders("VI.1.1") == set()


async def test_without_words_what_nobody_holds_leads_to_its_new_holder_in_two_taps(office: Office) -> None:
    await office.says(LEAD, "/tugaskan")
    assert "Belum ada pemegangnya: 1 butir" in office.said(LEAD)
    await office.taps(LEAD, "I.1")
    await office.taps(LEAD, "Kembali")
    await office.taps(LEAD, "I.1")
    assert "Siapa yang memegang" in office.said(LEAD)
    assert await office.taps(LEAD, "Siti") == "Tersimpan."
    assert office.holders("I.1.1") == {SITI}
    await office.says(LEAD, "/tugaskan")
    assert "Semua butir sudah ada pemegangnya" in office.said(LEAD)


async def test_people_are_turned_over_page_by_page(office: Office) -> None:
    for number in range(choosing.PAGE):
        office.room.joins(f"Anggota {number:02}", account=100 + number)
    await office.says(LEAD, "/tugaskan I.1")
    first = office.labels(LEAD)
    assert len(first) == choosing.PAGE + 1
    await office.taps(LEAD, "Berikutnya")
    second = office.labels(LEAD)
    assert "‹ Sebelumnya" in second
    assert not set(first) & set(second)


async def test_a_button_pressed_again_or_by_another_changes_nothing(office: Office) -> None:
    await office.says(LEAD, "/tugaskan I.1")
    siti = next(data for label, data in office.buttons(LEAD) if "Siti" in label)
    rina = next(data for label, data in office.buttons(LEAD) if "Rina" in label)
    assert "tidak berlaku" in await office.presses(BUDI, siti)
    assert "penanggung jawab" in await office.presses(DEDI, siti)
    assert office.holders("I.1.1") == set()
    await office.presses(LEAD, siti)
    assert "tidak berlaku" in await office.presses(LEAD, rina)
    assert office.holders("I.1.1") == {SITI}
    assert "Siti Aminah" in office.said(LEAD), "the message shows how it stands"


async def test_a_coordinator_assigns_in_their_areas_only(office: Office) -> None:
    await office.says(BUDI, "/tugaskan V.1 Siti")
    assert office.holders("V.1.1") == {SITI}
    await office.says(BUDI, "/tugaskan I.1 Siti")
    assert "area I bukan area Anda" in office.said(BUDI)
    assert office.holders("I.1.1") == set()
    await office.says(BUDI, "/tugaskan")
    assert "I.1" not in "".join(office.labels(BUDI))
    assert "penanggung jawab" in await office.presses(BUDI, "cb:1:1")


async def test_a_reviewer_holds_nothing(office: Office) -> None:
    office.people[17] = office.room.joins("Eka Putri", "reviewer", account=17)
    await office.says(LEAD, "/tugaskan I.1 Eka")
    assert "terdaftar sebagai peninjau" in office.said(LEAD)
    assert office.holders("I.1.1") == set()


async def test_what_is_so_already_is_told_and_not_written_down_again(office: Office) -> None:
    await office.says(LEAD, "/tugaskan V.2 Dedi")
    assert "sudah memegang" in office.said(LEAD)
    await office.says(LEAD, "/tugaskan V.2 lepas Siti")
    assert "memang tidak memegang" in office.said(LEAD)
    assert office.events("items.assigned") == []


async def test_words_that_name_nothing_of_the_plan_are_answered_with_how_to_say_it(office: Office) -> None:
    for words in ("V.9 Siti", "entah apa", "Siti"):
        await office.says(LEAD, f"/tugaskan {words}")
        assert "/tugaskan" in office.said(LEAD), words
        assert "juga" in office.said(LEAD), words
    assert office.events("items.assigned") == []


async def test_in_a_group_it_is_answered_in_private(office: Office) -> None:
    office.room.binds_group(office.people[LEAD], OURS)
    await office.says(LEAD, "/tugaskan V.1 Siti", chat=OURS)
    assert "obrolan pribadi" in office.said(OURS)
    assert "Siti Aminah" in office.said(LEAD)


async def test_what_is_confidential_is_named_to_its_new_holder_in_a_message_that_stays_there(office: Office) -> None:
    office.plan(butir("VI.1.1", MARCH, action="Merekap laporan WBS"))
    await office.says(LEAD, "/tugaskan VI Siti")
    assert office.shown(SITI).payload.get("protect_content")
    assert "Merekap laporan WBS" in office.said(SITI)
    await office.says(LEAD, "/tugaskan VI Rina")
    assert "Merekap laporan WBS" not in office.said(SITI), "it is nobody's of hers any more"


async def test_someone_who_has_not_joined_holds_it_all_the_same(office: Office) -> None:
    office.people[0] = office.room.joins("Tuti Handayani")
    await office.says(LEAD, "/tugaskan I.1 Tuti")
    assert office.holders("I.1.1") == {0}
    assert "Tuti Handayani belum bergabung" in office.said(LEAD)


async def test_an_assignment_under_way_holds_no_names_and_is_forgotten_with_its_chat(office: Office) -> None:
    await office.says(LEAD, "/tugaskan I.1 Joko Widagdo")
    lead = id_of(office.people[LEAD])
    office.room.do(lambda desk: erasing.erase(desk.session, desk.session.get_one(Person, lead), desk.now, called="X"))
    with office.room.house.database.reading() as session:
        [row] = session.exec(select(Listing)).all()
        assert "Joko" not in json.dumps(row.said)
        assert row.chat_id == lead, "by whose number their chat is called from then on"


# several who hold it


def of_both(office: Office) -> int:
    """An item that Dedi and Rina hold together."""
    for account in (DEDI, RINA):
        office.room.do(_holds, id_of(office.people[account]), ["V.2"])
    return office.room.obligation("V.2.1")


def _holds(desk: Desk, id: int, items: list[str]) -> None:
    desk.session.get_one(Person, id).items = items


async def test_each_says_their_own_part_and_the_review_is_asked_for_once_both_are_done(office: Office) -> None:
    duty = of_both(office)
    await office.presses(DEDI, f"d:{duty}")
    assert "Bagian Anda tercatat selesai" in office.said(DEDI)
    assert "setelah bagian Rina Amelia juga selesai" in office.said(DEDI)
    assert "Dedi Kurnia: selesai · Rina Amelia: belum melapor" in office.said(DEDI)
    assert not [label for label in office.labels(DEDI) if "Selesai" in label]
    assert office.room.texts(BUDI) == []
    await office.presses(DEDI, f"d:{duty}")
    await office.presses(RINA, f"d:{duty}")
    reviews = [text for text in office.room.texts(BUDI) if "V.2.1" in text]
    assert len(reviews) == 1
    kinds = [fact.get("part", False) for fact in office.events(Kind.SUBMITTED)]
    assert kinds == [True, False], "with the last part all of it is handed in"


async def test_when_one_lets_go_and_the_rest_are_done_the_review_is_asked_for(office: Office) -> None:
    duty = of_both(office)
    await office.presses(DEDI, f"d:{duty}")
    await office.says(LEAD, "/tugaskan V.2 lepas Rina")
    assert [text for text in office.room.texts(BUDI) if "Perlu diperiksa" in text]
    [now] = [one for one in office.room.duties() if one.id == duty]
    assert (now.state, now.standing.state) == (State.SUBMITTED, State.SUBMITTED)
    await office.says(LEAD, "/tugaskan V.2 juga Siti")
    [now] = [one for one in office.room.duties() if one.id == duty]
    assert now.state is State.SUBMITTED, "who comes later does not open it again"
    assert len([text for text in office.room.texts(BUDI) if "Perlu diperiksa" in text]) == 1


async def test_when_one_leaves_the_team_and_the_rest_are_done_the_review_is_asked_for(office: Office) -> None:
    duty = of_both(office)
    await office.presses(DEDI, f"d:{duty}")
    office.room.do(admin.leave, "Rina Amelia")
    assert len([text for text in office.room.texts(BUDI) if "Perlu diperiksa" in text]) == 1


async def test_what_is_not_done_by_the_rest_waits_on(office: Office) -> None:
    of_both(office)
    assert office.room.do(parts.completed) == 0
    await office.says(LEAD, "/tugaskan V.2 lepas Rina")
    assert office.room.texts(BUDI) == []


async def test_the_coordinator_speaks_for_all_of_it(office: Office) -> None:
    duty = of_both(office)
    await office.presses(BUDI, f"d:{duty}")
    [now] = [one for one in office.room.duties() if one.id == duty]
    assert (now.state, now.missing()) == (State.SUBMITTED, ())


async def test_in_the_list_of_tasks_a_part_that_is_done_waits_for_the_others(office: Office) -> None:
    duty = of_both(office)
    await office.presses(DEDI, f"d:{duty}")
    await office.says(DEDI, "/tugas")
    assert "V.2.1" not in office.said(DEDI)
    assert "tinggal bagian rekan" in office.said(DEDI)
    await office.says(RINA, "/tugas")
    assert "Dedi Kurnia: selesai" in office.said(RINA)


# the plan's own column


def with_owner(item: PlanItem, words: str) -> PlanItem:
    return replace(item, notes={"PENANGGUNG JAWAB": words})


OWNED: Sequence[PlanItem] = (
    with_owner(butir("VI.1.1", MARCH), "Kasubbag Hukum"),
    with_owner(butir("VI.1.2", MARCH), "Siti Aminah dan Rina"),
    with_owner(butir("VI.2.1", MARCH), "Tim Entah"),
)


async def test_the_lead_is_asked_once_and_walks_through_the_plans_own_words(office: Office) -> None:
    office.plan(*OWNED)
    assert office.room.do(responsible.ask) == 1
    assert office.room.do(responsible.ask) == 0
    assert "3 sebutan, misalnya “Kasubbag Hukum”" in office.said(LEAD)
    assert not [text for text in office.room.texts(BUDI) if "sebutan" in text]
    await office.taps(LEAD, "Mulai menetapkan")
    assert "“Kasubbag Hukum” — 1 butir: VI.1.1" in office.said(LEAD)
    assert office.holders("VI.1.1") == set(), "nothing is assigned in silence"
    await office.taps(LEAD, "Tetapkan Budi Santoso")
    assert office.holders("VI.1.1") == {BUDI}
    assert "(2 dari 3)" in office.said(LEAD)
    await office.taps(LEAD, "Tetapkan semuanya")
    assert office.holders("VI.1.2") == {SITI, RINA}
    assert "Tidak ada anggota tim yang cocok" in office.said(LEAD)
    await office.taps(LEAD, "Pilih orang")
    assert "Menurut rencana: Tim Entah" in office.said(LEAD)
    await office.taps(LEAD, "Kembali")
    assert "(3 dari 3)" in office.said(LEAD)
    await office.taps(LEAD, "Pilih orang")
    await office.taps(LEAD, "Dedi")
    assert office.holders("VI.2.1") == {DEDI}
    assert "sudah dilewati" in office.said(LEAD)
    assert "VI.2.1" in office.said(DEDI)


async def test_all_that_the_plan_says_so_goes_to_whom_it_means_also_what_another_is_named_for(office: Office) -> None:
    office.plan(with_owner(butir("VI.1.1", MARCH), "Siti"), with_owner(butir("VI.1.2", MARCH), "Siti"))
    await office.says(LEAD, "/tugaskan VI.1.2 Rina")
    await office.says(LEAD, "/tugaskan pic")
    assert "Sekarang: Rina Amelia (1 butir belum ada)" in office.said(LEAD)
    await office.taps(LEAD, "Tetapkan Siti")
    assert office.holders("VI.1.1") == office.holders("VI.1.2") == {SITI}
    assert "tidak lagi Anda pegang" in office.said(RINA)


async def test_a_wording_is_passed_over_and_come_back_to(office: Office) -> None:
    office.plan(*OWNED)
    await office.says(LEAD, "/tugaskan pic")
    await office.taps(LEAD, "Lewati")
    assert "(2 dari 3)" in office.said(LEAD)
    await office.taps(LEAD, "Sebelumnya")
    assert "(1 dari 3)" in office.said(LEAD)
    assert office.events("items.assigned") == []


async def test_a_plan_without_that_column_says_so_and_only_the_lead_matches_it(office: Office) -> None:
    assert office.room.do(responsible.ask) == 0
    await office.says(LEAD, "/tugaskan pic")
    assert "tidak menyebut penanggung jawab" in office.said(LEAD)
    office.plan(*OWNED)
    await office.says(BUDI, "/tugaskan pic")
    assert "dilakukan oleh ketua tim" in office.said(BUDI)


async def test_a_button_of_an_earlier_plan_is_old(office: Office) -> None:
    office.plan(*OWNED)
    await office.says(LEAD, "/tugaskan pic")
    old = next(data for label, data in office.buttons(LEAD) if "Tetapkan" in label)
    office.plan(*OWNED, butir("VI.3.1", MARCH))
    assert "tidak berlaku" in await office.presses(LEAD, old)
    assert office.events("items.assigned") == []


# what nobody holds


def test_an_areas_coordinator_hears_of_what_nobody_holds_else_the_lead(office: Office) -> None:
    office.room.do(_holds, id_of(office.people[DEDI]), [])
    told = office.room.do(lambda desk: holdings.nobodys_by_keeper(desk.session, desk.satker_id, desk.team))
    assert {id: [group.scope for group in groups] for id, groups in told.items()} == {
        id_of(office.people[LEAD]): ["I.1"],
        id_of(office.people[BUDI]): ["V.1", "V.2"],
    }


def test_of_what_is_closed_for_good_nobody_need_take_care(office: Office) -> None:
    [done] = [duty for duty in office.room.duties() if duty.code == "I.1.1"]
    office.room.happens(done, Kind.ACCEPTED)
    told = office.room.do(lambda desk: holdings.nobodys_by_keeper(desk.session, desk.satker_id, desk.team))
    assert told == {}

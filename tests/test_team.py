"""The team made in the chat: the list, a newcomer, their link and QR code, roles and areas, and what each hears."""

from datetime import date, timedelta
from typing import Any

import cv2
import numpy as np
import pytest
from sqlmodel import col, select

from tests.board import OURS, Board
from tests.desk import Room, butir, id_of
from zibot.context import Verb, data
from zibot.delivery.leaving import CODE, made_ready
from zibot.delivery.qr import png
from zibot.handlers.members import PAGE, bits
from zibot.handlers.team import ROLES
from zibot.model import Event, Outbox, Person, Prompt
from zibot.proof import verified
from zibot.rules.roles import Role
from zibot.storage import outbox, people

RATNA, BUDI, DEDI, ADMIN = 501, 502, 503, 504
SAYING = ("sendMessage", "editMessageText")
ADD = data(Verb.MEMBER_NEW)


@pytest.fixture
def board(room: Room) -> Board:
    """A small office: Ratna leads, Budi coordinates area V, Dedi holds item V.1.1, Sari has not joined yet."""
    room.adopt(butir("I.1.1", date(2027, 3, 31)), butir("V.1.1", date(2027, 3, 31)))
    room.joins("Ratna Lestari", "lead", account=RATNA)
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Dedi Kurnia", account=DEDI, items=["V.1.1"], jabatan="Staf")
    room.joins("Sari Wulandari", items=["I"])
    return Board(room)


def person(board: Board, name: str) -> Person:
    found = board.room.do(lambda desk: people.by_name(desk.session, desk.satker_id, name))
    assert found is not None, name
    return found


def shown(board: Board, account: int) -> Outbox:
    """The newest message, or change of one, in someone's chat."""
    return [row for row in board.sent() if row.chat_id == account and row.method in SAYING][-1]


def labels(row: Outbox) -> list[str]:
    return [button["text"] for line in row.payload["reply_markup"]["inline_keyboard"] for button in line]


def under(row: Outbox, words: str) -> str:
    """The data of the one button whose label holds these words."""
    buttons = [button for line in row.payload["reply_markup"]["inline_keyboard"] for button in line]
    [found] = [button["callback_data"] for button in buttons if words in button["text"]]
    return str(found)


async def taps(board: Board, words: str, account: int = RATNA) -> str:
    """Press the button with these words under the newest message; the toast."""
    return await board.presses(account, under(shown(board, account), words))


def links(board: Board) -> list[Outbox]:
    return [row for row in board.sent() if row.method == "sendPhoto"]


def events(board: Board, *kinds: str) -> list[Event]:
    with board.room.house.database.reading() as session:
        return list(session.exec(select(Event).where(col(Event.kind).in_(kinds)).order_by(col(Event.id))))


# the list and the cards


async def test_the_lead_sees_who_joined_and_opens_a_card_in_the_same_message(board: Board) -> None:
    [text] = await board.says(RATNA, "/tim")
    assert "4 orang: 3 sudah bergabung, 1 belum diundang" in text
    names = labels(shown(board, RATNA))
    assert [name.split(" · ")[0] for name in names] == [
        *("✅ Ratna Lestari", "✅ Budi Santoso", "✅ Dedi Kurnia", "▫️ Sari Wulandari", "➕ Tambah anggota")
    ]
    assert await taps(board, "Dedi Kurnia") == ""
    card = shown(board, RATNA)
    assert (card.method, card.payload["message_id"]) == ("editMessageText", 900)
    for words in ("Dedi Kurnia", "Staf", "anggota", "V.1.1", "1 butir"):
        assert words in card.payload["text"]
    await taps(board, "Daftar tim")
    assert "4 orang" in shown(board, RATNA).payload["text"]


async def test_a_long_team_is_paged_in_place(board: Board) -> None:
    for number in range(PAGE * 2):
        board.room.joins(f"Anggota {chr(97 + number)}")
    await board.says(RATNA, "/tim")
    first = shown(board, RATNA)
    assert "Halaman 1 dari 3" in first.payload["text"]
    assert [label for label in labels(first) if "Sebelumnya" in label] == []
    await taps(board, "Berikutnya")
    second = shown(board, RATNA)
    assert (second.method, "Halaman 2 dari 3" in second.payload["text"]) == ("editMessageText", True)
    assert not set(labels(first)[:PAGE]) & set(labels(second)[:PAGE])
    await taps(board, "Sebelumnya")
    assert "Halaman 1 dari 3" in shown(board, RATNA).payload["text"]
    await board.presses(RATNA, data(Verb.TEAM, 99))
    assert "Halaman 3 dari 3" in shown(board, RATNA).payload["text"], "a page that is gone is the last"


async def test_everyone_else_and_a_group_see_the_list_without_buttons(board: Board) -> None:
    board.room.binds_group(person(board, "Ratna Lestari"), OURS)
    for account, chat in ((DEDI, None), (BUDI, None), (RATNA, OURS)):
        said = board.room.put_out()
        await board.says(account, "/tim", chat=chat)
        [row] = board.sent(said)
        assert "reply_markup" not in row.payload
        assert "Sari Wulandari" in row.payload["text"]


async def test_a_name_behind_the_command_opens_the_card(board: Board) -> None:
    [text] = await board.says(RATNA, "/tim dedi")
    assert text.startswith("<b>Dedi Kurnia</b>")
    [text] = await board.says(RATNA, "/tim di")
    assert "4 orang" in text, "of several nobody is guessed"


# a newcomer


async def test_a_newcomer_is_named_gets_a_role_and_a_link_with_its_code(board: Board) -> None:
    await board.presses(RATNA, ADD)
    await board.says(RATNA, "Gita Permata, S.E., Bendahara")
    asked = shown(board, RATNA)
    assert "Gita Permata, S.E." in asked.payload["text"]
    assert "admin" not in " ".join(labels(asked)).casefold(), "a lead makes no admins"
    await taps(board, "Anggota")
    gita = person(board, "Gita Permata, S.E.")
    assert (gita.jabatan, gita.role, gita.telegram_id) == ("Bendahara", "staff", None)
    assert "Sudah diundang; tautannya berlaku sampai Senin, 18 Januari 2027" in shown(board, RATNA).payload["text"]
    [row] = links(board)
    link = row.payload[CODE]
    assert link.startswith("https://t.me/zibot_latihan_bot?start=")
    assert link in row.payload["caption"]
    assert "Gita Permata" in row.payload["caption"]
    said = await board.says(900, f"/start {link.partition('=')[2]}")
    assert "Selamat datang, Gita Permata" in said[0]
    assert [event.actor_id for event in events(board, "person.given", "person.invited")][-2:] == [1, 1]
    assert board.room.do(lambda desk: [row.said for row in desk.session.exec(select(Prompt))]) == ["", ""]
    assert verified(board.room.house.settings).ok


async def test_a_newcomer_can_be_named_in_the_command_itself(board: Board) -> None:
    [text] = await board.says(RATNA, "/tim tambah Gita Permata, Bendahara")
    assert "Apa perannya" in text
    [text] = await board.says(RATNA, "/tim tambah")
    assert "Siapa yang akan bergabung" in text
    [text] = await board.says(RATNA, "Joko Susilo")
    assert "Joko Susilo" in text


async def test_what_is_no_name_is_asked_again_and_a_question_is_none(board: Board) -> None:
    await board.presses(RATNA, ADD)
    [text] = await board.says(RATNA, "12345")
    assert "belum dapat saya baca sebagai nama" in text
    assert not any("Apa perannya" in text for text in await board.says(RATNA, "siapa yang telat?"))
    assert "Apa perannya" in (await board.says(RATNA, "Gita Permata"))[0]
    await taps(board, "Batal")
    assert "4 orang" in shown(board, RATNA).payload["text"]
    assert board.room.do(lambda desk: people.by_name(desk.session, desk.satker_id, "Gita Permata")) is None


async def test_a_role_is_chosen_once_and_by_who_was_asked(board: Board) -> None:
    other = board.room.joins("Lina Marlina", "lead", account=600)
    await board.says(RATNA, "/tim tambah Gita Permata")
    choice = under(shown(board, RATNA), "Peninjau")
    assert "Sudah dicatat" in await board.presses(600, choice), other.name
    assert await board.presses(RATNA, choice) == ""
    assert "Sudah dicatat" in await board.presses(RATNA, choice)
    assert person(board, "Gita Permata").role == "reviewer"
    assert len(links(board)) == 1


async def test_the_choice_still_works_ninety_days_later(board: Board) -> None:
    await board.says(RATNA, "/tim tambah Gita Permata")
    choice = under(shown(board, RATNA), "Anggota")
    board.room.at("2027-04-06 09:00")
    assert await board.presses(RATNA, choice) == ""
    assert person(board, "Gita Permata").role == "staff"


async def test_who_is_in_the_team_already_is_shown_and_not_added_twice(board: Board) -> None:
    said = await board.says(RATNA, "/tim tambah DEDI kurnia, Staf")
    assert "sudah ada di tim" in said[0]
    assert "V.1.1" in said[1]
    await board.says(RATNA, "/tim tambah Gita Permata")
    first = under(shown(board, RATNA), "Anggota")
    await board.says(RATNA, "/tim tambah Gita Permata")
    await taps(board, "Anggota")
    assert "sudah ada" in await board.presses(RATNA, first)


async def test_a_new_coordinator_ticks_areas_before_the_link_goes_out(board: Board) -> None:
    await board.says(RATNA, "/tim tambah Gita Permata")
    await taps(board, "Koordinator")
    assert "Area mana" in shown(board, RATNA).payload["text"]
    assert "Pilih sedikitnya satu area" in await taps(board, "Simpan area")
    await taps(board, "⬜️ V.")
    await taps(board, "⬜️ I.")
    await taps(board, "☑️ I.")
    assert links(board) == []
    await taps(board, "Simpan area")
    gita = person(board, "Gita Permata")
    assert (gita.role, gita.areas, len(links(board))) == ("coordinator", [5], 1)


async def test_who_left_comes_back_as_the_same_person_with_a_new_link(board: Board) -> None:
    dedi = person(board, "Dedi Kurnia")
    await board.presses(RATNA, data(Verb.MEMBER_OUT_TO, id_of(dedi), 0))
    await board.says(RATNA, "/tim tambah Dedi Kurnia")
    await taps(board, "Anggota")
    again = person(board, "Dedi Kurnia")
    assert (again.id, again.telegram_id, again.items, again.jabatan) == (dedi.id, None, [], "Staf")
    assert any("tim Zona Integritas yang diundang" in text for text in await board.says(DEDI, "/tugas"))
    code = links(board)[-1].payload[CODE].partition("=")[2]
    assert any("Selamat datang, Dedi" in text for text in await board.says(DEDI, f"/start {code}"))
    assert verified(board.room.house.settings).ok


# links


async def test_the_picture_holds_the_link_and_can_be_read_by_a_phone(board: Board) -> None:
    await board.presses(RATNA, data(Verb.MEMBER_LINK, id_of(person(board, "Sari Wulandari"))))
    [row] = links(board)
    method, payload, picture = await made_ready(row, board.room.house.files)
    assert (method, CODE in payload) == ("sendPhoto", False)
    assert picture is not None
    seen = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    small = cv2.resize(seen, (240, 240), interpolation=cv2.INTER_AREA)
    for image in (seen, small):
        said, *_ = cv2.QRCodeDetector().detectAndDecode(image)
        assert said == row.payload[CODE]


def test_a_code_keeps_its_quiet_margin_and_is_large_enough_to_print() -> None:
    seen = cv2.imdecode(np.frombuffer(png("https://t.me/b?start=abc"), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert min(seen.shape) >= 300
    assert seen[:40].min() == 255


async def test_a_link_is_nowhere_to_be_read_once_it_went_out(board: Board) -> None:
    await board.presses(RATNA, data(Verb.MEMBER_LINK, id_of(person(board, "Sari Wulandari"))))
    [row] = links(board)
    code = row.payload[CODE].partition("=")[2]
    board.room.do(lambda desk: outbox.forget(desk.session, id_of(row)))
    board.room.house.close()
    folder = board.room.house.settings.data_dir
    assert not [file.name for file in folder.iterdir() if code.encode() in file.read_bytes() and file.suffix == ".db"]


async def test_a_new_link_ends_the_old_one_and_moves_an_account(board: Board) -> None:
    dedi = data(Verb.MEMBER_LINK, id_of(person(board, "Dedi Kurnia")))
    await board.presses(RATNA, dedi)
    await board.presses(RATNA, dedi)
    old, new = (row.payload[CODE].partition("=")[2] for row in links(board))
    assert "memindahkan akun Anda" in links(board)[0].payload["caption"]
    said = await board.says(800, f"/start {old}")
    assert "diganti dengan yang lebih baru" in said[0]
    said = await board.says(800, f"/start {new}")
    assert any("Selamat datang, Dedi" in text for text in said)
    assert "segera hubungi ketua tim, Ratna Lestari" in board.room.texts(DEDI)[-1]


# roles and areas


async def test_a_changed_role_is_told_to_the_person_written_down_and_shown(board: Board) -> None:
    dedi = id_of(person(board, "Dedi Kurnia"))
    await board.presses(RATNA, data(Verb.MEMBER_ROLE, dedi))
    assert "sekarang anggota" in shown(board, RATNA).payload["text"]
    await taps(board, "Koordinator")
    assert person(board, "Dedi Kurnia").role == "staff", "the areas come first"
    await taps(board, "⬜️ I.")
    await taps(board, "Simpan area")
    assert person(board, "Dedi Kurnia").areas == [1]
    [told] = board.room.texts(DEDI)
    assert "peran Anda di tim kini <b>koordinator area I</b> (semula anggota), diatur oleh Ratna Lestari" in told
    *_, event = events(board, "person.given")
    assert event.actor_id == 1
    assert "Dedi" not in event.payload
    await board.presses(RATNA, data(Verb.MEMBER_AREAS_DONE, dedi, bits([1])))
    assert len(board.room.texts(DEDI)) == 1, "what changes nothing is not told"
    await board.presses(RATNA, data(Verb.MEMBER_AREAS_DONE, dedi, bits([1, 5])))
    assert "area yang Anda periksa kini <b>I, V</b> (semula I)" in board.room.texts(DEDI)[-1]
    await board.presses(RATNA, data(Verb.MEMBER_ROLE, dedi, ROLES.index(Role.STAFF)))
    assert person(board, "Dedi Kurnia").areas == []


async def test_the_last_lead_stays_one_until_another_has_joined(board: Board) -> None:
    ratna = id_of(person(board, "Ratna Lestari"))
    demoted = data(Verb.MEMBER_ROLE, ratna, ROLES.index(Role.STAFF))
    taken_out = data(Verb.MEMBER_OUT_TO, ratna, 0)
    for pressed in (demoted, taken_out, data(Verb.MEMBER_OUT, ratna, 0)):
        assert "terakhir" in await board.presses(RATNA, pressed)
    board.room.joins("Lina Marlina", "lead")
    assert "terakhir" in await board.presses(RATNA, demoted), "who has not joined cannot take over yet"
    board.room.joins("Maya Anggraini", "lead", account=600)
    assert await board.presses(RATNA, demoted) == ""
    assert person(board, "Ratna Lestari").role == "staff"


async def test_a_lead_neither_makes_nor_touches_an_admin(board: Board) -> None:
    admin = id_of(board.room.joins("Tono Prasetyo", "admin", account=ADMIN))
    dedi = id_of(person(board, "Dedi Kurnia"))
    await board.presses(RATNA, data(Verb.MEMBER, admin))
    assert labels(shown(board, RATNA)) == ["👥 Daftar tim"]
    tries: list[tuple[Any, ...]] = [
        (Verb.MEMBER_ROLE, dedi, ROLES.index(Role.ADMIN)),
        (Verb.MEMBER_ROLE, admin, ROLES.index(Role.STAFF)),
        (Verb.MEMBER_ROLE, admin),
        (Verb.MEMBER_LINK, admin),
        (Verb.MEMBER_AREAS, admin, bits([5])),
        (Verb.MEMBER_AREAS_DONE, admin, bits([5])),
        (Verb.MEMBER_OUT, admin, 0),
        (Verb.MEMBER_OUT_TO, admin, 0),
    ]
    for verb, *numbers in tries:
        assert "hanya admin" in await board.presses(RATNA, data(verb, *numbers)), verb
    assert await board.presses(ADMIN, data(Verb.MEMBER_ROLE, dedi, ROLES.index(Role.ADMIN))) == ""
    assert person(board, "Dedi Kurnia").role == "admin"


async def test_a_button_about_someone_who_left_shows_the_team_as_it_is(board: Board) -> None:
    dedi = id_of(person(board, "Dedi Kurnia"))
    board.room.do(lambda desk: people.leave(desk.session, desk.session.get_one(Person, dedi), desk.now))
    for verb, *numbers in (
        (Verb.MEMBER, dedi),
        (Verb.MEMBER_LINK, dedi),
        (Verb.MEMBER_ROLE, dedi),
        (Verb.MEMBER_ROLE, dedi, 1),
        (Verb.MEMBER_AREAS, dedi, 2),
        (Verb.MEMBER_AREAS_DONE, dedi, 2),
        (Verb.MEMBER_OUT, dedi, 0),
        (Verb.MEMBER_OUT_TO, dedi, 0),
    ):
        assert "sudah tidak di tim" in await board.presses(RATNA, data(verb, *numbers)), verb
    assert "3 orang" in shown(board, RATNA).payload["text"]


async def test_an_expired_link_shows_on_the_list_and_the_card(board: Board) -> None:
    await board.presses(RATNA, data(Verb.MEMBER_LINK, id_of(person(board, "Sari Wulandari"))))
    await board.says(RATNA, "/tim")
    assert "1 sudah diundang" in shown(board, RATNA).payload["text"]
    assert timedelta(days=board.room.house.settings.invitation_days) == timedelta(days=14)
    board.room.at("2027-01-18 07:01")
    await board.says(RATNA, "/tim")
    assert "1 tautannya kedaluwarsa" in shown(board, RATNA).payload["text"]
    await taps(board, "Sari")
    assert "berakhir 18 Januari 2027 tanpa dipakai" in shown(board, RATNA).payload["text"]

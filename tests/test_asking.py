"""Questions and long answers in the chat: what was understood, pages turned in place, and what stays hidden."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.board import OURS, Board, place, reply
from tests.desk import Room, butir
from zibot import texts
from zibot.context import Desk, Verb
from zibot.model import Outbox, Person, saved
from zibot.plan.reading import PlanItem
from zibot.rules.lifecycle import Kind
from zibot.storage import evidence, histories, listings, outbox, plans
from zibot.storage.files import Kept

LEAD, DEDI, CITRA, BUDI = 10, 11, 12, 13
BOT = "@zibot_latihan_bot"
MONTHS = tuple(date(2027, month, 28) for month in range(1, 13))


def items() -> list[PlanItem]:
    """Four monthly items and a few others: more than fits on a page."""
    found = [
        replace(
            butir(f"V.1.{number}", *MONTHS, action=f"Memasang poster nomor {number}", evidence=("Foto", "Notulen")),
            component="Pengendalian Gratifikasi",
        )
        for number in range(1, 5)
    ]
    secret = butir("V.2.1", date(2027, 3, 31), date(2027, 4, 30), action="Merekap aduan warga soal kepala desa")
    return [
        *found,
        replace(secret, component="Pengaduan Masyarakat"),
        butir("I.1.1", date(2027, 1, 29), action="Rapat perdana", evidence=("Notulen rapat",)),
        replace(butir("VI.1.1", date(2027, 5, 31), action="Survei kepuasan"), component="Penilaian Kepuasan"),
    ]


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """An office on Wednesday, 7 April 2027."""
    room = Room.open(tmp_path)
    lead = room.joins("Ratna Lestari", "lead", account=LEAD)
    room.joins("Dedi Kurnia", account=DEDI, items=["I", "V.1", "V.2"])
    room.joins("Citra Dewi", "coordinator", account=CITRA, areas=[5])
    room.joins("Budi Santoso", account=BUDI, items=["VI"])
    room.adopt(*items())
    room.binds_group(lead, OURS)
    room.at("2027-04-07 08:00")
    return Board(room)


async def ask(board: Board, text: str, account: int = DEDI, chat: int | None = None) -> Outbox:
    """Ask; the one answer."""
    before = board.room.put_out()
    await board.says(account, text, chat=chat)
    said = [row for row in board.sent(before) if row.method == "sendMessage"]
    assert len(said) == 1, [row.payload for row in said]
    return said[0]


def words(row: Outbox) -> str:
    return texts.plain(row.payload["text"])


def first_line(row: Outbox) -> str:
    return words(row).splitlines()[0]


def buttons(row: Outbox) -> dict[str, str]:
    rows: list[list[dict[str, str]]] = row.payload.get("reply_markup", {}).get("inline_keyboard", [])
    assert all(len(line) <= 2 for line in rows), rows
    return {button["text"]: button["callback_data"] for line in rows for button in line}


def went_out(board: Board, row: Outbox, message_id: int) -> None:
    """Telegram took the message and gave it a number."""
    board.room.do(lambda desk: outbox.sent(desk.session, saved(row.id), message_id, desk.now))


def last_page(row: Outbox) -> str:
    """The button that turns to the third page."""
    return buttons(row)["Berikutnya ›"].removesuffix(":1") + ":2"


def files_a_photo(desk: Desk) -> None:
    """Dedi's photo lies under the item's due date in March."""
    duties = plans.duties(desk.session, desk.satker_id)
    duty = next(one for one in duties if one.code == "V.1.1" and one.due.month == 3)
    dedi = next(one for one in desk.team.values() if one.name == "Dedi Kurnia")
    arrived = evidence.Arrived("photo", "image/jpeg", "", "", DEDI, 77, desk.now)
    piece = evidence.store(desk.session, dedi, Kept("a" * 64, 9), arrived, desk.now)
    assert piece is not None
    evidence.file_under(desk.session, piece, duty.id, actor=dedi, now=desk.now)


# what was understood


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("gimana progres pengawasan?", "Area V · PENGUATAN PENGAWASAN"),
        ("apa yang telat?", "Yang lewat tenggat (14)"),
        ("apa yang telat bulan maret di pengawasan", "Yang lewat tenggat, area V, tenggat Maret 2027 (5)"),
        ("apa yang telat minggu ini?", "Dari tenggat minggu ini (5–11 Apr) tidak ada yang lewat."),
        (
            "siapa yang belum kirim bukti gratifikasi?",
            "Belum ada bukti, Pengendalian Gratifikasi (V.1), tenggat sampai 21",
        ),
        ("jadwal bulan mei", "Tenggat Mei 2027 (5)"),
        ("apa yang jatuh tempo bulan depan di yanlik?", "Tenggat bulan depan (Mei 2027), area VI (1)"),
        ("tugas saya minggu ini apa?", "Tugas Dedi Kurnia, minggu ini (5–11 Apr) (14)"),
        ("bu citra tugasnya apa?", "Tugas Citra Dewi"),
        ("siapa yang pegang gratifikasi?", "Pemegang, Pengendalian Gratifikasi (V.1)"),
        ("butir V.1.2 gimana?", "V.1.2 · PENGUATAN PENGAWASAN"),
        ("cari poster", "Butir dengan “poster” (4)"),
        ("rekap tw 1", "Rekap Triwulan I 2027"),
        ("gimana progres semua area?", "Kemajuan Zona Integritas KPU Kabupaten Wanasari"),
        ("caranya kirim bukti gimana?", "Cara memakai zibot"),
        ("siapa aja anggota tim?", "Tim Zona Integritas KPU Kabupaten Wanasari"),
        ("ada yang perlu saya periksa?", "Tidak ada yang menunggu pemeriksaan Anda. 👍"),
    ],
)
async def test_the_first_line_of_an_answer_says_what_was_understood(board: Board, question: str, begins: str) -> None:
    assert first_line(await ask(board, question)).startswith(begins)


async def test_an_answer_about_a_component_is_of_that_component_only(board: Board) -> None:
    for asked in ("/status gratifikasi", "gratifikasi gmn?", "/status SPIP", "/status dumas"):
        said = words(await ask(board, asked))
        assert ("Komponen V.1 · Pengendalian Gratifikasi" in said) == ("gratif" in asked)
        assert ("Komponen V.2 · Pengaduan Masyarakat" in said) == ("dumas" in asked)
    answer = await ask(board, "gratifikasi gmn?")
    assert "dari 48" in words(answer)
    assert "📋 Butir V.1" in buttons(answer)


async def test_statements_are_not_taken_for_questions(board: Board) -> None:
    for text in ("V.1.1 selesai", "sudah selesai", "bukti sudah saya kirim", "pengawasan sudah aman pak"):
        said = [words(row) for row in [*board.sent(board.room.put_out())]]
        before = board.room.put_out()
        await board.says(DEDI, text)
        said = [words(row) for row in board.sent(before) if "text" in row.payload]
        assert not [one for one in said if one.startswith(("Yang lewat", "Area V", "Belum ada bukti"))], text


async def test_what_is_not_understood_gets_examples_that_fit_the_role(board: Board) -> None:
    for account, example in ((DEDI, "V.1.1 buktinya kurang apa?"), (CITRA, "periksa"), (LEAD, "semua area")):
        said = words(await ask(board, "lorem ipsum dolor", account))
        assert "belum menangkap" in said
        assert example in said
        for line in said.splitlines():
            if line.startswith("• "):
                assert "belum menangkap" not in words(await ask(board, line.removeprefix("• "), account)), line


async def test_an_area_in_doubt_is_asked_back_with_a_button_for_each(board: Board) -> None:
    answer = await ask(board, "kondisi pengawasan dan pelayanan publik bagaimana?")
    assert set(buttons(answer).values()) == {"a:5", "a:6"}
    answer = await ask(board, "/terlambat xyzabc")
    assert "xyzabc" in words(answer)
    assert {"qb:1", "qb:5", "qb:6"} <= set(buttons(answer).values())
    before = board.room.put_out()
    assert await board.presses(DEDI, "qb:5") == ""
    [row] = [row for row in board.sent(before) if "text" in row.payload]
    assert first_line(row).startswith("Yang lewat tenggat, area V")


async def test_who_may_judge_sees_what_waits_and_begins_with_one_tap(board: Board) -> None:
    duty = next(one for one in board.room.duties() if one.code == "V.1.1")
    board.room.happens(duty, Kind.SUBMITTED)
    answer = await ask(board, "ada yang perlu saya periksa?", CITRA)
    assert first_line(answer) == "Menunggu pemeriksaan Anda (1)"
    assert list(buttons(answer).values()) == [f"o:{duty.id}", str(Verb.QUEUE)]
    assert "Tidak ada" in words(await ask(board, "ada yang perlu saya periksa?", BUDI))


async def test_a_question_in_reply_to_a_message_about_one_item_is_about_that_item(board: Board) -> None:
    answer = await ask(board, "/butir I.1.1")
    went_out(board, answer, 601)
    for asked in ("kapan tenggatnya?", "masih kurang apa?"):
        before = board.room.put_out()
        await board.says(DEDI, asked, reply_to_message=reply(601, place(DEDI, None)))
        [said] = board.sent(before)
        assert first_line(said).startswith("I.1.1 · "), asked
    before = board.room.put_out()
    await board.says(DEDI, "apa yang telat di pengawasan?", reply_to_message=reply(601, place(DEDI, None)))
    [said] = board.sent(before)
    assert first_line(said).startswith("Yang lewat tenggat, area V")


# paging


async def test_a_long_list_is_turned_in_place_also_after_a_restart_and_ninety_days(
    board: Board, tmp_path: Path
) -> None:
    answer = await ask(board, "/terlambat")
    assert "Halaman 1 dari 3" in words(answer)
    assert len(buttons(answer)) == 7
    on = buttons(answer)["Berikutnya ›"]
    went_out(board, answer, 501)
    board.room.house.close()
    room = Room.open(tmp_path)
    room.at("2027-04-07 09:00")
    again = Board(room, updates=900)
    before = again.room.put_out()
    assert await again.presses(DEDI, on, message=501) == ""
    [edit] = [row for row in again.sent(before) if row.method == "editMessageText"]
    assert edit.payload["message_id"] == 501
    assert "Halaman 2 dari 3" in words(edit)
    assert {"‹ Sebelumnya", "Berikutnya ›"} <= set(buttons(edit))
    both = {data for row in (answer, edit) for data in buttons(row).values() if data.startswith("o:")}
    assert len(both) == 12
    room.at("2027-07-07 09:00")
    before = again.room.put_out()
    assert await again.presses(DEDI, on, message=501) == ""
    [edit] = [row for row in again.sent(before) if row.method == "editMessageText"]
    assert "Halaman 2 dari 5" in words(edit)


async def test_a_page_that_is_gone_shows_the_last_one(board: Board) -> None:
    answer = await ask(board, "/terlambat pengawasan")
    went_out(board, answer, 501)
    listing = buttons(answer)["Berikutnya ›"].split(":")[1]
    before = board.room.put_out()
    assert await board.presses(DEDI, f"qa:{listing}:9", message=501) == ""
    [edit] = [row for row in board.sent(before) if row.method == "editMessageText"]
    assert "Halaman 3 dari 3" in words(edit)
    assert "Berikutnya ›" not in buttons(edit)


async def test_nobody_turns_the_pages_of_another_in_private_and_anyone_does_in_the_group(board: Board) -> None:
    mine = await ask(board, "/terlambat")
    on = buttons(mine)["Berikutnya ›"]
    before = board.room.put_out()
    assert await board.presses(BUDI, on, message=501) == texts.label("toast", "old")
    assert await board.presses(BUDI, on, chat=OURS, message=501) == texts.label("toast", "old")
    assert [row.method for row in board.sent(before)] == ["answerCallbackQuery"] * 2

    ours = await ask(board, "/terlambat", chat=OURS)
    went_out(board, ours, 502)
    before = board.room.put_out()
    assert await board.presses(BUDI, last_page(ours), chat=OURS, message=502) == ""
    [edit] = [row for row in board.sent(before) if row.method == "editMessageText"]
    assert "kepala desa" not in words(ours) + words(edit)
    assert "V.2.1 (rahasia)" in words(ours) + words(edit)


async def test_a_page_of_someone_who_sees_secrets_does_not_open_for_one_who_does_not(board: Board) -> None:
    answer = await ask(board, "/terlambat", LEAD)
    assert answer.payload["protect_content"]
    assert await board.presses(BUDI, buttons(answer)["Berikutnya ›"]) == texts.label("toast", "old")
    plain = await ask(board, "/terlambat", BUDI)
    assert "protect_content" not in plain.payload
    assert "kepala desa" not in words(plain)
    # A message that went out unprotected does not begin to tell a secret when its asker may see it later.
    went_out(board, plain, 503)
    board.room.do(_promoted, "Budi Santoso")
    before = board.room.put_out()
    await board.presses(BUDI, last_page(plain), message=503)
    [edit] = [row for row in board.sent(before) if row.method == "editMessageText"]
    assert "V.2.1 (rahasia)" in words(edit)
    assert "kepala desa" not in words(edit)


def _promoted(desk: Desk, name: str) -> None:
    person = next(one for one in desk.team.values() if one.name == name)
    desk.session.get_one(Person, person.id).role = "lead"


# one item


async def test_an_item_tells_everything_and_its_pictures_are_one_tap_away(board: Board) -> None:
    board.room.do(files_a_photo)
    answer = await ask(board, "/butir v 1 1")
    said = words(answer)
    for part in ("Memasang poster nomor 1", "Indikator V.1.1", "1. Foto", "2. Notulen", "Dedi Kurnia", "dari 12"):
        assert part in said, part
    assert "1 dari 2 bukti, kurang: Notulen" in said
    assert "bukti masuk (28 Mar)" in said
    assert "🖼 Lihat bukti (1)" in buttons(answer)
    assert "🖼 Lihat bukti (1)" not in buttons(await ask(board, "/butir V.1.1", BUDI))
    assert "🖼 Lihat bukti (1)" not in buttons(await ask(board, "/butir V.1.1", chat=OURS))


async def test_a_code_that_is_wrong_or_missing_offers_likely_ones(board: Board) -> None:
    nothing = await ask(board, "/butir")
    assert "/butir V.1.1" in words(nothing)
    assert len(buttons(nothing)) == 6
    wrong = await ask(board, "/butir V.1.9")
    assert "tidak menemukan butir “V.1.9”" in words(wrong)
    assert [name.split()[0] for name in buttons(wrong)] == ["V.1.1", "V.1.2", "V.1.3", "V.1.4", "V.2.1"]
    component = await ask(board, "/butir V.1")
    assert first_line(component) == "V.1 · Pengendalian Gratifikasi (4 butir)"
    before = board.room.put_out()
    assert await board.presses(DEDI, next(iter(buttons(component).values()))) == ""
    assert any("Memasang poster nomor 1" in str(row.payload.get("text")) for row in board.sent(before))
    area = await ask(board, "/butir 5")
    assert list(buttons(area).values()) == ["qk:5:1", "qk:5:2"]
    assert first_line(await ask(board, "/butir poster")) == "Butir dengan “poster” (4)"
    assert first_line(await ask(board, "/butir 5.1.2")).startswith("V.1.2")


async def test_very_long_words_of_an_item_fill_pages_and_none_is_cut(board: Board) -> None:
    long = butir("I.1.1", date(2027, 6, 30), action=" ".join(f"kata{number}" for number in range(1500)))
    board.room.adopt(long)
    answer = await ask(board, "/butir I.1.1")
    went_out(board, answer, 501)
    said, row = words(answer), answer
    while "Berikutnya ›" in buttons(row):
        assert texts.length(row.payload["text"]) <= texts.LIMIT
        before = board.room.put_out()
        await board.presses(DEDI, buttons(row)["Berikutnya ›"], message=501)
        [row] = [one for one in board.sent(before) if one.method == "editMessageText"]
        said += words(row)
    assert all(f"kata{number}" in said for number in range(1500))
    assert "30 Juni 2027" in said


def test_of_what_happened_only_the_latest_is_told(board: Board) -> None:
    board.room.do(files_a_photo)
    ids = [duty.id for duty in board.room.duties() if duty.code == "V.1.1"]
    [last] = board.room.do(lambda desk: histories.lately(desk.session, ids, most=5))
    assert (last.kind, last.actor_id) == ("evidence.filed", 2)
    assert board.room.do(lambda desk: histories.lately(desk.session, ids[:1], most=5)) == []


# searching


async def test_search_forgives_a_slip_and_finds_what_is_hidden_by_its_code_only(board: Board) -> None:
    assert "V.1.3" in words(await ask(board, "/cari pster"))
    assert "I.1.1" in words(await ask(board, "/cari notulen rapat"))
    assert "V.2.1" in words(await ask(board, "/cari kepala desa"))
    assert "Tidak ada butir" in words(await ask(board, "/cari kepala desa", BUDI))
    for asked in ("/cari kepala desa", "/cari dumas", f"{BOT} cari kepala desa"):
        assert "Tidak ada butir" in words(await ask(board, asked, LEAD, OURS)), asked
    found = words(await ask(board, "/cari V.2.1", chat=OURS))
    assert "V.2.1 (rahasia)" in found
    assert "kepala desa" not in found
    assert "Kata apa yang dicari" in words(await ask(board, "/cari"))


# the group


async def test_in_the_group_only_who_calls_the_bot_is_answered(board: Board) -> None:
    before = board.room.put_out()
    await board.says(DEDI, "gimana progres pengawasan?", chat=OURS)
    await board.says(DEDI, "@zibot_latihan_bot_lain gimana progres pengawasan?", chat=OURS)
    assert board.room.put_out() == before
    for text in (
        f"{BOT} gimana progres pengawasan?",
        f"gimana progres pengawasan {BOT.upper()}?",
        f"{BOT}, pengawasan gmn",
    ):
        answer = await ask(board, text, chat=OURS)
        assert (answer.chat_id, first_line(answer)) == (OURS, "Area V · PENGUATAN PENGAWASAN")
    assert "belum menangkap" in words(await ask(board, f"{BOT} lorem ipsum", chat=OURS))
    for text in (
        f"{BOT} tugas dedi apa?",
        f"{BOT} siapa yang belum kirim bukti pengawasan",
        f"{BOT} butir V.2.1 gimana?",
    ):
        assert "kepala desa" not in words(await ask(board, text, chat=OURS))


async def test_what_someone_searched_for_goes_when_they_are_erased(board: Board) -> None:
    def kept(desk: Desk) -> list[Any]:
        rows = [listings.find(desk.session, desk.satker_id, id) for id in range(1, 9)]
        return [row.said["words"] for row in rows if row is not None and row.what == listings.SEARCH]

    def searched(desk: Desk) -> None:
        for person in desk.team.values():
            listings.keep(desk.session, person, 5, "search", {"words": "tugas citra"}, now=desk.now)

    def erased(desk: Desk) -> None:
        listings.forget_words(desk.session, next(p for p in desk.team.values() if p.name == "Citra Dewi"), "Citra Dewi")

    board.room.do(searched)
    assert board.room.do(kept) == ["tugas citra"] * 4
    board.room.do(erased)
    assert board.room.do(kept) == [""] * 4

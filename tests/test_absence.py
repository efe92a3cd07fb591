"""/cuti: days without reminders, told in words, shown, and taken back."""

from datetime import date

import pytest

from tests.board import OURS, Board
from tests.desk import Room, butir
from zibot.context import Verb, data
from zibot.jobs.presence import present
from zibot.jobs.tick import tick
from zibot.rules.lifecycle import Kind
from zibot.storage import leaves

RATNA, BUDI, DEDI = 101, 102, 104


@pytest.fixture
def board(room: Room) -> Board:
    """Dedi holds items of two areas that fall due in May; only the first has a coordinator."""
    room.adopt(butir("V.1.1", date(2027, 5, 7)), butir("VI.1.1", date(2027, 5, 10)), butir("V.1.2", date(2027, 5, 31)))
    ratna = room.joins("Ratna Lestari", "lead", account=RATNA)
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Dedi Kurnia", account=DEDI, items=["V", "VI"])
    room.binds_group(ratna, OURS)
    room.at("2027-04-12 09:00")
    return Board(room)


def known(board: Board) -> list[tuple[date, date]]:
    return board.room.do(
        lambda desk: [(one.first, one.last) for one in leaves.since(desk.session, desk.satker_id, desk.today)]
    )


async def test_a_leave_in_words_is_written_down_and_says_what_falls_due_in_it(board: Board) -> None:
    [told] = await board.says(DEDI, "/cuti 5-10 Mei")
    assert "Rabu, 5 Mei 2027" in told
    assert "Senin, 10 Mei 2027" in told
    assert "V.1.1" in told
    assert "VI.1.1" in told
    assert "V.1.2" not in told
    assert "Selasa, 11 Mei 2027" in told
    assert known(board) == [(date(2027, 5, 5), date(2027, 5, 10))]
    keys = board.sent()[-1].payload["reply_markup"]["inline_keyboard"]
    assert [line[0]["text"] for line in keys] == [
        "▫️ V.1.1 · 7 Mei · Memasang poster",
        "▫️ VI.1.1 · 10 Mei · Memasang poster",
        "✖️ Batalkan cuti 5–10 Mei",
    ]


async def test_nothing_is_said_in_a_leave_and_one_message_on_return(board: Board) -> None:
    await board.says(DEDI, "/cuti 5 s.d. 11 Mei")
    told: dict[str, list[str]] = {}
    for day in (*range(3, 8), *range(10, 15)):
        before = board.room.put_out()
        board.room.at(f"2027-05-{day:02} 07:30")
        await tick(board.room.house)
        told[f"{day:02}"] = [row.payload["text"] for row in board.sent(before) if row.chat_id == DEDI]
    assert [day for day, texts in told.items() if texts] == ["03", "04", "12"]
    [eve] = told["04"]
    assert "Cuti Anda mulai Rabu, 5 Mei 2027" in eve
    assert "V.1.1" in eve
    assert "VI.1.1" in eve
    [back] = told["12"]
    assert "Lewat tenggat" in back
    assert "V.1.1" in back
    assert "VI.1.1" in back


async def test_the_coordinator_hears_the_next_morning_what_falls_due_and_who_holds_it_and_only_of_theirs(
    board: Board,
) -> None:
    await board.says(DEDI, "/cuti 5-10 Mei")
    for moment in ("2027-04-13 07:30", "2027-04-14 07:30"):
        board.room.at(moment)
        await tick(board.room.house)
    [budi], [ratna] = ([text for text in board.room.texts(who) if "saat cuti" in text] for who in (BUDI, RATNA))
    assert ("V.1.1" in budi, "VI.1.1" in budi, "Dedi Kurnia cuti 5 Mei–10 Mei" in budi) == (True, False, True)
    assert ("V.1.1" in ratna, "VI.1.1" in ratna) == (False, True)


async def test_a_coordinator_on_leave_is_asked_for_nothing_by_any_job(board: Board) -> None:
    board.room.adopt(butir("V.9.1", date(2027, 5, 7), action="Menyusun laporan", certain=False), number="4")
    await board.says(BUDI, "/cuti hari ini sampai lusa")
    assert [person.name for person in board.room.do(present)] == ["Dedi Kurnia", "Ratna Lestari"]
    before = board.room.put_out()
    await tick(board.room.house)
    assert [row.chat_id for row in board.sent(before) if row.once and row.once.startswith("unscheduled")] == [RATNA]
    assert BUDI not in {row.chat_id for row in board.sent(before)}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("entah kapan", "belum saya pahami"),
        ("5-9", "belum saya pahami"),
        ("kemarin", "sudah lewat"),
        ("1-5 April 2027", "sudah lewat"),
        ("1 Mei sampai 30 November", "terlalu panjang"),
        ("5-9 April", "Bila maksud Anda tahun 2028"),
        ("20 Mei", "beririsan"),
    ],
)
async def test_what_cannot_be_a_leave_gets_one_kind_line_and_nothing_is_written(
    board: Board, words: str, line: str
) -> None:
    await board.says(DEDI, "/cuti 19-21 Mei")
    before = known(board)
    [told] = await board.says(DEDI, f"/cuti {words}")
    assert line in told
    assert known(board) == before


async def test_next_years_leave_is_taken_where_the_year_is_said(board: Board) -> None:
    await board.says(DEDI, "/cuti 5-9 April 2028")
    assert known(board) == [(date(2028, 4, 5), date(2028, 4, 9))]


async def test_alone_it_shows_the_leaves_and_takes_one_back(board: Board) -> None:
    assert "Tidak ada cuti" in (await board.says(DEDI, "/cuti"))[0]
    await board.says(DEDI, "/cuti besok")
    await board.says(DEDI, "/cuti 19-21 Mei")
    [shown] = await board.says(DEDI, "/cuti")
    assert shown.index("Selasa, 13 April 2027") < shown.index("Rabu, 19 Mei 2027")
    [[first], [second]] = board.sent()[-1].payload["reply_markup"]["inline_keyboard"]
    assert (first["text"], second["text"]) == ("✖️ Batalkan cuti 13 Apr", "✖️ Batalkan cuti 19–21 Mei")
    assert await board.presses(DEDI, second["callback_data"]) == "Cuti dibatalkan."
    assert known(board) == [(date(2027, 4, 13), date(2027, 4, 13))]
    # Pressed again, by another, and once it is over: a kind word, and nothing changes.
    assert "tidak berlaku" in await board.presses(DEDI, second["callback_data"])
    assert "penanggung jawab" in await board.presses(BUDI, first["callback_data"])
    assert "tidak berlaku" in await board.presses(DEDI, data(Verb.LEAVE_CANCEL, 999))
    board.room.at("2027-04-14 09:00")
    assert "tidak berlaku" in await board.presses(DEDI, first["callback_data"])
    assert len(known(board)) == 0


async def test_in_the_group_it_is_answered_in_private(board: Board) -> None:
    told = await board.says(DEDI, "/cuti 5-10 Mei", chat=OURS)
    rows = board.sent()[-2:]
    assert [row.chat_id for row in rows] == [OURS, DEDI]
    assert "Mei" not in told[0]


async def test_who_has_done_theirs_goes_on_leave_without_a_list(board: Board) -> None:
    for duty in board.room.duties():
        board.room.happens(duty, Kind.ACCEPTED)
    [told] = await board.says(DEDI, "/cuti 5-10 Mei")
    assert "Selamat beristirahat" in told

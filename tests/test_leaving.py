"""Someone leaves: one step hands over what they held, and everyone concerned hears what they need to know."""

import json
from datetime import date

import pytest
from sqlmodel import col, select

from tests.board import Board
from tests.desk import Room, butir, id_of
from tests.test_team import labels, shown, taps
from zibot import admin
from zibot.context import Verb, data
from zibot.handlers.members import bits
from zibot.model import Event, Person
from zibot.proof import verified
from zibot.rules.roster import Member
from zibot.settings import SettingsError
from zibot.storage import ledger, people, prompts
from zibot.storage.membership import Loaded

RATNA, BUDI, CITRA, DEDI, EKA, GITA = 501, 502, 503, 504, 505, 506


@pytest.fixture
def board(room: Room) -> Board:
    """Budi coordinates V, Citra VI; Dedi holds V.1 and VI.1.1, Gita something in VI; Eka only looks on."""
    room.adopt(
        butir("V.1.1", date(2027, 3, 31), action="Memasang poster"),
        butir("V.1.2", date(2027, 1, 1), date(2027, 6, 30), action="Menyusun laporan"),
        butir("VI.1.1", date(2027, 6, 30), action="Menyusun maklumat"),
        butir("VI.2.1", date(2027, 6, 30)),
    )
    room.joins("Ratna Lestari", "lead", account=RATNA)
    room.joins("Budi Santoso", "coordinator", account=BUDI, areas=[5])
    room.joins("Citra Dewi", "coordinator", account=CITRA, areas=[6])
    room.joins("Dedi Kurnia", account=DEDI, items=["V.1", "VI.1.1"])
    room.joins("Eka Putri", "reviewer", account=EKA)
    room.joins("Gita Permata", account=GITA, items=["VI.2"])
    room.joins("Hadi Wijaya")
    return Board(room)


def named(board: Board, name: str) -> Person:
    [found] = board.room.do(lambda desk: list(desk.session.exec(select(Person).where(Person.name == name))))
    return found


def out(board: Board, name: str, to: str | None = None) -> str:
    return data(Verb.MEMBER_OUT_TO, id_of(named(board, name)), id_of(named(board, to)) if to else 0)


def holders(board: Board) -> dict[str, tuple[int, ...]]:
    return {duty.code: duty.holders for duty in board.room.duties()}


async def test_suitable_people_are_offered_first_and_those_who_only_look_on_never(board: Board) -> None:
    await board.presses(RATNA, data(Verb.MEMBER, id_of(named(board, "Dedi Kurnia"))))
    await taps(board, "Keluarkan")
    asked = shown(board, RATNA)
    assert "Memegang 3 butir (V.1, VI.1.1), 3 kewajiban masih terbuka" in asked.payload["text"]
    names = [label.split(" · ")[0] for label in labels(asked)]
    assert names == [
        *("Budi Santoso", "Citra Dewi", "Gita Permata", "Ratna Lestari", "Hadi Wijaya"),
        *("Tanpa pengganti", "↩️ Kembali"),
    ]


async def test_many_names_are_turned_over_like_pages(board: Board) -> None:
    for letter in "abcdefgh":
        board.room.joins(f"Zainal {letter}")
    await board.presses(RATNA, data(Verb.MEMBER_OUT, id_of(named(board, "Dedi Kurnia")), 0))
    first = set(labels(shown(board, RATNA))[:7])
    await taps(board, "Nama lain")
    assert not set(labels(shown(board, RATNA))[:6]) & first
    await taps(board, "Nama lain")
    assert set(labels(shown(board, RATNA))[:7]) == first


async def test_one_tap_takes_them_out_hands_over_and_tells_both(board: Board) -> None:
    before = board.room.put_out()
    assert await board.presses(RATNA, out(board, "Dedi Kurnia", "Gita Permata")) == ""
    gita = named(board, "Gita Permata")
    assert (gita.items, named(board, "Dedi Kurnia").left_at is not None) == (["VI.2", "V.1", "VI.1.1"], True)
    assert set(holders(board).values()) == {(gita.id,)}
    told = {row.chat_id: row.payload["text"] for row in board.sent(before) if "parse_mode" in row.payload}
    assert set(told) == {RATNA, DEDI, GITA}
    assert "sudah keluar dari tim" in told[RATNA]
    assert "Butirnya kini dipegang Gita Permata, yang sudah saya kabari" in told[RATNA]
    assert "Terima kasih atas kerja Anda, Dedi Kurnia" in told[DEDI]
    assert "tetap tersimpan" in told[DEDI]
    assert "Ratna Lestari" in told[DEDI]
    for words in ("Dedi Kurnia", "V.1, VI.1.1", "Memasang poster", "Menyusun laporan", "Menyusun maklumat", "/tugas"):
        assert words in told[GITA]
    assert told[GITA].count("V.1.2") == 1, "an item is listed once, with its nearest due date"
    assert await board.says(DEDI, "/tugas") != []
    assert "undang" in board.room.texts(DEDI)[-1]


async def test_the_ledger_tells_who_took_whom_out_and_to_whom_items_went(board: Board) -> None:
    await board.presses(RATNA, out(board, "Dedi Kurnia", "Gita Permata"))
    with board.room.house.database.reading() as session:
        rows = session.exec(select(Event).where(col(Event.kind).startswith("person.")).order_by(col(Event.id)))
        events = [(row.kind, row.actor_id, json.loads(row.payload)) for row in rows]
    dedi, gita = id_of(named(board, "Dedi Kurnia")), id_of(named(board, "Gita Permata"))
    events = events[-3:]  # those before tell how the team came to be
    assert [(kind, actor) for kind, actor, _ in events] == [
        ("person.handed", 1),
        ("person.given", 1),
        ("person.left", 1),
    ]
    assert events[0][2] == {"person": dedi, "to": gita, "items": ["V.1", "VI.1.1"]}
    assert not any("Dedi" in str(said) or "Gita" in str(said) for *_, said in events)
    assert verified(board.room.house.settings).ok
    assert board.room.do(lambda desk: list(ledger.broken(desk.session, desk.satker_id))) == []


async def test_a_second_tap_changes_nothing_more(board: Board) -> None:
    pressed = out(board, "Dedi Kurnia", "Gita Permata")
    await board.presses(RATNA, pressed)
    before = holders(board)
    assert "sudah tidak di tim" in await board.presses(RATNA, pressed)
    assert holders(board) == before


async def test_without_a_successor_items_wait_and_the_lead_is_told(board: Board) -> None:
    await board.presses(RATNA, out(board, "Dedi Kurnia"))
    assert holders(board)["V.1.1"] == ()
    assert "menunggu pemegang baru" in shown(board, RATNA).payload["text"]


@pytest.mark.parametrize("to", ["Eka Putri", "Dedi Kurnia"])
async def test_items_go_to_nobody_who_cannot_work_on_them(board: Board, to: str) -> None:
    assert "pilih orang lain" in await board.presses(RATNA, out(board, "Dedi Kurnia", to))
    assert named(board, "Dedi Kurnia").left_at is None


async def test_a_successor_who_left_meanwhile_is_refused(board: Board) -> None:
    pressed = out(board, "Dedi Kurnia", "Gita Permata")
    await board.presses(RATNA, out(board, "Gita Permata"))
    assert "pilih orang lain" in await board.presses(RATNA, pressed)
    assert holders(board)["V.1.1"] == (named(board, "Dedi Kurnia").id,)


async def test_a_coordinators_areas_go_to_another_coordinator_or_are_said_to_lack_one(board: Board) -> None:
    await board.presses(RATNA, data(Verb.MEMBER_OUT, id_of(named(board, "Citra Dewi")), 0))
    assert "Area VI tidak punya koordinator lain" in shown(board, RATNA).payload["text"]
    await board.presses(RATNA, out(board, "Citra Dewi", "Budi Santoso"))
    assert named(board, "Budi Santoso").areas == [5, 6]
    assert "koordinator area VI" in board.room.texts(BUDI)[-1]
    assert "tanpa koordinator" not in shown(board, RATNA).payload["text"]
    await board.presses(RATNA, out(board, "Budi Santoso", "Dedi Kurnia"))
    assert named(board, "Dedi Kurnia").areas == []
    assert "Area V, VI kini tanpa koordinator" in shown(board, RATNA).payload["text"]


async def test_who_holds_nothing_leaves_at_one_tap(board: Board) -> None:
    await board.presses(RATNA, data(Verb.MEMBER_OUT, id_of(named(board, "Hadi Wijaya")), 0))
    assert labels(shown(board, RATNA)) == ["🚪 Ya, keluarkan", "↩️ Kembali"]
    await taps(board, "Ya, keluarkan")
    assert named(board, "Hadi Wijaya").left_at is not None


async def test_what_was_asked_of_them_and_waits_for_them_ends(board: Board) -> None:
    dedi = named(board, "Dedi Kurnia")

    def waits(desk) -> None:
        prompts.ask(desk.session, dedi, "my-name", DEDI, obligation_id=None, now=desk.now)
        desk.say(DEDI, "group_here")

    board.room.do(waits)
    await board.presses(RATNA, out(board, "Dedi Kurnia"))
    assert board.room.do(lambda desk: prompts.pending(desk.session, dedi, DEDI, desk.now)) is None
    open_ones = [row for row in board.sent() if row.chat_id == DEDI and row.failed_at is None]
    assert ["Terima kasih" in row.payload["text"] for row in open_ones] == [True]


# the terminal


async def test_the_terminal_hands_over_in_one_step_too(board: Board) -> None:
    left, to = board.room.do(admin.leave, "dedi kurnia", "Gita Permata")
    assert (left.name, to.name) == ("Dedi Kurnia", "Gita Permata")
    assert named(board, "Gita Permata").items == ["VI.2", "V.1", "VI.1.1"]
    assert "Terima kasih" in board.room.texts(DEDI)[-1]
    assert "kini menjadi tugas Anda" in board.room.texts(GITA)[-1]
    for name, to_whom, code in (
        ("Dedi Kurnia", None, "nobody"),
        ("Gita Permata", "Tidak Ada", "nobody"),
        ("Gita Permata", "Eka Putri", "successor"),
        ("Gita Permata", "Gita Permata", "successor"),
    ):
        with pytest.raises(SettingsError) as refused:
            board.room.do(admin.leave, name, to_whom)
        assert refused.value.code == code


# the team file


def loads(board: Board, *members: Member, overwrite: bool = False) -> Loaded:
    done: Loaded = board.room.do(admin.load_team, members, overwrite=overwrite)
    return done


def kept(done: Loaded) -> list[tuple[str, str]]:
    return [(one.name, one.field) for one in done.kept]


JOKO = Member("Joko Susilo", "Staf", "staff", (), ("I",))


async def test_the_file_does_not_undo_in_silence_what_was_changed_in_the_chat(board: Board) -> None:
    loads(board, JOKO)
    joko = id_of(named(board, "Joko Susilo"))
    await board.presses(RATNA, data(Verb.MEMBER_AREAS_DONE, joko, bits([5])))
    done = loads(board, JOKO)
    assert kept(done) == [("Joko Susilo", "role"), ("Joko Susilo", "areas")]
    assert (named(board, "Joko Susilo").role, done.changed) == ("coordinator", [])

    moved = Member("Joko Susilo", "Kasubbag", "staff", (), ("I", "V"))
    done = loads(board, moved)
    assert kept(done) == [("Joko Susilo", "role"), ("Joko Susilo", "areas")], "what the file says anew is taken over"
    assert (named(board, "Joko Susilo").jabatan, named(board, "Joko Susilo").items) == ("Kasubbag", ["I", "V"])
    assert kept(loads(board, moved)) == kept(done), "and the rest stays kept"

    assert kept(loads(board, moved, overwrite=True)) == []
    assert (named(board, "Joko Susilo").role, named(board, "Joko Susilo").areas) == ("staff", [])
    assert verified(board.room.house.settings).ok


def test_nor_what_was_done_at_the_terminal(board: Board) -> None:
    loads(board, JOKO)
    board.room.do(admin.invite, "Joko Susilo", "reviewer", None)
    assert kept(loads(board, JOKO)) == [("Joko Susilo", "role")]
    assert named(board, "Joko Susilo").role == "reviewer"


async def test_who_left_is_not_brought_back_by_the_file_unless_it_shall_win(board: Board) -> None:
    loads(board, JOKO)
    await board.presses(RATNA, out(board, "Joko Susilo"))
    assert kept(loads(board, JOKO)) == [("Joko Susilo", "left")]
    assert named(board, "Joko Susilo").left_at is not None
    assert loads(board, JOKO, overwrite=True).added == 1
    assert (named(board, "Joko Susilo").left_at, named(board, "Joko Susilo").items) == (None, ["I"])


async def test_a_role_that_the_file_changes_is_told_to_who_has_joined(board: Board) -> None:
    loads(board, Member("Dedi Kurnia", "", "coordinator", (1,), ("V.1", "VI.1.1")))
    assert "koordinator area I" in board.room.texts(DEDI)[-1]
    said = len(board.room.texts(DEDI))
    loads(board, Member("Dedi Kurnia", "Kasubbag", "coordinator", (1,), ("V.1",)))
    assert len(board.room.texts(DEDI)) == said


async def test_who_left_can_be_invited_anew_at_the_terminal(board: Board) -> None:
    dedi = named(board, "Dedi Kurnia")
    await board.presses(RATNA, out(board, "Dedi Kurnia"))
    person, code = board.room.do(admin.invite, "Dedi Kurnia", "staff", None)
    assert person.id == dedi.id
    assert board.room.do(lambda desk: people.join(desk.session, desk.satker_id, code, 777, desk.now)) is not None
    assert verified(board.room.house.settings).ok

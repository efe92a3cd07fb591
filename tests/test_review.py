"""Review on the switchboard: cards with their picture, reasons, one after the other, never one's own, used before."""

from datetime import date, timedelta

import pytest

from benchmarks.scenes import jpeg
from benchmarks.scenes import room as a_room
from tests.board import Board, query
from tests.desk import Room, butir, id_of
from zibot.context import Desk, Verb, data
from zibot.handlers import review
from zibot.handlers.looker import Looker
from zibot.handlers.placing import file_and_submit
from zibot.model import Evidence, Leave, Outbox, Person
from zibot.rules.lifecycle import State
from zibot.rules.reviewing import judges, others
from zibot.storage import evidence, leaves, people, pictures, plans, reviews

DEDI, BUDI, RATNA, EKA = 11, 12, 13, 14
PICTURE = jpeg(a_room(1, 1))


@pytest.fixture
def board(room: Room) -> Board:
    """Staff, a coordinator of area V, a lead and a reviewer; four items with one photo each."""
    for name, role, account, holds in (
        ("Dedi Kurnia", "staff", DEDI, {"items": ["I", "V"]}),
        ("Budi Santoso", "coordinator", BUDI, {"areas": [5], "items": ["V.9"]}),
        ("Ratna Lestari", "lead", RATNA, {}),
        ("Eka Putri", "reviewer", EKA, {}),
    ):
        room.joins(name, role, account=account, **holds)
    room.adopt(
        *(butir(f"V.1.{day}", date(2027, 3, day)) for day in (1, 2, 3)),
        butir("I.1.1", date(2027, 3, 4)),
        *(butir(code, date(2027, 3, 5), action="Merekap pengaduan masyarakat") for code in ("V.2.1", "I.1.2")),
    )
    return Board(room)


def person(desk: Desk, account: int) -> Person:
    found = people.by_telegram(desk.session, desk.satker_id, account)
    assert found is not None
    return found


def sends(board: Board, account: int, code: str, data: bytes = PICTURE, *, kind: str = "photo") -> int:
    """Someone's photo is stored and filed; the number of its receipt."""

    def stored(desk: Desk) -> int:
        board.updates += 1
        mime = "image/jpeg" if kind == "photo" else "application/pdf"
        arrived = evidence.Arrived(kind, mime, "bukti.jpg", "", account, 1000 + board.updates, desk.now)
        who = person(desk, account)
        piece = evidence.store(desk.session, who, desk.files.keep(data), arrived, desk.now)
        assert piece is not None
        duty = next(d for d in plans.duties(desk.session, desk.satker_id) if d.code == code)
        file_and_submit(desk, who, piece, duty)
        return piece.number

    number: int = board.room.do(stored)
    return number


def cards(board: Board, account: int) -> list[Outbox]:
    """The cards that a reviewer got, oldest first."""
    return [row for row in board.sent() if row.chat_id == account and (row.once or "").startswith("review:")]


def goes_out(board: Board) -> None:
    """All that waits goes out and gets its numbers."""

    def out(desk: Desk) -> None:
        for row in board.sent():
            if row.sent_at is None:
                kept = desk.session.get_one(Outbox, row.id)
                kept.sent_at, kept.claimed_at = desk.now, desk.now
                kept.message_id = kept.payload.get("message_id") or (
                    5000 + id_of(row) if row.method.startswith("send") else None
                )

    board.room.do(out)


def pressed(card: Outbox, label: str) -> str:
    """The data of a button of a call."""
    rows = card.payload["reply_markup"]["inline_keyboard"]
    [found] = [button["callback_data"] for row in rows for button in row if label in button["text"]]
    return str(found)


def newest(board: Board, account: int) -> Outbox:
    """The last that was said to someone, or changed."""
    return [r for r in board.sent() if r.chat_id == account and r.method != "answerCallbackQuery"][-1]


def words(row: Outbox) -> str:
    return str(row.payload.get("caption") or row.payload.get("text"))


def voids(board: Board, number: int, *, told: str) -> None:
    """A sender takes a piece back; the cards of an item tell it."""
    duty = board.room.obligation(told)

    def voided(desk: Desk) -> None:
        piece = evidence.numbered(desk.session, desk.satker_id, number)
        assert piece is not None
        evidence.void(desk.session, piece, actor=person(desk, DEDI), now=desk.now)
        review.changed(desk, duty)

    board.room.do(voided)


def leaves_team(board: Board, account: int) -> None:
    def left(desk: Desk) -> None:
        people.leave(desk.session, desk.session.get_one(Person, person(desk, account).id), desk.now)

    board.room.do(left)


def state(board: Board, code: str) -> State:
    return next(duty.state for duty in board.room.duties() if duty.code == code)


async def taps(board: Board, account: int, card: Outbox, label: str) -> str:
    """Someone presses a button of a card as it stands now."""
    goes_out(board)
    with board.room.house.database.reading() as session:
        stands = session.get_one(Outbox, card.id)
        number = stands.message_id
    last = [row for row in board.sent() if row.chat_id == account and row.message_id == number][-1]
    return await board.presses(account, pressed(last, label), message=number or 0)


async def test_what_was_submitted_comes_with_its_picture_as_one_message(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    [card] = [row for row in board.sent() if row.chat_id == BUDI]
    assert (card.method, card.file_sha256 is not None) == ("sendPhoto", True)
    assert "Perlu diperiksa: V.1.1" in words(card)
    assert "Dedi Kurnia" in words(card)
    assert [row for row in board.sent() if row.chat_id == RATNA] == []
    assert await taps(board, BUDI, card, "Terima") == "Tersimpan."
    assert state(board, "V.1.1") is State.ACCEPTED
    change = newest(board, BUDI)
    assert (change.method, change.payload.get("reply_markup")) == ("editMessageCaption", None)
    assert "Diterima oleh Budi Santoso" in words(change)
    assert "diterima" in words(newest(board, DEDI))


async def test_a_usual_reason_is_two_taps_and_tells_what_is_missing(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    [card] = cards(board, BUDI)
    await taps(board, BUDI, card, "Kembalikan")
    assert "Apa yang kurang?" in words(newest(board, BUDI))
    await taps(board, BUDI, card, "Batal")
    assert "Apa yang kurang?" not in words(newest(board, BUDI))
    await taps(board, BUDI, card, "Kembalikan")
    assert await taps(board, BUDI, card, "Belum ditandatangani") == "Tersimpan."
    assert state(board, "V.1.1") is State.RETURNED
    verdict = newest(board, DEDI)
    assert "Belum ditandatangani" in words(verdict)
    assert pressed(verdict, "Kirim bukti")
    assert "Dikembalikan oleh Budi Santoso: Belum ditandatangani" in words(newest(board, BUDI))


async def test_own_words_are_a_reason_too(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    [card] = cards(board, BUDI)
    await taps(board, BUDI, card, "Kembalikan")
    await board.says(BUDI, "stempelnya belum ada")
    assert "stempelnya belum ada" in words(newest(board, DEDI))


async def test_several_are_worked_through_one_after_the_other(board: Board) -> None:
    for code in ("V.1.1", "V.1.2", "V.1.3"):
        sends(board, DEDI, code, PICTURE + code.encode())
    goes_out(board)
    await board.says(BUDI, "/periksa")
    first = cards(board, BUDI)[-1]
    assert "V.1.1" in words(first)
    assert "2 lagi menunggu" in words(first)
    await taps(board, BUDI, first, "Lewati")
    second = cards(board, BUDI)[-1]
    assert "V.1.2" in words(second)
    await taps(board, BUDI, second, "Terima")
    third = cards(board, BUDI)[-1]
    assert "V.1.3" in words(third), "the next comes by itself"
    await taps(board, BUDI, third, "Kembalikan")
    await taps(board, BUDI, third, "Foto buram")
    again = cards(board, BUDI)[-1]
    assert "V.1.1" in words(again), "what was skipped comes round"
    await taps(board, BUDI, again, "Terima")
    assert "Semua sudah diperiksa" in words(newest(board, BUDI))
    assert [state(board, code) for code in ("V.1.1", "V.1.2", "V.1.3")] == [
        State.ACCEPTED,
        State.ACCEPTED,
        State.RETURNED,
    ]
    await board.says(BUDI, "/periksa")
    assert "Tidak ada yang menunggu" in words(newest(board, BUDI))


async def test_two_who_press_at_once_get_one_verdict_and_both_cards_tell_it(board: Board) -> None:
    board.room.joins("Wati Lim", "coordinator", account=15, areas=[5])
    sends(board, DEDI, "V.1.1")
    [mine], [hers] = cards(board, BUDI), cards(board, 15)
    goes_out(board)
    old = pressed(hers, "Kembalikan")
    await taps(board, BUDI, mine, "Terima")
    assert "Diterima oleh Budi Santoso" in words(newest(board, 15)), "her card tells it without a press"
    with board.room.house.database.reading() as session:
        number = session.get_one(Outbox, hers.id).message_id
    assert "tidak berlaku" in await board.presses(15, old, message=number or 0)
    assert state(board, "V.1.1") is State.ACCEPTED


async def test_what_changed_meanwhile_is_shown_before_it_is_accepted(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    [card] = cards(board, BUDI)
    goes_out(board)
    old = pressed(card, "Terima")
    sends(board, DEDI, "V.1.1", PICTURE + b"2")
    assert "🆕 No. 000002" in words(newest(board, BUDI))
    with board.room.house.database.reading() as session:
        number = session.get_one(Outbox, card.id).message_id
    assert "baru saja berubah" in await board.presses(BUDI, old, message=number or 0)
    assert state(board, "V.1.1") is State.SUBMITTED
    assert len(cards(board, BUDI)) == 1, "no second message"
    board.room.at("2027-01-04 10:00")
    sends(board, DEDI, "V.1.1", PICTURE + b"3")
    assert len(cards(board, BUDI)) == 2, "what comes much later is news"
    await taps(board, BUDI, card, "Terima")
    assert state(board, "V.1.1") is State.ACCEPTED


async def test_voided_evidence_leaves_nothing_to_accept(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    [card] = cards(board, BUDI)
    goes_out(board)
    old = pressed(card, "Terima")

    voids(board, 1, told="V.1.1")
    assert "sedang diproses" in words(newest(board, BUDI))
    assert "tidak berlaku" in await board.presses(BUDI, old, message=5000 + id_of(card))
    assert state(board, "V.1.1") is State.PROGRESS


async def test_what_came_instead_of_what_was_returned_is_the_picture_of_the_card(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    [card] = cards(board, BUDI)
    await taps(board, BUDI, card, "Kembalikan")
    await taps(board, BUDI, card, "Foto buram")
    sends(board, DEDI, "V.1.1", PICTURE + b"sharp")
    await board.presses(DEDI, data(Verb.SUBMIT, board.room.obligation("V.1.1")))
    again = cards(board, BUDI)[-1]
    assert again.id != card.id
    assert again.file_sha256 not in (None, card.file_sha256)


async def test_only_evidence_is_accepted_and_a_word_that_it_is_done_is_none(board: Board) -> None:
    duty = board.room.obligation("V.1.1")
    await board.presses(DEDI, data(Verb.SUBMIT, duty))
    [card] = cards(board, BUDI)
    assert "belum dapat diterima" in words(card)
    assert "Terima" not in str(card.payload["reply_markup"])
    assert "Belum ada bukti" in await board.presses(BUDI, data(Verb.ACCEPT, duty))
    assert state(board, "V.1.1") is State.SUBMITTED
    goes_out(board)
    sends(board, DEDI, "V.1.1")
    await taps(board, BUDI, card, "Terima")
    assert state(board, "V.1.1") is State.ACCEPTED


async def test_nobody_judges_their_own_where_another_can(board: Board) -> None:
    sends(board, BUDI, "V.1.1")
    assert cards(board, BUDI) == []
    [card] = cards(board, RATNA)
    goes_out(board)
    toast = await board.presses(BUDI, pressed(card, "Terima"), message=900)
    assert "diperiksa orang lain" in toast
    assert state(board, "V.1.1") is State.SUBMITTED
    assert [refusal.why for refusal in board.refusals()] == ["own-evidence"]
    await board.says(BUDI, "/periksa")
    assert "Tidak ada yang menunggu" in words(newest(board, BUDI))
    await taps(board, RATNA, card, "Terima")
    assert state(board, "V.1.1") is State.ACCEPTED


async def test_one_piece_of_their_own_among_others_is_enough(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    [card] = cards(board, BUDI)
    sends(board, BUDI, "V.1.1", PICTURE + b"mine")
    assert "diperiksa orang lain" in await taps(board, BUDI, card, "Terima")
    assert [words(row)[:25] for row in cards(board, RATNA)] == ["<b>Perlu diperiksa: V.1.1"]


async def test_where_nobody_else_can_it_is_allowed_and_marked(board: Board) -> None:
    for account in (BUDI, DEDI):
        leaves_team(board, account)
    sends(board, RATNA, "V.1.1")
    [card] = cards(board, RATNA)
    assert "Ini bukti Anda sendiri" in words(card)
    assert await taps(board, RATNA, card, "Terima") == "Tersimpan."
    rows = board.room.do(lambda desk: _facts(desk, "review.accepted"))
    assert rows == ['{"own":true}']


def _facts(desk: Desk, kind: str) -> list[str]:
    from sqlmodel import select  # noqa: PLC0415

    from zibot.model import Event  # noqa: PLC0415

    return [row.payload for row in desk.session.exec(select(Event).where(Event.kind == kind))]


def test_who_is_on_leave_is_passed_by_while_another_is_there(board: Board) -> None:
    def away(desk: Desk) -> Leave:
        return leaves.take(desk.session, person(desk, BUDI), desk.today, desk.today + timedelta(days=3), desk.now)

    board.room.do(away)
    sends(board, DEDI, "V.1.1")
    assert (len(cards(board, BUDI)), len(cards(board, RATNA))) == (0, 1)


async def test_a_queue_is_handed_over_with_the_area(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    leaves_team(board, BUDI)
    await board.says(RATNA, "/periksa")
    assert "V.1.1" in words(cards(board, RATNA)[-1])


async def test_tpi_looks_at_evidence_but_not_at_secrets(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    duty = board.room.obligation("V.1.1")
    assert await board.presses(EKA, f"g:{duty}") == ""
    assert newest(board, EKA).method == "sendPhoto"
    assert "penanggung jawab" in await board.presses(EKA, f"t:{duty}")
    secret = board.room.obligation("V.2.1")
    assert "rahasia" in await board.presses(EKA, f"g:{secret}")


async def test_a_card_with_a_picture_that_a_crash_doubled_tells_the_verdict_in_its_caption(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    goes_out(board)
    [card] = cards(board, BUDI)
    body = query(BUDI, pressed(card, "Terima"), message=777)
    body["message"] |= {"photo": [{"file_id": "F", "file_unique_id": "U", "width": 9, "height": 9}]}
    await board.hears("callback_query", body)
    doubled = newest(board, BUDI)
    assert (doubled.method, doubled.payload["message_id"]) == ("editMessageCaption", 777)
    assert "Diterima" in words(doubled)


async def test_many_photos_are_one_album_one_tap_away(board: Board) -> None:
    for number in range(3):
        sends(board, DEDI, "V.1.1", PICTURE + bytes([number]))
    [card] = cards(board, BUDI)
    await taps(board, BUDI, card, "Lihat bukti (3)")
    album = newest(board, BUDI)
    assert album.method == "sendMediaGroup"
    assert len(album.payload["album"]) == 3


# used before


async def looks(board: Board) -> None:
    looker = Looker(board.room.house)
    while await looker.process_one():
        pass


async def test_a_picture_used_before_is_told_on_the_card_and_shown_side_by_side(board: Board) -> None:
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    sends(board, DEDI, "V.1.1")
    await looks(board)
    again = jpeg(Image.open(BytesIO(PICTURE)).crop((30, 30, 930, 700)).resize((600, 447)), 60)
    sends(board, DEDI, "V.1.2", again)
    card = cards(board, BUDI)[-1]
    assert "tampak sama" not in words(card), "nobody waits for it"
    goes_out(board)
    await looks(board)
    change = next(row for row in reversed(board.sent()) if "V.1.2</b>" in words(row))
    assert "No. 000002 tampak sama dengan No. 000001 (V.1.1, 1 Maret 2027)" in words(change)
    said = board.room.put_out()
    await looks(board)
    assert board.room.put_out() == said, "it is told once"
    await taps(board, BUDI, card, "Bandingkan")
    shown = newest(board, BUDI)
    assert (shown.method, len(shown.payload["beside"]["pictures"])) == ("sendPhoto", 2)
    assert "No. 000001" in words(shown)
    assert await taps(board, BUDI, card, "Terima") == "Tersimpan.", "it is never refused by itself"


async def test_the_very_same_file_is_told_too_but_not_one_that_was_voided(board: Board) -> None:
    sends(board, DEDI, "V.1.1", b"%PDF-1.7 sama", kind="file")
    sends(board, DEDI, "V.1.2", b"%PDF-1.7 sama", kind="file")
    await looks(board)
    assert any("No. 000002 sama persis dengan No. 000001" in words(row) for row in board.sent())

    goes_out(board)
    voids(board, 1, told="V.1.2")
    assert "sama persis" not in words(newest(board, BUDI))


async def test_of_a_secret_item_only_that_it_was_used_is_told(board: Board) -> None:
    sends(board, DEDI, "I.1.2")
    sends(board, DEDI, "V.1.1")
    await looks(board)
    told = words(newest(board, BUDI))
    assert "pernah dipakai di butir rahasia" in told
    assert "I.1.2" not in told
    [row] = board.room.do(lambda desk: pictures.resemblances(desk.session, [2]))
    assert "rahasia" in await board.presses(BUDI, f"ks:{row.id}")


def test_the_same_file_twice_for_one_obligation_is_no_matter_for_the_reviewer(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    sends(board, DEDI, "V.1.1")

    def twin(desk: Desk) -> int | None:
        piece = desk.session.get_one(Evidence, 2)
        found = pictures.twin(desk.session, piece, (1, 2))
        return found.number if found is not None else None

    assert board.room.do(twin) == 1


# whose it is


def test_whose_verdict_it_is_by_rule() -> None:
    team = [
        Person(id=1, satker_id=1, name="A", role="coordinator", areas=[5], telegram_id=1),
        Person(id=2, satker_id=1, name="B", role="coordinator", areas=[5], telegram_id=2),
        Person(id=3, satker_id=1, name="C", role="lead", areas=[], telegram_id=3),
        Person(id=4, satker_id=1, name="D", role="coordinator", areas=[5], telegram_id=None),
    ]

    def ids(**who: set[int]) -> list[int | None]:
        return [one.id for one in judges(5, team, authors=who.get("authors", ()), away=who.get("away", ()))]

    assert ids() == [1, 2]
    assert ids(authors={1}) == [2]
    assert ids(authors={1, 2}) == [3]
    assert ids(away={1, 2}) == [3]
    assert ids(authors={1}, away={2, 3}) == [2], "another on leave before oneself"
    assert ids(authors={1, 2, 3}) == [1]
    assert [one.id for one in others(1, 5, team, authors={1, 2})] == [3]
    assert others(1, 5, team, authors={2}) == []


def test_all_that_waits_is_told_by_person(board: Board) -> None:
    sends(board, DEDI, "V.1.1")
    sends(board, DEDI, "I.1.1")

    def waits(desk: Desk) -> dict[str, list[str]]:
        found = reviews.waiting(desk.session, desk.satker_id, desk.team, desk.today)
        return {desk.team[id].name: [duty.code for duty in duties] for id, duties in found.items()}

    assert board.room.do(waits) == {"Budi Santoso": ["V.1.1"], "Ratna Lestari": ["I.1.1"]}

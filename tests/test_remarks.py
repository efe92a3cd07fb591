"""What is said of evidence after it came: remarks, other captions, days, links and texts, and who is asked what."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from telegram import Message, Update

from tests.board import BOT, OURS, Board, message, place, reply, user
from tests.desk import Room, butir
from zibot.context import Desk, Verb, data
from zibot.handlers import evidence
from zibot.model import Event, Evidence, Outbox, Remark
from zibot.proof import verified
from zibot.storage import outbox, remarks
from zibot.storage.evidence import Arrived, numbered, store

DEDI, EKA = 501, 502
SENT = 1_799_000_000
"""Telegram's clock of each message: Monday, 4 January 2027, soon after midnight in Jakarta."""
PHOTO = [{"file_id": "F", "file_unique_id": "U", "width": 9, "height": 9, "file_size": 9}]


@pytest.fixture
def board(room: Room) -> Board:
    """Dedi holds two items, one of which is confidential; Eka only looks on."""
    room.adopt(
        butir("V.1.1", date(2027, 3, 31), evidence=("Foto poster", "Notulen rapat")),
        butir("V.2.1", date(2027, 3, 31), action="Merekap pengaduan"),
        butir("V.3.1", date(2027, 3, 31), action="Menyusun SK", evidence=("SK tim kerja",)),
    )
    dedi = room.joins("Dedi Kurnia", account=DEDI, items=["V"])
    room.joins("Eka Putri", "reviewer", account=EKA)
    room.binds_group(dedi, OURS)
    return Board(room)


async def sends(board: Board, caption: str = "V.1.1", *, number: int = 60, **more: Any) -> str:
    """Dedi's photo comes in; the text of its receipt, which Telegram then calls 900 and its number."""

    body = message(DEDI, number=number, photo=PHOTO, caption=caption) | more
    update = Update.de_json({"update_id": number, "message": body}, BOT)
    assert update.message is not None
    sent = evidence.described(update.message)
    assert sent is not None
    kept = board.room.house.files.keep(b"foto %d" % number)
    before = board.room.put_out()
    board.room.do(evidence.store, update, sent, kept)
    [row] = [row for row in board.sent(before) if (row.once or "").startswith("receipt:")]
    board.room.do(lambda desk: went_out(desk, row.id, 900 + number))
    return str(row.payload["text"])


def went_out(desk: Desk, row: int | None, number: int) -> None:
    assert row is not None
    outbox.sent(desk.session, row, number, desk.now)


async def replies(board: Board, text: str, *, to: int = 960, chat: int | None = None) -> list[str]:
    """Dedi answers a message of ours."""
    return await board.says(DEDI, text, chat=chat, number=70, reply_to_message=reply(to, place(DEDI, chat)))


def said_of(board: Board, number: int = 1) -> remarks.Told:
    def told(desk: Desk) -> remarks.Told:
        piece = numbered(desk.session, desk.satker_id, number)
        assert piece is not None
        return remarks.told(desk.session, [piece])[piece.id or 0]

    found: remarks.Told = board.room.do(told)
    return found


def rows(board: Board, table: Any) -> list[Any]:
    with board.room.house.database.reading() as session:
        return list(session.exec(select(table).order_by(col(table.id))))


def facts(board: Board, kind: str) -> list[Event]:
    return [event for event in rows(board, Event) if event.kind == kind]


# remarks


async def test_keterangan_asks_for_words_and_keeps_each_version(board: Board) -> None:
    await sends(board, "V.1.1 poster")
    await board.presses(DEDI, data(Verb.REMARK, 1), message=960)
    assert "Tulis keterangan untuk bukti No. 000001" in board.sent()[-2].payload["text"]
    said = await board.says(DEDI, "Poster di lobi, dipasang 2 Januari", number=71)
    assert any("Keterangan untuk bukti No. 000001 tersimpan" in text for text in said)
    assert any("Poster di lobi" in text and "Bukti tersimpan" in text for text in said), "the receipt shows it"
    await board.presses(DEDI, data(Verb.REMARK, 1), message=960)
    await board.says(DEDI, "Poster di lobi lantai dua", number=72)
    assert [row.text for row in rows(board, Remark)] == [
        "Poster di lobi, dipasang 2 Januari",
        "Poster di lobi lantai dua",
    ]
    assert said_of(board) == remarks.Told("Poster di lobi lantai dua", date(2027, 1, 2), 2)
    [piece] = rows(board, Evidence)
    assert piece.caption == "V.1.1 poster", "what came with the piece stays as it came"
    assert piece.happened_on is None
    assert not [fact for fact in facts(board, "evidence.remarked") if "lobi" in fact.payload]
    assert verified(board.room.house.settings).ok


async def test_a_receipt_that_a_crash_doubled_is_known_by_the_number_that_it_names(board: Board) -> None:
    text = await sends(board)
    doubled = reply(777, place(DEDI, None)) | {"text": text}
    said = await board.says(DEDI, "ket: Poster di lobi", number=71, reply_to_message=doubled)
    assert any("Keterangan untuk bukti No. 000001 tersimpan" in words for words in said)
    theirs = reply(777, place(EKA, None)) | {"text": text}
    await board.says(EKA, "ket: Bukan milik saya", number=72, reply_to_message=theirs)
    own_words = doubled | {"from": user(DEDI)}
    await board.says(DEDI, "ket: Bukan tanda terima", number=73, reply_to_message=own_words)
    assert [row.text for row in rows(board, Remark)] == ["Poster di lobi"]


async def test_words_under_a_receipt_are_a_remark_only_once_their_sender_says_so(board: Board) -> None:
    await sends(board)
    [asked] = await replies(board, "ini yang di depan pintu masuk")
    assert "Apakah ini keterangan untuk bukti No. 000001?" in asked
    assert rows(board, Remark) == []
    assert await board.presses(DEDI, data(Verb.REMARK_YES, 1), message=961) == "Tersimpan."
    assert said_of(board).words == "ini yang di depan pintu masuk"
    assert "tidak berlaku" in await board.presses(DEDI, data(Verb.REMARK_YES, 1), message=961), "pressed twice"

    await replies(board, "mantap pokoknya")
    await board.presses(DEDI, data(Verb.REMARK_NO, 1), message=961)
    assert said_of(board).words == "ini yang di depan pintu masuk"


async def test_marked_words_are_a_remark_at_once_and_a_status_or_a_code_is_none(board: Board) -> None:
    await sends(board)
    await replies(board, "Keterangan: dipasang oleh tim")
    assert said_of(board).words == "dipasang oleh tim"
    await replies(board, "V.3.1")
    await replies(board, "sudah selesai")
    assert said_of(board).words == "dipasang oleh tim"
    assert not [text for text in board.room.texts(DEDI) if "Apakah ini keterangan" in text]


async def test_what_is_said_of_a_set_is_said_of_each_of_its_parts(board: Board) -> None:
    await sends(board, "V.1.1 poster", number=60, media_group_id="5")
    update = message(DEDI, number=61, photo=PHOTO) | {"media_group_id": "5"}

    made = Update.de_json({"update_id": 61, "message": update}, BOT)
    assert made.message is not None
    sent = evidence.described(made.message)
    assert sent is not None
    board.room.do(evidence.store, made, sent, board.room.house.files.keep(b"foto 61"))
    assert [said_of(board, n).words for n in (1, 2)] == ["V.1.1 poster", "V.1.1 poster"]
    await replies(board, "ket: dua poster")
    assert [said_of(board, n).words for n in (1, 2)] == ["dua poster", "dua poster"]


# captions that are changed


async def recaptions(board: Board, caption: str, *, number: int = 60, account: int = DEDI) -> list[str]:
    before = board.room.put_out()
    body = message(account, number=number, photo=PHOTO) | {"caption": caption, "edit_date": SENT + 60}
    await board.hears("edited_message", body)
    return [str(row.payload.get("text", "")) for row in board.sent(before)]


async def test_a_changed_caption_is_a_new_version_and_the_receipt_shows_it(board: Board) -> None:
    await sends(board, "V.1.1 poster")
    [receipt] = await recaptions(board, "V.1.1 poster 2 Januari")
    assert "Keterangan: V.1.1 poster 2 Januari" in receipt
    assert "2 Januari 2027" in receipt
    assert said_of(board) == remarks.Told("V.1.1 poster 2 Januari", date(2027, 1, 2), 1)
    assert len(facts(board, "evidence.dated")) == 1
    assert verified(board.room.house.settings).ok


async def test_telegram_tells_of_changes_that_are_none_and_nothing_comes_of_them(board: Board) -> None:
    await sends(board, "V.1.1 poster")
    assert await recaptions(board, "V.1.1 poster") == []
    await recaptions(board, "lain")
    assert await recaptions(board, "lain") == []
    assert await recaptions(board, "apa pun", number=999) == [], "a message that brought no evidence"
    assert len(rows(board, Remark)) == 1


async def test_a_changed_caption_says_what_a_piece_is_for_where_nothing_did(board: Board) -> None:
    asked = await sends(board, "")
    assert "Untuk butir mana" in asked
    [receipt] = await recaptions(board, "V.3.1")
    assert "V.3.1" in receipt
    assert "Untuk butir mana" not in receipt


# the day of the activity


async def test_a_clear_day_is_not_asked_and_two_days_are(board: Board) -> None:
    assert "Kapan kegiatannya" not in await sends(board, "V.1.1 poster", number=60)
    assert "Kapan kegiatannya" not in await sends(board, "V.1.1 poster kemarin", number=61)
    asked = await sends(board, "V.1.1 rapat 28 Desember dan 30 Desember", number=62)
    assert "lebih dari satu tanggal. Kapan kegiatannya?" in asked
    assert await board.presses(DEDI, data(Verb.DAY, 3, 20261228), message=962) == "Tersimpan."
    assert said_of(board, 3).day == date(2026, 12, 28)
    receipt = board.sent()[-2].payload["text"]
    assert "Kapan kegiatannya" not in receipt
    assert "28 Desember 2026" in receipt


async def test_what_was_forwarded_says_so_and_its_day_is_asked(board: Board) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Rahasia Kantor", "date": SENT - 86_400 * 5}
    receipt = await sends(board, "V.1.1", forward_origin=origin)
    assert "Diteruskan, aslinya 30 Desember 2026" in receipt
    assert "Kapan kegiatannya" in receipt
    [row] = [row for row in board.sent() if (row.once or "").startswith("receipt:")]
    labels = [button["text"] for line in row.payload["reply_markup"]["inline_keyboard"] for button in line]
    assert labels[1:4] == ["30 Des", "Hari ini", "📅 Tanggal lain"]
    [piece] = rows(board, Evidence)
    assert piece.forwarded_at == datetime.fromtimestamp(SENT, UTC) - timedelta(days=5)
    assert "Rahasia" not in str(piece), "nobody else is named"
    assert verified(board.room.house.settings).ok


async def test_the_words_of_what_was_forwarded_speak_of_their_own_day(board: Board) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "X", "date": SENT - 86_400 * 5}
    await sends(board, "V.1.1 foto kemarin", forward_origin=origin)
    assert said_of(board).day == date(2026, 12, 29)


async def test_the_day_is_asked_where_the_due_date_has_passed(board: Board) -> None:
    late = datetime(2027, 4, 5, 3, 0, tzinfo=UTC)
    board.room.at("2027-04-05 10:00")
    asked = await sends(board, "V.1.1 poster", date=int(late.timestamp()))
    assert "Kapan kegiatannya" in asked


@pytest.mark.parametrize(
    ("words", "day"),
    [("kemarin", date(2027, 1, 3)), ("2 Januari", date(2027, 1, 2)), ("tadi pagi", date(2027, 1, 4))],
)
async def test_the_day_is_said_in_words_under_the_receipt(board: Board, words: str, day: date) -> None:
    await sends(board)
    said = await replies(board, words)
    assert said_of(board).day == day
    assert any("Tanggal kegiatan bukti No. 000001" in text for text in said)


async def test_another_day_is_asked_for_and_what_is_none_is_asked_again(board: Board) -> None:
    await sends(board)
    await board.presses(DEDI, data(Verb.OTHER_DAY, 1), message=960)
    [again] = await board.says(DEDI, "entahlah", number=71)
    assert "belum saya pahami" in again
    [again] = await board.says(DEDI, "besok", number=72)
    assert "belum saya pahami" in again
    await board.says(DEDI, "Sabtu lalu", number=73)
    assert said_of(board).day == date(2027, 1, 2)


async def test_a_forged_day_is_an_old_button(board: Board) -> None:
    await sends(board)
    for forged in (20279999, 20990101, 0):
        assert "tidak berlaku" in await board.presses(DEDI, data(Verb.DAY, 1, forged), message=960)
    assert facts(board, "evidence.dated") == []


# links and texts


async def test_a_link_is_kept_as_evidence_and_never_fetched(board: Board) -> None:
    words = "V.1.1 dokumentasi https://drive.google.com/drive/folders/abc"
    [receipt] = [text for text in await board.says(DEDI, words, number=60) if "Bukti tersimpan" in text]
    assert "No. 000001" in receipt
    assert "V.1.1" in receipt
    assert "kirim juga berkasnya" in receipt
    [piece] = rows(board, Evidence)
    assert (piece.kind, piece.mime) == ("link", "text/plain")
    assert board.room.house.files.read(piece.sha256) == words.encode()
    assert piece.sha256[:8] in receipt
    [receipt] = await board.says(DEDI, "https://kpu.go.id/berita/1", number=61)
    assert "kirim juga berkasnya" not in receipt
    assert rows(board, Evidence)[1].mime == "text/uri-list"
    assert verified(board.room.house.settings).ok


async def test_a_link_that_answers_what_we_asked_is_no_evidence(board: Board) -> None:
    duty = board.room.obligation("V.1.1")
    await board.presses(DEDI, data(Verb.BLOCK, duty))
    await board.says(DEDI, "situsnya mati, lihat https://kpu.go.id/galat", number=60)
    assert rows(board, Evidence) == []


def _card(desk: Desk, about: list[int]) -> Outbox:
    """A message of ours in the group, which Telegram calls 800."""
    payload = {"chat_id": OURS, "text": "…"}
    common = {"rank": 1, "method": "sendMessage", "created_at": desk.now, "sent_at": desk.now}
    return Outbox(satker_id=desk.satker_id, chat_id=OURS, payload=payload, about=about, message_id=800, **common)


async def test_links_of_confidential_items_stay_out_of_the_group(board: Board) -> None:
    about = [board.room.obligation("V.2.1")]
    board.room.do(lambda desk: desk.session.add(_card(desk, about)))
    [answer] = await replies(board, "https://drive.google.com/x", to=800, chat=OURS)
    assert "obrolan pribadi" in answer
    assert rows(board, Evidence) == []


async def test_words_are_evidence_only_where_they_were_asked_for_or_marked(board: Board) -> None:
    text = "Rapat dihadiri sebelas orang dan menyepakati jadwal poster"
    await board.says(DEDI, text, number=60)
    assert rows(board, Evidence) == []
    await board.presses(DEDI, data(Verb.SEND, board.room.obligation("V.1.1")))
    await board.says(DEDI, "apa saja yang harus saya kirim untuk ini?", number=61)
    await board.says(DEDI, "oke", number=62)
    assert rows(board, Evidence) == []
    await board.presses(DEDI, data(Verb.SEND, board.room.obligation("V.1.1")))
    [asked] = await board.says(DEDI, text, number=63)
    assert "sebagai bukti untuk butir <b>V.1.1</b>?" in asked
    assert rows(board, Evidence) == []
    assert await board.presses(DEDI, data(Verb.TEXT_YES, board.room.obligation("V.1.1"))) == "Tersimpan."
    assert "Bukti tersimpan · No. 000001" in board.sent()[-2].payload["text"]
    assert "tidak berlaku" in await board.presses(DEDI, data(Verb.TEXT_YES, board.room.obligation("V.1.1")))
    await board.presses(DEDI, data(Verb.SEND, board.room.obligation("V.1.1")))
    await board.says(DEDI, "maaf saya lupa membawa hp kantor hari ini", number=65)
    await board.presses(DEDI, data(Verb.TEXT_NO, board.room.obligation("V.1.1")))
    assert len(rows(board, Evidence)) == 1
    await replies(board, "bukti: poster sudah terpasang", to=1)
    assert [piece.kind for piece in rows(board, Evidence)] == ["text", "text"]
    await board.says(EKA, "https://kpu.go.id", number=64)
    assert len(rows(board, Evidence)) == 2, "who only looks on sends none"


# originals, groups


async def test_a_photo_of_a_paper_is_taken_and_the_file_is_suggested_once(board: Board) -> None:
    assert "bukan foto" in await sends(board, "V.3.1", number=60)
    assert "bukan foto" not in await sends(board, "V.3.1", number=61)
    assert "bukan foto" not in await sends(board, "V.1.1 foto poster", number=62)


async def test_a_photo_that_names_the_bot_in_the_group_is_meant_for_it(board: Board) -> None:

    def heeds(caption: str) -> bool:

        start = caption.find("@")
        marks = [{"type": "mention", "offset": start, "length": 18}] if start >= 0 else []
        body = message(DEDI, chat=OURS, photo=PHOTO, caption=caption, caption_entities=marks)
        made = Message.de_json(body, BOT)
        answer: bool = board.room.do(evidence.meant, made)
        return answer

    assert heeds("@zibot_latihan_bot V.1.1")
    assert not heeds("foto bersama")
    assert not heeds("@zibot_latihan_bat V.1.1")


def test_a_remark_is_not_shown_for_a_piece_of_someone_else(room: Room) -> None:
    room.adopt(butir("V.1.1", date(2027, 3, 31)))
    dedi, budi = room.joins("Dedi Kurnia", account=DEDI), room.joins("Budi", account=EKA)

    def happens(desk: Desk) -> dict[int, remarks.Told]:
        pieces = []
        for person, number in ((dedi, 1), (budi, 2)):
            said = Arrived("photo", "", "f.jpg", "", -100, number, desk.now, album="9")
            piece = store(desk.session, person, desk.files.keep(b"x%d" % number), said, desk.now)
            assert piece is not None
            pieces.append(piece)
        remarks.add(desk.session, pieces[0], "milik Dedi", actor=dedi, now=desk.now)
        return remarks.told(desk.session, pieces)

    told = room.do(happens)
    assert [one.words for one in told.values()] == ["milik Dedi", ""]

"""Evidence used before, over the real line: the card tells it, both pictures come as one, albums come as albums."""

import io

from PIL import Image

from benchmarks.scenes import jpeg, room
from tests.conftest import Office
from zibot.rehearsal.people import Photo


def test_a_picture_that_was_used_before_is_shown_to_the_coordinator(running: Office) -> None:
    office = running
    dedi, budi = office.join("Dedi Kurnia"), office.join("Budi Santoso")
    first = jpeg(room(1, 1))
    dedi.sends(Photo(first, "V.1.1 poster di ruang tunggu"))
    card = office.heard(budi, "Perlu diperiksa: V.1.1")
    assert card.photo, "the picture comes with the card, in one message"
    assert len([message for message in office.said(budi) if "V.1.1" in message.text]) == 1
    assert office.taps(budi, card, "Terima").text == "Tersimpan."
    assert "Diterima oleh Budi Santoso" in card.text

    again = jpeg(Image.open(io.BytesIO(first)).crop((30, 20, 930, 700)).resize((640, 484)), 55)
    dedi.sends(Photo(again, "V.2.1"))
    second = office.heard(budi, "tampak sama dengan No. 000001 (V.1.1, 31 Maret 2027)")
    assert "Perlu diperiksa: V.2.1" in second.text
    office.taps(budi, second, "Bandingkan")
    both = office.heard(budi, "Kedua gambar ini tampak sama")
    assert both.photo
    office.taps(budi, second, "Kembalikan")
    assert office.taps(budi, second, "Salah butir").text == "Tersimpan."
    office.heard(dedi, "dikembalikan oleh Budi Santoso: Salah butir")
    assert office.rows("SELECT kind FROM event WHERE kind = 'evidence.resembles'") == [("evidence.resembles",)]
    assert office.zibot("verify").returncode == 0


def test_several_photos_are_an_album_one_tap_away(running: Office) -> None:
    office = running
    dedi, budi = office.join("Dedi Kurnia"), office.join("Budi Santoso")
    for number in range(3):
        dedi.sends(Photo(jpeg(room(2, number)), "V.1.1"))
        office.heard(dedi, f"No. 00000{number + 1}")
    card = office.heard(budi, "🆕 No. 000003")
    office.taps(budi, card, "Lihat bukti (3)")
    shown = [message for message in office.said(budi) if message.album]
    assert len(shown) == 3
    assert len({message.album for message in shown}) == 1
    assert [message.text[:10] for message in shown] == ["No. 000001", "No. 000002", "No. 000003"]

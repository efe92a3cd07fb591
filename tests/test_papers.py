"""Bare copies of PDFs: what is seen stays, what is told beside it goes."""

from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zibot.storage import papers
from zibot.storage.copies import bare_copy

NAME = "Sulastri Wahyuni"
PLACE = "-7.150975"


def photo() -> bytes:
    """A JPEG of which its EXIF tells the place."""
    picture, out = Image.new("RGB", (60, 40), "navy"), BytesIO()
    exif = picture.getexif()
    exif[0x010E] = f"{NAME} {PLACE}"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def paper(info: bytes = b"", *, xmp: bytes = b"", more: bytes = b"") -> bytes:
    """A PDF of one page with a photo and two words, and what is told of it in a dictionary and in XMP."""
    words = b"BT /F1 12 Tf 20 150 Td (Notulen rapat) Tj ET q 60 0 0 40 20 20 cm /Im1 Do Q"
    image = b"<< /Type /XObject /Subtype /Image /Width 60 /Height 40 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    packet = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>' + xmp + b'<?xpacket end="w"?>'
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> /XObject << /Im1 6 0 R >> >> >>",
        stream(b"<<", words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(image + b" /Filter /DCTDecode", photo()),
        stream(b"<< /Type /Metadata /Subtype /XML", packet),
        b"<< " + info + b" >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    xref = len(out)
    out += b"xref\n0 9\n0000000000 65535 f \n" + table
    out += b"trailer << /Size 9 /Root 1 0 R /Info 8 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (more, xref)
    return bytes(out)


def stream(head: bytes, content: bytes) -> bytes:
    return b"%s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


def seen(data: bytes) -> tuple[int, str, bytes]:
    """How many pages there are, the words of the first, and what it looks like."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        return len(document), page.get_textpage().get_text_bounded(), page.render().to_pil().tobytes()


TOLD = f"/Author ({NAME}) /Title (D:\\\\{NAME} \\(2\\) (a) ) /CreationDate (D:20270104073000+07'00')".encode()
HIDDEN = b"/Producer <" + NAME.encode().hex().encode() + b">"


def test_neither_its_author_nor_the_place_of_its_photo_leaves_and_all_that_is_seen_stays() -> None:
    before = paper(TOLD + HIDDEN, xmp=f"<dc:creator>{NAME}</dc:creator>".encode())
    after = bare_copy(before, "application/octet-stream")
    assert after is not None
    assert len(after) == len(before)
    assert NAME.encode() in before
    for told in (NAME.encode(), PLACE.encode(), NAME.encode().hex().encode()):
        assert told not in after
    assert seen(after) == seen(before)
    assert seen(after)[:2] == (1, "Notulen rapat")
    with pypdfium2.PdfDocument(after) as document:
        said = document.get_metadata_dict()
    assert said["CreationDate"] == "D:20270104073000+07'00'"
    assert {said[key].strip() for key in ("Author", "Title", "Producer")} == {""}


@pytest.mark.parametrize("more", [b"/Encrypt 9 0 R", b"/Sig << /ByteRange [0 10 20 30] >>"])
def test_what_is_signed_or_locked_is_not_touched(more: bytes) -> None:
    data = paper(TOLD, more=more)
    assert papers.bare_paper(data) == data


@pytest.mark.parametrize(
    "info", [b"/Author (never closed", b"/Author <zz>", b"/Author 9 0 R /Title", b"\0\xff(", b"<<<<"]
)
def test_a_dictionary_that_is_broken_harms_nothing_else(info: bytes) -> None:
    before = paper(info)
    after = papers.bare_paper(before)
    assert len(after) == len(before)
    assert seen(after) == seen(before)


def test_packets_that_never_end_take_no_longer_than_others() -> None:
    data = b"%PDF-1.4\n" + b'<?xpacket begin=""?>' * 200_000
    assert papers.bare_paper(data) == data


@given(st.binary(max_size=300), st.lists(st.sampled_from([b"/Info 1 0 R", b"1 0 obj", b"(", b")", b"\\", b"<", b"/A"])))
def test_no_bytes_are_too_odd(data: bytes, parts: list[bytes]) -> None:
    odd = b"%PDF-1.7 " + data + b" ".join(parts) + data
    assert len(papers.bare_paper(odd)) == len(odd)

import pytest

from zibot.rules.plan_words import Said, named_as_plan, read_caption, readable


@pytest.mark.parametrize(
    "words",
    [
        "rencana",
        "Rencana kerja 2027",
        "/rencana",
        "Renja ZI",
        "ini rencana aksi kita",
        "Berikut: usulan perubahan rencana kerja",
        "SK",
        "Lampiran Keputusan KPU",
        "SK Nomor 41 tentang rencana kerja ZI",
        "Lampiran rencana aksi",
    ],
)
def test_a_caption_that_begins_with_the_plan_is_one(words: str) -> None:
    assert read_caption(words) is Said.YES


@pytest.mark.parametrize("words", ["SK tim kerja", "Notulen rapat rencana kerja", "matriks kegiatan"])
def test_a_caption_that_only_speaks_of_it_may_be_evidence(words: str) -> None:
    assert read_caption(words) is Said.PERHAPS


@pytest.mark.parametrize(
    "words", ["", "  ", "Foto poster", "V.1.2 rencana kerja", "rencana kerja untuk I.1.1", "risk", "desk tim"]
)
def test_a_caption_that_says_nothing_of_it_or_names_an_item_is_evidence(words: str) -> None:
    assert read_caption(words) is Said.NO


@pytest.mark.parametrize(
    ("name", "mime", "expected"),
    [
        ("Lampiran_SK_Rencana_Aksi.docx", "", True),
        ("RENJA-2027.xlsx", "", True),
        ("rencana kerja.pdf", "application/pdf", True),
        ("rencana kerja", "application/pdf", True),
        ("rencana kerja.jpg", "image/jpeg", False),
        ("rencana kerja.zip", "application/zip", False),
        ("Notulen.docx", "", False),
        ("resk.docx", "", False),
    ],
)
def test_a_name_sounds_like_a_plan(name: str, mime: str, expected: bool) -> None:
    assert named_as_plan(name, mime) is expected


def test_what_a_plan_can_be_read_from() -> None:
    assert readable("A.PDF", "")
    assert readable("a", "text/plain")
    assert not readable("a.mp4", "video/mp4")

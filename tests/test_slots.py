"""Which piece of an item's checklist something is, and what is still missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captions import all_sent, sample
from tests.duties import duty
from zibot.rules.lifecycle import Duty, Happened, Kind, stand
from zibot.rules.slots import named, placed

MEETING = ("Undangan rapat", "Daftar hadir", "Notulen", "Dokumentasi")
TEN = tuple(
    f"Laporan subbagian {name}"
    for name in ("umum", "teknis", "hukum", "data", "parmas", "sdm", "logistik", "keuangan", "arsip", "humas")
)


@pytest.mark.parametrize(
    ("caption", "name", "slot"),
    [
        ("Daftar hadir", "", 2),
        ("dafdir rapat kemarin", "", 2),
        ("absensi peserta", "", 2),
        ("und rapat", "", 1),
        ("notula", "", 3),
        ("foto-foto rapat", "", 4),
        ("dok rapat tadi pagi", "", 4),
        ("", "Notulen rapat Maret.pdf", 3),
        ("ini pak", "undangan.pdf", 1),
        ("notulen", "undangan.pdf", 3),
        ("", "foto-20270104-073000.jpg", None),
        ("", "", None),
        ("ini ya bu", "scan0001.pdf", None),
    ],
)
def test_words_name_a_piece_of_the_checklist(caption: str, name: str, slot: int | None) -> None:
    assert named(MEETING, caption, name) == slot


def test_of_pieces_that_are_called_alike_the_word_that_differs_tells() -> None:
    assert named(TEN, "laporan subbag logistik", "") == 7
    assert named(TEN, "laporan subbagian", "") is None
    assert named(("Rekap surat elektronik", "Rekap presensi elektronik"), "rekap elektronik", "") is None
    assert named((), "notulen", "") is None
    assert named(("Foto poster",), "poster", "") == 1
    long = ("Berita acara " + "pemutakhiran data yang sangat panjang sekali " * 20, "Notulen")
    assert named(long, "notulen", "") == 2


def test_everyday_captions_name_the_right_piece_and_hardly_ever_a_wrong_one() -> None:
    slots = {duty.code: duty.slots for duty in sample()}
    right = wrong = known = 0
    for sent in all_sent():
        if sent.meant is not None and sent.slot is not None and len(slots[sent.meant[0]]) > 1:
            known += 1
            found = named(slots[sent.meant[0]], sent.caption, sent.name)
            right += found == sent.slot
            wrong += found not in (None, sent.slot)
    assert known > 60
    assert right >= 0.85 * known, (right, known)
    assert wrong <= 0.05 * known, (wrong, known)


def test_pieces_lie_where_they_are_said_to_and_the_others_fill_what_is_free() -> None:
    checklist = placed(MEETING, (1, 2, 3, 4), [(3, 1), (4, 1)])
    assert [slot.pieces for slot in checklist] == [(3, 4), (1,), (2,), ()]
    assert [slot.number for slot in checklist] == [1, 2, 3, 4]
    # What an amended plan does not ask for any more counts as any other piece.
    assert [slot.pieces for slot in placed(MEETING[:2], (1,), [(1, 9)])] == [(1,), ()]
    assert placed((), (1, 2), []) == ()


@given(
    st.integers(0, 10),
    st.lists(st.integers(1, 30), max_size=15, unique=True),
    st.dictionaries(st.integers(1, 30), st.integers(-1, 12)),
)
def test_no_piece_lies_in_two_places_and_none_is_lost_while_something_is_free(
    count: int, pieces: list[int], said: dict[int, int]
) -> None:
    checklist = placed([f"Bukti {number}" for number in range(count)], pieces, said.items())
    lying = [piece for slot in checklist for piece in slot.pieces]
    assert len(lying) == len(set(lying))
    assert set(lying) <= set(pieces)
    if any(not slot.pieces for slot in checklist):
        assert set(lying) == set(pieces)
    for piece, slot in said.items():
        if piece in pieces and 1 <= slot <= count:
            assert piece in checklist[slot - 1].pieces


def with_events(*events: Happened, slots: tuple[str, ...] = MEETING) -> Duty:
    made = duty(date(2027, 3, 31))
    fields = {name: getattr(made, name) for name in Duty.__dataclass_fields__}
    return Duty(**fields | {"slots": slots, "standing": stand(made.planned, events)})


def filed(piece: int, slot: int | None = None) -> Happened:
    return Happened(Kind.FILED, evidence_id=piece, slot=slot)


def test_the_ledger_tells_which_piece_is_there_and_what_is_missing() -> None:
    now = with_events(filed(1, 2), filed(2, 4))
    assert [slot.name for slot in now.lacks] == ["Undangan rapat", "Notulen"]
    assert now.standing.slots == ((1, 2), (2, 4))
    # Said to be another one, taken away, void.
    assert [slot.pieces for slot in with_events(filed(1, 2), filed(1, 3)).checklist] == [(), (), (1,), ()]
    gone = with_events(
        filed(1, 2), filed(2, 3), Happened(Kind.UNFILED, evidence_id=1), Happened(Kind.VOIDED, evidence_id=2)
    )
    assert len(gone.lacks) == 4
    assert gone.standing.slots == ()


def test_pieces_from_before_anyone_said_which_they_are_fill_the_checklist_in_order() -> None:
    now = with_events(filed(1), filed(2), filed(3, 1))
    assert [slot.pieces for slot in now.checklist] == [(3,), (1,), (2,), ()]


def test_an_item_without_a_checklist_lacks_nothing() -> None:
    assert with_events(filed(1), slots=()).checklist == ()
    assert with_events(slots=()).lacks == ()

"""[Dokumen lain] under a receipt: which piece of the checklist something is, as its sender says."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.filing import fixed, own_piece
from zibot.handlers.placing import file_and_submit
from zibot.handlers.press import Press
from zibot.handlers.receipts import Sending, receipt, sending
from zibot.handlers.seeing import keeps
from zibot.model import Evidence
from zibot.rules import slots
from zibot.rules.lifecycle import Duty

MOST = 20
"""Slots to choose from; a plan asks for far fewer."""


def ask(desk: Desk, press: Press) -> str | None:
    """[Dokumen lain]: show the checklist to choose from."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    sent = sending(desk, piece)
    duty = sent.duty
    if duty is None or fixed(desk, piece) or len(duty.slots) < 2:
        return "old"
    hidden = keeps(desk, press.person, press.chat_id, duty, edit=press.message_id)
    desk.say(
        press.chat_id,
        "which_slot",
        edit=press.message_id,
        buttons=[*_rows(piece, duty, hidden=hidden), _back(piece)],
        about=[duty.id],
        piece=piece,
        duty=duty,
        hidden=hidden,
        protect=duty.confidential,
    )
    return None


def _rows(piece: Evidence, duty: Duty, *, hidden: bool) -> list[list[Button]]:
    """A button for each slot of the checklist."""
    return [
        [
            (
                texts.label(
                    "button",
                    "of-slot",
                    mark="☑" if slot.pieces else "☐",
                    number=slot.number,
                    what=texts.short(slot.name, 40),
                    secret=hidden,
                ),
                data(Verb.SLOT, piece.number, slot.number),
            )
        ]
        for slot in duty.checklist[:MOST]
    ]


def _back(piece: Evidence) -> list[Button]:
    return [(texts.label("button", "slot-back"), data(Verb.SLOT, piece.number, 0))]


def chosen(desk: Desk, press: Press) -> str | None:
    """A slot was chosen for a piece, or [Kembali], which leaves it where it is."""
    piece, number = own_piece(desk, press), press.numbers[1]
    if piece is None:
        return "not-yours"
    sent = sending(desk, piece)
    duty = sent.duty
    if duty is None or fixed(desk, piece) or number > len(duty.slots):
        return "old"
    if number:
        for part in _meant(sent, piece, duty):
            duty = file_and_submit(desk, press.person, part, duty, slot=number)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved" if number else None


def _meant(sent: Sending, piece: Evidence, duty: Duty) -> list[Evidence]:
    """The piece, and what came with it and does not say by itself which of the checklist it is."""
    return [part for part in sent.live if part is piece or slots.named(duty.slots, part.caption, part.name) is None]

"""Voiding: the sender says that a piece is no evidence after all; it is asked twice, and the piece itself stays."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.filing import fixed, own_piece
from zibot.handlers.press import Press
from zibot.handlers.receipts import receipt, sending
from zibot.handlers.review import changed
from zibot.model import Evidence
from zibot.storage import evidence


def ask(desk: Desk, press: Press) -> str | None:
    """[Batalkan bukti]: ask once more, in the receipt's place; of a set, which of it."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    if fixed(desk, piece):
        return _decided(desk, press)
    parts = sending(desk, piece).live
    desk.say(press.chat_id, "void_ask", buttons=_which(parts), edit=press.message_id, parts=parts)
    return None


def _which(parts: list[Evidence]) -> list[list[Button]]:
    """[Ya, batalkan] for one; of several all of them, or each by its number."""
    head = parts[0].number
    no = (texts.label("button", "void-no"), data(Verb.VOID_NO, head))
    if len(parts) == 1:
        return [[(texts.label("button", "void-yes"), data(Verb.VOID_YES, head)), no]]
    each = [(texts.label("button", "piece", number=p.number), data(Verb.VOID_YES, p.number)) for p in parts]
    everything = (texts.label("button", "void-all", count=len(parts)), data(Verb.VOID_ALL, head))
    return [[everything], *(each[start : start + 2] for start in range(0, len(each), 2)), [no]]


def pressed(desk: Desk, press: Press) -> str | None:
    """[Ya, batalkan], [Batalkan semua], a number or [Tidak]: the receipt comes back and tells how it stands."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    if press.verb is not Verb.VOID_NO:
        if fixed(desk, piece) or (press.verb is Verb.VOID_YES and evidence.voided(desk.session, piece)):
            return _decided(desk, press)
        sent = sending(desk, piece)
        for part in sent.live if press.verb is Verb.VOID_ALL else [piece]:
            evidence.void(desk.session, part, actor=press.person, now=desk.now)
        changed(desk, sent.duty.id if sent.duty is not None else None)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved" if press.verb is not Verb.VOID_NO else None


def _decided(desk: Desk, press: Press) -> str:
    """Its obligation was decided meanwhile, or the piece was voided before: the receipt shows it."""
    piece = own_piece(desk, press)
    assert piece is not None
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "old" if evidence.voided(desk.session, piece) else "void-decided"

"""Voiding: the sender says that a piece is no evidence after all; it is asked twice, and the piece itself stays."""

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.handlers.filing import fixed, own_piece, receipt
from zibot.handlers.press import Press
from zibot.storage import evidence


def ask(desk: Desk, press: Press) -> str | None:
    """[Batalkan bukti]: ask once more, in the receipt's place."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    if fixed(desk, piece):
        return _decided(desk, press)
    row = [
        (texts.label("button", "void-yes"), data(Verb.VOID_YES, piece.number)),
        (texts.label("button", "void-no"), data(Verb.VOID_NO, piece.number)),
    ]
    desk.say(press.chat_id, "void_ask", buttons=[row], edit=press.message_id, piece=piece)
    return None


def pressed(desk: Desk, press: Press) -> str | None:
    """[Ya, batalkan] or [Tidak]: the receipt comes back and tells how it stands."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    if press.verb is Verb.VOID_YES:
        if fixed(desk, piece):
            return _decided(desk, press)
        evidence.void(desk.session, piece, actor=press.person, now=desk.now)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved" if press.verb is Verb.VOID_YES else None


def _decided(desk: Desk, press: Press) -> str:
    """Its obligation was decided meanwhile, or the piece was voided before: the receipt shows it."""
    piece = own_piece(desk, press)
    assert piece is not None
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "old" if evidence.voided(desk.session, piece) else "void-decided"

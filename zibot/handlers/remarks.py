"""Remarks: what a sender says of evidence once it is stored, by [Keterangan], in a reply, or in another caption."""

import re

from telegram import Message

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.handlers import dating, links
from zibot.handlers.filing import own_piece
from zibot.handlers.matching import match
from zibot.handlers.placing import file_and_submit
from zibot.handlers.press import Press
from zibot.handlers.receipts import Sending, receipted, sending, shown_again
from zibot.handlers.seeing import keeps
from zibot.handlers.who import Spoken
from zibot.model import Evidence, Outbox, Prompt
from zibot.storage import evidence, prompts, remarks

_NUMBERED = re.compile(r"\bNo\. (\d{6,9})\b")
"""How each message of ours names a piece."""
_MARKED = re.compile(r"(?:ket|keterangan|catatan)\s*[:\-–]\s*(.+)", re.I | re.S)


def ask(desk: Desk, press: Press) -> str | None:
    """[Keterangan]: the next words in this chat are what the sender says of the evidence."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    sent = sending(desk, piece)
    if not sent.live:
        return "old"
    duty = sent.duty
    prompts.ask(
        desk.session,
        press.person,
        "remark",
        press.chat_id,
        obligation_id=duty.id if duty else None,
        now=desk.now,
        said=str(piece.number),
    )
    hidden = duty is not None and keeps(desk, press.person, press.chat_id, duty)
    protect, about = duty is not None and duty.confidential, [duty.id] if duty else []
    desk.say(
        press.chat_id,
        "ask_remark",
        about=about,
        protect=protect,
        parts=sent.live,
        words=sent.told.words,
        hidden=hidden,
    )
    return None


def taken(desk: Desk, spoken: Spoken, made: Outbox | None, prompt: Prompt | None) -> bool:
    """Take words that belong to evidence: an answer to our question about it, a marked remark, a day, a link, a text.

    `made` is the message of ours that they reply to, `prompt` the question that waits. False where they are others'.
    """
    piece = mine(desk, spoken, made)
    if prompt is not None and _answers(prompt, piece, made) and _answered(desk, spoken, prompt):
        return True
    marked = _MARKED.fullmatch(spoken.words)
    if piece is not None and marked is not None:
        said(desk, spoken, piece, marked[1].strip())
        return True
    if links.taken(desk, spoken, made, prompt):
        return True
    return piece is not None and dating.told(desk, spoken, piece)


def mine(desk: Desk, spoken: Spoken, made: Outbox | None) -> Evidence | None:
    """The piece of who speaks under whose receipt they reply, if it still counts."""
    piece = receipted(desk, made) if made is not None else _named(desk, spoken)
    if piece is None or piece.person_id != spoken.person.id:
        return None
    return sending(desk, piece).head if sending(desk, piece).live else None


def _named(desk: Desk, spoken: Spoken) -> Evidence | None:
    """The piece that a message of ours names by number, where no row knows that message: one that a crash doubled."""
    replied = spoken.message.reply_to_message
    if replied is None or not spoken.private or replied.from_user is None or not replied.from_user.is_bot:
        return None
    found = _NUMBERED.search(replied.text or replied.caption or "")
    piece = evidence.numbered(desk.session, desk.satker_id, int(found[1])) if found is not None else None
    return piece if piece is not None and piece.chat_id == spoken.chat_id else None


def _answers(prompt: Prompt, piece: Evidence | None, made: Outbox | None) -> bool:
    """Whether words answer our question about a piece: they reply to no other message, or to that piece's receipt."""
    if prompt.kind not in ("remark", "activity-day"):
        return False
    return made is None or not made.about or prompt.obligation_id in made.about or _asked_of(prompt, piece)


def _asked_of(prompt: Prompt, piece: Evidence | None) -> bool:
    return piece is not None and prompt.said == str(piece.number)


def _answered(desk: Desk, spoken: Spoken, prompt: Prompt) -> bool:
    piece = evidence.numbered(desk.session, desk.satker_id, int(prompt.said))
    if piece is None or piece.person_id != spoken.person.id or not sending(desk, piece).live:
        return False
    if prompt.kind == "activity-day":
        return dating.answered(desk, spoken, piece)
    said(desk, spoken, piece, spoken.words)
    return True


def said(desk: Desk, spoken: Spoken, piece: Evidence, words: str) -> None:
    """Write down what a sender says of a piece and of what came with it, and say that it is."""
    sent = sending(desk, piece)
    for part in sent.live:
        remarks.add(desk.session, part, words, actor=spoken.person, now=desk.now)
    day = dating.reread(desk, spoken, sent, words)
    prompts.close(desk.session, spoken.person, desk.now)
    desk.say(spoken.chat_id, "remarked", reply_to=spoken.message.message_id, parts=sent.live, day=day)
    shown_again(desk, piece)


# words under a receipt that may be a remark


def asks(desk: Desk, spoken: Spoken, made: Outbox | None) -> bool:
    """Ask whether words under a receipt are a remark on it; they wait until a button is pressed."""
    if links.taken(desk, spoken, made, None):
        return True
    piece = mine(desk, spoken, made)
    if piece is None or not spoken.words:
        return False
    sent = sending(desk, piece)
    words = f"{piece.number}:{spoken.words}"
    prompts.ask(
        desk.session, spoken.person, "remark-sure", spoken.chat_id, obligation_id=None, now=desk.now, said=words
    )
    row = [
        (texts.label("button", "remark-yes"), data(Verb.REMARK_YES, piece.number)),
        (texts.label("button", "remark-no"), data(Verb.REMARK_NO, piece.number)),
    ]
    secret = sent.duty is not None and sent.duty.confidential
    desk.say(
        spoken.chat_id, "remark_sure", buttons=[row], protect=secret, parts=sent.live, words=spoken.words, hidden=False
    )
    return True


def sure(desk: Desk, press: Press) -> str | None:
    """[Ya, simpan sebagai keterangan] or [Bukan]."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    prompt = prompts.pending(desk.session, press.person, press.chat_id, desk.now)
    number, _, words = prompt.said.partition(":") if prompt is not None else ("", "", "")
    sent = sending(desk, piece)
    if prompt is None or prompt.kind != "remark-sure" or number != str(piece.number) or not sent.live:
        return "old"
    prompts.close(desk.session, press.person, desk.now)
    if press.verb is Verb.REMARK_NO:
        desk.say(press.chat_id, "remark_dropped", edit=press.message_id)
        return None
    for part in sent.live:
        remarks.add(desk.session, part, words, actor=press.person, now=desk.now)
    desk.say(press.chat_id, "remarked", edit=press.message_id, parts=sent.live, day=None)
    shown_again(desk, piece)
    return "saved"


# captions that were changed


def brought(desk: Desk, message: Message) -> Evidence | None:
    """The piece that an edited message brought."""
    return evidence.brought_by(desk.session, desk.satker_id, message.chat.id, message.message_id)


def known_message(desk: Desk, message: Message) -> bool:
    """Whether an edited message is one that brought evidence; another's caption is nothing to us."""
    return brought(desk, message) is not None


def recaptioned(desk: Desk, spoken: Spoken) -> None:
    """A caption was changed: the new one is a version of its own. Of other changes nothing is made."""
    piece = brought(desk, spoken.message)
    words = spoken.message.caption or ""
    if piece is None or piece.person_id != spoken.person.id:
        return
    before = remarks.latest(desk.session, piece)
    sent = sending(desk, piece)
    if words == (before if before is not None else piece.caption) or piece.id in sent.gone:
        return
    remarks.add(desk.session, piece, words, actor=spoken.person, now=desk.now)
    dating.reread(desk, spoken, sent, words)
    _filed_by(desk, spoken, sent, words)
    shown_again(desk, piece)


def _filed_by(desk: Desk, spoken: Spoken, sent: Sending, words: str) -> None:
    """Where nothing said so far what a set is for, a changed caption may."""
    found = match(desk, spoken, caption=words) if sent.duty is None else None
    if found is not None and found.only is not None:
        for part in sent.live:
            file_and_submit(desk, spoken.person, part, found.only, caption=words)

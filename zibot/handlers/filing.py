"""Filing: a piece goes where its sender says it belongs, at once or by the buttons under its receipt."""

import re
from dataclasses import replace

from zibot.context import Desk
from zibot.handlers import albums
from zibot.handlers.matching import choices, held, match, rows
from zibot.handlers.placing import file_and_submit
from zibot.handlers.press import Press, duty_of
from zibot.handlers.receipts import receipt, receipted, sending, single
from zibot.handlers.review import changed
from zibot.handlers.status import refuse_item, reports, say_status
from zibot.handlers.who import Spoken
from zibot.model import Evidence, Item, Outbox, Person, saved
from zibot.rules.lifecycle import Duty, Kind
from zibot.rules.roles import may_report_on
from zibot.storage import evidence, people, plans, prompts


def file_and_receipt(desk: Desk, spoken: Spoken, piece: Evidence) -> None:
    """File a new piece where it is clear what it is for, and put its receipt into the outbox."""
    if piece.album is not None and albums.joined(desk, spoken, piece):
        return
    found = match(desk, spoken, caption=piece.caption)
    now = file_and_submit(desk, spoken.person, piece, found.only) if found.only is not None else None
    receipt(
        desk,
        piece,
        chat_id=spoken.chat_id,
        reply_to=spoken.message.message_id,
        choices=None if now is not None else found.duties,
        fresh=single(piece, now),
        found=found,
    )


def own_piece(desk: Desk, press: Press) -> Evidence | None:
    """The piece that a button's first number names, if it is this person's and was sent in this chat."""
    piece = evidence.numbered(desk.session, desk.satker_id, press.numbers[0])
    own = piece is not None and piece.person_id == press.person.id and piece.chat_id == press.chat_id
    return piece if own else None


def fixed(desk: Desk, piece: Evidence) -> bool:
    """Whether a piece and what came with it was voided or decided already, so that it stays where it is."""
    sent = sending(desk, piece)
    return not sent.live or (sent.duty is not None and sent.duty.state.closed)


def filed_now(desk: Desk, piece: Evidence) -> int | None:
    """The obligation under which a piece and what came with it is filed."""
    duty = sending(desk, piece).duty
    return duty.id if duty is not None else None


def choose(desk: Desk, press: Press) -> str | None:
    """[Ganti butir] or [Tampilkan lainnya…]: show the obligations that the piece can be for."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    if fixed(desk, piece):
        return "old"
    mine = choices(desk, press, piece)
    if not mine:
        return "nothing-open"
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id, choices=mine, page=press.numbers[1])
    return None


def what_for(desk: Desk, press: Press) -> str | None:
    """[Pilih butir] in a morning message: the receipt of a piece that is for no item yet comes again."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    if fixed(desk, piece):
        return "old"
    asked = replace(press, numbers=(piece.number, 0))
    placed = evidence.filed_under(desk.session, piece) is not None
    receipt(desk, piece, chat_id=press.chat_id, choices=None if placed else choices(desk, asked, piece) or None)
    return None


def file(desk: Desk, press: Press) -> str | None:
    """An obligation was chosen for a piece."""
    piece, duty = own_piece(desk, press), duty_of(desk, press)
    if piece is None:
        return "not-yours"
    if duty is None or duty.state.closed or duty.backlog or fixed(desk, piece):
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    if duty.confidential and not press.private:
        return "here-only-private"
    sent = sending(desk, piece)
    albums.file_all(desk, press.person, sent.live, duty, sent.told.words)
    changed(desk, sent.duty.id if sent.duty is not None else None)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved"


def done(desk: Desk, press: Press) -> str | None:
    """[Sudah lengkap, ajukan] under a receipt."""
    piece, duty = own_piece(desk, press), duty_of(desk, press)
    if piece is None:
        return "not-yours"
    if duty is None or duty.state.closed or filed_now(desk, piece) != duty.id:
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    say_status(desk, press.person, duty, Kind.SUBMITTED)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved"


def ask_for(desk: Desk, press: Press) -> str | None:
    """[Kirim bukti]: what comes next in this chat is for that obligation."""
    duty = duty_of(desk, press)
    if duty is None or duty.state.closed or duty.backlog:
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    if duty.confidential and not press.private:
        return "here-only-private"
    prompts.ask(desk.session, press.person, "evidence", press.chat_id, obligation_id=duty.id, now=desk.now)
    desk.say(press.chat_id, "ask_evidence", duty=duty, about=[duty.id], protect=duty.confidential)
    return None


def chosen_by_code(desk: Desk, spoken: Spoken, row: Outbox, code: re.Match[str] | None) -> bool:
    """A reply to a receipt that names an item: file the piece there. False where the reply is something else."""
    piece = receipted(desk, row) if code is not None else None
    if code is None or piece is None or piece.person_id != spoken.person.id:
        return False
    if not sending(desk, piece).live:
        receipt(desk, piece, chat_id=spoken.chat_id, reply_to=spoken.message.message_id)
        return True
    plan = plans.in_force(desk.session, desk.satker_id)
    item = next((i for i in plans.items(desk.session, plan) if i.code == code.group(1).upper()), None) if plan else None
    if plan is None or item is None:
        mine = held(desk, spoken.person, private=spoken.private)
        buttons = rows(piece, mine, 0)
        desk.say(spoken.chat_id, "code_unknown", buttons=buttons, asked=code.group(1), offered=bool(buttons))
        return True
    if item.confidential and not spoken.private:
        desk.say(spoken.chat_id, "status_private")
        return True
    _file_by_code(desk, spoken, piece, item)
    return True


def _may_item(desk: Desk, person: Person, item: Item) -> bool:
    held_by = people.holders(list(desk.team.values()), item.code)
    return may_report_on(saved(person.id), person.role, person.areas, item, held_by)


def _undated(desk: Desk, spoken: Spoken, item: Item) -> Duty | None:
    return plans.unscheduled(desk.session, item, today=desk.today, actor=spoken.person, now=desk.now)


def _file_by_code(desk: Desk, spoken: Spoken, piece: Evidence, item: Item) -> None:
    """File a piece under the item's only open obligation; of several the person chooses."""
    open_ones = [
        duty
        for duty in plans.duties(desk.session, desk.satker_id)
        if duty.item_id == item.id and not duty.state.closed and not duty.backlog
    ]
    if not _may_item(desk, spoken.person, item):
        refuse_item(desk, spoken, item.code)
        return
    duty = open_ones[0] if open_ones else _undated(desk, spoken, item)
    if duty is None or duty.state.closed or fixed(desk, piece):
        desk.say(spoken.chat_id, "item_closed", code=item.code)
    else:
        choices = open_ones if len(open_ones) > 1 else None
        if choices is None:
            sent = sending(desk, piece)
            albums.file_all(desk, spoken.person, sent.live, duty, sent.told.words)
            changed(desk, sent.duty.id if sent.duty is not None else None)
        receipt(desk, piece, chat_id=spoken.chat_id, reply_to=spoken.message.message_id, choices=choices)

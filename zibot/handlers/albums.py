"""Albums: photos or files that were sent together are one set with one receipt, although their parts come apart."""

from collections.abc import Sequence

from zibot.context import Desk
from zibot.handlers.matching import Match, match
from zibot.handlers.placing import file_and_submit, slot_of
from zibot.handlers.receipts import Sending, receipt, sending
from zibot.handlers.who import Spoken
from zibot.model import Evidence, Person
from zibot.rules.lifecycle import Duty
from zibot.storage import changing, evidence, plans


def joined(desk: Desk, spoken: Spoken, piece: Evidence) -> bool:
    """Take a part of a set into the receipt of those that came before; False where it is the first, or stands alone."""
    sent = sending(desk, piece)
    message = changing.said_as(desk.session, sent.key) if sent.parts[0].id != piece.id else None
    if message is None or (sent.duty is not None and sent.duty.state.closed):
        return False
    found = match(desk, spoken, caption=piece.caption or sent.told.words)
    choices = _filed(desk, spoken, piece, sent, found)
    if choices == [] and found.only is None and sent.duty is None:
        choices = _offered(desk, message) or found.duties
    receipt(desk, piece, chat_id=spoken.chat_id, over=message, choices=choices, found=found)
    return True


def _filed(desk: Desk, spoken: Spoken, piece: Evidence, sent: Sending, found: Match) -> list[Duty]:
    """File a part with its set, or the whole set where the part says what it is for; else what can be chosen from."""
    person, words = spoken.person, piece.caption or sent.told.words
    says = bool(piece.caption) or spoken.message.reply_to_message is not None
    meant = found.only if says or sent.duty is None else None
    if meant is not None and (sent.duty is None or meant.id != sent.duty.id):
        file_all(desk, person, sent.live, meant, words)
    elif sent.duty is not None:
        file_all(desk, person, [piece], sent.duty, words)
    elif found.said:
        return found.duties
    return []


def _offered(desk: Desk, message: changing.Message) -> list[Duty]:
    """What the receipt of a set offers to choose from already, as its order was."""
    open_ones = {
        duty.id: duty
        for duty in plans.duties(desk.session, desk.satker_id, ids=message.about)
        if not duty.state.closed and not duty.backlog
    }
    return [open_ones[id] for id in message.about if id in open_ones]


def file_all(desk: Desk, person: Person, parts: Sequence[Evidence], duty: Duty, words: str = "") -> Duty:
    """File pieces that were sent together; only the last may complete the checklist, so that all are submitted."""
    now = duty
    for part in parts[:-1]:
        evidence.file_under(
            desk.session, part, duty.id, actor=person, now=desk.now, slot=slot_of(part, now, words or None)
        )
        now = plans.duty(desk.session, desk.satker_id, duty.id) or now
    return file_and_submit(desk, person, parts[-1], now, caption=words or None)

"""The day of an activity: asked in the receipt where it is not clear, and said by a button or in words."""

from datetime import date

from zibot.context import Desk
from zibot.handlers.filing import own_piece
from zibot.handlers.press import Press
from zibot.handlers.receipts import Sending, receipt, sending, shown_again
from zibot.handlers.who import Spoken
from zibot.model import Evidence, Person
from zibot.rules import activity
from zibot.storage import prompts, remarks
from zibot.when import calendar_date


def pressed(desk: Desk, press: Press) -> str | None:
    """[Hari ini], [Kemarin] or a date under a receipt."""
    piece = own_piece(desk, press)
    number = press.numbers[1]
    day = calendar_date(number // 10_000, number // 100 % 100, number % 100)
    if piece is None:
        return "not-yours"
    sent = sending(desk, piece)
    if day is None or day > desk.today or not sent.live:
        return "old"
    _written(desk, press.person, sent, day)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved"


def ask(desk: Desk, press: Press) -> str | None:
    """[Tanggal lain]: the next words in this chat say the day."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    sent = sending(desk, piece)
    if not sent.live:
        return "old"
    about = sent.duty.id if sent.duty else None
    prompts.ask(
        desk.session,
        press.person,
        "activity-day",
        press.chat_id,
        obligation_id=about,
        now=desk.now,
        said=str(piece.number),
    )
    desk.say(press.chat_id, "ask_day", about=[about] if about else [], parts=sent.live)
    return None


def answered(desk: Desk, spoken: Spoken, piece: Evidence) -> bool:
    """Take words as the day that we asked for; what is no day is asked again, unless it speaks of something else."""
    day = _day(desk, spoken)
    if day is None and len(spoken.words) > 40:
        return False
    if day is None:
        desk.say(spoken.chat_id, "day_unclear", reply_to=spoken.message.message_id)
        return True
    _told(desk, spoken, sending(desk, piece), day)
    return True


def told(desk: Desk, spoken: Spoken, piece: Evidence) -> bool:
    """Take words under a receipt that are a day and nothing else; False where they are more."""
    day = _day(desk, spoken)
    if day is not None:
        _told(desk, spoken, sending(desk, piece), day)
    return day is not None


def reread(desk: Desk, spoken: Spoken, sent: Sending, words: str) -> date | None:
    """Read the day in what is newly said of evidence; the day where it is another than before."""
    here = desk.local(sent.head.forwarded_at or sent.head.sent_at).date()
    day = activity.day_of_activity(words, here)
    if day is None or day == sent.told.day:
        return None
    _written(desk, spoken.person, sent, day)
    return day


def _day(desk: Desk, spoken: Spoken) -> date | None:
    return activity.only_a_day(spoken.words, desk.local(spoken.message.date).date())


def _told(desk: Desk, spoken: Spoken, sent: Sending, day: date) -> None:
    _written(desk, spoken.person, sent, day)
    prompts.close(desk.session, spoken.person, desk.now)
    desk.say(spoken.chat_id, "dated", reply_to=spoken.message.message_id, parts=sent.live, day=day)
    shown_again(desk, sent.head)


def _written(desk: Desk, person: Person, sent: Sending, day: date) -> None:
    for part in sent.live:
        remarks.date_of(desk.session, part, day, actor=person, now=desk.now)

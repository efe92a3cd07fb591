"""Evidence: bytes first, then the row, the ledger event and the receipt in one transaction, and only then the answer."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import Message, Update

from zibot import texts
from zibot.context import Button, Context, Desk
from zibot.handlers.door import Spoken, refuse, whoever
from zibot.handlers.press import Press, Verb, data, duty_of
from zibot.handlers.status import may_not, say_status
from zibot.model import Evidence, Outbox
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.roles import May, allowed, may_report
from zibot.storage import evidence, outbox, plans, prompts
from zibot.storage.files import Kept

LARGEST = 20 * 1024 * 1024
"""What a bot can download (Bot API, getFile)."""
SHOWN = 6


class Torn(Exception):
    """A download came with another length than Telegram had said; it is tried again and never stored."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as the message describes it."""

    kind: str
    file_id: str
    size: int | None
    mime: str
    name: str


async def receive(update: Update, context: Context) -> None:
    """A photo or file: from a known person it is fetched, kept and receipted; else it is refused unread."""
    message = update.effective_message
    sent = described(message) if message is not None else None
    if message is None or sent is None or not await context.house.look(welcome_here, update, sent):
        await context.work(decline, update, sent)
        return
    file = await context.bot.get_file(sent.file_id)
    content = bytes(await file.download_as_bytearray())
    if sent.size is not None and len(content) != sent.size:
        raise Torn(f"{len(content)} of {sent.size} bytes")
    kept = await asyncio.to_thread(context.house.files.keep, content)
    await context.work(store, update, sent, kept)


def described(message: Message) -> Sent | None:
    """What a message carries, if it is something that can be kept."""
    when = f"{message.date:%Y%m%d-%H%M%S}"
    if message.photo:
        photo = message.photo[-1]
        return Sent("photo", photo.file_id, photo.file_size, "image/jpeg", f"foto-{when}.jpg")
    for kind, thing, mime in (
        ("file", message.document, "application/octet-stream"),
        ("video", message.video, "video/mp4"),
        ("voice", message.voice, "audio/ogg"),
    ):
        if thing is not None:
            name = getattr(thing, "file_name", None) or f"{kind}-{when}"
            return Sent(kind, thing.file_id, thing.file_size, thing.mime_type or mime, name)
    return None


def welcome_here(desk: Desk, update: Update, sent: Sent) -> bool:
    """Whether this file is to be fetched: a known reporter's, small enough, and in a group only as a reply to us."""
    person = whoever(desk, update.effective_user) if update.effective_user else None
    if person is None or not allowed(person.role, May.REPORT) or (sent.size or 0) > LARGEST:
        return False
    return _private(update) or (_replied(desk, update) is not None and not _secret(desk, update))


def _private(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type == "private"


def _replied(desk: Desk, update: Update) -> Outbox | None:
    """The message of ours that this one replies to."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return None
    return outbox.message(desk.session, message.chat.id, message.reply_to_message.message_id)


def _secret(desk: Desk, update: Update) -> bool:
    """Whether a reply is about something confidential."""
    row = _replied(desk, update)
    about = plans.duties(desk.session, desk.satker_id, ids=row.about) if row and row.about else []
    return any(duty.confidential for duty in about)


def decline(desk: Desk, update: Update, sent: Sent | None) -> None:
    """Say kindly why something was not kept; photos in a group that are not for us get no answer."""
    message, user, chat = update.effective_message, update.effective_user, update.effective_chat
    if message is None or user is None or chat is None or user.is_bot:
        return
    person = whoever(desk, user)
    if person is None:
        refuse(desk, user, chat)
    elif not _private(update) and _replied(desk, update) is None:
        return
    elif sent is None:
        desk.say(chat.id, "kind_unknown", reply_to=message.message_id)
    elif not allowed(person.role, May.REPORT):
        desk.say(chat.id, "not_allowed", reviewer=True, code="", reply_to=message.message_id)
    elif (sent.size or 0) > LARGEST:
        desk.say(chat.id, "too_large", reply_to=message.message_id)
    else:
        desk.say(chat.id, "private_please", reply_to=message.message_id)


def store(desk: Desk, update: Update, sent: Sent, kept: Kept) -> None:
    """Write down the piece, file it where it is clear, and put its receipt into the outbox."""
    message, user = update.effective_message, update.effective_user
    assert message is not None
    assert user is not None
    person = whoever(desk, user)
    if person is None:
        return
    arrived = evidence.Arrived(
        kind=sent.kind,
        mime=sent.mime,
        name=sent.name,
        caption=message.caption or "",
        chat_id=message.chat.id,
        message_id=message.message_id,
        sent_at=message.date,
    )
    piece = evidence.store(desk.session, person, kept, arrived, desk.now)
    if piece is None:
        return
    spoken = Spoken(person, message, message.chat.id, _private(update))
    duties = candidates(desk, spoken)
    if len(duties) == 1 and clear(desk, spoken):
        file_and_submit(desk, spoken.person, piece, duties[0])
        receipt(desk, piece, chat_id=spoken.chat_id, reply_to=message.message_id)
    else:
        receipt(desk, piece, chat_id=spoken.chat_id, reply_to=message.message_id, choices=duties)


def clear(desk: Desk, spoken: Spoken) -> bool:
    """Whether the person said what the piece is for: by a reply, by answering our question, or by a code."""
    replied = spoken.message.reply_to_message
    row = outbox.message(desk.session, spoken.chat_id, replied.message_id) if replied else None
    return bool(row and row.about) or _asked(desk, spoken) is not None or _code_in(spoken.message.caption) is not None


def _asked(desk: Desk, spoken: Spoken) -> int | None:
    """The obligation for which we asked for evidence just now; an hour later the person may mean another."""
    prompt = prompts.pending(desk.session, spoken.person, spoken.chat_id, desk.now)
    if prompt is None or prompt.kind != "evidence" or desk.now - prompt.asked_at > timedelta(hours=1):
        return None
    return prompt.obligation_id


def candidates(desk: Desk, spoken: Spoken) -> list[Duty]:
    """The obligations that a piece can be for, the likeliest first: those replied to, asked for, named, or held."""
    replied = spoken.message.reply_to_message
    row = outbox.message(desk.session, spoken.chat_id, replied.message_id) if replied else None
    asked_for = _asked(desk, spoken)
    code = _code_in(spoken.message.caption)
    everything = plans.duties(desk.session, desk.satker_id)
    allowed_ones = [d for d in everything if _may(spoken, d) and not d.state.closed and not d.backlog]
    if row is not None and row.about:
        about = [duty for duty in allowed_ones if duty.id in row.about]
        named = [duty for duty in about if duty.code == code]
        if named or about:
            return named or about
    if code is not None:
        coded = [duty for duty in allowed_ones if duty.code == code]
        if coded:
            return coded[:1]
    asked = [duty for duty in allowed_ones if duty.id == asked_for]
    if asked:
        return asked
    return [duty for duty in allowed_ones if spoken.person.id in duty.holders]


def _may(spoken: Spoken, duty: Duty) -> bool:
    person = spoken.person
    assert person.id is not None
    if duty.confidential and not spoken.private:
        return False
    return may_report(person.id, person.role, person.areas, duty)


def _code_in(words: str | None) -> str | None:
    found = re.search(r"\b([IVX]{1,4}\.\d{1,2}\.\d{1,3})\b", words or "", re.I)
    return found.group(1).upper() if found else None


def file_and_submit(desk: Desk, person: Any, piece: Evidence, duty: Duty) -> None:
    """File a piece; once there are as many as the plan asks for, the obligation is submitted by itself."""
    assert piece.id is not None
    evidence.file_under(desk.session, piece, duty.id, actor=person, now=desk.now)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    if now.state is not State.SUBMITTED and duty.slots and len(now.standing.evidence) >= len(duty.slots):
        say_status(desk, person, now, Kind.SUBMITTED)


def receipt(
    desk: Desk,
    piece: Evidence,
    *,
    chat_id: int,
    reply_to: int | None = None,
    edit: int | None = None,
    choices: list[Duty] | None = None,
    page: int = 0,
) -> None:
    """The receipt of a piece: its number and hash, what it is filed under, and the next step."""
    filed = evidence.filed_under(desk.session, piece)
    duty = plans.duty(desk.session, desk.satker_id, filed) if filed is not None else None
    asking = choices if duty is None or edit is not None else None
    desk.say(
        chat_id,
        "receipt",
        buttons=_choices(piece, asking, page) if asking else _next(piece, duty),
        about=[duty.id] if duty is not None and not asking else [d.id for d in asking or []],
        once=f"receipt:{piece.id}:{reply_to}" if reply_to is not None else None,
        reply_to=reply_to,
        edit=edit,
        piece=piece,
        duty=None if asking else duty,
        choices=asking,
        slots=len(duty.slots) if duty else 0,
        count=len(duty.standing.evidence) if duty else 0,
        submitted=duty is not None and duty.state is State.SUBMITTED,
        at=desk.local(piece.stored_at),
        protect=duty is not None and duty.confidential,
    )


def _choices(piece: Evidence, duties: list[Duty], page: int) -> list[list[Button]]:
    """A button for each obligation that the piece can be for, a few at a time."""
    start = page * SHOWN if page * SHOWN < len(duties) else 0
    rows = [[choice(duty, data(Verb.FILE, piece.number, duty.id))] for duty in duties[start : start + SHOWN]]
    if len(duties) > SHOWN:
        rows.append([(texts.label("button", "more"), data(Verb.CHOOSE, piece.number, page + 1))])
    return rows


def _next(piece: Evidence, duty: Duty | None) -> list[list[Button]]:
    if duty is None or duty.state.closed:
        return []
    change = (texts.label("button", "change"), data(Verb.CHOOSE, piece.number, 0))
    if duty.state is State.SUBMITTED:
        return [[change]]
    return [[(texts.label("button", "submit"), data(Verb.DONE, piece.number, duty.id))], [change]]


def choice(duty: Duty, callback: str) -> Button:
    """A button that names an obligation."""
    what = texts.short(duty.action, 34)
    return texts.label("button", "choose", code=duty.code, what=what, due=texts.short_date(duty.due)), callback


def _piece(desk: Desk, press: Press) -> Evidence | None:
    """The piece that a button's first number names, if it is this person's."""
    piece = evidence.numbered(desk.session, desk.satker_id, press.numbers[0]) if press.numbers else None
    return piece if piece is not None and piece.person_id == press.person.id else None


def choose(desk: Desk, press: Press) -> str | None:
    """[Ganti butir] or [Tampilkan lainnya…]: show the obligations that the piece can be for."""
    piece = _piece(desk, press)
    if piece is None:
        return "not-yours"
    everything = plans.duties(desk.session, desk.satker_id)
    mine = [d for d in everything if press.person.id in d.holders and not d.state.closed and not d.backlog]
    if not press.private:
        mine = [duty for duty in mine if not duty.confidential]
    if not mine:
        return "nothing-open"
    page = press.numbers[1] if len(press.numbers) > 1 else 0
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id, choices=mine, page=page)
    return None


def file(desk: Desk, press: Press) -> str | None:
    """An obligation was chosen for a piece."""
    piece, duty = _piece(desk, press), duty_of(desk, press)
    if piece is None:
        return "not-yours"
    if duty is None or duty.state.closed:
        return "old"
    if may_not(desk, press.chat_id, press.person, duty):
        return None
    file_and_submit(desk, press.person, piece, duty)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved"


def done(desk: Desk, press: Press) -> str | None:
    """[Sudah lengkap, ajukan] under a receipt."""
    piece, duty = _piece(desk, press), duty_of(desk, press)
    if piece is None:
        return "not-yours"
    if duty is None or duty.state.closed:
        return "old"
    say_status(desk, press.person, duty, Kind.SUBMITTED)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved"


def ask_for(desk: Desk, press: Press) -> str | None:
    """[Kirim bukti]: what comes next in this chat is for that obligation."""
    duty = duty_of(desk, press)
    if duty is None or duty.state.closed:
        return "old"
    if may_not(desk, press.chat_id, press.person, duty):
        return None
    if duty.confidential and not press.private:
        return "here-only-private"
    prompts.ask(desk.session, press.person, "evidence", press.chat_id, obligation_id=duty.id, now=desk.now)
    desk.say(press.chat_id, "ask_evidence", duty=duty, about=[duty.id], protect=duty.confidential)
    return None


def chosen_by_code(desk: Desk, spoken: Spoken, row: Outbox, code: re.Match[str] | None) -> bool:
    """A reply to a receipt that names an item: file the piece there. False where the reply is something else."""
    if code is None or not (row.once or "").startswith("receipt:"):
        return False
    piece = desk.session.get(Evidence, int((row.once or "").split(":")[1]))
    if piece is None or piece.person_id != spoken.person.id:
        return False
    plan = plans.in_force(desk.session, desk.satker_id)
    item = next((i for i in plans.items(desk.session, plan) if i.code == code.group(1).upper()), None) if plan else None
    if plan is None or item is None:
        desk.say(spoken.chat_id, "item_unknown", asked=code.group(1), example="I.1.1")
        return True
    open_ones = [
        duty for duty in plans.duties(desk.session, desk.satker_id) if duty.item_id == item.id and not duty.state.closed
    ]
    duty = open_ones[0] if open_ones else plans.unscheduled(desk.session, desk.satker_id, item, desk.today)
    if duty is None:
        desk.say(spoken.chat_id, "item_closed", code=item.code)
    elif not may_not(desk, spoken.chat_id, spoken.person, duty):
        file_and_submit(desk, spoken.person, piece, duty)
        receipt(desk, piece, chat_id=spoken.chat_id, reply_to=spoken.message.message_id)
    return True

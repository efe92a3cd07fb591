"""A plan document in the chat: which files are one, the buttons from its summary to its adoption."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message, Update

from zibot.context import Context, Desk, Verb
from zibot.handlers import sheets, summary
from zibot.handlers.evidence import LARGEST, Sent, arrived, decline, described, fetch, replied, store, welcome_here
from zibot.handlers.matching import held
from zibot.handlers.press import Press
from zibot.handlers.receipts import receipt
from zibot.handlers.who import Command, known, turned_away, whoever
from zibot.model import Draft, Person
from zibot.rules.plan_words import Said, read_caption
from zibot.rules.roles import May, allowed
from zibot.storage import drafts, evidence, plans, prompts
from zibot.storage.files import Kept

PATIENCE = timedelta(hours=1)
"""So long after [Kirim rencana kerja] the next document is taken for the plan; later it may be evidence again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be done with a photo or file, as one look at the rows tells before it is fetched."""

    refused: bool
    """Whether its sender is turned away."""
    said: Said | None = None
    """How far the message says that its document is a plan."""
    fetched: bool = False
    """Whether it is taken."""


def look(desk: Desk, update: Update, sent: Sent | None, command: Command) -> Seen:
    """Look at who sent it, where, and what they say of it."""
    if turned_away(desk, update, command):
        return Seen(refused=True)
    said = heard(desk, update)
    private = update.effective_chat is not None and update.effective_chat.type == "private"
    fetched = sent is not None and welcome_here(desk, update, sent) and (private or said is not Said.YES)
    return Seen(refused=False, said=said if private or said is Said.YES else None, fetched=fetched)


async def receive(update: Update, context: Context, command: Command) -> None:
    """A photo or file: a plan document from a lead is taken to be read, everything else is evidence."""
    sent = described(update.effective_message) if update.effective_message is not None else None
    if sent is not None and _needs_no_look(update, context, sent):
        got = await fetch(update, context, sent)
        if got is not None:
            await context.work(_store_where_welcome, update, command, *got)
        return
    seen = await context.house.look(look, update, sent, command)
    if seen.refused:
        await context.work(known("evidence", command), update)
    elif seen.said is Said.YES and not seen.fetched and not _too_large(sent):
        await context.work(only_private, update)
    elif sent is None or not seen.fetched:
        await context.work(decline, update, sent)
    else:
        if update.effective_user is not None:
            context.house.familiar.add(update.effective_user.id)
        got = await fetch(update, context, sent)
        if got is not None:
            await _keep(update, context, *got, said=seen.said)


def _needs_no_look(update: Update, context: Context, sent: Sent) -> bool:
    """Whether a photo is fetched at once, for someone who was let in before: whether they still are is seen then."""
    chat, user = update.effective_chat, update.effective_user
    known_here = chat is not None and chat.type == "private" and user is not None and user.id in context.house.familiar
    return known_here and sent.kind == "photo" and (sent.size or 0) <= LARGEST


def _store_where_welcome(desk: Desk, update: Update, command: Command, sent: Sent, kept: Kept) -> None:
    """Store what was fetched unseen; who is not let in any more is turned away all the same."""
    if turned_away(desk, update, command):
        known("evidence", command)(desk, update)
    else:
        store(desk, update, sent, kept)


async def _keep(update: Update, context: Context, sent: Sent, kept: Kept, *, said: Said | None) -> None:
    plan = said is Said.YES
    if said in (Said.NO, Said.PERHAPS) and sent.name.casefold().endswith(".xlsx"):
        plan = await asyncio.to_thread(sheets.is_workbook, context.house.files.path(kept.sha256))
    await context.work(take if plan else store, update, sent, kept)
    if plan:
        context.house.papers.set()


def heard(desk: Desk, update: Update) -> Said | None:
    """How far a message says that its document is a plan; None for what is no document of a lead."""
    message, user = update.effective_message, update.effective_user
    if message is None or message.document is None or user is None:
        return None
    person = whoever(desk, user)
    if person is None or not allowed(person.role, May.ADOPT):
        return None
    row = replied(desk, update)
    if row is not None and row.about:
        return None  # it replies to what we said of an obligation: that is its evidence
    if row is not None and (row.once or "").startswith(("plan:", "draft:")):
        return Said.YES
    caption = read_caption(message.caption or "")
    if message.chat.type == "private" and caption is not Said.YES and asked(desk, person, message):
        return Said.YES
    return caption


def asked(desk: Desk, person: Person, message: Message) -> bool:
    """Whether we asked this person for the plan just now, and the message says nothing else."""
    prompt = prompts.pending(desk.session, person, message.chat.id, desk.now)
    return prompt is not None and prompt.kind == "plan-document" and desk.now - prompt.asked_at <= PATIENCE


def _too_large(sent: Sent | None) -> bool:
    return sent is not None and (sent.size or 0) > LARGEST


def only_private(desk: Desk, update: Update) -> None:
    """A plan document in a group: it is read in private, where its doubts are nobody else's business."""
    message = update.effective_message
    assert message is not None
    desk.say(message.chat.id, "draft_private", reply_to=message.message_id)


def take(desk: Desk, update: Update, sent: Sent, kept: Kept) -> None:
    """Write down a plan document, whose bytes are on disk; it is read at once, and its summary is the answer."""
    message, user = update.effective_message, update.effective_user
    assert message is not None
    person = whoever(desk, user) if user is not None else None
    if person is None:
        return
    prompts.close(desk.session, person, desk.now)
    drafts.keep(desk.session, person, kept, arrived(message, sent), desk.now)


# buttons


def send(desk: Desk, press: Press) -> str | None:
    """[Kirim rencana kerja]: the next document in this chat is the plan."""
    why = refusal(press)
    if why is not None:
        return why
    prompts.ask(desk.session, press.person, "plan-document", press.chat_id, obligation_id=None, now=desk.now)
    desk.say(press.chat_id, "draft_send")
    return None


def this(desk: Desk, press: Press) -> str | None:
    """[Ini rencana kerja] under a receipt: read the piece as a plan; it stays evidence too."""
    why = refusal(press)
    if why is not None:
        return why
    piece = evidence.numbered(desk.session, desk.satker_id, press.numbers[0]) if press.numbers else None
    if piece is None or piece.person_id != press.person.id or piece.chat_id != press.chat_id:
        return "not-yours"
    new = drafts.keep(desk.session, press.person, Kept(piece.sha256, piece.size), drafts.arrived(piece), desk.now)
    return "reading" if new is not None else "read-already"


def refusal(press: Press) -> str | None:
    """Why a button about the plan is not for who pressed it, or not here; None where it is."""
    if not allowed(press.person.role, May.ADOPT):
        return "plan-not-yours"
    return None if press.private else "plan-only-private"


def pressed(desk: Desk, press: Press) -> str | None:
    """A button under the summary of a draft; one that is stale says so and shows how things stand."""
    why = refusal(press)
    if why is not None:
        return why
    draft = desk.session.get(Draft, press.numbers[0]) if press.numbers else None
    if draft is None or draft.satker_id != desk.satker_id or draft.chat_id != press.chat_id:
        return "plan-old"
    if press.verb in (Verb.DRAFT_AGAIN, Verb.DRAFT_EVIDENCE):
        return _reopen(desk, press, draft)
    if draft.closed_at is not None or draft.adopt_at is not None or draft.read_at is None or draft.told is None:
        return "plan-old"
    adopting = press.verb in (Verb.DRAFT_ASK, Verb.DRAFT_ADOPT)
    if adopting and (draft.told["year"] is None or draft.told["unchanged"]):
        return "plan-old"
    return _decide(desk, press, draft)


def _decide(desk: Desk, press: Press, draft: Draft) -> str | None:
    if press.verb is Verb.DRAFT_SHEET:
        if not sheets.send_review(desk, draft, to=press.person):
            drafts.read_again(draft)
            return "reading"
    elif press.verb is Verb.DRAFT_CANCEL:
        drafts.close(draft, "cancelled", desk.now)
        summary.show(desk, draft, edit=press.message_id)
    elif press.verb is Verb.DRAFT_YEAR:
        if (draft.told or {}).get("year") is not None or press.numbers[-1] not in summary.years(desk):
            return "plan-old"
        draft.year = press.numbers[-1]
        drafts.read_again(draft)
        return "reading"
    elif press.verb is Verb.DRAFT_BACK:
        summary.show(desk, draft, edit=press.message_id)
    elif _outdated(desk, draft):
        drafts.read_again(draft)
        return "plan-changed"
    elif press.verb is Verb.DRAFT_ASK:
        summary.show(desk, draft, edit=press.message_id, asking=True)
    else:
        draft.adopt_at = desk.now
        summary.show(desk, draft, edit=press.message_id)
    return None


def _outdated(desk: Desk, draft: Draft) -> bool:
    """Whether another plan came into force since the draft was compared."""
    plan = plans.in_force(desk.session, desk.satker_id)
    return (plan.id if plan else None) != draft.base_plan_id


def _reopen(desk: Desk, press: Press, draft: Draft) -> str | None:
    """[Baca lagi] or [Simpan sebagai bukti] for a document that was laid aside."""
    if draft.outcome not in ("cancelled", "unread"):
        return "plan-old"
    if press.verb is Verb.DRAFT_AGAIN:
        drafts.read_again(draft)
        return "reading"
    piece = evidence.store(desk.session, press.person, Kept(draft.sha256, draft.size), drafts.arrived(draft), desk.now)
    if piece is None:
        return "kept-already"
    choices = held(desk, press.person, private=True)
    receipt(desk, piece, chat_id=press.chat_id, reply_to=piece.message_id, choices=choices)
    return None

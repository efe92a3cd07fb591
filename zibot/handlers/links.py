"""Links and texts as evidence: their words are the bytes that are kept; what a link leads to is never fetched."""

import json
import re
from datetime import datetime, timedelta

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.handlers.evidence import about_secret
from zibot.handlers.filing import file_and_receipt
from zibot.handlers.placing import file_and_submit
from zibot.handlers.press import Press, duty_of
from zibot.handlers.receipts import receipt, single
from zibot.handlers.status import reports
from zibot.handlers.who import Spoken
from zibot.model import Evidence, Outbox, Person, Prompt
from zibot.rules import activity, links
from zibot.rules.roles import May, allowed
from zibot.rules.status_words import read_status
from zibot.storage import evidence, plans, prompts

_MARKED = re.compile(r"bukti\s*[:\-–]\s*(.{3,})", re.I | re.S)
SURE = "text-sure"
"""The question whether words are the evidence that was asked for."""
_FREE = (SURE, "evidence", "plan-document", "choose-status", "remark-sure", "remark", "activity-day")
"""Questions of ours that no link answers; of the others words are the answer, links and all."""
PATIENCE = timedelta(hours=1)
"""So long after [Kirim bukti] words can be the evidence."""
LENGTH = 25
"""Characters from which words are a text that proves something, rather than a remark in passing."""


def taken(desk: Desk, spoken: Spoken, made: Outbox | None, prompt: Prompt | None) -> bool:
    """Store words as evidence where they hold a link, are marked so, or were asked for; else False."""
    waits = prompt is not None and prompt.kind not in _FREE and not links.only_links(spoken.words)
    if waits or not allowed(spoken.person.role, May.REPORT):
        return False
    urls = links.found(spoken.words) or _hidden_links(spoken)
    marked = _MARKED.fullmatch(spoken.words)
    if not urls and marked is None:
        return _asked_for(desk, spoken, made, prompt) and _sure(desk, spoken, prompt)
    if not spoken.private and about_secret(desk, made, spoken.words):
        desk.say(spoken.chat_id, "private_please", reply_to=spoken.message.message_id)
        return True
    words = "\n".join([spoken.words, *(url for url in urls if url not in spoken.words)])
    _store(desk, spoken, words, kind="link" if urls else "text")
    return True


def _hidden_links(spoken: Spoken) -> list[str]:
    """Links that stand behind words."""
    urls = (entity.url for entity in spoken.message.entities if entity.url)
    return [url for url in urls if url.startswith(("http://", "https://"))]


def _asked_for(desk: Desk, spoken: Spoken, made: Outbox | None, prompt: Prompt | None) -> bool:
    """Whether words are the evidence that we asked for just now: long enough, no status, no question."""
    if prompt is None or prompt.kind != "evidence" or desk.now - prompt.asked_at > PATIENCE:
        return False
    elsewhere = made is not None and bool(made.about) and prompt.obligation_id not in made.about
    words = spoken.words
    return len(words) >= LENGTH and "?" not in words and not elsewhere and read_status(words, desk.today) is None


def _sure(desk: Desk, spoken: Spoken, prompt: Prompt | None) -> bool:
    """Ask whether words are the evidence: they wait until a button is pressed. False where nothing can be asked."""
    duty = plans.duty(desk.session, desk.satker_id, prompt.obligation_id or 0) if prompt is not None else None
    if duty is None or duty.state.closed:
        return False
    said = {"words": spoken.words, "message": spoken.message.message_id, "at": spoken.message.date.isoformat()}
    prompts.ask(
        desk.session,
        spoken.person,
        SURE,
        spoken.chat_id,
        obligation_id=duty.id,
        now=desk.now,
        said=json.dumps(said),
    )
    row = [
        (texts.label("button", "text-yes"), data(Verb.TEXT_YES, duty.id)),
        (texts.label("button", "remark-no"), data(Verb.TEXT_NO, duty.id)),
    ]
    secret = duty.confidential
    desk.say(spoken.chat_id, "text_sure", buttons=[row], about=[duty.id], protect=secret, duty=duty, words=spoken.words)
    return True


def pressed(desk: Desk, press: Press) -> str | None:
    """[Ya, simpan sebagai bukti] or [Bukan]."""
    prompt = prompts.pending(desk.session, press.person, press.chat_id, desk.now)
    duty = duty_of(desk, press)
    if prompt is None or prompt.kind != SURE or duty is None or prompt.obligation_id != duty.id:
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    prompts.close(desk.session, press.person, desk.now)
    if press.verb is Verb.TEXT_NO:
        desk.say(press.chat_id, "remark_dropped", edit=press.message_id)
        return None
    if duty.state.closed or duty.backlog:
        return "old"
    said = json.loads(prompt.said)
    words, number, at = said["words"], said["message"], datetime.fromisoformat(said["at"])
    piece = _kept(desk, press.person, words, kind="text", chat_id=press.chat_id, message_id=number, at=at)
    if piece is None:
        return "old"
    now = file_and_submit(desk, press.person, piece, duty)
    desk.say(press.chat_id, "text_kept", edit=press.message_id)
    receipt(desk, piece, chat_id=press.chat_id, reply_to=number, fresh=single(piece, now))
    return "saved"


def _store(desk: Desk, spoken: Spoken, words: str, *, kind: str) -> None:
    message, chat = spoken.message, spoken.chat_id
    number, at = message.message_id, message.date
    piece = _kept(desk, spoken.person, words, kind=kind, chat_id=chat, message_id=number, at=at)
    if piece is not None:
        file_and_receipt(desk, spoken, piece)


def _kept(
    desk: Desk, person: Person, words: str, *, kind: str, chat_id: int, message_id: int, at: datetime
) -> Evidence | None:
    """Put the words on disk, then write them down; None where this message was written down before."""
    arrived = evidence.Arrived(
        kind=kind,
        mime="text/uri-list" if links.only_links(words) else "text/plain",
        name=f"{'tautan' if kind == 'link' else 'teks'}-{at:%Y%m%d-%H%M%S}.txt",
        caption=words,
        chat_id=chat_id,
        message_id=message_id,
        sent_at=at,
    )
    kept = desk.files.keep(words.encode())
    day = activity.day_of_activity(words, desk.local(at).date())
    return evidence.store(desk.session, person, kept, arrived, desk.now, happened_on=day)

"""Links and texts as evidence: their words are the bytes that are kept; what a link leads to is never fetched."""

import re
from datetime import timedelta

from zibot.context import Desk
from zibot.handlers.evidence import about_secret
from zibot.handlers.filing import file_and_receipt
from zibot.handlers.who import Spoken
from zibot.model import Outbox, Prompt
from zibot.rules import activity, links
from zibot.rules.roles import May, allowed
from zibot.rules.status_words import read_status
from zibot.storage import evidence

_MARKED = re.compile(r"bukti\s*[:\-–]\s*(.{3,})", re.I | re.S)
_FREE = ("evidence", "plan-document", "choose-status", "remark-sure", "remark", "activity-day")
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
    if not urls and marked is None and not _asked_for(desk, spoken, made, prompt):
        return False
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


def _store(desk: Desk, spoken: Spoken, words: str, *, kind: str) -> None:
    message = spoken.message
    here = desk.local(message.date)
    arrived = evidence.Arrived(
        kind=kind,
        mime="text/uri-list" if links.only_links(words) else "text/plain",
        name=f"{'tautan' if kind == 'link' else 'teks'}-{message.date:%Y%m%d-%H%M%S}.txt",
        caption=words,
        chat_id=spoken.chat_id,
        message_id=message.message_id,
        sent_at=message.date,
    )
    kept = desk.files.keep(words.encode())
    day = activity.day_of_activity(words, here.date())
    piece = evidence.store(desk.session, spoken.person, kept, arrived, desk.now, happened_on=day)
    if piece is not None:
        file_and_receipt(desk, spoken, piece)

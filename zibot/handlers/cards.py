"""The card under which a reviewer gives a verdict: what was submitted with its first picture, in one message.

Each is found again by its key, so that it tells how the obligation stands wherever it stands: decided by another,
with pieces that came later, or that were used before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data, keyboard
from zibot.handlers.likeness import compare_button, matches
from zibot.handlers.seeing import keeps
from zibot.handlers.showing import SAID, as_file, method
from zibot.model import Evidence, Outbox, Person, saved
from zibot.rules.lifecycle import Duty, State
from zibot.rules.reviewing import others
from zibot.rules.roles import may_review
from zibot.storage import changing, evidence, outbox, remarks, reviews
from zibot.storage.outbox import Rank

REASONS = ("blurred", "incomplete", "unsigned", "wrong-date", "wrong-item")
"""The usual reasons for which evidence is returned, as labels and buttons name them."""
LISTED, BRIEFLY = 5, 3
"""Pieces that a card lists, and that a long one does."""
MATCHES = 2
"""Pieces used before that a card names."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece as a card lists it."""

    number: int
    name: str
    words: str
    day: date | None
    forwarded: bool
    new: bool
    """Whether it came after all was submitted."""


@dataclass(frozen=True, slots=True)
class View:
    """How a card is shown."""

    queue: bool = False
    """Whether it is one of those that are worked through one after the other."""
    left: int = 0
    asking: bool = False
    """Whether it asks for the reason of a return."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is made of."""

    filling: dict[str, Any]
    buttons: list[list[Button]]
    lead: Evidence | None = None
    """The piece that is sent with it."""
    pieces: Sequence[Evidence] = field(default_factory=tuple)


def put(desk: Desk, person: Person, duty: Duty, view: View, *, by: Person, again: bool = False) -> None:
    """Put an obligation before a reviewer: once for each time it is submitted, or as often as is asked for (`again`).

    `by` is whose deed brought it about.
    """
    assert person.telegram_id is not None
    begins = f"review:{duty.id}:{reviews.round_of(desk.session, duty)}:{person.id}"
    earlier = outbox.keyed(desk.session, begins)
    if earlier and not again:
        return
    once = f"{begins}:{len(earlier)}{'q' if view.queue else ''}"
    card = made(desk, person, duty, view)
    if card.lead is None or (words := _caption(card)) is None:
        _text(desk, person.telegram_id, card, duty, once)
        return
    evidence.shown(desk.session, [card.lead], actor=by, now=desk.now, obligation_id=duty.id, to=person.id)
    payload = {
        "chat_id": person.telegram_id,
        "caption": words,
        "parse_mode": "HTML",
        "protect_content": duty.confidential,
        "reply_markup": keyboard(card.buttons),
        **as_file(card.lead, instead=f"{words}\n\n{texts.render('unshown')}"),
    }
    rank, sha256 = Rank.REPLY, card.lead.sha256
    desk.put(person.telegram_id, method(card.lead), payload, rank=rank, about=[duty.id], once=once, file_sha256=sha256)


def _text(desk: Desk, chat_id: int, card: Card, duty: Duty, once: str) -> None:
    desk.say(
        chat_id,
        "review",
        buttons=card.buttons,
        about=[duty.id],
        once=once,
        protect=duty.confidential,
        brief=False,
        **card.filling,
    )


def _caption(card: Card) -> str | None:
    """A card's words where they fit under a picture, if need be with less of each."""
    for brief in (False, True):
        filling = card.filling | ({"pieces": card.filling["pieces"][:BRIEFLY]} if brief else {})
        words = texts.render("review", brief=brief, **filling)
        if texts.length(words) <= texts.CAPTION:
            return words
    return None


def made(desk: Desk, person: Person, duty: Duty, view: View) -> Card:
    """What a reviewer is shown of what was submitted, and what they can do with it."""
    pieces = evidence.pieces(desk.session, duty.standing.evidence)
    photos = [piece for piece in pieces if piece.kind == "photo"]
    # The picture that was returned is known; what came instead is what is to be checked.
    lead = next(iter(photos if reviews.judge(desk.session, duty) is None else reversed(photos)), None)
    if lead is None and len(pieces) == 1 and pieces[0].kind not in SAID:
        lead = pieces[0]
    alike = matches(desk, person, duty)[:MATCHES]
    listed = _listed(desk, duty, pieces)
    filling = {
        "duty": duty,
        "team": desk.team,
        "senders": _senders(desk, duty),
        "pieces": listed[-LISTED:],
        "more": max(0, len(listed) - LISTED),
        "matches": alike,
        "own": _own(desk, person, duty),
        "asking": view.asking,
        "left": view.left,
    }
    whole = len(pieces) > (lead is not None)
    show = [(texts.label("button", "show", count=len(pieces)), data(Verb.SHOW, duty.id))] if whole else []
    compare = [[compare_button(match)] for match in alike if match.shown]
    looking = [] if view.asking else [show, *compare]
    return Card(filling, [*looking, *_verdicts(duty, view)], lead, pieces)


def _verdicts(duty: Duty, view: View) -> list[list[Button]]:
    queue, count = int(view.queue), len(duty.standing.evidence)
    if view.asking:
        reasons = [
            (texts.label("reason-returned", name), data(Verb.RETURN_FOR, queue, number, duty.id))
            for number, name in enumerate(REASONS)
        ]
        back = (texts.label("button", "return-back"), data(Verb.RETURN_BACK, queue, duty.id))
        first, *longer, last = reasons
        return [[first, last], *([reason] for reason in longer), [back]]
    # Only evidence can be accepted: a word that it is done is none.
    accept = [(texts.label("button", "accept"), data(Verb.ACCEPT, queue, count, duty.id))] if count else []
    back = (texts.label("button", "return"), data(Verb.RETURN, queue, duty.id))
    skip = [(texts.label("button", "skip"), data(Verb.SKIP, duty.id))] if view.queue and view.left else []
    return [[*accept, back], skip]


def _listed(desk: Desk, duty: Duty, pieces: Sequence[Evidence]) -> list[Shown]:
    told, late = remarks.told(desk.session, pieces), reviews.later(desk.session, duty)
    return [
        Shown(
            number=piece.number,
            name="" if piece.kind in ("photo", *SAID) else piece.name,
            words=told[saved(piece.id)].words,
            day=told[saved(piece.id)].day,
            forwarded=piece.forwarded_at is not None,
            new=piece.id in late,
        )
        for piece in pieces
    ]


def _senders(desk: Desk, duty: Duty) -> list[str]:
    """Who submitted it or sent any of it, by name."""
    sent = reviews.authors(desk.session, [duty])[duty.id]
    return [desk.session.get_one(Person, id).name for id in sorted(sent)]


def _own(desk: Desk, person: Person, duty: Duty) -> bool:
    return person.id in reviews.authors(desk.session, [duty])[duty.id]


def stand_ins(desk: Desk, person: Person, duty: Duty) -> list[Person]:
    """Who else must check what is a person's own; empty where it is not, or nobody else can."""
    sent = reviews.authors(desk.session, [duty])[duty.id]
    return others(saved(person.id), duty.area, desk.team.values(), authors=sent)


def change(desk: Desk, person: Person, duty: Duty, view: View, *, message_id: int) -> None:
    """Let one card show something else to who pressed under it; one that could be forwarded gives way to a new one."""
    assert person.telegram_id is not None
    if keeps(desk, person, person.telegram_id, duty, edit=message_id):
        shown(desk, person, person.telegram_id, duty, edit=message_id)
        put(desk, person, duty, view, by=person, again=True)
        return
    card = made(desk, person, duty, view)
    last = outbox.message(desk.session, person.telegram_id, message_id)
    brief = last is not None and changing.has_media(last.method) and _caption(card) != _full(card)
    filling = card.filling | ({"pieces": card.filling["pieces"][:BRIEFLY]} if brief else {})
    desk.say(
        person.telegram_id, "review", buttons=card.buttons, edit=message_id, about=[duty.id], brief=brief, **filling
    )


def _full(card: Card) -> str:
    return texts.render("review", brief=False, **card.filling)


def refresh(desk: Desk, duty: Duty, *, but: tuple[int, int] | None = None) -> datetime | None:
    """Let all cards of an obligation's latest round tell how it stands now, but for one message of a chat.

    Returns when the newest of them was put.
    """
    rows = outbox.keyed(desk.session, f"review:{duty.id}")
    newest = max((_round(row) for row in rows), default=0)
    for row in rows:
        if _round(row) == newest and (row.chat_id, row.message_id) != but:
            _refreshed(desk, duty, row)
    return max((row.created_at for row in rows if _round(row) == newest), default=None)


def _round(row: Outbox) -> int:
    return int((row.once or "").split(":")[2])


def _refreshed(desk: Desk, duty: Duty, row: Outbox) -> None:
    once = (row.once or "").partition("/")[0]
    message = changing.said_as(desk.session, once)
    person = next((one for one in desk.team.values() if one.telegram_id == row.chat_id), None)
    if message is None or row.failed_at is not None:
        return
    judges = person is not None and may_review(person.role, person.areas, duty)
    may_tell = not duty.confidential or message.protectable
    if duty.state is not State.SUBMITTED or person is None or not judges or not may_tell:
        shown(desk, person, row.chat_id, duty, over=message)
        return
    card = made(desk, person, duty, View(queue=once.endswith("q")))
    brief = message.has_media and _caption(card) != _full(card)
    filling = card.filling | ({"pieces": card.filling["pieces"][:BRIEFLY]} if brief else {})
    desk.say(
        row.chat_id,
        "review",
        buttons=card.buttons,
        over=message,
        about=[duty.id],
        protect=duty.confidential,
        brief=brief,
        **filling,
    )


def shown(
    desk: Desk,
    person: Person | None,
    chat_id: int,
    duty: Duty,
    *,
    edit: int | None = None,
    over: changing.Message | None = None,
    left: int = 0,
) -> None:
    """How an obligation stands, in a card's place or as an answer; no verdict can be given under it."""
    passed_on = over is not None and duty.confidential and not over.protectable
    desk.say(
        chat_id,
        "reviewed",
        edit=edit,
        over=over,
        buttons=[[(texts.label("button", "queue-next"), data(Verb.QUEUE))]] if left else (),
        about=[duty.id],
        protect=duty.confidential,
        duty=duty,
        by=_judge(desk, duty),
        marks=texts.marks(),
        hidden=passed_on or keeps(desk, person, chat_id, duty, edit=edit),
        left=left,
    )


def _judge(desk: Desk, duty: Duty) -> str:
    """Who gave the last verdict, by name; empty where none was given."""
    judge = reviews.judge(desk.session, duty)
    return desk.session.get_one(Person, judge).name if judge is not None else ""

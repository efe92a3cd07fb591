"""Review: what was submitted goes to who checks it with [Terima] and [Kembalikan]; a return says why."""

from datetime import timedelta

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.handlers import cards
from zibot.handlers.cards import View
from zibot.handlers.press import Press, duty_of
from zibot.handlers.seeing import keeps
from zibot.handlers.showing import show_pieces
from zibot.model import Person, saved
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.roles import may_look, may_review
from zibot.storage import evidence, plans, prompts, reviews

FRESH = timedelta(hours=1)
"""How long a card is looked at again, so that what comes later is told on it alone."""
RETURNING = "reason-returned"
"""The question for the reason of a return."""
QUEUED = "queue"
"""What such a question remembers of a card that is one of several."""


def submitted(desk: Desk, sender: Person, duty: Duty) -> None:
    """Put what was submitted before the reviewers of its area."""
    for person in _judges(desk, duty):
        cards.put(desk, person, duty, View(), by=sender)


def _judges(desk: Desk, duty: Duty) -> list[Person]:
    """Whose verdict it waits for."""
    return reviews.judges_of(desk.session, desk.satker_id, desk.team, desk.today, [duty])[duty.id]


def changed(desk: Desk, obligation_id: int | None, *, more: Person | None = None) -> None:
    """Something became of an obligation's pieces or state: the cards that wait for a verdict tell it.

    Where someone sent `more` than is to be seen on cards that went out long ago, new ones go out.
    """
    duty = plans.duty(desk.session, desk.satker_id, obligation_id) if obligation_id is not None else None
    if duty is None:
        return
    latest = cards.refresh(desk, duty)
    if more is not None and duty.state is State.SUBMITTED and latest is not None and desk.now - latest > FRESH:
        for person in _judges(desk, duty):
            cards.put(desk, person, duty, View(), by=more, again=True)


def accept(desk: Desk, press: Press) -> str | None:
    """[Terima]: the obligation counts as done, if there is evidence that it is."""
    duty, refusal = _to_judge(desk, press)
    if duty is None:
        return refusal
    queue, count = (press.numbers[0], press.numbers[1]) if len(press.numbers) > 1 else (0, None)
    if not duty.standing.evidence:
        _change(desk, press, duty, View(queue=bool(queue)))
        return "no-pieces"
    if count is not None and count != len(duty.standing.evidence):
        # Nobody accepts what they were not shown, nor what was taken back meanwhile.
        _change(desk, press, duty, View(queue=bool(queue)))
        return "pieces-changed"
    _judge(desk, press.person, duty, Kind.ACCEPTED, None)
    _judged(desk, press, duty, queue=bool(queue))
    return "saved"


def return_(desk: Desk, press: Press) -> str | None:
    """[Kembalikan]: asks what is missing, with the usual reasons as buttons; own words are taken as well."""
    duty, refusal = _to_judge(desk, press)
    if duty is None:
        return refusal
    queue = len(press.numbers) > 1 and bool(press.numbers[0])
    said = QUEUED if queue else ""
    prompts.ask(desk.session, press.person, RETURNING, press.chat_id, obligation_id=duty.id, now=desk.now, said=said)
    _change(desk, press, duty, View(queue=queue, asking=True))
    return None


def return_for(desk: Desk, press: Press) -> str | None:
    """One of the usual reasons: it goes to the sender."""
    duty, refusal = _to_judge(desk, press)
    queue, number, _ = press.numbers
    if duty is None or number >= len(cards.REASONS):
        return refusal or "old"
    prompts.close(desk.session, press.person, desk.now)
    _judge(desk, press.person, duty, Kind.RETURNED, texts.label("reason-returned", cards.REASONS[number]))
    _judged(desk, press, duty, queue=bool(queue))
    return "saved"


def return_back(desk: Desk, press: Press) -> str | None:
    """[Batal]: it is not returned after all."""
    duty, refusal = _to_judge(desk, press)
    if duty is None:
        return refusal
    prompts.close(desk.session, press.person, desk.now)
    _change(desk, press, duty, View(queue=bool(press.numbers[0])))
    return None


def _change(desk: Desk, press: Press, duty: Duty, view: View) -> None:
    left = _left(desk, press.person, but=duty) if view.queue else 0
    shown = View(queue=view.queue, left=left, asking=view.asking)
    cards.change(desk, press.person, duty, shown, message_id=press.message_id)


def _to_judge(desk: Desk, press: Press) -> tuple[Duty | None, str | None]:
    """The obligation that the presser may judge now, or the toast that says why not."""
    duty = duty_of(desk, press)
    if duty is None:
        return None, "old"
    if not may_review(press.person.role, press.person.areas, duty):
        return None, "not-yours"
    if duty.state is not State.SUBMITTED:
        cards.shown(desk, press.person, press.chat_id, duty, edit=press.message_id)
        return None, "old"
    if cards.stand_ins(desk, press.person, duty):
        # Its card may never have reached who checks it, such as one who came later.
        submitted(desk, press.person, duty)
        return None, "own-evidence"
    return duty, None


def returned(desk: Desk, person: Person, chat_id: int, duty: Duty, reason: str) -> None:
    """Give an obligation back with the reason that was written; of several the next comes."""
    prompt = prompts.pending(desk.session, person, chat_id, desk.now)
    queue = prompt is not None and prompt.said == QUEUED
    if duty.state is State.SUBMITTED and not cards.stand_ins(desk, person, duty):
        _judge(desk, person, duty, Kind.RETURNED, reason)
        cards.refresh(desk, _now(desk, duty))
    now, left = _now(desk, duty), 0 if queue else _left(desk, person, but=duty)
    cards.shown(desk, person, chat_id, now, left=left)
    if queue:
        go_on(desk, person, chat_id, after=duty)


def _judge(desk: Desk, person: Person, duty: Duty, kind: Kind, reason: str | None) -> None:
    """Write a verdict down, and tell it to who holds the obligation and who sent or submitted it."""
    sent = reviews.authors(desk.session, [duty])[duty.id]
    own = {"own": True} if person.id in sent else {}
    desk.record(kind, actor=person, duty=duty, reason=reason, **own)
    now = _now(desk, duty)
    send = [[(texts.label("button", "send"), data(Verb.SEND, duty.id))]] if kind is Kind.RETURNED else []
    for id in dict.fromkeys((*duty.holders, *sorted(sent))):
        told = desk.team.get(id)
        if told is not None and told.telegram_id is not None and told.id != person.id:
            # Who sent some of it may hold it no more, and is told of a confidential item only that it was judged.
            hidden = keeps(desk, told, told.telegram_id, duty)
            desk.say(
                told.telegram_id,
                "verdict",
                buttons=() if hidden else send,
                about=[duty.id],
                protect=duty.confidential,
                duty=now,
                by=person.name,
                hidden=hidden,
            )


def _now(desk: Desk, duty: Duty) -> Duty:
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    return now


def _judged(desk: Desk, press: Press, duty: Duty, *, queue: bool) -> None:
    """The card tells the verdict, and so do those of others; of several the next comes."""
    now, left = _now(desk, duty), _left(desk, press.person, but=duty)
    cards.refresh(desk, now, but=(press.chat_id, press.message_id))
    cards.shown(desk, press.person, press.chat_id, now, edit=press.message_id, left=0 if queue else left)
    if queue:
        go_on(desk, press.person, press.chat_id, after=duty)


# one after the other


def _mine(desk: Desk, person: Person) -> list[Duty]:
    """What waits for a person's verdict, the earliest due first."""
    return reviews.waiting(desk.session, desk.satker_id, desk.team, desk.today).get(saved(person.id), [])


def _left(desk: Desk, person: Person, *, but: Duty) -> int:
    return sum(duty.id != but.id for duty in _mine(desk, person))


def go_on(desk: Desk, person: Person, chat_id: int, *, after: Duty | None = None, skipping: bool = False) -> None:
    """Show the next that waits for a person's verdict; at the end say so."""
    mine = _mine(desk, person)
    later = [duty for duty in mine if after is not None and _order(duty) > _order(after)]
    coming = later or ([] if skipping else mine)
    if coming:
        left = len(coming if skipping else mine) - 1
        cards.put(desk, person, coming[0], View(queue=True, left=left), by=person, again=True)
        return
    waiting = reviews.submitted(plans.duties(desk.session, desk.satker_id))
    desk.say(
        chat_id,
        "queue_done",
        buttons=[[(texts.label("button", "queue-again"), data(Verb.QUEUE))]] if mine else (),
        skipped=len(mine),
        judged=after is not None,
        others=len(waiting) - len(mine),
    )


def _order(duty: Duty) -> tuple[object, ...]:
    return duty.due, duty.area, duty.item_id, duty.id


# the evidence itself


def show(desk: Desk, press: Press) -> str | None:
    """[Lihat bukti]: send the pieces, from our own store; of pictures bare copies."""
    duty = duty_of(desk, press)
    if duty is None:
        return "old"
    person = press.person
    if not may_look(saved(person.id), person.role, person.areas, duty, duty.holders):
        return "confidential" if duty.confidential else "not-yours"
    pieces = evidence.pieces(desk.session, duty.standing.evidence)
    if not pieces:
        return "no-pieces"
    show_pieces(desk, press.chat_id, pieces, duty, to=person)
    return None

"""Review: what was submitted goes to the coordinator with [Terima] and [Kembalikan]; a return says why."""

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.delivery.leaving import bare
from zibot.handlers.press import Press, duty_of
from zibot.handlers.seeing import keeps
from zibot.model import Person
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.roles import Role, may_review
from zibot.storage import evidence, plans
from zibot.storage.copies import leaving_name
from zibot.storage.outbox import Rank


def submitted(desk: Desk, sender: Person, duty: Duty) -> None:
    """Put what was submitted before the reviewers of its area."""
    chosen = reviewers(desk, sender, duty)
    pieces = evidence.pieces(desk.session, duty.standing.evidence)
    for reviewer in chosen:
        assert reviewer.telegram_id is not None
        row = [
            (texts.label("button", "accept"), data(Verb.ACCEPT, duty.id)),
            (texts.label("button", "return"), data(Verb.RETURN, duty.id)),
        ]
        show = [(texts.label("button", "show", count=len(pieces)), data(Verb.SHOW, duty.id))] if pieces else []
        desk.say(
            reviewer.telegram_id,
            "review",
            buttons=[show, row],
            about=[duty.id],
            duty=duty,
            sender=sender.name,
            pieces=pieces,
            own=reviewer.id == sender.id,
            protect=duty.confidential,
        )


def reviewers(desk: Desk, sender: Person, duty: Duty) -> list[Person]:
    """The area's coordinators who can be reached, else the lead; never the sender where another can."""
    reachable = [person for person in desk.team.values() if person.telegram_id is not None]
    coordinators = [p for p in reachable if p.role == Role.COORDINATOR and duty.area in p.areas]
    leads = [person for person in reachable if person.role == Role.LEAD]
    for group in (coordinators, leads):
        others = [person for person in group if person.id != sender.id]
        if others:
            return others
    return [person for person in (*coordinators, *leads) if person.id == sender.id][:1]


def accept(desk: Desk, press: Press) -> str | None:
    """[Terima]: the obligation counts as done."""
    duty, refusal = _to_judge(desk, press)
    if duty is None:
        return refusal
    _judge(desk, press.person, duty, Kind.ACCEPTED, None)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    _shown_as_is(desk, press, now, by=press.person.name)
    return "saved"


def return_(desk: Desk, press: Press) -> str | None:
    """[Kembalikan]: asks what is missing; the reason goes to the sender."""
    duty, refusal = _to_judge(desk, press)
    if duty is None:
        return refusal
    desk.ask(press.person, "reason-returned", press.chat_id, duty)
    return None


def _to_judge(desk: Desk, press: Press) -> tuple[Duty | None, str | None]:
    """The obligation that the presser may judge now, or the toast that says why not."""
    duty = duty_of(desk, press)
    if duty is None:
        return None, "old"
    if not may_review(press.person.role, press.person.areas, duty):
        return None, "not-yours"
    if duty.state is not State.SUBMITTED:
        _shown_as_is(desk, press, duty)
        return None, "old"
    return duty, None


def returned(desk: Desk, person: Person, chat_id: int, duty: Duty, reason: str) -> None:
    """Give an obligation back with the reason that the coordinator wrote."""
    if duty.state is State.SUBMITTED:
        _judge(desk, person, duty, Kind.RETURNED, reason)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    protect = duty.confidential
    desk.say(chat_id, "reviewed", duty=now, by=person.name, marks=texts.marks(), hidden=False, protect=protect)


def _judge(desk: Desk, person: Person, duty: Duty, kind: Kind, reason: str | None) -> None:
    desk.record(kind, actor=person, duty=duty, reason=reason)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    for id in duty.holders:
        holder = desk.team.get(id)
        if holder is not None and holder.telegram_id is not None and holder.id != person.id:
            desk.say(
                holder.telegram_id, "verdict", duty=now, by=person.name, about=[duty.id], protect=duty.confidential
            )


def _shown_as_is(desk: Desk, press: Press, duty: Duty, by: str = "") -> None:
    """Let the card under which a button was pressed show how the obligation stands, without its buttons."""
    hidden = keeps(desk, press.person, press.chat_id, duty, edit=press.message_id)
    desk.say(
        press.chat_id,
        "reviewed",
        edit=press.message_id,
        duty=duty,
        by=by or "koordinator",
        marks=texts.marks(),
        hidden=hidden,
    )


def show(desk: Desk, press: Press) -> str | None:
    """[Lihat bukti]: send the pieces, from our own store; of pictures bare copies."""
    duty = duty_of(desk, press)
    if duty is None:
        return "old"
    reports = press.person.id in duty.holders
    if not (reports or may_review(press.person.role, press.person.areas, duty)):
        return "not-yours"
    pieces = evidence.pieces(desk.session, duty.standing.evidence)
    evidence.shown(desk.session, pieces, actor=press.person, now=desk.now, obligation_id=duty.id)
    for piece in pieces:
        photo = piece.kind == "photo"
        payload = {
            "chat_id": press.chat_id,
            "caption": texts.render("piece", piece=piece, duty=duty),
            "parse_mode": "HTML",
            "protect_content": duty.confidential,
            "filename": leaving_name(piece.name),
            **bare(piece.mime, instead=texts.render("piece_unshown", piece=piece, duty=duty)),
        }
        desk.put(
            press.chat_id,
            "sendPhoto" if photo else "sendDocument",
            payload,
            rank=Rank.REPLY,
            about=[duty.id],
            file_sha256=piece.sha256,
        )
    return None

"""Status of an obligation: its card, its buttons, and what a person says about it in words."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press, duty_of
from zibot.handlers.review import submitted
from zibot.model import Person
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.roles import Role, may_report
from zibot.storage import plans, prompts

_SAYS = ((Verb.SUBMIT, "submitted"), (Verb.PROGRESS, "progress"), (Verb.BLOCK, "blocked"))


def show_duty(desk: Desk, chat_id: int, duty: Duty, person: Person, *, note: str = "", edit: int | None = None) -> None:
    """Show an obligation's card, or change the one that stands there."""
    mine = person.id is not None and may_report(person.id, person.role, person.areas, duty)
    desk.say(
        chat_id,
        "duty",
        edit=edit,
        buttons=card_buttons(duty) if mine and not duty.state.closed else (),
        about=[duty.id],
        duty=duty,
        team=desk.team,
        marks=texts.marks(),
        note=note,
        closed=duty.state.done,
        protect=duty.confidential,
    )


def card_buttons(duty: Duty) -> list[list[Button]]:
    """What one can do with an open obligation."""
    send = (texts.label("button", "send"), data(Verb.SEND, duty.id))
    says = [(texts.label("button", name), data(verb, duty.id)) for verb, name in _SAYS]
    # Three in a row are cut off on a narrow phone.
    first = says[:1] if duty.state is not State.SUBMITTED else []
    return [[send, *first], says[1:]]


def pressed(desk: Desk, press: Press) -> str | None:
    """[Selesai], [Proses] or [Terkendala] under a card or a digest."""
    duty = duty_of(desk, press)
    if duty is None:
        return "old"
    if not _may(press.person, duty):
        return "not-yours"
    if duty.state.closed:
        show_duty(desk, press.chat_id, duty, press.person)
        return None
    if press.verb is Verb.BLOCK:
        desk.ask(press.person, "reason-blocked", press.chat_id, duty)
        return None
    kind = Kind.SUBMITTED if press.verb is Verb.SUBMIT else Kind.PROGRESS
    duty = say_status(desk, press.person, duty, kind)
    show_duty(desk, press.chat_id, duty, press.person, note=duty.state.value, edit=press.message_id)
    return "saved"


def say_status(desk: Desk, person: Person, duty: Duty, kind: Kind, reason: str | None = None) -> Duty:
    """Write down a status and tell the coordinator where there is something to review; returns how it stands now."""
    already = duty.state is State.SUBMITTED and kind is Kind.SUBMITTED
    if not already:
        desk.record(kind, actor=person, duty=duty, reason=reason)
    prompts.close(desk.session, person, desk.now)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    if kind is Kind.SUBMITTED and not already:
        submitted(desk, person, now)
    return now


def _may(person: Person, duty: Duty) -> bool:
    assert person.id is not None
    return may_report(person.id, person.role, person.areas, duty)


def may_not(desk: Desk, chat_id: int, person: Person, duty: Duty) -> bool:
    """Whether a person may not report on an obligation; if so they are told kindly."""
    if _may(person, duty):
        return False
    desk.say(chat_id, "not_allowed", reviewer=person.role == Role.REVIEWER, code=duty.code)
    return True

"""Status of an obligation: its card, its buttons, and what a person says about it in words."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press, duty_of
from zibot.handlers.refusing import note as note_refusal
from zibot.handlers.review import submitted
from zibot.handlers.seeing import keeps
from zibot.handlers.who import Spoken
from zibot.model import Person, saved
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.roles import Role, may_report
from zibot.storage import plans, prompts

_SAYS = ((Verb.SUBMIT, "submitted"), (Verb.PROGRESS, "progress"), (Verb.BLOCK, "blocked"))


def show_duty(desk: Desk, chat_id: int, duty: Duty, person: Person, *, note: str = "", edit: int | None = None) -> None:
    """Show an obligation's card, or change the one that stands there."""
    mine = reports(person, duty)
    hidden = keeps(desk, person, chat_id, duty, edit=edit)
    desk.say(
        chat_id,
        "duty",
        edit=edit,
        buttons=card_buttons(duty) if mine and not duty.state.closed else (),
        about=[duty.id],
        duty=duty,
        hidden=hidden,
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
    if not reports(press.person, duty):
        return "not-yours"
    if duty.confidential and not press.private:
        return "here-only-private"
    if duty.state.closed or duty.backlog:
        show_duty(desk, press.chat_id, duty, press.person)
        return "old"
    if press.verb is Verb.BLOCK:
        desk.ask(press.person, "reason-blocked", press.chat_id, duty)
        return None
    kind = Kind.SUBMITTED if press.verb is Verb.SUBMIT else Kind.PROGRESS
    duty = say_status(desk, press.person, duty, kind)
    show_duty(desk, press.chat_id, duty, press.person, note=duty.state.value, edit=press.message_id)
    return "saved"


def say_status(
    desk: Desk, person: Person, duty: Duty, kind: Kind, reason: str | None = None, *, whole: bool = False
) -> Duty:
    """Write down a status and tell the coordinator where there is something to review; returns how it stands now.

    Where several hold it each speaks for their own part, unless it is said of the whole.
    """
    already = duty.state is State.SUBMITTED and kind is Kind.SUBMITTED
    if not already:
        # Who holds it alone, or checks it, speaks for all of it.
        part = {"part": True} if person.id in duty.holders and len(duty.holders) > 1 and not whole else {}
        desk.record(kind, actor=person, duty=duty, reason=reason, **part)
    prompts.close(desk.session, person, desk.now)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    if now.state is State.SUBMITTED and not already:
        submitted(desk, person, now)
    return now


def reports(person: Person, duty: Duty) -> bool:
    """Whether a person may say the status of an obligation."""
    return may_report(saved(person.id), person.role, person.areas, duty)


def may_not(desk: Desk, spoken: Spoken, duty: Duty) -> bool:
    """Whether who speaks may not report on an obligation; if so they are told kindly."""
    if reports(spoken.person, duty):
        return False
    refuse_item(desk, spoken, duty.code)
    return True


def refuse_item(desk: Desk, spoken: Spoken, code: str) -> None:
    """Tell kindly that an item is not for who speaks to report on, and write it down."""
    person = spoken.person
    note_refusal(desk, "words", "not-yours", account=0, chat_id=spoken.chat_id, person=person)
    desk.say(spoken.chat_id, "not_allowed", reviewer=person.role == Role.REVIEWER, code=code)

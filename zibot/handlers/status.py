"""Status of an obligation: its card, its buttons, and what a person says about it in words."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers import asked
from zibot.handlers.press import Press, duty_of
from zibot.handlers.refusing import note as note_refusal
from zibot.handlers.review import changed, submitted
from zibot.handlers.seeing import keeps
from zibot.handlers.who import Spoken
from zibot.model import Person, saved
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.roles import Role, may_report
from zibot.storage import plans, prompts

_SAYS = ((Verb.SUBMIT, "submitted"), (Verb.PROGRESS, "progress"), (Verb.BLOCK, "blocked"))


def show_duty(
    desk: Desk,
    chat_id: int,
    duty: Duty,
    person: Person,
    *,
    note: str = "",
    edit: int | None = None,
    heard: bool = False,
) -> None:
    """Show an obligation's card, or change the one that stands there.

    Where it says what was `heard` in words, its buttons let the person put that right.
    """
    mine = reports(person, duty) and not duty.state.closed
    of_part = note in tuple(State) and speaks_for_part(person, duty)
    hidden = keeps(desk, person, chat_id, duty, edit=edit)
    desk.say(
        chat_id,
        "duty",
        edit=edit,
        buttons=() if not mine else _put_right(duty) if heard else _offers(desk, duty, person, chat_id),
        about=[duty.id],
        duty=duty,
        hidden=hidden,
        team=desk.team,
        marks=texts.marks(),
        note=note,
        heard=heard,
        part=duty.part(saved(person.id)) if of_part else None,
        waits_for=asked.waits_for(desk, duty),
        closed=duty.state.done,
        protect=duty.confidential,
    )


def _put_right(duty: Duty) -> list[list[Button]]:
    return [
        [(texts.label("button", "send"), data(Verb.SEND, duty.id))],
        [(texts.label("button", "correct"), data(Verb.CORRECT, duty.id))],
    ]


def _offers(desk: Desk, duty: Duty, person: Person, chat_id: int) -> list[list[Button]]:
    """All that a card offers; what is about time stands in one row."""
    later, due = _later(duty, person, chat_id), asked.rows(desk, duty, person, chat_id)
    both = [[*later[0], *due[0]]] if later and due else [*later, *due]
    return [*card_buttons(duty, person), *both]


def card_buttons(duty: Duty, person: Person) -> list[list[Button]]:
    """What one can do with an open obligation."""
    send = (texts.label("button", "send"), data(Verb.SEND, duty.id))
    says = [(texts.label("button", name), data(verb, duty.id)) for verb, name in _SAYS]
    # Three in a row are cut off on a narrow phone.
    first = says[:1] if State.SUBMITTED not in (duty.state, duty.part(saved(person.id))) else []
    return [[send, *first], says[1:]]


def _later(duty: Duty, person: Person, chat_id: int) -> list[list[Button]]:
    """[Nanti] for who holds it and has something left to do; a group is reminded of nothing."""
    left = duty.active and duty.part(saved(person.id)) is not State.SUBMITTED
    if chat_id < 0 or person.id not in duty.holders or not left:
        return []
    return [[(texts.label("button", "later"), data(Verb.LATER, duty.id))]]


def to_report(desk: Desk, press: Press) -> tuple[Duty | None, str | None]:
    """The obligation on which the presser may report now, or the toast that says why not."""
    duty = duty_of(desk, press)
    if duty is None:
        return None, "old"
    if not reports(press.person, duty):
        return None, "not-yours"
    if duty.confidential and not press.private:
        return None, "here-only-private"
    if duty.state.closed or duty.backlog:
        show_duty(desk, press.chat_id, duty, press.person)
        return None, "old"
    return duty, None


def correct(desk: Desk, press: Press) -> str | None:
    """[Bukan, ubah]: the buttons of the card, to say what is right instead."""
    duty, refusal = to_report(desk, press)
    if duty is None:
        return refusal
    rows = choices(desk, duty, press.person, press.chat_id)
    desk.say(press.chat_id, "correct", edit=press.message_id, buttons=rows, about=[duty.id], duty=duty)
    return None


def choices(desk: Desk, duty: Duty, person: Person, chat_id: int) -> list[list[Button]]:
    """[Selesai] [Proses] [Terkendala] [Minta mundur], for who is not sure to be understood."""
    says = [(texts.label("button", name), data(verb, duty.id)) for verb, name in _SAYS]
    due = [row for row in asked.rows(desk, duty, person, chat_id) if len(row) == 1]
    return [says[:2], [says[2], *(due[0] if due else [])]]


def pressed(desk: Desk, press: Press) -> str | None:
    """[Selesai], [Proses] or [Terkendala] under a card or a digest."""
    duty, refusal = to_report(desk, press)
    if duty is None:
        return refusal
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
    part = not whole and speaks_for_part(person, duty)
    said = duty.part(saved(person.id)) if part else duty.state
    already = said is State.SUBMITTED and kind is Kind.SUBMITTED
    # With the last part all of it is done, whoever else may hold it later.
    last = kind is Kind.SUBMITTED and set(duty.missing()) <= {person.id}
    if not already:
        desk.record(kind, actor=person, duty=duty, reason=reason, **({"part": True} if part and not last else {}))
    prompts.close(desk.session, person, desk.now)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    if now.state is State.SUBMITTED and not already:
        submitted(desk, person, now)
    elif duty.state is State.SUBMITTED is not now.state:
        changed(desk, duty.id)
    return now


def speaks_for_part(person: Person, duty: Duty) -> bool:
    """Whether a person speaks for their own part only: one of several who hold it; who checks it speaks for all."""
    return person.id in duty.holders and len(duty.holders) > 1


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

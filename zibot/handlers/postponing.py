"""A later due date: someone asks for it, a coordinator grants or denies it; until then the old one stands."""

from datetime import date
from typing import NamedTuple

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.handlers.asked import deciders, decides, may_decide
from zibot.handlers.press import Press, duty_of
from zibot.handlers.seeing import keeps
from zibot.handlers.status import reports, show_duty, to_report
from zibot.handlers.who import Spoken
from zibot.model import Person, Prompt
from zibot.rules.asked_dates import later_date
from zibot.rules.lifecycle import Duty, Kind
from zibot.rules.roles import may_review
from zibot.rules.status_words import StatusSaid
from zibot.storage import plans, prompts


class Wish(NamedTuple):
    """Who asks where for which later date, and why."""

    person: Person
    chat_id: int
    day: date
    reason: str | None


class Decided(NamedTuple):
    """What became of a wish: by whom, the day that was asked for and the due date before it."""

    by: Person
    day: date
    was: date
    granted: bool = True
    reason: str | None = None


def begin(desk: Desk, press: Press) -> str | None:
    """[Minta mundur]: asks until when, in words."""
    duty, refusal = to_report(desk, press)
    if duty is None:
        return refusal
    if not duty.active:
        show_duty(desk, press.chat_id, duty, press.person)
        return "old"
    ask_when(desk, press.person, press.chat_id, duty)
    return None


def ask_when(
    desk: Desk, person: Person, chat_id: int, duty: Duty, *, reason: str | None = None, doubtful: date | None = None
) -> None:
    """Ask until when, naming the day that words seemed to say though it cannot be meant."""
    prompts.ask(desk.session, person, "postpone-date", chat_id, obligation_id=duty.id, now=desk.now, said=reason or "")
    example = desk.workdays.next_after(max(duty.due, desk.today))
    desk.say(chat_id, "postpone_when", about=[duty.id], duty=duty, doubtful=doubtful, example=example)


def wished(desk: Desk, person: Person, chat_id: int, duty: Duty, words: StatusSaid) -> None:
    """A later date was asked for in words; without a clear one it is asked for."""
    day = words.due
    if not duty.active:
        show_duty(desk, chat_id, duty, person)
    elif day is None or day <= duty.due or not _within_plan(desk, day):
        ask_when(desk, person, chat_id, duty, reason=words.reason, doubtful=words.doubtful or day)
    else:
        _ask_for(desk, Wish(person, chat_id, day, words.reason), duty)


def answered(desk: Desk, spoken: Spoken, duty: Duty, prompt: Prompt) -> None:
    """Take the words as the date that we asked for; asks again where they name none that can be meant."""
    day = later_date(spoken.words, desk.today, duty.due)
    if day is None or day <= max(duty.due, desk.today) or not _within_plan(desk, day):
        ask_when(desk, spoken.person, spoken.chat_id, duty, reason=prompt.said, doubtful=day)
        return
    _ask_for(desk, Wish(spoken.person, spoken.chat_id, day, prompt.said or None), duty)


def _within_plan(desk: Desk, day: date) -> bool:
    plan = plans.in_force(desk.session, desk.satker_id)
    return plan is not None and day.year <= plan.year


def _ask_for(desk: Desk, wish: Wish, duty: Duty) -> None:
    """Write the wish down and put it before who decides; where nobody else can, it counts at once."""
    person, chat_id, day, reason = wish
    prompts.close(desk.session, person, desk.now)
    asked_of = deciders(desk, duty, person.id)
    again = duty.standing.asked == day and duty.standing.asked_by == person.id
    if not again:
        desk.record(Kind.ASKED, actor=person, duty=duty, due=day.isoformat(), was=duty.due.isoformat(), reason=reason)
    now = _now(desk, duty)
    if [one.id for one in asked_of] == [person.id]:
        _move(desk, person, now, own=True)
        show_duty(desk, chat_id, _now(desk, duty), person, note="moved-own")
        return
    for decider in [] if again else asked_of:
        assert decider.telegram_id is not None
        _put_before(desk, decider.telegram_id, now, person, reason)
    show_duty(desk, chat_id, now, person, note="asked" if asked_of else "asked-nobody")


def _put_before(desk: Desk, chat_id: int, duty: Duty, asker: Person, reason: str | None) -> None:
    desk.say(
        chat_id,
        "postpone",
        buttons=[decides(duty)],
        about=[duty.id],
        protect=duty.confidential,
        duty=duty,
        asker=asker.name,
        reason=reason,
    )


def _now(desk: Desk, duty: Duty) -> Duty:
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    return now


def _move(desk: Desk, person: Person, duty: Duty, *, own: bool = False) -> None:
    """The due date that was asked for counts from now on; the ledger keeps the one before beside it."""
    asked = duty.standing.asked
    assert asked is not None
    beside = {"own": True} if own else {}
    desk.record(
        Kind.MOVED,
        actor=person,
        duty=duty,
        due=asked.isoformat(),
        asked=asked.isoformat(),
        was=duty.due.isoformat(),
        **beside,
    )


def grant(desk: Desk, press: Press) -> str | None:
    """[Setujui]: the due date moves, and who asked is told."""
    duty, why = _to_decide(desk, press)
    if duty is None:
        return why
    before, asker = duty.due, duty.standing.asked_by
    _move(desk, press.person, duty)
    now = _now(desk, duty)
    _tell(desk, now, {asker, *duty.holders}, Decided(press.person, now.due, before))
    _shown(desk, press, now)
    return "saved"


def deny(desk: Desk, press: Press) -> str | None:
    """[Tolak]: asks why, in one message; [Tanpa alasan] does without."""
    duty, why = _to_decide(desk, press)
    if duty is None:
        return why
    asked = duty.standing.asked
    assert asked is not None
    prompts.ask(
        desk.session,
        press.person,
        "reason-denied",
        press.chat_id,
        obligation_id=duty.id,
        now=desk.now,
        said=str(asked.toordinal()),
    )
    plain = (texts.label("button", "deny-plain"), data(Verb.DENY_PLAIN, asked.toordinal(), duty.id))
    desk.say(press.chat_id, "ask_reason", buttons=[[plain]], about=[duty.id], kind="reason-denied", duty=duty)
    return None


def deny_plainly(desk: Desk, press: Press) -> str | None:
    """[Tanpa alasan]: it is denied as it is."""
    duty, why = _to_decide(desk, press)
    if duty is None:
        return why
    prompts.close(desk.session, press.person, desk.now)
    _shown(desk, press, _deny(desk, press.person, duty, None))
    return "saved"


def denied(desk: Desk, spoken: Spoken, duty: Duty, prompt: Prompt) -> None:
    """The reason for which it is denied; what was decided meanwhile stays so."""
    asked = duty.standing.asked
    if asked is not None and str(asked.toordinal()) == prompt.said and duty.active:
        duty = _deny(desk, spoken.person, duty, spoken.words)
    hidden = keeps(desk, spoken.person, spoken.chat_id, duty)
    desk.say(spoken.chat_id, "postponed", about=[duty.id], protect=duty.confidential, duty=duty, hidden=hidden)


def _deny(desk: Desk, person: Person, duty: Duty, reason: str | None) -> Duty:
    asked, asker = duty.standing.asked, duty.standing.asked_by
    assert asked is not None
    desk.record(Kind.DENIED, actor=person, duty=duty, asked=asked.isoformat(), reason=reason)
    _tell(desk, duty, {asker}, Decided(person, asked, duty.due, granted=False, reason=reason))
    return _now(desk, duty)


def put_again(desk: Desk, spoken: Spoken, about: list[int]) -> bool:
    """Put a wish before who is to decide it again, where they answer it with words: it takes a button."""
    told = [
        duty for duty in plans.duties(desk.session, desk.satker_id, ids=about) if duty.standing.asked and duty.active
    ]
    if len(told) != 1 or not spoken.private or spoken.person.id == told[0].standing.asked_by:
        return False
    [duty] = told
    asker = desk.team.get(duty.standing.asked_by or 0)
    if asker is None or not may_decide(desk, spoken.person, duty):
        return False
    _put_before(desk, spoken.chat_id, duty, asker, None)
    return True


def withdraw(desk: Desk, press: Press) -> str | None:
    """[Batal minta mundur]: the old due date stands, nobody has to decide any more."""
    duty = duty_of(desk, press)
    if duty is None:
        return "old"
    if person_asked := duty.standing.asked is not None and duty.active:
        if press.person.id != duty.standing.asked_by and press.person.id not in duty.holders:
            return "not-yours"
        if duty.confidential and not press.private:
            return "here-only-private"
        asked = duty.standing.asked
        assert asked is not None
        desk.record(Kind.DENIED, actor=press.person, duty=duty, asked=asked.isoformat(), withdrawn=True)
    elif not reports(press.person, duty):
        return "not-yours"
    show_duty(desk, press.chat_id, _now(desk, duty), press.person, edit=press.message_id)
    return "saved" if person_asked else "old"


def _to_decide(desk: Desk, press: Press) -> tuple[Duty | None, str | None]:
    """The obligation whose later date the presser may decide now, or the toast that says why not."""
    duty = duty_of(desk, press)
    if duty is None:
        return None, "old"
    if not may_review(press.person.role, press.person.areas, duty):
        return None, "not-yours"
    asked = duty.standing.asked
    if asked is None or asked.toordinal() != press.numbers[0] or not duty.active:
        _shown(desk, press, duty)
        return None, "old"
    return (duty, None) if may_decide(desk, press.person, duty) else (None, "postpone-own")


def _shown(desk: Desk, press: Press, duty: Duty) -> None:
    """Let the message under which a button was pressed show how it stands, without its buttons."""
    hidden = keeps(desk, press.person, press.chat_id, duty, edit=press.message_id)
    desk.say(press.chat_id, "postponed", edit=press.message_id, about=[duty.id], duty=duty, hidden=hidden)


def _tell(desk: Desk, duty: Duty, whom: set[int | None], decided: Decided) -> None:
    """Tell who asked, and who holds it where its date moved, what was decided."""
    for id in sorted(id for id in whom if id is not None and id != decided.by.id):
        person = desk.team.get(id)
        if person is not None and person.telegram_id is not None:
            desk.say(
                person.telegram_id,
                "postpone_decided",
                about=[duty.id],
                protect=duty.confidential,
                duty=duty,
                decided=decided,
                hidden=keeps(desk, person, person.telegram_id, duty),
            )

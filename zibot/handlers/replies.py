"""Plain words: the answer to a question of ours, a status in someone's own words, or an item's code under a receipt."""

import re

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.handlers import filing, schedule, settle
from zibot.handlers.press import Press, duty_of
from zibot.handlers.review import returned
from zibot.handlers.status import may_not, reports, say_status, show_duty
from zibot.handlers.who import Spoken
from zibot.model import Item, Person, Prompt
from zibot.rules.lifecycle import Duty, Kind
from zibot.rules.roles import May, allowed, may_review, may_schedule
from zibot.rules.status_words import StatusSaid, read_status
from zibot.storage import outbox, plans, prompts

CODE = re.compile(r"\b([IVX]{1,4}\.\d{1,2}(?:\.\d{1,3})?)\b", re.I)


def words(desk: Desk, spoken: Spoken) -> None:
    """A message without a command."""
    replied = spoken.message.reply_to_message
    row = outbox.message(desk.session, spoken.chat_id, replied.message_id) if replied else None
    made = outbox.made(desk.session, spoken.chat_id, replied.message_id) if replied else None
    if made is not None and filing.chosen_by_code(desk, spoken, made, CODE.search(spoken.words)):
        return
    about = row.about if row else []
    prompt = prompts.pending(desk.session, spoken.person, spoken.chat_id, desk.now)
    # A reply to another message than the question's is about that message, not an answer.
    if prompt is not None and (not about or prompt.obligation_id in about) and _answer(desk, spoken, prompt):
        return
    said = read_status(spoken.words)
    if said is None:
        if spoken.private or about:
            desk.say(spoken.chat_id, "not_understood", reports=allowed(spoken.person.role, May.REPORT))
        return
    _status(desk, spoken, said, about)


def _answer(desk: Desk, spoken: Spoken, prompt: Prompt) -> bool:
    """Take the words as the answer to our question; False where the question is no longer one."""
    if prompt.kind == "schedule":
        return _scheduled(desk, spoken, prompt)
    duty = plans.duty(desk.session, desk.satker_id, prompt.obligation_id or 0)
    if duty is None or not spoken.words or not _still(spoken.person, duty, prompt.kind):
        return False
    if prompt.kind == "reason-blocked":
        now = say_status(desk, spoken.person, duty, Kind.BLOCKED, spoken.words)
        show_duty(desk, spoken.chat_id, now, spoken.person, note="blocked")
    elif prompt.kind == "reason-returned":
        returned(desk, spoken.person, spoken.chat_id, duty, spoken.words)
    elif not settle.answered(desk, spoken.person, spoken.chat_id, duty, kind=prompt.kind, words=spoken.words):
        return True
    prompts.close(desk.session, spoken.person, desk.now)
    return True


def _still(person: Person, duty: Duty, kind: str) -> bool:
    """Whether a question still waits for this person: things may have changed since it was asked."""
    match kind:
        case "reason-blocked":
            return reports(person, duty) and not duty.state.closed
        case "reason-returned":
            return may_review(person.role, person.areas, duty)
        case "reason-cancelled" | "new-due":
            return allowed(person.role, May.SETTLE) and duty.backlog
    return False


def _scheduled(desk: Desk, spoken: Spoken, prompt: Prompt) -> bool:
    """Take the words as the schedule of the item that we asked about."""
    asked = desk.session.get(Item, int(prompt.said))
    item = plans.current(desk.session, asked) if asked is not None else None
    if item is None or item.certain or not spoken.words:
        return False
    if not may_schedule(spoken.person.role, spoken.person.areas, item.area):
        return False
    schedule.answered(desk, spoken.person, spoken.chat_id, item, spoken.words)
    return True


def _status(desk: Desk, spoken: Spoken, said: StatusSaid, about: list[int]) -> None:
    """Write down a status that was said in words; of several items the person chooses."""
    mine = plans.duties(desk.session, desk.satker_id, ids=about or None)
    named = CODE.search(spoken.words)
    if named:
        mine = [duty for duty in mine if duty.code == named.group(1).upper()]
    open_ones = [d for d in mine if not d.state.closed and not d.backlog and (about or spoken.person.id in d.holders)]
    if not spoken.private:
        mine = open_ones = [duty for duty in open_ones if not duty.confidential]
    if not open_ones and not spoken.private:
        desk.say(spoken.chat_id, "status_private")
    elif len(open_ones) == 1:
        settle_status(desk, spoken, open_ones[0], said)
    elif open_ones:
        ask_which(desk, spoken, open_ones, said)
    elif len(mine) == 1:
        show_duty(desk, spoken.chat_id, mine[0], spoken.person)
    else:
        desk.say(spoken.chat_id, "not_understood", reports=allowed(spoken.person.role, May.REPORT))


def settle_status(desk: Desk, spoken: Spoken, duty: Duty, said: StatusSaid) -> None:
    """Write down what was said about one obligation; a hindrance without a reason is asked for."""
    if may_not(desk, spoken, duty):
        return
    if said.kind is Kind.BLOCKED and not said.reason:
        desk.ask(spoken.person, "reason-blocked", spoken.chat_id, duty)
        return
    now = say_status(desk, spoken.person, duty, said.kind, said.reason)
    show_duty(desk, spoken.chat_id, now, spoken.person, note=now.state.value)


def ask_which(desk: Desk, spoken: Spoken, duties: list[Duty], said: StatusSaid) -> None:
    """Ask for which of several obligations a status was meant; the words wait until a button is pressed."""
    prompts.ask(
        desk.session,
        spoken.person,
        "choose-status",
        spoken.chat_id,
        obligation_id=None,
        now=desk.now,
        said=f"{said.kind}:{said.reason or ''}",
    )
    shown = duties[:10]
    desk.say(
        spoken.chat_id,
        "which_item",
        said=texts.label("state", said.kind.partition(".")[2]).capitalize(),
        buttons=[[filing.choice(duty, data(Verb.SAY, duty.id))] for duty in shown],
        about=[duty.id for duty in shown],
    )


def chosen(desk: Desk, press: Press) -> str | None:
    """The item was chosen for a status that was said before."""
    prompt = prompts.pending(desk.session, press.person, press.chat_id, desk.now)
    duty = duty_of(desk, press)
    asked = outbox.message(desk.session, press.chat_id, press.message_id)
    if prompt is None or prompt.kind != "choose-status" or duty is None or duty.state.closed or duty.backlog:
        return "old"
    if asked is None or duty.id not in asked.about:
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    if duty.confidential and not press.private:
        return "here-only-private"
    kind, _, reason = prompt.said.partition(":")
    if kind == Kind.BLOCKED and not reason:
        desk.ask(press.person, "reason-blocked", press.chat_id, duty)
        return None
    now = say_status(desk, press.person, duty, Kind(kind), reason or None)
    show_duty(desk, press.chat_id, now, press.person, note=now.state.value, edit=press.message_id)
    return "saved"

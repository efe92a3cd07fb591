"""Plain words: the answer to a question of ours, a status in someone's own words, or an item's code under a receipt."""

import re

from zibot.context import Desk
from zibot.handlers import filing, myself, postponing, questions, remarks, saying, schedule, settle, team
from zibot.handlers.review import returned
from zibot.handlers.status import reports, say_status, show_duty
from zibot.handlers.who import Spoken, mentions_us
from zibot.model import Item, Person, Prompt
from zibot.rules.lifecycle import Duty, Kind
from zibot.rules.roles import May, allowed, may_review, may_schedule
from zibot.rules.status_words import Meaning, is_courtesy, read_status
from zibot.storage import outbox, plans, prompts

_NEVER_MIND = re.compile(
    r"(?:(?:tidak|tdk|gak|ga|nggak) jadi|batal(?:kan)?|lupakan)(?: (?:pak|bu|deh|ya|saja|aja))*[.! ]*", re.I
)
_INSTEAD = {
    "reason-blocked": (Meaning.DONE, Meaning.POSTPONE),
    "postpone-date": (Meaning.DONE, Meaning.PROGRESS, Meaning.BLOCKED),
    "reason-denied": (),
}
_DROPPABLE = tuple(_INSTEAD)
"""Questions of ours that may be answered by something else than they ask for."""
CODE = re.compile(r"\b([IVX]{1,4}\.\d{1,2}(?:\.\d{1,3})?)\b", re.I)


def words(desk: Desk, spoken: Spoken) -> None:
    """A message without a command."""
    replied = spoken.message.reply_to_message
    row = outbox.message(desk.session, spoken.chat_id, replied.message_id) if replied else None
    made = outbox.made(desk.session, spoken.chat_id, replied.message_id) if replied else None
    if made is not None and filing.chosen_by_code(desk, spoken, made, CODE.search(spoken.words)):
        return
    # A change of it may not name again what the message is about.
    about = (row.about if row else []) or (made.about if made else [])
    prompt = prompts.pending(desk.session, spoken.person, spoken.chat_id, desk.now)
    if remarks.taken(desk, spoken, made, prompt):
        return
    # A reply to another message than the question's is about that message, not an answer.
    if prompt is not None and (not about or prompt.obligation_id in about) and _answer(desk, spoken, prompt):
        return
    if (
        (about and saying.replied(desk, spoken, about))
        or (not about and CODE.search(spoken.words) and saying.unprompted(desk, spoken))
        or questions.answered(desk, spoken)
        or (not about and saying.unprompted(desk, spoken))
        or postponing.put_again(desk, spoken, about)
        or _courteous(desk, spoken)
        or remarks.asks(desk, spoken, made)
        or (about and saying.asked_back(desk, spoken, about))
    ):
        return
    if spoken.private or about or mentions_us(spoken.message):
        questions.not_understood(desk, spoken)


def _courteous(desk: Desk, spoken: Spoken) -> bool:
    """Answer thanks and nods in kind; in a group they need none."""
    if not is_courtesy(spoken.words):
        return False
    if spoken.private:
        desk.say(spoken.chat_id, "courtesy", reports=allowed(spoken.person.role, May.REPORT))
    return True


def _answer(desk: Desk, spoken: Spoken, prompt: Prompt) -> bool:
    """Take the words as the answer to our question; False where the question is no longer one."""
    if prompt.kind == team.NEW:
        return team.answered(desk, spoken)
    if prompt.kind in (myself.NAME, myself.JABATAN):
        return myself.answered(desk, spoken, prompt)
    if prompt.kind == "schedule":
        return _scheduled(desk, spoken, prompt)
    duty = plans.duty(desk.session, desk.satker_id, prompt.obligation_id or 0)
    if duty is None or not spoken.words or not _still(spoken.person, duty, prompt.kind):
        return False
    if prompt.kind in _DROPPABLE and _dropped(desk, spoken, duty, prompt.kind):
        return True
    if prompt.kind == "postpone-date":
        postponing.answered(desk, spoken, duty, prompt)
        return True
    if prompt.kind == "reason-denied":
        postponing.denied(desk, spoken, duty, prompt)
    elif prompt.kind == "reason-blocked":
        now = say_status(desk, spoken.person, duty, Kind.BLOCKED, spoken.words)
        show_duty(desk, spoken.chat_id, now, spoken.person, note="blocked")
    elif prompt.kind == "reason-returned":
        returned(desk, spoken.person, spoken.chat_id, duty, spoken.words)
    elif not settle.answered(desk, spoken.person, spoken.chat_id, duty, kind=prompt.kind, words=spoken.words):
        return True
    prompts.close(desk.session, spoken.person, desk.now)
    return True


def _dropped(desk: Desk, spoken: Spoken, duty: Duty, kind: str) -> bool:
    """Whether the words are no answer but take the question back, or say another status instead."""
    if _NEVER_MIND.fullmatch(spoken.words):
        prompts.close(desk.session, spoken.person, desk.now)
        show_duty(desk, spoken.chat_id, duty, spoken.person)
        return True
    said = read_status(spoken.words, desk.today, due=duty.due, code=duty.code)
    if said is None or kind == "reason-denied" or said.meaning not in _INSTEAD[kind]:
        return False
    saying.settle(desk, spoken, duty, said)
    return True


def _still(person: Person, duty: Duty, kind: str) -> bool:
    """Whether a question still waits for this person: things may have changed since it was asked."""
    match kind:
        case "reason-blocked":
            return reports(person, duty) and not duty.state.closed
        case "postpone-date":
            return reports(person, duty) and duty.active
        case "reason-denied":
            return may_review(person.role, person.areas, duty)
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

"""Filing: which obligation a piece of evidence is for, its receipt, and the buttons under the receipt."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press, duty_of
from zibot.handlers.seeing import keeps
from zibot.handlers.status import refuse_item, reports, say_status
from zibot.handlers.who import Spoken
from zibot.model import Evidence, Item, Outbox, Person, saved
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.plan_words import Said, named_as_plan, read_caption, readable
from zibot.rules.roles import May, allowed, may_report, may_report_on
from zibot.storage import evidence, outbox, people, plans, prompts

SHOWN = 6
"""Obligations to choose from at a time."""


@dataclass(frozen=True, slots=True)
class Match:
    """The obligations that a piece can be for, the likeliest first, and whether the sender said which one it is."""

    duties: list[Duty]
    said: bool

    @property
    def only(self) -> Duty | None:
        """The one that was meant, where that is beyond doubt."""
        return self.duties[0] if self.said and len(self.duties) == 1 else None


def file_and_receipt(desk: Desk, spoken: Spoken, piece: Evidence) -> None:
    """File a new piece where it is clear what it is for, and put its receipt into the outbox."""
    found = match(desk, spoken)
    if found.only is not None:
        file_and_submit(desk, spoken.person, piece, found.only)
    receipt(
        desk,
        piece,
        chat_id=spoken.chat_id,
        reply_to=spoken.message.message_id,
        choices=None if found.only else found.duties,
        new=found.only is None,
    )


def match(desk: Desk, spoken: Spoken) -> Match:
    """What a piece can be for: what its message replies to, the code in its caption, what we asked for, what is held.

    Only the first three are said by the sender; of what they hold they choose.
    """
    everything = plans.duties(desk.session, desk.satker_id)
    open_ones = [duty for duty in everything if not duty.state.closed and not duty.backlog]

    def those(fits: Callable[[Duty], bool]) -> list[Duty]:
        return [duty for duty in open_ones if fits(duty) and _may(spoken, duty)]

    replied = spoken.message.reply_to_message
    row = outbox.message(desk.session, spoken.chat_id, replied.message_id) if replied else None
    code, asked_for = _code_in(spoken.message.caption), _asked(desk, spoken)
    coded = those(lambda duty: duty.code == code) if code else []
    about = those(lambda duty: duty.id in row.about) if row is not None else []
    asked = those(lambda duty: duty.id == asked_for) if asked_for is not None else []
    for said in ([duty for duty in about if duty in coded], about, coded, asked):
        if said:
            return Match(said, said=True)
    return Match(those(lambda duty: spoken.person.id in duty.holders), said=False)


def _asked(desk: Desk, spoken: Spoken) -> int | None:
    """The obligation for which we asked for evidence just now; an hour later the person may mean another."""
    prompt = prompts.pending(desk.session, spoken.person, spoken.chat_id, desk.now)
    if prompt is None or prompt.kind != "evidence" or desk.now - prompt.asked_at > timedelta(hours=1):
        return None
    return prompt.obligation_id


def _may(spoken: Spoken, duty: Duty) -> bool:
    person = spoken.person
    assert person.id is not None
    if duty.confidential and not spoken.private:
        return False
    return may_report(person.id, person.role, person.areas, duty)


def _code_in(words: str | None) -> str | None:
    found = re.search(r"\b([IVX]{1,4}\.\d{1,2}\.\d{1,3})\b", words or "", re.I)
    return found.group(1).upper() if found else None


def file_and_submit(desk: Desk, person: Person, piece: Evidence, duty: Duty) -> None:
    """File a piece; once there are as many as the plan asks for, the obligation is submitted by itself.

    What was returned is submitted again only when its sender says so: what is missing may be several pieces.
    """
    assert piece.id is not None
    evidence.file_under(desk.session, piece, duty.id, actor=person, now=desk.now)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    assert now is not None
    complete = 0 < len(duty.slots) <= len(now.standing.evidence)
    if complete and now.state not in (State.SUBMITTED, State.RETURNED):
        # All that the plan asks for is there, whoever sent it.
        say_status(desk, person, now, Kind.SUBMITTED, whole=True)


def receipt(
    desk: Desk,
    piece: Evidence,
    *,
    chat_id: int,
    reply_to: int | None = None,
    edit: int | None = None,
    choices: list[Duty] | None = None,
    page: int = 0,
    new: bool = False,
) -> None:
    """The receipt of a piece: its number and hash, what it is filed under, and the next step.

    Of one that is `new` nothing was said yet.
    """
    filed, voided = (None, False) if new else evidence.place(desk.session, piece)
    if voided:
        once = f"voided:{piece.id}:{reply_to}" if reply_to is not None else None
        desk.say(
            chat_id, "voided", once=once, reply_to=reply_to, edit=edit, piece=piece, at=desk.local(piece.stored_at)
        )
        return
    duty = plans.duty(desk.session, desk.satker_id, filed) if filed is not None else None
    asking = choices or None
    buttons = _choices(piece, asking, page) if asking else _next(piece, duty)
    if duty is None and _maybe_plan(desk, piece):
        buttons.append([(texts.label("button", "plan-this"), data(Verb.PLAN_THIS, piece.number))])
    if duty is None or not duty.state.closed:
        buttons.append([(texts.label("button", "void"), data(Verb.VOID, piece.number))])
    desk.say(
        chat_id,
        "receipt",
        buttons=buttons,
        about=[duty.id] if duty is not None and not asking else [d.id for d in asking or []],
        once=f"receipt:{piece.id}:{reply_to}" if reply_to is not None else None,
        reply_to=reply_to,
        edit=edit,
        piece=piece,
        duty=None if asking else duty,
        choices=asking,
        hidden=duty is not None and keeps(desk, desk.team.get(piece.person_id), chat_id, duty, edit=edit),
        slots=len(duty.slots) if duty else 0,
        count=len(duty.standing.evidence) if duty else 0,
        submitted=duty is not None and duty.state is State.SUBMITTED,
        at=desk.local(piece.stored_at),
        protect=duty is not None and duty.confidential,
    )


def _choices(piece: Evidence, duties: list[Duty], page: int) -> list[list[Button]]:
    """A button for each obligation that the piece can be for, a few at a time."""
    start = page * SHOWN if page * SHOWN < len(duties) else 0
    rows = [[choice(duty, data(Verb.FILE, piece.number, duty.id))] for duty in duties[start : start + SHOWN]]
    if len(duties) > SHOWN:
        rows.append([(texts.label("button", "more"), data(Verb.CHOOSE, piece.number, page + 1))])
    return rows


def _maybe_plan(desk: Desk, piece: Evidence) -> bool:
    """Whether a piece sounds like a plan document that its sender might have read."""
    if piece.kind != "file" or piece.chat_id < 0:
        return False
    person = desk.team.get(piece.person_id)
    if person is None or not allowed(person.role, May.ADOPT):
        return False
    named = read_caption(piece.caption) is not Said.NO and readable(piece.name, piece.mime)
    return named or named_as_plan(piece.name, piece.mime)


def _next(piece: Evidence, duty: Duty | None) -> list[list[Button]]:
    if duty is None or duty.state.closed:
        return []
    change = (texts.label("button", "change"), data(Verb.CHOOSE, piece.number, 0))
    if duty.state is State.SUBMITTED:
        return [[change]]
    return [[(texts.label("button", "submit"), data(Verb.DONE, piece.number, duty.id))], [change]]


def choice(duty: Duty, callback: str) -> Button:
    """A button that names an obligation."""
    what = texts.short(duty.action, 34)
    due = texts.short_date(duty.due)
    return texts.label("button", "choose", code=duty.code, what=what, due=due, secret=duty.confidential), callback


def own_piece(desk: Desk, press: Press) -> Evidence | None:
    """The piece that a button's first number names, if it is this person's and was sent in this chat."""
    piece = evidence.numbered(desk.session, desk.satker_id, press.numbers[0])
    own = piece is not None and piece.person_id == press.person.id and piece.chat_id == press.chat_id
    return piece if own else None


def fixed(desk: Desk, piece: Evidence) -> bool:
    """Whether a piece was voided or belongs to what was decided already, so that it stays where it is."""
    if evidence.voided(desk.session, piece):
        return True
    filed = evidence.filed_under(desk.session, piece)
    duty = plans.duty(desk.session, desk.satker_id, filed) if filed is not None else None
    return duty is not None and duty.state.closed


def held(desk: Desk, person: Person, *, private: bool) -> list[Duty]:
    """What a person can choose from: the open obligations that they hold; in a group no confidential ones."""
    everything = plans.duties(desk.session, desk.satker_id)
    mine = [duty for duty in everything if person.id in duty.holders and not duty.state.closed and not duty.backlog]
    return [duty for duty in mine if private or not duty.confidential]


def choose(desk: Desk, press: Press) -> str | None:
    """[Ganti butir] or [Tampilkan lainnya…]: show the obligations that the piece can be for."""
    piece = own_piece(desk, press)
    if piece is None:
        return "not-yours"
    if fixed(desk, piece):
        return "old"
    mine = held(desk, press.person, private=press.private)
    if not mine:
        return "nothing-open"
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id, choices=mine, page=press.numbers[1])
    return None


def file(desk: Desk, press: Press) -> str | None:
    """An obligation was chosen for a piece."""
    piece, duty = own_piece(desk, press), duty_of(desk, press)
    if piece is None:
        return "not-yours"
    if duty is None or duty.state.closed or duty.backlog or fixed(desk, piece):
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    if duty.confidential and not press.private:
        return "here-only-private"
    file_and_submit(desk, press.person, piece, duty)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved"


def done(desk: Desk, press: Press) -> str | None:
    """[Sudah lengkap, ajukan] under a receipt."""
    piece, duty = own_piece(desk, press), duty_of(desk, press)
    if piece is None:
        return "not-yours"
    if duty is None or duty.state.closed or evidence.filed_under(desk.session, piece) != duty.id:
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    say_status(desk, press.person, duty, Kind.SUBMITTED)
    receipt(desk, piece, chat_id=press.chat_id, edit=press.message_id)
    return "saved"


def ask_for(desk: Desk, press: Press) -> str | None:
    """[Kirim bukti]: what comes next in this chat is for that obligation."""
    duty = duty_of(desk, press)
    if duty is None or duty.state.closed or duty.backlog:
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    if duty.confidential and not press.private:
        return "here-only-private"
    prompts.ask(desk.session, press.person, "evidence", press.chat_id, obligation_id=duty.id, now=desk.now)
    desk.say(press.chat_id, "ask_evidence", duty=duty, about=[duty.id], protect=duty.confidential)
    return None


def chosen_by_code(desk: Desk, spoken: Spoken, row: Outbox, code: re.Match[str] | None) -> bool:
    """A reply to a receipt that names an item: file the piece there. False where the reply is something else."""
    if code is None or not (row.once or "").startswith("receipt:"):
        return False
    piece = desk.session.get(Evidence, int((row.once or "").split(":")[1]))
    if piece is None or piece.person_id != spoken.person.id:
        return False
    if evidence.voided(desk.session, piece):
        receipt(desk, piece, chat_id=spoken.chat_id, reply_to=spoken.message.message_id)
        return True
    plan = plans.in_force(desk.session, desk.satker_id)
    item = next((i for i in plans.items(desk.session, plan) if i.code == code.group(1).upper()), None) if plan else None
    if plan is None or item is None:
        desk.say(spoken.chat_id, "item_unknown", asked=code.group(1), example="I.1.1")
        return True
    if item.confidential and not spoken.private:
        desk.say(spoken.chat_id, "status_private")
        return True
    _file_by_code(desk, spoken, piece, item)
    return True


def _may_item(desk: Desk, person: Person, item: Item) -> bool:
    held_by = people.holders(list(desk.team.values()), item.code)
    return may_report_on(saved(person.id), person.role, person.areas, item, held_by)


def _undated(desk: Desk, spoken: Spoken, item: Item) -> Duty | None:
    return plans.unscheduled(desk.session, item, today=desk.today, actor=spoken.person, now=desk.now)


def _file_by_code(desk: Desk, spoken: Spoken, piece: Evidence, item: Item) -> None:
    """File a piece under the item's only open obligation; of several the person chooses."""
    open_ones = [
        duty
        for duty in plans.duties(desk.session, desk.satker_id)
        if duty.item_id == item.id and not duty.state.closed and not duty.backlog
    ]
    if not _may_item(desk, spoken.person, item):
        refuse_item(desk, spoken, item.code)
        return
    duty = open_ones[0] if open_ones else _undated(desk, spoken, item)
    if duty is None or duty.state.closed or fixed(desk, piece):
        desk.say(spoken.chat_id, "item_closed", code=item.code)
    else:
        choices = open_ones if len(open_ones) > 1 else None
        if choices is None:
            file_and_submit(desk, spoken.person, piece, duty)
        receipt(desk, piece, chat_id=spoken.chat_id, reply_to=spoken.message.message_id, choices=choices)

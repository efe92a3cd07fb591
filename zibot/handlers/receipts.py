"""The receipt of a piece, or of all that was sent together: number and hash, what it is filed under, the next step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.matching import Match, rows
from zibot.handlers.seeing import keeps, protected
from zibot.model import Evidence, Outbox, saved
from zibot.rules import activity, links, originals
from zibot.rules.lifecycle import Duty, State
from zibot.rules.plan_words import Said, named_as_plan, read_caption, readable
from zibot.rules.roles import May, allowed
from zibot.storage import changing, evidence, ledger, pictures, plans, remarks
from zibot.storage.remarks import Told


@dataclass(frozen=True, slots=True)
class Sending:
    """What came together, a single piece or a set, and what became of it."""

    parts: list[Evidence]
    duty: Duty | None
    """What it is filed under."""
    told: Told
    gone: frozenset[int] = frozenset()
    """The ids of parts that were voided."""

    @property
    def live(self) -> list[Evidence]:
        """The parts that still count."""
        return [part for part in self.parts if part.id not in self.gone]

    @property
    def head(self) -> Evidence:
        """The part whose number stands for all."""
        return (self.live or self.parts)[0]

    @property
    def key(self) -> str:
        """The key under which its first receipt was put."""
        return f"receipt:{self.parts[0].id}:{self.parts[0].message_id}"


def single(piece: Evidence, duty: Duty | None) -> Sending:
    """A piece that came alone just now, of which nothing more can be known."""
    return Sending([piece], duty, Told(piece.caption, piece.happened_on, 0))


def sending(desk: Desk, piece: Evidence) -> Sending:
    """All that came with a piece, and how it stands."""
    parts = evidence.the_set(desk.session, piece)
    places = evidence.places(desk.session, parts)
    gone = frozenset(id for id, (_, voided) in places.items() if voided)
    head = next((part for part in parts if part.id not in gone), parts[0])
    filed = next((at for part in parts if (at := places[saved(part.id)][0]) is not None), None)
    duty = plans.duty(desk.session, desk.satker_id, filed) if filed is not None else None
    return Sending(parts, duty, remarks.told(desk.session, parts)[saved(head.id)], gone)


def receipt(
    desk: Desk,
    piece: Evidence,
    *,
    chat_id: int,
    reply_to: int | None = None,
    edit: int | None = None,
    over: changing.Message | None = None,
    choices: list[Duty] | None = None,
    page: int = 0,
    fresh: Sending | None = None,
    found: Match | None = None,
) -> None:
    """The receipt of a piece and of what came with it; `fresh` where that is known, since it came just now.

    `found` is what it was held to be for. It answers a message (`reply_to`), or changes a receipt that stands there
    (`edit`) or is on its way (`over`).
    """
    sent = fresh or sending(desk, piece)
    if not sent.live:
        _voided(desk, sent, chat_id=chat_id, reply_to=reply_to, edit=edit)
        return
    duty, head = sent.duty, sent.head
    asking = choices or None
    dates = _dates(desk, sent) if not asking else None
    hidden = duty is not None and keeps(desk, desk.team.get(head.person_id), chat_id, duty, edit=edit)
    if over is not None and duty is not None and duty.confidential and not over.protectable:
        hidden = True
    desk.say(
        chat_id,
        "receipt",
        buttons=_buttons(desk, sent, asking, dates, page=page),
        about=[duty.id] if duty is not None and not asking else [d.id for d in asking or []],
        once=_once(desk, sent, reply_to, over),
        reply_to=reply_to,
        edit=edit,
        over=over,
        protect=duty is not None and duty.confidential,
        **_said(desk, sent, asking, hidden=hidden),
        asks=dates is not None,
        doubtful=_claim(desk, sent).doubtful if dates is not None else (),
        why=found.why if found is not None and not asking else "",
        dates=found is not None and found.dates,
    )


def _once(desk: Desk, sent: Sending, reply_to: int | None, over: changing.Message | None) -> str | None:
    if over is not None:
        # Whatever makes a receipt change is a fact, so that none has the same count.
        return f"{sent.key}+{ledger.head(desk.session, desk.satker_id)[0]}"
    return f"receipt:{sent.head.id}:{reply_to}" if reply_to is not None else None


def _said(desk: Desk, sent: Sending, asking: list[Duty] | None, *, hidden: bool) -> dict[str, Any]:
    """What the template of a receipt is filled with."""
    duty, head = sent.duty if not asking else None, sent.head
    forwarded = head.forwarded_at
    return {
        "piece": head,
        "parts": sent.parts,
        "gone": sent.gone,
        "ids": [saved(part.id) for part in sent.live],
        "duty": duty,
        "choices": asking,
        "hidden": hidden,
        "submitted": duty is not None and duty.state is State.SUBMITTED,
        "at": desk.local(head.stored_at),
        "day": sent.told.day,
        "words": sent.told.words if sent.told.versions else "",
        "forwarded": desk.local(forwarded).date() if forwarded is not None else None,
        "twin": _twin(desk, sent.parts, duty) if duty is not None and not hidden else None,
        "breaks": head.kind == "link" and links.breaks(head.caption),
        "original": duty is not None and not hidden and _wants_original(sent.live, duty),
    }


def _twin(desk: Desk, parts: list[Evidence], duty: Duty) -> int | None:
    """The number of an earlier piece of the same obligation that has the very same bytes."""
    if len(parts) > 1 or len(duty.standing.evidence) < 2:
        return None
    twin = pictures.twin(desk.session, parts[0], duty.standing.evidence)
    return twin.number if twin is not None else None


def _wants_original(parts: list[Evidence], duty: Duty) -> bool:
    """Whether the first photos of an obligation show papers that are better sent as files."""
    ids = {part.id for part in parts if part.kind == "photo"}
    if not ids or len(duty.standing.evidence) > len(parts):
        return False  # it is suggested once
    return any(originals.wanted(slot.name) for slot in duty.checklist if not ids.isdisjoint(slot.pieces))


def _voided(desk: Desk, sent: Sending, *, chat_id: int, reply_to: int | None, edit: int | None) -> None:
    once = f"voided:{sent.head.id}:{reply_to}" if reply_to is not None else None
    at = desk.local(sent.head.stored_at)
    desk.say(chat_id, "voided", once=once, reply_to=reply_to, edit=edit, parts=sent.parts, at=at)


# the day of the activity


def _days(desk: Desk, sent: Sending) -> tuple[date, date | None]:
    """The day on which it was sent, and on which it was first sent elsewhere."""
    forwarded = sent.head.forwarded_at
    return desk.local(sent.head.sent_at).date(), desk.local(forwarded).date() if forwarded is not None else None


def _claim(desk: Desk, sent: Sending) -> activity.Claim:
    """What was said of the day: words that came from elsewhere speak of their own day."""
    if sent.told.day is not None:
        return activity.Claim(sent.told.day)
    sent_on, forwarded_on = _days(desk, sent)
    return activity.claimed(sent.told.words, forwarded_on or sent_on)


def _dates(desk: Desk, sent: Sending) -> tuple[date, ...] | None:
    """The days to offer where the day of the activity must be asked."""
    if sent.duty is None or sent.duty.state.closed:
        return None
    sent_on, forwarded_on = _days(desk, sent)
    return activity.to_ask(_claim(desk, sent), sent_on=sent_on, forwarded_on=forwarded_on, due=sent.duty.due)


# buttons


def _buttons(
    desk: Desk, sent: Sending, asking: list[Duty] | None, dates: tuple[date, ...] | None, *, page: int
) -> list[list[Button]]:
    head, duty = sent.head, sent.duty
    buttons = rows(head, asking, page) if asking else _next(head, duty)
    if dates is not None:
        first = 1 if duty is not None and duty.state is not State.SUBMITTED else 0
        buttons[first:first] = _day_rows(desk, head, dates)
    if duty is None and _maybe_plan(desk, head):
        buttons.append([(texts.label("button", "plan-this"), data(Verb.PLAN_THIS, head.number))])
    if duty is None or not duty.state.closed:
        void = (texts.label("button", "void"), data(Verb.VOID, head.number))
        if duty is not None and not asking and len(duty.slots) > 1:
            buttons[-1].append(void)
        else:
            buttons.append([void])
    return buttons


def _next(piece: Evidence, duty: Duty | None) -> list[list[Button]]:
    remark = (texts.label("button", "remark"), data(Verb.REMARK, piece.number))
    if duty is None:
        return [[remark]]
    if duty.state.closed:
        return []
    rest = [[(texts.label("button", "change"), data(Verb.CHOOSE, piece.number, 0)), remark]]
    if len(duty.slots) > 1:
        rest.append([(texts.label("button", "slot"), data(Verb.SLOTS, piece.number))])
    if duty.state is State.SUBMITTED:
        return rest
    return [[(texts.label("button", "submit"), data(Verb.DONE, piece.number, duty.id))], *rest]


def _day_rows(desk: Desk, piece: Evidence, dates: tuple[date, ...]) -> list[list[Button]]:
    """Days to choose from, as people call them now, and another one."""
    near = {0: "today", 1: "yesterday"}
    row = []
    for day in dates[:2]:
        name = near.get((desk.today - day).days)
        label = texts.label("button", name) if name else texts.short_date(day)
        row.append((label, data(Verb.DAY, piece.number, int(f"{day:%Y%m%d}"))))
    # Three in a row are cut off on a narrow phone.
    return [row, [(texts.label("button", "other-day"), data(Verb.OTHER_DAY, piece.number))]]


def _maybe_plan(desk: Desk, piece: Evidence) -> bool:
    """Whether a piece sounds like a plan document that its sender might have read."""
    if piece.kind != "file" or piece.chat_id < 0:
        return False
    person = desk.team.get(piece.person_id)
    if person is None or not allowed(person.role, May.ADOPT):
        return False
    named = read_caption(piece.caption) is not Said.NO and readable(piece.name, piece.mime)
    return named or named_as_plan(piece.name, piece.mime)


# receipts found again


def receipted(desk: Desk, row: Outbox | None) -> Evidence | None:
    """The piece whose receipt a message of ours is."""
    if row is None or not (row.once or "").startswith("receipt:"):
        return None
    return desk.session.get(Evidence, int((row.once or "").split(":")[1]))


def shown_again(desk: Desk, piece: Evidence) -> None:
    """Let the first receipt of a piece, wherever it stands by now, tell how things are."""
    sent = sending(desk, piece)
    message = changing.said_as(desk.session, sent.key)
    answer = piece.message_id if message is None else None
    receipt(desk, piece, chat_id=piece.chat_id, reply_to=answer, over=message, fresh=sent)


def said_anew(desk: Desk, row: Outbox) -> None:
    """A receipt that was to change is gone from the chat: what it was to say is said in a message of its own."""
    if row.method == "editMessageText" and (row.once or "").startswith("receipt:"):
        payload = {name: said for name, said in row.payload.items() if name != "message_id"}
        if protected(desk, row.chat_id, row.payload["message_id"]):
            payload["protect_content"] = True
        desk.put(row.chat_id, "sendMessage", payload, about=row.about, once=f"{row.once}!")

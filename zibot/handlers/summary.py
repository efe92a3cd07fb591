"""What was understood of a plan document, as the lead reads it: counts, doubts, what changes, and the buttons."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from zibot import texts
from zibot.adoption import Preview
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.sheets import say_problem
from zibot.model import Draft, saved
from zibot.plan.ics import speaks_of
from zibot.plan.problem import Problem
from zibot.plan.reading import PlanItem, Reading
from zibot.storage import drafts, outbox, plans

SHOWN = 3
"""Doubts, remarks and changes that are told one by one; the review workbook holds the rest."""


def understood(desk: Desk, reading: Reading, preview: Preview, before: Draft | None) -> dict[str, Any]:
    """What the summary tells, as JSON; `before` is the draft whose doubts a corrected workbook settles."""
    decree, doubts = reading.decree, preview.undecided
    settings = desk.settings
    other = decree.office if decree.office and settings.office else None
    asked = len((before.told or {}).get("doubts", [])) if before is not None else 0
    return {
        "year": decree.year,
        "number": decree.number,
        "date": texts.plain_date(decree.date) if decree.date else None,
        "other_office": other if other and other.casefold() != (settings.office or "").casefold() else None,
        "items": len(reading.items),
        # What is in doubt again but was decided before in the same words is none of the undecided.
        "due": sum(len(item.due) for item in reading.items if item not in doubts),
        "areas": _areas(reading.items, doubts),
        "doubts": [item.code for item in doubts],
        "first": [_doubt(item, secret=item.code in preview.secret) for item in doubts[:SHOWN]],
        "remarks": _remarks(desk, reading, preview),
        "fixed": max(0, asked - len(doubts)) if asked else None,
        "asked": asked,
        "unchanged": preview.unchanged,
        "change": _change(desk, preview),
        "replaces": _replaces(desk),
        "secret": len(preview.secret),
    }


def _areas(items: Sequence[PlanItem], doubts: Iterable[PlanItem]) -> list[list[Any]]:
    """Each area's number, name, items and items in doubt."""
    names = {item.area.number: item.area.name for item in reversed(items)}
    counts, doubtful = Counter(item.area.number for item in items), Counter(item.area.number for item in doubts)
    return [[number, names[number], counts[number], doubtful[number]] for number in sorted(names)]


def _doubt(item: PlanItem, *, secret: bool) -> dict[str, str]:
    """An item in doubt and why; the reason could repeat what a confidential one says."""
    why = next((problem for problem in item.problems if problem.code != "no-evidence"), None)
    return {
        "code": item.code,
        "action": _what(item, secret=secret),
        "why": say_problem(why) if why and not secret else "",
    }


def _what(item: PlanItem, *, secret: bool) -> str:
    """What an item asks for, unless that is confidential: the document itself tells it."""
    return texts.label("button", "secret") if secret else item.action or item.indicator


def _remarks(desk: Desk, reading: Reading, preview: Preview) -> list[str]:
    """What is said of the document as a whole, with its place, each sentence once."""
    of_items = [problem for item in reading.items for problem in item.problems]
    whole = [_veiled(desk, problem, preview) for problem in reading.problems if problem not in of_items]
    said = (f"{texts.where(one.where)}: {say_problem(one)}" if one.where else say_problem(one) for one in whole)
    return list(dict.fromkeys(remark[:1].upper() + remark[1:] for remark in said))


def _veiled(desk: Desk, problem: Problem, preview: Preview) -> Problem:
    """A problem without the words of the document, where it tells of something confidential."""
    said = problem.details
    secret = said.get("code") in preview.secret
    if not secret and not any(speaks_of(text, desk.settings.confidential) for text in said.values()):
        return problem
    hidden = texts.label("button", "secret")
    return replace(problem, details={name: text if name == "code" else hidden for name, text in said.items()})


def _replaces(desk: Desk) -> dict[str, Any] | None:
    """The plan in force, whose place it would take."""
    plan = plans.in_force(desk.session, desk.satker_id)
    return {"year": plan.year, "number": plan.decree_number} if plan is not None else None


def _change(desk: Desk, preview: Preview) -> dict[str, Any] | None:
    """What an amendment changes: how many, and the first few by name."""
    plan, found = preview.amends, preview.comparison
    if plan is None:
        return None
    change: dict[str, Any] = {"number": plan.decree_number, "year": plan.year, "named": []}
    if found is None:
        return change
    dropped = plans.secret(desk.session, plan)
    for kind, rows in (
        ("added", [(row, row.code in preview.secret) for row in found.added]),
        ("dropped", [(row, row.code in dropped) for row in found.dropped]),
        ("changed", [(pair.after, pair.after.code in preview.secret) for pair in found.changed]),
        ("moved", [(pair.after, pair.after.code in preview.secret) for pair in found.moved]),
    ):
        change[kind] = len(rows)
        change["named"] += [[kind, row.code, _what(row, secret=secret)] for row, secret in rows[:SHOWN]]
    change["same"] = len(found.same)
    change["unsure"] = len(found.doubtful)
    return change


def key(draft: Draft, part: str) -> str:
    """What lets a part of a draft's story be told once only."""
    return f"draft:{draft.id}:{draft.rounds}:{part}"


def show(
    desk: Desk, draft: Draft, *, edit: int | None = None, reply_to: int | None = None, asking: bool = False
) -> None:
    """Show what was understood of a draft, or change the message that shows it; `asking` for the last word."""
    assert draft.told is not None
    desk.say(
        draft.chat_id,
        "draft",
        edit=edit,
        reply_to=reply_to,
        once=None if edit else key(draft, "told"),
        buttons=_buttons(desk, draft, asking=asking),
        name=draft.name,
        told=draft.told,
        asking=asking,
        outcome="adopting" if draft.adopt_at and not draft.closed_at else draft.outcome,
        at=desk.local(draft.closed_at or draft.adopt_at or desk.now),
    )


def update(desk: Desk, draft: Draft) -> None:
    """Bring the message that shows a draft up to date, where it has gone out."""
    row = outbox.named(desk.session, key(draft, "told"))
    if row is not None and row.message_id is not None:
        show(desk, draft, edit=row.message_id)


def _buttons(desk: Desk, draft: Draft, *, asking: bool) -> list[list[Button]]:
    id, told = saved(draft.id), draft.told or {}
    if draft.closed_at is not None or draft.adopt_at is not None:
        return laid_aside(desk, draft) if draft.outcome == "cancelled" else []
    if asking:
        return [[_button("adopt-yes", Verb.DRAFT_ADOPT, id)], [_button("adopt-back", Verb.DRAFT_BACK, id)]]
    rows = [[_button("draft-sheet", Verb.DRAFT_SHEET, id)], [_button("draft-cancel", Verb.DRAFT_CANCEL, id)]]
    if told["year"] is None:
        return [[(str(year), data(Verb.DRAFT_YEAR, id, year)) for year in years(desk)], *rows]
    if told["unchanged"]:
        return rows
    doubts = len(told["doubts"])
    words = texts.label("button", "adopt-doubts", count=doubts) if doubts else texts.label("button", "adopt")
    return [[(words, data(Verb.DRAFT_ASK, id))], *rows]


def years(desk: Desk) -> tuple[int, int]:
    """The years for which a plan can be whose document names none."""
    return desk.today.year, desk.today.year + 1


def laid_aside(desk: Desk, draft: Draft, *, again: bool = True) -> list[list[Button]]:
    """What can be done with a document that was not adopted: read it again, or keep it as evidence."""
    rows = [[_button("read-again", Verb.DRAFT_AGAIN, saved(draft.id))]] if again else []
    if not drafts.is_evidence(desk.session, draft):
        rows.append([_button("as-evidence", Verb.DRAFT_EVIDENCE, saved(draft.id))])
    return rows


def _button(label: str, verb: Verb, id: int) -> Button:
    return texts.label("button", label), data(verb, id)


def noticed(desk: Desk, draft: Draft, *, state: str, page: int = 0, pages: int = 0) -> None:
    """Tell that a document is being read, in one message that changes as it goes on."""
    row = outbox.named(desk.session, key(draft, "notice"))
    if row is None and state == "done":
        return
    if row is not None and row.message_id is None:
        if state == "done":  # the result is here before it went out
            outbox.give_up(desk.session, saved(row.id), "overtaken", desk.now)
        return
    desk.say(
        draft.chat_id,
        "draft_notice",
        edit=row.message_id if row is not None else None,
        reply_to=draft.message_id if row is None else None,
        once=key(draft, "notice") if row is None else None,
        name=draft.name,
        sha256=draft.sha256,
        state=state,
        page=page,
        pages=pages,
    )

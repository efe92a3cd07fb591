"""An assignment carried out: it is written down, whoever wins or loses items hears of it once, and it can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.parts import completed
from zibot.handlers.press import Press
from zibot.handlers.seeing import protected
from zibot.model import Item, Listing, Person, saved
from zibot.rules.assigning import Change, Held, HeldWider, How, assigned, changes, closer, holders
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import May, allowed
from zibot.rules.scopes import under
from zibot.storage import holdings, people, plans

OPENED = 4
"""Obligations that a new holder can open right from the message."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan as far as it matters who holds it: items in its order, and whether confidential ones may be named."""

    items: tuple[Item, ...]
    names_secrets: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all items."""
        return tuple(item.code for item in self.items)

    def within(self, scope: str) -> tuple[Item, ...]:
        """The items of a scope."""
        return tuple(item for item in self.items if under(item.code, scope))

    def name(self, scope: str) -> str:
        """What a scope is called: its area, its component, or what its item asks for."""
        first = next(iter(self.within(scope)), None)
        if first is None:
            return ""
        if scope.count(".") == 0:
            return first.area_name
        if first.confidential and not self.names_secrets:
            return texts.label("button", "secret")
        return first.component if scope.count(".") == 1 else first.action

    def row(self, scope: str) -> tuple[str, str, int]:
        """A scope, what it is called, and how many items it has."""
        return scope, self.name(scope), len(self.within(scope))


def outline(desk: Desk, chat_id: int = 0, edit: int | None = None) -> Outline | None:
    """The plan in force; a message that can be forwarded does not name what is confidential."""
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        return None
    return Outline(tuple(plans.items(desk.session, plan)), edit is None or protected(desk, chat_id, edit))


def guarded(plan: Outline) -> bool:
    """Whether a message about who holds what may name something confidential."""
    return any(item.confidential for item in plan.items)


def place(desk: Desk, press: Press, plan: Outline) -> int | None:
    """The message whose place an answer takes; one that could be forwarded gives way to a new one, which cannot."""
    stays = not guarded(plan) or protected(desk, press.chat_id, press.message_id)
    return press.message_id if stays else None


def team_now(desk: Desk) -> Mapping[int, Person]:
    """Everyone in the team, with what they hold since it was changed."""
    return people.members(desk.session, desk.satker_id)


def names(team: Mapping[int, Person], ids: Iterable[int]) -> list[str]:
    """The names of these people."""
    return [team[id].name for id in ids if id in team]


def refused(desk: Desk, plan: Outline, row: Listing) -> dict[str, Any] | None:
    """Why an assignment that is clear cannot be carried out, for its template; None where it can."""
    team, how = team_now(desk), How(row.said["how"])
    ids, scopes = row.said["people"], row.said["scopes"]
    common: dict[str, Any] = {"names": names(team, ids), "scope": ", ".join(scopes), "wider": "", "areas": ""}
    reviewers = [id for id in ids if id in team and not allowed(team[id].role, May.REPORT)]
    if reviewers and how is not How.TAKE:
        return common | {"why": "reviewer", "names": names(team, reviewers)}
    before = holdings.held(team.values())
    try:
        after = assigned(before, scopes, ids, how)
    except HeldWider as wider:
        scope = next(one for one in scopes if under(one, wider.scope))
        return common | {
            "why": "wider",
            "names": names(team, [wider.person_id]),
            "scope": scope,
            "wider": wider.scope,
        }
    if not changes(before, after, plan.codes):
        return common | {"why": "not-held" if how is How.TAKE else "same"}
    return None


def carry_out(desk: Desk, actor: Person, plan: Outline, row: Listing) -> None:
    """Let people hold what was said, tell whoever it concerns, and remember what was before, to undo it."""
    team, how = team_now(desk), How(row.said["how"])
    before = holdings.held(team.values())
    after = assigned(before, row.said["scopes"], row.said["people"], how)
    _write(desk, actor, after, row.said["scopes"], how)
    told = _tell_all(desk, actor, plan, changes(before, after, plan.codes))
    touched = {id for id in after if after[id] != before[id]}
    row.said = {
        **row.said,
        "done": {
            "before": {str(id): list(before[id]) for id in touched},
            "after": {str(id): list(after[id]) for id in touched},
            "had": {scope: had(before, plan, scope) for scope in row.said["scopes"]},
            **told,
        },
    }


def undo(desk: Desk, actor: Person, plan: Outline, row: Listing) -> bool:
    """Put back what was before; False where something else was changed since, or it was undone."""
    done, now = row.said["done"], holdings.held(team_now(desk).values())
    if row.said.get("undone") or any(now.get(int(id)) != tuple(scopes) for id, scopes in done["after"].items()):
        return False
    before = {scope: had(now, plan, scope) for scope in row.said["scopes"]}
    after = {id: tuple(done["before"].get(str(id), scopes)) for id, scopes in now.items()}
    _write(desk, actor, after, row.said["scopes"], "undo")
    told = _tell_all(desk, actor, plan, changes(now, after, plan.codes))
    row.said = {**row.said, "undone": True, "done": {**done, **told, "had": before}}
    return True


def had(held: Held, plan: Outline, scope: str) -> list[int]:
    """Everyone who held something of a scope."""
    return list(dict.fromkeys(id for item in plan.within(scope) for id in holders(held, item.code)))


def _write(desk: Desk, actor: Person, after: Held, scopes: Sequence[str], how: str) -> None:
    holdings.assign(desk.session, after, actor=actor, now=desk.now, scopes=scopes, how=how)
    completed(desk)


def _tell_all(desk: Desk, actor: Person, plan: Outline, changed: Mapping[int, Change]) -> dict[str, list[int]]:
    """One message for each person who won or lost something; who was told, and who cannot be reached yet."""
    team = team_now(desk)
    others = [id for id in changed if id != actor.id]
    reached = [id for id in others if team[id].telegram_id is not None]
    for id in reached:
        _tell(desk, actor, plan, team[id], changed[id])
    return {"told": reached, "untold": [id for id in others if id not in reached]}


def _tell(desk: Desk, actor: Person, plan: Outline, person: Person, change: Change) -> None:
    assert person.telegram_id is not None
    next_due: dict[str, Duty] = {}
    for duty in plans.duties(desk.session, desk.satker_id):
        if duty.active and duty.code in change.won:
            next_due.setdefault(duty.code, duty)
    duties = list(next_due.values())[:OPENED]
    items = {item.code: item for item in plan.items}
    desk.say(
        person.telegram_id,
        "assigned_yours",
        buttons=openers(duties),
        about=[duty.id for duty in next_due.values()],
        name=person.name,
        by=actor.name,
        won=[_row(desk, items[code], person, next_due.get(code)) for code in change.won],
        lost=[_row(desk, items[code], person, None, secret=items[code].confidential) for code in change.lost],
        joined=[_row(desk, items[code], person, None) for code in change.joined],
        duties=duties,
        protect=any(items[code].confidential for code in (*change.won, *change.joined)),
    )


def _row(desk: Desk, item: Item, person: Person, duty: Duty | None, *, secret: bool = False) -> dict[str, Any]:
    team = team_now(desk)
    others = [id for id in people.holders(list(team.values()), item.code) if id != person.id]
    return {
        "code": item.code,
        "action": texts.label("button", "secret") if secret else item.action or item.indicator,
        "due": duty.due if duty is not None else None,
        "with": names(team, others),
    }


def openers(duties: Sequence[Duty]) -> list[list[Button]]:
    """A button for each obligation, two in a row."""
    marks = texts.marks()
    made = [
        (
            texts.label("button", "open-code", mark=marks[one.state], code=one.code, due=texts.short_date(one.due)),
            data(Verb.OPEN, one.id),
        )
        for one in duties
    ]
    return [made[at : at + 2] for at in range(0, len(made), 2)]


def told(desk: Desk, plan: Outline, row: Listing) -> dict[str, Any]:
    """What became of an assignment, for its template: for each scope who held it, who holds it, and what stayed."""
    team, done = team_now(desk), row.said["done"]
    held = holdings.held(team.values())
    return {
        "undone": bool(row.said.get("undone")),
        "lines": [_line(plan, team, held, scope, row) for scope in row.said["scopes"]],
        "told": names(team, done["told"]),
        "untold": names(team, done["untold"]),
    }


def _line(plan: Outline, team: Mapping[int, Person], held: Held, scope: str, row: Listing) -> dict[str, Any]:
    stayed = stays(held, plan, scope, row)
    return {
        "scope": scope,
        "name": plan.name(scope),
        "count": len(plan.within(scope)),
        "before": names(team, row.said["done"]["had"].get(scope, ())),
        "after": names(team, holders(held, scope)),
        "closer": [(one, names(team, holders(held, one))) for one in stayed],
    }


def stays(held: Held, plan: Outline, scope: str, row: Listing) -> tuple[str, ...]:
    """What within a scope stays with others, since it is named closer."""
    if How(row.said["how"]) is How.TAKE or row.said.get("undone"):
        return ()
    return tuple(one for one in closer(held, scope, row.said["people"]) if plan.within(one))


def holding(team: Mapping[int, Person], plan: Outline) -> dict[int, int]:
    """How many items each person holds."""
    held, counts = holdings.held(team.values()), dict.fromkeys(team, 0)
    for code in plan.codes:
        for id in holders(held, code):
            counts[id] += 1
    return counts


def can_hold(person: Person) -> bool:
    """Whether a person may hold items at all."""
    return allowed(person.role, May.REPORT) and saved(person.id) > 0

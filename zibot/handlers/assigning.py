"""/tugaskan: who holds what, in words or by buttons; what is not clear is asked back."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers import choosing, holding, pic
from zibot.handlers.choosing import PAGE
from zibot.handlers.holding import Outline
from zibot.handlers.press import Press
from zibot.handlers.refusing import note
from zibot.handlers.who import Spoken
from zibot.model import Listing, Person, saved
from zibot.rules.areas import roman
from zibot.rules.assign_words import Asked, Plan, read
from zibot.rules.assigning import How, Nobodys, closer
from zibot.rules.roles import Role, may_assign
from zibot.rules.roster import area_number
from zibot.rules.subjects import Component, Known
from zibot.storage import holdings


def assign(desk: Desk, spoken: Spoken) -> None:
    """/tugaskan [BAGIAN] [NAMA]: give a part of the plan to people; alone it lists what nobody holds."""
    chat_id = saved(spoken.person.telegram_id)
    if not spoken.private:
        desk.say(spoken.chat_id, "assign_private")
    plan = holding.outline(desk)
    if plan is None:
        desk.say(chat_id, "no_plan", adopts=False)
    elif spoken.argument.casefold().strip(" .") == "pic":
        pic.begin(desk, spoken.person, chat_id)
    elif not spoken.argument:
        show_list(desk, spoken.person, chat_id, plan)
    else:
        _asked(desk, spoken.person, chat_id, plan, spoken.argument)


# what nobody holds


def show_list(
    desk: Desk, person: Person, chat_id: int, plan: Outline, *, page: int = 0, edit: int | None = None
) -> None:
    """Show what nobody holds of what a person may assign, by component, each a tap away from its people."""
    groups = holdings.nobodys_of(holdings.nobodys(desk.session, desk.satker_id, desk.team.values()), person)
    pages = max(1, ceil(len(groups) / PAGE))
    page = min(page, pages - 1)
    shown = groups[page * PAGE : (page + 1) * PAGE]
    desk.say(
        chat_id,
        "assign_list",
        edit=edit,
        buttons=[*[[_group(plan, one)] for one in shown], choosing.turning(page, pages, Verb.ASSIGN_LIST)],
        groups=[(one.scope, plan.name(one.scope), one.codes) for one in shown],
        count=sum(len(one.codes) for one in groups),
        page=page + 1,
        pages=pages,
        areas=", ".join(map(roman, person.areas)) if person.role == Role.COORDINATOR else "",
        pic=person.role == Role.LEAD and bool(pic.wordings(desk)),
        **_example(desk, plan, person),
        protect=holding.guarded(plan),
    )


def _group(plan: Outline, group: Nobodys) -> Button:
    name = texts.short(plan.name(group.scope), 30)
    said = texts.label("button", "assign-scope", scope=group.scope, name=name, count=len(group.codes))
    return said, data(Verb.ASSIGN_SCOPE, *_numbers(group.scope))


def _numbers(scope: str) -> tuple[int, ...]:
    """A scope as the numbers of a button: V.4 is 5, 4."""
    area, *steps = scope.split(".")
    return (area_number(area) or 0, *(int(step) for step in steps))


def _example(desk: Desk, plan: Outline, person: Person) -> dict[str, Any]:
    """A scope and a name as someone may write them."""
    mine = [item.code for item in plan.items if may_assign(person.role, person.areas, item.area)]
    first = next((one.name.split()[0] for one in desk.team.values() if one.role == Role.STAFF), "NAMA")
    return {"scope": (mine or list(plan.codes))[0].rpartition(".")[0], "example": first}


# what was said in words


def _asked(desk: Desk, person: Person, chat_id: int, plan: Outline, words: str) -> None:
    asked = read(words, _known(desk, person, plan))
    strange = next((one.said for one in asked.scopes if not one.means), None)
    if not asked.scopes or strange is not None:
        desk.say(chat_id, "assign_unclear", asked=strange or "", **_example(desk, plan, person))
        return
    theirs = [[scope for scope in one.means if _may(person, scope)] for one in asked.scopes]
    if not all(theirs):
        both = zip(asked.scopes, theirs, strict=True)
        foreign = dict.fromkeys(one.means[0].partition(".")[0] for one, mine in both if not mine)
        note(desk, "/tugaskan", "not-yours", account=chat_id, chat_id=chat_id, person=person)
        _refuse(desk, chat_id, {"why": "area", "areas": ", ".join(foreign), "names": [], "scope": "", "wider": ""})
        return
    row = holdings.begin(desk.session, person, chat_id, _said(asked, theirs), desk.now)
    unknown = next((one.said for one in asked.people if not one.means), "")
    which = next((one.said for one, mine in zip(asked.scopes, theirs, strict=True) if len(mine) > 1), "")
    go_on(desk, person, row, plan, unknown=unknown, asked=which)


def _said(asked: Asked, theirs: Sequence[Sequence[str]]) -> dict[str, Any]:
    """What was said, as it waits for what is still unclear; people by their ids."""
    return {
        "how": str(asked.how),
        "scopes": list(dict.fromkeys(mine[0] for mine in theirs if len(mine) == 1)),
        "which": [list(mine) for mine in theirs if len(mine) > 1],
        "people": list(dict.fromkeys(one.means[0] for one in asked.people if len(one.means) == 1)),
        "who": [list(one.means) for one in asked.people if len(one.means) != 1],
    }


def _known(desk: Desk, person: Person, plan: Outline) -> Plan:
    """What can be named; a confidential component is known by its words to its own people only."""
    areas = {item.area: item.area_name for item in reversed(plan.items)}
    told = [one for one in plan.items if not one.confidential or may_assign(person.role, person.areas, one.area)]
    components = {item.code.rpartition(".")[0]: (item.area, item.component) for item in reversed(told)}
    known = Known(
        areas=tuple(sorted(areas.items())),
        components=tuple(Component(code, area, name) for code, (area, name) in reversed(components.items())),
        people=tuple((id, person.name) for id, person in desk.team.items()),
    )
    return Plan(known, plan.codes)


def _may(person: Person, scope: str) -> bool:
    return may_assign(person.role, person.areas, area_number(scope.partition(".")[0]) or 0)


def _refuse(desk: Desk, chat_id: int, why: dict[str, Any], *, edit: int | None = None) -> None:
    desk.say(chat_id, "assign_refused", edit=edit, **why)


# one step after the other


def go_on(
    desk: Desk,
    person: Person,
    row: Listing,
    plan: Outline,
    *,
    edit: int | None = None,
    page: int = 0,
    unknown: str = "",
    asked: str = "",
) -> None:
    """Ask for what is still unclear of an assignment, else carry it out and show what became of it."""
    if row.said["which"]:
        _ask_which(desk, row, plan, asked=asked, edit=edit)
    elif row.said["who"] or not row.said["people"]:
        choosing.ask_who(desk, row, plan, page=page, unknown=unknown, edit=edit)
    elif (why := holding.refused(desk, plan, row)) is not None:
        _refuse(desk, row.chat_id, why, edit=edit)
    else:
        holding.carry_out(desk, person, plan, row)
        show_done(desk, person, row, plan, edit=edit)


def _ask_which(desk: Desk, row: Listing, plan: Outline, *, asked: str, edit: int | None) -> None:
    scopes = row.said["which"][0]
    buttons = []
    for at, scope in enumerate(scopes):
        name = texts.short(plan.name(scope), 34)
        said = texts.label("button", "assign-which", scope=scope, name=name)
        buttons.append([(said, data(Verb.ASSIGN_WHICH, saved(row.id), at))])
    rows = [plan.row(scope) for scope in scopes]
    protect = holding.guarded(plan)
    desk.say(row.chat_id, "assign_which", edit=edit, buttons=buttons, asked=asked, scopes=rows, protect=protect)


def show_done(desk: Desk, person: Person, row: Listing, plan: Outline, *, edit: int | None = None) -> None:
    """Show who held it, who holds it now and what stayed as it was, with what can be done next."""
    desk.say(
        row.chat_id,
        "assigned",
        edit=edit,
        buttons=_next(desk, person, row, plan),
        **holding.told(desk, plan, row),
        protect=holding.guarded(plan),
    )


def _next(desk: Desk, person: Person, row: Listing, plan: Outline) -> list[list[Button]]:
    id, buttons = saved(row.id), []
    team = holding.team_now(desk)
    left = holdings.nobodys_of(holdings.nobodys(desk.session, desk.satker_id, team.values()), person)
    if not row.said.get("undone"):
        stayed = _stayed(holdings.held(team.values()), row, plan)
        if stayed:
            scopes = texts.short(", ".join(stayed), 30)
            buttons.append([(texts.label("button", "assign-closer", scope=scopes), data(Verb.ASSIGN_CLOSER, id))])
        more = [(texts.label("button", "assign-more"), data(Verb.ASSIGN_MORE, id))]
        undo = (texts.label("button", "assign-undo"), data(Verb.ASSIGN_UNDO, id))
        buttons.append([*([] if How(row.said["how"]) is How.TAKE else more), undo])
    if left:
        buttons.append([(texts.label("button", "assign-list"), data(Verb.ASSIGN_LIST))])
    return buttons


def _stayed(held: Any, row: Listing, plan: Outline) -> list[str]:
    return [one for scope in row.said["scopes"] for one in holding.stays(held, plan, scope, row)]


# buttons


def opened(desk: Desk, press: Press) -> str | None:
    """[Yang belum ada pemegangnya], and the pages of that list."""
    plan = holding.outline(desk, press.chat_id, press.message_id if press.numbers else None)
    if plan is None:
        return "old"
    page, edit = (press.numbers[0], press.message_id) if press.numbers else (0, None)
    show_list(desk, press.person, press.chat_id, plan, page=page, edit=edit)
    return None


def scope_chosen(desk: Desk, press: Press) -> str | None:
    """A component of the list: who shall hold it?"""
    scope = ".".join((roman(press.numbers[0]), *map(str, press.numbers[1:])))
    plan = holding.outline(desk, press.chat_id, press.message_id)
    if plan is None or not plan.within(scope):
        return "old"
    if not _may(press.person, scope):
        return "not-yours"
    said = {"how": str(How.GIVE), "scopes": [scope], "which": [], "people": [], "who": [], "list": [0]}
    row = holdings.begin(desk.session, press.person, press.chat_id, said, desk.now)
    go_on(desk, press.person, row, plan, edit=press.message_id)
    return None


def pressed(desk: Desk, press: Press) -> str | None:
    """A button under an assignment that is under way or done."""
    row = holdings.under_way(desk.session, press.numbers[0], press.person, press.chat_id)
    plan = holding.outline(desk, press.chat_id, press.message_id)
    if row is None or plan is None:
        return "old"
    scopes = [*row.said["scopes"], *(scope for alike in row.said["which"] for scope in alike)]
    if not all(_may(press.person, scope) for scope in scopes):
        return "not-yours"
    if press.verb in (Verb.ASSIGN_MORE, Verb.ASSIGN_CLOSER, Verb.ASSIGN_UNDO):
        return _after(desk, press, row, plan) if row.said.get("done") else "old"
    if row.said.get("done"):
        show_done(desk, press.person, row, plan, edit=press.message_id)
        return "old"
    if press.verb is Verb.ASSIGN_PAGE:
        go_on(desk, press.person, row, plan, edit=press.message_id, page=press.numbers[1])
        return None
    chosen = _which_chosen if press.verb is Verb.ASSIGN_WHICH else _person_chosen
    if not chosen(desk, row, press.numbers[1]):
        return "old"
    if row.said.get("pic") and press.verb is Verb.ASSIGN_TO:
        return pic.chosen(desk, press, row, plan)
    go_on(desk, press.person, row, plan, edit=press.message_id)
    return "saved" if row.said.get("done") else None


def _which_chosen(_desk: Desk, row: Listing, at: int) -> bool:
    which = row.said["which"]
    if not which or at >= len(which[0]):
        return False
    row.said = {**row.said, "scopes": [*row.said["scopes"], which[0][at]], "which": which[1:]}
    return True


def _person_chosen(desk: Desk, row: Listing, id: int) -> bool:
    if row.said["which"] or id not in holding.team_now(desk):
        return False
    people = list(dict.fromkeys([*row.said["people"], id]))
    row.said = {**row.said, "people": people, "who": row.said["who"][1:]}
    return True


def _after(desk: Desk, press: Press, row: Listing, plan: Outline) -> str | None:
    """What can be done with an assignment that was made: someone more, what stayed with others too, or undo it."""
    if press.verb is Verb.ASSIGN_UNDO:
        undone = holding.undo(desk, press.person, plan, row)
        show_done(desk, press.person, row, plan, edit=press.message_id)
        return "saved" if undone else "old"
    said = {**row.said, "which": [], "who": [], "people": []}
    said = {name: what for name, what in said.items() if name not in ("done", "list", "undone")}
    if press.verb is Verb.ASSIGN_MORE:
        said["how"] = str(How.SHARE)
    else:
        held = holdings.held(holding.team_now(desk).values())
        stayed = [one for scope in row.said["scopes"] for one in closer(held, scope, row.said["people"])]
        if not stayed or row.said.get("undone"):
            return "old"
        said |= {"scopes": stayed, "people": row.said["people"], "how": str(How.GIVE)}
    begun = holdings.begin(desk.session, press.person, press.chat_id, said, desk.now)
    go_on(desk, press.person, begun, plan)
    return None

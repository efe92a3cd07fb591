"""The plan's own column of who is responsible: for each wording the likely people are proposed; the lead decides."""

from collections.abc import Sequence
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers import choosing, holding
from zibot.handlers.holding import Outline
from zibot.handlers.press import Press
from zibot.handlers.refusing import note
from zibot.model import Listing, Person, saved
from zibot.rules.assigning import How, closer, holders, whole
from zibot.rules.pic import Known, Meant, Wording, likely
from zibot.rules.roles import May, allowed
from zibot.storage import holdings, plans


def wordings(desk: Desk) -> tuple[Wording, ...]:
    """What the plan in force says of who is responsible; nothing where it has no such column."""
    plan = plans.in_force(desk.session, desk.satker_id)
    return holdings.responsible(desk.session, plan) if plan is not None else ()


def begin(desk: Desk, person: Person, chat_id: int) -> None:
    """/tugaskan pic: the first wording that has an item of nobody's, else the first."""
    said = wordings(desk)
    leads = allowed(person.role, May.SETTLE)
    if not said or not leads:
        if not leads:
            note(desk, "/tugaskan", "not-yours", account=chat_id, chat_id=chat_id, person=person)
        desk.say(chat_id, "pic_none", lead=leads)
        return
    held = holdings.held(holding.team_now(desk).values())
    open_ones = (at for at, one in enumerate(said) if not all(holders(held, code) for code in one.codes))
    show(desk, chat_id, at=next(open_ones, 0))


def show(desk: Desk, chat_id: int, *, at: int, edit: int | None = None, last: dict[str, Any] | None = None) -> None:
    """Show one wording with whom it may mean; past the last one it says that they are through."""
    said, plan = wordings(desk), plans.in_force(desk.session, desk.satker_id)
    outline = holding.outline(desk)
    if plan is None or outline is None or at >= len(said):
        left = len(holdings.nobodys(desk.session, desk.satker_id, holding.team_now(desk).values()))
        buttons = [[(texts.label("button", "assign-list"), data(Verb.ASSIGN_LIST))]] if left else []
        protect = outline is not None and holding.guarded(outline)
        desk.say(chat_id, "pic_done", edit=edit, buttons=buttons, last=last, left=left, protect=protect)
        return
    one, team = said[at], holding.team_now(desk)
    meant = proposed(desk, one)
    held = holdings.held(team.values())
    now = dict.fromkeys(id for code in one.codes for id in holders(held, code))
    desk.say(
        chat_id,
        "pic",
        edit=edit,
        buttons=_buttons(desk, saved(plan.id), at, meant),
        at=at + 1,
        of=len(said),
        words=one.words,
        codes=one.codes,
        scopes=whole(one.codes, outline.codes),
        holders=holding.names(team, now),
        nobodys=sum(not holders(held, code) for code in one.codes),
        likely=[(team[id].name, team[id].jabatan) for id in meant.people],
        last=last,
        protect=holding.guarded(outline),
    )


def proposed(desk: Desk, said: Wording) -> Meant:
    """Who of the team a wording may mean."""
    team = holding.team_now(desk)
    known = [
        Known(id, person.name, person.jabatan, person.role, tuple(person.areas))
        for id, person in team.items()
        if holding.can_hold(person)
    ]
    return likely(said.words, known)


def _buttons(desk: Desk, plan_id: int, at: int, meant: Meant) -> list[list[Button]]:
    team = holding.team_now(desk)
    rows: list[list[Button]] = []
    if meant.together:
        rows.append([(texts.label("button", "pic-all"), data(Verb.PIC_ALL, plan_id, at))])
    for id in meant.people:
        name = texts.short(team[id].name, 32)
        rows.append([(texts.label("button", "pic-set", name=name), data(Verb.PIC_SET, plan_id, at, id))])
    back = [(texts.label("button", "page-back"), data(Verb.PIC, plan_id, at - 1))] if at else []
    skip = (texts.label("button", "pic-skip"), data(Verb.PIC, plan_id, at + 1))
    return [*rows, [(texts.label("button", "pic-choose"), data(Verb.PIC_CHOOSE, plan_id, at))], [*back, skip]]


def pressed(desk: Desk, press: Press) -> str | None:
    """A button under a wording: show another, or let people hold its items."""
    plan, said = plans.in_force(desk.session, desk.satker_id), wordings(desk)
    outline = holding.outline(desk)
    plan_id, at = press.numbers[:2]
    if plan is None or outline is None or plan.id != plan_id or at > len(said):
        return "old"
    if press.verb is Verb.PIC:
        show(desk, press.chat_id, at=at, edit=holding.place(desk, press, outline))
        return None
    if at >= len(said):
        return "old"
    if press.verb is Verb.PIC_CHOOSE:
        return _choose(desk, press, said[at], outline)
    people = proposed(desk, said[at]).people if press.verb is Verb.PIC_ALL else (press.numbers[2],)
    if not people or any(id not in holding.team_now(desk) for id in people):
        return "old"
    row = _begun(desk, press, said[at], outline, people)
    return chosen(desk, press, row, outline)


def _begun(desk: Desk, press: Press, said: Wording, outline: Outline, people: Sequence[int]) -> Listing:
    """An assignment of a wording's items, as the fewest scopes that cover just these."""
    under_way: dict[str, Any] = {
        "how": str(How.GIVE),
        "scopes": list(whole(said.codes, outline.codes)),
        "which": [],
        "people": list(people),
        "who": [],
        "pic": list(press.numbers[:2]),
        "words": said.words,
    }
    return holdings.begin(desk.session, press.person, press.chat_id, under_way, desk.now)


def _choose(desk: Desk, press: Press, said: Wording, outline: Outline) -> str | None:
    choosing.ask_who(desk, _begun(desk, press, said, outline, ()), outline, edit=holding.place(desk, press, outline))
    return None


def chosen(desk: Desk, press: Press, row: Listing, plan: Outline) -> str | None:
    """Let the chosen people hold a wording's items, and show the next wording in its place."""
    at = row.said["pic"][1]
    held, people = holdings.held(holding.team_now(desk).values()), row.said["people"]
    # All that the plan says so is meant, also what someone is named for more closely.
    named = [one for scope in row.said["scopes"] for one in closer(held, scope, people)]
    row.said = {**row.said, "scopes": [*row.said["scopes"], *named]}
    why = holding.refused(desk, plan, row)
    if why is not None and why["why"] != "same":
        desk.say(press.chat_id, "assign_refused", **why)
        return None
    if why is None:
        holding.carry_out(desk, press.person, plan, row)
    team = holding.team_now(desk)
    last = {"words": row.said["words"], "names": holding.names(team, row.said["people"]), "same": why is not None}
    show(desk, press.chat_id, at=at + 1, edit=holding.place(desk, press, plan), last=last)
    return "saved"

"""Choosing who holds something: the people of the team as buttons, a page at a time."""

from collections.abc import Iterable, Sequence
from math import ceil

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers import holding
from zibot.handlers.holding import Outline
from zibot.model import Listing, saved
from zibot.rules.assigning import How
from zibot.storage import holdings

PAGE = 8
"""Buttons on a page: what a small phone shows below the words."""


def ask_who(
    desk: Desk, row: Listing, plan: Outline, *, page: int = 0, unknown: str = "", edit: int | None = None
) -> None:
    """Let the person be chosen: of those who are alike, else of all who can hold it, a page at a time."""
    team, scopes = holding.team_now(desk), row.said["scopes"]
    held = holdings.held(team.values())
    now = list(dict.fromkeys(id for scope in scopes for id in holding.had(held, plan, scope)))
    alike = [id for id in (row.said["who"] or [[]])[0] if id in team]
    choices = _choices(desk, row, alike, now)
    counts = holding.holding(team, plan)
    pages = max(1, ceil(len(choices) / PAGE))
    page = min(page, pages - 1)
    buttons = []
    for id in choices[page * PAGE : (page + 1) * PAGE]:
        said = texts.label("button", "assign-person", name=texts.short(team[id].name, 40), count=counts[id])
        buttons.append([(said, data(Verb.ASSIGN_TO, saved(row.id), id))])
    desk.say(
        row.chat_id,
        "assign_who",
        edit=edit,
        buttons=[*buttons, turning(page, pages, Verb.ASSIGN_PAGE, saved(row.id)), _back(row)],
        how=row.said["how"],
        scopes=[plan.row(scope) for scope in scopes],
        unknown=unknown,
        alike=len(alike) > 1,
        people=len(choices),
        holders=holding.names(team, now),
        named=holding.names(team, row.said["people"]),
        pic=row.said.get("words", ""),
        protect=holding.guarded(plan),
    )


def _choices(desk: Desk, row: Listing, alike: Sequence[int], now: Iterable[int]) -> list[int]:
    """Who can be chosen, by name."""
    team = holding.team_now(desk)
    if alike:
        return list(alike)
    if How(row.said["how"]) is How.TAKE:
        return [id for id in now if id in team]
    return [id for id, person in team.items() if holding.can_hold(person) and id not in row.said["people"]]


def _back(row: Listing) -> list[Button]:
    """The way back to the list that someone came from, where they came from one."""
    plan, numbers = row.said.get("pic"), row.said.get("list")
    to = data(Verb.PIC, *plan) if plan else data(Verb.ASSIGN_LIST, *numbers) if numbers else ""
    return [(texts.label("button", "assign-back"), to)] if to else []


def turning(page: int, pages: int, verb: Verb, *numbers: int) -> list[Button]:
    """The buttons to the pages beside this one, whose number comes last."""
    found = []
    if page > 0:
        found.append((texts.label("button", "page-back"), data(verb, *numbers, page - 1)))
    if page + 1 < pages:
        found.append((texts.label("button", "page-next"), data(verb, *numbers, page + 1)))
    return found

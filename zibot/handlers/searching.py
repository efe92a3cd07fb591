"""/cari: items by their words. What is confidential is found by its code and holders only, unless it is one's own."""

from collections.abc import Sequence
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.about import known_of, no_plan
from zibot.handlers.paging import Asker, Book, Leaf, in_rows, pages_of, show, sliced
from zibot.handlers.seeing import Hides, shows
from zibot.handlers.who import Spoken
from zibot.model import Item, saved
from zibot.rules import search as rules
from zibot.rules.chat_words import plain
from zibot.rules.search import Entry
from zibot.rules.subjects import names_of
from zibot.storage import listings, people, plans

LONGEST = 100
"""Characters of what is searched for."""


def find(desk: Desk, spoken: Spoken) -> None:
    """/cari kata: the items in whose words it stands."""
    if not spoken.argument:
        desk.say(spoken.chat_id, "search_what")
        return
    search(desk, Asker.of(spoken), spoken.argument)


def search(desk: Desk, asker: Asker, words: str) -> None:
    """Show the items that hold some words."""
    if plans.in_force(desk.session, desk.satker_id) is None:
        no_plan(desk, asker.person, asker.chat_id, private=asker.private)
        return
    show(desk, asker, of_search(desk, asker, {"words": " ".join(words.split())[:LONGEST]}))


def of_search(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """The items that hold the words that were asked for, the best first."""
    plan, hidden = plans.in_force(desk.session, desk.satker_id), asker.hidden(desk)
    rows = {saved(row.id): row for row in plans.items(desk.session, plan)} if plan is not None else {}
    entries = [_entry(desk, row, hidden) for row in rows.values()]
    hits = [hit.id for hit in rules.search(said["words"], entries)]
    open_ones = [row for row in rows.values() if not hidden(row)]
    hits += [id for id in _of_components(desk, said["words"], open_ones) if id not in hits]
    found = [rows[id] for id in hits]

    def leaf(page: int) -> Leaf:
        shown = sliced(found, page)
        words = texts.render("found", asked=said["words"], items=shown, total=len(found), hidden=hidden)
        return Leaf(words, item_buttons(shown))

    return Book(listings.SEARCH, said, pages_of(found), leaf, protect=shows(found, hidden))


def _entry(desk: Desk, row: Item, hidden: Hides) -> Entry:
    """What may be found of an item: of a hidden one what a list shows of it."""
    names = ", ".join(desk.team[id].name for id in people.holders(list(desk.team.values()), row.code))
    fields = {"code": row.code, "holders": names}
    if not hidden(row):
        fields |= {"component": row.component, "action": row.action, "indicator": row.indicator}
        fields["slots"] = " · ".join(row.slots)
    return Entry(saved(row.id), fields)


def _of_components(desk: Desk, words: str, rows: Sequence[Item]) -> list[int]:
    """The items of the component that the words are another name of ("dumas")."""
    known = known_of(desk)
    places = names_of(known).components.get(plain(words), frozenset())
    codes = tuple(known.components[place].code + "." for place in places)
    return [saved(row.id) for row in rows if codes and row.code.startswith(codes)]


def item_buttons(rows: Sequence[Item]) -> list[list[Button]]:
    """A button for each item of a list above it, two in a row."""
    return in_rows([(row.code, data(Verb.ITEM, saved(row.id))) for row in rows])


def named_buttons(rows: Sequence[Item], hidden: Hides) -> list[list[Button]]:
    """A button for each item with what it asks for, where nothing else tells it."""
    return [[(row.code if hidden(row) else _named(row), data(Verb.ITEM, saved(row.id)))] for row in rows]


def _named(row: Item) -> str:
    return f"{row.code} · {texts.short(row.action or row.indicator, 30)}"

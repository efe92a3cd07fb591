"""Turning the pages of a long answer in place: what was asked is written again from what is true now."""

from collections.abc import Mapping

from zibot.context import Desk
from zibot.handlers import items, lists, searching
from zibot.handlers.paging import Asker, Writes, show
from zibot.handlers.press import Press
from zibot.storage import listings, plans

_WRITES: Mapping[str, Writes] = {
    "tasks": lists.own,
    "person": lists.of_person,
    "late": lists.of_late,
    "agenda": lists.of_agenda,
    "missing": lists.of_missing,
    "review": lists.of_review,
    "item": items.of_item,
    "component": items.of_component,
    listings.SEARCH: searching.of_search,
}
"""Each kind of long answer and what writes it."""


def turn(desk: Desk, press: Press) -> str | None:
    """[Sebelumnya] or [Berikutnya]: in private only by who asked; in the group by anyone of the team."""
    id, page = press.numbers
    listing = listings.find(desk.session, desk.satker_id, id)
    if listing is None or listing.what not in _WRITES or listing.chat_id != press.chat_id:
        return "old"
    if press.private and listing.person_id != press.person.id:
        return "not-yours"
    if plans.in_force(desk.session, desk.satker_id) is None:
        return "old"
    asker = Asker.by(press, edit=True)
    show(desk, asker, _WRITES[listing.what](desk, asker, listing.said), page=page, listing=id)
    return None

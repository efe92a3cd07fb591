"""Answers that are longer than a phone's page: turned in place, also after a restart and 90 days later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press
from zibot.handlers.seeing import Hides, hides, protected
from zibot.handlers.who import Spoken
from zibot.model import Person
from zibot.storage import listings

ROWS = 6
"""Lines on a page: with as many buttons, two in a row, they still fit on a phone with their first line in sight."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where the answer goes; `edit` is the message whose place it takes."""

    person: Person
    chat_id: int
    private: bool
    edit: int | None = None

    @classmethod
    def of(cls, spoken: Spoken) -> "Asker":
        """Who wrote."""
        return cls(spoken.person, spoken.chat_id, spoken.private)

    @classmethod
    def by(cls, press: Press, *, edit: bool = False) -> "Asker":
        """Who pressed a button; the answer is new, or takes the place of the message above the button."""
        return cls(press.person, press.chat_id, press.private, press.message_id if edit else None)

    def hidden(self, desk: Desk) -> Hides:
        """What stays hidden from them there; a message that can be forwarded never begins to tell a secret."""
        if self.edit is not None and not protected(desk, self.chat_id, self.edit):
            return lambda thing: thing.confidential
        return hides(desk, self.person, private=self.private)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its words as HTML, its buttons, and the obligations that it is about."""

    html: str
    buttons: Sequence[Sequence[Button]] = ()
    about: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """An answer of one page or more; `said` is what lets it be written again from what is true then."""

    what: str
    said: dict[str, Any]
    count: int
    leaf: Callable[[int], Leaf]
    protect: bool = False


Writes = Callable[[Desk, Asker, dict[str, Any]], Book]
"""What writes a book out of what was asked."""


def sliced(rows: Sequence[Any], page: int, size: int = ROWS) -> Sequence[Any]:
    """The rows of one page."""
    return rows[page * size : (page + 1) * size]


def pages_of(rows: Sequence[Any], size: int = ROWS) -> int:
    """How many pages rows fill; nothing fills one."""
    return max(1, -(-len(rows) // size))


def show(desk: Desk, asker: Asker, book: Book, *, page: int = 0, listing: int | None = None) -> None:
    """Show a page of an answer; of a longer one what was asked is remembered, so that it can be turned."""
    page = min(page, book.count - 1)
    leaf = book.leaf(page)
    buttons = [list(row) for row in leaf.buttons]
    if book.count > 1:
        id = listing
        if id is None:
            id = listings.keep(desk.session, asker.person, asker.chat_id, book.what, book.said, now=desk.now)
        buttons.append(_turning(id, page, book.count))
    desk.say(
        asker.chat_id,
        "page",
        edit=asker.edit,
        buttons=buttons,
        about=leaf.about,
        protect=book.protect,
        html=leaf.html,
        page=page + 1,
        pages=book.count,
    )


def _turning(listing: int, page: int, pages: int) -> list[Button]:
    back = (texts.label("button", "page-back"), data(Verb.TURN, listing, page - 1))
    on = (texts.label("button", "page-next"), data(Verb.TURN, listing, page + 1))
    return [*([back] if page > 0 else []), *([on] if page + 1 < pages else [])]


def in_rows(buttons: Sequence[Button], width: int = 2) -> list[list[Button]]:
    """Buttons two in a row: three are cut off on a narrow phone."""
    return [list(buttons[at : at + width]) for at in range(0, len(buttons), width)]

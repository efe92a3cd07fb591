"""A document as every format gives it: rows in reading order, where a paragraph is a row of one cell."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from zibot.plan.problem import Problem

Told = Callable[[int, int], None]
"""Told how many pages of how many are read; page 0 says that letters have to be recognised, which takes longer."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row or a paragraph: its cells, its line or row counted from 1 within `place`, its page as far as known.

    Every row of one table has as many cells as the table has columns. `place` says where the count of rows begins:
    "" for the whole file, else "page 3", "sheet LKE ZI" or "table 2".
    """

    cells: tuple[str, ...]
    number: int
    page: int | None = None
    place: str = ""
    table: int = 0
    """Which table of the document, counted from 1; 0 where the format cannot tell one table from the next."""
    carried: frozenset[int] = frozenset()
    """Columns whose cell is merged with the one above it: the text of that cell is repeated here."""
    joined: frozenset[int] = frozenset()
    """Columns whose cell is merged with the one to its left: the text stands there, and here is nothing."""
    coloured: frozenset[int] = frozenset()
    """Columns whose cell is filled with a colour other than white; all columns of a merged cell."""

    @property
    def is_prose(self) -> bool:
        """Whether it is a paragraph and no table row."""
        return len(self.cells) == 1

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell.strip())

    @property
    def where(self) -> str:
        """Where it stands, as a problem names it: "row 12", "page 3, row 4", "sheet LKE ZI, row 9"."""
        return f"{self.place}, row {self.number}" if self.place else f"row {self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """All rows of a document; `scanned` where they were read from pictures, so that nothing of it is certain."""

    rows: tuple[Row, ...]
    scanned: bool = False
    problems: tuple[Problem, ...] = ()
    """What the format could not read, such as a page without text."""


_BROKEN = re.compile(r"(?<=[a-z]{4})\n(?!(?:di|ke|ia|ya|se)\b)([a-z]{1,2})(?![a-z.)])")


def unbroken(text: str) -> str:
    """A printed cell's text with words made whole that its narrow column broke without a hyphen ("Akuntabilita s")."""
    return _BROKEN.sub(r"\1", text)


def one_line(text: str) -> str:
    """The text with every run of spaces and line breaks made one space."""
    return " ".join(text.split())

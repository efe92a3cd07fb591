"""A document as every format gives it: rows in reading order, where a paragraph is a row of one cell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A table row or a paragraph: its cells, its line or row counted from 1, its page as far as it is known."""

    cells: tuple[str, ...]
    number: int
    page: int | None = None

    @property
    def is_prose(self) -> bool:
        """Whether it is a paragraph and no table row."""
        return len(self.cells) == 1

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell.strip())


def one_line(text: str) -> str:
    """The text with every run of spaces and line breaks made one space."""
    return " ".join(text.split())

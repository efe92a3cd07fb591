"""What the commands share: the one application, what they print, and the house for one command."""

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from zibot import redact
from zibot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zibot.context import House

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Json = Annotated[bool, typer.Option("--json", help="Keluaran untuk program.")]


def fail(code: str, details: dict[str, str], status: int = 2) -> NoReturn:
    """End with one line that says what is wrong and what to do."""
    from zibot import texts

    line = texts.label("terminal", "error", where="", text=texts.label("error", code, **details))
    print(redact.hide(line), file=sys.stderr)
    sys.exit(status)


def say(line: str, /, **data: object) -> None:
    """Print a line of the terminal's texts."""
    from zibot import texts

    print(texts.label("terminal", line, **data))


@contextlib.contextmanager
def house(settings: Settings, *, changes: bool = False) -> "Iterator[House]":
    """The house for one command; what a change made due is put into the outbox before it ends."""
    from zibot.jobs.tick import tick
    from zibot.service import build_house

    opened = build_house(settings)
    try:
        yield opened
        if changes:
            asyncio.run(tick(opened))
    finally:
        opened.close()

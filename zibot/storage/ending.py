"""What a transaction writes once at its end, however many of the pieces of work in it asked for it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

Write = Callable[[Connection, list[Any]], object]
"""Writes all that was asked for, in one statement where that is possible."""


def at_the_end(session: Session, write: Write, what: Any) -> None:
    """Have something written when the transaction ends; where it is taken back, so is this."""
    session.connection().info.setdefault("at_the_end", {}).setdefault(write, []).append(what)


def asked(session: Session, write: Write) -> list[Any]:
    """What is to be written in one way when the transaction ends, in the order in which it was asked for."""
    found: list[Any] = session.connection().info.get("at_the_end", {}).get(write, [])
    return found


def write_all(connection: Connection) -> None:
    """Write what was asked for; for who ends the transaction."""
    for write, what in connection.info.pop("at_the_end", {}).items():
        write(connection, what)


def forget(connection: Connection) -> None:
    """Nothing was asked for yet, or all was taken back."""
    connection.info.pop("at_the_end", None)

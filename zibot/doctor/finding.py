"""What the doctor found at one check: how it stands, and the code of the sentence that says so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ParamSpec

P = ParamSpec("P")


class State(StrEnum):
    """How one thing stands: in order, to be looked at, or keeping the bot from its work."""

    FINE = "fine"
    ATTENTION = "attention"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was checked, how it stands, which sentence says so and what fills it."""

    check: str
    state: State
    code: str
    details: dict[str, Any] = field(default_factory=dict)


def fine(check: str, code: str, **details: Any) -> Finding:
    """In order."""
    return Finding(check, State.FINE, code, details)


def attention(check: str, code: str, **details: Any) -> Finding:
    """Someone should look at it; the bot works nevertheless."""
    return Finding(check, State.ATTENTION, code, details)


def wrong(check: str, code: str, **details: Any) -> Finding:
    """The bot cannot work as it should, or what it keeps is damaged."""
    return Finding(check, State.WRONG, code, details)


def tried(check: str, look: Callable[P, Iterable[Finding]], *args: P.args, **kwargs: P.kwargs) -> Iterator[Finding]:
    """Findings of a check; one that cannot be done is itself a finding and keeps no other from being done."""
    try:
        yield from look(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - a doctor who faints helps nobody: whatever it is, it is told
        why = (str(error).splitlines() or [""])[0]
        yield attention(check, "unchecked", why=f"{type(error).__name__}: {why}")

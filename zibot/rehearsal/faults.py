"""Trouble on order: what the network and the server may do to the next calls."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from zibot.rehearsal.errors import ApiError, too_many
from zibot.rehearsal.nouns import Json


@dataclass(frozen=True)
class Refuse:
    """Answer with this refusal and do nothing."""

    error: ApiError


@dataclass(frozen=True)
class Reset:
    """Break the connection off and do nothing."""


@dataclass(frozen=True)
class CutAnswer:
    """Do what was asked, then break off before the answer: the bot cannot know."""


@dataclass(frozen=True)
class Slow:
    """Wait so many seconds of real time, then do it."""

    seconds: float


@dataclass(frozen=True)
class Hold:
    """Do it only when the test sets `release` (or after 30 s)."""

    release: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class CutDownload:
    """For the pseudo method `download`: break off after so many bytes."""

    after: int = 100


Outcome = Refuse | Reset | CutAnswer | Slow | Hold | CutDownload

INTERNAL = Refuse(ApiError(500, "Internal Server Error"))
BAD_GATEWAY = Refuse(ApiError(502, "Bad Gateway"))


def flood(seconds: int) -> Refuse:
    """The refusal with 429 and the seconds to wait."""
    return Refuse(too_many(seconds))


@dataclass
class _Planned:
    method: str
    outcome: Outcome
    times: int
    when: Callable[[Json], bool]


class Faults:
    """The schedule, in the order in which trouble was ordered."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def add(
        self, method: str, outcome: Outcome, *, times: int = 1, when: Callable[[Json], bool] = lambda _: True
    ) -> None:
        """The next `times` calls of `method` (`*`: any but getUpdates; `download`: files) meet this outcome."""
        self._planned.append(_Planned(method.lower(), outcome, times, when))

    def take(self, method: str, params: Json) -> Outcome | None:
        """The trouble for this call, if any is due; it is used up."""
        method = method.lower()
        for planned in self._planned:
            fits = planned.method == method or (planned.method == "*" and method not in ("getupdates", "download"))
            if planned.times > 0 and fits and planned.when(params):
                planned.times -= 1
                return planned.outcome
        return None

    def clear(self) -> None:
        """No more trouble."""
        self._planned.clear()

    @property
    def left(self) -> int:
        """How many troubles have not yet befallen anyone."""
        return sum(planned.times for planned in self._planned)

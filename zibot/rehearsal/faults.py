"""Trouble on order or by chance: what the network and the server may do to calls, downloads and deliveries."""

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zibot.rehearsal.errors import ApiError, too_many
from zibot.rehearsal.nouns import Json

APART = frozenset({"getupdates", "download", "webhook"})
"""What `*` leaves out: the poll, and the pseudo methods for files that are fetched and updates that are delivered."""


@dataclass(frozen=True)
class Refuse:
    """Answer with this refusal and do nothing."""

    error: ApiError


@dataclass(frozen=True)
class Reset:
    """Break the connection off and do nothing."""


@dataclass(frozen=True)
class CutAnswer:
    """Do what was asked, then break off before the answer: the bot cannot know. For `webhook`: its answer is lost."""


@dataclass(frozen=True)
class Torn:
    """Answer with something that is no answer of the API; `done`: do what was asked before, all the same."""

    status: int
    body: bytes = b""
    media_type: str = "text/html"
    done: bool = False


@dataclass(frozen=True)
class Slow:
    """Wait so many seconds of real time, then do it; what comes after it is not held up."""

    seconds: float


@dataclass(frozen=True)
class Hold:
    """Do it only when the test sets `release` (or after 30 s)."""

    release: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class CutDownload:
    """For `download`: break off after so many bytes, though the true length was promised."""

    after: int = 100


@dataclass(frozen=True)
class OtherLength:
    """For `download`: so many bytes more (or, below zero, fewer) than the file has, and promised just so."""

    by: int


@dataclass(frozen=True)
class Trickle:
    """For `download`: `piece` bytes, a pause of so many seconds of real time, and on until all is there."""

    piece: int = 1024
    pause: float = 0.1


@dataclass(frozen=True)
class Unconfirmed:
    """For `getUpdates`: take no note of the offset, so that updates which it confirms come again."""


@dataclass(frozen=True)
class Backwards:
    """For `getUpdates`: the updates of the answer in reverse order, with their ids as they were."""


@dataclass(frozen=True)
class Twice:
    """For `webhook`: post the update twice at the same moment."""


Outcome = (
    Refuse
    | Reset
    | CutAnswer
    | Torn
    | Slow
    | Hold
    | CutDownload
    | OtherLength
    | Trickle
    | Unconfirmed
    | Backwards
    | Twice
)

INTERNAL = Refuse(ApiError(500, "Internal Server Error"))
BAD_GATEWAY = Refuse(ApiError(502, "Bad Gateway"))
_PAGE = b"<html>\r\n<head><title>%s</title></head>\r\n<body><center><h1>%s</h1></center></body>\r\n</html>\r\n"
BAD_GATEWAY_PAGE = Torn(502, _PAGE % (b"502 Bad Gateway", b"502 Bad Gateway"))
GATEWAY_TIMEOUT = Torn(504, _PAGE % (b"504 Gateway Time-out", b"504 Gateway Time-out"), done=True)
PAGE_INSTEAD = Torn(200, _PAGE % (b"Selamat datang", b"Silakan masuk ke jaringan"))
"""What a network with a door of its own puts between: a page, with 200."""
HALF_AN_ANSWER = Torn(200, b'{"ok":true,"resul', "application/json", done=True)
EMPTY = Torn(200, b"", "application/json", done=True)


def flood(seconds: int) -> Refuse:
    """The refusal with 429 and the seconds to wait."""
    return Refuse(too_many(seconds))


def bad_day(rate: float) -> dict[str, dict[Outcome, float]]:
    """Chances for `by_chance`: each kind of trouble, wherever it can occur, befalls a call with this chance."""
    refused = (INTERNAL, BAD_GATEWAY, BAD_GATEWAY_PAGE, PAGE_INSTEAD, flood(1), Reset())
    unheard = (CutAnswer(), GATEWAY_TIMEOUT, HALF_AN_ANSWER, EMPTY)
    kinds: dict[str, tuple[Outcome, ...]] = {
        "*": (*refused, *unheard, Slow(0.05)),
        "getUpdates": (*refused, *unheard, Unconfirmed(), Backwards()),
        "download": (*refused, CutDownload(), OtherLength(-7), OtherLength(7), Trickle(65536, 0.01)),
        "webhook": (Reset(), CutAnswer(), Twice(), Slow(0.05)),
    }
    return {method: dict.fromkeys(outcomes, rate) for method, outcomes in kinds.items()}


@dataclass
class Met:
    """A call that met trouble; `done` once it was carried out all the same."""

    method: str
    params: Json
    outcome: Outcome
    done: bool = False

    @property
    def unheard(self) -> bool:
        """Whether it was carried out though the bot cannot know: it may be made once more."""
        return self.done and isinstance(self.outcome, CutAnswer | Torn)


@dataclass
class _Planned:
    method: str
    outcome: Outcome
    times: int
    when: Callable[[Json], bool]


class Faults:
    """The schedule, in the order in which trouble was ordered, then what chance brings; `befell` is what came of it."""

    def __init__(self) -> None:
        self.befell: list[Met] = []
        self._planned: list[_Planned] = []
        self._chances: dict[str, Mapping[Outcome, float]] = {}
        self._seed = 0
        self._dice: dict[str, random.Random] = {}

    def add(
        self, method: str, outcome: Outcome, *, times: int = 1, when: Callable[[Json], bool] = lambda _: True
    ) -> None:
        """The next `times` calls of `method` meet this outcome.

        `*` is any method but getUpdates; `download` are files that are fetched, `webhook` updates that are delivered.
        """
        self._planned.append(_Planned(method.lower(), outcome, times, when))

    def by_chance(self, seed: int, chances: Mapping[str, Mapping[Outcome, float]]) -> None:
        """From now on each call may meet trouble: by method the chance of each outcome, `*` for those not named.

        The n-th call of a method meets the same for the same seed, whatever other methods are called in between.
        """
        for method, rates in chances.items():
            if sum(rates.values()) > 1:
                raise ValueError(f"the chances for {method} come to more than 1")
        self._chances = {method.lower(): rates for method, rates in chances.items()}
        self._seed, self._dice = seed, {}

    def take(self, method: str, params: Json) -> Met | None:
        """The trouble for this call, if any is due; it is used up and noted."""
        method = method.lower()
        outcome = self._ordered(method, params) or self._thrown(method)
        if outcome is None:
            return None
        met = Met(method, params, outcome)
        self.befell.append(met)
        return met

    def _ordered(self, method: str, params: Json) -> Outcome | None:
        for planned in self._planned:
            fits = planned.method == method or (planned.method == "*" and method not in APART)
            if planned.times > 0 and fits and planned.when(params):
                planned.times -= 1
                return planned.outcome
        return None

    def _thrown(self, method: str) -> Outcome | None:
        rates = self._chances.get(method, {} if method in APART else self._chances.get("*", {}))
        if not rates:
            return None
        dice = self._dice.setdefault(method, random.Random(f"{self._seed} {method}"))
        rest = dice.random()
        for outcome, rate in rates.items():
            rest -= rate
            if rest < 0:
                return outcome
        return None

    def unheard(self, method: str) -> list[Json]:
        """The parameters of the calls that were carried out though their answer was lost: these may be doubled."""
        return [met.params for met in self.befell if met.method == method.lower() and met.unheard]

    def clear(self) -> None:
        """No more trouble, neither on order nor by chance; what befell stays on record."""
        self._planned.clear()
        self._chances = {}

    @property
    def left(self) -> int:
        """How many troubles have not yet befallen anyone."""
        return sum(planned.times for planned in self._planned)

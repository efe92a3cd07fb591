"""The ledger held against itself, against its head, and against heads that others kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from zibot.proof.finding import Finding, found
from zibot.storage import witness
from zibot.storage.ledger import GENESIS, Link

CREDIBLE = range(2000, 3000)
"""Years that are worth telling of a fact that was changed."""


@dataclass(frozen=True)
class Chain:
    """The facts of an office, oldest first, each with the hash that it should have."""

    links: Sequence[Link]
    seals: Sequence[str]

    @classmethod
    def of(cls, links: Sequence[Link]) -> "Chain":
        """Seal each fact anew."""
        return cls(links, [link.sealed for link in links])

    def __len__(self) -> int:
        """How many facts there are."""
        return len(self.links)

    def sound(self, place: int) -> bool:
        """Whether a fact is as it was sealed."""
        return self.links[place].hash == self.seals[place]

    def ends(self, place: int) -> set[str]:
        """The hashes by which a fact may be known to the next: what is written, and what it should be."""
        return {self.links[place].hash, self.seals[place]} if place >= 0 else {GENESIS}

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """Before which facts others are missing. What was changed itself tells nothing about its neighbours."""
        return tuple(
            place
            for place, link in enumerate(self.links)
            if self.sound(place)
            and link.fact.previous not in self.ends(place - 1)
            and (place == 0 or self.sound(place - 1))
        )

    @cached_property
    def places(self) -> dict[str, int]:
        """How many facts there were when each hash was the last."""
        found = {GENESIS: 0}
        for place in range(len(self)):
            found.update(dict.fromkeys(self.ends(place), place + 1))
        return found


def examined(chain: Chain, head: tuple[int, str] | None) -> Iterator[Finding]:
    """What is wrong within the ledger, and between it and its head."""
    for place, link in enumerate(chain.links):
        if not chain.sound(place):
            at = link.fact.at if link.fact.at.year in CREDIBLE else None
            yield found("changed", f"event {link.id}", id=link.id, kind=str(link.fact.kind), at=at)
    # Where none is missing, someone put others in the place of those that were there, or changed their order.
    whole = head is not None and head[0] == len(chain)
    for place in chain.gaps:
        before, after = chain.links[place].id, chain.links[place - 1].id if place else 0
        if whole:
            yield found("unlinked", f"event {before}", id=before)
        else:
            yield found("missing", f"event {before}", after=after, before=before)
    yield from _end(chain, head)


def _end(chain: Chain, head: tuple[int, str] | None) -> Iterator[Finding]:
    """Whether the ledger ends where its head says."""
    if head is None:
        if len(chain):
            yield found("head-missing", "head", count=len(chain))
        return
    count, sealed = head
    if sealed in chain.ends(len(chain) - 1):
        if count != len(chain) and not chain.gaps:
            yield found("head-changed", "head", count=count, holds=len(chain))
    elif count > len(chain):
        yield found("tail", "head", count=count, holds=len(chain))
    elif sealed in chain.places:
        yield found("surplus", "head", count=count, holds=len(chain))
    else:
        yield found("head-changed", "head", count=count, holds=len(chain))


@dataclass(frozen=True, slots=True)
class Witness:
    """A head that someone kept: its first characters at least, and how many facts there were, if known."""

    head: str
    count: int | None
    posted: datetime | None = None
    """When the bot said so in a recap."""
    noted: datetime | None = None
    """When the bot noted it beside the database; neither where the person at the terminal said it."""

    @property
    def where(self) -> str:
        """Where it is written."""
        return "recap" if self.posted else witness.FILE if self.noted else "--head"


def witnessed(chain: Chain, seen: Witness) -> Iterator[Finding]:
    """Whether the ledger still holds what a witness saw."""
    places = _places(chain, seen.head)
    if places and (seen.count is None or seen.count in places or chain.gaps):
        return
    said: dict[str, object] = {"head": seen.head[:16], "count": seen.count, "holds": len(chain)}
    said |= {"posted": seen.posted, "noted": seen.noted}
    if places:
        yield found("moved", seen.where, **said)
    elif seen.count is not None and seen.count > len(chain):
        yield found("cut", seen.where, **said)
    # The fact that a recap saw last may be the one that is missing, which is told already.
    elif not ((seen.posted or seen.noted) and chain.gaps):
        yield found("rewritten", seen.where, **said)


def _places(chain: Chain, head: str) -> list[int]:
    if len(head) == len(GENESIS):
        return [chain.places[head]] if head in chain.places else []
    return [count for known, count in chain.places.items() if known.startswith(head)]

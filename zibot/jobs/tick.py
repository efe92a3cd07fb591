"""All that time asks for, in one go: the scheduler only wakes this, and calling it twice does nothing more."""

from dataclasses import dataclass

from zibot.context import House
from zibot.jobs import recap, remind


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a look at the clock brought about."""

    backlog: int
    digests: int
    recaps: int


async def tick(house: House) -> Ticked:
    """Do once all that is due now."""
    return Ticked(
        backlog=await house.work(remind.backlog),
        digests=await house.work(remind.morning),
        recaps=await recap.post_due(house),
    )

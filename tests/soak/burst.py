"""Many photos of many people at once, with faults and kills all the while."""

import random
from collections.abc import Sequence

from tests.soak.office import SoakOffice, pause
from tests.soak.people import photo
from tests.soak.supervisor import Supervisor
from zibot.rehearsal.faults import bad_day
from zibot.rehearsal.people import Person

CALLS_A_PHOTO = 2
"""Calls that a photo costs at the least: one for its file, one for its receipt."""


def burst(
    office: SoakOffice, supervisor: Supervisor, people: Sequence[Person], *, photos: int, kills: int, seed: int,
    rate: float = 0.01,
) -> bool:  # fmt: skip
    """Have them sent, and all settled while the trouble goes on; whether it settled. Afterwards there is none."""
    dice = random.Random(seed)
    office.world.faults.by_chance(seed, bad_day(rate))
    supervisor.kill_after(dice.sample(range(3, photos * CALLS_A_PHOTO), kills))
    for number in range(photos):
        dice.choice(people).sends(photo(number))
        if dice.random() < 0.2:
            pause(dice.uniform(0, 0.05))
    settled = office.settles(patience=60 + photos)
    supervisor.spare()
    office.world.faults.clear()
    return office.settles() and settled

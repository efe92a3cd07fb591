"""`make soak`: a quarter with polling, then with a webhook; exits 1 with the list of what is wrong."""

import argparse
import logging
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tests.conftest import eventually
from tests.soak import books
from tests.soak.errands import someone_acts
from tests.soak.figures import figures
from tests.soak.office import SoakOffice, copied, opened, pause, prepared
from tests.soak.people import LEAD, Cast, team
from tests.soak.supervisor import Supervisor
from zibot.rehearsal.faults import bad_day
from zibot.workdays import Workdays

FIRST = date(2027, 1, 4)
QUARTER = 88
"""Days from the first Monday until the first working day after the quarter, with its recap."""
RATE = 0.01
ACTS = 35
CALLS_A_DAY = 50


def main() -> None:
    """Play the days in each mode, print the figures, and what is wrong."""
    said = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    said.add_argument("--seed", type=int, default=20270104)
    said.add_argument("--days", type=int, default=QUARTER, help="calendar days from 4 January 2027")
    said.add_argument("--mode", choices=("polling", "webhook", "both"), default="both")
    given = said.parse_args()
    logging.disable(logging.ERROR)  # what our own server says of the connections that it cut
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        codes = prepared(Path(name) / "prepared", team())
        for mode in ("polling", "webhook"):
            if given.mode in (mode, "both"):
                folder = copied(Path(name) / "prepared", Path(name) / mode)
                with opened(folder, codes, hooked=mode == "webhook") as office:
                    tell(f"\n{given.days} days, {mode}, seed {given.seed}")
                    wrong += [f"{mode}: {what}" for what in played(office, seed=given.seed, days=given.days)]
    tell(*("", f"{len(wrong)} things are wrong" if wrong else "The books are in order.", *wrong[:50]))
    sys.exit(bool(wrong))


def tell(*lines: str) -> None:
    """Print at once."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def played(office: SoakOffice, *, seed: int, days: int) -> list[str]:
    """Play so many days; tells the figures and gives what is wrong."""
    begun, dice, cast = time.monotonic(), random.Random(seed), Cast(office, random.Random(seed + 1))
    with Supervisor(office, random.Random(seed + 2)) as supervisor:
        cast.joined()
        office.world.faults.by_chance(seed, bad_day(RATE))
        wrong = []
        for day in range(days):
            on = FIRST + timedelta(days=day)
            if Workdays.indonesia().is_workday(on):
                wrong += a_day(cast, supervisor, on, dice)
        supervisor.spare()
        office.world.faults.clear()
        supervisor.rest()
    wrong += the_end(cast, FIRST + timedelta(days=days - 1))
    code = office.stop()
    wrong += [f"the bot ended by itself with {code}" for code in supervisor.fell]
    wrong += [f"it ended with {code} on SIGTERM"] if code else []
    # Who looks at pictures, when nobody speaks, may have found one just then; the next to run tells it.
    office.zibot("tick")
    tell(*figures(office, killed=supervisor.killed, seconds=time.monotonic() - begun))
    return wrong + books.wrong(office, supervisor.kills)


def the_end(cast: Cast, last: date) -> list[str]:
    """The noon after all trouble: one that was killed last of all has yet to wake and to do what is due."""
    office = cast.office
    office.settles()
    office.at(f"{last} 12:00")
    cast.person(LEAD).says("/status")
    eventually(lambda: office.looks_at() > office.now())
    return [] if office.settles() else ["it never came to rest"]


def a_day(cast: Cast, supervisor: Supervisor, on: date, dice: random.Random) -> list[str]:
    """A working day: the morning messages, what people make of them, and an evening on which all is settled."""
    office = cast.office
    office.at(f"{on} 07:30")
    pause(0.5)
    supervisor.kill_after(dice.sample(range(CALLS_A_DAY), dice.choice((0, 1, 1, 2))))
    for _ in range(ACTS):
        someone_acts(cast)
        office.passes(dice.uniform(1, 60))
        pause(dice.uniform(0, 0.05))
    # Overnight whatever failed would be too old to be tried once more, and what nobody asked for is forgotten.
    return [] if office.settles() else [f"{on} never came to rest"]


if __name__ == "__main__":
    main()

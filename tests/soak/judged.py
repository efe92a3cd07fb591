"""A thousand photos by twenty people with fifty kills, faults all the while: `python -m tests.soak.judged`."""

import argparse
import logging
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.soak import books
from tests.soak.__main__ import tell
from tests.soak.burst import burst
from tests.soak.figures import figures
from tests.soak.office import opened, prepared
from tests.soak.people import staff
from tests.soak.supervisor import Supervisor


def main() -> None:
    """Play it once, print the figures, and what is wrong."""
    said = argparse.ArgumentParser(prog="python -m tests.soak.judged", description=__doc__)
    for name, default in (("seed", 20270104), ("photos", 1000), ("people", 20), ("kills", 50)):
        said.add_argument(f"--{name}", type=int, default=default)
    said.add_argument("--webhook", action="store_true")
    given = said.parse_args()
    logging.disable(logging.ERROR)  # what our own server says of the connections that it cut
    with tempfile.TemporaryDirectory(prefix="judged-") as name:
        codes = prepared(Path(name), staff(given.people))
        with opened(Path(name), codes, hooked=given.webhook) as office:
            with Supervisor(office, random.Random(given.seed)) as supervisor:
                people = [office.join(full_name) for full_name in codes]
                begun = time.monotonic()
                settled = burst(office, supervisor, people, photos=given.photos, kills=given.kills, seed=given.seed)
                supervisor.rest()
            people[0].says("/status")  # one that was killed last of all has yet to wake
            settled = office.settles() and settled
            office.stop()
            tell(*figures(office, killed=supervisor.killed, seconds=time.monotonic() - begun))
            wrong = books.wrong(office, supervisor.kills) + [f"the bot ended with {code}" for code in supervisor.fell]
            wrong += [] if settled else ["it never came to rest"]
    tell(f"{len(wrong)} things are wrong" if wrong else "The books are in order.", *wrong[:50])
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

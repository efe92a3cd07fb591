"""Photos from many chats at the same moment: from the moment at which Telegram has them to that of their receipts."""

import asyncio
import json
import tempfile
import time
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

from PIL import Image

from benchmarks.ground import PLAN, ROOT, TOKEN, Ear, environment, running, wait_until
from zibot.plan import read_plan
from zibot.rehearsal import stage
from zibot.rehearsal.people import Person, Photo
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World
from zibot.settings import load
from zibot.workdays import Workdays

PACE = ("send_per_second", "send_per_chat", "send_per_group")
CHATS = 20
RUNS = 3
WARM, ROUNDS = 2, 20
"""Rounds of one photo a chat: those in which a bot that just woke looks at everything for the first time, and those
that are measured."""
AT = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
"""Eight in the evening at the office: no reminders meanwhile."""


@dataclass(frozen=True)
class Taken:
    """Milliseconds from update to receipt, and receipts in a second."""

    p50: float
    p99: float
    rate: float


def measure() -> tuple[Taken, Taken]:
    """Zibot and the bare bot by turns, of each figure the median: what slows the machine for a while slows both."""
    runs = [(durable(), bare()) for _ in range(RUNS)]
    return _median([ours for ours, _ in runs]), _median([theirs for _, theirs in runs])


def _median(runs: list[Taken]) -> Taken:
    return Taken(*(median(getattr(one, field.name) for one in runs) for field in fields(Taken)))


def durable() -> Taken:
    """Zibot: inbox, bytes forced to disk, row, ledger and receipt in one transaction."""
    with tempfile.TemporaryDirectory() as name:
        team = Path(name) / "team.yaml"
        members = [{"name": f"Staf {n}", "role": "staff", "items": ["I"]} for n in range(CHATS)]
        team.write_text(json.dumps({"people": members}))  # JSON is YAML
        play = stage.prepare(
            load(data_dir=Path(name)), read_plan(PLAN, workdays=Workdays.indonesia()), PLAN, team, begun=AT
        )
        answers = Ear(play.world, "sendMessage")
        url, stop_serving = serve_in_thread(build(play.world, stage.TOKEN))
        # The bare bot keeps no pace, so neither does this one here; benchmarks/sending.py is about the pace.
        play.settings = play.settings.model_copy(update={"bot_api_url": url, **dict.fromkeys(PACE, 100_000)})
        try:
            asyncio.run(play.start_bot())
            for id, code in play.invited.items():
                play.world.person(id).starts(code)
            wait_until(lambda: len(answers.heard) == CHATS)
            return _measured(play.world, [play.world.person(id) for id in play.invited], answers)
        finally:
            play.stop()
            stop_serving()


def bare() -> Taken:
    """A bare handler that downloads the photo into a folder and answers."""
    with tempfile.TemporaryDirectory() as name:
        world = World(lambda: AT)
        people = [world.add_person(81_000_001 + n, f"Staf {n}") for n in range(CHATS)]
        polls, answers = Ear(world, "getUpdates"), Ear(world, "sendMessage")
        url, stop_serving = serve_in_thread(build(world, TOKEN))
        bot = (str(ROOT / "benchmarks" / "bare_photos.py"), TOKEN, url, name)
        try:
            with running(*bot, folder=Path(name), env=environment()):
                polls.first()
                for person in people:
                    person.starts()
                return _measured(world, people, answers)
        finally:
            stop_serving()


def _measured(world: World, people: list[Person], answers: Ear) -> Taken:
    found: list[float] = []
    busy = 0.0
    for number in range(WARM + ROUNDS):
        answers.heard.clear()
        with world.lock:  # the bot's poll cannot see one before the others are there
            asked = {person.id: person.sends(Photo(_picture())).message_id for person in people}
            begun = time.perf_counter()
        wait_until(lambda: len(answers.heard) == len(people))
        assert {(int(p["chat_id"]), _replied(p)) for _, p in answers.heard} == set(asked.items())
        if number >= WARM:
            waits = [at - begun for at, _ in answers.heard]
            found += waits
            busy += max(waits)
    cuts = quantiles(found, n=100, method="inclusive")
    return Taken(cuts[49] * 1000, cuts[98] * 1000, len(found) / busy)


def _replied(params: dict[str, str]) -> int:
    return int(json.loads(params["reply_parameters"])["message_id"])


def _picture() -> bytes:
    """A photo of some 150 KB that no other equals."""
    out = BytesIO()
    Image.effect_noise((960, 720), 6).save(out, "JPEG", quality=85)
    return out.getvalue()

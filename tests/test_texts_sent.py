"""Every sentence goes through a real Bot API server over HTTP: none is refused or cut, or makes a clerk stumble."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from tests.test_texts import HTML, NASTY, cases, render
from zibot import texts
from zibot.rehearsal.people import Person
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World

TOKEN = "7000000001:teks"
ENGLISH = re.compile(r"\b(the|and|not|with|from|error|none|true|false|null|undefined|state|duty|due)\b", re.I)
PLAIN = "Menyusun notulen rapat bulanan"


@pytest.fixture(scope="module")
def line() -> Iterator[tuple[httpx.Client, Person]]:
    """A connection to the server, and somebody who pressed Start."""
    world = World(lambda: datetime(2027, 4, 1, 1, 5, tzinfo=UTC))
    person = world.add_person(81_000_001, "Dedi")
    person.starts()
    url, stop = serve_in_thread(build(world, TOKEN))
    with httpx.Client(base_url=f"{url}/bot{TOKEN}/") as client:
        yield client, person
    stop()


@pytest.mark.parametrize("template", HTML)
def test_each_arrives_whole_whatever_it_is_filled_with(template: str, line: tuple[httpx.Client, Person]) -> None:
    client, person = line
    for name in ("markup", "emoji", "long"):
        words = NASTY[name]
        for filling in [*cases(template, words, bare=False)][:12]:
            html = render(template, filling, words)
            pages = texts.pages(html)
            for page in pages:
                asked = {"chat_id": person.id, "text": page, "parse_mode": "HTML"}
                answer = client.post("sendMessage", json=asked).json()
                assert answer["ok"], (answer, page)
                assert answer["result"]["text"] == texts.plain(page).strip()
            assert "".join(texts.plain("".join(pages)).split()) == "".join(texts.plain(html).split())


@pytest.mark.parametrize("template", HTML)
def test_each_reads_as_people_write(template: str) -> None:
    for bare in (False, True):
        for filling in cases(template, PLAIN, bare=bare):
            said = texts.plain(render(template, filling, PLAIN))
            assert not re.search(r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}\b", said), said
            assert not ENGLISH.search(said), said
            assert not re.search(r"[a-z,.;]  +\S| [,.;:!](?:\s|$)|\(\s|\s\)|,\s*,|\.\.(?!\.)", said), said
            assert not re.search(r"\b(kamu|anda|gue|lo)\b", said), said

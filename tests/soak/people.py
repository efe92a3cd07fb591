"""The team, and what its people do on a working day; whoever sends pictures and whoever says statuses are others."""

import io
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image

from tests.soak.office import NUMERALS, SoakOffice
from zibot.rehearsal.nouns import Message
from zibot.rehearsal.people import Document, Person, Photo
from zibot.rehearsal.pictures import sample

PICTURES = 8
AREAS = {"Budi Santoso": ["I", "II"], "Citra Dewi": ["III", "IV"], "Wati Lubis": ["V", "VI"]}
SENDERS = {"Dedi Kurnia": ["I", "II"], "Fajar Nugroho": ["III"], "Gita Maharani": ["IV", "V"], "Hadi Saputra": ["VI"]}
SAYERS = {"Indra Wijaya": ["I", "II"], "Joko Susilo": ["III", "IV"], "Kiki Amalia": ["V", "VI"]}


def team() -> list[dict[str, Any]]:
    """Some dozen people; each item has one who answers for it, each area one who checks it."""
    return [
        {"name": "Ratna Lestari", "role": "lead"},
        {"name": "Lina Admin", "role": "admin"},
        *({"name": name, "role": "coordinator", "areas": areas} for name, areas in AREAS.items()),
        *({"name": name, "role": "staff", "items": [f"{a}.1" for a in areas]} for name, areas in SENDERS.items()),
        *({"name": name, "role": "staff", "items": [f"{a}.2" for a in areas]} for name, areas in SAYERS.items()),
        {"name": "Eka Putri", "role": "reviewer"},
    ]


def staff(count: int) -> list[dict[str, Any]]:
    """So many people who send pictures."""
    return [{"name": f"Staf{n} Contoh", "role": "staff", "items": [NUMERALS[n % 6]]} for n in range(count)]


@lru_cache(maxsize=1)
def _pictures() -> list[Image.Image]:
    drawn = (sample(["Foto bukti", f"lembar {n}"], n) for n in range(PICTURES))
    return [Image.open(io.BytesIO(data)).convert("RGB").resize((240, 180)) for data in drawn]


def photo(number: int, caption: str = "") -> Photo:
    """One of a few pictures, written anew so that no two have the same bytes."""
    picture = _pictures()[number % PICTURES].copy()
    for bit in range(20):  # blocks of eight pixels, which survive being scaled and written as JPEG
        colour = (250, 250, 250) if number >> bit & 1 else (5, 5, 5)
        picture.paste(colour, (bit % 10 * 16, bit // 10 * 16, bit % 10 * 16 + 16, bit // 10 * 16 + 16))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return Photo(out.getvalue(), caption)


@dataclass
class Cast:
    """Everyone who has joined, what they hold, and dice for what they do."""

    office: SoakOffice
    dice: random.Random
    sent: int = 0

    def joined(self) -> None:
        """Everyone presses Start with their link; a stranger does without."""
        for name in list(self.office.codes):
            self.office.join(name)
        self.office.group(self.person("Ratna Lestari"), self.person("Eka Putri"))
        self.office.person("Orang").starts()

    def person(self, full_name: str) -> Person:
        """Someone by full name."""
        return self.office.person(full_name.split(maxsplit=1)[0])

    def someone_acts(self) -> None:
        """One person does one thing."""
        acts: list[tuple[int, Callable[[], None]]] = [
            (10, lambda: self.sends(self.dice.choice(list(SENDERS)))),
            (5, lambda: self.says(self.dice.choice(list(SAYERS)))),
            (4, lambda: self.checks(self.dice.choice(list(AREAS)))),
            (1, self.looks),
        ]
        weights, doers = zip(*acts, strict=True)
        self.dice.choices(doers, weights)[0]()

    # those who send pictures

    def sends(self, name: str) -> None:
        """A picture or file, with or without saying for what, or a button under a receipt."""
        person, code = self.person(name), f"{self.dice.choice(SENDERS[name])}.1.1"
        ways: list[Callable[[], object]] = [
            lambda: person.sends(self.photo(), reply_to=self.newest(person, "Selamat pagi")),
            lambda: person.sends(self.photo(code)),
            lambda: person.sends_album(self.photo(), self.photo(), self.photo()),
            lambda: person.sends(self.file(code)),
            lambda: self.presses(person, ("f:", "m:", "e:")),
            lambda: self.presses(person, ("f:", "e:"), times=2),
        ]
        self.dice.choice(ways)()

    def photo(self, caption: str = "") -> Photo:
        """The next picture."""
        self.sent += 1
        return photo(self.sent, caption)

    def file(self, caption: str) -> Document:
        """The next file."""
        self.sent += 1
        content = b"%PDF-1.4\n" + f"notulen {self.sent}\n".encode() * 4000
        return Document(content, f"notulen-{self.sent}.pdf", "application/pdf", caption)

    # those who say how it stands, and those who check

    def says(self, name: str) -> None:
        """[Proses] on a card, a card opened from the morning message, a question, or a picture for nothing."""
        person = self.person(name)
        ways: list[Callable[[], object]] = [
            lambda: self.presses(person, ("p:",)),
            lambda: self.presses(person, ("p:",), times=2),
            lambda: self.presses(person, ("o:",)),
            lambda: person.says("/tugas"),
            lambda: person.says("/status"),
            lambda: person.sends(self.photo()),
        ]
        self.dice.choice(ways)()

    def checks(self, name: str) -> None:
        """A verdict on what was submitted; a return is told why."""
        person = self.person(name)
        last = self.newest(person, "")
        if last is not None and "Apa yang kurang" in last.text:
            person.says("Stempelnya belum ada")
            return
        self.presses(person, self.dice.choice((("t:",), ("t:",), ("k:",), ("g:",))))

    def looks(self) -> None:
        """Someone asks, or sends what they may not."""
        lead, reviewer, stranger = self.person("Ratna Lestari"), self.person("Eka Putri"), self.office.person("Orang")
        ways: list[Callable[[], object]] = [
            lambda: lead.says("/status"),
            lambda: lead.says("/terlambat"),
            lambda: reviewer.says("/status"),
            lambda: reviewer.sends(self.photo()),
            lambda: stranger.sends(self.photo()),
        ]
        self.dice.choice(ways)()

    # what they see

    def newest(self, person: Person, words: str) -> Message | None:
        """The bot's newest message to a person with these words."""
        return next((m for m in reversed(self.office.said(person)) if words in m.text), None)

    def presses(self, person: Person, verbs: tuple[str, ...], *, times: int = 1) -> None:
        """One of the newest buttons of these kinds, perhaps twice in a row, as people do."""
        with self.office.world.lock:
            found = list(_buttons(self.office.said(person)[-6:], verbs))
            if found:
                message, data = self.dice.choice(found)
                for _ in range(times):
                    person.presses(message, data)


def _buttons(messages: Iterable[Message], verbs: tuple[str, ...]) -> Iterable[tuple[Message, str]]:
    for message in messages:
        for button in message.buttons:
            if str(button.get("callback_data", "")).startswith(verbs):
                yield message, str(button["callback_data"])

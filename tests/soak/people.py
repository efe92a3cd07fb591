"""The team, and what its people do on a working day; whoever sends pictures and whoever says statuses are others."""

import io
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
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
LEAD = "Ratna Lestari"
SAYERS = {"Indra Wijaya": ["I", "II"], "Joko Susilo": ["III", "IV"], "Kiki Amalia": ["V", "VI"]}
HOLDERS = ("Mira Yuliana", "Nanda Pratama")
"""Who is given the third item of an area, and loses it again; they only hear of it."""


def team() -> list[dict[str, Any]]:
    """Some dozen people; each item has one who answers for it, each area one who checks it."""
    return [
        {"name": LEAD, "role": "lead"},
        {"name": "Lina Admin", "role": "admin"},
        *({"name": name, "role": "coordinator", "areas": areas} for name, areas in AREAS.items()),
        *({"name": name, "role": "staff", "items": [f"{a}.1" for a in areas]} for name, areas in SENDERS.items()),
        *({"name": name, "role": "staff", "items": [f"{a}.2" for a in areas]} for name, areas in SAYERS.items()),
        *({"name": name, "role": "staff"} for name in HOLDERS),
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
    photos: list[Message] = field(default_factory=list)
    """What was sent alone, whose captions may be changed."""
    leaves: set[tuple[int, date]] = field(default_factory=set)
    """Who told of which day off."""
    newcomers: list[str] = field(default_factory=list)

    def joined(self) -> None:
        """Everyone presses Start with their link; a stranger does without."""
        for name in list(self.office.codes):
            self.office.join(name)
        self.office.group(self.person(LEAD), self.person("Eka Putri"))
        self.office.person("Orang").starts()

    def person(self, full_name: str) -> Person:
        """Someone by full name."""
        return self.office.person(full_name.split(maxsplit=1)[0])

    # those who send pictures

    def sends(self, name: str) -> None:
        """A picture or file, with or without saying for what, or a button under a receipt."""
        person, code = self.person(name), f"{self.dice.choice(SENDERS[name])}.1.1"
        ways: list[Callable[[], object]] = [
            lambda: self.photos.append(person.sends(self.photo(), reply_to=self.newest(person, "Selamat pagi"))),
            lambda: self.photos.append(person.sends(self.photo(code))),
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
        if "Apa yang kurang" in self.last(person):
            person.says("Stempelnya belum ada")
            return
        self.presses(person, self.dice.choice((("t:",), ("t:",), ("k:",), ("g:",))))

    def looks(self) -> None:
        """Someone asks, or sends what they may not."""
        lead, reviewer, stranger = self.person(LEAD), self.person("Eka Putri"), self.office.person("Orang")
        ways: list[Callable[[], object]] = [
            lambda: lead.says("/status"),
            lambda: lead.says("/terlambat"),
            lambda: reviewer.says("/status"),
            lambda: reviewer.sends(self.photo()),
            lambda: stranger.sends(self.photo()),
        ]
        self.dice.choice(ways)()

    def newcomer(self) -> str:
        """The name of someone who was not heard of before."""
        count = len(self.newcomers)
        self.newcomers.append(f"Zain{chr(97 + count // 26)}{chr(97 + count % 26)} Contoh")
        return self.newcomers[-1]

    # what they see

    def newest(self, person: Person, words: str) -> Message | None:
        """The bot's newest message to a person with these words."""
        return next((m for m in reversed(self.office.said(person)) if words in m.text), None)

    def last(self, person: Person) -> str:
        """The words of the bot's newest message to a person."""
        last = self.newest(person, "")
        return last.text if last is not None else ""

    def presses(
        self, person: Person, verbs: tuple[str, ...], *, times: int = 1, fits: Callable[[str], bool] = bool
    ) -> None:
        """One of the newest buttons of these kinds whose data fits, perhaps twice in a row, as people do."""
        with self.office.world.lock:
            found = [one for one in _buttons(self.office.said(person)[-6:], verbs) if fits(one[1])]
            if found:
                message, data = self.dice.choice(found)
                for _ in range(times):
                    person.presses(message, data)


def _buttons(messages: Iterable[Message], verbs: tuple[str, ...]) -> Iterable[tuple[Message, str]]:
    for message in messages:
        for button in message.buttons:
            if str(button.get("callback_data", "")).startswith(verbs):
                yield message, str(button["callback_data"])

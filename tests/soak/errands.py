"""What else happens on a working day: remarks, checklists, later due dates, leave, the queue, who holds what, the team.

What each of these must bring about, and no more often than once, is told in `effects.py`.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tests.conftest import WIB
from tests.soak.office import NUMERALS
from tests.soak.people import AREAS, HOLDERS, LEAD, SAYERS, SENDERS, Cast
from zibot import texts
from zibot.rehearsal.nouns import Message
from zibot.rehearsal.people import Person
from zibot.rules.roles import Role

Errand = Callable[[Cast], object]
SETTLED = 3600
"""Seconds after which everybody has what was sent: an answer to what just came may overtake the word that it came."""
GIVEN = tuple(str(list(Role).index(role)) for role in (Role.STAFF, Role.REVIEWER))
"""The roles that newcomers get, as buttons name them."""
_LINK = re.compile(r"start=([\w-]{16})")


def someone_acts(cast: Cast) -> None:
    """One person does one thing."""
    acts: Sequence[tuple[int, Errand]] = (
        (10, lambda cast: cast.sends(cast.dice.choice(list(SENDERS)))),
        (5, lambda cast: cast.says(cast.dice.choice(list(SAYERS)))),
        (4, lambda cast: cast.checks(cast.dice.choice(list(AREAS)))),
        (1, Cast.looks),
        (3, remarks),
        (3, ticks_off),
        (3, asks_for_time),
        (3, decides),
        (2, goes_through_the_queue),
        (1, takes_leave),
        (2, assigns),
        (2, sees_to_the_team),
    )
    weights, doers = zip(*acts, strict=True)
    cast.dice.choices(doers, weights)[0](cast)


def one_of(cast: Cast, *ways: Errand) -> None:
    """One of several ways to do something."""
    cast.dice.choice(ways)(cast)


# about evidence


def remarks(cast: Cast) -> None:
    """Words under a receipt of another day, or another caption for what was sent then; no two of them are the same."""
    person = cast.person(cast.dice.choice(list(SENDERS)))
    receipts = [m for m in cast.office.said(person) if "Bukti tersimpan" in m.text and _settled(cast, m)][-10:]
    sent = [m for m in cast.photos if m.chat.id == person.id and _settled(cast, m)][-10:]
    cast.sent += 1
    words = f"lembar {cast.sent} dari arsip"
    if receipts and cast.dice.random() < 0.6:
        person.says(f"ket: {words}", reply_to=cast.dice.choice(receipts))
    elif sent:
        person.edits(cast.dice.choice(sent), words)


def _settled(cast: Cast, message: Message) -> bool:
    return cast.office.now().timestamp() - message.date > SETTLED


def ticks_off(cast: Cast) -> None:
    """An album for one item whose last part comes late, or which piece of the checklist something is."""
    name = cast.dice.choice(list(SENDERS))
    person = cast.person(name)
    one_of(
        cast,
        lambda cast: _late_album(cast, person, f"{cast.dice.choice(SENDERS[name])}.1.1"),
        lambda cast: cast.presses(person, ("fa:",)),
        lambda cast: cast.presses(person, ("fb:",), times=2),
    )


def _late_album(cast: Cast, person: Person, code: str) -> None:
    first, *_ = person.sends_album(cast.photo(code), cast.photo(), cast.photo())
    cast.office.passes(cast.dice.uniform(1, 20))
    person.sends_album(cast.photo(), album=first.album)


# later due dates


def asks_for_time(cast: Cast) -> None:
    """[Minta mundur] and the day that is then asked for, or the wish taken back."""
    person = cast.person(cast.dice.choice(list(SAYERS)))
    if "Mundur sampai tanggal berapa" in cast.last(person):
        person.says(texts.plain_date(_today(cast) + timedelta(days=cast.dice.randint(40, 120))))
        return
    cast.presses(person, cast.dice.choice((("pb:",), ("pb:",), ("pe:",))), times=cast.dice.choice((1, 1, 2)))


def decides(cast: Cast) -> None:
    """A later due date is granted or denied, with a reason or without."""
    person = cast.person(cast.dice.choice(list(AREAS)))
    if "belum dapat mundur?" in cast.last(person):
        one_of(cast, lambda _: person.says("Rapatnya tetap bulan ini"), lambda cast: cast.presses(person, ("pf:",)))
        return
    cast.presses(person, cast.dice.choice((("pc:",), ("pd:",))), times=cast.dice.choice((1, 2)))


def _today(cast: Cast) -> date:
    return cast.office.now().astimezone(WIB).date()


# what waits for a verdict


def goes_through_the_queue(cast: Cast) -> None:
    """/periksa, and one card after the other."""
    person = cast.person(cast.dice.choice(list(AREAS)))
    one_of(
        cast,
        lambda _: person.says("/periksa"),
        lambda cast: cast.presses(person, ("kp",)),
        lambda cast: cast.presses(person, ("kl:",), times=2),
        lambda cast: cast.presses(person, ("t:1:",)),
        lambda cast: cast.presses(person, ("k:1:",)),
        lambda cast: cast.presses(person, ("kr:", "kb:"), times=2),
    )


# leave


def takes_leave(cast: Cast) -> None:
    """A day off that nobody has told of before, or one taken back."""
    person = cast.person(cast.dice.choice([*SENDERS, *SAYERS, *AREAS]))
    day = _today(cast) + timedelta(days=cast.dice.randint(1, 30))
    if cast.dice.random() < 0.3:
        cast.presses(person, ("ne:",), times=2)
    elif (person.id, day) not in cast.leaves:
        cast.leaves.add((person.id, day))
        person.says(f"/cuti {texts.plain_date(day)}")


# who holds what


def assigns(cast: Cast) -> None:
    """The third item of an area goes to one of two people, to both, to none; or that is undone."""
    name = cast.dice.choice([LEAD, *AREAS])
    person, to = cast.person(name), cast.dice.choice(HOLDERS).split()[0]
    scope = f"{cast.dice.choice(AREAS.get(name, NUMERALS))}.3"
    one_of(
        cast,
        lambda _: person.says(f"/tugaskan {scope} {to}"),
        lambda _: person.says(f"/tugaskan {scope} juga {to}"),
        lambda _: person.says(f"/tugaskan {scope} lepas {to}"),
        lambda cast: cast.presses(person, ("ch:",), times=2),
    )


# the team


def sees_to_the_team(cast: Cast) -> None:
    """Someone new is added, gets a role, joins by their link, gets another role, leaves."""
    lead = cast.person(LEAD)
    one_of(
        cast,
        lambda _: lead.says(f"/tim tambah {cast.newcomer()}"),
        lambda cast: cast.presses(lead, ("td:",), fits=_checks_nothing, times=2),
        lambda cast: _joins(cast, lead),
        lambda cast: lead.says(f"/tim {cast.dice.choice(cast.newcomers)}") if cast.newcomers else None,
        lambda cast: cast.presses(lead, ("tf:",)),
        lambda cast: cast.presses(lead, ("tg:",), fits=_checks_nothing, times=2),
        lambda cast: cast.presses(lead, ("tj:", "tk:"), times=2),
    )


def _checks_nothing(data: str) -> bool:
    """Whether a button asks for a role, or gives one with which nobody new decides on what the others did."""
    _, _, *role = data.split(":")
    return not role or role[0] in GIVEN


def _joins(cast: Cast, lead: Person) -> None:
    """Whom a link was made for presses Start with it, perhaps twice; perhaps it was replaced meanwhile."""
    links = [(m.text, found[1]) for m in cast.office.said(lead)[-12:] if (found := _LINK.search(m.text))]
    if links:
        words, code = cast.dice.choice(links)
        name = next(name for name in cast.newcomers if name in words)
        for _ in range(cast.dice.choice((1, 2))):
            cast.person(name).starts(code)

"""Used before: what the reviewer is told of pieces that are the same as others, and both pictures side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from zibot import texts
from zibot.context import Desk, Verb, data
from zibot.delivery.leaving import beside
from zibot.handlers.press import Press
from zibot.model import Evidence, Item, Obligation, Person, Resemblance, saved
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import may_look, may_open
from zibot.storage import evidence, pictures, plans, remarks
from zibot.storage.outbox import Rank


@dataclass(frozen=True, slots=True)
class Match:
    """A piece of what is reviewed that is the same as one that was filed elsewhere."""

    id: int
    """Of the resemblance."""
    here: int
    """The number of the piece that is reviewed."""
    there: int
    code: str
    due: date
    same: bool
    """Whether the very bytes are."""
    secret: bool
    """Whether what the other was filed under is confidential, and not for who reads this."""
    shown: bool
    """Whether both are pictures that may be shown side by side."""


class Place(NamedTuple):
    """What a piece is filed under now, also in the plan of an earlier year."""

    thing: Duty | Item
    due: date
    holders: tuple[int, ...]


def matches(desk: Desk, person: Person, duty: Duty) -> list[Match]:
    """What a person is told of an obligation's pieces that are the same as others; the surest first."""
    mine, found = set(duty.standing.evidence), []
    for row in pictures.resemblances(desk.session, duty.standing.evidence):
        if {row.evidence_id, row.earlier_id} <= mine:
            continue
        here, there = (desk.session.get_one(Evidence, id) for id in _sorted(row, mine))
        place = _place(desk, there)
        if place is None or place.thing == duty:
            continue
        opens = _opens(person, place)
        found.append(
            Match(
                id=saved(row.id),
                here=here.number,
                there=there.number,
                code=place.thing.code,
                due=place.due,
                same=row.same,
                secret=not opens,
                shown=opens and _pictures(here, there),
            )
        )
    return found


def _sorted(row: Resemblance, mine: set[int]) -> tuple[int, int]:
    """The piece that is reviewed, and the other."""
    one, other = row.evidence_id, row.earlier_id
    return (one, other) if one in mine else (other, one)


def _pictures(*pieces: Evidence) -> bool:
    return all(piece.mime.startswith("image/") for piece in pieces)


def _place(desk: Desk, piece: Evidence) -> Place | None:
    """What a piece is filed under; None where it is not, or was voided: then it was never used."""
    filed = evidence.filed_under(desk.session, piece)
    if filed is None:
        return None
    duty = plans.duty(desk.session, desk.satker_id, filed)
    if duty is not None:
        return Place(duty, duty.due, duty.holders)
    obligation = desk.session.get_one(Obligation, filed)
    return Place(desk.session.get_one(Item, obligation.item_id), obligation.due, ())


def _opens(person: Person, place: Place) -> bool:
    return may_open(saved(person.id), person.role, person.areas, place.thing, place.holders)


def compare(desk: Desk, press: Press) -> str | None:
    """[Bandingkan]: both pictures as one, each with where and when it was used."""
    row = desk.session.get(Resemblance, press.numbers[0])
    if row is None or row.satker_id != desk.satker_id:
        return "old"
    pieces = [desk.session.get_one(Evidence, id) for id in (row.evidence_id, row.earlier_id)]
    places = [place for piece in pieces if (place := _place(desk, piece)) is not None]
    if len(places) < 2 or not _pictures(*pieces):
        return "old"
    if not all(_opens(press.person, place) for place in places):
        return "confidential"
    if not any(_looks(press.person, place) for place in places):
        return "not-yours"
    _put(desk, press, row, pieces, places)
    return None


def _looks(person: Person, place: Place) -> bool:
    return may_look(saved(person.id), person.role, person.areas, place.thing, place.holders)


def _put(desk: Desk, press: Press, row: Resemblance, pieces: list[Evidence], places: list[Place]) -> None:
    about = [place.thing.id for place in places if isinstance(place.thing, Duty)]
    for piece, place in zip(pieces, places, strict=True):
        of = place.thing.id if isinstance(place.thing, Duty) else evidence.filed_under(desk.session, piece)
        evidence.shown(desk.session, [piece], actor=press.person, now=desk.now, obligation_id=saved(of))
    told = remarks.told(desk.session, pieces)
    said = [
        {
            "number": piece.number,
            "code": place.thing.code,
            "due": place.due,
            "sent": desk.local(piece.sent_at).date(),
            "sender": desk.session.get_one(Person, piece.person_id).name,
            "words": told[saved(piece.id)].words,
        }
        for piece, place in zip(pieces, places, strict=True)
    ]
    filled: dict[str, Any] = {"pictures": said, "same": row.same}
    titled = [
        {"sha256": piece.sha256, "title": _title(piece.number, place.thing.code, desk.local(piece.sent_at).date())}
        for piece, place in zip(pieces, places, strict=True)
    ]
    payload = {
        "chat_id": press.chat_id,
        "caption": texts.render("compare", **filled),
        "parse_mode": "HTML",
        "protect_content": any(place.thing.confidential for place in places),
        **beside(titled, instead=texts.render("compare_unshown", **filled)),
    }
    desk.put(press.chat_id, "sendPhoto", payload, rank=Rank.REPLY, about=about)


def _title(number: int, code: str, sent: date) -> str:
    return texts.label("compare", "title", number=texts.number(number), code=code, sent=texts.plain_date(sent))


def compare_button(match: Match) -> tuple[str, str]:
    """[Bandingkan] of one match."""
    return texts.label("button", "compare", number=texts.number(match.there)), data(Verb.COMPARE, match.id)

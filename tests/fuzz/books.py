"""What must hold after each update, whatever came: who was spoken to, what was said of whom, what was written down."""

import hashlib
import json
from collections.abc import Sequence

from tests.fuzz import cast
from tests.fuzz.cast import Json
from tests.fuzz.office import FuzzedOffice
from zibot import texts
from zibot.model import Draft, Event, Evidence, Outbox, Person
from zibot.rules.lifecycle import Duty
from zibot.storage.outbox import MENUS

FILES = ("photo", "document", "video", "voice")
TO_A_STRANGER = ("refusal", "as_yourself", "foreign_group", "type_yourself")
"""What may be said to whoever is not in the team: nothing of the plan."""

OF_GROUPS = ("group.left", "group.moved")


def the_sender(update: Json) -> Json:
    """Whose update it is: the account that wrote or pressed, if any."""
    body: Json = next(value for name, value in update.items() if name != "update_id")
    user: Json = body.get("from") or body.get("user") or {}
    return user


def the_chat(update: Json) -> int | None:
    """The chat to which an update belongs; a button without a message belongs to who pressed it."""
    body = next(value for name, value in update.items() if name != "update_id")
    chat = body.get("chat") or body.get("message", {}).get("chat") or {}
    found: int | None = chat.get("id") or body.get("from", {}).get("id")
    return found


def check_the_calls(office: FuzzedOffice, update: Json, sender: Person | None, said: Sequence[Outbox]) -> None:
    """Nobody is spoken to who has no business here, and nothing confidential is said where others read it."""
    team = {person.telegram_id: person for person in office.all(Person) if person.telegram_id is not None}
    reachable = {*team, *office.groups(), the_chat(update)}
    for row in said:
        if row.method in MENUS:
            assert row.payload["scope"]["chat_id"] in reachable, f"a menu for {row.payload['scope']}"
            continue
        assert row.chat_id in reachable, f"said to {row.chat_id}: {row.payload}"
        if cast.SECRET in without_captions(office, json.dumps(row.payload)):
            listener = team.get(row.chat_id)
            assert listener is not None, f"told to a group: {row.payload}"
            assert may_know(office, listener), f"told to {listener.name}: {row.payload}"
    if sender is None:
        check_a_strangers_calls(said)


def without_captions(office: FuzzedOffice, words: str) -> str:
    """What is said besides the captions of pieces that their senders filed where everyone may see them."""
    of_all = {piece for duty in office.room.duties() if not duty.confidential for piece in duty.standing.evidence}
    for piece in office.all(Evidence):
        if piece.caption and piece.id in of_all:
            words = words.replace(piece.caption, "")
    return words


def may_know(office: FuzzedOffice, person: Person) -> bool:
    """Whether someone may know the confidential item: who holds it, its coordinator, the lead."""
    duty = the_secret(office)
    return duty is None or person.id in duty.holders or duty.area in person.areas or person.role == "lead"


def the_secret(office: FuzzedOffice) -> Duty | None:
    return next((duty for duty in office.room.duties() if duty.confidential), None)


def check_a_strangers_calls(said: Sequence[Outbox]) -> None:
    """Whoever is not in the team gets a refusal, where they spoke, and nothing else."""
    allowed = {texts.render(name, office="KPU Kabupaten Wanasari") for name in TO_A_STRANGER} | of_links()
    for row in said:
        # Whoever takes the bot out of the group, who leads hears of it.
        if row.method != "answerCallbackQuery" and not (row.once or "").startswith("group-lost:"):
            assert row.method == "sendMessage", row.payload
            assert row.payload["text"] in allowed, row.payload


def of_links() -> set[str]:
    """What is said of a link that lets nobody in; whom to ask is told where it once was one of ours."""
    leads = (None, *(name for _, name, role, _ in cast.TEAM if role == "lead"))
    whys = ("unknown", "used", "replaced", "expired")
    return {texts.render("invitation_invalid", why=why, ended=None, lead=lead) for why in whys for lead in leads}


def check_the_facts(sender: Person | None, happened: Sequence[Event]) -> None:
    """Whatever was written down was done by the person who spoke, but for what Telegram tells of our groups."""
    for event in happened:
        if event.kind in OF_GROUPS:
            continue
        assert sender is not None, f"a stranger caused {event.kind} {event.payload}"
        assert event.actor_id == sender.id, f"{event.kind} by {event.actor_id} instead of {sender.id}"


def check_what_was_fetched(office: FuzzedOffice, update: Json) -> None:
    """A file that came whole is written down, and its bytes are there."""
    message = update.get("message", {})
    known = (message.get("chat", {}).get("id"), message.get("message_id"))
    kept = [(row.chat_id, row.message_id) for table in (Evidence, Draft) for row in office.all(table)]
    assert not office.telegram.served or known in kept, "it was fetched and not kept"
    for piece in office.all(Evidence, Evidence.chat_id == known[0], Evidence.message_id == known[1]):
        assert not size_is_known(message) or office.house.files.read(piece.sha256) in cast.FILES.values(), "it is torn"


def size_is_known(message: Json) -> bool:
    """Whether a message says how long its file is."""
    things = [message[name] for name in FILES if name in message]
    return all("file_size" in (thing[-1] if isinstance(thing, list) else thing) for thing in things)


def check_the_books(office: FuzzedOffice) -> None:
    """The ledger holds together, each receipt has its file, and Telegram would have taken every call."""
    assert office.broken() == []
    for piece in office.all(Evidence):
        content = office.house.files.read(piece.sha256)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (piece.size, piece.sha256)
    assert office.telegram.wrong == []

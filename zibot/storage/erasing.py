"""Taking out what names a person, on their lawful request; what they sent and the ledger stay, and stay verifiable."""

import json
from datetime import datetime
from html import unescape
from typing import Any

from sqlmodel import Session, col, or_, select

from zibot.model import Draft, Evidence, Inbox, Invitation, Listing, Outbox, Person, Prompt, Refusal, saved
from zibot.storage import ledger, listings, people, remarks


def named(session: Session, satker_id: int, name: str) -> list[Person]:
    """The people of exactly this name, whatever the case, also those who left; not those who were erased."""
    wanted = name.casefold().strip()
    everyone = session.exec(select(Person).where(Person.satker_id == satker_id, col(Person.erased_at).is_(None)))
    return [person for person in everyone if person.name.casefold() == wanted]


def erase(session: Session, person: Person, now: datetime, *, called: str) -> None:
    """Take out name, office, account and what the bot keeps of the person's private chat; they leave with it.

    From then on the rows call them `called`. Words that became facts, such as a reason, stay in the ledger.
    """
    accounts, names = _accounts(session, person), [name for name in (person.name, person.known_as) if name]
    if person.left_at is None:
        people.leave(session, person, now)
    _drafts_and_prompts(session, person, names)
    remarks.forget(session, person)
    for name in names:
        listings.forget_words(session, person, name)
    _invitations(session, person)
    _outbox(session, person, accounts, names, now)
    for account in accounts:
        _inbox(session, account, now)
    _inbox_of_others(session, names)
    _refusals(session, person, accounts)
    _chats(session, person)
    person.name, person.known_as, person.jabatan, person.telegram_id = called, "", "", None
    person.items, person.areas = [], []
    person.erased_at = now
    ledger.append(session, person.satker_id, "person.erased", at=now, person=person.id)


_IN_CHATS = (Evidence, Draft, Prompt, Listing)
"""What a person did in a chat; groups have negative ids, and a private chat bears the id of its account."""


def _accounts(session: Session, person: Person) -> set[int]:
    """The person's account, and earlier ones as far as something came from them."""
    found = {person.telegram_id} if person.telegram_id is not None else set()
    for table in _IN_CHATS:
        mine = select(table.chat_id).where(table.person_id == person.id, col(table.chat_id) > 0)
        found.update(session.exec(mine.distinct()))
    return found


def _drafts_and_prompts(session: Session, person: Person, names: list[str]) -> None:
    for draft in session.exec(select(Draft).where(Draft.person_id == person.id)):
        draft.name = draft.caption = ""
    for prompt in session.exec(select(Prompt).where(Prompt.person_id == person.id)):
        prompt.said = ""
    for prompt in session.exec(select(Prompt).where(Prompt.satker_id == person.satker_id, Prompt.said != "")):
        prompt.said = "" if _says(prompt.said, names) else prompt.said


def _invitations(session: Session, person: Person) -> None:
    """Forget the codes: with them a guessed account could be held against its seal in the ledger."""
    for invitation in session.exec(select(Invitation).where(Invitation.person_id == person.id)):
        invitation.code_sha256 = f"erased-{invitation.id}"


def _inbox(session: Session, account: int, now: datetime) -> None:
    """Forget what came from the account, in its own chat and in groups; what was not handled yet never will be."""
    theirs = or_(Inbox.chat_id == account, col(Inbox.payload).contains(str(account)))
    for row in session.exec(select(Inbox).where(theirs)):
        row.payload = ""
        row.chat_id = 0 if row.chat_id == account else row.chat_id
        row.error = None
        row.handled_at = row.handled_at or now


def _inbox_of_others(session: Session, names: list[str]) -> None:
    """Forget what others said that names the person, or pressed below it, as far as it was handled."""
    handled = col(Inbox.handled_at).is_not(None), Inbox.payload != ""
    for row in session.exec(select(Inbox).where(*handled)):
        if _says(json.loads(row.payload), names):
            row.payload, row.error = "", None


def _outbox(session: Session, person: Person, accounts: set[int], names: list[str], now: datetime) -> None:
    """Empty what was said to the person, and what was said of them by name; what still waits there is given up."""
    for row in session.exec(select(Outbox).where(Outbox.satker_id == person.satker_id)):
        menu = (row.once or "").startswith(f"menu:{person.id}:")
        to_them = menu or row.chat_id in accounts
        if to_them:
            row.chat_id = 0
        if to_them or (row.sent_at is not None and _says(row.payload, names)):
            row.payload, row.error = {}, None
            row.failed_at = row.failed_at or (now if row.sent_at is None else None)


def _says(said: object, names: list[str]) -> bool:
    """Whether a call's payload holds one of some names, in its text or on a button."""
    if isinstance(said, str):
        words = unescape(said).casefold()
        return any(name.casefold() in words for name in names)
    parts: list[Any] = [*said.values()] if isinstance(said, dict) else said if isinstance(said, list) else []
    return any(_says(part, names) for part in parts)


def _chats(session: Session, person: Person) -> None:
    """Let rows that stay call each private chat of the person, of earlier accounts too, by their own number."""
    number = saved(person.id)
    for table in _IN_CHATS:
        for row in session.exec(select(table).where(table.person_id == number, col(table.chat_id) > 0)):
            row.chat_id = number


def _refusals(session: Session, person: Person, accounts: set[int]) -> None:
    """Forget the accounts where they were refused something."""
    theirs = or_(
        col(Refusal.telegram_id).in_(accounts), col(Refusal.chat_id).in_(accounts), Refusal.person_id == person.id
    )
    for refused in session.exec(select(Refusal).where(theirs)):
        refused.telegram_id = None
        refused.chat_id = 0 if refused.chat_id in accounts else refused.chat_id

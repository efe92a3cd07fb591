"""Questions about people: who is who, who holds what, one-time links, the group."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from zibot.model import Group, Invitation, Person, Satker, of_row, saved
from zibot.storage import ledger, outbox
from zibot.storage.kept import kept

# Asked with every message; to build a statement takes longer than to run it.
_OF = Person.satker_id == bindparam("of")
_HERE = col(Person.left_at).is_(None)
_SATKER = select(Satker).where(Satker.code == bindparam("code"))
_OFFICE = _SATKER.with_only_columns(*Satker.__table__.columns)  # type: ignore[attr-defined]
_MEMBERS = select(*Person.__table__.columns).where(_OF, _HERE).order_by(Person.name)  # type: ignore[attr-defined]
_EVERYONE = select(Person).where(_OF, _HERE).order_by(Person.name)


def the_satker(session: Session, code: str, name: str, now: datetime) -> Satker:
    """The office of this installation, made on first sight and renamed when its name becomes known."""
    satker = session.exec(_SATKER, params={"code": code}).first()
    if satker is None:
        satker = Satker(code=code, name=name, created_at=now)
        session.add(satker)
        session.flush()
    elif name and satker.name != name:
        satker.name = name
    return satker


def office(session: Session, code: str) -> Satker | None:
    """The office of this code, to be read only; None before its first sight."""
    return kept(
        session,
        ("office", code),
        lambda: session.connection().execute(_OFFICE, {"code": code}).first(),
        lambda row: of_row(Satker, row._asdict()) if row is not None else None,
    )


def members(session: Session, satker_id: int) -> Mapping[int, Person]:
    """All who are in the team by id, in the order of their names; to be read only."""
    return kept(
        session,
        ("members", satker_id),
        lambda: session.connection().execute(_MEMBERS, {"of": satker_id}).all(),
        lambda rows: {row.id: of_row(Person, row._asdict()) for row in rows},
    )


def everyone(session: Session, satker_id: int) -> Sequence[Person]:
    """All who are in the team, by name."""
    return session.exec(_EVERYONE, params={"of": satker_id}).all()


def by_telegram(session: Session, satker_id: int, telegram_id: int) -> Person | None:
    """The person behind a Telegram account, if invited and still in the team; to be read only."""
    return next((one for one in members(session, satker_id).values() if one.telegram_id == telegram_id), None)


def by_name(session: Session, satker_id: int, name: str) -> Person | None:
    """The person of exactly this name, whatever the case."""
    wanted = name.casefold().strip()
    return next((person for person in everyone(session, satker_id) if person.name.casefold() == wanted), None)


def given(
    session: Session,
    person: Person,
    now: datetime,
    *,
    actor: Person | None = None,
    file: Mapping[str, Any] | None = None,
) -> None:
    """Write down which role a person has and what they hold now; their name stays out of the ledger.

    Without an actor it was whoever sits at the server, or the team file: `file` holds what that says otherwise.
    """
    session.flush()
    ledger.append(
        session,
        person.satker_id,
        "person.given",
        at=now,
        actor_id=actor.id if actor is not None else None,
        person=person.id,
        role=str(person.role),
        areas=list(person.areas),
        items=list(person.items),
        file=dict(file) if file is not None else None,
        **called(session, person),
    )


def leave(session: Session, person: Person, now: datetime, *, actor: Person | None = None) -> None:
    """Let a person leave the team: what they held is nobody's, and their account opens nothing any more."""
    person.left_at = person.left_at or now
    _end_invitations(session, person, now)
    if person.telegram_id is not None:
        outbox.recall(session, person.telegram_id, now)
    actor_id = actor.id if actor is not None else None
    ledger.append(session, person.satker_id, "person.left", at=now, actor_id=actor_id, person=person.id)


def invite(session: Session, person: Person, now: datetime, *, days: int, actor: Person | None = None) -> str:
    """Make a one-time code for a person; earlier unused ones of the same person end."""
    _end_invitations(session, person, now)
    code = secrets.token_urlsafe(12)
    made = Invitation(
        satker_id=person.satker_id,
        person_id=saved(person.id),
        code_sha256=_hash(code),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    ledger.append(
        session,
        person.satker_id,
        "person.invited",
        at=now,
        actor_id=actor.id if actor is not None else None,
        person=person.id,
        invitation=made.id,
        code=code_seal(made.code_sha256),
        expires=made.expires_at.isoformat(),
    )
    return code


def _end_invitations(session: Session, person: Person, now: datetime) -> None:
    for old in session.exec(
        select(Invitation).where(Invitation.person_id == person.id, col(Invitation.used_at).is_(None))
    ):
        old.expires_at = min(old.expires_at, now)


def end_links(session: Session, satker_id: int, now: datetime) -> None:
    """End every link that was not used when a copy was made: it may have been used since, by whom nobody knows."""
    unused = Invitation.satker_id == satker_id, col(Invitation.used_at).is_(None)
    for invitation in session.exec(select(Invitation).where(*unused, col(Invitation.expires_at) > now)):
        invitation.expires_at = now


def join(session: Session, satker_id: int, code: str, telegram_id: int, now: datetime) -> Person | None:
    """Bind a Telegram account to the person of a valid one-time code, or nothing if the code is not valid."""
    invitation = session.exec(
        select(Invitation).where(Invitation.satker_id == satker_id, Invitation.code_sha256 == _hash(code))
    ).first()
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= now:
        return None
    person = session.get_one(Person, invitation.person_id)
    other = session.exec(
        select(Person).where(Person.satker_id == satker_id, Person.telegram_id == telegram_id, Person.id != person.id)
    ).first()
    if person.left_at is not None or (other is not None and other.left_at is None):
        return None
    if other is not None:
        other.telegram_id = None
        session.flush()
    invitation.used_at = now
    moved = person.telegram_id is not None and person.telegram_id != telegram_id
    if moved and person.telegram_id is not None:
        outbox.recall(session, person.telegram_id, now)
    person.telegram_id, person.joined_at = telegram_id, now
    ledger.append(
        session,
        satker_id,
        "person.joined",
        at=now,
        actor_id=person.id,
        moved=moved,
        invitation=invitation.id,
        account=account_seal(telegram_id, invitation.code_sha256),
        named=name_seal(person.name, person.jabatan, person.known_as, invitation.code_sha256),
    )
    return person


def why_not(session: Session, satker_id: int, code: str, now: datetime) -> tuple[str, Invitation | None]:
    """Why a code lets nobody in: unknown, used, replaced by a newer one, expired or gone with its person."""
    found = session.exec(
        select(Invitation).where(Invitation.satker_id == satker_id, Invitation.code_sha256 == _hash(code))
    ).first()
    if found is None or session.get_one(Person, found.person_id).left_at is not None:
        return "unknown", None
    if found.used_at is not None:
        return "used", found
    newer = select(Invitation.id).where(Invitation.person_id == found.person_id, col(Invitation.id) > found.id)
    return ("replaced" if session.exec(newer).first() is not None else "expired"), found


def invited_until(session: Session, satker_id: int) -> dict[int, datetime]:
    """Until when the latest unused link of each person holds, or held."""
    rows = session.exec(
        select(Invitation)
        .where(Invitation.satker_id == satker_id, col(Invitation.used_at).is_(None))
        .order_by(col(Invitation.id))
    )
    return {row.person_id: row.expires_at for row in rows}


def account_seal(telegram_id: int, code_sha256: str) -> str:
    """The digest of an account; without the invitation's own hash, which erasing takes away, no guess can be tested."""
    return ledger.digest(telegram_id, code_sha256)


def name_seal(name: object, jabatan: object, known_as: object, code_sha256: str) -> str:
    """The digest of what someone is called, to be tested as little as their account once they were erased."""
    return ledger.digest(name, jabatan, known_as, code_sha256)


def code_seal(code_sha256: str) -> str:
    """The digest by which the ledger knows an invitation, without the hash with which accounts are sealed."""
    return ledger.digest(code_sha256)


def called(session: Session, person: Person) -> dict[str, Any]:
    """What a fact tells of how someone is called: its digest, once an invitation of theirs was used to make it with."""
    used = select(Invitation).where(Invitation.person_id == person.id, col(Invitation.used_at).is_not(None))
    last = session.exec(used.order_by(col(Invitation.id).desc()).limit(1)).first()
    if last is None:
        return {}
    return {"with": last.id, "named": name_seal(person.name, person.jabatan, person.known_as, last.code_sha256)}


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def bind_group(session: Session, satker_id: int, chat_id: int, title: str, *, actor: Person, now: datetime) -> bool:
    """Bind a group to the office; False where it already was the one bound."""
    group = session.exec(select(Group).where(Group.chat_id == chat_id)).first()
    if group is not None and group.left_at is None and the_group(session, satker_id) is group:
        return False
    if group is None:
        group = Group(satker_id=satker_id, chat_id=chat_id, title=title, bound_at=now)
        session.add(group)
    group.title, group.bound_at, group.left_at = title, now, None
    ledger.append(session, satker_id, "group.bound", at=now, actor_id=actor.id, chat=chat_id)
    return True


def the_group(session: Session, satker_id: int) -> Group | None:
    """The group that gets recaps: the latest bound that the bot is still in."""
    return session.exec(
        select(Group)
        .where(Group.satker_id == satker_id, col(Group.left_at).is_(None))
        .order_by(col(Group.bound_at).desc())
        .limit(1)
    ).first()


def move_group(session: Session, old_chat: int, new_chat: int, now: datetime) -> None:
    """Follow a group that Telegram turned into a supergroup."""
    for group in session.exec(select(Group).where(Group.chat_id == old_chat)):
        group.chat_id = new_chat
        ledger.append(session, group.satker_id, "group.moved", at=now, before=old_chat, chat=new_chat)


def holds(person: Person, code: str) -> int:
    """How closely a person holds an item: the length of the closest scope that covers its code, 0 for none."""
    return max((len(scope) for scope in person.items if code == scope or code.startswith(scope + ".")), default=0)


def holders(people: Iterable[Person], code: str) -> tuple[int, ...]:
    """Who holds an item: those named closest to it, so that an item's own name outranks its whole area's."""
    close = {person.id: holds(person, code) for person in people if person.id is not None}
    best = max(close.values(), default=0)
    return tuple(id for id, near in close.items() if best and near == best)


def leave_group(session: Session, chat_id: int, now: datetime) -> None:
    """Note that the bot is no longer in a group."""
    for group in session.exec(select(Group).where(Group.chat_id == chat_id, col(Group.left_at).is_(None))):
        group.left_at = now
        ledger.append(session, group.satker_id, "group.left", at=now, chat=chat_id)

"""The nouns, once: what zibot remembers, as SQLModel tables. Facts only; state is derived in rules/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, Index, Text, TypeDecorator, UniqueConstraint, text
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Field, SQLModel

M = TypeVar("M", bound=SQLModel)


class UtcDateTime(TypeDecorator[datetime]):
    """Stores aware instants as UTC and gives them back aware; refuses naive ones, since SQLite drops the zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into naive UTC for the driver."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive instant cannot be stored: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored instant its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """A column for an aware instant."""
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable, index=index)


def of_row(kind: type[M], row: Mapping[str, Any]) -> M:
    """A row as if the database had just given it, in a tenth of the time that making a new one takes."""
    one: M = manager_of_class(kind).new_instance()
    one.__dict__.update(row)
    return one


def saved(id: int | None) -> int:
    """The id of a row that is in the database."""
    assert id is not None, "the row was never saved"
    return id


def key(target: str, *, nullable: bool = False) -> Any:
    """An indexed foreign key to another table's id."""
    return Field(default=None, foreign_key=f"{target}.id", nullable=nullable, index=True)


def written_down(empty: str) -> Any:
    """A column for what a document says besides, as JSON; rows from before it was written down have it empty."""
    return Field(
        default_factory=dict if empty == "{}" else list,
        sa_column=Column(JSON, nullable=False, server_default=empty),
    )


def index_of(name: str, *columns: str, where: str) -> Index:
    """An index that holds only the rows for which a condition is true."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Satker(SQLModel, table=True):
    """An office; the tenant to which every other row belongs."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    created_at: datetime = instant()


class Plan(SQLModel, table=True):
    """One year's adopted work plan; of several for one year the latest adopted is in force."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    year: int
    decree_number: str | None = None
    decree_date: date | None = None
    office: str | None = None
    title: str | None = None
    source_name: str
    source_sha256: str
    adopted_at: datetime = instant()
    adopted_on: date
    """The local date of adoption: what was due before it is settled by the lead, not nagged about."""
    amends_id: int | None = key("plan", nullable=True)
    """The plan of the same year whose items, evidence and history this one carries on."""
    problems: list[dict[str, Any]] = written_down("[]")
    """What was unclear in the document, as codes with where and details."""
    measures: list[dict[str, str]] = written_down("[]")
    targets: dict[str, list[str]] = written_down("{}")
    """What the plan wants to reach in each area, by the area's number."""


class Item(SQLModel, table=True):
    """A row of the plan (butir): indicator, action, evidence slots and schedule."""

    __table_args__ = (UniqueConstraint("plan_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    plan_id: int = key("plan")
    position: int
    code: str
    area: int
    area_name: str
    component: str
    indicator: str
    action: str
    slots: list[str] = Field(sa_column=Column(JSON, nullable=False))
    target: str
    schedule: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    certain: bool
    confidential: bool = False
    continues_id: int | None = key("item", nullable=True)
    """The item of the amended plan that this one carries on."""
    notes: dict[str, str] = written_down("{}")
    problems: list[dict[str, Any]] = written_down("[]")
    source: dict[str, Any] = written_down("{}")
    """Where it stands in the document: page, row and what the rows are counted in."""


class Obligation(SQLModel, table=True):
    """An item at one due date (kewajiban). What became of it is told by its events."""

    __table_args__ = (UniqueConstraint("item_id", "due"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    item_id: int = key("item")
    due: date = Field(index=True)
    adopted_on: date | None = None
    """When the plan that first asked for it was adopted, where that is another than its item's."""


class Person(SQLModel, table=True):
    """Someone of the team; known to Telegram once the one-time link was used."""

    __table_args__ = (UniqueConstraint("satker_id", "name"), UniqueConstraint("satker_id", "telegram_id"))
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    name: str
    jabatan: str = ""
    role: str
    areas: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    items: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Codes that this person holds: an area ("V"), a component ("V.1") or an item ("V.1.2")."""
    known_as: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    """How the team file calls them, where they have put their name right since."""
    telegram_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    joined_at: datetime | None = instant(nullable=True)
    left_at: datetime | None = instant(nullable=True)
    erased_at: datetime | None = instant(nullable=True)
    """When everything that names the person was taken out on their request."""


class Invitation(SQLModel, table=True):
    """A one-time link to join; only the hash of its code is kept."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    code_sha256: str = Field(unique=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)


class Group(SQLModel, table=True):
    """A Telegram group bound to the satker; the latest bound is the one that gets recaps."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    chat_id: int = Field(sa_type=BigInteger, unique=True)
    title: str
    bound_at: datetime = instant()
    left_at: datetime | None = instant(nullable=True)


class Evidence(SQLModel, table=True):
    """One piece of evidence as it was sent; its bytes lie in the evidence store under their SHA-256."""

    __table_args__ = (
        UniqueConstraint("satker_id", "number"),
        UniqueConstraint("satker_id", "chat_id", "message_id", "sent_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    number: int
    person_id: int = key("person")
    kind: str
    """photo, file, video, voice, link or text; of the last two the bytes are the words in UTF-8."""
    sha256: str = Field(index=True)
    size: int
    mime: str
    name: str
    caption: str
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    sent_at: datetime = instant()
    """When Telegram got the message."""
    stored_at: datetime = instant()
    happened_on: date | None = None
    """The day of the activity, as far as its sender named it."""
    album: str | None = Field(default=None, index=True)
    """What Telegram calls the set of photos or files that it was sent with (media_group_id)."""
    forwarded_at: datetime | None = instant(nullable=True)
    """When what was forwarded here was first sent elsewhere; empty where the sender made it themselves."""


class Remark(SQLModel, table=True):
    """What a sender says of a piece of evidence: each newer one is a version of its own, the caption is the first."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    evidence_id: int = key("evidence")
    person_id: int = key("person")
    text: str
    said_at: datetime = instant()


class Picture(SQLModel, table=True):
    """What a picture looks like, so that one that was used before is found again, resized or cropped."""

    evidence_id: int = Field(foreign_key="evidence.id", primary_key=True)
    satker_id: int = key("satker")
    looks: str = Field(sa_type=Text)
    """How it looks, made small, in hexadecimal; empty where it cannot be read as a picture."""
    seen_at: datetime = instant()


class Resemblance(SQLModel, table=True):
    """A piece of evidence that is the same as an earlier one, or looks like it."""

    __table_args__ = (UniqueConstraint("evidence_id", "earlier_id"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    evidence_id: int = key("evidence")
    earlier_id: int = key("evidence")
    same: bool
    """Whether the very bytes are the same."""
    distance: int
    """Thousandths by which the pictures differ, place by place; 0 for the same bytes."""
    found_at: datetime = instant()


class Leave(SQLModel, table=True):
    """Days on which a person is on leave (cuti): nothing reminds them then."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    first: date
    last: date
    said_at: datetime = instant()
    cancelled_at: datetime | None = instant(nullable=True)


class Snooze(SQLModel, table=True):
    """A person wants to hear of an obligation not before a day; its due date stays."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    obligation_id: int = key("obligation")
    until: date
    said_at: datetime = instant()


class Topic(SQLModel, table=True):
    """A topic of a forum group in which the bot speaks: of one area, or of all that has no topic of its own."""

    __table_args__ = (UniqueConstraint("chat_id", "area"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    chat_id: int = Field(sa_type=BigInteger)
    thread_id: int = Field(sa_type=BigInteger)
    area: int | None = None
    bound_at: datetime = instant()


class Listing(SQLModel, table=True):
    """A long answer that can be paged: what was asked, so that a button finds it again after a restart."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    chat_id: int = Field(sa_type=BigInteger)
    what: str
    """The kind of answer, such as late, agenda or search."""
    said: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    asked_at: datetime = instant()


class Event(SQLModel, table=True):
    """A fact in the ledger: appended, never changed; each carries the hash of the one before it."""

    __table_args__ = (Index("ix_event_obligation_kind", "obligation_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    at: datetime = instant()
    actor_id: int | None = key("person", nullable=True)
    kind: str = Field(index=True)
    obligation_id: int | None = Field(default=None, foreign_key="obligation.id", nullable=True)
    evidence_id: int | None = key("evidence", nullable=True)
    payload: str = Field(sa_type=Text)
    """Canonical JSON of what else the fact says."""
    previous: str
    hash: str = Field(unique=True)


class Head(SQLModel, table=True):
    """How many events an office's ledger holds and the hash of the last, so that a tail that was cut off is missed."""

    satker_id: int = Field(foreign_key="satker.id", primary_key=True)
    count: int
    hash: str


class Refusal(SQLModel, table=True):
    """An attempt that was refused: by whom, where, at what, and why."""

    __table_args__ = (Index("ix_refusal_satker_at", "satker_id", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    at: datetime = instant()
    telegram_id: int | None = Field(default=None, sa_type=BigInteger)
    """The account, where it is nobody's of the team."""
    person_id: int | None = key("person", nullable=True)
    chat_id: int = Field(sa_type=BigInteger)
    what: str
    """The command or button."""
    why: str


class Reminder(SQLModel, table=True):
    """An obligation was named to a person in the morning message of a day."""

    __table_args__ = (UniqueConstraint("person_id", "obligation_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    obligation_id: int = key("obligation")
    day: date


class Notice(SQLModel, table=True):
    """Something was named in someone's morning message for another reason than that they hold it."""

    __table_args__ = (UniqueConstraint("person_id", "obligation_id", "kind", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    obligation_id: int | None = key("obligation", nullable=True)
    """None for what nobody holds and for pieces that are for nothing yet, which are named as a whole."""
    kind: str
    """late, review, asked, ownerless, leave or unfiled."""
    day: date


class Prompt(SQLModel, table=True):
    """A question that the bot asked a person and whose answer it waits for."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    chat_id: int = Field(sa_type=BigInteger)
    kind: str
    """What the answer is: reason-blocked, reason-returned, reason-cancelled, new-due, choose-status, evidence or
    plan-document."""
    said: str = ""
    """Words that wait for the answer, such as a status whose item is still to be chosen."""
    obligation_id: int | None = key("obligation", nullable=True)
    asked_at: datetime = instant()
    closed_at: datetime | None = instant(nullable=True)


class Draft(SQLModel, table=True):
    """A plan document that someone sent, on its way to being adopted; its bytes lie in the evidence store."""

    __table_args__ = (Index("ix_draft_open", "closed_at", "read_at"),)
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    person_id: int = key("person")
    kind: str
    sha256: str
    size: int
    mime: str
    name: str
    caption: str
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    sent_at: datetime = instant()
    kept_at: datetime = instant()
    year: int | None = None
    """The year that the sender named where the document does not."""
    rounds: int = 0
    """How often it was to be read anew."""
    attempts: int = 0
    read_at: datetime | None = instant(nullable=True)
    told: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    """What was understood of it, as it was said in the chat."""
    review_sha256: str | None = None
    """The review workbook: the durable form of what was understood."""
    base_plan_id: int | None = key("plan", nullable=True)
    """The plan in force with which it was compared."""
    adopt_at: datetime | None = instant(nullable=True)
    """When the lead confirmed that it shall be in force."""
    closed_at: datetime | None = instant(nullable=True)
    outcome: str | None = None
    """adopted, cancelled, replaced or unread."""


class Waking(SQLModel, table=True):
    """When the clock must be looked at next: until then a sleeping bot need not wake for it."""

    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = Field(foreign_key="satker.id", unique=True)
    look_at: datetime = instant()


class Inbox(SQLModel, table=True):
    """An update that Telegram was told we have. Handled once, then marked."""

    # Telegram may start update ids anew after a quiet week, so the payload is part of the identity.
    __table_args__ = (
        UniqueConstraint("update_id", "payload_sha256"),
        index_of("ix_inbox_open", "id", where="handled_at IS NULL AND dead_at IS NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    update_id: int = Field(sa_type=BigInteger)
    payload_sha256: str
    chat_id: int = Field(sa_type=BigInteger)
    """The chat whose order is kept; 0 where the update belongs to none."""
    payload: str = Field(sa_type=Text)
    """As Telegram said it; empty once it was scrubbed."""
    received_at: datetime = instant()
    handled_at: datetime | None = instant(nullable=True)
    attempts: int = 0
    not_before: datetime | None = instant(nullable=True)
    dead_at: datetime | None = instant(nullable=True)
    error: str | None = None


class Outbox(SQLModel, table=True):
    """A call to Telegram that must go out: written with the facts that cause it, sent after they are committed."""

    __table_args__ = (
        index_of("ix_outbox_open", "rank", "id", where="sent_at IS NULL AND failed_at IS NULL"),
        Index("ix_outbox_sent", "chat_id", "message_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    satker_id: int = key("satker")
    chat_id: int = Field(sa_type=BigInteger)
    rank: int
    """Order among chats: answers to a button, receipts and replies, digests, recaps."""
    method: str
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    file_sha256: str | None = None
    """Bytes to upload with the call, kept in the evidence store."""
    about: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Obligations that the message is about, so that a reply to it finds its item."""
    once: str | None = Field(default=None, unique=True)
    """A key that lets the same thing be said once only, such as a day's digest for a person."""
    created_at: datetime = instant()
    not_before: datetime | None = instant(nullable=True)
    claimed_at: datetime | None = instant(nullable=True)
    sent_at: datetime | None = instant(nullable=True)
    failed_at: datetime | None = instant(nullable=True)
    attempts: int = 0
    doubts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often it went out and no answer came, so that nobody can know whether it arrived."""
    error: str | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)

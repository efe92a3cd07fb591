"""The conversation: sets and remarks of evidence, pictures seen before, leave, later reminders, topics, listings."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _table(name: str, *columns: sa.Column[object], keys: tuple[str, ...], unique: tuple[str, ...] = ()) -> None:
    """A table with an id of its own, indexes on its keys and what must be unique."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.ForeignKeyConstraint([column], [f"{target}.id"]) for column, target in _targets(keys)),
        sa.PrimaryKeyConstraint("id"),
        *([sa.UniqueConstraint(*unique)] if unique else []),
    )
    for column, _ in _targets(keys):
        op.create_index(f"ix_{name}_{column}", name, [column], unique=False)


def _targets(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """The columns that refer to another table, with its name."""
    return [(column, "evidence" if column == "earlier_id" else column.removesuffix("_id")) for column in keys]


def _key(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("person", sa.Column("known_as", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("evidence", sa.Column("album", sa.String(), nullable=True))
    op.add_column("evidence", _at("forwarded_at", nullable=True))
    op.create_index("ix_evidence_album", "evidence", ["album"], unique=False)
    _table(
        "remark",
        *(_key(name) for name in ("satker_id", "evidence_id", "person_id")),
        sa.Column("text", sa.String(), nullable=False),
        _at("said_at"),
        keys=("satker_id", "evidence_id", "person_id"),
    )
    op.create_table(
        "picture",
        _key("evidence_id"),
        _key("satker_id"),
        sa.Column("looks", sa.Text(), nullable=False),
        _at("seen_at"),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"]),
        sa.ForeignKeyConstraint(["satker_id"], ["satker.id"]),
        sa.PrimaryKeyConstraint("evidence_id"),
    )
    op.create_index("ix_picture_satker_id", "picture", ["satker_id"], unique=False)
    _table(
        "resemblance",
        *(_key(name) for name in ("satker_id", "evidence_id", "earlier_id")),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        _at("found_at"),
        keys=("satker_id", "evidence_id", "earlier_id"),
        unique=("evidence_id", "earlier_id"),
    )
    _table(
        "leave",
        *(_key(name) for name in ("satker_id", "person_id")),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _at("said_at"),
        _at("cancelled_at", nullable=True),
        keys=("satker_id", "person_id"),
    )
    _table(
        "snooze",
        *(_key(name) for name in ("satker_id", "person_id", "obligation_id")),
        sa.Column("until", sa.Date(), nullable=False),
        _at("said_at"),
        keys=("satker_id", "person_id", "obligation_id"),
    )
    _table(
        "notice",
        *(_key(name) for name in ("satker_id", "person_id")),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        keys=("satker_id", "person_id", "obligation_id"),
        unique=("person_id", "obligation_id", "kind", "day"),
    )
    _table(
        "topic",
        _key("satker_id"),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.Integer(), nullable=True),
        _at("bound_at"),
        keys=("satker_id",),
        unique=("chat_id", "area"),
    )
    _table(
        "listing",
        *(_key(name) for name in ("satker_id", "person_id")),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        _at("asked_at"),
        keys=("satker_id", "person_id"),
    )
    op.create_index("ix_refusal_satker_at", "refusal", ["satker_id", "at"], unique=False)

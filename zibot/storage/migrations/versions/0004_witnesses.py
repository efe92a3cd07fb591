"""The ledger's head beside it, refused attempts, doubts of the outbox, when an activity was, and who was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


# Ways round the triggers of 0001: SQLite fires none for a row that REPLACE takes away, nor PostgreSQL on TRUNCATE.
REPLACING = {
    "sqlite": """CREATE TRIGGER event_no_replace BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'the ledger is appended to, never changed'); END""",
    "postgresql": """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_refuse()""",
}


def upgrade() -> None:
    """Make the tables and columns; the heads of ledgers that exist are counted once."""
    op.create_table(
        "head",
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["satker_id"], ["satker.id"]),
        sa.PrimaryKeyConstraint("satker_id"),
    )
    op.execute(
        "INSERT INTO head (satker_id, count, hash) SELECT satker_id, count(*),"
        " (SELECT last.hash FROM event last WHERE last.satker_id = event.satker_id ORDER BY last.id DESC LIMIT 1)"
        " FROM event GROUP BY satker_id"
    )
    op.create_table(
        "refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["satker_id"], ["satker.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("satker_id", "person_id"):
        op.create_index(f"ix_refusal_{column}", "refusal", [column], unique=False)
    op.add_column("outbox", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("evidence", sa.Column("happened_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("erased_at", sa.DateTime(), nullable=True))
    _only_what_is_open()
    op.execute(REPLACING[op.get_bind().dialect.name])


def _only_what_is_open() -> None:
    """Indexes that hold just the rows that wait, so that taking the next one does not slow down over the years."""
    op.drop_index("ix_inbox_open", table_name="inbox")
    op.drop_index("ix_outbox_open", table_name="outbox")
    waits, goes = sa.text("handled_at IS NULL AND dead_at IS NULL"), sa.text("sent_at IS NULL AND failed_at IS NULL")
    op.create_index("ix_inbox_open", "inbox", ["id"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_outbox_open", "outbox", ["rank", "id"], sqlite_where=goes, postgresql_where=goes)

"""What an amendment carries on, and what a document says besides its items."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SAID = (
    ("plan", "problems", "[]"),
    ("plan", "measures", "[]"),
    ("plan", "targets", "{}"),
    ("item", "notes", "{}"),
    ("item", "problems", "[]"),
    ("item", "source", "{}"),
)


def upgrade() -> None:
    """Add the columns in place: a table that others point to is never made anew."""
    for table, column in (("plan", "amends_id"), ("item", "continues_id")):
        # Alembic would add the key as a constraint of its own, which SQLite cannot.
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER REFERENCES {table} (id)")
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
    for table, column, empty in SAID:
        op.add_column(table, sa.Column(column, sa.JSON(), nullable=False, server_default=empty))
    op.add_column("obligation", sa.Column("adopted_on", sa.Date(), nullable=True))

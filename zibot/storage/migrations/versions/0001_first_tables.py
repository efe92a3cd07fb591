"""The first tables, and a ledger that refuses to be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE_REFUSALS = tuple(
    f"""CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event
    BEGIN SELECT RAISE(ABORT, 'the ledger is appended to, never changed'); END"""
    for verb in ("UPDATE", "DELETE")
)
POSTGRES_REFUSALS = (
    """CREATE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is appended to, never changed'; END $$""",
    "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_refuse()",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("payload_sha256", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("handled_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("dead_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("update_id", "payload_sha256"),
    )
    op.create_index("ix_inbox_open", "inbox", ["handled_at", "dead_at"], unique=False)
    op.create_table(
        "satker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id"),
    )
    op.create_index(("ix_group_satker_id"), "group", ["satker_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once"),
    )
    op.create_index("ix_outbox_open", "outbox", ["sent_at", "failed_at"], unique=False)
    op.create_index(("ix_outbox_satker_id"), "outbox", ["satker_id"], unique=False)
    op.create_index("ix_outbox_sent", "outbox", ["chat_id", "message_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("jabatan", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("joined_at", sa.DateTime(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("satker_id", "name"),
        sa.UniqueConstraint("satker_id", "telegram_id"),
    )
    op.create_index(("ix_person_satker_id"), "person", ["satker_id"], unique=False)
    op.create_index(("ix_person_telegram_id"), "person", ["telegram_id"], unique=False)
    op.create_table(
        "waking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["satker_id"], ["satker.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("satker_id"),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("decree_number", sa.String(), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("office", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("source_sha256", sa.String(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(("ix_plan_satker_id"), "plan", ["satker_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("satker_id", "chat_id", "message_id", "sent_at"),
        sa.UniqueConstraint("satker_id", "number"),
    )
    op.create_index(("ix_evidence_person_id"), "evidence", ["person_id"], unique=False)
    op.create_index(("ix_evidence_satker_id"), "evidence", ["satker_id"], unique=False)
    op.create_index(("ix_evidence_sha256"), "evidence", ["sha256"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_sha256"),
    )
    op.create_index(("ix_invitation_person_id"), "invitation", ["person_id"], unique=False)
    op.create_index(("ix_invitation_satker_id"), "invitation", ["satker_id"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("area_name", sa.String(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["plan.id"],
        ),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "code"),
    )
    op.create_index(("ix_item_plan_id"), "item", ["plan_id"], unique=False)
    op.create_index(("ix_item_satker_id"), "item", ["satker_id"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "due"),
    )
    op.create_index(("ix_obligation_due"), "obligation", ["due"], unique=False)
    op.create_index(("ix_obligation_item_id"), "obligation", ["item_id"], unique=False)
    op.create_index(("ix_obligation_satker_id"), "obligation", ["satker_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(("ix_event_actor_id"), "event", ["actor_id"], unique=False)
    op.create_index(("ix_event_evidence_id"), "event", ["evidence_id"], unique=False)
    op.create_index(("ix_event_kind"), "event", ["kind"], unique=False)
    op.create_index("ix_event_obligation_kind", "event", ["obligation_id", "kind"], unique=False)
    op.create_index(("ix_event_satker_id"), "event", ["satker_id"], unique=False)
    op.create_table(
        "prompt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(("ix_prompt_obligation_id"), "prompt", ["obligation_id"], unique=False)
    op.create_index(("ix_prompt_person_id"), "prompt", ["person_id"], unique=False)
    op.create_index(("ix_prompt_satker_id"), "prompt", ["satker_id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satker_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["satker_id"],
            ["satker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "obligation_id", "day"),
    )
    op.create_index(("ix_reminder_obligation_id"), "reminder", ["obligation_id"], unique=False)
    op.create_index(("ix_reminder_person_id"), "reminder", ["person_id"], unique=False)
    op.create_index(("ix_reminder_satker_id"), "reminder", ["satker_id"], unique=False)

    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_REFUSALS if sqlite else POSTGRES_REFUSALS:
        op.execute(statement)

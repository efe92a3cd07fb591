"""Alembic's entry: it runs inside the connection that the database module opened."""

from alembic import context
from sqlmodel import SQLModel

import zibot.model  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()

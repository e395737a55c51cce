"""Runs the steps on the connection that `migrating.py` hands over; Alembic loads this file by its path."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()

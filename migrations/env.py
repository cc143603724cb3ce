"""Runs the migrations on the connection that govflow hands over."""

from alembic import context

import govflow.store.records  # the trail's tables join the same metadata
from govflow.store.tables import metadata

assert govflow.store.records.event.metadata is metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

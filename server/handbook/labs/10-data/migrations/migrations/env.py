"""Tells Alembic which database to change, and what the models look like."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"].db

with migrate.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=migrate.metadata)
    with context.begin_transaction():
        context.run_migrations()

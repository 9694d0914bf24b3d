"""Runs the migrations on the connection that `case_database.migrate` gives, within its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()

"""What Alembic runs to run the migrations; the connection and its transaction come from `upgrading.py`."""

from alembic import context

from bot.adapters.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()

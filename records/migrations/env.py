"""What Alembic runs: the migrations, on the connection and in the transaction that `records.migration` has opened."""

from alembic import context
from sqlalchemy import Connection

from records.tables import metadata

connection = context.config.attributes["connection"]
assert isinstance(connection, Connection)
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()

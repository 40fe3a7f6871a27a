"""The database of wrapped keys: a key that is deleted there must leave no bytes behind."""

from django.db import connections

ALIAS = "keys"


def overwrite_what_is_deleted(sender, connection, **kwargs):
    """Tells SQLite to overwrite deleted rows of the key store with zeroes (on each new connection)."""
    if connection.alias == ALIAS and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def flush_deleted():
    """Empties SQLite's write-ahead log of the key store, which still holds what was deleted.

    Does nothing within a transaction (the log can't be emptied then; SQLite empties it later by itself)
    and on PostgreSQL, where old row versions go with vacuum (see ADR 0011).
    """
    connection = connections[ALIAS]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""Locks for what several processes must do one after the other, where no row can be locked for it."""

from django.db import DEFAULT_DB_ALIAS, connections


def wait_for_others(*key, using=DEFAULT_DB_ALIAS):
    """Held until the transaction ends: who takes the same `key` (one or two integers) meanwhile waits.

    On SQLite a transaction that writes, opened IMMEDIATE, already is that lock.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        marks = ", ".join(["%s"] * len(key))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock({marks})", key)

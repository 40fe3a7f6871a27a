"""Has the triggers of migration 0002 fire always on PostgreSQL.

A trigger sleeps there while `session_replication_role` is `replica`, unless it is enabled always. On SQLite
the keys of these tables are their rowids, so that nothing is left to close.
"""

from django.db import migrations

TRIGGERS = [
    (table, f"append_only_{event}_{table}")
    for table in ("vault_readlog", "vault_tombstone")
    for event in ("update", "delete", "truncate")
]


def _enable(schema_editor, how):
    if schema_editor.connection.vendor == "postgresql":
        for table, trigger in TRIGGERS:
            schema_editor.execute(f'ALTER TABLE "{table}" ENABLE {how} "{trigger}"')


def guard(apps, schema_editor):
    """From now on whatever the session's role is."""
    _enable(schema_editor, "ALWAYS TRIGGER")


def unguard(apps, schema_editor):
    """As triggers are by default."""
    _enable(schema_editor, "TRIGGER")


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_append_only")]
    operations = [migrations.RunPython(guard, unguard)]

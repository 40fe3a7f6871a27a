"""Closes three more ways past the triggers of migration 0002.

SQLite: a table whose key is a UUID has a hidden `rowid` too, by which REPLACE removes rows without firing
their delete trigger; likewise by a pair of columns that is unique. PostgreSQL: a trigger sleeps while
`session_replication_role` is `replica`, unless it is enabled always.
"""

from django.db import migrations

# Model, columns that are unique together.
GUARDED = [
    ("ConsentEvent", ()),
    ("FormVersion", ()),
    ("PolicyVersion", ()),
    ("PolicyText", ("version_id", "locale")),
    ("Receipt", ()),
    ("Checkpoint", ()),
]
BEFORE = ("update", "delete", "truncate")


def _triggers(table, together):
    """{name: when it refuses} of the new triggers on SQLite."""
    # Of a row that names no rowid, NEW.rowid is -1 here, which no row has.
    yield "rowid_update", "UPDATE", 'NEW."rowid" IS NOT OLD."rowid"'
    yield "rowid_insert", "INSERT", _taken(table, ["rowid"])
    if together:
        yield "together_insert", "INSERT", _taken(table, together)


def _taken(table, columns):
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608 (names of our own tables)


def guard(apps, schema_editor):
    """Adds the triggers, or has those that are there fire always."""
    for name, together in GUARDED:
        table = apps.get_model("privacy", name)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            for event in BEFORE:
                schema_editor.execute(
                    f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "append_only_{event}_{table}"'
                )
            continue
        for trigger, event, condition in _triggers(table, together):
            schema_editor.execute(
                f'CREATE TRIGGER "append_only_{trigger}_{table}" BEFORE {event} ON "{table}" WHEN {condition} '
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
                params=None,
            )


def unguard(apps, schema_editor):
    """Back to the triggers of migration 0002."""
    for name, together in GUARDED:
        table = apps.get_model("privacy", name)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            for event in BEFORE:
                schema_editor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER "append_only_{event}_{table}"')
            continue
        for trigger, _event, _condition in _triggers(table, together):
            schema_editor.execute(f'DROP TRIGGER "append_only_{trigger}_{table}"')


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_policy_dates")]
    operations = [migrations.RunPython(guard, unguard)]

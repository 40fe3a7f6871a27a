"""Makes the histories of incidents and disclosures append-only in the database itself.

A schema change of one of these tables on SQLite rebuilds the table and loses its triggers: such a
migration must run `guard` again for it. The tests notice a missing trigger.
"""

from django.db import migrations

# Model, references that may become NULL when what they point to is deleted.
GUARDED = [("IncidentEvent", {"actor_id"}), ("DisclosureEvent", {"actor_id"}), ("DutyWaiver", set())]


def _columns(model):
    return [field.column for field in model._meta.concrete_fields]


def _changed(model, nullable, differs):
    """An SQL condition: the update does more than empty a reference."""
    conditions = []
    for column in _columns(model):
        condition = f'NEW."{column}" {differs} OLD."{column}"'
        if column in nullable:
            condition = f'({condition} AND NEW."{column}" IS NOT NULL)'
        conditions.append(condition)
    return " OR ".join(conditions)


def _sqlite(model, nullable):
    table = model._meta.db_table
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    yield (
        f'CREATE TRIGGER "append_only_update_{table}" BEFORE UPDATE ON "{table}" '
        f"WHEN NEW.rowid IS NOT OLD.rowid OR {_changed(model, nullable, 'IS NOT')} {refuse}"
    )
    yield f'CREATE TRIGGER "append_only_delete_{table}" BEFORE DELETE ON "{table}" {refuse}'
    # INSERT OR REPLACE deletes without firing the delete trigger. The row is found by its rowid, whichever of
    # its names was used to insert it.
    exists = f'EXISTS (SELECT 1 FROM "{table}" WHERE rowid = NEW.rowid OR "id" = NEW."id")'  # noqa: S608
    yield f'CREATE TRIGGER "append_only_insert_{table}" BEFORE INSERT ON "{table}" WHEN {exists} {refuse}'


def _postgresql(model, nullable):
    table = model._meta.db_table
    call = "EXECUTE FUNCTION incidents_refuse()"
    yield (
        f'CREATE TRIGGER "append_only_update_{table}" BEFORE UPDATE ON "{table}" FOR EACH ROW '
        f"WHEN ({_changed(model, nullable, 'IS DISTINCT FROM')}) {call}"
    )
    yield f'CREATE TRIGGER "append_only_delete_{table}" BEFORE DELETE ON "{table}" FOR EACH ROW {call}'
    yield f'CREATE TRIGGER "append_only_truncate_{table}" BEFORE TRUNCATE ON "{table}" {call}'
    # Otherwise they sleep while `session_replication_role` is `replica`.
    for event in ("update", "delete", "truncate"):
        yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "append_only_{event}_{table}"'


FUNCTION = """
CREATE FUNCTION incidents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def guard(apps, schema_editor):
    """Creates the triggers."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    for name, nullable in GUARDED:
        for statement in make(apps.get_model("incidents", name), nullable):
            schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    """Removes the triggers."""
    vendor = schema_editor.connection.vendor
    for name, _nullable in GUARDED:
        table = apps.get_model("incidents", name)._meta.db_table
        if vendor == "postgresql":
            for event in ("update", "delete", "truncate"):
                schema_editor.execute(f'DROP TRIGGER "append_only_{event}_{table}" ON "{table}"')
        else:
            for event in ("update", "delete", "insert"):
                schema_editor.execute(f'DROP TRIGGER "append_only_{event}_{table}"')
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION incidents_refuse()")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_scope_before_approval")]
    operations = [migrations.RunPython(guard, unguard)]

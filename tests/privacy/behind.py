"""What somebody with the database in hand could do: change what was written once, behind its back."""

import datetime as dt
import json

from django.db import connection, models

from privacy import checkpoints, receipts
from privacy.verifying import GUARDED
from tests.privacy.builders import make_form_version, make_purpose, record
from vault.models import Person

TOKEN = "t" * 32
FLIPS = [(model._meta.db_table, field.column) for model in GUARDED for field in model._meta.concrete_fields]


def fill_every_table(*, events=True):
    """A policy, a form, a submission with its receipt, and checkpoints that cover them."""
    make_purpose()
    version, person = make_form_version(), Person.objects.create()
    found = record(person, version, receipt="AAAA-BBBB-CCCC") if events else []
    found += record(person, version, given=False, receipt="AAAA-BBBB-CCCD") if events else []
    receipts.issue(
        person=person,
        number="AAAA-BBBB-CCCC",
        token=TOKEN,
        language="vi",
        form_version=version,
        events=found[:1],
    )
    checkpoints.take()


def assert_every_table_has_rows():
    assert all(model.objects.exists() for model in GUARDED)


def broken_rows(report):
    """The problems with rows; a missing trigger is another matter."""
    return [problem for problem in report.problems if "no longer refuses" not in problem]


def run_unguarded(statement, *parameters):
    """Runs a statement where the triggers are gone."""
    with connection.cursor() as cursor:
        _drop_triggers(cursor)
        cursor.execute(statement, parameters)


def _drop_triggers(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("PRAGMA defer_foreign_keys = ON")
    else:
        # What waits for the end of the transaction is checked now: such a table can't be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for model in GUARDED:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        cursor.execute("SET session_replication_role = replica")


def guard_again():
    if connection.vendor == "postgresql" and connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")


def flip(table, column, *, unguarded=False):
    """Changes one column of one row of a table, as little as its type allows."""
    model = next(model for model in GUARDED if model._meta.db_table == table)
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    row = model.objects.order_by("pk").first()
    before = getattr(row, field.attname)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    after = target.get_db_prep_save(flipped(before, target), connection)
    with connection.cursor() as cursor:
        if unguarded:
            _drop_triggers(cursor)
        key = model._meta.pk.get_db_prep_save(row.pk, connection)
        cursor.execute(
            f'UPDATE {table} SET "{column}" = %s WHERE "{model._meta.pk.column}" = %s',  # noqa: S608
            [after, key],
        )


def flipped(value, field):
    """`value` with one byte changed, of the kind that `field` holds."""
    if isinstance(field, models.UUIDField):
        return "11111111-1111-4111-8111-111111111111"
    if isinstance(field, models.JSONField):
        return _flipped_json(json.loads(json.dumps(value)))
    if isinstance(value, bool):
        return not value
    if isinstance(value, dt.datetime):
        return value + dt.timedelta(microseconds=1)
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    if isinstance(value, int):
        return value + 1000  # next to it may be another row
    if value is None:
        return dt.datetime(2030, 1, 1, tzinfo=dt.UTC) if isinstance(field, models.DateTimeField) else 1
    return _flipped_text(value)


def _flipped_text(text):
    return text[:-1] + chr(ord(text[-1]) ^ 1) if text else "x"


def _flipped_json(value):
    if isinstance(value, dict) and value:
        last = sorted(value)[-1]
        return {**value, last: _flipped_json(value[last])}
    if isinstance(value, list) and value:
        return [*value[:-1], _flipped_json(value[-1])]
    if isinstance(value, str):
        return _flipped_text(value)
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else ["x"]

"""The ledger cannot be changed: neither by the code nor by SQL."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from privacy.models.frozen import Frozen
from privacy.verifying import GUARDED
from tests.privacy.behind import (
    FLIPS,
    fill_every_table,
    flip,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.model_name)
def test_python_neither_changes_nor_deletes(model):
    fill_every_table()
    row = model.objects.first()
    with pytest.raises(Frozen):
        row.save()
    with pytest.raises(Frozen):
        row.delete()
    with pytest.raises(Frozen):
        model.objects.all().delete()
    with pytest.raises(Frozen):
        model.objects.all().update(pk=row.pk)
    with pytest.raises(Frozen):
        model.objects.bulk_update([row], [model._meta.concrete_fields[-1].name])


# A reference to a page may become empty when the page goes; nothing else may change.
@pytest.mark.parametrize(("table", "column"), FLIPS)
def test_sql_cannot_change(table, column):
    fill_every_table()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        flip(table, column)


@pytest.mark.parametrize("table", [model._meta.db_table for model in GUARDED])
def test_sql_cannot_remove_or_replace(table):
    fill_every_table()
    if connection.vendor == "sqlite":
        others = [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]  # noqa: S608
    else:
        # Without the first, PostgreSQL refuses only because checks of this very test are pending.
        others = [f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"]
    for statement in [f"DELETE FROM {table}", *others]:  # noqa: S608
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has hidden row numbers and REPLACE")
@pytest.mark.parametrize("table", [model._meta.db_table for model in GUARDED])
def test_no_row_is_replaced_by_its_hidden_number(table):
    fill_every_table()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, * FROM {table} LIMIT 1")  # noqa: S608
        number, *row = cursor.fetchone()
        names = [column[0] for column in cursor.description][1:]
    # A forged row that collides with the real one in nothing but its hidden number.
    values = [number, *map(_other, row)]
    columns, marks = ", ".join(["rowid", *names]), ", ".join(["%s"] * len(values))
    statements = [(f"UPDATE OR REPLACE {table} SET rowid = rowid + 1000", [])]  # noqa: S608
    if not isinstance(row[names.index("record_id" if "record_id" in names else "id")], int):
        statements.append((f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", values))  # noqa: S608
    for statement, parameters in statements:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement, parameters)


def _other(value):
    """A value of the same kind that no row has."""
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, dt.date):  # and times
        return value + dt.timedelta(days=1000)
    return value and value[:-1] + ("0" if value[-1] != "0" else "1")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
def test_no_text_of_a_version_is_replaced_by_another_of_its_language():
    fill_every_table()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO privacy_policytext"
            " (id, version_id, locale, title, html, sections, sha256)"
            " SELECT id + 1000, version_id, locale, title, 'forged', sections, sha256 FROM privacy_policytext"
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows roles of replication")
@pytest.mark.parametrize("table", [model._meta.db_table for model in GUARDED])
def test_pretended_replication_opens_nothing(table):
    fill_every_table()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"SET LOCAL session_replication_role = replica; DELETE FROM {table}")  # noqa: S608

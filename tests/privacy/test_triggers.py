"""Triggers that only look like those that the migrations wrote."""

import pytest
from django.db import connection

from privacy import services as privacy
from privacy import triggers
from privacy.promises import vaulted
from privacy.verifying import GUARDED_TABLES
from tests.privacy.behind import guard_again
from vault.models import ReadLog, Tombstone

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="as SQLite writes triggers")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="as PostgreSQL writes triggers")
TABLE = "privacy_receipt"
OTHERS = [model._meta.db_table for model in (ReadLog, Tombstone)]


@pytest.fixture(autouse=True)
def triggers_again():
    yield
    guard_again()


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def said(event, table=TABLE):
    return [f"The database no longer refuses {event} on {table}."]


def test_what_the_migrations_made_is_what_is_asked_for():
    assert triggers.failing([*GUARDED_TABLES, *OTHERS]) == []
    assert privacy.verify_ledger().ok


def test_looking_leaves_nothing_behind():
    before = connection.introspection.table_names()
    triggers.failing(GUARDED_TABLES)
    assert connection.introspection.table_names() == before


def test_every_guarded_table_has_its_triggers_named_by_the_migrations():
    events = {"update", "delete", "insert", "rowid_update", "rowid_insert"}
    if connection.vendor == "postgresql":
        events = {"update", "delete", "truncate"}
    for table in GUARDED_TABLES:
        assert triggers.wanted()[table].keys() >= events
    for table in OTHERS:
        assert triggers.wanted()[table].keys() == events - {"rowid_update", "rowid_insert"}


@on_sqlite
@pytest.mark.parametrize("event", ["update", "delete", "insert", "rowid_update", "rowid_insert"])
def test_a_trigger_of_the_same_name_that_never_fires_is_found(event):
    name = f"append_only_{event}_{TABLE}"
    run(
        f'DROP TRIGGER "{name}"',
        f'CREATE TRIGGER "{name}" BEFORE {event.split("_")[-1].upper()} ON "{TABLE}" WHEN 0 '
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END",
    )
    assert privacy.verify_ledger().problems == said(event)


@on_sqlite
def test_a_trigger_that_looks_away_from_one_column_is_found():
    name = f"append_only_update_{TABLE}"
    whole = triggers.wanted()[TABLE]["update"]
    part = whole.replace('NEW."signature" IS NOT OLD."signature" OR ', "")
    assert part != whole
    run(f'DROP TRIGGER "{name}"', part)
    assert privacy.verify_ledger().problems == said("update")


@on_sqlite
def test_a_trigger_of_the_same_name_on_another_table_is_found():
    name = f"append_only_delete_{TABLE}"
    run(
        f'DROP TRIGGER "{name}"',
        f'CREATE TRIGGER "{name}" BEFORE DELETE ON "privacy_chainhead" '
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END",
    )
    assert privacy.verify_ledger().problems == said("delete")


@on_postgresql
@pytest.mark.parametrize(
    ("event", "made"),
    [
        ("delete", "BEFORE DELETE ON {table} FOR EACH ROW WHEN (false) EXECUTE FUNCTION privacy_refuse()"),
        ("delete", "AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION privacy_refuse()"),
        ("delete", "BEFORE DELETE ON privacy_chainhead FOR EACH ROW EXECUTE FUNCTION privacy_refuse()"),
        (
            "update",
            "BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NEW.id IS DISTINCT FROM OLD.id) "
            "EXECUTE FUNCTION privacy_refuse()",
        ),
        ("truncate", "BEFORE TRUNCATE ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()"),
    ],
)
def test_a_trigger_of_the_same_name_that_refuses_less_is_found(event, made):
    name = f"append_only_{event}_{TABLE}"
    made = made.format(table=TABLE)
    table = made.split(" ON ")[1].split()[0]
    run(
        f"DROP TRIGGER {name} ON {TABLE}",
        f"CREATE TRIGGER {name} {made}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )
    assert privacy.verify_ledger().problems == said(event)


@on_postgresql
@pytest.mark.parametrize("how", ["DISABLE", "ENABLE", "ENABLE REPLICA"])
def test_a_trigger_that_does_not_fire_always_is_found(how):
    run(f"ALTER TABLE {TABLE} {how} TRIGGER append_only_delete_{TABLE}")
    assert privacy.verify_ledger().problems == said("delete")


@on_postgresql
@pytest.mark.parametrize(
    "changed",
    [
        "LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        "LANGUAGE plpgsql SET search_path = elsewhere AS $${body}$$",
    ],
)
def test_a_function_that_refuses_nothing_is_found(changed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'privacy_refuse'")
        [(body,)] = cursor.fetchall()
    run(f"CREATE OR REPLACE FUNCTION privacy_refuse() RETURNS trigger {changed.format(body=body)}")
    found = set(triggers.failing(GUARDED_TABLES))
    assert found == {(event, table) for table in GUARDED_TABLES for event in ("update", "delete", "truncate")}
    assert len(privacy.verify_ledger().problems) == len(found)


def test_a_guard_of_the_read_log_that_never_fires_is_found():
    table = ReadLog._meta.db_table
    name = f"append_only_update_{table}"
    assert vaulted.readings_are_logged().parts[0].ok
    if connection.vendor == "sqlite":
        run(
            f'DROP TRIGGER "{name}"',
            f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" WHEN 0 BEGIN SELECT 1; END',
        )
    else:
        run(
            f"DROP TRIGGER {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (false) "
            "EXECUTE FUNCTION vault_refuse()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        )
    assert not vaulted.readings_are_logged().parts[0].ok

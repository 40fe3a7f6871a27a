"""The read log cannot be rewritten, and a thief of the database finds nothing."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, connections, transaction

from tests.vault.builders import make_person, make_reader, make_record
from vault import services as vault
from vault.models import PersonKey, ReadLog, Tombstone

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    vault.reveal(make_record(), by=make_reader(), reason="answering")
    return ReadLog.objects.get()


def refused(statement, *parameters):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement, parameters)


def test_the_read_log_refuses_python(line):
    line.reason = "nothing"
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()
    for attempt in (lambda q: q.update(reason="nothing"), lambda q: q.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt(ReadLog.objects.all())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vault_readlog SET reason = 'nothing'",
        "UPDATE vault_readlog SET actor_name = ''",
        "UPDATE vault_readlog SET at = CURRENT_TIMESTAMP",
        "DELETE FROM vault_readlog",
    ],
)
def test_the_read_log_refuses_sql(line, statement):
    refused(statement)


def test_the_read_log_refuses_replacing_and_truncating(line):
    if connection.vendor == "sqlite":
        refused("INSERT OR REPLACE INTO vault_readlog SELECT * FROM vault_readlog")
    else:
        # Without the first, PostgreSQL refuses only because checks of this very test are pending.
        refused("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE vault_readlog CASCADE")


@pytest.mark.parametrize("table", ["vault_readlog", "vault_tombstone"])
def test_no_hidden_number_and_no_pretended_replication_opens_it(line, table):
    vault.destroy_person_key(make_person("other@example.com"))
    if connection.vendor == "sqlite":
        columns = connection.introspection.get_table_description(connection.cursor(), table)
        names = ", ".join(column.name for column in columns)
        refused(f"INSERT OR REPLACE INTO {table} (rowid, {names}) SELECT rowid, {names} FROM {table}")  # noqa: S608
        refused(f"UPDATE OR REPLACE {table} SET rowid = rowid + 1000")  # noqa: S608
    else:
        refused(f"SET LOCAL session_replication_role = replica; DELETE FROM {table}")  # noqa: S608


def test_the_line_outlives_the_account(line):
    get_user_model().objects.get(pk=line.actor_id).delete()
    kept = ReadLog.objects.get()
    assert (kept.actor, kept.actor_name) == (None, "reader")
    # Only emptied: nobody else can be put in the place of who read.
    if connection.vendor == "sqlite":
        other = make_reader("other")
        refused("UPDATE vault_readlog SET actor_id = %s", other.pk)


def test_tombstones_stay():
    vault.destroy_person_key(make_person())
    assert Tombstone.objects.count() == 1
    refused("DELETE FROM vault_tombstone")
    refused("UPDATE vault_tombstone SET digest = 'x'")


def test_keys_live_in_their_own_database_and_nowhere_else():
    make_person()
    assert PersonKey.objects.db == "keys"
    assert "vault_personkey" not in connections["default"].introspection.table_names()
    tables = set(connections["keys"].introspection.table_names())
    assert tables == {"vault_personkey", "django_migrations"}


MARKER = "Dấu-vết-4711"


@pytest.mark.django_db(transaction=True)
def test_a_thief_of_the_database_finds_nothing():
    payload = {"answers": {"full_name": MARKER, "email": "marker4711@example.com", "phone": "+84912345678"}}
    vault.seal(payload, receipt="R", channel="contact", attachments=[MARKER.encode()])
    person = make_person("marker4711@example.com", phone="0912345678", name=MARKER)
    record = make_record(person, data=payload["answers"], masks={"full_name": "D."}, files=[MARKER.encode()])
    vault.reveal(record, by=make_reader(), reason="answering")
    stolen = everything_in("default")
    assert str(person.pk).encode() in stolen or person.pk.hex.encode() in stolen  # the search does search
    for secret in (MARKER, "dau-vet-4711", "marker4711", "912345678"):
        assert secret.encode() not in stolen
        assert secret.encode("utf-16-le") not in stolen
        assert secret.encode().hex().encode() not in stolen


def everything_in(alias):
    """The bytes of a database: its files on SQLite, every row of every table as text on PostgreSQL."""
    database = connections[alias]
    if database.vendor == "sqlite":
        path = Path(database.settings_dict["NAME"])
        return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    content = b""
    with database.cursor() as cursor:
        for table in database.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            content += "\n".join(row for (row,) in cursor.fetchall()).encode()
    return content


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_key_leaves_no_bytes_in_the_key_store():
    if connections["keys"].vendor != "sqlite":
        pytest.skip("On PostgreSQL old row versions go with vacuum and the log with its archive (ADR 0011).")
    person = make_person()
    make_person("other@example.com")
    wrapped = bytes(PersonKey.objects.get(pk=person.pk).wrapped)
    assert wrapped in everything_in("keys")
    vault.destroy_person_key(person)
    assert wrapped not in everything_in("keys")
    assert wrapped[13:45] not in everything_in("keys")

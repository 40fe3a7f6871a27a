"""What was done to the ledger behind the database's back is found."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from privacy import services as privacy
from privacy.errors import LedgerBroken
from privacy.models import ChainHead, FormVersion, PolicyVersion
from privacy.verifying import GUARDED
from tests.privacy.behind import (
    FLIPS,
    assert_every_table_has_rows,
    broken_rows,
    fill_every_table,
    flip,
    guard_again,
    run_unguarded,
)
from tests.privacy.builders import (
    make_events,
    make_purpose,
    make_recipient,
    record,
)
from vault.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded():
    """Someone with the database in hand: the triggers are gone."""
    return run_unguarded


@pytest.fixture(autouse=True)
def triggers_again():
    yield
    guard_again()


def test_what_is_tried_below_is_everything():
    fill_every_table()
    assert_every_table_has_rows()
    assert {table for table, _column in FLIPS} == {model._meta.db_table for model in GUARDED}
    assert broken_rows(privacy.verify_ledger()) == []


@pytest.mark.parametrize(("table", "column"), FLIPS)
def test_a_change_anywhere_is_found(table, column):
    fill_every_table()
    with transaction.atomic():
        flip(table, column, unguarded=True)
        assert broken_rows(privacy.verify_ledger())
        transaction.set_rollback(True)


def test_one_flipped_byte_of_a_wording_is_found(unguarded):
    event = make_events()[0]
    unguarded(
        "UPDATE privacy_consentevent SET wording = replace(wording, 'nhận', 'nhặn') WHERE seq = %s", event.seq
    )
    assert broken_rows(privacy.verify_ledger())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps such bytes out itself")
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("privacy_consentevent", "evidence", """'{"method":'"""),
        ("privacy_consentevent", "wording", "CAST(x'fffe' AS TEXT)"),
        ("privacy_consentevent", "wording", "x'fffe'"),
        ("privacy_consentevent", "subject_id", "'nobody'"),
        ("privacy_formversion", "snapshot", "'x'"),
        ("privacy_receipt", "document", "'[]'"),
        ("privacy_receipt", "signature", "'=='"),
        ("privacy_checkpoint", "document", """'{"rows": 1}'"""),
    ],
)
def test_what_cannot_even_be_read_is_found(table, column, value, unguarded):
    fill_every_table()
    with transaction.atomic():
        unguarded("PRAGMA ignore_check_constraints = ON")
        unguarded(f'UPDATE {table} SET "{column}" = {value}')  # noqa: S608
        unguarded("PRAGMA ignore_check_constraints = OFF")
        assert broken_rows(privacy.verify_ledger())
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", ["privacy_formversion", "privacy_policytext", "privacy_receipt"])
def test_a_removed_row_is_found_by_the_checkpoint(table, unguarded):
    fill_every_table(events=False)
    unguarded(f"DELETE FROM {table}")  # noqa: S608
    assert any("is gone" in problem for problem in privacy.verify_ledger().problems)


def test_a_removed_policy_version_is_found(unguarded):
    make_purpose()
    make_recipient()
    assert PolicyVersion.objects.count() == 2 and privacy.verify_ledger().ok
    with transaction.atomic():
        unguarded(
            "DELETE FROM privacy_policytext WHERE version_id IN "
            "(SELECT id FROM privacy_policyversion WHERE number = 1)"
        )
        unguarded("DELETE FROM privacy_policyversion WHERE number = 1")
        assert "Policy version 1 is missing: 2 comes next." in privacy.verify_ledger().problems
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("removed", "found"), [(1, "Event 1 is missing"), (2, "Event 2 is missing"), (3, "head says 3")]
)
def test_a_removed_event_is_found(removed, found, unguarded):
    make_events()
    unguarded("DELETE FROM privacy_consentevent WHERE seq = %s", removed)
    assert any(found in problem for problem in privacy.verify_ledger().problems)


def test_a_rewound_or_lost_head_is_found_and_stops_the_ledger(unguarded):
    make_events()
    ChainHead.objects.update(seq=2)
    assert broken_rows(privacy.verify_ledger())
    ChainHead.objects.all().delete()
    assert broken_rows(privacy.verify_ledger()) == ["The ledger's head is missing."]
    with pytest.raises(LedgerBroken):
        record(Person.objects.create(), FormVersion.objects.get())


def test_a_missing_trigger_is_found():
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON privacy_consentevent"
        cursor.execute(f"DROP TRIGGER append_only_update_privacy_consentevent{on}")
    assert privacy.verify_ledger().problems == [
        "The database no longer refuses update on privacy_consentevent."
    ]


def test_the_command_fails_when_the_ledger_does(unguarded):
    make_events()
    unguarded("UPDATE privacy_consentevent SET decision = 'withdrawn' WHERE seq = 2")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("verify_ledger", stdout=out, stderr=err)
    assert stop.value.code == 1
    assert "Event 2 was altered" in err.getvalue()

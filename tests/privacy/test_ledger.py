"""The consent ledger: what an event holds, that it cannot be changed, and that a change is found."""

import datetime as dt
import json
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from privacy import company, receipts
from privacy import services as privacy
from privacy.canonical import canonical, sha256
from privacy.errors import LedgerBroken
from privacy.ledger import GENESIS, event_hash
from privacy.models import ChainHead, ConsentEvent, FormVersion, PolicyVersion
from privacy.models.frozen import Frozen
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
    AT,
    CLAUSE,
    make_category,
    make_events,
    make_form_version,
    make_home,
    make_policy,
    make_purpose,
    make_recipient,
    record,
)
from vault.models import Person

pytestmark = pytest.mark.django_db


def test_an_event_holds_what_was_shown_and_decided(monkeypatch):
    monkeypatch.setattr(
        company.providers, "_entries", {"company": lambda locale: {"name": "ACME", "id": "0101"}}
    )
    make_recipient(country="US", purposes=["news"])
    make_recipient("lab", name="Lab", country="SG", purposes=["enquiry"])
    make_category()
    make_category("contact_details", field_types=["email", "phone"])
    make_category("files", field_types=["file"])
    make_purpose("enquiry", legal_basis="contract", legal_reference="L19.1d", retention_days=30)
    make_purpose(is_sensitive=True, data_categories=["identity", "files"])
    make_policy()
    version = make_form_version("enquiry", "news")
    person = Person.objects.create()
    events = privacy.record_consents(
        person=person,
        form_version=version,
        decisions={"enquiry": True, "news": False},
        at=AT,
        locale="vi",
        channel="newsletter",
        receipt="AAAA-BBBB-CCCC",
    )
    assert [(e.purpose_code, e.decision, e.retention_days, e.is_sensitive) for e in events] == [
        ("enquiry", "given", 30, False),
        ("news", "refused", 730, True),
    ]
    event = ConsentEvent.objects.get(pk=events[1].pk)
    notice = PolicyVersion.in_force()
    assert (event.subject_id, event.event_time, event.language) == (person.pseudonym, AT, "vi")
    assert (event.notice_version, event.notice_sha256) == (notice.number, notice.sha256)
    assert (event.form_version, event.form_version_sha256) == (version, version.sha256)
    assert (event.wording, event.clause_sha256) == (CLAUSE, sha256(CLAUSE))
    assert event.valid_until is None
    assert event.data_types == ["identity"], "what the form asks for, of what the purpose declares"
    assert event.controller == {"name": "ACME", "id": "0101"}
    assert event.recipients == [{"code": "google", "name": "Google", "country": "US"}]
    assert (event.storage_countries, event.jurisdiction) == (["VN", "US"], "VN")
    assert (events[0].recipients[0]["code"], events[0].storage_countries) == ("lab", ["VN", "SG"])
    receipt = receipts.issue(
        person=person, number="R", token="", language="vi", form_version=version, events=events
    ).document
    assert [each["code"] for each in receipt["recipients"]] == ["lab", "google"]
    assert receipt["storage_locations"] == ["VN", "SG", "US"]
    assert event.withdrawal_url.startswith("http")
    assert (event.channel, event.receipt) == ("newsletter", "AAAA-BBBB-CCCC")
    assert event.evidence == {"method": "web_form", "act": "box_left_unticked"}
    assert (
        str(person.pk)
        not in canonical({f.attname: getattr(event, f.attname) for f in event._meta.fields}).decode()
    )


def test_a_box_left_alone_is_a_refusal():
    make_purpose()
    version = make_form_version()
    events = privacy.record_consents(
        person=Person.objects.create(),
        form_version=version,
        decisions={},
        at=AT,
        locale="vi",
        channel="newsletter",
        receipt="R",
    )
    assert [event.decision for event in events] == ["refused"]


def test_a_purpose_the_form_did_not_ask_about_is_refused():
    make_purpose()
    with pytest.raises(ValueError, match="research"):
        privacy.record_consents(
            person=Person.objects.create(),
            form_version=make_form_version(),
            decisions={"news": True, "research": True},
            at=AT,
            locale="vi",
            channel="newsletter",
            receipt="R",
        )
    assert not ConsentEvent.objects.exists()


def test_events_are_chained_and_name_the_one_before():
    first, second, third = make_events()
    assert (first.seq, first.previous_hash, first.previous_record_id) == (1, GENESIS, None)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert (second.previous_record_id, third.previous_record_id) == (first.record_id, second.record_id)
    head = ChainHead.objects.get()
    assert (head.seq, head.hash) == (3, third.hash)


def test_the_hash_is_sha256_over_canonical_json():
    event = ConsentEvent.objects.get(pk=make_events(1)[0].pk)
    values = {f.attname: getattr(event, f.attname) for f in event._meta.concrete_fields if f.name != "hash"}
    assert event.hash == event_hash(event)
    text = canonical(values).decode()
    assert list(json.loads(text)) == sorted(values)
    assert '"event_time":"2026-11-22T08:30:15.123456Z"' in text
    assert "đồng ý" in text


def test_a_sound_ledger_verifies():
    make_events()
    report = privacy.verify_ledger()
    assert (report.problems, report.events, report.form_versions) == ([], 3, 1)
    assert report.policy_versions == PolicyVersion.objects.count() > 0
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert "Events: 3." in out.getvalue()


def test_an_empty_ledger_verifies():
    assert privacy.verify_ledger().ok


# Refusals


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


def test_deleting_a_page_keeps_what_it_showed():
    make_purpose()
    page = make_home("en")
    version = make_form_version(page=page)
    assert version.page_id == page.pk
    page.delete()
    assert FormVersion.objects.get(pk=version.pk).page_id is None
    assert privacy.verify_ledger().ok


# Finding what was done behind the database's back


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


# Several at once


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain():
    make_purpose()
    version = make_form_version()
    people = [Person.objects.create() for _ in range(4)]
    start, failures = Barrier(len(people)), []

    def write(person):
        start.wait()
        try:
            for number in range(5):
                record(person, version, given=number % 2 == 0)
        except Exception as error:  # noqa: BLE001 (a thread's failure is shown by the assertion below)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=write, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    report = privacy.verify_ledger()
    assert (report.problems, report.events) == ([], 20)
    assert list(ConsentEvent.objects.values_list("seq", flat=True)) == list(range(1, 21))


def test_an_event_that_is_rolled_back_leaves_no_gap():
    make_events(1)
    person, version = Person.objects.create(), FormVersion.objects.get()
    with transaction.atomic():
        record(person, version)
        transaction.set_rollback(True)
    assert record(person, version)[0].seq == 2
    assert privacy.verify_ledger().ok

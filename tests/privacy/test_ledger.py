"""The consent ledger: what an event holds, that it cannot be changed, and that a change is found."""

import json
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from privacy import controller as controllers
from privacy import services as privacy
from privacy.canonical import canonical, sha256
from privacy.errors import LedgerBroken
from privacy.ledger import GENESIS, event_hash
from privacy.models import ChainHead, ConsentEvent, FormVersion, PolicyVersion
from privacy.models.frozen import Frozen
from tests.privacy.builders import (
    AT,
    CLAUSE,
    make_events,
    make_form_version,
    make_policy,
    make_purpose,
    make_recipient,
    record,
)
from vault.models import Person

pytestmark = pytest.mark.django_db


def test_an_event_holds_what_was_shown_and_decided(monkeypatch):
    monkeypatch.setattr(
        controllers.providers, "_entries", {"company": lambda locale: {"name": "ACME", "id": "0101"}}
    )
    make_recipient(country="US")
    make_purpose("enquiry", legal_basis="contract", legal_reference="L19.1d", retention_days=30)
    make_purpose(is_sensitive=True)
    policy = make_policy()
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
    notice = PolicyVersion.current("vi")
    assert notice.page_id == policy.pk
    assert (event.subject_id, event.event_time, event.language) == (person.pseudonym, AT, "vi")
    assert (event.notice_version, event.notice_sha256) == (notice.number, notice.sha256)
    assert (event.form_version, event.form_version_sha256) == (version, version.sha256)
    assert (event.wording, event.clause_sha256) == (CLAUSE, sha256(CLAUSE))
    assert event.data_types == ["email", "full_name"]
    assert event.controller == {"name": "ACME", "id": "0101"}
    assert event.recipients == [{"code": "google", "name": "Google", "country": "US"}]
    assert (event.storage_countries, event.jurisdiction) == (["VN"], "VN")
    assert event.withdrawal_url.endswith("/chinh-sach-bao-mat/")
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
    make_policy(title="Chính sách")
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


def test_python_neither_changes_nor_deletes():
    event = make_events(1)[0]
    policy_page = make_policy()
    for row in (event, FormVersion.objects.first(), PolicyVersion.objects.get(page=policy_page)):
        with pytest.raises(Frozen):
            row.save()
        with pytest.raises(Frozen):
            row.delete()
        rows = type(row).objects.all()
        with pytest.raises(Frozen):
            rows.delete()
        with pytest.raises(Frozen):
            rows.update(sha256="x")


TABLES = {
    "privacy_consentevent": ["decision = 'given'", "wording = ''", "subject_id = record_id", "hash = ''"],
    "privacy_formversion": [
        "snapshot = '{}'",
        "sha256 = ''",
        "policy_version_id = NULL",
        "created_at = CURRENT_TIMESTAMP",
    ],
    "privacy_policyversion": ["html = ''", "number = 7", "effective_date = '2020-01-01'"],
}


@pytest.mark.parametrize(("table", "change"), [(t, c) for t, changes in TABLES.items() for c in changes])
def test_sql_cannot_change(table, change):
    make_policy()
    make_events(2)
    if change == "policy_version_id = NULL":
        assert FormVersion.objects.filter(policy_version__isnull=False).exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"UPDATE {table} SET {change}")  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_sql_cannot_remove_or_replace(table):
    make_policy()
    make_events(1)
    if connection.vendor == "sqlite":
        others = [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]  # noqa: S608
    else:
        # Without the first, PostgreSQL refuses only because checks of this very test are pending.
        others = [f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"]
    for statement in [f"DELETE FROM {table}", *others]:  # noqa: S608
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_deleting_a_page_keeps_what_it_showed():
    make_purpose()
    page = make_policy()
    version = make_form_version(page=page)
    page.delete()
    version = FormVersion.objects.get(pk=version.pk)
    assert (version.page_id, PolicyVersion.objects.get().page_id) == (None, None)
    assert privacy.verify_ledger().ok


# Finding what was done behind the database's back


@pytest.fixture
def unguarded():
    """Someone with the database in hand: the triggers are gone."""

    def run(statement, *parameters):
        with connection.cursor() as cursor:
            drop_triggers(cursor)
            cursor.execute(statement, parameters)

    return run


def drop_triggers(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    else:
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture(autouse=True)
def triggers_again():
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")


FLIPS = {
    "record_id": None,
    "schema_version": "x",
    "subject_id": None,
    "purpose_code": "x",
    "decision": "withdrawn",
    "event_time": "2020-01-01 00:00:00+00:00",
    "valid_until": "2030-01-01 00:00:00+00:00",
    "notice_version": 99,
    "notice_sha256": "x",
    "form_version_sha256": "x",
    "clause_sha256": "x",
    "wording": "<p>Tôi đồng ý nhận mọi thứ.</p>",
    "language": "en",
    "data_types": '["phone"]',
    "is_sensitive": True,
    "legal_basis": "state",
    "controller": '{"name":"Other"}',
    "recipients": '[{"code":"x"}]',
    "storage_countries": '["US"]',
    "retention_days": 1,
    "jurisdiction": "EU",
    "withdrawal_url": "https://example.com",
    "channel": "call",
    "receipt": "x",
    "evidence": '{"method":"call"}',
    "actor": '{"type":"guardian"}',
    "previous_record_id": None,
    "seq": 77,
    "previous_hash": "x",
    "hash": "x",
}


def test_every_column_of_the_ledger_is_tried():
    columns = {field.column for field in ConsentEvent._meta.concrete_fields}
    assert columns - {"form_version_id"} == set(FLIPS)


@pytest.mark.parametrize("column", FLIPS)
def test_a_change_anywhere_is_found(column, unguarded):
    event = make_events()[1]
    value = FLIPS[column]
    if value is None:
        value = "11111111-1111-4111-8111-111111111111"
        if connection.vendor == "sqlite":
            value = value.replace("-", "")
    unguarded(f'UPDATE privacy_consentevent SET "{column}" = %s WHERE seq = %s', value, event.seq)  # noqa: S608
    assert broken_rows(privacy.verify_ledger())


def broken_rows(report):
    """The problems with rows; a missing trigger is another matter."""
    return [problem for problem in report.problems if "no longer refuses" not in problem]


def test_one_flipped_byte_of_a_wording_is_found(unguarded):
    event = make_events()[0]
    unguarded(
        "UPDATE privacy_consentevent SET wording = replace(wording, 'nhận', 'nhặn') WHERE seq = %s", event.seq
    )
    assert broken_rows(privacy.verify_ledger())


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


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE privacy_formversion SET snapshot = '{\"fields\": []}'", "Form version"),
        ("UPDATE privacy_formversion SET declared = '{}'", "Form version"),
        ("UPDATE privacy_formversion SET sha256 = 'x'", "names a form version"),
        ("UPDATE privacy_policyversion SET html = html || '.'", "Policy version 1 (vi)"),
        ("UPDATE privacy_policyversion SET effective_date = '2020-01-01'", "Policy version 1 (vi)"),
    ],
)
def test_an_altered_version_is_found(statement, found, unguarded):
    make_purpose()
    make_policy()
    record(Person.objects.create(), make_form_version())
    assert privacy.verify_ledger().ok
    unguarded(statement)
    assert any(found in problem for problem in privacy.verify_ledger().problems)


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

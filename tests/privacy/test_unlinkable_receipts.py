"""A receipt goes to whoever typed an address: it tells nothing of its owner's other decisions (ADR 0086)."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy import checking, ledger, receipts
from privacy import services as privacy
from privacy.canonical import sha256
from privacy.ledger import event_hash, event_values, hashed_values
from privacy.models import ConsentEvent, Receipt
from tests.forms_app import builders as build
from tests.privacy.behind import broken_rows, guard_again, run_unguarded
from tests.privacy.builders import make_form_version, make_purpose, record
from tests.privacy.test_receipts import address, check, token_of
from vault.models import Person
from website import grants

pytestmark = pytest.mark.django_db
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}")


@pytest.fixture(autouse=True)
def triggers_again():
    yield
    guard_again()


@pytest.fixture
def page():
    return build.make_form()


def sent(client, page, email, **changes):
    """The address of the receipt that a visitor gets who typed `email`."""
    location = build.send(client, page, email=email, phone=None, **changes)["Location"]
    return token_of(location)


def as_file(client, token):
    return json.loads(client.get(address("receipt_json", "vi", token)).content)


def as_page(client, token):
    return build.soup(client.get(address("receipt", "vi", token))).select_one("main")


def shape(value):
    """`value` with the kind of each leaf in the leaf's place: which fields there are, and which are null."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return type(value).__name__


def ids(text):
    return set(ID.findall(text))


def of_form_and_policy(document):
    """The ids in a receipt that say what was shown, and not to whom."""
    shown = {
        document["privacy_notice"]["sha256"],
        document["form"]["form_version"],
        document["form"]["sha256"],
    }
    return shown | {each["event"]["clause_sha256"] for each in document["records"]}


@pytest.fixture
def three(client, page):
    """Secrets of the receipts of a known address, of the same one later, and of an unknown one."""
    found = []
    for number, email in enumerate(("known@example.com", "known@example.com", "unknown@example.com")):
        found.append(sent(client, page, email))
        # Somebody else in between, so that no receipt's chain begins where another one's ends.
        sent(client, page, f"else{number}@example.com")
    return found


def test_receipts_of_a_known_and_an_unknown_address_look_the_same(client, three):
    assert ConsentEvent.objects.exclude(previous_record_id=None).exists(), "one of them is known"
    files = [as_file(client, token) for token in three]
    assert shape(files[0]) == shape(files[1]) == shape(files[2])
    labels = [[each.get_text(strip=True) for each in as_page(client, token).select("dt")] for token in three]
    assert labels[0] == labels[1] == labels[2]


def test_receipts_share_no_id_whoever_s_they_are(client, three):
    files = [as_file(client, token) for token in three]
    shared = of_form_and_policy(files[0]["receipt"])
    for told in ([json.dumps(each) for each in files], [str(as_page(client, token)) for token in three]):
        own = [ids(text) - shared for text in told]
        assert all(own)
        assert not own[0] & own[1] and not own[0] & own[2] and not own[1] & own[2]


def test_a_receipt_holds_neither_the_pseudonym_nor_the_decision_before(client, page):
    sent(client, page, "known@example.com")
    text = json.dumps(as_file(client, sent(client, page, "known@example.com")))
    last = ConsentEvent.objects.order_by("-seq").first()
    assert last.previous_record_id
    for secret in (last.subject_id, last.previous_record_id, "subject_id", "previous_record_id"):
        assert str(secret) not in text


def test_what_is_private_stands_behind_one_digest_under_the_hash():
    make_purpose()
    person, version = Person.objects.create(), make_form_version()
    record(person, version)
    event = record(person, version)[0]
    private = {
        "subject_id": str(person.pseudonym),
        "previous_record_id": str(event.previous_record_id),
        "record_id": str(event.record_id),
    }
    public = hashed_values(event)
    assert public["private_sha256"] == sha256(private)
    assert {*public, "subject_id", "previous_record_id"} == {*event_values(event), "private_sha256"}
    assert event.hash == sha256(public)


def test_the_person_of_a_receipt_is_known_by_it_alone(client, page):
    token = sent(client, page, "known@example.com")
    receipt = receipts.by_token(token)
    document, person = receipt.document, Person.objects.get()
    assert receipt.subject_id == person.pseudonym
    assert document["pii_principal_id"] == sha256(
        {"receipt_id": document["receipt_id"], "subject_id": str(person.pseudonym)}
    )
    assert receipts.is_about(document, person.pseudonym)
    assert not receipts.is_about(document, Person.objects.create().pseudonym)


@pytest.mark.parametrize("column", ["subject_id", "previous_record_id"])
def test_what_the_digest_hides_is_under_the_hash_all_the_same(column):
    make_purpose()
    person, version = Person.objects.create(), make_form_version()
    record(person, version)
    event = record(person, version)[0]
    setattr(event, column, Person.objects.create().pseudonym)
    assert event_hash(event) != event.hash


def test_a_receipt_given_to_somebody_else_is_found(client, page):
    sent(client, page, "known@example.com")
    other = Person.objects.create()
    value = other.pseudonym.hex if connection.vendor == "sqlite" else other.pseudonym
    run_unguarded("UPDATE privacy_receipt SET subject_id = %s", value)
    assert any("does not fit what was signed" in each for each in broken_rows(privacy.verify_ledger()))


# What was written before


@pytest.fixture
def earlier(monkeypatch):
    """The ledger and the receipts as they were written first."""
    monkeypatch.setattr(ledger, "SCHEMA_VERSION", ledger.FIRST_SCHEMA)
    monkeypatch.setattr(receipts, "SCHEMA_VERSION", receipts.FIRST_SCHEMA)
    return monkeypatch


def test_what_was_written_before_stays_as_it_was_hashed_and_signed(client, page, earlier):
    token = sent(client, page, "known@example.com")
    event = ConsentEvent.objects.order_by("seq").first()
    assert event.hash == sha256(event_values(event)), "over all in the clear"
    old = as_file(client, token)
    assert old["receipt"]["pii_principal_id"] == str(event.subject_id)
    assert old["receipt"]["records"][0]["event"]["subject_id"] == str(event.subject_id)
    earlier.undo()
    new = as_file(client, sent(client, page, "known@example.com"))
    assert broken_rows(privacy.verify_ledger()) == []
    for each in (old, new):
        assert check(client, each)[:2] == (200, "good")
        assert checking.check(json.dumps(each).encode()).ok
    assert client.get(address("receipt", "vi", token)).status_code == 200


@pytest.mark.parametrize("column", ["subject_id", "previous_record_id", "schema_version"])
def test_a_change_of_what_was_written_before_is_found(client, page, earlier, column):
    sent(client, page, "known@example.com")
    sent(client, page, "known@example.com")
    earlier.undo()
    event = ConsentEvent.objects.order_by("-seq").first()
    field = ConsentEvent._meta.get_field(column)
    value = ledger.SCHEMA_VERSION if column == "schema_version" else Person.objects.create().pseudonym
    run_unguarded(
        f"UPDATE privacy_consentevent SET {column} = %s WHERE seq = %s",  # noqa: S608
        field.get_db_prep_save(value, connection),
        event.seq,
    )
    assert f"Event {event.seq} was altered: its hash does not fit." in privacy.verify_ledger().problems


def test_an_earlier_receipt_given_to_somebody_else_is_found(client, page, earlier):
    sent(client, page, "known@example.com")
    other = Person.objects.create()
    value = other.pseudonym.hex if connection.vendor == "sqlite" else other.pseudonym
    run_unguarded("UPDATE privacy_receipt SET subject_id = %s", value)
    assert any("does not fit what was signed" in each for each in broken_rows(privacy.verify_ledger()))


# Who takes the web process over


def test_the_web_shows_and_checks_receipts_without_asking_whose_they_are(client, page):
    """Its database user may not read that column (ADR 0122)."""
    token = sent(client, page, "known@example.com")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = as_file(client, token)
        as_page(client, token)
        check(client, found)
    read = [each["sql"] for each in queries if "privacy_receipt" in each["sql"]]
    assert read
    assert not [sql for sql in read if "subject_id" in sql or "*" in sql]


def test_the_web_is_given_every_column_of_receipts_but_whose_they_are():
    [columns] = grants.RIGHTS["privacy.Receipt"]
    assert {*columns, "subject_id"} == {field.column for field in Receipt._meta.concrete_fields}
    assert "subject_id" not in columns

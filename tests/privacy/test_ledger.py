"""The consent ledger: what an event holds, and that each names the one before."""

import json
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from wagtail.models import Site

from privacy import company, receipts
from privacy import services as privacy
from privacy.canonical import canonical, sha256
from privacy.ledger import GENESIS, event_hash
from privacy.models import ChainHead, ConsentEvent, FormVersion, PolicyVersion
from tests.privacy.builders import (
    AT,
    CLAUSE,
    decide,
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


def test_events_and_receipt_name_the_address_that_the_site_has_by_then():
    make_purpose()
    version, person = make_form_version(), Person.objects.create()
    Site.objects.filter(is_default_site=True).update(hostname="www.example.vn", port=443)
    given = record(person, version)
    withdrawn = decide(person, "withdrawn")
    for events in (given, [withdrawn]):
        receipt = receipts.issue(person=person, number="R", token="", language="vi", events=events).document
        assert receipt["withdrawal_method"].startswith("https://www.example.vn/vi/")
        assert [each["event"]["withdrawal_url"] for each in receipt["records"]] == [
            receipt["withdrawal_method"]
        ]
    assert privacy.verify_ledger().ok


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


def test_deleting_a_page_keeps_what_it_showed():
    make_purpose()
    page = make_home("en")
    version = make_form_version(page=page)
    assert version.page_id == page.pk
    page.delete()
    assert FormVersion.objects.get(pk=version.pk).page_id is None
    assert privacy.verify_ledger().ok


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

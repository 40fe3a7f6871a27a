"""Decisions outside forms: withdrawals at once, links in mails, and consents that run out."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone, translation
from wagtail.models import Site

from common.sweeps import sweeps
from privacy import decisions, gate, proving, receipts, usage
from privacy import services as privacy
from privacy.errors import Undeclared
from privacy.models import ConsentEvent, Receipt
from tests.privacy.builders import decide, make_form_version, make_purpose, make_recipient, record
from vault.models import Person

pytestmark = pytest.mark.django_db


def test_a_withdrawal_is_about_what_was_agreed_to():
    make_purpose()
    person, version = Person.objects.create(), make_form_version()
    given = record(person, version)[0]
    make_purpose("other")  # the policy goes on
    event = decide(person, "withdrawn")
    assert (event.notice_version, event.wording, event.form_version_sha256) == (
        given.notice_version,
        given.wording,
        version.sha256,
    )
    assert event.previous_record_id == given.record_id
    assert gate.may_use(person, "news").reason == "withdrawn"
    assert privacy.verify_ledger().ok


def test_a_decision_names_what_its_own_purpose_is_about():
    make_recipient("mailer", name="Mailer", country="SG", purposes=["news"])
    make_recipient("lab", country="US", purposes=["research"])
    make_purpose(data_categories=["contact_details"])
    event = decide(Person.objects.create(), "given")
    assert event.data_types == ["contact_details"]
    assert event.recipients == [{"code": "mailer", "name": "Mailer", "country": "SG"}]
    assert event.storage_countries == ["VN", "SG"]


def test_withdrawing_twice_is_withdrawing_once():
    make_purpose()
    person = Person.objects.create()
    decide(person, "given")
    first = decide(person, "withdrawn")
    assert decide(person, "withdrawn") == first
    assert decide(person, "given").seq == first.seq + 1
    assert decide(person, "withdrawn").seq == first.seq + 2
    assert privacy.verify_ledger().ok


@pytest.mark.django_db(transaction=True)
def test_two_withdrawals_at_once():
    make_purpose()
    person = Person.objects.create()
    decide(person, "given")
    start, events, failures = Barrier(3), [], []

    def withdraw():
        start.wait()
        try:
            events.append(decide(person, "withdrawn"))
            assert not gate.may_use(person, "news"), "it holds before the call returns"
        except Exception as error:  # noqa: BLE001 (a thread's failure is shown by the assertion below)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=withdraw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len({event.pk for event in events}) == 1
    assert ConsentEvent.objects.filter(decision="withdrawn").count() == 1
    assert privacy.verify_ledger().ok


def test_what_the_policy_does_not_have_can_be_withdrawn_and_not_given():
    make_purpose()
    person = Person.objects.create()
    with pytest.raises(Undeclared):
        decide(person, "given", purpose="research")
    with pytest.raises(ValueError, match="telepathy"):
        decide(person, "given", method="telepathy")
    assert not ConsentEvent.objects.exists()


def test_a_withdrawal_is_the_last_word_whatever_the_clocks_say():
    make_purpose()
    person, now = Person.objects.create(), timezone.now()
    given = decide(person, "given", at=now + timedelta(minutes=5))  # by a clock that is fast
    for at in (None, now - timedelta(days=1)):
        event = decide(person, "withdrawn", at=at)
        assert event.event_time >= given.event_time
        assert gate.may_use(person, "news").reason == "withdrawn"


def test_decisions_have_one_order_everywhere():
    """The consent came in first; the refusal before it waited sealed and was written down after it."""
    purpose = make_purpose()
    person, now = Person.objects.create(), timezone.now()
    decide(person, "given", at=now - timedelta(days=2), valid_until=now - timedelta(days=1))
    decide(person, "refused", at=now - timedelta(days=3))
    assert gate.given_purposes(person.pseudonym) == ["news"]
    assert [use for use in usage.uses_of(purpose) if use.holds], "the register refuses to delete it"
    assert [proof.event.decision for proof in proving.prove(person.pseudonym, "news")] == ["given", "refused"]
    assert decisions.expire() == 1
    assert gate.latest_event(person.pseudonym, "news").decision == "expired"
    assert gate.given_purposes(person.pseudonym) == []


def test_a_decision_by_a_link_in_a_mail_has_its_evidence_and_a_receipt():
    make_purpose()
    person, token = Person.objects.create(), receipts.new_token()
    event = privacy.record_with_receipt(
        person=person,
        purpose="news",
        decision="given",
        language="vi",
        method="email_link",
        token=token,
        evidence={"act": "link_followed", "message": "2026-11-chao"},
    )
    assert (event.channel, event.evidence["method"]) == ("email_link", "email_link")
    assert event.evidence["message"] == "2026-11-chao" and gate.may_use(person, "news")
    receipt = receipts.by_token(token)
    assert (receipt.number, receipt.subject_id) == (event.receipt, person.pseudonym)
    assert [each["event_hash"] for each in receipt.document["records"]] == [event.hash]
    with translation.override("en"):
        (proof,) = proving.prove(person.pseudonym, "news")
        assert proof.ok and proof.method == "Link in an e-mail" and "link" in proof.act
    for _again in range(2):
        last = privacy.record_with_receipt(
            person=person, purpose="news", decision="withdrawn", language="vi", method="email_link"
        )
    assert Receipt.objects.count() == 2, "withdrawing what is withdrawn makes no second receipt"
    assert Receipt.objects.get(number=last.receipt) and privacy.verify_ledger().ok


def test_a_consent_lasts_unless_a_period_is_set(settings):
    make_purpose()
    person = Person.objects.create()
    assert decide(person, "given").valid_until is None
    settings.PRIVACY_CONSENT_VALID_DAYS = {"news": 30}
    at = datetime(2026, 11, 1, tzinfo=UTC)
    assert decide(person, "given", at=at).valid_until == at + timedelta(days=30)
    assert decide(person, "refused", at=at).valid_until is None
    settings.PRIVACY_CONSENT_VALID_DAYS = {"*": 10}
    assert record(person, make_form_version())[0].valid_until is not None


def test_a_consent_that_ran_out_is_written_down_once():
    make_purpose()
    person, other = Person.objects.create(), Person.objects.create()
    now = timezone.now()
    given = decide(person, "given", at=now - timedelta(days=3), valid_until=now - timedelta(days=1))
    decide(other, "given", valid_until=now + timedelta(days=1))
    Site.objects.filter(is_default_site=True).update(hostname="www.example.vn", port=443)
    assert gate.may_use(person, "news").reason == "expired"
    sweeps["privacy_expiry"]()
    sweeps["privacy_expiry"]()
    event = ConsentEvent.objects.get(decision="expired")
    assert (event.subject_id, event.previous_record_id) == (person.pseudonym, given.record_id)
    assert (event.event_time, event.actor) == (given.valid_until, {"type": "system"})
    assert event.withdrawal_url.startswith("https://www.example.vn/vi/"), (
        "where it can be decided anew, today"
    )
    assert not gate.may_use(person, "news")
    assert gate.may_use(other, "news")
    assert privacy.verify_ledger().ok


def test_a_consent_that_was_renewed_or_withdrawn_does_not_run_out():
    make_purpose()
    now = timezone.now()
    for decision in ("given", "withdrawn"):
        person = Person.objects.create()
        decide(person, "given", at=now - timedelta(days=3), valid_until=now - timedelta(days=1))
        decide(person, decision)
    assert decisions.expire() == 0
    assert not ConsentEvent.objects.filter(decision="expired").exists()

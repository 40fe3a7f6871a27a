"""Decisions made in the centre have receipts of their own, and agreeing takes an objection back."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from privacy import declared, gate, signing
from privacy.canonical import sha256
from privacy.models import ConsentEvent, Receipt
from tests.rights import builders
from tests.rights_centre.visiting import archive, enter, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    builders.declare_purposes("news", "care")
    one = builders.person(phone=builders.PHONE)
    builders.agree(one, "news")
    return one


def test_a_decision_made_here_has_a_signed_receipt(person):
    client = enter(builders.EMAIL)
    response = post(client, "privacy_centre_withdraw", {"purpose": "news"})
    overview = client.get(response["Location"])
    receipt = Receipt.objects.get(subject_id=person.pseudonym)
    event = ConsentEvent.objects.get(decision="withdrawn")
    assert event.receipt == receipt.number
    assert signing.verify(receipt.document, receipt.signature, receipt.key_id)
    [record] = receipt.document["records"]
    assert record["consent_status"] == "dpv:ConsentWithdrawn"
    assert record["purpose_name"] == "Mục đích news"
    assert receipt.document["privacy_notice"]["version"] == event.notice_version
    address = re.search(r'href="(/\w+/[\w-]+/[A-Za-z0-9_-]{32}/)"', overview.content.decode())[1]
    page = client.get(address)
    assert page.status_code == 200
    assert receipt.number in page.content.decode()


def test_nobody_is_shown_the_receipt_of_someone_else(person):
    client = enter(builders.EMAIL)
    token = parse_qs(urlsplit(post(client, "privacy_centre_withdraw", {"purpose": "news"})["Location"]).query)
    stranger = builders.person(email="binh@example.com", name="Bình")
    other = enter("binh@example.com")
    page = other.get(reverse("privacy_centre"), {"done": "withdrawn", "receipt": token["receipt"][0]})
    assert page.status_code == 200
    assert token["receipt"][0] not in page.content.decode()
    assert stranger.pk != person.pk


def test_agreeing_again_takes_an_objection_back(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_limit", {"kind": "object", "purpose": "news"})
    assert not gate.may_use(person, "news")
    post(client, "privacy_centre_withdraw", {"purpose": "news"})
    number = declared.current().number
    post(client, "privacy_centre_give", {"purpose": "news", "version": number})
    assert gate.may_use(person, "news")


def test_with_the_archive_a_person_shows_that_a_receipt_is_theirs(person):
    """As docs/receipts.md says: the receipt's digests are made of what the archive has."""
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_withdraw", {"purpose": "news"})
    receipt = Receipt.objects.get(subject_id=person.pseudonym).document
    post(client, "privacy_centre_archive")
    told = json.loads(archive(post(client, "privacy_centre_take")).read("data.json"))
    pseudonym = told["person"]["pseudonym"]
    whose = {"receipt_id": receipt["receipt_id"], "subject_id": pseudonym}
    assert sha256(whose) == receipt["pii_principal_id"]
    before = {each["record_id"]: each["previous_record_id"] for each in told["consents"]}
    [record] = receipt["records"]
    own = record["event"]["record_id"]
    assert before[own], "the consent that was withdrawn"
    private = {"subject_id": pseudonym, "previous_record_id": before[own], "record_id": own}
    assert sha256(private) == record["event"]["private_sha256"]

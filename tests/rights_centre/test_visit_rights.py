"""What a visit may do: a receipt alone opens nothing, looking changes nothing, others' posts do nothing."""

import pytest
from django.core import mail

from privacy import gate, receipts
from privacy.models import ConsentEvent, Restriction
from rights.centre import sessions
from rights.models import CentreExport, CentreSession, PrivacyRequest
from tests.rights import builders
from tests.rights_centre.visiting import (
    SECRET,
    address,
    browser,
    enter,
    hold_text,
    mailed_code,
    main,
    page,
    post,
    type_code,
)
from vault.models import Person, ReadLog

pytestmark = pytest.mark.django_db


VERIFIED_ONLY = [
    ("privacy_centre_reveal", (), {"item": "all"}),
    ("privacy_centre_reveal", (), {"item": "identity"}),
    ("privacy_centre_give", (), {"purpose": "news", "version": "1"}),
    ("privacy_centre_lift", (), {"kind": "restrict"}),
    ("privacy_centre_limit", (), {"kind": "restrict"}),
    ("privacy_centre_limit", (), {"kind": "object", "purpose": "news"}),
    ("privacy_centre_correct", (), {"name": "Ai Đó"}),
    ("privacy_centre_archive", (), {}),
    ("privacy_centre_take", (), {}),
    ("privacy_centre_erase", (), {"sure": "on"}),
    ("privacy_centre_ask", ("complain",), {"text": "x"}),
    ("privacy_centre_ask", ("protect",), {"text": "x"}),
    ("privacy_centre_ask", ("correct",), {"text": "x"}),
]


RECEIPT_LEVEL = [
    ("privacy_centre_withdraw", (), {"purpose": "news"}),
    ("privacy_centre_leave", (), {}),
]


def by_receipt():
    """A browser that came with the address of the person's receipt."""
    client = browser()
    assert client.get(address("privacy_centre_receipt", SECRET)).status_code == 200
    assert not CentreSession.objects.exists(), "looking opens nothing"
    assert client.post(address("privacy_centre_receipt", SECRET)).status_code == 303
    return client


@pytest.mark.parametrize("name, args, data", VERIFIED_ONLY, ids=lambda value: str(value)[:40])
def test_a_receipt_alone_opens_nothing_in_clear(person, name, args, data):
    hold_text(person, "marker-text")
    client = by_receipt()
    before = ReadLog.objects.count()
    response = post(client, name, data, args=args)
    assert response.status_code == 303 and response["Location"] == address("privacy_centre_prove")
    assert client.get(address(name, *args)).status_code in {303, 405}
    assert ReadLog.objects.count() == before
    assert not CentreExport.objects.exists() and not Restriction.objects.exists()
    assert Person.objects.get(pk=person.pk).erased_at is None
    text = page(client).content.decode()
    assert "marker-text" not in text and builders.EMAIL not in text and builders.NAME not in text


def test_a_receipt_is_enough_to_withdraw(person):
    given = gate.latest_event(person.pseudonym, "news")
    post(by_receipt(), "privacy_centre_withdraw", {"purpose": "news"})
    event = gate.latest_event(person.pseudonym, "news")
    assert event.decision == "withdrawn"
    assert event.evidence == {
        "method": "privacy_centre",
        "identified": "receipt",
        "by_receipt": given.receipt,
    }


def test_a_code_lifts_a_receipt_s_visit(person):
    client = by_receipt()
    assert builders.EMAIL not in page(client, "privacy_centre_prove").content.decode()
    limited = client.cookies[sessions.COOKIE].value
    post(client, "privacy_centre_prove")
    assert mail.outbox[-1].to == [builders.EMAIL]
    type_code(client, mailed_code())
    assert main(page(client)).select_one(f"[action^='{address('privacy_centre_reveal')}']")
    client.cookies[sessions.COOKIE] = limited
    assert not main(page(client)).select_one("#held"), "the limited visit is over"


def test_a_forged_receipt_opens_nothing(person):
    for token in (receipts.new_token(), "x", "../"):
        response = browser().get(f"{address()}receipt/{token}/")
        assert response.status_code == 404


def test_the_receipt_of_an_erased_person_opens_nothing(person):
    client = by_receipt()
    token = receipts.new_token()
    event = ConsentEvent.objects.first()
    receipts.issue(person=person, number="TEST-0002", token=token, language="vi", events=[event])
    post(enter(builders.EMAIL), "privacy_centre_erase", {"sure": "on"})
    assert not main(page(client)).select_one("#held")
    fresh = browser()
    assert fresh.get(address("privacy_centre_receipt", token)).status_code == 200
    fresh.post(address("privacy_centre_receipt", token))
    assert not CentreSession.objects.exists()


def test_looking_changes_nothing(person):
    hold_text(person, "marker-text")
    client = enter(builders.EMAIL)
    requests, events = PrivacyRequest.objects.count(), ConsentEvent.objects.count()
    for name, args, _data in VERIFIED_ONLY + RECEIPT_LEVEL:
        assert client.get(address(name, *args)).status_code in {200, 405}
    assert (PrivacyRequest.objects.count(), ConsentEvent.objects.count()) == (requests, events)
    assert not CentreExport.objects.exists() and not ReadLog.objects.exists()
    assert main(page(client)).select_one("#held")


@pytest.mark.parametrize("name, args, data", VERIFIED_ONLY + RECEIPT_LEVEL, ids=lambda value: str(value)[:40])
def test_a_cross_site_post_acts_on_nothing(person, name, args, data):
    client = enter(builders.EMAIL)
    events = ConsentEvent.objects.count()
    forged = client.post(address(name, *args), data)
    assert forged.status_code == 403, "no form token"
    foreign = post(client, name, data, args=args, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert ConsentEvent.objects.count() == events and not PrivacyRequest.objects.exists()
    assert main(page(client)).select_one("#held")


@pytest.mark.parametrize("name, args, data", VERIFIED_ONLY + RECEIPT_LEVEL, ids=lambda value: str(value)[:40])
def test_without_a_visit_nothing_happens(person, name, args, data):
    response = browser().post(address(name, *args), data)
    assert response.status_code == 303
    assert not PrivacyRequest.objects.exists()

"""Consents and limits: withdrawn, given in the words shown, set and lifted before the page returns."""

import datetime as dt
import threading

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from privacy import gate
from privacy.decisions import record_decision
from privacy.models import ConsentEvent, Restriction
from rights.centre import acts, sessions
from rights.models import CentreSession, PrivacyRequest
from tests.privacy.builders import make_purpose
from tests.rights import builders
from tests.rights_centre.visiting import (
    address,
    enter,
    main,
    page,
    post,
)

pytestmark = pytest.mark.django_db


def test_withdrawing_counts_before_the_page_returns(person):
    client = enter(builders.EMAIL)
    assert gate.may_use(person, "news")
    assert post(client, "privacy_centre_withdraw", {"purpose": "news"}).status_code == 303
    assert gate.may_use(person, "news").reason == "withdrawn"
    event = gate.latest_event(person.pseudonym, "news")
    assert event.evidence == {"method": "privacy_centre", "identified": "verified"}
    request = PrivacyRequest.objects.get()
    assert (request.kind, request.source, request.outcome, request.purposes) == (
        "withdraw",
        "centre",
        "fulfilled",
        ["news"],
    )
    assert request.ack_sent_at


def test_a_consent_that_an_older_refusal_followed_into_the_ledger_can_be_withdrawn(person):
    """The refusal waited sealed: it was made before the consent and written down after it."""
    before = timezone.now() - dt.timedelta(hours=1)
    record_decision(
        person=person, purpose="news", decision="refused", language="vi", method="web_form", at=before
    )
    client = enter(builders.EMAIL)
    assert main(page(client)).select_one("form[action$='{}']".format(address("privacy_centre_withdraw")))
    assert post(client, "privacy_centre_withdraw", {"purpose": "news"}).status_code == 303
    assert gate.may_use(person, "news").reason == "withdrawn"


def test_withdrawing_twice_leaves_one_withdrawal(person):
    client = enter(builders.EMAIL)
    for _ in range(2):
        post(client, "privacy_centre_withdraw", {"purpose": "news"})
    withdrawn = ConsentEvent.objects.filter(decision="withdrawn")
    assert withdrawn.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_withdrawals_at_once_leave_one(person):
    session, _token = sessions.open_session(person, CentreSession.Level.VERIFIED)
    together = threading.Barrier(2)
    errors = []

    def withdraw():
        try:
            together.wait()
            acts.withdraw(session, "news")
        except Exception as error:  # noqa: BLE001 - the test shows it
            errors.append(error)
        finally:
            for each in ("default", "keys"):
                from django.db import connections

                connections[each].close()

    threads = [threading.Thread(target=withdraw) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert ConsentEvent.objects.filter(decision="withdrawn").count() == 1
    assert not PrivacyRequest.objects.filter(closed_at=None).exists()


def test_a_withdrawal_that_recipients_must_follow_stays_open_for_the_officer():
    builders.declare_purposes("news", recipients=[("mailer", ["news"])])
    one = builders.person()
    builders.agree(one, "news")
    post(enter(builders.EMAIL), "privacy_centre_withdraw", {"purpose": "news"})
    assert not gate.may_use(one, "news")
    request = PrivacyRequest.objects.get()
    assert request.is_open and request.executed_at and request.tasks.get().recipient == "mailer"


def test_consent_is_given_in_the_words_that_were_shown(person):
    client = enter(builders.EMAIL)
    card = main(page(client)).select_one("[data-purpose=care]")
    version = card.select_one("[name=version]")["value"]
    assert "Tôi đồng ý" in card.get_text()
    post(client, "privacy_centre_give", {"purpose": "care", "version": version})
    event = gate.latest_event(person.pseudonym, "care")
    assert gate.may_use(person, "care") and "Tôi đồng ý" in event.wording
    assert str(event.notice_version) == version


def test_the_words_say_how_long_and_that_data_is_sensitive_as_a_form_does(person):
    make_purpose("health", consent_text="<p>Tôi đồng ý, tối đa {retention}.</p>", is_sensitive=True)
    client = enter(builders.EMAIL)
    card = main(page(client)).select_one("[data-purpose=health]")
    said = card.select_one(".centre__wording").get_text(" ", strip=True)
    assert said.startswith("Tôi đồng ý, tối đa 24 tháng.") and "nhạy cảm" in said
    version = card.select_one("[name=version]")["value"]
    post(client, "privacy_centre_give", {"purpose": "health", "version": version})
    wording = gate.latest_event(person.pseudonym, "health").wording
    assert BeautifulSoup(wording, "html.parser").get_text(" ", strip=True) == said


def test_consent_to_words_that_have_changed_since_is_not_taken(person):
    client = enter(builders.EMAIL)
    version = main(page(client)).select_one("[data-purpose=care] [name=version]")["value"]
    make_purpose("other")
    post(client, "privacy_centre_give", {"purpose": "care", "version": version})
    assert not gate.may_use(person, "care")


@pytest.mark.parametrize("purpose", ["nowhere", ""])
def test_consent_to_what_the_policy_does_not_declare_is_refused(person, purpose):
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_give", {"purpose": purpose, "version": "1"}).status_code == 404


@pytest.mark.parametrize("kind, reason", [("restrict", "restricted"), ("object", "objected")])
@pytest.mark.parametrize("purpose", ["", "news"])
def test_a_limit_counts_at_once_and_can_be_lifted(person, kind, reason, purpose):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_limit", {"kind": kind, "purpose": purpose})
    assert gate.may_use(person, "news").reason == reason
    assert PrivacyRequest.objects.get().outcome == "fulfilled"
    post(client, "privacy_centre_lift", {"kind": kind, "purpose": purpose})
    assert gate.may_use(person, "news")


def test_an_unknown_limit_is_refused(person):
    client = enter(builders.EMAIL)
    for data in ({"kind": "all"}, {"kind": "restrict", "purpose": "nowhere"}):
        assert post(client, "privacy_centre_limit", data).status_code == 400
    assert not Restriction.objects.exists()

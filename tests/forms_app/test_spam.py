"""Signs of spam hold an enquiry for review; they never lose it, and never store an address."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import altcha
import pytest
from django.db import connection
from django.utils import timezone

from forms_app import spam
from forms_app.models import DailySalt, RateCounter, SpentChallenge
from inbox.models import Enquiry
from privacy.models import Recipient
from tests.privacy.builders import declare
from vault.models import Envelope

from .builders import make_form, sealed, send, soup, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_form()


@pytest.fixture
def cheap(settings):
    settings.FORMS_CHALLENGE_COST, settings.FORMS_CHALLENGE_COUNTER = 10, 8


def solve(client):
    """A proof as forms.js sends it."""
    challenge = client.get("/forms/challenge").json()
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    return base64.b64encode(
        json.dumps({"challenge": challenge, "solution": solution.to_dict()}).encode()
    ).decode()


def signals(client, page, **changes):
    response = send(client, page, **changes)
    assert response.status_code == 303
    return Enquiry.objects.latest("received_at").signals


def test_no_proof_is_no_sign(client, page):
    assert signals(client, page) == []


def test_a_good_proof_is_no_sign(client, page, cheap):
    assert signals(client, page, altcha=solve(client)) == []
    assert SpentChallenge.objects.count() == 1


def test_a_proof_counts_once(client, page, cheap):
    proof = solve(client)
    assert signals(client, page, altcha=proof) == []
    assert signals(client, page, altcha=proof) == ["proof_replayed"]


def test_a_proof_is_not_spent_by_a_mistake(client, page, cheap):
    proof = solve(client)
    assert send(client, page, altcha=proof, email="x").status_code == 422
    assert signals(client, page, altcha=proof) == []


@pytest.mark.parametrize("junk", ["x", "e30=", base64.b64encode(b"[]").decode(), "9" * 9000])
def test_junk_for_a_proof_holds_the_enquiry(client, page, junk):
    assert signals(client, page, altcha=junk) == ["proof_invalid"]
    assert Enquiry.objects.get().quarantined


def test_an_unsigned_or_expired_proof_holds_the_enquiry(client, page, cheap, settings):
    settings.FORMS_CHALLENGE_SECONDS = -1
    assert signals(client, page, altcha=solve(client)) == ["proof_invalid"]
    challenge = altcha.create_challenge(spam.ALGORITHM, 1, counter=1, hmac_secret="ours, not")
    solution = altcha.solve_challenge(challenge)
    forged = altcha.Payload(challenge, solution).to_base64()
    assert signals(client, page, altcha=forged) == ["proof_invalid"]


def test_challenges_are_never_kept(client):
    first, second = client.get("/forms/challenge"), client.get("/forms/challenge")
    assert "no-store" in first["Cache-Control"] and not first.cookies
    assert first.json()["signature"] != second.json()["signature"]


def test_a_filled_trap_holds_the_enquiry(client, page):
    assert signals(client, page, web_address="https://spam.example") == ["honeypot"]


def test_many_links_hold_the_enquiry(client, page):
    assert signals(client, page, message="http://a.example " * 5) == ["many_links"]


def test_too_many_posts_are_held_then_refused_with_nothing_lost(client, page, settings):
    settings.FORMS_RATE_SOFT, settings.FORMS_RATE_HARD = 1, 2
    assert signals(client, page) == []
    assert signals(client, page) == ["rate"]
    response = send(client, page, message="Lần thứ ba")
    assert response.status_code == 429 and response["Retry-After"]
    main = soup(response).select_one("main")
    assert main.select_one("[name=message]").get_text(strip=True) == "Lần thứ ba"
    assert main.select_one("[name=consent-enquiry]").has_attr("checked")
    assert main.select_one("[role=alert]").get_text(strip=True)
    assert Envelope.objects.count() == 2
    settings.FORMS_RATE_HARD = 100
    assert signals(client, page)


def test_no_address_is_stored(client, page):
    data = {"REMOTE_ADDR": "203.0.113.77"}
    client.defaults.update(data)
    send(client, page)
    assert RateCounter.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, count FROM forms_app_ratecounter")
        assert "203.0.113.77" not in str(cursor.fetchall())


def test_counters_of_two_addresses_are_apart(rf):
    for address in ("203.0.113.1", "203.0.113.2"):
        assert spam.count_post(rf.post("/", REMOTE_ADDR=address)) == 1
    assert spam.count_post(rf.post("/", REMOTE_ADDR="203.0.113.2")) == 2


def test_forwarded_addresses_count_only_behind_our_proxy(rf, settings):
    request = rf.post("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert spam.client_address(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert spam.client_address(request) == "203.0.113.9"


def test_the_digest_of_a_day_means_nothing_the_next(rf):
    now = timezone.now()
    spam.count_post(rf.post("/"), now=now)
    spam.count_post(rf.post("/"), now=now + timedelta(days=1))
    assert len(set(RateCounter.objects.values_list("digest", flat=True))) == 2


def test_the_sweep_forgets(rf):
    now = timezone.now()
    spam.count_post(rf.post("/"), now=now - timedelta(days=1))
    SpentChallenge.objects.create(digest="x", expires_at=now - timedelta(minutes=1))
    spam.purge(now=now)
    assert not RateCounter.objects.exists()
    assert not DailySalt.objects.exists()
    assert not SpentChallenge.objects.exists()


@pytest.fixture
def captcha(settings, page):
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    Recipient.objects.create(
        code="google_recaptcha", locale=page.locale, name="Google", country="US", reason="Chống thư rác"
    )
    declare()


@pytest.fixture
def google(monkeypatch):
    """Google at the network edge: set `google.answer` to bytes, or to an exception to be raised."""

    class Google:
        answer, asked = b"", []

        def read(self):
            return self.answer

        def close(self):
            pass

    edge = Google()
    edge.asked = []

    def reply(params):
        edge.asked.append(params)
        if isinstance(edge.answer, Exception):
            raise edge.answer
        return edge

    monkeypatch.setattr("django_recaptcha.client.recaptcha_request", reply)
    return edge


def test_captcha_is_offered_only_where_declared_and_configured(client, page, settings):
    assert "google" not in client.get(url(page)).content.decode().lower()
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    assert not soup(client.get(url(page) + "?x=1")).select("[data-captcha-key]")


def test_captcha_waits_for_agreement(client, page, captcha):
    main = soup(client.get(url(page))).select_one("main")
    assert main.select_one("[data-captcha-key]")["data-captcha-key"] == "public"
    assert not main.select_one("[name=captcha_agreed]").has_attr("checked")
    assert not [script for script in main.select("script") if "google" in script.get("src", "")]


def test_who_does_not_agree_is_not_checked(client, page, captcha, google):
    assert signals(client, page) == []
    assert google.asked == []


def test_a_verified_visitor(client, page, captcha, google):
    google.answer = b'{"success": true}'
    assert signals(client, page, captcha_agreed="yes", captcha="token") == []
    assert b"remoteip=&" in google.asked[0] or google.asked[0].endswith(b"remoteip=")


@pytest.mark.parametrize(
    "answer",
    [OSError("refused"), TimeoutError(), b"<html>busy</html>", b"[]", b"{}", b'{"success": false}', b"\xff"],
    ids=["refused", "hanging", "html", "list", "empty", "no", "bytes"],
)
def test_google_being_down_loses_nothing(client, page, captcha, google, answer):
    google.answer = answer
    assert signals(client, page, captcha_agreed="yes", captcha="token") == ["captcha_unverified"]
    assert Enquiry.objects.get().quarantined


def test_sealed_payload_names_the_signs(client, page, unrun_tasks):
    send(client, page, web_address="x")
    assert sealed()[0]["signals"] == ["honeypot"]


def test_the_stolen_salt_does_not_tell_addresses(rf, settings):
    request = rf.post("/", REMOTE_ADDR="203.0.113.77")
    spam.count_post(request)
    salt = bytes(DailySalt.objects.get().salt)
    guess = hmac.new(salt, b"203.0.113.77", hashlib.sha256).hexdigest()
    assert not RateCounter.objects.filter(digest=guess).exists()
    settings.SECRET_KEY = "another one"
    spam.count_post(request)
    assert RateCounter.objects.count() == 2

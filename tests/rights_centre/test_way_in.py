"""The way in: codes that are mailed, typed and used up; nobody learns whether an address is known."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from privacy import receipts
from rights.centre import sessions
from rights.models import CentreChallenge, CentreMail, CentreRate, CentreSession, PrivacyRequest
from tests.rights import builders
from tests.rights_centre.visiting import (
    address,
    ask,
    browser,
    enter,
    mailed_code,
    main,
    page,
    post,
    token,
    type_code,
)
from vault.models import ReadLog

pytestmark = pytest.mark.django_db


def test_a_mailed_code_opens_the_centre():
    builders.person()
    client = browser()
    assert ask(client, builders.EMAIL)["Location"] == address("privacy_centre_code")
    assert mail.outbox[-1].to == [builders.EMAIL]
    response = type_code(client, mailed_code())
    assert response.status_code == 303
    assert main(page(client)).select_one("#held")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_the_way_in_is_private_and_shown_in_both_languages(language):
    client = browser()
    response = page(client, language=language)
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Language"] == language
    assert not response.cookies
    ask(client, "nobody@example.com", language)
    response = page(client, "privacy_centre_code", language=language)
    assert "no-store" in response["Cache-Control"]


def answers(contact):
    """All that a browser sees from asking to a wrong code, without the random token."""
    client = browser()
    seen = []
    for response in (
        ask(client, contact),
        client.get(address("privacy_centre_code")),
        type_code(client, "0000 0001"),
        client.get(address("privacy_centre_code")),
    ):
        headers = {name: value for name, value in response.headers.items() if name != "Date"}
        cookie = response.cookies.get(sessions.COOKIE)
        body = response.content.decode().replace(token(client), "TOKEN")
        flags = dict(cookie.items()) if cookie else None
        seen.append((response.status_code, headers, flags, body))
    return seen


def test_known_and_unknown_addresses_get_the_same_answers():
    builders.person(phone=builders.PHONE)
    known = answers(builders.EMAIL)
    assert known == answers("nobody@example.com")
    assert known == answers(builders.PHONE)
    assert known == answers("0987654321")


def test_asking_does_the_same_queries_for_everyone(unrun_tasks, django_assert_num_queries):
    """The work of finding out whose an address is, is the worker's."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    builders.person()
    ask(browser(), "warm-up@example.com")
    counts = []
    for contact in (builders.EMAIL, "nobody@example.com", "0987654321"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(browser(), contact)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert not mail.outbox


def test_a_wrong_code_costs_the_same_queries_for_everyone():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    builders.person(phone=builders.PHONE)
    counts = {}
    for contact in (
        "warm-up@example.com",
        builders.EMAIL,
        builders.PHONE,
        "nobody@example.com",
        "0987654321",
    ):
        client = browser()
        ask(client, contact)
        with CaptureQueriesContext(connection) as queries:
            assert type_code(client, "0000 0001").status_code == 422
        counts[contact] = len(queries)
    del counts["warm-up@example.com"]
    assert len(set(counts.values())) == 1, counts


def test_an_unknown_address_is_told_that_nothing_is_held():
    client = browser()
    ask(client, "nobody@example.com")
    assert [each.to for each in mail.outbox] == [["nobody@example.com"]]
    assert not any(char.isdigit() for char in mail.outbox[0].body.split("http")[0])


def test_a_number_s_code_goes_to_the_address_we_know():
    builders.person(phone=builders.PHONE)
    client = browser()
    ask(client, "0912 345 678")
    assert mail.outbox[-1].to == [builders.EMAIL]
    assert type_code(client, mailed_code()).status_code == 303


def test_a_number_without_an_address_becomes_a_request_to_call():
    one = builders.person(email="", phone=builders.PHONE)
    ask(browser(), builders.PHONE)
    request = PrivacyRequest.objects.get()
    assert (request.person, request.kind, request.source, request.status) == (
        one,
        "view",
        "centre",
        "unverified",
    )
    assert not mail.outbox
    assert CentreMail.objects.get().state == CentreMail.State.DROPPED


def test_a_shared_number_opens_nobody():
    builders.person(email="a@example.com", phone=builders.PHONE)
    builders.person(email="b@example.com", phone=builders.PHONE)
    ask(browser(), builders.PHONE)
    assert not mail.outbox


@pytest.mark.parametrize("contact", ["", "nonsense", "@", "a@b", "<script>@x.vn", "12"])
def test_what_is_no_address_is_told_so(contact):
    response = ask(browser(), contact)
    assert response.status_code == 422
    assert main(response).select_one(".form__error")
    assert not CentreChallenge.objects.exists()


def test_a_code_counts_once():
    builders.person()
    first = browser()
    ask(first, builders.EMAIL)
    challenge = first.cookies[sessions.COOKIE].value
    code = mailed_code()
    type_code(first, code)
    first.cookies[sessions.COOKIE] = challenge
    assert type_code(first, code).status_code == 422


def test_a_code_expires():
    builders.person()
    client = browser()
    ask(client, builders.EMAIL)
    CentreChallenge.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert type_code(client, mailed_code()).status_code == 422


def test_five_wrong_codes_end_it():
    builders.person()
    client = browser()
    ask(client, builders.EMAIL)
    right = mailed_code()
    wrong = "0000 0000" if right != "0000 0000" else "1111 1111"
    for _ in range(5):
        assert type_code(client, wrong).status_code == 422
    assert type_code(client, right).status_code == 422
    assert not CentreSession.objects.exists()


def test_a_code_is_worth_nothing_in_another_browser():
    builders.person()
    ask(browser(), builders.EMAIL)
    code = mailed_code()
    other = browser()
    ask(other, "other@example.com")
    assert type_code(other, code).status_code == 422
    assert browser().post(address("privacy_centre_code"), {"code": code}).status_code == 403


def test_the_mail_holds_a_code_and_no_link_that_acts():
    builders.person()
    client = browser()
    ask(client, builders.EMAIL)
    code = mailed_code()
    links = [word for word in mail.outbox[-1].body.split() if word.startswith("http")]
    assert len(links) == 1 and code.replace(" ", "") not in links[0]
    assert client.get(address("privacy_centre_code")).status_code == 200
    assert CentreChallenge.objects.get().used_at is None


def test_a_visit_gets_a_fresh_token_whatever_the_browser_held():
    builders.person()
    client = browser()
    client.cookies[sessions.COOKIE] = "prepared-by-somebody-else"
    ask(client, builders.EMAIL)
    asked = client.cookies[sessions.COOKIE].value
    type_code(client, mailed_code())
    assert len({"prepared-by-somebody-else", asked, client.cookies[sessions.COOKIE].value}) == 3
    client.cookies[sessions.COOKIE] = asked
    assert not main(page(client)).select_one("#held")


def test_the_cookie_is_kept_from_scripts_and_other_sites(settings):
    settings.BASE_URL = "https://example.vn"
    cookie = ask(browser(), "nobody@example.com").cookies[sessions.COOKIE]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Strict"
    assert cookie["path"] == "/" and not cookie["max-age"] and not cookie["expires"]


@pytest.mark.parametrize("field", ["last_used_at", "expires_at"])
def test_a_visit_ends_by_itself(field):
    builders.person()
    client = enter(builders.EMAIL)
    CentreSession.objects.update(**{field: timezone.now() - dt.timedelta(hours=1)})
    assert not main(page(client)).select_one("#held")
    assert post(client, "privacy_centre_reveal", {"item": "all"}).status_code == 303


def test_leaving_ends_the_visit_for_good():
    builders.person()
    client = enter(builders.EMAIL)
    held = client.cookies[sessions.COOKIE].value
    assert post(client, "privacy_centre_leave").status_code == 303
    client.cookies[sessions.COOKIE] = held
    assert not main(page(client)).select_one("#held")


def test_too_many_codes_for_one_address_are_refused_known_or_not(settings):
    settings.CENTRE_RATE_ADDRESS = 2
    builders.person()
    for contact in (builders.EMAIL, "nobody@example.com"):
        statuses = [ask(browser(), contact).status_code for _ in range(3)]
        assert statuses == [303, 303, 429]
    assert len(mail.outbox) == 4


def test_too_many_codes_from_one_client_are_refused(settings):
    settings.CENTRE_RATE_CLIENT = 2
    statuses = [ask(browser(), f"n{n}@example.com").status_code for n in range(3)]
    assert statuses == [303, 303, 429]
    assert ask(browser(), "n@example.com")["Retry-After"]


def test_too_many_tries_are_refused(settings):
    settings.CENTRE_RATE_TRIES = 2
    client = browser()
    ask(client, "nobody@example.com")
    assert [type_code(client, "1").status_code for _ in range(3)] == [422, 422, 429]


def test_nothing_of_what_was_typed_is_kept(unrun_tasks):
    """Between asking and mailing only sealed bytes; afterwards nothing."""
    from rights.centre import mails

    one = builders.person()
    ask(browser(), builders.EMAIL)
    challenge = CentreChallenge.objects.get()
    assert builders.EMAIL.encode() not in bytes(challenge.contact)
    mails.deliver(challenge.mail.pk)
    challenge.refresh_from_db()
    assert challenge.contact is None and challenge.person == one
    assert mailed_code().replace(" ", "") not in challenge.code_digest
    assert all(builders.EMAIL not in str(vars(row)) for row in CentreRate.objects.all())


def test_a_mail_that_fails_is_tried_again_and_wiped_when_its_time_is_over(settings, unrun_tasks):
    from rights.centre import mails, sweeping

    builders.person()
    ask(browser(), builders.EMAIL)
    settings.EMAIL_BACKEND = "tests.rights_centre.broken_mail.Broken"
    row = CentreMail.objects.get()
    assert not mails.deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error_class) == ("pending", "ConnectionError")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    CentreMail.objects.update(next_try=timezone.now() - dt.timedelta(minutes=5))
    sweeping.sweep()
    assert len(mail.outbox) == 1
    CentreChallenge.objects.update(expires_at=timezone.now() - dt.timedelta(days=2))
    sweeping.sweep()
    assert not CentreChallenge.objects.exists()


@pytest.mark.parametrize("way", ["ask", "new address"])
def test_a_mail_in_hand_does_not_go_out_after_an_erasure(unrun_tasks, monkeypatch, way):
    """The worker has the address in memory; the erasure that comes between must win."""
    from rights import erasure
    from rights.centre import challenges, mails

    one = builders.person()
    if way == "ask":
        ask(browser(), builders.EMAIL)
    else:
        session, _token = sessions.open_session(one, CentreSession.Level.VERIFIED)
        challenges.ask_new_email(session, "new@example.com", locale="vi")
    compose = mails._compose

    def slowly(*args, **kwargs):
        message = compose(*args, **kwargs)
        erasure.erase(one)
        return message

    monkeypatch.setattr(mails, "_compose", slowly)
    row = CentreMail.objects.get()
    assert mails.deliver(row.pk) is False
    assert not mail.outbox
    assert not CentreMail.objects.filter(state__in=("pending", "sending", "sent")).exists()
    assert not CentreChallenge.objects.exclude(contact=None).exists()


def test_a_code_that_was_replaced_meanwhile_is_not_mailed(unrun_tasks, monkeypatch):
    from rights.centre import challenges, mails

    one = builders.person()
    receipt = receipts.issue(person=one, number="TEST-0001", token="", language="vi", events=[])
    session, _token = sessions.open_session(one, CentreSession.Level.RECEIPT, receipt=receipt)
    challenges.ask_more(session, locale="vi")
    first = CentreMail.objects.get()
    compose = mails._compose

    def slowly(*args, **kwargs):
        message = compose(*args, **kwargs)
        monkeypatch.setattr(mails, "_compose", compose)
        challenges.ask_more(session, locale="vi")
        return message

    monkeypatch.setattr(mails, "_compose", slowly)
    assert mails.deliver(first.pk) is False
    assert mails.deliver(CentreMail.objects.exclude(pk=first.pk).get().pk)
    assert len(mail.outbox) == 1


def test_a_post_from_another_site_is_refused():
    builders.person()
    client = enter(builders.EMAIL)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        response = post(client, "privacy_centre_leave", headers=headers)
        assert response.status_code == 403
    assert client.post(address("privacy_centre_leave"), {"token": "0" * 64}).status_code == 403
    assert client.post(address("privacy_centre_leave")).status_code == 403
    assert main(page(client)).select_one("#held")


def test_asking_reads_nothing_about_anybody():
    builders.person()
    ask(browser(), builders.EMAIL)
    assert not ReadLog.objects.exists()


def test_without_a_declared_cookie_the_centre_says_that_it_is_closed(caplog):
    from privacy.models import StoredItem
    from tests.privacy.builders import declare

    StoredItem.objects.update(key="another")  # behind the back of the register, which refuses
    declare()
    client = browser()
    assert client.get(address()).status_code == 503
    assert ask(client, "nobody@example.com").status_code == 503
    assert not CentreChallenge.objects.exists()


def test_a_process_without_keys_sends_visitors_on(settings):
    settings.HOLDS_PRIVATE_KEYS = False
    assert browser().get(address()).status_code == 503
    settings.PRIVACY_CENTRE_URL = "https://centre.example.vn/"
    assert browser().get(address())["Location"] == f"https://centre.example.vn{address()}"

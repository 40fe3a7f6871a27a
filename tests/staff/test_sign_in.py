"""Signing in: allauth's log-in is the only one, and readers of enquiries need a second factor."""

import importlib.util
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

import website.urls
from tests.staff.builders import PASSWORD, make_staff
from tests.staff.signing import password_only

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, user, **extra):
    return client.post("/accounts/login/", {"login": user.username, "password": PASSWORD, **extra})


def test_an_editor_signs_in_by_password(client):
    response = sign_in(client, make_staff("Editor"))
    assert response.status_code == 302
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("language, words", [("vi", 'lang="vi"'), ("en", 'lang="en"')])
def test_the_page_speaks_both_languages(client, language, words):
    response = client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE=language)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_a_wrong_password_does_not(client):
    user = make_staff("Editor")
    response = client.post("/accounts/login/", {"login": user.username, "password": "sai"})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_guessing_is_throttled(client):
    user = make_staff("Editor")
    for _ in range(12):
        client.post("/accounts/login/", {"login": user.username, "password": "sai"})
    sign_in(client, user)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/admin/password_reset/", "/admin/password_reset/confirm/MQ/x-y/"]
)
def test_wagtails_own_ways_in_are_closed(client, path):
    user = make_staff("Sales")
    for response in (client.get(path), client.post(path, {"username": user.username, "password": PASSWORD})):
        assert response.status_code in {301, 302}
        assert response["Location"].startswith("/accounts/")
    assert "_auth_user_id" not in client.session


@pytest.fixture(params=["all", "staff", "web"])
def role(request, settings, monkeypatch):
    """The addresses of a process of each role."""
    settings.PROCESS_ROLE = request.param
    name = f"website.urls_of_{request.param}"
    spec = importlib.util.spec_from_file_location(name, website.urls.__file__)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    settings.ROOT_URLCONF = name
    return request.param


@pytest.mark.parametrize(
    "path",
    [
        "/vi/_util/login/",
        "/en/_util/login/",
        "/vi/_util/authenticate_with_password/1/2/",
        "/documents/authenticate_with_password/1/",
    ],
)
def test_no_public_address_takes_a_password(client, role, path):
    user = make_staff("Sales")
    assert (role == "web") == (Client().get("/accounts/login/").status_code == 404)
    for answer in (
        client.get(path, follow=True),
        client.post(path, {"username": user.username, "password": PASSWORD}),
        client.post(path, {"password": PASSWORD}),
    ):
        assert answer.status_code == 404
    assert not client.cookies


def test_nobody_signs_up(client, django_user_model):
    client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/",
        {"email": "x@example.invalid", "username": "x", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not django_user_model.objects.filter(username="x").exists()


def test_a_reader_with_a_password_only_is_led_to_enrol(client):
    password_only(client, make_staff("Sales"))
    for path in ("/admin/", "/admin/pages/", "/admin/account/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200


def test_a_script_of_such_a_session_is_refused(client):
    password_only(client, make_staff("Sales"))
    response = client.get("/admin/pages/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert response.status_code == 403


def test_a_reader_who_enrolled_elsewhere_is_asked_to_show_it(client):
    user = make_staff("Sales")
    TOTP.activate(user, SECRET)
    password_only(client, user)
    response = client.get("/admin/")
    assert response["Location"].startswith("/accounts/2fa/reauthenticate/?next=")


@pytest.mark.django_db(transaction=True)
def test_enrolling_opens_the_admin(client):
    user = make_staff("Sales")
    sign_in(client, user)
    assert client.get("/admin/").status_code == 302
    # Enrolling asks for the password once more.
    assert client.get("/accounts/2fa/totp/activate/").status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200, page["Location"]
    code = code_now(page.context["form"].secret)
    response = client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert response.status_code == 302
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert client.get("/admin/").status_code == 200


def test_who_enrolled_is_asked_at_the_next_sign_in(client):
    user = make_staff("Sales")
    TOTP.activate(user, SECRET)
    response = sign_in(client, user)
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.get("/admin/").status_code == 200


def test_the_code_is_sealed_in_the_database():
    TOTP.activate(make_staff("Sales"), SECRET)
    assert SECRET not in str(Authenticator.objects.get(type="totp").data)


def test_an_editor_is_not_asked(client):
    password_only(client, make_staff("Editor"))
    assert client.get("/admin/").status_code == 200


def test_resetting_a_password_does_not_sign_in(client):
    user = make_staff("Sales", email="sales@example.invalid")
    TOTP.activate(user, SECRET)
    client.post("/accounts/password/reset/", {"email": user.email})
    link = next(word for word in mail.outbox[0].body.split() if "/accounts/password/reset/key/" in word)
    page = client.get(link[link.index("/accounts/") :])
    new = PASSWORD + " mới"
    client.post(page["Location"], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert "_auth_user_id" not in client.session


def test_the_mail_to_reset_a_password_names_no_host_that_was_asked_with(client, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://admin.example.vn"
    settings.ALLOWED_HOSTS = ["admin.example.vn", "www.example.vn"]
    user = make_staff("Sales", email="sales@example.invalid")
    for host in ("admin.example.vn:6666", "www.example.vn"):
        client.post("/accounts/password/reset/", {"email": user.email}, HTTP_HOST=host)
        body = mail.outbox.pop().body
        assert "https://admin.example.vn/accounts/password/reset/key/" in body
        assert "6666" not in body and "www.example.vn" not in body


def test_an_idle_session_ends(client):
    client.force_login(make_staff("Editor"))
    assert client.get("/admin/").status_code == 200
    session = client.session
    session["staff_seen"] = time.time() - 3700
    session.save()
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")


def test_posting_needs_a_token():
    strict = Client(enforce_csrf_checks=True)
    user = make_staff("Editor")
    assert sign_in(strict, user).status_code == 403


def test_no_account_page_may_be_stored(client):
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]


def test_account_pages_run_under_a_policy_without_exceptions(client):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy

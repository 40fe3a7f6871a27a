"""Guards: no undeclared cookie leaves, no undeclared host is contacted, and people are told, without data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from privacy.guards import alarms, checks, cookies, outgoing
from privacy.guards.mail import EmailBackend
from privacy.models import GuardAlarm, StoredItem
from tests.privacy.builders import declare, locale, make_recipient
from tests.staff.builders import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(settings):
    alarms.forget()
    settings.PRIVACY_OUTGOING = "enforce"
    yield
    alarms.forget()


def declare_cookie(key="visit", surface="public", **fields):
    fields = {"name": key, "reason": "x", "essential": True, **fields}
    code = key.strip("*_-").lower()
    StoredItem.objects.create(code=code, locale=locale(), key=key, surface=surface, **fields)
    declare()


def guarded(response, surface="public", carried=()):
    cookies.keep_declared(response, surface=surface, carried=carried)
    return set(response.cookies)


def setting(name, value="secret-value", **options):
    response = HttpResponse()
    response.set_cookie(name, value, **options)
    return response


# Cookies


def test_a_declared_cookie_stays_and_an_undeclared_one_goes_with_an_alarm():
    declare_cookie()
    response = setting("visit")
    response.set_cookie("_ga", "secret-value")
    assert guarded(response) == {"visit"}
    alarm = GuardAlarm.objects.get()
    assert (alarm.kind, alarm.name, alarm.count) == ("cookie", "_ga", 1)
    assert "secret-value" not in str(alarm.__dict__)


@pytest.mark.parametrize("surface", ["public", "admin"])
def test_a_cookie_that_needs_consent_never_leaves(surface):
    """The policy says “only with your consent”, and nothing asks for it."""
    declare_cookie("statistics", surface, essential=False)
    assert guarded(setting("statistics"), surface) == set()
    assert GuardAlarm.objects.get().name == "statistics"


def test_the_working_copy_declares_nothing():
    declare()
    StoredItem.objects.create(code="visit", locale=locale(), name="v", key="visit", reason="x")
    assert guarded(setting("visit")) == set()


def test_a_star_stands_for_any_ending_and_surfaces_are_apart():
    declare_cookie("pref_*")
    assert guarded(setting("pref_theme")) == {"pref_theme"}
    assert guarded(setting("prefix")) == set()
    assert guarded(setting("pref_theme"), surface="admin") == set()


def test_before_the_first_version_staff_can_sign_in_and_nothing_else_is_set():
    assert guarded(setting("visit")) == set()
    assert guarded(setting(django_settings.SESSION_COOKIE_NAME), surface="admin")
    assert guarded(setting("tracker"), surface="admin") == set()
    assert cookies.undeclared_essentials() == []


def test_an_omission_does_not_lock_the_officer_out_but_is_shown(client):
    declare()
    officer = make_staff("Privacy officer")
    client.force_login(officer)
    assert guarded(setting(django_settings.CSRF_COOKIE_NAME), surface="admin")
    html = client.get(reverse("privacy_alarms")).content.decode()
    assert django_settings.SESSION_COOKIE_NAME in html
    assert not GuardAlarm.objects.exists()


def test_a_cookie_lives_no_longer_than_declared():
    declare_cookie(lifetime_days=30)
    for options in ({"max_age": 400 * 86400}, {"expires": timezone.now() + timezone.timedelta(days=400)}):
        response = setting("visit", **options)
        guarded(response)
        assert response.cookies["visit"]["max-age"] == 30 * 86400
        assert not response.cookies["visit"]["expires"]
    response = setting("visit", max_age=3600)
    guarded(response)
    assert response.cookies["visit"]["max-age"] == 3600


def test_a_cookie_declared_for_the_visit_ends_with_the_browser():
    declare_cookie()
    response = setting("visit", max_age=3600)
    guarded(response)
    assert "Max-Age" not in response.cookies["visit"].OutputString()
    assert "expires" not in response.cookies["visit"].OutputString()


def test_deleting_a_cookie_is_always_allowed():
    response = HttpResponse()
    response.delete_cookie("anything")
    assert guarded(response) == {"anything"}
    assert not GuardAlarm.objects.exists()


def test_a_bare_header_passes_no_other_way():
    response = HttpResponse(headers={"Set-Cookie": "_ga=1; Path=/"})
    assert guarded(response) == set()
    assert "Set-Cookie" not in response.headers


def test_staff_on_the_public_site_raise_no_alarm_and_a_session_for_a_visitor_does():
    name = django_settings.SESSION_COOKIE_NAME
    assert guarded(setting(name), carried={name: "x"}) == set()
    assert not GuardAlarm.objects.exists()
    assert guarded(setting(name)) == set()
    assert GuardAlarm.objects.get().name == name


def test_a_response_without_cookies_costs_no_query(client, django_assert_num_queries):
    declare_cookie()
    with django_assert_num_queries(0):
        guarded(HttpResponse("x"))


# Alarms


def test_alarms_count_and_open_again_by_recurring():
    for _n in range(3):
        alarms.note(alarms.COOKIE, "_ga")
    alarms.flush(now=True)
    alarm = GuardAlarm.objects.get()
    assert alarm.count == 3
    assert alarms.acknowledge(alarm.pk) and not alarms.open_alarms().exists()
    alarms.note(alarms.COOKIE, "_ga")
    alarms.flush(now=True)
    assert alarms.open_alarms().get().count == 4


def test_operators_and_officers_are_told_once_a_day_without_values(settings):
    settings.ADMINS = [("Ops", "ops@example.com")]
    make_staff("Privacy officer", email="officer@example.com")
    guarded(setting("_ga"))
    alarms.sweep()
    alarms.sweep()
    assert sorted(message.to[0] for message in mail.outbox) == ["officer@example.com", "ops@example.com"]
    assert "_ga" in mail.outbox[0].body and "secret-value" not in mail.outbox[0].body


def test_the_officer_acknowledges_by_post_only(client):
    client.force_login(make_staff("Privacy officer"))
    alarm = GuardAlarm.objects.create(kind="cookie", name="_ga", last_seen=timezone.now())
    address = reverse("privacy_alarm", args=[alarm.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not alarms.open_alarms().exists()
    client.force_login(make_staff("Administrator", username="admin", is_superuser=True))
    assert client.post(address).status_code == 404


# Connections


def test_only_declared_hosts_and_our_own_are_contacted(settings):
    settings.PRIVACY_OWN_HOSTS = ["mail.company.vn"]
    make_recipient(hosts="smtp.relay.example:587\n*.bucket.example")
    for host, port in [
        ("localhost", 25),
        ("127.0.0.1", None),
        ("::1", 25),
        ("/run/postgres.sock", None),
        ("mail.company.vn", 25),
        ("SMTP.relay.example.", 587),
        ("a.bucket.example", 443),
    ]:
        outgoing.check(host, port)
    for host, port in [
        ("smtp.relay.example", 25),
        ("bucket.example", 443),
        ("evil-bucket.example", 443),
        ("203.0.113.7", 443),
        ("10.0.0.9", 443),
    ]:
        with pytest.raises(outgoing.UndeclaredHost):
            outgoing.check(host, port)
    alarms.flush(now=True)
    assert GuardAlarm.objects.filter(kind="host").count() == 5


def test_alarm_mode_lets_through_and_reports_and_off_does_nothing(settings):
    settings.PRIVACY_OUTGOING = "alarm"
    outgoing.check("other.example")
    settings.PRIVACY_OUTGOING = "off"
    outgoing.check("third.example")
    alarms.flush(now=True)
    assert [alarm.name for alarm in GuardAlarm.objects.all()] == ["other.example"]


def test_without_the_policy_nothing_is_declared(monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("privacy.services.outgoing_hosts", broken)
    assert not outgoing.is_allowed("www.google.com")


def test_mail_goes_to_no_undeclared_server():
    with pytest.raises(outgoing.UndeclaredHost):
        EmailBackend(host="smtp.elsewhere.example").open()


def test_the_captcha_is_not_asked_where_its_host_is_undeclared(monkeypatch, settings):
    from forms_app import captcha

    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "k"
    asked = []
    monkeypatch.setattr(captcha.client, "submit", lambda *args: asked.append(args))
    make_recipient("google_recaptcha")
    assert captcha.signals_of({captcha.keys.CAPTCHA_AGREED: "on", captcha.keys.CAPTCHA: "t"}) == [
        captcha.UNVERIFIED
    ]
    assert not asked


def test_the_system_check_names_what_the_settings_would_contact(settings):
    settings.EMAIL_BACKEND = "privacy.guards.mail.EmailBackend"
    settings.EMAIL_HOST = "smtp.elsewhere.example"
    declare()
    assert [found.id for found in checks.check_outgoing(databases=["default"])] == ["privacy.W020"]
    make_recipient(hosts="smtp.elsewhere.example")
    assert checks.check_outgoing(databases=["default"]) == []


LAST_LINE = """
import _socket, socket, sys, threading, urllib.request
real = _socket.getaddrinfo
NAMES = {"declared.test": "203.0.113.9", "ported.test": "203.0.113.10", "else.localhost": "203.0.113.11"}
def resolve(host, port, *rest):
    if host not in NAMES:
        return real(host, port, *rest)
    sys.audit("socket.getaddrinfo", host, port, 0, 0, 0)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (NAMES[host], port or 0))]
_socket.getaddrinfo = resolve
import django
django.setup()
from privacy.guards import alarms, outgoing, wire
from privacy import services
services.outgoing_hosts = lambda: {"declared.invalid", "declared.test", "ported.test:443"}
outgoing.services.outgoing_hosts = services.outgoing_hosts
wire.install()
listening = socket.create_server(("127.0.0.1", 0))
socket.create_connection(listening.getsockname()).close()
def refused(action):
    try:
        action()
    except outgoing.UndeclaredHost:
        return True
    except OSError as error:
        return isinstance(getattr(error, "reason", None), outgoing.UndeclaredHost)
    return False
def raw():
    socket.socket(socket.AF_INET).connect(("203.0.113.7", 80))
def datagram():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("203.0.113.7", 53))
assert refused(lambda: urllib.request.urlopen("http://tracker.example/"))
assert refused(lambda: socket.getaddrinfo("tracker.example", 80))
assert refused(raw)
assert refused(datagram)
def connecting(address, port=80):
    def connect():
        with socket.socket(socket.AF_INET) as one:
            one.setblocking(False)  # whatever is there need not answer
            one.connect((address, port))
    return connect
# An allowed name opens the addresses it has, and no others; nor does a name of this machine.
for name in ("localhost", "else.localhost", "declared.test", "ported.test"):
    socket.getaddrinfo(name, None)
assert refused(raw)
assert refused(connecting("203.0.113.11"))
assert not refused(connecting("203.0.113.9"))
assert not refused(connecting("203.0.113.10", 443))
assert refused(connecting("203.0.113.10", 80))
wire.RESOLVED_FOR_SECONDS = -1
socket.getaddrinfo("declared.test", 80)
assert refused(connecting("203.0.113.9"))
# A declared name is resolved (and does not exist).
assert not refused(lambda: socket.getaddrinfo("declared.invalid", 80))
print("held")
"""


def test_the_last_line_holds_below_libraries(tmp_path):
    root = Path(django_settings.ROOT)
    environment = {
        **{key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SITE_TEST_DATA"}},
        "SITE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "website.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(root / "site"), str(root)]),
        "PRIVACY_OUTGOING": "enforce",
    }
    done = subprocess.run(
        [sys.executable, "-c", LAST_LINE], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "held", done.stderr[-2000:]

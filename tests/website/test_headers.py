"""Headers: strict for visitors, and for staff as strict as Wagtail runs under."""

import re
from pathlib import Path

import pytest
import wagtail_localize
from django.test import Client

from tests.privacy.builders import declare, make_recipient
from tests.staff.builders import make_staff
from website import admin_csp

pytestmark = pytest.mark.django_db


def test_a_visitor_gets_no_cookie_and_a_strict_policy(client):
    for path in ("/vi/khong-co/", "/healthz", "/robots.txt"):
        response = client.get(path)
        assert not response.cookies
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy and "nonce" not in policy
        assert "frame-ancestors 'none'" in policy


def test_the_other_headers(client):
    response = client.get("/vi/khong-co/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_static_file_carries_no_headers_for_documents(client, settings):
    sheet = settings.STATIC_ROOT / "css" / "any.css"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text("a{}")
    response = client.get("/static/css/any.css")
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    documents = {"Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"}
    assert not documents & set(response.headers)
    # What answers in the place of a missing file is a page, and has a page's headers.
    missing = client.get("/static/css/khong-co.css")
    assert missing.status_code == 404
    assert documents <= set(missing.headers)


def test_declared_hosts_enter_the_policy(client, monkeypatch):
    monkeypatch.setattr(
        "privacy.services.recipients_hosts", lambda: {"script-src": {"https://www.google.com"}}
    )
    assert (
        "script-src 'self' https://www.google.com;" in client.get("/vi/khong-co/")["Content-Security-Policy"]
    )


def test_a_recipient_changes_that_policy_and_no_other_header(client):
    """ADR 100: no entry of the register can loosen what the other headers say."""
    declare()
    before = dict(client.get("/vi/khong-co/").headers)
    hosts = {f"{kind}_hosts": f"{kind}.example.com" for kind in ("script", "frame", "image", "connect")}
    make_recipient(**hosts)
    after = dict(client.get("/vi/khong-co/").headers)
    assert {name for name in before | after if before.get(name) != after.get(name)} <= {
        "Content-Security-Policy",
        "Content-Length",
    }
    policy = after["Content-Security-Policy"]
    assert all(host in policy and host not in before["Content-Security-Policy"] for host in hosts.values())


def test_the_admin_has_a_nonce_for_known_scripts_only(client):
    client.force_login(make_staff("Administrator", is_superuser=True))
    first, second = client.get("/admin/"), client.get("/admin/")
    policies = [response["Content-Security-Policy"] for response in (first, second)]
    nonces = [re.search(r"'nonce-([^']+)'", policy)[1] for policy in policies]
    assert nonces[0] != nonces[1]
    assert "script-src 'self' 'nonce-" in policies[0]
    assert "unsafe-inline" not in policies[0].split("script-src")[1].split(";")[0]


@pytest.mark.parametrize(
    "script",
    [
        'initDateChooser("id_date", {"dayOfWeekStart": 1, "format": "Y\\u002Dm\\u002Dd"});',
        'new PageChooser("id_page", {"modalUrl": "/admin/choose-page/"});',
        'new Chooser("id_x", {});',
        '\n (function() {\n var panel = new InlinePanel(JSON.parse("{\\u0022a\\u0022: 1}"));\n })();\n',
    ],
)
def test_wagtails_scripts_are_known(script):
    assert admin_csp.is_known(script)
    assert 'nonce="n"' in admin_csp.with_nonce(f"<script>{script}</script>", "n")


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        'initDateChooser("id", {}); alert(1);',
        'initDateChooser("id", alert(1));',
        'new PageChooser("id", {"a": (function(){alert(1)})()});',
        'new Evil("id", {});',
        'alert(1); new Chooser("id", {});',
        '(function() { var panel = new InlinePanel(JSON.parse("" + alert(1) + "")); })();',
    ],
)
def test_an_injected_script_is_not(script):
    assert not admin_csp.is_known(script)
    assert "nonce" not in admin_csp.with_nonce(f"<script>{script}</script>", "n")


def test_a_script_with_attributes_of_its_own_is_left_alone():
    html = '<script id="x">new Chooser("id", {});</script>'
    assert admin_csp.with_nonce(html, "n") == html


def test_the_hash_is_that_of_the_installed_package():
    import base64
    import hashlib

    template = (
        Path(wagtail_localize.__file__).parent / "templates/wagtail_localize/admin/submit_translation.html"
    )
    script = re.search(r'<script type="text/javascript">(.*?)</script>', template.read_text(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == admin_csp.SUBMIT_TRANSLATION_HASH


def test_the_length_follows_the_nonce(rf):
    from django.http import HttpResponse

    request = rf.get("/admin/pages/1/edit/")
    response = HttpResponse('<script>new Chooser("id", {});</script>')
    response["Content-Length"] = str(len(response.content))
    admin_csp.apply(request, response)
    assert int(response["Content-Length"]) == len(response.content)
    assert b"nonce=" in response.content


@pytest.mark.parametrize(
    "accept, language",
    [("vi", "vi"), ("en-US,en;q=0.9", "en"), ("fr", "vi"), ("", "vi"), ("*", "vi"), ("fr,en;q=0.5", "en")],
)
def test_the_root_chooses_by_language(accept, language):
    response = Client().get("/", HTTP_ACCEPT_LANGUAGE=accept)
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_healthz_says_ok_and_nothing_else(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/admin/khong-co", "/static/khong-co.css", "/media/khong-co.png"])
def test_a_missing_file_is_not_sent_on_to_a_language(client, path):
    response = client.get(path)
    assert not response.get("Location", "").startswith("/vi/")

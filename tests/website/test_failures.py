"""Whatever fails, what leaves is a page of this site in the visitor's language, with every header."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from home.models import HomePage
from tests.home.builders import make_site
from website import generation

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
WORDS = {"vi": "Hệ thống của chúng tôi đang gặp sự cố", "en": "Something went wrong on our side"}

# A web process in production whose database is not there.
WITHOUT_A_DATABASE = """
import django, json
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "example.vn"})
answers = {}
for method, path in (
    ("get", "/vi/"), ("get", "/en/"), ("get", "/en/?page=2"), ("get", "/en/?q=x"), ("post", "/en/contact/"),
    ("get", "/healthz"), ("get", "/"),
):
    more = {} if method == "get" else {"HTTP_ORIGIN": "https://example.vn"}
    answer = getattr(client, method)(path, secure=True, **more)
    answers[f"{method} {path}"] = [answer.status_code, dict(answer.headers), answer.content.decode()]
print(json.dumps(answers))
"""


def is_whole(status, headers, html, language):
    assert status == 500
    for name, value in HEADERS.items():
        assert headers.get(name, "").startswith(value), name
    assert "Permissions-Policy" in headers
    assert headers["Content-Language"] == language
    assert f'<html lang="{language}">' in html
    assert WORDS[language] in html and WORDS["en" if language == "vi" else "vi"] not in html
    assert "css/site." in html
    assert "Traceback" not in html


def test_a_database_that_does_not_answer(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    shutil.copy(settings.VAULT_PUBLIC_KEYS_FILE, keys)
    (tmp_path / "data" / "static").mkdir(parents=True)
    names = {name: name for name in ("css/site.css", "img/favicon.svg")}
    manifest = {"paths": names, "version": "1.1", "hash": ""}
    (tmp_path / "data" / "static" / "staticfiles.json").write_text(json.dumps(manifest))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_DATABASE],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "site")]),
            "DJANGO_SETTINGS_MODULE": "website.settings.production",
            "PROCESS_ROLE": "web",
            "SITE_DATA": str(tmp_path / "data"),
            "KEYS_DIRECTORY": str(keys),
            "SECRET_KEY": "k" * 50,
            "BASE_URL": "https://example.vn",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
        },
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    status, _headers, _html = answers.pop("get /")
    assert status == 302
    assert len(answers) == 6
    for asked, (status, headers, html) in answers.items():
        is_whole(status, headers, html, "en" if "/en/" in asked else "vi")
        assert "max-age=" in headers["Strict-Transport-Security"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_that_fails(monkeypatch, language):
    make_site()

    def broken(*args, **kwargs):
        raise RuntimeError("the row of nguyen.van.a@example.invalid")

    monkeypatch.setattr(HomePage, "serve", broken)
    answer = Client(raise_request_exception=False).get(f"/{language}/")
    is_whole(answer.status_code, answer.headers, answer.content.decode(), language)
    assert "example.invalid" not in answer.content.decode()


@pytest.mark.django_db
def test_a_page_without_its_generation_is_shown_and_not_kept(client, monkeypatch):
    from website.middleware import page_cache

    make_site()
    shown = client.get("/vi/")
    page_cache.store.clear()

    def lost():
        raise OperationalError

    monkeypatch.setattr(generation, "current", lost)
    answer = client.get("/vi/")
    assert (answer.status_code, answer.content) == (200, shown.content)
    assert len(page_cache.store) == 0


@pytest.mark.django_db
def test_the_policy_does_without_the_declared_hosts(client, monkeypatch):
    def lost():
        raise OperationalError

    monkeypatch.setattr("privacy.services.recipients_hosts", lost)
    answer = client.get("/vi/khong-co/")
    assert answer.status_code == 404
    assert "script-src 'self';" in answer["Content-Security-Policy"]

"""A `web` process seals what visitors send and has no way to read it again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from vault.models import Envelope

SCRIPT = """
import django, json, os
django.setup()
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import NoReverseMatch, reverse
from vault import keys, services
from vault.errors import VaultLocked
from vault.models import Envelope, PersonKey

answers = {"email": "ai-do@example.invalid"}
services.seal({"v": 1, "answers": answers}, receipt="AAAA-BBBB-CCCC", channel="contact")

def outcome(action):
    try:
        action()
    except Exception as error:
        return type(error).__name__
    return "done"

client = Client(headers={"host": "127.0.0.1"})
print(json.dumps({
    "role": settings.PROCESS_ROLE,
    "databases": list(connections),
    "private_file": str(settings.VAULT_PRIVATE_KEYS_FILE),
    "key_files": sorted(os.listdir(settings.KEYS_DIRECTORY)),
    "private": outcome(keys.private),
    "open": outcome(lambda: services.open_envelope(Envelope.objects.get())),
    "person_keys": outcome(lambda: PersonKey.objects.count()),
    "reverse": outcome(lambda: reverse("wagtailadmin_home")),
    "admin": client.get("/admin/").status_code,
    "accounts": client.get("/accounts/login/").status_code,
    "healthz": client.get("/healthz").status_code,
}))
"""


@pytest.mark.django_db(transaction=True)
def test_what_a_web_process_wrote_it_cannot_read(tmp_path):
    public = tmp_path / "keys"
    public.mkdir()
    shutil.copy(settings.VAULT_PUBLIC_KEYS_FILE, public)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(Path(settings.ROOT) / "site")]),
        "DJANGO_SETTINGS_MODULE": "website.settings.test",
        "PROCESS_ROLE": "web",
        "SITE_TEST_DATA": str(settings.DATA),
        "KEYS_DIRECTORY": str(public),
        "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=settings.ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "role": "web",
        "databases": ["default"],
        "private_file": "None",
        "key_files": ["public.json"],
        "private": "VaultLocked",
        "open": "VaultLocked",
        "person_keys": "ConnectionDoesNotExist",
        "reverse": "NoReverseMatch",
        "admin": 404,
        "accounts": 404,
        "healthz": 200,
    }
    # It was written all the same, and this process, which holds the private key, can read it.
    from vault.services import open_envelope

    envelope = Envelope.objects.get(receipt="AAAA-BBBB-CCCC")
    assert b"ai-do" not in bytes(envelope.payload)
    assert open_envelope(envelope)[0]["answers"]["email"] == "ai-do@example.invalid"


def start_production(tmp_path, say="''", **changes):
    """What a production process says when it starts with the given environment: (exit code, errors).

    `say` is an expression of its settings `s`, written among the errors.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(Path(settings.ROOT) / "site")]),
        "SITE_DATA": str(tmp_path / "data"),
        "SECRET_KEY": "k" * 50,
        "BASE_URL": "https://example.vn",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "KEYS_DIRECTORY": str(settings.KEYS_DIRECTORY),
        **changes,
    }
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys, website.settings.production as s; sys.stderr.write({say})",
        ],
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_production_starts_with_all_it_needs(tmp_path):
    assert start_production(tmp_path) == (0, "")


def test_mails_to_staff_lead_to_where_the_admin_is(tmp_path):
    found = "' '.join([s.BASE_URL, s.WAGTAILADMIN_BASE_URL, *s.ALLOWED_HOSTS])"
    assert start_production(tmp_path, found)[1] == "https://example.vn https://example.vn example.vn"
    said = start_production(tmp_path, found, ADMIN_URL="https://admin.example.vn")[1]
    assert said == "https://example.vn https://admin.example.vn admin.example.vn example.vn"


@pytest.mark.parametrize(
    "changes, named",
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "development-only"}, "SECRET_KEY is a default"),
        ({"SECRET_KEY_FILE": "/nowhere"}, "not both"),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE=/nowhere can't be read"),
        ({"BASE_URL": None}, "BASE_URL"),
        ({"BASE_URL": "http://example.vn"}, "BASE_URL"),
        ({"ADMIN_URL": "http://admin.example.vn"}, "ADMIN_URL"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"KEYS_DIRECTORY": "/nowhere"}, "make_keys"),
        ({"PROCESS_ROLE": "web"}, "can read"),
        ({"PROCESS_ROLE": "both"}, "PROCESS_ROLE must be"),
    ],
)
def test_production_refuses_and_says_what_to_do(tmp_path, changes, named):
    code, said = start_production(tmp_path, **changes)
    assert code != 0
    assert named in said


def test_a_secret_may_be_in_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("f" * 50 + "\n")
    assert start_production(tmp_path, SECRET_KEY=None, SECRET_KEY_FILE=str(file)) == (0, "")

"""What lies on disk gives a thief nothing to use: no session, no network address, no file for others."""

import os
import stat

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.staff.builders import make_staff
from website.settings.base import make_private

pytestmark = pytest.mark.django_db


def test_the_sessions_table_signs_nobody_in(client):
    client.force_login(make_staff("Editor"))
    assert client.get("/admin/").status_code == 200
    cookie = client.cookies["sessionid"].value
    kept = Session.objects.values_list("session_key", flat=True)
    assert kept and cookie not in kept
    thief = Client()
    for key in kept:
        thief.cookies["sessionid"] = key
        assert thief.get("/admin/").status_code == 302


def test_signing_out_ends_the_session(client):
    client.force_login(make_staff("Editor"))
    cookie = client.cookies["sessionid"].value
    client.post("/admin/logout/")
    assert not Session.objects.exists()
    client.cookies["sessionid"] = cookie
    assert client.get("/admin/").status_code == 302


def test_counters_of_sign_ins_keep_no_address(client):
    client.post("/accounts/login/", {"login": "nobody", "password": "x"}, REMOTE_ADDR="203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM website_cache")
        names = [name for (name,) in cursor.fetchall()]
    counters = [name for name in names if "allauth" in name]
    assert counters
    assert not [name for name in counters if "203.0.113.77" in name]


def test_other_cache_keys_are_the_same_in_every_process(settings):
    names = []
    for settings.SECRET_KEY in ("of the web process, long enough", "of the staff side, long enough"):
        names.append(cache.make_key("wagtail_site_root_paths"))
    assert names[0] == names[1]


def test_a_new_sqlite_file_is_its_owners(tmp_path):
    before = os.umask(0o022)
    try:
        make_private(tmp_path / "site.sqlite3")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "site.sqlite3").stat().st_mode) == 0o600


def test_an_operators_mode_stays(tmp_path):
    path = tmp_path / "site.sqlite3"
    path.touch()
    path.chmod(0o660)
    make_private(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o660

"""The order in which a production site is made: keys first, and nothing else without them."""

import os
import subprocess
import sys

from django.conf import settings


def manage(tmp_path, *arguments, **variables):
    """Runs a command under the production settings in a process of its own, with an empty folder."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "website.settings.production",
        "PROCESS_ROLE": "staff",
        "SITE_DATA": str(tmp_path),
        "SECRET_KEY": "a-key-of-this-test-alone-" + "x" * 40,
        "BASE_URL": "https://www.example.vn",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        **variables,
    }
    return subprocess.run(
        [sys.executable, str(settings.ROOT / "manage.py"), *arguments],
        env=environment,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_keys_are_made_before_anything_else_runs(tmp_path):
    refused = manage(tmp_path, "check")
    assert refused.returncode != 0
    assert "make_keys" in refused.stderr
    assert manage(tmp_path, "make_keys").returncode == 0
    assert (tmp_path / "keys" / "private.json").exists()
    started = manage(tmp_path, "check")
    assert started.returncode == 0, started.stderr


def test_operators_come_from_the_environment_and_their_lack_is_warned_of(tmp_path):
    manage(tmp_path, "make_keys")
    assert "privacy.W021" in manage(tmp_path, "check", "--deploy").stderr
    named = {"ADMINS": "ops@example.vn, night@example.vn"}
    assert "privacy.W021" not in manage(tmp_path, "check", "--deploy", **named).stderr
    code = "from django.conf import settings; print(*(address for _name, address in settings.ADMINS))"
    assert manage(tmp_path, "shell", "-v", "0", "-c", code, **named).stdout.split() == [
        "ops@example.vn",
        "night@example.vn",
    ]

"""The test suite: a folder and databases of its own for every run, so that runs never meet."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

# A run's folder. A child process of the suite is given its parent's by SITE_TEST_DATA.
if "SITE_TEST_DATA" in os.environ:
    os.environ["SITE_DATA"] = os.environ["SITE_TEST_DATA"]
else:
    os.environ["SITE_DATA"] = tempfile.mkdtemp(prefix="site-test-")
    atexit.register(shutil.rmtree, os.environ["SITE_DATA"], ignore_errors=True)
os.environ.pop("KEYS_DATABASE_URL", None)

_url = os.environ.get("DATABASE_URL", "")
if _url.startswith(("postgres:", "postgresql:")) and "SITE_TEST_DATA" not in os.environ:
    # The name in the address stays what it is; the run works in databases named after its process.
    _name = f"test_site_{os.getpid()}_{secrets.token_hex(3)}"
    os.environ["DATABASE_URL"] = urlsplit(_url)._replace(path=f"/{_name}").geturl()

from .base import *  # noqa: E402, F403

SECRET_KEY = "test-only-not-a-secret"  # noqa: S105
DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
SILENCED_SYSTEM_CHECKS = ["django_recaptcha.recaptcha_test_key_error"]

# Its hook could not be taken out again; tests/privacy/test_guards.py tries it in a process of its own.
PRIVACY_OUTGOING = "off"

# Where migrated databases wait to be copied.
TEST_TEMPLATES = Path(os.environ.get("TEST_TEMPLATES", ROOT / ".cache" / "databases"))  # noqa: F405

for _database in DATABASES.values():  # noqa: F405
    _database["CONN_MAX_AGE"] = 0
    if _database["ENGINE"].endswith("sqlite3"):
        # A test run needs no protection from power loss.
        _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

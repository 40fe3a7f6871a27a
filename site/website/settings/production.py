"""Production: refuses to start on a missing or default secret, and says which and what to do."""

import sys
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from website.secrets import required

from .base import *  # noqa: F403

SECRET_KEY = required(
    "SECRET_KEY",
    remedy="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'.",
    refused={"development-only", "test-only-not-a-secret"},
)

if not BASE_URL.startswith("https://"):  # noqa: F405
    raise ImproperlyConfigured(
        "BASE_URL is not set to the site's https:// address, such as https://example.vn."
    )
if not WAGTAILADMIN_BASE_URL.startswith("https://"):  # noqa: F405
    raise ImproperlyConfigured("ADMIN_URL is not an https:// address, such as https://admin.example.vn.")
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host] or sorted(  # noqa: F405
    {urlsplit(BASE_URL).hostname, urlsplit(WAGTAILADMIN_BASE_URL).hostname}  # noqa: F405
)
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts; * would trust any Host header.")
if not secret("DATABASE_URL"):  # noqa: F405
    raise ImproperlyConfigured(
        "DATABASE_URL is not set. Give postgres://USER:PASSWORD@HOST/NAME, or sqlite:////path/to/site.sqlite3."
    )
# The one command that runs before there are keys.
_making_keys = sys.argv[1:2] == ["make_keys"]
if HOLDS_PRIVATE_KEYS:  # noqa: F405
    if not _making_keys and not VAULT_PRIVATE_KEYS_FILE.exists():  # noqa: F405
        raise ImproperlyConfigured(
            f"VAULT_PRIVATE_KEYS_FILE={VAULT_PRIVATE_KEYS_FILE} does not exist. "  # noqa: F405
            "Make the keys once with `manage.py make_keys`, on the staff side, and keep a copy offline."
        )
elif os.access(KEYS_DIRECTORY / "private.json", os.R_OK):  # noqa: F405
    raise ImproperlyConfigured(
        f"PROCESS_ROLE=web can read {KEYS_DIRECTORY / 'private.json'}. "  # noqa: F405
        "Give this process a KEYS_DIRECTORY with public.json alone."
    )
if not _making_keys and not VAULT_PUBLIC_KEYS_FILE.exists():  # noqa: F405
    raise ImproperlyConfigured(
        f"VAULT_PUBLIC_KEYS_FILE={VAULT_PUBLIC_KEYS_FILE} does not exist. "  # noqa: F405
        "Copy public.json from where `manage.py make_keys` was run."
    )

SECURE_SSL_REDIRECT = os.environ.get("SSL_REDIRECT", "on") == "on"  # noqa: F405
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", 2 * 365 * 24 * 3600))  # noqa: F405
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("HSTS_SUBDOMAINS", "off") == "on"  # noqa: F405
if os.environ.get("TRUST_FORWARDED_PROTO", "off") == "on":  # noqa: F405
    # Only behind a proxy that always sets or strips this header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"

# Mail: a server of your own (localhost, PRIVACY_OWN_HOSTS) or a relay that the recipients register declares.
EMAIL_BACKEND = "privacy.guards.mail.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")  # noqa: F405
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))  # noqa: F405
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")  # noqa: F405
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD") or ""  # noqa: F405
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "off") == "on"  # noqa: F405
EMAIL_TIMEOUT = 10
SILENCED_SYSTEM_CHECKS = ["django_recaptcha.recaptcha_test_key_error"]

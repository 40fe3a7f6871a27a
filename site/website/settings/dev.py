"""The demo on this machine (`make run`), and development."""

from website.secrets import kept_secret

from .base import *  # noqa: F403

DEMO = True
SECRET_KEY = secret("SECRET_KEY") or kept_secret(KEYS_DIRECTORY / "secret_key")  # noqa: F405
# Mail stays on this machine, one file each.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"  # noqa: F405
SILENCED_SYSTEM_CHECKS = ["django_recaptcha.recaptcha_test_key_error"]
# Passkeys can be tried out on http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

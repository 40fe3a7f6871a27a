"""How allauth is bent to this site: no sign-up, secrets sealed at rest, our own name on passkeys."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.urls import reverse


def cipher():
    """Seals second-factor secrets under the secret key; earlier keys (SECRET_KEY_FALLBACKS) still open."""

    def derived(secret):
        key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"staff second factors")
        return Fernet(base64.urlsafe_b64encode(key.derive(secret.encode())))

    return MultiFernet([derived(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


class StaffAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by an administrator."""
        return False

    def get_login_redirect_url(self, request):
        return reverse("wagtailadmin_home")

    def format_email_subject(self, subject):
        return subject


class StaffMFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self):
        return settings.WAGTAIL_SITE_NAME

"""How allauth is bent to this site: no sign-up, secrets sealed at rest, our own name on passkeys."""

import base64
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

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

    def get_reset_password_from_key_url(self, key):
        """Under the admin's own address: the `Host` header, its port included, is the asker's to write."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path.replace("UID-KEY", quote(key))

    def send_mail(self, template_prefix, email, context):
        """Names the site as its settings do, where allauth would name the host that was asked with."""
        domain = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
        site = SimpleNamespace(name=settings.WAGTAIL_SITE_NAME, domain=domain)
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def format_email_subject(self, subject):
        return subject


class StaffMFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self):
        return settings.WAGTAIL_SITE_NAME

"""reCAPTCHA for sites that configured keys and declared Google as a recipient; Google's no loses nothing.

Its script is loaded only after the visitor agreed (static/js/forms-captcha.js). Everyone else takes the
built-in way. Whatever goes wrong at Google only flags the enquiry for review.
"""

import http.client

from django.conf import settings
from django_recaptcha import client

from privacy.guards import outgoing
from privacy.services import is_declared

from . import keys

RECIPIENT = "google_recaptcha"
UNVERIFIED = "captcha_unverified"


def site_key():
    """The public key where reCAPTCHA may be offered, else None."""
    public = getattr(settings, "RECAPTCHA_PUBLIC_KEY", "")
    private = getattr(settings, "RECAPTCHA_PRIVATE_KEY", "")
    return public if public and private and is_declared(RECIPIENT) else None


def signals_of(data):
    """A sign for a visitor who agreed to be checked and of whom Google didn't say that all is well."""
    if not data.get(keys.CAPTCHA_AGREED) or not site_key():
        return []
    return [] if _is_verified(data.get(keys.CAPTCHA, "")) else [UNVERIFIED]


def _is_verified(token):
    if not token or len(token) > 8192:
        return False
    try:
        outgoing.check(outgoing.captcha_host(), 443)
        # The visitor's address is nobody else's business: Google gets the token alone.
        return client.submit(token, settings.RECAPTCHA_PRIVATE_KEY, "").is_valid is True
    except (OSError, ValueError, KeyError, AttributeError, TypeError, http.client.HTTPException):
        # Refused, hanging (RECAPTCHA_VERIFY_REQUEST_TIMEOUT, three seconds), or answering junk.
        return False

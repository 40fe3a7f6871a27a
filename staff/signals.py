"""What follows when staff enrol a second factor or sign in."""

import logging

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from . import custody  # noqa: F401  (its receivers)

logger = logging.getLogger("staff.sign_in")


@receiver(authenticator_added)
def enrolling_is_showing(request, user, authenticator, **kwargs):
    """Who just enrolled a code or a key has shown it in this session."""
    if authenticator.type in {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)


@receiver(user_logged_in)
def log_sign_in(user, **kwargs):
    """Sign-ins are logged by account number (ASVS 16.3.1), never by name or address."""
    logger.info("Account %s signed in", user.pk)


@receiver(user_login_failed)
def log_failed_sign_in(**kwargs):
    logger.warning("A sign-in failed")

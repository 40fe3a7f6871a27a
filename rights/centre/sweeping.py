"""Periodic work of the centre: mails left behind, and everything whose time is over."""

from django.conf import settings
from django.utils import timezone

from . import challenges, exports, mails, rates, sessions


def sweep():
    """Does nothing where there is no private key."""
    if not settings.HOLDS_PRIVATE_KEYS:
        return
    now = timezone.now()
    mails.sweep(now)
    for part in (challenges, exports, sessions, rates):
        part.purge(now)

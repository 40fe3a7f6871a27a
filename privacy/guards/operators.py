"""Who is told when a guard refused something or a promise broke: operators and privacy officers, by mail."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import translation

logger = logging.getLogger("privacy.guards")

OFFICER = "privacy.manage_retention"
RETRY_SECONDS = 600


def officers():
    """Active users who were explicitly given the officer's permission."""
    app_label, codename = OFFICER.split(".")
    permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    held = Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
    return get_user_model().objects.filter(held, is_active=True).distinct().order_by("pk")


def addressees():
    """{address: language}: the setting ADMINS, and the privacy officers in the language they chose."""
    found = {}
    for entry in settings.ADMINS:
        found[entry if isinstance(entry, str) else entry[1]] = settings.LANGUAGE_CODE
    for user in officers().exclude(email="").select_related("wagtail_userprofile"):
        profile = getattr(user, "wagtail_userprofile", None)
        found[user.email] = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    return found


def tell_once(items, build, *, hours):
    """Mails about those of `items` ({key: what it is about}) that nobody was told of within `hours`.

    `build(values)` returns subject and text in the active language, without anything personal. One mail for
    all. A mail server that fails is tried again after ten minutes. Returns how many mails were sent.
    """
    keys = {key: f"privacy.told:{key}" for key in items}
    new = [key for key in items if cache.add(keys[key], 1, int(hours * 3600))]
    if not new:
        return 0
    sent = 0
    try:
        for address, language in addressees().items():
            with translation.override(language):
                subject, text = build([items[key] for key in new])
            EmailMessage(f"[{settings.WAGTAIL_SITE_NAME}] {subject}", text, to=[address]).send()
            sent += 1
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises, it is tried again
        logger.error("Operators were not told: %s.", type(error).__name__)
        for key in new:
            cache.set(keys[key], 1, RETRY_SECONDS)
    return sent


def admin_address(name):
    """The whole address of a screen of the admin, or "" where this process has none."""
    try:
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name)
    except NoReverseMatch:
        return ""

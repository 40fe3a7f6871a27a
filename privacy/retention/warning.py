"""Tells those who manage retention what will go soon, once a week and in counts only."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from ..models import RetentionRun
from . import conf
from .forecast import forecast, totals

KEY = "warning//"


def warn(run, *, now):
    """Mails what is due within the next days, if anything is and the last mail is a week old.

    Returns to how many. A mail that can't be sent raises; the next night's run then tries again.
    """
    days = conf.get("RETENTION_WARN_DAYS")
    if warned_lately(run):
        return 0
    lines = forecast(days, now=now)
    number = totals(lines, days)
    if not number:
        return 0
    sent = 0
    for address, language in recipients():
        with translation.override(language):
            # Names of sources and purposes are in the reader's language.
            _message(address, forecast(days, now=now), number, days).send()
        sent += 1
    return sent


def warned_lately(run):
    """Whether a run of the days before this one has sent the mail."""
    since = run.started_at - dt.timedelta(days=conf.get("RETENTION_WARN_EVERY_DAYS")) + dt.timedelta(hours=12)
    lately = RetentionRun.objects.filter(started_at__gte=since).values_list("counts", flat=True)
    return any(counts.get(KEY) for counts in lately)


def recipients():
    """[(address, language)]: the setting's addresses, or everyone who manages retention."""
    if addresses := conf.get("RETENTION_NOTIFY"):
        return [(address, settings.LANGUAGE_CODE) for address in dict.fromkeys(addresses)]
    given = Q(user_permissions__in=_permission()) | Q(groups__permissions__in=_permission())
    users = get_user_model().objects.filter(given, is_active=True).exclude(email="").distinct()
    return [(user.email, _language(user)) for user in users.select_related("wagtail_userprofile")]


def _permission():
    return Permission.objects.filter(content_type__app_label="privacy", codename="manage_retention")


def _language(user):
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def _message(address, lines, number, days):
    subject = ngettext(
        "[%(site)s] %(count)d thing will be deleted within %(days)d days",
        "[%(site)s] %(count)d things will be deleted within %(days)d days",
        number,
    ) % {"site": settings.WAGTAIL_SITE_NAME, "count": number, "days": days}
    context = {
        "lines": [(line, line.due[days]) for line in lines if line.due[days]],
        "days": days,
        "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("privacy_retention:overview"),
    }
    body = render_to_string("privacy/retention/mail/warning.txt", context)
    return EmailMessage(subject, body.strip() + "\n", to=[address])

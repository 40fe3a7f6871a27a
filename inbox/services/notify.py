"""Notification mails: that an enquiry arrived, by which channel, and where to read it. Nothing about whom.

An outbox: the row is written with the enquiry, in one transaction, and kept until the mail server took the
mail. Sending is at least once; a worker killed between sending and noting it sends again after the lease.
"""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import access, tasks
from ..models import Notification, Status
from .backoff import pause_after

logger = logging.getLogger(__name__)

# For so long a mail being sent is nobody else's business.
LEASE = dt.timedelta(minutes=5)


def announce(enquiry):
    """Writes a notification for each recipient and wakes the worker; part of the caller's transaction."""
    notifications = Notification.objects.bulk_create(
        [Notification(enquiry=enquiry, **recipient) for recipient in recipients()]
    )
    for notification in notifications:
        tasks.send_notification.enqueue(notification.pk)


def recipients():
    """The addresses of the setting INBOX_NOTIFY, or else every colleague who works enquiries and has mail."""
    addresses = getattr(settings, "INBOX_NOTIFY", None)
    if addresses:
        return [{"address": address} for address in dict.fromkeys(addresses)]
    return [{"user": user} for user in access.workers().exclude(email="")]


def send_notification(notification_id):
    """Sends one mail if it is still to be sent and nobody else is at it; returns whether it was sent.

    A failure is kept as the class of the error, with the time of the next try.
    """
    now = timezone.now()
    due = Notification.objects.filter(pk=notification_id, state=Notification.State.PENDING, next_try__lte=now)
    if not due.update(attempts=F("attempts") + 1, next_try=now + LEASE):
        return False
    notification = Notification.objects.select_related("enquiry", "user__wagtail_userprofile").get(
        pk=notification_id
    )
    if not _still_needed(notification):
        notification.state = Notification.State.DROPPED
        notification.save(update_fields=["state"])
        return False
    try:
        _message(notification).send()
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises, the mail is tried again
        notification.error_class = type(error).__name__
        notification.next_try = timezone.now() + pause_after(notification.attempts)
        notification.save(update_fields=["error_class", "next_try"])
        logger.warning("Notification %s was not sent: %s.", notification.pk, notification.error_class)
        return False
    notification.state = Notification.State.SENT
    notification.sent_at = timezone.now()
    notification.error_class = ""
    notification.save(update_fields=["state", "sent_at", "error_class"])
    return True


def _still_needed(notification):
    """Not once the enquiry is done, nor for a colleague who left or does other work now."""
    if notification.enquiry.status == Status.DONE:
        return False
    user = notification.user
    return user is None or (bool(user.email) and access.may_work(user))


def _message(notification):
    enquiry, user = notification.enquiry, notification.user
    profile = getattr(user, "wagtail_userprofile", None)
    language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    url = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("inbox:enquiry", args=[enquiry.pk])
    context = {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "channel": enquiry.channel_info.label,
        "due_at": enquiry.due_at,
        "url": url,
    }
    with translation.override(language):
        subject = _("[%(site)s] A new enquiry: %(channel)s") % {
            "site": settings.WAGTAIL_SITE_NAME,
            "channel": enquiry.channel_info.label,
        }
        body = render_to_string("inbox/mail/notification.txt", context)
    return EmailMessage(subject, body, to=[user.email if user else notification.address])

"""Mails to officers: that a request arrived, and once a day how many are due. Nothing about whom."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import access, clocks, conf, tasks
from ..history import log
from ..models import PrivacyRequest, Reminder, RequestEvent
from .figures import figures, late, nearly_due, overdue

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def recipients():
    """The addresses of RIGHTS_NOTIFY, or else every colleague who works requests and has an address."""
    addresses = conf.setting("RIGHTS_NOTIFY")
    if addresses:
        return [{"address": address} for address in dict.fromkeys(addresses)]
    return [{"user": user} for user in access.officers().exclude(email="")]


def announce(request):
    """A reminder for each officer that a request arrived; part of the caller's transaction."""
    day = clocks.local_day(timezone.now())
    for recipient in recipients():
        reminder = Reminder.objects.create(kind=Reminder.Kind.ARRIVED, request=request, day=day, **recipient)
        tasks.send_reminder.enqueue(reminder.pk)


def escalate(now=None):
    """Flags requests that have become late, and once a day reminds the officers of what is due."""
    now = now or timezone.now()
    fresh = PrivacyRequest.objects.filter(overdue(now), escalated_at=None)
    for pk in list(fresh.values_list("pk", flat=True)):
        with transaction.atomic():
            # Another process may have been here a moment ago.
            if PrivacyRequest.objects.filter(pk=pk, escalated_at=None).update(escalated_at=now):
                log(PrivacyRequest.objects.get(pk=pk), RequestEvent.Kind.ESCALATED)
    local = now.astimezone(clocks.VIETNAM)
    start = local.replace(hour=conf.setting("RIGHTS_REMIND_FROM_HOUR"), minute=0, second=0, microsecond=0)
    if local < start:
        return
    # What came since then was announced or entered today: unless it is late already, it is the next day's.
    came = RequestEvent.objects.filter(kind=RequestEvent.Kind.RECEIVED, at__range=(start, now))
    soon = Q(nearly_due(now)) & ~Q(pk__in=came.values("request"))
    if not PrivacyRequest.objects.filter(late(now) | soon).exists():
        return
    for recipient in recipients():
        reminder, is_new = Reminder.objects.get_or_create(
            kind=Reminder.Kind.DUE, day=local.date(), **recipient
        )
        if is_new:
            tasks.send_reminder.enqueue(reminder.pk)


def send_reminder(reminder_id):
    """Sends one reminder if it is to be sent and nobody else is at it; returns whether it was sent."""
    now = timezone.now()
    due = Reminder.objects.filter(
        pk=reminder_id, state__in=(Reminder.State.PENDING, Reminder.State.SENDING), next_try__lte=now
    )
    if not due.update(state=Reminder.State.SENDING, next_try=now + LEASE):
        return False
    reminder = Reminder.objects.select_related("request", "user__wagtail_userprofile").get(pk=reminder_id)
    reminder.attempts += 1
    counts = figures(now)
    if not _still_needed(reminder, counts):
        reminder.state = Reminder.State.DROPPED
        reminder.save(update_fields=["state", "attempts"])
        return False
    try:
        _message(reminder, counts).send()
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises, the mail is tried again
        reminder.error_class = type(error).__name__
        pause = min(FIRST_PAUSE * 2 ** min(reminder.attempts - 1, 10), LONGEST_PAUSE)
        reminder.state, reminder.next_try = Reminder.State.PENDING, timezone.now() + pause
        reminder.save(update_fields=["error_class", "state", "attempts", "next_try"])
        logger.warning("Reminder %s was not sent: %s.", reminder.pk, reminder.error_class)
        return False
    reminder.state, reminder.sent_at, reminder.error_class = Reminder.State.SENT, timezone.now(), ""
    reminder.save(update_fields=["state", "sent_at", "error_class", "attempts"])
    return True


def _still_needed(reminder, counts):
    """Not for a closed request, when nothing is due any more, or for a colleague who does other work."""
    if reminder.request is not None and not reminder.request.is_open:
        return False
    if reminder.kind == Reminder.Kind.DUE and not counts["late"] and not counts["soon"]:
        return False
    user = reminder.user
    return user is None or (bool(user.email) and access.may_work(user))


def _message(reminder, counts):
    profile = getattr(reminder.user, "wagtail_userprofile", None)
    language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    request = reminder.request
    path = reverse("rights:request", args=[request.pk]) if request else reverse("rights:open")
    with translation.override(language):
        what = _("A new privacy request") if request else _("Privacy requests are due")
        subject = f"[{settings.WAGTAIL_SITE_NAME}] {what}"
        body = render_to_string(
            "rights/mail/reminder.txt",
            {
                "site_name": settings.WAGTAIL_SITE_NAME,
                "request": request,
                "due": request and request.next_due()[1],
                "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
                **counts,
            },
        )
    address = reminder.user.email if reminder.user else reminder.address
    return EmailMessage(subject, body.strip() + "\n", to=[address])

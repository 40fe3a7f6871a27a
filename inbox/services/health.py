"""Figures about the inbox: for the menu, the dashboard and the health page. Counts only."""

import datetime as dt

from django.db.models import Count, Q
from django.utils import timezone

from vault.models import Envelope

from ..models import CLOCK_STATUSES, Enquiry, Notification, Status
from .notify import recipients

# A sealed envelope older than this waits for a worker that isn't there.
STUCK_AFTER = dt.timedelta(minutes=5)
UNSENT_AFTER = dt.timedelta(minutes=15)


def figures():
    """{"unread", "overdue", "held"}: those that await an answer and nobody has read, late ones, held ones."""
    open_ones = Enquiry.objects.filter(closed_at=None)
    return open_ones.aggregate(
        unread=Count("pk", filter=Q(status=Status.NEW, quarantined=False, due_at__isnull=False)),
        overdue=Count(
            "pk", filter=Q(status__in=CLOCK_STATUSES, quarantined=False, due_at__lt=timezone.now())
        ),
        held=Count("pk", filter=Q(quarantined=True)),
    )


def envelope_figures():
    """{"stuck_envelopes", "failed_envelopes"}: what has arrived but is not in the inbox, in one query."""
    stuck = Q(state=Envelope.State.SEALED, created_at__lt=timezone.now() - STUCK_AFTER)
    failed = Q(state=Envelope.State.FAILED)
    return Envelope.objects.filter(stuck | failed).aggregate(
        stuck_envelopes=Count("pk", filter=stuck), failed_envelopes=Count("pk", filter=failed)
    )


def health():
    """What the operator should know.

    stuck_envelopes: sealed for minutes without being taken in; failed_envelopes: tried and kept for the next
    try; unsent_notifications: mails still waiting after a quarter of an hour; nobody_notified: True when no
    address is there to notify.
    """
    now = timezone.now()
    return {
        **envelope_figures(),
        "unsent_notifications": Notification.objects.filter(
            state=Notification.State.PENDING, enquiry__received_at__lt=now - UNSENT_AFTER
        ).count(),
        "nobody_notified": not recipients(),
    }

"""Recovers what a killed worker, a full disk or a silent mail server left behind."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from vault.models import Envelope

from ..models import Notification
from .intake import take_in
from .notify import send_notification

# The task of a fresh envelope gets this long before the sweep does its work.
GRACE = dt.timedelta(seconds=30)
# What one sweep takes on, so that it ends; the next one goes on.
BATCH = 200


def sweep():
    """Takes in envelopes and sends notifications that are due. Does nothing where there is no private key."""
    if not settings.HOLDS_PRIVATE_KEYS:
        return
    now = timezone.now()
    envelopes = Envelope.objects.filter(
        Q(state=Envelope.State.SEALED, created_at__lte=now - GRACE)
        | Q(state=Envelope.State.FAILED, next_try__lte=now)
    )
    for envelope_id in list(
        envelopes.order_by("attempts", "created_at").values_list("pk", flat=True)[:BATCH]
    ):
        take_in(envelope_id)
    notifications = Notification.objects.filter(
        state=Notification.State.PENDING, next_try__lte=now - GRACE
    ).order_by("next_try")
    for notification_id in list(notifications.values_list("pk", flat=True)[:BATCH]):
        send_notification(notification_id)

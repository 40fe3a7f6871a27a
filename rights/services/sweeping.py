"""Escalates what is late, ends what is never proven, sends what a killed worker or a silent server left."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from ..models import Letter, Reminder
from .letters import deliver
from .reminders import escalate, send_reminder
from .unproven import remind_and_end

# The task of a fresh mail gets this long before the sweep does its work.
GRACE = dt.timedelta(seconds=30)
BATCH = 200


def sweep():
    """Does nothing where there is no private key."""
    if not settings.HOLDS_PRIVATE_KEYS:
        return
    now = timezone.now()
    escalate(now)
    remind_and_end(now)
    for model, send in ((Letter, deliver), (Reminder, send_reminder)):
        waiting = model.objects.filter(
            state__in=(model.State.PENDING, model.State.SENDING), next_try__lte=now - GRACE
        )
        for pk in list(waiting.order_by("next_try").values_list("pk", flat=True)[:BATCH]):
            send(pk)

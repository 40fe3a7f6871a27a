"""Publishes pages whose time has come and unpublishes those whose time is over, as the editor set it.

Wagtail leaves this to a command that somebody has to run. One page that can't be published must not keep
the others waiting, so each is done by itself.
"""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def publish_due():
    """Does what is due now; safe to run at any time."""
    now = timezone.now()
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at").specific():
        _each(page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in due:
        _each(revision.publish, log_action="wagtail.publish.scheduled")


def _each(action, **options):
    try:
        with transaction.atomic():
            action(**options)
    except (PermissionDenied, ValidationError) as error:
        logger.warning("A scheduled publication was refused: %s", type(error).__name__)

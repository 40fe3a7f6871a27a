"""What happens around publishing: the policy becomes a version, what is used is not deleted."""

import logging

from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.signals import page_published

from . import services
from .models import PolicyPage, Purpose
from .release import Incomplete, release

logger = logging.getLogger(__name__)


def release_published_policy(sender, instance, **kwargs):
    try:
        release()
    except Incomplete as error:
        logger.warning("No new policy version yet: %s", "; ".join(error.problems))


def protect_used_purpose(sender, instance, **kwargs):
    """Also stops deletions that never come by the admin: of query sets, in bulk."""
    used = [v for v in services.forms_using(instance.code) if v.locale == instance.locale.language_code]
    if used:
        raise ProtectedError(_("A live form uses this purpose."), set(used))


def connect():
    """Called once, when the app is ready."""
    page_published.connect(release_published_policy, sender=PolicyPage, dispatch_uid="privacy.release")
    pre_delete.connect(protect_used_purpose, sender=Purpose, dispatch_uid="privacy.protect_purpose")

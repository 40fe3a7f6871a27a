"""Freezes what is published, and keeps frozen versions in step with the registers they print."""

from django.db.models import ProtectedError
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext as _
from wagtail.signals import page_published

from . import services
from .models import PolicyPage, Purpose, Recipient


def freeze_published_policy(sender, instance, **kwargs):
    services.freeze_policy(instance)


def refreeze_after_register_change(sender, instance, raw=False, **kwargs):
    if not raw:
        services.refreeze(instance.locale.language_code)


def protect_used_purpose(sender, instance, **kwargs):
    """Also stops deletions that never come by the admin: of query sets, in bulk."""
    used = [v for v in services.forms_using(instance.code) if v.locale == instance.locale.language_code]
    if used:
        raise ProtectedError(_("A live form uses this purpose."), set(used))


def connect():
    """Called once, when the app is ready."""
    page_published.connect(freeze_published_policy, sender=PolicyPage, dispatch_uid="privacy.freeze_policy")
    pre_delete.connect(protect_used_purpose, sender=Purpose, dispatch_uid="privacy.protect_purpose")
    for model in (Purpose, Recipient):
        for signal in (post_save, post_delete):
            signal.connect(
                refreeze_after_register_change,
                sender=model,
                dispatch_uid=f"privacy.refreeze.{model.__name__}.{id(signal)}",
            )

"""Keeps watch over who is given the right to open the vault.

Whoever manages accounts can hand that right out: somebody must. But nobody gives it to themselves, and those
who hold it already are told of everyone who gets it, so that a second account made in secret is none.
"""

import logging
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import get_active_log_context

from vault.access import OPEN_VAULT

User = get_user_model()
logger = logging.getLogger("staff.custody")


def readers():
    """The users who were explicitly given the right to open the vault."""
    app_label, codename = OPEN_VAULT.split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    return User.objects.filter(Q(user_permissions__in=right) | Q(groups__permissions__in=right)).distinct()


def _opens(permissions):
    app_label, codename = OPEN_VAULT.split(".")
    return permissions.filter(content_type__app_label=app_label, codename=codename).exists()


def _gainers(sender, instance, pks):
    """The ids of the users to whom adding `pks` to `instance`, seen from either side, gives the right."""
    added = Permission.objects.filter(pk__in=pks)
    if sender is User.groups.through:
        if isinstance(instance, Group):
            return set(pks) if _opens(instance.permissions) else set()
        return {instance.pk} if _opens(Permission.objects.filter(group__in=pks)) else set()
    if sender is User.user_permissions.through:
        if isinstance(instance, Permission):
            return set(pks) if _opens(Permission.objects.filter(pk=instance.pk)) else set()
        return {instance.pk} if _opens(added) else set()
    if isinstance(instance, Permission):
        groups = pks if _opens(Permission.objects.filter(pk=instance.pk)) else []
    else:
        groups = [instance.pk] if _opens(added) else []
    return set(User.objects.filter(groups__in=groups).values_list("pk", flat=True))


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def watch(sender, instance, action, pk_set, **kwargs):
    """PermissionDenied for who would give the right to themselves; word to the others of who gets it.

    Who acts is known in the admin only. A command on the server is its operator's, who holds the keys anyway.
    """
    if action != "pre_add" or not pk_set:
        return
    gainers = _gainers(sender, instance, pk_set)
    gainers -= set(readers().filter(pk__in=gainers).values_list("pk", flat=True))
    if not gainers:
        return
    actor = get_active_log_context().user
    if actor is not None and actor.pk in gainers:
        logger.warning("Account %s tried to give itself the right to open the vault", actor.pk)
        raise PermissionDenied
    # What an operator does on the server, such as making the demo's accounts, is no alarm.
    level = logging.INFO if actor is None else logging.WARNING
    for pk in sorted(gainers):
        logger.log(level, "Account %s was given the right to open the vault", pk)
    if actor is not None:
        transaction.on_commit(partial(tell, actor=actor, gainers=gainers), robust=True)


def tell(*, actor, gainers):
    """Mails those who hold the right that `gainers` (ids) got it from `actor`."""
    names = ", ".join(get_user_display_name(user) for user in User.objects.filter(pk__in=gainers))
    to_tell = readers().filter(is_active=True).exclude(pk__in=gainers).exclude(pk=actor.pk).exclude(email="")
    with override(settings.LANGUAGE_CODE):
        subject = _("Somebody else can now read enquiries")
        body = _(
            "%(actor)s has given this right to: %(names)s.\n\n"
            "If you did not expect this, ask the person in charge of data protection at once."
        ) % {"actor": get_user_display_name(actor), "names": names}
        for address in to_tell.values_list("email", flat=True):
            EmailMessage(subject, body, to=[address]).send()

"""Keeps watch over accounts that may open the vault: who is given the right, and who changes such an account.

Whoever manages accounts can hand that right out: somebody must. But nobody gives it to themselves, those who
hold it already are told, and until one of them confirms it the account opens nothing (ADR 0123).
"""

import logging
from functools import partial

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import get_active_log_context, log

from privacy.guards import operators
from vault.access import OPEN_VAULT

from .models import CustodyChange

User = get_user_model()
What = CustodyChange.What
CHANGED, CONFIRMED = "staff.custody.change", "staff.custody.confirm"
WATCHED = {"password": What.PASSWORD, "email": What.EMAIL, "is_active": What.ACTIVE}
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


def waits(user):
    """Whether somebody changed this account and nobody has confirmed it yet."""
    return CustodyChange.objects.filter(user=user, confirmed_at=None).exists()


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def watch_rights(sender, instance, action, pk_set, **kwargs):
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
    if actor is None:
        # What an operator does on the server, such as making the demo's accounts, is no alarm.
        for pk in sorted(gainers):
            logger.info("Account %s was given the right to open the vault", pk)
        return
    if actor.pk in gainers:
        logger.warning("Account %s tried to give itself the right to open the vault", actor.pk)
        raise PermissionDenied
    note(User.objects.filter(pk__in=gainers), What.RIGHT, actor=actor)


@receiver(pre_save, sender=User)
def watch_account(instance, raw=False, update_fields=None, **kwargs):
    """Notes what somebody else sets anew on an account that may open the vault."""
    actor = get_active_log_context().user
    if raw or actor is None or instance.pk in (None, actor.pk):
        return
    before = readers().filter(pk=instance.pk).first()
    if before is None:
        return
    for field, what in WATCHED.items():
        is_written = update_fields is None or field in update_fields
        if is_written and getattr(before, field) != getattr(instance, field):
            note([before], what, actor=actor)


@receiver(post_save, sender=Authenticator)
@receiver(post_delete, sender=Authenticator)
def watch_second_factor(instance, **kwargs):
    actor = get_active_log_context().user
    if actor is not None and actor.pk != instance.user_id:
        note(readers().filter(pk=instance.user_id), What.FACTOR, actor=actor)


def note(users, what, *, actor):
    """Remembers that `actor` changed `what` about `users`, and tells those who must know."""
    users = list(users)
    for user in users:
        logger.warning("Account %s changed %s of account %s, a reader's", actor.pk, what, user.pk)
        CustodyChange.objects.create(user=user, what=what, by=actor)
        log(instance=user, action=CHANGED, user=actor, data={"what": what})
    if users:
        transaction.on_commit(partial(tell, users, what, actor=actor), robust=True)


def tell(users, what, *, actor):
    """Mails everybody else who may open the vault, the privacy officers, and the accounts' old addresses."""
    concerned = {actor, *users}
    others = {*readers().filter(is_active=True), *operators.officers()} - concerned
    addresses = {user.email for user in others}
    if what != What.RIGHT:
        addresses |= {user.email for user in users}
    with override(settings.LANGUAGE_CODE):
        names = {
            "actor": get_user_display_name(actor),
            "names": ", ".join(get_user_display_name(user) for user in users),
            "what": What(what).label,
        }
        subject = _("An account that can read enquiries was changed")
        text = _("%(actor)s has given the right to read enquiries to: %(names)s.") % names
        if what != What.RIGHT:
            text = _("%(actor)s has changed %(what)s of: %(names)s.") % names
        steps = _(
            "The account opens nothing until a sales lead or a privacy officer confirms it: %(url)s\n\n"
            "Ask the colleague in person first. If you did not expect this, speak to the person in charge of "
            "data protection at once."
        ) % {"url": operators.admin_address("staff_custody")}
        for address in sorted(filter(None, addresses)):
            EmailMessage(subject, f"{text}\n\n{steps}", to=[address]).send()

"""Keeps watch over accounts with a watched right: who is given one, and who changes such an account.

Whoever manages accounts can hand these rights out: somebody must. But nobody gives one to themselves,
colleagues are told, and until one of them confirms it the account has none of them. Who lost them stays
watched, so that nothing can be done to the account between taking them away and giving them back (ADR 0123).
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import get_active_log_context, log

from common.locks import wait_for_others
from privacy.guards import operators
from vault.access import is_given

from .models import CustodyChange
from .roles import WATCHED

User = get_user_model()
What = CustodyChange.What
CHANGED, CONFIRMED = "staff.custody.change", "staff.custody.confirm"
# The lock of whoever changes who has which right, of accounts and of groups.
RIGHTS = 770_301
FIELDS = {"password": What.PASSWORD, "email": What.EMAIL, "is_active": What.ACTIVE}
logger = logging.getLogger("staff.custody")


_is_vouched_for = ContextVar("whether what a command grants is vouched for", default=False)


@contextmanager
def vouched_for():
    """Within it, what nobody in the admin grants needs no confirming: the software's own doing."""
    token = _is_vouched_for.set(True)
    try:
        yield
    finally:
        _is_vouched_for.reset(token)


def watched():
    """The watched rights as Permission objects."""
    rights = Q()
    for name in WATCHED:
        app_label, codename = name.split(".")
        rights |= Q(content_type__app_label=app_label, codename=codename)
    return Permission.objects.filter(rights)


def holders():
    """The users who were explicitly given a watched right."""
    rights = watched().values("pk")
    return User.objects.filter(Q(user_permissions__in=rights) | Q(groups__permissions__in=rights)).distinct()


def under_watch():
    """The users of whom changes are noted: the holders, and whose last changes nobody has confirmed yet."""
    changed = CustodyChange.objects.open().values("user")
    return User.objects.filter(Q(pk__in=holders().values("pk")) | Q(pk__in=changed))


def gainers(users, permissions):
    """The ids of those of `users` to whom one of the watched of `permissions` would be new; both are ids."""
    rights = set(watched().filter(pk__in=permissions).values_list("pk", flat=True))
    direct = User.user_permissions.through.objects.filter(user__in=users, permission__in=rights)
    by_group = User.groups.through.objects.filter(user__in=users, group__permissions__in=rights)
    held = {*direct.values_list("user", "permission"), *by_group.values_list("user", "group__permissions")}
    return {user for user in users for right in rights if (user, right) not in held}


def _granted(sender, instance, pks):
    """The ids of users, and of permissions that adding `pks` to `instance`, from either side, gives them."""
    if sender is User.groups.through:
        users, groups = (pks, [instance.pk]) if isinstance(instance, Group) else ([instance.pk], pks)
        return users, set(Permission.objects.filter(group__in=groups).values_list("pk", flat=True))
    is_permission = isinstance(instance, Permission)
    owners, permissions = (pks, [instance.pk]) if is_permission else ([instance.pk], pks)
    if sender is User.user_permissions.through:
        return owners, permissions
    return set(User.objects.filter(groups__in=owners).values_list("pk", flat=True)), permissions


def is_watched(user):
    """Whether `user` was given a watched right, held back or not."""
    return any(is_given(user, right) for right in WATCHED)


def waits(user):
    """Whether somebody changed this account and nobody has confirmed it yet."""
    return is_watched(user) and CustodyChange.objects.open().filter(user=user).exists()


def waiting():
    """The open changes of accounts that wait. An account without rights, or switched off, can't."""
    return CustodyChange.objects.open().filter(user__in=holders().filter(is_active=True).values("pk"))


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def watch_rights(sender, instance, action, pk_set, **kwargs):
    """PermissionDenied for who would give a watched right to themselves; word to the others of who gets it.

    Who acts is known in the admin only. What a command on the server gives waits for a colleague as well: it
    may have been led to it, as `migrate` by the name of a group.
    """
    if action != "pre_add" or not pk_set:
        return
    # Somebody joining a group while it gets a right: of two at once, neither would see the other's half.
    wait_for_others(RIGHTS)
    found = gainers(*_granted(sender, instance, pk_set))
    actor = get_active_log_context().user
    if actor is not None and actor.pk in found:
        logger.warning("Account %s tried to give itself a watched right", actor.pk)
        raise PermissionDenied
    if actor is None and _is_vouched_for.get():
        return
    note(User.objects.filter(pk__in=found), What.RIGHT, actor=actor)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def watch_losses(instance, action, **kwargs):
    """Notes who has no watched right any more. Who keeps one is watched as before and needs no note."""
    if action in {"pre_remove", "pre_clear"}:
        _remember_holders(instance)
    elif action in {"post_remove", "post_clear"}:
        _note_losses(instance)


@receiver(pre_delete, sender=Group)
def watch_before_deletion(instance, **kwargs):
    """Deleting a group takes its rights away without a signal of its members'."""
    _remember_holders(instance)


@receiver(post_delete, sender=Group)
def watch_deletion(instance, **kwargs):
    _note_losses(instance)


def _remember_holders(instance):
    wait_for_others(RIGHTS)
    instance._holders_before = set(holders().values_list("pk", flat=True))


def _note_losses(instance):
    actor = get_active_log_context().user
    lost = instance._holders_before - set(holders().values_list("pk", flat=True))
    if actor is not None or not _is_vouched_for.get():
        note(User.objects.filter(pk__in=lost), What.TAKEN, actor=actor)


@receiver(pre_save, sender=User)
def watch_account(instance, raw=False, update_fields=None, **kwargs):
    """Notes what somebody else sets anew on an account that is watched.

    PermissionDenied for a new password or address of a superuser: Django can't hold superusers back, so that
    whoever takes such an account over would change others under its name.
    """
    actor = get_active_log_context().user
    if raw or actor is None or instance.pk in (None, actor.pk):
        return
    before = User.objects.get(pk=instance.pk)
    written = FIELDS if update_fields is None else FIELDS.keys() & set(update_fields)
    changed = [FIELDS[field] for field in written if getattr(before, field) != getattr(instance, field)]
    if before.is_superuser and {What.PASSWORD, What.EMAIL} & set(changed):
        logger.warning("Account %s tried to take superuser %s over", actor.pk, before.pk)
        raise PermissionDenied
    if changed and under_watch().filter(pk=before.pk).exists():
        for what in changed:
            note([before], what, actor=actor)


@receiver(post_save, sender=User)
def forget_former_addresses(instance, raw=False, update_fields=None, **kwargs):
    """allauth sends resets to, and signs in by, every address that it ever noted of an account."""
    if not raw and (update_fields is None or "email" in update_fields):
        EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()


@receiver(post_save, sender=Authenticator)
@receiver(post_delete, sender=Authenticator)
def watch_second_factor(instance, **kwargs):
    actor = get_active_log_context().user
    if actor is not None and actor.pk != instance.user_id:
        note(under_watch().filter(pk=instance.user_id), What.FACTOR, actor=actor)


def note(users, what, *, actor):
    """Remembers that `actor`, None for the server, changed `what` of `users`; tells whom it concerns."""
    users = list(users)
    for user in users:
        logger.warning("Change “%s” of account %s by account %s", what, user.pk, actor and actor.pk)
        address = "" if what == What.RIGHT else user.email
        CustodyChange.objects.create(user=user, what=what, by=actor, address=address)
        log(instance=user, action=CHANGED, user=actor, data={"what": what})
    if users:
        transaction.on_commit(partial(tell, users, what, actor=actor), robust=True)


def tell(users, what, *, actor):
    """Mails everybody else with a watched right, the privacy officers, and the accounts' old addresses.

    Old is each address that an account had before one of its open changes: the one in force may be the
    maker's. Whoever is only given rights had none to lose, and is not told.
    """
    concerned = {actor, *users}
    others = {*holders().filter(is_active=True), *operators.officers()} - concerned
    addresses = {user.email for user in others}
    addresses |= set(CustodyChange.objects.open().filter(user__in=users).values_list("address", flat=True))
    with override(settings.LANGUAGE_CODE):
        names = {
            "actor": get_user_display_name(actor) if actor else _("The server"),
            "names": ", ".join(get_user_display_name(user) for user in users),
            "what": What(what).label,
        }
        subject = _("An account with rights over personal data was changed")
        text = _("%(actor)s has given rights over personal data to: %(names)s.") % names
        steps = _(
            "The account has none of these rights until a sales lead or a privacy officer confirms it: "
            "%(url)s\n\nAsk the colleague in person first. If you did not expect this, "
            "speak to the person in charge of "
            "data protection at once."
        )
        if what == What.TAKEN:
            text = _("%(actor)s has taken all rights over personal data away from: %(names)s.") % names
            steps = _(
                "What others change of the account from now on is noted and mailed to you as well, until "
                "it has such rights again and somebody confirms it: %(url)s\n\nIf you did not expect this, "
                "speak to the person in charge of data protection at once."
            )
        elif what != What.RIGHT:
            text = _("%(actor)s has changed %(what)s of: %(names)s.") % names
        steps %= {"url": operators.admin_address("staff_custody")}
        for address in sorted(filter(None, addresses)):
            EmailMessage(subject, f"{text}\n\n{steps}", to=[address]).send()

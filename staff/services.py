"""What is done to staff accounts."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from .access import DEMO_SESSION, may_confirm_account
from .custody import CONFIRMED, is_watched, vouched_for
from .demo import DEMO_USERS, SUPERUSERS
from .models import CustodyChange
from .roles import group_of

BACKEND = "staff.backends.StaffBackend"


@transaction.atomic
def ensure_demo_users():
    """Makes the demo's users, one per role, in Vietnamese and without usable passwords. Returns them."""
    users = []
    for username, group, name in DEMO_USERS:
        user, is_new = get_user_model().objects.get_or_create(
            username=username,
            defaults={
                # Wagtail greets by first name alone.
                "first_name": name,
                "email": f"{username.replace('_', '-')}@demo.invalid",
                "is_superuser": username in SUPERUSERS,
                "is_staff": username in SUPERUSERS,
            },
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            with vouched_for():
                user.groups.set([group_of(group)])
            profile = UserProfile.get_for_user(user)
            profile.preferred_language = "vi"
            profile.save()
        users.append(user)
    return users


def sign_in_by_demo_link(*, request, user):
    """Signs the demo user in and spends the link. False when another request spent it a moment before."""
    spent = (
        get_user_model()
        .objects.filter(pk=user.pk, last_login=user.last_login)
        .update(last_login=timezone.now())
    )
    if not spent:
        return False
    login(request, user, backend=BACKEND)
    request.session[DEMO_SESSION] = True
    return True


def has_enrolled(user):
    """Whether the account has a second factor, as one must have to be confirmed. The demo's have none."""
    return settings.DEMO or is_mfa_enabled(user)


class ChangedSince(Exception):
    """Other changes of the account are open than those that the confirmer was shown."""


@transaction.atomic
def confirm_account(*, user, by, changes):
    """Ends the waiting of an account that somebody changed; `by` is None for the server's operator.

    `changes` are the ids of the changes that `by` was shown, as numbers or as a form brings them;
    ChangedSince unless they are all that are open.
    False when nothing waits, when `by` is the account itself, made one of the changes or may not confirm an
    account with these rights, and as long as the
    account has no second factor: until then its password is all there is, and somebody else may know it.
    Nor while it has no watched right: it stays watched until it gets them back.
    """
    waiting = CustodyChange.objects.select_for_update().open().filter(user=user)
    makers = dict(waiting.values_list("pk", "by_id"))
    if by is not None and (by.pk in {user.pk, *makers.values()} or not may_confirm_account(by, user)):
        return False
    if {str(pk) for pk in makers} != {str(pk) for pk in changes}:
        raise ChangedSince
    if not makers or not is_watched(user) or not has_enrolled(user):
        return False
    # By their ids: one that is noted at this very moment stays open.
    CustodyChange.objects.filter(pk__in=makers).update(
        confirmed_by=by, confirmed_at=timezone.now(), address=""
    )
    log(instance=user, action=CONFIRMED, user=by)
    return True

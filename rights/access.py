"""Who may work requests: whoever was explicitly given the permission. Others get 404 and see no menu."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.http import Http404

from vault.access import holds, may_open

WORK = "rights.work_requests"


def may_work(user):
    """Whether `user` may list requests and work them."""
    return holds(user, WORK)


def may_read(user):
    """Whether `user` may have what people wrote, and letters to them, in plain text."""
    return may_work(user) and may_open(user)


def may_erase(user):
    """Whether `user` may erase a person for good."""
    return may_read(user)


def must_prove_again(request):
    """Whether the user has to show again who they are before something that can't be undone."""
    return is_reauthentication_required(request, app="")


def require(allowed):
    """404 unless `allowed`: who may not enter does not learn that there is a door."""
    if not allowed:
        raise Http404


def officers():
    """The active users who were explicitly given the permission to work requests, by name."""
    app_label, codename = WORK.split(".")
    permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    return (
        get_user_model()
        .objects.filter(
            Q(user_permissions__in=permission) | Q(groups__permissions__in=permission), is_active=True
        )
        .distinct()
        .order_by("first_name", "last_name", "pk")
    )

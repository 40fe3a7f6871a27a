"""Who must have shown a second factor, whether this session has, and who confirms changed accounts."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import Http404

from inbox.access import OFFICER, REVIEW
from vault.access import OPEN_VAULT, holds, is_given

from .custody import is_watched
from .roles import WATCHED

LOOPBACK = {"127.0.0.1", "::1"}
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP")
DEMO_SESSION = "staff_demo"


def is_local(request):
    """True when the client is this very machine: loopback peer, loopback host name, no proxy between."""
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return (
        request.META.get("REMOTE_ADDR") in LOOPBACK
        and name in LOCAL_HOSTS
        and not any(header in request.META for header in FORWARDED)
    )


def showed_second_factor(request):
    """Whether this session's user proved a TOTP code, a passkey or a recovery code in it."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def is_demo_session(request):
    """Whether the session began with a one-time demo link, here and now still on the demo's own machine."""
    return bool(settings.DEMO and request.session.get(DEMO_SESSION) and is_local(request))


def must_show_second_factor(request):
    """Whether the user has a watched right and only showed a password.

    Also while the account waits for a colleague to confirm it: it enrols first.
    """
    return is_watched(request.user) and not showed_second_factor(request) and not is_demo_session(request)


def may_confirm(user):
    """Whether `user` may confirm changed accounts: whoever opens the vault and judges what is held."""
    return holds(user, OPEN_VAULT) and holds(user, REVIEW)


def may_confirm_account(user, account):
    """Whether `user` may confirm this account: the officer any, others who has no watched right they lack."""
    return may_confirm(user) and (
        holds(user, OFFICER) or all(holds(user, right) for right in WATCHED if is_given(account, right))
    )


def require(allowed):
    """404 unless `allowed`."""
    if not allowed:
        raise Http404

"""Who must have shown a second factor, and whether this session has."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings

from incidents.access import may_approve
from vault.access import may_open

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
    """Whether the user may open the vault, or have others open it, and has only shown a password."""
    powerful = may_open(request.user) or may_approve(request.user)
    return powerful and not showed_second_factor(request) and not is_demo_session(request)

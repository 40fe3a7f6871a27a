"""Visits: who a browser may act for, how far, and for how long."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from privacy.guards import cookies

from ..models import CentreSession
from . import conf, crypto

# Declared in the policy's register of cookies; a response that sets an undeclared one loses it.
COOKIE = "privacy_centre"


def is_declared():
    """Whether the policy in force lets us set the cookie, without which nobody can come in."""
    return cookies.entry_for(COOKIE, cookies.declared_cookies(cookies.PUBLIC)) is not None


def open_session(person, level, *, receipt=None):
    """(session, token): a new visit under a new token, whatever the browser held before.

    A visit of the level *receipt* names the receipt that opened it, no other does.
    """
    now = timezone.now()
    token = crypto.new_token()
    session = CentreSession.objects.create(
        token_digest=crypto.token_digest(token),
        person=person,
        level=level,
        receipt=receipt,
        created_at=now,
        last_used_at=now,
        expires_at=now + dt.timedelta(minutes=conf.setting("CENTRE_LONGEST_MINUTES")),
    )
    return session, token


def current(request):
    """The visit that this request belongs to, or None; notes that it was used."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    now = timezone.now()
    session = (
        CentreSession.objects.select_related("person", "receipt")
        .filter(
            token_digest=crypto.token_digest(token),
            revoked_at=None,
            expires_at__gt=now,
            last_used_at__gt=now - dt.timedelta(minutes=conf.setting("CENTRE_IDLE_MINUTES")),
            person__erased_at=None,
        )
        .first()
    )
    if session is not None:
        CentreSession.objects.filter(pk=session.pk).update(last_used_at=now)
    return session


def end(session):
    """Ends the visit for good."""
    CentreSession.objects.filter(pk=session.pk, revoked_at=None).update(revoked_at=timezone.now())


def end_all(person):
    """Ends every visit of the person."""
    CentreSession.objects.filter(person=person, revoked_at=None).update(revoked_at=timezone.now())


def set_cookie(response, token):
    """Gives the browser the token; gone when the browser closes, never sent by another site's page."""
    response.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="Strict",
        secure=settings.BASE_URL.startswith("https:"),
        path="/",
    )


def drop_cookie(response):
    response.delete_cookie(COOKIE, path="/", samesite="Strict")


def purge(now):
    """Deletes visits that ended a day ago."""
    CentreSession.objects.filter(expires_at__lt=now - dt.timedelta(days=1)).delete()
